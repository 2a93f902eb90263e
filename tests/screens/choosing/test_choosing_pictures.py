"""How the screens on the way to a set look, at three sizes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from negcoach.app import NegcoachApp
from negcoach.services import Services
from negcoach.store.editing.body import Body
from negcoach.training.progress.soreness import Question
from tests.screens.conftest import SIZES, settle, started
from tests.services import HEALTHY, Clock

NAMES = [f"{width}x{height}" for width, height in SIZES]
STEPS = {
    "exercises": (),
    "search": (*"pull",),
    "form": ("enter",),
    "form-filled": ("enter", "shift+tab", *"100", "tab", *"105"),
    "form-wrong": ("enter", "shift+tab", *"100", "tab", *"130", "tab", *"99"),
    "spotters": ("enter", "shift+tab", *"100", "tab", *"105", "enter"),
    "not-today": ("enter", "enter"),
    "light": ("enter", "f2", "enter"),
    "about": ("enter", *"40"),
    "health": ("enter", *"40", "down", *"24", "enter"),
    "alternative": ("enter", *"40", "down", *"3", "enter", "right", "enter"),
}
"""What is shown, and the keys that lead there."""

RATINGS = {"not-today": 6, "light": 4}
"""How sore the chest is in a picture."""

UNKNOWN = {"about", "health", "alternative"}
"""The pictures of a lifter of whom nothing is known."""


@pytest.fixture(autouse=True)
def in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are the same whatever the terminal that the tests run in."""
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.mark.usefixtures("still_cursor")
@pytest.mark.parametrize("size", SIZES, ids=NAMES)
@pytest.mark.parametrize("shown", STEPS)
def test_choosing_looks_as_it_should(
    services: Services,
    clock: Clock,
    perform: Callable[..., None],
    shown: str,
    size: tuple[int, int],
    snap_compare: Callable[..., bool],
) -> None:
    perform("bench-press", days_ago=5, load_kg=105)
    if shown not in UNKNOWN:
        services.lifter.store_health_answers(HEALTHY, services.now())
    if shown in RATINGS:
        services.lifter.set_one_rm("bench-press", 100, services.now())
        Body(services.database).answer({Question("chest"): RATINGS[shown]}, services.now())

    async def lead(pilot: Pilot[None]) -> None:
        await started(pilot)
        for key in STEPS[shown]:
            clock.advance(1_000)
            await pilot.press(key)
            await settle(pilot)

    assert snap_compare(NegcoachApp(services), terminal_size=size, run_before=lead)
