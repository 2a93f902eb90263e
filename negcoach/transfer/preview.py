"""The preview of an import, and afterwards its result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from negcoach.formatting import day_text
from negcoach.texts import clean, counted, quoted, shortened
from negcoach.training.units import Unit
from negcoach.transfer.apps.dates import DayOrder
from negcoach.transfer.apps.names import ExerciseMatch, MatchKind
from negcoach.transfer.matching.differences import Difference


@dataclass(frozen=True, slots=True)
class ExerciseFound:
    """An exercise of the file, the number of its sets, and the exercise that it is matched to."""

    name: str
    sets: int
    match: ExerciseMatch

    @property
    def becomes(self) -> str:
        """The match in a few words."""
        muscles = ", ".join(self.match.muscles) or "muscles not known"
        if self.match.kind is MatchKind.OWN:
            return f"your own ({muscles})"
        return self.match.name + (", load is help" if self.match.assisted else "")


@dataclass(frozen=True, slots=True)
class SkippedRows:
    """How many rows are skipped for one reason; ``first`` is the first of them, from 1 (``None``: not known)."""

    why: str
    rows: int
    first: int | None = None

    @property
    def where(self) -> str:
        """Where to look: "row 12", or "the first is row 12"; "" where that is not known."""
        if self.first is None:
            return ""
        return f"row {self.first}" if self.rows == 1 else f"the first is row {self.first}"


@dataclass(frozen=True, slots=True)
class LikelyUnit:
    """The unit that the loads are likely in where the file does not say it, and why."""

    unit: Unit
    why: str


@dataclass(frozen=True, slots=True)
class HeaviestLoad:
    """The heaviest load of the file, as the file has it; its unit is ``None`` until it is answered."""

    exercise: str
    load: float
    unit: Unit | None

    def __str__(self) -> str:
        """Return ``Squat, 140 kg``: a wrong unit is seen by it."""
        return f"{clean(self.exercise)}, {file_load_text(self.load, self.unit)}"


def file_load_text(load: float, unit: Unit | None) -> str:
    """Return a load as the file has it: ``140 kg``, or ``140`` where its unit is not known yet."""
    number = f"{load:.2f}".rstrip("0").rstrip(".")
    return f"{number} {unit}" if unit else number


@dataclass(frozen=True, slots=True)
class NewestSession:
    """One of the newest sessions of the file, as it will be stored: its exercises in their order, each with its sets.

    Of each exercise it has the name that it will have here, and its sets in words.
    """

    day: date
    title: str
    exercises: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The effect of an import that is planned or done.

    Of the ``rows`` of the file, ``imported`` are imported, as ``sets`` in ``sessions`` or as body ``weights``, of which
    ``beside`` are in rows with sets, and ``different`` say something else of what is there already; ``skipped`` has all
    others. ``differences`` are what is different in these rows and in the sessions, and the sets that the file has no
    more; ``taken`` is how many of them replace what is stored. ``first_day`` and ``last_day`` are of what is imported
    (``None``: nothing). ``units`` are those in the file; ``needs_unit`` and ``needs_order`` are whether the file leaves
    them open, ``unit`` and ``order`` the answers; by the ``heaviest`` load a wrong unit is seen. ``columns`` are those
    among which the one with the loads is to be found, none where it is known; ``loads`` is the answer, "" for none of
    them. ``newest`` are a few of the sessions that are imported, the newest first.
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
    columns: tuple[str, ...] = ()
    loads: str | None = None
    differences: tuple[Difference, ...] = ()
    taken: int = 0
    likely_unit: LikelyUnit | None = None
    heaviest: HeaviestLoad | None = None
    weights: int = 0
    beside: int = 0
    newest: tuple[NewestSession, ...] = ()

    @property
    def different(self) -> int:
        """How many rows of the file say something else of a set that is there already."""
        return sum(one.row is not None for one in self.differences)

    @property
    def changes(self) -> int:
        """How many rows an import adds or changes."""
        return self.imported + self.beside + self.taken

    @property
    def taken_text(self) -> str:
        """What becomes of what is different, in a few words."""
        if not self.taken:
            return "left as it is here"
        some = "" if self.taken == len(self.differences) else f"{self.taken:,} "
        return f"{some}updated from the file"

    @property
    def asks_loads(self) -> bool:
        """Whether the answer is missing which column has the loads."""
        return bool(self.columns) and self.loads is None

    @property
    def asks(self) -> bool:
        """Whether any answer is missing without which nothing can be imported."""
        return self.asks_loads or self.asks_unit or self.asks_order

    @property
    def asks_unit(self) -> bool:
        """Whether the answer is missing whether loads are kg or lb."""
        return self.needs_unit and self.unit is None

    @property
    def asks_order(self) -> bool:
        """Whether the answer is missing whether 03/04 is in March or April."""
        return self.needs_order and self.order is None

    @property
    def skipped_rows(self) -> int:
        """How many rows are skipped."""
        return sum(skipped.rows for skipped in self.skipped)

    @property
    def days(self) -> str:
        """The first and the last day, "4 Mar to 6 Mar 2024"; "" for none."""
        if self.first_day is None or self.last_day is None:
            return ""
        if self.first_day == self.last_day:
            return day_text(self.first_day)
        same_year = self.first_day.year == self.last_day.year
        return f"{day_text(self.first_day, year=not same_year)} to {day_text(self.last_day)}"

    @property
    def unit_text(self) -> str:
        """The unit of the loads, and its source, as text."""
        units = " and ".join(self.units)
        if self.needs_unit:
            answered = f"{self.unit}, as you say" if self.unit else "not said by the file: kg or lb?"
            if self.likely_unit is not None and self.likely_unit.unit != self.unit:
                but = "; but they" if self.unit else " They"
                answered += f"{but} look like {self.likely_unit.unit}, {self.likely_unit.why}"
            return f"{units} where the file says it; else {answered}" if units else answered
        return f"{units}, as the file says" if units else "no loads"

    @property
    def order_text(self) -> str:
        """Whether day or month comes first, and the source of that, as text."""
        if self.order is None:
            return "not said by the file: day first or month first?"
        return f"{self.order.value.replace('-', ' ')}, as you say"

    @property
    def loads_text(self) -> str:
        """Which column has the loads, where the file does not show it; "" where it does."""
        if self.asks_loads:
            return "not said by the file: in which column?"
        if not self.columns:
            return ""
        return f"in the column {quoted(clean(self.loads))}, as you say" if self.loads else "none, as you say"

    @property
    def what(self) -> str:
        """The import in a few words, for the list of edits."""
        if self.taken:
            changed = counted(self.taken, "difference")
            return f"import of {self.file}: {counted(self.sets, 'set')}, {changed} updated"
        if not self.sets and not self.sessions:
            what = counted(self.weights, "body weight") if self.weights else counted(self.imported, "row")
            return f"import of {self.file}: {what}"
        return f"import of {self.file}: {counted(self.sessions, 'session')}, {counted(self.sets, 'set')}"

    @property
    def brought(self) -> str:
        """The imported rows, in a few words; an export of negcoach may hold body weights alone."""
        parts = [
            f"{counted(self.sets, 'set')} in {counted(self.sessions, 'session')}" if self.sets or self.sessions else "",
            counted(self.weights, "body weight") if self.weights else "",
            counted(self.taken, "correction") if self.taken else "",
        ]
        return ", ".join(filter(None, parts)) or counted(self.imported, "row")


def lines(preview: Preview, most_exercises: int | None = None) -> Iterator[str]:
    """Yield the preview as lines of text."""
    encoding = "" if preview.encoding == "utf-8" else f", read as {preview.encoding}"
    yield f"{preview.file}: {preview.app}, {counted(preview.rows, 'row')}{encoding}"
    yield ""
    yield f"  sessions   {preview.sessions:,}" + (f", {preview.days}" if preview.days else "")
    yield f"  sets       {preview.sets:,}"
    if preview.weights:
        yield f"  body       {counted(preview.weights, 'body weight')}"
    if preview.columns:
        yield f"  loads      {preview.loads_text}"
    if not preview.asks_loads:
        yield f"  unit       {preview.unit_text}"
    if preview.heaviest is not None:
        yield f"  heaviest   {preview.heaviest}"
    if preview.needs_order:
        yield f"  dates      {preview.order_text}"
    if preview.exercises:
        yield ""
        yield "  exercises"
        yield from _columns(
            [(f"{found.sets:,}", found.name, "→", found.becomes) for found in preview.exercises[:most_exercises]]
        )
    if preview.differences:
        yield ""
        yield f"  {different_heading(preview)}"
        yield from _difference_lines(preview.differences)
    if preview.skipped:
        yield ""
        yield f"  not imported: {counted(preview.skipped_rows, 'row')}"
        yield from _columns([(f"{one.rows:,}", one.why, one.where) for one in preview.skipped])


def different_heading(preview: Preview) -> str:
    """Return how much is different, and what becomes of it."""
    return f"different from what is there: {len(preview.differences):,}, {preview.taken_text}"


def grouped(differences: Sequence[Difference]) -> Iterator[tuple[int, str, str, str]]:
    """Yield the differences, alike ones together: how many, where the first is, what is different, and the row."""
    groups: dict[tuple[str, str], list[Difference]] = {}
    for one in differences:
        groups.setdefault((one.exercise, one.what), []).append(one)
    for many in groups.values():
        first = many[0]
        row = "" if first.row is None else f"row {first.row}"
        yield len(many), first.where, first.what, row


MOST_DIFFERENCES = 30
"""The most groups of differences that are listed."""


def _difference_lines(differences: Sequence[Difference]) -> Iterator[str]:
    groups = list(grouped(differences))
    for number, where, what, row in groups[:MOST_DIFFERENCES]:
        more = f"  and {number - 1:,} more" if number > 1 else ""
        yield f"    {where}: {what}{f'  {row}' if row else ''}{more}"
    if len(groups) > MOST_DIFFERENCES:
        rest = sum(number for number, *_ in groups[MOST_DIFFERENCES:])
        yield f"    and {rest:,} more"


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows laid out in columns: the first aligned right, and none wider than half a line."""
    widths = [min(46, max(len(row[column]) for row in rows)) for column in range(len(rows[0]))]
    for row in rows:
        cells = [shortened(cell, width).ljust(width) for cell, width in zip(row, widths, strict=True)]
        yield ("    " + cells[0].rjust(widths[0]) + "  " + "  ".join(cells[1:])).rstrip()
