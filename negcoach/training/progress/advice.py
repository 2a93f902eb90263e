"""Advice before a set: what to do next and why, how to return after a layoff, how to warm up.

The lifter may always overrule it. The facts come in as small values, the time as ``now``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from negcoach.training.exercise.exercise import Exercise, LoadRule
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import is_over_cap
from negcoach.training.progress.adherence import is_kept
from negcoach.training.units import KG_PER_LB, Unit, format_load

PROGRESS = 1.025
"""The factor for a load after two sessions that kept the tempo: 2.5 % more, the low end of ACSM 2009's 2-10 %."""

SETBACK = 0.95
"""The factor for a load after two sessions stopped on tempo loss (our own choice)."""

ADDED_STEP_KG = 2.5
"""The step of the load added to a bodyweight exercise (our own choice)."""

LONGEST_BODYWEIGHT_S = 8
"""Up to here a bodyweight lowering grows by a second; then reps, then load (source: 5 -> 8 s of the negative dip)."""

MOST_EXTRA_REPS = 3
"""Reps a bodyweight set grows by before load is added (source: Nordics, 5 to 8 reps in three weeks)."""

LAYOFF = timedelta(days=14)
"""After this break the repeated-bout effect fades (Huang 2019; ECU 2012/560: within 1-3 weeks): restart lighter."""

RAMP_WEEK = timedelta(days=6)
"""How long a stage of the ramp-in lasts: a week, less a day so that a weekly rhythm fits (our own choice)."""

_LIGHT_SHARE, _LIGHT_SETS, _LIGHT_REPS = 40 / 105, 2, 10
_STAGE_SHARES = (90 / 105, 100 / 105, 1.0)
"""The ramp-in, 2 x 10 at 40 %, then 90 / 100 / 105 %, as shares of the exercise's own 105 % (our own choice)."""

_LIGHT_AT_MOST = 0.5
"""A first session at up to this share of the exercise's load was the ramp-in's light one."""

_WARM_UP = ((50, 5), (70, 3), (85, 2))
"""Percent of the 1RM and reps, at normal tempo (our own choice)."""


class Step(Enum):
    """What a suggestion does to the prescription."""

    START = "start"
    RAMP_IN = "ramp in"
    SAME = "same again"
    MORE = "more"
    LESS = "less"


@dataclass(frozen=True, slots=True)
class PastSet:
    """A set as it was performed.

    ``complete``: every planned rep was done (an open set: any). ``adherences`` has measured / prescribed lowering
    time of each *measured* rep. ``lower_s`` is the prescribed lowering.
    """

    load_kg: float
    lower_s: int
    complete: bool
    adherences: tuple[float, ...]
    tempo_lost: bool = False
    pain: bool = False


