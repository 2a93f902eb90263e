"""The lines of the session list, in columns that fit a given width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from negcoach.formatting import (
    day_cell,
    day_text,
    load_cell,
    month_text,
    reps_of_sets_text,
    rpe_text,
    target_share_text,
    time_text,
)
from negcoach.store.queries.sessions.history import SessionRow
from negcoach.texts import clean, time_of_day_text
from negcoach.training.progress.adherence import TempoResult, tempo_result
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.units import Unit
from negcoach.widgets.drawing.cells import shortened_to_cells
from negcoach.widgets.lists.session_table import Parts, TableLine

RECORD, LOST, PAIN, OPEN, COMPARED = "★", "!", "✕", "…", "⇄"
"""The marks of a session: with a record, with a set that lost its tempo or ended in pain, not ended, to be compared."""

LEGEND = f"{PAIN} ended in pain   {RECORD} record   {LOST} tempo lost   {OPEN} not ended   {COMPARED} to compare"
"""The legend of the marks."""

MONTH_WIDTH = 9
"""Cells of the month in front of a line, "Jul 2026" and a space."""

_NARROW_BELOW = 60
"""Cells of width below which a line has the month in its day, and only what tells sessions apart."""

_TEMPO_STYLES = {
    TempoResult.KEPT: "$text-success",
    TempoResult.SHORT: "$text-warning",
    TempoResult.LOST: "$text-error",
}

_BAR_WIDTH = 10
"""Cells of the bar that shows the adherence to the tempo."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: its title, its width in cells (0: what the others leave), whether it is right-aligned."""

    title: str
    width: int
    right: bool = True


_DAY = Column("day", 6, right=False)
_DAY_AND_TIME = Column("day", 13, right=False)
_DAY_AND_MONTH = Column("day", 6, right=False)
_NAMES = Column("exercises", 0, right=False)
_LOAD, _LOWERED = Column("load", 9), Column("lowered", 7)
_TARGET, _WIDE_TARGET = Column("target", 6), Column("target time", 11)
"""The percentage of target time that the lowerings took; the wide one goes with the bar."""

_RPE = Column("RPE", 3)
_MARKS_COLUMN = Column("", 3, right=False)
_WIDE_FROM = 100
"""Cells of width from which on a line has the time of day."""
_WORDS_FROM = 118
"""Cells of width from which on a line has its marks in words; a narrower one needs the room for the names."""
_BAR_FROM = 118
"""Cells of width from which on a line has the bar of the adherence; a narrower one needs the room for the names."""

_LEAST_AMOUNT = 9
_AMOUNT_WIDTHS = ((130, 22), (_WIDE_FROM, 16), (0, _LEAST_AMOUNT))
"""The width of the column of sets and reps, by the width (cells) from which a line has it, the widest first."""

_TEMPO_BAR = Column("", _BAR_WIDTH, right=False)
_MARK_WORDS = Column("", 12, right=False)


def columns(width: int) -> tuple[Column, ...]:
    """Return the columns of a line of ``width`` cells, not counting the month."""
    amount = Column("sets×reps", _amount_width(width))
    if width < _WIDE_FROM:
        return (_DAY, _NAMES, amount, _LOAD, _LOWERED, _TARGET, _RPE, _MARKS_COLUMN)
    target = (_WIDE_TARGET, _TEMPO_BAR) if width >= _BAR_FROM else (_TARGET,)
    marks = _MARK_WORDS if width >= _WORDS_FROM else _MARKS_COLUMN
    return (_DAY_AND_TIME, _NAMES, amount, _LOAD, _LOWERED, *target, _RPE, marks)


_NARROW_COLUMNS = (_DAY_AND_MONTH, _NAMES, _LOAD, _TARGET, _MARKS_COLUMN)


def heading(width: int) -> Content:
    """Return the heading above the list, ``width`` cells wide with the month."""
    if width < _NARROW_BELOW:
        parts = _join_cells([((column.title, ""),) for column in _NARROW_COLUMNS], _NARROW_COLUMNS, width)
        return Content("".join(text for text, _ in parts))
    width -= MONTH_WIDTH
    parts = _join_cells([((column.title, ""),) for column in columns(width)], columns(width), width)
    return Content(" " * MONTH_WIDTH + "".join(text for text, _ in parts))


def table_line(row: SessionRow, width: int, unit: Unit, rules: StopRules, *, compared: bool = False) -> TableLine:
    """Return a session's line, ``width`` cells wide with its month; ``rules`` define which tempo is too fast."""
    sign = COMPARED if compared else " "
    if width < _NARROW_BELOW:
        return TableLine("", _narrow_parts(row, width, unit, rules), sign)
    return TableLine(month_of(row), session_parts(row, width - MONTH_WIDTH, unit, rules), sign)


def month_of(row: SessionRow) -> str:
    """Return the month that a session is listed under, "Jul 2026 "."""
    return month_text(row.started_at).ljust(MONTH_WIDTH)


