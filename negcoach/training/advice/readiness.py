"""Readiness before a set, as one ordered table: what stands against it today, and what it asks of the lifter.

The screens and the command line ask here, whichever way leads to the set. Nothing here diagnoses.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from negcoach.texts import days_ago_text, days_since, joined
from negcoach.training.advice.exposure import SAME_EXPOSURE, Exposure, split_today
from negcoach.training.advice.facts import Facts, Training
from negcoach.training.advice.loads import without_added
from negcoach.training.advice.next_set import ENOUGH_STOPS
from negcoach.training.advice.progression.planned import plan_of
from negcoach.training.advice.ramp import AFTER_PAIN_SHARE, AWAY, SECOND_BOUT_AFTER, UNTESTED_SHARE, half
from negcoach.training.advice.rules import Finding, Level, Pace, Rule, least_of, no_more_than
from negcoach.training.advice.tendon_pain import TENDON_PAIN, PainVerdict, must_be_seen, pain_in_words, verdict_on
from negcoach.training.equipment.loading import round_down
from negcoach.training.exercise.exercise import BY_MACHINE, Exercise, Family
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import (
    ASSUMED_BODY_KG,
    MOST_ADDED_SHARE,
    SAME_LOAD_KG,
    CountedOneRm,
    added_cap_kg,
    cap_kg,
    is_over_cap,
    is_overload,
    is_screened,
    least_lowering_s,
    overload_refusal,
    slowest_tempo,
)
from negcoach.training.progress.pain import ACCEPTABLE
from negcoach.training.progress.pain import WORST as WORST_PAIN
from negcoach.training.progress.recovery import (
    GRACE_HOURS,
    OLDER_HOURS,
    SAME_VISIT,
    STILL_SORE,
    is_daily,
    least_hours,
    needs_rest,
    usual_hours,
)
from negcoach.training.progress.soreness import ASK_AGAIN_AFTER, WORDS, WORST, Rating
from negcoach.training.units import format_load, kg_per

ASKED_WITHIN = timedelta(hours=96)
"""How long after training a muscle's soreness is asked before a set: soreness is over by then (textbook knowledge)."""

NOTHING_GROWS, GO_LIGHT, NOT_TODAY = 3, 4, 5
"""The soreness from which nothing grows, only a light session is offered, none is (our own choice on the scale)."""

LIGHT_LOAD_SHARE = 0.5
"""A light session: half the load and half the sets (our own choice)."""

DAY = timedelta(hours=24)

MOST_OVERLOAD_EXERCISES = 2
MOST_OVERLOAD_SETS = 8
"""Overload for one muscle within a day (our own choice)."""

ONE_RM_LASTS = timedelta(weeks=12)
"""How old a 1RM may be before it is to be tested again (our own choice)."""

MOST_GROWTH = 1.15
"""How much the load may grow before the 1RM is to be tested again, and at once where none is known (our own choice)."""

MOST_JUMP = 2.0
"""The most of the heaviest load performed so far that is advised: above it a 1RM was mistyped (our own choice; the
ramp-in's largest step, from 40 to 70 % of the 1RM, is below it)."""

MACHINE_MUSCLES = ("chest", "triceps", "front shoulder", "quadriceps", "glutes", "hamstrings", "calf")
"""The muscles that the machines for two limbs train, for an exercise whose machine is not known."""

LEAST_REST_SHARE = 1 / 3
"""Less than this part of an overload exercise's rest is a hurry (our own choice)."""

LEAST_LEAD_IN_MS = 3_000
"""The spotters' hands are called 2 s before the first lowering, and need a moment to come."""

PAINFUL_SETS = 2
"""So many sets of a visit that ended on pain stop the exercise: going on hurt again (our own choice)."""

DARK_URINE = "Dark urine, extreme pain or swelling: see a doctor at once."

SEE_A_DOCTOR = "Still so sore four days after training: see a doctor."

