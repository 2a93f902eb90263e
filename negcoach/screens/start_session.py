"""Starting a set: resume what was interrupted, or ask for the prescription, pass the gate, open the coach.

It is apart from the app so that these screens are loaded only when they are needed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from textual.app import App

from negcoach.coaching.alternative import advised_choice
from negcoach.coaching.eccentric_test import is_test_due, read_test_offer
from negcoach.coaching.recent_training import read_recent_training
from negcoach.coaching.resume import rest_left_ms, resumed_next_set, resumed_sets
from negcoach.coaching.session.agenda import Agenda, request_of
from negcoach.coaching.session.running_session import EndedSession, RunningSession, is_over
from negcoach.coaching.sets_to_do import Choice, CoachRequest, NewOneRm, SetsToDo
from negcoach.screens.choosing.gate.eccentric_test_screen import EccentricTestScreen, TestAnswer
from negcoach.screens.choosing.gate.gate import GateResult, ask_first, pass_gate, pass_load
from negcoach.screens.choosing.gate.health_screen import ask_health
from negcoach.screens.choosing.prescription import PrescriptionScreen
from negcoach.screens.choosing.unfinished import UnfinishedAnswer, UnfinishedScreen
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.screens.coaching.warm_up import WarmUpScreen
from negcoach.screens.shared.notices import notify_error, notifying_errors
from negcoach.services import Services
from negcoach.store.journal import UnfinishedSession
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.plan.eccentric_test import SPARE, is_testable
from negcoach.training.plan.plan import Plan, PlanItem
from negcoach.training.terms import SetPurpose


async def begin(
    app: App[None], session: RunningSession, unfinished: UnfinishedSession | None, start: CoachRequest | Plan | None
) -> bool:
    """Offer to go on with a session that was cut off, else coach what is asked for; return whether one was coached."""
    if unfinished is not None and await _offer_resume(app, session, unfinished):
        return True
    if start is None:
        return False
    if isinstance(start, Plan):
        return await start_plan(app, session, start)
    return await _coach_request(app, session, start)


async def change_health_answers(app: App[None], services: Services) -> None:
    """Ask the health screen again, filled in with what was answered."""
    with notifying_errors(app):
        await ask_health(app, services)


async def prescribe_and_coach(
    app: App[None], session: RunningSession, exercise: Exercise, *, test: bool = False
) -> bool:
    """Ask for a prescription and coach it, returning from the gate to the form; return whether it was coached.

    The test of the eccentric 1RM takes the place of the form where it is asked for (``test``) or a programme has it.
    """
    services = session.services
    found = await _ask_first(app, services, exercise)
    if isinstance(found, Exercise) and _leads_to_test(app, services, found, test=test):
        answer = await _test(app, session, found)
        if answer is not TestAnswer.ORDINARY_SETS:
            return answer is TestAnswer.BEGIN
    if isinstance(found, Choice) and not found.lacks_load:
        passed = await _pass(app, services, found)
    elif found is not None:
        passed = await _pass_form(app, services, found.prescription.exercise if isinstance(found, Choice) else found)
    else:
        passed = None
    return passed is not None and await _coach(app, session, (passed,))


def _leads_to_test(app: App[None], services: Services, exercise: Exercise, *, test: bool) -> bool:
    """Return whether the test of an exercise comes before its form; one that cannot be tested is said."""
    if test and not is_testable(exercise):
        notify_error(app, f"{exercise.name}: only overload with a load has an eccentric 1RM to test.")
    due = False
    with notifying_errors(app):
        due = is_test_due(services, exercise)
    return (test or due) and is_testable(exercise)


async def _test(app: App[None], session: RunningSession, exercise: Exercise) -> TestAnswer | None:
    """Show how the test of an exercise goes, and coach it; return what the lifter did, ``None`` if they went back."""
    services = session.services
    with notifying_errors(app):
        while True:
            offer = read_test_offer(services, exercise)
            answer: TestAnswer | None = await app.push_screen_wait(EccentricTestScreen(offer, services.settings.unit))
            if answer is not TestAnswer.BEGIN or offer.first is None:
                return answer
            passed = await pass_load(app, services, offer.first, None, spare=SPARE)
            if passed is not None:
                choice = passed.choice
                test = SetsToDo(choice.prescription, passed.spotters, choice.one_rm_kg, purpose=SetPurpose.TEST)
                await _coach_sets(app, session, (test,))
                return TestAnswer.BEGIN
    return None


async def _coach_request(app: App[None], session: RunningSession, start: CoachRequest) -> bool:
    """Coach what the command line asks for: the set or the test, also where a programme has that in place of a set."""
    services, exercise = session.services, start.prescription.exercise
    due = False
    with notifying_errors(app):
        due = "load_kg" in start.advised and is_test_due(services, exercise)
    if start.test or due:
        return await prescribe_and_coach(app, session, exercise, test=start.test)
    passed = await _pass_request(app, services, start)
    return passed is not None and await _coach(app, session, (passed,))


async def start_plan(app: App[None], session: RunningSession, plan: Plan) -> bool:
    """Begin a plan with its first exercise; return whether that was coached."""
    before, session.agenda = session.agenda, Agenda.of(plan)
    coached = await coach_next(app, session)
    if not coached:
        session.agenda = before
    return coached


async def coach_next(app: App[None], session: RunningSession) -> bool:
    """Coach what is next on the session's agenda; return whether that was coached, or the lifter went back."""
    agenda, passed = session.agenda, []
    for item in () if agenda is None else agenda.next:
        one = None
        with notifying_errors(app):
            one = await _pass_request(app, session.services, request_of(session.services, item))
        if one is None:
            return False
        passed.append(one)
    if agenda is None or not passed:
        return False
    done, session.agenda = len(session.performed), agenda.begin()
    await _coach(app, session, passed)
    if session.agenda is not None and len(session.performed) == done:
        session.agenda = agenda  # nothing was done of it
    return True


