"""Readiness before a set, as one ordered table: what stands against it today, and what it asks of the lifter.

The screens and the command line ask here, whichever way leads to the set. Nothing here diagnoses.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from negcoach.texts import joined, time_of_day_text
from negcoach.training.advice.exposure import SAME_EXPOSURE
from negcoach.training.advice.facts import Facts, Training
from negcoach.training.advice.finding import Finding, Level, Pace, no_more_than
from negcoach.training.advice.ramp import UNTESTED_SHARE
from negcoach.training.advice.readiness.case import LIGHT_LOAD_SHARE, Case
from negcoach.training.advice.readiness.muscles import ASKED_WITHIN, muscles_of, muscles_to_ask
from negcoach.training.advice.readiness.one_rm_doubt import estimate_in_words
from negcoach.training.advice.readiness.pain import pain_elsewhere, pain_here, pain_twice_today
from negcoach.training.advice.readiness.recovered import is_tired_by, muscles_trained_by, rest_after
from negcoach.training.advice.readiness.unreadable import unreadable
from negcoach.training.advice.readiness.unsaved import unsaved
from negcoach.training.equipment.loading import round_down
from negcoach.training.exercise.exercise import Family
from negcoach.training.exercise.safety import (
    ASSUMED_BODY_KG,
    MOST_ADDED_SHARE,
    SAME_LOAD_KG,
    added_cap_kg,
    cap_kg,
    is_over_cap,
    is_overload,
    is_screened,
    least_lowering_s,
    overload_refusal,
    slowest_tempo,
)
from negcoach.training.plan.full_rep import FULL_REPS, REPS_BEFORE_LOAD, may_add_load
from negcoach.training.progress.recovery import (
    GRACE_HOURS,
    OLDER_FROM,
    SAME_VISIT,
    STILL_SORE,
    is_daily,
)
from negcoach.training.progress.soreness import WORDS, WORST, Rating
from negcoach.training.rule import Mark, Rule
from negcoach.training.terms import WEEKDAYS
from negcoach.training.units import format_load

NOTHING_GROWS, GO_LIGHT, NOT_TODAY = 3, 4, 5
"""The soreness from which nothing grows, only a light session is offered, none is (our own choice on the scale)."""

DAY = timedelta(hours=24)

MOST_OVERLOAD_EXERCISES = 2
MOST_OVERLOAD_SETS = 8
"""Overload for one muscle within a day (our own choice)."""

ENOUGH_STOPS = 2
"""So many stopped sets are enough for a day (our own choice)."""

ONE_RM_LASTS = timedelta(weeks=12)
"""How old a 1RM may be before it is to be tested again (our own choice)."""

MOST_GROWTH = 1.15
"""How much the load may grow before the 1RM is to be tested again, and at once where none is known (our own choice)."""

MOST_JUMP = 2.0
"""The most of the heaviest load performed so far that is advised: above it a 1RM was mistyped (our own choice; the
ramp-in's largest step, from 40 to 70 % of the 1RM, is below it)."""

LEAST_REST_SHARE = 1 / 3
"""Less than this part of an overload exercise's rest is a hurry (our own choice)."""

LEAST_LEAD_IN_MS = 3_000
"""The spotters' hands are called 2 s before the first lowering, and need a moment to come."""

DARK_URINE = "Dark urine, extreme pain or swelling: see a doctor at once."

SEE_A_DOCTOR = "Still so sore four days after training: see a doctor."

HEALTH_SCREEN = Rule(
    "health screen",
    Mark.READ | Mark.TEXTBOOK | Mark.OWN,
    "Diabetes Care and PMC10959113, more of it from textbooks; asked every year: negcoach's own choice",
)
NO_OVERLOAD = Rule(
    "no overload",
    Mark.READ | Mark.TEXTBOOK | Mark.OWN,
    "the health screen; not for beginners: an article on negatives; not while growing: textbook knowledge; six "
    "months, and from which age: negcoach's own choice",
)
NO_ONE_RM = Rule("no 1RM", Mark.OWN)
ASK_SORENESS = Rule("soreness asked", Mark.OWN)
SORENESS = Rule(
    "soreness",
    Mark.READ | Mark.OWN,
    "the seven-point scale: Impellizzeri and Maffiuletti 2007; its limits are negcoach's own choice",
)
RECOVERY = Rule(
    "recovery",
    Mark.READ | Mark.TEXTBOOK | Mark.OWN,
    "soreness peaks 24 to 72 h after: Lau 2013; longer from 60 years on: textbook knowledge; the hours are a "
    "convention: negcoach's own choice",
)
ENOUGH_TODAY = Rule("enough for today", Mark.OWN)
LOAD_CAP = Rule(
    "load cap",
    Mark.READ | Mark.OWN,
    "how much more is lowered than lifted: Kelly 2015, Hollander 2007; the caps: negcoach's own choice",
)
ADDED_LOAD = Rule("cap of added load", Mark.OWN)
FULL_REPS_FIRST = Rule("full reps before load", Mark.OWN)
SHORTEST_LOWERING = Rule("shortest lowering", Mark.OWN, "under 3 s it is a drop: negcoach's own choice")
TOO_SLOW = Rule(
    "held under load",
    Mark.READ | Mark.OWN,
    "over 10 s a rep builds less: Schoenfeld 2015; no counted second with more than the 1RM on the chest: "
    "negcoach's own choice",
)
HURRY = Rule(
    "rushed", Mark.READ | Mark.OWN, "ACSM 2009: 3-5 min of rest for heavy work; the limits are negcoach's own choice"
)
GREAT_JUMP = Rule("twice the heaviest", Mark.OWN)
TEST_ONE_RM = Rule("test the 1RM", Mark.OWN)


def findings_of(case: Case) -> tuple[Finding, ...]:
    """Return the rows of the table that apply, in its order."""
    return tuple(finding for row in READINESS for finding in row(case))


def _overload(case: Case) -> Iterator[Finding]:
    """Row 1: who may do overload."""
    facts, exercise = case.facts, case.exercise
    if not is_overload(case.maintenance, facts.body_kg):
        return
    today = facts.now.date()
    refusal = None if facts.health is None else overload_refusal(facts.health, today)
    if refusal is not None:
        yield Finding(NO_OVERLOAD, Level.REFUSED, refusal.value)
    elif not is_screened(facts.health, today):
        yield Finding(HEALTH_SCREEN, Level.QUESTION, "The health screen comes first.")
    if facts.one_rm is None and exercise.load is not None:
        of = exercise.load.of
        offer = ""
        if facts.estimated_one_rm_kg is not None:
            offer = f" Your lifted sets suggest {format_load(estimate_in_words(facts), facts.unit)}."
        when = "before the load goes up" if case.in_ramp else "first"
        text = f"Your {of} is not known, so there is no cap: test it {when}.{offer}"
        if case.exposures:
            most_kg = MOST_GROWTH * max(case.maintenance.load_kg, case.working_kg) or math.inf
            yield Finding(NO_ONE_RM, Level.WARNING, text, most=no_more_than(case.maintenance, load_kg=most_kg))
        else:
            yield Finding(NO_ONE_RM, Level.WARNING, text, Level.TYPED, case.maintenance)


def _ask_soreness(case: Case) -> Iterator[Finding]:
    """Row 3: a muscle that was trained recently and not rated since."""
    muscles = muscles_to_ask(case.exercise, case.facts)
    if muscles:
        verb = "are" if muscles[1:] else "is"
        yield Finding(ASK_SORENESS, Level.QUESTION, f"How sore {verb} your {joined(muscles)}?")


def _soreness(case: Case) -> Iterator[Finding]:
    """Row 4: what was rated sore."""
    facts = case.facts
    muscles = muscles_of(case.exercise)
    sore = [
        one
        for one in facts.ratings
        if one.muscle in muscles and one.rating >= NOTHING_GROWS and facts.now - one.at < STILL_SORE
    ]
    if not sore:
        return
    sore.sort(key=lambda one: (-one.rating, muscles.index(one.muscle)))
    worst = sore[0].rating
    rated = joined([f"your {one.muscle} {one.rating} of {WORST} {facts.days_ago(one.at)}" for one in sore])
    text = f"You rated {rated}: {WORDS[worst]}."
    if worst < GO_LIGHT:
        yield Finding(SORENESS, Level.NOTE, f"{text} Nothing goes up today.", Level.WARNING, case.maintenance)
    elif worst < NOT_TODAY:
        text = f"{text} Go light, or give it another day."
        wanted_kg = case.working_kg * LIGHT_LOAD_SHARE
        yield Finding(SORENESS, Level.WARNING, text, Level.TYPED, case.light, wanted_kg=wanted_kg)
    else:
        doctor = f" {SEE_A_DOCTOR}" if any(_is_late(one, facts) for one in sore) else ""
        text = f"{text} Not today. {DARK_URINE}{doctor}"
        yield Finding(SORENESS, Level.TYPED, text, Level.TYPED, case.light)


def _recovery(case: Case) -> Iterator[Finding]:
    """Row 5: the same muscle was trained a short time ago."""
    facts, found = case.facts, []
    for one in facts.trained:
        ago = facts.now - one.at
        if one.slug == case.exercise.slug and ago < SAME_EXPOSURE and case.one_side_is_missing:
            continue  # it was the other side
        if is_tired_by(case.exercise, one) and ago >= SAME_VISIT:
            rest = rest_after(one, facts)
            if ago < timedelta(hours=max(rest.least, rest.usual - GRACE_HOURS)):
                found.append((one, rest))
    if not found:
        return
    longest, usual_rest = max(found, key=lambda each: each[0].at + timedelta(hours=each[1].usual))
    one, rest = max(found, key=lambda each: each[0].at + timedelta(hours=each[1].least))
    earliest_at = one.at + timedelta(hours=rest.least)
    if facts.now >= earliest_at:
        one, rest = longest, usual_rest
    trained = _trained_in_words(case, one)
    after = "" if longest is one else f" after {longest.name}"
    until = _time_text(longest.at + timedelta(hours=usual_rest.usual), facts.now)
    usual = f"{usual_rest.usual} h is usual{after}{_at_age(longest, facts)}, until {until}"
    if facts.now < earliest_at:
        earliest = _time_text(earliest_at, facts.now)
        if longest is not one:
            text = f"{trained}: wait {rest.least} h at least{_at_age(one, facts)}, until {earliest}; {usual}."
        elif rest.usual > rest.least:
            text = f"{trained}: wait {rest.least} h at least, until {earliest}; {usual}."
        else:
            text = f"{trained}: wait {rest.least} h{_at_age(one, facts)}, until {earliest}."
        yield Finding(RECOVERY, Level.TYPED, text, Level.TYPED, case.light)
    else:
        text = f"{trained}; {usual}"
        if case.in_ramp:
            yield Finding(RECOVERY, Level.WARNING, f"{text}.")
        else:
            yield Finding(
                RECOVERY, Level.WARNING, f"{text}: nothing goes up before that.", Level.WARNING, case.maintenance
            )


def _trained_in_words(case: Case, one: Training) -> str:
    """Return ``Bench press trained your chest 40 h ago``; of what trains no muscle that rests, ``This was done``.

    A light session is called one, since the rest after it is shorter.
    """
    hours = (case.facts.now - one.at) // timedelta(hours=1)
    itself = one.slug == case.exercise.slug and not one.lifted
    what = "This" if itself else one.name
    if one.light:
        what = f"A light session of {'this' if itself else one.name}"
    muscles = muscles_trained_by(case.exercise, one)
    if not muscles:
        return f"{what} was {'lifted' if one.lifted else 'done'} {hours} h ago"
    return f"{what}{', lifted,' if one.lifted else ''} trained your {joined(muscles)} {hours} h ago"


def _at_age(one: Training, facts: Facts) -> str:
    """Return that the rest after a training is longer from some age on, "" where it is not."""
    return f" from the age of {OLDER_FROM}" if one.overload and facts.older else ""


def _time_text(at: datetime, now: datetime) -> str:
    """Return ``18:05``, ``tomorrow 18:05`` or ``Thursday 18:05``, for a time within a week."""
    at = at.astimezone(now.tzinfo)
    days = (at.date() - now.date()).days
    day = "" if days < 1 else "tomorrow " if days == 1 else f"{WEEKDAYS[at.weekday()]} "
    return f"{day}{time_of_day_text(at)}"


def _enough_today(case: Case) -> Iterator[Finding]:
    """Row 6: a muscle had its overload for the day, or would have more than that."""
    facts, most_sets = case.facts, MOST_OVERLOAD_SETS
    overload = case.exercise.family is Family.OVERLOAD
    newest = case.exposures[-1] if case.exposures else None
    if newest is not None and newest.tested and facts.now - newest.ended_at < DAY:
        tested = "longest lowering" if case.exercise.bodyweight else "eccentric 1RM"
        text = f"Your {tested} was tested within a day: enough for today."
        yield Finding(ENOUGH_TODAY, Level.TYPED, text, rest=True)
        return
    if newest is not None and not is_daily(case.exercise) and facts.now - newest.ended_at < DAY:
        stopped = sum(past.lost and not past.open for past in newest.sets)
        if stopped >= ENOUGH_STOPS:
            level, text = (
                Level.TYPED if overload else Level.WARNING,
                f"{stopped} sets lost their tempo: enough for today.",
            )
            yield Finding(ENOUGH_TODAY, level, text, rest=True)
            return
    if not overload:
        return
    for muscle in muscles_of(case.exercise):
        today = [
            one for one in facts.trained if one.overload and muscle in one.muscles and _is_within_a_day(one, facts)
        ]
        others = {one.slug for one in today} - {case.exercise.slug}
        sets = sum(one.sets for one in today)
        if len(others) >= MOST_OVERLOAD_EXERCISES or sets >= MOST_OVERLOAD_SETS:
            text = f"Your {muscle} had {sets} overload sets within a day: enough for today."
            yield Finding(ENOUGH_TODAY, Level.WARNING, text, rest=True)
            return
        most_sets = min(most_sets, MOST_OVERLOAD_SETS - sets)
    text = f"More than {MOST_OVERLOAD_SETS} overload sets within a day are too many for one muscle."
    allowed = no_more_than(case.maintenance, sets=most_sets)
    yield Finding(ENOUGH_TODAY, Level.NOTE, text, Level.WARNING, allowed, counts_today=True)


def _one_rm(case: Case) -> Iterator[Finding]:
    """Row 7: a load over the cap, or one that has left its 1RM behind."""
    facts, rule, prescription = case.facts, case.exercise.load, case.maintenance
    if rule is None:
        return
    yield from _great_jump(case, rule.of)
    if case.exercise.alone:
        return
    cap, load_kg = cap_kg(case.exercise, case.one_rm.capped_kg), max(prescription.load_kg, case.planned_kg)
    if cap is not None and is_over_cap(case.exercise, load_kg, case.one_rm.capped_kg):
        part = f"{UNTESTED_SHARE:g} of " if case.one_rm.weakened else ""
        load = format_load(load_kg, facts.unit)
        text = f"{load} is over the cap, {rule.cap_percent} % of {part}your {rule.of}."
        allowed = replace(prescription, load_kg=round_down(cap, facts.loads))
        yield Finding(LOAD_CAP, Level.WARNING, text, Level.WARNING, allowed)
    if case.exercise.family is not Family.OVERLOAD and facts.one_rm is not None:
        return  # below a known 1RM the cap is enough
    if facts.one_rm is not None and facts.now - facts.one_rm.at > ONE_RM_LASTS:
        weeks = (facts.now - facts.one_rm.at).days // 7
        text = f"Your {rule.of} is {weeks} weeks old: test it {'before the load goes up' if case.in_ramp else 'first'}."
        yield Finding(TEST_ONE_RM, Level.WARNING, text, Level.WARNING, prescription)
    elif facts.first_load_kg and prescription.load_kg > facts.first_load_kg * MOST_GROWTH:
        since = (
            "since your first session"
            if facts.one_rm is None
            else f"since your {rule.of} was {facts.one_rm.kind.value}"
        )
        text = f"The load has gone up more than 15 % {since}: test your {rule.of} first."
        yield Finding(TEST_ONE_RM, Level.WARNING, text, Level.WARNING, prescription)


def _great_jump(case: Case, of: str) -> Iterator[Finding]:
    """Row 7 for a slip in the 1RM or the load: what is lowered is far more than anything so far."""
    facts = case.facts
    heaviest_kg = max((one.load_kg for one in case.exposures), default=0.0)
    if not heaviest_kg:
        return
    most_kg = round_down(heaviest_kg * MOST_JUMP, facts.loads)
    heaviest = format_load(heaviest_kg, facts.unit)
    text, level = f"More than twice your heaviest so far, {heaviest}: check the load, and your {of}.", Level.NOTE
    if case.planned_kg > heaviest_kg * MOST_JUMP + SAME_LOAD_KG:
        load = format_load(case.planned_kg, facts.unit)
        text, level = f"{load} is more than twice your heaviest so far, {heaviest}: check your {of}.", Level.WARNING
    yield Finding(GREAT_JUMP, level, text, Level.TYPED, no_more_than(case.maintenance, load_kg=most_kg))


def _added_load(case: Case) -> Iterator[Finding]:
    """Row 7 for a bodyweight exercise: more load added than a part of the body weight."""
    facts = case.facts
    cap = added_cap_kg(case.exercise, facts.body_kg)
    if cap is None:
        return
    most_kg = round_down(cap, facts.loads)
    of = "your body weight"
    if facts.body_kg is None:
        of = f"a body weight of {format_load(ASSUMED_BODY_KG, facts.unit)}, as yours is not known"
    text = f"At most {format_load(most_kg, facts.unit)} added: {MOST_ADDED_SHARE * 100:.0f} % of {of}."
    yield Finding(ADDED_LOAD, Level.NOTE, text, Level.TYPED, no_more_than(case.maintenance, load_kg=most_kg))


def _full_reps_first(case: Case) -> Iterator[Finding]:
    """Row 7 for the negative of a ladder: load is added after three full reps, or where it was added before."""
    facts, full_rep = case.facts, FULL_REPS.get(case.exercise.slug)
    if full_rep is None or may_add_load(facts.tries, facts.lifted_reps):
        return
    if any(past.load_kg > SAME_LOAD_KG and past.complete for one in case.exposures for past in one.sets):
        return
    text = f"Load is added after {REPS_BEFORE_LOAD} full {full_rep}s in one set: you have none on record yet."
    yield Finding(FULL_REPS_FIRST, Level.NOTE, text, Level.WARNING, no_more_than(case.maintenance, load_kg=0.0))


def _hurry(case: Case) -> Iterator[Finding]:
    """Beside the table: overload that is dropped or held, or leaves no time to rest or to take hold."""
    exercise = case.exercise
    if exercise.family is not Family.OVERLOAD:
        return
    lower_s = least_lowering_s(exercise)
    text = f"Under {lower_s} s it is a drop, not a lowering."
    yield Finding(SHORTEST_LOWERING, Level.NOTE, text, Level.TYPED, pace=Pace(lower_s=lower_s))
    slowest = slowest_tempo(exercise)
    text = (
        f"Overload is lowered for {slowest.eccentric} s at most, and held for no more than {slowest.stretched} s "
        f"stretched, {slowest.contracted} s contracted."
    )
    yield Finding(TOO_SLOW, Level.NOTE, text, Level.TYPED, pace=Pace(slowest=slowest))
    rest_ms = round(exercise.rest_ms * LEAST_REST_SHARE)
    text = f"Less than {rest_ms // 1000} s of rest is rushing it: {exercise.rest_ms // 1000} s is usual."
    yield Finding(HURRY, Level.NOTE, text, Level.WARNING, pace=Pace(rest_ms=rest_ms))
    text = f"A lead-in of less than {LEAST_LEAD_IN_MS // 1000} s leaves no time to take hold."
    yield Finding(HURRY, Level.NOTE, text, Level.WARNING, pace=Pace(lead_in_ms=LEAST_LEAD_IN_MS))


Row = Callable[[Case], Iterator[Finding]]

READINESS: tuple[Row, ...] = (
    _overload,
    pain_here,
    pain_twice_today,
    pain_elsewhere,
    unreadable,
    unsaved,
    _ask_soreness,
    _soreness,
    _recovery,
    _enough_today,
    _one_rm,
    _added_load,
    _full_reps_first,
    _hurry,
)
"""The table, from the row that is looked at first to the last. Lost tempo, its last row, is a rule of progress."""


def _is_within_a_day(one: Training, facts: Facts) -> bool:
    return facts.now - one.at < DAY


def _is_late(rating: Rating, facts: Facts) -> bool:
    """Return whether a rating was given when the muscle had not been trained for four days."""
    trained: Sequence[Training] = [one for one in facts.trained if rating.muscle in one.muscles]
    return not any(timedelta(0) <= rating.at - one.at < ASKED_WITHIN for one in trained)
