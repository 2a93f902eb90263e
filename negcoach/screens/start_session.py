"""The start of a session: resume one that was cut off, or ask for the prescription, pass the gate, open the coach.

It is apart from the app so that these screens are loaded only when they are needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from textual.app import App

from negcoach.coaching.alternative import advised_choice
from negcoach.coaching.recent_training import read_recent_training
from negcoach.coaching.resume import plan_resumed_session
from negcoach.coaching.session_plan import Choice, CoachRequest, SessionPlan
from negcoach.errors import NegcoachError
from negcoach.screens.choosing.gate import Passed, ask_first, pass_gate
from negcoach.screens.choosing.health_screen import ask_health
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
    return await _request(app, services, start)


async def change_health_answers(app: App[None], services: Services) -> None:
    """Ask the health screen again, filled in with what was answered."""
    with _notifying_errors(app):
        await ask_health(app, services)


async def prescribe_and_coach(app: App[None], services: Services, exercise: Exercise) -> bool:
    """Ask for a prescription and coach it, returning from the gate to the form; return whether it was coached."""
    found = await _ask_first(app, services, exercise)
    if isinstance(found, Choice) and not found.lacks_load:
        return await _coach(app, services, found)
    if isinstance(found, Choice):
        return await _prescribe(app, services, found.prescription.exercise)
    return found is not None and await _prescribe(app, services, found)


async def _request(app: App[None], services: Services, start: CoachRequest) -> bool:
    """Coach what the command line asks for; return whether it was coached."""
    found = await _ask_first(app, services, start.prescription.exercise)
    choice = None
    with _notifying_errors(app):
        choice = _requested(services, start, found) if isinstance(found, Exercise) else found
    if choice is None:
        return False
    if choice.lacks_load:  # the form asks for it
        return await _prescribe(app, services, choice.prescription.exercise, choice.prescription)
    return await _coach(app, services, choice, spotters=start.spotters)


def _requested(services: Services, start: CoachRequest, exercise: Exercise) -> Choice:
    """Return what is asked for, with the advice where nothing was; or the advice on the exercise taken in its place."""
    advised = advised_choice(services, exercise)
    if exercise != start.prescription.exercise:
        return advised
    return replace(advised, prescription=start.with_advice(advised.prescription))


async def _prescribe(
    app: App[None], services: Services, exercise: Exercise, prefilled: Prescription | None = None
) -> bool:
    """Show the form until its prescription was coached or the lifter goes back; return whether it was coached."""
    while True:
        choice = await app.push_screen_wait(PrescriptionScreen(services, exercise, prefilled))
        if choice is None:
            return False
        if await _coach(app, services, choice):
            return True
        prefilled = choice.prescription


async def _ask_first(app: App[None], services: Services, exercise: Exercise) -> Exercise | Choice | None:
    with _notifying_errors(app):
        return await ask_first(app, services, exercise)
    return None


async def _offer_resume(app: App[None], services: Services, unfinished: UnfinishedSession) -> bool:
    """Ask whether to resume a session, unless it has no reps; return whether it was resumed."""
    if unfinished.reps:
        plan = plan_resumed_session(unfinished, services)
        if await app.push_screen_wait(UnfinishedScreen(unfinished, can_go_on=plan is not None)) and plan:
            try:
                passed = await _pass_again(app, services, Choice(plan.prescription, plan.one_rm_kg))
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


async def _coach(app: App[None], services: Services, choice: Choice, *, spotters: int | None = None) -> bool:
    """Pass the gate and coach a session; return whether the gate was passed."""
    with _notifying_errors(app):
        passed = await pass_gate(app, services, choice, spotters=spotters)
        if passed is None:
            return False
        plan = SessionPlan(passed.choice.prescription, passed.spotters, passed.choice.one_rm_kg)
        await app.push_screen_wait(CoachScreen(services, plan))
    return True


async def _pass_again(app: App[None], services: Services, choice: Choice) -> Passed | None:
    """Pass the gate with what is left of a session; who may not do it any more may take something else."""
    found = await ask_first(app, services, choice.prescription.exercise)
    if found is None:
        return None
    if isinstance(found, Exercise):
        found = choice if found == choice.prescription.exercise else advised_choice(services, found)
    return None if found.lacks_load else await pass_gate(app, services, found)


def _resume(services: Services, plan: SessionPlan, passed: Passed) -> SessionPlan:
    """Resume a session in the store, or end it where the gate let something else pass; return what is left to do."""
    now, session_id, found = services.now(), plan.session_id, passed.choice.prescription
    same = replace(found, exercise=plan.prescription.exercise) == plan.prescription
    if session_id is not None and same and found.exercise.slug == plan.prescription.exercise.slug:
        services.journal.resume_session(session_id, now)
        first_side = read_recent_training(services, found.exercise).advice.prescription.first_side
        return replace(plan, prescription=replace(found, first_side=first_side), spotters=passed.spotters)
    if session_id is not None:
        services.journal.close_interrupted(session_id, now)
    return SessionPlan(found, passed.spotters, passed.choice.one_rm_kg)


@contextmanager
def _notifying_errors(app: App[None]) -> Iterator[None]:
    try:
        yield
    except NegcoachError as error:
        _notify_error(app, error)


def _notify_error(app: App[None], error: NegcoachError) -> None:
    app.notify(str(error), severity="error", timeout=15, markup=False)
