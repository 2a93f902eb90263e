"""A finding: what stands against a set, by which rule, what it asks of the lifter, and how much it allows."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import IntEnum

from negcoach.training.exercise.limits import MOST_SETS
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import SAME_LOAD_KG, is_slower
from negcoach.training.exercise.tempo import LONGEST_PHASE_S, Tempo
from negcoach.training.exercise.way import WayKind
from negcoach.training.plan.eccentric_limit import EccentricLimit
from negcoach.training.rule import Rule
from negcoach.training.terms import Side


class Level(IntEnum):
    """What the lifter must do about a finding before a set starts, from the least to the most."""

    NOTE = 0
    """Nothing: it is shown, and that is all."""

    WARNING = 1
    """Press Enter on it."""

    QUESTION = 2
    """Answer a question: how sore a muscle is, the health screen."""

    TYPED = 3
    """Type the word that overrules it."""

    REFUSED = 4
    """Nothing helps: the exercise is not offered now."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The least time that a set leaves: the seconds of a lowering, the rest and the first lead-in (ms).

    ``slowest`` has the longest lowering and holds (``None``: any).
    """

    lower_s: int = 0
    rest_ms: int = 0
    lead_in_ms: int = 0
    slowest: Tempo | None = None

    def allows(self, prescription: Prescription) -> bool:
        """Return whether a prescription leaves that time; one set needs no rest."""
        if self.slowest is not None and is_slower(prescription.tempo, self.slowest):
            return False
        rested = prescription.sets == 1 or prescription.rest_ms >= self.rest_ms
        return rested and prescription.tempo.eccentric >= self.lower_s and prescription.lead_in_ms >= self.lead_in_ms


MUCH_MORE, TWICE = 1.5, 2.0
"""More than ``MUCH_MORE`` of what a day usually has asks for Enter, ``TWICE`` as much for the word (our own choice)."""


@dataclass(frozen=True, slots=True)
class DayVolume:
    """How much of an exercise a day has: ``usual``, and what each side has ``done`` today (``None``: no sides).

    Both are seconds of lowering; where loads are known (``weighted``) each counts by its load in kg, so that a light
    session may have more of them.
    """

    usual: float
    done: tuple[tuple[Side | None, float], ...]
    weighted: bool

    def share(self, prescription: Prescription) -> float:
        """Return the part of a usual day that today has once a prescription is done; 0 where none is known.

        It is that of the side that has more then.
        """
        done = [volume for side, volume in self.done if side is None or side in prescription.sides]
        return (max(done, default=0.0) + self.of(prescription)) / self.usual if self.usual else 0.0

    def of(self, prescription: Prescription) -> float:
        """Return how much a prescription is; an open set counts as the exercise's own reps, as lost tempo ends it."""
        reps = prescription.total_reps
        if reps is None:
            reps = prescription.sets * prescription.exercise.reps
        return reps * prescription.tempo.eccentric * (prescription.load_kg if self.weighted else 1.0)

    def level_for(self, prescription: Prescription) -> Level:
        """Return what a prescription asks of the lifter by how much it makes of today."""
        share = self.share(prescription)
        if share > TWICE - _SAME_SHARE:
            return Level.TYPED
        return Level.WARNING if share > MUCH_MORE + _SAME_SHARE else Level.NOTE


_SAME_SHARE = 0.01
"""Shares so near to a limit are at it: plates are rounded."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A row of the readiness table that applies: its rule, and one or two sentences to show.

    ``level`` is what it asks of a lifter who does the advised set, or less; ``beyond`` what it asks for more than
    ``allowed``, the most that the rule allows (``None``: it asks the same for every set). What is more than ``most``
    too takes the typed word (``None``: there is no such limit). ``wanted_kg`` is the load that the rule gave before it
    was rounded down to one that can be loaded, ``None`` where it gave none. ``rest`` is whether it advises to do
    nothing, although it may ask for Enter only. What leaves less time than ``pace``, or takes more, asks
    ``beyond`` as well; ``day`` says itself what it asks. Above what was tested ``eccentric`` asks for the typed word,
    above what that allows for Enter. A load outside ``loads_kg`` asks for Enter and is allowed all
    the same. ``counts_today`` is whether it has counted what was done
    today, so that of an exercise that is under way it judges the sets that are left. With ``ways`` it is about sets
    that are done in one of these alone, and without ``allowed`` asks ``beyond`` of all of them.
    """

    rule: Rule
    level: Level
    text: str
    beyond: Level = Level.NOTE
    allowed: Prescription | None = None
    most: Prescription | None = None
    wanted_kg: float | None = None
    rest: bool = False
    pace: Pace | None = None
    day: DayVolume | None = None
    eccentric: EccentricLimit | None = None
    loads_kg: tuple[float, float] = (-math.inf, math.inf)
    counts_today: bool = False
    ways: frozenset[WayKind] = frozenset()

    def level_for(self, chosen: Prescription) -> Level:
        """Return what this finding asks of the lifter before the chosen set."""
        if self.ways:
            fits = self.allowed is not None and is_at_most(chosen, self.allowed)
            return self.beyond if chosen.way.kind in self.ways and not fits else self.level
        if self.most is not None and not is_at_most(chosen, self.most):
            return max(self.level, Level.TYPED)
        if self.day is not None:
            return max(self.level, self.day.level_for(chosen))
        if self.eccentric is not None and not self.eccentric.is_allowed(chosen):
            return max(self.level, Level.TYPED if self.eccentric.is_over(chosen) else Level.WARNING)
        if self.pace is not None and not self.pace.allows(chosen):
            return max(self.level, self.beyond)
        least_kg, most_kg = self.loads_kg
        unasked = least_kg - SAME_LOAD_KG <= chosen.load_kg <= most_kg + SAME_LOAD_KG
        if self.allowed is None or is_at_most(chosen, self.allowed):
            return self.level if unasked else max(self.level, Level.WARNING)
        return max(self.level, self.beyond)


def is_at_most(chosen: Prescription, allowed: Prescription) -> bool:
    """Return whether a prescription asks no more than another one: in load, sets, reps and seconds."""
    reps = allowed.reps is None or (chosen.reps is not None and chosen.reps <= allowed.reps)
    return (
        reps
        and chosen.load_kg <= allowed.load_kg + SAME_LOAD_KG
        and chosen.sets <= allowed.sets
        and chosen.tempo.eccentric <= allowed.tempo.eccentric
    )


def no_more_than(prescription: Prescription, *, load_kg: float = math.inf, sets: int = MOST_SETS) -> Prescription:
    """Return a prescription that limits the load or the sets alone, whatever the reps and the seconds are."""
    return replace(
        prescription,
        load_kg=load_kg,
        sets=sets,
        reps=None,
        tempo=replace(prescription.tempo, eccentric=LONGEST_PHASE_S),
    )


def least_of(one: Prescription, other: Prescription) -> Prescription:
    """Return the least of two prescriptions: of each number the smaller one."""
    reps = [reps for reps in (one.reps, other.reps) if reps is not None]
    seconds = min(one.tempo.eccentric, other.tempo.eccentric)
    return replace(
        one,
        load_kg=min(one.load_kg, other.load_kg),
        sets=min(one.sets, other.sets),
        reps=min(reps, default=None),
        tempo=replace(one.tempo, eccentric=seconds),
    )
