"""The screens in this process: promises 8, 14 and 22, and random keys, at length."""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

from negcoach.audio.engines.silent import SilentPlayer
from negcoach.coaching.session.running_session import RunningSession
from negcoach.config.library import shipped_exercises
from negcoach.config.settings.settings import Settings
from negcoach.services import Services
from negcoach.store.database.database import open_database
from tests.coaching.session.test_running_session import SET_MS, lower
from tests.faults.walk import SIZES, TO, keep_history, walk
from tests.services import NOW, Clock, stand_still

SEED = 20261128


def random_walk(share: float) -> tuple[bool, str]:
    """Press random keys on every screen in low terminals."""
    keys, seen, failed = max(20, round(1_000 * share)), Counter[str](), list[str]()
    for place, to in enumerate(TO):
        for number, size in enumerate(SIZES):
            with services_of_their_own() as (services, clock):
                try:
                    seen += asyncio.run(
                        walk(services, clock, to, size=size, keys=keys, seed=SEED + 10 * place + number)
                    )
                except Exception as error:  # noqa: BLE001  # whatever it is, it is what the walk is for
                    failed.append(f"{type(error).__name__} ({'; '.join(getattr(error, '__notes__', []))})")
    figure = f"{seen.total():,} keys on {len(seen)} screens at {len(SIZES)} sizes: {len(failed)} exits"
    return not failed, " ".join([figure, *failed])


def clock_jumps(share: float) -> tuple[bool, str]:
    """Set the wall clock, its zone and its summer time, and let the computer sleep, in 1,000 sessions."""
    number, chance, faults, days = max(10, round(1_000 * share)), random.Random(SEED), list[str](), 0
    with services_of_their_own(history=False) as (services, clock):
        for at in range(number):
            clock.wall = NOW + timedelta(days=at)  # each on a day of its own, on which it begins
            session, began, took_ms = RunningSession(services), clock.wall, 0
            for done in range(chance.randint(1, 3)):
                lower(session, clock, number=done + 1)
                took_ms += SET_MS
                if chance.random() < 0.8:
                    clock.wall += timedelta(minutes=chance.randint(-24 * 60, 24 * 60))
                if chance.random() < 0.5:
                    clock.wall = clock.wall.astimezone(timezone(timedelta(hours=chance.randint(-12, 14))))
                rest_ms = chance.randint(1, 20) * 60_000
                stand_still(clock, rest_ms, asleep=chance.random() < 0.5)
                took_ms += rest_ms
            ended = session.end()
            with services.database.read() as connection:
                newest = "SELECT started_at, ended_at FROM sessions ORDER BY rowid DESC LIMIT 1"
                started_at, ended_at = map(datetime.fromisoformat, connection.execute(newest).fetchone())
            length_ms = round((ended_at - started_at) / timedelta(milliseconds=1))
            days += started_at.date() != began.date() or ended.today != ended_at.date()
            if (ended.length_ms, length_ms) != (took_ms, took_ms):
                faults.append(f"session {at}: {ended.length_ms} and {length_ms} ms, not {took_ms}")
    figure = f"{number:,} sessions: {len(faults)} wrong lengths, {days} wrong days"
    return not faults and not days, "; ".join([figure, *faults[:3]])


@contextmanager
def services_of_their_own(*, history: bool = True) -> Iterator[tuple[Services, Clock]]:
    """Yield services in a folder that goes afterwards, with some weeks of history, and their clock."""
    clock = Clock()
    with (
        tempfile.TemporaryDirectory(prefix="negcoach-faults-") as folder,
        closing(open_database(Path(folder) / "data", now=clock.now())) as database,
    ):
        services = Services(
            library=shipped_exercises(),
            settings=Settings(),
            config_path=Path(folder) / "config" / "config.toml",
            database=database,
            open_player=lambda: SilentPlayer(clock.monotonic_ns),
            now=clock.now,
            clock=clock.monotonic_ns,
            elapsed=clock.elapsed_ns,
        )
        if history:
            keep_history(services)
        yield services, clock
