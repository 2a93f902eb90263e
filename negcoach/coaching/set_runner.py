"""Running a set: keys change its score, the player plays it, the recorder stores its reps, and a screen shows a moment.

Nothing here depends on a screen, so a set can be run with any clock, player and folder.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Protocol

from negcoach.audio.player import Player
from negcoach.audio.rescue import due_rescue
from negcoach.coaching.standstill import StandstillWatch
from negcoach.formatting import target_time_text
from negcoach.training.advice.next_set import EndedSet
from negcoach.training.progress.adherence import adherence_of
from negcoach.training.progress.pain import NOT_SAID, PainLevels
from negcoach.training.score.events import NextMeaning
from negcoach.training.score.score import EndedRep
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.timeline import OVER, Moment, Phase, Rep
from negcoach.training.terms import StopReason

SCREEN_LEAD_MS = 15
"""How far ahead of the ear a moment is drawn: a terminal shows what it was sent some 10 to 20 ms later."""

CALL_S = 1.0
"""How long the call that frees the lifter is heard at most (seconds); no sound of a pack is longer."""

RECORD_LEAD_MS = 150
"""How far ahead of its end a rep is recorded: two frames, so that it is on disk when it is seen and heard to end.

Writing takes some 10 ms, more on a slow disk; here it delays the bar by a step, but never the call that follows.
"""

_LOOK_MS = 50
"""How soon it is looked again whether a rep that waits for a slow disk is on it."""


@dataclass(frozen=True, slots=True)
class SetOutcome:
    """The outcome of a set: the reps that count, why it ended, its effort (CR10, ``None`` until rated), its load.

    ``pain`` is how much it hurt, as far as that was said. ``deleted`` is whether it was deleted in the
    history: then only that it hurt counts.
    """

    number: int
    reps: tuple[Rep, ...]
    stop: StopReason
    rpe: float | None = None
    load_kg: float = 0.0
    deleted: bool = False
    pain: PainLevels = NOT_SAID

    @property
    def counts(self) -> bool:
        """Whether it is a set of the session: something was lowered in it, or it hurt."""
        return bool(self.reps) or self.stop is StopReason.PAIN

    @property
    def ended(self) -> EndedSet:
        """How it ended, for the advice on the next one."""
        pain = self.pain.worst
        if self.stop is StopReason.PAIN and self.reps:
            pain = self.pain.at_stop(self.reps[-1].side)
        return EndedSet(self.stop, tuple(rep.adherence for rep in self.reps), pain)

    @property
    def tension_ms(self) -> int:
        """Time under tension: measured lowerings as measured, the others as prescribed."""
        return sum(rep.target_ms if rep.measured_ms is None else rep.measured_ms for rep in self.reps)

    @property
    def adherence(self) -> float | None:
        """Measured / prescribed lowering time of the measured reps, ``None`` when none was measured."""
        measured = [rep for rep in self.reps if rep.measured_ms is not None]
        return adherence_of(sum(rep.measured_ms or 0 for rep in measured), sum(rep.target_ms for rep in measured))

    def target_time_text(self, *, counts: bool) -> str:
        """Return how its lowerings took their time, in words; how long they were held unless the tempo ``counts``."""
        held_ms = [rep.measured_ms for rep in self.reps if rep.measured_ms is not None and not counts]
        return target_time_text(self.adherence if counts else None, held_ms)


class RepRecorder(Protocol):
    """Records a set's reps as they end, as the recorder of a session does."""

    def begin_set(self) -> None:
        """Note that the set begins now."""

    def record(self, reps: tuple[EndedRep, ...], position_ms: int, stop: StopReason | None = None) -> None:
        """Take the set's reps so far, and why it is ending, once that is known."""

    def retry_when_due(self) -> None:
        """Retry the writes that failed."""

    @property
    def awaited(self) -> frozenset[int]:
        """The ordinals of the set's reps that will be on disk in a moment."""


