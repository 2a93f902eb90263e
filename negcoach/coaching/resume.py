"""Resuming an exercise that was interrupted: from the stored sets to the sets left to do."""

from __future__ import annotations

from negcoach.coaching.sets_to_do import InterruptedSet, SetsToDo
from negcoach.services import Services
from negcoach.store.journal import UnfinishedSession
from negcoach.store.prescribed_set import prescription_of
from negcoach.training.exercise.alternative import as_performed
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.terms import StopReason


def resumed_sets(unfinished: UnfinishedSession, services: Services) -> SetsToDo | None:
    """Return the sets left of its last exercise: from the missing reps of a set that was cut off, or the next.

    ``None`` when nothing is left to do, or the exercise is no longer in the library.
    """
    last = unfinished.last_set
    exercise = services.exercise(last.exercise) if last else None
    if last is None or exercise is None:
        return None
    exercise = as_performed(exercise, Tempo.parse(last.tempo), last.spotters, last.load_kg, last.one_rm_kg)
    done = unfinished.last_set_reps
    incomplete = last.reps is not None and done < last.reps
    cut_off = unfinished.last_set_stop in (None, StopReason.INTERRUPTED)
    interrupted = incomplete and cut_off and not exercise.unilateral
    number = last.set_number if interrupted else last.set_number + 1
    if number > last.sets or unfinished.last_set_id is None:
        return None
    return SetsToDo(
        prescription_of(last, exercise),
        last.spotters,
        last.one_rm_kg,
        first_set=number,
        interrupted=InterruptedSet(unfinished.last_set_id, done, unfinished.last_set_ordinal) if interrupted else None,
    )
