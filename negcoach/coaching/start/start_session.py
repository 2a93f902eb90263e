"""Starting a set: the prescription is asked for, passes the gate, and is coached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from negcoach.coaching.advice.alternative import advised_choice
from negcoach.coaching.advice.recent_training import read_recent_training
from negcoach.coaching.gate.full_rep import ask_full_rep
from negcoach.coaching.gate.gate import GateResult, ask_first, pass_gate, pass_load
from negcoach.coaching.gate.health import ask_health
from negcoach.coaching.guided_test import TestAnswer, has_test, is_test_due, read_test_offer
from negcoach.coaching.session.agenda import Agenda, request_of
from negcoach.coaching.session.running_session import EndedSession, RunningSession
from negcoach.coaching.sets_to_do import Choice, CoachRequest, NewOneRm, SetsToDo
from negcoach.coaching.start.presenter import Presenter, telling_errors
from negcoach.services import Services
from negcoach.store.database.lock import coaching_lock
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.way import STRAIGHT
from negcoach.training.plan.eccentric_test import SPARE, eccentric_load
from negcoach.training.plan.plan import Plan
from negcoach.training.terms import SetPurpose
from negcoach.training.units import unit_to_keep


async def change_health_answers(presenter: Presenter, services: Services) -> None:
    """Ask the health screen again, filled in with what was answered."""
    with telling_errors(presenter):
        await ask_health(presenter, services)


async def prescribe_and_coach(
    presenter: Presenter, session: RunningSession, exercise: Exercise, *, test: bool = False
) -> bool:
    """Ask for a prescription and coach it, returning from the gate to the form; return whether it was coached.

    Its test takes the place of the form where that is asked for (``test``) or a programme has it; where it is asked for
    and there is none, it is said so, and nothing begins.
    """
    if test and not has_test(exercise):
        presenter.tell_error(
            f"{exercise.name} has no test. Overload with a load, negatives towards a full rep and Nordics have one."
        )
        return False
    services = session.services
    found = await _ask_first(presenter, services, exercise)
    if isinstance(found, Exercise) and not await _try_full_rep(presenter, session, found):
        return False
    if isinstance(found, Exercise) and _leads_to_test(presenter, services, found, test=test):
        answer = await _test(presenter, session, found)
        if answer is not TestAnswer.ORDINARY_SETS:
            return answer is TestAnswer.BEGIN
    if isinstance(found, Choice) and not found.lacks_load:
        passed = await _pass(presenter, services, found)
    elif found is not None:
        passed = await pass_form(
            presenter, services, found.prescription.exercise if isinstance(found, Choice) else found
        )
    else:
        passed = None
    return passed is not None and await _coach(presenter, session, (passed,))


async def _try_full_rep(presenter: Presenter, session: RunningSession, exercise: Exercise) -> bool:
    """Ask for the full reps that an exercise's ladder has today, fresh; return ``False`` when the lifter went back."""
    with telling_errors(presenter):
        return await ask_full_rep(presenter, session, exercise)
    return True


def _leads_to_test(presenter: Presenter, services: Services, exercise: Exercise, *, test: bool) -> bool:
    """Return whether the test of an exercise comes before its form."""
    due = False
    with telling_errors(presenter):
        due = is_test_due(services, exercise)
    return (test or due) and has_test(exercise)


async def _test(presenter: Presenter, session: RunningSession, exercise: Exercise) -> TestAnswer | None:
    """Show how the test of an exercise goes, and coach it; return what the lifter did, ``None`` if they went back."""
    services = session.services
    with telling_errors(presenter):
        while True:
            offer = read_test_offer(services, exercise)
            answer = await presenter.ask_test(offer)
            if answer is not TestAnswer.BEGIN or offer.first is None:
                return answer
            passed = await pass_load(presenter, services, offer.first, None, spare=SPARE)
            if passed is not None:
                choice = passed.choice
                test = SetsToDo(choice.prescription, passed.spotters, choice.one_rm_kg, purpose=SetPurpose.TEST)
                await coach_sets(presenter, session, (test,))
                return TestAnswer.BEGIN
    return None


