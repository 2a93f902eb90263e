"""A session that is only heard: every question, every call, and all of it stored as on the screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from negcoach.coaching.advice.recent_training import catalogue_default
from negcoach.coaching.gate.next_morning import ask_next_morning
from negcoach.coaching.session.session_recorder import DISK_IS_SLOW, SAVED_AGAIN
from negcoach.coaching.session.warm_up import HURT
from negcoach.coaching.sets_to_do import CoachRequest, SetsToDo
from negcoach.coaching.start.resume_session import resume_or_start
from negcoach.coaching.start.start_session import coach_request, prescribe_and_coach
from negcoach.config.settings.keys import OwnKeys
from negcoach.errors import NegcoachError
from negcoach.keys.keymap import USUAL
from negcoach.plain.coaching.leading import say_trouble
from negcoach.plain.terminal.terminal import InputEndedError
from negcoach.presses.press import Emit
from negcoach.services import Services
from negcoach.store.database.database import Database
from negcoach.store.editing.programmes import ProgrammeRuns
from negcoach.store.prescribed_set import prescribed_set_of
from negcoach.store.queries.sessions.history import ConcentricKind, SessionRecord, session, sessions
from negcoach.training.equipment.equipment import Equipment
from negcoach.training.equipment.equipment_text import parse_implement, parse_plates, parse_weight
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.progress.pain import levels_text
from negcoach.training.terms import StopReason
from negcoach.training.units import Unit
from tests.plain.listener import Answer, Listener, presenter_of
from tests.services import HEALTHY, Clock, prescribed, without_answer

SUMMARY = (("the whole session?", "7"), ("A note?", "a good day"))


def exercise_of(services: Services, slug: str) -> Exercise:
    exercise = services.exercise(slug)
    assert exercise is not None
    return exercise


def short(services: Services, slug: str, **changes: object) -> Prescription:
    """A short set of an exercise."""
    usual = catalogue_default(services, exercise_of(services, slug))
    return replace(usual, **{"sets": 1, "reps": 2, "tempo": Tempo(3, 0, usual.tempo.concentric, 0), **changes})


def stored(services: Services) -> SessionRecord:
    with services.database.read() as connection:
        (newest, *_) = sessions(connection)
        found = session(connection, newest.id)
    assert found is not None
    return found


async def lead(services: Services, clock: Clock, prescription: Prescription, *script: Answer) -> Listener:
    """Lead what is asked for to the end of the script."""
    presenter, listener = presenter_of(services, clock, *script)
    await coach_request(presenter, presenter.session, CoachRequest(prescription, None))
    assert listener.unanswered == []
    return listener


async def test_a_session_is_led_from_its_first_line_to_its_summary(services: Services, clock: Clock) -> None:
    heard = await lead(
        services,
        clock,
        short(services, "negative-push-up", sets=2, rest_ms=60_000),
        ("Space begins", "space"),
        ("Set 1 of 2: 2 of 2 reps", "8"),
        ("Set 2 of 2: 2 of 2 reps", "9"),
        ("Effort 9", "q"),
        *SUMMARY,
    )
    for line in (
        "Negative push-up, set 1 of 2: 2 reps, bodyweight.",
        "Get ready: 10 seconds.",
        "Rep 1 of 2. Lower.",
        "Knees down.",
        "Rep 2 of 2. Lower.",
        "Set done. Knees down, sit back on your heels.",
        "Set 1 of 2: 2 of 2 reps, target reached, by the clock.",
        "Rest: 1 minute.",
        "30 seconds of rest left.",
        "10 seconds of rest left.",
        "Session done: 2 sets, 4 reps, 12 seconds under tension, 1 minute 46 seconds in all.",
        "Saved.",
    ):
        assert line in heard.heard, "\n".join(heard.heard)
    kept = stored(services)
    assert [(one.rpe, len(one.reps), one.stop_reason) for one in kept.sets] == [
        (8, 2, StopReason.TARGET_REACHED),
        (9, 2, StopReason.TARGET_REACHED),
    ]
    assert (kept.rpe, kept.note, kept.ended_at is not None) == (7, "a good day", True)


@pytest.mark.parametrize(("then", "asked"), [("negative-dip", True), ("nordic-curl", False)])
async def test_pain_that_could_not_be_saved_asks_for_the_word_before_the_same_muscles(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch, then: str, asked: bool
) -> None:
    presenter, listener = presenter_of(
        services,
        clock,
        ("Space begins", "space"),
        ("Rep 2 of 2. Lower.", "x"),
        ("It hurts: no more of this exercise today", "space"),
        ("Press Space again to end the session", "space"),
        *SUMMARY,
        ("b goes back", "b"),
    )

    @contextmanager
    def full(*_: object, **__: object) -> Iterator[None]:
        raise NegcoachError("The disk is full.")
        yield

    monkeypatch.setattr(Database, "write", full)
    plan = short(services, "negative-push-up", sets=2, rest_ms=60_000)
    await coach_request(presenter, presenter.session, CoachRequest(plan, None))
    await prescribe_and_coach(presenter, presenter.session, exercise_of(services, then))
    assert listener.said("Negative push-up hurt, and that could not be saved") is asked


@pytest.mark.parametrize(("length", "said"), [(500, "Saved."), (501, "Saved. Of the note the first 500 characters")])
async def test_what_does_not_fit_into_the_note_is_told(
    services: Services, clock: Clock, length: int, said: str
) -> None:
    heard = await lead(
        services,
        clock,
        short(services, "negative-push-up"),
        ("Space begins", "space"),
        ("Set 1 of 1: 2 of 2 reps", "q"),
        ("the whole session?", "7"),
        ("A note?", "x" * length),
    )
    assert stored(services).note == "x" * 500
    assert heard.heard[-1].startswith(said)
    assert (heard.heard[-1] == "Saved.") is (length == 500)


async def test_a_rep_that_was_taken_back_in_the_rest_is_brought_back(services: Services, clock: Clock) -> None:
    heard = await lead(
        services,
        clock,
        short(services, "negative-push-up", rest_ms=60_000),
        ("Space begins", "space"),
        ("Set 1 of 1: 2 of 2 reps", "left"),
        ("Rep 2 taken back. u brings it back.", "u"),
        ("Set 1 of 1: 2 of 2 reps", "q"),
        *SUMMARY,
    )
    assert heard.said("Set 1 of 1: 1 of 2 reps")
    (kept,) = stored(services).sets
    assert (len(kept.reps), kept.stop_reason) == (2, StopReason.TARGET_REACHED)


class Pedal:
    """A pedal that is unplugged for the second rep."""

    name, state = "midi", "Pedal"

    def __init__(self, listener: Listener) -> None:
        self._listener = listener

    @property
    def is_ready(self) -> bool:
        return self._listener.said("Rep 2 of 3") is self._listener.said("Rep 3 of 3")

    def start(self, emit: Emit) -> None:
        """Nothing is read."""

    def stop(self) -> None:
        """Nothing is read."""


async def test_what_is_unplugged_in_a_set_is_said_once(services: Services, clock: Clock) -> None:
    script = (("Space begins", "space"), ("Set 1 of 1: 3 of 3 reps", "q"), ("the whole session?", ""), ("A note?", ""))
    presenter, listener = presenter_of(services, clock, *script)
    services.presses.add(Pedal(listener))
    prescription = replace(short(services, "negative-push-up"), reps=3)
    await coach_request(presenter, presenter.session, CoachRequest(prescription, None))
    gone = "The MIDI device is gone: press the keys here."
    begin, end = listener.heard.index("Rep 2 of 3. Lower."), listener.heard.index("Rep 3 of 3. Lower.")
    assert [at for at, line in enumerate(listener.heard) if line == gone and begin < at < end]
    assert listener.heard.count(gone) == 1


async def test_the_call_is_said_as_it_is_heard_and_no_line_in_a_set_is_too_long(
    services: Services, clock: Clock
) -> None:
    heard = await lead(
        services,
        clock,
        short(services, "negative-dip", tempo=Tempo.parse("5-1-A-1")),
        ("Space begins", "space"),
        ("1 of 1: 2 of 2 reps", "q"),
        ("the whole session?", ""),
        ("A note?", ""),
    )
    begin, end = (
        heard.heard.index("Get ready: 10 seconds."),
        next(at for at, line in enumerate(heard.heard) if line.startswith("Set done.")),
    )
    lines = list(zip(heard.heard_ms, heard.heard, strict=True))[begin:end]
    lowered = [at for at, line in lines if line.endswith("Lower.")]
    lifted = [at for at, line in lines if line == "Jump up."]  # the first one is before the first lowering
    assert [at - before for before, at in zip(lowered, lifted[1:], strict=False)] == [6_000]  # 5 s and a hold
    assert all(len(line.split()) <= 8 for _, line in lines)


async def test_counts_are_lines_only_where_they_are_asked_for(services: Services, clock: Clock) -> None:
    heard = await lead(
        services,
        clock,
        short(services, "negative-dip"),
        ("Space begins", "c"),
        ("Counts on.", "space"),
        ("Rep 2 of 2", "c"),
        ("1 of 1: 2 of 2 reps", "q"),
        ("the whole session?", ""),
        ("A note?", ""),
    )
    at = heard.heard.index("Rep 1 of 2. Lower.")
    assert heard.heard[at + 1 : at + 4] == ["3", "2", "1"]
    at = heard.heard.index("Counts off.")
    assert not any(line.isdigit() for line in heard.heard[at:])


async def test_a_measured_lowering_is_judged_and_a_pause_calls_for_help(services: Services, clock: Clock) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    heard = await lead(
        services,
        clock,
        short(services, "machine-bench-press", load_kg=40.0),
        ("type the word anyway", "anyway"),
        ("How many spotters", "1"),
        ("Space begins", "space"),
        ("Rep 1 of 2. Lower.", "space", 2_000),
        ("Rep 2 of 2. Lower.", "p"),
        ("Paused", "space", 4_000),
        ("Rep 2 of 2. Lower.", "left"),
        ("Taken back", "escape"),
        ("No rep was lowered. Does it hurt?", "q"),
    )
    assert "2.3 seconds, too fast." in heard.heard
    assert heard.heard[-1] == "Nothing was lowered, so nothing is saved."
    assert heard.said("Spotter take it.")


async def test_nothing_is_skipped_before_overload(services: Services, clock: Clock) -> None:
    presenter, listener = presenter_of(
        services,
        clock,
        ("How old are you?", "forty"),
        ("Your age is a number", "40"),
        ("For how many months", "2 years"),
        ("Type none if none", ""),
        ("Type none, some or b", "none"),
        ("type 1rm and the number", ""),
        ("A load is needed", "1rm 100"),
        ("40 kg", ""),
        ("How many spotters", "0"),
        ("needs 1 spotter", "1"),
        ("Needed too: safety arms", "n"),
        ("Type y", "y"),
        ("Space begins", "q"),
    )
    await prescribe_and_coach(presenter, presenter.session, exercise_of(services, "bench-press"))
    assert listener.unanswered == []
    assert services.lifter.one_rm("bench-press") == 100
    answers = services.lifter.health_answers()
    assert answers is not None and answers.clear


async def test_who_may_not_do_overload_is_offered_another_exercise(services: Services, clock: Clock) -> None:
    presenter, listener = presenter_of(
        services,
        clock,
        ("How old are you?", "40"),
        ("For how many months", "24"),
        ("Type none if none", "some"),
        ("Do this instead", "b"),
    )
    await prescribe_and_coach(presenter, presenter.session, exercise_of(services, "bench-press"))
    assert listener.unanswered == []


async def test_a_load_over_the_cap_is_typed_again_in_full(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    for days_ago in (5, 9):
        perform("bench-press", days_ago=days_ago, load_kg=115)
    services.lifter.set_one_rm("bench-press", 100, services.now())
    prescription = replace(short(services, "bench-press"), load_kg=130.0, reps=4)
    presenter, listener = presenter_of(
        services,
        clock,
        ("type the word anyway", "yes"),
        ("Type anyway in full", "anyway"),
        ("type the load again in full: 130 kg", "120"),
        ("That is not 130 kg", "b"),
    )
    started = await coach_request(presenter, presenter.session, CoachRequest(prescription, 2))
    assert listener.unanswered == [] and not started


async def test_a_load_without_a_unit_is_in_the_unit_of_the_one_that_is_said(services: Services, clock: Clock) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    services.lifter.set_one_rm("bench-press", 100, services.now())
    presenter, listener = presenter_of(
        services,
        clock,
        ("at 40 kg", "load 90 lb"),
        ("90 lb", "load 95"),
        ("95 lb", "load 45 kg"),
        ("45 kg", "load 50"),
        ("50 kg", "b"),
    )
    await prescribe_and_coach(presenter, presenter.session, exercise_of(services, "bench-press"))
    assert listener.unanswered == []


@pytest.mark.parametrize(("setting", "stack", "said"), [("kg", "lb", "120 lb"), ("lb", "kg", "120 kg")])
async def test_a_1rm_without_a_unit_is_in_the_unit_of_the_load_and_said_back_with_it(
    services: Services, clock: Clock, setting: Unit, stack: Unit, said: str
) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    equipment = Equipment(implements={"leg-press": parse_implement(f"stack 5 + 5 {stack}")})
    services.settings = replace(services.settings, unit=setting, own_equipment=equipment)
    presenter, listener = presenter_of(
        services,
        clock,
        (f"type 1rm and the number in {stack}", "1rm 120"),
        (f"1RM: {said}.", "b"),
    )
    await prescribe_and_coach(presenter, presenter.session, exercise_of(services, "leg-press"))
    assert listener.unanswered == []


async def test_a_1rm_is_not_read_in_the_unit_of_a_load_that_was_typed_otherwise(
    services: Services, clock: Clock
) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    services.settings = replace(services.settings, unit="lb")
    presenter, listener = presenter_of(
        services,
        clock,
        ("type 1rm and the number in lb", "load 60kg"),
        ("type 1rm and the number in lb", "1rm 225"),
        ("1RM: 225 lb.", "b"),
    )
    await prescribe_and_coach(presenter, presenter.session, exercise_of(services, "bench-press"))
    assert listener.unanswered == []


async def test_a_change_that_the_way_of_the_sets_does_not_allow_is_not_taken(services: Services, clock: Clock) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    services.lifter.set_one_rm("bench-press", 100, services.now())
    presenter, listener = presenter_of(
        services,
        clock,
        ("b goes back", "type drop 10"),
        ("the last with no rest, 10 % less", "sets 1"),
        ("A drop set needs two sets or more", "rest 90"),
        ("2 sets of 10", "b"),
    )
    await prescribe_and_coach(presenter, presenter.session, exercise_of(services, "bench-press"))
    assert listener.unanswered == []


async def test_a_way_that_an_exercise_cannot_be_done_in_leaves_the_form_as_it_was(
    services: Services, clock: Clock
) -> None:
    presenter, listener = presenter_of(
        services,
        clock,
        ("b goes back", "sets 2"),
        ("2 sets of", "type drop 10"),
        ("A drop set takes load off", "reps 3"),
        ("2 sets of 3", "b"),
    )
    await prescribe_and_coach(presenter, presenter.session, exercise_of(services, "negative-dip"))
    assert listener.unanswered == []


async def test_pain_offers_to_end_and_is_stored(services: Services, clock: Clock) -> None:
    heard = await lead(
        services,
        clock,
        short(services, "negative-push-up", sets=2),
        ("Space begins", "space"),
        ("Rep 2 of 2. Lower.", "x"),
        ("It hurts: no more of this exercise today", "space"),
        ("Press Space again to end the session", "space"),
        ("the whole session?", ""),
        ("A note?", ""),
    )
    assert heard.said("ended in pain")
    assert stored(services).sets[0].stop_reason is StopReason.PAIN


async def test_who_ends_the_session_in_a_tendons_set_is_asked_for_its_pain_all_the_same(
    services: Services, clock: Clock
) -> None:
    heard = await lead(
        services,
        clock,
        short(services, "heel-drop", sets=2, reps=3),
        ("Space begins", "space"),
        ("Rep 2 of 3", "q"),
        ("End the session?", "y"),
        ("How much did it hurt on the left? 0 none to 10 the worst.", "3"),
        ("Pain 3 of 10 on the left.", "space"),
        *SUMMARY,
    )
    assert not heard.said("Set 2 of 2")
    assert [levels_text(one.pain) for one in stored(services).sets] == ["left 3"]


async def test_a_programmes_session_is_led_to_its_last_set(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    for days in (12, 8, 5):
        perform("negative-pull-up", days_ago=days)
    folder = services.config_path.parent
    folder.mkdir(parents=True, exist_ok=True)
    week = 'week = [{ do = ["5x2 5 s bw", "1x1 5 s bw"] }]'
    text = f'[[programme]]\nname = "Mine"\nexercise = "negative-pull-up"\ndays_apart = 2\n{week}\n'
    (folder / "programmes.toml").write_text(text, "utf-8")
    ProgrammeRuns(services.database).begin("mine", "Mine", services.now())
    plan = catalogue_default(services, exercise_of(services, "negative-pull-up"))
    heard = await lead(
        services,
        clock,
        replace(plan, sets=5, reps=2),
        ("Space begins", "space"),
        ("Set 5 of 5: 2 of 2 reps", "q"),
        *SUMMARY,
    )
    assert not heard.said("at the earliest: ")
    assert not heard.said("before you start")
    assert len(stored(services).sets) == 5


async def test_each_side_of_a_tendon_is_asked_in_the_rest_and_on_the_next_morning(
    services: Services, clock: Clock
) -> None:
    heard = await lead(
        services,
        clock,
        short(services, "heel-drop", sets=2),
        ("Space begins", "space"),
        ("How much did it hurt on the left? 0 none to 10 the worst. s: the right side.", "2"),
        ("Pain 2 of 10 on the left.", "s"),
        ("How much did it hurt on the right?", "7"),
        ("Pain 7 of 10 on the right.", "space"),
        ("Press Space again to end the session", "space"),
        *SUMMARY,
    )
    assert heard.said("Pain 7 of 10: stop here.")
    assert [levels_text(one.pain) for one in stored(services).sets] == ["left 2, right 7"]
    clock.advance(20 * 3_600_000)
    heel_drop = exercise_of(services, "heel-drop")
    presenter, listener = presenter_of(
        services,
        clock,
        ("Left side: type 0 for none to 10 for the worst.", "11"),
        ("0 to 10", "3"),
        ("Right side: type 0 for none", ""),
    )
    assert await ask_next_morning(presenter, services, heel_drop)
    assert listener.unanswered == []
    assert [levels_text(one.next_morning) for one in stored(services).sets] == ["left 3"]


@pytest.mark.parametrize(
    ("azerty", "shorter", "keys"),
    [(True, "minus", "Plus"), (False, "minus", "Plus and minus"), (True, "f10", "Plus and F10")],
)
async def test_the_key_of_the_6_rates_on_azerty_and_shortens_the_rest_elsewhere(
    services: Services, clock: Clock, azerty: bool, shorter: str, keys: str
) -> None:
    services.settings = replace(services.settings, own_keys=OwnKeys(USUAL.with_keys("rest.shorter", (shorter,))))
    presenter, listener = presenter_of(
        services,
        clock,
        ("Space begins", "space"),
        ("How much did it hurt on the left?", "minus"),
        ("Pain 6 of 10 on the left." if azerty else "of rest left.", "h"),
        (f"{keys}: 15 s.", "q"),
        ("End the session?", "y"),
        *SUMMARY,
    )
    listener.azerty = azerty
    work = short(services, "heel-drop", sets=2, rest_ms=300_000)
    await coach_request(presenter, presenter.session, CoachRequest(work, None))
    assert listener.unanswered == [], "\n".join(listener.heard)
    (kept,) = stored(services).sets
    assert levels_text(kept.pain) == ("left 6" if azerty else "")


async def test_a_pain_below_the_least_is_none(services: Services, clock: Clock) -> None:
    presenter, listener = presenter_of(
        services,
        clock,
        ("Space begins", "space"),
        ("How much did it hurt on the left?", "0"),
        ("Pain 0 of 10 on the left.", "backspace"),
        ("Pain on the left cleared.", "q"),
        ("End the session?", "y"),
        *SUMMARY,
    )
    work = short(services, "heel-drop", sets=2, rest_ms=300_000)
    await coach_request(presenter, presenter.session, CoachRequest(work, None))
    assert listener.unanswered == [], "\n".join(listener.heard)
    (kept,) = stored(services).sets
    assert levels_text(kept.pain) == ""


async def test_a_set_without_a_rep_asks_whether_it_hurts(services: Services, clock: Clock) -> None:
    await lead(
        services,
        clock,
        short(services, "negative-push-up"),
        ("Space begins", "space"),
        ("Get ready", "escape"),
        ("Does it hurt?", "space"),
        ("Space begins", "space"),
        ("Get ready", "escape"),
        ("Does it hurt?", "x"),
        ("It hurts: stop here", "space"),
        ("the whole session?", ""),
        ("A note?", ""),
    )
    (only,) = stored(services).sets
    assert (only.reps, only.stop_reason) == ((), StopReason.PAIN)


async def test_what_was_cut_off_is_offered_at_the_next_start(services: Services, clock: Clock) -> None:
    prescription = short(services, "negative-push-up", reps=3)
    presenter, listener = presenter_of(services, clock, ("Space begins", "space"), ("Rep 2 of 3", "h"))
    with pytest.raises(InputEndedError):
        await coach_request(presenter, presenter.session, CoachRequest(prescription, None))
    assert presenter.lead.in_set
    presenter.lead.suspend()
    assert "Paused" in listener.heard[-1]

    clock.advance(60_000)
    unfinished = services.journal.unfinished()
    assert unfinished is not None
    presenter, listener = presenter_of(
        services,
        clock,
        ("go on with it", "maybe"),
        ("Type y, n or b; or Enter alone.", "?"),
        ("?: what these do.", ""),
        ("2 reps", "space"),
        ("2 of 2 reps", "q"),
        *SUMMARY,
    )
    await resume_or_start(presenter, presenter.session, unfinished, None)
    assert listener.unanswered == []
    ask = "Enter or y: go on with it. n or b: another exercise, or finish. ?: what these do."
    assert listener.heard.count(ask) == 2  # and once more after the help
    assert listener.heard[listener.heard.index(ask, listener.heard.index(ask) + 1) - 2 :][:2] == [
        "y: What is left of Negative push-up follows, in the same session.",
        "n: No more of Negative push-up. Then choose another exercise, or finish the session.",
    ]
    assert [len(one.reps) for one in stored(services).sets] == [3]


async def test_of_what_was_cut_off_weeks_ago_only_the_sets_that_are_left_are_done_lighter(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    now, journal, plan = services.now(), services.journal, short(services, "machine-bench-press", load_kg=105.0, sets=4)
    services.lifter.store_health_answers(HEALTHY, now)
    for days_ago in (52, 49, 46):
        perform("machine-bench-press", days_ago=days_ago, load_kg=105)
    at = now - timedelta(days=40)
    services.lifter.set_one_rm("machine-bench-press", 100, at)
    session_id = journal.begin_session(at)
    for number in (1, 2):
        set_id = journal.begin_set(session_id, prescribed_set_of(plan, number, spotters=1, one_rm_kg=100.0), at)
        journal.store_rep(set_id, ordinal=1, number=1, side=None, target_ms=5_000, measured_ms=4_900, now=at)
        journal.end_set(set_id, StopReason.TARGET_REACHED, at)
    services.lifter.set_one_rm("machine-bench-press", 101, now)  # tested since
    unfinished = journal.unfinished()
    assert unfinished is not None
    presenter, listener = presenter_of(
        services,
        clock,
        ("g: do the rest today", "g"),
        ("the whole session?", ""),
        ("A note?", ""),
        ("Enter starts this: 2 sets of 10, 40 kg.", ""),
        ("How many spotters", "2"),
        ("Space begins", "space"),
        ("Rep 2 of 10. Lower.", "q"),
        ("End the session?", "y"),
        *SUMMARY,
    )
    await resume_or_start(presenter, presenter.session, unfinished, None)
    assert listener.unanswered == []
    assert any(line.startswith("Machine bench press, set 3 of 4: 10 reps, 40 kg") for line in listener.heard)
    (done,) = stored(services).sets
    assert (done.prescribed.set_number, done.prescribed.one_rm_kg) == (3, 101.0)


async def test_who_leaves_in_a_set_is_freed_of_the_load_first(services: Services, clock: Clock) -> None:
    heard = await lead(
        services,
        clock,
        short(services, "negative-dip"),
        ("Space begins", "space"),
        ("Rep 2 of 2. Lower.", "q"),
        ("End the session?", "y"),
        *SUMMARY,
    )
    at = heard.heard.index("Feet on the box. Then step down. Paused. Space goes on.")
    assert heard.heard[at + 1].startswith("End the session? Every rep so far is saved.")


def loaded(services: Services, perform: Callable[..., None]) -> Prescription:
    """A set of more than the lifter can lift, which has a warm-up."""
    services.lifter.store_health_answers(HEALTHY, services.now())
    for days_ago in (5, 9):
        perform("machine-bench-press", days_ago=days_ago, load_kg=105)
    services.lifter.set_one_rm("machine-bench-press", 100, services.now())
    return short(services, "machine-bench-press", load_kg=105.0)


WARM_UP = (("How many spotters", "2"), ("w: warm up first, 3 sets", "w"))
"""What leads to the first set of its warm-up."""


async def test_a_warm_up_is_led_and_stored_apart(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    await lead(
        services,
        clock,
        loaded(services, perform),
        *WARM_UP,
        ("Warm-up 1 of 3", "space"),
        ("Rest:", "s"),
        ("Next: Warm-up 3", "s"),
        ("Next: set 1", "space"),
        ("Press Space again", "space"),
        ("Space begins.", "space"),
        ("2 of 2 reps", "q"),
        ("the whole session?", ""),
        ("A note?", ""),
    )
    assert len(stored(services).sets) == 1


@pytest.mark.parametrize(
    "hurts",
    [(("Get ready", "x"),), (("Rep 2 of 6", "x"),), (("Rep 2 of 6", "x"), (HURT, "h")), (("Rest:", "x"), (HURT, "h"))],
    ids=["before the first rep", "in the set", "where that is asked", "in the rest"],
)
async def test_pain_in_a_warm_up_is_stored_at_once(
    services: Services, clock: Clock, perform: Callable[..., None], hurts: tuple[Answer, ...]
) -> None:
    script = (*WARM_UP, ("Warm-up 1 of 3", "space"), *hurts)
    with pytest.raises(InputEndedError):  # the terminal is closed then
        await lead(services, clock, loaded(services, perform), *script)
    (hurt,) = stored(services).sets
    assert (hurt.prescribed.exercise, hurt.reps, hurt.stop_reason) == ("machine-bench-press", (), StopReason.PAIN)


async def test_pain_in_a_warm_up_counts_also_where_the_lifter_leaves_before_the_set_is_over(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    heard = await lead(
        services,
        clock,
        loaded(services, perform),
        *WARM_UP,
        ("Warm-up 1 of 3", "space"),
        ("Rep 2 of 6", "x"),
        ("", "q"),
        ("End the session?", "y"),
        *SUMMARY,
    )
    assert heard.said("Set 1: 0 reps, ended in pain.")
    assert [(one.reps, one.stop_reason) for one in stored(services).sets] == [((), StopReason.PAIN)]


async def test_pain_in_a_warm_up_that_was_said_by_mistake_is_taken_back(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    heard = await lead(
        services,
        clock,
        loaded(services, perform),
        *WARM_UP,
        ("Warm-up 1 of 3", "space"),
        ("Get ready", "escape"),
        ("No rep was lowered. Does it hurt?", "x"),
        (HURT, "x"),
        ("Space: get ready again.", "space"),
        ("Warm-up 1 of 3", "space"),
        ("Rest:", "x"),
        (HURT, "x"),
        ("Space: go on.", "space"),
        ("Rest:", "x"),
        (HURT, "x"),
        ("Space: go on.", "q"),
    )
    assert sum(line == "Does it hurt? Then stop here." for line in heard.heard) == 2
    with services.database.read() as connection:
        painful = "SELECT count(*) FROM sets WHERE stop_reason = 'pain' AND deleted_at IS NULL"
        assert connection.execute(painful).fetchone()[0] == 0


async def test_a_warm_up_of_an_easier_exercise_names_it_and_is_stored_as_that_of_the_work(
    services: Services, clock: Clock
) -> None:
    wanted = short(services, "negative-push-up", reps=1, tempo=Tempo.parse("5-1-A-1"))
    await lead(
        services,
        clock,
        wanted,
        ("w: warm up first, 1 set.", "w"),
        ("Warm-up 1 of 1: Incline push-up, 5 reps, bodyweight.", "space"),
        ("Next: Negative push-up, set 1 of 1, bodyweight. x: it hurts.", "h"),
        ("q: finish; you are asked first.", "space"),
        ("Press Space again", "space"),
        ("Space begins.", "w"),
        ("Warm-up 1 of 1: Incline push-up", "space"),
        ("Rep 2 of 5", "x"),
        (HURT, "space"),
        *SUMMARY,
    )
    kept = stored(services)
    assert [(one.exercise, one.kind, one.reps) for one in kept.concentric] == [
        ("negative-push-up", ConcentricKind.WARM_UP, 5),
        ("negative-push-up", ConcentricKind.WARM_UP, 1),
    ]
    (hurt,) = kept.sets
    assert (hurt.prescribed.exercise, hurt.prescribed.exercise_name) == ("negative-push-up", "Negative push-up")
    assert (hurt.stop_reason, hurt.reps) == (StopReason.PAIN, ())
    # The advice after it is as after pain in the work: it does not lower in less time from now on.
    assert (hurt.prescribed.tempo, hurt.prescribed.rest_ms) == ("5-1-A-1", wanted.rest_ms)


async def test_a_press_in_the_rest_of_a_warm_up_that_nobody_meant_begins_no_set_minutes_later(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    heard = await lead(
        services,
        clock,
        loaded(services, perform),
        *WARM_UP,
        ("Warm-up 1 of 3", "space"),
        ("Rest:", "space"),
        ("Press Space again to go on now", "space", 6_000),  # the second press is no longer awaited
        ("Press Space again to go on now", "s"),  # another set comes next
        ("Next: Warm-up 3 of 3", "space"),
        ("Press Space again to go on now", "space"),
        ("Get ready", "escape"),
        ("No rep was lowered.", "q"),
    )
    assert [line for line in heard.heard if line.startswith("Warm-up")] == [
        "Warm-up 1 of 3: 6 reps, 50 kg.",
        "Warm-up 3 of 3: 1 rep, 95 kg, with the spotters, at 3-0-A-0.",
    ]


async def test_the_keys_of_a_rest_of_a_warm_up_are_those_of_the_screens(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    heard = await lead(
        services,
        clock,
        loaded(services, perform),
        *WARM_UP,
        ("Warm-up 1 of 3", "space"),
        ("Rest:", "full_stop"),
        ("Sound: ", "h"),
        ("q: finish; you are asked first.", "plus"),
        ("of rest left.", "minus"),
        ("of rest left.", "q"),
        ("End the session?", "n"),
        ("Next: Warm-up 2 of 3", "q"),
        ("End the session?", "y"),
    )
    assert heard.heard[-1] == "Nothing was lowered, so nothing is saved."


async def test_the_sound_that_is_muted_in_a_set_is_on_again_with_one_press_in_the_rest(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    muted = list[bool]()
    monkeypatch.setattr(services.player, "mute", muted.append)
    await lead(
        services,
        clock,
        short(services, "negative-push-up"),
        ("Space begins", "space"),
        ("Rep 2 of 2", "full_stop"),
        ("1 of 1: 2 of 2 reps", "full_stop"),
        ("Sound: ", "q"),
        *SUMMARY,
    )
    assert muted == [False, True, False]


QUESTIONS = ("End the session?", "No rep was lowered.")


@pytest.mark.parametrize(
    "when", ["in the rest", "in a paused set", "after no rep", "in the rest of the warm-up", "where it hurts"]
)
async def test_a_session_that_was_forgotten_ends_also_while_a_question_is_open(
    services: Services, clock: Clock, perform: Callable[..., None], when: str
) -> None:
    services.settings = replace(services.settings, session_gap_h=1)
    if when in ("in the rest", "in a paused set", "after no rep"):
        begin: tuple[Answer, ...] = (("Space begins", "space"), ("Set 1 of 2: 2 of 2 reps", "space"))
        if when == "in the rest":
            begin = (begin[0], ("Set 1 of 2: 2 of 2 reps", "q"))
        else:
            key = "q" if when == "in a paused set" else "escape"
            begin = (*begin, ("Press Space again", "space"), ("Get ready", key))
        prescription = short(services, "negative-push-up", sets=2)
    else:
        begin = (*WARM_UP, ("Warm-up 1 of 3", "space"), ("Rest:", "x" if when == "where it hurts" else "q"))
        prescription = loaded(services, perform)
    presenter, listener = presenter_of(services, clock, *begin, *SUMMARY)
    await coach_request(presenter, presenter.session, CoachRequest(prescription, None))
    asked = next(at for at, line in enumerate(listener.heard) if line == HURT or line.startswith(QUESTIONS))
    assert listener.heard_ms[-1] - listener.heard_ms[asked] > 3_500_000
    kept = when != "in the rest of the warm-up"  # there nothing was lowered
    assert listener.said("It ended after 1 hour without a rep.") is kept
    assert (listener.unanswered == []) is kept


async def test_the_spotters_question_says_the_warm_up_and_whose_its_numbers_are_where_that_is_asked_for(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    heard = await lead(
        services,
        clock,
        loaded(services, perform),
        ("b goes back. ?: the warm-up, and whose numbers these are.", "?"),
        ("How many spotters", "1"),
        ("Space begins", "q"),
    )
    at = heard.heard.index("Warm up first, at normal tempo: w leads it, once the set is ready.")
    said = heard.heard[at + 1 :]
    lifted = [line for line in said if line.startswith(("50 kg,", "75 kg,", "95 kg,"))]
    assert ["with the spotter, at 3-0-A-0" in line for line in lifted] == [False, False, True]
    assert any(line.startswith("Rule: ") for line in said)


async def test_the_warm_up_is_named_where_two_exercises_alternate(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    first = SetsToDo(loaded(services, perform), 2, 100.0)
    second = SetsToDo(short(services, "negative-push-up"), 0, None)
    presenter, listener = presenter_of(services, clock, ("w: warm up first for Machine bench press, 3 sets.", "q"))
    await presenter.coach(presenter.session, (first, second))
    assert listener.unanswered == []


async def test_the_keys_say_which_load_is_planned_and_which_advised_after_lost_tempo(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    presenter, listener = presenter_of(
        services,
        clock,
        ("Space begins", "space"),
        ("Rep 1 of 2. Lower.", "space", 500),
        ("Tempo lost, so 95 kg next", "h"),
        ("the planned 105 kg.", "e"),
        ("Tempo lost, 105 kg kept", "h"),
        ("the advised 95 kg.", "q"),
        ("End", "y"),
        *SUMMARY,
    )
    await presenter.coach(presenter.session, (SetsToDo(replace(loaded(services, perform), sets=2), 2, 100.0),))
    assert listener.unanswered == [], "\n".join(listener.heard)


async def test_what_changes_on_the_bar_is_said_in_the_rest(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    plates = parse_plates("25 x 4, 20 x 2, 10 x 2, 5 x 2, 2.5 x 2, 1.25 x 2 kg")
    services.settings = replace(services.settings, own_equipment=Equipment(parse_weight("20 kg"), plates))
    services.lifter.store_health_answers(HEALTHY, services.now())
    for days_ago in (5, 9):
        perform("bench-press", days_ago=days_ago, load_kg=105)
    services.lifter.set_one_rm("bench-press", 100, services.now())
    work = short(services, "bench-press", load_kg=105.0, sets=2)
    presenter, listener = presenter_of(
        services,
        clock,
        ("How many spotters", "2"),
        ("Needed too", "y"),
        ("Space begins", "space"),
        ("Rep 1 of 2. Lower.", "space", 500),
        ("Tempo lost, so 92.5 kg next", "e"),
        ("Tempo lost, 105 kg kept", "space"),
        ("Press Space again", "space"),
        ("Get ready", "escape"),
        ("No rep was lowered", "q"),
        *SUMMARY,
    )
    await coach_request(presenter, presenter.session, CoachRequest(work, None))
    assert listener.unanswered == [], "\n".join(listener.heard)
    said = [line for line in listener.heard if line.startswith("Bar ")]
    assert said[:2] == [
        "Bar 92.5 kg: take 5 + 2.5 off each end, add 1.25 a side.",
        "Bar 105 kg: 20 + 10 + 2 times 5 + 2.5 a side on the 20 kg bar.",  # they may have been taken off by now
    ]


def test_what_cannot_be_stored_is_said_once_and_then_that_it_is_saved(services: Services, clock: Clock) -> None:
    services.patience_s = 0
    presenter, listener = presenter_of(services, clock)
    session, said = presenter.session, ""
    session.recorder.prepare_set(prescribed_set_of(prescribed(services), 1, spotters=1, one_rm_kg=None))
    with without_answer(services.database):
        session.recorder.end_set(StopReason.PAIN)
        clock.advance(1_000)
        for _ in range(3):
            said = say_trouble(listener, session, said)
    session.recorder.finish()
    for _ in range(3):
        said = say_trouble(listener, session, said)
    assert listener.heard == [DISK_IS_SLOW, SAVED_AGAIN]
