"""A long set: whether memory, files, threads and CPU stay flat while an open set goes on for an hour.

Fast-forwarded: frame by frame in this process, on a clock that is moved on. Real: the program in a terminal, with
sound, looked at from outside. Both say how many reps were on disk in the end: a set that stood still would be flat too.
"""

from __future__ import annotations

import asyncio
import gc
import os
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from negcoach.audio.engines.silent import SilentPlayer
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.config.library import shipped_exercises
from negcoach.config.settings.settings import Settings
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.services import Services
from negcoach.store.database.database import open_database
from negcoach.store.queries.sessions.history import sessions
from negcoach.training.exercise.prescription import default_prescription
from negcoach.training.exercise.search import find
from tests.bench.mirror import begin_set
from tests.bench.processes import Cost, cost, tree
from tests.bench.table import Row, tell
from tests.scene.terminal import Home, Wire
from tests.screens.conftest import StageApp
from tests.services import Clock
from tests.soundserver import SoundServer

STEP_MS = 66
LOOKS = 6


def run(*, short: bool = False) -> list[Row]:
    """Measure both."""
    minutes = 2 if short else 60
    tell(f"an open set of {minutes} min, fast-forwarded")
    forwarded, reps = asyncio.run(_fast_forwarded(minutes))
    real_minutes = 0.5 if short else 60
    tell(f"an open set of {real_minutes:g} min, real")
    screen, sound, percent, real_reps = _real(real_minutes)
    return [
        _flat(f"long set: {minutes} min fast-forwarded, {reps} reps", forwarded),
        _flat(f"long set: {real_minutes:g} min real, {real_reps} reps, the screen", screen),
        _flat(f"long set: {real_minutes:g} min real, the sound", sound),
        Row(
            "long set: CPU of all processes, % of a core, look by look",
            ", ".join(f"{each:.1f}" for each in percent),
            {f"look {number}": each for number, each in enumerate(percent, 1)},
        ),
    ]


async def _fast_forwarded(minutes: float) -> tuple[list[Cost], int]:
    """Return the looks at this process, and how many reps were kept."""
    clock = Clock()
    costs = []
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Path(folder), now=clock.now())
        services = Services(
            library=shipped_exercises(),
            settings=Settings(keep_awake=False),
            config_path=Path(folder) / "config.toml",
            database=database,
            open_player=lambda: SilentPlayer(clock.monotonic_ns),
            now=clock.now,
            clock=clock.monotonic_ns,
        )
        exercise = find(services.library, "negative-push-up")
        plan = replace(default_prescription(exercise, lead_in_ms=10_000, next_lead_in_ms=5_000), reps=None)
        app = StageApp(lambda: CoachScreen(RunningSession(services), [SetsToDo(plan, 0, None)]))
        async with app.run_test(size=(120, 40)) as pilot:
            screen = app.screen
            assert isinstance(screen, CoachScreen)
            clock.advance(1_000)  # a press sooner than this could be the one that opened the screen, bounced
            await pilot.press("space")
            steps = int(minutes * 60_000 / STEP_MS)
            for step in range(steps + 1):
                clock.advance(STEP_MS)
                screen._draw_frame()
                if step % 16 == 0:
                    await pilot.pause(0)
                if step % (steps // (LOOKS - 1)) == 0:
                    gc.collect()
                    costs.append(cost(os.getpid()))
        with database.read() as connection:
            reps = sum(len(one.reps) for record in sessions(connection) for one in record.sets)
        database.close()
    return costs, reps


def _real(minutes: float) -> tuple[list[Cost], list[Cost], list[float], int]:
    """Return the looks at the two processes, the CPU of both between two looks (% of a core), and the reps kept."""
    screen, sound, percent = [], [], []
    with (
        tempfile.TemporaryDirectory() as folder,
        SoundServer() as server,
        Wire(Home(Path(folder)), env=server.env) as wire,
    ):
        options = "--tempo 5-0-A-1 --reps fatigue --lead-in 3 --lift 2"
        wire.start("coach", "negative-push-up", *options.split())
        wire.wait_for("begin", 30)
        begin_set(wire)
        used_s, at_ns = 0.0, 0
        for look in range(LOOKS):
            if look:
                tell(f"look {look} of {LOOKS - 1}")
                time.sleep(minutes * 60 / (LOOKS - 1))
            found = [cost(pid) for pid in tree(wire.pid)]
            screen.append(found[0])
            sound.append(found[1])
            now_s, now_ns = sum(each.cpu_s for each in found), time.monotonic_ns()
            if look:
                percent.append(100 * (now_s - used_s) / ((now_ns - at_ns) / 1e9))
            used_s, at_ns = now_s, now_ns
        reps = len(wire.home.reps())
    return screen, sound, percent, reps


def _flat(what: str, costs: list[Cost]) -> Row:
    memory = [each.resident_kb / 1024 for each in costs]
    files, threads = [each.files for each in costs], [each.threads for each in costs]
    return Row(
        what,
        f"memory {' '.join(f'{each:.1f}' for each in memory)} MB; open files {min(files)}-{max(files)}; "
        f"threads {min(threads)}-{max(threads)}",
        {"first MB": memory[0], "last MB": memory[-1], "files": files[-1], "threads": threads[-1]},
    )