HEALTH_SCREEN = Rule("health screen", "textbook knowledge; asked every year: our own choice")
NO_OVERLOAD = Rule("no overload", "the health screen; not for beginners: the article, six months: our own choice")
NO_ONE_RM = Rule("no 1RM", "our own choice")
PAIN = Rule("pain", "textbook knowledge")
PAIN_ELSEWHERE = Rule("pain in these muscles", "textbook knowledge; the numbers are our own choice")
ASK_SORENESS = Rule("soreness asked", "our own choice")
SORENESS = Rule("soreness", "our own choice on the seven-point scale (Impellizzeri and Maffiuletti 2007)")
RECOVERY = Rule("recovery", "soreness peaks 24 to 72 h after (Lau 2013); the hours are a convention: our own choice")
ENOUGH_TODAY = Rule("enough for today", "our own choice")
OVER_CAP = Rule("load cap", "Kelly 2015, Hollander 2007; the caps are our own choice")
ADDED_LOAD = Rule("cap of added load", "our own choice")
DROP = Rule("shortest lowering", "under 3 s it is a drop: our own choice")
TOO_SLOW = Rule(
    "held under load", "no counted second with more than the 1RM on the chest; the limits are our own choice"
)
HURRY = Rule("in a hurry", "ACSM 2009: 3-5 min of rest for heavy work; the limits are our own choice")
GREAT_JUMP = Rule("twice the heaviest", "our own choice")
TEST_ONE_RM = Rule("test the 1RM", "our own choice")


@dataclass(frozen=True, slots=True)
class Case:
    """The facts that the readiness table is applied to.

    ``maintenance`` is the prescription without any growth, ``planned_kg`` the load that progress or a programme plans,
    ``working_kg`` the lifter's working load with ``working_sets`` (the load 0 where none is known), ``exposures`` those
    of the exercise, oldest first, ``one_rm`` the 1RM that counts today, ``in_ramp`` whether the ramp-in says how long
    to wait for its next stage.
    """

    maintenance: Prescription
    planned_kg: float
    working_kg: float
    working_sets: int
    exposures: tuple[Exposure, ...]
    facts: Facts
    one_rm: CountedOneRm
    in_ramp: bool = False

    @property
    def exercise(self) -> Exercise:
        """The exercise that is to be done."""
        return self.maintenance.exercise

    @property
    def one_side_is_missing(self) -> bool:
        """Whether one side is to catch up with what the other one did today."""
        return self.maintenance.only_side is not None and not is_daily(self.exercise)

    @property
    def light(self) -> Prescription:
        """The light version: half the load and half the sets; without a load half the reps as well."""
        return light_version(self.maintenance, self.working_kg, self.working_sets, self.facts)


def findings_of(case: Case) -> tuple[Finding, ...]:
    """Return the rows of the table that apply, in its order."""
    return tuple(finding for row in READINESS for finding in row(case))


def muscles_to_ask(exercise: Exercise, facts: Facts) -> tuple[str, ...]:
    """Return the muscles of an exercise whose soreness must be asked now: trained recently, and not rated since."""
    rated = {one.muscle for one in facts.ratings if facts.now - one.at < ASK_AGAIN_AFTER}
    trained = {
        muscle for one in facts.trained if SAME_VISIT <= facts.now - one.at < ASKED_WITHIN for muscle in one.muscles
    }
    return tuple(muscle for muscle in muscles_of(exercise) if muscle in trained and muscle not in rated)


def muscles_of(exercise: Exercise) -> tuple[str, ...]:
    """Return the muscles that an exercise trains and that rest; all that its machine may train where that is open.

    None of them rests after what is done daily on purpose.
    """
    if exercise.daily:
        return ()
    named = tuple(muscle for muscle in exercise.muscles if needs_rest(muscle))
    return tuple(dict.fromkeys(named + MACHINE_MUSCLES)) if BY_MACHINE in exercise.muscles else named


