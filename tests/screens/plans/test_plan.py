"""One plan: its exercises are changed, added, removed, put in another order, and alternate."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from negcoach.config.plans import load_plans, save_plan
from negcoach.screens.plans.item_list import ItemList
from negcoach.screens.plans.plan import PlanScreen
from negcoach.screens.shared.form.fields import FieldsScreen
from negcoach.services import Services
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.exercise.way import Way
from negcoach.training.plan.plan import FATIGUE, Plan, PlanItem
from negcoach.training.units import TypedLoad
from tests.screens.conftest import StageApp, rows_of, settle

BENCH, DIP, PRESS = PlanItem("bench-press", sets=3), PlanItem("negative-dip"), PlanItem("leg-press")


@asynccontextmanager
async def opened(services: Services, *items: PlanItem, size: tuple[int, int] = (80, 24)) -> Any:
    plan = Plan("Push day", items)
    save_plan(services.config_path.parent, plan)
    app = StageApp(lambda: PlanScreen(services, plan))
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        yield pilot


def stored(services: Services) -> tuple[PlanItem, ...]:
    return load_plans(services.config_path.parent)[0].items


def marked(pilot: Pilot[None]) -> int | None:
    return pilot.app.screen.query_one(ItemList).highlighted


async def fill_in(pilot: Pilot[None], **texts: str) -> None:
    """Fill in the dialog, and press Enter."""
    for name, text in texts.items():
        pilot.app.screen.query_one(f"#{name}", Input).value = text
    await pilot.press("enter")
    await settle(pilot)


async def test_what_is_typed_is_fixed_and_an_empty_field_is_left_to_the_advice(services: Services) -> None:
    async with opened(services, BENCH, DIP) as pilot:
        await pilot.press("enter")
        await fill_in(pilot, sets="", reps="fatigue", tempo="50A0", load="220 lb", rest_ms="1:30", way="accentuated")
        item = PlanItem(
            "bench-press",
            reps=FATIGUE,
            tempo=Tempo.parse("5-0-A-0"),
            load=TypedLoad(220 * 0.45359237, "lb"),
            rest_ms=90_000,
            way=Way.parse("accentuated 70 %"),
        )
        assert stored(services) == (item, DIP)
        shown = " ".join(" ".join(rows_of(pilot.app)).split())
        assert "the plan fixes sets to fatigue · 5-0-A-0 · 220 lb · rest 1:30 · accentuated 70 %" in shown


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("sets", "99"),
        ("reps", "x"),
        ("tempo", "5"),
        ("load", "heavy"),
        ("rest_ms", "1:99"),
        ("load", "-5 kg"),
        ("way", "drop 40 %"),
        ("way", "forced 2"),
        ("exercise", "xyz"),
    ],
)
async def test_what_no_set_can_have_is_refused(services: Services, field: str, text: str) -> None:
    async with opened(services, BENCH) as pilot:
        await pilot.press("enter")
        await fill_in(pilot, **{field: text})
        screen = pilot.app.screen
        assert isinstance(screen, FieldsScreen)
        assert screen.form.read().first_wrong == field
        assert stored(services) == (BENCH,)


async def test_another_exercise_comes_below_the_marked_one_and_not_between_two_that_alternate(
    services: Services,
) -> None:
    pair = PlanItem("bench-press", superset=True)
    async with opened(services, pair, DIP) as pilot:
        await pilot.press("a")
        await fill_in(pilot, exercise="leg press")
        assert stored(services) == (pair, DIP, PRESS)
        assert marked(pilot) == 2


@pytest.mark.parametrize(("key", "removed"), [("ctrl+d", True), ("f8", True), ("enter", False), ("escape", False)])
async def test_an_exercise_is_removed_once_that_is_confirmed(services: Services, key: str, removed: bool) -> None:
    async with opened(services, BENCH, DIP) as pilot:
        await pilot.press("d", key)
        await settle(pilot)
        assert stored(services) == ((DIP,) if removed else (BENCH, DIP))


async def test_the_last_exercise_is_not_removed(services: Services) -> None:
    async with opened(services, BENCH) as pilot:
        await pilot.press("d", "ctrl+d")
        assert isinstance(pilot.app.screen, PlanScreen)
        assert stored(services) == (BENCH,)


async def test_the_one_left_of_two_that_alternated_is_done_alone(services: Services) -> None:
    async with opened(services, PlanItem("bench-press", superset=True), DIP, PRESS) as pilot:
        await pilot.press("down", "d", "ctrl+d")
        assert stored(services) == (PlanItem("bench-press"), PRESS)


async def test_two_exercises_alternate_and_either_undoes_it(services: Services) -> None:
    async with opened(services, BENCH, DIP, PRESS) as pilot:
        await pilot.press("s")
        assert [item.superset for item in stored(services)] == [True, False, False]
        await pilot.press("down", "s")
        assert [item.superset for item in stored(services)] == [False, False, False]
        await pilot.press("down", "s")  # the last one: no exercise follows it
        assert [item.superset for item in stored(services)] == [False, False, False]


async def test_three_exercises_do_not_alternate(services: Services) -> None:
    async with opened(services, BENCH, PlanItem("negative-dip", superset=True), PRESS) as pilot:
        await pilot.press("s")
        assert [item.superset for item in stored(services)] == [False, True, False]


@pytest.mark.parametrize("key", ["shift+down", "+"])
async def test_an_exercise_is_moved_and_stays_marked(services: Services, key: str) -> None:
    async with opened(services, BENCH, DIP, PRESS) as pilot:
        await pilot.press(key)
        assert stored(services) == (DIP, BENCH, PRESS)
        assert marked(pilot) == 1
        await pilot.press("minus")
        assert stored(services) == (BENCH, DIP, PRESS)


async def test_a_plan_gets_another_name_and_keeps_its_exercises(services: Services) -> None:
    async with opened(services, BENCH) as pilot:
        await pilot.press("r")
        await fill_in(pilot, name="Push [b]")
        assert load_plans(services.config_path.parent) == (Plan("Push [b]", (BENCH,)),)
        assert "Push [b]" in "\n".join(rows_of(pilot.app))


async def test_a_change_that_the_file_does_not_allow_is_said_and_not_shown(services: Services) -> None:
    async with opened(services, BENCH, DIP) as pilot:
        path = services.config_path.parent / "plans.toml"
        text = '[[plan]]\nname = "Push day"\n[[plan.exercises]]\nexercise = "dip"\n'
        path.write_text(text)
        await pilot.press("shift+down")
        assert [one.message for one in pilot.app._notifications] == [
            f"{path} is laid out so that it cannot be changed here. Edit it by hand."
        ]
        assert path.read_text() == text
        assert rows_of(pilot.app)[2].strip().startswith("1   Bench press")
