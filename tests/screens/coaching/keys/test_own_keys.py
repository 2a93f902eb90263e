"""Sets, rests and questions with keys that the lifter has changed: each acts as the usual one would, and only that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.config.settings.keys import OwnKeys, WrongKeys
from negcoach.keys.keymap import Keymap
from negcoach.screens.coaching.leave import LeaveScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.services import Services
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import StopReason
from tests.screens.coaching.stage import on_the_bench
from tests.screens.conftest import rows_of
from tests.services import LEAD_IN_MS, Clock

OWN = {
    "coach.next": ("f13",),
    "coach.end-set": ("d",),
    "coach.pain": ("o", "f14"),
    "coach.pause": ("f12", "k"),
    "coach.leave": ("z",),
    "coach.mute": ("m",),
    "rest.go-on": ("r",),
    "leave.yes": ("j",),
}


@pytest.fixture
def services(services: Services) -> Services:
    """Services of a lifter with keys of their own."""
    services.settings = replace(services.settings, own_keys=OwnKeys(Keymap(OWN)))
    return services


async def test_the_lifters_own_key_begins_and_measures(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        for key in ("space", "right", "down"):
            await bench.press(key)
            assert bench.phase is Phase.READY
        await bench.press("f13")
        await bench.at(LEAD_IN_MS + 4_000)
        assert bench.phase is Phase.LOWER
        await bench.press("f13")
        assert [rep.measured_ms for rep in bench.coach._runner.counting_reps] != [None]
        assert bench.phase is not Phase.LOWER


async def test_before_the_set_it_is_said_whose_own_keys_are_not_in_use(services: Services, clock: Clock) -> None:
    wrong = WrongKeys("coach.pain", "config.toml, line 2", "coach.pain must keep a plain key of the keyboard.")
    services.settings = replace(services.settings, own_keys=OwnKeys(Keymap(OWN), (wrong,)))
    async with on_the_bench(services, clock) as bench:
        said = "Your keys of coach.pain are not in use: see negcoach doctor."
        assert (bench.phase, bench.face.labels.notice) == (Phase.READY, said)
        assert said in "\n".join(rows_of(bench.app))
        await bench.press("f13")
        await bench.at(LEAD_IN_MS + 1_000)
        assert (bench.phase, bench.face.labels.notice) == (Phase.LOWER, "")


async def test_a_press_that_bounces_counts_once_with_an_own_key_too(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("f13")
        await bench.at(LEAD_IN_MS + 4_000)
        await bench.bounce("f13")
        assert len(bench.coach._runner.counting_reps) == 1


@pytest.mark.parametrize("key", ["d", "escape"])
async def test_the_own_key_and_esc_end_the_set(services: Services, clock: Clock, key: str) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("enter")
        await bench.at(LEAD_IN_MS + 1_000)
        await bench.press("f5")
        assert bench.phase is Phase.LOWER
        await bench.press(key)
        assert bench.phase is not Phase.LOWER


@pytest.mark.parametrize("key", ["f12", "k", "ctrl+c", "ctrl+z"])
async def test_the_own_keys_and_ctrl_c_pause(services: Services, clock: Clock, key: str) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("f13")
        await bench.at(LEAD_IN_MS + 1_000)
        await bench.press(key)
        assert bench.coach._runner.paused
        await bench.press("o")  # it hurts: meant for the running set, and taken at once
        assert bench.coach._runner.stop_reason is StopReason.PAIN


async def test_upper_case_and_the_key_in_another_alphabet_act_as_the_own_key(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("f13")
        await bench.at(LEAD_IN_MS + 1_000)
        await bench.press("В")  # d on a Russian keyboard, with shift
        assert bench.phase is not Phase.LOWER


async def test_the_rest_takes_the_same_keys(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("f13")
        await bench.at(LEAD_IN_MS + 4_900)
        await bench.press("f13")
        await bench.at(1_000)
        await bench.press("d")
        await bench.at(10_000)
        rest = bench.app.screen
        assert isinstance(rest, RestScreen)
        await bench.press("space", "space")
        assert bench.app.screen is rest
        await bench.press("z")
        assert isinstance(bench.app.screen, LeaveScreen)
        await bench.press("y")
        assert isinstance(bench.app.screen, LeaveScreen)
        await bench.press("f13")  # what goes on elsewhere stays here
        assert bench.app.screen is rest
        await bench.press("z", "j")
        assert bench.app.screen is not rest
        assert not isinstance(bench.app.screen, LeaveScreen)
