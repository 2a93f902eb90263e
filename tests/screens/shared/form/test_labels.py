"""No label touches its field, at any size."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from textual.screen import Screen

from negcoach.config.library import shipped_exercises
from negcoach.screens.choosing.gate.health_screen import experience_screen
from negcoach.screens.settings.equipment import EquipmentScreen
from negcoach.screens.shared.form.inputs import FieldInput
from negcoach.training.equipment.equipment import NO_EQUIPMENT
from tests.screens.conftest import StageApp, rows_of, settle

FORMS: dict[str, Callable[[], Screen[object]]] = {
    "equipment": lambda: EquipmentScreen(NO_EQUIPMENT, shipped_exercises(), "kg"),
    "about you": lambda: experience_screen(None, date(2026, 7, 25)),
}


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)], ids=["40x12", "80x24", "120x40"])
@pytest.mark.parametrize("form", FORMS)
async def test_no_label_touches_its_field(form: str, size: tuple[int, int]) -> None:
    app = StageApp(FORMS[form])
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        rows = rows_of(app)
        fields = list(app.screen.query(FieldInput))
        regions = [app.screen.find_widget(field).visible_region for field in fields]
        shown = [(field, region) for field, region in zip(fields, regions, strict=True) if region.area]
        assert len(shown) > 1
        for field, region in shown:
            assert rows[region.y][region.x - 1] == " ", field.id
