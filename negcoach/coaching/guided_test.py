"""The guided tests, of the eccentric 1RM and of the longest lowering: who may begin, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from negcoach.coaching.advice.alternative import advice_on
from negcoach.coaching.advice.programmes import course_that_leads, courses_of_exercise
from negcoach.coaching.advice.recent_training import read_recent_training
from negcoach.coaching.session.running_session import SessionSet
from negcoach.coaching.set_runner import SetOutcome
from negcoach.coaching.sets_to_do import Choice
from negcoach.services import Services
from negcoach.texts import clean
from negcoach.training.advice.eccentric_entry import TestEntry, entry_to_test
from negcoach.training.advice.progression.planned import Step
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.way import STRAIGHT
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
from negcoach.training.plan.longest_lowering import (
    MOST_LOWERINGS,
    MOST_S,
    LongestLowering,
    TestLowering,
    has_lowering_test,
)
from negcoach.training.plan.longest_lowering import REST_MS as LOWERING_REST_MS
from negcoach.training.plan.programme import EccentricTest
from negcoach.training.terms import SetPurpose


class TestAnswer(Enum):
    """What the lifter does about a test."""

    __test__ = False

    BEGIN = "begin"
    ORDINARY_SETS = "ordinary sets"


@dataclass(frozen=True, slots=True)
class TestOffer:
    """The test of an exercise as it may begin now: the first set, ``None`` where no 1RM is known to take it of.

    ``newest`` is the result of the last test. ``due`` is the name of the programme that asks for it today, "" for none.
    """

    __test__ = False

    exercise: Exercise
    entry: TestEntry
    first: Choice | None
    newest: EccentricOneRm | LongestLowering | None
    due: str = ""

    @property
    def open(self) -> bool:
        """Whether the test may begin."""
        return self.entry.open and self.first is not None


def read_test_offer(services: Services, exercise: Exercise) -> TestOffer:
    """Return the test of an exercise that can be tested; raises ``NegcoachError`` when the database cannot be read."""
    recent = read_recent_training(services, exercise)
    entry = entry_to_test(exercise, recent.facts, advice_on(recent, recent.one_rm_kg))
    course = recent.facts.course
    due = course.programme.name if course is not None and recent.advice.step is Step.TEST else ""
    if has_lowering_test(exercise):
        lowerings = recent.facts.longest_lowerings
        choice = Choice(longest_lowering_plan(recent.base), None)
        return TestOffer(exercise, entry, choice, lowerings[-1] if lowerings else None, due)
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
    results = recent.facts.eccentric_one_rms
    return TestOffer(exercise, entry, first, results[-1] if results else None, due)


def longest_lowering_plan(base: Prescription) -> Prescription:
    """Return the lowerings of a test of the longest one: of the body alone, once each."""
    return replace(
        base,
        load_kg=0.0,
        sets=MOST_LOWERINGS,
        reps=1,
        fewer=0,
        way=STRAIGHT,
        tempo=replace(base.exercise.tempo, eccentric=MOST_S),
        rest_ms=LOWERING_REST_MS,
        next_lead_in_ms=base.lead_in_ms,
    )


def no_test_text(hurt: str) -> str:
    """Return why a test that passed the gate does not begin: what ``hurt`` today, "" where something else changed."""
    return f"{clean(hurt)} hurt today: no test today." if hurt else "Something has changed: begin the test again."


def has_test(exercise: Exercise) -> bool:
    """Return whether there is a guided test of an exercise: of its eccentric 1RM, or of its longest lowering."""
    return is_testable(exercise) or has_lowering_test(exercise)


def is_test_due(services: Services, exercise: Exercise) -> bool:
    """Return whether the advice today is the test that a programme has; raises ``NegcoachError``."""
    if not has_test(exercise):
        return False
    course = course_that_leads(courses_of_exercise(services, exercise), exercise)
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


def lowering_of(outcome: SetOutcome) -> TestLowering:
    """Return the lowering that a set of a test of the longest one was."""
    measured_ms = outcome.reps[-1].measured_ms if outcome.reps else None
    return TestLowering(lowered=bool(outcome.reps), measured_ms=measured_ms, stop=outcome.stop)


def lowerings_done(performed: Sequence[SessionSet], exercise: Exercise) -> tuple[TestLowering, ...]:
    """Return the lowerings of a test of the longest one among the sets of a session, in their order."""
    return tuple(
        lowering_of(one.outcome)
        for one in performed
        if one.prescribed.exercise == exercise.slug and one.prescribed.open_lowering
    )


def singles_done(performed: Sequence[SessionSet], exercise: Exercise) -> tuple[Single, ...]:
    """Return the singles of an exercise's test among the sets of a session, in their order."""
    return tuple(
        single_of(one.outcome, unilateral=exercise.unilateral)
        for one in performed
        if one.prescribed.exercise == exercise.slug
        and one.prescribed.purpose is SetPurpose.TEST
        and not one.prescribed.bodyweight
    )
