"""Machines that keep a history each and know some of the others': made from chance, and compared."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from negcoach.store.database.database import open_database
from negcoach.store.database.files import DATABASE_NAME
from negcoach.store.database.record_flags import update_record_flags
from negcoach.store.database.tables import TABLES, key_text
from negcoach.store.database.totals import register_functions, update_totals
from negcoach.store.editing.joins import join_fact, join_value
from negcoach.transfer.merge.last_write_wins import LastWriteWins, NothingNewError
from negcoach.transfer.merge.orphans import restore_orphans
from negcoach.transfer.native.row_schema import checked_row
from tests.store.samples import NOW
from tests.transfer.samples import a_concentric_set, a_rep, a_session, a_set, an_id

Key = tuple[str, tuple[object, ...]]
State = dict[str, list[tuple[object, ...]]]

DELETED = "2026-11-23T10:00:00.000+01:00"

JOIN: Key = ("facts", (join_fact(an_id(2)),))
"""The fact that the second session was joined into the first."""

KEYS: dict[Key, dict[str, object]] = {
    JOIN: {},
    ("sessions", (an_id(1),)): {},
    ("sessions", (an_id(2),)): {},
    ("sets", (an_id(101),)): {"session_id": an_id(1)},
    ("sets", (an_id(102),)): {"session_id": an_id(1)},
    ("sets", (an_id(103),)): {"session_id": an_id(2)},
    ("reps", (an_id(101), 1)): {},
    ("reps", (an_id(103), 1)): {},
    ("concentric_sets", (an_id(201),)): {"session_id": an_id(1)},
    ("one_rms", (an_id(301),)): {},
    ("soreness", (an_id(501),)): {"session_id": an_id(1)},
}
"""All rows that there can be, with their parents."""


@dataclass(frozen=True)
class Known:
    """What a machine knows of a row: that it is (in one of a few forms, maybe in the bin), or that it is gone.

    A set of the second session can have been ``moved`` into the first, when the two were joined.
    """

    ms: int
    gone: bool = False
    form: int = 0
    in_bin: bool = False
    moved: bool = False


History = dict[Key, Known]

_KNOWN = st.builds(
    Known,
    ms=st.integers(1, 4),
    gone=st.integers(0, 3).map(lambda one: not one),
    form=st.integers(0, 1),
    in_bin=st.booleans(),
)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """What a machine may know: no row without its parent, none that lives in a deleted session.

    Where the second session was joined into the first, it is deleted, and its sets are in the first.
    """
    found: History = {}
    first, second = ("sessions", (an_id(1),)), ("sessions", (an_id(2),))
    for (table, key), links in KEYS.items():
        if draw(st.integers(0, 4)) == 0:
            continue
        known = draw(_KNOWN)
        parent = _parent(table, key, links)
        fact = found.get(JOIN)
        joined = fact is not None and not (fact.gone or fact.form) and first in found and not found[first].gone
        if joined and (table, key) == second:
            known = replace(known, in_bin=True)
        elif joined and parent == second:
            known, parent = replace(known, moved=True), first
        if parent is not None and not known.gone:
            above = found.get(parent)
            if above is None or above.gone:
                continue
            if parent[0] == "sessions" and above.in_bin:
                known = replace(known, in_bin=True)
        found[table, key] = known
    return found


def make(path: Path, history: History) -> None:
    """Make a database of this history."""
    path.write_bytes(_empty())
    with closing(connect(path)) as connection:
        for (table, key), known in history.items():
            if table == "facts":
                value = None if known.gone or known.form else join_value(an_id(1), DELETED)
                connection.execute("INSERT INTO facts VALUES (?, ?, ?)", (key[0], value, known.ms))
                continue
            if known.gone:
                connection.execute("INSERT INTO removed_rows VALUES (?, ?, ?)", (table, key_text(key), known.ms))
                continue
            row = _row(table, key, known)
            names = TABLES[table].columns
            marks = ", ".join("?" * len(names))
            connection.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", [row[n] for n in names])
        sessions = [str(row[0]) for row in connection.execute("SELECT id FROM sessions")]
        update_totals(connection, *sessions)
        update_record_flags(connection, "bench-press")


def bring(ours: Path, theirs: Path) -> None:
    """Bring one database into another, without the copies and checks around it."""
    with tempfile.TemporaryDirectory() as place, closing(connect(ours)) as connection:
        copy = Path(place, DATABASE_NAME)
        shutil.copyfile(theirs, copy)
        with closing(connect(copy)) as other:
            other.execute("PRAGMA foreign_keys = OFF")
            restore_orphans(other)
        connection.execute("ATTACH DATABASE ? AS other", (str(copy),))
        connection.execute("BEGIN IMMEDIATE")
        try:
            LastWriteWins(connection, theirs).run()
            connection.execute("COMMIT")
        except NothingNewError:
            connection.execute("ROLLBACK")


def state(path: Path, *, without: Iterable[str] = ("edits", "edited_rows")) -> State:
    """Return all that is in a database, totals too, but for the edits, which are a machine's own."""
    with closing(connect(path)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {
            name: sorted((tuple(row) for row in connection.execute(f"SELECT * FROM {name}")), key=repr)
            for name in names
            if name not in without
        }


def connect(path: Path) -> sqlite3.Connection:
    """Return a plain connection that waits for no disk."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.row_factory = sqlite3.Row
    register_functions(connection)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _parent(table: str, key: tuple[object, ...], links: dict[str, object]) -> Key | None:
    if table == "reps":
        return "sets", (key[0],)
    return ("sessions", (links["session_id"],)) if links else None


def _row(table: str, key: tuple[object, ...], known: Known) -> dict[str, object]:
    """One of the forms of a row; they differ in the load, the note, the time, the rating."""
    form, number = known.form, 0 if table == "reps" else int(str(key[0])[-12:], 16)
    match table:
        case "sessions":
            values = a_session(number, note=f"form {form}")
        case "sets":
            values = a_set(number, load_kg=100.0 + 10 * form + number)
        case "reps":
            values = {"set_id": key[0], **a_rep(1, measured_ms=4800 + 100 * form)}
        case "concentric_sets":
            values = {**a_concentric_set(number, load_kg=40.0 + form), "muscles": "chest"}
        case "one_rms":
            load = {"kg": 100.0 + form, "unit": "kg", "kind": "tested"}
            values = {"id": key[0], "exercise": "bench-press", **load, "tested_at": DELETED}
        case _:
            values = {"id": key[0], "muscle": "chest", "hours": 24, "rating": form, "rated_at": DELETED}
    links = {"session_id": an_id(1)} if known.moved else KEYS[table, key]
    row = checked_row(table, {**values, **links, "changed_ms": known.ms}, table)
    return {**row, "deleted_at": DELETED if known.in_bin else None}


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        open_database(Path(folder), now=NOW).close()
        return Path(folder, DATABASE_NAME).read_bytes()
