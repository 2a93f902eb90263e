"""The guided test of the eccentric 1RM: who may begin it, its first single, and the one after those that were done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from negcoach.coaching.alternative import advice_on
from negcoach.coaching.programmes import course_of_exercise
from negcoach.coaching.recent_training import read_recent_training
from negcoach.coaching.session.running_session import SessionSet
from negcoach.coaching.set_runner import SetOutcome
from negcoach.coaching.sets_to_do import Choice
from negcoach.services import Services
from negcoach.training.advice.eccentric_entry import TestEntry, entry_to_test
from negcoach.training.advice.progression.planned import Step
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.plan.eccentric_test import (
    MOST_SINGLES,
    REST_MS,
    EccentricOneRm,
    Ending,
    NextSingle,
    Single,
    is_testable,
    next_single,
)
from negcoach.training.plan.programme import EccentricTest
from negcoach.training.terms import SetPurpose


class TestAnswer(Enum):
    """What the lifter does about a test."""

    __test__ = False

    BEGIN = "begin"
    ORDINARY_SETS = "ordinary sets"


@dataclass(frozen=True, slots=True)
class TestOffer:
    """The test of an exercise as it may begin now: the first single, ``None`` where no 1RM is known to take it of.

    ``newest`` is the result of the last test. ``due`` is the name of the programme that asks for it today, "" for none.
    """

    __test__ = False

    exercise: Exercise
    entry: TestEntry
    first: Choice | None
    newest: EccentricOneRm | None
    due: str = ""


def read_test_offer(services: Services, exercise: Exercise) -> TestOffer:
    """Return the test of an exercise that can be tested; raises ``NegcoachError`` when the database cannot be read."""
    recent = read_recent_training(services, exercise)
    entry = entry_to_test(exercise, recent.facts, advice_on(recent, recent.one_rm_kg))
    first = None
    if recent.one_rm_kg is not None:
        prescription = replace(
            recent.base,
            sets=MOST_SINGLES,
            reps=1,
            tempo=exercise.tempo,
            rest_ms=REST_MS,
            next_lead_in_ms=recent.base.lead_in_ms,  # the spotters hand it over for each single
        )
        step = next_single_of(services, prescription, recent.one_rm_kg, ())
        if isinstance(step, NextSingle):
            first = Choice(replace(prescription, load_kg=step.load_kg), recent.one_rm_kg)
        else:
            entry = replace(entry, obstacles=(*entry.obstacles, f"{step.value}."))
    results, course = recent.facts.eccentric_one_rms, recent.facts.course
    due = course.programme.name if course is not None and recent.advice.step is Step.TEST else ""
    return TestOffer(exercise, entry, first, results[-1] if results else None, due)


def is_test_due(services: Services, exercise: Exercise) -> bool:
    """Return whether the advice today is the test that a programme has; raises ``NegcoachError``."""
    if not is_testable(exercise):
        return False
    course = course_of_exercise(services, exercise)
    asks = course is not None and course.is_due and isinstance(course.item, EccentricTest)
    return asks and read_recent_training(services, exercise).advice.step is Step.TEST


def next_single_of(
    services: Services, prescription: Prescription, one_rm_kg: float, singles: Sequence[Single]
) -> NextSingle | Ending:
    """Return the single after these, with what can be loaded for its exercise, or why the test is over."""
    settings = services.settings
    return next_single(
        prescription.exercise, one_rm_kg, singles, settings.equipment.loads_for(prescription, settings.unit)
    )


def single_of(outcome: SetOutcome, *, unilateral: bool) -> Single:
    """Return the single that a set of a test was."""
    return Single(
        outcome.load_kg,
        tuple(rep.adherence for rep in outcome.reps),
        outcome.stop,
        outcome.rpe,
        sides=2 if unilateral else 1,
    )


def singles_done(performed: Sequence[SessionSet], exercise: Exercise) -> tuple[Single, ...]:
    """Return the singles of an exercise's test among the sets of a session, in their order."""
    return tuple(
        single_of(one.outcome, unilateral=exercise.unilateral)
        for one in performed
        if one.prescribed.exercise == exercise.slug and one.prescribed.purpose is SetPurpose.TEST
    )
