"""The start of a session: resume one that was cut off, or ask for the prescription, pass the gate, open the coach.

It is apart from the app so that these screens are loaded only when they are needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from textual.app import App

from negcoach.coaching.resume import plan_resumed_session
from negcoach.coaching.session_plan import Choice, CoachRequest, SessionPlan
from negcoach.errors import NegcoachError
from negcoach.screens.choosing.gate import Passed, ask_first, pass_gate
from negcoach.screens.choosing.prescription import PrescriptionScreen
from negcoach.screens.choosing.unfinished import UnfinishedScreen
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.services import Services
from negcoach.store.journal import UnfinishedSession
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription


async def begin(
    app: App[None], services: Services, unfinished: UnfinishedSession | None, start: CoachRequest | None
) -> bool:
    """Offer to resume a session that was cut off, else coach the requested one; return whether one was coached."""
    if unfinished is not None and await _offer_resume(app, services, unfinished):
        return True
    if start is None:
        return False
    exercise, found = start.prescription.exercise, None
    with _notifying_errors(app):
        found = await ask_first(app, services, exercise)
    if isinstance(found, Exercise):
        found = Choice(replace(start.prescription, exercise=found), services.lifter.one_rm(exercise.slug))
    return found is not None and await _coach(app, services, found, spotters=start.spotters)


async def prescribe_and_coach(app: App[None], services: Services, exercise: Exercise) -> bool:
    """Ask for a prescription and coach it, returning from the gate to the form; return whether it was coached."""
    found: Exercise | Choice | None = None
    with _notifying_errors(app):
        found = await ask_first(app, services, exercise)
    if found is None:
        return False
    prefilled: Prescription | None = None
    if isinstance(found, Choice):
        prefilled = found.prescription
        if prefilled.load_kg or prefilled.exercise.bodyweight:
            return await _coach(app, services, found)
        found = prefilled.exercise
    while True:
        choice = await app.push_screen_wait(PrescriptionScreen(services, found, prefilled))
        if choice is None:
            return False
        if await _coach(app, services, choice):
            return True
        prefilled = choice.prescription


async def _offer_resume(app: App[None], services: Services, unfinished: UnfinishedSession) -> bool:
    """Ask whether to resume a session, unless it has no reps; return whether it was resumed."""
    if unfinished.reps:
        plan = plan_resumed_session(unfinished, services)
        if await app.push_screen_wait(UnfinishedScreen(unfinished, can_go_on=plan is not None)) and plan:
            try:
                passed = await pass_gate(app, services, Choice(plan.prescription, plan.one_rm_kg))
                if passed is not None:
                    resumed = _resume(services, plan, passed)
            except NegcoachError as error:
                _notify_error(app, error)
                return False  # the session stays unfinished, and the next start asks again
            if passed is not None:
                await app.push_screen_wait(CoachScreen(services, resumed))
                return True
    with _notifying_errors(app):
        services.journal.close_interrupted(unfinished.session_id, services.now())
    return False


async def _coach(app: App[None], services: Services, choice: Choice, spotters: int | None = None) -> bool:
    """Pass the gate and coach a session; return whether the gate was passed."""
    with _notifying_errors(app):
        passed = await pass_gate(app, services, choice, spotters=spotters)
        if passed is None:
            return False
        plan = SessionPlan(passed.choice.prescription, passed.spotters, passed.choice.one_rm_kg)
        await app.push_screen_wait(CoachScreen(services, plan))
    return True


def _resume(services: Services, plan: SessionPlan, passed: Passed) -> SessionPlan:
    """Resume a session in the store, or end it where the gate let something else pass; return what is left to do."""
    now, session_id = services.now(), plan.session_id
    if passed.choice.prescription == plan.prescription and session_id is not None:
        services.journal.resume_session(session_id, now)
        return replace(plan, spotters=passed.spotters)
    if session_id is not None:
        services.journal.close_interrupted(session_id, now)
    return SessionPlan(passed.choice.prescription, passed.spotters, passed.choice.one_rm_kg)


@contextmanager
def _notifying_errors(app: App[None]) -> Iterator[None]:
    try:
        yield
    except NegcoachError as error:
        _notify_error(app, error)


def _notify_error(app: App[None], error: NegcoachError) -> None:
    app.notify(str(error), severity="error", timeout=15, markup=False)
