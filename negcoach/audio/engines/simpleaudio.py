"""The engine for those who choose it: simpleaudio plays whole pre-rendered buffers.

It has no position, so the monotonic clock tells it; it cannot be silent at once, since what it stops still plays
for about a quarter of a second (:data:`STILL_PLAYS_MS`); and it does not notice a frozen sound server.
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
from negcoach.audio.cue_update import Key
from negcoach.audio.playback import Script, Stage
from negcoach.audio.sounds import FRAME_RATE, FRAMES_PER_MS
from negcoach.errors import NegcoachError

STILL_PLAYS_MS = 190
"""What a stopped buffer plays at least before it ends (190 to 290 ms with ALSA, measured)."""

_LATENCY_NS = 8_000_000
"""From the call to its first frame: 2 to 13 ms (PulseAudio null sink through ALSA, measured)."""

_AHEAD_FRAMES = 40 * FRAMES_PER_MS
"""A new buffer needs this long to be rendered and to start."""

_WINDOW_FRAMES = 60 * FRAME_RATE
_RENEW_FRAMES = 5 * FRAME_RATE
_REPORT_S = 0.025
_STUCK_S = 3.0


class SimpleaudioOutput:
    """Plays a stage in windows of a minute. Raises :class:`NegcoachError` when there is no device."""

    name = "simpleaudio"

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._lock = threading.RLock()
        self._playing: simpleaudio.PlayObject | None = None
        self._given = stage.script()
        self._began_ns = 0
        self._began = 0
        self._until = 0
        self._closed = threading.Event()
        self._play(bytes(2 * FRAMES_PER_MS))
        self._playing = None
        threading.Thread(target=self._tick, daemon=True).start()

    def start(self) -> None:
        """Play from where the stage stands."""
        with self._lock:
            self._given = self._stage.script()
            asked_ns = now_ns()
            first = self._stage.begin(asked_ns + _LATENCY_NS)
            samples = self._given.render(first, _WINDOW_FRAMES)
            self._began_ns = now_ns() + _LATENCY_NS
            self._began = first
            self._until = first + _WINDOW_FRAMES
            self._play(samples.tobytes())

    def stop(self) -> None:
        """Let what plays end."""
        with self._lock:
            if self._playing is not None:
                self._playing.stop()
                self._playing = None

    def turned(self) -> None:
        """Play the new score from here on; what the old buffer still plays is not repeated."""
        with self._lock:
            script = self._stage.script()
            if self._playing is None or script == self._given:
                return
            horizon = self._heard(now_ns()) + STILL_PLAYS_MS * FRAMES_PER_MS
            self._change_to(script, {key for key, p in self._given.placed.items() if p.start < horizon})

    def close(self) -> None:
        """Play no more."""
        self._closed.set()
        self.stop()

    def _change_to(self, script: Script, without: Container[Key]) -> None:
        assert self._playing is not None
        self._playing.stop()
        base = self._heard(now_ns())
        samples = script.render(base, _WINDOW_FRAMES, without)
        gone = self._heard(now_ns() + _LATENCY_NS) - base
        self._given = script
        self._until = base + _WINDOW_FRAMES
        self._play(samples[gone:].tobytes())

    def _play(self, frames: bytes) -> None:
        try:
            with _not_for_ever():
                self._playing = simpleaudio.play_buffer(frames, 1, 2, FRAME_RATE)
        except SimpleaudioError as error:
            raise NegcoachError(f"there is no sound device: {error}") from error

    def _tick(self) -> None:
        """Say what is heard, for as long as the buffer plays; begin the next one in time."""
        while not self._closed.wait(_REPORT_S):
            with self._lock:
                if self._playing is None or not self._playing.is_playing():
                    continue
                now = now_ns()
                heard = self._heard(now)
                self._stage.note(now, heard, heard + _AHEAD_FRAMES, int(_REPORT_S * FRAME_RATE))
                if heard > self._until - _RENEW_FRAMES:
                    horizon = heard + STILL_PLAYS_MS * FRAMES_PER_MS
                    begun = {key for key, p in self._given.placed.items() if p.start < horizon}
                    self._change_to(self._given, begun)

    def _heard(self, now_ns: int) -> int:
        return max(self._began, self._began + frames_in(now_ns - self._began_ns))


@contextmanager
def _not_for_ever() -> Iterator[None]:
    """End the process when a call hangs in a frozen sound server: it holds Python's lock, so only this can."""
    faulthandler.dump_traceback_later(_STUCK_S, exit=True, file=sys.stderr)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
