"""The sections of a report, in the order in which a coach or a physiotherapist asks about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from negcoach.config.figures import figure_of
from negcoach.formatting import (
    NO_VALUE,
    day_text,
    load_text,
    percent_text,
    sides_done_text,
    target_time_text,
    tenths_text,
    time_text,
)
from negcoach.report.blocks import Block, Bullets, Card, Cards, Drawing, Heading, Paragraph, Plot, Plots, Point, Table
from negcoach.report.body import body_weight_blocks, soreness_blocks
from negcoach.report.exercise import MOST_ROWS, exercise_blocks
from negcoach.report.facts import LONGEST_SESSION_MIN, EccentricSet, ReportFacts, Session, stops, total
from negcoach.report.rules import rules_table
from negcoach.report.tendon import rated_pain
from negcoach.report.words import (
    STEADY,
    days_text,
    measured_text,
    number,
    share_text,
    stops_text,
    tension_text,
)
from negcoach.texts import clean, counted
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.limits import TEMPO_COUNTS_FROM
from negcoach.training.plan.course import Course, State
from negcoach.training.progress.adherence import KEPT_PERCENT
from negcoach.training.progress.pain import WORST as WORST_PAIN
from negcoach.training.progress.soreness import WORST
from negcoach.training.terms import RecordFlag, StopReason
from negcoach.training.units import Unit, format_load

_EARLY_STOPS = (StopReason.TEMPO_LOSS, StopReason.PAIN, StopReason.SPOTTER_TOUCHED)
"""The stop reasons that count as early; the lifter's own call is how an open set is meant to end."""

MOST_LISTED = 60
"""The most records and notes listed: over years there are more than anybody reads. Sets with pain are all listed."""


def report_blocks(facts: ReportFacts, unit: Unit, library: Sequence[Exercise] = ()) -> tuple[Block, ...]:
    """Return the blocks of a report, with loads in the unit; the ``library`` says which figure performs an exercise."""
    return tuple(_sections(facts, unit, {one.slug: one.figure_slug for one in library}))


def _sections(facts: ReportFacts, unit: Unit, figures: Mapping[str, str]) -> Iterator[Block]:
    yield Heading(1, "Eccentric training report")
    yield Paragraph(f"{days_text(facts.first, facts.last)} · {counted(facts.weeks, 'week')}")
    if not (facts.sessions or facts.soreness or facts.weights or facts.one_rms):
        yield Paragraph("Nothing was recorded in this period.")
        return
    yield _cards(facts)
    yield Paragraph(_summary(facts))
    yield Heading(2, "Pain")
    yield from _pain(facts, unit)
    if facts.courses:
        yield Heading(2, "Programmes")
        yield Bullets(tuple(_course_text(*course, with_year=facts.spans_years) for course in facts.courses))
    yield Heading(2, "Over time")
    yield from _over_time(facts)
    yield from _exercises(facts, unit, figures)
    yield Heading(2, "Records in this period")
    yield from _records(facts, unit)
    yield Heading(2, "Soreness")
    yield from soreness_blocks(facts)
    yield Heading(2, "Body weight")
    yield from body_weight_blocks(facts, unit)
    yield from _notes(facts)
    yield Heading(2, "What is measured, and what is not")
    yield _definitions(facts)
    if facts.sets:
        yield Heading(2, "Where the numbers in the advice come from")
        yield rules_table(facts)


def _cards(facts: ReportFacts) -> Cards:
    sets = facts.sets
    totals = total(sets)
    pain = [lowered_set for lowered_set in sets if lowered_set.stop is StopReason.PAIN]
    early = [lowered_set for lowered_set in sets if lowered_set.stop in _EARLY_STOPS]
    load = _sum_known([session.load for session in facts.sessions])
    lost = sum(lowered_set.stop is StopReason.TEMPO_LOSS for lowered_set in sets)
    return Cards(
        (
            Card("Sessions", number(len(facts.sessions)), f"{number(len(facts.sessions) / facts.weeks)} a week"),
            Card("Under tension", time_text(totals.tension_ms), f"{time_text(totals.tension_ms / facts.weeks)} a week"),
            Card("Share of target time", share_text(totals), _share_note(sets)),
            Card("Session load", number(load), "RPE × minutes"),
            Card("Stopped early", counted(len(early), "set"), f"{number(lost)} for lost tempo"),
            Card("Ended in pain", counted(len(pain), "set"), _last_day_text(pain, facts.spans_years), alarm=bool(pain)),
        )
    )


