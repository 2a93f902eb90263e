"""The mouse in a session: a click on a key that is named is a press of it, and nothing else on the screen is."""

from __future__ import annotations

import pytest
from textual.widget import Widget

from negcoach.screens.coaching.leave import LeaveScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.services import Services
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import StopReason
from negcoach.widgets.charts.rpe_scale import RpeScale
from negcoach.widgets.coach.coach_face import CoachFace
from negcoach.widgets.lists.key_line import KeyLine
from tests.screens.coaching.stage import QUIET_MS, Bench, on_the_bench
from tests.screens.conftest import rows_of, settle
from tests.services import LEAD_IN_MS, Clock

READ_MS = 1_000


async def click(bench: Bench, widget: type[Widget], text: str) -> None:
    """Click the first place where a text stands in a widget, long after it could be read."""
    bench.clock.advance(READ_MS)
    found = bench.app.screen.query_one(widget)
    rows = rows_of(bench.app)[found.region.y : found.region.bottom]
    row, line = next((y, line) for y, line in enumerate(rows) if text in line)
    await bench.pilot.click(widget, offset=(line.index(text) - found.region.x, row))
    await settle(bench.pilot)


async def test_a_click_on_a_key_or_its_meaning_is_a_press(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await click(bench, KeyLine, "begin")
        assert bench.phase is Phase.LEAD_IN
        await bench.at(LEAD_IN_MS + 3_000)
        assert bench.phase is Phase.LOWER
        await click(bench, KeyLine, "tab")
        assert bench.coach._runner.paused
        await click(bench, KeyLine, "it hurts")
        assert bench.coach._runner.stop_reason is StopReason.PAIN


async def test_a_click_anywhere_else_neither_begins_nor_ends_a_set(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        clock.advance(READ_MS)
        for offset in ((1, 1), (40, 10), (79, 20)):
            await bench.pilot.click(CoachFace, offset=offset)
        await bench.pilot.click(KeyLine, offset=(0, 0))
        await settle(bench.pilot)
        assert bench.phase is Phase.READY
        await bench.press("space")
        await bench.at(LEAD_IN_MS + 1_000)
        for offset in ((1, 1), (40, 10), (79, 20)):
            clock.advance(QUIET_MS)
            await bench.pilot.click(CoachFace, offset=offset)
        await settle(bench.pilot)
        assert bench.phase is Phase.LOWER
        assert not bench.coach._runner.paused


async def test_the_click_that_brings_the_window_to_the_front_presses_nothing(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        clock.advance(READ_MS)
        bench.app.app_focus = False
        await settle(bench.pilot)
        bench.app.app_focus = True  # as the mouse button does when it goes down
        await bench.pilot.click(KeyLine, offset=(4, 0))
        await settle(bench.pilot)
        assert bench.phase is Phase.READY
        await click(bench, KeyLine, "begin")
        assert bench.phase is Phase.LEAD_IN


async def test_a_double_click_ends_no_rest_and_a_click_before_the_screen_could_be_read_does_nothing(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        rest = await bench.until_rest()
        await bench.pilot.click(KeyLine, offset=(4, 0), times=2)
        await settle(bench.pilot)
        assert bench.app.screen is rest
        assert isinstance(rest, RestScreen)


async def test_the_scale_of_the_effort_and_the_answers_of_a_dialog_are_clicked(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        rest = await bench.until_rest()
        clock.advance(READ_MS)
        await click(bench, RpeScale, " 8 ")
        assert rest._after.outcome.rpe == 8
        await click(bench, KeyLine, "finish")
        assert isinstance(bench.app.screen, LeaveScreen)
        clock.advance(READ_MS)
        keys = bench.app.screen.query_one(".keys")
        await bench.pilot.click(".keys", offset=(bench_column(bench, keys, "stay"), 0))
        await settle(bench.pilot)
        assert bench.app.screen is rest
        await click(bench, KeyLine, "finish")
        clock.advance(READ_MS)
        keys = bench.app.screen.query_one(".keys")
        await bench.pilot.click(".keys", offset=(bench_column(bench, keys, "y end"), 0))
        await settle(bench.pilot)
        assert not isinstance(bench.app.screen, LeaveScreen | RestScreen)


def bench_column(bench: Bench, widget: Widget, text: str) -> int:
    """Return where a text begins in the first line of a widget."""
    return rows_of(bench.app)[widget.region.y].index(text) - widget.region.x


@pytest.mark.parametrize("key", ["ctrl+c", "escape"])
async def test_keys_that_free_the_lifter_act_beside_the_mouse(services: Services, clock: Clock, key: str) -> None:
    async with on_the_bench(services, clock) as bench:
        await click(bench, KeyLine, "begin")
        await bench.at(LEAD_IN_MS + 1_000)
        await bench.press(key)
        assert bench.phase is not Phase.LOWER
