"""The screen before the test of the eccentric 1RM."""

from __future__ import annotations

from negcoach.coaching.guided_test import TestOffer
from negcoach.coaching.words.set_words import load_with_percent
from negcoach.formatting import day_text
from negcoach.screens.choosing.gate.guided_test_screen import GuidedTestScreen
from negcoach.training.plan.eccentric_test import (
    ECCENTRIC_LOADS,
    ECCENTRIC_TEST,
    MOST_SINGLES,
    REST_MS,
    USED_PERCENTS,
    USED_REPS,
    EccentricOneRm,
)
from negcoach.training.progress.adherence import KEPT_PERCENT
from negcoach.training.units import Unit, format_load


class EccentricTestScreen(GuidedTestScreen):
    """The screen that explains the test of the eccentric 1RM, and begins it."""

    def __init__(self, offer: TestOffer, unit: Unit) -> None:
        about = f"The heaviest load that you lower in full at {offer.exercise.tempo}: singles, each with more load."
        result = result_text(offer.newest, unit) if isinstance(offer.newest, EccentricOneRm) else ""
        marks = ECCENTRIC_TEST, ECCENTRIC_LOADS
        super().__init__(offer, "eccentric 1RM", about, _rules(offer, unit), result, *marks)


def _rules(offer: TestOffer, unit: Unit) -> list[str]:
    first, lines = offer.first, []
    if first is not None:
        load = load_with_percent(first.prescription, unit, first.one_rm_kg)
        lines.append(f"First single {load}; at most {MOST_SINGLES}, with {REST_MS // 60_000} min of rest.")
    return [
        *lines,
        f"A single succeeds at {KEPT_PERCENT} % of the count or more, untouched and without pain. "
        "Someone beside you presses Space when the bar is down.",
        "Rate the effort of each: after an easy one the next step is bigger.",
        "After the first miss, halfway back, once. A second miss, or pain, ends the test.",
    ]


def result_text(result: EccentricOneRm, unit: Unit) -> str:
    """Return the result of a test, and which loads follow from it."""
    (low, high), (few, many) = USED_PERCENTS, USED_REPS
    loads = f"{low} to {high} % of it for {few} to {many} reps"
    kg = format_load(result.kg, unit)
    return f"Tested on {day_text(result.at.date())}: {kg} at {result.tempo}. Train with {loads}."
