"""What stands against a way to do the sets that asks more than straight ones: it is for lifters who are at work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from negcoach.training.advice.facts import Facts
from negcoach.training.advice.finding import Finding, Level, least_of, no_more_than
from negcoach.training.advice.progression.planned import Planned, Step, amount_text
from negcoach.training.advice.ramp import TrainingStatus
from negcoach.training.equipment.loading import round_down
from negcoach.training.exercise.prescription import takes_hooks
from negcoach.training.exercise.way import ASKING_MORE, MOST_ACCENTUATED, STRAIGHT, WayKind
from negcoach.training.rule import Mark, Rule

WAYS = Rule("ways to do a set", Mark.OWN)


def way_findings(
    planned: Planned, status: TrainingStatus | None, *, one_rm_kg: float | None, limited: bool
) -> Iterator[Finding]:
    """Yield why the sets are done straight today, or the most that is lowered in an accentuated set.

    ``status`` is ``None`` for an exercise without a load; ``limited`` is whether readiness allows less than is planned.
    ``one_rm_kg`` is the 1RM that counts, ``None`` where none is known.
    """
    reason = "" if status is None else _why_straight(planned, status, limited)
    if reason:
        yield Finding(WAYS, Level.NOTE, f"{reason}: do the sets straight.", Level.REFUSED, ways=ASKING_MORE)
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
        if level is Level.REFUSED:
            why = f"{planned.why} It asks for {plan.way}: that waits. {one.text}"
            straight, maintenance = replace(plan, way=STRAIGHT), replace(planned.maintenance, way=STRAIGHT)
            what = planned.what if planned.step is Step.REST else amount_text(straight, facts.unit)
            return replace(planned, what=what, why=why, prescription=straight, maintenance=maintenance)
        if level > Level.NOTE and one.allowed is not None:
            most = replace(plan, load_kg=round_down(one.allowed.load_kg, facts.loads))
            maintenance = least_of(planned.maintenance, most)
            what, why = amount_text(most, facts.unit), f"{planned.why} {one.text}"
            return replace(planned, what=what, why=why, prescription=most, maintenance=maintenance, wanted_kg=None)
    return planned


def _why_straight(planned: Planned, status: TrainingStatus, limited: bool) -> str:
    if status.newest is None:
        return "The first time of an exercise asks enough"
    if status.hurt_kg is not None:
        return "It hurt last time"
    if status.in_ramp:
        return "The ramp-in is to be light"
    if status.returning:
        return "You come back after time away"
    if status.deload_since is not None:
        return "This is an easier week"
    if limited or planned.step in (Step.LESS, Step.RAMP_IN):
        return "Less is advised today"
    return ""
