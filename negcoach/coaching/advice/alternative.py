"""What is advised to a lifter who may not do overload, and the advice on an exercise's tempo version."""

from __future__ import annotations

from dataclasses import replace

from negcoach.coaching.advice.recent_training import RecentTraining, read_recent_training
from negcoach.coaching.sets_to_do import Choice
from negcoach.services import Services
from negcoach.training.advice.advice import Advice, advise
from negcoach.training.advice.finding import least_of
from negcoach.training.advice.loads import load_at
from negcoach.training.advice.progression.overload import RAMP_IN
from negcoach.training.advice.progression.planned import Step
from negcoach.training.exercise.alternative import TEMPO_VERSION, alternative_of
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.way import STRAIGHT, Way


def alternative_choice(services: Services, exercise: Exercise) -> Choice | None:
    """Return what is done in place of an exercise, as it is advised; ``None`` where nothing is known.

    The tempo version has a load of 0 where no 1RM is known to take it of. Raises ``NegcoachError`` when the database
    cannot be read.
    """
    alternative = alternative_of(exercise, services.library)
    return None if alternative is None else advised_choice(services, alternative)


def advised_choice(services: Services, exercise: Exercise, way: Way = STRAIGHT) -> Choice:
    """Return what is advised on an exercise, of which a plan has the sets done in this way.

    Raises ``NegcoachError`` when the database cannot be read.
    """
    recent = read_recent_training(services, exercise)
    return Choice(advice_in_way(recent, way).prescription, recent.one_rm_kg)


def advice_in_way(recent: RecentTraining, way: Way) -> Advice:
    """Return the advice after recent training on an exercise of which a plan has the sets done in this way."""
    return advice_on(replace(recent, facts=replace(recent.facts, way=way)), recent.one_rm_kg)


def advice_on(recent: RecentTraining, one_rm_kg: float | None) -> Advice:
    """Return the advice after recent training with this 1RM, which may have been typed just now.

    A tempo version needs no ramp-in: its own sets and reps at its part of the 1RM, or what readiness allows of them.
    """
    facts, exercise = recent.facts.with_one_rm(one_rm_kg), recent.base.exercise
    advice = advise(recent.base, facts)
    rule = exercise.load
    if rule is None or not exercise.alone:
        return advice
    findings = tuple(one for one in advice.findings if one.rule is not RAMP_IN)
    counted_kg = advice.one_rm.capped_kg
    load_kg = 0.0 if counted_kg is None else load_at(exercise, rule.percent, counted_kg, facts.loads)
    wanted_kg = None if counted_kg is None else counted_kg * rule.percent / 100
    own = replace(recent.base, sets=exercise.sets, reps=exercise.reps, tempo=exercise.tempo, load_kg=load_kg)
    prescription = replace(own, way=STRAIGHT)
    for one in findings:
        prescription = prescription if one.allowed is None else least_of(prescription, one.allowed)
    what = f"{prescription.sets} × {prescription.reps}, lifted and lowered alone"
    why = "Below your 1RM, so nobody needs to help; choose a load that you can lift ten times."
    return replace(
        advice,
        rule=TEMPO_VERSION,
        step=Step.START,
        what=what,
        why=why,
        prescription=prescription,
        findings=findings,
        wanted_kg=wanted_kg,
    )
