"""What a programme asks for in the advice: the set of its next session, beside progress and readiness.

Where progress has something against it - the ramp-in, the way back, lost tempo, pain, a deload week - the least of both
is done, and in straight sets. At work the programme leads, but nothing grows by more than it may at once. Readiness is
asked afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from negcoach.training.advice.exposure import SAME_EXPOSURE, Exposure, plan_of
from negcoach.training.advice.facts import Facts
from negcoach.training.advice.finding import Finding, Level, is_at_most, least_of
from negcoach.training.advice.loads import load_at, most_increased, without_added
from negcoach.training.advice.progression.ladders import MOST_EXTRA_REPS
from negcoach.training.advice.progression.planned import (
    AFTER_PAIN,
    Asked,
    Planned,
    Step,
    amount_text,
    leads,
    sets_by_reps,
)
from negcoach.training.advice.progression.tendon import STEP as TENDON_STEP
from negcoach.training.advice.ramp import DELOAD_SHARE, TrainingStatus
from negcoach.training.equipment.loading import round_down
from negcoach.training.equipment.unloading import STAND_UP_SHARE, stand_up_tempo, with_unloading
from negcoach.training.exercise.exercise import Exercise, Family
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import SAME_LOAD_KG, is_same_load, no_slower, slowest_tempo
from negcoach.training.exercise.way import STRAIGHT
from negcoach.training.plan.course import Course, Performed, due_in_words, sessions_in_words
from negcoach.training.plan.eccentric_test import result_that_counts
from negcoach.training.plan.programme import EccentricTest, LoadBy, Work
from negcoach.training.plan.programme_words import item_in_words
from negcoach.training.rule import Rule
from negcoach.training.units import format_load

MUCH_LIGHTER = 0.75
"""Up to this part of what progress has, a load may be done with more reps, as in the ramp-in (our own choice)."""

SLOWER_AT_ONCE_S = 1
"""A lowering grows by a second at once (source: 5 -> 8 s of the negative dip)."""

TEST_IS_DUE = "Heavier singles at the full count until the second miss, led by the coach. Enter goes to it."
LOWERING_IS_DUE = "Two or three lowerings as slowly as you can, led by the coach. Enter goes to it."
"""What is said where a programme asks for a test, of the eccentric 1RM or of the longest lowering."""

GOES_ON = "Go on now, while you are warm, or do all of it another time."
"""What is said where a part of a session was done a short time ago."""


def with_programme(
    planned: Planned, exposures: Sequence[Exposure], status: TrainingStatus | None, facts: Facts
) -> tuple[Planned, tuple[Finding, ...]]:
    """Return what is planned with what the programme asks for, and what asks for Enter before more than that.

    Without a programme that is under way and whose next session is of this exercise, nothing is changed.
    """
    course, exercise = facts.course, planned.maintenance.exercise
    if course is None or not leads(course, exercise):
        return planned, ()
    rule = course.programme.rule
    title = _title(course)
    item = course.item
    newest = exposures[-1] if exposures else None
    if isinstance(item, EccentricTest):
        maintenance, tested = (
            planned.maintenance,
            "the longest lowering" if exercise.bodyweight else "the eccentric 1RM",
        )
        asked_for = Asked(rule, title, tested, None)
        if _is_against(planned, newest, status, facts):
            return replace(planned, asked=asked_for), ()
        is_due = LOWERING_IS_DUE if exercise.bodyweight else TEST_IS_DUE
        led = Planned(rule, Step.TEST, f"{title}: {tested}", is_due, maintenance, maintenance, asked=asked_for)
    elif isinstance(item, Work):
        asked = _asked(item, planned, newest, status, facts)
        led = _led(item, asked, planned, newest, status, facts, rule, title)
        from_plan = is_same_load(led.prescription.load_kg, planned.prescription.load_kg)
        led = replace(led, wanted_kg=planned.wanted_kg if from_plan else _percent_kg(item, exercise, status, facts))
    else:
        return planned, ()
    if not course.is_due:
        text = f"{course.programme.name}, {title}: {due_in_words(course)}."
        return led, (Finding(rule, Level.WARNING, text, Level.WARNING),)
    what = str(item) if isinstance(item, EccentricTest) else amount_text(led.prescription, facts.unit)
    text = f"{course.programme.name}, {title}: {what}."
    return led, (Finding(rule, Level.NOTE, text, Level.WARNING, led.prescription),)


def asked_in_words(planned: Planned, done: Prescription, facts: Facts, *, limited: bool, stopped: bool) -> str:
    """Return what a programme asks for where less is done today, and whether that counts for its session.

    ``limited`` is whether readiness allows less than is planned, ``stopped`` whether nothing is to be done. It is ""
    where all of it is done, where it is not yet due, and where the reason for what is planned says it.
    """
    asked, course = planned.asked, facts.course
    if asked is None or course is None or not course.is_due or (asked.said and not limited):
        return ""
    wanted, what = asked.prescription, asked.what
    if wanted is not None and not stopped and is_at_most(wanted, done):
        if wanted.way == done.way:
            return ""
        what = str(wanted.way)
    if stopped or not course.would_count(_as_performed(done, facts)):
        return f"{asked.title} asks for {what}: that has to wait."
    load = "" if done.exercise.bodyweight or not done.load_kg else f" at {format_load(done.load_kg, facts.unit)}"
    return f"{asked.title} asks for {what}; today's {sets_by_reps(done)}{load} will count for it."


def _as_performed(done: Prescription, facts: Facts) -> Performed:
    """Return a set as it is performed once it is done; an open one has the exercise's own reps."""
    reps = done.sets * done.exercise.reps if done.total_reps is None else done.total_reps
    return Performed(
        at=facts.now,
        exercise=done.exercise.slug,
        load_kg=done.load_kg,
        sets=done.sets,
        reps=reps,
        seconds=done.tempo.eccentric,
        one_rm_kg=None if facts.one_rm is None else facts.one_rm.kg,
        own_loads=facts.own_loads,
    )


