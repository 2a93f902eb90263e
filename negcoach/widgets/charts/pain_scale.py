"""The pain of a set, 0 to 10, as one line."""

from __future__ import annotations

from typing import ClassVar

from negcoach.training.progress.pain import ACCEPTABLE, CALM, FINE, WORST
from negcoach.widgets.charts.rpe_scale import RpeScale


def _words(level: int) -> str:
    if level == 0:
        return "none"
    if level <= CALM:
        return "mild"
    if level <= FINE:
        return "fine"
    return "acceptable, no more load" if level <= ACCEPTABLE else "too much: less next time"


class PainScale(RpeScale):
    """Shows the eleven levels of pain with ``value`` marked."""

    LABEL: ClassVar[str] = "pain"
    NUMBERS: ClassVar[range] = range(WORST + 1)
    WORDS: ClassVar[dict[int | None, str]] = {
        None: "press 0 to 10",
        **{level: _words(level) for level in range(WORST + 1)},
    }
