"""A session that was forgotten ends by itself, also while a question of the coach is open."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from textual.screen import Screen

from negcoach.screens.coaching.leave import LeaveScreen
from negcoach.screens.coaching.no_rep import NoRepScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.services import Services
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import StopReason
from tests.screens.coaching.stage import Bench, on_the_bench
from tests.services import Clock, prescribed

PATIENCE_S = 20


async def until_shown(bench: Bench, screen: type[Screen[object]]) -> None:
    """Wait for what the question's own timer does, and for the end of the set."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            await asyncio.sleep(0.05)
            if isinstance(bench.app.screen, screen):
                break
            await bench.at(100)
    await bench.pilot.pause()


@pytest.mark.parametrize("where", ["rest", "paused set", "no rep", "no rep, it hurts"])
async def test_it_ends_at_its_last_rep(services: Services, clock: Clock, where: str) -> None:
    services.settings = replace(services.settings, session_gap_h=1)
    async with on_the_bench(services, clock, prescribed(services, "negative-push-up", sets=3)) as bench:
        await bench.press("space")
        await bench.until_rest()
        if where == "rest":
            await bench.press("q")
        else:
            await bench.press("space", "space")
            if where == "paused set":
                await bench.until(Phase.LOWER)
                await bench.press("q")
            else:
                await bench.press("x" if where == "no rep, it hurts" else "escape")
                await bench.until_no_rep()
        assert isinstance(bench.app.screen, NoRepScreen if where.startswith("no rep") else LeaveScreen)
        clock.advance(3_600_000)
        await until_shown(bench, SummaryScreen)
        (kept,) = bench.records()
        assert kept.ended_at is not None
        hurt = [StopReason.PAIN] if where == "no rep, it hurts" else []  # in the paused set nothing was lowered
        assert [one.stop_reason for one in kept.sets] == [StopReason.TARGET_REACHED, *hurt]
