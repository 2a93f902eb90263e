"""The optional engine: simpleaudio, which plays pre-rendered buffers.

It reports no position, so the monotonic clock gives it. It cannot be silent at once, since a stopped buffer plays on
for about a quarter of a second (:data:`STOP_LATENCY_MS`). And it does not notice a frozen sound server.
"""

from __future__ import annotations

import faulthandler
import sys
import threading
from collections.abc import Container, Iterator
from contextlib import contextmanager

import simpleaudio
from simpleaudio._simpleaudio import SimpleaudioError

from negcoach.audio.clock import frames_in, now_ns
from negcoach.audio.playback.cue_update import CueKey
from negcoach.audio.playback.playback import Mix, Playback
from negcoach.audio.sounds.sounds import FRAME_RATE, FRAMES_PER_MS
from negcoach.errors import NegcoachError

STOP_LATENCY_MS = 190
"""The shortest time that a stopped buffer plays on (190 to 290 ms with ALSA, measured)."""

_LATENCY_NS = 8_000_000
"""From the call to the first frame heard: 2 to 13 ms (PulseAudio null sink through ALSA, measured)."""

_SWITCH_FRAMES = 40 * FRAMES_PER_MS
"""How long a new buffer needs to be rendered and to start."""

_BUFFER_FRAMES = 60 * FRAME_RATE
_RENEW_FRAMES = 5 * FRAME_RATE
_REPORT_INTERVAL_S = 0.025
_CALL_TIMEOUT_S = 3.0


class SimpleaudioOutput:
    """Plays a score in buffers of a minute. Raises :class:`NegcoachError` when there is no device."""

    name = "simpleaudio"

    def __init__(self, playback: Playback) -> None:
        self._playback = playback
        self._lock = threading.RLock()
        self._buffer: simpleaudio.PlayObject | None = None  # None: nothing plays
        self._mix = playback.mix()
        self._start_ns = 0
        self._start_frame = 0
        self._end_frame = 0
        self._closed = threading.Event()
        self._play(bytes(2 * FRAMES_PER_MS))
        self._buffer = None
        threading.Thread(target=self._report_position, daemon=True).start()

    def start(self) -> None:
        """Play from the playback's next frame."""
        with self._lock:
            self._mix = self._playback.mix()
            asked_ns = now_ns()
            first = self._playback.first_frame(asked_ns + _LATENCY_NS)
            samples = self._mix.render(first, _BUFFER_FRAMES)
            self._start_ns = now_ns() + _LATENCY_NS
            self._start_frame = first
            self._end_frame = first + _BUFFER_FRAMES
            self._play(samples.tobytes())

    def stop(self) -> None:
        """Stop the buffer that plays."""
        with self._lock:
            if self._buffer is not None:
                self._buffer.stop()
                self._buffer = None

    def update(self) -> None:
        """Play the new cues from here on, without repeating those that the old buffer still plays."""
        with self._lock:
            mix = self._playback.mix()
            if self._buffer is None or mix == self._mix:
                return
            self._switch_to(mix, self._started_by(self._heard(now_ns())))

    def heard_frame(self) -> int | None:
        """Return the frame that is being heard, ``None`` while nothing plays."""
        with self._lock:
            return None if self._buffer is None else self._heard(now_ns())

    def close(self) -> None:
        """Stop, and report no more."""
        self._closed.set()
        self.stop()

    def _started_by(self, heard: int) -> set[CueKey]:
        """Return the cues that the present buffer will have started by the time it ends."""
        end = heard + STOP_LATENCY_MS * FRAMES_PER_MS
        return {key for key, sound in self._mix.sounds.items() if sound.start < end}

    def _switch_to(self, mix: Mix, without: Container[CueKey]) -> None:
        """Replace the buffer that plays."""
        assert self._buffer is not None
        self._buffer.stop()
        base = self._heard(now_ns())
        samples = mix.render(base, _BUFFER_FRAMES, without)
        elapsed = self._heard(now_ns() + _LATENCY_NS) - base
        self._mix = mix
        self._end_frame = base + _BUFFER_FRAMES
        self._play(samples[elapsed:].tobytes())

    def _play(self, frames: bytes) -> None:
        try:
            with _exit_on_hang():
                self._buffer = simpleaudio.play_buffer(frames, 1, 2, FRAME_RATE)
        except SimpleaudioError as error:
            raise NegcoachError(f"there is no sound device: {error}") from error

    def _report_position(self) -> None:
        """Report what is heard for as long as a buffer plays, and begin the next one in time."""
        while not self._closed.wait(_REPORT_INTERVAL_S):
            with self._lock:
                if self._buffer is None or not self._buffer.is_playing():
                    continue
                now = now_ns()
                heard = self._heard(now)
                self._playback.report(now, heard, heard + _SWITCH_FRAMES, int(_REPORT_INTERVAL_S * FRAME_RATE))
                if heard > self._end_frame - _RENEW_FRAMES:
                    self._switch_to(self._mix, self._started_by(heard))

    def _heard(self, now_ns: int) -> int:
        return max(self._start_frame, self._start_frame + frames_in(now_ns - self._start_ns))


@contextmanager
def _exit_on_hang() -> Iterator[None]:
    """End the process when a call hangs in a frozen sound server: it holds Python's lock, so nothing else can."""
    faulthandler.dump_traceback_later(_CALL_TIMEOUT_S, exit=True, file=sys.stderr)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
