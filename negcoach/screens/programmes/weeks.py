"""A programme as lines: what it is, all its weeks, done and to come, and its results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rich.cells import cell_len
from textual.content import Content

from negcoach.coaching.advice.programme_summary import Summary
from negcoach.formatting import course_text, day_text, load_range_text, percent_text
from negcoach.screens.plans.item_block import ItemText
from negcoach.texts import clean, shortened
from negcoach.training.plan.course import Course, Slot, State, due_in_words, measured_of
from negcoach.training.plan.programme import Programme, Week
from negcoach.training.plan.programme_words import WeekLine, apart_in_words, item_in_words, short_item
from negcoach.training.units import Unit

DONE, DUE, AHEAD = "●", "▸", "○"
"""The marks of a session: done, the next one, and those after it."""

_BAR, _NO_BAR = "━", "─"

_GAP, _WIDE_GAP = 2, 4
"""Columns between the weeks' columns, and where there is room for all of them."""

_ALL = slice(None)

_LEAST_WHY = 10
"""Columns from which what a week is for has room beside it."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A week in cells: its number, the marks of its sessions, the sessions, their days, loads and tempo, its aim.

    ``exercise`` is that of the week, a slug ("" in the headings).
    """

    number: str
    marks: tuple[tuple[str, str], ...]
    sessions: str
    days: str
    loads: str
    tempo: str
    why: str
    is_now: bool
    exercise: str = ""
    begins: bool = True
    """Whether a week begins with it."""


_HEADINGS = _Row("", (), "sessions", "days", "loads", "tempo", "aim", False)


def state_text(course: Course | None) -> str:
    """Return ``Week 3 of 8, session 2 of 2 · Thursday at the earliest``, or how it ended; "" for one not begun."""
    if course is None:
        return ""
    again = " · the week again: a session was missed" if course.repeats and _is_followed(course) else ""
    return course_text(course, " · ") + again


def brief_state_text(course: Course) -> str:
    """Return ``Week 3 of 8 · from Thursday``, or how it ended."""
    if course.slot is None or course.state is State.STOPPED:
        return state_text(course)
    when = "paused" if course.state is State.PAUSED else due_in_words(course, brief=True)
    return f"Week {course.slot.week + 1} of {len(course.programme.weeks)} · {when}"


def head_lines(programme: Programme, course: Course | None, width: int) -> Content:
    """Return what a programme is called, and where the lifter is in it, else what it is for."""
    name = Content.styled(clean(programme.name), "bold")
    if course is None:
        return Content("\n").join([name, Content(clean(programme.about))])
    state = state_text(course)
    if cell_len(state) > width:
        state = state.replace(" · ", "\n", 1)
    return Content("\n").join([name, Content.styled(state, "$text-accent"), _progress(course, width)])


def more_lines(programme: Programme, course: Course | None) -> Content:
    """Return what a programme is for, what it asks of a lifter, and where its numbers come from."""
    needs, rhythm = programme.needs.words, apart_in_words(programme)
    lines = [
        Content("" if course is None else clean(programme.about)),
        Content.styled(f"Needs {', '.join(needs)} · {rhythm}" if needs else rhythm.capitalize(), "$foreground-muted"),
        Content.styled(f"Numbers: {clean(programme.rule.origin)}", "$foreground-muted"),
    ]
    return Content("\n").join([line for line in lines if line])


def weeks_lines(
    programme: Programme,
    course: Course | None,
    names: Mapping[str, str],
    unit: Unit,
    width: int,
    *,
    headed: bool,
    room_rows: int = 0,
) -> Content:
    """Return a line for each week, as wide as there is room, under the columns' headings where they are ``headed``.

    Where so many rows have room for it, each session has a line of its own, and a gap is before each week. The weeks of
    each exercise come under its name, where a programme has several. ``names`` has them by slug.
    """
    ahead = {} if course is None or not _is_followed(course) else dict(course.ahead())
    weeks, sessions = len(programme.weeks), programme.session_count
    with_names = int(headed) + (len(programme.exercises) if len(programme.exercises) > 1 else 0)
    whole = sessions > weeks and sessions + with_names <= room_rows
    spaced = (sessions if whole else weeks) + with_names + weeks - 1 + int(headed) <= room_rows
    rows = [
        row
        for index, week in enumerate(programme.weeks)
        for row in (
            [_row(index, week, course, ahead, unit, slice(place, place + 1)) for place in range(len(week.sessions))]
            if whole
            else [_row(index, week, course, ahead, unit)]
        )
    ]
    shown = [_HEADINGS, *rows] if headed else rows
    most_marks = max(len(row.marks) for row in rows)
    texts = max(len(row.sessions) for row in shown)
    wide = 2 + most_marks + texts
    for cells in ([row.days for row in rows], [row.loads for row in rows], [row.tempo for row in rows]):
        wide += max(map(len, cells))
    gap = _WIDE_GAP if wide + 5 * _WIDE_GAP + max(len(row.why) for row in rows) <= width else _GAP
    room = width - 2 - gap - most_marks - texts
    days, room = _column([row.days for row in rows], "days" * headed, room, gap)
    loads, room = _column([row.loads for row in rows], "loads" * headed, room, gap)
    tempo, room = _column([row.tempo for row in rows], "tempo" * headed, room, gap)
    lines: list[Content] = []
    exercise = "" if len(programme.exercises) > 1 else programme.exercise
    for row in shown:
        if spaced and row.begins and lines:
            lines.append(Content(""))
        if row.exercise not in ("", exercise):
            exercise = row.exercise
            name = shortened(clean(names.get(exercise, exercise)), width - 3)
            lines.append(Content.styled(f"   {name}", "$foreground-muted"))
        now = "$text-accent" if row.is_now else "$foreground-muted"
        plain = "bold" if row.is_now else "$foreground-muted" if row is _HEADINGS else ""
        parts: list[tuple[str, str] | str] = [(f"{row.number:>2} ", now)]
        parts += [*row.marks, " " * (most_marks - len(row.marks) + gap - 1)]
        parts.append((f"{row.sessions:<{texts}}", plain))
        for text, columns in ((row.days, days), (row.loads, loads), (row.tempo, tempo)):
            parts += [(f"{'':{gap}}{text:<{columns}}", now)] if columns else []
        if row.why and room >= _LEAST_WHY:
            parts.append((f"{'':{gap}}{shortened(row.why, room - gap)}", "$foreground-muted"))
        lines.append(Content.assemble(*parts))
    return Content("\n").join(lines)


