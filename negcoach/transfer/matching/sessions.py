"""The sessions of a file, and the stored ones that they are.

A session is known by its start, whatever it is called now; where the start was corrected, by the sets that were done
in it. Where the app gives only days, that is the day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from negcoach.transfer.apps.entries import EntrySession
from negcoach.transfer.matching.sets import share_alike
from negcoach.transfer.matching.stored import StoredSession

NEAR = timedelta(days=1)
"""How far apart the days of a session are after its start was corrected; further only within the file's own days."""

_ALIKE, _ALIKE_UNDER_ANOTHER_TITLE = 0.5, 0.8
"""The shares of equal sets from which two sessions are the same one, with one title and with two. Our own choice."""

Contents = Counter[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class SessionContents:
    """Reads what was done in the sessions of the file, by id, and in the stored ones."""

    of_file: Callable[[str], Contents]
    stored: Callable[[Sequence[str]], Mapping[str, Contents]]


def pair_sessions(
    sessions: Mapping[str, EntrySession],
    stored: Mapping[str, StoredSession],
    places: Mapping[str, str],
    done: SessionContents,
) -> dict[str, str]:
    """Return the ids of the stored sessions that the file's are, by the ids of those.

    ``places`` has by the file's ids where the session of that very id is now: it may have been joined into another.
    """
    found = {one: place for one, place in places.items() if place in stored}
    taken = set(found.values())
    _pair_by_start(sessions, [one for one in stored.values() if one.id not in taken], found)
    taken = set(found.values())
    left = [one for one in sessions.values() if one.id not in found]
    free = [one for one in stored.values() if one.id not in taken]
    if left and free:
        days = [session.start.at.date() for session in sessions.values()]
        _pair_by_contents(left, free, (min(days), max(days)), done, found)
    return found


def _pair_by_start(sessions: Mapping[str, EntrySession], free: Iterable[StoredSession], found: dict[str, str]) -> None:
    """Pair sessions that began in the same minute: those of the same title first, then the live ones."""
    starts: dict[datetime, list[StoredSession]] = {}
    for one in free:
        starts.setdefault(_minute(one.start), []).append(one)
    if not starts:
        return
    left = [one for one in sessions.values() if one.id not in found and _minute(one.start.at) in starts]
    for by_title in (True, False):
        for session in left:
            others = starts[_minute(session.start.at)]
            fitting = [one for one in others if not by_title or one.title == session.title]
            if session.id not in found and fitting:
                chosen = max(fitting, key=lambda one: (one.live, one.start == session.start.at))
                found[session.id] = chosen.id
                others.remove(chosen)


def _pair_by_contents(
    left: Sequence[EntrySession],
    free: Sequence[StoredSession],
    span: tuple[date, date],
    done: SessionContents,
    found: dict[str, str],
) -> None:
    """Pair sessions of which the same was done: on the same or the next day, or on any day that the file has."""
    stored = done.stored([one.id for one in free])
    by_day: dict[date, list[StoredSession]] = {}
    by_contents: dict[frozenset[tuple[tuple[int, float], int]], list[StoredSession]] = {}
    for one in free:
        by_day.setdefault(one.start.date(), []).append(one)
        if span[0] <= one.start.date() <= span[1] and stored[one.id]:
            by_contents.setdefault(frozenset(stored[one.id].items()), []).append(one)
    ranked: list[tuple[float, timedelta, str, str]] = []
    for session in left:
        day, ours = session.start.at.date(), done.of_file(session.id)
        near = [one for step in (-NEAR, timedelta(), NEAR) for one in by_day.get(day + step, ())]
        same = [one for one in by_contents.get(frozenset(ours.items()), ()) if one.title == session.title]
        for one in (*near, *same):
            score = share_alike(ours, stored[one.id])
            if score >= (_ALIKE if one.title == session.title else _ALIKE_UNDER_ANOTHER_TITLE):
                ranked.append((-score, abs(one.start - session.start.at), session.id, one.id))
    taken: set[str] = set()
    for _, _, session_id, stored_id in sorted(ranked):
        if session_id not in found and stored_id not in taken:
            found[session_id] = stored_id
            taken.add(stored_id)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
