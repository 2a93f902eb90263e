"""Resuming an exercise that was interrupted: from the stored sets to the sets left to do."""

from __future__ import annotations

from datetime import datetime, timedelta

from negcoach.coaching.session.running_session import outcome_of
from negcoach.coaching.sets_to_do import InterruptedSet, SetsToDo
from negcoach.services import Services
from negcoach.store.journal import UnfinishedSession
from negcoach.store.prescribed_set import prescription_of
from negcoach.store.queries.history import session
from negcoach.training.advice.next_set import NextSet, next_set
from negcoach.training.exercise.alternative import as_performed
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.terms import StopReason


def resumed_sets(unfinished: UnfinishedSession, services: Services) -> SetsToDo | None:
    """Return the sets left of its last exercise: from the missing reps of a set that was cut off, or the next.

    After one that lost its tempo or hurt they are the lighter ones. ``None`` when nothing is left to do, or the
    exercise is no longer in the library. Raises ``NegcoachError`` when the database cannot be read.
    """
    last, prescription = unfinished.last_set, _last_prescription(unfinished, services)
    if last is None or prescription is None:
        return None
    done = unfinished.last_set_reps
    incomplete = last.reps is not None and done < last.reps
    interrupted = incomplete and _is_cut_off(unfinished) and not prescription.exercise.unilateral
    number = last.set_number if interrupted else last.set_number + 1
    if number > last.sets or unfinished.last_set_id is None:
        return None
    left = SetsToDo(
        prescription,
        last.spotters,
        last.one_rm_kg,
        first_set=number,
        interrupted=InterruptedSet(unfinished.last_set_id, done, unfinished.last_set_ordinal) if interrupted else None,
    )
    offer = resumed_next_set(unfinished, services)
    return left if offer is None else left.with_less(offer)


def resumed_next_set(unfinished: UnfinishedSession, services: Services) -> NextSet | None:
    """Return what the next set of its last exercise is, if the last one lost its tempo or hurt.

    Raises ``NegcoachError`` when the database cannot be read.
    """
    prescription = _last_prescription(unfinished, services)
    if prescription is None or _is_cut_off(unfinished):
        return None
    with services.database.read() as connection:
        stored = session(connection, unfinished.session_id)
    sets = [one for one in (stored.sets if stored else ()) if one.prescribed.exercise == prescription.exercise.slug]
    loads = services.settings.equipment.loads_for(prescription, services.settings.unit)
    return next_set(prescription, [outcome_of(one).ended for one in sets], loads)


def rest_left_ms(unfinished: UnfinishedSession, now: datetime) -> int:
    """Return what is left of the rest after its last set; 0 where that was cut off, or its rest is over."""
    last = unfinished.last_set
    if last is None or _is_cut_off(unfinished):
        return 0
    left = unfinished.last_at + timedelta(milliseconds=last.rest_ms) - now
    return min(last.rest_ms, max(0, left // timedelta(milliseconds=1)))


def _last_prescription(unfinished: UnfinishedSession, services: Services) -> Prescription | None:
    last = unfinished.last_set
    exercise = services.exercise(last.exercise) if last else None
    if last is None or exercise is None:
        return None
    exercise = as_performed(exercise, Tempo.parse(last.tempo), last.spotters, last.load_kg, last.one_rm_kg)
    return prescription_of(last, exercise)


def _is_cut_off(unfinished: UnfinishedSession) -> bool:
    """Return whether the program ended before it was known why the last set ends."""
    return unfinished.last_set_stop in (None, StopReason.INTERRUPTED)
