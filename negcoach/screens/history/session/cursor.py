"""The order in which a session is shown, by exercise, and the cursor's places: the session, its sets, their reps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import chain

from negcoach.store.queries.history import SessionRecord, SetRecord


class PlaceKind(Enum):
    """The kind of a place."""

    SESSION = "session"
    SET = "set"
    REP = "rep"
    LIFTED = "lifted set"


@dataclass(frozen=True, slots=True)
class CursorTarget:
    """A place of the cursor; ``set_id`` is "" for the session itself, ``ordinal`` 0 for all but a rep."""

    kind: PlaceKind
    set_id: str = ""
    ordinal: int = 0


SESSION = CursorTarget(PlaceKind.SESSION)


def by_exercise(record: SessionRecord) -> tuple[tuple[SetRecord, ...], ...]:
    """Return the lowered sets of each exercise, in the order in which the exercises began."""
    found: dict[str, list[SetRecord]] = {}
    for performed in record.sets:
        found.setdefault(performed.prescribed.exercise, []).append(performed)
    return tuple(tuple(sets) for sets in found.values())


def places_of(record: SessionRecord) -> tuple[CursorTarget, ...]:
    """Return the places of a session from top to bottom."""
    found = [SESSION]
    for performed in chain.from_iterable(by_exercise(record)):
        found.append(CursorTarget(PlaceKind.SET, performed.id))
        found += [CursorTarget(PlaceKind.REP, performed.id, rep.ordinal) for rep in performed.reps]
    found += [CursorTarget(PlaceKind.LIFTED, lifted.id) for lifted in record.concentric]
    return tuple(found)


def nearest(place: CursorTarget, before: tuple[CursorTarget, ...], now: tuple[CursorTarget, ...]) -> CursorTarget:
    """Return the cursor's place after an edit changed the places: the same one, or the nearest that is left."""
    if place in now or place not in before:
        return place if place in now else SESSION
    left = [one for one in before[: before.index(place)] if one in now]
    right = [one for one in before[before.index(place) :] if one in now]
    if right and right[0].kind is place.kind:
        return right[0]
    return left[-1] if left else SESSION


def adjacent_set(place: CursorTarget, by: int, places: tuple[CursorTarget, ...]) -> CursorTarget:
    """Return the set (or the session) above or below a place; the first or last one where there is no other."""
    session_and_sets = [one for one in places if one.kind is not PlaceKind.REP]
    if place in session_and_sets:
        at = session_and_sets.index(place) + by
    else:
        own = next((at for at, one in enumerate(session_and_sets) if one.set_id == place.set_id), 0)
        at = own if by < 0 else own + by
    return session_and_sets[max(0, min(at, len(session_and_sets) - 1))]
