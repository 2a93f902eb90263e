"""The section of a report on one exercise: its totals, trend, early stops, plots and table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from negcoach.formatting import (
    BY_THE_CLOCK,
    NO_VALUE,
    day_text,
    load_range_text,
    load_text,
    month_text,
    percent_text,
    target_time_text,
    tenths_text,
    time_text,
    way_done_text,
)
from negcoach.report.blocks import Block, Paragraph, Plot, Plots, Point, Table
from negcoach.report.facts import EccentricSet, Totals, change, halves, stops, total, unit_of
from negcoach.report.tendon import tendon_blocks
from negcoach.report.words import (
    STOP_LABELS,
    change_text,
    measured_text,
    number,
    share_text,
    stops_text,
    tension_text,
)
from negcoach.texts import counted, joined
from negcoach.training.exercise.limits import TEMPO_COUNTS_FROM
from negcoach.training.exercise.way import WayKind
from negcoach.training.progress.adherence import KEPT_PERCENT
from negcoach.training.terms import StopReason
from negcoach.training.units import Unit, format_drop, kg_per

MOST_ROWS = 26
"""The most rows of a table: more sessions are grouped by week, more weeks by month."""


def exercise_blocks(sets: Sequence[EccentricSet], first: date, last: date, unit: Unit) -> Iterator[Block]:
    """Yield the blocks on one exercise from its sets in a period, oldest first."""
    by_session: dict[str, list[EccentricSet]] = {}
    for lowered_set in sets:
        by_session.setdefault(lowered_set.session, []).append(lowered_set)
    sessions = [(group[0].day, group, total(group)) for group in by_session.values()]
    with_year = first.year != last.year
    yield Paragraph(_summary(sets, len(sessions), unit, with_year=with_year))
    trend = _trend_text([totals for _, _, totals in sessions], unit_of(sets, unit), sets[-1].bodyweight)
    yield Paragraph(" ".join(filter(None, [trend, _stops_sentence(sets)])))
    yield from tendon_blocks(sets, first, last, unit)
    yield Plots(tuple(_plots(sessions, first, last, unit)))
    yield _table(sets, first, unit, with_year=with_year)


def _summary(sets: Sequence[EccentricSet], sessions: int, unit: Unit, *, with_year: bool) -> str:
    totals = total(sets)
    bodyweight = any(lowered_set.bodyweight for lowered_set in sets)
    sentences = [
        f"{counted(sessions, 'session')}, {counted(totals.sets, 'set')}, {counted(totals.reps, 'rep')}; "
        f"{load_range_text([one.load_kg for one in sets], unit_of(sets, unit), bodyweight=bodyweight)}; "
        f"{tension_text(totals.tension_ms)} under tension; tempo {_tempos_text(sets)}."
    ]
    held_sets = [one for one in sets if one.held]
    if totals.held_s is not None:
        sentences.append(
            f"In sets of fewer than {TEMPO_COUNTS_FROM[held_sets[0].exercise]} reps the tempo is not judged: a rep was "
            f"held for {tenths_text(totals.held_s * 1000)} on average before the hands caught the fall "
            f"({measured_text(total(held_sets))})."
        )
    if totals.adherence is not None:
        judged = totals if totals.held_s is None else total(one for one in sets if not one.held)
        sentences.append(f"Lowerings took {target_time_text(totals.adherence)} ({measured_text(judged)}).")
    elif totals.held_s is None:
        sentences.append(f"All lowerings were {BY_THE_CLOCK}.")
    if (best := totals.longest) is not None:
        load = load_text(best.load_kg, best.load_unit or unit, bodyweight=best.bodyweight)
        day = day_text(best.day, year=with_year)
        sentences.append(f"Longest controlled lowering {_longest_text(totals)}, {load}, {day}.")
    if parts := list(_ways(sets, unit)):
        sentences.append(f"Sets that were not straight: {joined(parts)}.")
    if totals.rpe is not None:
        sentences.append(f"Effort: RPE {number(totals.rpe)} on average over {counted(totals.rated, 'rated set')}.")
    return " ".join(sentences)


def _ways(sets: Sequence[EccentricSet], unit: Unit) -> Iterator[str]:
    """Yield each way that is not straight, in how many sets it was done, and of drops from what to what the last."""
    done = [one for one in sets if way_done_text(one.way, one.load_kg, one.before_kg, unit)]
    for way in dict.fromkeys(one.way for one in done):
        found = [one for one in done if one.way == way]
        last, which = found[-1], "the last " if len(found) > 1 else ""
        text = f"{way} in {counted(len(found), 'set')}"
        if way.kind is WayKind.DROP and last.before_kg is not None:
            text += f" ({which}{format_drop(last.before_kg, last.load_kg, last.load_unit or unit)})"
        yield text


def _tempos_text(sets: Sequence[EccentricSet]) -> str:
    """Return the prescribed tempos, the newest last; of more than three, only the first and the last."""
    tempos = list(dict.fromkeys(lowered_set.tempo for lowered_set in sets))
    return joined(tempos) if len(tempos) <= 3 else f"{tempos[0]} to {sets[-1].tempo}"


def _trend_text(sessions: Sequence[Totals], unit: Unit, bodyweight: bool) -> str:
    if len(sessions) < 4:
        return "Trend: too few sessions to tell."
    adherence = [totals.adherence for totals in sessions if totals.adherence is not None]
    loads_kg = [totals.top_kg for totals in sessions]
    load = _added_trend_text(loads_kg, unit) if bodyweight else change_text("load", change(loads_kg))
    parts = [
        load,
        change_text("time under tension a session", change([totals.tension_ms for totals in sessions])),
        change_text("share of target time", change(adherence)),
    ]
    return f"Trend: {', '.join(filter(None, parts))}."


def _added_trend_text(loads_kg: Sequence[float], unit: Unit) -> str:
    """Return ``added load up from 0.5 to 4 kg`` or ``help down from 20 to 12 kg``, "" where there was neither.

    A share of what is added says nothing: the body itself is most of the load.
    """
    what, added_kg = ("help", [max(0.0, -kg) for kg in loads_kg]) if min(loads_kg) < 0 else ("added load", loads_kg)
    means = halves(added_kg)
    if means is None or not any(means):
        return ""
    before, after = (number(kg / kg_per(unit)) for kg in means)
    if before == after:
        return f"{what} steady"
    return f"{what} {'up' if means[1] > means[0] else 'down'} from {before} to {after} {unit}"


def _stops_sentence(sets: Sequence[EccentricSet]) -> str:
    parts = stops_text(stops(sets), days=True)
    return f"Sets stopped: {parts}." if parts else "No set was stopped early."


def _plots(
    sessions: Sequence[tuple[date, list[EccentricSet], Totals]], first: date, last: date, unit: Unit
) -> Iterator[Plot]:
    if len(sessions) < 2:
        return
    loaded = any(totals.top_kg for _, _, totals in sessions)
    if loaded:
        unit = unit_of((one for _, group, _ in sessions for one in group), unit)
        per = kg_per(unit)
        loads = tuple(
            Point(day, totals.top_kg / per, load_text(totals.top_kg, unit, bodyweight=False), marked=_has_pain(group))
            for day, group, totals in sessions
        )
        title = "Load added to the body" if any(group.bodyweight for group in sessions[0][1]) else "Top load"
        yield Plot(title, first, last, loads, f" {unit}", mark_label="pain")
    else:
        tension = tuple(
            Point(day, totals.tension_ms / 1000, tenths_text(totals.tension_ms), marked=_has_pain(group))
            for day, group, totals in sessions
        )
        yield Plot("Time under tension a session", first, last, tension, " s", mark_label="pain", from_zero=True)
    adherence = tuple(
        Point(day, totals.adherence * 100, percent_text(totals.adherence), marked=_has_lost_tempo(group))
        for day, group, totals in sessions
        if totals.adherence is not None
    )
    if len(adherence) > 1:
        yield Plot(
            "Share of target time",
            *(first, last, adherence, " %"),
            target=KEPT_PERCENT,
            mark_label="tempo lost",
        )


def _has_pain(sets: Sequence[EccentricSet]) -> bool:
    return any(lowered_set.stop is StopReason.PAIN for lowered_set in sets)


def _has_lost_tempo(sets: Sequence[EccentricSet]) -> bool:
    return any(lowered_set.stop is StopReason.TEMPO_LOSS for lowered_set in sets)


def _table(sets: Sequence[EccentricSet], first: date, unit: Unit, *, with_year: bool) -> Table:
    title, groups = _group_rows(sets, first, with_year)
    return Table(
        (title, "Sets × reps", "Load", "Under tension", "Target time", "Longest", "RPE, sets", "Ended"),
        "lllrrrrl",
        tuple(_table_row(label, group, unit) for label, group in groups),
    )


def _group_rows(
    sets: Sequence[EccentricSet], first: date, with_year: bool
) -> tuple[str, list[tuple[str, list[EccentricSet]]]]:
    """Return the heading of the first column, and the sets by session, week or month, whichever fits into a table."""

    def week(lowered_set: EccentricSet) -> date:
        return lowered_set.day - timedelta(days=(lowered_set.day - first).days % 7)

    by_session = _group_by(sets, lambda lowered_set: lowered_set.session)
    if len(by_session) <= MOST_ROWS:
        return "Day", [(day_text(group[0].day, year=with_year), group) for group in by_session]
    by_week = _group_by(sets, week)
    if len(by_week) <= MOST_ROWS:
        return "7 days from", [(day_text(week(group[0]), year=with_year), group) for group in by_week]
    by_month = _group_by(sets, lambda lowered_set: (lowered_set.day.year, lowered_set.day.month))
    return "Month", [(month_text(group[0].day), group) for group in by_month]


def _group_by(sets: Sequence[EccentricSet], key: Callable[[EccentricSet], object]) -> list[list[EccentricSet]]:
    groups: dict[object, list[EccentricSet]] = {}
    for lowered_set in sets:
        groups.setdefault(key(lowered_set), []).append(lowered_set)
    return list(groups.values())


def _table_row(label: str, sets: Sequence[EccentricSet], unit: Unit) -> tuple[str, ...]:
    totals = total(sets)
    reps = [lowered_set.reps for lowered_set in sets]
    ended = [STOP_LABELS[lowered_set.stop] for lowered_set in sets if lowered_set.stop in STOP_LABELS]
    alike = len(set(reps)) == 1
    return (
        label,
        f"{len(reps)} × {reps[0]}" if alike else _reps_text(reps),
        load_range_text(
            [lowered_set.load_kg for lowered_set in sets],
            unit_of(sets, unit),
            bodyweight=any(lowered_set.bodyweight for lowered_set in sets),
        ),
        time_text(totals.tension_ms),
        share_text(totals),
        _longest_text(totals),
        number(totals.rpe),
        ", ".join(_times_text(words, ended.count(words)) for words in dict.fromkeys(ended)),
    )


def _longest_text(totals: Totals) -> str:
    best = totals.longest
    return NO_VALUE if best is None or best.longest_ms is None else tenths_text(best.longest_ms)


def _reps_text(reps: Sequence[int]) -> str:
    return ", ".join(map(str, reps)) if len(reps) <= 6 else f"{len(reps)} sets, {sum(reps)} reps"


def _times_text(words: str, count: int) -> str:
    return words if count == 1 else f"{count} × {words}"
