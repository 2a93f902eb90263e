"""The pain of a tendon that is loaded every day: its scale, and the limits by which it is judged."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from negcoach.errors import NegcoachError

WORST = 10
"""The top of the scale, the worst pain there is; 0 is none."""

CALM, FINE, ACCEPTABLE = 2, 3, 5
"""Up to ``CALM`` the load may grow, up to ``FINE`` nothing is to be done, up to ``ACCEPTABLE`` it goes on with no more
load (source: Alfredson's protocol, PMC6356409)."""

EVENING_FROM = 14
"""The hour from which a session is one of the evening (our own choice)."""


class PartOfDay(Enum):
    """The half of a day that a session of a protocol with two a day belongs to."""

    MORNING = "morning"
    EVENING = "evening"


def part_of_day(at: datetime) -> PartOfDay:
    """Return the part of the day that a local time is in."""
    return PartOfDay.EVENING if at.hour >= EVENING_FROM else PartOfDay.MORNING


def require_pain(level: int | None) -> int | None:
    """Return a pain from 0 to 10, or ``None``; raise ``NegcoachError`` for any other number."""
    if level is None or 0 <= level <= WORST:
        return level
    raise NegcoachError(f"Pain is a whole number from 0 (none) to {WORST} (the worst), not {level}.")


def parse_pain(text: str) -> int | None:
    """Read a pain from 0 to 10 as it is typed, or nothing; raises ``NegcoachError``."""
    typed = text.strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 2 and int(typed) <= WORST):
        raise NegcoachError(f"Pain is a whole number from 0 (none) to {WORST} (the worst), or empty.")
    return int(typed)


def pain_text(level: int | None) -> str:
    """Return a pain as ``parse_pain`` reads it."""
    return "" if level is None else str(level)
