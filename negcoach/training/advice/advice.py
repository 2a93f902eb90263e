"""Advice before a set: the one set that is shown and started, the rule that made it, and what stands against it.

The facts come in as small values, the time with them. Progress says what would come next, the readiness table what is
allowed today; rules never average, the advice is the least that any of them allows, and names that rule.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from negcoach.training.advice.day_volume import day_allowance
from negcoach.training.advice.exposure import Exposure, exposures_of, split_today, weaker_side
from negcoach.training.advice.facts import Facts
from negcoach.training.advice.finding import Finding, Level, is_at_most, least_of, no_more_than
from negcoach.training.advice.lifted_alone import fatigue_findings, first_time
from negcoach.training.advice.loads import (
    MOST_INCREASE,
    added_load,
    most_increase_percent,
    most_increased,
    most_unasked,
)
from negcoach.training.advice.next_time import facts_at, next_time
from negcoach.training.advice.progression.after_pain import after_pain
from negcoach.training.advice.progression.eccentric_limit import eccentric_findings, within_tested
from negcoach.training.advice.progression.ladders import (
    TRY_FULL,
    EasierOffer,
    bodyweight_plan,
    easier_offer,
    full_rung_today,
    step_of_added,
)
from negcoach.training.advice.progression.loadable import (
    LIGHTEST,
    too_heavy_findings,
    too_light_findings,
    with_own_loads,
)
from negcoach.training.advice.progression.overload import loaded_plan
from negcoach.training.advice.progression.planned import (
    AFTER_PAIN,
    Planned,
    Step,
    again_in_words,
    amount_text,
    held_back,
)
from negcoach.training.advice.progression.programme_advice import asked_in_words, not_yet_in_words, with_programme
from negcoach.training.advice.ramp import TrainingStatus, status_after
from negcoach.training.advice.readiness.case import Case
from negcoach.training.advice.readiness.dated_ahead import ahead_findings, as_just_done
from negcoach.training.advice.readiness.muscles import muscles_to_ask
from negcoach.training.advice.readiness.pain import PAIN
from negcoach.training.advice.readiness.table import findings_of
from negcoach.training.advice.ways import in_allowed_way, way_findings
from negcoach.training.equipment.loading import round_down
from negcoach.training.equipment.unloading import with_unloading
from negcoach.training.exercise.exercise import Exercise, Family
from negcoach.training.exercise.limits import MOST_REPS, MOST_SETS
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import (
    ASSUMED_BODY_KG,
    OVERLOAD_BODY_SHARE,
    SAME_LOAD_KG,
    UNKNOWN_ONE_RM,
    CountedOneRm,
    is_over_cap,
)
from negcoach.training.exercise.tempo import LONGEST_PHASE_S
from negcoach.training.exercise.way import STRAIGHT
from negcoach.training.plan.full_rep import FullRung, full_rep_in_words
from negcoach.training.rule import Mark, Rule
from negcoach.training.units import format_load

MANY_MORE = 1.5
"""More than this part of a light session's sets, reps or seconds is another session (our own choice)."""

