"""The database, opened for one command."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from negcoach.commands.support import output
from negcoach.commands.support.options import Options
from negcoach.commands.support.paths import data_folder
from negcoach.store.database.database import Database, open_database
from negcoach.store.database.files import DATABASE_NAME, require_folder
from negcoach.store.database.schema import MIGRATIONS
from negcoach.store.database.totals import register_functions


@contextmanager
def opened_database(folder: Path) -> Iterator[Database]:
    """Yield the database of a folder, created if there is none, and report what was repaired on opening.

    Raises ``NegcoachError`` as ``open_database`` does.
    """
    with closing(open_database(folder, now=datetime.now().astimezone())) as database:
        if database.notice:
            output.write_error(database.notice)
        yield database


@contextmanager
def database_to_read(options: Options) -> Iterator[Database]:
    """Yield the database; where there is none, an empty one in memory, and no folder is created.

    Raises ``NegcoachError`` as ``open_database`` does.
    """
    folder = data_folder(options)
    require_folder(folder)
    if (folder / DATABASE_NAME).exists():
        with opened_database(folder) as database:
            yield database
        return
    from negcoach.store.database.backups import require_no_backups  # only a first start needs it

    require_no_backups(folder / DATABASE_NAME)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        register_functions(connection)
        for migration in MIGRATIONS:
            for statement in migration:
                connection.execute(statement)
        yield Database(folder / DATABASE_NAME, connection)
