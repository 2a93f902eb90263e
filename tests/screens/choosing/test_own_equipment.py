"""With the lifter's equipment known, the card, the form and the gate say what to load."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from negcoach.app import NegcoachApp
from negcoach.coaching.advice.recent_training import read_recent_training
from negcoach.coaching.gate.spotters import SpottersQuestion
from negcoach.coaching.sets_to_do import Choice
from negcoach.screens.choosing.prescription import PrescriptionScreen
from negcoach.services import Services
from negcoach.training.equipment.equipment import Equipment
from negcoach.training.equipment.equipment_text import parse_implement, parse_plates, parse_weight
from negcoach.training.exercise.prescription import default_prescription
from negcoach.training.exercise.safety import CountedOneRm
from negcoach.training.units import KG_PER_LB
from tests.screens.conftest import SIZES, rows_of, settle, started
from tests.services import HEALTHY, Clock

GYM = Equipment(
    parse_weight("20 kg"),
    parse_plates("25 x 2, 20 x 2, 15, 10 x 2, 5 x 2, 2.5 x 2, 1.25 kg"),
    {"leg-extension": parse_implement("stack 10 + 10 to 200 lb")},
)


@pytest.fixture(autouse=True)
def equipped(services: Services, perform: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    """A lifter with a gym's equipment, who trained the bench press and the leg extension before."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    services.settings = replace(services.settings, own_equipment=GYM)
    services.lifter.store_health_answers(HEALTHY, services.now())
    services.lifter.set_one_rm("bench-press", 102.7, services.now())
    perform("bench-press", days_ago=12, load_kg=97.5)
    perform("bench-press", days_ago=5, load_kg=97.5)
    perform("leg-extension", days_ago=5, load_kg=100 * KG_PER_LB, reps=6)


@asynccontextmanager
async def app_with(services: Services, clock: Clock, *keys: str) -> AsyncIterator[tuple[NegcoachApp, Pilot[None]]]:
    app = NegcoachApp(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await started(pilot)
        await lead(pilot, clock, *keys)
        yield app, pilot


async def lead(pilot: Pilot[None], clock: Clock, *keys: str) -> None:
    for key in keys:
        clock.advance(1_000)
        await pilot.press(key)
        await settle(pilot)


def text(app: NegcoachApp) -> str:
    return " ".join(" ".join(rows_of(app)).split())


async def test_the_card_has_the_plates_and_what_was_rounded(services: Services, clock: Clock) -> None:
    async with app_with(services, clock) as (app, _):
        assert "107.8 → 107.5 kg: 15 + 2 × 10 + 5 + 2.5 + 1.25 a side" in text(app)


async def test_last_time_is_in_the_unit_of_the_weights_as_the_advice_beside_it_is(
    services: Services, clock: Clock
) -> None:
    """A lifter with plates in pounds read "97.5 kg" over "3 × 4 at 225 lb"."""
    pounds = Equipment(parse_weight("45 lb"), parse_plates("45 x 5, 35, 25, 10 x 2, 5 x 2, 2.5 lb"))
    services.settings = replace(services.settings, own_equipment=pounds)
    async with app_with(services, clock) as (app, _):
        shown = text(app)
        assert "at 214.95 lb" in shown and " lb: 45 + 25 + " in shown
        assert "97.5 kg" not in shown


async def test_the_form_says_which_loads_there_are_beside_one_that_there_is_not(
    services: Services, clock: Clock
) -> None:
    async with app_with(services, clock, "enter", *"108") as (app, pilot):
        assert isinstance(app.screen, PrescriptionScreen)
        assert "108 kg cannot be loaded: 107.5 or 110 kg." in text(app)
        await lead(pilot, clock, "backspace", *"7.5")
        assert "cannot be loaded" not in text(app) and "15 + 2 × 10 + 5 + 2.5 + 1.25 a side" in text(app)


async def test_a_load_typed_without_a_unit_is_in_that_of_its_weights(services: Services, clock: Clock) -> None:
    exercise = services.exercise("leg-extension")
    assert exercise is not None
    async with app_with(services, clock) as (app, pilot):
        screen = PrescriptionScreen(services, exercise)
        results: list[object] = []
        app.push_screen(screen, results.append)
        await settle(pilot)
        screen.query_one("#load_kg").focus()
        await lead(pilot, clock, *"110")
        reading = screen._form.read()
        assert reading.made.load_kg == pytest.approx(110 * KG_PER_LB)
        assert reading.made.load_unit == "lb"


async def test_the_gate_lists_a_warm_up_to_which_plates_are_only_added(services: Services, clock: Clock) -> None:
    async with app_with(services, clock, "enter", *"105", "enter") as (app, pilot):
        while "How many spotters" not in text(app):
            await lead(pilot, clock, "enter")
        shown = text(app)
        assert "20 kg × 8 bar the 20 kg bar alone" in shown
        assert "50 kg × 5 49 % add 15 a side" in shown
        assert "70 kg × 3 68 % add 10 a side" in shown
        assert "80 kg × 2 78 % add 5 a side" in shown
        assert "100 kg × 1 97 % add 10 a side" in shown
        assert "105 kg × 4 work add 2.5 a side" in shown
        assert "Rule: spotters (partly published) Rule: warm-up (partly textbook)" in shown


def test_the_shares_of_a_warm_up_are_of_the_1rm_where_it_is_known(services: Services) -> None:
    exercise = services.exercise("leg-extension")
    assert exercise is not None
    usual = default_prescription(exercise, lead_in_ms=5_000, next_lead_in_ms=3_000)
    easy = replace(usual, load_kg=30.0)
    known, unknown = (
        [
            (one.load, one.of)
            for one in SpottersQuestion(Choice(easy, one_rm_kg), CountedOneRm(one_rm_kg), "kg").warm_up_steps
        ]
        for one_rm_kg in (80.0, None)
    )
    assert known == [("14 kg", "18 %"), ("20 kg", "25 %")]
    assert unknown == [("14 kg", "49 %"), ("20 kg", "70 %"), ("25 kg", "88 %")]


async def test_the_gate_says_it_too_of_a_load_that_cannot_be_loaded(services: Services, clock: Clock) -> None:
    async with app_with(services, clock, "enter", *"106", "enter") as (app, pilot):
        while "How many spotters" not in text(app):
            await lead(pilot, clock, "enter")
        shown = text(app)
        assert "! 106 kg cannot be loaded: 105 or 107.5 kg." in shown
        assert "Warm up first" in shown and "a side" not in shown


def test_what_is_advised_is_in_the_unit_of_its_weights(services: Services) -> None:
    exercise = services.exercise("leg-extension")
    assert exercise is not None
    advice = read_recent_training(services, exercise).advice
    assert advice.prescription.load_unit == "lb"
    assert advice.prescription.load_kg / KG_PER_LB % 10 == pytest.approx(0, abs=1e-6)
    assert "kg" not in advice.what


@pytest.mark.usefixtures("still_cursor")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("keys", [(), ("enter",)], ids=["card", "form"])
def test_it_looks_as_it_should(
    services: Services,
    clock: Clock,
    size: tuple[int, int],
    keys: tuple[str, ...],
    snap_compare: Callable[..., bool],
) -> None:
    services.library = tuple(one for one in services.library if one.slug in ("bench-press", "leg-extension"))

    async def act(pilot: Pilot[None]) -> None:
        await started(pilot)
        await lead(pilot, clock, *keys)

    assert snap_compare(NegcoachApp(services), terminal_size=size, run_before=act)