def shared_muscles(exercise: Exercise, muscles: tuple[str, ...]) -> tuple[str, ...]:
    """Return the muscles of an exercise that rest and that another one, which trains ``muscles``, trains too."""
    return tuple(muscle for muscle in muscles_of(exercise) if muscle in _trained_muscles(muscles))


def light_version(prescription: Prescription, working_kg: float, working_sets: int, facts: Facts) -> Prescription:
    """Return half the load and half the sets of a prescription; where no load is known, half the reps as well.

    It is never to fatigue.
    """
    sets, reps = (
        min(prescription.sets, half(working_sets)),
        prescription.exercise.reps if prescription.reps is None else prescription.reps,
    )
    if prescription.exercise.bodyweight:
        reps = half(reps)
        tempo = replace(
            prescription.tempo, eccentric=min(prescription.tempo.eccentric, prescription.exercise.tempo.eccentric)
        )
        return replace(prescription, sets=sets, reps=reps, load_kg=without_added(prescription.load_kg), tempo=tempo)
    light_kg = round_down(working_kg * LIGHT_LOAD_SHARE, facts.loads)
    if not light_kg:
        return replace(prescription, sets=sets, reps=half(reps))
    return replace(prescription, sets=sets, reps=reps, load_kg=min(prescription.load_kg, light_kg))


def estimate_in_words(facts: Facts) -> float:
    """Return the estimated 1RM in kg, rounded down to whole units; 0 where there is none."""
    unit_kg = kg_per(facts.unit)
    return (facts.estimated_one_rm_kg or 0.0) // unit_kg * unit_kg


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
        text = f"Your {of} is not known, so there is no cap: test it first.{offer}"
        if case.exposures:
            most_kg = MOST_GROWTH * max(case.maintenance.load_kg, case.working_kg) or math.inf
            yield Finding(NO_ONE_RM, Level.WARNING, text, most=no_more_than(case.maintenance, load_kg=most_kg))
        else:
            yield Finding(NO_ONE_RM, Level.WARNING, text, Level.TYPED, case.maintenance)


def _pain(case: Case) -> Iterator[Finding]:
    """Row 2: the last time ended on pain; that is over once the exercise was done without, not because time passed."""
    exposures, facts = case.exposures, case.facts
    if is_daily(case.exercise):
        yield from _pain_of_tendon(case)
        return
    if not exposures or not exposures[-1].pain:
        return
    running = len(exposures) > 1 and exposures[-2].pain
    if running and facts.now - exposures[-1].ended_at < AWAY:
        yield Finding(PAIN, Level.REFUSED, "Two sessions running ended on pain: have it looked at.")
        return
    today = facts.now - exposures[-1].ended_at < SAME_EXPOSURE
    twice = sum(past.pain for past in exposures[-1].sets) >= PAINFUL_SETS
    if twice and today:
        yield Finding(PAIN, Level.REFUSED, "It hurt in two sets: no more of this exercise today. Have it looked at.")
        return
    hurt_kg = exposures[-1].hurt_kg
    if exposures[-1].tested and case.working_kg:  # its loads are above those of work
        hurt_kg = min(hurt_kg, case.working_kg)
    allowed = _after_pain(case, hurt_kg)
    if today:
        yield Finding(PAIN, Level.TYPED, "It hurt today: no more of this exercise today.", Level.TYPED, allowed)
        return
    if running or twice:
        hurt = "Two sessions running ended on pain" if running else "It hurt in two sets last time"
        text = f"{hurt}: have it looked at before you do more of it."
        yield Finding(PAIN, Level.TYPED, text, Level.TYPED, allowed)
        return
    text = "The last set ended on pain: only without pain, with a fifth less load and half the sets."
    if case.exercise.bodyweight:
        text = "The last set ended on pain: only without pain, and half the sets."
    wanted_kg = hurt_kg * AFTER_PAIN_SHARE
    yield Finding(PAIN, Level.WARNING, text, Level.TYPED, allowed, wanted_kg=wanted_kg)


