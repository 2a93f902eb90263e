"""Progress of bodyweight exercises: first bouts, the way back, seconds and reps, and Nordics by the week."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from negcoach.training.advice.exposure import WEEK, Exposure, plan_of, what_hurt
from negcoach.training.advice.facts import Facts
from negcoach.training.advice.finding import is_at_most, least_of
from negcoach.training.advice.loads import added_load, without_added
from negcoach.training.advice.progression.nordic import nordic_plan
from negcoach.training.advice.progression.planned import (
    AFTER_PAIN,
    HEAVIEST,
    KEPT_TWICE,
    LOST_TWICE,
    Planned,
    Step,
    alike,
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
from negcoach.training.advice.progression.tendon import STEP as TENDON_STEP
from negcoach.training.advice.progression.tendon import tendon_plan
from negcoach.training.advice.ramp import AFTER_PAIN_SHARE, AWAY, half, half_of, is_spared
from negcoach.training.advice.readiness.table import SHORTEST_LOWERING
from negcoach.training.advice.readiness.tendon_pain import strictest, tendons_of
from negcoach.training.exercise.easier_rung import EASIER, KEPT_DAYS, EasierRung
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.limits import SHORTEST_S
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import SAME_LOAD_KG
from negcoach.training.plan.full_rep import (
    FULL_REPS,
    RUNGS,
    FullRung,
    days_before_try,
    graduated,
    next_rung,
    rungs_reached,
    try_in_words,
)
from negcoach.training.progress.recovery import is_daily
from negcoach.training.rule import Mark, Rule
from negcoach.training.terms import Attempt
from negcoach.training.units import KG_PER_LB, Unit

LONGEST_S = 8
"""Up to here a bodyweight lowering grows by a second (source: 5 -> 8 s of the negative dip); then reps grow."""

FULL_REP_SETS, FULL_REP_REPS = 3, 5
"""3 x 5 of ``LONGEST_S``, kept twice, are enough to try a full rep (source: 3 to 5 reps of 8 to 10 s)."""

MOST_EXTRA_REPS = 3
"""Reps that a set without a ladder grows by before load is added (source: Nordics, 5 to 8 reps in three weeks)."""

ADDED_STEP: dict[Unit, float] = {"kg": 2.5, "lb": 5 * KG_PER_LB}
"""The step in kg of the load added to a bodyweight exercise, by the lifter's unit (our own choice)."""

HELP_STEP: dict[Unit, float] = {"kg": 5.0, "lb": 10 * KG_PER_LB}
"""The step in kg of the help of a band or machine, by the lifter's unit (our own choice: the plates of machines)."""

BACK_AFTER = WEEK, WEEK + timedelta(days=7)
"""After time away: its own count in the first week, half-way to the old level in the second, then that level (our own
choice)."""

FIRST_BOUT = Rule(
    "easy first session",
    Mark.READ | Mark.OWN,
    "a light first session halves the soreness: Huang 2019; how light it is: negcoach's own choice",
)
TIME_AWAY = Rule(
    "time away",
    Mark.READ | Mark.OWN,
    "the protection fades in one to three weeks: ECU 2012/560; the way back is negcoach's own choice",
)
TRY_FULL = Rule(
    "try a full rep",
    Mark.READ | Mark.OWN,
    "3 to 5 reps of 8 to 10 s: an article on negatives; twice in tempo, and the rungs after: negcoach's own choice",
)
BACK_UP = Rule("back from the easier rung", Mark.OWN, "its tempo kept on two days: negcoach's own choice")


FEW_SETS, FEW_REPS = 2, 3
"""The negatives beside full reps (our own choice)."""


@dataclass(frozen=True, slots=True)
class EasierOffer:
    """An easier exercise (a slug) that is offered in the place of another one, and why."""

    exercise: str
    why: str


NORDIC_SLUG = "nordic-curl"

_WHOLE_FIRST_BOUT = ("negative-push-up", "heel-drop", "wrist-twist")
"""Their loads are low enough to begin with all sets and reps."""


