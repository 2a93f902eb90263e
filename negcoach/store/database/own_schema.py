"""The check that a file holds our tables and indexes, word for word, and nothing else: no trigger, no view.

What is stored in a file's schema runs with its rows: a trigger of somebody else's would act in our next write.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from functools import lru_cache

from negcoach.store.database.schema import MIGRATIONS, Migration
from negcoach.store.database.totals import register_functions
from negcoach.texts import clean, shortened

_LONGEST_NAME = 60


def trigger_or_view(connection: sqlite3.Connection) -> str | None:
    """Return a trigger or a view that the file holds, such as "a trigger, x"; ``None`` without one: ours has none."""
    row = connection.execute("SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view')").fetchone()
    return None if row is None else _named("a", str(row[0]), str(row[1]))


def foreign_object(
    connection: sqlite3.Connection, version: int, migrations: Sequence[Migration] = MIGRATIONS
) -> str | None:
    """Return what a database of that version holds beside our schema, such as "a trigger, x"; ``None`` for nothing.

    What SQLite makes for itself counts as ours.
    """
    ours = _schema(tuple(migrations[:version]))
    for (kind, name), statement in _objects(connection).items():
        if ours.get((kind, name)) == statement:
            continue
        return _named("another" if (kind, name) in ours else "an" if kind == "index" else "a", kind, name)
    return None


def _named(article: str, kind: str, name: str) -> str:
    return f"{article} {clean(kind)}, {shortened(clean(name), _LONGEST_NAME)}"


@lru_cache(maxsize=4)
def _schema(migrations: tuple[Migration, ...]) -> dict[tuple[str, str], str]:
    """Return our schema after these migrations."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        register_functions(connection)
        for migration in migrations:
            for statement in migration:
                connection.execute(statement)
        return _objects(connection)


def _objects(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """Return each statement of the schema by its kind and name, with the white space that it does not depend on.

    SQLite reserves names with ``sqlite_`` for itself; a trigger or a view with such a name was written by hand.
    """
    rows = connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
    return {
        (str(kind), str(name)): " ".join(str(sql).split())
        for kind, name, sql in rows
        if not (kind in ("table", "index") and str(name).startswith("sqlite_"))
    }
