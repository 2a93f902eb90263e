"""The next set after one that lost its tempo, in the same session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from negcoach.training.advice.loads import less_load
from negcoach.training.equipment.loading import Loading
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import SAME_LOAD_KG
from negcoach.training.terms import StopReason

LESS = 0.95
"""The factor for the next set after one that was stopped on lost tempo (our own choice)."""

MUCH_LESS = 0.90
"""The factor where a rep took less than ``DROPPED`` of its time (our own choice)."""

DROPPED = 0.4
"""A lowering of less than this share of its time was not slowed down any more (our own choice)."""

ENOUGH_STOPS = 2
"""So many stopped sets are enough for a day (our own choice)."""


@dataclass(frozen=True, slots=True)
class EndedSet:
    """How a set of the session ended: why, and the measured / prescribed time of its reps (``None``: not measured)."""

    stop: StopReason
    adherences: tuple[float | None, ...]

    @property
    def stopped(self) -> bool:
        """Whether it was stopped on lost tempo, or on a bar that the spotter touched."""
        return self.stop in (StopReason.TEMPO_LOSS, StopReason.SPOTTER_TOUCHED)


@dataclass(frozen=True, slots=True)
class NextSet:
    """What is offered after a stopped set.

    ``load_kg`` is the load offered, ``percent`` how much less it is; where there is no load to take off, ``load_kg`` is
    ``None`` and ``reps`` the reps offered (``None``: a set of one rep has none to give). ``enough`` is whether the
    session should end now.
    """

    load_kg: float | None
    percent: int
    reps: int | None
    enough: bool


def next_set(plan: Prescription, ended: Sequence[EndedSet], loads: Loading) -> NextSet | None:
    """Return what is offered after the sets of this session so far, ``None`` unless the last one was stopped.

    ``plan`` is the prescription of the set that just ended, ``loads`` what can be loaded. -5 %, or -10 %
    where a rep was dropped; without a load a rep less; a second stopped set is enough for today. An open set ends in
    lost tempo by design, and after pain nothing is offered.
    """
    if plan.reps is None or not ended or not ended[-1].stopped:
        return None
    enough = sum(one.stopped for one in ended) >= ENOUGH_STOPS
    dropped = any(one is not None and one < DROPPED for one in ended[-1].adherences)
    factor = MUCH_LESS if dropped else LESS
    load_kg = less_load(plan.load_kg, factor, loads)
    if plan.load_kg > 0 and load_kg < plan.load_kg - SAME_LOAD_KG:
        return NextSet(load_kg, round((1 - factor) * 100), None, enough)
    return NextSet(None, 0, plan.reps - 1 or None, enough)
