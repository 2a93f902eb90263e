"""The default engine: one miniaudio stream that asks for frames as it needs them."""

from __future__ import annotations

from array import array
from collections.abc import Generator

import miniaudio

from negcoach.audio.playback import Playback
from negcoach.audio.sounds import FRAME_RATE
from negcoach.errors import NegcoachError

PERIOD_MS = 25
"""The block that the device takes at once; one more is queued, so a sound sent now begins 25 to 50 ms later.

Measured with eight busy processes on two cores: blocks of 20 ms had gaps now and then, these never. Blocks of 31 ms
survive the whole machine stopping for 20 ms, not only for 16; but then LIFT is heard 62 ms after its key (p95),
which is too late.
"""

_PERIODS = 2  # with PulseAudio a third is never filled, and blocks of 10 ms have gaps


class MiniaudioOutput:
    """An open playback device. Raises :class:`NegcoachError` when there is none."""

    name = "miniaudio"

    def __init__(self, playback: Playback) -> None:
        self._playback = playback
        self._running = False
        self._device = _open_device()

    def start(self) -> None:
        """Play from the playback's next frame."""
        feed = self._feed()
        next(feed)
        try:
            self._device.start(feed)
        except miniaudio.MiniaudioError as error:
            raise NegcoachError(f"the sound device does not start ({_reason(error)})") from error
        self._running = True

    def stop(self) -> None:
        """Be silent at once.

        The queued blocks would be played at the next start, before the new sound. So the device is closed, and a new
        one opened.
        """
        if self._running:
            self._running = False
            self._device.close()
            self._device = _open_device()

    def update(self) -> None:
        """Do nothing: the stream asks for each block when it needs it."""

    def close(self) -> None:
        """Release the device; without that the process hangs at its end."""
        self._device.close()

    def _feed(self) -> Generator[array[int] | bytes, int, None]:
        n = yield b""
        while True:
            n = yield self._playback.take(n)


def _open_device() -> miniaudio.PlaybackDevice:
    try:
        device = miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.SIGNED16,
            nchannels=1,
            sample_rate=FRAME_RATE,
            buffersize_msec=PERIOD_MS,
            callback_periods=_PERIODS,
            app_name="negcoach",
        )
    except miniaudio.MiniaudioError as error:
        raise NegcoachError(f"there is no sound device ({_reason(error)})") from error
    if device.backend == "Null":  # miniaudio's silent choice when the system has no sound library
        device.close()
        raise NegcoachError("the system has no sound library")
    return device


def _reason(error: miniaudio.MiniaudioError) -> str:
    """Return miniaudio's own text without the error number."""
    return str(error.args[0]) if error.args else "no reason given"
