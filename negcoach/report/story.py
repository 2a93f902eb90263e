"""The sections of a report, in the order in which a coach or a physiotherapist asks about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from negcoach.formatting import NOTHING, counted, day_text, load_text, percent_text, tenths_text, time_text
from negcoach.report.blocks import Block, Bullets, Card, Cards, Heading, Paragraph, Plot, Plots, Spot, Table
from negcoach.report.body import soreness, weights
from negcoach.report.exercise import MOST_ROWS, exercise_blocks
from negcoach.report.facts import LONGEST_SESSION_MIN, Facts, Lowered, Session, stops, total
from negcoach.report.words import (
    STEADY,
    days_text,
    measured_text,
    number,
    stops_text,
    tension_text,
)
from negcoach.training.progress.adherence import KEPT_PERCENT
from negcoach.training.progress.soreness import WORST
from negcoach.training.terms import RecordFlag, StopReason
from negcoach.training.units import Unit, format_load

_EARLY = (StopReason.TEMPO_LOSS, StopReason.PAIN, StopReason.SPOTTER_TOUCHED)
"""The stop reasons that count as early; the lifter's own call is how an open set is meant to end."""

MOST_TOLD = 60
"""The most records and notes listed: in years there are more than anybody reads. Sets with pain are all listed."""


def report(found: Facts, unit: Unit) -> tuple[Block, ...]:
    """Return the blocks of a report, with loads in the unit."""
    return tuple(_report(found, unit))


def _report(found: Facts, unit: Unit) -> Iterator[Block]:
    yield Heading(1, "Eccentric training report")
    yield Paragraph(f"{days_text(found.first, found.last)} · {counted(found.weeks, 'week')}")
    if not (found.sessions or found.soreness or found.weights or found.tests):
        yield Paragraph("Nothing was kept in this period.")
        return
    yield _cards(found)
    yield Paragraph(_in_short(found))
    yield Heading(2, "Pain")
    yield from _pain(found, unit)
    yield Heading(2, "Over time")
    yield from _weeks(found)
    yield from _exercises(found, unit)
    yield Heading(2, "Records in this period")
    yield from _records(found, unit)
    yield Heading(2, "Soreness")
    yield from soreness(found)
    yield Heading(2, "Body weight")
    yield from weights(found, unit)
    yield from _notes(found)
    yield Heading(2, "What is measured, and what is not")
    yield _measured(found)


def _cards(found: Facts) -> Cards:
    sets = found.sets
    all_of = total(sets)
    pain = [performed for performed in sets if performed.stop is StopReason.PAIN]
    early = [performed for performed in sets if performed.stop in _EARLY]
    load = _sum([session.load for session in found.sessions])
    lost = sum(performed.stop is StopReason.TEMPO_LOSS for performed in sets)
    return Cards(
        (
            Card("Sessions", number(len(found.sessions)), f"{number(len(found.sessions) / found.weeks)} a week"),
            Card("Under tension", time_text(all_of.tension_ms), f"{time_text(all_of.tension_ms / found.weeks)} a week"),
            Card("Tempo kept", percent_text(all_of.kept), measured_text(all_of)),
            Card("Session load", number(load), "RPE × minutes"),
            Card("Stopped early", counted(len(early), "set"), f"{number(lost)} on lost tempo"),
            Card("Ended on pain", counted(len(pain), "set"), _last(pain, found.years), alarm=bool(pain)),
        )
    )


def _last(sets: Sequence[Lowered], years: bool) -> str:
    return f"last on {day_text(sets[-1].day, year=years)}" if sets else ""


