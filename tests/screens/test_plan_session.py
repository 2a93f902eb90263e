"""A training that follows a plan, in the app: it is one session, led from exercise to exercise."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.widgets import Input

from negcoach.app import NegcoachApp
from negcoach.config.plans import load_plans, save_plan
from negcoach.screens.choosing.exercises import ExercisesScreen
from negcoach.screens.choosing.gate.full_rep_screen import FullRepScreen
from negcoach.screens.choosing.gate.readiness_screen import ReadinessScreen
from negcoach.screens.choosing.unfinished import UnfinishedScreen
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.screens.plans.agenda import AgendaScreen
from negcoach.screens.plans.plans import PlansScreen
from negcoach.services import Services
from negcoach.store.editing.body import Body
from negcoach.store.queries.sessions.history import SessionRecord
from negcoach.training.plan.plan import Plan, PlanItem
from negcoach.training.progress.soreness import Question
from negcoach.training.score.timeline import Phase
from tests.screens.coaching.stage import Bench, on_the_bench
from tests.screens.conftest import rows_of, settle
from tests.services import Clock

PUSH_UP = PlanItem("negative-push-up", sets=1, reps=2, rest_ms=60_000)
NORDIC = PlanItem("nordic-curl", sets=1, reps=1)
PULL_UP = PlanItem("negative-pull-up", sets=1, reps=1)


def shown(bench: Bench) -> str:
    return " ".join(" ".join(rows_of(bench.app)).split())


def done(record: SessionRecord) -> list[tuple[str, int, int]]:
    """Return the exercise, the number and the reps of each set."""
    return [(one.prescribed.exercise, one.prescribed.set_number, len(one.reps)) for one in record.sets]


async def overrule(bench: Bench) -> None:
    """Go on with what the gate offers, until the coach is ready."""
    while isinstance(bench.app.screen, ReadinessScreen):
        await bench.press("enter")
    assert isinstance(bench.app.screen, CoachScreen)


async def do_set(bench: Bench) -> None:
    """Do a set to its end; one that waits for the key is begun."""
    if isinstance(bench.app.screen, CoachScreen) and not bench.coach.in_set:
        await bench.press("space")
    await bench.until_rest()
    await settle(bench.pilot)


def planned(services: Services, *items: PlanItem) -> NegcoachApp:
    plan = Plan("Push [day]", items)
    save_plan(services.config_path.parent, plan)
    return NegcoachApp(services, plan)


async def test_a_plan_of_the_command_line_leads_from_exercise_to_exercise_in_one_session(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock, app=planned(services, PUSH_UP, NORDIC)) as bench:
        await overrule(bench)
        await do_set(bench)
        assert "That was the last set. Next in the plan: Nordic hamstring curl." in shown(bench)
        await bench.press("space")
        await overrule(bench)
        await do_set(bench)
        assert "That was the last set." in shown(bench)
        assert "Next in the plan" not in shown(bench)
        await bench.press("space")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, SummaryScreen)
        (record,) = bench.records()
        assert done(record) == [("negative-push-up", 1, 2), ("nordic-curl", 1, 1)]


async def test_soreness_that_is_rated_before_the_first_of_two_that_alternate_stops_the_second(
    services: Services, clock: Clock
) -> None:
    one = PlanItem("negative-push-up", sets=1, reps=1, superset=True)
    async with on_the_bench(services, clock, app=planned(services, one, NORDIC)) as bench:
        await overrule(bench)
        await bench.press("question_mark")
        Body(services.database).answer({Question("hamstrings"): 6}, services.now())  # in the history, say
        await bench.press("escape")
        await do_set(bench)
        await bench.press("space")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, ReadinessScreen)


@pytest.mark.parametrize("key", ["ctrl+o", "f6"])
async def test_a_plan_is_started_from_the_home_screen(services: Services, clock: Clock, key: str) -> None:
    save_plan(services.config_path.parent, Plan("Push [day]", (NORDIC,)))
    async with on_the_bench(services, clock, app=NegcoachApp(services)) as bench:
        await bench.press(key)
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, PlansScreen)
        await bench.press("enter")
        await overrule(bench)
        await do_set(bench)
        (record,) = bench.records()
        assert done(record) == [("nordic-curl", 1, 1)]


async def test_two_that_alternate_rest_after_both(services: Services, clock: Clock) -> None:
    one = PlanItem("negative-push-up", sets=2, reps=1, rest_ms=90_000, superset=True)
    other = PlanItem("nordic-curl", sets=2, reps=1, rest_ms=60_000)
    async with on_the_bench(services, clock, app=planned(services, one, other)) as bench:
        await overrule(bench)
        await do_set(bench)
        assert "Next: Nordic hamstring curl, set 1 of 2" in shown(bench)
        assert "No rest between these two." in shown(bench)
        await bench.press("space")
        await do_set(bench)
        assert "Next: Negative push-up, set 2 of 2" in shown(bench)
        assert "waits for you after the rest" in shown(bench)
        await bench.at(91_000)
        assert isinstance(bench.app.screen, RestScreen)
        await bench.press("space")
        await do_set(bench)
        await bench.press("space")
        await do_set(bench)
        assert "That was the last set." in shown(bench)
        (record,) = bench.records()
        assert done(record) == [
            ("negative-push-up", 1, 1),
            ("nordic-curl", 1, 1),
            ("negative-push-up", 2, 1),
            ("nordic-curl", 2, 1),
        ]


async def test_after_pain_the_other_of_two_that_alternate_passes_the_gate_too(services: Services, clock: Clock) -> None:
    one = PlanItem("negative-push-up", sets=2, reps=1, superset=True)
    other = PlanItem("negative-dip", sets=2, reps=1)
    async with on_the_bench(services, clock, app=planned(services, one, other)) as bench:
        await overrule(bench)
        await do_set(bench)
        await bench.press("x", "g")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, ReadinessScreen)
        assert "Negative push-up hurt today, and this trains your chest" in shown(bench)
        await bench.press("enter")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, RestScreen)
        assert "Next: Negative dip, set 1 of 2" in shown(bench)
        await bench.press("space")
        assert isinstance(bench.app.screen, CoachScreen)


async def test_in_the_rest_an_exercise_is_skipped_and_another_one_swapped(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, app=planned(services, PUSH_UP, NORDIC, PULL_UP)) as bench:
        await overrule(bench)
        await do_set(bench)
        await bench.press("v")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, AgendaScreen)
        await bench.press("s", "w")
        bench.app.screen.query_one("#exercise", Input).value = "heel drop"
        await bench.press("enter")
        await bench.press("space")
        await settle(bench.pilot)
        assert "Next in the plan: Eccentric heel drop." in shown(bench)
        await bench.press("space")
        await overrule(bench)
        assert "ECCENTRIC HEEL DROP" in shown(bench).upper()
        (plan,) = load_plans(services.config_path.parent)
        assert plan.items == (PUSH_UP, NORDIC, PULL_UP)


async def test_an_exercise_of_which_nothing_was_done_is_still_next(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, app=planned(services, PUSH_UP, NORDIC)) as bench:
        await overrule(bench)
        await do_set(bench)
        await bench.press("space")
        await overrule(bench)
        await bench.press("q")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, ExercisesScreen)
        await bench.press("f6")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, AgendaScreen)
        assert "1 Nordic hamstring curl" in shown(bench)
        await bench.press("enter")
        await overrule(bench)
        await do_set(bench)
        (record,) = bench.records()
        assert done(record) == [("negative-push-up", 1, 2), ("nordic-curl", 1, 1)]


async def test_what_is_left_of_a_plan_is_known_after_a_crash(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, app=planned(services, PUSH_UP, NORDIC)) as bench:
        await overrule(bench)
        await do_set(bench)
    async with on_the_bench(services, clock, app=NegcoachApp(services)) as bench:
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, ExercisesScreen)
        await bench.press("f6")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, AgendaScreen)
        assert "Push [day] left in this session, the next one first" in shown(bench)
        assert "1 Nordic hamstring curl" in shown(bench)


async def test_a_plan_goes_on_after_a_crash_in_its_first_set(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, app=planned(services, PUSH_UP, NORDIC)) as bench:
        await overrule(bench)
        await bench.press("space")
        await bench.until(Phase.LOWER)
        await bench.until(Phase.LIFT)
        await bench.at(1_000)
    async with on_the_bench(services, clock, app=NegcoachApp(services)) as bench:
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, UnfinishedScreen)
        await bench.press("enter")
        await overrule(bench)
        await do_set(bench)
        assert "Next in the plan: Nordic hamstring curl." in shown(bench)


async def test_the_set_that_is_missing_of_two_that_alternated_is_next_after_a_crash(
    services: Services, clock: Clock
) -> None:
    one, other = PlanItem("negative-push-up", sets=1, reps=1, superset=True), PlanItem("nordic-curl", sets=1, reps=1)
    async with on_the_bench(services, clock, app=planned(services, one, other)) as bench:
        await overrule(bench)
        await do_set(bench)
    async with on_the_bench(services, clock, app=NegcoachApp(services)) as bench:
        await settle(bench.pilot)
        await bench.press("f6")
        await settle(bench.pilot)
        assert "1 Nordic hamstring curl" in shown(bench)


async def test_two_exercises_go_on_alternating_after_a_crash(services: Services, clock: Clock) -> None:
    one = PlanItem("negative-push-up", sets=2, reps=1, rest_ms=1_000, superset=True)
    other = PlanItem("nordic-curl", sets=2, reps=1, rest_ms=1_000)
    async with on_the_bench(services, clock, app=planned(services, one, other, PULL_UP)) as bench:
        await overrule(bench)
        await do_set(bench)
        await bench.press("space")
        await do_set(bench)
    async with on_the_bench(services, clock, app=NegcoachApp(services)) as bench:
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, UnfinishedScreen)
        await bench.press("enter")
        await overrule(bench)
        await do_set(bench)
        await bench.press("space")
        await do_set(bench)
        assert "Next in the plan: Negative pull-up." in shown(bench)
        (record,) = bench.records()
        assert done(record) == [
            ("negative-push-up", 1, 1),
            ("nordic-curl", 1, 1),
            ("negative-push-up", 2, 1),
            ("nordic-curl", 2, 1),
        ]


@pytest.mark.parametrize("key", ["ctrl+l", "f2"])
async def test_one_key_repeats_the_last_session(
    services: Services, clock: Clock, perform: Callable[..., None], key: str
) -> None:
    perform("nordic-curl", days_ago=5, sets=2, reps=3)
    async with on_the_bench(services, clock, app=NegcoachApp(services)) as bench:
        await bench.press(key)
        await overrule(bench)
        assert "set 1 of 2" in shown(bench)


async def test_without_a_session_nothing_is_repeated(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, app=NegcoachApp(services)) as bench:
        await bench.press("f2")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, ExercisesScreen)
        assert [one.message for one in bench.app._notifications] == [
            "There is no session to repeat yet. Choose an exercise."
        ]


async def test_the_way_back_from_the_gate_leaves_no_plan_behind(services: Services, clock: Clock) -> None:
    save_plan(services.config_path.parent, Plan("Bench", (PlanItem("bench-press"),)))
    async with on_the_bench(services, clock, app=NegcoachApp(services)) as bench:
        await bench.press("f6", "enter", "escape")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, ExercisesScreen)
        await bench.press("f6")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, PlansScreen)


async def test_the_full_rep_that_a_ladder_has_today_is_tried_within_a_plan_too(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    for days_ago in (11, 8, 5):  # too long ago to be asked how sore it is
        perform("negative-pull-up", days_ago=days_ago, reps=5, tempo="8-0-A-1", adherence=1.6)
    async with on_the_bench(services, clock, app=planned(services, PULL_UP)) as bench:
        assert isinstance(bench.app.screen, FullRepScreen)
        await bench.press("n")
        await overrule(bench)
