"""The gate: nobody comes to an overload set by accident, alone, or over the cap without meaning it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from textual import work
from textual.app import App
from textual.binding import Binding
from textual.pilot import Pilot
from textual.widgets import Input, Static

from negcoach.coaching.advice.recent_training import catalogue_default, read_recent_training
from negcoach.coaching.gate.gate import GateResult, pass_gate
from negcoach.coaching.gate.readiness import WORD
from negcoach.coaching.gate.spotters import confirm_text
from negcoach.coaching.sets_to_do import Choice
from negcoach.config.settings.settings import Settings
from negcoach.errors import NegcoachError
from negcoach.screens.choosing.gate.alternative_screen import AlternativeScreen
from negcoach.screens.choosing.gate.cap_screen import CapScreen
from negcoach.screens.choosing.gate.health_screen import HealthScreen, experience_screen
from negcoach.screens.choosing.gate.readiness_screen import ReadinessScreen
from negcoach.screens.choosing.gate.screen_asker import ScreenAsker
from negcoach.screens.choosing.gate.spotters_screen import SpottersScreen
from negcoach.screens.shared.form.fields import FieldsScreen
from negcoach.screens.shared.form.page import Page
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.services import Services
from negcoach.store.editing.body import Body
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.safety import CONDITIONS, is_overload
from negcoach.training.progress.soreness import Question
from negcoach.training.terms import StopReason
from negcoach.training.units import KG_PER_LB
from tests.screens.choosing.gate.first_app import FirstApp
from tests.screens.conftest import SIZES, WAIT_S, StageApp, rows_of, settle, text_of
from tests.screens.every.selected import selected_faults
from tests.services import HEALTHY, NOW

ChoiceMaker = Callable[..., Choice]


class GateApp(StageApp):
    """Sends one choice through the gate, as from the form with its warnings, and keeps what comes out."""

    def __init__(self, services: Services, choice: Choice, spotters: int | None = None) -> None:
        super().__init__()
        self._services = services
        self._choice = replace(choice, warned=True)
        self._spotters = spotters
        self.passed: GateResult | None = None

    def on_mount(self) -> None:
        self.pass_it()

    @work
    async def pass_it(self) -> None:
        asker = ScreenAsker(self, self._services)
        passed = await pass_gate(asker, self._services, self._choice, spotters=self._spotters)
        self.passed = passed
        self.stage.results.append(passed and passed.spotters)


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
    services.lifter.store_health_answers(HEALTHY, services.now())
    return services


@pytest.fixture
def trained(services: Services, perform: Callable[..., None]) -> Services:
    """Services of a lifter who works with heavy loads already: no ramp-in stands before the set."""
    for slug, load_kg in (
        ("bench-press", 115),
        ("machine-bench-press", 105),
        ("eccentric-squat", 105),
        ("two-up-one-down", 70),
    ):
        perform(slug, days_ago=5, load_kg=load_kg)
    return services


@pytest.fixture
def experienced(trained: Services, screened: Services) -> Services:
    """Services of such a lifter who has passed the health screen as well."""
    assert trained is screened
    return trained


def exercise_of(services: Services, slug: str) -> Exercise:
    exercise = services.exercise(slug)
    assert exercise is not None
    return exercise


def shown(app: StageApp) -> str:
    return " ".join(" ".join(rows_of(app)).split())


async def test_regression_passes_at_once(services: Services, choose: ChoiceMaker) -> None:
    app = GateApp(services, choose("negative-dip", 0.0, None))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert app.stage.results == [0]
        assert services.lifter.health_answers() is None


async def about_the_lifter(pilot: Pilot[None], age: str = "40", months: str = "24") -> None:
    """Answer the two questions before the conditions."""
    await settle(pilot)
    await pilot.press(*age, "down", *months, "enter")
    await settle(pilot)


async def test_enter_by_accident_does_not_pass_the_health_screen(services: Services, choose: ChoiceMaker) -> None:
    app = GateApp(services, choose())
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.screen, FieldsScreen)
        await pilot.press("enter", "enter")
        assert isinstance(app.screen, FieldsScreen)
        await about_the_lifter(pilot)
        assert isinstance(app.screen, HealthScreen)
        await pilot.press("enter", "enter", "enter", "escape")
        assert app.stage.results in ([], [None])
        assert services.lifter.health_answers() is None


async def test_going_back_from_the_conditions_keeps_what_was_typed(services: Services, choose: ChoiceMaker) -> None:
    app = GateApp(services, choose())
    async with app.run_test() as pilot:
        await about_the_lifter(pilot, months="24")
        assert isinstance(app.screen, HealthScreen)
        for way_back in ("enter", "escape"):
            await pilot.press(way_back)
            await settle(pilot)
            assert isinstance(app.screen, FieldsScreen)
            assert [field.value for field in app.screen.query(Input)] == ["40", "24"]
            await pilot.press("enter")
            await settle(pilot)
            assert isinstance(app.screen, HealthScreen)
        await pilot.press("escape", "escape")
        assert app.stage.results == [None]
        assert services.lifter.health_answers() is None


def test_a_key_that_was_pressed_for_another_screen_answers_nothing_about_the_lifter() -> None:
    assert isinstance(experience_screen(None, NOW.date()), FreshKeys)


async def test_what_asks_the_most_stands_first(experienced: Services, choose: ChoiceMaker) -> None:
    experienced.lifter.set_one_rm("bench-press", 100, experienced.now() - timedelta(days=100))
    Body(experienced.database).answer({Question("triceps"): 6}, experienced.now())
    choice = choose(load_kg=112.5)
    app = GateApp(experienced, choice)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, ReadinessScreen)
        text = shown(app)
        assert text.index("Dark urine") < text.index("weeks old")


@pytest.mark.parametrize("key", ["right", "tab"])
async def test_the_health_screen_is_passed_deliberately_and_kept(
    trained: Services, choose: ChoiceMaker, key: str
) -> None:
    app = GateApp(trained, choose())
    async with app.run_test() as pilot:
        await about_the_lifter(pilot, months="2 years")
        await pilot.press(key, "enter")
        await settle(pilot)
        assert isinstance(app.screen, SpottersScreen)
        assert trained.lifter.health_answers() == HEALTHY


@pytest.mark.parametrize(
    ("age", "months", "wrong"),
    [("", "24", "Your age"), ("7", "24", "Your age"), ("40", "a while", "Months, such as 8"), ("40", "", "Months")],
)
async def test_wrong_numbers_say_what_is_right(
    services: Services, choose: ChoiceMaker, age: str, months: str, wrong: str
) -> None:
    app = GateApp(services, choose())
    async with app.run_test() as pilot:
        await about_the_lifter(pilot, age, months)
        assert isinstance(app.screen, FieldsScreen)
        assert wrong in shown(app)


async def test_case_11_a_lifter_who_never_trained_is_led_to_the_push_up(
    services: Services, choose: ChoiceMaker
) -> None:
    app = GateApp(services, choose())
    async with app.run_test() as pilot:
        await about_the_lifter(pilot, months="0")
        await pilot.press("right", "enter")
        await settle(pilot)
        assert "lift regularly for 6 months first" in shown(app)
        assert "Negative push-up" in shown(app)
        await pilot.press("enter")
        assert app.passed is not None
        assert app.passed.choice.prescription.exercise.slug == "negative-push-up"


async def test_who_has_a_condition_does_no_overload_and_is_not_asked_again(
    services: Services, choose: ChoiceMaker
) -> None:
    app = GateApp(services, choose("leg-extension"))
    async with app.run_test() as pilot:
        await about_the_lifter(pilot)
        await pilot.press("right", "right", "enter")
        await settle(pilot)
        assert "ask your doctor" in shown(app)
        assert "Leg extension, alone" in shown(app)
    app = GateApp(services, choose("leg-extension"))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "ask your doctor" in shown(app)
        await pilot.press("escape")
        assert app.stage.results == [None]


async def test_the_answers_can_be_changed_where_they_refuse(trained: Services, choose: ChoiceMaker) -> None:
    trained.lifter.store_health_answers(replace(HEALTHY, lifting_months=1), trained.now())
    app = GateApp(trained, choose())
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("f4")
        await settle(pilot)
        await pilot.press("down", *"12", "enter")
        await settle(pilot)
        await pilot.press("right", "enter")
        await settle(pilot)
        assert isinstance(app.screen, SpottersScreen)


async def test_case_13_answers_of_a_year_ago_are_asked_again_filled_in(services: Services, choose: ChoiceMaker) -> None:
    old = replace(HEALTHY, answered_on=NOW.date() - timedelta(days=365), age=59)
    services.lifter.store_health_answers(old, services.now())
    app = GateApp(services, choose())
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.screen, FieldsScreen)
        assert [field.value for field in app.screen.query(Input)] == ["59", "35"]


@pytest.mark.parametrize("size", SIZES)
async def test_the_health_screen_is_seen_whole(services: Services, choose: ChoiceMaker, size: tuple[int, int]) -> None:
    app = GateApp(services, choose())
    async with app.run_test(size=size) as pilot:
        await about_the_lifter(pilot)
        rows = rows_of(app)
        for words in (
            *CONDITIONS,
            "Not for beginners",
            "Dark urine",
            "None of these applies to me",
            "Choose an answer",
        ):
            assert any(words in row for row in rows), words


async def test_a_tiny_terminal_begins_the_health_screen_at_its_top_and_scrolls(
    services: Services, choose: ChoiceMaker
) -> None:
    app = GateApp(services, choose())
    async with app.run_test(size=(40, 12)) as pilot:
        await about_the_lifter(pilot)
        assert "is it for you today" in shown(app)
        await pilot.press(*["down"] * 30)
        await settle(pilot)
        assert "None of these applies to me" in shown(app)


async def test_help_that_nobody_can_have_passes_on_no_way(services: Services, choose: ChoiceMaker) -> None:
    with pytest.raises(NegcoachError, match="Help of 200 kg is more than a person weighs"):
        await pass_gate(App(), services, choose("negative-dip", -200.0, None))


async def test_added_load_from_a_tenth_of_the_body_weight_on_passes_the_gate(
    services: Services, choose: ChoiceMaker, perform: Callable[..., None]
) -> None:
    perform("negative-dip", days_ago=5, reps=5)
    services.lifter.store_health_answers(replace(HEALTHY, lifting_months=1), services.now())
    app = GateApp(services, choose("negative-dip", 10.0, None))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "lift regularly" in shown(app)
        await pilot.press("enter")
        assert app.passed is not None
        assert app.passed.choice.prescription.load_kg == 0
    app = GateApp(services, choose("negative-dip", 5.0, None))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert app.stage.results == [0]


@pytest.mark.parametrize(("key", "slug"), [("enter", "machine-bench-press"), ("f2", "bench-press")])
async def test_from_60_on_the_machine_is_offered_before_the_first_bar(services: Services, key: str, slug: str) -> None:
    services.lifter.store_health_answers(replace(HEALTHY, age=60), services.now())
    app = FirstApp(services, exercise_of(services, "bench-press"))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "a machine comes before a bar" in shown(app)
        await pilot.press(key)
        assert app.stage.results == [exercise_of(services, slug)]


async def test_who_has_used_the_bar_before_is_not_sent_to_the_machine(
    services: Services, perform: Callable[..., None]
) -> None:
    services.lifter.store_health_answers(replace(HEALTHY, age=60), services.now())
    perform("bench-press", days_ago=5, load_kg=80)
    app = FirstApp(services, exercise_of(services, "bench-press"))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert app.stage.results == [exercise_of(services, "bench-press")]


async def test_a_number_and_enter_pass(experienced: Services, choose: ChoiceMaker) -> None:
    app = GateApp(experienced, choose())
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("enter")
        assert app.stage.results == []
        await pilot.press("1")
        assert "safety arms" in shown(app)
        await pilot.press("enter")
        assert app.stage.results == [1]


async def test_the_number_can_be_clicked_or_stepped_to(experienced: Services, choose: ChoiceMaker) -> None:
    app = GateApp(experienced, choose())
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.click("#number-2")
        await settle(pilot)
        assert [row.split() for row in rows_of(app) if "▸" in row] == [["0", "1", "▸2", "3", "4"]]
        assert not [*selected_faults(app)]
        await pilot.press("left", "enter")
        assert app.stage.results == [1]


async def test_two_painful_sessions_of_forty_days_ago_still_take_the_word(
    screened: Services, perform: Callable[..., None]
) -> None:
    for days_ago in (60, 55, 50):
        perform("bench-press", days_ago=days_ago, load_kg=105)
    for days_ago in (44, 40):
        perform("bench-press", days_ago=days_ago, load_kg=85, sets=1, stop=StopReason.PAIN)
    advised = read_recent_training(screened, exercise_of(screened, "bench-press")).advice.prescription
    app = GateApp(screened, Choice(advised, 100.0))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "Two sessions running ended in pain: have it looked at before you do more of it." in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, ReadinessScreen)
        await pilot.press(*WORD, "enter")
        await settle(pilot)
        assert isinstance(app.screen, SpottersScreen)
    perform("bench-press", days_ago=2, load_kg=40, sets=2)
    known = read_recent_training(screened, exercise_of(screened, "bench-press")).advice
    assert not any("pain" in one.text for one in known.findings)


async def test_too_few_spotters_are_refused_with_the_way_out(
    experienced: Services, choose: ChoiceMaker, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=4.9, load_kg=130)
    app = GateApp(experienced, choose(load_kg=140.0, one_rm_kg=120.0))
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("1", "enter")
        assert app.stage.results == []
        assert "140 kg needs 2 spotters and safety arms" in shown(app)
        assert "load at most 131 kg" in shown(app)
        await pilot.press("0")
        assert "another exercise, or a machine" in shown(app)
        await pilot.press("2", "enter")
        assert app.stage.results == [2]


async def test_case_14_nobody_there_is_refused(experienced: Services, choose: ChoiceMaker) -> None:
    app = GateApp(experienced, choose())
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("0", "enter", "enter")
        assert app.stage.results == []
        assert "105 kg needs 1 spotter and safety arms" in shown(app)


@pytest.mark.parametrize(
    ("slug", "load_kg", "present", "instead"),
    [
        ("bench-press", 35.0, "0", "Negative push-up"),
        ("leg-extension", 60.0, "0", "Leg extension, alone"),
        ("bench-press", 120.0, "1", "Negative push-up"),
    ],
)
async def test_who_is_refused_for_want_of_a_spotter_does_what_needs_none_with_one_key(
    experienced: Services,
    choose: ChoiceMaker,
    perform: Callable[..., None],
    slug: str,
    load_kg: float,
    present: str,
    instead: str,
) -> None:
    for days_ago in (12, 9, 6):
        perform("leg-extension", days_ago=days_ago, load_kg=60)
    app = GateApp(experienced, choose(slug, load_kg))
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("i")  # nobody is refused yet
        assert app.stage.results == []
        await pilot.press(present)
        await settle(pilot)
        assert f"i Do this instead: {instead} · " in shown(app)
        await pilot.press("i")
        await settle(pilot)
        assert app.passed is not None
        done = app.passed.choice.prescription
        assert (done.exercise.name, app.passed.spotters, done.exercise.spotters.at_least) == (instead, 0, 0)
        assert not is_overload(done, None)


async def test_enough_spotters_are_offered_nothing_instead(experienced: Services, choose: ChoiceMaker) -> None:
    app = GateApp(experienced, choose())
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("1", "i")
        await settle(pilot)
        assert "Do this instead" not in shown(app)
        assert isinstance(app.screen, SpottersScreen)


async def test_case_16_the_bench_press_at_its_cap_needs_two_spotters(
    experienced: Services, choose: ChoiceMaker, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=4.9, load_kg=121)
    app = GateApp(experienced, choose(load_kg=132.0, one_rm_kg=110.0))
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("1", "enter")
        assert app.stage.results == []
        assert "132 kg needs 2 spotters" in shown(app)
        assert "load at most 123 kg" in shown(app)
        await pilot.press("2", "enter")
        assert app.stage.results == [2]


@pytest.mark.parametrize("slug", ["bench-press", "machine-bench-press", "eccentric-squat"])
async def test_the_warm_up_is_seen_beside_the_steps_of_two_spotters(
    experienced: Services, choose: ChoiceMaker, slug: str
) -> None:
    app = GateApp(experienced, choose(slug, load_kg=105.0, one_rm_kg=100.0), spotters=None)
    async with app.run_test(size=(80, 24)) as pilot:
        async with asyncio.timeout(WAIT_S):
            while not isinstance(app.screen, SpottersScreen):
                await pilot.pause()
        await pilot.press("2")
        await settle(pilot)
        steps, text = exercise_of(experienced, slug).steps_for_two, shown(app)
        assert all(step in text for step in steps)
        assert "Warm up first" in text and re.search(r"\d+(\.\d+)? kg × \d+ · \d+(\.\d+)? kg × \d+", text)
        await pilot.resize_terminal(120, 44)
        await settle(pilot)
        assert re.search(r"kg × \d+ \d+ %", shown(app)) and not app.screen.query_one(Page).show_vertical_scrollbar


async def test_two_spotters_read_how_two_share_the_bar_where_two_are_needed_or_there(
    experienced: Services, choose: ChoiceMaker
) -> None:
    steps = exercise_of(experienced, "bench-press").two_spotter_steps
    app = GateApp(experienced, choose(load_kg=105.0))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert "Two spotters" not in shown(app)
        await pilot.press("1")
        assert "Two spotters" not in shown(app)
        await pilot.press("2")
        assert "Two spotters" in shown(app) and all(step in shown(app) for step in steps)
    app = GateApp(experienced, choose(load_kg=120.0))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        for keys in ((), ("1",), ("2",)):
            await pilot.press(*keys)
            assert "needs 2 spotters" in shown(app) or keys == ("2",)
            assert all(step in shown(app) for step in steps)


async def test_a_foot_pedal_in_place_of_two_spotters_leaves_their_steps_out(
    experienced: Services, choose: ChoiceMaker
) -> None:
    app = GateApp(experienced, choose("machine-bench-press", 112.0, 95.0))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert "Stand one on each side" in shown(app)
        await pilot.press("p")
        assert "no spotter is needed" in shown(app)
        assert "Two spotters" not in shown(app)


async def test_a_foot_pedal_needs_no_spotter(experienced: Services, choose: ChoiceMaker) -> None:
    app = GateApp(experienced, choose("machine-bench-press"))
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("0", "enter")
        assert app.stage.results == []
        await pilot.press("p")
        assert "With the foot pedal no spotter is needed" in shown(app)
        await pilot.press("enter")
        assert app.stage.results == [0]


async def test_only_a_machine_with_a_pedal_offers_one(experienced: Services, choose: ChoiceMaker) -> None:
    app = GateApp(experienced, choose())
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("p", "enter", *["right"] * 9, "enter")
        assert app.stage.results == [4]


async def test_escape_goes_back(experienced: Services, choose: ChoiceMaker) -> None:
    app = GateApp(experienced, choose())
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("1", "escape")
        assert app.stage.results == [None]


async def test_the_squat_needs_two_spotters_and_pins_or_is_not_done(experienced: Services, choose: ChoiceMaker) -> None:
    app = GateApp(experienced, choose("eccentric-squat"))
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("1", "enter")
        assert app.stage.results == []
        assert "needs 2 spotters and safety pins" in shown(app)


async def test_without_need_for_a_spotter_enter_is_enough(experienced: Services, choose: ChoiceMaker) -> None:
    app = GateApp(experienced, choose("two-up-one-down", 70.0))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "No spotter is needed" in shown(app)
        await pilot.press("enter")
        assert app.stage.results == [0]


@pytest.mark.parametrize(("preset", "asked"), [(1, False), (2, False), (0, True), (None, True)])
async def test_enough_spotters_said_before_are_not_asked_for_again(
    experienced: Services, choose: ChoiceMaker, preset: int | None, asked: bool
) -> None:
    app = GateApp(experienced, choose("machine-bench-press"), preset)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert app.stage.results == ([] if asked else [preset])


async def test_what_else_must_be_in_place_is_asked_each_time(experienced: Services, choose: ChoiceMaker) -> None:
    app = GateApp(experienced, choose(), 1)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "safety arms" in shown(app)
        await pilot.press("enter")
        assert app.stage.results == [1]


async def test_without_a_1rm_it_says_that_the_cap_cannot_be_checked(
    screened: Services, choose: ChoiceMaker, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=5, load_kg=100)
    app = GateApp(screened, choose(load_kg=100.0, one_rm_kg=None))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.screen, SpottersScreen)
        assert "1RM is not known, so the cap of 120 % cannot be checked" in shown(app)
        assert "Warm up first" in shown(app)


async def test_a_first_load_without_a_1rm_needs_the_word_and_enter_starts_the_push_up(
    screened: Services, choose: ChoiceMaker
) -> None:
    app = GateApp(screened, choose(load_kg=300.0, one_rm_kg=None))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.screen, ReadinessScreen)
        assert "Your 1RM is not known" in shown(app)
        assert "Negative push-up: 3 sets of 5" in shown(app)
        await pilot.press(*"yes", "enter")
        assert isinstance(app.screen, ReadinessScreen)
        assert app.stage.results == []
        await pilot.press(*["backspace"] * 3, "enter")
        assert app.passed is not None
        assert app.passed.choice.prescription.exercise.slug == "negative-push-up"


@pytest.mark.parametrize(
    ("also", "text"),
    [
        ("", "Press Enter to go on."),
        ("safety arms", "Press Enter to confirm the safety arms are set."),
        ("crash mat", "Press Enter to confirm this is set: crash mat."),
    ],
)
def test_enter_confirms_the_equipment_that_the_exercise_names(also: str, text: str) -> None:
    assert confirm_text(also) == text


@pytest.mark.parametrize("size", SIZES)
async def test_the_warm_up_is_shown_with_the_spotters(
    experienced: Services, choose: ChoiceMaker, size: tuple[int, int]
) -> None:
    app = GateApp(experienced, choose())
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for words in ("How many spotters", "Warm up first", "50 kg × 5", "70 kg × 3", "85 kg × 2", "Press a number"):
            assert words in shown(app), words
        last = next(line for line in shown(app).splitlines() if "95 kg × 1" in line)
        assert "with the spotter, at 5-0-A-1" in last, "all before it are lifted alone"


async def test_case_18_a_load_over_the_cap_must_be_typed_again_in_full(
    experienced: Services, choose: ChoiceMaker
) -> None:
    app = GateApp(experienced, choose(load_kg=125.0))
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


async def test_escape_from_the_cap_goes_back(experienced: Services, choose: ChoiceMaker) -> None:
    app = GateApp(experienced, choose(load_kg=125.0))
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("escape")
        assert app.stage.results == [None]


async def test_pounds_over_the_cap_are_typed_as_shown(experienced: Services, choose: ChoiceMaker) -> None:
    experienced.settings = Settings(unit="lb")
    app = GateApp(experienced, choose(load_kg=265.5 * KG_PER_LB))
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press(*"265.5", "enter")
        assert isinstance(app.screen, SpottersScreen)


async def test_a_load_that_was_typed_in_kilograms_is_asked_for_again_and_shown_in_them(
    experienced: Services, choose: ChoiceMaker
) -> None:
    experienced.settings = Settings(unit="lb")
    choice = choose(load_kg=125.0)
    app = GateApp(experienced, replace(choice, prescription=replace(choice.prescription, load_unit="kg")))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "125 kg is 125 %" in shown(app)
        assert " lb" not in shown(app)
        await pilot.press(*"125", "enter")
        assert isinstance(app.screen, SpottersScreen)
        assert "Bench press, 125 kg" in shown(app)


@pytest.mark.parametrize(("load_kg", "over"), [(120.0, False), (120.5, True)])
async def test_the_cap_itself_is_allowed(
    experienced: Services, choose: ChoiceMaker, load_kg: float, over: bool
) -> None:
    app = GateApp(experienced, choose(load_kg=load_kg))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.screen, CapScreen) is over


async def test_text_of_an_own_exercise_is_shown_as_text(experienced: Services, choose: ChoiceMaker) -> None:
    hostile = "[/] [@click=app.quit]Row \x1b]0;title\x07"
    choice = choose(load_kg=125.0)
    exercise = choice.prescription.exercise
    own = replace(
        exercise,
        name=hostile,
        load=replace(exercise.load, of=hostile),  # type: ignore[type-var]
        spotters=replace(exercise.spotters, also=hostile),
    )
    app = GateApp(experienced, Choice(replace(choice.prescription, exercise=own), 100.0))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "[/] [@click=app.quit]Row" in shown(app)
        await pilot.press(*"125", "enter", "0")
        assert "[/] [@click=app.quit]Row" in shown(app)
        await pilot.press("2", "enter")
        assert app.stage.results == [2]


def test_every_binding_has_an_id_and_a_tooltip() -> None:
    for screen in (HealthScreen, AlternativeScreen, ReadinessScreen, CapScreen, SpottersScreen):
        for binding in screen.BINDINGS:
            assert isinstance(binding, Binding)
            assert binding.id
            assert binding.tooltip
