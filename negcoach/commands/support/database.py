"""What is kept, opened to be read by one command; where nothing is kept yet, nothing is made."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime

from negcoach.commands.support import output
from negcoach.commands.support.options import Options
from negcoach.commands.support.places import data_folder
from negcoach.store.database.database import Database, open_database
from negcoach.store.database.files import DATABASE_NAME, require_folder
from negcoach.store.database.schema import MIGRATIONS
from negcoach.store.database.totals import teach


@contextmanager
def kept(options: Options) -> Iterator[Database]:
    """Yield the database, or an empty one in memory where there is none. Raises ``NegcoachError``."""
    folder = data_folder(options)
    require_folder(folder)
    if (folder / DATABASE_NAME).exists():
        database = open_database(folder, now=datetime.now().astimezone())
        if database.notice:
            output.write_error(database.notice)
    else:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.row_factory = sqlite3.Row
        teach(connection)
        for migration in MIGRATIONS:
            for statement in migration:
                connection.execute(statement)
        database = Database(folder / DATABASE_NAME, connection)
    with closing(database):
        yield database
