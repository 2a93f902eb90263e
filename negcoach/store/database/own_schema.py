"""The check that a file holds our tables and indexes, word for word, all of them and nothing else: no trigger, no view.

What is stored in a file's schema runs with its rows: a trigger of somebody else's would act in our next write, and so
would an index that replaces what is there twice. Where a table or a column of ours is missing, a screen would fail
that needs it.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Mapping
from contextlib import closing
from functools import lru_cache

from negcoach.store.database.schema import MIGRATIONS
from negcoach.store.database.totals import register_functions
from negcoach.texts import clean, shortened

NEWEST_SCHEMA = 0xF438708F
"""The checksum of the newest version's schema, by which a start knows it at once: to make it anew takes 10 ms."""

_LONGEST_NAME = 60

_Objects = Mapping[tuple[str, str], str]
"""The statements of a schema by kind and name."""


def schema_fault(connection: sqlite3.Connection, version: int, *, quick: bool = False) -> str | None:
    """Return in which way the schema of a database of that version is not ours, ``None`` where it is.

    Such as "holds a trigger, x, which negcoach does not make", or "lacks the table reps". What SQLite makes for itself
    counts as ours. ``quick`` trusts a checksum, which somebody could forge: for a start, whose file is the user's own.
    """
    theirs = _objects(connection)
    if quick and version == len(MIGRATIONS) and checksum(theirs) == NEWEST_SCHEMA:
        return None
    ours = our_schema(version)
    for (kind, name), statement in theirs.items():
        if ours.get((kind, name)) != statement:
            article = "another" if (kind, name) in ours else "an" if kind == "index" else "a"
            named = f"{article} {clean(kind)}, {shortened(clean(name), _LONGEST_NAME)}"
            return f"holds {named}, which negcoach does not make"
    missing = next((one for one in ours if one not in theirs), None)
    return None if missing is None else f"lacks the {missing[0]} {missing[1]}"


@lru_cache(maxsize=4)
def our_schema(version: int) -> _Objects:
    """Return our schema of that version, made anew."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        register_functions(connection)
        for migration in MIGRATIONS[:version]:
            for statement in migration:
                connection.execute(statement)
        return _objects(connection)


def checksum(schema: _Objects) -> int:
    """Return a number that two schemas share only by a chance of one in four billion."""
    return zlib.crc32(repr(sorted(schema.items())).encode())


def _objects(connection: sqlite3.Connection) -> _Objects:
    """Return each statement of the schema by its kind and name, with the white space that it does not depend on.

    SQLite reserves names with ``sqlite_`` for itself; a trigger or a view with such a name was written by hand.
    """
    rows = connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
    return {
        (str(kind), str(name)): " ".join(str(sql).split())
        for kind, name, sql in rows
        if not (kind in ("table", "index") and str(name).startswith("sqlite_"))
    }