def session_parts(row: SessionRow, width: int, unit: Unit, rules: StopRules) -> Parts:
    """Return a session's line without the month; "lifted" replaces the lowering time where nothing was lowered."""
    wide = width >= _WIDE_FROM
    lifted = not row.sets and row.lifted_sets > 0
    reps = row.lifted_set_reps if lifted else row.set_reps
    load, exercise = _top_load(row, unit, lifted=lifted)
    tempo_style, day = _tempo_style(row.adherence, rules), day_cell(row.started_at)
    names, amount = _title_and_names(row, exercise), reps_of_sets_text(reps, _amount_width(width))
    room = _names_room(columns(width), width) + _amount_width(width)
    if sum(cell_len(text) for text, _ in names) + cell_len(amount) > room:  # the names have its words' room
        amount = reps_of_sets_text(reps, _LEAST_AMOUNT)
    cells: list[Parts] = [
        ((f"{day}  {time_of_day_text(row.started_at)}" if wide else day, ""),),
        names,
        ((amount, ""),),
        ((load, ""),),
        (("lifted", "italic") if lifted else (time_text(row.tension_ms), ""),),
        ((target_share_text(row.adherence, row.reps, held=row.held, narrow=True), tempo_style),),
    ]
    if width >= _BAR_FROM:
        cells.append(((_bar(row.adherence), tempo_style),))
    cells += [((rpe_text(row.rpe), ""),), _marks(row, words=width >= _WORDS_FROM)]
    return _join_cells(cells, columns(width), width)


def _narrow_parts(row: SessionRow, width: int, unit: Unit, rules: StopRules) -> Parts:
    """Return a session's line where there is room for its day, its exercises, its load and its tempo alone."""
    load, exercise = _top_load(row, unit, lifted=not row.sets and row.lifted_sets > 0)
    cells: list[Parts] = [
        ((day_text(row.started_at, year=False), ""),),
        _title_and_names(row, exercise),
        ((load, ""),),
        ((target_share_text(row.adherence, row.reps, held=row.held, narrow=True), _tempo_style(row.adherence, rules)),),
        _marks(row, words=False),
    ]
    return _join_cells(cells, _NARROW_COLUMNS, width)


def _top_load(row: SessionRow, unit: Unit, *, lifted: bool) -> tuple[str, str]:
    """Return the heaviest load, and the exercise that it is of where the session has several ("" else)."""
    kg, of_load, exercise = row.top_load_kg, row.top_unit, row.top_exercise
    if lifted:
        kg, of_load, exercise = row.lifted_top_kg, row.lifted_top_unit, row.lifted_top_exercise
    return load_cell(kg, of_load or unit), exercise if kg and len(row.exercise_names) > 1 else ""


def _amount_width(width: int) -> int:
    """Return the width of the column of the sets and reps in a line of ``width`` cells."""
    return next(cells for least, cells in _AMOUNT_WIDTHS if width >= least)


def _title_and_names(row: SessionRow, loaded: str) -> Parts:
    """Return the names of the exercises, after the title where an imported session has one.

    Of several, the one ``loaded`` most is named first and in bold: the load in its column is that one's.
    """
    rest = ", ".join(name for name in row.exercise_names if name != loaded)
    if row.sets and row.lifted_sets:
        rest += f" (+{row.lifted_sets} lifted)"
    names: Parts = ((clean(rest) or "nothing lowered", "bold"),)
    if loaded:
        names = ((clean(loaded), "bold"), (f", {clean(rest)}", ""))
    if row.title:
        return (clean(row.title), "bold"), ("  ", ""), *((text, "") for text, _ in names)
    return names


def _marks(row: SessionRow, *, words: bool) -> Parts:
    found = [
        (mark, word, style)
        for there, mark, word, style in (
            (row.painful_sets, PAIN, "pain", "bold $text-error"),
            (row.records, RECORD, "record", "bold $text-success"),
            (row.tempo_losses, LOST, "tempo lost", "bold $text-error"),
            (row.ended_at is None, OPEN, "open", "bold $text-warning"),
        )
        if there
    ]
    if words and len(found) == 1:
        mark, word, style = found[0]
        return ((f"{mark} {word}", style),)
    return tuple((f"{mark} " if words else mark, style) for mark, _, style in found)


def _join_cells(cells: Sequence[Parts], shape: Sequence[Column], width: int) -> Parts:
    """Return cells in their columns, one line; the names may reach into what the column after them leaves blank."""
    gap, room = _gap(width), _names_room(shape, width)
    lent = 0  # cells of this column that the names before it have
    parts: list[tuple[str, str]] = []
    for column, cell, after, cell_after in zip(shape, cells, (*shape[1:], _NAMES), (*cells[1:], ()), strict=True):
        blank = after.width - sum(cell_len(text) for text, _ in cell_after) if after.right else 0
        left = column.width - lent if column.width else room + max(0, blank)
        fitted = _fitted(cell, left)
        used = sum(cell_len(text) for text, _ in fitted)
        lent = max(0, used - room) if not column.width else 0
        filling = (" " * (left - used if column.width else max(0, room - used)), "")
        parts += [filling, *fitted] if column.right else [*fitted, filling]
        parts.append((" " * gap, ""))
    return tuple(parts[:-1])


def _names_room(shape: Sequence[Column], width: int) -> int:
    """Return how many cells of a line the other columns leave the names."""
    return max(6, width - sum(column.width for column in shape) - _gap(width) * (len(shape) - 1))


def _gap(width: int) -> int:
    return 2 if width >= _WIDE_FROM else 1


def _fitted(cell: Parts, room: int) -> Parts:
    """Return a cell's text in ``room`` cells: an ellipsis says that there is more."""
    shown: list[tuple[str, str]] = []
    for text, style in cell:
        shown.append((shortened_to_cells(text, room), style))
        room -= cell_len(shown[-1][0])
        if shown[-1][0] != text:
            break
    return tuple(shown)


def _bar(adherence: float | None) -> str:
    halves = max(1, min(2 * _BAR_WIDTH, round((adherence or 0) * 2 * _BAR_WIDTH)))
    return "" if adherence is None else "━" * (halves // 2) + "╸" * (halves % 2)


def _tempo_style(adherence: float | None, rules: StopRules) -> str:
    return "$foreground-muted" if adherence is None else _TEMPO_STYLES[tempo_result(adherence, rules)]
