"""The section of a report on one exercise: its totals, trend, early stops, plots and table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from negcoach.formatting import (
    NOTHING,
    counted,
    day_text,
    load_range_text,
    load_text,
    month_text,
    percent_text,
    tenths_text,
    time_text,
)
from negcoach.report.blocks import Block, Paragraph, Plot, Plots, Spot, Table
from negcoach.report.facts import Lowered, Total, change, stops, total
from negcoach.report.words import (
    STOPPED,
    change_text,
    measured_text,
    number,
    stops_text,
    tension_text,
)
from negcoach.texts import joined
from negcoach.training.progress.adherence import KEPT_PERCENT
from negcoach.training.progress.trends import kg_per
from negcoach.training.terms import StopReason
from negcoach.training.units import Unit

MOST_ROWS = 26
"""The most rows of a table: more sessions are grouped by week, more weeks by month."""


def exercise_blocks(sets: Sequence[Lowered], first: date, last: date, unit: Unit) -> Iterator[Block]:
    """Yield the blocks on one exercise from its sets in a period, oldest first."""
    by_session: dict[str, list[Lowered]] = {}
    for performed in sets:
        by_session.setdefault(performed.session, []).append(performed)
    sessions = [(done[0].day, done, total(done)) for done in by_session.values()]
    years = first.year != last.year
    yield Paragraph(_done(sets, len(sessions), unit, years=years))
    trend = _trend([found for _, _, found in sessions])
    yield Paragraph(" ".join(filter(None, [trend, _stops(sets)])))
    yield Plots(tuple(_plots(sessions, first, last, unit)))
    yield _table(sets, first, unit, years=years)


def _done(sets: Sequence[Lowered], sessions: int, unit: Unit, *, years: bool) -> str:
    found = total(sets)
    bodyweight = any(performed.bodyweight for performed in sets)
    said = [
        f"{counted(sessions, 'session')}, {counted(found.sets, 'set')}, {counted(found.reps, 'rep')}; "
        f"{load_range_text([performed.load_kg for performed in sets], unit, bodyweight=bodyweight)}; "
        f"{tension_text(found.tension_ms)} under tension; tempo {_tempos(sets)}."
    ]
    if found.kept is not None:
        said.append(f"Tempo kept {percent_text(found.kept)} ({measured_text(found)}).")
    else:
        said.append("No lowering was measured.")
    if (best := found.longest) is not None:
        load = load_text(best.load_kg, unit, bodyweight=best.bodyweight)
        day = day_text(best.day, year=years)
        said.append(f"Longest controlled lowering {_longest(found)}, {load}, {day}.")
    if found.rpe is not None:
        said.append(f"Effort RPE {number(found.rpe)} in the mean of {counted(found.rated, 'rated set')}.")
    return " ".join(said)


def _tempos(sets: Sequence[Lowered]) -> str:
    """Return the prescribed tempos, the newest last; of more than three, only the first and the last."""
    tempos = list(dict.fromkeys(performed.tempo for performed in sets))
    return joined(tempos) if len(tempos) <= 3 else f"{tempos[0]} to {sets[-1].tempo}"


def _trend(sessions: Sequence[Total]) -> str:
    if len(sessions) < 4:
        return "Trend: too few sessions to tell."
    kept = [found.kept for found in sessions if found.kept is not None]
    told = [
        change_text("load", change([found.top_kg for found in sessions])),
        change_text("time under tension a session", change([found.tension_ms for found in sessions])),
        change_text("tempo kept", change(kept)),
    ]
    return f"Trend: {', '.join(filter(None, told))}."


def _stops(sets: Sequence[Lowered]) -> str:
    told = stops_text(stops(sets), days=True)
    return f"Sets stopped: {told}." if told else "No set was stopped early."


def _plots(
    sessions: Sequence[tuple[date, list[Lowered], Total]], first: date, last: date, unit: Unit
) -> Iterator[Plot]:
    if len(sessions) < 2:
        return
    loaded = any(found.top_kg for _, _, found in sessions)
    if loaded:
        per = kg_per(unit)
        loads = tuple(
            Spot(day, found.top_kg / per, load_text(found.top_kg, unit, bodyweight=False), marked=_hurt(done))
            for day, done, found in sessions
        )
        title = "Load added to the body" if any(done.bodyweight for done in sessions[0][1]) else "Top load"
        yield Plot(title, first, last, loads, f" {unit}", marks="pain")
    else:
        tension = tuple(
            Spot(day, found.tension_ms / 1000, tenths_text(found.tension_ms), marked=_hurt(done))
            for day, done, found in sessions
        )
        yield Plot("Time under tension a session", first, last, tension, " s", marks="pain", from_zero=True)
    kept = tuple(
        Spot(day, found.kept * 100, percent_text(found.kept), marked=_lost(done))
        for day, done, found in sessions
        if found.kept is not None
    )
    if len(kept) > 1:
        yield Plot("Tempo kept", first, last, kept, " %", wanted=KEPT_PERCENT, marks="a set stopped on lost tempo")


def _hurt(sets: Sequence[Lowered]) -> bool:
    return any(performed.stop is StopReason.PAIN for performed in sets)


def _lost(sets: Sequence[Lowered]) -> bool:
    return any(performed.stop is StopReason.TEMPO_LOSS for performed in sets)


def _table(sets: Sequence[Lowered], first: date, unit: Unit, *, years: bool) -> Table:
    title, groups = _groups(sets, first, years)
    return Table(
        (title, "Sets × reps", "Load", "Under tension", "Tempo kept", "Longest", "RPE", "Stopped"),
        "lllrrrrl",
        tuple(_row(label, done, unit) for label, done in groups),
    )


def _groups(sets: Sequence[Lowered], first: date, years: bool) -> tuple[str, list[tuple[str, list[Lowered]]]]:
    """Return the heading of the first column, and the sets by session, week or month, whichever fits into a table."""

    def week(performed: Lowered) -> date:
        return performed.day - timedelta(days=(performed.day - first).days % 7)

    by_session = _grouped(sets, lambda performed: performed.session)
    if len(by_session) <= MOST_ROWS:
        return "Day", [(day_text(done[0].day, year=years), done) for done in by_session]
    by_week = _grouped(sets, week)
    if len(by_week) <= MOST_ROWS:
        return "Week from", [(day_text(week(done[0]), year=years), done) for done in by_week]
    by_month = _grouped(sets, lambda performed: (performed.day.year, performed.day.month))
    return "Month", [(month_text(done[0].day), done) for done in by_month]


def _grouped(sets: Sequence[Lowered], key: Callable[[Lowered], object]) -> list[list[Lowered]]:
    found: dict[object, list[Lowered]] = {}
    for performed in sets:
        found.setdefault(key(performed), []).append(performed)
    return list(found.values())


def _row(label: str, sets: Sequence[Lowered], unit: Unit) -> tuple[str, ...]:
    found = total(sets)
    reps = [performed.reps for performed in sets]
    ended = [STOPPED[performed.stop] for performed in sets if performed.stop in STOPPED]
    alike = len(set(reps)) == 1
    return (
        label,
        f"{len(reps)} × {reps[0]}" if alike else _all_or_sum(reps),
        load_range_text(
            [performed.load_kg for performed in sets], unit, bodyweight=any(done.bodyweight for done in sets)
        ),
        time_text(found.tension_ms),
        percent_text(found.kept),
        _longest(found),
        number(found.rpe),
        ", ".join(_times(words, ended.count(words)) for words in dict.fromkeys(ended)),
    )


def _longest(found: Total) -> str:
    best = found.longest
    return NOTHING if best is None or best.longest_ms is None else tenths_text(best.longest_ms)


def _all_or_sum(reps: Sequence[int]) -> str:
    return ", ".join(map(str, reps)) if len(reps) <= 6 else f"{len(reps)} sets, {sum(reps)} reps"


def _times(words: str, count: int) -> str:
    return words if count == 1 else f"{count} × {words}"
