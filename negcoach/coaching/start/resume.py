"""Resuming an exercise that was interrupted: from the stored sets to the sets left to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from negcoach.coaching.guided_test import lowering_of, next_single_of, single_of
from negcoach.coaching.session.running_session import is_over, outcome_of
from negcoach.coaching.sets_to_do import InterruptedSet, SetsToDo
from negcoach.services import Services
from negcoach.store.journal import UnfinishedSession
from negcoach.store.prescribed_set import PrescribedSet, prescription_of
from negcoach.store.queries.sessions.history import SetRecord, session
from negcoach.training.advice.next_set import NextSet, next_set
from negcoach.training.exercise.alternative import as_performed
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.plan.eccentric_test import Ending
from negcoach.training.plan.longest_lowering import TestEnd, next_lowering
from negcoach.training.terms import SetPurpose, StopReason


def resumed_sets(unfinished: UnfinishedSession, services: Services) -> SetsToDo | None:
    """Return the sets left of its last exercise: from the missing reps of a set that was cut off, or the next.

    After one that lost its tempo or hurt they are the lighter ones. ``None`` when nothing is left to do, or the
    exercise is no longer in the library. Raises ``NegcoachError`` when the database cannot be read.
    """
    last, prescription = unfinished.last_set, _last_prescription(unfinished, services)
    if last is None or prescription is None or last.purpose is SetPurpose.TRY:
        return None
    if last.purpose is SetPurpose.TEST:
        if last.set_number >= last.sets:  # also where one of them was deleted since
            return None
        return _resumed_test(unfinished, services, last, prescription)
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
        dropped=prescription.way.is_drop(last.set_number, last.sets),
    )
    offer = resumed_next_set(unfinished, services)
    if offer is not None:
        return left.with_less(offer)
    if prescription.way.is_drop(number, last.sets):
        equipment = services.settings.equipment
        return left.with_drop(equipment.loads_for(prescription, services.settings.unit), left.bar(None, equipment))
    return left


def resumed_next_set(unfinished: UnfinishedSession, services: Services) -> NextSet | None:
    """Return what the next set of its last exercise is, if the last one lost its tempo or hurt.

    Raises ``NegcoachError`` when the database cannot be read.
    """
    prescription = _last_prescription(unfinished, services)
    last = unfinished.last_set
    if prescription is None or _is_cut_off(unfinished) or last is None or last.purpose is not SetPurpose.WORK:
        return None
    sets = _sets_done(unfinished, services, prescription)
    loads = services.settings.equipment.loads_for(prescription, services.settings.unit)
    return next_set(prescription, [outcome_of(one).ended for one in sets], loads)


def _resumed_test(
    unfinished: UnfinishedSession, services: Services, last: PrescribedSet, prescription: Prescription
) -> SetsToDo | None:
    """Return the singles of a test that are left, ``None`` where it is over, or its session is: that is not resumed."""
    if last.open_lowering:
        return _resumed_lowerings(unfinished, services, last, prescription)
    if last.one_rm_kg is None or is_over(unfinished, services):
        return None
    unilateral = prescription.exercise.unilateral
    done = _tested(unfinished, services, prescription)
    singles = [single_of(outcome_of(one), unilateral=unilateral) for one in done]
    step = next_single_of(services, prescription, last.one_rm_kg, singles)
    if isinstance(step, Ending):
        return None
    prescription = replace(prescription, load_kg=step.load_kg)
    return SetsToDo(prescription, last.spotters, last.one_rm_kg, first_set=last.set_number + 1, purpose=SetPurpose.TEST)


def _resumed_lowerings(
    unfinished: UnfinishedSession, services: Services, last: PrescribedSet, prescription: Prescription
) -> SetsToDo | None:
    """Return the lowerings that are left of a test of the longest one; ``None`` as for the other test."""
    if is_over(unfinished, services):
        return None
    done = _tested(unfinished, services, prescription)
    if isinstance(next_lowering([lowering_of(outcome_of(one)) for one in done]), TestEnd):
        return None
    return SetsToDo(prescription, last.spotters, None, first_set=last.set_number + 1, purpose=SetPurpose.TEST)


def _tested(unfinished: UnfinishedSession, services: Services, prescription: Prescription) -> list[SetRecord]:
    """Return the sets of the exercise's test that the session has."""
    done = _sets_done(unfinished, services, prescription)
    return [one for one in done if one.prescribed.purpose is SetPurpose.TEST]


def _sets_done(unfinished: UnfinishedSession, services: Services, prescription: Prescription) -> list[SetRecord]:
    """Return the sets of the exercise that the session has."""
    with services.database.read() as connection:
        stored = session(connection, unfinished.session_id)
    return [one for one in (stored.sets if stored else ()) if one.prescribed.exercise == prescription.exercise.slug]


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
