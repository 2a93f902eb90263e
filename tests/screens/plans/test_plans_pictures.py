"""How the plans look, at three sizes and in a corner."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from negcoach.config.plans import load_plans
from negcoach.screens.plans.plan import PlanScreen
from negcoach.screens.plans.plans import PlansScreen
from negcoach.services import Services
from tests.screens.conftest import SIZES, StageApp, settle
from tests.screens.plans.conftest import SOME, write_plans

PLACES = [*SIZES, (40, 12)]
NAMES = [f"{width}x{height}" for width, height in PLACES]
SHOWN = {"none": (PlansScreen, "", ()), "exercise": (PlanScreen, SOME, ("enter",))}


@pytest.fixture(autouse=True)
def in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are the same whatever the terminal that the tests run in."""
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.mark.usefixtures("still_cursor")
@pytest.mark.parametrize("size", PLACES, ids=NAMES)
@pytest.mark.parametrize("shown", SHOWN)
def test_plans_look_as_they_should(
    services: Services, shown: str, size: tuple[int, int], snap_compare: Callable[..., bool]
) -> None:
    screen, text, keys = SHOWN[shown]
    write_plans(services, text)
    plans = load_plans(services.config_path.parent)

    async def show(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.press(*keys)
        await settle(pilot)

    def make() -> Screen[object]:
        if screen is PlansScreen:
            return PlansScreen(services)
        return PlanScreen(services, plans[0])

    app = StageApp(make)
    assert snap_compare(app, terminal_size=size, run_before=show)
