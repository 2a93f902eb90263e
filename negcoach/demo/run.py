"""Running the demo: its folder, its history, its services, and the set that it begins with."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from negcoach.audio.player import Engine, Player, open_player
from negcoach.coaching.advice.alternative import advised_choice
from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.config.library import shipped_exercises
from negcoach.config.settings.settings import Settings
from negcoach.demo.app import DemoApp
from negcoach.demo.fast_forward import FastForwardPlayer
from negcoach.demo.folder import demo_folder
from negcoach.demo.sample_history import BENCH, fill
from negcoach.services import Services
from negcoach.store.database.database import open_database
from negcoach.store.database.lock import shared_lock

SETS, REPS = 2, 4
"""The sets that the demo begins with: a rest between them, no longer than one watches, and yet so many reps that they
count as the session that its programme has today: home then names the day of the next one, as the summary does."""

TAKEN_OVER = (
    "engine",
    "sound_pack",
    "volume",
    "muted",
    "sound_offset_ms",
    "flash",
    "theme",
    "colours",
    "unit",
    "week_starts",
)
"""The settings that the demo takes over: how it sounds and looks."""


def run_demo(own: Settings, engine: Engine | None, theme: str | None = None) -> DemoApp:
    """Run the demo until it is left, and return the app that has ended. Raises ``NegcoachError``.

    Of the lifter's ``own`` settings it takes over what they hear and see, and changes none. ``engine`` and
    ``theme`` are those of the command line, if they were given.
    """
    settings = replace(Settings(), **{name: getattr(own, name) for name in TAKEN_OVER})
    with demo_folder() as folder, shared_lock(folder), closing(services_in(folder, settings, engine)) as services:
        try:
            fill(services)
            app = DemoApp(services, first_sets(services), theme)
            app.run_until_left()
        finally:
            services.database.close()
    return app


def first_sets(services: Services) -> SetsToDo:
    """Return the sets that the demo begins with, at the load that its history advises. Raises ``NegcoachError``."""
    bench = next(exercise for exercise in services.library if exercise.slug == BENCH)
    advised = advised_choice(services, bench)
    prescription = replace(advised.prescription, sets=SETS, reps=REPS)
    return SetsToDo(prescription, bench.spotters.at_least, advised.one_rm_kg)


def services_in(folder: Path, settings: Settings, engine: Engine | None = None) -> Services:
    """Return services with an empty database in a folder, to be closed by who asked for them.

    ``engine`` plays the sound in the place of that of the settings. Raises ``NegcoachError``.
    """

    def player() -> Player:
        chosen: Engine = engine or settings.engine  # type: ignore[assignment]  # a setting takes no other
        opened = open_player(chosen, settings.sound_pack, settings.volume, settings.sound_offset_ms)
        opened.mute(settings.muted)
        return FastForwardPlayer(opened)

    def now() -> datetime:
        return datetime.now().astimezone()

    database = open_database(folder, now=now())
    return Services(
        library=shipped_exercises(),
        settings=settings,
        config_path=folder / "config" / "config.toml",
        database=database,
        open_player=player,
        now=now,
        clock=time.monotonic_ns,
    )
