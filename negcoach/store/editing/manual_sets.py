"""Sets that are entered by hand, since nobody coached them: their values, and the rows made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from negcoach.errors import NegcoachError
from negcoach.formatting import seconds_text
from negcoach.store.database.stamps import new_id, stamp
from negcoach.store.prescribed_set import PrescribedSet, prescribed_set_of, require_load_kg, row_from_prescribed
from negcoach.texts import clean, counted
from negcoach.training.effort import require_rpe
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.limits import MOST_REPS, MOST_SETS
from negcoach.training.exercise.prescription import default_prescription
from negcoach.training.exercise.safety import spotters_needed
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.exercise.way import STRAIGHT
from negcoach.training.terms import Side, StopReason
from negcoach.training.units import KG_PER_LB, MOST_KG, Unit

LONGEST_LOWERING_MS = 600_000
"""Ten minutes: ten times the longest phase that a tempo can have, so a longer one is a typing error."""

MOST_NOTE = 10_000
"""The most characters of a note."""

_LEAD_IN_MS = 10_000
_USUAL_LIFT_MS = 3000
"""About how long a lift takes that waits for the key; only the times of day of what follows depend on it."""


@dataclass(frozen=True, slots=True)
class ManualSet:
    """One or more equal sets of an exercise, entered by hand.

    ``reps`` is per side for a one-sided exercise, ``load_kg`` what is added to the body for a bodyweight exercise, or,
    below 0, its help; ``load_unit`` is the unit in which it was typed, ``None`` where that is not known.
    ``times_ms`` holds the lowering times of all reps in order, one side after the other, set after set, with ``None``
    for one that was not measured; ``()`` when none was. They were done straight. Raises
    ``NegcoachError`` for a value out of range.
    """

    exercise: Exercise
    tempo: Tempo
    load_kg: float
    reps: int
    sets: int = 1
    times_ms: tuple[int | None, ...] = ()
    rpe: float | None = None
    note: str = ""
    load_unit: Unit | None = None

    def __post_init__(self) -> None:
        """Clean the note and refuse impossible values."""
        object.__setattr__(self, "load_kg", require_load(self.load_kg, bodyweight=self.exercise.bodyweight))
        object.__setattr__(self, "rpe", require_rpe(self.rpe))
        object.__setattr__(self, "note", require_note(self.note))
        if not 1 <= self.reps <= MOST_REPS:
            raise NegcoachError(f"Reps: from 1 to {MOST_REPS}, not {self.reps}.")
        if not 1 <= self.sets <= MOST_SETS:
            raise NegcoachError(f"Sets: from 1 to {MOST_SETS}, not {self.sets}.")
        for time_ms in self.times_ms:
            require_lowering(time_ms)
        if self.times_ms and len(self.times_ms) != self.reps_in_all:
            times = counted(len(self.times_ms), "lowering time")
            raise NegcoachError(f"There are {self.reps_in_all} reps in all, but {times}.")

    @property
    def sides(self) -> tuple[Side | None, ...]:
        """The sides of each set; ``(None,)`` for an exercise of both sides at once."""
        return (Side.LEFT, Side.RIGHT) if self.exercise.unilateral else (None,)

    @property
    def reps_in_all(self) -> int:
        """The number of reps of all sets on all sides."""
        return self.sets * self.reps * len(self.sides)


def require_load(load_kg: float, *, bodyweight: bool) -> float:
    """Return the load of a lowered set in kg; raise ``NegcoachError`` unless it is up to ``MOST_KG``.

    Below 0 it is the help of a band or machine, which only a bodyweight exercise can have.
    """
    return require_load_limit(require_load_kg(load_kg, bodyweight=bodyweight))


def require_load_limit(load_kg: float) -> float:
    """Return a load in kg; raise ``NegcoachError`` when it, or an assisted lift's help, is over ``MOST_KG``."""
    if not -MOST_KG <= load_kg <= MOST_KG:
        raise NegcoachError(f"A load is at most {MOST_KG} kg ({MOST_KG / KG_PER_LB:.0f} lb), not {load_kg:g} kg.")
    return float(load_kg)


def require_lowering(measured_ms: int | None) -> int | None:
    """Return a lowering time in ms, ``None`` for not measured; raise ``NegcoachError`` for an impossible one."""
    if measured_ms is not None and not 0 < measured_ms <= LONGEST_LOWERING_MS:
        longest, measured = seconds_text(LONGEST_LOWERING_MS), seconds_text(measured_ms)
        raise NegcoachError(f"A lowering lasts more than 0 and at most {longest}, not {measured}.")
    return measured_ms