def _in_short(found: Facts) -> str:
    sets = found.sets
    all_of = total(sets)
    days = len({session.day for session in found.sessions})
    said = [
        f"{counted(len(found.sessions), 'session')} on {counted(days, 'day')}, "
        f"{number(len(found.sessions) / found.weeks)} a week: {counted(all_of.sets, 'set')} and "
        f"{counted(all_of.reps, 'rep')} lowered, {tension_text(all_of.tension_ms)} under tension."
    ]
    if all_of.kept is not None:
        said.append(f"The measured lowerings lasted {percent_text(all_of.kept)} of their prescribed time.")
    stopped = {reason: days for reason, days in stops(sets).items() if reason in _EARLY}
    count = counted(sum(map(len, stopped.values())), "set was", "sets were")
    said.append(
        f"{count} stopped early: {stops_text(stopped, days=False)}." if stopped else "No set was stopped early."
    )
    lifted = [done for session in found.sessions for done in session.lifted]
    if lifted:
        reps = sum(done.reps for done in lifted)
        said.append(
            f"Besides, {counted(len(lifted), 'set')} with {counted(reps, 'rep')} were lifted, not lowered; "
            "they are in none of the figures on lowering."
        )
    return " ".join(said)


def _pain(found: Facts, unit: Unit) -> Iterator[Block]:
    hurt = [
        (performed, session)
        for session in found.sessions
        for performed in session.sets
        if performed.stop is StopReason.PAIN
    ]
    if not hurt:
        yield Paragraph("No set was ended because of pain.")
        return
    yield Paragraph(f"{counted(len(hurt), 'set was', 'sets were')} ended because of pain:")
    yield Table(
        ("Day", "Exercise", "Load", "Tempo", "Reps done", "Note"),
        "llllrl",
        tuple(
            (
                day_text(performed.day, year=found.years),
                found.names.get(performed.exercise, performed.exercise),
                load_text(performed.load_kg, unit, bodyweight=performed.bodyweight),
                performed.tempo,
                str(performed.reps),
                " / ".join(filter(None, [performed.note, session.note])) or NOTHING,
            )
            for performed, session in hurt
        ),
    )


def _stretches(found: Facts) -> tuple[str, int]:
    """Return the heading of the column of intervals, and the days that each has: few enough for one table."""
    for title, weeks in (("Week from", 1), ("4 weeks from", 4)):
        if found.weeks <= MOST_ROWS * weeks:
            return title, 7 * weeks
    return "13 weeks from", 7 * 13