def bodyweight_plan(base: Prescription, exposures: Sequence[Exposure], facts: Facts) -> Planned:
    """Return what comes next in a bodyweight exercise, before readiness is looked at."""
    exercise, hurt, performed = base.exercise, bool(exposures) and exposures[-1].pain, exposures
    trained = [exposure for exposure in exposures if exposure.trained]
    exposures = [exposure for exposure in trained if not exposure.tested]
    load_kg = without_added(exposures[-1].load_kg if exposures else base.load_kg)
    default = replace(base, sets=exercise.sets, reps=exercise.reps, tempo=exercise.tempo, load_kg=load_kg)
    if not exposures:
        return _first_bout(default, facts)
    days_away = (facts.now - trained[-1].ended_at).days
    if is_daily(exercise):
        if days_away >= AWAY.days:
            why = f"You last did this {facts.days_ago(trained[-1].ended_at)}: begin without added load."
            tendons = tendons_of(exposures, base.sides)
            if hurt or (tendons and strictest(tendons).verdict.takes_less):  # what the pain took off stays off
                default = least_of(default, tendon_plan(base, default, exposures, facts).prescription)
            return same(TIME_AWAY, default, why, f"{sets_by_reps(default)} without added load")
        return tendon_plan(base, default, exposures, facts)
    if days_away >= AWAY.days:
        when = facts.days_ago(trained[-1].ended_at)
        why = f"You last did this {when}: begin with half, {_own_count(default)}, no added load."
        return _back_from_pain(base, _ease_in(TIME_AWAY, _half(default), why), performed, facts.now, facts)
    run, old = _since_away(base, exposures)
    if _is_first_bout_left(default, run, old, facts):
        why = "The light first session was not finished: that comes first."
        planned = _ease_in(FIRST_BOUT if old is None else TIME_AWAY, _half(default), why)
        return _back_from_pain(base, planned, performed, run[0].started_at, facts)
    planned = _progress(base, default, run, old, facts)
    return _back_from_pain(base, planned, performed, run[0].started_at, facts)


def _progress(
    base: Prescription, default: Prescription, run: Sequence[Exposure], old: Prescription | None, facts: Facts
) -> Planned:
    """Return what comes next after the exposures since the last time away, before which the ``old`` one was done."""
    first_full_rep = next((one.at for one in facts.tries if one.attempt is Attempt.YES), facts.now)
    full = [
        one for one in run if not _is_half(one, default) or one.started_at > first_full_rep
    ]  # few go with full reps
    if base.exercise.slug == NORDIC_SLUG and (full or facts.has_more or old is not None):
        return nordic_plan(default, run, facts)
    if not full and not (facts.has_more and old is None):
        if not any(exposure.complete for exposure in run):
            why = "The light first session was not completed: do it first."
            return _ease_in(FIRST_BOUT if old is None else TIME_AWAY, _half(default), why)
        why = "The light first session is behind you."
        return more(
            FIRST_BOUT if old is None else TIME_AWAY, amount_text(default, facts.unit), why, default, _half(default)
        )
    if full and facts.now - full[-1].ended_at >= AWAY:
        why = f"Your last full session was two weeks ago or more: {_own_count(default)} again, no added load."
        return same(TIME_AWAY, default, why, amount_text(default, facts.unit))
    if old is not None and not any(_reaches(exposure, old) for exposure in run):
        return _way_back(default, old, run, facts)
    return _ladder(base, default, full or run, facts)


def _back_from_pain(
    base: Prescription, planned: Planned, performed: Sequence[Exposure], back_at: datetime, facts: Facts
) -> Planned:
    """Return what comes next after pain, until what hurt was done again, whole and without pain: then what is planned.

    Half its sets come first, with less added load, and then all of them; where it hurt in a session much shorter than
    usual, half of the usual one as well. Where it hurt before a time away, from which the lifter came ``back_at``, no
    more than is planned is done either.
    """
    painful = [index for index, one in enumerate(performed) if one.pain and not is_spared(base, one.hurt_sides)]
    if not painful:
        return planned
    index = painful[-1]
    hurt, sides = what_hurt(base, performed[index]), performed[index].hurt_sides
    painless = [one for one in performed[index + 1 :] if one.whole and one.trains(sides)]
    if any(is_at_most(hurt, plan_of(base, one)) for one in painless):
        hurt = _at_least_half_of_usual(base, hurt, performed[:index])
        shown = any(is_at_most(hurt, plan_of(base, one)) for one in painless)
        if shown or is_at_most(planned.prescription, hurt):
            return planned
    back = _next_after_pain(base, hurt, painless, performed[-1], facts)
    if back_at - performed[index].ended_at < AWAY:
        return back
    if is_at_most(planned.prescription, back.prescription):
        return planned
    least = least_of(planned.prescription, back.prescription)
    if any(one.started_at >= back_at and is_at_most(least, plan_of(base, one)) for one in painless):
        return planned
    what, maintenance = amount_text(least, facts.unit), least_of(least, back.maintenance)
    return replace(planned, rule=back.rule, what=what, why=back.why, prescription=least, maintenance=maintenance)