@dataclass(frozen=True, slots=True)
class PastSession:
    """The sets of one exercise in one session; at least one."""

    started_at: datetime
    sets: tuple[PastSet, ...]

    @property
    def top_kg(self) -> float:
        """The heaviest load."""
        return max(past.load_kg for past in self.sets)

    @property
    def measured(self) -> bool:
        """Whether any rep was measured."""
        return any(past.adherences for past in self.sets)

    @property
    def kept(self) -> bool:
        """Whether every set was completed, and every measured rep, of which there is at least one, kept the tempo."""
        return self.measured and all(past.complete and all(map(is_kept, past.adherences)) for past in self.sets)

    @property
    def tempo_lost(self) -> bool:
        """Whether a set was stopped on tempo loss."""
        return any(past.tempo_lost for past in self.sets)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to do next: ``what`` in a few words, ``why`` in one sentence, and the prescription it makes."""

    step: Step
    what: str
    why: str
    prescription: Prescription


@dataclass(frozen=True, slots=True)
class WarmUpSet:
    """A set before the first overload set, at normal tempo."""

    percent: int
    reps: int
    load_kg: float


def suggest(
    base: Prescription, sessions: Sequence[PastSession], *, one_rm_kg: float | None, now: datetime, unit: Unit
) -> Suggestion:
    """Return the suggestion after these sessions of the exercise, newest first.

    ``base`` is what was prescribed last (the default when there is no session). Rules, in order: no exposure for 14
    days -> ramp in, for the repeated-bout effect (Huang 2019); two sessions stopped on tempo loss -> less; two with
    every measured rep at 90 % or more -> more; else the same again (our own choice).
    """
    exercise = base.exercise
    if not sessions:
        return _first_time(base, one_rm_kg, unit)
    newest = sessions[0]
    if now - newest.started_at >= LAYOFF:
        days = (now - newest.started_at).days
        return _first_ramp_session(
            base, one_rm_kg, unit, f"You last did this {days} days ago; a light session first halves the soreness."
        )
    if any(past.pain for past in newest.sets):
        return Suggestion(
            Step.SAME, "Not more than last time", "Last time a set stopped on pain: go on only without it.", base
        )
    next_stage = _next_stage(base, _since_layoff(sessions), one_rm_kg, now, unit)
    if next_stage is not None:
        return next_stage
    two = sessions[:2]
    if len(two) == 2 and all(session.tempo_lost for session in two):
        return _decrease(base, unit)
    alike = len(two) == 2 and two[0].top_kg == two[1].top_kg and two[0].sets[0].lower_s == two[1].sets[0].lower_s
    if alike and all(session.kept for session in two):
        return _increase_load(base, one_rm_kg, unit) if exercise.load is not None else _increase_bodyweight(base, unit)
    return Suggestion(Step.SAME, "The same again", _why_same(newest), base)


def warm_up(one_rm_kg: float, unit: Unit) -> tuple[WarmUpSet, ...]:
    """Return the sets before overload: 50 % x 5, 70 % x 3, 85 % x 2 of the 1RM, rounded to 2.5 kg or 5 lb."""
    grid = 5 * KG_PER_LB if unit == "lb" else 2.5
    return tuple(
        WarmUpSet(percent, reps, max(grid, round(one_rm_kg * percent / 100 / grid) * grid))
        for percent, reps in _WARM_UP
    )


def round_load(kg: float, unit: Unit) -> float:
    """Return the load rounded to 0.5 kg, or to 1 lb, in kg."""
    return round(kg / _rounding_step_kg(unit)) * _rounding_step_kg(unit)


def load_at(exercise: Exercise, percent: float, one_rm_kg: float, unit: Unit) -> float:
    """Return a percentage of the 1RM as a load in kg, rounded to 0.5 kg or 1 lb, and never up over the cap."""
    load_kg = round_load(one_rm_kg * percent / 100, unit)
    return load_kg - _rounding_step_kg(unit) if is_over_cap(exercise, load_kg, one_rm_kg) else load_kg


def _rounding_step_kg(unit: Unit) -> float:
    """Return the step in kg that loads are rounded to."""
    return KG_PER_LB if unit == "lb" else 0.5


def _first_time(base: Prescription, one_rm_kg: float | None, unit: Unit) -> Suggestion:
    if base.exercise.load is None:
        return Suggestion(
            Step.START, f"Start with {_sets_by_reps(base)}", "Your first time: learn the movement at the default.", base
        )
    return _first_ramp_session(
        base, one_rm_kg, unit, "Your first time: a light session first halves the soreness of the next ones."
    )


def _first_ramp_session(base: Prescription, one_rm_kg: float | None, unit: Unit, why: str) -> Suggestion:
    """Suggest the first session of the ramp-in; for bodyweight half the sets and reps (our own choice)."""
    rule = base.exercise.load
    if rule is None:
        reps = None if base.reps is None else max(1, (base.reps + 1) // 2)
        half = replace(base, sets=(base.sets + 1) // 2, reps=reps)
        return Suggestion(Step.RAMP_IN, f"Ease in: {_sets_by_reps(half)}", why, half)
    easy = replace(base, sets=_LIGHT_SETS, reps=_LIGHT_REPS, tempo=base.exercise.tempo)
    percent = int(rule.percent * _LIGHT_SHARE)
    if one_rm_kg is None:
        return Suggestion(
            Step.RAMP_IN, f"Ease in: {_sets_by_reps(easy)} at {percent} % of your {rule.of} or less", why, easy
        )
    easy = replace(easy, load_kg=load_at(base.exercise, percent, one_rm_kg, unit))
    what = f"Ease in: {_sets_by_reps(easy)} at {format_load(easy.load_kg, unit)} ({percent} % of {rule.of})"
    return Suggestion(Step.RAMP_IN, what, why, easy)


def _since_layoff(sessions: Sequence[PastSession]) -> Sequence[PastSession]:
    """Return the sessions since the last layoff, newest first."""
    for index in range(1, len(sessions)):
        if sessions[index - 1].started_at - sessions[index].started_at >= LAYOFF:
            return sessions[:index]
    return sessions


def _next_stage(
    base: Prescription, run: Sequence[PastSession], one_rm_kg: float | None, now: datetime, unit: Unit
) -> Suggestion | None:
    """Suggest the next stage of a ramp-in that began with a light session; ``None`` when none is under way."""
    exercise, rule = base.exercise, base.exercise.load
    if rule is None:
        small = base.reps is not None and base.sets * base.reps < exercise.sets * exercise.reps
        if len(run) > 1 or not small:
            return None
        full = replace(base, sets=exercise.sets, reps=exercise.reps)
        return Suggestion(Step.MORE, f"Now {_sets_by_reps(full)}", "The light first session is behind you.", full)
    if one_rm_kg is None or run[-1].top_kg > _LIGHT_AT_MOST * one_rm_kg * rule.percent / 100:
        return None
    loads = tuple(load_at(exercise, rule.percent * share, one_rm_kg, unit) for share in _STAGE_SHARES)
    reached = max((stage for stage, kg in enumerate(loads) if any(past.top_kg >= kg for past in run)), default=-1)
    if reached == len(loads) - 1:
        return None
    if reached >= 0:
        began = next(past.started_at for past in reversed(run) if past.top_kg >= loads[reached])
        if now - began < RAMP_WEEK:
            why = f"Week {reached + 1} of your ramp-in: stay here for a week."
            return Suggestion(Step.SAME, "The same again", why, base)
    return _ramp_stage(base, rule, reached + 1, loads[reached + 1], unit)


def _ramp_stage(base: Prescription, rule: LoadRule, stage: int, load_kg: float, unit: Unit) -> Suggestion:
    exercise = base.exercise
    plan = replace(base, sets=exercise.sets, reps=exercise.reps, tempo=exercise.tempo, load_kg=load_kg)
    percent = round(rule.percent * _STAGE_SHARES[stage])
    what = f"{format_load(load_kg, unit)} ({percent} % of {rule.of}), {_sets_by_reps(plan)}"
    why = f"Week {stage + 1} of your ramp-in" + (
        ", 48 h or more after the light session." if stage == 0 else ": the stage before lasted a week."
    )
    return Suggestion(Step.MORE, what, why, plan)


def _increase_load(base: Prescription, one_rm_kg: float | None, unit: Unit) -> Suggestion:
    load_kg = max(round_load(base.load_kg * PROGRESS, unit), round_load(base.load_kg, unit) + _rounding_step_kg(unit))
    rule = base.exercise.load
    if rule is not None and is_over_cap(base.exercise, load_kg, one_rm_kg):
        why = f"More would be over the cap, {rule.cap_percent} % of your {rule.of}: test that again first."
        return Suggestion(Step.SAME, "The same again", why, base)
    return _increase(f"{format_load(load_kg, unit)} (+2.5 %)", replace(base, load_kg=load_kg))


def _increase_bodyweight(base: Prescription, unit: Unit) -> Suggestion:
    """Suggest a second more, up to 8 s; then a rep more, up to 3; then 2.5 kg more at the default's reps again."""
    tempo, exercise = base.tempo, base.exercise
    if tempo.eccentric < LONGEST_BODYWEIGHT_S:
        longer = replace(base, tempo=replace(tempo, eccentric=tempo.eccentric + 1))
        return _increase(f"Lower for {longer.tempo.eccentric} s (+1 s)", longer)
    if base.reps is not None and base.reps < exercise.reps + MOST_EXTRA_REPS:
        return _increase(f"{base.reps + 1} reps (+1)", replace(base, reps=base.reps + 1))
    load_kg = round_load(base.load_kg + ADDED_STEP_KG, unit)
    reps = None if base.reps is None else exercise.reps
    heavier = replace(base, load_kg=load_kg, reps=reps)
    return _increase(f"{_sets_by_reps(heavier)} with {format_load(load_kg, unit)} added", heavier)


