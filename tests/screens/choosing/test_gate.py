"""The gate: nobody comes to an overload set by accident, alone, or over the cap without meaning it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from textual import work
from textual.binding import Binding
from textual.widgets import Static

from negcoach.coaching.recent_training import catalogue_default
from negcoach.coaching.session_plan import Choice
from negcoach.config.settings import Settings
from negcoach.screens.choosing.gate import pass_gate
from negcoach.screens.choosing.gate_screens import CapScreen, HealthScreen, SpottersScreen
from negcoach.services import Services
from negcoach.training.exercise.safety import CONDITIONS, is_screened
from negcoach.training.units import KG_PER_LB
from tests.screens.conftest import SIZES, StageApp, rows_of, settle, text_of
from tests.services import NOW

ChoiceMaker = Callable[..., Choice]


class GateApp(StageApp):
    """Sends one choice through the gate and keeps what comes out."""

    def __init__(self, services: Services, choice: Choice, spotters: int | None = None) -> None:
        super().__init__()
        self._services = services
        self._choice = choice
        self._spotters = spotters

    def on_mount(self) -> None:
        self.pass_it()

    @work
    async def pass_it(self) -> None:
        self.stage.results.append(await pass_gate(self, self._services, self._choice, spotters=self._spotters))


@pytest.fixture
def choose(services: Services) -> ChoiceMaker:
    def make(slug: str = "bench-press", load_kg: float = 105.0, one_rm_kg: float | None = 100.0) -> Choice:
        exercise = services.exercise(slug)
        assert exercise is not None
        return Choice(replace(catalogue_default(services, exercise), load_kg=load_kg), one_rm_kg)

    return make


@pytest.fixture
def screened(services: Services) -> Services:
    """Services of a lifter who has passed the health screen."""
    services.lifter.pass_health_screen(services.now())
    return services


def shown(app: StageApp) -> str:
    return " ".join(" ".join(rows_of(app)).split())


async def test_regression_passes_at_once(services: Services, choose: ChoiceMaker) -> None:
    app = GateApp(services, choose("negative-dip", 0.0, None))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert app.stage.results == [0]
        assert services.lifter.health_screen() is None


async def test_enter_by_accident_does_not_pass_the_health_screen(services: Services, choose: ChoiceMaker) -> None:
    app = GateApp(services, choose())
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.screen, HealthScreen)
        await pilot.press("enter", "enter")
        assert app.stage.results == [None]
        assert services.lifter.health_screen() is None


@pytest.mark.parametrize("key", ["right", "tab", "left"])
async def test_the_health_screen_is_passed_deliberately_and_kept(
    services: Services, choose: ChoiceMaker, key: str
) -> None:
    app = GateApp(services, choose())
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press(key, "enter")
        assert isinstance(app.screen, SpottersScreen)
        assert services.lifter.health_screen() == NOW.date()


@pytest.mark.parametrize("size", SIZES)
async def test_the_health_screen_is_seen_whole(services: Services, choose: ChoiceMaker, size: tuple[int, int]) -> None:
    app = GateApp(services, choose())
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        rows = rows_of(app)
        for words in (
            *CONDITIONS,
            "Not for beginners",
            "Dark urine",
            "None of these applies to me",
            "choose an answer",
        ):
            assert any(words in row for row in rows), words


async def test_a_tiny_terminal_begins_the_health_screen_at_its_top_and_scrolls(
    services: Services, choose: ChoiceMaker
) -> None:
    app = GateApp(services, choose())
    async with app.run_test(size=(40, 12)) as pilot:
        await settle(pilot)
        assert "is it for you today" in shown(app)
        await pilot.press(*["down"] * 20)
        await settle(pilot)
        assert "None of these applies to me" in shown(app)


@pytest.mark.parametrize(("days_ago", "screened"), [(0, True), (364, True), (365, False), (-1, False)], ids=str)
def test_the_health_screen_lasts_a_year(days_ago: int, screened: bool) -> None:
    today = date(2026, 7, 25)
    assert is_screened(today - timedelta(days=days_ago), today) is screened
    assert not is_screened(None, today)


async def test_a_number_and_enter_pass(screened: Services, choose: ChoiceMaker) -> None:
    app = GateApp(screened, choose())
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("enter")
        assert app.stage.results == []
        await pilot.press("1")
        assert "safety arms" in shown(app)
        await pilot.press("enter")
        assert app.stage.results == [1]


async def test_the_number_can_be_clicked_or_stepped_to(screened: Services, choose: ChoiceMaker) -> None:
    app = GateApp(screened, choose())
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.click("#number-2")
        await pilot.press("left", "enter")
        assert app.stage.results == [1]


async def test_too_few_spotters_are_refused_with_the_way_out(screened: Services, choose: ChoiceMaker) -> None:
    app = GateApp(screened, choose(load_kg=140.0, one_rm_kg=120.0))
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("1", "enter")
        assert app.stage.results == []
        assert "140 kg needs 2 spotters and safety arms" in shown(app)
        assert "stay below 136 kg" in shown(app)
        await pilot.press("0")
        assert "another exercise, or a machine" in shown(app)
        await pilot.press("2", "enter")
        assert app.stage.results == [2]


async def test_escape_goes_back(screened: Services, choose: ChoiceMaker) -> None:
    app = GateApp(screened, choose())
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("1", "escape")
        assert app.stage.results == [None]


async def test_the_squat_needs_two_spotters_and_pins_or_is_not_done(screened: Services, choose: ChoiceMaker) -> None:
    app = GateApp(screened, choose("eccentric-squat"))
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("1", "enter")
        assert app.stage.results == []
        assert "needs 2 spotters and safety pins" in shown(app)


async def test_without_need_for_a_spotter_enter_is_enough(screened: Services, choose: ChoiceMaker) -> None:
    app = GateApp(screened, choose("two-up-one-down", 70.0))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "No spotter is needed" in shown(app)
        await pilot.press("enter")
        assert app.stage.results == [0]


@pytest.mark.parametrize(("preset", "asked"), [(1, False), (2, False), (0, True), (None, True)])
async def test_enough_spotters_said_before_are_not_asked_for_again(
    screened: Services, choose: ChoiceMaker, preset: int | None, asked: bool
) -> None:
    app = GateApp(screened, choose("machine-bench-press"), preset)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert app.stage.results == ([] if asked else [preset])


async def test_what_else_must_be_in_place_is_asked_each_time(screened: Services, choose: ChoiceMaker) -> None:
    app = GateApp(screened, choose(), 1)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "safety arms" in shown(app)
        await pilot.press("enter")
        assert app.stage.results == [1]


async def test_without_a_1rm_it_says_that_the_cap_cannot_be_checked(screened: Services, choose: ChoiceMaker) -> None:
    app = GateApp(screened, choose(load_kg=300.0, one_rm_kg=None))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.screen, SpottersScreen)
        assert "1RM is not known, so the cap of 120 % cannot be checked" in shown(app)
        assert "Warm up" not in shown(app)


@pytest.mark.parametrize("size", SIZES)
async def test_the_warm_up_is_shown_with_the_spotters(
    screened: Services, choose: ChoiceMaker, size: tuple[int, int]
) -> None:
    app = GateApp(screened, choose())
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for words in ("How many spotters", "Warm up first", "50 kg × 5", "70 kg × 3", "85 kg × 2", "Press a number"):
            assert words in shown(app), words


async def test_a_load_over_the_cap_must_be_typed_again_in_full(screened: Services, choose: ChoiceMaker) -> None:
    app = GateApp(screened, choose(load_kg=125.0))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.screen, CapScreen)
        assert "125 % of your 1RM" in shown(app)
        await pilot.press("enter")
        assert isinstance(app.screen, CapScreen)
        await pilot.press(*"12", "enter")
        assert "That is not 125 kg" in text_of(app.screen.query_one("#again-note", Static))
        await pilot.press("5", "enter")
        assert isinstance(app.screen, SpottersScreen)


async def test_escape_from_the_cap_goes_back(screened: Services, choose: ChoiceMaker) -> None:
    app = GateApp(screened, choose(load_kg=125.0))
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("escape")
        assert app.stage.results == [None]


async def test_pounds_over_the_cap_are_typed_as_shown(screened: Services, choose: ChoiceMaker) -> None:
    screened.settings = Settings(unit="lb")
    app = GateApp(screened, choose(load_kg=281.5 * KG_PER_LB))
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press(*"281.5", "enter")
        assert isinstance(app.screen, SpottersScreen)


@pytest.mark.parametrize(("load_kg", "over"), [(120.0, False), (120.5, True)])
async def test_the_cap_itself_is_allowed(screened: Services, choose: ChoiceMaker, load_kg: float, over: bool) -> None:
    app = GateApp(screened, choose(load_kg=load_kg))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.screen, CapScreen) is over


async def test_text_of_an_own_exercise_is_shown_as_text(screened: Services, choose: ChoiceMaker) -> None:
    hostile = "[/] [@click=app.quit]Row \x1b]0;title\x07"
    choice = choose(load_kg=125.0)
    exercise = choice.prescription.exercise
    own = replace(
        exercise,
        name=hostile,
        load=replace(exercise.load, of=hostile),  # type: ignore[type-var]
        spotters=replace(exercise.spotters, also=hostile),
    )
    app = GateApp(screened, Choice(replace(choice.prescription, exercise=own), 100.0))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "[/] [@click=app.quit]Row" in shown(app)
        await pilot.press(*"125", "enter", "0")
        assert "[/] [@click=app.quit]Row" in shown(app)
        await pilot.press("1", "enter")
        assert app.stage.results == [1]


def test_every_binding_has_an_id_and_a_tooltip() -> None:
    for screen in (HealthScreen, CapScreen, SpottersScreen):
        for binding in screen.BINDINGS:
            assert isinstance(binding, Binding)
            assert binding.id
            assert binding.tooltip
