"""The default engine: one miniaudio stream that asks for the score's frames as it needs them."""

from __future__ import annotations

from array import array
from collections.abc import Generator

import miniaudio

from negcoach.audio.playback import Stage
from negcoach.audio.sounds import FRAME_RATE
from negcoach.errors import NegcoachError

PERIOD_MS = 25
"""What the device takes at once; one more block is queued. Measured with eight busy processes on two cores: blocks
of 20 ms were torn now and then, these never; a sound sent now begins 25 to 50 ms later. Blocks of 31 ms bear that
the machine itself stands still for 20 ms, not 16; but LIFT comes 62 ms after its key then (p95), too late."""

_PERIODS = 2  # with PulseAudio a third is never filled, and blocks of 10 ms are heard torn


class MiniaudioOutput:
    """An open playback device. Raises :class:`NegcoachError` when there is none."""

    name = "miniaudio"

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._running = False
        self._device = _open_device()

    def start(self) -> None:
        """Play from where the stage stands."""
        feed = self._feed()
        next(feed)
        try:
            self._device.start(feed)
        except miniaudio.MiniaudioError as error:
            raise NegcoachError(f"the sound device does not start ({_reason(error)})") from error
        self._running = True

    def stop(self) -> None:
        """Be silent at once.

        What was queued would be played at the next start, before the new sound: so the device is given up, and
        a fresh one stands ready.
        """
        if self._running:
            self._running = False
            self._device.close()
            self._device = _open_device()

    def turned(self) -> None:
        """Nothing to do: the stream asks for each block when it needs it."""

    def close(self) -> None:
        """Give the device back: without it the process hangs at its end."""
        self._device.close()

    def _feed(self) -> Generator[array[int] | bytes, int, None]:
        n = yield b""
        while True:
            n = yield self._stage.take(n)


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
    if device.backend == "Null":  # chosen without a word when no sound library of the system is there
        device.close()
        raise NegcoachError("the system has no sound library")
    return device


def _reason(error: miniaudio.MiniaudioError) -> str:
    """Return miniaudio's own words without its number."""
    return str(error.args[0]) if error.args else "no reason given"
