"""The way to a set: go on with what was cut off, or ask for the prescription, pass the gate, open the coach.

It is apart from the app so that these screens are loaded only when they are needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from textual.app import App

from negcoach.coaching.alternative import advised_choice
from negcoach.coaching.recent_training import read_recent_training
from negcoach.coaching.resume import plan_resumed_session
from negcoach.coaching.running_session import EndedSession, RunningSession, is_over
from negcoach.coaching.session_plan import Choice, CoachRequest, SessionPlan
from negcoach.errors import NegcoachError
from negcoach.screens.choosing.gate import Passed, ask_first, pass_gate
from negcoach.screens.choosing.health_screen import ask_health
from negcoach.screens.choosing.prescription import PrescriptionScreen
from negcoach.screens.choosing.unfinished import Answer, UnfinishedScreen
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.services import Services
from negcoach.store.journal import UnfinishedSession
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription


async def begin(
    app: App[None], session: RunningSession, unfinished: UnfinishedSession | None, start: CoachRequest | None
) -> bool:
    """Offer to go on with a session that was cut off, else coach the requested one; return whether one was coached."""
    if unfinished is not None and await _offer_resume(app, session, unfinished):
        return True
    if start is None:
        return False
    return await _request(app, session, start)


async def change_health_answers(app: App[None], services: Services) -> None:
    """Ask the health screen again, filled in with what was answered."""
    with _notifying_errors(app):
        await ask_health(app, services)


async def prescribe_and_coach(app: App[None], session: RunningSession, exercise: Exercise) -> bool:
    """Ask for a prescription and coach it, returning from the gate to the form; return whether it was coached."""
    found = await _ask_first(app, session.services, exercise)
    if isinstance(found, Choice) and not found.lacks_load:
        return await _coach(app, session, found)
    if isinstance(found, Choice):
        return await _prescribe(app, session, found.prescription.exercise)
    return found is not None and await _prescribe(app, session, found)


async def finish_session(app: App[None], session: RunningSession) -> None:
    """End the session between two exercises, and show its summary."""
    await show_summary(app, session.services, session.end())


async def show_summary(app: App[None], services: Services, ended: EndedSession) -> None:
    """Show the summary of a session that has ended, if anything was done in it."""
    if ended.performed:
        await app.push_screen_wait(SummaryScreen(services, ended))


async def _request(app: App[None], session: RunningSession, start: CoachRequest) -> bool:
    """Coach what the command line asks for; return whether it was coached."""
    services = session.services
    found = await _ask_first(app, services, start.prescription.exercise)
    choice = None
    with _notifying_errors(app):
        choice = _requested(services, start, found) if isinstance(found, Exercise) else found
    if choice is None:
        return False
    if choice.lacks_load:  # the form asks for it
        return await _prescribe(app, session, choice.prescription.exercise, choice.prescription)
    return await _coach(app, session, choice, spotters=start.spotters)


def _requested(services: Services, start: CoachRequest, exercise: Exercise) -> Choice:
    """Return what is asked for, with the advice where nothing was; or the advice on the exercise taken in its place."""
    advised = advised_choice(services, exercise)
    if exercise != start.prescription.exercise:
        return advised
    return replace(advised, prescription=start.with_advice(advised.prescription))


async def _prescribe(
    app: App[None], session: RunningSession, exercise: Exercise, prefilled: Prescription | None = None
) -> bool:
    """Show the form until its prescription was coached or the lifter goes back; return whether it was coached."""
    while True:
        choice = await app.push_screen_wait(PrescriptionScreen(session.services, exercise, prefilled))
        if choice is None:
            return False
        if await _coach(app, session, choice):
            return True
        prefilled = choice.prescription


async def _ask_first(app: App[None], services: Services, exercise: Exercise) -> Exercise | Choice | None:
    with _notifying_errors(app):
        return await ask_first(app, services, exercise)
    return None


async def _offer_resume(app: App[None], session: RunningSession, unfinished: UnfinishedSession) -> bool:
    """Ask whether to go on with the exercise of a session that was cut off; return whether it was.

    Where the exercise is complete there is nothing to ask. The session goes on as long as it is not over.
    """
    services, over = session.services, is_over(unfinished, session.services)
    plan = plan_resumed_session(unfinished, services) if unfinished.reps else None
    answer = Answer.END if over or not unfinished.reps else Answer.LEAVE_EXERCISE
    if plan is not None:
        answer = await app.push_screen_wait(UnfinishedScreen(unfinished, over=over))
    with _notifying_errors(app):  # the session then stays unfinished, and the next start asks again
        if answer is Answer.GO_ON and plan is not None:
            passed = await _pass_again(app, services, Choice(plan.prescription, plan.one_rm_kg))
            if passed is not None:
                if over:
                    services.journal.close_interrupted(unfinished.session_id, services.now())
                else:
                    session.take_up(unfinished)
                await _coach_plans(app, session, (_resumed(services, plan, passed, over=over),))
                return True
        if answer is Answer.END or over:
            services.journal.close_interrupted(unfinished.session_id, services.now())
        else:
            session.take_up(unfinished)
    return False


async def _coach(app: App[None], session: RunningSession, choice: Choice, *, spotters: int | None = None) -> bool:
    """Pass the gate and coach an exercise, and what the lifter goes on with; return whether the gate was passed."""
    with _notifying_errors(app):
        passed = await pass_gate(app, session.services, choice, spotters=spotters)
        if passed is None:
            return False
        plan = SessionPlan(passed.choice.prescription, passed.spotters, passed.choice.one_rm_kg)
        await _coach_plans(app, session, (plan,))
    return True


async def _coach_plans(app: App[None], session: RunningSession, plans: Sequence[SessionPlan]) -> None:
    """Coach an exercise, or two that alternate, that have passed the gate; then the exercise that is gone on with."""
    following = await app.push_screen_wait(CoachScreen(session, plans))
    if following is not None:
        await prescribe_and_coach(app, session, following.exercise)


async def _pass_again(app: App[None], services: Services, choice: Choice) -> Passed | None:
    """Pass the gate with what is left of a session; who may not do it any more may take something else."""
    found = await ask_first(app, services, choice.prescription.exercise)
    if found is None:
        return None
    if isinstance(found, Exercise):
        found = choice if found == choice.prescription.exercise else advised_choice(services, found)
    return None if found.lacks_load else await pass_gate(app, services, found)


def _resumed(services: Services, plan: SessionPlan, passed: Passed, *, over: bool) -> SessionPlan:
    """Return what is left to do, or what passed the gate in its place; today all reps of a set of another day."""
    found = passed.choice.prescription
    same = replace(found, exercise=plan.prescription.exercise) == plan.prescription
    if not same or found.exercise.slug != plan.prescription.exercise.slug:
        return SessionPlan(found, passed.spotters, passed.choice.one_rm_kg)
    first_side = read_recent_training(services, found.exercise).advice.prescription.first_side
    interrupted = None if over else plan.interrupted
    return replace(
        plan,
        prescription=replace(found, first_side=first_side),
        spotters=passed.spotters,
        interrupted=interrupted,
    )


@contextmanager
def _notifying_errors(app: App[None]) -> Iterator[None]:
    try:
        yield
    except NegcoachError as error:
        _notify_error(app, error)


def _notify_error(app: App[None], error: NegcoachError) -> None:
    app.notify(str(error), severity="error", timeout=15, markup=False)