def _weeks(found: Facts) -> Iterator[Block]:
    title, days = _stretches(found)
    starts = [found.first + timedelta(days=day) for day in range(0, 7 * found.weeks, days)]
    sessions: list[list[Session]] = [[] for _ in starts]
    ratings: list[list[int]] = [[] for _ in starts]
    for session in found.sessions:
        sessions[(session.day - found.first).days // days].append(session)
    for answer in found.soreness:
        ratings[(answer.day - found.first).days // days].append(answer.rating)
    totals = [total(performed for session in done for performed in session.sets) for done in sessions]
    loads = [_sum([session.load for session in done]) for done in sessions]
    tension = tuple(
        Spot(start, of_it.tension_ms / 60_000, time_text(of_it.tension_ms))
        for start, of_it in zip(starts, totals, strict=True)
    )
    load = tuple(Spot(start, of_it or 0, number(of_it)) for start, of_it in zip(starts, loads, strict=True))
    a_week = "a week" if days == 7 else f"in {days // 7} weeks"
    yield Plots(
        (
            Plot(f"Time under tension {a_week}", found.first, found.last, tension, " min", days, from_zero=True),
            Plot(f"Session load {a_week} (RPE × min)", found.first, found.last, load, "", days, from_zero=True),
        )
    )
    yield Table(
        (title, "Sessions", "Sets", "Reps", "Under tension", "Tempo kept", "Session load", "Worst soreness"),
        "lrrrrrrr",
        tuple(
            (
                day_text(start, year=found.years),
                str(len(done)),
                str(of_it.sets),
                str(of_it.reps),
                time_text(of_it.tension_ms),
                percent_text(of_it.kept),
                number(of_load),
                f"{max(rated)} of {WORST}" if rated else NOTHING,
            )
            for start, done, of_it, of_load, rated in zip(starts, sessions, totals, loads, ratings, strict=True)
        ),
    )


def _sum(loads: Sequence[float | None]) -> float | None:
    """Return the sum of the known loads, ``None`` where none is known."""
    known = [load for load in loads if load is not None]
    return float(round(sum(known))) if known else None


def _exercises(found: Facts, unit: Unit) -> Iterator[Block]:
    by_exercise: defaultdict[str, list[Lowered]] = defaultdict(list)
    for performed in found.sets:
        by_exercise[performed.exercise].append(performed)
    if by_exercise:
        yield Heading(2, "Exercise by exercise")
    for slug, sets in sorted(by_exercise.items(), key=lambda item: (-len(item[1]), item[0])):
        yield Heading(3, found.names.get(slug, slug))
        yield from exercise_blocks(sets, found.first, found.last, unit)


def _records(found: Facts, unit: Unit) -> Iterator[Block]:
    rows: list[tuple[date, str, str, str]] = []
    for broken in found.records:
        load = load_text(broken.load_kg, unit, bodyweight=broken.bodyweight)
        if broken.mark & RecordFlag.HEAVIEST:
            rows.append((broken.day, broken.exercise, "heaviest load lowered to the full count", load))
        if broken.mark & RecordFlag.LONGEST:
            text = f"{tenths_text(broken.longest_ms)} with {load}"
            rows.append((broken.day, broken.exercise, "longest controlled lowering at this load or more", text))
    rows += [
        (test.day, found.names.get(test.exercise, test.exercise), "concentric 1RM, tested", format_load(test.kg, unit))
        for test in found.tests
    ]
    if not rows:
        yield Paragraph("No record was broken, and no 1RM tested.")
        return
    rows.sort(key=lambda row: row[0])
    yield from _left_out(rows)
    yield Table(
        ("Day", "Exercise", "Record", "Value"),
        "llll",
        tuple((day_text(day, year=found.years), name, what, how) for day, name, what, how in rows[-MOST_TOLD:]),
    )


def _notes(found: Facts) -> Iterator[Block]:
    items = [
        f"{day_text(session.day, year=found.years)}: {' – '.join(filter(None, [session.title, session.note]))}"
        for session in found.sessions
        if session.note
    ]
    if items:
        yield Heading(2, "The lifter's notes")
        yield from _left_out(items)
        yield Bullets(tuple(items[-MOST_TOLD:]))


def _left_out(items: Sequence[object]) -> Iterator[Block]:
    if len(items) > MOST_TOLD:
        yield Paragraph(f"The newest {MOST_TOLD} of {len(items):,}:")


def _measured(found: Facts) -> Bullets:
    all_of = total(found.sets)
    timed = sum(session.load is not None for session in found.sessions)
    return Bullets(
        (
            "Lowering time: from the count's beginning to the key that somebody pressed at the bottom. "
            f"{all_of.measured:,} of {counted(all_of.reps, 'rep')} were measured so; for the others nobody pressed it.",
            "Time under tension: the measured times, and the prescribed time of the reps that were not measured.",
            "Tempo kept: measured time / prescribed time, of the measured reps alone. "
            f"A controlled lowering, one to the full count, is measured at {KEPT_PERCENT} % of its time or more.",
            "Session load, after Foster: the effort of the session (0 to 10) times its minutes, rests included. "
            f"{timed} of {counted(len(found.sessions), 'session')} have one: an effort, an end, and less than "
            f"{LONGEST_SESSION_MIN // 60} hours.",
            "Trends compare the mean of the later half of the sessions with that of the earlier half; from four "
            f"sessions on, and under {STEADY * 100:g} % is steady. They are arithmetic, not statistics.",
            "Loads, efforts, soreness, pain and body weight are as the lifter entered them.",
            "Not measured: the speed within a lowering, its depth, forces, and how the lift was done. "
            "A concentric 1RM is never computed from lowerings.",
            "This is what a lifter kept while training, not a diagnosis.",
        )
    )
