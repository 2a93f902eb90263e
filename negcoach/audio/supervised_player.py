"""A player that always keeps time: it supervises a sound process, and goes on by the clock alone without one.

The position is extrapolated from an anchor, a frame and the time at which it was heard. Each report from the process
sets a new anchor. When reports stop, the position runs on from the last one, and a new process is started to follow it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from negcoach.audio.clock import NS_PER_MS, NS_PER_S, frames_in, now_ns
from negcoach.audio.pipe import ChildLink, Launch, Link, Message
from negcoach.audio.playback.playback import SWITCH_FRAMES
from negcoach.audio.queue import BLOCK_MS, Queue
from negcoach.audio.rescue import due_rescue
from negcoach.audio.sounds.sounds import FRAME_RATE, FRAMES_PER_MS
from negcoach.training.score.timeline import Cue, RescueCall

REPORT_TIMEOUT_NS = 600 * NS_PER_MS
"""The sound is lost when a playing process does not report for this long after a block should have been heard."""

OPEN_TIMEOUT_NS = 3_000 * NS_PER_MS
"""A process that has not opened the device after this long is stuck (frozen sound server)."""

SUSPENDED_NS = 100 * NS_PER_MS
"""When ``watch`` is called later than due by this much, this program was stopped, not the sound."""

_CLOSE_WATCH_NS = 100 * NS_PER_MS
"""How often to watch while something may go wrong: no answer yet, or no report for a while."""

_IDLE_WATCH_NS = 1_000 * NS_PER_MS
"""How often to watch while nothing can go wrong."""

_RETRY_DELAYS_NS = tuple(ms * NS_PER_MS for ms in (0, 300, 700, 1_500, 3_000, 6_000))
"""How long to wait before each attempt to start a process; the last delay is used from then on."""

_START_LATENCY_NS = 25 * NS_PER_MS
"""Estimated time from start to the first frame heard, used until the first report."""

_TRANSIT_NS = 4 * NS_PER_MS
"""How long a message takes to reach the playback, with a margin."""

_BY_SIGHT = "the count goes on by sight"


@dataclass(slots=True)
class _Anchor:
    """A known position: ``frame`` is heard at ``at_ns``, and 48 frames more each millisecond."""

    at_ns: int
    frame: int
    reported: bool = False

    def frame_at(self, now_ns: int) -> int:
        return self.frame + frames_in(now_ns - self.at_ns)


class SupervisedPlayer:
    """A :class:`~negcoach.audio.player.Player` on a sound process that may be slow, hang, be killed or never start.

    ``watch`` starts the process and notices its loss. It must be called again after the time it returns, and when
    ``wake_event`` is set (see :class:`Watchdog`). Tests pass in ``launch`` and ``clock``.
    """

    def __init__(
        self,
        engine: str,
        pack: str,
        volume: int,
        offset_ms: int,
        clock: Callable[[], int] = now_ns,
        launch: Launch = ChildLink,
        own: Path | None = None,
    ) -> None:
        self._requested_engine = engine
        self._pack = pack
        self._own = own
        self._volume = volume
        self._muted = False
        self._offset = offset_ms * FRAMES_PER_MS
        self._clock = clock
        self._launch = launch
        self._lock = threading.RLock()

        self._cues: tuple[Cue, ...] = ()
        self._rescue: tuple[RescueCall, ...] = ()
        self._at_ms = 0
        self._anchor: _Anchor | None = None  # None: it is stopped
        self._start_id = 0

        self._link: Link | None = None
        self._engine: str | None = None  # None: the process is not ready
        self._switch = SWITCH_FRAMES
        self._block = BLOCK_MS * FRAMES_PER_MS  # until it reports
        self._queue: Queue | None = None
        self._silent_since_ns = 0  # the last message from the process, or since when one is awaited
        self._seen_overdue = False  # once: on a busy machine the messages may be waiting for the thread that reads them

        self._lost: bool | None = None  # None: not known yet
        self._failures = 0
        self._next_try_ns: int | None = clock()
        self._next_watch_ns = clock()
        self.wake_event = threading.Event()
        """Set when ``watch`` is due sooner than it said."""
        self._notice: str | None = None
        self._closed = False

    @property
    def engine(self) -> str:
        """The engine in use now: the process's once it is ready, ``silent`` without one."""
        with self._lock:
            return self._engine if self._engine is not None and not self._lost else "silent"

    @property
    def queue(self) -> Queue | None:
        """What the device has taken so far; ``None`` before it has played, and for an engine of whole buffers."""
        with self._lock:
            return self._queue

    def load(self, cues: Sequence[Cue], at_ms: int = 0, rescue: Sequence[RescueCall] = ()) -> None:
        """Take a new score, stopped at ``at_ms``, and what is to be heard if the program dies while it is played."""
        with self._lock:
            self._anchor = None
            self._cues, self._rescue = tuple(cues), tuple(rescue)
            self._at_ms = at_ms
            self._send(self._load_message())

    def start(self) -> None:
        """Run from the present position (nothing changes when it already runs)."""
        with self._lock:
            if self._anchor is not None:
                return
            self._start_id += 1
            now = self._silent_since_ns = self._clock()
            frame = self._at_ms * FRAMES_PER_MS
            self._anchor = _Anchor(now + (_START_LATENCY_NS if self._engine else 0), frame)
            self.wake_event.set()
            self._send({"command": "start", "start_id": self._start_id, "frame": frame})

    def replace(self, cues: Sequence[Cue], rescue: Sequence[RescueCall] = ()) -> None:
        """Take the cues and the rescue calls of the same score again, changed by a key."""
        with self._lock:
            self._cues, self._rescue = tuple(cues), tuple(rescue)
            self._send({"command": "update", **self._score_message()})

    def stop(self) -> int:
        """Be silent at once and stop; return the position that was being heard (ms)."""
        with self._lock:
            self._send({"command": "stop"})
            self._at_ms = self.position()
            self._anchor = None
            return self._at_ms

    def position(self) -> int:
        """The position being heard (ms)."""
        with self._lock:
            if self._anchor is not None:
                heard = (self._anchor.frame_at(self._clock()) - self._offset) // FRAMES_PER_MS
                self._at_ms = max(self._at_ms, heard)
            return self._at_ms

    def earliest(self) -> int:
        """The first position (ms) at which a sound that is sent now can still begin exactly."""
        with self._lock:
            if self._anchor is None or self.engine == "silent":
                return self.position()
            heard = self._anchor.frame_at(self._clock() + _TRANSIT_NS)
            return max(self.position(), -(-(heard + self._switch) // FRAMES_PER_MS))

    def heard_ns(self) -> int | None:
        """The time (monotonic ns) until which the sound is known to be heard; ``None`` while nothing is."""
        with self._lock:
            if self._anchor is None or not self._anchor.reported or self.engine == "silent":
                return None
            return self._anchor.at_ns

    def set_volume(self, percent: int) -> None:
        """Set the loudness, 0 to 100 percent."""
        with self._lock:
            self._volume = percent
            self._send(self._sound_message())

    def mute(self, muted: bool) -> None:
        """Make the cues silent but for those that free the lifter, or heard again; the time runs on."""
        with self._lock:
            if muted is not self._muted:
                self._muted = muted
                self._send({"command": "update", **self._score_message()})

    def use_pack(self, pack: str, own: Path | None = None) -> None:
        """Use the sounds of another pack, and the lifter's own."""
        with self._lock:
            self._pack, self._own = pack, own
            self._send(self._sound_message())

    def notice(self) -> str | None:
        """Return one line about sound lost or regained, once."""
        with self._lock:
            line, self._notice = self._notice, None
            return line

    def close(self) -> None:
        """End the process, within a second whatever state it is in.

        Who is left under the load is called for first: then it ends by itself some seconds later.
        """
        with self._lock:
            self._closed = True
            self._next_try_ns = None
            link, self._link, self._engine = self._link, None, None
            frame = None if self._anchor is None else self._anchor.frame_at(self._clock())
            is_left = frame is not None and due_rescue(self._rescue, frame // FRAMES_PER_MS) is not None
        self.wake_event.set()
        if link is not None and is_left:
            link.leave()
        elif link is not None:
            link.close()

    def watch(self) -> float | None:
        """Start a process when one is due, and give up one that does not answer.

        Return after how many seconds to call again; ``None`` once closed.
        """
        with self._lock:
            now = self._clock()
            if now - self._next_watch_ns > SUSPENDED_NS:  # reports may be waiting to be read
                self._silent_since_ns = now
            if self._link is not None and self._overdue(now):
                if self._seen_overdue:
                    self._lose(self._link, "the sound server does not answer")
                self._seen_overdue = not self._seen_overdue
            if self._link is not None or self._next_try_ns is None or now < self._next_try_ns:
                return self._schedule_watch(now)
            self._next_try_ns = None
        try:
            link = self._launch(self._requested_engine, self._on_message, self._on_gone)
        except OSError as error:
            with self._lock:
                self._record_failure(f"the sound process does not start: {error.strerror or error}")
        else:
            self._adopt(link)
        with self._lock:
            return self._schedule_watch(self._clock())

    def _schedule_watch(self, now: int) -> float | None:
        """Compute when to watch next, and return the seconds until then (``None`` once closed)."""
        if self._closed:
            return None
        self._next_watch_ns = now + _IDLE_WATCH_NS
        if self._link is None:
            if self._next_try_ns is not None:
                self._next_watch_ns = max(now, self._next_try_ns)
        elif self._engine is None:
            self._next_watch_ns = now + _CLOSE_WATCH_NS
        elif self._anchor is not None:  # seldom while reports come, closely before they are overdue
            close_watch_ns = self._silent_since_ns + self._report_timeout_ns() - 2 * _CLOSE_WATCH_NS
            self._next_watch_ns = max(now, close_watch_ns) + _CLOSE_WATCH_NS
        return (self._next_watch_ns - now) / NS_PER_S

    def _adopt(self, link: Link) -> None:
        with self._lock:
            if not self._closed:
                self._link = link
                self._silent_since_ns = self._clock()
                link.listen()
                return
        link.close()

    def _overdue(self, now: int) -> bool:
        silent_for = now - self._silent_since_ns
        if self._engine is None:
            return silent_for > OPEN_TIMEOUT_NS
        return self._anchor is not None and silent_for > self._report_timeout_ns()

    def _report_timeout_ns(self) -> int:
        return REPORT_TIMEOUT_NS + self._block * NS_PER_S // FRAME_RATE

    def _on_message(self, link: Link, message: Message) -> None:
        """Handle a message from the process; called by the link's reading thread."""
        with self._lock:
            if link is not self._link:
                return
            self._seen_overdue = False
            match message["reply"]:
                case "ready":
                    self._synchronise(message["engine"])
                case "heard":
                    self._follow_report(message)
                case "failed":
                    self._link = None
                    self._record_failure(message["why"], final=message["final"])

    def _synchronise(self, engine: str) -> None:
        """Send the sounds, the cues and the position to a process that has become ready."""
        self._engine = engine
        self._queue = None
        now = self._silent_since_ns = self._clock()
        self._send(self._sound_message())
        self._send(self._load_message())
        if self._anchor is None:
            self._record_success()
            return
        self._start_id += 1
        self._send({"command": "start", "start_id": self._start_id, "frame": self._anchor.frame_at(now), "due_ns": now})

    def _follow_report(self, message: Message) -> None:
        self._silent_since_ns = self._clock()
        if self._anchor is None or message["start_id"] != self._start_id:
            return
        self._anchor = _Anchor(message["at_ns"], message["frame"], reported=True)
        self._switch, self._block = message["switch"], message["block"]
        if message["queued"]:
            longest_ms = max(message["queued"] // FRAMES_PER_MS, self._queue.ms if self._queue is not None else 0)
            self._queue = Queue(self._block // FRAMES_PER_MS, longest_ms)
        self._record_success()

    def _record_success(self) -> None:
        if self._lost:
            self._notice = "Sound is back."
        self._lost = False
        self._failures = 0

    def _on_gone(self, link: Link) -> None:
        with self._lock:
            if link is self._link:
                self._lose(link, "the sound process ended")

    def _lose(self, link: Link, why: str) -> None:
        """Go on without this process: the position runs on from the last anchor."""
        link.kill()
        self._link = None
        was_ready = self._engine is not None
        self._engine = None
        if was_ready and self._anchor is None and not self._failures:
            self._failures = 1
            self._next_try_ns = self._clock()  # nothing was playing: no need for a notice yet
            self.wake_event.set()
            return
        self._record_failure(why)

    def _record_failure(self, why: str, final: bool = False) -> None:
        if self._lost is None:
            self._notice = f"No sound, {_BY_SIGHT}: {why}."
        elif not self._lost:
            self._notice = f"Sound lost: {_BY_SIGHT}."
        self._lost = True
        self._engine = None
        delay = _RETRY_DELAYS_NS[min(self._failures, len(_RETRY_DELAYS_NS) - 1)]
        self._failures += 1
        self._next_try_ns = None if final or self._closed else self._clock() + delay
        self.wake_event.set()

    def _send(self, message: Message) -> None:
        if self._link is not None and self._engine is not None:
            self._link.send(message)

    def _sound_message(self) -> Message:
        own = None if self._own is None else str(self._own)
        return {"command": "set_sound", "pack": self._pack, "own": own, "volume": self._volume}

    def _load_message(self) -> Message:
        return {"command": "load", **self._score_message()}

    def _score_message(self) -> Message:
        return {
            "cues": _cue_rows([cue for cue in self._cues if cue.aloud] if self._muted else self._cues),
            "rescue": [(one.start_ms, one.end_ms, one.sound) for one in self._rescue],
        }


class Watchdog:
    """A thread that calls a player's ``watch`` until the player is closed."""

    def __init__(self, player: SupervisedPlayer) -> None:
        self._player = player
        self._thread = threading.Thread(target=self._run, daemon=True, name="sound-watch")

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def _run(self) -> None:
        wake_event = self._player.wake_event
        while (seconds := self._player.watch()) is not None:
            wake_event.wait(seconds)
            wake_event.clear()


def _cue_rows(cues: Sequence[Cue]) -> list[tuple[int, str, int | None]]:
    return [(cue.at_ms, cue.sound, cue.until_ms) for cue in cues]
