"""How much of an exercise one day may have: much more than a whole session is for another day.

It is counted in reps by their seconds and their load, with what was already done today, and held against a usual day:
the exercise's own sets and reps, or the fullest recent day. A day counts for no more than a third above what was usual
a week before it, so that days that were far too full do not make the next one usual, however many there are. A day that
lost the tempo or hurt shows nothing. In the ramp-in and after time away what is planned is usual, and nothing else, and
so is a first bout once it is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from negcoach.training.advice.exposure import WEEK, Exposure, PastSet
from negcoach.training.advice.facts import Facts
from negcoach.training.advice.finding import MUCH_MORE, DayVolume, Finding, Level, least_of
from negcoach.training.advice.progression.planned import Planned, Step, amount_text, less, sets_by_reps
from negcoach.training.advice.ramp import LONG_AWAY
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.progress.recovery import is_daily
from negcoach.training.rule import Mark, Rule
from negcoach.training.terms import Side
from negcoach.training.units import Unit

MUCH_IN_A_DAY = Rule(
    "a lot for one day",
    Mark.OWN,
    "a caution over 1.5 times a usual day, a typed word over twice: negcoach's own choice",
)

OTHER_SIDE = Rule("the other side", Mark.OWN, "both sides of a day are one session: negcoach's own choice")

DAILY_SESSIONS = 2
"""What is done daily has this many sessions a day: Alfredson's (PMC6356409). On the first day they are the most that
nothing asks about."""

MOST_GROWTH_A_WEEK = 4 / 3
"""What is usual grows by a third in a week at most, as Nordics do on the average (Petersen 2011: from 10 reps to 30 in
four weeks; for other exercises our own choice)."""


@dataclass(frozen=True, slots=True)
class DayAllowance:
    """What a day of an exercise may have: its ``volume``, the ``usual`` prescription, and in words what is usual.

    ``reps`` were done today, a side where there are sides.
    """

    volume: DayVolume
    usual: Prescription
    words: str
    reps: int

    def reduced(self, planned: Planned, unit: Unit) -> Planned:
        """Return what is planned, but no more than is usual where it is much for one day.

        Of its seconds it keeps as many as nothing asks about.
        """
        prescription = planned.prescription
        if self.reps or self.volume.level_for(prescription) is Level.NOTE:
            return planned
        exercise = prescription.exercise
        least = least_of(prescription, replace(self.usual, sets=min(self.usual.sets, exercise.sets)))
        for seconds in range(prescription.tempo.eccentric, least.tempo.eccentric, -1):
            slower = replace(least, tempo=replace(least.tempo, eccentric=seconds))
            if self.volume.level_for(slower) is Level.NOTE:
                least = slower
                break
        maintenance = least_of(planned.maintenance, least)
        why = f"{sets_by_reps(prescription)}, {prescription.tempo.eccentric} s each, would be a lot for one day."
        reduced = less(MUCH_IN_A_DAY, amount_text(least, unit), why, least)
        return replace(reduced, maintenance=maintenance, asked=planned.asked)

    def with_missing_side(self, planned: Planned, unit: Unit) -> Planned:
        """Return what is planned, of the side alone that has had less today where it is much for the other one."""
        prescription, done = planned.prescription, dict(self.volume.done)
        if not done or not prescription.sides[1:] or self.volume.level_for(prescription) is Level.NOTE:
            return planned
        side = min(prescription.sides, key=lambda one: done.get(one, 0.0))
        missing = max(done.values()) - done.get(side, 0.0)
        sets = round(missing / self.volume.of(replace(prescription, sets=1)), 2) // 1
        if sets < 1:
            return planned
        one = replace(prescription, sets=min(prescription.sets, int(sets)), first_side=side, only_side=side)
        why = f"Your {side.value} side has had less today: do what it is missing."
        step = Step.SAME if planned.step is Step.MORE else planned.step
        return Planned(OTHER_SIDE, step, amount_text(one, unit), why, one, one)

    def findings(self, prescription: Prescription) -> Iterator[Finding]:
        """Yield what stands against much in a day, and so against a planned session after a whole one today."""
        again = self.reps > 0 and self.volume.level_for(prescription) is Level.TYPED
        if not self.reps:
            text = f"That is a lot for one day: {self.words} is usual."
        elif again:
            text = f"You did {self.reps} reps today; {self.words} is usual. Leave more for another day."
        else:
            text = f"With today's {self.reps} reps that is a lot for one day: {self.words} is usual."
        yield Finding(MUCH_IN_A_DAY, Level.NOTE, text, rest=again, day=self.volume, counts_today=True)


def day_allowance(
    planned: Planned, before: Sequence[Exposure], today: Sequence[PastSet], facts: Facts, *, first: Prescription | None
) -> DayAllowance:
    """Return what a day may have where this is planned by progress alone.

    ``before`` has the exposures before today, oldest first. Of a day of a ``first`` bout, as in the ramp-in and after
    time away, that bout is usual, and nothing else.
    """
    prescription = planned.prescription
    exercise, daily = prescription.exercise, is_daily(prescription.exercise)
    recent = before if first is None else ()
    usual = first
    if usual is None:
        sets = exercise.sets * (DAILY_SESSIONS if daily else 1)
        at_kg = max(planned.maintenance.load_kg, prescription.load_kg, *(past.load_kg for past in today), 0.0)
        usual = replace(prescription, sets=sets, reps=exercise.reps, tempo=exercise.tempo, load_kg=at_kg)
    loads_kg = [past.load_kg for past in (*today, *(past for one in recent for past in one.sets))]
    weighted = exercise.load is not None and min((usual.load_kg, *loads_kg)) > 0
    own = DayVolume(0.0, (), weighted).of(usual) / (MUCH_MORE if daily and not before else 1.0)
    volume = _usual_at(facts.now, _shown(recent, own, weighted=weighted), own)
    done = tuple((side, _volume(today, side, weighted=weighted)) for side in _sides(today))
    reps_today = max((_reps(today, side) for side in _sides(today)), default=0)
    words = _words(usual, volume / own if own else 1.0)
    return DayAllowance(DayVolume(volume, done, weighted), usual, words, reps_today)


def _shown(exposures: Sequence[Exposure], own: float, *, weighted: bool) -> Sequence[tuple[datetime, float]]:
    """Return when the exposures were, and how much each shows to be usual."""
    shown: list[tuple[datetime, float]] = []
    for one in exposures:
        if not (one.lost or one.pain or one.tested):
            most = _usual_at(one.started_at - WEEK, shown, own) * MOST_GROWTH_A_WEEK
            full = max(_volume(one.sets, side, weighted=weighted) for side in _sides(one.sets))
            shown.append((one.started_at, min(full, most)))
    return shown


def _usual_at(at: datetime, shown: Sequence[tuple[datetime, float]], own: float) -> float:
    """Return what is usual at a time: the most that the weeks before it show, or the exercise's ``own``."""
    return max((own, *(volume for day, volume in shown if day <= at and at - day < LONG_AWAY)))


def _volume(sets: Iterable[PastSet], side: Side | None, *, weighted: bool) -> float:
    """Return how much the reps of a side are, as ``DayVolume`` counts."""
    return sum(_reps_of(past, side) * past.lower_s * (past.load_kg if weighted else 1.0) for past in sets)


def _reps(sets: Iterable[PastSet], side: Side | None) -> int:
    return sum(_reps_of(past, side) for past in sets)


def _sides(sets: Sequence[PastSet]) -> tuple[Side | None, ...]:
    return tuple(side for side in Side if any(side in past.sides for past in sets)) or (None,)


def _reps_of(past: PastSet, side: Side | None) -> int:
    return past.reps if side is None else past.sides.count(side)


def _words(usual: Prescription, share: float) -> str:
    """Return this part of a prescription in words, as what a day usually has."""
    if share <= 1:
        return f"{sets_by_reps(usual)}, {usual.tempo.eccentric} s each"
    reps = round(usual.sets * (usual.reps or usual.exercise.reps) * share)
    return f"{reps} reps, {usual.tempo.eccentric} s each"
