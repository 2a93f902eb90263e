"""What the pain of a tendon allows: a day of its protocol judged by the pain in its sets and on the morning after.

Pain is no reason to stop here, but it decides: to 3 of 10 nothing, to 5 no more load, above it less (Alfredson's
protocol, PMC6356409).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from negcoach.training.advice.exposure import Exposure
from negcoach.training.progress.pain import ACCEPTABLE, CALM, FINE, WORST
from negcoach.training.rule import Mark, Rule

TENDON_PAIN = Rule("pain of the tendon", Mark.READ, "Alfredson's protocol, PMC6356409")

PAINLESS_DAYS = 7
"""After so many days at ``CALM`` or less the load grows (PMC6356409)."""

SEE_SOMEONE_DAYS = 3
"""So many days running above ``ACCEPTABLE``: see someone (PMC6356409: not above 5)."""

LESS_KG = 5.0
"""What comes off after too much pain (our own choice: the step by which it grew)."""


class PainVerdict(Enum):
    """What the pain of a day allows on the next."""

    UNKNOWN = "not said"
    CALM = "calm"
    """Seven such days, and the load grows."""
    FINE = "fine"
    NO_MORE_LOAD = "no more load"
    TOO_MUCH = "too much"
    """It hurt more than is acceptable: one set and 5 kg less."""
    WORSE_NEXT_MORNING = "worse the next morning"
    """Likewise."""

    @property
    def takes_less(self) -> bool:
        """Whether less is done after it."""
        return self in (PainVerdict.TOO_MUCH, PainVerdict.WORSE_NEXT_MORNING)


def verdict_on(day: Exposure) -> PainVerdict:
    """Return what the pain of a training day allows.

    The next morning is worse where it hurts more than the sets did, unless that is no more than ``FINE`` (our own
    choice). A set that was stopped on pain is never calm.
    """
    in_sets, morning = day.pain_level, day.next_morning_pain
    if in_sets is not None and in_sets > ACCEPTABLE:
        return PainVerdict.TOO_MUCH
    if morning is not None and morning > FINE and (morning > ACCEPTABLE or (in_sets is not None and morning > in_sets)):
        return PainVerdict.WORSE_NEXT_MORNING
    if in_sets is None:
        return PainVerdict.UNKNOWN
    worst = max(in_sets, morning or 0)
    if worst > FINE:
        return PainVerdict.NO_MORE_LOAD
    return PainVerdict.CALM if worst <= CALM and not day.pain else PainVerdict.FINE


def must_be_seen(days: Sequence[Exposure]) -> bool:
    """Return whether the last three training days all hurt more than is acceptable."""
    newest = days[-SEE_SOMEONE_DAYS:]
    return len(newest) == SEE_SOMEONE_DAYS and all(max(_levels(day), default=0) > ACCEPTABLE for day in newest)


def pain_in_words(day: Exposure) -> str:
    """Return how much a day hurt: ``7 of 10``, or ``6 of 10 the next morning``."""
    if verdict_on(day) is PainVerdict.WORSE_NEXT_MORNING:
        return f"{day.next_morning_pain} of {WORST} the next morning"
    return f"{max(_levels(day), default=0)} of {WORST}"


def _levels(day: Exposure) -> list[int]:
    return [level for level in (day.pain_level, day.next_morning_pain) if level is not None]
