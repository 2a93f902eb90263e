"""Progress of Nordics, which go by their weeks: how many sessions, sets and reps each has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from negcoach.texts import noun
from negcoach.training.advice.exposure import WEEK, Exposure
from negcoach.training.advice.facts import Facts
from negcoach.training.advice.progression.planned import Planned, more, same, sets_by_reps
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.rule import Mark, Rule


@dataclass(frozen=True, slots=True)
class NordicWeek:
    """A week: its sessions, the sets of each and their reps, each set with ``fewer`` than the one before it.

    Up to ``most_reps`` are meant where that is more than ``reps``, as many as are held.
    """

    sessions: int
    sets: int
    reps: int
    fewer: int = 0
    most_reps: int = 0

    def of(self, prescription: Prescription, newest: Exposure) -> Prescription:
        """Return the prescription of a session of it: within its reps no fewer than every set of the newest one had."""
        held = newest.held_reps if len(newest.sets) >= self.sets else 0
        reps = max(self.reps, min(held, self.most_reps))
        return replace(prescription, sets=self.sets, reps=reps, fewer=self.fewer)

    @property
    def range_text(self) -> str:
        """`` 6 to 8 reps a set, as many as you can hold.``, "" where one number is meant."""
        return (
            f" {self.reps} to {self.most_reps} reps a set, as many as you can hold."
            if self.most_reps > self.reps
            else ""
        )

    @property
    def total_reps(self) -> int:
        """The reps of a session."""
        return sum(self.reps - self.fewer * number for number in range(self.sets))


_FULL = NordicWeek(3, 3, 12, fewer=2)

WEEKS = (
    *(NordicWeek(1, 2, 5), NordicWeek(2, 2, 6), NordicWeek(3, 3, 6, most_reps=8), NordicWeek(3, 3, 8, most_reps=10)),
    *(_FULL,) * 6,
    replace(_FULL, sessions=1),
)
"""The weeks of Nordics, the last one for good (Petersen 2011; its 6 to 8 and 8 to 10 reps begin with the fewer)."""

LEAST = 0.8
"""Reps that on the average last less than this share of their count complete no week: it is done again."""

NORDIC = Rule(
    "Nordic weeks",
    Mark.READ | Mark.OWN,
    "sessions, sets and reps: Petersen 2011; when a week counts as done is negcoach's own choice",
)


def nordic_plan(default: Prescription, run: Sequence[Exposure], facts: Facts) -> Planned:
    """Return the sets and reps of the week that is due; a week is done when its sessions are completed."""
    index, done, since = _first_week(run[0], facts), 0, None
    for exposure in run:
        if done >= WEEKS[index].sessions and since is not None and exposure.started_at - since >= WEEK:
            index, done, since = min(index + 1, len(WEEKS) - 1), 0, None
        since = since or exposure.started_at
        done += _completes(exposure, WEEKS[index])
    week, last = WEEKS[index], index + 1 == len(WEEKS)
    maintenance = week.of(default, run[-1])
    due = done >= week.sessions and since is not None and facts.now - since >= WEEK
    if due and not last:
        following = WEEKS[index + 1]
        prescription = following.of(default, run[-1])
        sessions = f"{following.sessions} {noun(following.sessions, 'session')} this week"
        what = f"Week {index + 2}: {sets_by_reps(prescription)}, {sessions}"
        return more(NORDIC, what, f"The week before is done.{following.range_text}", prescription, maintenance)
    held = _held_text(run)
    if not _completes(run[-1], week):
        why = f"Nobody can hold the bottom of a Nordic at first: let a band help.{week.range_text}{held}"
        return same(NORDIC, maintenance, why)
    if last:
        return same(NORDIC, maintenance, f"Week {index + 1} and on: once a week maintains it.")
    if done < week.sessions:
        left = week.sessions - done
        why = f"Week {index + 1}: {left} more {noun(left, 'session')}.{week.range_text}{held}"
        return same(NORDIC, maintenance, why, sets_by_reps(maintenance))
    return same(NORDIC, maintenance, f"Week {index + 1} is done; that was all for this week.")


def _held_text(run: Sequence[Exposure]) -> str:
    """Return how long the reps were held on the average, before their tempo counts, and in the session before."""
    if not run[-1].held:
        return ""
    seconds = [held for held in map(_held_s, run[-2:]) if held is not None]
    before = f", {seconds[0]:.1f} s the time before" if seconds[1:] else ""
    return f" You held it for {seconds[-1]:.1f} s on average{before}." if seconds else ""


def _held_s(exposure: Exposure) -> float | None:
    """Return how long the measured reps of an exposure that were held took on the average (s), ``None`` without any."""
    held = [one * past.lower_s for past in exposure.sets if past.held for one in past.adherences if one is not None]
    return sum(held) / len(held) if held else None


def _first_week(first: Exposure, facts: Facts) -> int:
    """Return the index of the week that a run begins with: the first, unless older sessions are not read any more.

    Then it is the latest that its first session completes.
    """
    if not facts.has_more:
        return 0
    return max((index for index, week in enumerate(WEEKS) if _completes(first, week)), default=0)


def _completes(exposure: Exposure, week: NordicWeek) -> bool:
    """Return whether an exposure did a week's reps, and on the average lowered them long enough."""
    measured = [one for past in exposure.sets for one in past.adherences if one is not None]
    long_enough = not measured or sum(measured) / len(measured) >= LEAST
    total = sum(past.reps for past in exposure.sets)
    return total >= week.total_reps and long_enough and not exposure.lost and not exposure.pain
