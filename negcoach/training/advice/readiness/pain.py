"""Readiness after pain: what is done of the exercise that hurt, and of the others of the same muscles."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from negcoach.texts import counted, joined
from negcoach.training.advice.exposure import SAME_EXPOSURE, Exposure, plan_of, split_today, until_pain, what_hurt
from negcoach.training.advice.finding import Finding, Level, least_of, no_more_than
from negcoach.training.advice.ramp import AFTER_PAIN_SHARE, AWAY, SECOND_BOUT_AFTER, half_of, is_spared
from negcoach.training.advice.readiness.case import Case
from negcoach.training.advice.readiness.muscles import muscles_of, shared_muscles, trained_muscles
from negcoach.training.advice.readiness.tendon_pain import (
    TENDON_PAIN,
    PainVerdict,
    strictest,
    tendons_of,
)
from negcoach.training.equipment.loading import round_down
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.progress.pain import ACCEPTABLE
from negcoach.training.progress.pain import WORST as WORST_PAIN
from negcoach.training.progress.recovery import SAME_VISIT, is_daily
from negcoach.training.rule import Mark, Rule

PAINFUL_SETS = 2
"""So many sets of a visit that ended in pain stop the exercise: going on hurt again (our own choice)."""

PAIN = Rule(
    "pain",
    Mark.TEXTBOOK | Mark.OWN,
    "stop, and come back below what hurt: textbook knowledge; by how much is negcoach's own choice",
)
PAIN_ELSEWHERE = Rule(
    "pain in these muscles",
    Mark.TEXTBOOK | Mark.OWN,
    "spare what hurt: textbook knowledge; how light, and for how long: negcoach's own choice",
)


def pain_here(case: Case) -> Iterator[Finding]:
    """Row 2: the last time ended in pain; that is over once the exercise was done without, not because time passed."""
    (exposures, hurt_sides), facts = until_pain(case.exposures), case.facts
    if is_daily(case.exercise):
        yield from _pain_of_tendon(case)
        return
    if not exposures:
        return
    today = facts.now - exposures[-1].ended_at < SAME_EXPOSURE
    if is_spared(case.maintenance, hurt_sides) and not today:
        return
    hurt_kg = exposures[-1].hurt_kg
    if exposures[-1].tested and case.working_kg:  # its loads are above those of work
        hurt_kg = min(hurt_kg, case.working_kg)
    hurt_kg = min(hurt_kg, case.hurt_kg)  # less hurt before, and was not done without pain since
    allowed = _after_pain(case, exposures[-1], hurt_kg)
    running = len(exposures) > 1 and exposures[-2].pain
    if running and facts.now - exposures[-1].ended_at < AWAY:
        text = "Two sessions running ended in pain: have it looked at."
        yield Finding(PAIN, Level.REFUSED, text, allowed=allowed)
        return
    twice = sum(past.pain for past in exposures[-1].sets) >= PAINFUL_SETS
    if twice and today:
        text = "It hurt in two sets: no more of this exercise today. Have it looked at."
        yield Finding(PAIN, Level.REFUSED, text, allowed=allowed)
        return
    if today:
        yield Finding(PAIN, Level.TYPED, "It hurt today: no more of this exercise today.", Level.TYPED, allowed)
        return
    if running or twice:
        hurt = "Two sessions running ended in pain" if running else "It hurt in two sets last time"
        text = f"{hurt}: have it looked at before you do more of it."
        yield Finding(PAIN, Level.TYPED, text, Level.TYPED, allowed)
        return
    less = "" if case.exercise.bodyweight else "with a fifth less load, "
    text = f"The last set ended in pain: only without pain, {less}{_at_most(allowed, case.maintenance)}."
    wanted_kg = hurt_kg * AFTER_PAIN_SHARE
    yield Finding(PAIN, Level.WARNING, text, Level.TYPED, allowed, wanted_kg=wanted_kg)


def _pain_of_tendon(case: Case) -> Iterator[Finding]:
    """Row 2 for a tendon's protocol, which goes on with some pain: what that allows, and when to see someone."""
    maintenance = case.maintenance
    tendons = tendons_of(case.exposures, maintenance.sides)
    if not tendons:
        return
    unbearable = next((one for one in tendons if one.must_be_seen), None)
    if unbearable is not None:
        where = "It" if unbearable.side is None or len(tendons) == 1 else f"Your {unbearable.side.value} side"
        text = (
            f"{where} hurt more than {ACCEPTABLE} of {WORST_PAIN} on three days running: see someone before you go on."
        )
        yield Finding(TENDON_PAIN, Level.TYPED, text, Level.TYPED, maintenance)
        return
    tendon = strictest(tendons)
    verdict, hurt = tendon.verdict, f"It hurt {tendon.pain_in_words}"
    if any(one.verdict is PainVerdict.UNKNOWN and one.stopped for one in tendons) and not verdict.takes_less:
        text = (
            "The last set stopped because of pain. How bad, out of 10? Up to 5: go on. Over 5: one set less, and 5 kg "
            "less; over 5 for three days: see someone."
        )
        yield Finding(TENDON_PAIN, Level.WARNING, text, Level.TYPED, maintenance)
    elif verdict.takes_less and case.facts.now - tendon.newest.ended_at < SAME_VISIT:
        text = f"{hurt}: no more of this now. Next time less."
        yield Finding(TENDON_PAIN, Level.TYPED, text, Level.TYPED, maintenance)
    elif verdict is PainVerdict.WORSE_NEXT_MORNING:
        worse = "" if tendon.newest.pain_on(tendon.side) is None else ", worse than in the sets"
        yield Finding(TENDON_PAIN, Level.WARNING, f"{hurt}{worse}: less this time.", Level.TYPED, maintenance)
    elif verdict.takes_less:
        text = f"{hurt} last time: less until it hurts no more than {ACCEPTABLE}."
        yield Finding(TENDON_PAIN, Level.WARNING, text, Level.TYPED, maintenance)
    elif verdict is PainVerdict.NO_MORE_LOAD:
        text = f"{hurt} last time: no more load."
        yield Finding(
            TENDON_PAIN, Level.NOTE, text, Level.WARNING, no_more_than(maintenance, load_kg=maintenance.load_kg)
        )


