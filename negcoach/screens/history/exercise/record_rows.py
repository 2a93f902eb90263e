"""The rows of an exercise's records: each has its figures, its day, and the session that Enter opens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from textual.content import Content

from negcoach.formatting import day_text, seconds_text, short_load_text, tenths_text, time_text
from negcoach.store.queries.trends import ExerciseTrend
from negcoach.texts import clean, counted
from negcoach.training.plan.full_rep import records_of
from negcoach.training.progress.one_rm import OneRmPoint
from negcoach.training.progress.records import MIN_REPS, PerformedSet, Records
from negcoach.training.progress.strength import compared_with, one_rm_on, short_ratio, studied_ratio
from negcoach.training.terms import OneRmKind
from negcoach.training.units import Unit, format_load, rounded_in
from negcoach.widgets.drawing.cells import fitted

_DATE_WIDTH = 11
_VALUE_WIDTH = 10
_NAME_WIDTH = 24
_DATE_FROM = 46
"""Cells of width from which on a line has the record's day; the name needs the room of a narrower one."""
_DETAIL_FROM = 64
"""Cells of width from which on a line has the record's detail."""


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A row of the list: a record, or a heading, which has only a ``name``.

    ``session_id`` is ``None`` for a record that was set in no session.
    """

    name: str
    value: str = ""
    detail: str = ""
    day: date | None = None
    session_id: str | None = None

    @property
    def is_heading(self) -> bool:
        """Whether other rows are listed under this one."""
        return self.day is None and self.name.isupper()


def record_rows(trend: ExerciseTrend, unit: Unit) -> list[RecordRow]:
    """Return the rows of an exercise's records, under their headings."""
    return [
        *_full_reps(trend),
        *_tested(trend, unit),
        *_longest_tested(trend),
        *_lowered(trend, unit),
        *_lifted(trend, unit),
        *_longest(trend, unit),
    ]


def row_line(row: RecordRow, width: int, *, apart: bool = False) -> Content:
    """Return the line of a row, ``width`` cells wide; below a blank one if it is to stand ``apart``."""
    if row.day is None:
        style = "bold $text-accent" if row.is_heading else "$foreground-muted"
        return Content("\n" if apart else "") + Content.styled(fitted(row.name, width), style)
    day = f" {fitted(day_text(row.day), _DATE_WIDTH, right=True)}" if width >= _DATE_FROM else ""
    roomy = width >= _DETAIL_FROM
    name_width = _NAME_WIDTH if roomy else max(6, width - _VALUE_WIDTH - len(day) - 1)
    parts: list[tuple[str, str]] = [
        (fitted(row.name, name_width), ""),
        (" ", ""),
        (fitted(row.value, _VALUE_WIDTH, right=True), "bold"),
    ]
    if roomy:
        detail_width = width - _NAME_WIDTH - _VALUE_WIDTH - _DATE_WIDTH - 5
        parts += [("   ", ""), (fitted(row.detail, detail_width), "$foreground-muted")]
    return Content.assemble(*parts, (day, "$foreground-muted"))


def _lowered(trend: ExerciseTrend, unit: Unit) -> Iterator[RecordRow]:
    if not trend.sessions:
        return
    if trend.records.most_tension is not None or not trend.records_by_side:
        yield RecordRow("RECORDS, LOWERED")
        yield from _of_sets(trend.records, unit, trend.bodyweight)
    for side, best in trend.records_by_side.items():
        yield RecordRow(f"RECORDS, LOWERED, {side.value.upper()}")
        yield from _of_sets(best, unit, trend.bodyweight)
    if (point := trend.records.most_tension_session) is not None:
        load = short_load_text(point.load_kg, unit, bodyweight=trend.bodyweight)
        detail = f"{'least help' if point.load_kg < 0 else 'heaviest'} {load}"
        tension = time_text(point.tension_ms)
        name = "Most tension, both sides" if trend.records_by_side else "Most tension, a session"
        yield RecordRow(name, tension, detail, point.day, point.session_id)


def _full_reps(trend: ExerciseTrend) -> Iterator[RecordRow]:
    """Yield the rungs of full reps that were reached, newest first: the last of them is graduation."""
    found = records_of(trend.exercise, trend.tries)
    if found:
        yield RecordRow("FULL REPS")
    for text, one in reversed(found):
        yield RecordRow(text, "✓", "", one.at.date(), one.session_id)


def _tested(trend: ExerciseTrend, unit: Unit) -> Iterator[RecordRow]:
    """Yield the tests of the eccentric 1RM, newest first, each with its ratio to the 1RM of that time."""
    if not trend.tests:
        return
    yield RecordRow("ECCENTRIC 1RM, TESTED")
    for one in reversed(trend.tests):
        one_rm_kg = one_rm_on(one.day, trend.entered, trend.estimated)
        name, detail = f"At {one.result.tempo}", ""
        if one_rm_kg:
            name += f", {short_ratio(trend.exercise, one.result.kg, one_rm_kg)}"
            detail = f"the {compared_with(trend.exercise)} then: {format_load(one_rm_kg, unit)}"
        kg = format_load(one.result.kg, one.unit or unit)
        yield RecordRow(name, kg, detail, one.day, one.session_id)
    studied = studied_ratio(trend.exercise)
    if studied is not None:
        yield RecordRow(f"  In studies {studied} × 1RM ({studied.source}).")


