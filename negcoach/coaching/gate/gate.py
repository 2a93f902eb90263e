"""The safety gate, which every way to a set passes: who may do overload, readiness, the load cap and the spotters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from negcoach.coaching.advice.alternative import advice_on, advised_choice, alternative_choice
from negcoach.coaching.advice.recent_training import RecentTraining, read_recent_training
from negcoach.coaching.advice.standing import read_standing
from negcoach.coaching.gate.alternative import AlternativeAnswer, AlternativeQuestion
from negcoach.coaching.gate.asker import Asker
from negcoach.coaching.gate.health import ask_health
from negcoach.coaching.gate.next_morning import ask_next_morning
from negcoach.coaching.gate.readiness import ReadinessAnswer, ReadinessQuestion
from negcoach.coaching.gate.soreness import ask_soreness
from negcoach.coaching.gate.spotters import WITHOUT, SpottersQuestion
from negcoach.coaching.gate.type_again import doubted_load, over_cap
from negcoach.coaching.sets_to_do import Choice
from negcoach.services import Services
from negcoach.training.advice.advice import Advice
from negcoach.training.advice.finding import Finding, Level
from negcoach.training.advice.readiness.one_rm_doubt import load_doubt
from negcoach.training.advice.readiness.table import NO_ONE_RM
from negcoach.training.equipment.body_load import require_load
from negcoach.training.exercise.exercise import Exercise, Family
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import (
    MACHINE_FIRST_AGE,
    is_machine_first,
    is_over_cap,
    is_overload,
    is_screened,
    needs_spotter,
    overload_refusal,
    spotters_for,
)
from negcoach.training.exercise.way import STRAIGHT
from negcoach.training.progress.recovery import is_daily
from negcoach.training.units import TypedLoad


@dataclass(frozen=True, slots=True)
class GateResult:
    """What passed the gate: the choice as it may be done, and how many spotters are there.

    ``assumed_one_rm_kg`` is what stands for a 1RM that is not known, ``asked`` whether the load or the spotters were
    asked about.
    """

    choice: Choice
    spotters: int
    assumed_one_rm_kg: float | None = None
    asked: bool = False


async def ask_first(
    asker: Asker, services: Services, exercise: Exercise, *, begun: bool = False
) -> Exercise | Choice | None:
    """Ask what must be known before an exercise is prescribed.

    It asks the health screen when it is due, how sore the muscles are, and how much a tendon hurts on the morning
    after, and offers what is easier where that is advised and the exercise is not ``begun``. Returns the exercise to
    prescribe, the choice that the lifter took in its place, or ``None`` when they went back. Raises ``NegcoachError``
    when the database cannot be used.
    """
    allowed: Exercise | None = exercise
    if exercise.family is Family.OVERLOAD:
        answer = await _allow_overload(asker, services, exercise, partial(alternative_choice, services, exercise))
        if answer is not True:
            return answer
        allowed = await _machine_first(asker, services, exercise)
    elif exercise.bodyweight and not begun:
        allowed = await _easier_first(asker, services, exercise)
    if allowed is not None and is_daily(allowed) and not await ask_next_morning(asker, services, allowed):
        return None
    rated = allowed is not None and await _ask_soreness(asker, services, allowed) is not None
    return allowed if rated else None


async def pass_gate(
    asker: Asker,
    services: Services,
    choice: Choice,
    *,
    spotters: int | None = None,
    done: int = 0,
    in_place: bool = False,
    says_way: bool = True,
) -> GateResult | None:
    """Pass the gate of a prescription, asking whatever must be asked.

    Returns ``None`` when the lifter went back. ``done`` of its sets are done, so that only the others are judged;
    ``in_place`` is whether the lifter has said, where nobody spots, that what else is needed is there, ``says_way``
    whether the page of the spotters says how sets are done that are not straight.
    ``spotters`` is the number that the command line gave: when it is enough, nothing else must be in place and the cap
    could be checked, it is not asked again. A 1RM that was learnt since a session was interrupted takes the place of
    the one that was known then; one that came with the choice counts, and is for the caller to store. What is changed
    in the history while the load and the spotters are asked for passes the gate again. Raises ``NegcoachError`` when
    the database cannot be used.

    Where too few spotters are there and no set is done, what needs none is offered in place of it, and passes the gate
    itself. It comes back without a load where no 1RM is known to take it of: that is for the form to ask.
    """
    while True:
        ready = await _pass_readiness(asker, services, choice, done)
        if ready is None:
            return None
        before = read_standing(services, ready.prescription, ready.one_rm_kg, done)
        without = None if done else _without_spotter(services, ready)
        passed = await pass_load(
            asker, services, ready, spotters, in_place=in_place, says_way=says_way, without=without
        )
        if without is not None and passed is not None and passed.choice is without:
            if without.lacks_load:
                return passed
            choice, spotters, in_place = without, None, False
            continue
        if passed is None or read_standing(services, ready.prescription, ready.one_rm_kg, done) == before:
            return passed
        choice, spotters, in_place = replace(ready, warned=False), passed.spotters or None, True


async def _pass_readiness(asker: Asker, services: Services, choice: Choice, done: int) -> Choice | None:
    """Return the choice as it may be done by health, soreness and progress, ``None`` when the lifter went back."""
    one_rm_kg = services.lifter.one_rm(choice.prescription.exercise.slug)
    if one_rm_kg is not None and choice.new_one_rm is None:
        choice = replace(choice, one_rm_kg=one_rm_kg)
    prescription, exercise, body_kg = choice.prescription, choice.prescription.exercise, services.lifter.body_kg()
    require_load(exercise, prescription.load_kg, body_kg, prescription.load_unit or services.settings.unit)
    if is_overload(prescription, body_kg):
        allowed = await _allow_overload(asker, services, exercise, partial(_without_overload, services, choice))
        if allowed is None:
            return None
        if isinstance(allowed, Choice):
            choice = allowed
    recent = await _ask_soreness(asker, services, choice.prescription.exercise, under_way=done > 0)
    return None if recent is None else await _overrule(asker, services, choice, recent, done)


def _without_overload(services: Services, choice: Choice) -> Choice | None:
    """Return what takes the place of a choice that is overload: without the added load or forced reps, or another."""
    prescription = choice.prescription
    if prescription.exercise.family is Family.TEMPO:
        return replace(choice, prescription=replace(prescription, way=STRAIGHT))
    if prescription.exercise.bodyweight:
        return replace(choice, prescription=replace(prescription, load_kg=0.0))
    return alternative_choice(services, prescription.exercise)


def _without_spotter(services: Services, choice: Choice) -> Choice | None:
    """Return what a lifter without a spotter does in place of a choice, ``None`` where nothing is known.

    That of the same exercise goes by the 1RM that came with the choice.
    """
    if not needs_spotter(choice.prescription):
        return None
    other = _without_overload(services, choice)
    if other is None or needs_spotter(other.prescription):
        return None
    exercise = other.prescription.exercise
    if not exercise.alone or exercise.slug != choice.prescription.exercise.slug:
        return other
    recent = read_recent_training(services, exercise)
    return replace(choice, prescription=advice_on(recent, choice.one_rm_kg).prescription, warned=False)


async def pass_load(
    asker: Asker,
    services: Services,
    choice: Choice,
    spotters: int | None,
    *,
    spare: float = 1.0,
    in_place: bool = False,
    says_way: bool = True,
    without: Choice | None = None,
) -> GateResult | None:
    """Ask for a load over the cap, or that may be a slip, to be typed again, and who is there to spot.

    Returns ``None`` when the lifter went back. The spotters must be enough for ``spare`` times the load; ``in_place``
    is whether the lifter has said that what else is needed is there; ``says_way`` as for ``pass_gate``. ``without`` is
    offered to who has too few spotters, and returned where it is taken: it has yet to pass. Raises ``NegcoachError``.
    """
    prescription, exercise = choice.prescription, choice.prescription.exercise
    unit = choice.prescription.load_unit or services.settings.unit  # in which it was typed, and is typed again
    recent = read_recent_training(services, exercise)
    one_rm = advice_on(recent, choice.one_rm_kg).one_rm
    over = is_over_cap(exercise, prescription.load_kg, one_rm.capped_kg)
    if over and not await asker.ask_over_cap(over_cap(choice, one_rm, unit)):
        return None
    doubt = load_doubt(exercise, prescription.load_kg, recent.facts.with_one_rm(choice.one_rm_kg))
    slip = doubted_load(exercise, TypedLoad(prescription.load_kg, unit), doubt)
    if doubt and not await asker.ask_doubted_load(slip):
        return None
    asked = over or bool(doubt)
    if not needs_spotter(prescription):
        ready = in_place or not exercise.spotters.also
        if not ready:
            equipment, lifter = services.settings.equipment, services.lifter_name
            question = SpottersQuestion(choice, one_rm, unit, 0, equipment, lifter=lifter)
            ready, asked = await asker.ask_spotters(question) is not None, True
        return GateResult(choice, 0, one_rm.kg, asked) if ready else None
    enough = spotters is not None and spotters >= spotters_for(prescription, one_rm.kg, spare=spare)
    if not (enough and (in_place or not exercise.spotters.also) and choice.one_rm_kg is not None):
        asked = True
        spotters = await asker.ask_spotters(
            SpottersQuestion(
                choice,
                one_rm,
                unit,
                spotters,
                services.settings.equipment,
                spare=spare,
                lifter=services.lifter_name,
                says_way=says_way,
                without=without,
            )
        )
    if spotters is None:
        return None
    if spotters == WITHOUT and without is not None:
        return GateResult(without, 0, one_rm.kg, asked)
    return GateResult(_without_spotters(choice) if not spotters else choice, spotters, one_rm.kg, asked)


def _without_spotters(choice: Choice) -> Choice:
    """Return the choice of an exercise that is done without a spotter, whose hands are then not called."""
    prescription = choice.prescription
    alone = replace(prescription.exercise, spotters=replace(prescription.exercise.spotters, at_least=0))
    return replace(choice, prescription=replace(prescription, exercise=alone))


async def _ask_soreness(
    asker: Asker, services: Services, exercise: Exercise, *, under_way: bool = False
) -> RecentTraining | None:
    """Ask how sore the muscles are that were trained recently and not rated since.

    Returns the recent training, ``under_way`` or not, with the ratings; ``None`` when the lifter went back.
    """
    recent = read_recent_training(services, exercise, under_way=under_way)
    if not recent.advice.muscles_to_ask:
        return recent
    rated = await ask_soreness(asker, services, recent.advice.muscles_to_ask)
    return read_recent_training(services, exercise, under_way=under_way) if rated else None


async def _overrule(
    asker: Asker, services: Services, choice: Choice, recent: RecentTraining, done: int
) -> Choice | None:
    """Show what stands against the chosen set; return it where nothing does or it was overruled, or the advised one.

    Shown are the sets that are left where some are ``done``; the choice that is returned has these with it.
    """
    prescription = choice.prescription
    left = replace(prescription, sets=max(1, prescription.sets - done))
    advice = advice_on(recent.of_sides(prescription), choice.one_rm_kg)
    demands = [one for one in advice.demands_for(prescription, done) if one[1] is not Level.QUESTION]
    worst = max((level for _, level in demands), default=Level.NOTE)
    if worst is Level.NOTE or (choice.warned and worst is Level.WARNING):
        return choice
    offered = _offered(services, replace(choice, prescription=left), advice, demands)
    shown = None if offered is None else offered.prescription
    answer = await asker.ask_readiness(ReadinessQuestion(demands, left, shown, services.settings.unit))
    if answer is ReadinessAnswer.ADVISED:
        return offered if offered is None else _after(done, offered, left)
    return choice if answer is ReadinessAnswer.AS_CHOSEN else None


def _after(done: int, offered: Choice, left: Prescription) -> Choice:
    """Return what is offered in place of the sets that are ``left``, with those of the exercise that are done."""
    prescription = offered.prescription
    if not done or prescription.exercise.slug != left.exercise.slug:
        return offered
    return replace(offered, prescription=replace(prescription, sets=done + min(prescription.sets, left.sets)))


def _offered(
    services: Services, choice: Choice, advice: Advice, demands: Sequence[tuple[Finding, Level]]
) -> Choice | None:
    """Return what Enter may start in place of the chosen set, ``None`` where nothing may.

    That is the advised set; where no 1RM is known to take its load of, what takes the place of overload.
    """
    advised = replace(choice, prescription=advice.in_place_of(choice.prescription))
    if not advised.lacks_load:
        return advised if advice.level_for(advised.prescription) < Level.TYPED else None
    if all(finding.rule is NO_ONE_RM for finding, level in demands if level >= Level.TYPED):
        instead = alternative_choice(services, choice.prescription.exercise)
        return None if instead is None or instead.lacks_load else instead
    return None


async def _allow_overload(
    asker: Asker, services: Services, exercise: Exercise, instead: Callable[[], Choice | None]
) -> Choice | Literal[True] | None:
    """Ask the health screen when it is due; a lifter who may not do overload is offered another choice.

    Returns ``True`` where overload may be done, the other choice when it was taken, ``None`` if cancelled.
    """
    today = services.now().date()
    answers = services.lifter.health_answers()
    while True:
        if answers is None or not is_screened(answers, today):
            answers = await ask_health(asker, services)
            if answers is None:
                return None
        refusal = overload_refusal(answers, today)
        if refusal is None:
            return True
        other = instead()
        answer = await _offer(asker, services, f"{exercise.name}: not yet", refusal.value, other)
        if answer is not AlternativeAnswer.ANSWERS:
            return None if answer is None else other
        answers = None


async def _machine_first(asker: Asker, services: Services, exercise: Exercise) -> Exercise | None:
    """Offer the machine to an older lifter who has never done this exercise with a bar; return what was chosen."""
    machine = services.exercise(exercise.machine) if exercise.machine else None
    answers, today = services.lifter.health_answers(), services.now().date()
    if machine is None or answers is None or not is_machine_first(answers, today):
        return exercise
    if services.lifter.last_performed(exercise.slug) is not None:
        return exercise
    advised = advised_choice(services, machine)
    why = f"From {MACHINE_FIRST_AGE} on, a machine comes before a bar: it cannot fall on you."
    while True:
        answer = await _offer(asker, services, f"{machine.name} first?", why, advised, can_insist=True)
        if answer is AlternativeAnswer.ALTERNATIVE:
            return machine
        if answer is AlternativeAnswer.AS_CHOSEN:
            return exercise
        if answer is None or await ask_health(asker, services) is None:
            return None


async def _easier_first(asker: Asker, services: Services, exercise: Exercise) -> Exercise | None:
    """Offer the rung below an exercise where that is advised, and what is below that; return what was chosen."""
    recent = read_recent_training(services, exercise)
    easier, offer = recent.easier, recent.advice.easier
    if easier is None or offer is None:
        return exercise
    title, advised = f"{easier.name} first?", advised_choice(services, easier)
    answer = await _offer(asker, services, title, offer.why, advised, can_insist=True, asks_health=False)
    if answer is AlternativeAnswer.ALTERNATIVE:
        return await _easier_first(asker, services, easier)
    return exercise if answer is AlternativeAnswer.AS_CHOSEN else None


async def _offer(
    asker: Asker,
    services: Services,
    title: str,
    why: str,
    instead: Choice | None,
    *,
    can_insist: bool = False,
    asks_health: bool = True,
) -> AlternativeAnswer | None:
    prescription, one_rm_kg = (instead.prescription, instead.one_rm_kg) if instead else (None, None)
    unit = services.settings.unit
    question = AlternativeQuestion(title, why, prescription, unit, one_rm_kg, can_insist, asks_health)
    return await asker.ask_alternative(question)
