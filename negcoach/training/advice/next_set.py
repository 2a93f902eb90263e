"""The next set after one that lost its tempo or hurt, on the same day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from negcoach.training.advice.loads import less_load, taken_percent
from negcoach.training.advice.ramp import AFTER_PAIN_SHARE
from negcoach.training.advice.readiness.table import ENOUGH_STOPS
from negcoach.training.advice.readiness.tendon_pain import LESS_KG
from negcoach.training.equipment.loading import Loading, round_down
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import SAME_LOAD_KG
from negcoach.training.progress.pain import ACCEPTABLE
from negcoach.training.progress.recovery import is_daily
from negcoach.training.terms import StopReason

LESS = 0.95
"""The factor for the next set after one that was stopped on lost tempo (our own choice)."""

MUCH_LESS = 0.90
"""The factor where a rep took less than ``DROPPED`` of its time (our own choice)."""

DROPPED = 0.4
"""A lowering of less than this share of its time was not slowed down any more (our own choice)."""


@dataclass(frozen=True, slots=True)
class EndedSet:
    """How a set of the session ended: why, and the measured / prescribed time of its reps (``None``: not measured).

    ``pain_level`` is how much it hurt, 0 to 10, ``None`` where that was not said.
    """

    stop: StopReason
    adherences: tuple[float | None, ...]
    pain_level: int | None = None

    @property
    def hurt(self) -> bool:
        """Whether it ended in pain, or hurt more than a tendon may."""
        return self.stop is StopReason.PAIN or (self.pain_level or 0) > ACCEPTABLE

    @property
    def stopped(self) -> bool:
        """Whether it lost its tempo: it was stopped on that or on a bar that the spotter touched, or a rep dropped."""
        return self.dropped or self.stop in (StopReason.TEMPO_LOSS, StopReason.SPOTTER_TOUCHED)

    @property
    def dropped(self) -> bool:
        """Whether a rep of it was not slowed down any more."""
        return any(one is not None and one < DROPPED for one in self.adherences)


@dataclass(frozen=True, slots=True)
class NextSet:
    """What the next set is after one that lost its tempo or hurt.

    ``after`` is why that one ended. ``load_kg`` is the load, ``percent`` how much less it was to be, ``taken_percent``
    how much less it is, rounded down to what can be loaded. Where there is no load to take off, ``load_kg`` is ``None``
    and ``reps`` the reps (``None``: as many, as a set of one rep has none to give).
    ``enough`` is whether the session should end now. ``pain_level`` is how much that set hurt, where that was said.
    """

    after: StopReason
    load_kg: float | None
    percent: int
    reps: int | None
    enough: bool
    taken_percent: float = 0.0
    pain_level: int | None = None

    @property
    def is_less(self) -> bool:
        """Whether it is less load or fewer reps than planned."""
        return self.load_kg is not None or self.reps is not None

    def of(self, prescription: Prescription) -> Prescription:
        """Return the prescription of the sets to come, with no more than this load and these reps.

        They are done in no way that asks more than straight sets.
        """
        load_kg = prescription.load_kg if self.load_kg is None else min(prescription.load_kg, self.load_kg)
        reps = [reps for reps in (prescription.reps, self.reps) if reps is not None]
        way = prescription.way.without_more
        return replace(prescription, load_kg=load_kg, reps=min(reps, default=None), way=way)


def next_set(prescription: Prescription, ended: Sequence[EndedSet], loads: Loading) -> NextSet | None:
    """Return what comes after the sets of this day so far, ``None`` unless the last one lost its tempo or hurt.

    ``prescription`` is that of the set that just ended, ``loads`` what can be loaded. After lost tempo -5 %, or
    -10 % where a rep was dropped; without a load a rep less; a second such set is enough for today. An open set ends in
    lost tempo by design. After pain -20 %, of a tendon -5 kg, and the first is enough.
    """
    if not ended:
        return None
    last = ended[-1]
    if last.hurt:
        share = AFTER_PAIN_SHARE
        if is_daily(prescription.exercise) and prescription.load_kg > 0:
            accepted = last.pain_level is not None and last.pain_level <= ACCEPTABLE
            share = 1.0 if accepted else max(0.0, 1 - LESS_KG / prescription.load_kg)
        hurts_less_kg = round_down(prescription.load_kg * share, loads)
        if prescription.load_kg > 0 and hurts_less_kg < prescription.load_kg - SAME_LOAD_KG:
            taken = taken_percent(prescription.load_kg, hurts_less_kg)
            less = NextSet(StopReason.PAIN, hurts_less_kg, _percent(share), None, enough=True, taken_percent=taken)
            return replace(less, pain_level=last.pain_level)
        return NextSet(StopReason.PAIN, None, 0, None, enough=True, pain_level=last.pain_level)
    if prescription.reps is None or not last.stopped or not prescription.stops_on_tempo:
        return None
    after = StopReason.SPOTTER_TOUCHED if last.stop is StopReason.SPOTTER_TOUCHED else StopReason.TEMPO_LOSS
    enough = sum(one.stopped for one in ended) >= ENOUGH_STOPS
    factor = MUCH_LESS if last.dropped else LESS
    load_kg = less_load(prescription.load_kg, factor, loads)
    if prescription.load_kg > 0 and load_kg < prescription.load_kg - SAME_LOAD_KG:
        taken = taken_percent(prescription.load_kg, load_kg)
        return NextSet(after, load_kg, _percent(factor), None, enough, taken)
    return NextSet(after, None, 0, prescription.reps - 1 or None, enough)


def _percent(factor: float) -> int:
    """Return how much less a factor takes, in percent."""
    return round((1 - factor) * 100)
