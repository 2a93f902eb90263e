"""Performing a set: keys turn the score, the player sounds it, the recorder keeps its reps, and a moment is shown.

Nothing here belongs to a screen, so a set can be performed with any clock, player and folder.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from negcoach.audio.player import Player
from negcoach.coaching.session_recorder import SessionRecorder
from negcoach.errors import NegcoachError
from negcoach.training.score.events import NextMeaning
from negcoach.training.score.score import Score
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.timeline import Moment, Phase, Rep, Segment
from negcoach.training.terms import Side, StopReason

_RETRY_NS = 1_000_000_000

SCREEN_LEAD_MS = 15
"""How far ahead of the ear a moment is drawn: a terminal shows what it was sent some 10 to 20 ms later."""

KEEP_LEAD_MS = 150
"""How far ahead of its end a lowering is kept: two frames, so that it is on disk when it is seen and heard to end.

Writing takes some 10 ms, more on a slow disk; here it holds up the bar for a step, but never the call that follows.
"""


class SetRunner:
    """One set under way. ``trouble`` is one line when a rep could not be written; it is tried again each second."""

    def __init__(self, run: SetRun, player: Player, recorder: SessionRecorder, clock: Callable[[], int]) -> None:
        """Stand ready: nothing sounds and nothing moves before ``begin``."""
        self._run = run
        self._score = run.score()
        self._player = player
        self._recorder = recorder
        self._clock = clock
        self._retry_ns = 0
        self._left_ms: int | None = None
        self._kept_of: Score | None = None  # how many lowerings of which score the recorder was told of
        self._kept = 0
        self.begun = False
        self.trouble: str | None = None

    def begin(self) -> None:
        """Start the lead-in."""
        self._player.load(self._score.cues)
        self._player.start()
        self.begun = True

    def frame(self) -> Moment:
        """Return the moment that will be heard when it is drawn; the reps that it shows as ended are on disk."""
        if not self.begun:
            return self._ready()
        position_ms = self._player.position()
        if not self._score.reaches(position_ms):
            self._score = self._run.score(position_ms)
            self._player.replace(self._score.cues_from(position_ms))
        self._keep(position_ms, KEEP_LEAD_MS)
        moment = self._score.at(position_ms + SCREEN_LEAD_MS)
        if moment.finished:
            self._left_ms = self._score.end_ms
        return moment

    def drawn_ms(self) -> int:
        """Return the position that will be heard when what is drawn now is seen."""
        return self._player.position() + SCREEN_LEAD_MS

    def still_ms(self, moment: Moment) -> int | None:
        """Return how long after a moment from ``frame`` no other is due: only the bar moves, and nothing is to be kept.

        ``None`` when it is a key that ends that.
        """
        if not self.begun:
            return None
        changes_ms = self._score.changes_after(moment.position_ms)
        ends_ms = self._score.next_end_after(moment.position_ms - SCREEN_LEAD_MS + KEEP_LEAD_MS)
        due = [] if changes_ms is None else [changes_ms]
        if ends_ms is not None:
            due.append(ends_ms + SCREEN_LEAD_MS - KEEP_LEAD_MS)
        return min(due) - moment.position_ms if due else None

    def next_meaning(self, moment: Moment) -> NextMeaning:
        """Say what the *next thing* key would do at a moment from ``frame``."""
        return self._score.next_meaning(moment.position_ms) if self.begun else NextMeaning.GO_ON

    @property
    def paused(self) -> bool:
        """Whether the set stands still."""
        return self.begun and self._score.paused

    def next_thing(self) -> None:
        """Take the *next thing* key: begin, bottom reached, lift done, go on."""
        if not self.begun:
            self.begin()
        elif self.paused:
            self.resume()
        else:
            self._turn(self._run.press(self._player.position(), self._player.earliest()))

    def take_back(self) -> None:
        """Take the last rep back."""
        if self.begun:
            self._turn(self._run.take_back(self._player.position()))

    def take_back_afterwards(self) -> None:
        """Take the last rep of a set that is over back: nothing sounds, and no other rep is given for it."""
        run, end_ms = self._run, self._score.end_ms
        while end_ms is not None and run.events and run.events[-1].effect_ms >= end_ms:
            run = replace(run, events=run.events[:-1])  # it only cut the closing words short
        end_ms = run.score().end_ms
        if end_ms is None:
            return
        self._left_ms = end_ms - 1  # the set's last moment: at its end nothing can happen any more
        self._run = run.take_back(self._left_ms)
        self._score = self._run.score()
        self.settle()

    def settle(self) -> None:
        """Keep what was lowered up to now, even if that failed a moment ago; ``trouble`` says when it fails again."""
        self._retry_ns = 0
        self._keep(self._position_ms())

    def switch_side(self) -> None:
        """Change sides in an open set of a one-sided exercise."""
        if self.begun and not self.paused:
            self._turn(self._run.switch_side(self._player.position(), self._player.earliest()))

    def pause(self) -> None:
        """Be silent at once and stand still."""
        if not self.begun or self.paused or self.frame().phase in (Phase.RACK, Phase.DONE):
            return
        self._run = self._run.pause(self._player.stop())
        self._score = self._run.score()
        paused_ms = self._run.paused_at or 0
        self._player.load(self._score.cues_from(paused_ms), paused_ms)
        self.frame()

    def resume(self) -> None:
        """Go on after a pause."""
        paused_ms = self._run.paused_at
        if not self.begun or paused_ms is None:
            return
        self._run = self._run.resume()
        self._score = self._run.score()
        self._player.load(self._score.cues_from(paused_ms), paused_ms)
        self._player.start()

    def stop(self, reason: StopReason) -> None:
        """End the set now: "rack it" is called."""
        if not self.begun:
            return
        paused_ms = self._run.paused_at
        if paused_ms is not None:
            self._run = self._run.stop(paused_ms, paused_ms, reason)
            self._score = self._run.score()
            self._player.load(self._score.cues_from(paused_ms), paused_ms)
            self._player.start()
        else:
            self._turn(self._run.stop(self._player.position(), self._player.earliest(), reason))

    def leave(self, reason: StopReason) -> None:
        """End the set without another sound."""
        if not self.begun:
            return
        position_ms = self._player.stop()
        if self._score.at(position_ms).stop is None:
            self._run = self._run.stop(position_ms, position_ms, reason)
            self._score = self._run.score()
        self._left_ms = position_ms
        self.settle()

    @property
    def score(self) -> Score:
        """The score as it stands."""
        return self._score

    @property
    def counted_reps(self) -> tuple[Rep, ...]:
        """The reps that count so far, on both sides."""
        kept = self._score.ended_by(self._position_ms())
        return tuple(one.rep for one in kept if one.taken_back_ms is None)

    @property
    def stop_reason(self) -> StopReason:
        """Why the set ended, or that the lifter called it off while it still went on."""
        stopped = self._score.stop is not None and self._score.stop_from_ms <= self._position_ms()
        return self._score.stop if stopped and self._score.stop else StopReason.LIFTERS_CALL

    def _position_ms(self) -> int:
        """Return where the set stands; once it is over the player may be playing something else."""
        if self._left_ms is not None:
            return self._left_ms
        position_ms = self._player.position()
        end_ms = self._score.end_ms
        return position_ms if end_ms is None or position_ms < end_ms else end_ms

    def _turn(self, turned: SetRun) -> None:
        """Take the new run, if the key meant anything, and give its cues to the player before anything else."""
        if turned is self._run:
            return
        self._run = turned
        position_ms = self._player.position()
        self._score = turned.score(position_ms)
        self._player.replace(self._score.cues_from(position_ms))

    def _keep(self, position_ms: int, lead_ms: int = 0) -> None:
        if self.trouble is not None and self._clock() < self._retry_ns:
            return
        kept = self._score.ended_by(position_ms + lead_ms)
        if self.trouble is None and self._score is self._kept_of and len(kept) == self._kept:
            return
        try:
            self._recorder.keep(kept, position_ms)
        except NegcoachError as error:
            self.trouble = str(error)
            self._retry_ns = self._clock() + _RETRY_NS
        else:
            self.trouble = None
            self._kept_of, self._kept = self._score, len(kept)

    def _ready(self) -> Moment:
        sided = self._run.prescription.exercise.unilateral
        waiting = Segment(Phase.READY, 0, None, None, rep=1, side=Side.LEFT if sided else None)
        following = self._score.segments[:2]
        return Moment(0, waiting, None, (), self._score.target_reps, following, None, False)
