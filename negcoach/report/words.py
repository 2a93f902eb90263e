"""Phrases that several sections of a report share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from negcoach.formatting import (
    NO_VALUE,
    day_text,
    nearest_second,
    percent_text,
    target_share_text,
    tenths_text,
    time_text,
)
from negcoach.report.facts import Totals
from negcoach.texts import counted, joined
from negcoach.training.terms import StopReason

STEADY = 0.025
"""A smaller change counts as steady: 2.5 %, the smallest step of a load (our own choice)."""

STOP_LABELS = {
    StopReason.TEMPO_LOSS: "tempo lost",
    StopReason.PAIN: "pain",
    StopReason.SPOTTER_TOUCHED: "spotter touched the bar",
    StopReason.LIFTERS_CALL: "ended by the lifter",
    StopReason.INTERRUPTED: "interrupted",
}
"""The label of each reason why a set ended before its target."""

_STOP_PHRASES = {
    StopReason.TEMPO_LOSS: "for lost tempo",
    StopReason.PAIN: "for pain",
    StopReason.SPOTTER_TOUCHED: "because the spotter touched the bar",
    StopReason.INTERRUPTED: "by an interruption",
}
"""How each reason reads after "stopped"; the lifter's own decision is not shown as a stop."""


def days_text(first: date, last: date, *, year: bool = True) -> str:
    """Return ``28 Sep – 22 Nov 2026``; one day alone as itself."""
    if first == last:
        return day_text(first, year=year)
    return f"{day_text(first, year=year and first.year != last.year)} – {day_text(last, year=year)}"


def listed_days(days: Sequence[date]) -> str:
    """Return ``3, 10 and 17 Nov``: months and years only where they change; of many days only the last eight."""
    shown = list(dict.fromkeys(days))[-8:]
    more = "most recently " if len(set(days)) > len(shown) else ""
    texts = []
    for number, day in enumerate(shown, start=1):
        after = shown[number] if number < len(shown) else None
        if after is not None and (after.month, after.year) == (day.month, day.year):
            texts.append(str(day.day))
        else:
            texts.append(day_text(day, year=after is not None and after.year != day.year))
    return more + joined(texts)


def tension_text(ms: float) -> str:
    """Return ``27:40 min`` or ``1:27:40 h``."""
    return f"{time_text(ms)} {'h' if nearest_second(ms) >= 3600 else 'min'}"


def stops_text(stops: Mapping[StopReason, Sequence[date]], *, days: bool) -> str:
    """Return ``4 for lost tempo (3 and 10 Nov), 1 for pain (12 Nov)``, the commonest first; "" for none."""
    parts = sorted(
        ((reason, on) for reason, on in stops.items() if reason in _STOP_PHRASES), key=lambda item: -len(item[1])
    )
    return ", ".join(
        f"{len(on):,} {_STOP_PHRASES[reason]}" + (f" ({listed_days(on)})" if days else "") for reason, on in parts
    )


def number(value: float | None) -> str:
    """Return ``8.5`` or ``8``, a dash for none; thousands with a comma."""
    return NO_VALUE if value is None else f"{value:,.1f}".removesuffix(".0")


def measured_text(totals: Totals) -> str:
    """Return how many of the reps were measured."""
    return f"{totals.measured:,} of {counted(totals.reps, 'rep')} measured"


def share_text(totals: Totals) -> str:
    """Return ``97 %`` of target time, or ``held 3.1 s`` where no tempo counted."""
    if totals.adherence is None and totals.held_s is not None:
        return f"held {tenths_text(totals.held_s * 1000)}"
    return target_share_text(totals.adherence, totals.reps)


def change_text(what: str, change: float | None) -> str:
    """Return ``load up 4 %``, "" where there were too few sessions for a change."""
    if change is None:
        return ""
    if abs(change) < STEADY:
        return f"{what} steady"
    return f"{what} {'up' if change > 0 else 'down'} {percent_text(abs(change))}"