def _at_least_half_of_usual(base: Prescription, hurt: Prescription, before: Sequence[Exposure]) -> Prescription:
    """Return what ``hurt`` with no fewer sets and reps than half of the last whole session before it (our own choice).

    A single rep that did not hurt, after one that did, says little of a whole session.
    """
    usual = next((half_of(plan_of(base, one)) for one in reversed(before) if one.whole), hurt)
    reps = max(hurt.reps or base.exercise.reps, usual.reps or base.exercise.reps)
    return replace(hurt, sets=max(hurt.sets, usual.sets), reps=reps)


def _next_after_pain(
    base: Prescription, hurt: Prescription, painless: Sequence[Exposure], newest: Exposure, facts: Facts
) -> Planned:
    """Return the next step back to what ``hurt``; ``painless`` has what was done whole since."""
    if newest.pain:  # readiness takes off what pain takes off
        return same(AFTER_PAIN, hurt, "The last set ended in pain.")
    load_kg = _whole_steps(hurt.load_kg * AFTER_PAIN_SHARE, facts) if hurt.load_kg > 0 else hurt.load_kg
    easier = replace(half_of(hurt), load_kg=load_kg)
    amount = amount_text(hurt, facts.unit)
    if any(is_at_most(easier, plan_of(base, one)) for one in painless):
        why = f"It hurt: nothing goes up until {amount} is done in full and without pain."
        return more(AFTER_PAIN, amount, why, hurt, least_of(hurt, plan_of(base, newest)))
    why = f"It hurt: first less, in full and without pain, then {amount} again."
    return same(AFTER_PAIN, easier, why, amount_text(easier, facts.unit))


def _ease_in(rule: Rule, prescription: Prescription, why: str) -> Planned:
    return Planned(rule, Step.RAMP_IN, f"Ease in: {sets_by_reps(prescription)}", why, prescription, prescription)


def _own_count(default: Prescription) -> str:
    """Return how slowly an exercise is lowered where nothing has grown yet: ``5 s each``."""
    return f"{default.tempo.eccentric} s each"


def _half(prescription: Prescription) -> Prescription:
    reps = None if prescription.reps is None else half(prescription.reps)
    return replace(prescription, sets=half(prescription.sets), reps=reps)


def comes_before(exercise: Exercise, exposures: Sequence[Exposure], facts: Facts) -> EasierRung | None:
    """Return the rung below an exercise where it comes first, and neither was ever done; ``None`` for none."""
    rung = EASIER.get(exercise.slug)
    first = rung is not None and rung.comes_first and not any(one.trained for one in (*exposures, *facts.easier))
    return rung if first else None


def _first_bout(default: Prescription, facts: Facts) -> Planned:
    if default.exercise.slug in _WHOLE_FIRST_BOUT:
        why = "Your first time: some soreness in the next days is normal."
        return Planned(FIRST_BOUT, Step.START, f"Start with {sets_by_reps(default)}", why, default, default)
    why = "Your first time: a light session halves the soreness of the next ones."
    before = comes_before(default.exercise, (), facts)
    why = why if before is None else f"{why} First the easier one: {before.how[0].lower()}{before.how[1:]}."
    return _ease_in(FIRST_BOUT, _half(default), why)


def _is_first_bout_left(default: Prescription, run: Sequence[Exposure], old: Prescription | None, facts: Facts) -> bool:
    """Return whether no exposure of a run had the reps of its light first one, whatever was planned."""
    if default.exercise.slug in _WHOLE_FIRST_BOUT or (facts.has_more and old is None):
        return False
    least = _half(default).total_reps or 0
    return all(one.reps_a_side < least for one in run)


def _since_away(base: Prescription, exposures: Sequence[Exposure]) -> tuple[Sequence[Exposure], Prescription | None]:
    """Return the exposures since the last time away, and what was done before it."""
    for index in range(len(exposures) - 1, 0, -1):
        if exposures[index].started_at - exposures[index - 1].ended_at >= AWAY:
            return exposures[index:], plan_of(base, exposures[index - 1])
    return exposures, None


def _way_back(default: Prescription, old: Prescription, run: Sequence[Exposure], facts: Facts) -> Planned:
    """Return the next step after time away: the exercise's own count, half-way to the old level, the old level."""
    seconds = (old.tempo.eccentric + default.tempo.eccentric) // 2
    load_kg = _whole_steps(old.load_kg / 2, facts) if old.load_kg > 0 else old.load_kg
    middle = replace(default, tempo=replace(default.tempo, eccentric=seconds), load_kg=load_kg)
    painless = [number for number, one in enumerate(run[:-1], 1) if one.pain]  # after pain the weeks begin again
    back_for, newest = facts.now - run[max(painless, default=0)].started_at, run[-1]
    if newest.lost or back_for < BACK_AFTER[0]:
        why = f"Back after time away: all sets and reps, {_own_count(default)}, no added load."
        return same(TIME_AWAY, default, why, sets_by_reps(default))
    if back_for < BACK_AFTER[1]:
        why = "Second week back after time away: halfway to where you were."
        return more(TIME_AWAY, amount_text(middle, facts.unit), why, middle, default)
    return more(TIME_AWAY, amount_text(old, facts.unit), "Two weeks back: on from where you were.", old, middle)


