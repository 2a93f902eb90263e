"""The database, opened for one command."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from negcoach.commands.support import output
from negcoach.commands.support.options import Options
from negcoach.commands.support.paths import data_folder
from negcoach.errors import NegcoachError
from negcoach.store.database.database import Database, open_database
from negcoach.store.database.files import DATABASE_NAME, require_folder
from negcoach.store.database.schema import MIGRATIONS
from negcoach.store.database.set_aside import has_set_aside
from negcoach.store.database.totals import register_functions


@contextmanager
def opened_database(folder: Path) -> Iterator[Database]:
    """Yield the database of a folder, created if there is none, and report what was repaired on opening.

    Raises ``NegcoachError`` as ``open_database`` does.
    """
    with closing(open_database(folder, now=datetime.now().astimezone())) as database:
        if database.notice:
            output.write_error(database.notice)
            database.notice_told()
        for sentence in _left_out(database):
            output.write_error(sentence)
        yield database


def require_no_session_in(folder: Path, is_large: Callable[[Database], bool] = lambda database: True) -> None:
    """Raise ``NegcoachError`` where a session is under way that a large write would hold up; see ``write_much``.

    ``is_large`` is asked whether the write is so large, where that is not known: only while a session is under way.
    """
    from negcoach.store.database.large_write import require_no_session

    if not (folder / DATABASE_NAME).exists():
        return
    now = datetime.now().astimezone()
    with closing(open_database(folder, now=now)) as database:
        if database.notice:
            output.write_error(database.notice)
            database.notice_told()
        try:
            with database.read() as connection:
                require_no_session(database.path, connection, now)
        except NegcoachError:
            if is_large(database):
                raise


def leave_out_unreadable_rows(options: Options) -> bool:
    """Set aside the rows of the database that cannot be read; return whether there was one.

    The next command that opens it names them. Raises ``NegcoachError``.
    """
    from negcoach.transfer.native.left_out import leave_out_unreadable

    now = datetime.now().astimezone()
    with closing(open_database(data_folder(options), now=now)) as database:
        return bool(leave_out_unreadable(database, now, every_row=True))


def _left_out(database: Database) -> tuple[str, ...]:
    """Return a sentence about each row that is left out; what knows the rows is loaded only where there is one."""
    with database.read() as connection:
        if not has_set_aside(connection):
            return ()
        from negcoach.transfer.native.left_out import left_out

        return left_out(connection)


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

    require_no_backups(folder / DATABASE_NAME, datetime.now().astimezone())
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        register_functions(connection)
        for migration in MIGRATIONS:
            for statement in migration:
                connection.execute(statement)
        yield Database(folder / DATABASE_NAME, connection)
