"""The prescription form: right things start with Enter, wrong things say what would be right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.binding import Binding
from textual.widgets import Input, Static

from negcoach.app import NegcoachApp
from negcoach.coaching.advice.recent_training import catalogue_default
from negcoach.coaching.sets_to_do import Choice, NewOneRm
from negcoach.config.library import shipped_exercises
from negcoach.config.settings.settings import Settings
from negcoach.screens.choosing.form import FormFacts, fields_of, read_form
from negcoach.screens.choosing.prescription import FormInput, PrescriptionScreen
from negcoach.screens.history.sessions import HistoryScreen
from negcoach.screens.shared.form.page import OneRmScreen
from negcoach.services import Services
from negcoach.store.editing.body import Body
from negcoach.store.queries.sessions.history import sessions
from negcoach.training.equipment.equipment import Equipment
from negcoach.training.equipment.equipment_text import parse_implement, parse_plates, parse_weight
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription, default_prescription
from negcoach.training.exercise.safety import is_overload
from negcoach.training.progress.pain import PainLevels
from negcoach.training.terms import OneRmKind, Side, StopReason
from negcoach.training.units import KG_PER_LB, TypedLoad, Unit
from negcoach.widgets.drawing.figure_view import FigureView
from tests.screens.conftest import SIZES, StageApp, rows_of, settle, started, text_of
from tests.services import Clock

FIELDS = ("one-rm", "load_kg", "sets", "reps", "tempo", "rest_ms", "lead_in_ms", "lift_ms", "way")


def exercise_of(services: Services, slug: str) -> Exercise:
    exercise = services.exercise(slug)
    assert exercise is not None
    return exercise


def app_of(services: Services, slug: str = "bench-press", prefilled: Prescription | None = None) -> StageApp:
    return StageApp(lambda: PrescriptionScreen(services, exercise_of(services, slug), prefilled))


def field(app: StageApp, name: str) -> Input:
    return app.screen.query_one(f"#{name}", Input)


def note(app: StageApp, name: str) -> str:
    return text_of(app.screen.query_one(f"#{name}-note", Static))


def source(app: StageApp) -> str:
    """Where the form says that its values are from."""
    return text_of(app.screen.query_one("#source", Static))


def shown(app: StageApp) -> str:
    """What the screen shows, on one line: a text may wrap anywhere."""
    return " ".join(" ".join(rows_of(app)).split())


def new_one_rm(app: StageApp) -> NewOneRm | None:
    """The new 1RM of the choice that was made."""
    (choice,) = app.stage.results
    assert isinstance(choice, Choice)
    return choice.new_one_rm


def import_a_lifted_set(services: Services) -> None:
    """Keep a set of 5 at 85 kg that another app recorded twelve days ago."""
    at = services.now() - timedelta(days=12)
    ms = int(at.timestamp() * 1000)
    with services.database.write() as connection:
        connection.execute(
            "INSERT INTO sessions (id, started_at, started_ms, ended_at, changed_ms) VALUES ('lifted', ?, ?, ?, 0)",
            (at.isoformat(), ms, at.isoformat()),
        )
        connection.execute(
            "INSERT INTO concentric_sets (id, session_id, exercise, exercise_name, set_number, kind, load_kg, reps, "
            "started_at, started_ms, changed_ms) "
            "VALUES ('set', 'lifted', 'bench-press', 'Bench', 1, 'normal', 85, 5, ?, ?, 0)",
            (at.isoformat(), ms),
        )


async def test_enter_alone_starts_a_first_bodyweight_session_at_half(services: Services) -> None:
    app = app_of(services, "negative-dip")
    async with app.run_test() as pilot:
        await pilot.press("enter")
        default = catalogue_default(services, exercise_of(services, "negative-dip"))
        assert app.stage.results == [Choice(replace(default, sets=2, reps=3), None)]


async def test_a_tempo_lift_has_the_one_rm_of_its_lift_and_says_whose_it_is(services: Services) -> None:
    services.lifter.set_one_rm("bench-press", 100.0, services.now())
    app = app_of(services, "tempo-bench-press")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert (field(app, "one-rm").value, field(app, "load_kg").value) == ("100 kg", "65 kg")
        assert note(app, "one-rm").startswith("that of Bench press, too")


@pytest.mark.parametrize("one_rm_kg", [None, 96.0])
@pytest.mark.parametrize("slug", ["bench-press", "two-up-one-down-leg-press", "tempo-squat", "tempo-bench-press"])
async def test_a_usual_hint_has_one_row_so_that_no_row_moves_once_a_field_is_filled_in(
    services: Services, slug: str, one_rm_kg: float | None
) -> None:
    if one_rm_kg is not None:
        services.lifter.set_one_rm(services.one_rm_slugs(slug)[0], one_rm_kg, services.now())
    app = app_of(services, slug)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert [str(each.content) for each in app.screen.query(".note").results(Static) if each.size.height > 1] == []


@pytest.mark.parametrize(
    ("size", "there"), [((80, 50), False), ((116, 34), False), ((120, 40), True), ((200, 43), True), ((200, 50), True)]
)
async def test_the_figure_is_below_the_advice_where_there_is_room(
    services: Services, size: tuple[int, int], there: bool
) -> None:
    app = app_of(services)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        figure, body = app.screen.query_one(FigureView), app.screen.query_one("#body")
        rows = [figure.render_line(y) for y in range(figure.size.height)]
        drawn = [row for row in rows if row.text.strip()]
        assert all(part.style and part.style.bgcolor for row in rows for part in row), "the ground is the screen's"
        assert bool(figure.display and drawn) == there
        assert not there or (body.region.contains_region(figure.region) and not body.show_vertical_scrollbar)


async def test_a_second_spotter_is_drawn_once_the_load_asks_for_one(services: Services) -> None:
    services.lifter.set_one_rm("bench-press", 150.0, services.now())
    app = app_of(services, "bench-press")
    async with app.run_test(size=(120, 44)) as pilot:
        await settle(pilot)
        figure = app.screen.query_one(FigureView)
        for load, spotters in (("100", 1), ("150", 2), ("100", 1)):
            field(app, "load_kg").value = load
            await settle(pilot)
            assert figure.figure is not None and len(figure.figure.spotters) == spotters


async def test_escape_goes_back(services: Services) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        await pilot.press("escape")
        assert app.stage.results == [None]


async def test_it_is_prefilled_with_what_was_prescribed_last(services: Services, perform: Callable[..., None]) -> None:
    perform("bench-press", days_ago=9, load_kg=100, sets=2, reps=6, tempo="4-0-A-0")
    perform("bench-press", days_ago=3, load_kg=107.5, sets=4, reps=3, tempo="6-0-X-1")
    app = app_of(services)
    async with app.run_test() as pilot:
        await pilot.press("enter")
        (choice,) = app.stage.results
        assert isinstance(choice, Choice)
        plan = choice.prescription
        assert (plan.load_kg, plan.sets, plan.reps, str(plan.tempo)) == (107.5, 4, 3, "6-0-X-1")
        assert plan.lead_in_ms == 12_000


async def test_what_is_handed_in_goes_before_last_time(services: Services, perform: Callable[..., None]) -> None:
    perform("negative-dip", days_ago=3)
    default = catalogue_default(services, exercise_of(services, "negative-dip"))
    app = app_of(services, "negative-dip", replace(default, sets=7, lift_ms=None, reps=None))
    async with app.run_test() as pilot:
        assert (field(app, "sets").value, field(app, "lift_ms").value, field(app, "reps").value) == (
            "7",
            "wait",
            "fatigue",
        )
        await pilot.press("enter")
        assert app.stage.results == [Choice(replace(default, sets=7, lift_ms=None, reps=None), None)]


async def test_an_overload_exercise_asks_for_its_load_before_it_starts(services: Services) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "or type it" in note(app, "load_kg") and "✕" not in shown(app), "nothing was typed wrongly yet"
        await pilot.press("enter")
        assert note(app, "load_kg").startswith("✕") and "Not right yet: Load" in shown(app)
        assert app.stage.results == []
        assert app.focused is field(app, "load_kg")
        assert "Type the load" in note(app, "load_kg")
        await pilot.press("1", "0", "5", "enter")
        (choice,) = app.stage.results
        assert isinstance(choice, Choice)
        assert choice.prescription.load_kg == 105


async def test_case_1_a_1rm_fills_in_the_advised_load_and_enter_starts_that(services: Services) -> None:
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        field(app, "one-rm").focus()
        await pilot.press("1", "0", "0")
        assert field(app, "load_kg").value == "40 kg"
        assert "40 % of 1RM" in shown(app)
        assert "halves the soreness" in shown(app)
        assert "Enter starts what is advised" in shown(app)
        await pilot.press("enter")
        (choice,) = app.stage.results
        assert isinstance(choice, Choice)
        plan = choice.prescription
        assert (plan.sets, plan.reps, plan.load_kg, choice.one_rm_kg) == (2, 10, 40, 100)
        assert services.lifter.one_rm("bench-press") is None  # it is stored behind the gate


async def test_a_load_that_was_typed_is_not_replaced_by_a_1rm(services: Services) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        field(app, "load_kg").focus()
        await pilot.press("9", "0", "up", "1", "0", "0")
        assert field(app, "load_kg").value == "90"
        assert "90 % of 1RM" in note(app, "load_kg")


@pytest.mark.parametrize(
    ("name", "typed", "right"),
    [
        ("load_kg", "-5", "never negative"),
        ("load_kg", "abc", "100, 102.5kg or 220lb"),
        ("one-rm", "0", "more than 0"),
        ("sets", "0", "from 1 to 20"),
        ("sets", "x", "from 1 to 20"),
        ("reps", "999", '"fatigue"'),
        ("tempo", "5-0", "5-1-A-1"),
        ("tempo", "0-0-0-0", "5-1-A-1"),
        ("rest_ms", "soon", "1:30"),
        ("lead_in_ms", "0", "from 1 to 60 s"),
        ("lift_ms", "99", '"wait"'),
        ("lift_ms", "", '"wait"'),
    ],
)
async def test_a_wrong_field_says_what_is_right_and_nothing_starts(
    services: Services, name: str, typed: str, right: str
) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        field(app, "load_kg").value = "100"
        field(app, name).value = typed
        await settle(pilot)
        assert right in note(app, name)
        assert note(app, name).startswith("✕")
        assert "Not right yet" in shown(app)
        field(app, "rest_ms" if name != "rest_ms" else "sets").focus()
        await pilot.press("enter")
        assert app.stage.results == []
        assert app.focused is field(app, name)


async def test_the_set_is_said_in_words_while_it_is_typed(services: Services) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now())
    app = app_of(services)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "2 sets of 10 · 40 kg · 40 % of 1RM" in shown(app)
        assert "lower 5 s, spotter lift ~3 s, hold 1 s" in shown(app)
        assert "rest 3:00 · about 6 min" in shown(app)
        field(app, "reps").value = "fatigue"
        field(app, "lift_ms").value = "wait"
        await settle(pilot)
        assert "2 sets to fatigue" in shown(app)
        assert "spotter lift waits for you" in shown(app)


async def test_f7_begins_with_the_other_side_now_and_next_time(services: Services) -> None:
    services.lifter.set_one_rm("biceps-curl", 20, services.now())
    for first, key, then in (
        (Side.LEFT, "f7", Side.RIGHT),
        (Side.RIGHT, "f2", Side.RIGHT),
        (Side.RIGHT, "f7", Side.LEFT),
    ):
        app = app_of(services, "biceps-curl")
        async with app.run_test(size=(120, 40)) as pilot:
            await settle(pilot)
            assert f"{first.value} side first" in shown(app)
            await pilot.press(key)
            await settle(pilot)
            assert f"{then.value} side first" in shown(app)
            await pilot.press("enter")
            (choice,) = app.stage.results
        assert isinstance(choice, Choice)
        assert choice.prescription.first_side is then
        assert services.lifter.weaker_side("biceps-curl") is then


async def test_f7_of_a_tendon_takes_one_side_alone_with_the_advice_that_its_own_pain_allows(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("heel-drop", days_ago=1, load_kg=10.0, sets=6, reps=15, sides=tuple(Side))
    with services.database.read() as connection:
        last = sessions(connection, 1)[0].sets[-1]
    services.journal.rate_pain(last.id, PainLevels(left=7, right=1), services.now())
    app = app_of(services, "heel-drop")
    async with app.run_test(size=(140, 40)) as pilot:
        await settle(pilot)
        for sides, sets, load in (
            ("both sides", "5", "5 kg"),
            ("left side only", "5", "5 kg"),
            ("right side only", "6", "10 kg"),
            ("both sides", "5", "5 kg"),
        ):
            assert sides in shown(app)
            assert (field(app, "sets").value, field(app, "load_kg").value) == (sets, load)
            assert ("It hurt 7 of 10 on the left" in shown(app)) is (sets == "5")
            await pilot.press("f7")
            await settle(pilot)
    assert services.lifter.only_side("heel-drop") is Side.LEFT


async def test_an_exercise_without_sides_has_none_to_begin_with(services: Services) -> None:
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f7")
        assert "side first" not in shown(app)
    assert services.lifter.weaker_side("bench-press") is None


async def test_f2_fills_in_last_time_and_the_advice_again(services: Services, perform: Callable[..., None]) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now() - timedelta(days=20))
    for days in (8, 4):
        perform("bench-press", days_ago=days, load_kg=105)
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        assert "107.5 kg (+2.4 %)" in shown(app)
        assert (field(app, "load_kg").value, source(app)) == ("107.5 kg", "Advice")
        await pilot.press("f2")
        assert (field(app, "load_kg").value, source(app)) == ("105 kg", "As last time")
        assert "Enter starts the same as last time" in shown(app)
        await pilot.press("f2")
        assert (field(app, "load_kg").value, source(app)) == ("107.5 kg", "Advice")
        await pilot.press("f2", "enter")
        (choice,) = app.stage.results
        assert isinstance(choice, Choice)
        assert choice.prescription.load_kg == 105


async def test_what_is_typed_is_the_lifters_own_and_f2_gives_the_advice_back(
    services: Services, perform: Callable[..., None]
) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now() - timedelta(days=20))
    perform("bench-press", days_ago=4, load_kg=105)
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*"112")
        assert source(app) == "Your own"
        field(app, "one-rm").value = "101"
        await settle(pilot)
        assert (field(app, "load_kg").value, source(app)) == ("112", "Your own")
        await pilot.press("f2")
        assert (field(app, "load_kg").value, source(app)) == ("105 kg", "Advice")


async def test_a_hurried_set_is_only_as_last_time(services: Services, perform: Callable[..., None]) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now() - timedelta(days=20))
    perform("bench-press", days_ago=4, load_kg=105)
    with services.database.write() as connection:
        connection.execute("UPDATE sets SET rest_ms = 30000, lead_in_ms = 1000")
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert (field(app, "rest_ms").value, field(app, "lead_in_ms").value) == ("3:00", "10")
        await pilot.press("f2")
        assert (field(app, "rest_ms").value, field(app, "lead_in_ms").value) == ("0:30", "1")


async def test_pain_in_the_bench_press_makes_a_dip_light_and_the_form_says_why(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("negative-dip", days_ago=5, reps=5)
    perform("bench-press", days_ago=0.05, load_kg=40, sets=1, stop=StopReason.PAIN)
    app = app_of(services, "negative-dip")
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert "Bench press hurt today" in shown(app)
        assert (field(app, "sets").value, field(app, "reps").value) == ("2", "3")
        field(app, "sets").value = "3"
        await settle(pilot)
        assert "Enter asks you to type a word first" in shown(app)


async def test_f4_makes_sets_to_fatigue_and_of_reps_again(services: Services) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now())
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f4")
        assert (field(app, "reps").value, source(app)) == ("fatigue", "Your own")
        assert "2 sets to fatigue" in shown(app)
        await pilot.press("f4")
        assert (field(app, "reps").value, source(app)) == ("10", "Advice")


@pytest.mark.parametrize(
    ("size", "warned"), [((80, 24), True), ((120, 40), True), ((200, 50), True), ((40, 12), False)]
)
async def test_only_warnings_that_were_in_view_count_as_seen(
    services: Services, size: tuple[int, int], warned: bool
) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now())
    app = app_of(services)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        (choice,) = app.stage.results
        assert isinstance(choice, Choice)
        assert choice.warned is warned


async def test_a_load_can_be_deleted_and_typed_anew(services: Services) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now())
    app = app_of(services)
    async with app.run_test() as pilot:
        await pilot.press("end", *["backspace"] * 5)
        assert field(app, "load_kg").value == ""
        await pilot.press(*"45")
        assert (field(app, "load_kg").value, source(app)) == ("45", "Your own")


async def test_a_first_session_has_no_last_time(services: Services) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now())
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f2")
        assert (field(app, "load_kg").value, source(app)) == ("40 kg", "Advice")
        assert "as last time" not in shown(app)


async def test_more_than_the_advice_is_said_to_be_more(services: Services) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now())
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*"105")
        await settle(pilot)
        assert "Your set is more than advised" in shown(app)


async def test_reps_that_were_advised_for_a_light_load_do_not_stay_with_a_heavy_one(services: Services) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now())
    app = app_of(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"105")
        await settle(pilot)
        assert (field(app, "sets").value, field(app, "reps").value) == ("2", "4")
        assert "10 were advised for 40 kg, not for more" in note(app, "reps")
        assert "Enter asks you to type a word first" in shown(app)
        await pilot.press(*["backspace"] * 3, *"40")
        await settle(pilot)
        assert field(app, "reps").value == "10"
        assert "advised" not in note(app, "reps")


async def test_reps_that_the_lifter_typed_stay_whatever_the_load_is(services: Services) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now())
    app = app_of(services)
    async with app.run_test(size=(80, 24)) as pilot:
        field(app, "reps").value = "6"
        await settle(pilot)
        await pilot.press(*"105")
        await settle(pilot)
        assert field(app, "reps").value == "6"
        assert "advised" not in note(app, "reps")
        field(app, "reps").focus()
        await pilot.press("f4")
        assert field(app, "reps").value == "fatigue"
        await pilot.press("f4")
        assert field(app, "reps").value == "4"


async def test_reps_typed_with_a_heavy_load_are_kept_when_the_form_is_shown_again(services: Services) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now())
    chosen = replace(catalogue_default(services, exercise_of(services, "bench-press")), load_kg=105, sets=2, reps=10)
    app = app_of(services, prefilled=chosen)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert field(app, "reps").value == "10"


async def test_reps_of_last_time_stay_with_a_load_above_the_advice(
    services: Services, perform: Callable[..., None]
) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now() - timedelta(days=20))
    perform("bench-press", days_ago=30, load_kg=105, reps=6)
    app = app_of(services)
    async with app.run_test(size=(80, 24)) as pilot:
        assert field(app, "reps").value == "10"
        await pilot.press("f2", *"107.5")
        await settle(pilot)
        assert (field(app, "sets").value, field(app, "reps").value) == ("3", "6")


async def test_without_a_1rm_any_load_has_the_exercises_own_reps(services: Services) -> None:
    app = app_of(services)
    async with app.run_test(size=(80, 24)) as pilot:
        field(app, "load_kg").focus()
        await pilot.press(*"60")
        await settle(pilot)
        assert field(app, "reps").value == "4"
        assert "10 were advised for a light load" in note(app, "reps")


async def test_the_form_says_what_enter_does_where_it_starts_nothing(
    services: Services, perform: Callable[..., None]
) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now())
    perform("bench-press", days_ago=1, load_kg=105)
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert source(app) == "Not today"
        assert "Enter asks you to type a word first" in shown(app)
        assert "Enter starts" not in shown(app)


@pytest.mark.parametrize(
    ("slug", "enter"),
    [("bench-press", "Enter asks you to type a word first"), ("negative-dip", "Enter asks first")],
)
async def test_where_it_is_enough_for_today_only_that_is_said(
    services: Services, perform: Callable[..., None], slug: str, enter: str
) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now())
    perform(slug, days_ago=5, load_kg=105 if slug == "bench-press" else 0)
    for _ in range(2):
        load_kg = 105 if slug == "bench-press" else 0
        perform(slug, days_ago=0.05, load_kg=load_kg, sets=1, stop=StopReason.TEMPO_LOSS)
    app = app_of(services, slug)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert source(app) == "Enough for today"
        assert enter in shown(app)
        assert "The same again" not in shown(app)
        assert "Enter starts" not in shown(app)
        await pilot.press("enter")
        (choice,) = app.stage.results
        assert isinstance(choice, Choice)
        assert not choice.warned  # the gate asks


async def test_the_form_of_what_is_not_offered_says_so(services: Services, perform: Callable[..., None]) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now())
    for days in (4, 8):
        perform("bench-press", days_ago=days, load_kg=105, stop=StopReason.PAIN)
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert source(app) == "Not offered now"
        assert "Enter starts nothing; Esc goes back" in shown(app)


async def test_the_form_says_that_a_load_over_the_cap_is_asked_for_again(
    services: Services, perform: Callable[..., None]
) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now() - timedelta(days=20))
    perform("bench-press", days_ago=5, load_kg=115)
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*"125")
        await settle(pilot)
        assert "Enter asks for the load again" in shown(app)


@pytest.mark.parametrize(("typed", "asked"), [("1000", True), ("125", True), ("79", True), ("120", False)])
async def test_a_1rm_far_from_the_one_before_is_asked_about(services: Services, typed: str, asked: bool) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now())
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        field(app, "one-rm").value = typed
        await settle(pilot)
        assert ("it was 100 kg: type it twice to start" in note(app, "one-rm")) is asked
        assert ("Enter asks for the 1RM again" in shown(app)) is asked
        field(app, "one-rm").focus()
        await pilot.press("enter")
        assert isinstance(app.screen, OneRmScreen) is asked


async def test_a_doubtful_1rm_goes_on_only_when_it_is_typed_again_in_full(services: Services) -> None:
    app = app_of(services)
    async with app.run_test(size=(80, 24)) as pilot:
        field(app, "one-rm").focus()
        await pilot.press(*"1000")
        await settle(pilot)
        assert "Type the 1RM again first" in shown(app)
        assert "Ease in" not in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert "1RM of 1000 kg, but that is 17 times a body weight of 60 kg" in shown(app)
        for typed in ("", "100", "anyway"):
            await pilot.press(*typed, "enter")
            assert isinstance(app.screen, OneRmScreen)
            await pilot.press(*["backspace"] * len(typed))
        await pilot.press("escape")
        await settle(pilot)
        assert app.focused is field(app, "one-rm")
        assert app.stage.results == []
        await pilot.press(*"900", "enter", *"900", "enter")  # it is selected: typing replaces it
        await settle(pilot)
        assert new_one_rm(app) == NewOneRm(TypedLoad(900, "kg"), OneRmKind.ENTERED)
    assert services.lifter.one_rm("bench-press") is None


async def test_a_1rm_that_was_typed_twice_is_not_asked_for_again_when_the_gate_leads_back(services: Services) -> None:
    given = NewOneRm(TypedLoad(1000, "kg"), OneRmKind.ENTERED)
    screen = partial(PrescriptionScreen, services, exercise_of(services, "bench-press"), new_one_rm=given)
    app = StageApp(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert (field(app, "one-rm").value, field(app, "load_kg").value) == ("1000 kg", "400 kg")
        await pilot.press("enter")
        assert new_one_rm(app) == given


async def test_after_a_long_time_away_the_form_has_the_cap_of_what_counts(
    services: Services, perform: Callable[..., None]
) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now() - timedelta(days=110))
    perform("bench-press", days_ago=90, load_kg=105)
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*"108")
        await settle(pilot)
        assert "cap 108 kg until you test it" in note(app, "load_kg")
        await pilot.press(*["backspace"] * 3, *"108.5")
        await settle(pilot)
        assert "over the cap of 108 kg until you test it" in note(app, "load_kg")
        assert "Enter asks you to type a word first" in shown(app)
        field(app, "one-rm").value = "101"  # tested again
        await settle(pilot)
        assert "cap 120 %" in note(app, "load_kg")


async def test_case_99_lifted_sets_suggest_a_1rm_and_f6_takes_it(services: Services) -> None:
    import_a_lifted_set(services)
    app = app_of(services)
    async with app.run_test(size=(120, 40)) as pilot:
        assert "your lifted sets suggest 99 kg: F6 takes it" in shown(app)
        await pilot.press("f6")
        await settle(pilot)
        assert field(app, "one-rm").value == "99 kg"
        assert "F6" not in shown(app)
        await pilot.press("enter")
        assert new_one_rm(app) == NewOneRm(TypedLoad(99, "kg"), OneRmKind.ESTIMATED)


async def test_warnings_do_not_lock(services: Services, perform: Callable[..., None]) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now())
    perform("bench-press", days_ago=2.5, load_kg=105)
    app = app_of(services)
    async with app.run_test(size=(80, 24)) as pilot:
        field(app, "load_kg").value = "130"
        field(app, "tempo").value = "11-0-A-0"
        await settle(pilot)
        assert "over the cap of 120 %" in note(app, "load_kg")
        assert "at most 10, 1 and 2 s" in note(app, "tempo")
        assert "60 h ago; 72 h" in shown(app)
        await pilot.press("enter")
        assert len(app.stage.results) == 1


@pytest.mark.parametrize("slug", ["bench-press", "negative-dip"])
async def test_a_lowering_of_less_than_three_seconds_is_called_a_drop(services: Services, slug: str) -> None:
    app = app_of(services, slug)
    async with app.run_test() as pilot:
        field(app, "load_kg").value = "5"
        field(app, "tempo").value = "2-0-A-1"
        await settle(pilot)
        assert "Under 3 s it is a drop" in note(app, "tempo")
        field(app, "tempo").value = "3-0-A-1"
        await settle(pilot)
        assert "drop" not in note(app, "tempo")


async def test_a_long_bodyweight_lowering_is_not_warned_about(services: Services) -> None:
    app = app_of(services, "negative-dip")
    async with app.run_test() as pilot:
        field(app, "tempo").value = "11-0-A-0"
        await settle(pilot)
        assert not note(app, "tempo").startswith("!")


async def test_pounds_are_read_and_shown(services: Services) -> None:
    services.settings = Settings(unit="lb")
    app = app_of(services)
    async with app.run_test() as pilot:
        field(app, "one-rm").focus()
        await pilot.press(*"200")
        assert field(app, "load_kg").value == "80 lb"
        await pilot.press("enter")
        (choice,) = app.stage.results
        assert isinstance(choice, Choice)
        assert choice.prescription.load_kg == pytest.approx(80 * KG_PER_LB, abs=0.01)


async def test_a_1rm_that_is_typed_is_entered_and_not_tested(services: Services) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        field(app, "one-rm").focus()
        await pilot.press(*"100", "enter")
    assert new_one_rm(app) == NewOneRm(TypedLoad(100, "kg"), OneRmKind.ENTERED)


async def test_a_load_stays_in_the_unit_in_which_it_was_typed(services: Services, perform: Callable[..., None]) -> None:
    services.settings = Settings(unit="lb")
    app = app_of(services, "negative-dip")
    async with app.run_test() as pilot:
        field(app, "load_kg").value = "4 kg"
        await settle(pilot)
        assert "bodyweight + 4 kg" in shown(app)
        await pilot.press("enter")
        (choice,) = app.stage.results
    assert isinstance(choice, Choice)
    assert (choice.prescription.load_kg, choice.prescription.load_unit) == (4, "kg")
    app = app_of(services, "negative-dip", choice.prescription)
    async with app.run_test() as pilot:
        assert field(app, "load_kg").value == "4 kg"
        assert "kg" in note(app, "load_kg")
        field(app, "load_kg").value = "10"
        await pilot.press("enter")
        (choice,) = app.stage.results
    assert isinstance(choice, Choice)
    assert (choice.prescription.load_kg, choice.prescription.load_unit) == (10, "kg")


async def test_the_body_can_be_helped_and_help_is_no_overload(services: Services) -> None:
    now = services.now()
    Body(services.database).add_weight(80.0, now, now)
    app = app_of(services, "negative-pull-up")
    async with app.run_test(size=(120, 40)) as pilot:
        field(app, "load_kg").value = "-80"
        await settle(pilot)
        assert note(app, "load_kg").endswith(
            "80 kg of help is all of your 80 kg: it carries a part of you, such as -20."
        )
        field(app, "load_kg").value = "-20"
        await settle(pilot)
        assert "bodyweight, 20 kg of help" in shown(app)
        assert "help: a band or a machine" in note(app, "load_kg")
        await pilot.press("enter")
        (choice,) = app.stage.results
    assert isinstance(choice, Choice)
    assert choice.prescription.load_kg == -20
    assert not is_overload(choice.prescription, 60.0)


async def test_a_bar_cannot_be_helped(services: Services) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        field(app, "load_kg").value = "-20"
        await settle(pilot)
        assert "never negative" in note(app, "load_kg")


async def test_the_two_limb_max_is_asked_for_by_its_name(services: Services) -> None:
    app = app_of(services, "two-up-one-down")
    async with app.run_test() as pilot:
        assert "Two-limb max" in shown(app)
        field(app, "one-rm").value = "100"
        await settle(pilot)
        assert field(app, "load_kg").value == "25 kg"
        assert "25 % of two-limb max; usual 70 %" in note(app, "load_kg")
        assert "2 sets of 10 a side" in shown(app)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("slug", ["bench-press", "two-up-one-down", "heel-drop"])
async def test_every_field_and_the_line_in_words_are_seen(services: Services, size: tuple[int, int], slug: str) -> None:
    app = app_of(services, slug)
    async with app.run_test(size=size) as pilot:
        if slug != "heel-drop":
            field(app, "one-rm").value = "100"
        await settle(pilot)
        for one in fields_of(catalogue_default(services, exercise_of(services, slug)), FormFacts("kg")):
            assert any(row.strip().startswith(one.label) for row in rows_of(app)), one.label
        for words in (" sets of ", "about", "LOWER", "Next", "start", "back"):
            assert words in shown(app), words


async def test_a_tiny_terminal_shows_a_field_with_its_note_and_starts(services: Services) -> None:
    app = app_of(services)
    async with app.run_test(size=(40, 12)) as pilot:
        field(app, "load_kg").focus()
        await settle(pilot)
        assert "follows from your 1RM, or type it" in shown(app)
        await pilot.press("9", "0", "enter")
        assert len(app.stage.results) == 1


async def test_the_arrows_go_from_field_to_field_in_a_tiny_terminal_too(services: Services) -> None:
    app = app_of(services, "negative-dip")
    async with app.run_test(size=(40, 12)) as pilot:
        for name in ("sets", "reps", "tempo", "rest_ms", "lead_in_ms", "lift_ms"):
            await pilot.press("down")
            assert app.focused is field(app, name)
        await pilot.press("up")
        assert app.focused is field(app, "lead_in_ms")


async def test_the_label_of_the_focused_field_is_lit(services: Services) -> None:
    app = app_of(services, "negative-dip")
    async with app.run_test() as pilot:
        await pilot.press("down")
        await settle(pilot)
        lit = [text_of(row.query_one(".label", Static)) for row in app.screen.query(".row.-now")]
        assert lit == ["Sets"]
        label = app.screen.query_one(".row.-now .label")
        other = app.screen.query_one(".row .label")
        assert label.styles.color != other.styles.color


async def test_the_arrows_go_from_field_to_field(services: Services) -> None:
    app = app_of(services, "negative-dip")
    async with app.run_test() as pilot:
        await pilot.press("down", "down")
        assert app.focused is field(app, "reps")
        await pilot.press("up")
        assert app.focused is field(app, "sets")


async def test_the_enter_that_opened_the_form_starts_nothing_when_it_is_held_down(
    services: Services, clock: Clock
) -> None:
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        await pilot.press(*"negative dip", "enter")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, PrescriptionScreen)
        for pause_ms in (300, 360, *[40] * 50):
            clock.advance(pause_ms)
            await pilot.press("enter")
        assert app.screen is form
        clock.advance(1_000)
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen is not form


async def test_a_letter_typed_into_a_field_opens_nothing(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        await pilot.press(*"negative dip", "enter")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, PrescriptionScreen)
        clock.advance(1_000)
        await pilot.press(*"heavy")
        assert app.screen is form
        assert form.query_one("#load_kg", Input).value == "heavy"
        await pilot.press("f3")
        assert isinstance(app.screen, HistoryScreen)


async def test_text_of_an_own_exercise_is_shown_as_text(services: Services) -> None:
    hostile = "[/] [@click=app.quit]Row \x1b]0;title\x07"
    exercise = exercise_of(services, "bench-press")
    own = replace(exercise, slug="row", name=hostile, load=replace(exercise.load, of=hostile))  # type: ignore[type-var]
    services.library = (own,)
    app = StageApp(lambda: PrescriptionScreen(services, own))
    async with app.run_test(size=(120, 40)) as pilot:
        field(app, "one-rm").value = "100"
        await settle(pilot)
        assert "[/] [@click=app.quit]Row" in shown(app)
        await pilot.press("enter")
        assert len(app.stage.results) == 1


async def test_a_database_that_cannot_be_used_leaves_the_default(services: Services) -> None:
    services.database.connection.execute("DROP TABLE facts")
    services.database.connection.execute("DROP TABLE reps")
    app = app_of(services, "negative-dip")
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("enter")
        default = catalogue_default(services, exercise_of(services, "negative-dip"))
        assert app.stage.results == [Choice(replace(default, sets=2, reps=3), None)]


@pytest.mark.parametrize(
    ("pasted", "held"),
    [
        ("105kg", "105kg"),
        ("\x1b]52;c;AAAA\x0790\x1b[31m", "90"),
        ("90\n100", "90"),
        ("\x1b[2J", ""),
        ("\u202e90", "90"),
    ],
)
async def test_what_is_pasted_is_cleaned(services: Services, pasted: str, held: str) -> None:
    app = app_of(services)
    async with app.run_test() as pilot:
        field(app, "load_kg").focus()
        await pilot.pause()
        field(app, "load_kg").post_message(events.Paste(pasted))
        await settle(pilot)
        assert field(app, "load_kg").value == held


@given(
    texts=st.fixed_dictionaries(
        {name: st.text(max_size=12) | st.from_regex(r"[0-9A:kglbXfatiguew./-]{0,8}", fullmatch=True) for name in FIELDS}
    ),
    slug=st.sampled_from(["bench-press", "two-up-one-down", "heel-drop"]),
    unit=st.sampled_from(["kg", "lb"]),
)
def test_whatever_is_typed_gives_a_prescription_or_says_what_is_wrong(
    texts: dict[str, str], slug: str, unit: Unit
) -> None:
    exercise = next(exercise for exercise in shipped_exercises() if exercise.slug == slug)
    base = default_prescription(exercise, lead_in_ms=10_000, next_lead_in_ms=5_000)
    reading = read_form(texts, base, FormFacts(unit))
    assert (reading.made is None) == (reading.first_wrong is not None)
    assert list(reading.notes) == [one.name for one in fields_of(base, FormFacts(unit))]
    assert all(item.text for item in reading.notes.values())


def test_what_is_not_changed_keeps_its_exact_value(services: Services) -> None:
    default = catalogue_default(services, exercise_of(services, "bench-press"))
    base = replace(default, load_kg=100.123456, lift_ms=1500)
    texts = {one.name: one.text for one in fields_of(base, FormFacts("lb"))}
    reading = read_form(texts, base, FormFacts("lb"))
    assert reading.made == base


async def test_the_1rm_is_shown_and_read_in_the_unit_of_the_load_below_it(services: Services) -> None:
    services.settings = Settings(unit="lb")
    services.lifter.set_one_rm("bench-press", 100, services.now())
    base = replace(catalogue_default(services, exercise_of(services, "bench-press")), load_kg=65.0, load_unit="kg")
    app = app_of(services, prefilled=base)
    async with app.run_test() as pilot:
        assert (field(app, "one-rm").value, field(app, "load_kg").value) == ("100 kg", "65 kg")
        field(app, "one-rm").value = "105"
        await settle(pilot)
        await pilot.press("enter")
    assert new_one_rm(app) == NewOneRm(TypedLoad(105, "kg"), OneRmKind.ENTERED)


@pytest.mark.parametrize(("setting", "plates", "kg"), [("kg", "lb", 100 * KG_PER_LB), ("lb", "kg", 100.0)])
async def test_an_empty_1rm_names_the_unit_in_which_it_is_read_and_stored(
    services: Services, setting: Unit, plates: Unit, kg: float
) -> None:
    equipment = Equipment(bar=parse_weight(f"20 {plates}"), plates=parse_plates(f"20 x 4, 10, 5, 2.5 {plates}"))
    services.settings = Settings(unit=setting, own_equipment=equipment)
    app = app_of(services)
    async with app.run_test() as pilot:
        assert note(app, "one-rm").startswith(f"{plates}, or write {setting}; ")
        await pilot.press(*"100")
        await settle(pilot)
        assert field(app, "load_kg").value.endswith(f" {plates}")
        await pilot.press("enter")
    given = new_one_rm(app)
    assert given is not None
    assert (given.load.kg, given.load.unit) == (pytest.approx(kg), plates)


@pytest.mark.parametrize(("stored", "typed"), [("lb", "kg"), ("kg", "lb")])
async def test_a_1rm_stays_as_it_is_when_a_load_of_another_unit_is_filled_in(
    services: Services, stored: Unit, typed: Unit
) -> None:
    services.settings = Settings(unit=stored)
    services.lifter.set_one_rm("bench-press", 100, services.now())
    base = replace(catalogue_default(services, exercise_of(services, "bench-press")), load_kg=36.0, load_unit=typed)
    app = app_of(services, prefilled=base)
    async with app.run_test() as pilot:
        shown = field(app, "one-rm").value
        assert shown.endswith(f" {typed}")
        await pilot.press("f2")
        await settle(pilot)
        assert field(app, "load_kg").value.endswith(f" {stored}")
        assert field(app, "one-rm").value == shown
        await pilot.press("enter")
    (choice,) = app.stage.results
    assert isinstance(choice, Choice)
    assert (choice.one_rm_kg, choice.new_one_rm) == (100, None)


@pytest.mark.parametrize(
    ("shown_kg", "shown_unit", "stack", "typed", "unit"),
    [
        (100.0, "kg", "", "105", "kg"),
        (225 * KG_PER_LB, "lb", "", "230", "lb"),
        (225 * KG_PER_LB, "lb", "stack 5 + 5 kg", "230", "lb"),
        (40.0, "kg", "stack 10 + 10 lb", "45", "kg"),
        (225 * KG_PER_LB, "lb", "", "105 kg", "kg"),
        (0.0, "kg", "", "105", "kg"),
        (0.0, "kg", "stack 10 + 10 lb", "200", "lb"),
    ],
)
def test_a_load_without_a_unit_is_read_in_the_unit_that_the_field_shows(
    services: Services, shown_kg: float, shown_unit: Unit, stack: str, typed: str, unit: Unit
) -> None:
    exercise = exercise_of(services, "leg-press")
    base = replace(catalogue_default(services, exercise), load_kg=shown_kg, load_unit=shown_unit)
    equipment = Equipment(implements={"leg-press": parse_implement(stack)} if stack else {})
    facts = FormFacts("kg", 100.0, equipment=equipment)
    texts = {one.name: one.text for one in fields_of(base, facts)}
    assert not shown_kg or texts["load_kg"].endswith(shown_unit)
    made = read_form({**texts, "load_kg": typed}, base, facts).made
    number = float(typed.removesuffix(" kg"))
    assert made is not None and (made.load_unit or "kg") == unit
    assert made.load_kg == pytest.approx(number * (KG_PER_LB if unit == "lb" else 1))


def test_every_binding_has_an_id_and_a_tooltip() -> None:
    for bindings in (PrescriptionScreen.BINDINGS, FormInput.BINDINGS):
        for binding in bindings:
            assert isinstance(binding, Binding)
            assert binding.id
            assert binding.tooltip