def _pain_of_tendon(case: Case) -> Iterator[Finding]:
    """Row 2 for a tendon's protocol, which goes on with some pain: what that allows, and when to see someone."""
    exposures, maintenance = case.exposures, case.maintenance
    if not exposures:
        return
    if must_be_seen(exposures):
        text = f"It hurt more than {ACCEPTABLE} of {WORST_PAIN} on three days running: see someone before you go on."
        yield Finding(TENDON_PAIN, Level.TYPED, text, Level.TYPED, maintenance)
        return
    verdict = verdict_on(exposures[-1])
    if verdict is PainVerdict.UNKNOWN and exposures[-1].pain:
        text = (
            "The last set stopped on pain. How much, of 10? Up to 5: go on. Over 5: one set less, and 5 kg less; "
            "over 5 for three days: see someone."
        )
        yield Finding(TENDON_PAIN, Level.WARNING, text, Level.TYPED, maintenance)
    elif verdict.takes_less:
        text = f"It hurt {pain_in_words(exposures[-1])} last time: less until it hurts no more than {ACCEPTABLE}."
        yield Finding(TENDON_PAIN, Level.NOTE, text, Level.TYPED, maintenance)
    elif verdict is PainVerdict.NO_MORE_LOAD:
        text = f"It hurt {pain_in_words(exposures[-1])} last time: no more load."
        yield Finding(
            TENDON_PAIN, Level.NOTE, text, Level.WARNING, no_more_than(maintenance, load_kg=maintenance.load_kg)
        )


def _after_pain(case: Case, load_kg: float) -> Prescription:
    """Return the most that is done after pain: a part of this load, and half the sets."""
    planned_sets = max(past.planned_sets for past in case.exposures[-1].sets)
    sets = min(case.maintenance.sets, half(min(case.working_sets, planned_sets)))
    return replace(case.maintenance, load_kg=_less_than_hurt_kg(case, load_kg), sets=sets)


def _less_than_hurt_kg(case: Case, load_kg: float) -> float:
    """Return the part of a load (0: not known) that is done after it hurt, no more than is planned anyway."""
    known = load_kg or case.exercise.bodyweight
    most_kg = round_down(load_kg * AFTER_PAIN_SHARE, case.facts.loads) if known else math.inf
    return min(case.maintenance.load_kg, most_kg)


def _pain_twice_today(case: Case) -> Iterator[Finding]:
    """Row 2 for a day: a muscle of the exercise hurt in two sets, whichever exercises they were of."""
    facts = case.facts
    _, today = split_today(facts.sessions, facts.now)
    own = sum(past.pain for past in today)
    elsewhere = [one for one in facts.painful if facts.now - one.at < SAME_EXPOSURE]
    for muscle in muscles_of(case.exercise):
        hurt = [one for one in elsewhere if muscle in _trained_muscles(one.muscles)]
        if hurt and own + len(hurt) >= PAINFUL_SETS:
            text = f"Your {muscle} hurt in two sets today: no more for these muscles today. Have it looked at."
            yield Finding(PAIN_ELSEWHERE, Level.REFUSED, text)
            return