GREAT_STEP = Rule(
    "too big a step", Mark.READ | Mark.OWN, "ACSM 2009: 2-10 %; 5 % for a free bar is negcoach's own choice"
)


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do next.

    ``what`` says it in a few words, ``why`` in a sentence or two, both of the ``rule`` that decided; ``prescription``
    is the set that it starts. ``findings`` are the rows of the readiness table that apply, in its order, and after
    them what progress limits: a lighter session, a stage of the ramp-in, the step to more load. ``muscles_to_ask`` are
    to be rated for soreness before the set. ``one_rm`` is the 1RM that the cap and the spotters are judged by.
    ``wanted_kg`` is the load that the rule gave before it was rounded down to one that can be loaded. ``full_rep`` are
    the full reps at the end of its ladder, where they are to be tried before the set, fresh. ``easier`` is the exercise
    that is offered in its place.
    """

    rule: Rule
    step: Step
    what: str
    why: str
    prescription: Prescription
    findings: tuple[Finding, ...] = ()
    muscles_to_ask: tuple[str, ...] = ()
    one_rm: CountedOneRm = UNKNOWN_ONE_RM
    wanted_kg: float | None = None
    full_rep: FullRung | None = None
    easier: EasierOffer | None = None

    @property
    def stopped(self) -> bool:
        """Whether the advice is to do nothing."""
        return self.step in (Step.REST, Step.REFUSED)

    @property
    def what_then(self) -> str:
        """What to do, said ahead of the day that the advice is for: what stops a set then is looked at on that day."""
        if not self.stopped:
            return self.what
        return "have it looked at first" if self.step is Step.REFUSED else "first see how it feels"

    def demands_for(self, chosen: Prescription, done: int = 0) -> tuple[tuple[Finding, Level], ...]:
        """Return the findings that ask something of the lifter before the chosen set, with what they ask.

        ``done`` of its sets are done.
        """
        left = replace(chosen, sets=max(1, chosen.sets - done))
        asked = ((one, one.level_for(left if one.counts_today else chosen)) for one in self.findings)
        return tuple((finding, level) for finding, level in asked if level > Level.NOTE)

    def in_place_of(self, chosen: Prescription) -> Prescription:
        """Return the advised set, with no more sets and reps than were chosen for no heavier a load."""
        advised = self.prescription
        if chosen.load_kg > advised.load_kg + SAME_LOAD_KG:
            return advised
        return replace(least_of(advised, chosen), load_kg=advised.load_kg, tempo=advised.tempo)

    def level_for(self, chosen: Prescription) -> Level:
        """Return the most that a finding asks of the lifter before the chosen set."""
        return max((finding.level_for(chosen) for finding in self.findings), default=Level.NOTE)


def advise(base: Prescription, facts: Facts) -> Advice:
    """Return the advice on the exercise of ``base``, which gives the rests, lead-ins and the lift.

    ``base`` is what was prescribed last, else the exercise's default (``unhurried``).
    """
    exercise, dated = base.exercise, facts
    facts = as_just_done(dated)
    exposures = exposures_of(facts.sessions)
    before, today = split_today(facts.sessions, facts.now)
    first_side = facts.weaker_side or weaker_side(exposures) or base.first_side
    base = replace(base, first_side=first_side, way=STRAIGHT)  # another way is chosen, or a programme asks for it
    status = None
    if exercise.load is None:
        planned = bodyweight_plan(base, _at_work(exposures, facts), facts)
        begun = bodyweight_plan(base, _at_work(before, facts), facts) if today else None
        first = begun.prescription if begun is not None and begun.step is Step.RAMP_IN else None
        working_kg, working_sets = planned.maintenance.load_kg, max(planned.maintenance.sets, exercise.sets)
    else:
        status = status_after(exercise, _of_this_version(exposures, exercise, facts), facts)
        planned = loaded_plan(base, status)
        first = planned.prescription if status.in_ramp or status.returning else None
        working_kg = status.working_kg or status.usual_kg
        working_sets = max(planned.maintenance.sets, exercise.sets)
    worked = [one for one in exposures if not one.tested]
    if worked:
        planned = held_back(planned, worked[-1], facts)
    in_ramp = status is not None and status.in_ramp
    day = day_allowance(planned, before, today, facts, first=first)
    planned = day.with_missing_side(planned, facts.unit)
    rung = full_rung_today(exercise, worked, facts) if planned.rule is TRY_FULL else None
    planned, asked = with_programme(planned, worked, status, facts)
    planned = after_pain(planned, exposures, facts)
    if rung is not None and planned.rule not in (TRY_FULL, AFTER_PAIN):
        planned = replace(planned, what=f"{full_rep_in_words(rung, exercise.slug)}, fresh; then {planned.what}")
    planned = within_tested(with_own_loads(day.reduced(planned, facts.unit), facts), facts)
    one_rm = UNKNOWN_ONE_RM if status is None else status.counted_one_rm
    findings = findings_of(
        Case(
            planned.maintenance,
            planned.prescription.load_kg,
            working_kg,
            working_sets,
            exposures,
            facts,
            one_rm,
            in_ramp,
            math.inf if status is None or status.hurt_kg is None else status.hurt_kg,
        )
    )
    against = (
        *ahead_findings(exercise, dated),
        *findings,
        *_progress_findings(planned, status, facts),
        *fatigue_findings(planned.prescription),
        *eccentric_findings(planned.prescription, facts),
        *day.findings(planned.prescription),
        *too_light_findings(planned.prescription, facts),
        *way_findings(
            planned,
            status,
            one_rm_kg=one_rm.capped_kg,
            limited=any(_limits(one, planned) for one in findings),
            hurt=any(one.rule is PAIN for one in findings),
        ),
        *asked,
    )
    planned = in_allowed_way(planned, against, facts)
    newest = worked[-1] if worked else None
    advice = _least(planned, against, newest, facts)
    too_heavy = tuple(too_heavy_findings(advice.prescription, facts))
    if too_heavy and not advice.stopped:
        advice = _least(planned, (*against, *too_heavy), newest, facts)
    if planned.asked is not None and advice.step is not Step.REFUSED:
        advice = _not_yet(advice, planned, planned.asked.rule, base, dated)
    tries = not advice.stopped and advice.rule in (TRY_FULL, planned.rule)
    easier = None if advice.stopped else easier_offer(planned)
    return replace(advice, one_rm=one_rm, full_rep=rung if tries else None, easier=easier)


def _at_work(exposures: Sequence[Exposure], facts: Facts) -> Sequence[Exposure]:
    """Return the exposures without those that a programme made easier: they are neither kept nor lost."""
    return [one for one in exposures if one.started_at not in facts.eased_at] or exposures


def _of_this_version(exposures: Sequence[Exposure], exercise: Exercise, facts: Facts) -> list[Exposure]:
    """Return the exposures that were this exercise, with a load: an import can have sets without theirs.

    What is lifted alone shares its name with the overload, and is told from it by the load.
    """
    one_rm_kg = None if facts.one_rm is None else facts.one_rm.kg
    loaded = [one for one in exposures if one.load_kg > 0]
    return [one for one in loaded if not exercise.alone or not is_over_cap(exercise, one.load_kg, one_rm_kg)]


def _least(planned: Planned, findings: tuple[Finding, ...], newest: Exposure | None, facts: Facts) -> Advice:
    """Return the advice of the rule that allows the least."""
    asked = muscles_to_ask(planned.maintenance.exercise, facts)
    limits = [one for one in findings if _limits(one, planned)]
    if not limits:
        what = planned.what or again_in_words(planned.prescription, newest, facts.unit)
        prescription, wanted_kg = planned.prescription, planned.wanted_kg
        beside = asked_in_words(planned, prescription, facts, limited=False, stopped=False)
        why = f"{planned.why} {beside}".rstrip()
        return Advice(planned.rule, planned.step, what, why, prescription, findings, asked, wanted_kg=wanted_kg)
    prescription = planned.prescription
    for one in limits:
        prescription = prescription if one.allowed is None else least_of(prescription, one.allowed)
    strictest = min(limits, key=_allowance)
    step, what = _in_words(strictest, prescription, planned, newest, facts)
    beside = asked_in_words(planned, prescription, facts, limited=True, stopped=step in (Step.REST, Step.REFUSED))
    wanted_kg, why = strictest.wanted_kg, f"{strictest.text} {beside}".rstrip()
    return Advice(strictest.rule, step, what, why, prescription, findings, asked, wanted_kg=wanted_kg)


def _not_yet(advice: Advice, planned: Planned, rule: Rule, base: Prescription, facts: Facts) -> Advice:
    """Return the advice to wait where the session that a programme has next is not yet due, with that of its day."""
    course = facts.course
    if course is None or course.is_due:
        return advice
    later = facts_at(facts, next_time(base.exercise, facts))
    then = "look here again"
    if later.course is not None and later.course.is_due:  # else it would be asked for ever, of one day and the same
        then = advise(base, later).what_then
    said = any(advice.why == one.text and one.level_for(advice.prescription) > Level.NOTE for one in advice.findings)
    reason = "" if said or advice.step is Step.TEST else advice.why
    why = not_yet_in_words(planned, advice.prescription, reason, then, facts)
    return replace(advice, rule=rule, step=Step.REST, what="Not yet", why=why)


def _progress_findings(planned: Planned, status: TrainingStatus | None, facts: Facts) -> Iterator[Finding]:
    """Yield what progress says against more than it plans.

    In the ramp-in, the first time alone and on the way back more load takes the typed word, and so do many more reps;
    where progress asks for less, anything more takes Enter; at work so does a load that grows by more than its
    exercise's may at once, and by more than any may, the typed word. What is added to the body grows by a step.
    """
    prescription = planned.prescription
    in_ramp = status is not None and status.in_ramp
    if in_ramp or planned.step in (Step.RAMP_IN, Step.LESS):
        careful = in_ramp or planned.step is Step.RAMP_IN
        most = _half_as_much_again(prescription) if careful else None
        text = f"{planned.what or 'The same again'}. {planned.why}"
        yield Finding(planned.rule, Level.NOTE, text, Level.WARNING, prescription, most)
    elif status is not None and status.newest is None and prescription.exercise.family is Family.TEMPO:
        yield first_time(planned, _half_as_much_again(prescription), facts)
    elif status is not None and status.newest is not None:
        yield _great_step(planned, facts)
    elif prescription.exercise.bodyweight and prescription.exercise.load is None:
        step_kg = step_of_added(prescription.exercise, planned.maintenance.load_kg, facts.unit)
        stepped_kg = added_load(planned.maintenance.load_kg, step_kg, facts.own_loads)
        most_kg = max(prescription.load_kg, planned.maintenance.load_kg if stepped_kg is None else stepped_kg)
        text = f"Added load goes up by {format_load(step_kg, facts.unit)} at a time."
        great_kg = most_kg + OVERLOAD_BODY_SHARE * (ASSUMED_BODY_KG if facts.body_kg is None else facts.body_kg)
        most = no_more_than(prescription, load_kg=great_kg)
        yield Finding(GREAT_STEP, Level.NOTE, text, Level.WARNING, no_more_than(prescription, load_kg=most_kg), most)


def _great_step(planned: Planned, facts: Facts) -> Finding:
    """Return what stands against a load at work that grows by too much at once.

    A planned step that is more, because there is no load between, asks for Enter.
    """
    prescription, loads, load_kg = planned.prescription, facts.loads, planned.maintenance.load_kg
    exercise = prescription.exercise
    unasked_kg = most_unasked(exercise, load_kg, loads)
    most_kg = max(most_increased(exercise, load_kg, loads), prescription.load_kg)
    text = (
        f"A load goes up by {most_increase_percent(exercise)} % at most, "
        f"here to {format_load(round_down(unasked_kg, loads), facts.unit)}."
    )
    if prescription.load_kg > unasked_kg + SAME_LOAD_KG:
        percent = (prescription.load_kg / load_kg - 1) * 100
        text = f"{format_load(prescription.load_kg, facts.unit)} is {percent:.0f} % more. {text}"
    most = no_more_than(prescription, load_kg=max(most_kg, load_kg * MOST_INCREASE))
    allowed = no_more_than(prescription, load_kg=most_kg)
    return Finding(GREAT_STEP, Level.NOTE, text, Level.WARNING, allowed, most, loads_kg=(-math.inf, unasked_kg))


def _half_as_much_again(prescription: Prescription) -> Prescription:
    """Return a prescription with half its sets, reps and seconds more, at its load; of a load not known, with any."""
    load_kg = prescription.load_kg if prescription.load_kg or prescription.exercise.bodyweight else math.inf
    reps = None if prescription.reps is None else min(math.ceil(prescription.reps * MANY_MORE), MOST_REPS)
    seconds = math.ceil(prescription.tempo.eccentric * MANY_MORE)
    tempo = replace(prescription.tempo, eccentric=min(seconds, LONGEST_PHASE_S))
    return replace(
        prescription,
        load_kg=load_kg,
        sets=min(math.ceil(prescription.sets * MANY_MORE), MOST_SETS),
        reps=reps,
        tempo=tempo,
    )


def _limits(finding: Finding, planned: Planned) -> bool:
    """Return whether a finding allows less than what is planned; ``in_allowed_way`` judges the way of the sets."""
    if finding.ways:
        return False
    if finding.level >= Level.TYPED or finding.rest:
        return True
    return finding.allowed is not None and not is_at_most(planned.prescription, finding.allowed)


def _allowance(finding: Finding) -> tuple[int, float, int]:
    """Return how much a finding allows, for comparison: what it asks, the load, the sets."""
    allowed, level = finding.allowed, -max(finding.level if finding.level >= Level.TYPED else 0, finding.rest)
    return (level, 0.0, 0) if allowed is None else (level, allowed.load_kg, allowed.sets)


def _in_words(
    finding: Finding, prescription: Prescription, planned: Planned, newest: Exposure | None, facts: Facts
) -> tuple[Step, str]:
    if finding.level is Level.REFUSED:
        return Step.REFUSED, "Not offered now"
    if finding.level is Level.TYPED or finding.rest:
        if finding.rule is LIGHTEST:
            return Step.REST, "Take a lighter weight"
        return Step.REST, "Enough for today" if finding.rest else "Not today"
    if planned.step is Step.MORE and prescription == planned.maintenance:
        return Step.SAME, again_in_words(prescription, newest, facts.unit)
    return Step.LESS, amount_text(prescription, facts.unit)


def advised_at(advised: Prescription, load_kg: float) -> Prescription:
    """Return an advised prescription with a load of the lifter's own.

    With more load than is advised it has no more sets and reps than the exercise's own, and its lift: those of a light
    session are for its load.
    """
    prescription = replace(advised, load_kg=load_kg)
    if load_kg <= advised.load_kg + SAME_LOAD_KG:
        return prescription
    usual = prescription.exercise
    reps = usual.reps if prescription.reps is None else min(prescription.reps, usual.reps)
    tempo = with_unloading(prescription).tempo
    return replace(prescription, sets=min(prescription.sets, usual.sets), reps=reps, tempo=tempo)


def unhurried(last: Prescription, usual: Prescription) -> Prescription:
    """Return what was prescribed last with no less rest, lead-in and lift than is usual, where it is overload.

    Who was in a hurry once is not advised to be so again; a lift that waits for the key takes its time anyway.
    """
    if last.exercise.family is not Family.OVERLOAD:
        return last
    lift_ms = None if last.lift_ms is None else max(last.lift_ms, last.exercise.lift_ms)
    rest_ms, lead_in_ms = max(last.rest_ms, usual.rest_ms), max(last.lead_in_ms, usual.lead_in_ms)
    return replace(last, rest_ms=rest_ms, lead_in_ms=lead_in_ms, lift_ms=lift_ms)
