"""What the pain of a tendon allows: a day of its protocol judged by the pain in its sets and on the morning after.

Pain is no reason to stop here, but it decides: to 3 of 10 nothing, to 5 no more load, above it less (Alfredson's
protocol, PMC6356409). Each side is a tendon of its own, with days of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from negcoach.training.advice.exposure import Exposure, days_of
from negcoach.training.progress.pain import ACCEPTABLE, CALM, FINE, WORST
from negcoach.training.rule import Mark, Rule
from negcoach.training.terms import Side

TENDON_PAIN = Rule(
    "pain of the tendon",
    Mark.READ | Mark.OWN,
    "3 and 5 of 10: Alfredson's protocol, PMC6356409; what comes off, and when to see someone: negcoach's own choice",
)

PAINLESS_DAYS = 7
"""After so many days at ``CALM`` or less the load grows (PMC6356409: weekly)."""

SEE_SOMEONE_DAYS = 3
"""So many days running above ``ACCEPTABLE``: see someone (our own choice)."""

LESS_KG = 5.0
"""What comes off after too much pain (our own choice: the step by which it grew)."""


class PainVerdict(Enum):
    """What the pain of a day allows on the next, the least first."""

    TOO_MUCH = "too much"
    """It hurt more than is acceptable: one set and 5 kg less."""
    WORSE_NEXT_MORNING = "worse the next morning"
    """Likewise."""
    NO_MORE_LOAD = "no more load"
    UNKNOWN = "not said"
    FINE = "fine"
    CALM = "calm"
    """Seven such days, and the load grows."""

    @property
    def takes_less(self) -> bool:
        """Whether less is done after it."""
        return self in (PainVerdict.TOO_MUCH, PainVerdict.WORSE_NEXT_MORNING)


@dataclass(frozen=True, slots=True)
class TendonDays:
    """The training days of one tendon, oldest first, at least one: of a side, or, for ``None``, of no side apart."""

    side: Side | None
    days: tuple[Exposure, ...]

    @property
    def newest(self) -> Exposure:
        """The last of them."""
        return self.days[-1]

    @property
    def verdict(self) -> PainVerdict:
        """What the pain of the last of them allows."""
        return verdict_on(self.newest, self.side)

    @property
    def stopped(self) -> bool:
        """Whether the last of them stopped in pain of this tendon."""
        return self.newest.stopped_on(self.side)

    @property
    def must_be_seen(self) -> bool:
        """Whether the last three of them all hurt more than is acceptable."""
        newest = self.days[-SEE_SOMEONE_DAYS:]
        hurts = all(max(_levels(day, self.side), default=0) > ACCEPTABLE for day in newest)
        return len(newest) == SEE_SOMEONE_DAYS and hurts

    @property
    def pain_in_words(self) -> str:
        """How much the last of them hurt: ``7 of 10 on the left``, or ``6 of 10 the next morning``."""
        if self.verdict is PainVerdict.WORSE_NEXT_MORNING:
            level = self.newest.next_morning_on(self.side)
            return f"{level} of {WORST}{self._place(level)} the next morning"
        return f"{self.worst} of {WORST}{self._place(self.worst)}"

    @property
    def worst(self) -> int:
        """The most that the last of them hurt, in the sets or on the morning after; 0 where that was not said."""
        return max(_levels(self.newest, self.side), default=0)

    def _place(self, level: int | None) -> str:
        """Return `` on the left`` where a level was said of this side alone, "" where nobody said which one hurt."""
        own = (one.of(self.side) for past in self.newest.sets for one in (past.pain_levels, past.next_morning))
        return f" on the {self.side.value}" if self.side is not None and level in own else ""


def tendons_of(exposures: Sequence[Exposure], sides: Sequence[Side]) -> tuple[TendonDays, ...]:
    """Return the days of each of these sides that has any; all days as one where there are no sides."""
    found = ((side, days_of(exposures, side)) for side in sides or (None,))
    return tuple(TendonDays(side, days) for side, days in found if days)


def verdict_on(day: Exposure, side: Side | None = None) -> PainVerdict:
    """Return what the pain of a training day on one side (``None``: on any) allows.

    The next morning is worse where it hurts more than the sets did, unless that is no more than ``FINE`` (our own
    choice). A set that was stopped in pain is never calm.
    """
    in_sets, morning = day.pain_on(side), day.next_morning_on(side)
    if in_sets is not None and in_sets > ACCEPTABLE:
        return PainVerdict.TOO_MUCH
    if morning is not None and morning > FINE and (morning > ACCEPTABLE or (in_sets is not None and morning > in_sets)):
        return PainVerdict.WORSE_NEXT_MORNING
    if in_sets is None:
        return PainVerdict.UNKNOWN
    worst = max(in_sets, morning or 0)
    if worst > FINE:
        return PainVerdict.NO_MORE_LOAD
    return PainVerdict.CALM if worst <= CALM and not day.stopped_on(side) else PainVerdict.FINE


def strictest(tendons: Sequence[TendonDays]) -> TendonDays:
    """Return the tendon whose pain allows the least, of at least one; of two alike the one that hurts more."""
    order = list(PainVerdict)
    return min(tendons, key=lambda one: (order.index(one.verdict), -one.worst))


def _levels(day: Exposure, side: Side | None) -> list[int]:
    return [level for level in (day.pain_on(side), day.next_morning_on(side)) if level is not None]
