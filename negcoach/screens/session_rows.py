"""The lines of the list of sessions: columns that fit the width there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from negcoach.screens.labels import minutes_text
from negcoach.store.history import SessionRow
from negcoach.texts import clean
from negcoach.training.units import Unit, format_load
from negcoach.widgets.coach_lines import KEPT, SHORT

_BAR = 10
"""Cells of the bar that shows how much of the tempo was kept."""

_LOST = "!"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what stands over it, its width in cells (0: what the others leave), and to which side it leans."""

    title: str
    width: int
    right: bool = True


_DATE = Column("date", 13, right=False)
_NAMES = Column("exercises", 0, right=False)
_NUMBERS = (
    Column("sets", 4),
    Column("reps", 4),
    Column("load", 9),
    Column("lowered", 7),
    Column("kept", 5),
    Column("RPE", 3),
    Column("", 1, right=False),
)
_WIDE_FROM = 96
"""From this width on the tempo that was kept is drawn as a bar too, and its loss told in words."""

_KEPT_BAR = Column("", _BAR, right=False)
_LOSS = Column("", 10, right=False)


def columns(width: int) -> tuple[Column, ...]:
    """Return the columns for a list so many cells wide."""
    if width < _WIDE_FROM:
        return (_DATE, _NAMES, *_NUMBERS)
    return (_DATE, _NAMES, *_NUMBERS[:5], _KEPT_BAR, _NUMBERS[5], _LOSS)


def heading(width: int) -> Content:
    """Return the line above the list."""
    return _line([(column.title, "") for column in columns(width)], width)


def month_line(month: str, width: int, *, first: bool) -> Content:
    """Return the heading of a month; where there is room it stands apart from the month before."""
    apart = "" if first or width < _WIDE_FROM else "\n"
    return Content.assemble(apart, (month, "bold $text-accent"))


def month_of(row: SessionRow) -> str:
    """Return the month that a session is listed under, "JULY 2026"."""
    return row.started_at.strftime("%B %Y").upper()


def line(row: SessionRow, width: int, unit: Unit) -> Content:
    """Return a session's line."""
    wide = width >= _WIDE_FROM
    lost = (_LOST if not wide else f"{_LOST} too fast") if row.tempo_losses else ""
    if row.ended_at is None:
        lost = "…" if not wide else "… open"
    kept = _tone(row.adherence)
    cells: list[tuple[str, str]] = [
        (row.started_at.strftime("%a %d  %H:%M"), ""),
        (clean(", ".join(row.exercise_names)) or "nothing lowered", "bold"),
        (str(row.sets), ""),
        (str(row.reps), ""),
        (load_text(row.top_load_kg, unit), ""),
        (minutes_text(row.tension_ms), ""),
        ("–" if row.adherence is None else f"{round(row.adherence * 100)} %", kept),
    ]
    if wide:
        cells.append((_bar(row.adherence), kept))
    cells += [("–" if row.rpe is None else f"{row.rpe:g}", ""), (lost, "bold $text-error")]
    return _line(cells, width)


def load_text(load_kg: float | None, unit: Unit) -> str:
    """Return the load, "body" for bodyweight alone, "–" where there is none."""
    if load_kg is None:
        return "–"
    return format_load(load_kg, unit) if load_kg else "body"


def _line(cells: Sequence[tuple[str, str]], width: int) -> Content:
    shape = columns(width)
    gap = 2 if width >= _WIDE_FROM else 1
    fixed = sum(column.width for column in shape) + gap * (len(shape) - 1) + 1
    parts: list[tuple[str, str]] = []
    for column, (text, style) in zip(shape, cells, strict=True):
        room = column.width or max(6, width - fixed)
        parts.append((_fitted(text, room, column.right), style))
        parts.append((" " * (gap + 1 if column is _DATE else gap), ""))
    return Content.assemble(*parts[:-1])


def _fitted(text: str, room: int, right: bool) -> str:
    length = cell_len(text)
    if length > room:
        return set_cell_size(text, room - 1) + "…"
    return " " * (room - length) + text if right else text + " " * (room - length)


def _bar(adherence: float | None) -> str:
    halves = max(1, min(2 * _BAR, round((adherence or 0) * 2 * _BAR)))
    return "" if adherence is None else "━" * (halves // 2) + "╸" * (halves % 2)


def _tone(adherence: float | None) -> str:
    if adherence is None:
        return "$text-muted"
    if adherence >= KEPT:
        return "$text-success"
    return "$text-warning" if adherence >= SHORT else "$text-error"