class SetRunner:
    """One set, from its first key to its outcome; nothing sounds and nothing moves before ``begin``."""

    def __init__(self, run: SetRun, player: Player, recorder: RepRecorder, watch: StandstillWatch) -> None:
        """Wait for the first key; the recorder's planned set is this one, and ``watch`` watches this player."""
        self._run = run
        self._score = run.score()
        self._player = player
        self._recorder = recorder
        self._watch = watch
        self._over_ms: int | None = None  # where the set ended; from then on the player may play something else
        self._before_taken_back: list[tuple[SetRun, int | None]] = []  # of each rep since: the set, and where it ended
        self._deleted: set[int] = set()  # the ordinals of reps that were deleted otherwise, and taken back in passing
        self.started = False
        self.stood_still = False
        """Whether the set is paused because the program stood still."""
        self.lowering_began = False
        """Whether a lowering was shown, also one that did not become a rep."""

    def begin(self) -> None:
        """Start the lead-in."""
        self._recorder.begin_set()
        self._player.load(self._score.cues, rescue=self._score.rescue_calls)
        self._player.start()
        self._watch.look()
        self.started = True

    def stood_still_waiting(self) -> bool:
        """Return whether the program stood still since this was last asked, while the set waits to begin or is paused.

        It is to be asked as often as the watch takes for granted, and before a key begins the set or goes on with it:
        the one that woke the computer does neither.
        """
        return (not self.started or self.paused) and self._watch.look() is not None

    def advance(self) -> Moment:
        """Record the reps up to now, and return the moment to draw: the one heard when it is seen.

        The reps that it shows as done are on disk; if they could not be written, the recorder has ``trouble``.
        """
        if not self.started:
            self._recorder.retry_when_due()
            return self._score.ready()
        position_ms = self._heed_standstill()
        if not self._score.reaches(position_ms):
            self._score = self._run.score(position_ms)
            self._hand_over(position_ms)
        self._record(position_ms, RECORD_LEAD_MS)
        moment = self._score.at(position_ms + SCREEN_LEAD_MS)
        awaited = self._recorder.awaited
        if awaited:
            moment = replace(moment, reps=tuple(rep for rep in moment.reps if rep.ordinal not in awaited))
        self.lowering_began |= moment.phase is Phase.LOWER
        if moment.finished:
            self._over_ms = self._score.end_ms
        return moment

    def drawn_ms(self) -> int:
        """Return the position to draw now, allowing for the display's delay."""
        return self._player.position() + SCREEN_LEAD_MS

    def still_ms(self, moment: Moment) -> int | None:
        """Return the ms until the next full redraw: before it only the bar moves, and no rep has to be recorded.

        ``None``: not before a key is pressed.
        """
        if not self.started:
            return None
        changes_ms = self._score.changes_after(moment.position_ms)
        ends_ms = self._score.next_end_after(moment.position_ms - SCREEN_LEAD_MS + RECORD_LEAD_MS)
        due = [] if changes_ms is None else [changes_ms]
        if self._recorder.awaited:
            due.append(moment.position_ms + _LOOK_MS)
        if ends_ms is not None:
            due.append(ends_ms + SCREEN_LEAD_MS - RECORD_LEAD_MS)
        return min(due) - moment.position_ms if due else None

    @property
    def run(self) -> SetRun:
        """The set as a value, with what has happened in it so far."""
        return self._run

    @property
    def position_ms(self) -> int:
        """The position that is heard now, at most that of the set's end."""
        return self._position_ms() if self.started else 0

    def next_meaning(self, moment: Moment) -> NextMeaning:
        """Return what the *next thing* key would do at a moment from ``advance``."""
        return self._score.meaning_at(moment.position_ms) if self.started else NextMeaning.GO_ON

    @property
    def paused(self) -> bool:
        """Whether the set is paused."""
        return self.started and self._score.paused

    @property
    def can_free(self) -> bool:
        """Whether a key that ends or pauses the set frees the lifter now: nothing has ended or paused it yet."""
        if not self.started or self.paused or self._run.is_ended:
            return False
        return self._score.at(self._position_ms()).phase not in OVER

    @property
    def is_lifter_under_load(self) -> bool:
        """Whether a lifter who is left now has the load, or may still have it after the call that frees them."""
        return self.started and due_rescue(self._score.rescue_calls, self._position_ms()) is not None

    def next_thing(self, late_ms: int = 0) -> bool:
        """Take the *next thing* key: begin, bottom reached, lift done, go on; return whether it meant anything.

        ``late_ms`` is how long ago it went down, where that is known: a lowering is measured up to then.
        """
        if not self.started:
            self.begin()
            return True
        stood_still = self.stood_still
        position_ms = self._heed_standstill()
        if stood_still or not self.stood_still:  # else the key was meant for a set that was not paused yet
            self.stood_still = False
            return self._apply(self._run.press(position_ms, self._player.earliest(), late_ms))
        return False

    def take_back(self) -> None:
        """Take the last rep back."""
        if self.started:
            position_ms = self._heed_standstill()
            self._apply(self._run.take_back(position_ms))

    def take_back_afterwards(self, stored: Collection[int]) -> None:
        """Take back the last rep of a set that is over: nothing sounds, and the rep is not repeated.

        ``stored`` has the ordinals of the reps that were not deleted otherwise: of these it is the last.
        """
        self._deleted.difference_update(stored)
        for rep in reversed(self.counting_reps):
            if rep.ordinal not in stored:
                self._deleted.add(rep.ordinal)
            before = self._run, self._over_ms
            self._take_back_last()
            if rep.ordinal in stored:
                self._before_taken_back.append(before)
                return

    def bring_back_afterwards(self) -> None:
        """Let the rep count again that ``take_back_afterwards`` took back last; what was deleted otherwise does not."""
        self._run, self._over_ms = self._before_taken_back.pop()
        self._score = self._run.score()
        self.record()

    def _take_back_last(self) -> None:
        run, end_ms = self._run, self._score.end_ms
        while end_ms is not None and run.events and run.events[-1].effect_ms >= end_ms:
            run = replace(run, events=run.events[:-1])  # a key that only cut the closing words short
        end_ms = run.score().end_ms
        if end_ms is None:
            return
        self._over_ms = end_ms - 1  # the set's last moment: at its end nothing can happen any more
        self._run = run.take_back(self._over_ms)
        self._score = self._run.score()
        self.record()

    def record(self) -> None:
        """Record what was lowered up to now."""
        self._record(self._position_ms())

    def switch_side(self) -> None:
        """Change sides in an open set of a one-sided exercise."""
        if self.started and not self.paused:
            position_ms = self._heed_standstill()
            self._apply(self._run.switch_side(position_ms, self._player.earliest()))

    def pause(self) -> None:
        """Pause: whoever is under the load is freed of it by a call, so the sound plays on."""
        if self.started:
            position_ms = self._heed_standstill()
            self._apply(self._run.pause(position_ms, self._player.earliest()))

    def resume(self, late_ms: int = 0) -> None:
        """Go on after a pause; ``late_ms`` is as for the *next thing*."""
        if self.paused:
            self.next_thing(late_ms)

    def stop(self, reason: StopReason) -> bool:
        """End the set: whoever is under the load is freed of it by a call, then the set's last word is said.

        Return whether that meant anything.
        """
        if not self.started:
            return False
        position_ms = self._heed_standstill()
        return self._apply(self._run.stop(position_ms, self._player.earliest(), reason))

    @property
    def counting_reps(self) -> tuple[Rep, ...]:
        """The reps that count so far, on both sides."""
        ended = self._score.ended_by(self._position_ms())
        return tuple(one.rep for one in ended if one.taken_back_ms is None)

    @property
    def lifted_last(self) -> bool:
        """Whether a finished lift was the last that was done in the set: the load is at the top, as that left it."""
        *_, before, last = self._score.segments
        return last.at_top and before.phase is Phase.LIFT

    @property
    def stop_reason(self) -> StopReason:
        """Why the set ended; while it is still going on, the lifter's call."""
        return self._score.stop_by(self._position_ms()) or StopReason.LIFTERS_CALL

    def _position_ms(self) -> int:
        """Return the set's current position."""
        if self._over_ms is not None:
            return self._over_ms
        position_ms = self._player.position()
        end_ms = self._score.end_ms
        return position_ms if end_ms is None or position_ms < end_ms else end_ms

    def _heed_standstill(self) -> int:
        """Return the current position, after pausing where the set was if the program stood still since the last look.

        The set's time stood still with the program: what it would have counted meanwhile was never lowered.
        """
        stood = self._watch.look()
        paused = self._run if stood is None else self._run.pause(stood.at_ms, stood.at_ms)
        if stood is not None and paused is not self._run:
            self._run, self.stood_still = paused, True
            self._score = paused.score(stood.at_ms)
            cues, rescue = self._score.cues_from(stood.at_ms), self._score.rescue_calls_from(stood.at_ms)
            self._player.load(cues, stood.at_ms, rescue)
            self._player.start()
            self._watch.look()
            self._record(stood.at_ms)
        return self._player.position()

    def _apply(self, changed: SetRun) -> bool:
        """Go on with the run that a key has made, and return whether the key meant anything.

        Its cues go to the player first of all.
        """
        if changed is self._run:
            return False
        self._run = changed
        position_ms = self._player.position()
        self._score = changed.score(position_ms)
        self._hand_over(position_ms)
        return True

    def _hand_over(self, position_ms: int) -> None:
        """Hand the changed score to the player, from a position on."""
        self._player.replace(self._score.cues_from(position_ms), self._score.rescue_calls_from(position_ms))

    def _record(self, position_ms: int, lead_ms: int = 0) -> None:
        shown_ms = position_ms + lead_ms
        stop, ended = self._score.stop_if_cut_off(shown_ms), self._score.ended_by(shown_ms)
        if self._deleted:  # in a rest alone: what is brought back may have come before them
            ended = tuple(
                replace(one, taken_back_ms=one.rep.ended_ms) if one.rep.ordinal in self._deleted else one
                for one in ended
            )
        self._recorder.record(ended, position_ms, stop)