def _pain_elsewhere(case: Case) -> Iterator[Finding]:
    """Row 2 for the same muscles: another exercise of them ended on pain, and this one was not done without since.

    What was done on the day of the pain does not count, and until two days after what counts no more than that is done.
    """
    facts = case.facts
    for one in sorted(facts.painful, key=lambda one: one.at, reverse=True):
        shared = shared_muscles(case.exercise, one.muscles)
        since = [past for past in case.exposures if past.whole and past.started_at - one.at >= SAME_EXPOSURE]
        if not shared or (since and facts.now - since[0].ended_at >= SECOND_BOUT_AFTER):
            continue
        hurt = f"{one.name} hurt {_when(one.at, facts.now)}, and this trains your {joined(shared)} too"
        if since:
            text = f"{hurt}: no more than last time until two days after that."
            allowed = least_of(case.maintenance, plan_of(case.maintenance, since[0]))
            yield Finding(PAIN_ELSEWHERE, Level.NOTE, text, Level.WARNING, allowed)
        elif facts.now - one.at < SAME_EXPOSURE:
            text = f"{hurt}: only without pain, and light."
            yield Finding(PAIN_ELSEWHERE, Level.WARNING, text, Level.TYPED, case.light)
        else:
            text = f"{hurt}: only without pain, and half the sets."
            load_kg = min(0.0, case.light.load_kg) if case.exercise.bodyweight else case.working_kg
            allowed = replace(case.light, load_kg=_less_than_hurt_kg(case, load_kg))
            yield Finding(PAIN_ELSEWHERE, Level.WARNING, text, Level.TYPED, allowed)
        return


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
    rated = joined([f"your {one.muscle} {one.rating} of {WORST} {_when(one.at, facts.now)}" for one in sore])
    text = f"You rated {rated}: {WORDS[worst]}."
    if worst < GO_LIGHT:
        yield Finding(SORENESS, Level.NOTE, f"{text} Nothing grows today.", Level.WARNING, case.maintenance)
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
        muscles = _shared(case.exercise, one)
        ago = facts.now - one.at
        if one.slug == case.exercise.slug and ago < SAME_EXPOSURE and case.one_side_is_missing:
            continue  # it was the other side
        if muscles and ago >= SAME_VISIT:
            not_yet, usual = _hours(one, facts)
            if ago < timedelta(hours=usual - GRACE_HOURS):
                found.append((ago < timedelta(hours=not_yet), one.at, one, muscles, not_yet, usual))
    if not found:
        return
    too_soon, _, one, muscles, not_yet, usual = max(found, key=lambda each: each[:2])
    hours = (facts.now - one.at) // timedelta(hours=1)
    what = "This" if one.slug == case.exercise.slug and not one.lifted else one.name
    trained = f"{what}{', lifted,' if one.lifted else ''} trained your {joined(muscles)} {hours} h ago"
    if too_soon:
        yield Finding(RECOVERY, Level.TYPED, f"{trained}: not today; {not_yet} h must pass.", Level.TYPED, case.light)
    else:
        text = f"{trained}; {usual} h are usual"
        if case.in_ramp:
            yield Finding(RECOVERY, Level.WARNING, f"{text}.")
        else:
            yield Finding(RECOVERY, Level.WARNING, f"{text}: nothing grows before.", Level.WARNING, case.maintenance)


def _enough_today(case: Case) -> Iterator[Finding]:
    """Row 6: a muscle had its overload for the day, or would have more than that."""
    facts, most_sets = case.facts, MOST_OVERLOAD_SETS
    overload = case.exercise.family is Family.OVERLOAD
    newest = case.exposures[-1] if case.exposures else None
    if newest is not None and newest.tested and facts.now - newest.ended_at < DAY:
        text = "Your eccentric 1RM was tested within a day: enough for today."
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
    cap = cap_kg(case.exercise, case.one_rm.capped_kg)
    if cap is not None and is_over_cap(case.exercise, prescription.load_kg, case.one_rm.capped_kg):
        part = f"{UNTESTED_SHARE:g} of " if case.one_rm.weakened else ""
        load = format_load(prescription.load_kg, facts.unit)
        text = f"{load} is over the cap, {rule.cap_percent} % of {part}your {rule.of}."
        allowed = replace(prescription, load_kg=round_down(cap, facts.loads))
        yield Finding(OVER_CAP, Level.WARNING, text, Level.WARNING, allowed)
    if case.exercise.family is not Family.OVERLOAD and facts.one_rm is not None:
        return  # below a known 1RM the cap is enough
    if facts.one_rm is not None and facts.now - facts.one_rm.at > ONE_RM_LASTS:
        weeks = (facts.now - facts.one_rm.at).days // 7
        text = f"Your {rule.of} is {weeks} weeks old: test it {'before the load grows' if case.in_ramp else 'first'}."
        yield Finding(TEST_ONE_RM, Level.WARNING, text, Level.WARNING, prescription)
    elif facts.first_load_kg and prescription.load_kg > facts.first_load_kg * MOST_GROWTH:
        since = (
            "since your first session"
            if facts.one_rm is None
            else f"since your {rule.of} was {facts.one_rm.kind.value}"
        )
        text = f"The load has grown more than 15 % {since}: test your {rule.of} first."
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


