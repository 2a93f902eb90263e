"""Progress of an exercise that has a load: the ramp-in, the way back, up, down, and the deload week."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from negcoach.texts import counted, days_since
from negcoach.training.advice.exposure import EASY_RPE, plan_of
from negcoach.training.advice.finding import is_at_most, least_of
from negcoach.training.advice.loads import (
    DECREASE,
    increased_load,
    is_small_step,
    is_step,
    less_load,
    load_at,
    next_load,
    taken_percent,
)
from negcoach.training.advice.progression.planned import (
    AFTER_PAIN,
    HEAVIEST,
    KEPT_TWICE,
    LOST_TWICE,
    Planned,
    Step,
    amount_text,
    grows,
    less,
    more,
    same,
    same_after,
    sets_by_reps,
    shrinks,
    way_to_come,
)
from negcoach.training.advice.ramp import (
    DELOAD_AFTER,
    DELOAD_LASTS,
    DELOAD_SHARE,
    RAMP_PERCENTS,
    RETURN_REPS,
    RETURN_SETS,
    RETURN_SHARE,
    SECOND_BOUT_AFTER,
    TrainingStatus,
    half,
    is_spared,
    stage_percents,
)
from negcoach.training.advice.readiness.table import LOAD_CAP, MOST_GROWTH, ONE_RM_LASTS, TEST_ONE_RM
from negcoach.training.equipment.loading import round_down
from negcoach.training.exercise.exercise import Family
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import SAME_LOAD_KG, is_over_cap, is_same_load
from negcoach.training.progress.recovery import OLDER_FROM
from negcoach.training.rule import Mark, Rule
from negcoach.training.terms import OneRmKind
from negcoach.training.units import format_load

MOST_REPS_FIRST = 2
"""Reps that are added, one after two kept days each, where the next load is too big a step (our own choice)."""

DELOAD_LOST, DELOAD_LOST_WITHIN = 2, timedelta(days=7)
DELOAD_SORE, DELOAD_SORE_WITHIN = 2, timedelta(days=14)
DELOAD_RPE, DELOAD_RPE_RUNNING = 9.0, 3
"""A deload week is due at once when two of three hold: two lost days in a week, sore after 72 h twice in two weeks,
three sessions running rated 9 or more (our own choice)."""

RAMP_IN = Rule(
    "ramp-in", Mark.READ | Mark.OWN, "light sessions first: Huang 2019, Chen 2013; the stages: negcoach's own choice"
)
RETURN = Rule(
    "time away",
    Mark.READ | Mark.TEXTBOOK | Mark.OWN,
    "the protection fades in one to three weeks: ECU 2012/560; four and twelve weeks: textbook knowledge; the way back "
    "is negcoach's own choice",
)
DELOAD = Rule(
    "deload week",
    Mark.TEXTBOOK | Mark.OWN,
    "an easier week: textbook knowledge; when, and how easy: negcoach's own choice",
)
FLOOR = Rule("lightest load", Mark.OWN, "the ramp-in's first load: negcoach's own choice")
REPS_FIRST = Rule(
    "a rep first",
    Mark.READ | Mark.OWN,
    "10 % more at most: ACSM 2009; a rep in place of a larger step: negcoach's own choice",
)
START = Rule("first time", Mark.OWN)
ALL_SETS = Rule("all sets after the first time", Mark.OWN)


def loaded_plan(base: Prescription, status: TrainingStatus) -> Planned:
    """Return what comes next in an exercise with a load, before readiness is looked at."""
    planned = _progress(base, status)
    enough = planned.prescription.load_kg <= status.next_after_pain_kg + SAME_LOAD_KG
    if enough or status.exposures[-1].pain or is_spared(base, status.hurt_sides):
        return planned
    return _back_from_pain(planned, status)


def _progress(base: Prescription, status: TrainingStatus) -> Planned:
    if status.in_ramp:
        return _ramp(base, status)
    if status.pattern is None or status.working_kg is None:
        return _start(base, status)
    at_work = replace(plan_of(base, status.pattern), load_kg=status.working_kg)
    if status.returning:
        return _return(at_work, status)
    if _is_deload_due(status):
        return _deload(at_work, status)
    if not status.level:
        return _below(at_work, status)
    return _work(at_work, status)


def _start(base: Prescription, status: TrainingStatus) -> Planned:
    exercise, one_rm = status.exercise, status.facts.one_rm
    rule = exercise.load
    load_kg = 0.0 if rule is None or one_rm is None else load_at(exercise, rule.percent, one_rm.kg, status.facts.loads)
    first = exercise.family is Family.TEMPO and not exercise.alone
    sets = half(exercise.sets) if first else exercise.sets
    prescription = replace(base, sets=sets, reps=exercise.reps, tempo=exercise.tempo, load_kg=load_kg)
    why = "Your first time: learn the movement."
    if first:
        why = f"{why} Half the sets leave you less sore." if load_kg else f"{why} Choose a load you can lift ten times."
    wanted_kg = None if rule is None or one_rm is None else one_rm.kg * rule.percent / 100
    return Planned(
        START, Step.START, f"Start with {_text(prescription, status)}", why, prescription, prescription, wanted_kg
    )


def _ramp(base: Prescription, status: TrainingStatus) -> Planned:
    due = status.stage_due
    stage = min(due, _last_allowed_stage(status))
    prescription = status.stage_plan(base, stage)
    maintenance = status.stage_plan(base, max(0, status.stage))
    what = f"{sets_by_reps(prescription)} at {_ramp_load(prescription, status, stage)}"
    one_rm_kg = status.counted_one_rm_kg()
    wanted_kg = None if one_rm_kg is None else one_rm_kg * stage_percents(status.exercise)[stage] / 100
    if stage == 0:
        return Planned(
            RAMP_IN, Step.RAMP_IN, f"Ease in: {what}", _why_light(status), prescription, prescription, wanted_kg
        )
    if stage == status.stage:
        return Planned(
            RAMP_IN, Step.SAME, f"Again {what}", _why_stay(status, due), prescription, prescription, wanted_kg
        )
    heavier_kg = status.facts.loads.step_up(status.stage_kg)
    due_kg = status.stage_loads(one_rm_kg)[stage] if one_rm_kg is not None else 0.0
    if prescription.load_kg <= status.stage_kg < heavier_kg <= due_kg:
        return _rep_first_in_ramp(prescription, status, heavier_kg)
    return replace(more(RAMP_IN, what, _why_climb(status, stage), prescription, maintenance), wanted_kg=wanted_kg)


def _rep_first_in_ramp(due: Prescription, status: TrainingStatus, heavier_kg: float) -> Planned:
    """Return the load of the stage before with a rep more, where the load of the stage that is due is too far."""
    newest, own_reps = status.newest, due.reps or status.exercise.reps
    done = own_reps
    if newest is not None and is_same_load(newest.load_kg, status.stage_kg):
        done = max(own_reps, newest.top_sets[0].planned_reps or own_reps)
    most = own_reps + MOST_REPS_FIRST
    again = replace(due, load_kg=status.stage_kg, reps=min(done, most))
    why = _too_great(heavier_kg, status)
    if done >= most or newest is None or not newest.kept_straight:
        return same(REPS_FIRST, again, why)
    prescription = replace(again, reps=done + 1)
    return more(REPS_FIRST, f"{_text(prescription, status)} (+1 rep)", why, prescription, again)


def _too_great(heavier_kg: float, status: TrainingStatus) -> str:
    heavier = format_load(heavier_kg, status.facts.unit)
    return f"Your next load, {heavier}, is too big a step: you need smaller plates, or a load in between."


def _ramp_load(prescription: Prescription, status: TrainingStatus, stage: int) -> str:
    """Return the load of a stage in words, with its percentage of a 1RM that is known: that of the load as it is."""
    rule, one_rm = status.exercise.load, status.facts.one_rm
    if rule is not None and not prescription.load_kg:
        return f"{stage_percents(status.exercise)[stage]:.0f} % of your {rule.of} or less"
    load = _load(prescription, status)
    if rule is None or one_rm is None or status.untested:
        return load
    return f"{load} ({round(prescription.load_kg / one_rm.kg * 100, 1):g} % of {rule.of})"


def _last_allowed_stage(status: TrainingStatus) -> int:
    """Return the last stage of the ramp-in that may be climbed: an old 1RM is tested before the load is over it."""
    one_rm, last = status.facts.one_rm, len(RAMP_PERCENTS) - 1
    if status.exercise.family is Family.TEMPO:  # no stage is over it
        return last
    old = status.untested or (one_rm is not None and status.facts.now - one_rm.at > ONE_RM_LASTS)
    return last - 1 if old else last


def _why_light(status: TrainingStatus) -> str:
    if status.days_away is not None:
        test = " Test your 1RM before the load goes up." if status.untested else ""
        return f"{_last_session(status)} {status.days_away} days ago; a light one first halves the soreness.{test}"
    if status.stage < 0 and status.hurts_far_below_work:
        return "A light load hurt: the ramp-in begins again."
    if status.stage < 0 and status.pattern is not None:  # a test since then is no session that goes on
        days = days_since(status.pattern.ended_at, status.facts.now)
        return f"Your last full session was {days} days ago; a light one first halves the soreness."
    if status.stage < 0:
        return "Your first time: a light session first halves the soreness of the next ones."
    if status.stage_kept:
        return "48 h after the light session the next one follows."
    return "Complete the light session in tempo; then the next one follows."


def _last_session(status: TrainingStatus) -> str:
    """Return the beginning of a sentence about the session that the time away is counted from."""
    newest = status.newest
    heavier = newest is not None and newest.ended_at != status.loaded_at
    if any(one.ended_at == status.loaded_at and one.pain for one in status.exposures):
        return f"Your last {'heavier ' if heavier else ''}session ended in pain"
    if status.working_kg is not None:
        return "Your last full session was"
    return "Your last heavier session was" if heavier else "You last did this"


def _why_stay(status: TrainingStatus, due: int) -> str:
    if due > status.stage:
        return "Your 1RM is too old to go over it: test it first."
    if status.hurt_kg is not None:
        return "It hurt: the ramp-in goes on once this load is done in full and without pain."
    if status.stage_lost:
        return "A set lost its tempo: stay at this stage of the ramp-in."
    if status.stage_since is None:
        return "The tempo was lost on two days: back one stage of the ramp-in."
    if not status.stage_kept and status.newest is not None and status.newest.helped_up:
        return "You leave a stage of the ramp-in once you keep the tempo without help on the way up."
    if not status.stage_kept and status.newest is not None and status.newest.rests_inside:
        return "You leave a stage of the ramp-in once you keep the tempo in straight sets, without rests inside."
    if not status.stage_kept:
        return "You leave a stage of the ramp-in once all its reps are measured and in tempo."
    days = -(-(status.stage_since + status.stage_lasts - status.facts.now) // timedelta(days=1))
    if status.facts.older:
        longer = f"From the age of {OLDER_FROM} a stage of the ramp-in lasts longer"
        return f"Tempo kept. {longer}: the next begins in {counted(days, 'day')}."
    return f"Tempo kept. The next stage of the ramp-in begins in {counted(days, 'day')}."


def _why_climb(status: TrainingStatus, stage: int) -> str:
    if stage == 1:
        hours = SECOND_BOUT_AFTER // timedelta(hours=1)
        return f"The second session of the ramp-in, {hours} h or more after the first."
    return f"Week {stage} of your ramp-in: you kept the tempo at the stage before."


def _return(at_work: Prescription, status: TrainingStatus) -> Planned:
    wanted_kg = at_work.load_kg * RETURN_SHARE
    load_kg = round_down(wanted_kg, status.facts.loads)
    reps = min(RETURN_REPS, status.exercise.reps)
    prescription = replace(at_work, sets=RETURN_SETS, reps=reps, load_kg=load_kg)
    then = "one at 90 %, then on from 5 % less"
    if status.hurt_kg is not None:
        prescription, then = least_of(prescription, at_work), "begin below the load that hurt"
    why = f"{_last_session(status)} {status.days_away} days ago: {then}."
    return Planned(RETURN, Step.RAMP_IN, _text(prescription, status), why, prescription, prescription, wanted_kg)


def _below(at_work: Prescription, status: TrainingStatus) -> Planned:
    """Return the load after an easier session: below where it was before time away, or below what hurt."""
    newest = status.newest
    if status.eased_after == "away" and newest is not None:
        if status.facts.now - newest.ended_at < SECOND_BOUT_AFTER:
            again = plan_of(at_work, newest)
            hours = SECOND_BOUT_AFTER // timedelta(hours=1)
            return same(RETURN, again, f"Back after time away: {hours} h after this session it goes on, from 5 % less.")
        return same(RETURN, at_work, "Back after time away: on from 5 % less.", _text(at_work, status))
    if status.hurt_kg is not None or newest is None:
        return same(AFTER_PAIN, at_work, "The last set ended in pain.")
    why = "It did not hurt: on from below the load that hurt."
    return more(AFTER_PAIN, _text(at_work, status), why, at_work, least_of(at_work, plan_of(at_work, newest)))


def _back_from_pain(planned: Planned, status: TrainingStatus) -> Planned:
    """Return the next load on the way back to the one that hurt, where more is planned; the first with half the sets.

    Where nothing may grow today, it is no more than was done last.
    """
    hurt, load_kg = format_load(status.hurt_kg or 0.0, status.facts.unit), status.next_after_pain_kg
    prescription = replace(planned.prescription, load_kg=load_kg)
    why = f"It hurt at {hurt}: the ramp-in goes on once that load is done in full and without pain."
    if not status.shows_fifth_less:
        why = f"It hurt at {hurt}: first a full session without pain, a fifth lighter."
        prescription = replace(prescription, sets=half(planned.prescription.sets))
    elif not status.in_ramp:
        why = f"It hurt at {hurt}: all the sets first, then more load."
    newest = prescription if status.newest is None else plan_of(prescription, status.newest)
    maintenance = least_of(prescription, newest)
    step = Step.SAME if is_at_most(prescription, maintenance) else Step.MORE
    step = Step.RAMP_IN if planned.step is Step.RAMP_IN else step
    return Planned(AFTER_PAIN, step, _text(prescription, status), why, prescription, maintenance)


def _deload(at_work: Prescription, status: TrainingStatus) -> Planned:
    load_kg = less_load(at_work.load_kg, DELOAD_SHARE, status.facts.loads)
    prescription = replace(at_work, sets=half(at_work.sets), load_kg=min(load_kg, at_work.load_kg))
    wanted_kg = at_work.load_kg * DELOAD_SHARE
    return less(DELOAD, f"Deload week: {_text(prescription, status)}", _why_deload(status), prescription, wanted_kg)


def _why_deload(status: TrainingStatus) -> str:
    now, since = status.facts.now, status.loading_since
    if status.deload_since is not None:
        return "The deload week goes on: half the sets at 90 %."
    if since is not None and now - since >= DELOAD_AFTER:
        return f"{(now - since).days // 7} weeks of loading: a week with half the sets at 90 %, then on."
    return "Signs of too much loading: a week with half the sets at 90 %, then on."


def _is_deload_due(status: TrainingStatus) -> bool:
    now, since = status.facts.now, status.loading_since
    if status.hurt_kg is not None:
        return False  # the way back unloads as well
    if status.deload_since is not None:
        return now - status.deload_since < DELOAD_LASTS
    if since is None:
        return False
    return now - since >= DELOAD_AFTER or _signs(status) >= 2


def _signs(status: TrainingStatus) -> int:
    """Return how many signs of too much loading hold, since the weeks of loading began."""
    exposures, facts = status.exposures, status.facts
    since = status.loading_since or facts.now
    lost = [one for one in exposures if one.lost and not one.tested]
    lost = [one for one in lost if one.started_at >= max(since, facts.now - DELOAD_LOST_WITHIN)]
    sore = [at for at in facts.sore_at_72h if at >= max(since, facts.now - DELOAD_SORE_WITHIN)]
    rated = [session.rpe for one in exposures if one.started_at >= since for session in one.sessions]
    hard = [rpe for rpe in rated[-DELOAD_RPE_RUNNING:] if rpe is not None and rpe >= DELOAD_RPE]
    return (len(lost) >= DELOAD_LOST) + (len(sore) >= DELOAD_SORE) + (len(hard) >= DELOAD_RPE_RUNNING)


def _work(at_work: Prescription, status: TrainingStatus) -> Planned:
    level, exercise = status.level, status.exercise
    first = exercise.family is Family.TEMPO and status.settled == 1 and at_work.sets == half(exercise.sets)
    if first and level[-1].complete and not level[-1].lost:
        whole = replace(at_work, sets=exercise.sets)
        return more(ALL_SETS, _text(whole, status), "The first time went well: all sets now.", whole, at_work)
    if shrinks(level):
        return _down(at_work, status)
    way = way_to_come(exercise, status.facts)
    if not grows(level, way=way):
        return same_after(level, at_work, way=way)
    return _up(at_work, status)


def _up(at_work: Prescription, status: TrainingStatus) -> Planned:
    facts, exercise, load_kg = status.facts, status.exercise, at_work.load_kg
    why = "The tempo was kept on two days."
    reps: int | None = at_work.reps
    if is_small_step(load_kg, facts.loads) or at_work.reps is None:
        easy = all(one.easy for one in status.level[-2:])
        heavier_kg = increased_load(exercise, load_kg, facts.loads, easy=easy)
        if heavier_kg != increased_load(exercise, load_kg, facts.loads, easy=False):
            why = f"The tempo was kept on two days, rated {EASY_RPE:g} or less: two steps."
    elif at_work.reps < exercise.reps + MOST_REPS_FIRST:
        prescription = replace(at_work, reps=at_work.reps + 1)
        why = f"{why} The next weight is too big a step: a rep first."
        return more(REPS_FIRST, f"{_text(prescription, status)} (+1 rep)", why, prescription, at_work)
    else:
        heavier_kg = next_load(load_kg, facts.loads)
        reps = max(1, at_work.reps - MOST_REPS_FIRST)
    if heavier_kg is None:
        return same(HEAVIEST, at_work, f"{why} Your equipment has no heavier load.")
    if not is_step(load_kg, heavier_kg):
        return same(REPS_FIRST, at_work, f"{why} {_too_great(heavier_kg, status)}")
    heavier = replace(at_work, load_kg=heavier_kg, reps=reps)
    rule = exercise.load
    one_rm = facts.one_rm
    if rule is not None and status.untested:
        why = f"{why} Your {rule.of} is from before a long time away: test it before the load goes up."
        return same(TEST_ONE_RM, at_work, why)
    if rule is not None and is_over_cap(exercise, heavier.load_kg, status.counted_one_rm.capped_kg):
        again = " again" if one_rm is not None and one_rm.kind is OneRmKind.TESTED else ""
        why = f"More would be over the cap, {rule.cap_percent} % of your {rule.of}: test that{again} first."
        return same(LOAD_CAP, at_work, why)
    limit_kg = facts.first_load_kg and facts.first_load_kg * MOST_GROWTH
    judged = exercise.family is Family.OVERLOAD or one_rm is None  # below a known 1RM the cap is enough
    if rule is not None and judged and limit_kg and heavier.load_kg > limit_kg:
        return same(
            TEST_ONE_RM, at_work, f"The load is up by nearly 15 %: test your {rule.of} before it goes up again."
        )
    percent = (heavier.load_kg / load_kg - 1) * 100
    return more(
        KEPT_TWICE,
        f"{_text(heavier, status)} (+{percent:{'.2g' if percent < 10 else '.0f'}} %)",
        why,
        heavier,
        at_work,
    )


def _down(at_work: Prescription, status: TrainingStatus) -> Planned:
    facts, load_kg = status.facts, at_work.load_kg
    floor = next(iter(status.stage_loads(status.counted_one_rm_kg())), 0.0)
    lower_kg = max(less_load(load_kg, DECREASE, facts.loads), floor)
    if lower_kg >= load_kg:
        return same(FLOOR, at_work, "The tempo was lost at the lightest load of the ramp-in: ask a coach to watch.")
    prescription = replace(at_work, load_kg=lower_kg)
    why = "The tempo was lost on two days."
    percent = taken_percent(load_kg, lower_kg)
    return less(LOST_TWICE, f"{_text(prescription, status)} (-{percent:g} %)", why, prescription, load_kg * DECREASE)


def _load(prescription: Prescription, status: TrainingStatus) -> str:
    return format_load(prescription.load_kg, status.facts.unit)


def _text(prescription: Prescription, status: TrainingStatus) -> str:
    return amount_text(prescription, status.facts.unit)
