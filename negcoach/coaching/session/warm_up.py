"""A warm-up before the first set of an exercise: its sets in their order, and what is stored of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import Enum

from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.session.session_recorder import SessionRecorder
from negcoach.coaching.session.sets_in_turn import SetsInTurn
from negcoach.coaching.set_runner import RepRecorder, SetOutcome, SetRunner
from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.store.journal import WarmUpDone
from negcoach.store.prescribed_set import PrescribedSet, prescribed_set_of
from negcoach.training.equipment.equipment import LoadedBar
from negcoach.training.equipment.warm_up import WarmUpSet
from negcoach.training.exercise.way import STRAIGHT
from negcoach.training.score.score import EndedRep
from negcoach.training.terms import SetPurpose, StopReason

HURT = "It hurt in the warm-up: stop here for today."
"""What is said where it hurts: after that no work is offered."""


class WarmUpAnswer(Enum):
    """How the rest after a set of a warm-up ended."""

    GO_ON = "go-on"
    PAIN = "pain"
    FINISH = "finish"


class PainRecorder(RepRecorder):
    """Records of a set of a warm-up that it hurts, as soon as that is said, and nothing of its reps."""

    def __init__(self, recorder: SessionRecorder) -> None:
        """Record in a session."""
        self._recorder = recorder

    def begin_set(self) -> None:
        """Note that the set begins now."""
        self._recorder.begin_set()

    def record(self, reps: tuple[EndedRep, ...], position_ms: int, stop: StopReason | None = None) -> None:
        """Record whether the set is ending because it hurts."""
        self._recorder.record((), position_ms, stop if stop is StopReason.PAIN else None)

    def retry_when_due(self) -> None:
        """Retry the writes that failed."""
        self._recorder.retry_when_due()

    @property
    def awaited(self) -> frozenset[int]:
        """None: no rep is stored."""
        return frozenset()


class WarmUpInTurn(SetsInTurn):
    """The sets of a warm-up that are left to do; the first of them is due.

    They are led as sets, and none of the work's is stored of them: a set that was done is a lifted one marked as a
    warm-up, and pain is pain of the exercise that they lead to, also where they are of an easier one.
    """

    def __init__(self, session: RunningSession, work: SetsToDo, sets: Sequence[WarmUpSet]) -> None:
        """Begin with the first of ``sets``, of the warm-up before ``work``."""
        self._work = work
        self._steps = tuple(sets)
        # It is whole also before sets that are resumed.
        whole = replace(work, first_set=1, interrupted=None, purpose=SetPurpose.WORK)
        steps = [replace(whole, prescription=one.prescription(work.prescription)) for one in sets]
        super().__init__(session, steps)

    @property
    def prescribed(self) -> PrescribedSet:
        """Its prescription as it is stored where it hurts; of an easier exercise, that of the work in its place."""
        step, sets = self._steps[self.turn.exercise_index], self.sets
        if step.exercise is None:
            return super().prescribed
        own = replace(self._work.prescription, sets=1, reps=step.reps, fewer=0, load_kg=step.load_kg, way=STRAIGHT)
        return prescribed_set_of(own, self.number, spotters=sets.spotters, one_rm_kg=sets.one_rm_kg)

    def name(self, place: int) -> str:
        """Return what the set at a place (from 0) is called: ``warm-up 2 of 3``."""
        return f"warm-up {place + 1} of {len(self._steps)}"

    def is_as_work(self, place: int) -> bool:
        """Return whether the set at a place is done as the work is, with the spotters, and not lifted alone."""
        return self._steps[place].as_work

    def bar(self, place: int) -> LoadedBar | None:
        """Return the bar of the set at a place, ``None`` where its plates are not known."""
        return self._steps[place].loaded

    def store(self, runner: SetRunner, began_at: datetime | None) -> int:
        """Store the set that is over, unless nothing was done in it; return how many reps were."""
        reps, prescription = len(runner.counting_reps), self.sets.prescription
        if reps and began_at is not None:
            exercise, load = self._work.prescription.exercise, (prescription.load_kg, prescription.load_unit)
            done = WarmUpDone(exercise.slug, exercise.name, exercise.muscles, *load, reps, began_at)
            self._session.recorder.add_warm_up(done)
        return reps

    def end(self, runner: SetRunner, stop: StopReason | None = None) -> SetOutcome:
        """Stop the sound, record why the set ended, and return its outcome; its reps are none of the work's."""
        return replace(super().end(runner, stop), reps=())
