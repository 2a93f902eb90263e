"""A window that loses the keyboard says so in one line, and the computer's clock may be set while a session runs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual import events

from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.services import Services
from negcoach.training.score.timeline import Phase
from tests.screens.coaching.stage import NAMES, WITH_TINY, Bench, on_the_bench
from tests.screens.conftest import rows_of, settle
from tests.services import Clock, prescribed

ELSEWHERE = "Keys go elsewhere: click this window."


def shown(bench: Bench) -> str:
    return " ".join(" ".join(rows_of(bench.app)).split())


async def lose_the_keyboard(bench: Bench) -> None:
    bench.app.post_message(events.AppBlur())
    await settle(bench.pilot)
    bench.look()
    await settle(bench.pilot)


async def get_it_back(bench: Bench) -> None:
    bench.app.post_message(events.AppFocus())
    await settle(bench.pilot)
    bench.look()
    await settle(bench.pilot)


@pytest.mark.parametrize("size", WITH_TINY, ids=NAMES)
async def test_in_the_set_and_in_the_rest_it_says_that_the_keys_go_elsewhere(
    services: Services, clock: Clock, size: tuple[int, int]
) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1), size=size) as bench:
        await bench.press("space")
        await bench.until(Phase.LOWER)
        await lose_the_keyboard(bench)
        assert ELSEWHERE in shown(bench)
        await get_it_back(bench)
        assert ELSEWHERE not in shown(bench)
        await bench.until_rest()
        await lose_the_keyboard(bench)
        assert ELSEWHERE in shown(bench)
        await get_it_back(bench)
        assert ELSEWHERE not in shown(bench)


async def test_no_set_begins_by_itself_while_the_keys_go_elsewhere(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, "negative-push-up", reps=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        await lose_the_keyboard(bench)
        await bench.at(90_000)
        assert isinstance(bench.app.screen, RestScreen)
        await get_it_back(bench)
        await bench.at(1_000)
        assert isinstance(bench.app.screen, RestScreen)
        assert "Press Space when everyone is ready" in shown(bench)
        await bench.press("space")
        assert isinstance(bench.app.screen, CoachScreen)


@pytest.mark.parametrize("step", [timedelta(days=1), -timedelta(days=1)])
async def test_a_clock_that_is_set_in_a_session_changes_no_rep_no_rest_and_no_length(
    services: Services, clock: Clock, step: timedelta
) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await bench.press("space")
        await bench.until(Phase.LOWER)
        clock.wall += step
        rest = await bench.until_rest()
        clock.wall -= step
        await bench.at(30_000)
        assert rest._clock is not None
        assert 0 < rest._clock.left_ms <= 30_000
        await bench.press("space", "space")
        clock.wall += step
        await bench.until_rest()
        await bench.press("space")
        assert isinstance(bench.app.screen, SummaryScreen)
        await settle(bench.pilot)
        assert "SESSION DONE" in shown(bench)
        (record,) = bench.records()
        assert record.ended_at is not None
        assert timedelta() < record.ended_at - record.started_at < timedelta(minutes=3)
        assert [len(one.reps) for one in record.sets] == [1, 1]
        times = [record.started_at, *(rep.completed_at for one in record.sets for rep in one.reps), record.ended_at]
        assert times == sorted(times)
