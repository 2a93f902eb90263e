"""The bar of the next set in the rest, and what changes on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.services import Services
from negcoach.training.equipment.equipment import Equipment
from negcoach.training.equipment.equipment_text import parse_implement, parse_plates, parse_weight
from negcoach.training.equipment.plates import Side
from negcoach.training.score.timeline import Phase
from negcoach.widgets.coach.loaded_sleeve import LoadedSleeve
from tests.screens.coaching.stage import NAMES, WITH_TINY, Bench, coach_app, on_the_bench, three_reps
from tests.screens.conftest import rows_of, settle
from tests.services import Clock, prescribed

GYM = Equipment(parse_weight("20 kg"), parse_plates("25 x 2, 20 x 2, 15, 10 x 2, 5 x 2, 2.5 x 2, 1.25 kg"))


@pytest.fixture(autouse=True)
def in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are the same whatever the terminal that the tests run in."""
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture(autouse=True)
def equipped(services: Services) -> None:
    """A gym's bar and plates."""
    services.settings = replace(services.settings, own_equipment=GYM, colours="full")


def sleeve(bench: Bench) -> LoadedSleeve:
    return bench.app.screen.query_one(LoadedSleeve)


def shown(bench: Bench) -> tuple[float, Side, str]:
    """The load on the bar, the plates of an end, and what is said."""
    state = sleeve(bench).state
    assert state is not None
    return state.bar.load_kg, state.bar.side, state.headlines[0]


async def lose_the_tempo(bench: Bench) -> None:
    """Do a set whose first rep comes down too fast, which stops it, and go on to its rest."""
    await bench.press("space")
    await bench.until(Phase.LOWER)
    await bench.at(2_600)
    await bench.press("space")
    await bench.until_rest()


async def test_the_plates_stay_on_while_the_load_stays(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        load_kg, side, said = shown(bench)
        assert load_kg == 105 and sum(side) == 4250
        assert said == "105 kg: leave the plates on"


async def test_less_load_says_what_comes_off_each_end_and_the_next_rest_knows_it(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=2, sets=3)) as bench:
        await lose_the_tempo(bench)
        load_kg, side, said = shown(bench)
        assert load_kg == 97.5  # 105 - 5 % is 99.75
        assert said.startswith("97.5 kg: ") and "off each end" in said
        await bench.press("e")
        kept_kg, before, kept = shown(bench)
        assert (kept_kg, kept) == (105, "105 kg: leave the plates on")
        assert sum(before) - sum(side) == 375
        await bench.press("e")
        await bench.press("space", "space")
        await bench.until_rest()
        assert shown(bench) == (97.5, side, "97.5 kg: leave the plates on")


async def test_a_bar_that_another_lifter_had_meanwhile_gets_all_its_plates_named(
    services: Services, clock: Clock
) -> None:
    services.lifter_name = "Anna"
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        assert shown(bench)[2] == "105 kg: 15 + 2 × 10 + 5 + 2.5 a side on the 20 kg bar"


@pytest.mark.parametrize(
    "equipment", [None, replace(GYM, implements={"bench-press": parse_implement("stack 10 + 10 kg")})]
)
async def test_without_plates_the_rest_is_as_ever(
    services: Services, clock: Clock, equipment: Equipment | None
) -> None:
    services.settings = replace(services.settings, own_equipment=equipment)
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        assert sleeve(bench).state is None and not sleeve(bench).display


async def test_after_the_last_set_no_bar_is_shown(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1, sets=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        assert isinstance(bench.app.screen, RestScreen) and sleeve(bench).state is None


@pytest.mark.parametrize("size", WITH_TINY, ids=NAMES)
@pytest.mark.parametrize("less", [False, True], ids=["same", "less"])
def test_the_loaded_bar_looks_as_it_should(
    services: Services, clock: Clock, snap_compare: Callable[..., bool], size: tuple[int, int], less: bool
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        bench = Bench(pilot.app, pilot, services, clock)
        if less:
            await lose_the_tempo(bench)
        else:
            await three_reps(bench)
        await bench.press("8")
        await bench.at(20_000)
        await settle(pilot)

    app = coach_app(services, prescribed(services, reps=4, sets=3, rest_ms=150_000))
    assert snap_compare(app, terminal_size=size, run_before=act)


@pytest.mark.parametrize("colours", ["16", "none"])
def test_the_loaded_bar_is_read_without_its_colours(
    services: Services, clock: Clock, snap_compare: Callable[..., bool], colours: str
) -> None:
    services.settings = replace(services.settings, colours=colours)

    async def act(pilot: Pilot[None]) -> None:
        bench = Bench(pilot.app, pilot, services, clock)
        await three_reps(bench)
        await settle(pilot)

    app = coach_app(services, prescribed(services, reps=4, sets=3, rest_ms=150_000))
    assert snap_compare(app, terminal_size=(80, 24), run_before=act)


async def test_the_squat_says_what_comes_off_each_end(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, "eccentric-squat", reps=1, lift_ms=30_000)) as bench:
        await bench.press("space")
        await bench.until(Phase.LIFT)
        await bench.at(2_000)
        text = "\n".join(rows_of(bench.app))
        assert "UNLOAD" in text or "take" in text
        assert "off each end" in text


async def test_what_came_off_the_squat_goes_on_again_before_the_next_rep_and_in_the_rest(
    services: Services, clock: Clock
) -> None:
    plan = replace(prescribed(services, "eccentric-squat", reps=2, lift_ms=30_000), load_kg=127.5)
    async with on_the_bench(services, clock, plan) as bench:
        await bench.press("space")
        await bench.until(Phase.RELOAD)
        await bench.at(5_000)
        text = "\n".join(rows_of(bench.app))
        assert "a side in all" in text and "press space once it is loaded" in text and "bar is loaded" in text
        await bench.press("space")
        await bench.until_rest()
        load_kg, side, said = shown(bench)
        assert load_kg == 127.5 and said.startswith("127.5 kg: add ") and said.endswith(" a side")
        state = sleeve(bench).state
        assert state is not None and state.changed and state.added and sum(state.added) < sum(side)


async def test_a_squat_left_on_the_pins_names_all_its_plates(services: Services, clock: Clock) -> None:
    plan = replace(prescribed(services, "eccentric-squat", reps=2, lift_ms=30_000), load_kg=127.5)
    async with on_the_bench(services, clock, plan) as bench:
        await bench.press("space")
        await bench.until(Phase.LIFT)
        await bench.at(2_000)
        await bench.press("escape")
        await bench.until_rest()
        state = sleeve(bench).state
        assert state is not None and state.added == state.bar.side and " a side on the 20 kg bar" in state.headlines[0]
