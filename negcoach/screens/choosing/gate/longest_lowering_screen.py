"""The screen before the test of the longest lowering."""

from __future__ import annotations

from negcoach.coaching.guided_test import TestOffer
from negcoach.formatting import day_text, tenths_text
from negcoach.screens.choosing.gate.guided_test_screen import GuidedTestScreen
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.limits import SHORTEST_S
from negcoach.training.plan.longest_lowering import LONGEST_LOWERING, MOST_S, REST_MS, LongestLowering


class LongestLoweringScreen(GuidedTestScreen):
    """The screen that explains the test of the longest lowering, and begins it."""

    def __init__(self, offer: TestOffer) -> None:
        about = "Your longest controlled lowering, of the body alone: as slowly as you can, all the way down."
        result = result_text(offer.newest) if isinstance(offer.newest, LongestLowering) else ""
        super().__init__(offer, "longest lowering", about, _rules(offer.exercise), result, LONGEST_LOWERING)


def _rules(exercise: Exercise) -> list[str]:
    words = exercise.words
    return [
        f"Two lowerings, {REST_MS // 60_000} min of rest between. A third only where the second was longer. "
        "The longest counts.",
        f"The count goes up. At the bottom - {words.bottom} - you or someone beside you presses Space.",
        f"At {MOST_S} s it ends: on {words.take} you stop, wherever you are. Who saw you hold it presses Space then.",
        f"Under {SHORTEST_S} s, given up or helped - a foot, a knee, a hand - it does not count: twice, and the test "
        "ends. Pain ends it at once.",
    ]


def result_text(result: LongestLowering) -> str:
    """Return the result of a test."""
    return f"Tested on {day_text(result.at.date())}: {tenths_text(result.ms)}."
