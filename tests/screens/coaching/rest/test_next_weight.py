"""The stack and the dumbbell of the next set in the rest, drawn large."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.services import Services
from negcoach.training.equipment.equipment import Equipment
from negcoach.training.equipment.equipment_text import parse_implement
from negcoach.widgets.coach.loaded_sleeve import LoadedSleeve
from tests.screens.coaching.rest.test_next_bar import lose_the_tempo
from tests.screens.coaching.stage import on_the_bench
from tests.screens.conftest import rows_of, settle
from tests.services import Clock, prescribed


@pytest.fixture(autouse=True)
def equipped(services: Services) -> None:
    """A machine's stack, and dumbbells."""
    implements = {
        "leg-extension": parse_implement("stack 5 + 5 to 60 kg"),
        "biceps-curl": parse_implement("dumbbell 2, 4, ... 30 kg"),
    }
    services.settings = replace(services.settings, own_equipment=Equipment(implements=implements), colours="full")


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40), (200, 50)])
@pytest.mark.parametrize(
    ("slug", "load_kg", "said"),
    [
        ("leg-extension", 40.0, "leave the pin"),
        ("biceps-curl", 12.0, "the same dumbbell, 12 kg"),
    ],
)
async def test_the_weight_is_drawn_in_the_rest(
    services: Services, clock: Clock, size: tuple[int, int], slug: str, load_kg: float, said: str
) -> None:
    plan = replace(prescribed(services, slug, reps=1, sets=2), load_kg=load_kg)
    async with on_the_bench(services, clock, plan, size=size) as bench:
        await bench.press("space")
        await bench.until_rest()
        await settle(bench.pilot)
        place = bench.app.screen.query_one(LoadedSleeve)
        assert place.weight is not None and place.state is None
        rows = rows_of(bench.app)
        assert any(said in row for row in rows)
        large = size[0] >= 80
        assert (place.size.height >= 5) is large
        if large and slug == "leg-extension":
            assert any(row.rstrip().endswith("40 kg") for row in rows) and any(" 45" in row for row in rows)


async def test_less_load_says_where_the_pin_goes(services: Services, clock: Clock) -> None:
    plan = replace(prescribed(services, "leg-extension", reps=2, sets=3), load_kg=40.0)
    async with on_the_bench(services, clock, plan) as bench:
        await lose_the_tempo(bench)
        weight = bench.app.screen.query_one(LoadedSleeve).weight
        assert weight is not None and weight.headlines[0] == "put the pin at 35 kg"
