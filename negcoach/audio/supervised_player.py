"""The player that always keeps time: with sound while a process gives it, by the clock alone when none does.

The position is a straight line through (time, frame). A process that plays sets the line anew with each report;
when its reports stay away, the line simply goes on, and a new process is started to follow that line.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from negcoach.audio.clock import NS_PER_MS, NS_PER_S, frames_in, now_ns
from negcoach.audio.pipe import ChildLink, Launch, Link, Message
from negcoach.audio.playback import following_at
from negcoach.audio.sounds import FRAMES_PER_MS
from negcoach.audio.track import FADE_FRAMES
from negcoach.training.score.timeline import Cue

SILENT_FOR_NS = 600 * NS_PER_MS
"""Without a report for so long while it should play, the sound is lost: for half a second no block was taken."""

OPENING_NS = 3_000 * NS_PER_MS
"""A process that cannot open the device for so long is stuck (frozen sound server)."""

ASLEEP_NS = 100 * NS_PER_MS
"""Watched so much later than it was time to: it was this program that stood still, not the sound."""

_WATCH_NS = 100 * NS_PER_MS
"""How often it is watched while something may go wrong: no answer yet, or no report for a while."""

_IDLE_NS = 1_000 * NS_PER_MS
"""How often it is watched while nothing can."""

_PAUSES_NS = tuple(ms * NS_PER_MS for ms in (0, 300, 700, 1_500, 3_000, 6_000))
"""How long to wait before each new try; the last one from then on."""

_START_NS = 25 * NS_PER_MS
"""From start to the first frame heard, until the first report knows better."""

_ON_THE_WAY_NS = 4 * NS_PER_MS
"""What a message needs from here to the stage, with a margin."""

_USUAL_BLOCK = 25 * FRAMES_PER_MS

_BY_SIGHT = "the count goes on by sight"


@dataclass(slots=True)
class _Line:
    """Where the score is: ``frame`` at ``at_ns``, and 48 frames more each millisecond."""

    at_ns: int
    frame: int

    def at(self, now_ns: int) -> int:
        return self.frame + frames_in(now_ns - self.at_ns)


class GuardedPlayer:
    """A :class:`~negcoach.audio.player.Player` on a process that may be slow, stuck, killed or impossible.

    ``watch`` must be called when it says, and when ``stirred`` is set (see :class:`Watchdog`): it starts the processes
    and notices their loss. ``launch`` and ``clock`` are handed in.
    """

    def __init__(
        self,
        engine: str,
        pack: str,
        volume: int,
        offset_ms: int,
        clock: Callable[[], int] = now_ns,
        launch: Launch = ChildLink,
    ) -> None:
        self._wanted = engine
        self._pack = pack
        self._volume = volume
        self._muted = False
        self._offset = offset_ms * FRAMES_PER_MS
        self._clock = clock
        self._launch = launch
        self._lock = threading.RLock()

        self._cues: tuple[Cue, ...] = ()
        self._at_ms = 0
        self._line: _Line | None = None  # None: it stands
        self._run = 0

        self._link: Link | None = None
        self._engine: str | None = None  # None: the process is not ready
        self._following = 0
        self._block = _USUAL_BLOCK
        self._heard_run = 0
        self._sign_of_life_ns = 0

        self._lost: bool | None = None  # None: not known yet
        self._failures = 0
        self._next_try_ns: int | None = clock()
        self._watch_ns = clock()  # when to watch again
        self.stirred = threading.Event()
        """Set when ``watch`` is due sooner than it said."""
        self._notice: str | None = None
        self._closed = False

    @property
    def engine(self) -> str:
        """What is really in use now: the process's engine once it is ready, ``silent`` while there is none."""
        with self._lock:
            return self._engine if self._engine is not None and not self._lost else "silent"

    def load(self, cues: Sequence[Cue], at_ms: int = 0) -> None:
        """Take a new score, standing still at ``at_ms``."""
        with self._lock:
            self._line = None
            self._cues = tuple(cues)
            self._at_ms = at_ms
            self._tell(self._load_message())

    def start(self) -> None:
        """Run from the present position (nothing changes when it already runs)."""
        with self._lock:
            if self._line is not None:
                return
            self._run += 1
            now = self._sign_of_life_ns = self._clock()
            frame = self._at_ms * FRAMES_PER_MS
            self._line = _Line(now + (_START_NS if self._engine else 0), frame)
            self.stirred.set()
            self._tell({"do": "start", "run": self._run, "frame": frame})

    def replace(self, cues: Sequence[Cue]) -> None:
        """Take the same score again, turned by a key."""
        with self._lock:
            self._cues = tuple(cues)
            self._tell({"do": "turn", "cues": _rows(self._cues)})

    def stop(self) -> int:
        """Be silent at once and stand still; returns the position that was being heard (ms)."""
        with self._lock:
            self._tell({"do": "stop"})
            self._at_ms = self.position()
            self._line = None
            return self._at_ms

    def position(self) -> int:
        """The position being heard (ms)."""
        with self._lock:
            if self._line is not None:
                heard = (self._line.at(self._clock()) - self._offset) // FRAMES_PER_MS
                self._at_ms = max(self._at_ms, heard)
            return self._at_ms

    def earliest(self) -> int:
        """The first position (ms) at which a sound that is sent now can still begin exactly."""
        with self._lock:
            if self._line is None or self.engine == "silent":
                return self.position()
            reached = self._line.at(self._clock() + _ON_THE_WAY_NS)
            if self._heard_run != self._run:
                following = reached + 2 * self._block
            else:
                following = following_at(self._following, self._block, reached)
            # A sound that is cut there has its fade before it, and that must still be to come.
            return max(self.position(), -(-(following + FADE_FRAMES) // FRAMES_PER_MS))

    def volume(self, percent: int) -> None:
        """Set the loudness, 0 to 100 per cent."""
        with self._lock:
            self._volume = percent
            self._tell(self._dress_message())

    def mute(self, muted: bool) -> None:
        """Make the cues silent, or heard again; the time runs on."""
        with self._lock:
            self._muted = muted
            self._tell(self._dress_message())

    def use_pack(self, pack: str) -> None:
        """Take the sounds of another pack."""
        with self._lock:
            self._pack = pack
            self._tell(self._dress_message())

    def notice(self) -> str | None:
        """One line about sound lost or regained, once."""
        with self._lock:
            line, self._notice = self._notice, None
            return line

    def close(self) -> None:
        """End the process; within a second, whatever state it is in."""
        with self._lock:
            self._closed = True
            self._next_try_ns = None
            link, self._link, self._engine = self._link, None, None
        self.stirred.set()
        if link is not None:
            link.close()

    def watch(self) -> float | None:
        """Start a process when one is due; give up one that gives no sign of life.

        Returns how many seconds there is nothing to watch; ``None`` once closed.
        """
        with self._lock:
            now = self._clock()
            if now - self._watch_ns > ASLEEP_NS:  # this process was stopped: reports may be waiting to be read
                self._sign_of_life_ns = now
            if self._link is not None and self._overdue(now):
                self._lose(self._link, "the sound server does not answer")
            if self._link is not None or self._next_try_ns is None or now < self._next_try_ns:
                return self._rest_s(now)
            self._next_try_ns = None
        try:
            link = self._launch(self._wanted, self._on_message, self._on_gone)
        except OSError as error:
            with self._lock:
                self._failed(f"the sound process does not start: {error.strerror or error}")
        else:
            self._adopt(link)
        with self._lock:
            return self._rest_s(self._clock())

    def _rest_s(self, now: int) -> float | None:
        """Return how long there is nothing to watch (see ``watch``), and remember it."""
        if self._closed:
            return None
        self._watch_ns = now + _IDLE_NS
        if self._link is None:
            if self._next_try_ns is not None:
                self._watch_ns = max(now, self._next_try_ns)
        elif self._engine is None:
            self._watch_ns = now + _WATCH_NS
        elif self._line is not None:  # reports come; if they stop, it is watched closely before they are overdue
            self._watch_ns = max(now, self._sign_of_life_ns + SILENT_FOR_NS - 2 * _WATCH_NS) + _WATCH_NS
        return (self._watch_ns - now) / NS_PER_S

    def _adopt(self, link: Link) -> None:
        with self._lock:
            if not self._closed:
                self._link = link
                self._sign_of_life_ns = self._clock()
                link.listen()
                return
        link.close()

    def _overdue(self, now: int) -> bool:
        silent_for = now - self._sign_of_life_ns
        if self._engine is None:
            return silent_for > OPENING_NS
        return self._line is not None and silent_for > SILENT_FOR_NS

    def _on_message(self, link: Link, message: Message) -> None:
        """Called by the link's reading thread."""
        with self._lock:
            if link is not self._link:
                return
            match message["say"]:
                case "ready":
                    self._bring_up(message["engine"])
                case "heard":
                    self._hear(message)
                case "failed":
                    self._link = None
                    self._failed(message["why"], final=message["final"])

    def _bring_up(self, engine: str) -> None:
        """Tell a process that is ready where the score is."""
        self._engine = engine
        now = self._sign_of_life_ns = self._clock()
        self._tell(self._dress_message())
        self._tell(self._load_message())
        if self._line is None:
            self._regained()
            return
        self._run += 1
        self._tell({"do": "start", "run": self._run, "frame": self._line.at(now), "due_ns": now})

    def _hear(self, message: Message) -> None:
        self._sign_of_life_ns = self._clock()
        if self._line is None or message["run"] != self._run:
            return
        self._heard_run = self._run
        self._line = _Line(message["at_ns"], message["frame"])
        self._following = message["following"]
        self._block = message["block"]
        self._regained()

    def _regained(self) -> None:
        if self._lost:
            self._notice = "Sound is back."
        self._lost = False
        self._failures = 0

    def _on_gone(self, link: Link) -> None:
        with self._lock:
            if link is self._link:
                self._lose(link, "the sound process ended")

    def _lose(self, link: Link, why: str) -> None:
        """Go on without it: the line stays as it is."""
        link.kill()
        self._link = None
        was_ready = self._engine is not None
        self._engine = None
        if was_ready and self._line is None and not self._failures:
            self._failures = 1
            self._next_try_ns = self._clock()  # nobody was listening: no need to speak of it yet
            self.stirred.set()
            return
        self._failed(why)

    def _failed(self, why: str, final: bool = False) -> None:
        if self._lost is None:
            self._notice = f"No sound: {why}; {_BY_SIGHT}."
        elif not self._lost:
            self._notice = f"Sound lost: {_BY_SIGHT}."
        self._lost = True
        self._engine = None
        pause = _PAUSES_NS[min(self._failures, len(_PAUSES_NS) - 1)]
        self._failures += 1
        self._next_try_ns = None if final or self._closed else self._clock() + pause
        self.stirred.set()

    def _tell(self, message: Message) -> None:
        if self._link is not None and self._engine is not None:
            self._link.send(message)

    def _dress_message(self) -> Message:
        return {"do": "dress", "pack": self._pack, "volume": 0 if self._muted else self._volume}

    def _load_message(self) -> Message:
        return {"do": "load", "cues": _rows(self._cues)}


class Watchdog:
    """Calls ``watch`` from a thread of its own, until the player is closed."""

    def __init__(self, player: GuardedPlayer) -> None:
        self._player = player
        self._thread = threading.Thread(target=self._patrol, daemon=True, name="sound-watch")

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def _patrol(self) -> None:
        stirred = self._player.stirred
        while (rest_s := self._player.watch()) is not None:
            stirred.wait(rest_s)
            stirred.clear()


def _rows(cues: Sequence[Cue]) -> list[tuple[int, str, int | None]]:
    return [(cue.at_ms, cue.sound, cue.until_ms) for cue in cues]