def _increase(what: str, prescription: Prescription) -> Suggestion:
    why = "Two sessions with every measured rep at 90 % of its time or more."
    return Suggestion(Step.MORE, what, why, prescription)


def _decrease(base: Prescription, unit: Unit) -> Suggestion:
    """Suggest 5 % less; for bodyweight undo the latest increase: added load, then a second (our own choice)."""
    why = "Two sessions in a row stopped on lost tempo."
    if base.exercise.load is not None:
        load_kg = round_load(base.load_kg * SETBACK, unit)
        return Suggestion(Step.LESS, f"{format_load(load_kg, unit)} (-5 %)", why, replace(base, load_kg=load_kg))
    if base.load_kg > 0:
        load_kg = max(0.0, round_load(base.load_kg - ADDED_STEP_KG, unit))
        what = f"{format_load(load_kg, unit)} added" if load_kg else "No added load"
        return Suggestion(Step.LESS, what, why, replace(base, load_kg=load_kg))
    seconds = max(1, base.tempo.eccentric - 1)
    easier = replace(base, tempo=replace(base.tempo, eccentric=seconds))
    return Suggestion(Step.LESS, f"Lower for {seconds} s", why, easier)


def _why_same(newest: PastSession) -> str:
    if newest.tempo_lost:
        return "Last time a set stopped on lost tempo; once more, and it is time for less."
    if newest.kept:
        return "Last time kept the tempo; once more, and it is time for more."
    if not newest.measured:
        return "No rep was measured: press the key at the bottom, and your lowerings decide what is next."
    return "Not every rep was done at 90 % of its time or more."


def _sets_by_reps(plan: Prescription) -> str:
    return f"{plan.sets} × {plan.reps}" if plan.reps is not None else f"{plan.sets} sets to fatigue"