def require_same_sides(exercise: Exercise, *, unilateral: bool) -> None:
    """Raise ``NegcoachError`` where a set cannot have been of an exercise: one has sides, the other has not."""
    if exercise.unilateral is not unilateral:
        sides = ("one side after the other", "both sides at once")
        was, wanted = sides if unilateral else sides[::-1]
        raise NegcoachError(f"This set was lowered with {was}, {exercise.name} is with {wanted}. Add it again instead.")


def require_note(note: str, before: str = "") -> str:
    """Return a note, cleaned, its lines kept; raise ``NegcoachError`` when it is longer than ``MOST_NOTE``.

    One that came from a file may have been longer ``before``: it can be edited, and then be longer by that much.
    """
    note = clean(note, lines=True).strip()
    most = MOST_NOTE if len(before) <= MOST_NOTE else len(before) + MOST_NOTE
    if len(note) > most:
        raise NegcoachError(f"A note has at most {most} characters, not {len(note)}.")
    return note


@dataclass(frozen=True, slots=True)
class SetRows:
    """The rows of a set to insert: its own and those of its reps; ``ended`` is when it ended."""

    row: dict[str, object]
    reps: tuple[dict[str, object], ...]
    ended: datetime


def manual_set_rows(
    manual: ManualSet, session_id: str, at: datetime, now: datetime, *, after: PrescribedSet | None
) -> tuple[SetRows, ...]:
    """Return the rows of the sets, the first starting ``at``, each later one a rest after the one before.

    ``after`` is the last set of this exercise in the session: the set numbers continue from it.
    """
    times = iter(manual.times_ms or (None,) * manual.reps_in_all)
    prescribed = _prescribed(manual, after)
    made: list[SetRows] = []
    for number in range(prescribed.set_number, prescribed.set_number + manual.sets):
        rows = _set_rows(manual, replace(prescribed, set_number=number), session_id, at, now, times)
        at = rows.ended + timedelta(milliseconds=prescribed.rest_ms)
        made.append(rows)
    return tuple(made)


def _prescribed(manual: ManualSet, after: PrescribedSet | None) -> PrescribedSet:
    exercise = manual.exercise
    first = after.set_number + 1 if after else 1
    usual = prescribed_set_of(
        default_prescription(exercise, lead_in_ms=_LEAD_IN_MS, next_lead_in_ms=_LEAD_IN_MS // 2),
        first,
        spotters=spotters_needed(exercise, manual.load_kg, None),
        one_rm_kg=None,
    )
    return replace(
        after or usual,
        exercise_name=exercise.name,
        starts_with=exercise.starts_with,
        unilateral=exercise.unilateral,
        bodyweight=exercise.bodyweight,
        set_number=first,
        sets=max(first + manual.sets - 1, after.sets if after else 0),
        reps=manual.reps,
        tempo=str(manual.tempo),
        load_kg=manual.load_kg,
        load_unit=manual.load_unit,
        way=str(STRAIGHT),
    )


def _set_rows(
    manual: ManualSet,
    prescribed: PrescribedSet,
    session_id: str,
    at: datetime,
    now: datetime,
    times: Iterator[int | None],
) -> SetRows:
    set_id = new_id(now)
    started_at, started_ms = stamp(at)
    tempo, target_ms = manual.tempo, manual.tempo.eccentric * 1000
    concentric_ms = tempo.concentric * 1000 if isinstance(tempo.concentric, int) else 0
    between_ms = (tempo.stretched + tempo.contracted) * 1000 + (concentric_ms or prescribed.lift_ms or _USUAL_LIFT_MS)
    reps: list[dict[str, object]] = []
    for side in manual.sides:
        for number in range(1, manual.reps + 1):
            measured_ms = next(times)
            at += timedelta(milliseconds=target_ms if measured_ms is None else measured_ms)
            completed_at, completed_ms = stamp(at)
            at += timedelta(milliseconds=between_ms)
            reps.append(
                {
                    "set_id": set_id,
                    "ordinal": len(reps) + 1,
                    "number": number,
                    "side": side and side.value,
                    "target_ms": target_ms,
                    "measured_ms": measured_ms,
                    "completed_at": completed_at,
                    "completed_ms": completed_ms,
                }
            )
    row = {
        **row_from_prescribed(prescribed),
        "id": set_id,
        "session_id": session_id,
        "load_kg": manual.load_kg,
        "load_unit": manual.load_unit,
        "started_at": started_at,
        "started_ms": started_ms,
        "ended_at": stamp(at)[0],
        "stop_reason": StopReason.TARGET_REACHED.value,
        "rpe": manual.rpe,
        "note": manual.note,
    }
    return SetRows(row, tuple(reps), at)