def step_of_added(exercise: Exercise, load_kg: float, unit: Unit) -> float:
    """Return the step (kg) by which what is added to the body grows from a load on, or help shrinks."""
    if load_kg < 0:
        return HELP_STEP[unit]
    return TENDON_STEP[unit] if is_daily(exercise) else ADDED_STEP[unit]


def _whole_steps(load_kg: float, facts: Facts) -> float:
    """Return the added load rounded down to whole steps, or to what the own plates make; at least 0."""
    if facts.own_loads is not None:
        return facts.own_loads.at_or_below(max(0.0, load_kg)) or 0.0
    step = ADDED_STEP[facts.unit]
    return max(0, math.floor((load_kg + SAME_LOAD_KG) / step)) * step


def _is_half(exposure: Exposure, default: Prescription) -> bool:
    """Return whether an exposure was planned with at most half the default's sets and fewer reps."""
    top = exposure.top_sets[0]
    fewer = top.planned_reps is not None and default.reps is not None and top.planned_reps < default.reps
    return top.planned_sets <= half(default.sets) and fewer


def _reaches(exposure: Exposure, old: Prescription) -> bool:
    return exposure.load_kg >= old.load_kg - SAME_LOAD_KG and exposure.top_sets[0].lower_s >= old.tempo.eccentric


def _ladder(base: Prescription, default: Prescription, full: Sequence[Exposure], facts: Facts) -> Planned:
    full_rep, reached = FULL_REPS.get(base.exercise.slug), rungs_reached(facts.tries)
    if full_rep is not None and 0 < reached < len(RUNGS):
        return _full_reps(full_rep, replace(default, tempo=replace(default.tempo, eccentric=LONGEST_S)), full, facts)
    if full_rep is not None and graduated(facts.tries) and full[-1].started_at < facts.tries[-1].at:
        whole = replace(default, sets=FULL_REP_SETS, tempo=replace(default.tempo, eccentric=LONGEST_S))
        done, amount = RUNGS[-1].record.format(full_rep), amount_text(whole, facts.unit)
        return same(TRY_FULL, whole, f"{done}. All sets of negatives again; more after two days in tempo.", amount)
    level = alike(full)
    prescription = plan_of(base, level[-1])
    if shrinks(level):
        return _easier(prescription, level, facts)
    way = way_to_come(base.exercise, facts)
    if not grows(level, way=way):
        return same_after(level, prescription, way=way)
    return _harder(prescription, default, full, facts)


def full_rung_today(exercise: Exercise, exposures: Sequence[Exposure], facts: Facts) -> FullRung | None:
    """Return the full reps of a ladder that are to be tried today, fresh; ``None`` where none are."""
    if exercise.slug not in FULL_REPS:
        return None
    return next_rung(facts.tries, [exposure.started_at for exposure in exposures], facts.now)


def _full_reps(full_rep: str, default: Prescription, full: Sequence[Exposure], facts: Facts) -> Planned:
    """Return the negatives that go with full reps, after those of the rung that is tried today."""
    prescription = replace(default, sets=FEW_SETS, reps=FEW_REPS, load_kg=without_added(default.load_kg))
    rung = full_rung_today(default.exercise, full, facts)
    done = RUNGS[rungs_reached(facts.tries) - 1].record.format(full_rep)
    amount = amount_text(prescription, facts.unit)
    if rung is None:
        return same(TRY_FULL, prescription, f"{done}. {_next_try(full_rep, full, facts)}", amount)
    return same(TRY_FULL, prescription, f"{done}: on to full reps.", f"{rung.ask.format(full_rep)}, then {amount}")


def _next_try(full_rep: str, full: Sequence[Exposure], facts: Facts) -> str:
    """Return when the next full reps are tried, where that is not today."""
    days = days_before_try(facts.tries, [exposure.started_at for exposure in full])
    return try_in_words(RUNGS[rungs_reached(facts.tries)].ask.format(full_rep), days)