def _hurry(case: Case) -> Iterator[Finding]:
    """Beside the table: overload that is dropped or held, or leaves no time to rest or to take hold."""
    exercise = case.exercise
    if exercise.family is not Family.OVERLOAD:
        return
    lower_s = least_lowering_s(exercise)
    text = f"Under {lower_s} s it is a drop, not a lowering."
    yield Finding(DROP, Level.NOTE, text, Level.TYPED, pace=Pace(lower_s=lower_s))
    slowest = slowest_tempo(exercise)
    text = (
        f"Overload is lowered for {slowest.eccentric} s at most, and held for no more than {slowest.stretched} s "
        f"stretched, {slowest.contracted} s contracted."
    )
    yield Finding(TOO_SLOW, Level.NOTE, text, Level.TYPED, pace=Pace(slowest=slowest))
    rest_ms = round(exercise.rest_ms * LEAST_REST_SHARE)
    text = f"Less than {rest_ms // 1000} s of rest is a hurry: {exercise.rest_ms // 1000} s are usual."
    yield Finding(HURRY, Level.NOTE, text, Level.WARNING, pace=Pace(rest_ms=rest_ms))
    text = f"A lead-in of less than {LEAST_LEAD_IN_MS // 1000} s leaves no time to take hold."
    yield Finding(HURRY, Level.NOTE, text, Level.WARNING, pace=Pace(lead_in_ms=LEAST_LEAD_IN_MS))


Row = Callable[[Case], Iterator[Finding]]

READINESS: tuple[Row, ...] = (
    _overload,
    _pain,
    _pain_twice_today,
    _pain_elsewhere,
    _ask_soreness,
    _soreness,
    _recovery,
    _enough_today,
    _one_rm,
    _added_load,
    _hurry,
)
"""The table, from the row that is looked at first to the last. Lost tempo, its last row, is a rule of progress."""


def _hours(one: Training, facts: Facts) -> tuple[int, int]:
    """Return how many hours the muscles of a training rest at least, and usually."""
    longer = OLDER_HOURS if one.overload and facts.older else 0
    return least_hours(overload=one.overload) + longer, usual_hours(overload=one.overload) + longer


def _shared(exercise: Exercise, one: Training) -> tuple[str, ...]:
    return () if one.lifted and not one.overload else shared_muscles(exercise, one.muscles)


def _trained_muscles(muscles: tuple[str, ...]) -> tuple[str, ...]:
    """Return what an exercise may have trained: all that its machine may, where that is open."""
    return MACHINE_MUSCLES if BY_MACHINE in muscles else muscles


def _is_within_a_day(one: Training, facts: Facts) -> bool:
    return facts.now - one.at < DAY


def _is_late(rating: Rating, facts: Facts) -> bool:
    """Return whether a rating was given when the muscle had not been trained for four days."""
    trained: Sequence[Training] = [one for one in facts.trained if rating.muscle in one.muscles]
    return not any(timedelta(0) <= rating.at - one.at < ASKED_WITHIN for one in trained)


def _when(at: datetime, now: datetime) -> str:
    return days_ago_text(days_since(at, now))
