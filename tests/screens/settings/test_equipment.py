"""The form of the equipment: what is typed is checked, saved and used at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from negcoach.config.settings.settings import EQUIPMENT, load_settings
from negcoach.screens.settings.equipment import EquipmentScreen
from negcoach.screens.settings.settings import SettingsScreen
from negcoach.screens.shared.form.fields import FieldsScroll
from negcoach.services import Services
from negcoach.training.equipment.equipment import Dumbbells, Equipment, Weight
from negcoach.training.equipment.equipment_text import parse_implement, parse_plates, parse_weight
from tests.screens.conftest import SIZES, StageApp, rows_of, settle

GYM = Equipment(
    parse_weight("20 kg"),
    parse_plates("25 x 2, 20, 15, 10 x 2, 5, 2.5, 1.25 kg"),
    {"leg-extension": parse_implement("stack 5 + 5 to 120 kg"), "gone-long-ago": parse_implement("belt")},
)


SHOWN = {"bench-press", "leg-press", "leg-extension", "leg-curl", "negative-dip", "biceps-curl", "eccentric-squat"}
"""The exercises in the pictures, so that a new one changes none of them."""


def stage(services: Services) -> StageApp:
    return StageApp(lambda: SettingsScreen(services, lambda settings: services.player))


async def open_form(app: StageApp, pilot: Pilot[None]) -> EquipmentScreen:
    await settle(pilot)
    await pilot.press("end", "up", "enter")
    await settle(pilot)
    assert isinstance(app.screen, EquipmentScreen)
    return app.screen


async def test_a_line_of_the_settings_leads_to_the_form(services: Services) -> None:
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("end", "up")
        marked = app.screen.query_one(OptionList).highlighted_option
        assert marked is not None and marked.id == EQUIPMENT
        assert "not set" in "\n".join(rows_of(app))
        await pilot.press("left", "right", "d", "5")  # what changes a setting changes nothing here
        await pilot.press("enter")
        assert isinstance(app.screen, EquipmentScreen)
        await pilot.press("escape", "e")
        assert isinstance(app.screen, EquipmentScreen)


async def test_what_is_typed_is_saved_and_used_at_once(services: Services) -> None:
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        form = (await open_form(app, pilot)).form
        names = {field.label: field.name for field in form.fields}
        form.put("bar", "20")
        form.put("plates", "20 x 2, 10, 5, 2.5")
        form.put(names["Biceps curl"], "dumbbell 2, 4, ... 20")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, SettingsScreen)
        assert "20 kg bar · 5 pairs of plates · 1 exercise" in "\n".join(rows_of(app))
    equipment = services.settings.equipment
    assert equipment == load_settings(services.config_path).equipment
    assert equipment.bar == Weight(2000, "kg") and equipment.plates == parse_plates("20 x 2, 10, 5, 2.5 kg")
    assert equipment.implements == {"biceps-curl": Dumbbells(tuple(range(200, 2001, 200)), "kg")}


async def test_a_number_without_a_unit_is_in_that_of_the_settings(services: Services) -> None:
    services.settings = replace(services.settings, unit="lb")
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        (await open_form(app, pilot)).form.put("bar", "45")
        await pilot.press("enter")
    assert services.settings.equipment.bar == Weight(4500, "lb")


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("plates", "20, 25", "25 after 20: list them from the heaviest"),
        ("bar", "heavy", '"heavy" is not a weight. Write it like 20 kg'),
        ("exercise-0", "dumbbell 20, 22.5 kg", "Dumbbells are for one hand: two would be twice the load"),
        ("exercise-0", "kettlebell", '"kettlebell" is not known. Write "bar"'),
    ],
)
async def test_what_is_wrong_is_said_and_not_saved(services: Services, name: str, typed: str, said: str) -> None:
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        form = (await open_form(app, pilot)).form
        form.put(name, typed)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, EquipmentScreen)
        assert said in "\n".join(rows_of(app))
    assert services.settings.own_equipment is None and not services.config_path.exists()


async def test_what_is_missing_for_an_exercise_is_said_beside_it(services: Services) -> None:
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        form = (await open_form(app, pilot)).form
        name = next(field.name for field in form.fields if field.label == "Bar curl")
        form.put(name, "bar")
        form.query_one(f"#{name}").focus()
        form.show(asked=False)
        await settle(pilot)
        assert "needs the plates above, and the weight of the bar" in "\n".join(rows_of(app))


async def test_emptied_fields_are_forgotten_and_what_the_form_does_not_show_is_kept(services: Services) -> None:
    services.settings = replace(services.settings, own_equipment=GYM)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        form = (await open_form(app, pilot)).form
        form.put(next(field.name for field in form.fields if field.label == "Leg extension"), "")
        await pilot.press("enter")
    kept = {"gone-long-ago": GYM.implements["gone-long-ago"]}
    assert services.settings.equipment == load_settings(services.config_path).equipment == replace(GYM, implements=kept)


async def test_escape_changes_nothing(services: Services) -> None:
    services.settings = replace(services.settings, own_equipment=GYM)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        (await open_form(app, pilot)).form.put("bar", "15")
        await pilot.press("escape")
    assert services.settings.equipment == GYM


async def test_the_field_that_is_typed_in_is_seen_with_its_note(services: Services) -> None:
    services.settings = replace(services.settings, own_equipment=GYM)
    services.library = tuple(one for one in services.library if one.slug in SHOWN)
    app = stage(services)
    async with app.run_test(size=(40, 12)) as pilot:
        screen = await open_form(app, pilot)
        for press in (*["down"] * 6, *["up"] * 6):
            await pilot.press(press)
            await settle(pilot)
            (row,) = [row for row in screen.query(".row") if row.has_focus_within]
            assert row.region in screen.query_one(FieldsScroll).region


@pytest.mark.usefixtures("still_cursor")
@pytest.mark.parametrize("size", [(40, 12), *SIZES])
def test_the_form_looks_as_it_should(
    services: Services, size: tuple[int, int], snap_compare: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    services.config_path = Path("config.toml")
    services.settings = replace(services.settings, own_equipment=GYM)
    services.library = tuple(one for one in services.library if one.slug in SHOWN)

    async def act(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.press("end", "up", "enter", *["down"] * 4)
        await settle(pilot)

    assert snap_compare(stage(services), terminal_size=size, run_before=act)
