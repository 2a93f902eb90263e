"""How exactly the press of a button measures a lowering: from a gamepad that SDL makes to the position that is used.

The pad is read by the program's own process, and its presses go the program's own way to a set on the screen, by the
real clock and without sound: once as it is, and once while the screen is kept busy.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from time import monotonic_ns as now_ns
from typing import IO

from negcoach.audio.engines.silent import SilentPlayer
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.config.library import shipped_exercises
from negcoach.config.settings.settings import Settings
from negcoach.presses.device_source import DeviceSource
from negcoach.presses.press import Press
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.shared.keys.fresh_keys import DevicePress
from negcoach.services import Services
from negcoach.store.database.database import open_database
from negcoach.terminal.inbox import Inbox
from negcoach.training.exercise.prescription import default_prescription
from negcoach.training.exercise.search import find
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.score.timeline import Phase
from tests.bench.table import Row, say, spread, tell
from tests.screens.conftest import StageApp

LOWERED_MS = 1_850
BUSY_S, BUSY_EVERY_S = 0.03, 0.1


@dataclass
class Figures:
    """Of each press, in ms: until it had its time, until the program acted on it, and how far off the lowering was."""

    timed: list[float] = field(default_factory=list)
    acted: list[float] = field(default_factory=list)
    off: list[float] = field(default_factory=list)


def run(*, short: bool = False) -> list[Row]:
    """Measure both."""
    presses = 3 if short else 60
    rows: list[Row] = []
    for busy in (False, True):
        how = f", the screen kept busy {BUSY_S * 1000:.0f} ms of every 100" if busy else ""
        tell(f"{presses} presses of a gamepad{how}")
        figures = asyncio.run(_pressed(presses, busy=busy))
        many = f"{len(figures.off)} presses of a gamepad{how}"
        rows += say(
            [
                spread(f"{many}: until a press has its time", figures.timed),
                spread(f"{many}: until the set has taken it", figures.acted),
                spread(f"{many}: the lowering that it measured, off by", figures.off),
            ]
        )
    return rows


async def _pressed(presses: int, *, busy: bool) -> Figures:
    """Lead an open set in which each lowering is ended by a button."""
    figures = Figures()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = open_database(folder, now=datetime.now().astimezone())
        services = Services(
            library=shipped_exercises(),
            settings=Settings(keep_awake=False, stop_single_percent=0, stop_double_percent=0),
            config_path=folder / "config.toml",
            database=database,
            open_player=lambda: SilentPlayer(now_ns),
            now=lambda: datetime.now().astimezone(),
            clock=now_ns,
        )
        exercise = find(services.library, "negative-push-up")
        plan = default_prescription(exercise, lead_in_ms=3_000, next_lead_in_ms=3_000)
        plan = replace(plan, reps=None, tempo=Tempo.parse("2-0-A-1"), lift_ms=1_000)
        app = StageApp(lambda: CoachScreen(RunningSession(services), [SetsToDo(plan, 0, None)]))
        app.clock = now_ns
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause(1.0)
            inbox, came = Inbox(app, asyncio.get_running_loop()), list[Press]()

            def take(press: Press) -> None:
                came.append(press)
                inbox.put(DevicePress(press))

            os.mkfifo(folder / "pad")
            command = [sys.executable, "-m", "tests.presses.virtual_pad", str(folder / "pad"), str(folder / "log")]
            source = DeviceSource("gamepad", command)
            source.start(take)
            opened = await asyncio.to_thread((folder / "pad").open, "w", buffering=1, encoding="ascii")
            with opened as pad:
                print("in", file=pad)
                await asyncio.sleep(1.0)
                screen = app.screen
                assert isinstance(screen, CoachScreen)
                hindrance = asyncio.create_task(_hinder()) if busy else None
                while not screen.in_set:
                    await _tap(pad)
                for _ in range(presses):
                    await _measure(screen, pad, folder / "log", came, figures)
                if hindrance is not None:
                    hindrance.cancel()
                    with suppress(asyncio.CancelledError):
                        await hindrance
            source.stop()
        database.close()
    return figures


async def _measure(screen: CoachScreen, pad: IO[str], log: Path, came: list[Press], figures: Figures) -> None:
    """Press the button towards the end of the next lowering."""
    runner = screen._runner
    while (moment := runner.run.score(runner.position_ms).at(runner.position_ms)).phase is not Phase.LOWER:
        await asyncio.sleep(0.005)
    start_ms, events = moment.segment.start_ms, len(runner.run.events)
    await asyncio.sleep((start_ms + LOWERED_MS - runner.position_ms) / 1000)
    await _tap(pad)
    while len(runner.run.events) == events:
        await asyncio.sleep(0)
    event = runner.run.events[-1]
    taken_ns = now_ns()
    down_ns = int(log.read_text("ascii").split()[-1])
    at_zero_ns = taken_ns - runner.position_ms * 1_000_000  # by the clock alone, positions run with it
    figures.timed.append((came[-1].at_ns - down_ns) / 1e6)
    figures.acted.append((at_zero_ns + event.at_ms * 1_000_000 - down_ns) / 1e6)
    figures.off.append(abs((at_zero_ns - down_ns) / 1e6 + event.down_ms))


async def _tap(pad: IO[str]) -> None:
    print("down 3", file=pad)
    await asyncio.sleep(0.05)
    print("up 3", file=pad)
    await asyncio.sleep(0.3)


async def _hinder() -> None:
    """Hold the event loop up again and again."""
    while True:
        await asyncio.sleep(BUSY_EVERY_S - BUSY_S)
        end_s = time.monotonic() + BUSY_S
        while time.monotonic() < end_s:
            pass