def not_yet_in_words(planned: Planned, sooner: Prescription, reason: str, then: str, facts: Facts) -> str:
    """Return when the session of a programme is due and what is advised ``then``, and the set for who trains sooner.

    That is named where it is less; ``reason`` says why, "" where that is said elsewhere.
    """
    asked, course = planned.asked, facts.course
    if asked is None or course is None or course.item is None:
        return ""
    then = f"{asked.title}: {due_in_words(course)}. Then {then}."
    if asked.prescription is not None and is_at_most(asked.prescription, sooner):
        return then
    return f"{then} If you train sooner, it is {amount_text(sooner, facts.unit)}. {reason}".rstrip()


def _going_on(item: Work, newest: Exposure | None, facts: Facts, title: str) -> str:
    """Return what is said where a part of the session was done a short time ago, "" where none was, or it went badly.

    What was done counts for nothing where it was light or quick, however many reps it had.
    """
    course = facts.course
    if course is None or not course.goes_on or course.last is None or (newest is not None and _went_badly(newest)):
        return ""
    reps, asked = course.last.reps, item.total_reps
    done = f"{reps} of {asked} reps today" if reps < asked else "today fell short of what it asks for"
    return f"{title} is not done yet: {done}. {GOES_ON}"


def _title(course: Course) -> str:
    """Return ``Week 3 of 8, session 2 of 2``, with what the week is for, or that it begins again."""
    slot, week = course.slot, course.week
    if slot is None or week is None:
        return "Finished"
    words = sessions_in_words(slot, course.programme)
    if course.repeats:
        return f"{words[0].upper()}{words[1:]} (the week again: a session was missed)"
    return f"{words[0].upper()}{words[1:]}{f' ({week.why})' if week.why else ''}"


def _asked(
    item: Work, planned: Planned, newest: Exposure | None, status: TrainingStatus | None, facts: Facts
) -> Prescription:
    """Return the set that an item asks for, whatever progress has against it."""
    prescription, maintenance, exercise = planned.prescription, planned.maintenance, planned.maintenance.exercise
    from_progress = maintenance if item.load is LoadBy.SAME else prescription
    seconds = item.seconds
    if seconds is None:
        progressive = item.load in (LoadBy.UP, LoadBy.SAME) and exercise.load is None
        seconds = from_progress.tempo.eccentric if progressive else exercise.tempo.eccentric
    least = max(item.reps, _held_reps(item, exercise, newest))
    reps = item.most_reps if prescription.reps is None else min(max(prescription.reps, least), item.most_reps)
    load_kg = _load_kg(item, planned, newest, status, facts)
    if item.easy:
        load_kg = round_down(load_kg * DELOAD_SHARE, facts.loads) if load_kg > 0 else load_kg
    tempo = replace(exercise.tempo, eccentric=seconds)
    if exercise.family is Family.OVERLOAD:
        tempo = no_slower(tempo, slowest_tempo(exercise))
    asked = replace(
        prescription, sets=item.sets, reps=reps, tempo=tempo, load_kg=load_kg, fewer=item.fewer, way=item.way
    )
    return _with_lift(asked, status)


