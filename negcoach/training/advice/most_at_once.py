"""How much more than is planned is another session: half as many sets, reps and seconds again."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from negcoach.training.advice.ramp import LIGHT_BOUTS, LIGHT_SHARE
from negcoach.training.advice.readiness import is_daily
from negcoach.training.advice.rules import Rule, is_at_most
from negcoach.training.exercise.limits import MOST_REPS, MOST_SETS
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import SAME_LOAD_KG
from negcoach.training.exercise.tempo import LONGEST_PHASE_S

MANY_MORE = 1.5
"""More than this part of a session's sets, reps or seconds is another session (our own choice)."""

TOO_MUCH = Rule("half as much again", "our own choice")


@dataclass(frozen=True, slots=True)
class MostAtOnce:
    """The most sets, reps and seconds, at any load: ``most``, or ``light`` up to its load (``None``: nothing lighter).

    ``open_too`` is whether a set to fatigue is within it: lost tempo ends that.
    """

    most: Prescription
    light: Prescription | None
    open_too: bool

    def is_kept(self, plan: Prescription) -> bool:
        """Return whether a prescription is within it."""
        if plan.reps is None and self.open_too:
            plan = replace(plan, reps=1)
        if is_at_most(plan, replace(self.most, load_kg=math.inf)):
            return True
        return self.light is not None and is_at_most(plan, self.light)


def most_at_once(plan: Prescription, last: Prescription | None) -> MostAtOnce:
    """Return how much a session may have where ``plan`` is planned, after the ``last`` one, which may be done again."""
    most = half_as_much_again(plan)
    light = None
    if last is not None:
        reps = None if most.reps is None or last.reps is None else max(most.reps, last.reps)
        seconds = max(most.tempo.eccentric, last.tempo.eccentric)
        tempo = replace(most.tempo, eccentric=seconds)
        most = replace(most, sets=max(most.sets, last.sets), reps=reps, tempo=tempo)
        if plan.load_kg > 0 and not plan.exercise.bodyweight:
            sets, reps = LIGHT_BOUTS[0]
            light_kg = plan.load_kg * LIGHT_SHARE + SAME_LOAD_KG
            most_sets, most_reps = max(most.sets, sets), None if most.reps is None else max(most.reps, 2 * reps)
            light = replace(most, load_kg=light_kg, sets=most_sets, reps=most_reps)
    return MostAtOnce(most, light, open_too=last is not None)


def half_as_much_again(plan: Prescription) -> Prescription:
    """Return a prescription with half its sets, reps and seconds more, at its load; of a load not known, with any.

    What is done daily may have twice its exercise's sets: heel drops are done with a straight and with a bent knee.
    """
    load_kg = plan.load_kg if plan.load_kg or plan.exercise.bodyweight else math.inf
    reps = None if plan.reps is None else min(math.ceil(plan.reps * MANY_MORE), MOST_REPS)
    seconds = math.ceil(plan.tempo.eccentric * MANY_MORE)
    tempo = replace(plan.tempo, eccentric=min(seconds, LONGEST_PHASE_S))
    return replace(plan, load_kg=load_kg, sets=more_sets(plan), reps=reps, tempo=tempo)


def more_sets(plan: Prescription) -> int:
    """Return the most sets where those of a prescription are planned."""
    sets = math.ceil(plan.sets * MANY_MORE)
    return min(max(sets, 2 * plan.exercise.sets) if is_daily(plan.exercise) else sets, MOST_SETS)
