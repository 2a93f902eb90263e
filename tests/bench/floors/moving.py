"""The floors of data in and out: what SQLite, ``json`` and ``csv`` need for the same rows, and nothing else.

``python -m tests.bench.floors.moving WHAT FROM TO``; each moves all rows that are not deleted, without a check of a
value, an edit to undo or a preview, in one transaction.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import datetime
from itertools import islice
from pathlib import Path

from negcoach.store.database.checks.checksums import changed_elsewhere
from negcoach.store.database.database import open_database
from negcoach.store.database.files import DATABASE_NAME
from negcoach.store.database.tables import TABLES

_OF_REPS = """
    SELECT sessions.*, sets.*, reps.* FROM sessions
    JOIN sets ON sets.session_id = sessions.id AND sets.deleted_at IS NULL
    JOIN reps ON reps.set_id = sets.id AND reps.deleted_at IS NULL
    WHERE sessions.deleted_at IS NULL ORDER BY sessions.started_ms, sets.started_ms, reps.ordinal
"""

_BATCH = 10_000


def export_json(source: Path, target: Path) -> None:
    """Write all rows with ``json``, a list a table."""
    with closing(_reader(source)) as connection, target.open("w", encoding="utf-8") as file:
        for name in TABLES:
            rows = connection.execute(f"SELECT * FROM {name} WHERE deleted_at IS NULL")
            names = [column[0] for column in rows.description]
            file.writelines(json.dumps(dict(zip(names, row, strict=True))) + "\n" for row in rows)


def export_csv(source: Path, target: Path) -> None:
    """Write a row a rep with ``csv``."""
    with closing(_reader(source)) as connection, target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(connection.execute(_OF_REPS))


def import_json(source: Path, target: Path) -> None:
    """Parse our JSON, and store its rows with ``executemany`` in the same tables."""
    document = json.loads(source.read_text("utf-8"))
    rows: dict[str, list[dict[str, object]]] = {name: document.get(name, []) for name in TABLES}
    for session in rows["sessions"]:
        for table in ("sets", "concentric_sets"):
            for one in session[table]:  # type: ignore[attr-defined]  # a list of rows
                one["session_id"] = session["id"]
                rows[table].append(one)
    for done in rows["sets"]:
        for rep in done["reps"]:  # type: ignore[attr-defined]
            rep["set_id"] = done["id"]
            rows["reps"].append(rep)
    with closing(_writer(target)) as connection:
        for name, found in rows.items():
            columns = [column for column in TABLES[name].columns if column != "deleted_at"]
            _insert(connection, name, columns, ([_value(row.get(column, 0)) for column in columns] for row in found))
        connection.execute("COMMIT")


def import_strong(source: Path, target: Path) -> None:
    """Read a table with ``csv``, and store its sets and sessions with ``executemany``."""
    columns = ("id", "session_id", "exercise", "exercise_name", "muscles", "set_number", "kind", "load_kg", "reps")
    with closing(_writer(target)) as connection, source.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        sessions: dict[str, str] = {}
        number = 0

        def values() -> list[tuple[object, ...]]:
            nonlocal number
            found = []
            for at, _, _, exercise, order, load, reps, *_ in islice(rows, _BATCH):
                number += 1
                session = sessions.setdefault(at, f"{len(sessions):036}")
                sets = (f"{number:036}", session, exercise, exercise, "", int(order), "normal", float(load), int(reps))
                found.append((*sets, None, "", at, 0, 0))
            return found

        names = (*columns, "rpe", "note", "started_at", "started_ms", "changed_ms")
        while batch := values():
            _insert(connection, "concentric_sets", names, batch)
        times = ((one, at, datetime.fromisoformat(at).timestamp() * 1000 // 1, 0) for at, one in sessions.items())
        _insert(connection, "sessions", ("id", "started_at", "started_ms", "changed_ms"), times)
        connection.execute("COMMIT")


def merge(source: Path, target: Path) -> None:
    """Copy all rows with ``ATTACH`` and ``INSERT ... SELECT``, after the same checks of the other file and its rows."""
    with closing(_reader(source)) as connection:
        connection.execute("PRAGMA integrity_check").fetchall()
        assert next(changed_elsewhere(connection), None) is None
    with closing(_writer(target)) as connection:
        connection.execute("COMMIT")
        connection.execute("ATTACH ? AS other", (str(source),))
        connection.execute("BEGIN")
        for name in TABLES:
            columns = ", ".join(TABLES[name].columns)
            connection.execute(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM other.{name}")
        connection.execute("COMMIT")


FLOORS: dict[str, Callable[[Path, Path], None]] = {
    "export-json": export_json,
    "export-csv": export_csv,
    "import-json": import_json,
    "import-strong": import_strong,
    "merge": merge,
}


def _reader(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)


def _writer(folder: Path) -> sqlite3.Connection:
    """Return a connection to a new database in a folder, with an open transaction."""
    if not (folder / DATABASE_NAME).exists():
        open_database(folder, now=datetime.now().astimezone()).close()
    connection = sqlite3.connect(folder / DATABASE_NAME, isolation_level=None)
    connection.execute("BEGIN")
    return connection


def _insert(
    connection: sqlite3.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def _value(value: object) -> object:
    return "\n".join(value) if isinstance(value, list) else value


if __name__ == "__main__":
    FLOORS[sys.argv[1]](Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve())
