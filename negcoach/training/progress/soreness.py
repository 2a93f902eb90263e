"""Soreness: when it is asked for after a session, on which scale, and how strong it was rated lately."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

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
"""From this rating on the same muscles are warned about strongly (source: TRAINING, [S])."""

WINDOWS = {24: (12, 36), 48: (36, 60), 72: (60, 96)}
"""After how many hours it is asked for, and from and to (not including) which hour the question is open.

Soreness peaks 24-72 h after a session (Lau 2013: 48 h). The windows are our own synthesis: each is open while its
hour is the nearest, so that whoever opens the program once a day is asked three times.
"""

LONGEST = timedelta(hours=max(end for _, end in WINDOWS.values()))
"""Sessions that ended longer ago are not asked about."""

APART = timedelta(hours=12)
"""A muscle group that was rated is left in peace so long, however often it is trained (our own synthesis)."""

_NEVER_SORE = frozenset({"by machine"})
"""Not a muscle group: the catalogue's word for where it depends on the machine."""


@dataclass(frozen=True, slots=True)
class Strain:
    """A session that ended, and the muscle groups that lowered in it."""

    session_id: str
    ended_at: datetime
    muscles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Occasion:
    """What an answer is about: so many hours after a session."""

    session_id: str
    hours: int
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """A muscle group to rate, and the occasions that the one answer is for: none where nobody asked."""

    muscle: str
    occasions: tuple[Occasion, ...] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """A muscle group's soreness, 0 to ``WORST``, as it was rated."""

    muscle: str
    rating: int
    at: datetime


def due(
    strains: Iterable[Strain], answered: Collection[tuple[str, int]], rated: Iterable[Rating], now: datetime
) -> tuple[Question, ...]:
    """Return what is to be asked now, each muscle group once, those of the newest session first.

    ``answered`` has the (session, hours) that were answered or passed over already; ``rated`` what was rated lately.
    """
    at_peace = {one.muscle for one in rated if timedelta(0) <= now - one.at < APART}
    asked: dict[str, list[Occasion]] = {}
    for strain in sorted(strains, key=lambda one: (one.ended_at, one.session_id), reverse=True):
        hours = hours_asked(now - strain.ended_at)
        if hours is None or (strain.session_id, hours) in answered:
            continue
        for muscle in strain.muscles:
            if muscle not in at_peace and muscle not in _NEVER_SORE:
                occasions = asked.setdefault(muscle, [])
                occasion = Occasion(strain.session_id, hours, strain.ended_at)
                if occasion not in occasions:
                    occasions.append(occasion)
    return tuple(Question(muscle, tuple(occasions)) for muscle, occasions in asked.items())


def hours_asked(since: timedelta) -> int | None:
    """Return which of the three questions is open so long after a session, ``None`` for none."""
    for hours, (start, end) in WINDOWS.items():
        if timedelta(hours=start) <= since < timedelta(hours=end):
            return hours
    return None


def sore_muscles(names: Iterable[str]) -> tuple[str, ...]:
    """Return the muscle groups that can be rated, each once, in their order."""
    return tuple(dict.fromkeys(name for name in names if name not in _NEVER_SORE))
