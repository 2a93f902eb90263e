"""The lowerings of two sessions as bars, rep by rep, those of the same set of an exercise side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len
from textual.content import Content

from negcoach.formatting import BY_THE_CLOCK, CLOCK_SIGN
from negcoach.store.queries.sessions.history import SetRecord
from negcoach.widgets.drawing.cells import fitted

_ROWS = 10
"""The rows of the highest bar; above it is one for its figure."""

_BAR_WIDTHS = (6, 5, 4, 3, 2, 1)
"""The cells of a bar, the widest first; one that is wider than its seconds has them over it."""

_BETWEEN_REPS, _BETWEEN_SETS = 1, 4
"""Cells between two reps of a set, and between two sets."""
_LEAST_SET = len("set 10")
"""The least cells of a set: those of its number below it."""

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_LINE = "┈"
"""The lowering time that was prescribed."""

_COLOURS = ("$text-primary", "$text-accent")
"""The colours of the bars of the first session and of the second, which stand left and right."""

_Part = tuple[str, str]
_GAP: _Part = (" " * _BETWEEN_SETS, "")


@dataclass(frozen=True, slots=True)
class SetBars:
    """The lowerings of a set of both sessions, in ms, ``None`` for one by the clock; the prescribed time is in ms too.

    Where only one session has the set, the other has no lowerings.
    """

    exercise: str
    number: int
    lowered: tuple[tuple[int | None, ...], tuple[int | None, ...]]
    target_ms: int

    @classmethod
    def of(cls, exercise: str, number: int, both: tuple[SetRecord | None, SetRecord | None]) -> SetBars:
        """Return the lowerings of a set of both sessions; the time is that of the later one."""
        first, second = (() if one is None else tuple(rep.measured_ms for rep in one.reps) for one in both)
        reps = [rep for one in both if one is not None for rep in one.reps]
        return cls(exercise, number, (first, second), reps[-1].target_ms if reps else 0)

    @property
    def reps(self) -> int:
        """How many reps the longer of both has."""
        return max(map(len, self.lowered))

    @property
    def sides(self) -> tuple[int, ...]:
        """Which of the sessions have bars: in a set that only one has no room is kept for the other."""
        return tuple(side for side, done in enumerate(self.lowered) if done)

    def width(self, bar: int) -> int:
        """Return how many cells its bars take, with ``bar`` cells for each."""
        return max(_LEAST_SET, self.reps * (len(self.sides) * bar + _BETWEEN_REPS) - _BETWEEN_REPS)


def chart_lines(sets: Sequence[SetBars], heads: tuple[str, str], width: int) -> Content | None:
    """Return the bars as lines of at most ``width`` cells under a heading; ``heads`` are the days of the sessions.

    The sets are beside each other; those that do not fit are below the others. ``None`` where a set does not fit, or
    nothing was measured.
    """
    sets = [one for one in sets if one.reps]
    most_ms = max((ms for one in sets for done in one.lowered for ms in done if ms is not None), default=0)
    if not most_ms:
        return None
    bar = next((bar for bar in _BAR_WIDTHS if _width(sets, bar) <= width), None)
    bar = bar or next((bar for bar in _BAR_WIDTHS[-2:] if max(one.width(bar) for one in sets) <= width), None)
    if bar is None:
        return None
    most_ms = max(most_ms, *(one.target_ms for one in sets))
    lines = [Content.assemble(*_heading(heads, width))]
    for beside in _in_rows(sets, bar, width):
        lines += [Content.assemble(*_row(beside, row, bar, most_ms)) for row in range(_ROWS, -1, -1)]
        below = ([(f"set {one.number}".ljust(one.width(bar)), "$foreground-muted")] for one in beside)
        lines.append(Content.assemble(*_joined(below, _GAP)))
        lines.append(Content.assemble(*_joined(_exercises(beside, bar), _GAP)))
    return Content("\n").join(lines)


def _exercises(beside: Sequence[SetBars], bar: int) -> Iterator[list[_Part]]:
    """Yield the name of each exercise, as wide as its sets that are beside each other."""
    for exercise, of_it in groupby(beside, lambda one: one.exercise):
        yield [(fitted(exercise, _width([*of_it], bar)), "")]


def _in_rows(sets: Sequence[SetBars], bar: int, width: int) -> list[list[SetBars]]:
    """Return the sets that are beside each other, row by row."""
    rows: list[list[SetBars]] = []
    for one in sets:
        if rows and _width([*rows[-1], one], bar) <= width:
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows


def _width(sets: Sequence[SetBars], bar: int) -> int:
    return sum(one.width(bar) for one in sets) + _BETWEEN_SETS * (len(sets) - 1)


def _heading(heads: tuple[str, str], width: int) -> list[_Part]:
    """Return the title and what the bars are, as much of it as fits."""
    parts: list[_Part] = [("Each lowering", "bold $text-accent")]
    room = width - cell_len(parts[0][0])
    for said in (
        [("   █ ", _COLOURS[0]), (f"left {heads[0]}", ""), ("   █ ", _COLOURS[1]), (f"right {heads[1]}", "")],
        [(f"   {_LINE * 3} target   {CLOCK_SIGN} {BY_THE_CLOCK}", "$foreground-muted")],
    ):
        room -= sum(cell_len(text) for text, _ in said)
        if room < 0:
            break
        parts += said
    return parts


def _row(sets: Sequence[SetBars], row: int, bar: int, most_ms: int) -> list[_Part]:
    """Return a row of the bars; rows are counted from 0, the lowest."""
    return _joined((_set_row(one, row, bar, most_ms) for one in sets), _GAP)


def _set_row(one: SetBars, row: int, bar: int, most_ms: int) -> list[_Part]:
    target = -(-_eighths(one.target_ms, most_ms) // 8) - 1
    blank = (_LINE if row == target else " ", "$foreground-muted")
    parts: list[_Part] = []
    for rep in range(one.reps):
        if rep:
            parts.append((blank[0] * _BETWEEN_REPS, blank[1]))
        for side in one.sides:
            done = one.lowered[side]
            cells = _bar_cells(done[rep], row, bar, most_ms, _COLOURS[side]) if rep < len(done) else None
            parts.append(cells or (blank[0] * bar, blank[1]))
    shown = sum(len(text) for text, _ in parts)
    return [*parts, (" " * (one.width(bar) - shown), "")]


def _bar_cells(ms: int | None, row: int, bar: int, most_ms: int, colour: str) -> _Part | None:
    """Return a bar's cells in a row, or its seconds just above it; ``None`` where it has neither."""
    if ms is None:
        return (f"{CLOCK_SIGN:^{bar}}", "$foreground-muted") if not row else None
    eighths = _eighths(ms, most_ms)
    filled = max(0, min(8, eighths - 8 * row))
    if filled:
        return _EIGHTHS[filled] * bar, colour
    seconds = f"{ms / 1000:.1f}"
    return (f"{seconds:^{bar}}", "") if row == -(-eighths // 8) and len(seconds) < bar else None


def _eighths(ms: int, most_ms: int) -> int:
    """Return the height of a bar in eighths of a row: at least one."""
    return max(1, round(8 * _ROWS * ms / most_ms))


def _joined(groups: Iterator[list[_Part]], gap: _Part) -> list[_Part]:
    parts: list[_Part] = []
    for group in groups:
        parts += [gap, *group] if parts else group
    return parts
