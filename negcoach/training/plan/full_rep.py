"""The end of a ladder: full reps, tried fresh, from the first one to sets of five, which is graduation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from negcoach.training.terms import Attempt

FULL_REPS = {
    "negative-push-up": "push-up",
    "negative-dip": "dip",
    "negative-pull-up": "pull-up",
    "negative-chin-up": "chin-up",
}
"""What the full rep at the end of each ladder is called, by the slug of its negative."""


WHAT_COUNTS = {
    "negative-push-up": "Chest down to a fist above the floor, and up to straight arms, your body in one line.",
    "negative-dip": "Down until your upper arms are level, and up to straight arms.",
    "negative-pull-up": "From straight arms, without a swing, until your chin is over the bar.",
    "negative-chin-up": "From straight arms, without a swing, until your chin is over the bar.",
}
"""What counts as a full rep, by the slug of its negative (textbook knowledge)."""


@dataclass(frozen=True, slots=True)
class Try:
    """Full reps that were tried: when, how they went, and the session they belong to ("" for none)."""

    at: datetime
    attempt: Attempt
    session_id: str = ""


@dataclass(frozen=True, slots=True)
class FullRung:
    """A rung of full reps: what is tried, with a blank for the name of the full rep, how, and the record it makes."""

    ask: str
    how: str
    record: str


_RESTED = "Two to three minutes of rest between the sets; all of them in full is a yes."

RUNGS = (
    FullRung("one full {}", "One try; if it was close, a second one three minutes later.", "First full {}"),
    FullRung("5 single {}s, a minute apart", "Stop when one is not a full one.", "5 single {}s"),
    FullRung("3 × 2 {}s", _RESTED, "3 × 2 {}s"),
    FullRung("3 × 3 {}s", _RESTED, "3 × 3 {}s"),
    FullRung("3 × 5 {}s", _RESTED, "Graduated: 3 × 5 {}s"),
)
"""From the first full rep to graduation (our own choice)."""

AGAIN_AFTER = 2
"""A rung that was not reached is tried again after this many training days, that of the try among them (our own choice:
every second session)."""

ONE_DAY = timedelta(hours=20)
"""Within this time it is the same day (our own choice, as for training days)."""


REPS_BEFORE_LOAD = 3
"""So many full reps in one set come before load is added to a negative (our own choice)."""

_RUNG_BEFORE_LOAD = 4
"""The rung that shows ``REPS_BEFORE_LOAD``: three sets of three."""


def full_rep_in_words(rung: FullRung, exercise: str) -> str:
    """Return ``Try one full pull-up``, of an exercise (a slug) with a ladder."""
    return f"Try {rung.ask.format(FULL_REPS.get(exercise, exercise))}"


def rungs_reached(tries: Sequence[Try]) -> int:
    """Return how many of ``RUNGS`` were reached."""
    return min(len(RUNGS), sum(one.attempt is Attempt.YES for one in tries))


def graduated(tries: Sequence[Try]) -> bool:
    """Return whether the last rung was reached."""
    return rungs_reached(tries) == len(RUNGS)


def may_add_load(tries: Sequence[Try], lifted_reps: int) -> bool:
    """Return whether enough full reps are known for load to be added to a negative.

    ``lifted_reps`` is the most that were lifted in a set without help.
    """
    return lifted_reps >= REPS_BEFORE_LOAD or rungs_reached(tries) >= _RUNG_BEFORE_LOAD


def records_of(exercise: str, tries: Sequence[Try]) -> tuple[tuple[str, Try], ...]:
    """Return the records that the tries of an exercise (a slug) made, oldest first: one for each rung reached."""
    reached = [one for one in tries if one.attempt is Attempt.YES][: len(RUNGS)]
    full = FULL_REPS.get(exercise, exercise)
    return tuple((rung.record.format(full), one) for rung, one in zip(RUNGS, reached, strict=False))


@dataclass(frozen=True, slots=True)
class TriedRung:
    """A rung that was tried in a time: what was asked and the record it makes, in words, and how often it was tried.

    ``reached`` is the try that reached it, ``None`` where none did; ``almost`` whether one came near.
    """

    ask: str
    record: str
    tries: int
    almost: bool
    reached: Try | None


def tried_rungs(exercise: str, tries: Sequence[Try], since: datetime, until: datetime) -> tuple[TriedRung, ...]:
    """Return the rungs of an exercise (a slug) that were tried in a time, both its ends included, the lowest first."""
    full, reached = FULL_REPS.get(exercise, exercise), 0
    by_rung: dict[int, list[Try]] = {}
    for one in tries:
        if since <= one.at <= until and reached < len(RUNGS):
            by_rung.setdefault(reached, []).append(one)
        reached += one.attempt is Attempt.YES
    return tuple(
        TriedRung(
            RUNGS[rung].ask.format(full),
            RUNGS[rung].record.format(full),
            len(found),
            any(one.attempt is Attempt.ALMOST for one in found),
            next((one for one in found if one.attempt is Attempt.YES), None),
        )
        for rung, found in by_rung.items()
    )


def next_rung(tries: Sequence[Try], trained: Sequence[datetime], now: datetime) -> FullRung | None:
    """Return the rung to try today, ``None`` after the last, or where it is too soon.

    ``trained`` are the starts of the training days, oldest first. A rung that was reached leads to the next one on the
    next training day, one that was not is tried again on every second; never twice within a day.
    """
    reached = rungs_reached(tries)
    if reached == len(RUNGS) or (tries and now - tries[-1].at < ONE_DAY) or days_before_try(tries, trained):
        return None
    return RUNGS[reached]


def days_before_try(tries: Sequence[Try], trained: Sequence[datetime]) -> int:
    """Return how many more training days come before full reps are tried again; 0 where the next day's try is due."""
    if not tries:
        return 0
    since = sum(at > tries[-1].at for at in trained)
    return max(0, (1 if tries[-1].attempt is Attempt.YES else AGAIN_AFTER) - since)


def try_in_words(rung: str, days: int) -> str:
    """Return after how many more training days full reps are tried: ``One more training day of these, then ...``."""
    if days < 1:
        return f"On the next training day: {rung}."
    return f"{'One more training day' if days == 1 else f'{days} more training days'} of these, then {rung}."
