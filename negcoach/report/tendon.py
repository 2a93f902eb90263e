"""The part of a report on a tendon's protocol: its pain by week, beside the load, the sides and the knees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from negcoach.formatting import NO_VALUE, day_text, load_range_text
from negcoach.report.blocks import Block, Paragraph, Plot, Plots, Point, Table
from negcoach.report.facts import EccentricSet, unit_of
from negcoach.report.words import number
from negcoach.texts import counted
from negcoach.training.progress.pain import ACCEPTABLE, WORST, PartOfDay
from negcoach.training.terms import Knee, Side
from negcoach.training.units import Unit

MOST_WEEKS = 26
"""The most weeks in the table: of more the newest are shown."""


def tendon_blocks(sets: Sequence[EccentricSet], first: date, last: date, unit: Unit) -> Iterator[Block]:
    """Yield the blocks on the pain of a tendon from its sets in a period, oldest first; nothing where none was said."""
    rated = [one for one in sets if one.pain is not None]
    mornings = [one for one in sets if one.next_morning_pain is not None]
    if not rated and not mornings:
        return
    yield Paragraph(_summary(sets, rated, mornings))
    worst: dict[date, int] = {}
    for one in rated:
        worst[one.day] = max(worst.get(one.day, 0), one.pain or 0)
    points = tuple(Point(day, level, f"{level} of {WORST}", marked=level > ACCEPTABLE) for day, level in worst.items())
    title = "Worst pain in the sets of a day"
    over = f"over {ACCEPTABLE}"
    yield Plots(
        (Plot(title, first, last, points, "", target=ACCEPTABLE, from_zero=True, up_to=WORST, mark_label=over),)
    )
    yield _table(sets, first, unit, with_year=first.year != last.year)


def _summary(sets: Sequence[EccentricSet], rated: Sequence[EccentricSet], mornings: Sequence[EccentricSet]) -> str:
    over = {one.day for one in rated if (one.pain or 0) > ACCEPTABLE}
    over |= {one.day for one in mornings if (one.next_morning_pain or 0) > ACCEPTABLE}
    sides = {one.only_side for one in sets}
    trained = "both sides" if None in sides or len(sides) > 1 else f"the {next(iter(sides)).value} side"  # type: ignore[union-attr]
    days = f"on {counted(len(over), 'day')}" if over else "on no day"
    return (
        f"Pain, from 0 (none) to {WORST} (the worst), of {trained}: in the sets {number(_mean(rated))} in the mean and "
        f"{max((one.pain or 0 for one in rated), default=0)} at most ({counted(len(rated), 'set')} rated), on the "
        f"morning after {max((one.next_morning_pain or 0 for one in mornings), default=0)} at most "
        f"({counted(len(mornings), 'morning')}). Over {ACCEPTABLE} {days}."
    )


def _table(sets: Sequence[EccentricSet], first: date, unit: Unit, *, with_year: bool) -> Table:
    weeks: dict[date, list[EccentricSet]] = {}
    for one in sets:
        weeks.setdefault(one.day - timedelta(days=(one.day - first).days % 7), []).append(one)
    rows = [_row(start, week, unit, with_year=with_year) for start, week in weeks.items()]
    header = (
        "Week from",
        "Mornings",
        "Evenings",
        "Sides",
        "Knee",
        "Load",
        "Pain, mean",
        "worst",
        "next morning, worst",
    )
    return Table(header, "lrrlllrrr", tuple(rows[-MOST_WEEKS:]))


def _row(start: date, sets: Sequence[EccentricSet], unit: Unit, *, with_year: bool) -> tuple[str, ...]:
    loads_kg = [one.load_kg for one in sets]
    sessions = {(one.session, one.part_of_day) for one in sets}
    pains = [one.pain for one in sets if one.pain is not None]
    mornings = [one.next_morning_pain for one in sets if one.next_morning_pain is not None]
    return (
        day_text(start, year=with_year),
        *(str(sum(part is wanted for _, part in sessions)) for wanted in PartOfDay),
        _sides(sets),
        _knees(sets),
        load_range_text(loads_kg, unit_of(sets, unit), bodyweight=any(one.bodyweight for one in sets)),
        number(_mean(sets)),
        str(max(pains)) if pains else NO_VALUE,
        str(max(mornings)) if mornings else NO_VALUE,
    )


def _sides(sets: Sequence[EccentricSet]) -> str:
    sides = {side for one in sets for side in one.sides}
    return " and ".join(side.value for side in Side if side in sides) or NO_VALUE


def _knees(sets: Sequence[EccentricSet]) -> str:
    """Return ``42 straight, 42 bent``: the sets with each."""
    counts = [(sum(one.knee is knee for one in sets), knee.value) for knee in Knee]
    return ", ".join(f"{count} {name}" for count, name in counts if count) or NO_VALUE


def _mean(sets: Sequence[EccentricSet]) -> float | None:
    pains = [one.pain for one in sets if one.pain is not None]
    return sum(pains) / len(pains) if pains else None
