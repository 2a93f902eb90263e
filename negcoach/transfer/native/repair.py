"""Repair of stored rows with wrong values: each gets the value that a backup has, or leaves the database.

Nothing is lost: the database as it was is kept beside it. A row that left leaves no trace by which a merge would keep
it away: a backup or another machine that has it whole brings it back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.store.database.backups import back_up_to, backups, file_stamp, made_at, unused_path
from negcoach.store.database.checks.checksums import is_as_written
from negcoach.store.database.checks.unreadable_keys import is_unreadable, make_keys_readable
from negcoach.store.database.connection import untrusted
from negcoach.store.database.database import Database, open_database
from negcoach.store.database.files import DATABASE_NAME
from negcoach.store.database.record_flags import update_all_record_flags
from negcoach.store.database.set_aside import (
    foreign_entries,
    forget_foreign_entries,
    put_back,
    set_aside_rows,
    without_foreign_keys,
)
from negcoach.store.database.stamps import EARLIEST_MS, iso, utc_ms
from negcoach.store.database.tables import (
    CONCENTRIC_SETS,
    REPS,
    SESSIONS,
    SETS,
    STAMPS,
    TABLES,
    SqlTable,
    delete_row,
    insert_row,
    read_row,
    update_row,
    was_removed,
)
from negcoach.store.database.totals import FILL_TOTALS, sessions_with_wrong_totals
from negcoach.store.editing.joins import joined_sessions
from negcoach.store.restore.copies import UnreadNowError, copy_database, temporary_folder
from negcoach.store.restore.restore import alone_in
from negcoach.texts import counted
from negcoach.transfer.native.row_schema import ROW_SCHEMAS, excerpt
from negcoach.transfer.native.stored_rows import WrongValue, wrong_value_in, wrong_values

_Content = dict[tuple[str, tuple[object, ...], str], object]
"""Values by table, key and column."""

_NOTHING = object()


@dataclass(frozen=True, slots=True)
class Repair:
    """What was done to wrong values: a sentence for each, and the copy of the database as it was before."""

    done: tuple[str, ...]
    copy: Path


def repair(folder: Path, now: datetime) -> Repair | None:
    """Put every wrong value in the database of ``folder`` right, and totals; return ``None`` where there is none.

    Rows that were left out are put back first. A wrong value becomes that of the newest backup whose value is right;
    else a time is taken from the row's other form of it, and what may be missing is emptied. An id becomes that of the
    row of a backup in which all else is the same. A row that none of this helps is taken out, with what belongs to it.
    A session or a set that is missing above others is brought back from a backup; else these are taken out. A row whose
    checksum is wrong gets the value of a backup that differs in this one value; else it stays as it is. What may not
    be as it was written counts as changed before that, so that the copy of another machine wins the next merge.
    Raises ``NegcoachError``, and changes nothing, when another negcoach is at work, the database is damaged, or a
    backup that is needed cannot be read now; but what was left out may be back already then.
    """
    path = folder / DATABASE_NAME
    # Opened first: to migrate an older version, it has to see that nobody has the lock.
    with closing(open_database(folder, now=now)) as database, alone_in(folder), ExitStack() as stack:
        with database.read() as connection:
            left_out, foreign = bool(set_aside_rows(connection)), foreign_entries(connection)
            totals = len(sessions_with_wrong_totals(connection))
        if not left_out and not foreign and not totals and next(wrong_values(path), None) is None:
            return None
        changes = database.connection.total_changes
        copy = unused_path(folder, f"negcoach-before-repair-{file_stamp(now)}")
        back_up_to(path, copy)
        done = [_forgotten(database)] if foreign else []
        left_out = left_out and put_back(database) > 0
        wrong, older = _wrong_values(database), _Backups(folder, now, stack)
        if not left_out and not wrong and not done:  # what was left out is back already
            if not totals:
                with suppress(OSError):
                    copy.unlink()
                return None
            done.append(f"Computed anew: the totals of {counted(totals, 'session')}.")
        is_as_before = database.connection.total_changes == changes
        with _removed_if_it_fails(copy if is_as_before else None), database.write(patient=True) as connection:
            # What a row belongs to may be missing until it is mended.
            connection.execute("PRAGMA defer_foreign_keys = ON")
            done += [sentence for one in wrong for sentence in _mend(connection, one, older, now)]
            _follow_sessions(connection)
            for statement in FILL_TOTALS:
                connection.execute(statement)
            update_all_record_flags(connection)
        return Repair(tuple(done), copy)


@contextmanager
def _removed_if_it_fails(copy: Path | None) -> Iterator[None]:
    """Remove a copy of what the block was to change, where it raises."""
    try:
        yield
    except BaseException:
        if copy is not None:
            with suppress(OSError):  # what kept the block from its end may keep it there
                copy.unlink(missing_ok=True)
        raise


def _forgotten(database: Database) -> str:
    """Take out what lies among the rows that were set aside and is none of ours, and return a sentence about it."""
    with database.write(patient=True) as connection:
        number = forget_foreign_entries(connection)
    return f"Taken out: {number} of the rows that were set aside, which negcoach did not write."


def _wrong_values(database: Database) -> list[WrongValue]:
    """Return the wrong values, each with a key by which its row is found."""
    wrong = list(wrong_values(database.path))
    if not is_unreadable(one.key for one in wrong):
        return wrong
    with without_foreign_keys(database), database.write(patient=True) as connection:
        make_keys_readable(connection)
    return list(wrong_values(database.path))


class _Backups:
    """The rows of the backups, newest first; a backup is opened once it is asked."""

    def __init__(self, folder: Path, now: datetime, stack: ExitStack) -> None:
        self._found = backups(folder, now)
        self._now, self._stack = now, stack
        self._open: dict[Path, sqlite3.Connection | None] = {}

    def rows(self, table: str, key: Sequence[object]) -> Iterator[tuple[datetime, Mapping[str, object]]]:
        """Yield when each backup that has the row was made, and its row."""
        for path in self._found:
            connection = self._connection(path)
            row = None if connection is None else read_row(connection, TABLES[table], key)
            if row is not None:
                yield made_at(path).astimezone(self._now.tzinfo), dict(row)

    def alike(
        self, table: SqlTable, row: Mapping[str, object], but: str
    ) -> Iterator[tuple[datetime, Mapping[str, object]]]:
        """Yield each row of a backup that differs from this one in one column, and when the backup was made."""
        same = [name for name in table.columns if name != but and name in row]
        query = f"SELECT * FROM {table.name} WHERE {' AND '.join(f'{name} IS ?' for name in same)}"
        for path in self._found:
            if (connection := self._connection(path)) is not None:
                for found in connection.execute(query, [row[name] for name in same]):
                    yield made_at(path).astimezone(self._now.tzinfo), dict(found)

    def contents(self, table: SqlTable, row_id: str) -> Iterator[tuple[datetime, _Content]]:
        """Yield when each backup was made that has the row as it was written, and what it holds."""
        for path in self._found:
            connection = self._connection(path)
            if connection is None or read_row(connection, table, (row_id,)) is None:
                continue
            if is_as_written(connection, table, row_id):
                yield made_at(path).astimezone(self._now.tzinfo), _content(connection, table, row_id)

    def _connection(self, path: Path) -> sqlite3.Connection | None:
        if path not in self._open:
            try:
                copy = copy_database(path, self._stack.enter_context(temporary_folder()), self._now)
            except UnreadNowError as error:  # it may have what would else be taken out
                raise NegcoachError(
                    f"{error} Nothing was repaired, for that backup may have what is right. To do without it, move it "
                    "away."
                ) from error
            except NegcoachError:  # a damaged backup helps nobody; doctor says so
                self._open[path] = None
            else:
                self._open[path] = self._stack.enter_context(untrusted(copy))
        return self._open[path]


def _mend(connection: sqlite3.Connection, wrong: WrongValue, older: _Backups, now: datetime) -> Iterator[str]:
    """Mend a row, or take it out; yield a sentence for each value that was changed."""
    table = TABLES[wrong.table]
    stored = read_row(connection, table, wrong.key)
    if stored is None:  # it went with the session or the set that it belonged to
        return
    if not wrong.column:
        yield _taken_back(connection, wrong, older)
        return
    if wrong.parent:
        if stored[wrong.column] is None:  # it was mended meanwhile, and belongs to nothing now, which may be
            return
        yield from _mend_parent(connection, wrong, str(stored[wrong.column]), older)
        return
    row, changed = dict(stored), list[str]()
    found: WrongValue | None = wrong
    while found is not None:
        of_key = found.column in table.key
        mended = _key_in_backup(connection, row, found, older) if of_key else _mended(row, found, older, now)
        if mended is None:
            _take_out(connection, wrong.table, wrong.key)
            yield f"{found.sentence} It was taken out, with what belongs to it."
            return
        value, source = mended
        changed.append(f"{found.sentence} It is {excerpt(value)} now, {source}.")
        row[found.column] = value
        found = wrong_value_in(wrong.table, row)
    if not any(_is_same(table, row, other) for _, other in older.rows(table.name, [row[name] for name in table.key])):
        row["changed_ms"] = _before(row["changed_ms"])
    update_row(connection, table, wrong.key, row)
    yield from changed


def _follow_sessions(connection: sqlite3.Connection) -> None:
    """Let sets that are back follow their session, which was joined into another or deleted while they were left out.

    When they were changed stays, as in a merge, which does the same: the copy of another machine may be the right one.
    """
    joins = joined_sessions(connection)
    for table, work in ((SETS, "TRUE"), (CONCENTRIC_SETS, "kind <> 'warm-up'")):
        live = f"FROM {table.name} JOIN sessions ON sessions.id = session_id WHERE {table.name}.deleted_at IS NULL"
        query = f"SELECT {table.name}.id, session_id, sessions.deleted_at {live} AND sessions.deleted_at IS NOT NULL"
        for set_id, session_id, deleted_at in connection.execute(f"{query} AND {work}").fetchall():
            into = read_row(connection, SESSIONS, (joins[session_id].into,)) if session_id in joins else None
            values = (
                {"deleted_at": deleted_at}
                if into is None
                else {"session_id": into["id"], "deleted_at": into["deleted_at"]}
            )
            update_row(connection, table, (set_id,), values)


def _is_same(table: SqlTable, row: Mapping[str, object], other: Mapping[str, object]) -> bool:
    return all(row[name] == other[name] for name in table.columns)


def _before(changed_ms: object) -> int:
    """Return when a row counts as changed that may not be as it was written then: whoever else has a copy has that."""
    assert isinstance(changed_ms, int), "it was found right"
    return max(0, changed_ms - 1)


def _content(connection: sqlite3.Connection, table: SqlTable, row_id: str) -> _Content:
    """Return each value of a row, and of the reps of a set, by its table, key and column."""
    query = "SELECT * FROM {} WHERE {} = ?"
    found = [(table, connection.execute(query.format(table.name, "id"), (row_id,)).fetchone())]
    if table is SETS:
        found += [(REPS, row) for row in connection.execute(query.format(REPS.name, "set_id"), (row_id,))]
    return {
        (of.name, tuple(row[name] for name in of.key), column): row[column]
        for of, row in found
        for column in of.columns
    }


def _taken_back(connection: sqlite3.Connection, wrong: WrongValue, older: _Backups) -> str:
    """Give a row with a wrong checksum the one value in which a backup differs; return a sentence about it.

    What was changed by the lifter since the backup differs in when it was changed too.
    """
    table, row_id = TABLES[wrong.table], str(wrong.key[0])
    ours = _content(connection, table, row_id)
    for made, theirs in older.contents(table, row_id):
        differing = [one for one in {**ours, **theirs} if ours.get(one, _NOTHING) != theirs.get(one, _NOTHING)]
        if not differing:
            _write_checksum(connection, table, row_id)
            return f"{wrong.sentence} Only its checksum was wrong: all else is as in the backup of {made:%Y-%m-%d}."
        if len(differing) == 1 and differing[0] in theirs:
            (where,) = differing
            name, key, column = where
            update_row(connection, TABLES[name], key, {column: theirs[where]})
            was, now = excerpt(ours[where]), excerpt(theirs[where])
            return f"{wrong.sentence} Its {column} is {now} again, not {was}, as in the backup of {made:%Y-%m-%d}."
    for (name, key, column), value in ours.items():
        if column == "changed_ms":
            update_row(connection, TABLES[name], key, {column: _before(value)})
    return f"{wrong.sentence} No backup says what it was, so it stays as it is: look at it."


def _write_checksum(connection: sqlite3.Connection, table: SqlTable, row_id: str) -> None:
    """Have the checksum of a row written again: its values are, as they can be read, and it counts as changed."""
    row = read_row(connection, table, (row_id,))
    if row is not None:
        update_row(connection, table, (row_id,), dict(row))


def _mend_parent(connection: sqlite3.Connection, wrong: WrongValue, parent_id: str, older: _Backups) -> Iterator[str]:
    """Bring back the session or set that a row belongs to, or take the row out; it may be back already."""
    if read_row(connection, TABLES[wrong.parent], (parent_id,)) is not None:
        return
    made = _bring_back(connection, wrong.parent, parent_id, older)
    if made is None:
        _take_out(connection, wrong.table, wrong.key)
        yield f"{wrong.sentence} It was taken out."
    else:
        yield f"{wrong.sentence} That was brought back from the backup of {made:%Y-%m-%d}."


def _bring_back(connection: sqlite3.Connection, table: str, row_id: str, older: _Backups) -> datetime | None:
    """Insert a row as a backup has it, after those that it belongs to; return when the backup was made.

    What was removed for good stays so.
    """
    if was_removed(connection, TABLES[table], (row_id,), EARLIEST_MS):
        return None
    for made, row in older.rows(table, (row_id,)):
        if wrong_value_in(table, row) is None and all(
            read_row(connection, TABLES[parent], (row[column],)) is not None
            or _bring_back(connection, parent, str(row[column]), older)
            for column, parent in TABLES[table].parents
        ):
            insert_row(connection, TABLES[table], row)
            return made
    return None


def _mended(row: Mapping[str, object], wrong: WrongValue, older: _Backups, now: datetime) -> tuple[object, str] | None:
    """Return a right value and where it is from, ``None`` where there is none."""
    column = wrong.column

    def is_right(value: object) -> bool:
        left = wrong_value_in(wrong.table, {**row, column: value})
        return left is None or left.column != column

    for made, other in older.rows(wrong.table, wrong.key):
        if is_right(other[column]):
            return other[column], f"as in the backup of {made:%Y-%m-%d}"
    at, ms = STAMPS[wrong.table]
    if column == ms:
        return utc_ms(datetime.fromisoformat(str(row[at]))), f"by {at}"
    since_1970 = row[ms]
    if column == at and isinstance(since_1970, int):
        try:
            second = datetime.fromtimestamp(since_1970 // 1000, now.tzinfo)
            moment = iso(second.replace(microsecond=since_1970 % 1000 * 1000))
        except (ValueError, OverflowError, OSError):
            return None
        return (moment, f"by {ms}") if is_right(moment) else None
    if column == "changed_ms":
        return utc_ms(now), "as changed today"
    if column == "deleted_at" or ROW_SCHEMAS[wrong.table][column].optional:
        return None, "which may be"
    return None


def _key_in_backup(
    connection: sqlite3.Connection, row: Mapping[str, object], wrong: WrongValue, older: _Backups
) -> tuple[object, str] | None:
    """Return the value of a key that a row has in a backup where all else is the same, ``None`` where there is none."""
    table = TABLES[wrong.table]
    for made, other in older.alike(table, row, wrong.column):
        key = [other[name] for name in table.key]
        if wrong_value_in(wrong.table, other) is None and read_row(connection, table, key) is None:
            return other[wrong.column], f"as in the backup of {made:%Y-%m-%d}"
    return None


def _take_out(connection: sqlite3.Connection, table: str, key: tuple[object, ...]) -> None:
    """Remove a row and those that belong to it; a soreness stays, without its session."""
    if table == "sessions":
        for child in ("sets", "concentric_sets"):
            for (child_id,) in connection.execute(f"SELECT id FROM {child} WHERE session_id = ?", key).fetchall():
                _take_out(connection, child, (child_id,))
        connection.execute("UPDATE soreness SET session_id = NULL WHERE session_id = ?", key)
    elif table == "sets":
        connection.execute("DELETE FROM reps WHERE set_id = ?", key)
    delete_row(connection, TABLES[table], key)
