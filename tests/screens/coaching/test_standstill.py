"""A set and a rest during which the computer slept or the program was stopped, and an app that goes on afterwards."""

from __future__ import annotations

import pytest

from negcoach.coaching.words.set_words import STOOD_STILL
from negcoach.presses.press import Press
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.screens.shared.keys import fresh_keys
from negcoach.screens.shared.keys.fresh_keys import DevicePress
from negcoach.services import Services
from negcoach.terminal.driver import CaughtUp
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import StopReason
from tests.screens.coaching.stage import LOWER_MS, NAMES, WITH_TINY, HeardPlayer, on_the_bench
from tests.screens.conftest import rows_of
from tests.services import LEAD_IN_MS, Clock, prescribed, stand_still

AWAY_MS = 15_000
how = pytest.mark.parametrize("asleep", [True, False], ids=["asleep", "frozen"])


@how
@pytest.mark.parametrize("size", WITH_TINY, ids=NAMES)
async def test_a_set_is_paused_where_it_stood_with_the_rescue_and_a_line_that_says_why(
    services: Services, clock: Clock, asleep: bool, size: tuple[int, int]
) -> None:
    player = HeardPlayer(clock)
    services.player = player
    async with on_the_bench(services, clock, size=size) as bench:
        await bench.press("space")
        await bench.until(Phase.LOWER)
        stand_still(clock, AWAY_MS, asleep=asleep)
        bench.look()
        await bench.pilot.pause()
        assert bench.phase is Phase.TAKE
        assert player.called() == "take-it"
        shown = "\n".join(rows_of(bench.app))
        assert "SPOTTER" in shown
        assert "slept or froze" in shown
        assert bench.stored() == []
        await bench.at(60_000)
        assert "slept or froze" in "\n".join(rows_of(bench.app)), "whoever comes back later reads it too"
        await bench.press("space")
        assert bench.phase is Phase.LEAD_IN
        assert STOOD_STILL not in "\n".join(rows_of(bench.app))


@how
async def test_the_key_that_wakes_the_computer_does_not_go_on(services: Services, clock: Clock, asleep: bool) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.until(Phase.LOWER)
        stand_still(clock, AWAY_MS, asleep=asleep)
        for _ in range(5):
            await bench.pilot.press("space")
        bench.look()
        assert bench.phase is Phase.TAKE
        assert bench.coach._runner.stood_still


@how
async def test_the_key_that_wakes_the_computer_begins_no_set(services: Services, clock: Clock, asleep: bool) -> None:
    async with on_the_bench(services, clock) as bench:
        stand_still(clock, AWAY_MS, asleep=asleep)
        for _ in range(3):
            await bench.pilot.press("space")
        bench.look()
        assert bench.phase is Phase.READY
        await bench.press("space")
        assert bench.phase is Phase.LEAD_IN


@how
@pytest.mark.parametrize("key", ["space", "p"])
async def test_the_key_that_wakes_the_computer_does_not_go_on_in_a_pause(
    services: Services, clock: Clock, asleep: bool, key: str
) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.until(Phase.LOWER)
        await bench.press("p")
        await bench.at(5_000)
        for _ in range(2):
            stand_still(clock, AWAY_MS, asleep=asleep)
            for _ in range(3):
                await bench.pilot.press(key)
            bench.look()
            assert bench.coach._runner.paused
            await bench.at(5_000)
        await bench.press(key)
        assert bench.phase is Phase.LEAD_IN


@how
@pytest.mark.parametrize(("key", "reason"), [("escape", StopReason.LIFTERS_CALL), ("x", StopReason.PAIN)])
async def test_what_ends_a_set_ends_it_at_once_after_the_computer_stood_still(
    services: Services, clock: Clock, asleep: bool, key: str, reason: StopReason
) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.until(Phase.LOWER)
        stand_still(clock, AWAY_MS, asleep=asleep)
        bench.look()
        await bench.pilot.press(key)
        assert bench.coach._runner.run.events[-1].reason is reason


async def test_a_set_that_the_computer_slept_through_for_hours_was_not_ended_by_the_lifter(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.until(Phase.LIFT)
        await bench.until(Phase.LOWER)
        stand_still(clock, 8 * 3_600_000, asleep=True)
        for _ in range(20):
            if not isinstance(bench.app.screen, SummaryScreen):
                await bench.at(1_000)
        shown = "\n".join(rows_of(bench.app))
        assert "ended after 3 h without a rep" in shown
        assert "interrupted" in shown
        (record,) = bench.records()
        assert [one.stop_reason for one in record.sets] == [StopReason.INTERRUPTED]


@how
async def test_a_rest_is_over_by_the_wall_clock_and_the_next_set_waits_for_a_key(
    services: Services, clock: Clock, asleep: bool
) -> None:
    async with on_the_bench(services, clock, prescribed(services, "negative-push-up", reps=1)) as bench:
        await bench.press("space")
        rest = await bench.until_rest()
        await bench.at(2_000)
        stand_still(clock, 600_000, asleep=asleep)
        bench.look()
        await bench.pilot.pause()
        assert bench.app.screen is rest
        assert "Rest ended 09:0" in "\n".join(rows_of(bench.app))
        await bench.at(LEAD_IN_MS + LOWER_MS)
        assert isinstance(bench.app.screen, RestScreen), "nobody may be there"
        await bench.press("space")
        assert bench.phase is Phase.LEAD_IN


@how
@pytest.mark.parametrize("seen", [True, False], ids=["over already", "running until then"])
async def test_the_key_that_wakes_the_computer_begins_no_set_in_a_rest(
    services: Services, clock: Clock, asleep: bool, seen: bool
) -> None:
    async with on_the_bench(services, clock, prescribed(services, "negative-push-up", reps=1)) as bench:
        await bench.press("space")
        rest = await bench.until_rest()
        await bench.at(2_000)
        if seen:
            stand_still(clock, 600_000, asleep=asleep)
            bench.look()
            await bench.at(5_000)
            assert rest._rest.waits_for_key
        stand_still(clock, 600_000, asleep=asleep)
        for _ in range(3):
            await bench.pilot.press("space")
        bench.look()
        await bench.pilot.pause()
        assert bench.app.screen is rest
        await bench.press("space")
        assert bench.phase is Phase.LEAD_IN


@how
async def test_a_press_of_a_device_which_says_when_it_came_begins_the_next_set(
    services: Services, clock: Clock, asleep: bool
) -> None:
    async with on_the_bench(services, clock, prescribed(services, "negative-push-up", reps=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        await bench.at(2_000)
        stand_still(clock, 600_000, asleep=asleep)
        bench.app.post_message(DevicePress(Press("pad:0", clock.ns), "space"))
        await bench.pilot.pause()
        assert bench.phase is Phase.LEAD_IN


@pytest.mark.parametrize(
    ("key", "phase"), [("space", Phase.LOWER), ("ctrl+c", Phase.TAKE), ("escape", Phase.LIFT), ("x", Phase.LIFT)]
)
async def test_what_ends_or_halts_a_set_does_so_while_it_is_not_known_what_was_typed_before(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch, key: str, phase: Phase
) -> None:
    monkeypatch.setattr(fresh_keys, "catch_up", lambda app: True)
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.until(Phase.LOWER)
        await bench.at(1_000)
        bench.app.drop_what_was_typed()
        await bench.press(key)
        bench.look()
        assert bench.phase is phase


async def test_an_app_that_has_ended_can_still_be_told_that_all_was_read(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        app = bench.app
    app.on_caught_up(CaughtUp())
