"""What an import would do, told before it is done; the same says what was done, after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from negcoach.formatting import counted
from negcoach.texts import shortened
from negcoach.training.units import Unit
from negcoach.transfer.apps.dates import DayOrder
from negcoach.transfer.apps.names import How, Mapped


@dataclass(frozen=True, slots=True)
class ExerciseFound:
    """An exercise of the file, in how many of its sets, and what it is taken for."""

    name: str
    sets: int
    mapped: Mapped

    @property
    def becomes(self) -> str:
        """What it is taken for, in a few words."""
        muscles = ", ".join(self.mapped.muscles) or "muscles not known"
        if self.mapped.how is How.OWN:
            return f"your own ({muscles})"
        return self.mapped.name + (", load is help" if self.mapped.assisted else "")


@dataclass(frozen=True, slots=True)
class SkippedRows:
    """How many rows are not imported for one reason; ``first`` is the first of them, from 1 (``None``: no matter)."""

    why: str
    rows: int
    first: int | None = None

    @property
    def where(self) -> str:
        """Where to look: "row 12", or "from row 12 on"."""
        if self.first is None:
            return ""
        return f"row {self.first}" if self.rows == 1 else f"the first is row {self.first}"


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do.

    ``rows`` are in the file, ``imported`` of them come in, as ``sets`` in ``sessions``; ``skipped`` tells all others.
    ``first_day`` and ``last_day`` are of what comes in (``None``: nothing). ``units`` are those that the file says;
    ``needs_unit`` and ``needs_order`` tell what it does not say, ``unit`` and ``order`` what was answered.
    """

    file: str
    app: str
    encoding: str
    rows: int
    imported: int
    sessions: int
    sets: int
    first_day: date | None
    last_day: date | None
    exercises: tuple[ExerciseFound, ...]
    skipped: tuple[SkippedRows, ...]
    units: tuple[Unit, ...]
    unit: Unit | None
    needs_unit: bool
    needs_order: bool
    order: DayOrder | None

    @property
    def asks_unit(self) -> bool:
        """Whether it is still to be said whether loads are kg or lb."""
        return self.needs_unit and self.unit is None

    @property
    def asks_order(self) -> bool:
        """Whether it is still to be said whether 03/04 is in March or April."""
        return self.needs_order and self.order is None

    @property
    def skipped_rows(self) -> int:
        """How many rows are not imported."""
        return sum(skipped.rows for skipped in self.skipped)

    @property
    def days(self) -> str:
        """The first and the last day, "" for none."""
        if self.first_day is None or self.last_day is None:
            return ""
        if self.first_day == self.last_day:
            return self.first_day.isoformat()
        return f"{self.first_day.isoformat()} to {self.last_day.isoformat()}"

    @property
    def unit_text(self) -> str:
        """Which unit the loads are in, and who says so."""
        said = " and ".join(self.units)
        if self.needs_unit:
            answered = f"{self.unit}, as you say" if self.unit else "not said by the file: kg or lb?"
            return f"{said} where the file says it; else {answered}" if said else answered
        return f"{said}, as the file says" if said else "no loads"

    @property
    def order_text(self) -> str:
        """Which of day and month comes first, and who says so."""
        if self.order is None:
            return "not said by the file: day first or month first?"
        return f"{self.order.value.replace('-', ' ')}, as you say"

    @property
    def what(self) -> str:
        """What was done, for the list of edits."""
        if not self.sets and not self.sessions:
            return f"import of {self.file}: {counted(self.imported, 'row')}"
        return f"import of {self.file}: {counted(self.sessions, 'session')}, {counted(self.sets, 'set')}"

    @property
    def brought(self) -> str:
        """What came in, in a few words: an export of negcoach may hold body weights alone."""
        if not self.sets and not self.sessions:
            return counted(self.imported, "row")
        return f"{counted(self.sets, 'set')} in {counted(self.sessions, 'session')}"


def lines(preview: Preview, most_exercises: int | None = None) -> Iterator[str]:
    """Yield the lines that tell a preview to a person."""
    encoding = "" if preview.encoding == "utf-8" else f", read as {preview.encoding}"
    yield f"{preview.file}: {preview.app}, {counted(preview.rows, 'row')}{encoding}"
    yield ""
    yield f"  sessions   {preview.sessions:,}" + (f", {preview.days}" if preview.days else "")
    yield f"  sets       {preview.sets:,}"
    yield f"  unit       {preview.unit_text}"
    if preview.needs_order:
        yield f"  dates      {preview.order_text}"
    if preview.exercises:
        yield ""
        yield "  exercises"
        yield from _columns(
            [(f"{found.sets:,}", found.name, "->", found.becomes) for found in preview.exercises[:most_exercises]]
        )
    if preview.skipped:
        yield ""
        yield f"  not imported: {counted(preview.skipped_rows, 'row')}"
        yield from _columns([(f"{one.rows:,}", one.why, one.where) for one in preview.skipped])


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lay cells out in columns: numbers at the right of the first, names no wider than half a line."""
    widths = [min(46, max(len(row[column]) for row in rows)) for column in range(len(rows[0]))]
    for row in rows:
        cells = [shortened(cell, width).ljust(width) for cell, width in zip(row, widths, strict=True)]
        yield ("    " + cells[0].rjust(widths[0]) + "  " + "  ".join(cells[1:])).rstrip()
