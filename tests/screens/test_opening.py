"""Screens open in one frame: what is painted first is what stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from textual.app import App
from textual.screen import Screen

from negcoach.app import NegcoachApp
from negcoach.services import Services
from tests.screens.conftest import rows_of, settle, started
from tests.screens.plans.conftest import SOME, write_plans
from tests.screens.programmes.conftest import half_way
from tests.services import HEALTHY, Clock

WAYS: dict[str, tuple[str, ...]] = {
    "PlansScreen": ("f6",),
    "PlanScreen": ("f6", "e"),
    "ProgrammesScreen": ("f7",),
    "ImportScreen": ("f3", "i"),
    "SettingsScreen": ("ctrl+s",),
    "KeysScreen": ("ctrl+s", "k"),
}
"""The keys that lead from the home screen to each screen."""

SIZES = ((120, 40), (200, 50))
"""The sizes beside 80x24, at which ``tests/screens/test_every_screen.py`` opens every screen."""

_THUMB = str.maketrans("▁▂▃▄▅▆▇", " " * 7)
"""The end of a scroll bar's thumb, which Textual draws a frame later."""


def without_thumb(rows: list[str]) -> list[str]:
    return [row.translate(_THUMB) for row in rows]


@pytest.mark.usefixtures("still_cursor")
@pytest.mark.parametrize("size", SIZES, ids=["120x40", "200x50"])
@pytest.mark.parametrize("screen", WAYS)
async def test_a_screen_does_not_change_while_it_opens(
    services: Services,
    clock: Clock,
    perform: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    screen: str,
    size: tuple[int, int],
) -> None:
    services.settings = replace(services.settings, colours="full")
    services.lifter.store_health_answers(HEALTHY, services.now())
    write_plans(services, SOME)
    half_way(services, perform)
    painted: list[list[str]] = []
    display = App._display

    def paint(app: App[Any], shown: Screen[Any], renderable: Any) -> None:
        display(app, shown, renderable)
        if renderable is not None and shown is app.screen and not app._batch_count:
            painted.append(rows_of(app))

    monkeypatch.setattr(App, "_display", paint)
    app = NegcoachApp(services)
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        clock.advance(1_000)
        await pilot.press("escape")  # the question about soreness
        await settle(pilot)
        for key in WAYS[screen]:
            clock.advance(1_000)
            painted.clear()
            await pilot.press(key)
            await settle(pilot)
        assert type(app.screen).__name__ == screen
        assert painted
        settled = rows_of(app)
        for frame in painted:
            assert without_thumb(frame) == without_thumb(settled)
