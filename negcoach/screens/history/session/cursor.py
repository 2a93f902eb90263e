"""The places of a session that a cursor can stand on: the session itself, its sets, their reps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from negcoach.store.queries.history import SessionRecord


class PlaceKind(Enum):
    """What a place is."""

    SESSION = "session"
    SET = "set"
    REP = "rep"
    LIFTED = "lifted set"


@dataclass(frozen=True, slots=True)
class Place:
    """A place: ``set_id`` is "" for the session itself, ``ordinal`` 0 for all but a rep."""

    kind: PlaceKind
    set_id: str = ""
    ordinal: int = 0


SESSION = Place(PlaceKind.SESSION)


def places_of(record: SessionRecord) -> tuple[Place, ...]:
    """Return the places of a session from top to bottom."""
    found = [SESSION]
    for performed in record.sets:
        found.append(Place(PlaceKind.SET, performed.id))
        found += [Place(PlaceKind.REP, performed.id, rep.ordinal) for rep in performed.reps]
    found += [Place(PlaceKind.LIFTED, lifted.id) for lifted in record.concentric]
    return tuple(found)


def nearest(place: Place, before: tuple[Place, ...], now: tuple[Place, ...]) -> Place:
    """Return where the cursor belongs after the places have changed: where it was, or on what is there instead."""
    if place in now or place not in before:
        return place if place in now else SESSION
    left = [one for one in before[: before.index(place)] if one in now]
    right = [one for one in before[before.index(place) :] if one in now]
    if right and right[0].kind is place.kind:
        return right[0]
    return left[-1] if left else SESSION


def leap(place: Place, by: int, places: tuple[Place, ...]) -> Place:
    """Return the set (or the session) before or after the place, the last or first one where there is no other."""
    heads = [one for one in places if one.kind is not PlaceKind.REP]
    if place in heads:
        at = heads.index(place) + by
    else:
        own = next((at for at, one in enumerate(heads) if one.set_id == place.set_id), 0)
        at = own if by < 0 else own + by
    return heads[max(0, min(at, len(heads) - 1))]
