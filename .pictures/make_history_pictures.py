"""Make the pictures of the history beside this script again, from a made-up year of training.

How to run it (with ``rsvg-convert`` and the font DejaVu Sans Mono), in the environment of the tests::

    PYTHONPATH=. python .pictures/make_history_pictures.py
"""

from __future__ import annotations

import asyncio
import subprocess
import tempfile
import time
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

from negcoach.app import NegcoachApp
from negcoach.audio.player import open_player
from negcoach.config.library import shipped_exercises
from negcoach.config.settings.settings import Settings
from negcoach.services import Services
from negcoach.store.database.database import open_database
from tests.bench.life import LAST_DAY
from tests.bench.years import make
from tests.screens.conftest import settle, started

SESSIONS = 336
SIZE = (120, 36)
WIDTH = 1100
"""The terminal, and the width of a picture in pixels."""
NOW = datetime.combine(LAST_DAY, datetime.min.time(), timezone(timedelta(hours=1))) + timedelta(hours=20)
READ_S = 1.0
"""How long a view has for what it reads in a thread."""

PICTURES = {
    "history-sessions": ("f3", "down", "down", "down"),
    "history-session": ("f3", "down", "down", "down", "enter"),
    "history-exercise": ("f3", "2"),
    "history-body": ("f3", "4"),
}
"""Each picture, and the keys that lead there."""


async def picture(services: Services, keys: tuple[str, ...]) -> str:
    """Return what the app shows after some keys, as an SVG."""
    app = NegcoachApp(services)
    async with app.run_test(size=SIZE) as pilot:
        await started(pilot)
        await pilot.pause(READ_S)
        asked = ("escape",) if len(app.screen_stack) > 1 else ()  # how sore the lifter is
        for key in (*asked, *keys):
            await pilot.press(key)
            await settle(pilot)
            await pilot.pause(READ_S)
        return app.export_screenshot()


def write(svg: str, path: Path) -> None:
    """Write an SVG as a PNG, in a font whose cells are as wide as the picture's."""
    for before, after in (
        ("<text ", '<text xml:space="preserve" '),
        ("Fira Code", "DejaVu Sans Mono"),
        ("font-size: 20px", "font-size: 20.266px"),
    ):
        svg = svg.replace(before, after)
    subprocess.run(["rsvg-convert", "-w", str(WIDTH), "-o", str(path)], input=svg.encode(), check=True)


def main() -> None:
    """Make each picture."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, sessions=SESSIONS)
        with closing(open_database(folder, now=NOW)) as database:
            services = Services(
                library=shipped_exercises(),
                settings=Settings(engine="silent", colours="full"),
                config_path=folder / "config.toml",
                database=database,
                open_player=lambda: open_player("silent", "voice", 80, 0),
                now=lambda: NOW,
                clock=time.monotonic_ns,
            )
            for picture_name, keys in PICTURES.items():
                write(asyncio.run(picture(services, keys)), Path(__file__).with_name(f"{picture_name}.png"))


if __name__ == "__main__":
    main()
