"""From a session that was cut off to the plan to go on with."""

from __future__ import annotations

from negcoach.coaching.session_plan import BegunSet, SessionPlan
from negcoach.services import Services
from negcoach.store.journal import Unfinished
from negcoach.store.plan import prescription_of


def continued(unfinished: Unfinished, services: Services) -> SessionPlan | None:
    """Return the plan to go on with: the set that was cut off with the reps it lacks, or the one after it.

    ``None`` when nothing is left to do, or the exercise is no longer in the library.
    """
    last = unfinished.last_set
    exercise = services.exercise(last.exercise) if last else None
    if last is None or exercise is None:
        return None
    kept = unfinished.last_set_reps
    lacking = last.reps is not None and kept < last.reps
    cut_off = lacking and unfinished.last_set_stop is None and not exercise.unilateral
    number = last.set_number if cut_off else last.set_number + 1
    if number > last.sets or unfinished.last_set_id is None:
        return None
    return SessionPlan(
        prescription_of(last, exercise),
        last.spotters,
        last.one_rm_kg,
        first_set=number,
        session_id=unfinished.session_id,
        begun=BegunSet(unfinished.last_set_id, kept, unfinished.last_set_ordinal) if cut_off else None,
    )