def _after_pain(case: Case, painful: Exposure, load_kg: float) -> Prescription:
    """Return the most that is done after pain: a part of this load, and half the sets that hurt (``half_of``)."""
    hurt = what_hurt(case.maintenance, painful)
    halved = half_of(replace(hurt, sets=min(case.working_sets, hurt.sets)))
    return replace(least_of(case.maintenance, halved), load_kg=_less_than_hurt_kg(case, load_kg))


def _at_most(allowed: Prescription, maintenance: Prescription) -> str:
    """Return the sets that are allowed after pain, ``2 sets at most``, with their reps where these are fewer, too."""
    reps = "" if allowed.reps == maintenance.reps else f" of {allowed.reps}"
    return f"{counted(allowed.sets, 'set')}{reps} at most"


def _less_than_hurt_kg(case: Case, load_kg: float) -> float:
    """Return the part of a load (0: not known) that is done after it hurt, no more than is planned anyway."""
    known = load_kg or case.exercise.bodyweight
    most_kg = round_down(load_kg * AFTER_PAIN_SHARE, case.facts.loads) if known else math.inf
    return min(case.maintenance.load_kg, most_kg)


def pain_twice_today(case: Case) -> Iterator[Finding]:
    """Row 2 for a day: a muscle of the exercise hurt in two sets, whichever exercises they were of."""
    facts = case.facts
    _, today = split_today(facts.sessions, facts.now)
    own = sum(past.pain for past in today)
    elsewhere = [one for one in facts.painful if facts.now - one.at < SAME_EXPOSURE]
    for muscle in muscles_of(case.exercise):
        hurt = [one for one in elsewhere if muscle in trained_muscles(one.muscles)]
        if hurt and own + len(hurt) >= PAINFUL_SETS:
            text = f"Your {muscle} hurt in two sets today: no more for these muscles today. Have it looked at."
            yield Finding(PAIN_ELSEWHERE, Level.REFUSED, text)
            return


def pain_elsewhere(case: Case) -> Iterator[Finding]:
    """Row 2 for the same muscles: another exercise of them ended in pain, and this one was not done without since.

    What was done on the day of the pain does not count, and until two days after what counts no more than that is done.
    """
    facts = case.facts
    for one in sorted(facts.painful, key=lambda one: one.at, reverse=True):
        shared = shared_muscles(case.exercise, one.muscles)
        since = [past for past in case.exposures if past.whole and past.started_at - one.at >= SAME_EXPOSURE]
        if not shared or (since and facts.now - since[0].ended_at >= SECOND_BOUT_AFTER):
            continue
        hurt = f"{one.name} hurt {facts.days_ago(one.at)}, and this trains your {joined(shared)} too"
        if since:
            text = f"{hurt}: no more than last time until two days after that."
            allowed = least_of(case.maintenance, plan_of(case.maintenance, since[0]))
            yield Finding(PAIN_ELSEWHERE, Level.NOTE, text, Level.WARNING, allowed)
        elif facts.now - one.at < SAME_EXPOSURE:
            text = f"{hurt}: only without pain, and light."
            yield Finding(PAIN_ELSEWHERE, Level.WARNING, text, Level.TYPED, case.light)
        else:
            usual_kg = min(case.working_kg, case.maintenance.load_kg) or case.working_kg  # in the ramp-in its stage
            load_kg = min(0.0, case.light.load_kg) if case.exercise.bodyweight else usual_kg
            allowed = replace(case.light, load_kg=_less_than_hurt_kg(case, load_kg))
            text = f"{hurt}: only without pain, {_at_most(allowed, case.maintenance)}."
            yield Finding(PAIN_ELSEWHERE, Level.WARNING, text, Level.TYPED, allowed)
        return
