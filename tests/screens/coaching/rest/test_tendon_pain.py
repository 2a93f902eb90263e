"""The pain of a tendon's set is asked in its rest with one key; too much of it ends the session first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.screens.choosing.gate.readiness_screen import ReadinessScreen
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.leave import LeaveScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.services import Services
from negcoach.training.progress.pain import levels_text
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import Knee, Side, StopReason
from tests.screens.coaching.stage import Bench, on_the_bench
from tests.screens.conftest import StageApp, rows_of, settle
from tests.services import LEAD_IN_MS, Clock, prescribed


def shown(bench: Bench) -> str:
    return " ".join(" ".join(rows_of(bench.app)).split())


def pains(bench: Bench) -> list[tuple[str, Knee | None, StopReason | None]]:
    return [
        (levels_text(one.pain), one.prescribed.knee, one.stop_reason)
        for record in reversed(bench.records())
        for one in record.sets
    ]


async def test_the_pain_of_each_set_is_kept_and_over_five_nothing_goes_on_by_itself(
    services: Services, clock: Clock
) -> None:
    plan = prescribed(services, "heel-drop", tempo="1-0-A-0", sets=2, reps=1, lift_ms=1_000)
    async with on_the_bench(services, clock, replace(plan, load_kg=10.0, only_side=Side.LEFT)) as bench:
        await bench.press("space")
        await bench.until_rest()
        assert "set 1 of 2, straight knee" in shown(bench)
        assert "1 of 1 rep" in shown(bench)  # of the one side
        await bench.press("0")
        assert pains(bench) == [("left 0", Knee.STRAIGHT, StopReason.TARGET_REACHED)]
        await bench.press("tab", "tab", "tab", "tab")
        assert "acceptable, no more load" in shown(bench)
        assert "set 2 of 2, bent knee · 1 rep on the left · bodyweight + 10 kg begins by itself" in shown(bench)
        await bench.press("7")
        assert "Pain 7 of 10: stop here." in shown(bench)
        assert "space end session g go on x it hurts" in shown(bench)
        await bench.at(120_000)
        assert isinstance(bench.app.screen, RestScreen)
        await bench.press("5", "x")  # it was stopped on, but no more than is acceptable
        assert "Pain 5 of 10 is acceptable: g goes on, with no more load." in shown(bench)
        await bench.at(120_000)
        assert isinstance(bench.app.screen, RestScreen)
        await bench.press("g", "space")
        assert isinstance(bench.app.screen, CoachScreen)
        await bench.until_rest()
        await bench.press("6")
        assert "Pain 6 of 10: stop here." in shown(bench)
        await bench.press("4", "x")
        assert "Pain 4 of 10 is acceptable: no more load next time." in shown(bench)
        await bench.press("6", "x")
        assert pains(bench) == [
            ("left 5", Knee.STRAIGHT, StopReason.PAIN),
            ("left 6", Knee.BENT, StopReason.TARGET_REACHED),
        ]


async def test_a_tendon_that_hurts_in_the_set_is_not_told_to_stop_for_the_day_before_it_said_how_much(
    services: Services, clock: Clock
) -> None:
    plan = prescribed(services, "heel-drop", tempo="3-0-A-0", sets=2, reps=4, lift_ms=1_000)
    async with on_the_bench(services, clock, replace(plan, only_side=Side.LEFT)) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + 4_500)
        await bench.press("x")
        await bench.until(Phase.RACK)
        assert "next you say how much it hurts" in shown(bench)
        assert "no more of this exercise" not in shown(bench)
        await bench.until_rest()
        assert "How much does it hurt, 1 to 10? At 5 or less, g goes on." in shown(bench)
        assert "no more of" not in shown(bench)


@pytest.mark.parametrize(
    ("pain", "said"),
    [
        (
            "3",
            " 3 of 10, which is acceptable: g goes on, with no more load. Next: Eccentric heel drop",
        ),
        ("", ". At 5 of 10 or less, g goes on with it. Next: Eccentric heel drop"),
        ("7", ": no more of it today. If you go on all the same: Eccentric heel drop"),
    ],
    ids=["acceptable", "not said", "too much"],
)
async def test_in_turn_with_another_exercise_a_tendon_goes_on_by_how_much_it_hurt(
    services: Services, clock: Clock, pain: str, said: str
) -> None:
    heel = prescribed(services, "heel-drop", tempo="3-0-A-0", sets=2, reps=1, lift_ms=1_000)
    push_up = prescribed(services, "negative-push-up", sets=2, reps=1)
    in_turn = [SetsToDo(replace(heel, only_side=Side.LEFT), 0, None), SetsToDo(push_up, 0, None)]
    app = StageApp(lambda: CoachScreen(RunningSession(services), in_turn))
    app.clock = services.clock
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        bench = Bench(app, pilot, services, clock)
        await bench.press("space")
        await bench.until_rest()
        await bench.press("x", *([pain] if pain else []), "g")
        await settle(bench.pilot)
        if isinstance(app.screen, ReadinessScreen):
            await bench.press("enter")
        await bench.press("space", "space")
        await bench.until_rest()
        assert f"Eccentric heel drop hurt{said}" in shown(bench)


async def test_who_ends_the_session_in_a_set_is_asked_for_its_pain_all_the_same(
    services: Services, clock: Clock
) -> None:
    plan = prescribed(services, "heel-drop", tempo="3-0-A-0", sets=3, reps=4, lift_ms=1_000)
    async with on_the_bench(services, clock, replace(plan, only_side=Side.LEFT)) as bench:
        await bench.press("space")
        while not bench.records() or not bench.records()[0].sets[0].reps:
            await bench.at(1_000)
        await bench.press("q")
        assert isinstance(bench.app.screen, LeaveScreen)
        await bench.press("y")
        await bench.until_rest()
        assert "pain" in shown(bench)
        await bench.press("4")
        assert pains(bench) == [("left 4", Knee.STRAIGHT, StopReason.LIFTERS_CALL)]
        await bench.at(600_000)
        assert isinstance(bench.app.screen, RestScreen)  # no set comes after it
        await bench.press("space")
        assert isinstance(bench.app.screen, SummaryScreen)


async def test_going_on_after_too_much_pain_takes_the_typed_word_and_is_less(services: Services, clock: Clock) -> None:
    plan = prescribed(services, "heel-drop", tempo="3-0-A-0", sets=2, reps=1, lift_ms=1_000)
    async with on_the_bench(services, clock, replace(plan, load_kg=10.0)) as bench:
        await bench.press("space")
        await bench.until_rest()
        await bench.press("8")
        await bench.press("g")
        assert isinstance(bench.app.screen, ReadinessScreen)
        assert "It hurt 8 of 10 on the left: no more of this now. Next time less." in shown(bench)
        await bench.press("enter")
        assert isinstance(bench.app.screen, ReadinessScreen)
        await bench.press(*"anyway", "enter")
        assert isinstance(bench.app.screen, RestScreen)
        assert "bodyweight + 5 kg" in shown(bench)


async def test_a_pain_that_is_said_after_the_gate_was_passed_passes_it_again(services: Services, clock: Clock) -> None:
    plan = prescribed(services, "heel-drop", tempo="3-0-A-0", sets=2, reps=1, lift_ms=1_000)
    async with on_the_bench(services, clock, replace(plan, load_kg=10.0)) as bench:
        await bench.press("space")
        await bench.until_rest()
        await bench.press("x", "g")
        assert "How bad, out of 10?" in shown(bench)
        await bench.press("enter")
        assert isinstance(bench.app.screen, RestScreen)
        await bench.press("9", "space", "space")
        assert not isinstance(bench.app.screen, CoachScreen)  # ending is offered first again


async def test_a_one_and_a_nought_are_the_worst_pain_and_a_set_that_hurt_did_not_hurt_none(
    services: Services, clock: Clock
) -> None:
    plan = prescribed(services, "heel-drop", tempo="3-0-A-0", sets=2, reps=1, lift_ms=1_000)
    async with on_the_bench(services, clock, replace(plan, load_kg=10.0, only_side=Side.RIGHT)) as bench:
        await bench.press("space")
        await bench.until_rest()
        await bench.press("1", "0")
        assert pains(bench)[-1][0] == "right 10"
        assert "Pain 10 of 10: stop here." in shown(bench)
        await bench.press("0")  # and now it is corrected
        assert pains(bench)[-1][0] == "right 0"
        await bench.press("x")  # but it did hurt
        assert pains(bench)[-1][0] == ""
        assert "How much does it hurt, 1 to 10?" in shown(bench)
        await bench.press("0")
        assert pains(bench)[-1][0] == ""
        await bench.press("tab")
        assert pains(bench)[-1][0] == "right 1"
        await bench.press("backspace")
        assert pains(bench)[-1][0] == ""
        assert "How much does it hurt, 1 to 10?" in shown(bench)


async def test_a_pain_that_was_said_by_mistake_is_cleared_by_one_less_than_the_least(
    services: Services, clock: Clock
) -> None:
    plan = prescribed(services, "heel-drop", tempo="1-0-A-0", sets=2, reps=1, lift_ms=1_000)
    async with on_the_bench(services, clock, replace(plan, load_kg=10.0)) as bench:
        await bench.press("space")
        await bench.until_rest()
        await bench.press("1", "s", "4", "s", "backspace")
        assert pains(bench)[-1][0] == "left 0, right 4"
        await bench.press("backspace")
        assert pains(bench)[-1][0] == "right 4"


async def test_each_side_has_its_own_pain_and_a_key_goes_to_the_other_one(services: Services, clock: Clock) -> None:
    plan = prescribed(services, "heel-drop", tempo="1-0-A-0", sets=2, reps=1, lift_ms=1_000)
    async with on_the_bench(services, clock, replace(plan, load_kg=10.0)) as bench:
        await bench.press("space")
        await bench.until_rest()
        assert "▸pain left 0 1 2" in shown(bench) and "0-10 pain s right" in shown(bench)
        await bench.press("1", "s", "0")  # no 10: the 0 is of the other side
        assert pains(bench)[-1][0] == "left 1, right 0"
        assert "▸pain right 0 1 2" in shown(bench) and "0-10 pain s left" in shown(bench)
        assert "begins by itself" in shown(bench)
        await bench.press("7")
        assert pains(bench)[-1][0] == "left 1, right 7"
        assert "Pain 7 of 10: stop here." in shown(bench)
        await bench.press("3", "shift+tab", "2")
        assert pains(bench)[-1][0] == "left 2, right 3"
        assert "stop here" not in shown(bench)


async def test_after_a_set_that_stopped_on_pain_the_side_that_had_the_load_is_asked(
    services: Services, clock: Clock
) -> None:
    plan = prescribed(services, "heel-drop", tempo="1-0-A-0", sets=2, reps=1, lift_ms=1_000)
    async with on_the_bench(services, clock, replace(plan, load_kg=10.0)) as bench:
        await bench.press("space")
        await bench.until_rest()
        await bench.press("x")  # the right one was the last to have the load
        assert "How much does it hurt on the right, 1 to 10? At 5 or less, g goes on." in shown(bench)
        await bench.press("0")
        assert pains(bench)[-1][0] == "", "it did not hurt none"
        await bench.press("4")
        assert pains(bench)[-1] == ("right 4", Knee.STRAIGHT, StopReason.PAIN)
        assert "Pain 4 of 10 is acceptable: g goes on, with no more load." in shown(bench)
        await bench.press("s", "3", "s", "0")  # it was the left one that hurt
        assert pains(bench)[-1][0] == "left 3, right 0"
        assert "Pain 3 of 10 is acceptable: g goes on, with no more load." in shown(bench)
        await bench.press("s", "0")
        assert pains(bench)[-1][0] == "right 0", "one of them did hurt"
