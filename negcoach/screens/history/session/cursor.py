"""The order in which a session is shown, by exercise, and what its cursor can be at: session, sets, reps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import chain

from negcoach.store.queries.sessions.history import SessionRecord, SetRecord


class TargetKind(Enum):
    """The kind of a cursor's target."""

    SESSION = "session"
    SET = "set"
    REP = "rep"
    LIFTED = "lifted set"


@dataclass(frozen=True, slots=True)
class CursorTarget:
    """What the cursor is at; ``set_id`` is "" for the session itself, ``ordinal`` 0 for all but a rep."""

    kind: TargetKind
    set_id: str = ""
    ordinal: int = 0


SESSION = CursorTarget(TargetKind.SESSION)


def by_exercise(record: SessionRecord) -> tuple[tuple[SetRecord, ...], ...]:
    """Return the lowered sets of each exercise, in the order in which the exercises began."""
    found: dict[str, list[SetRecord]] = {}
    for performed in record.sets:
        found.setdefault(performed.prescribed.exercise, []).append(performed)
    return tuple(tuple(sets) for sets in found.values())


def targets_of(record: SessionRecord) -> tuple[CursorTarget, ...]:
    """Return the targets of a session from top to bottom."""
    found = [SESSION]
    for performed in chain.from_iterable(by_exercise(record)):
        found.append(CursorTarget(TargetKind.SET, performed.id))
        found += [CursorTarget(TargetKind.REP, performed.id, rep.ordinal) for rep in performed.reps]
    found += [CursorTarget(TargetKind.LIFTED, lifted.id) for lifted in (*record.lifted, *record.warm_up)]
    return tuple(found)


def nearest(target: CursorTarget, before: tuple[CursorTarget, ...], now: tuple[CursorTarget, ...]) -> CursorTarget:
    """Return the cursor's target after an edit changed the targets: the same one, or the nearest that is left."""
    if target in now or target not in before:
        return target if target in now else SESSION
    left = [one for one in before[: before.index(target)] if one in now]
    right = [one for one in before[before.index(target) :] if one in now]
    if right and right[0].kind is target.kind:
        return right[0]
    return left[-1] if left else SESSION


def adjacent_set(target: CursorTarget, by: int, targets: tuple[CursorTarget, ...]) -> CursorTarget:
    """Return the set (or the session) above or below a target; the first or last one where there is no other."""
    session_and_sets = [one for one in targets if one.kind is not TargetKind.REP]
    if target in session_and_sets:
        at = session_and_sets.index(target) + by
    else:
        own = next((at for at, one in enumerate(session_and_sets) if one.set_id == target.set_id), 0)
        at = own if by < 0 else own + by
    return session_and_sets[max(0, min(at, len(session_and_sets) - 1))]
