"""Where a lowering cannot be slowed down any more, the easier rung is offered at the door, on every way to a set."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from negcoach.app import NegcoachApp
from negcoach.coaching.advice.recent_training import catalogue_default, read_recent_training
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.config.plans import save_plan
from negcoach.screens.choosing.exercises import ExerciseList
from negcoach.screens.choosing.gate.alternative_screen import AlternativeScreen
from negcoach.screens.choosing.gate.full_rep_screen import FullRepScreen
from negcoach.screens.choosing.prescription import PrescriptionScreen
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.services import Services
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import ADVISED_FIELDS
from negcoach.training.plan.plan import Plan, PlanItem
from negcoach.training.terms import StopReason
from tests.screens.coaching.stage import Bench, on_the_bench
from tests.screens.conftest import rows_of, settle
from tests.services import Clock

Perform = Callable[..., None]
PULL_UP, CHIN_UP, DIP = "negative-pull-up", "negative-chin-up", "negative-dip"


@pytest.fixture
def at_the_floor(services: Services, perform: Perform) -> Services:
    """A lifter who lost the tempo of three seconds on two days, too long ago to be asked how sore it is."""
    for days_ago in (8, 5):
        perform(PULL_UP, days_ago=days_ago, tempo="3-0-A-1", stop=StopReason.TEMPO_LOSS)
    return services


def exercise(services: Services, slug: str) -> Exercise:
    found = services.exercise(slug)
    assert found is not None
    return found


def shown(bench: Bench) -> str:
    return " ".join(" ".join(rows_of(bench.app)).split())


def as_advised(services: Services, slug: str = PULL_UP) -> NegcoachApp:
    """The app as ``negcoach coach`` starts it, with nothing but the exercise's name."""
    default = catalogue_default(services, exercise(services, slug))
    return NegcoachApp(services, CoachRequest(default, None, frozenset(ADVISED_FIELDS)))


def planned(services: Services, *items: PlanItem) -> NegcoachApp:
    plan = Plan("Back", items)
    save_plan(services.config_path.parent, plan)
    return NegcoachApp(services, plan)


@pytest.mark.parametrize(("key", "done"), [("enter", CHIN_UP), ("f2", PULL_UP), ("escape", "")])
async def test_it_is_offered_with_one_key_and_so_is_what_was_chosen(
    at_the_floor: Services, clock: Clock, key: str, done: str
) -> None:
    async with on_the_bench(at_the_floor, clock, app=as_advised(at_the_floor)) as bench:
        assert isinstance(bench.app.screen, AlternativeScreen)
        assert "Negative chin-up first?" in shown(bench)
        assert "Under 3 s it is a drop: easier, not faster. Turn your palms towards you." in shown(bench)
        assert "answers" not in shown(bench)  # no health is asked about
        await bench.press(key)
        coach = bench.app.screen
        assert isinstance(coach, CoachScreen) is bool(done)
        if isinstance(coach, CoachScreen):
            assert coach._sets.prescription.exercise.slug == done


async def test_from_the_list_it_leads_to_the_form_of_the_easier_one(at_the_floor: Services, clock: Clock) -> None:
    async with on_the_bench(at_the_floor, clock, app=NegcoachApp(at_the_floor)) as bench:
        await bench.pilot.resize_terminal(200, 50)
        await settle(bench.pilot)
        shown_list = bench.app.screen.query_one(ExerciseList)
        shown_list.highlighted = shown_list.get_option_index(PULL_UP)
        await settle(bench.pilot)
        assert "Negative chin-up. Enter offers it first." in shown(bench)
        await bench.press("enter")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, AlternativeScreen)
        await bench.press("enter")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, PrescriptionScreen)
        assert "Negative chin-up" in shown(bench)


async def test_what_is_below_the_easier_one_is_offered_next(
    at_the_floor: Services, clock: Clock, perform: Perform
) -> None:
    for days_ago in (7, 4.5):
        perform(CHIN_UP, days_ago=days_ago, tempo="3-0-A-1", stop=StopReason.TEMPO_LOSS)
    async with on_the_bench(at_the_floor, clock, app=as_advised(at_the_floor)) as bench:
        await bench.press("enter")
        assert "Feet-assisted pull-up first?" in shown(bench)
        await bench.press("enter")
        coach = bench.app.screen
        assert isinstance(coach, CoachScreen)
        assert coach._sets.prescription.exercise.slug == "feet-assisted-pull-up"


async def test_the_second_of_a_pair_has_its_easier_rung_as_the_first_has(at_the_floor: Services, clock: Clock) -> None:
    one, other = PlanItem("slider-leg-curl", sets=1, reps=1, superset=True), PlanItem(PULL_UP, sets=1, reps=1)
    async with on_the_bench(at_the_floor, clock, app=planned(at_the_floor, one, other)) as bench:
        assert "Negative chin-up first?" in shown(bench)
        await bench.press("enter")
        coach = bench.app.screen
        assert isinstance(coach, CoachScreen)
        slugs = [sets.prescription.exercise.slug for sets in coach._alternating]
        assert slugs == ["slider-leg-curl", CHIN_UP]


async def test_a_pair_of_which_both_become_the_same_is_done_once(at_the_floor: Services, clock: Clock) -> None:
    one, other = PlanItem(PULL_UP, superset=True), PlanItem(CHIN_UP)
    async with on_the_bench(at_the_floor, clock, app=planned(at_the_floor, one, other)) as bench:
        await bench.press("enter")
        coach = bench.app.screen
        assert isinstance(coach, CoachScreen)
        assert [sets.prescription.exercise.slug for sets in coach._alternating] == [CHIN_UP]


async def test_full_reps_of_both_of_a_pair_are_tried_fresh_before_its_first_set(
    services: Services, clock: Clock, perform: Perform
) -> None:
    for slug, days in ((PULL_UP, (11.0, 8.0, 5.0)), (DIP, (10.5, 7.5, 4.5))):
        for days_ago in days:
            perform(slug, days_ago=days_ago, reps=5, tempo="8-0-A-1", adherence=1.6)
    one, other = PlanItem(PULL_UP, superset=True), PlanItem(DIP)
    async with on_the_bench(services, clock, app=planned(services, one, other)) as bench:
        for full_rep in ("Try one full pull-up", "Try one full dip"):
            assert isinstance(bench.app.screen, FullRepScreen)
            assert full_rep in shown(bench)
            await bench.press("y")
        coach = bench.app.screen
        assert isinstance(coach, CoachScreen)
        amounts = [(sets.prescription.sets, sets.prescription.reps) for sets in coach._alternating]
        assert amounts == [(2, 3), (2, 3)]  # the negatives that go with full reps
    for slug in (PULL_UP, DIP):
        assert len(read_recent_training(services, exercise(services, slug)).facts.tries) == 1


async def test_a_key_at_home_goes_down_the_rungs_and_rings_at_the_last(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, app=NegcoachApp(services)) as bench:
        await bench.pilot.resize_terminal(200, 50)
        await settle(bench.pilot)
        shown_list = bench.app.screen.query_one(ExerciseList)
        shown_list.highlighted = shown_list.get_option_index(PULL_UP)
        await settle(bench.pilot)
        assert "Negative chin-up. F9 goes to its card." in shown(bench)
        for slug in (CHIN_UP, "feet-assisted-pull-up", "inverted-row", "inverted-row"):
            await bench.press("f9")
            await settle(bench.pilot)
            assert shown_list.highlighted_slug == slug