def _column(cells: Sequence[str], heading: str, room: int, gap: int) -> tuple[int, int]:
    """Return how wide a column is, 0 where there is no room or nothing in it, and the room that is left."""
    widest = max(map(len, cells))
    widest = max(widest, len(heading)) if widest else 0
    return (widest, room - widest - gap) if widest and room >= widest + gap else (0, room)


def summary_lines(summary: Summary | None, unit: Unit) -> Content:
    """Return the results of a programme, a line each; nothing before its first session."""
    if summary is None or not summary.done:
        return Content("")
    return Content("\n").join(
        Content.assemble((f"{label:<10}", "$foreground-muted"), clean(text)) for label, text in summary.lines(unit)
    )


def legend() -> Content:
    """Return what the marks mean."""
    return Content.assemble(
        (DONE, "$text-success"),
        " done   ",
        (DUE, "bold $text-accent"),
        " next   ",
        (AHEAD, "$foreground-muted"),
        " ahead",
    )


def next_lines(programme: Programme, course: Course | None, text: ItemText) -> Content:
    """Return the session that is next, or the first one: what is done of its exercise, why, how it went last time.

    ``text`` is what is said of the exercise today; for a programme that does not lead, what its item asks.
    """
    leads = course is not None and course.leads
    slot = course.slot if course is not None and _is_followed(course) else Slot(0, 0)
    lines = [
        Content.assemble(("Next session" if leads else "Its first session", "bold $text-accent"), f"  {text.name}")
    ]
    if course is None or not course.leads or not course.is_due:
        asked = "" if slot is None else item_in_words(programme.weeks[slot.week].sessions[slot.session])
        lines.append(Content(f"{asked[:1].upper()}{asked[1:]}"))
    else:
        said, style = text.why
        takes = f", {text.minutes}" if text.minutes else ""
        lines += [Content.styled(f"Today {text.done[0]}{takes}", "bold"), Content.styled(said, style)]
    lines.append(Content.styled(text.last, "$foreground-muted"))
    return Content("\n").join([line for line in lines if line.plain.strip()])


def _is_followed(course: Course) -> bool:
    return course.state in (State.UNDER_WAY, State.PAUSED)


def _progress(course: Course, width: int) -> Content:
    """Return a bar of the sessions that are done, and how many of how many."""
    planned, done = course.programme.session_count, len(course.done)
    cells = max(10, min(40, width - 24))
    filled = round(cells * done / planned)
    return Content.assemble(
        (_BAR * filled, "$text-success"),
        (_NO_BAR * (cells - filled), "$foreground-muted"),
        f"  {done} of {planned} done",
    )


def _row(
    index: int, week: Week, course: Course | None, ahead: Mapping[Slot, date], unit: Unit, part: slice = _ALL
) -> _Row:
    """Return a ``part`` of a week's sessions as a row, all of them or one."""
    slots = [Slot(index, session) for session in range(len(week.sessions))][part]
    begins = not part.start
    performed = {} if course is None else course.done_at
    due = course.slot if course is not None and _is_followed(course) else None
    marks = tuple(
        (DONE, "$text-success")
        if slot in performed
        else (DUE, "bold $text-accent")
        if slot == due
        else (AHEAD, "$foreground-muted")
        for slot in slots
    )
    days = [
        performed[slot].at.date() if slot in performed else ahead[slot]
        for slot in slots
        if slot in performed or slot in ahead
    ]
    loads = [performed[slot].load_kg for slot in slots if slot in performed and performed[slot].load_kg]
    done = [performed[slot] for slot in slots if slot in performed]
    adherence = measured_of(done)[0].adherence
    tempo = "" if adherence is None else percent_text(adherence)
    load_text = load_range_text(loads, unit, bodyweight=False) if loads else ""
    return _Row(
        str(index + 1) if begins else "",
        marks,
        WeekLine(index, index, week).short if part == _ALL else short_item(week.sessions[part][0]),
        _days_text(days),
        load_text,
        tempo,
        clean(week.why) if begins else "",
        due in slots,
        week.exercise,
        begins,
    )


def _days_text(days: Sequence[date]) -> str:
    """Return ``3, 6 Aug``, ``27 Jul, 3 Aug`` or ``3-9 Aug``: the days of a week's sessions."""
    days = list(dict.fromkeys(days))
    if not days:
        return ""
    if len(days) > 3:
        first, last = days[0], days[-1]
        start = str(first.day) if first.month == last.month else day_text(first, year=False)
        return f"{start}–{day_text(last, year=False)}"
    if len({day.month for day in days}) == 1:
        return (
            f"{', '.join(str(day.day) for day in days[:-1])}{', ' if days[1:] else ''}{day_text(days[-1], year=False)}"
        )
    return ", ".join(day_text(day, year=False) for day in days)
