"""The question at the end of a ladder: full reps, tried fresh, and how they went."""

from __future__ import annotations

from negcoach.coaching.advice.recent_training import read_recent_training
from negcoach.coaching.gate.asker import Asker
from negcoach.coaching.session.running_session import RunningSession
from negcoach.store.database.lock import coaching_lock
from negcoach.store.prescribed_set import prescribed_set_of
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.plan.full_rep import FULL_REPS
from negcoach.training.terms import Attempt, SetPurpose


async def ask_full_rep(asker: Asker, session: RunningSession, exercise: Exercise) -> bool:
    """Ask how the full reps went that the advice has today, and store it.

    Returns ``False`` when the lifter went back. Raises ``NegcoachError`` when the database cannot be used.
    """
    services = session.services
    if exercise.slug not in FULL_REPS:
        return True
    recent = read_recent_training(services, exercise)
    rung = recent.advice.full_rep
    if rung is None:
        return True
    with coaching_lock(services.database.path.parent):
        answer = await asker.ask_full_rep(exercise, rung)
    if answer is None or answer.attempt is None:
        return answer is not None
    tried = prescribed_set_of(recent.base, 1, spotters=0, one_rm_kg=None, purpose=SetPurpose.TRY)
    session.begin_set()
    session.recorder.store_try(tried, answer.attempt)
    if answer.attempt is Attempt.YES:
        asker.tell(f"{rung.record.format(FULL_REPS[exercise.slug])}!", title="A record")
    return True
