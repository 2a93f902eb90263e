"""The guided tests in lines: begun, led, rated and stored as on the screens, also after an interruption."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from negcoach.coaching.advice.recent_training import catalogue_default
from negcoach.coaching.rest.after_set import AfterSet
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.coaching.start.resume_session import resume_or_start
from negcoach.plain.choosing.gate import LineGate
from negcoach.plain.menu import Menu
from negcoach.plain.terminal.terminal import InputEndedError
from negcoach.services import Services
from negcoach.store.queries.eccentric_tests import eccentric_tests, longest_lowerings
from negcoach.store.queries.sessions.history import SessionRecord, sessions
from negcoach.training.equipment.equipment import Equipment
from negcoach.training.equipment.equipment_text import parse_plates, parse_weight
from negcoach.training.plan.eccentric_test import REST_MS
from negcoach.training.terms import SetPurpose, StopReason
from tests.plain.listener import USUAL_MS, Answer, Listener, presenter_of
from tests.services import HEALTHY, Clock

Perform = Callable[..., None]
SUMMARY = (("the whole session?", ""), ("A note?", ""))


@pytest.fixture
def strong(services: Services, perform: Perform) -> Services:
    """A lifter with a 1RM of 100 kg who lowered 105 kg six days ago."""
    services.lifter.store_health_answers(HEALTHY, services.now())
    services.lifter.set_one_rm("bench-press", 100.0, services.now() - timedelta(days=30))
    perform("bench-press", days_ago=9, load_kg=105)
    perform("bench-press", days_ago=6, load_kg=105)
    return services


@pytest.fixture
def pulls_up(services: Services, perform: Perform) -> Services:
    """A lifter who holds all sets and reps of the pull-up for their five seconds, last five days ago."""
    perform("negative-pull-up", days_ago=12, sets=2, reps=2)
    perform("negative-pull-up", days_ago=8, adherence=0.85)
    perform("negative-pull-up", days_ago=5)
    return services


async def led(services: Services, clock: Clock, slug: str, *script: Answer) -> Listener:
    """Lead the test of an exercise, as ``negcoach coach SLUG --test`` begins it, to the end of the script."""
    exercise = services.exercise(slug)
    assert exercise is not None
    presenter, listener = presenter_of(services, clock, *script)
    request = CoachRequest(catalogue_default(services, exercise), None, test=True)
    await resume_or_start(presenter, presenter.session, None, request)
    assert listener.unanswered == [], "\n".join(listener.heard)
    return listener


def lowered_for(ms: int, said: str = "Rep 1 of 1. Lower.") -> Answer:
    """The key at the bottom, so long after the lowering began."""
    return (said, "space", ms - USUAL_MS)


def rested(said: str) -> Answer:
    """The key that begins the next set, once the rest is over."""
    return (said, "space", REST_MS)


BEGUN: tuple[Answer, ...] = (
    ("Enter begins the test, s does ordinary sets instead, b goes back.", ""),
    ("How many spotters", "2"),
    ("Needed too: safety arms", "y"),
    ("Space begins", "space"),
)
FINISHED: tuple[Answer, ...] = (
    ("Space: end session.", "space"),
    ("Press Space again to end the session", "space"),
    *SUMMARY,
)


def newest_of(services: Services) -> SessionRecord:
    """The session of the test: the newest one."""
    with services.database.read() as connection:
        return sessions(connection)[0]


def results_kg(services: Services) -> list[float]:
    with services.database.read() as connection:
        return [one.result.kg for one in eccentric_tests(connection, "bench-press")]


async def test_the_effort_that_sets_the_next_single_says_its_load_and_plates_at_once(
    strong: Services, clock: Clock
) -> None:
    equipment = Equipment(parse_weight("20 kg"), parse_plates("20 x 4, 10, 5, 2.5 x 2, 1.25 kg"))
    strong.settings = replace(strong.settings, own_equipment=equipment)
    rating = (*BEGUN, lowered_for(5_000), ("Lowered in full: 107.5 kg next (+2.4 %).", "8"))
    presenter, listener = presenter_of(strong, clock, *rating)
    exercise = strong.exercise("bench-press")
    assert exercise is not None
    request = CoachRequest(catalogue_default(strong, exercise), None, test=True)
    with pytest.raises(InputEndedError):
        await resume_or_start(presenter, presenter.session, None, request)
    said = listener.heard[listener.heard.index("Effort 8 of 10.") + 1 :]
    assert any("single 2, of 6 at most, 110 kg" in line for line in said), said
    bar = "Bar 110 kg: 2 times 20 + 2 times 2.5 a side on the 20 kg bar."
    assert bar in said  # all of it: plates for 107.5 kg may be on by now


async def test_a_press_for_another_load_than_was_said_begins_nothing(
    strong: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = (
        *BEGUN,
        lowered_for(5_000),
        ("Lowered in full: 107.5 kg next (+2.4 %).", "space"),
        ("Press Space again", "space"),
        ("Next: single 2, of 6 at most, 110 kg", "h"),
        ("i: say this again", "q"),
        ("End the session?", "y"),
        *SUMMARY,
    )

    async def made_easy(gate: LineGate, after: AfterSet) -> bool:
        after.outcome = replace(after.outcome, rpe=8)  # as the gate, or another program, may change it
        return True

    monkeypatch.setattr(LineGate, "pass_next", made_easy)
    presenter, listener = presenter_of(strong, clock, *answers)
    exercise = strong.exercise("bench-press")
    assert exercise is not None
    request = CoachRequest(catalogue_default(strong, exercise), None, test=True)
    await resume_or_start(presenter, presenter.session, None, request)
    assert not listener.unanswered, listener.heard
    assert not listener.said("single 2: 1 rep")


async def test_singles_get_heavier_until_the_second_miss_and_the_result_is_stored(
    strong: Services, clock: Clock
) -> None:
    heard = await led(
        strong,
        clock,
        "bench-press",
        *BEGUN,
        lowered_for(5_000),
        ("Lowered in full: 107.5 kg next (+2.4 %). Rate the effort: it sets the step.", "7"),
        ("Lowered in full: 112.5 kg next (+7.1 %).", "h"),
        rested("i: say this again"),
        lowered_for(4_000),
        rested("Missed: halfway back to 107.5 kg, once."),
        lowered_for(5_000),
        ("How hard was it?", "8"),
        rested("Lowered in full: 110 kg next (+2.3 %)."),
        lowered_for(3_000),
        ("Space: end session.", "h"),
        ("i: say this again", "space"),
        ("Press Space again to end the session", "space"),
        *SUMMARY,
    )
    assert not heard.said("g: go on")  # nothing goes on from there
    assert "Bench press: eccentric 1RM." in heard.heard
    assert "Bench press, test, single 1: 1 rep, 105 kg, 105 % of 1RM." in heard.heard
    assert "Next: single 2, of 6 at most, 112.5 kg, 112.5 %." in heard.heard
    assert "Eccentric 1RM at 5-0-A-1: 107.5 kg." in heard.heard
    assert "Tested: eccentric 1RM at 5-0-A-1: 107.5 kg." in heard.heard
    kept = newest_of(strong).sets
    assert [one.load_kg for one in kept] == [105, 112.5, 107.5, 110]
    assert {one.prescribed.purpose for one in kept} == {SetPurpose.TEST}
    assert results_kg(strong) == [107.5]


async def test_after_a_drop_one_last_single_is_announced_as_the_last(strong: Services, clock: Clock) -> None:
    heard = await led(
        strong,
        clock,
        "bench-press",
        *BEGUN,
        lowered_for(5_000),
        rested("Lowered in full: 107.5 kg next"),
        lowered_for(2_000),
        rested("Dropped: back to 105 kg, which was lowered in full. One more single, the last."),
        lowered_for(5_000),
        ("Lowered in full after the drop: nothing heavier today.", "space"),
        ("Press Space again to end the session", "space"),
        *SUMMARY,
    )
    assert heard.said("after a drop, one last single with a load lowered in full before")
    assert "Next: single 3, of 6 at most, 105 kg, 105 %." in heard.heard
    assert results_kg(strong) == [105]


async def test_a_load_over_the_cap_is_typed_again_before_its_single(strong: Services, clock: Clock) -> None:
    heard = await led(
        strong,
        clock,
        "bench-press",
        *BEGUN,
        lowered_for(5_000),
        ("How hard was it?", "7"),
        rested("112.5 kg next"),
        lowered_for(5_000),
        ("How hard was it?", "7"),
        rested("120 kg next"),  # the cap itself is not over it
        lowered_for(5_000),
        ("How hard was it?", "8"),
        rested("125 kg next"),
        ("type the load again in full: 125 kg", "b"),
        ("Next: single 4", "space"),
        ("type the load again in full: 125 kg", "125"),
        ("Next: single 4", "space"),
        ("Bench press, test, single 4: 1 rep, 125 kg", "x"),
        ("It hurts: stop here.", "space"),
        *SUMMARY,
    )
    assert heard.said("It hurts: the test ends here.")
    assert results_kg(strong) == [120]


async def test_more_spotters_are_asked_for_where_the_next_load_needs_them(
    services: Services, clock: Clock, perform: Perform
) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    services.lifter.set_one_rm("bench-press", 80.0, services.now() - timedelta(days=30))
    perform("bench-press", days_ago=6, load_kg=85)
    await led(
        services,
        clock,
        "bench-press",
        BEGUN[0],
        ("How many spotters", "1"),
        *BEGUN[2:],
        lowered_for(5_000),
        ("How hard was it?", "7"),
        rested("87.5 kg next"),
        lowered_for(5_000),
        ("How hard was it?", "7"),
        rested("92.5 kg next"),
        ("How many spotters", "1"),
        ("92.5 kg needs 2 spotters", "2"),
        ("Needed too", "y"),
        ("Press Space when everyone is ready.", "space"),
        ("single 3: 1 rep, 92.5 kg", "q"),
        ("End the session?", "y"),
        *SUMMARY,
    )
    assert newest_of(services).sets[-1].prescribed.spotters == 1  # the third was never lowered


async def test_pain_under_the_bar_ends_the_test_without_a_way_on(strong: Services, clock: Clock) -> None:
    heard = await led(
        strong,
        clock,
        "bench-press",
        *BEGUN,
        ("Rep 1 of 1. Lower.", "x"),
        *FINISHED,
    )
    assert heard.said("No single was lowered in full: the test has no result.")
    assert [one.stop_reason for one in newest_of(strong).sets] == [StopReason.PAIN]


async def test_a_single_that_was_given_up_in_its_lowering_is_a_miss_and_before_it_none(
    strong: Services, clock: Clock
) -> None:
    await led(
        strong,
        clock,
        "bench-press",
        *BEGUN,
        ("Get ready", "escape"),
        ("No rep was lowered. Does it hurt?", "x"),
        ("It hurts: the test ends here.", "x"),
        ("No rep was lowered. Does it hurt?", "space"),
        ("Space begins", "space"),
        ("Rep 1 of 1. Lower.", "escape", 1_000),
        ("Missed: halfway back to 102.5 kg, once.", "q"),
        ("End the session?", "y"),
    )


async def test_a_test_that_was_cut_off_goes_on_where_it_was(strong: Services, clock: Clock) -> None:
    presenter, _ = presenter_of(
        strong,
        clock,
        *BEGUN,
        lowered_for(5_000),
        ("How hard was it?", "7"),
        rested("112.5 kg next"),
        ("Get ready", "h"),
    )
    exercise = strong.exercise("bench-press")
    assert exercise is not None
    request = CoachRequest(catalogue_default(strong, exercise), None, test=True)
    with pytest.raises(InputEndedError):
        await resume_or_start(presenter, presenter.session, None, request)
    clock.advance(60_000)
    presenter, listener = presenter_of(
        strong,
        clock,
        ("go on with", ""),
        ("How many spotters", "2"),
        ("Needed too: safety arms", "y"),
        ("test, single 2: 1 rep, 112.5 kg", "space"),
        lowered_for(5_000),
        ("Lowered in full:", "q"),
        ("End the session?", "y"),
        *SUMMARY,
    )
    await resume_or_start(presenter, presenter.session, strong.journal.unfinished(), None)
    assert listener.unanswered == [], "\n".join(listener.heard)
    assert results_kg(strong) == [112.5]
    assert strong.journal.unfinished() is None


async def test_a_test_that_may_not_be_today_offers_ordinary_sets_before_any_other_question(
    strong: Services, clock: Clock, perform: Perform
) -> None:
    perform("bench-press", days_ago=1, load_kg=105)
    heard = await led(
        strong,
        clock,
        "bench-press",
        ("Chest", "0"),
        ("Triceps", "0"),
        ("Front", "0"),
        ("Enter does ordinary sets", "b"),
    )
    assert "Not today." in heard.heard
    assert not heard.said("spotters are with you")


async def test_the_menu_leads_to_the_test_of_an_exercise(pulls_up: Services, clock: Clock) -> None:
    presenter, listener = presenter_of(
        pulls_up,
        clock,
        ("Which exercise?", "test"),
        ("Type the word test and the name of an exercise", "test negative pull"),
        ("Enter begins the test", "b"),
        ("Which exercise?", "test bird dog"),
        ("Error:", "q"),
    )
    await Menu(listener, presenter, presenter.session, presenter._floor).choose()
    assert listener.unanswered == [], "\n".join(listener.heard)


async def test_the_longest_of_lowerings_that_get_longer_is_the_result(pulls_up: Services, clock: Clock) -> None:
    lower = "Lower, as slowly as you can."
    heard = await led(
        pulls_up,
        clock,
        "negative-pull-up",
        ("Enter begins the test", ""),
        ("Space begins", "c"),
        ("Counts on.", "space"),
        lowered_for(8_000, lower),
        rested("Once more, to see whether it was all you had."),
        lowered_for(9_500, lower),
        rested("Longer than before: one more, the last."),
        lowered_for(9_000, lower),
        ("No longer than before: the next would test fatigue.", "space"),
        *SUMMARY,
    )
    for line in (
        "Negative pull-up: longest lowering.",
        "Negative pull-up, test, lowering 1: 1 rep, bodyweight.",
        "As slowly as you can.",
        "Test, lowering 1: lowered for 8.0 s.",
        "Next: lowering 2, of 3 at most, as slowly as you can.",
        "The longest so far: 9.5 s.",
        "Longest lowering: 9.5 s.",
        "Lowering 2: lowered for 9.5 s.",
        "Tested: longest lowering: 9.5 s.",
    ):
        assert line in heard.heard, "\n".join(heard.heard)
    at = heard.heard.index(lower)
    assert heard.heard[at + 1 : at + 4] == ["1", "2", "3"]  # the count goes up
    with pulls_up.database.read() as connection:
        assert [round(one.result.ms, -2) for one in longest_lowerings(connection, "negative-pull-up")] == [9_500]