def _held_reps(item: Work, exercise: Exercise, newest: Exposure | None) -> int:
    """Return the reps that were held last of an exercise without a load: within a range no fewer come next."""
    as_many_sets = newest is not None and exercise.load is None and len(newest.sets) >= item.sets
    return newest.held_reps if newest is not None and as_many_sets else 0


def _with_lift(prescription: Prescription, status: TrainingStatus | None) -> Prescription:
    """Return a prescription with the lift that belongs to its load: a light bar is not unloaded."""
    one_rm_kg = None if status is None else status.counted_one_rm_kg()
    if one_rm_kg is not None and 0 < prescription.load_kg <= one_rm_kg * STAND_UP_SHARE + SAME_LOAD_KG:
        return stand_up_tempo(prescription)
    return with_unloading(prescription)


def _percent_kg(item: Work, exercise: Exercise, status: TrainingStatus | None, facts: Facts) -> float | None:
    """Return the load of an item that is a part of a 1RM, before it is rounded; ``None`` for any other.

    That of an eccentric 1RM is ``None`` too where no test with its lowering counts (``result_that_counts``).
    """
    if item.load is LoadBy.PERCENT_ECCENTRIC:
        lower_s = item.seconds or exercise.tempo.eccentric
        result = result_that_counts(facts.eccentric_one_rms, lower_s, facts.now)
        return None if result is None else result.kg * item.amount / 100
    one_rm_kg = None if status is None else status.counted_one_rm.capped_kg
    return None if one_rm_kg is None or item.load is not LoadBy.PERCENT else one_rm_kg * item.amount / 100


def _load_kg(
    item: Work, planned: Planned, newest: Exposure | None, status: TrainingStatus | None, facts: Facts
) -> float:
    prescription, maintenance, exercise = planned.prescription, planned.maintenance, planned.maintenance.exercise
    match item.load:
        case LoadBy.PERCENT:
            one_rm_kg = None if status is None else status.counted_one_rm.capped_kg
            return prescription.load_kg if one_rm_kg is None else load_at(exercise, item.amount, one_rm_kg, facts.loads)
        case LoadBy.ADDED:
            return item.added_kg if facts.own_loads is None else facts.own_loads.at_or_below(item.added_kg) or 0.0
        case LoadBy.BODYWEIGHT:
            return without_added(prescription.load_kg)
        case LoadBy.UP:
            return prescription.load_kg
        case LoadBy.PERCENT_ECCENTRIC:
            wanted_kg = _percent_kg(item, exercise, status, facts)
            return maintenance.load_kg if wanted_kg is None else round_down(wanted_kg, facts.loads)
    return maintenance.load_kg  # "same"


def _led(
    item: Work,
    asked: Prescription,
    planned: Planned,
    newest: Exposure | None,
    status: TrainingStatus | None,
    facts: Facts,
    rule: Rule,
    title: str,
) -> Planned:
    prescription = planned.prescription
    lighter = _is_much_lighter(asked, prescription)
    against = _is_against(planned, newest, status, facts)
    goes_on = _going_on(item, newest, facts, title)
    why = goes_on or _why(item, planned, title)
    from_progress = item.load in (LoadBy.UP, LoadBy.SAME)  # which may be less than it was: its load is not asked for
    what_asked = item_in_words(item) if from_progress else amount_text(asked, facts.unit)
    asked_for = Asked(rule, title, what_asked, asked, said=bool(goes_on))
    if not lighter and not is_at_most(asked, prescription):
        if against:
            least = prescription if _is_much_lighter(prescription, asked) else least_of(prescription, asked)
            what = planned.what if least == prescription and planned.what else amount_text(least, facts.unit)
            why, maintenance = goes_on or planned.why, least_of(planned.maintenance, least)
            return Planned(planned.rule, planned.step, what, why, least, maintenance, asked=asked_for)
        wanted, asked = asked, _not_too_much(asked, planned, newest, facts)
        why = why if asked == wanted else "Nothing goes up by more than this at once."
    if against and asked.way.asks_more:
        why = goes_on or planned.why
        asked = replace(asked, way=STRAIGHT)
    maintenance = asked if lighter else least_of(asked, _again(planned.maintenance, newest))
    grows = not lighter and not is_at_most(asked, planned.maintenance)
    step, what = Step.MORE if grows else Step.SAME, amount_text(asked, facts.unit)
    return Planned(rule, step, what, why, asked, maintenance, asked=asked_for)


