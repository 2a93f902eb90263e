"""A button that is no key leads a set as a clicker does, and a lowering is measured to when it went down."""

from __future__ import annotations

import pytest

from negcoach.coaching.set_runner import SCREEN_LEAD_MS
from negcoach.keys.keymap import Keymap
from negcoach.presses.press import Emit, Press
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.shared.keys.fresh_keys import DevicePress
from negcoach.services import Services
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import StopReason
from tests.screens.coaching.stage import LOWER_MS, QUIET_MS, Bench, on_the_bench
from tests.screens.conftest import StageApp, rows_of, settle
from tests.services import LEAD_IN_MS, Clock, prescribed

READ_MS = 1_000
"""Long enough for a screen to be read, and a press not to be one that is held."""


async def arrive(bench: Bench, name: str, late_ms: int = 0, *, times: int = 1) -> None:
    """Have a press arrive so long after the button went down, several times if it bounces."""
    for _ in range(times):
        bench.app.post_message(DevicePress(Press(name, bench.clock.ns - late_ms * 1_000_000)))
        await bench.pilot.pause()
    bench.look()
    await bench.pilot.pause()


async def begun(bench: Bench) -> None:
    """Begin the set with a button."""
    await bench.pilot.pause()
    bench.clock.advance(READ_MS)
    await arrive(bench, "pad:0")
    assert bench.phase is Phase.LEAD_IN