def _share_note(sets: Sequence[EccentricSet]) -> str:
    """Return of how many reps the share of target time is; of how many the time is that they were held, without one."""
    judged, held = (total(one for one in sets if one.held is held) for held in (False, True))
    if not (judged.reps and held.reps):
        return measured_text(judged if judged.reps else held)
    return f"{measured_text(judged)}, {held.reps:,} not judged"


def _last_day_text(sets: Sequence[EccentricSet], with_year: bool) -> str:
    return f"last on {day_text(sets[-1].day, year=with_year)}" if sets else ""


def _summary(facts: ReportFacts) -> str:
    sets = facts.sets
    totals = total(sets)
    days = len({session.day for session in facts.sessions})
    sentences = [
        f"{counted(len(facts.sessions), 'session')} on {counted(days, 'day')}, "
        f"{number(len(facts.sessions) / facts.weeks)} a week: {counted(totals.sets, 'set')} and "
        f"{counted(totals.reps, 'rep')} lowered, {tension_text(totals.tension_ms)} under tension."
    ]
    if totals.adherence is not None:
        sentences.append(f"The measured lowerings took {target_time_text(totals.adherence)}.")
    stopped = {reason: days for reason, days in stops(sets).items() if reason in _EARLY_STOPS}
    count = counted(sum(map(len, stopped.values())), "set was", "sets were")
    sentences.append(
        f"{count} stopped early: {stops_text(stopped, days=False)}." if stopped else "No set was stopped early."
    )
    lifted = [done for session in facts.sessions for done in session.lifted]
    if lifted:
        reps = sum(done.reps for done in lifted)
        sentences.append(
            f"Also lifted, not lowered: {counted(len(lifted), 'set')} with {counted(reps, 'rep')}, "
            "in none of the figures on lowering."
        )
    return " ".join(sentences)


def _course_text(course: Course, came_of_it: Sequence[tuple[str, str]], *, with_year: bool) -> str:
    """Return ``Nordics in ten weeks, from 3 Sep: 20 of 28 sessions done, of 24 due so far (83 %); …``.

    What came of it follows: loads, tempo, soreness, tests.
    """
    done, planned = len(course.done), course.programme.session_count
    begun = day_text(course.record.begun_at.date(), year=with_year)
    sides = sides_done_text(course) or ("both sides alike" if course.done_on else "")
    knees = ", ".join(f"{knee.value} in {counted(count, 'set')}" for knee, count in course.sets_with.items())
    each = "".join(f"; {part}" for part in (sides, knees and f"the knee {knees}") if part)
    text = f"{clean(course.programme.name)}, from {begun}: {done} of {planned} sessions done"
    came = " ".join(f"{label}: {clean(line)}." for label, line in came_of_it if label not in _SAID)
    numbers = f"{came} Numbers: {clean(course.programme.rule.origin)}.".strip()
    if course.state is State.FINISHED:
        return f"{text}{each}; finished. {numbers}"
    due = max(course.due_so_far, done)
    so_far = f", of {due} due so far ({percent_text(done / due)})" if due else ""
    return f"{text}{so_far}{each}; {course.state.value}. {numbers}"


_SAID = ("Sessions", "Sides")
"""The labels of what came of a programme that are said in a sentence of their own."""


def _pain(facts: ReportFacts, unit: Unit) -> Iterator[Block]:
    painful_sets = [
        (lowered_set, session)
        for session in facts.sessions
        for lowered_set in session.sets
        if lowered_set.stop is StopReason.PAIN
    ]
    if painful_sets:
        yield from _painful_table(painful_sets, facts, unit)
    else:
        yield Paragraph("No set ended because of pain.")
    rated = {slug: rated_pain(sets) for slug, sets in _by_exercise(facts).items()}
    texts = tuple(f"{facts.names.get(slug, slug)}: {text}." for slug, text in rated.items() if text)
    if texts:
        yield Paragraph(f"Pain that was rated, 0 to {WORST_PAIN}:")
        yield Bullets(texts)