def _again(maintenance: Prescription, newest: Exposure | None) -> Prescription:
    """Return what is done where nothing may grow: of an exercise without a load no less than last time.

    A programme may be further than progress, which has seconds and reps of its own to wait for.
    """
    if newest is None or maintenance.exercise.load is not None:
        return maintenance
    last = plan_of(maintenance, newest)
    return last if is_at_most(maintenance, last) else maintenance


def _why(item: Work, planned: Planned, title: str) -> str:
    """Return where the numbers of a session are from: its week, what a load is taken of, and up to which reps.

    Where progress has the load grow, the mark of its rule follows.
    """
    if item.load in (LoadBy.BODYWEIGHT, LoadBy.ADDED) and item.reps == item.most_reps:
        return f"{title}."
    if item.load is not LoadBy.UP:
        return f"{title}: {item_in_words(item)}."
    if planned.step is not Step.MORE:
        return f"{title}. {planned.why}"
    return f"{title}. {planned.why.removesuffix('.')} ({planned.rule.mark})."  # the programme's mark is of the rest


def _is_much_lighter(one: Prescription, other: Prescription) -> bool:
    """Return whether a load is so much lighter than another that its own reps belong to it, be they more."""
    return one.exercise.load is not None and 0 < one.load_kg <= other.load_kg * MUCH_LIGHTER


def _is_against(planned: Planned, newest: Exposure | None, status: TrainingStatus | None, facts: Facts) -> bool:
    """Return whether progress has something against more than it plans."""
    if planned.rule is AFTER_PAIN or planned.step in (Step.RAMP_IN, Step.LESS):
        return True
    if status is not None and (status.in_ramp or status.returning or status.hurt_kg is not None):
        return True
    if newest is None:
        return False
    return facts.now - newest.started_at < SAME_EXPOSURE or _went_badly(newest) or not newest.complete


def _went_badly(newest: Exposure) -> bool:
    return newest.lost or newest.pain


def _not_too_much(asked: Prescription, planned: Planned, newest: Exposure | None, facts: Facts) -> Prescription:
    """Return what is asked for, grown from what was performed last by no more than may be at once."""
    prescription = planned.prescription
    if newest is None:  # a first bout has no added load, and no longer lowering than the exercise's own
        return asked if prescription.exercise.load is not None else _at_first(asked, prescription)
    last = plan_of(prescription, newest)
    if prescription.exercise.load is not None:
        most_kg = max(
            prescription.load_kg,
            round_down(most_increased(prescription.exercise, last.load_kg, facts.loads), facts.loads),
        )
    else:
        most_kg = max(prescription.load_kg, last.load_kg + TENDON_STEP[facts.unit])
    seconds = max(prescription.tempo.eccentric, last.tempo.eccentric + SLOWER_AT_ONCE_S)
    reps = asked.reps
    if reps is not None and last.reps is not None:
        reps = min(reps, max(prescription.reps or 0, last.reps + MOST_EXTRA_REPS))
    return replace(
        asked,
        load_kg=min(asked.load_kg, most_kg),
        reps=reps,
        tempo=replace(asked.tempo, eccentric=min(asked.tempo.eccentric, seconds)),
    )


def _at_first(asked: Prescription, prescription: Prescription) -> Prescription:
    seconds = min(asked.tempo.eccentric, prescription.tempo.eccentric)
    return replace(
        asked, load_kg=min(asked.load_kg, prescription.load_kg), tempo=replace(asked.tempo, eccentric=seconds)
    )