async def test_a_button_leads_a_set_and_the_way_of_its_press_is_not_counted(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await begun(bench)
        await bench.at(LEAD_IN_MS + 4_600)
        await arrive(bench, "remote", 200)
        assert bench.phase is Phase.LIFT
        await bench.until(Phase.LOWER)
        await bench.until(Phase.LIFT)
        late_ms = bench.moment.elapsed_ms - SCREEN_LEAD_MS + 100
        await arrive(bench, "midi:60", late_ms)
        assert [ms for _, _, ms in bench.stored()] == [4_400, LOWER_MS - 100]


@pytest.mark.parametrize("late_ms", [700, 5_000, 10**9])
async def test_a_press_from_before_the_lowering_measures_nothing(
    services: Services, clock: Clock, late_ms: int
) -> None:
    async with on_the_bench(services, clock) as bench:
        await begun(bench)
        await bench.until(Phase.LOWER)
        await bench.at(600 - bench.moment.elapsed_ms)
        await arrive(bench, "pad:0", late_ms)
        assert bench.phase is Phase.LOWER


async def test_a_press_from_the_future_is_one_from_now(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await begun(bench)
        await bench.at(LEAD_IN_MS + 4_600)
        await arrive(bench, "pad:0", -3_000)
        assert (bench.phase, [ms for _, _, ms in bench.stored()]) == (Phase.LIFT, [4_600])


async def test_a_bouncing_button_counts_once(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await begun(bench)
        await bench.until(Phase.LIFT)
        await arrive(bench, "pad:0", times=40)
        assert bench.phase is Phase.LIFT
        assert len(bench.moment.reps) == 1


@pytest.mark.parametrize("key", ["space", "pagedown"])
async def test_a_device_that_bounces_for_ever_swallows_no_key_of_the_keyboard(
    services: Services, clock: Clock, key: str
) -> None:
    async with on_the_bench(services, clock) as bench:
        await begun(bench)
        for _ in range((LEAD_IN_MS + 3_000) // 100):
            await arrive(bench, "midi:60")
            await bench.at(100)
        assert bench.phase is Phase.LOWER
        await bench.pilot.press(key)
        await bench.pilot.pause()
        bench.look()
        assert [ms for _, _, ms in bench.stored()] == [3_000]


async def test_a_device_that_bounces_since_before_a_screen_holds_down_no_key_of_a_clicker(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.pilot.pause()
        for _ in range(20):
            await arrive(bench, "midi:60")
            clock.advance(100)
        assert bench.phase is Phase.READY
        await bench.pilot.press("pagedown")
        assert bench.phase is Phase.LEAD_IN


STALE_MS = pytest.mark.parametrize("late_ms", [1_100, 60_000])


@STALE_MS
async def test_a_press_from_before_the_program_stood_still_begins_no_set(
    services: Services, clock: Clock, late_ms: int
) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.pilot.pause()
        clock.advance(120_000)
        await arrive(bench, "pad:0", late_ms)
        assert bench.phase is Phase.READY
        await settle(bench.pilot)
        clock.advance(READ_MS)  # what comes sooner after the standstill may have been meant for what was before
        await arrive(bench, "pad:0")
        assert bench.phase is Phase.LEAD_IN


@STALE_MS
async def test_a_press_from_before_the_program_stood_still_ends_no_rest(
    services: Services, clock: Clock, late_ms: int
) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=2)) as bench:
        await begun(bench)
        rest = await bench.until_rest()
        await bench.at(59_000)
        for _ in range(70):
            await bench.at(1_000)
        await arrive(bench, "pad:0", late_ms)
        assert bench.app.screen is rest


@STALE_MS
async def test_a_press_that_frees_counts_however_late_it_comes_and_goes_on_never(
    services: Services, clock: Clock, late_ms: int
) -> None:
    async with on_the_bench(services, clock) as bench:
        assert isinstance(bench.app, StageApp)
        bench.app.own_keymap = Keymap({"coach.pain": ("x", "pad:1"), "coach.pause": ("p", "pad:2")})
        await begun(bench)
        await bench.until(Phase.LOWER)
        await bench.at(2_000)
        await arrive(bench, "pad:2", 1_100)
        assert bench.coach._runner.paused
        await bench.at(90_000)
        await arrive(bench, "pad:2", late_ms)
        assert bench.coach._runner.paused
        await arrive(bench, "pad:1", late_ms)
        assert bench.coach._runner.stop_reason is StopReason.PAIN


async def test_a_press_that_is_older_than_what_is_shown_begins_no_set(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.pilot.pause()
        clock.advance(READ_MS)
        await arrive(bench, "pad:0", READ_MS)
        assert bench.phase is Phase.READY
        clock.advance(READ_MS)
        await arrive(bench, "pad:0", 100)
        assert bench.phase is Phase.LEAD_IN


async def test_a_learned_button_has_its_own_meaning_and_no_other(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=2)) as bench:
        assert isinstance(bench.app, StageApp)
        own = {"coach.pain": ("x", "f8", "pad:1"), "coach.pause": ("p", "tab", "midi:cc64")}
        bench.app.own_keymap = Keymap(own)
        await begun(bench)
        await bench.until(Phase.LOWER)
        await arrive(bench, "midi:cc64")
        assert bench.phase is Phase.TAKE
        clock.advance(2_000)
        await arrive(bench, "pad:0")
        await bench.until(Phase.LIFT)
        clock.advance(QUIET_MS)
        await arrive(bench, "pad:1")
        rest = await bench.until_rest()
        assert bench.records()[0].sets[0].stop_reason is StopReason.PAIN
        clock.advance(READ_MS)
        await arrive(bench, "pad:1")
        clock.advance(READ_MS)
        await arrive(bench, "pad:1")
        assert bench.app.screen is rest
        assert isinstance(rest, RestScreen)


async def test_a_press_says_nothing_of_where_the_keys_go(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        bench.app.app_focus = False
        await begun(bench)
        assert not bench.app.app_focus


class Device:
    """A source that is plugged in and out."""

    name, state, is_ready = "midi", "Piano", True

    def start(self, emit: Emit) -> None:
        self.emit = emit

    def stop(self) -> None:
        """Nothing is read."""


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)], ids=str)
async def test_what_can_be_pressed_is_said_before_the_set_where_there_is_room(
    services: Services, clock: Clock, size: tuple[int, int]
) -> None:
    device = Device()
    services.presses.add(device)
    async with on_the_bench(services, clock, size=size) as bench:
        bench.look()
        await bench.pilot.pause()
        header = rows_of(bench.app)[0]
        assert ("MIDI ready" in header) == (size[0] > 40)
        assert "BENCH PRESS" in header
        device.is_ready = False
        bench.coach._show_ready()
        await bench.pilot.pause()
        assert "MIDI ready" not in rows_of(bench.app)[0]
        device.is_ready = True
        await bench.press("space")
        assert "MIDI ready" not in rows_of(bench.app)[0]


async def test_what_is_unplugged_in_a_set_is_said_until_it_is_back(services: Services, clock: Clock) -> None:
    device = Device()
    services.presses.add(device)
    async with on_the_bench(services, clock, prescribed(services, sets=2)) as bench:
        await bench.press("space")
        await bench.until(Phase.LOWER)
        for device.is_ready, notice in ((False, "The MIDI device is gone: press the keys here."), (True, "")):
            bench.look()
            assert bench.face.labels.notice == notice
        device.is_ready = False
        await bench.until_rest()
        await bench.press("space", "space")
        await bench.until(Phase.LOWER)
        assert bench.face.labels.notice == "", "it was not there as this set began"
