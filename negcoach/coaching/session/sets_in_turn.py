"""The sets of an exercise, or of two that alternate, in their order: the one that is due, and the one after it."""

from __future__ import annotations

from collections.abc import Sequence

from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.set_runner import RepRecorder, SetOutcome, SetRunner
from negcoach.coaching.sets_to_do import SetsToDo, Turn, Upcoming, turns_of
from negcoach.coaching.standstill import StandstillWatch
from negcoach.store.prescribed_set import PrescribedSet, prescribed_set_of
from negcoach.training.equipment.warm_up import WarmUpSet, body_warm_up, warm_up
from negcoach.training.exercise.easier_rung import EASIER
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.terms import StopReason


class SetsInTurn:
    """The sets that are left to do in a session; the first of them is due.

    ``alternating`` are the exercises, ``turns`` what is left of their sets.
    """

    def __init__(self, session: RunningSession, alternating: Sequence[SetsToDo]) -> None:
        self._session = session
        self.alternating = list(alternating)
        self.turns = turns_of(alternating)

    @property
    def turn(self) -> Turn:
        """The set that is due."""
        return self.turns[0]

    @property
    def sets(self) -> SetsToDo:
        """The sets to do of its exercise."""
        return self.alternating[self.turn.exercise_index]

    @property
    def number(self) -> int:
        """Its number."""
        return self.turn.number

    @property
    def prescribed(self) -> PrescribedSet:
        """Its prescription, as it is stored."""
        sets = self.sets
        return prescribed_set_of(
            sets.prescription, self.number, spotters=sets.spotters, one_rm_kg=sets.one_rm_kg, purpose=sets.purpose
        )

    @property
    def upcoming(self) -> Upcoming | None:
        """The set after it, ``None`` after the last."""
        return Upcoming.after(self.turn, self.turns[1], self.alternating) if self.turns[1:] else None

    @property
    def rules(self) -> StopRules:
        """The rules by which lost tempo stops a set."""
        return self.sets.rules(self._session.services.settings.stop_rules)

    @property
    def lead_in_ms(self) -> int:
        """The lead-in of the set that is due: the longer one before the exercise's first."""
        first = self.number == self.sets.first_set
        return self.sets.prescription.lead_in_ms if first else self.sets.prescription.next_lead_in_ms

    def replace(self, sets: SetsToDo) -> None:
        """Go on with these sets of the exercise that is due: with as many more or fewer as there are of them."""
        due = self.turn
        self.alternating[due.exercise_index] = sets
        self.turns[1:] = [one for one in turns_of(self.alternating) if _place(one) > _place(due)]

    def begin_next(self, sets: SetsToDo) -> int:
        """Make the next set the one that is due, of ``sets``; after the last one, one more. Return its lead-in (ms)."""
        if not self.turns[1:]:
            self.turns.append(Turn(self.turn.exercise_index, self.number + 1))
        upcoming = self.upcoming
        self.turns.pop(0)
        self.replace(sets)
        return upcoming.lead_in_ms if upcoming else self.sets.prescription.next_lead_in_ms

    def prepare(
        self, lead_in_ms: int, recorder: RepRecorder | None = None, rules: StopRules | None = None
    ) -> SetRunner:
        """Return the runner of the set that is due, which waits for its first key.

        Its reps are stored by the session's recorder, or by ``recorder``; ``rules`` are the exercise's, else these.
        """
        session, services, sets = self._session, self._session.services, self.sets
        session.recorder.prepare_set(self.prescribed, sets.interrupted_set(self.number))
        prescription, is_open = sets.set_prescription(self.number), sets.open_lowering
        verdicts = services.settings.spoken_verdicts
        run = SetRun(prescription, lead_in_ms, rules or self.rules, open_lowering=is_open, verdicts=verdicts)
        watch = StandstillWatch(services.clock, services.elapsed, services.player)
        return SetRunner(run, services.player, recorder or session.recorder, watch)

    def end(self, runner: SetRunner, stop: StopReason | None = None) -> SetOutcome:
        """Stop the sound, record why the set ended (``None``: as the runner says), and return its outcome."""
        self._session.services.player.stop()
        runner.record()
        stop = stop or runner.stop_reason
        self._session.recorder.end_set(stop)
        return SetOutcome(self.number, runner.counting_reps, stop, load_kg=self.sets.prescription.load_kg)

    def warm_up(self, warmed_up: set[str]) -> tuple[SetsToDo, tuple[WarmUpSet, ...]] | None:
        """Return the warm-up before the first set, and the sets that it comes before; ``None`` where there is none.

        Of exercises that alternate each has its own before that; one of those in ``warmed_up`` (slugs), which was led
        already, is offered once all were.
        """
        settings, found = self._session.services.settings, []
        for sets in self.alternating:
            prescription = sets.prescription
            unit = prescription.load_unit or settings.unit
            steps = warm_up(prescription, sets.warm_up_one_rm_kg, unit, settings.equipment)
            steps = steps or self._body_warm_up(prescription)
            if steps:
                found.append((sets, steps))
        return min(found, key=lambda one: one[0].prescription.exercise.slug in warmed_up, default=None)

    def _body_warm_up(self, prescription: Prescription) -> tuple[WarmUpSet, ...]:
        """Return the warm-up before a bodyweight exercise."""
        rung = EASIER.get(prescription.exercise.slug)
        below = self._session.services.exercise(rung.exercise) if rung is not None and rung.exercise else None
        return body_warm_up(prescription, below)


def _place(turn: Turn) -> tuple[int, int]:
    """Return what sorts the sets of exercises that alternate: each round after the one before it."""
    return turn.number, turn.exercise_index
