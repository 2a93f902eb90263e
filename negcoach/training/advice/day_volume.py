"""How much of an exercise one day may have: much more than a whole session is for another day.

It is counted in reps by their seconds and their load, with what was already done today, and held against a usual day:
the exercise's own sets and reps, the fullest recent day or the next step of progress, whichever is the most; with a
load in the ramp-in and after time away what is planned. A day that lost the tempo or hurt shows nothing, and one day
alone that was far more than all others counts as twice the exercise's own or half as much again as the next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from negcoach.training.advice.exposure import SAME_EXPOSURE, Exposure, PastSet
from negcoach.training.advice.facts import Facts
from negcoach.training.advice.progression.planned import Planned, amount_text, less, sets_by_reps
from negcoach.training.advice.ramp import LONG_AWAY
from negcoach.training.advice.rules import MUCH_MORE, TWICE, DayVolume, Finding, Level, Rule, least_of
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.progress.recovery import is_daily
from negcoach.training.terms import Side
from negcoach.training.units import Unit

MUCH_IN_A_DAY = Rule("much for one day", "half as much again, and twice as much: our own choice")

DAILY_SESSIONS = 2
"""What is done daily has this many sessions a day: Alfredson's (PMC6356409)."""


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
        """Return what is planned, but no more than is usual where it is much for one day."""
        prescription = planned.prescription
        if self.reps or self.volume.level_for(prescription) is Level.NOTE:
            return planned
        least, maintenance = least_of(prescription, self.usual), least_of(planned.maintenance, self.usual)
        why = f"{sets_by_reps(prescription)}, {prescription.tempo.eccentric} s each, would be a lot for one day."
        return replace(less(MUCH_IN_A_DAY, amount_text(least, unit), why, least), maintenance=maintenance)

    def findings(self, prescription: Prescription) -> Iterator[Finding]:
        """Yield what stands against much in a day, and so against a planned session after a whole one today."""
        again = self.reps > 0 and self.volume.level_for(prescription) is Level.TYPED
        if not self.reps:
            text = f"That is a lot for one day: {self.words} is usual."
        elif again:
            text = f"You did {self.reps} reps today; {self.words} is usual. More of it is for another day."
        else:
            text = f"With the {self.reps} reps of today it is a lot for one day: {self.words} is usual."
        yield Finding(MUCH_IN_A_DAY, Level.NOTE, text, rest=again, day=self.volume, counts_today=True)


def day_of(planned: Planned, exposures: Sequence[Exposure], facts: Facts, *, careful: bool) -> DayAllowance:
    """Return what a day may have where this is planned by progress alone; ``exposures`` are oldest first.

    Where it is ``careful``, in the ramp-in and after time away, what is planned is usual, and nothing else.
    """
    prescription = planned.prescription
    exercise = prescription.exercise
    today = [one for one in exposures[-1:] if facts.now - one.ended_at < SAME_EXPOSURE]
    before = exposures[: len(exposures) - len(today)]
    recent = [one for one in before if not careful and facts.now - one.ended_at < LONG_AWAY]
    loads_kg = [past.load_kg for one in (*today, *recent) for past in one.sets]
    at_kg = prescription.load_kg if careful else max(planned.maintenance.load_kg, prescription.load_kg, *loads_kg)
    weighted = exercise.load is not None and min((at_kg, *loads_kg)) > 0
    usual = prescription
    if not careful:
        sets = exercise.sets * (DAILY_SESSIONS if is_daily(exercise) else 1)
        usual = replace(prescription, sets=sets, reps=exercise.reps, tempo=exercise.tempo, load_kg=at_kg)
    usual_volume, words = DayVolume(0.0, 0.0, weighted).of(usual), f"{sets_by_reps(usual)}, {usual.tempo.eccentric} s"
    shown = [(_volume(one, weighted=weighted), one) for one in recent if not (one.lost or one.pain)]
    shown.sort(key=lambda one: one[0], reverse=True)
    if shown and shown[0][0] > usual_volume:
        most = max(usual_volume * TWICE, shown[1][0] * MUCH_MORE if shown[1:] else 0.0)
        if shown[0][0] <= most:
            usual_volume, fullest = shown[0]
            words = f"{_reps(fullest)} reps, {fullest.top_sets[0].lower_s} s"
        else:  # one day alone does not make itself usual
            usual_volume = most
    next_volume = DayVolume(0.0, 0.0, weighted).of(prescription)
    if usual_volume < next_volume < usual_volume * TWICE:  # the next step of progress, as one more second in each rep
        usual, usual_volume, words = (
            prescription,
            next_volume,
            f"{sets_by_reps(prescription)}, {prescription.tempo.eccentric} s",
        )
    done = sum(_volume(one, weighted=weighted) for one in today)
    return DayAllowance(DayVolume(usual_volume, done, weighted), usual, f"{words} each", sum(map(_reps, today)))


def _volume(exposure: Exposure, *, weighted: bool) -> float:
    """Return how much an exposure was, as ``DayVolume`` counts, on the side that had more."""

    def of(side: Side | None) -> float:
        return sum(_reps_of(past, side) * past.lower_s * (past.load_kg if weighted else 1.0) for past in exposure.sets)

    return max(map(of, _sides(exposure)))


def _reps(exposure: Exposure) -> int:
    """Return how many reps an exposure had, on the side that had more."""
    return max(sum(_reps_of(past, side) for past in exposure.sets) for side in _sides(exposure))


def _sides(exposure: Exposure) -> tuple[Side | None, ...]:
    return tuple({side for past in exposure.sets for side in past.sides}) or (None,)


def _reps_of(past: PastSet, side: Side | None) -> int:
    return past.reps if side is None else past.sides.count(side)
