"""The services of a command that trains nobody: without sound, on the database that it opened."""

from __future__ import annotations

import time
from datetime import datetime

from negcoach.audio.engines.silent import SilentPlayer
from negcoach.commands.support.options import Options
from negcoach.commands.support.paths import config_path
from negcoach.config.library import load_library
from negcoach.config.settings.settings import load_settings
from negcoach.services import Services
from negcoach.store.database.database import Database


def services_of(options: Options, database: Database) -> Services:
    """Return the services; raises ``NegcoachError`` where the settings or the exercises cannot be read."""
    path = config_path(options)
    return Services(
        library=load_library(path.parent),
        settings=load_settings(path),
        config_path=path,
        database=database,
        open_player=lambda: SilentPlayer(time.monotonic_ns),
        now=lambda: datetime.now().astimezone(),
        clock=time.monotonic_ns,
    )