def _by_exercise(facts: ReportFacts) -> dict[str, list[EccentricSet]]:
    """Return the sets of each exercise, in the order of the first."""
    found: dict[str, list[EccentricSet]] = {}
    for one in facts.sets:
        found.setdefault(one.exercise, []).append(one)
    return found


def _painful_table(
    painful_sets: Sequence[tuple[EccentricSet, Session]], facts: ReportFacts, unit: Unit
) -> Iterator[Block]:
    yield Paragraph(f"{counted(len(painful_sets), 'set was', 'sets were')} ended because of pain:")
    yield Table(
        ("Day", "Exercise", "Load", "Tempo", "Reps done", "Note"),
        "llllrl",
        tuple(
            (
                day_text(lowered_set.day, year=facts.spans_years),
                facts.names.get(lowered_set.exercise, lowered_set.exercise),
                load_text(lowered_set.load_kg, lowered_set.load_unit or unit, bodyweight=lowered_set.bodyweight),
                lowered_set.tempo,
                str(lowered_set.reps),
                " / ".join(filter(None, [lowered_set.note, session.note])) or NO_VALUE,
            )
            for lowered_set, session in painful_sets
        ),
    )


def _interval(facts: ReportFacts) -> tuple[str, int]:
    """Return the heading of the column of intervals, and the days that each has: few enough for one table."""
    for title, weeks in (("7 days from", 1), ("4 weeks from", 4)):
        if facts.weeks <= MOST_ROWS * weeks:
            return title, 7 * weeks
    return "13 weeks from", 7 * 13


