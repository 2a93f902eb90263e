"""The words before a guided test: how it goes, and what the last one gave."""

from __future__ import annotations

from dataclasses import dataclass

from negcoach.coaching.guided_test import TestOffer
from negcoach.coaching.words.set_words import load_with_percent
from negcoach.formatting import day_text, tenths_text
from negcoach.texts import clean
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.limits import SHORTEST_S
from negcoach.training.plan.eccentric_test import (
    ECCENTRIC_LOADS,
    ECCENTRIC_TEST,
    MOST_SINGLES,
    USED_PERCENTS,
    USED_REPS,
    EccentricOneRm,
)
from negcoach.training.plan.eccentric_test import REST_MS as SINGLE_REST_MS
from negcoach.training.plan.longest_lowering import LONGEST_LOWERING, MOST_S, LongestLowering
from negcoach.training.plan.longest_lowering import REST_MS as LOWERING_REST_MS
from negcoach.training.progress.adherence import KEPT_PERCENT
from negcoach.training.rule import Rule
from negcoach.training.units import Unit, format_load


@dataclass(frozen=True, slots=True)
class TestWords:
    """The words about a test.

    ``title`` says what is tested, ``about`` is the test in a sentence, ``steps`` how it goes, one line each, ``result``
    that of the last test ("" for none). ``rule`` has the mark of the test, ``use`` that of what follows from a result.
    """

    __test__ = False

    title: str
    about: str
    steps: tuple[str, ...]
    result: str
    rule: Rule
    use: Rule | None = None


def words_about(offer: TestOffer, unit: Unit, key: str) -> TestWords:
    """Return the words about the test that is offered; ``unit`` is the lifter's own, ``key`` measures a lowering."""
    exercise, newest, due = offer.exercise, offer.newest, f"{offer.due} asks for it. " if offer.due else ""
    if exercise.bodyweight:
        return TestWords(
            clean(f"{exercise.name}: longest lowering"),
            clean(f"{due}Your longest controlled lowering, bodyweight only: as slowly as you can, all the way down."),
            _steps_of_lowerings(exercise, key),
            _longest_result(newest) if isinstance(newest, LongestLowering) else "",
            LONGEST_LOWERING,
        )
    return TestWords(
        clean(f"{exercise.name}: eccentric 1RM"),
        clean(
            f"{due}The heaviest load you can lower in full at {exercise.tempo}: singles, each heavier than the last."
        ),
        _steps_of_singles(offer, unit, key),
        _eccentric_result(newest, unit) if isinstance(newest, EccentricOneRm) else "",
        ECCENTRIC_TEST,
        ECCENTRIC_LOADS,
    )


def _steps_of_singles(offer: TestOffer, unit: Unit, key: str) -> tuple[str, ...]:
    first, lines = offer.first, []
    if first is not None:
        load = load_with_percent(first.prescription, unit, first.one_rm_kg)
        lines.append(f"First single {load}; at most {MOST_SINGLES}, with {SINGLE_REST_MS // 60_000} min of rest.")
    return (
        *lines,
        f"A single succeeds at {KEPT_PERCENT} % of the count or more, untouched and without pain. "
        f"Someone beside you presses {key} when the bar is down.",
        "Rate the effort of each: after an easy one the next step is bigger.",
        "After the first miss, halfway back, once; after a drop, one last single with a load lowered in full before. "
        "A second miss, or pain, ends the test.",
    )


def _steps_of_lowerings(exercise: Exercise, key: str) -> tuple[str, ...]:
    bottom, take = clean(exercise.words.bottom), clean(exercise.words.take)
    return (
        f"Two lowerings, {LOWERING_REST_MS // 60_000} min of rest between. A third only if the second was longer. "
        "The longest counts.",
        f"The count goes up. At the bottom - {bottom} - you or someone beside you presses {key}.",
        f"At {MOST_S} s it ends: on {take} you stop, wherever you are. Whoever saw you hold it presses {key} then.",
        f"Under {SHORTEST_S} s, given up or helped - a foot, a knee, a hand - it does not count: twice, and the test "
        "ends. Pain ends it at once.",
    )


def _eccentric_result(result: EccentricOneRm, unit: Unit) -> str:
    """Return the result of a test, and which loads follow from it."""
    (low, high), (few, many) = USED_PERCENTS, USED_REPS
    loads = f"{low} to {high} % of it for {few} to {many} reps"
    kg = format_load(result.kg, unit)
    return f"Tested on {day_text(result.at.date())}: {kg} at {result.tempo}. Train with {loads}."


def _longest_result(result: LongestLowering) -> str:
    """Return the result of a test."""
    return f"Tested on {day_text(result.at.date())}: {tenths_text(result.ms)}."
