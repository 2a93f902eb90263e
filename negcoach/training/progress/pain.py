"""The pain of a tendon that is loaded every day: its scale, and the limits by which it is judged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from negcoach.errors import NegcoachError
from negcoach.texts import whole_number
from negcoach.training.terms import Side

WORST = 10
"""The top of the scale, the worst pain there is; 0 is none."""

CALM, FINE, ACCEPTABLE = 2, 3, 5
"""Up to ``CALM`` the load may grow, up to ``FINE`` nothing is to be done, up to ``ACCEPTABLE`` it goes on with no more
load (source: Alfredson's protocol, PMC6356409, where the load grows without pain; that ``CALM`` is none is our own
choice)."""

EVENING_FROM = 14
"""The hour from which a session is one of the evening (our own choice)."""


@dataclass(frozen=True, slots=True)
class PainLevels:
    """How much it hurt, 0 to 10, ``None`` where that was not said: the ``left`` and the ``right`` side apart.

    ``whole`` is of an exercise without sides. Older sets of both sides have it alone: it stands for each side that was
    trained, as nobody said which one hurt.
    """

    whole: int | None = None
    left: int | None = None
    right: int | None = None

    @property
    def worst(self) -> int | None:
        """The most that was said of any side."""
        return max((level for level in (self.whole, self.left, self.right) if level is not None), default=None)

    def of(self, side: Side | None) -> int | None:
        """Return what was said of a side alone, or, for ``None``, as a whole."""
        return self.whole if side is None else self.left if side is Side.LEFT else self.right

    def on(self, side: Side | None) -> int | None:
        """Return how much a side hurt, or, for ``None``, any."""
        return self.worst if side is None else PainLevels(self.whole, self.of(side)).worst

    def rated(self, side: Side | None, level: int | None) -> PainLevels:
        """Return it with another level for a side, or, for ``None``, as a whole."""
        return replace(self, **{"whole" if side is None else side.value: level})

    def at_stop(self, side: Side | None) -> int | None:
        """Return the most that a set hurt that was stopped in pain while this side had the load (``None``: not known).

        ``None`` as long as it was not said of this side, unless the other one hurts more than is acceptable already,
        and where no side is said to hurt at all.
        """
        worst = self.worst or 0
        return worst or None if self.on(side) is not None or worst > ACCEPTABLE else None


def next_pain(level: int | None, by: int, least: int = 0) -> int | None:
    """Return the pain one step up or down, from ``least`` to 10; the first step rates the least, one below it none."""
    if level is None:
        return least
    return None if by < 0 and level <= least else min(WORST, max(least, level + by))


NOT_SAID = PainLevels()
"""Where nobody said how much it hurt."""


class PartOfDay(Enum):
    """The half of a day that a session of a protocol with two a day belongs to."""

    MORNING = "morning"
    EVENING = "evening"


def part_of_day(at: datetime) -> PartOfDay:
    """Return the part of the day that a local time is in."""
    return PartOfDay.EVENING if at.hour >= EVENING_FROM else PartOfDay.MORNING


def require_levels(levels: PainLevels) -> PainLevels:
    """Return levels from 0 to 10, or raise as ``require_pain`` does."""
    for level in (levels.whole, levels.left, levels.right):
        require_pain(level)
    return levels


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
    level = whole_number(typed, 0, WORST)
    if level is None:
        raise NegcoachError(f"Pain is a whole number from 0 (none) to {WORST} (the worst), or empty.")
    return level


def levels_text(levels: PainLevels) -> str:
    """Return ``3``, or ``left 3, right 0`` where the sides have their own; "" where nothing was said."""
    named = (("", levels.whole), ("left ", levels.left), ("right ", levels.right))
    return ", ".join(f"{name}{level}" for name, level in named if level is not None)


def pain_text(level: int | None) -> str:
    """Return a pain as ``parse_pain`` reads it."""
    return "" if level is None else str(level)