async def coach_request(presenter: Presenter, session: RunningSession, start: CoachRequest) -> bool:
    """Coach what the command line asks for: the set or the test, also where a programme has that in place of a set."""
    services, exercise = session.services, start.prescription.exercise
    due = False
    with telling_errors(presenter):
        due = "load_kg" in start.advised and is_test_due(services, exercise)
    if start.test or due:
        return await prescribe_and_coach(presenter, session, exercise, test=start.test)
    passed = await _pass_fresh(presenter, session, start, tries="reps" in start.advised)
    return passed is not None and await _coach(presenter, session, (passed,))


async def start_plan(presenter: Presenter, session: RunningSession, plan: Plan) -> bool:
    """Begin a plan with its first exercise; return whether that was coached."""
    before, session.agenda = session.agenda, Agenda.of(plan)
    coached = await coach_next(presenter, session)
    if not coached:
        session.agenda = before
    return coached


async def coach_next(presenter: Presenter, session: RunningSession) -> bool:
    """Coach what is next on the session's agenda; return whether that was coached, or the lifter went back."""
    agenda, passed = session.agenda, list[GateResult]()
    for item in () if agenda is None else agenda.next:
        one = None
        with telling_errors(presenter):
            one = await _pass_fresh(presenter, session, request_of(session.services, item), tries=True)
        if one is None:
            return False
        exercise = one.choice.prescription.exercise
        if any(other.choice.prescription.exercise.slug == exercise.slug for other in passed):
            presenter.tell(f"{exercise.name} takes the place of both: once is enough.")
        else:
            passed.append(one)
    if agenda is None or not passed:
        return False
    done, session.agenda = len(session.performed), agenda.begin()
    await _coach(presenter, session, passed)
    if session.agenda is not None and len(session.performed) == done:
        session.agenda = agenda  # nothing was done of it
    return True


async def finish_session(presenter: Presenter, session: RunningSession) -> None:
    """End the session between two exercises, and show its summary; not one that another negcoach coaches just then."""
    if session.is_led_elsewhere:
        presenter.tell_error("Another negcoach is coaching this session. Finish it there.")
        return
    await show_summary(presenter, session.end())


async def show_summary(presenter: Presenter, ended: EndedSession) -> None:
    """Show the summary of a session that has ended, if anything was done in it."""
    if ended.performed:
        await presenter.show_summary(ended)


async def pass_request(
    presenter: Presenter, services: Services, start: CoachRequest, done: int = 0
) -> GateResult | None:
    """Pass the gate with what is asked for, of which ``done`` sets are done; ``None`` when the lifter went back."""
    found = await _ask_first(presenter, services, start.prescription.exercise)
    return await _pass_found(presenter, services, start, found, done)


async def _pass_fresh(
    presenter: Presenter, session: RunningSession, start: CoachRequest, *, tries: bool
) -> GateResult | None:
    """Pass the gate with what is asked for and is not begun yet; first full reps that are due, where it ``tries``."""
    services = session.services
    found = await _ask_first(presenter, services, start.prescription.exercise)
    if tries and isinstance(found, Exercise) and not await _try_full_rep(presenter, session, found):
        return None
    return await _pass_found(presenter, services, start, found, 0)


async def _pass_found(
    presenter: Presenter, services: Services, start: CoachRequest, found: Exercise | Choice | None, done: int
) -> GateResult | None:
    """Pass the gate with what is asked for, after the questions before it found what may be done."""
    choice = None
    with telling_errors(presenter):
        choice = _requested(services, start, found) if isinstance(found, Exercise) else found
    if choice is None:
        return None
    if choice.lacks_load:  # the form asks for it
        return await pass_form(presenter, services, choice.prescription.exercise, choice.prescription)
    return await _pass(presenter, services, choice, spotters=start.spotters, done=done)


