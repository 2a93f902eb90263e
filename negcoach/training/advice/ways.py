"""What stands against a way to do the sets that is not straight: it is for lifters who are at work.

Those that ask more than straight sets are refused to others. A cluster asks less, so that they may do it; but the bar
is handed over more often, and what is kept with rests inside shows nothing of sets without them: straight is advised.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from negcoach.training.advice.facts import Facts
from negcoach.training.advice.finding import Finding, Level, least_of, no_more_than
from negcoach.training.advice.progression.overload import DELOAD
from negcoach.training.advice.progression.planned import AFTER_PAIN, Planned, Step, amount_text
from negcoach.training.advice.ramp import TrainingStatus
from negcoach.training.equipment.loading import round_down
from negcoach.training.exercise.prescription import takes_hooks
from negcoach.training.exercise.way import ASKING_MORE, MOST_ACCENTUATED, STRAIGHT, WayKind
from negcoach.training.rule import Mark, Rule

CLUSTERS = frozenset({WayKind.CLUSTER})

WAYS = Rule("ways to do a set", Mark.OWN)


def way_findings(
    planned: Planned, status: TrainingStatus | None, *, one_rm_kg: float | None, limited: bool, hurt: bool
) -> Iterator[Finding]:
    """Yield why the sets are done straight today, or the most that is lowered in an accentuated set.

    ``status`` is ``None`` for an exercise without a load; ``limited`` is whether readiness allows less than is planned,
    ``hurt`` whether the exercise hurt last time.
    ``one_rm_kg`` is the 1RM that counts, ``None`` where none is known.
    """
    easing = _why_easing(planned, status, hurt=hurt)
    reason = easing or ("Less is advised today" if limited or planned.step is Step.LESS else "")
    if reason and status is not None:
        yield Finding(WAYS, Level.NOTE, f"{reason}: do the sets straight.", Level.REFUSED, ways=ASKING_MORE)
    if easing:
        yield Finding(WAYS, Level.NOTE, f"{easing}: do the sets straight.", Level.WARNING, ways=CLUSTERS)
    if not takes_hooks(planned.prescription.exercise):
        return
    hooks = frozenset({WayKind.ACCENTUATED})
    if one_rm_kg is None:  # nobody lifts a part of a guess alone
        text = "An accentuated set is lifted with a part of your 1RM, which is not known: test it first."
        yield Finding(WAYS, Level.NOTE, text, Level.REFUSED, ways=hooks)
    else:
        text = f"In an accentuated set lower {MOST_ACCENTUATED} % of your 1RM at most."
        most = no_more_than(planned.prescription, load_kg=one_rm_kg * MOST_ACCENTUATED / 100)
        yield Finding(WAYS, Level.NOTE, text, Level.TYPED, most, ways=hooks)


def in_allowed_way(planned: Planned, findings: Sequence[Finding], facts: Facts) -> Planned:
    """Return what is planned, straight where a finding refuses the way that a programme asks for, and say so.

    Where it only limits the load of that way, it is done with no more than that.
    """
    plan = planned.prescription
    for one in findings:
        level = one.level_for(plan) if plan.way.kind in one.ways else Level.NOTE
        if level > Level.NOTE and one.allowed is None:
            why = f"{planned.why} {one.text}"
            straight, maintenance = replace(plan, way=STRAIGHT), replace(planned.maintenance, way=STRAIGHT)
            what = amount_text(straight, facts.unit)
            return replace(planned, what=what, why=why, prescription=straight, maintenance=maintenance)
        if level > Level.NOTE and one.allowed is not None:
            most = replace(plan, load_kg=round_down(one.allowed.load_kg, facts.loads))
            maintenance = least_of(planned.maintenance, most)
            what, why = amount_text(most, facts.unit), f"{planned.why} {one.text}"
            return replace(planned, what=what, why=why, prescription=most, maintenance=maintenance, wanted_kg=None)
    return planned


def _why_easing(planned: Planned, status: TrainingStatus | None, *, hurt: bool) -> str:
    """Return why a lifter is eased in, back or off now, "" for who is at work."""
    if status is not None and status.newest is None:
        return "The first time on an exercise is enough of a challenge"
    if hurt or planned.rule is AFTER_PAIN or (status is not None and status.hurt_kg is not None):
        return "It hurt last time"
    if status is not None and status.in_ramp:
        return "The ramp-in is meant to be light"
    if status is not None and status.returning:
        return "You are coming back after time away"
    if planned.rule is DELOAD or (status is not None and status.deload_since is not None):
        return "This is an easier week"
    return "You are meant to begin gently" if planned.step is Step.RAMP_IN else ""