def _harder(prescription: Prescription, default: Prescription, full: Sequence[Exposure], facts: Facts) -> Planned:
    """Return less help; without any a second more, up to 8 s; a rep more; then a full rep to try, or added load."""
    tempo = prescription.tempo
    full_rep = None if graduated(facts.tries) else FULL_REPS.get(prescription.exercise.slug)
    why = "The tempo was kept on two days."
    if prescription.load_kg < 0:
        freer = replace(prescription, load_kg=min(0.0, prescription.load_kg + HELP_STEP[facts.unit]))
        what = amount_text(freer, facts.unit)
        return more(KEPT_TWICE, what if freer.load_kg else f"{what} without help", why, freer, prescription)
    if tempo.eccentric < LONGEST_S:
        longer = replace(prescription, tempo=replace(tempo, eccentric=tempo.eccentric + 1))
        return more(KEPT_TWICE, f"{amount_text(longer, facts.unit)} (+1 s)", why, longer, prescription)
    most_reps = FULL_REP_REPS if full_rep else (default.reps or 0) + MOST_EXTRA_REPS
    if prescription.reps is not None and prescription.reps < most_reps:
        longer = replace(prescription, reps=prescription.reps + 1)
        return more(KEPT_TWICE, f"{amount_text(longer, facts.unit)} (+1 rep)", why, longer, prescription)
    if full_rep is not None:
        if prescription.sets < FULL_REP_SETS:
            longer = replace(prescription, sets=prescription.sets + 1)
            return more(KEPT_TWICE, f"{amount_text(longer, facts.unit)} (+1 set)", why, longer, prescription)
        kept = f"{sets_by_reps(prescription)} of {tempo.eccentric} s, in tempo twice."
        if full_rung_today(prescription.exercise, full, facts) is None:
            return same(TRY_FULL, prescription, f"{kept} {_next_try(full_rep, full, facts)}")
        what = f"Try a full {full_rep}, fresh; then the same again"
        return same(TRY_FULL, prescription, kept, what)
    reps = None if prescription.reps is None else default.reps
    load_kg = added_load(prescription.load_kg, ADDED_STEP[facts.unit], facts.own_loads)
    if load_kg is None:
        return same(HEAVIEST, prescription, f"{why} Your equipment has nothing more to add.")
    heavier = replace(prescription, load_kg=load_kg, reps=reps)
    return more(KEPT_TWICE, amount_text(heavier, facts.unit), why, heavier, prescription)


def _easier(prescription: Prescription, level: Sequence[Exposure], facts: Facts) -> Planned:
    """Return less of what grew last: added load, then a second, then the easier rung, and never under 3 s.

    What is helped is helped more.
    """
    why = "The tempo was lost on two days."
    if prescription.load_kg < 0:
        helped = replace(prescription, load_kg=prescription.load_kg - HELP_STEP[facts.unit])
        return less(LOST_TWICE, amount_text(helped, facts.unit), why, helped)
    if prescription.load_kg > 0:
        load_kg = _whole_steps(prescription.load_kg - ADDED_STEP[facts.unit], facts)
        lighter = replace(prescription, load_kg=load_kg)
        what = amount_text(lighter, facts.unit)
        return less(LOST_TWICE, what if load_kg else f"{what} without added load", why, lighter)
    if prescription.tempo.eccentric > SHORTEST_S:
        faster = replace(prescription, tempo=replace(prescription.tempo, eccentric=prescription.tempo.eccentric - 1))
        return less(LOST_TWICE, f"{amount_text(faster, facts.unit)} (-1 s)", why, faster)
    if not level[-1].lost:
        return same_after(level, prescription, way=way_to_come(prescription.exercise, facts))
    rung = EASIER.get(prescription.exercise.slug)
    if rung is not None and _kept_since(facts.easier, level[-1]) >= KEPT_DAYS:
        return same(BACK_UP, prescription, "You kept the tempo on the easier rung on two days: on with this one.")
    what = rung.how if rung else "An easier variant of it"
    return less(SHORTEST_LOWERING, what, f"{why} Under {SHORTEST_S} s it is a drop: easier, not faster.", prescription)


def _kept_since(easier: Sequence[Exposure], newest: Exposure) -> int:
    """Return on how many days the easier rung was kept since an exercise was done."""
    return sum(one.kept and one.started_at > newest.ended_at for one in easier)


def easier_offer(planned: Planned) -> EasierOffer | None:
    """Return the exercise that is offered in the place of the planned one: the rung below it; ``None`` for none.

    That is where its lowering is as short as it may be, and was lost all the same.
    """
    rung = EASIER.get(planned.prescription.exercise.slug)
    if rung is None or not rung.exercise or planned.rule is not SHORTEST_LOWERING:
        return None
    return EasierOffer(rung.exercise, f"{planned.why} {rung.how}.")