def _requested(services: Services, start: CoachRequest, exercise: Exercise) -> Choice:
    """Return what is asked for, with the advice where nothing was; or the advice on the exercise taken in its place."""
    way = start.prescription.way if "way" not in start.advised and exercise == start.prescription.exercise else STRAIGHT
    advised = advised_choice(services, exercise, way)
    if exercise != start.prescription.exercise:
        return advised
    if start.eccentric_percent is not None:
        start = _with_eccentric_load(services, start, start.eccentric_percent, advised.prescription)
    return replace(advised, prescription=start.with_advice(advised.prescription))


def _with_eccentric_load(
    services: Services, start: CoachRequest, percent: float, advised: Prescription
) -> CoachRequest:
    """Return what is asked for with its load in kg; raises ``NegcoachError`` where no eccentric 1RM counts for it."""
    asked, exercise = start.prescription, start.prescription.exercise
    facts = read_recent_training(services, exercise).facts
    lower_s = (advised if "tempo" in start.advised else asked).tempo.eccentric
    load_kg = eccentric_load(exercise, percent, lower_s, facts.eccentric_one_rms, facts.now, facts.loads)
    return replace(start, prescription=replace(asked, load_kg=load_kg))


async def pass_form(
    presenter: Presenter, services: Services, exercise: Exercise, prefilled: Prescription | None = None
) -> GateResult | None:
    """Ask for a prescription until it passes the gate; return ``None`` when the lifter went back.

    A 1RM that was given there is stored once the gate is passed.
    """
    new_one_rm: NewOneRm | None = None
    while True:
        choice = await presenter.ask_prescription(exercise, prefilled, new_one_rm)
        if choice is None:
            return None
        passed = await _pass(presenter, services, choice)
        if passed is not None:
            with telling_errors(presenter):
                _store_new_one_rm(services, passed.choice)
            return passed
        prefilled, new_one_rm = choice.prescription, choice.new_one_rm


def _store_new_one_rm(services: Services, choice: Choice) -> None:
    new = choice.new_one_rm
    if new is not None:
        slug, unit = choice.prescription.exercise.slug, unit_to_keep(new.load.unit, services.settings.unit)
        services.lifter.set_one_rm(slug, new.load.kg, services.now(), kind=new.kind, unit=unit)


async def _ask_first(presenter: Presenter, services: Services, exercise: Exercise) -> Exercise | Choice | None:
    with telling_errors(presenter):
        return await ask_first(presenter, services, exercise)
    return None


async def _pass(
    presenter: Presenter, services: Services, choice: Choice, *, spotters: int | None = None, done: int = 0
) -> GateResult | None:
    """Pass the gate; return ``None`` when the lifter went back."""
    passed = None
    with telling_errors(presenter):
        passed = await pass_gate(presenter, services, choice, spotters=spotters, done=done)
    return passed if passed is None else await with_load(presenter, services, passed)


async def with_load(presenter: Presenter, services: Services, passed: GateResult) -> GateResult | None:
    """Return what passed the gate, after the form where it has no load yet; ``None`` when the lifter went back."""
    found = passed.choice.prescription
    return await pass_form(presenter, services, found.exercise, found) if passed.choice.lacks_load else passed


async def _coach(presenter: Presenter, session: RunningSession, passed: Sequence[GateResult]) -> bool:
    """Coach what passed the gate, of several one set of each in turn; then what the lifter goes on with."""
    alternating = [
        SetsToDo(
            one.choice.prescription,
            one.spotters,
            one.choice.one_rm_kg,
            assumed_one_rm_kg=one.assumed_one_rm_kg,
        )
        for one in passed
    ]
    await coach_sets(presenter, session, alternating)
    return True


async def coach_sets(presenter: Presenter, session: RunningSession, alternating: Sequence[SetsToDo]) -> None:
    """Coach an exercise, or two that alternate, that have passed the gate; then the exercise chosen next."""
    # Before the first rep nothing is stored that could tell another negcoach of the session.
    with coaching_lock(session.services.database.path.parent):
        following = await presenter.coach(session, alternating)
    if following is not None and following.planned:
        await coach_next(presenter, session)
    elif following is not None:
        await prescribe_and_coach(presenter, session, following.exercise)