async def finish_session(app: App[None], session: RunningSession) -> None:
    """End the session between two exercises, and show its summary."""
    await show_summary(app, session.services, session.end())


async def show_summary(app: App[None], services: Services, ended: EndedSession) -> None:
    """Show the summary of a session that has ended, if anything was done in it."""
    if ended.performed:
        await app.push_screen_wait(SummaryScreen(services, ended))


async def _pass_request(app: App[None], services: Services, start: CoachRequest, done: int = 0) -> GateResult | None:
    """Pass the gate with what is asked for, of which ``done`` sets are done; ``None`` when the lifter went back."""
    found = await _ask_first(app, services, start.prescription.exercise)
    choice = None
    with notifying_errors(app):
        choice = _requested(services, start, found) if isinstance(found, Exercise) else found
    if choice is None:
        return None
    if choice.lacks_load:  # the form asks for it
        return await _pass_form(app, services, choice.prescription.exercise, choice.prescription)
    return await _pass(app, services, choice, spotters=start.spotters, done=done)


def _requested(services: Services, start: CoachRequest, exercise: Exercise) -> Choice:
    """Return what is asked for, with the advice where nothing was; or the advice on the exercise taken in its place."""
    advised = advised_choice(services, exercise)
    if exercise != start.prescription.exercise:
        return advised
    return replace(advised, prescription=start.with_advice(advised.prescription))


async def _pass_form(
    app: App[None], services: Services, exercise: Exercise, prefilled: Prescription | None = None
) -> GateResult | None:
    """Show the form until its prescription passes the gate; return ``None`` when the lifter went back.

    A 1RM that was given there is stored once the gate is passed.
    """
    new_one_rm: NewOneRm | None = None
    while True:
        choice = await app.push_screen_wait(PrescriptionScreen(services, exercise, prefilled, new_one_rm))
        if choice is None:
            return None
        passed = await _pass(app, services, choice)
        if passed is not None:
            with notifying_errors(app):
                _store_new_one_rm(services, passed.choice)
            return passed
        prefilled, new_one_rm = choice.prescription, choice.new_one_rm


def _store_new_one_rm(services: Services, choice: Choice) -> None:
    new = choice.new_one_rm
    if new is not None:
        slug = choice.prescription.exercise.slug
        services.lifter.set_one_rm(slug, new.load.kg, services.now(), kind=new.kind, unit=new.load.unit)


async def _ask_first(app: App[None], services: Services, exercise: Exercise) -> Exercise | Choice | None:
    with notifying_errors(app):
        return await ask_first(app, services, exercise)
    return None


async def _offer_resume(app: App[None], session: RunningSession, unfinished: UnfinishedSession) -> bool:
    """Ask whether to go on with the exercise of a session that was cut off; return whether nothing else is to start.

    Where the exercise is complete there is nothing to ask. The session goes on as long as it is not over. The way back
    from the gate leads to the question again; where that has ended the session, to the exercises.
    """
    services, over = session.services, is_over(unfinished, session.services)
    sets, offer = None, None
    with notifying_errors(app):
        sets = resumed_sets(unfinished, services) if unfinished.reps else None
        offer = resumed_next_set(unfinished, services)
    answer = UnfinishedAnswer.END if over or not unfinished.reps else UnfinishedAnswer.LEAVE_EXERCISE
    while sets is not None:
        question = UnfinishedScreen(
            unfinished,
            sets.prescription,
            offer,
            services.settings.unit,
            over=over,
            rest_left_ms=rest_left_ms(unfinished, services.now()),
        )
        answer = await app.push_screen_wait(question)
        if answer is not UnfinishedAnswer.GO_ON:
            break
        passed = None
        with notifying_errors(app):
            if over:
                await show_summary(app, services, session.end_unfinished(unfinished))
            passed = await _pass_again(app, services, sets)
        if passed is not None:
            with notifying_errors(app):  # the session then stays unfinished, and the next start asks again
                if not over:
                    session.resume(unfinished)
                resumed = _resumed(services, sets, passed, over=over)
                await _coach_sets(app, session, await _with_alternating(app, session, resumed))
        if passed is not None or over:
            return True
    with notifying_errors(app):  # likewise
        if over or answer is UnfinishedAnswer.END:
            await show_summary(app, services, session.end_unfinished(unfinished))
        else:
            session.resume(unfinished)
            _put_alternating_back(session)
    return False


