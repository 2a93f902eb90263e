"""Any key on any screen of a low terminal: short walks here, long ones by ``python -m tests.faults --full``."""

from __future__ import annotations

import pytest

from negcoach.app import NegcoachApp
from negcoach.services import Services
from tests.faults.walk import SIZES, TO, keep_history, walk
from tests.screens.conftest import started
from tests.services import Clock, clock, services

__all__ = ["clock", "services"]  # the fixtures

KEYS = 40


@pytest.mark.parametrize(("number", "to"), enumerate(TO), ids=list(TO))
async def test_no_key_on_a_low_screen_ends_the_program_badly(
    services: Services, clock: Clock, number: int, to: str
) -> None:
    keep_history(services)
    pressed = await walk(services, clock, to, size=SIZES[number % len(SIZES)], keys=KEYS, seed=number)
    assert sum(pressed.values()) == KEYS


@pytest.mark.parametrize("size", [(80, 24), *SIZES], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_page_keys_act_in_the_palette_where_it_has_room_and_do_nothing_where_not(
    services: Services, size: tuple[int, int]
) -> None:
    app = NegcoachApp(services)
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        await pilot.press("ctrl+p")
        for key in ("pagedown", "pagedown", "pageup", "end", "home", "down", "up"):
            await pilot.press(key)
        assert type(app.screen).__name__ == "Palette"
        await pilot.press("escape")
        await pilot.pause()
        assert type(app.screen).__name__ == "ExercisesScreen"
