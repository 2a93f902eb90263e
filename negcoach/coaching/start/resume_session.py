"""Resuming a session that was interrupted: what is asked about it, and its exercise gone on with through the gate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from negcoach.coaching.advice.alternative import advised_choice
from negcoach.coaching.advice.recent_training import read_recent_training
from negcoach.coaching.gate.gate import GateResult, ask_first, pass_gate, pass_load
from negcoach.coaching.gate.pass_sets import chosen_again
from negcoach.coaching.session.agenda import request_of
from negcoach.coaching.session.running_session import RunningSession, is_over
from negcoach.coaching.sets_to_do import CoachRequest, SetsToDo
from negcoach.coaching.start.presenter import Presenter, telling_errors
from negcoach.coaching.start.resume import rest_left_ms, resumed_next_set, resumed_sets
from negcoach.coaching.start.start_session import (
    coach_request,
    coach_sets,
    pass_form,
    pass_request,
    show_summary,
    start_plan,
    with_load,
)
from negcoach.coaching.start.unfinished import UnfinishedAnswer, UnfinishedQuestion, interrupted_title, saved_text
from negcoach.services import Services
from negcoach.store.journal import UnfinishedSession
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.plan.eccentric_test import SPARE
from negcoach.training.plan.plan import Plan, PlanItem


async def resume_or_start(
    presenter: Presenter,
    session: RunningSession,
    unfinished: UnfinishedSession | None,
    start: CoachRequest | Plan | None,
) -> bool:
    """Offer to go on with an interrupted session, else coach what is asked for; return whether one was coached."""
    if unfinished is not None and await _offer_resume(presenter, session, unfinished):
        return True
    if start is None:
        return False
    if isinstance(start, Plan):
        return await start_plan(presenter, session, start)
    return await coach_request(presenter, session, start)


async def _offer_resume(presenter: Presenter, session: RunningSession, unfinished: UnfinishedSession) -> bool:
    """Ask whether to go on with the exercise of an interrupted session; return whether nothing else is to start.

    Where nothing is left of the exercise there is nothing to ask, but to say what was saved: the session goes on as
    long as it is not over. The way back from the gate leads to the question again; where that has ended the session, to
    the exercises.
    """
    services, over = session.services, is_over(unfinished, session.services)
    sets, offer = None, None
    with telling_errors(presenter):
        sets = resumed_sets(unfinished, services) if unfinished.reps else None
        offer = resumed_next_set(unfinished, services)
    answer = UnfinishedAnswer.END if over or not unfinished.reps else UnfinishedAnswer.LEAVE_EXERCISE
    while sets is not None:
        question = UnfinishedQuestion(
            unfinished,
            sets.prescription,
            offer,
            services.settings.unit,
            over=over,
            rest_left_ms=rest_left_ms(unfinished, services.now()),
            lifter=services.lifter_name,
        )
        answer = await presenter.ask_unfinished(question)
        if answer is not UnfinishedAnswer.GO_ON:
            break
        passed = None
        with telling_errors(presenter):
            if over:
                await show_summary(presenter, session.end_unfinished(unfinished))
            passed = await _pass_again(presenter, services, sets)
        if passed is not None:
            with telling_errors(presenter):  # the session then stays unfinished, and the next start asks again
                if not over:
                    session.resume(unfinished)
                resumed = _resumed(services, sets, passed, over=over)
                await coach_sets(presenter, session, await _with_alternating(presenter, session, resumed))
        if passed is not None or over:
            return True
    with telling_errors(presenter):  # then it stays unfinished too
        if over or answer is UnfinishedAnswer.END:
            await show_summary(presenter, session.end_unfinished(unfinished))
        else:
            session.resume(unfinished)
            _put_alternating_back(session)
            if sets is None:
                presenter.tell(saved_text(unfinished), interrupted_title(services.lifter_name))
    return False


async def _pass_again(presenter: Presenter, services: Services, sets: SetsToDo) -> GateResult | None:
    """Pass the gate with what is left of a session, whose sets before it are done; else something else is taken."""
    choice, done = chosen_again(services, sets), sets.first_set - 1
    if sets.is_test:  # nothing but its own singles was trained since it passed
        return await pass_load(presenter, services, choice, None, spare=SPARE)
    found = await ask_first(presenter, services, choice.prescription.exercise, begun=True)
    if found is None:
        return None
    if isinstance(found, Exercise):
        found = choice if found == choice.prescription.exercise else advised_choice(services, found)
    if found.lacks_load:  # the form asks for it
        return await pass_form(presenter, services, found.prescription.exercise, found.prescription)
    same = found.prescription.exercise.slug == choice.prescription.exercise.slug
    is_whole = not same or (done == 0 and sets.interrupted is None)  # of what is left, the coach says how it is done
    passed = await pass_gate(presenter, services, found, done=done if same else 0, says_way=is_whole)
    return passed if passed is None else await with_load(presenter, services, passed)


def _resumed(services: Services, sets: SetsToDo, passed: GateResult, *, over: bool) -> SetsToDo:
    """Return what is left to do as it passed the gate, or another exercise that did in its place.

    What passed has the sets that are done with it. Of a set of another day all reps are done today.
    """
    found = passed.choice.prescription
    assumed_kg = passed.assumed_one_rm_kg
    if found.exercise.slug != sets.prescription.exercise.slug or found.sets < sets.first_set:
        return SetsToDo(found, passed.spotters, passed.choice.one_rm_kg, assumed_one_rm_kg=assumed_kg)
    first_side = read_recent_training(services, found.exercise).advice.prescription.first_side
    left = sets.as_passed(passed.choice, passed.spotters)
    return replace(
        left,
        prescription=replace(found, first_side=first_side),
        interrupted=None if over else left.interrupted,
        assumed_one_rm_kg=assumed_kg,
    )


async def _with_alternating(presenter: Presenter, session: RunningSession, sets: SetsToDo) -> Sequence[SetsToDo]:
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
    with telling_errors(presenter):
        passed = await pass_request(presenter, session.services, request_of(session.services, item), done)
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