async def _pass(
    app: App[None], services: Services, choice: Choice, *, spotters: int | None = None, done: int = 0
) -> GateResult | None:
    """Pass the gate; return ``None`` when the lifter went back."""
    with notifying_errors(app):
        return await pass_gate(app, services, choice, spotters=spotters, done=done)
    return None


async def _coach(app: App[None], session: RunningSession, passed: Sequence[GateResult]) -> bool:
    """Coach what passed the gate, of several one set of each in turn; then what the lifter goes on with."""
    alternating = [SetsToDo(one.choice.prescription, one.spotters, one.choice.one_rm_kg) for one in passed]
    await _coach_sets(app, session, alternating)
    return True


async def _coach_sets(app: App[None], session: RunningSession, alternating: Sequence[SetsToDo]) -> None:
    """Coach an exercise, or two that alternate, that have passed the gate; then the exercise chosen next."""
    following = await app.push_screen_wait(CoachScreen(session, alternating, WarmUpScreen))
    if following is not None and following.planned:
        await coach_next(app, session)
    elif following is not None:
        await prescribe_and_coach(app, session, following.exercise)


async def _pass_again(app: App[None], services: Services, sets: SetsToDo) -> GateResult | None:
    """Pass the gate with what is left of a session, whose sets before it are done; else something else is taken."""
    choice, done = Choice(sets.prescription, sets.one_rm_kg), sets.first_set - 1
    if sets.is_test:  # nothing but its own singles was trained since it was let begin
        return await pass_load(app, services, choice, None, spare=SPARE)
    found = await ask_first(app, services, choice.prescription.exercise)
    if found is None:
        return None
    if isinstance(found, Exercise):
        found = choice if found == choice.prescription.exercise else advised_choice(services, found)
    if found.lacks_load:  # the form asks for it
        return await _pass_form(app, services, found.prescription.exercise, found.prescription)
    same = found.prescription.exercise.slug == choice.prescription.exercise.slug
    return await pass_gate(app, services, found, done=done if same else 0)


def _resumed(services: Services, sets: SetsToDo, passed: GateResult, *, over: bool) -> SetsToDo:
    """Return what is left to do, or what passed the gate in its place; today all reps of a set of another day."""
    found = passed.choice.prescription
    same = replace(found, exercise=sets.prescription.exercise) == sets.prescription
    if not same or found.exercise.slug != sets.prescription.exercise.slug:
        return SetsToDo(found, passed.spotters, passed.choice.one_rm_kg)
    first_side = read_recent_training(services, found.exercise).advice.prescription.first_side
    interrupted = None if over else sets.interrupted
    return replace(
        sets,
        prescription=replace(found, first_side=first_side),
        spotters=passed.spotters,
        interrupted=interrupted,
    )


async def _with_alternating(app: App[None], session: RunningSession, sets: SetsToDo) -> Sequence[SetsToDo]:
    """Return the sets of an exercise that goes on, and of what alternated with it, which passes the gate too."""
    begun = session.agenda.begun if session.agenda is not None else ()
    slug = sets.prescription.exercise.slug
    own = next((index for index, item in enumerate(begun) if item.exercise == slug), None)
    if own is None or len(begun) < 2:
        return (sets,)
    item = begun[1 - own]
    done, planned = _sets_of(session, item)
    if done >= planned:
        return (sets,)
    passed = None
    with notifying_errors(app):
        passed = await _pass_request(app, session.services, request_of(session.services, item), done)
    if passed is None or done >= passed.choice.prescription.sets:
        return (sets,)
    other = SetsToDo(passed.choice.prescription, passed.spotters, passed.choice.one_rm_kg, first_set=done + 1)
    return (sets, other) if own == 0 else (other, sets)


def _put_alternating_back(session: RunningSession) -> None:
    """Put an exercise back on the agenda whose last sets are missing, where the one that alternated with it is over."""
    agenda = session.agenda
    if agenda is None or len(agenda.begun) < 2 or not session.performed:
        return
    last = session.performed[-1].prescribed.exercise
    for item in agenda.begun:
        done, planned = _sets_of(session, item)
        if item.exercise != last and done < planned:
            left = None if item.sets is None and not done else int(planned) - done
            missing = replace(item, sets=left, superset=False)
            session.agenda = replace(agenda, items=(missing, *agenda.items), begun=())
            return


def _sets_of(session: RunningSession, item: PlanItem) -> tuple[int, float]:
    """Return how many sets of an exercise were done in the session, and how many were planned."""
    done = [one.prescribed for one in session.performed if one.prescribed.exercise == item.exercise]
    if done:
        return max(one.set_number for one in done), done[-1].sets
    return 0, math.inf if item.sets is None else item.sets
