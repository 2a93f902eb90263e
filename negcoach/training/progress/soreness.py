"""Soreness after a session: its scale, when the lifter is asked to rate it, and what was rated."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from negcoach.training.exercise.exercise import BY_MACHINE

WORDS = (
    "none",
    "only when touched",
    "a slight ache",
    "felt when moving",
    "painful",
    "very painful, stiff",
    "the worst, hard to move",
)
"""The scale, 0 to 6, in words of our own.

Seven points agree with a visual analogue scale (r = .81, Impellizzeri and Maffiuletti 2007).
"""

WORST = len(WORDS) - 1
"""The top of the scale."""

STRONG = 4
"""From this rating on the warning about a muscle group is a strong one (our own choice)."""

WINDOWS = {24: (12, 36), 48: (36, 60), 72: (60, 96)}
"""The three questions after a session: each one's hour, and from and to (not including) which hour it is open.

Soreness peaks 24-72 h after a session (Lau 2013: 48 h). The windows are our own choice: each is open while its
hour is the nearest, so that whoever opens the program once a day is asked three times.
"""

LONGEST = timedelta(hours=max(end for _, end in WINDOWS.values()))
"""Sessions that ended longer ago are not asked about."""

ASK_AGAIN_AFTER = timedelta(hours=12)
"""How long after a rating a muscle group is not asked about, however often it is trained (our own choice)."""


@dataclass(frozen=True, slots=True)
class FinishedSession:
    """A session that ended, and the muscle groups that were trained by lowering in it."""

    session_id: str
    ended_at: datetime
    muscles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Occasion:
    """One of the three questions about a session, which an answer refers to."""

    session_id: str
    hours: int
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """A muscle group to rate, and the occasions that one answer is for (none where the lifter rates unasked)."""

    muscle: str
    occasions: tuple[Occasion, ...] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """A muscle group's soreness, 0 to ``WORST``, as it was rated."""

    muscle: str
    rating: int
    at: datetime


def due_questions(
    sessions: Iterable[FinishedSession], answered: Collection[tuple[str, int]], rated: Iterable[Rating], now: datetime
) -> tuple[Question, ...]:
    """Return the questions that are open now, one for each muscle group, those of the newest session first.

    ``answered`` has the (session, hours) that were answered or passed over already; ``rated`` the newest ratings.
    """
    rated_recently = {one.muscle for one in rated if timedelta(0) <= now - one.at < ASK_AGAIN_AFTER}
    asked: dict[str, list[Occasion]] = {}
    for session in sorted(sessions, key=lambda one: (one.ended_at, one.session_id), reverse=True):
        hours = hours_asked(now - session.ended_at)
        if hours is None or (session.session_id, hours) in answered:
            continue
        for muscle in session.muscles:
            if muscle not in rated_recently and muscle != BY_MACHINE:
                occasions = asked.setdefault(muscle, [])
                occasion = Occasion(session.session_id, hours, session.ended_at)
                if occasion not in occasions:
                    occasions.append(occasion)
    return tuple(Question(muscle, tuple(occasions)) for muscle, occasions in asked.items())


def hours_asked(since: timedelta) -> int | None:
    """Return the hour of the question that is open at this time after a session, ``None`` for none."""
    for hours, (start, end) in WINDOWS.items():
        if timedelta(hours=start) <= since < timedelta(hours=end):
            return hours
    return None


def sore_muscles(names: Iterable[str]) -> tuple[str, ...]:
    """Return the muscle groups that can be rated, each once, in their order."""
    return tuple(dict.fromkeys(name for name in names if name != BY_MACHINE))
