"""The screens in this process: promises 8, 14 and 22, and random keys, at length."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from negcoach.audio.engines.silent import SilentPlayer
from negcoach.config.library import shipped_exercises
from negcoach.config.settings import Settings
from negcoach.services import Services
from negcoach.store.database.database import open_database
from tests.faults.walk import SIZES, TO, keep_history, walk
from tests.services import Clock

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


@contextmanager
def services_of_their_own() -> Iterator[tuple[Services, Clock]]:
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
        )
        keep_history(services)
        yield services, clock