def _over_time(facts: ReportFacts) -> Iterator[Block]:
    title, days = _interval(facts)
    starts = [facts.first + timedelta(days=day) for day in range(0, 7 * facts.weeks, days)]
    sessions: list[list[Session]] = [[] for _ in starts]
    ratings: list[list[int]] = [[] for _ in starts]
    for session in facts.sessions:
        sessions[(session.day - facts.first).days // days].append(session)
    for rating in facts.soreness:
        ratings[(rating.day - facts.first).days // days].append(rating.rating)
    totals = [total(lowered_set for session in done for lowered_set in session.sets) for done in sessions]
    loads = [_sum_known([session.load for session in done]) for done in sessions]
    tension = tuple(
        Point(start, one.tension_ms / 60_000, time_text(one.tension_ms))
        for start, one in zip(starts, totals, strict=True)
    )
    load = tuple(Point(start, one or 0, number(one)) for start, one in zip(starts, loads, strict=True))
    a_week = "a week" if days == 7 else f"in {days // 7} weeks"
    yield Plots(
        (
            Plot(f"Time under tension {a_week}", facts.first, facts.last, tension, " min", days, from_zero=True),
            Plot(f"Session load {a_week} (RPE × min)", facts.first, facts.last, load, "", days, from_zero=True),
        )
    )
    yield Table(
        (title, "Sessions", "Sets", "Reps", "Under tension", "Target time", "Session load", "Worst soreness"),
        "lrrrrrrr",
        tuple(
            (
                day_text(start, year=facts.spans_years),
                str(len(done)),
                str(one.sets),
                str(one.reps),
                time_text(one.tension_ms),
                share_text(one),
                number(load),
                f"{max(rated)} of {WORST}" if rated else NO_VALUE,
            )
            for start, done, one, load, rated in zip(starts, sessions, totals, loads, ratings, strict=True)
        ),
    )


def _sum_known(loads: Sequence[float | None]) -> float | None:
    """Return the sum of the known loads, ``None`` where none is known."""
    known = [load for load in loads if load is not None]
    return float(round(sum(known))) if known else None


def _exercises(facts: ReportFacts, unit: Unit, figures: Mapping[str, str]) -> Iterator[Block]:
    by_exercise: defaultdict[str, list[EccentricSet]] = defaultdict(list)
    for lowered_set in facts.sets:
        by_exercise[lowered_set.exercise].append(lowered_set)
    if by_exercise:
        yield Heading(2, "Exercise by exercise")
    for slug, sets in sorted(by_exercise.items(), key=lambda item: (-len(item[1]), item[0])):
        yield Heading(3, facts.names.get(slug, slug))
        figure = figure_of(figures.get(slug, slug))
        if figure is not None:
            yield Drawing("The start and the end of the lowering", figure)
        yield from exercise_blocks(sets, facts.first, facts.last, unit)


def _records(facts: ReportFacts, unit: Unit) -> Iterator[Block]:
    rows: list[tuple[date, str, str, str]] = []
    for record in facts.records:
        load = load_text(record.load_kg, record.load_unit or unit, bodyweight=record.bodyweight)
        if record.flag & RecordFlag.HEAVIEST:
            what = "least help with a lowering to the full count"
            if record.load_kg >= 0:
                what = "heaviest load lowered to the full count"
            rows.append((record.day, record.exercise, what, load))
        if record.flag & RecordFlag.LONGEST:
            text = f"{tenths_text(record.longest_ms)} with {load}"
            rows.append((record.day, record.exercise, "longest controlled lowering at this load or more", text))
    rows += [
        (
            one_rm.day,
            facts.names.get(one_rm.exercise, one_rm.exercise),
            f"concentric 1RM, {one_rm.kind.value}",
            format_load(one_rm.kg, one_rm.unit or unit),
        )
        for one_rm in facts.one_rms
    ]
    rows += [
        (
            one.day,
            facts.names[slug],
            f"eccentric 1RM at {one.result.tempo}, tested",
            format_load(one.result.kg, one.unit or unit),
        )
        for slug, one in facts.tests
    ]
    rows += [
        (one.day, facts.names[slug], "longest lowering, tested", tenths_text(one.result.ms))
        for slug, one in facts.lowerings
    ]
    rows += [(day, facts.names[slug], text, "yes") for slug, text, day in facts.full_reps]
    if not rows:
        yield Paragraph("No record was broken, and no 1RM entered.")
        return
    rows.sort(key=lambda row: row[0])
    yield from _shortened_note(rows)
    yield Table(
        ("Day", "Exercise", "Record", "Value"),
        "llll",
        tuple((day_text(day, year=facts.spans_years), name, what, how) for day, name, what, how in rows[-MOST_LISTED:]),
    )


def _notes(facts: ReportFacts) -> Iterator[Block]:
    items = [
        f"{day_text(session.day, year=facts.spans_years)}: {' – '.join(filter(None, [session.title, session.note]))}"
        for session in facts.sessions
        if session.note
    ]
    if items:
        yield Heading(2, "The lifter's notes")
        yield from _shortened_note(items)
        yield Bullets(tuple(items[-MOST_LISTED:]))


def _shortened_note(items: Sequence[object]) -> Iterator[Block]:
    if len(items) > MOST_LISTED:
        yield Paragraph(f"The newest {MOST_LISTED} of {len(items):,}:")


def _definitions(facts: ReportFacts) -> Bullets:
    totals, judged = total(facts.sets), total(one for one in facts.sets if not one.held)
    timed = sum(session.load is not None for session in facts.sessions)
    return Bullets(
        (
            "Lowering time: from the start of the count to the key press at the bottom. "
            f"{totals.measured:,} of {counted(totals.reps, 'rep')} were measured this way; for the others nobody "
            "pressed a key.",
            "Time under tension: the measured times, plus the prescribed time of the reps that were not measured.",
            "Share of target time: measured time / prescribed time of the measured reps whose tempo counts, "
            f"{judged.measured:,} of {counted(totals.reps, 'rep')}. It counts in every set but tests of the longest "
            f"lowering, and Nordics before sets of {TEMPO_COUNTS_FROM['nordic-curl']}: nobody holds the end of a "
            "first Nordic, and these show how long it was held. "
            f"A controlled lowering, or one to the full count, was measured at {KEPT_PERCENT} % of its time or more.",
            "Session load, after Foster: the effort of the session (0 to 10) times its minutes, rests included. "
            f"{timed} of {counted(len(facts.sessions), 'session')} have one: an effort, an end, and less than "
            f"{LONGEST_SESSION_MIN // 60} hours.",
            "Trends compare the mean of the later half of the sessions with that of the earlier half; from four "
            f"sessions on; a change under {STEADY * 100:g} % counts as steady. They are arithmetic, not statistics.",
            "Loads, efforts, soreness, pain and body weight are as the lifter entered them.",
            "Not measured: the speed within a lowering, its depth, forces, and how the lift was done. "
            "A concentric 1RM is never computed from lowerings.",
            "This is a training log, not a diagnosis.",
        )
    )
