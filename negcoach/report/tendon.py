"""The part of a report on a tendon's protocol: its pain by week, beside the load, the sides and the knees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from negcoach.formatting import NO_VALUE, day_text, load_range_text
from negcoach.report.blocks import Block, Paragraph, Plot, Plots, Point, Table
from negcoach.report.facts import EccentricSet, unit_of
from negcoach.report.words import number
from negcoach.texts import counted
from negcoach.training.progress.pain import ACCEPTABLE, NOT_SAID, WORST, PainLevels, PartOfDay
from negcoach.training.terms import Knee, Side
from negcoach.training.units import Unit

MOST_WEEKS = 26
"""The most weeks in the table: of more the newest are shown."""


@dataclass(frozen=True, slots=True)
class _Tendon:
    """The sets of one side, oldest first, or, as ``sides``, those of both for which one number stands."""

    sides: frozenset[Side]
    sets: tuple[EccentricSet, ...]

    @property
    def name(self) -> str:
        """Return ``left``, ``left and right``, or a dash for an exercise without sides."""
        return " and ".join(side.value for side in Side if side in self.sides) or NO_VALUE

    @property
    def of(self) -> str:
        """Return whose the pain is: `` of the left side``, or of both where nobody said which one hurt."""
        if len(self.sides) == 1:
            return f" of the {self.name} side"
        return " of both sides together" if self.sides else ""

    @property
    def pains(self) -> list[tuple[date, int]]:
        """The pain in each set where it was said, with its day."""
        return self._levels(lambda one: one.pain)

    @property
    def mornings(self) -> list[tuple[date, int]]:
        """The pain on the mornings after, with the day of the sets."""
        return self._levels(lambda one: one.next_morning)

    def _levels(self, levels_of: Callable[[EccentricSet], PainLevels]) -> list[tuple[date, int]]:
        side = next(iter(self.sides)) if len(self.sides) == 1 else None
        levels = [(one.day, levels_of(one).on(side)) for one in self.sets]
        return [(day, level) for day, level in levels if level is not None]


def tendon_blocks(sets: Sequence[EccentricSet], first: date, last: date, unit: Unit) -> Iterator[Block]:
    """Yield the blocks on the pain of a tendon from its sets in a period, oldest first; nothing where none was said.

    Each side that was trained has its own curve, and its own row of a week. Older sets of both have one number, and
    stay together.
    """
    if all(one.pain is NOT_SAID and one.next_morning is NOT_SAID for one in sets):
        return  # so it is of most exercises, and ten years of one are looked at only once
    tendons = [one for one in _tendons(sets) if one.pains or one.mornings]
    if not tendons:
        return
    for tendon in tendons:
        yield Paragraph(_summary(tendon))
    yield Plots(tuple(_plot(tendon, first, last) for tendon in tendons))
    yield _table(sets, first, unit, with_year=first.year != last.year)


def _tendons(sets: Sequence[EccentricSet]) -> list[_Tendon]:
    """Return the sets by the sides that their pain is of, left first, both together last."""
    apart = any(one.pain.of(side) is not None or one.next_morning.of(side) is not None for one in sets for side in Side)
    found: dict[frozenset[Side], list[EccentricSet]] = {}
    for one in sets:
        for sides in _pain_sides(one, apart=apart):
            found.setdefault(sides, []).append(one)
    order = [frozenset((side,)) for side in Side] + [frozenset(Side), frozenset[Side]()]
    return [_Tendon(sides, tuple(found[sides])) for sides in order if sides in found]


def _pain_sides(one: EccentricSet, *, apart: bool) -> list[frozenset[Side]]:
    """Return the sides that the pain of a set is of: each by itself, or both for which one number was said.

    A set in which nobody said anything is of each of its sides where other sets have them ``apart``.
    """
    whole = one.pain.whole is not None or one.next_morning.whole is not None
    own = {side for side in Side if one.pain.of(side) is not None or one.next_morning.of(side) is not None}
    sides = one.sides or frozenset(side for side in (one.only_side,) if side)
    if len(sides) > 1 and (whole or not apart):
        return [sides]
    return [frozenset((side,)) for side in Side if side in sides | own] or [frozenset()]


def rated_pain(sets: Sequence[EccentricSet]) -> str:
    """Return how much sets hurt, the worse side of each, "" where nobody said.

    For example ``in the sets 2.5 on average and 4 at most (6 sets rated), not rated on the morning after. Over 5 on no
    day``. Where only the sets or only the mornings after were rated, it says so of the others.
    """
    tendon = _Tendon(frozenset(), tuple(sets))
    return _levels_text(tendon) if tendon.pains or tendon.mornings else ""


def _summary(tendon: _Tendon) -> str:
    return f"Pain{tendon.of}, from 0 (none) to {WORST} (the worst): {_levels_text(tendon)}."


def _levels_text(tendon: _Tendon) -> str:
    pains, mornings = tendon.pains, tendon.mornings
    in_sets, after = "not rated in the sets", "not rated on the morning after"
    if pains:
        worst, rated = max(level for _, level in pains), counted(len(pains), "set")
        in_sets = f"in the sets {number(_mean(pains))} on average and {worst} at most ({rated} rated)"
    if mornings:
        worst = max(level for _, level in mornings)
        after = f"on the morning after {worst} at most ({counted(len(mornings), 'morning')})"
    over = {day for day, level in (*pains, *mornings) if level > ACCEPTABLE}
    days = f"on {counted(len(over), 'day')}" if over else "on no day"
    return f"{in_sets}, {after}. Over {ACCEPTABLE} {days}"


def _plot(tendon: _Tendon, first: date, last: date) -> Plot:
    worst: dict[date, int] = {}
    for day, level in tendon.pains:
        worst[day] = max(worst.get(day, 0), level)
    points = tuple(Point(day, level, f"{level} of {WORST}", marked=level > ACCEPTABLE) for day, level in worst.items())
    title = f"Worst pain{tendon.of} in the sets of a day"
    over = f"over {ACCEPTABLE}"
    return Plot(title, first, last, points, "", target=ACCEPTABLE, from_zero=True, up_to=WORST, mark_label=over)


def _table(sets: Sequence[EccentricSet], first: date, unit: Unit, *, with_year: bool) -> Table:
    weeks: dict[date, list[EccentricSet]] = {}
    for one in sets:
        weeks.setdefault(one.day - timedelta(days=(one.day - first).days % 7), []).append(one)
    newest = list(weeks.items())[-MOST_WEEKS:]
    rows = tuple(_row(start, one, unit, with_year=with_year) for start, week in newest for one in _tendons(week))
    header = (
        "7 days from",
        "Mornings",
        "Evenings",
        "Side",
        "Knee",
        "Load",
        "Pain, mean",
        "worst",
        "next morning, worst",
    )
    return Table(header, "lrrlllrrr", rows)


def _row(start: date, tendon: _Tendon, unit: Unit, *, with_year: bool) -> tuple[str, ...]:
    sets, bodyweight = tendon.sets, any(one.bodyweight for one in tendon.sets)
    sessions = {(one.session, one.part_of_day) for one in sets}
    pains, mornings = tendon.pains, tendon.mornings
    return (
        day_text(start, year=with_year),
        *(str(sum(part is wanted for _, part in sessions)) for wanted in PartOfDay),
        tendon.name,
        _knees(sets),
        load_range_text([one.load_kg for one in sets], unit_of(sets, unit), bodyweight=bodyweight),
        number(_mean(pains)),
        str(max(level for _, level in pains)) if pains else NO_VALUE,
        str(max(level for _, level in mornings)) if mornings else NO_VALUE,
    )


def _knees(sets: Sequence[EccentricSet]) -> str:
    """Return ``42 straight, 42 bent``: the sets with each."""
    counts = [(sum(one.knee is knee for one in sets), knee.value) for knee in Knee]
    return ", ".join(f"{count} {name}" for count, name in counts if count) or NO_VALUE


def _mean(levels: Sequence[tuple[date, int]]) -> float | None:
    return sum(level for _, level in levels) / len(levels) if levels else None