def _longest_tested(trend: ExerciseTrend) -> Iterator[RecordRow]:
    """Yield the tests of the longest lowering, newest first, the best of them marked where there are several."""
    if trend.lowerings:
        yield RecordRow("LONGEST LOWERING, TESTED")
    best_ms = max((one.result.ms for one in trend.lowerings), default=0)
    for one in reversed(trend.lowerings):
        detail = "the longest so far" if one.result.ms == best_ms and len(trend.lowerings) > 1 else ""
        yield RecordRow("The body alone", tenths_text(one.result.ms), detail, one.day, one.session_id)


def _of_sets(best: Records, unit: Unit, bodyweight: bool) -> Iterator[RecordRow]:
    for heaviest in best.heaviest:
        load = short_load_text(heaviest.load_kg, heaviest.load_unit or unit, bodyweight=bodyweight)
        helped = heaviest.load_kg < 0
        detail = f"{'lowered' if helped else 'eccentric 1RM'} at {clean(heaviest.tempo)}"
        name = "Least help" if helped else "Heaviest"
        yield _set_row(f"{name}, full {seconds_text(heaviest.count_ms)}", load, detail, heaviest)
    if not best.heaviest:
        yield RecordRow("  No rep measured at the full count yet.")
    if best.best_kept is not None:
        off = f"±{(best.best_kept.off_by_ms or 0) / 1000:.2f} s"
        yield _set_row("Best tempo, a set", off, _set_text(best.best_kept, unit, bodyweight), best.best_kept)
    else:
        yield RecordRow(f"  The best tempo needs {MIN_REPS} reps, all measured.")
    if (most := best.most_tension) is not None:
        yield _set_row("Most tension, a set", tenths_text(most.tension_ms), _set_text(most, unit, bodyweight), most)


def _lifted(trend: ExerciseTrend, unit: Unit) -> Iterator[RecordRow]:
    """Yield the rows of the concentric 1RM, which is never estimated from lowered sets."""
    if not trend.entered and not trend.estimated:
        return
    yield RecordRow("CONCENTRIC 1RM, LIFTED")
    for kind, points in _by_kind(trend.entered):
        newest, best = points[-1], max(points, key=lambda point: point.kg)
        name = kind.value.capitalize()
        count = counted(len(points), "test") if kind is OneRmKind.TESTED else ""
        yield RecordRow(f"{name} last", format_load(newest.kg, newest.unit or unit), count, newest.day)
        if best.kg > newest.kg:
            yield RecordRow(f"{name} best", format_load(best.kg, best.unit or unit), "", best.day)
    if trend.estimated:
        newest, best = trend.estimated[-1], max(trend.estimated, key=lambda point: point.kg)
        named = [("Best estimate", best)] if newest is best else [("Estimated last", newest), ("Best estimate", best)]
        for name, point in named:
            of_load = point.unit or unit
            kg = format_load(rounded_in(of_load, point.kg, 1), of_load)
            detail = f"{point.reps} × {format_load(point.load_kg, of_load)}, Epley"
            yield RecordRow(name, kg, detail, point.day, point.session_id)


def _by_kind(points: Sequence[OneRmPoint]) -> Iterator[tuple[OneRmKind, list[OneRmPoint]]]:
    """Yield each kind of 1RM that there is, tested first, with its points."""
    for kind in OneRmKind:
        if found := [point for point in points if point.kind is kind]:
            yield kind, found


def _longest(trend: ExerciseTrend, unit: Unit) -> Iterator[RecordRow]:
    sides = {f", {side.value.upper()}": best.longest for side, best in trend.records_by_side.items()}
    for of_side, longest in {"": trend.records.longest, **sides}.items():
        if longest:
            yield RecordRow(f"LONGEST LOWERING AT EACH LOAD{of_side}")
        for performed in longest:
            load = short_load_text(performed.load_kg, performed.load_unit or unit, bodyweight=trend.bodyweight)
            detail = f"{counted(performed.reps, 'rep')} at {clean(performed.tempo)}"
            yield _set_row(load, tenths_text(performed.longest_ms or 0), detail, performed)


def _set_row(name: str, value: str, detail: str, performed: PerformedSet) -> RecordRow:
    return RecordRow(name, value, detail, date.fromisoformat(performed.day), performed.session_id)


def _set_text(performed: PerformedSet, unit: Unit, bodyweight: bool) -> str:
    load = short_load_text(performed.load_kg, performed.load_unit or unit, bodyweight=bodyweight)
    return f"{counted(performed.reps, 'rep')} · {load} · {clean(performed.tempo)}"
