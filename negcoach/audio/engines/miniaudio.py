"""The default engine: one miniaudio stream that asks for frames as it needs them."""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Generator

import miniaudio

from negcoach.audio.playback.playback import Playback
from negcoach.audio.queue import BLOCK_MS, BLOCKS
from negcoach.audio.sounds.sounds import FRAME_RATE
from negcoach.errors import NegcoachError


class MiniaudioOutput:
    """A playback device that plays, and a spare one to switch to. Raises :class:`NegcoachError` when there is none.

    What a device was handed cannot be taken back: it can only be closed. Opening one takes 2 to 20 ms, so the spare is
    opened beforehand; starting it takes 2 ms.
    """

    name = "miniaudio"

    def __init__(self, playback: Playback) -> None:
        self._playback = playback
        self._playing: miniaudio.PlaybackDevice | None = None
        self._spare: miniaudio.PlaybackDevice | None = _open_device()

    def start(self) -> None:
        """Play from the playback's next frame."""
        self._playing = self._start_spare()
        self._renew_spare()

    def stop(self) -> None:
        """Be silent at once."""
        if self._playing is not None:
            _close(self._playing)
            self._playing = None
            self._playback.halt()

    def update(self) -> None:
        """Switch to the spare device if what this one was handed is out of date."""
        old = self._playing
        if old is None or not self._playback.switch_is_due:
            return
        self._playback.prepare_switch()
        with contextlib.suppress(miniaudio.MiniaudioError):  # it has gone: the spare one may not have
            old.stop()
        self._playback.switch()
        self._playing = self._start_spare()
        _close(old)
        self._renew_spare()

    def heard_frame(self) -> int | None:
        """Return the frame that is being heard, ``None`` while nothing plays."""
        return None if self._playing is None else self._playback.heard_frame()

    def close(self) -> None:
        """Release the devices; without that the process hangs at its end."""
        for device in (self._playing, self._spare):
            if device is not None:
                _close(device)

    def _start_spare(self) -> miniaudio.PlaybackDevice:
        """Start the spare device, or another one if it has gone since it was opened."""
        spare, self._spare = self._spare, None
        if spare is not None:
            try:
                self._start(spare)
            except miniaudio.MiniaudioError:
                _close(spare)
            else:
                return spare
        device = _open_device()
        try:
            self._start(device)
        except miniaudio.MiniaudioError as error:
            _close(device)
            raise NegcoachError(f"the sound device does not start ({_reason(error)})") from error
        return device

    def _start(self, device: miniaudio.PlaybackDevice) -> None:
        feed = self._feed()
        next(feed)
        device.start(feed)

    def _renew_spare(self) -> None:
        """Open a spare device; if that fails, the next switch tries again: the one that plays may go on."""
        with contextlib.suppress(NegcoachError):
            self._spare = _open_device()

    def _feed(self) -> Generator[array[int] | bytes, int, None]:
        n = yield b""
        while True:
            n = yield self._playback.next_frames(n)


def _open_device() -> miniaudio.PlaybackDevice:
    try:
        device = miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.SIGNED16,
            nchannels=1,
            sample_rate=FRAME_RATE,
            buffersize_msec=BLOCK_MS,
            callback_periods=BLOCKS,
            app_name="negcoach",
        )
    except miniaudio.MiniaudioError as error:
        raise NegcoachError(f"there is no sound device ({_reason(error)})") from error
    if device.backend == "Null":  # miniaudio's silent choice when the system has no sound library
        _close(device)
        raise NegcoachError("the system has no sound library")
    return device


def _close(device: miniaudio.PlaybackDevice) -> None:
    """Close a device and its connection to the sound server, which the library itself would leave open."""
    device.close()
    miniaudio.lib.ma_context_uninit(device._context)


def _reason(error: miniaudio.MiniaudioError) -> str:
    """Return miniaudio's own text without the error number."""
    return str(error.args[0]) if error.args else "no reason given"
