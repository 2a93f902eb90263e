"""Last write wins: of two machines' copies of a row, a merge takes the one that was changed last.

For each row one of two stays: the copy that was changed last or, when the row was removed for good after that, the time
of its removal. Which of two wins depends on these two alone, so it does not matter which machine merges which, in what
order or how often. A winner may still lack its parent, or belong to a deleted session. Then it is stored aside as an
orphan (``negcoach.transfer.merge.orphans``) until a merge brings its parent back: if it were dropped, the order of
merges would matter after all. Nor may the sets of a session that one machine joined into another come back with it from
a machine that does not know: they follow into the session that it was joined into. And where a row is - its session
and its times - is not decided with the rest of it, but by who moved it last (``negcoach.store.editing.places``).
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.store.database.checks.checksums import copying
from negcoach.store.database.record_flags import exercises_in, update_record_flags
from negcoach.store.database.stamps import iso, moment_of, utc_ms
from negcoach.store.database.tables import (
    CONCENTRIC_SETS,
    REPS,
    SESSIONS,
    SETS,
    SORENESS,
    STAMPS,
    TABLES,
    SqlTable,
    delete_row,
    json_text,
    key_text,
    read_row,
    removal_times,
    update_row,
)
from negcoach.store.database.totals import FILL_TOTALS, update_totals
from negcoach.store.editing.activity import renumbered
from negcoach.store.editing.body import answer_id
from negcoach.store.editing.joins import joined_sessions, staying_sessions
from negcoach.store.editing.places import PLACE_COLUMNS, places, regrouped_sessions
from negcoach.texts import clean, shortened
from negcoach.transfer.merge.orphans import (
    PREFIX,
    orphan_facts,
    override,
    restore_orphans,
    store_orphan,
)
from negcoach.transfer.native.row_schema import ROW_SCHEMAS, checked_values, plain_moment_sql, plain_row_sql

_BATCH_SIZE = 1000
"""Rows read and inserted at a time."""

_FOLLOWING = {
    SESSIONS: "id = ? AND deleted_at IS NULL",
    SETS: "session_id = ?",
    CONCENTRIC_SETS: "session_id = ?",
    SORENESS: "session_id = ? AND deleted_at IS NULL",
}
"""By table: the condition for the rows of a joined session that a merge changes."""

_MANY_SESSIONS = 500
"""From this many sessions on, the totals of all are recomputed at once: that is quicker than one by one."""


class NothingNewError(Exception):
    """Raised when nothing differs, so that the transaction is rolled back."""


class LastWriteWins:
    """A merge of the database ``other`` into ``main``, both of one connection.

    ``file`` is where ``other`` came from. ``new``, ``newer`` and ``removed`` count rows by table name. The checksums
    of ``other`` are copied with its rows: the caller makes sure that they are right.
    """

    def __init__(self, connection: sqlite3.Connection, file: Path) -> None:
        self.new: Counter[str] = Counter()
        self.newer: Counter[str] = Counter()
        self.removed: Counter[str] = Counter()
        self._connection = connection
        self._file = file
        self._removals: dict[str, dict[tuple[object, ...], int]] = {}
        self._inserted: set[tuple[object, ...]] = set()
        self._copied_sets = (0, 0)  # the rowids before the first of the copied sets, and of the last
        self._parents_may_be_missing = False
        self._changed = False
        self._sessions: set[str] = set()
        self._sets: set[str] = set()
        self._exercises: set[str] = set()
        self._regrouped: set[str] = set()  # the sessions that sets were moved or joined into, on any machine

    def run(self, on_step: Callable[[], None] = lambda: None) -> None:
        """Merge everything, within the caller's transaction; ``on_step`` is called after each table and at the end.

        Raises ``NothingNewError``, and ``NegcoachError`` for a value that negcoach does not write: roll back then.
        """
        self._connection.execute("PRAGMA defer_foreign_keys = ON")  # until the COMMIT: parents may be removed and added
        orphans = orphan_facts(self._connection)
        self._parents_may_be_missing = bool(orphans)
        for table, row in restore_orphans(self._connection):
            self._note_affected(table, row)
        self._removals = removal_times(self._connection)
        self._apply_removals()
        self._upsert_facts()
        for table in TABLES.values():
            self._upsert_rows(table)
            if table.name in PLACE_COLUMNS:
                self._apply_places(table)
            self._follow_joins(table)
            self._store_orphans(table)
            on_step()
        self._hide_in_bin()
        self._hide_emptied_sessions()
        self._renumber()
        if not self._changed and orphan_facts(self._connection) == orphans:
            raise NothingNewError
        self._update_derived()
        on_step()

    def _apply_removals(self) -> None:
        """Remove the rows that the other has removed for good, unless they were changed here later."""
        for name, text, ms in self._connection.execute(_THEIR_REMOVALS).fetchall():
            table, key = self._parse_key(name, text)
            ours = read_row(self._connection, table, key)
            if ours is not None:
                if ours["changed_ms"] > ms:
                    continue
                self._note_affected(table, ours)
                delete_row(self._connection, table, key)
                self.removed[name] += 1
                self._parents_may_be_missing = True
            self._changed = True
            self._removals[name][tuple(key)] = ms
            self._connection.execute("INSERT OR REPLACE INTO main.removed_rows VALUES (?, ?, ?)", (name, text, ms))

    def _upsert_rows(self, table: SqlTable) -> None:
        """Insert or update the rows of a table in which the other wins."""
        self._inserted = set()
        if self._copy_new(table):
            return
        cursor = self._connection.execute(_differing_rows_query(table))
        while rows := cursor.fetchmany(_BATCH_SIZE):
            new = []
            for theirs in rows:
                key = tuple(theirs[name] for name in table.key)
                if self._removals[table.name].get(key, -1) >= theirs["changed_ms"]:
                    continue
                row = self._checked_row(table, theirs)
                if not theirs["here"]:
                    new.append(row)
                    self._inserted.add(key)
                elif not self._replace_if_newer(table, key, row):
                    continue
                self._changed = self._parents_may_be_missing = True
                self._note_affected(table, row)
                if self._removals[table.name].pop(key, None) is not None:
                    self._connection.execute(_DELETE_TOMBSTONE, (table.name, key_text(key)))
            if new:
                self._connection.executemany(_insert_statement(table), new)
                self.new[table.name] += len(new)

    def _copy_new(self, table: SqlTable) -> bool:
        """Copy the rows of a table that are new and need no look of their own; return whether these are all.

        A row needs one if it has a value that only its check can tell to be right, if what it belongs to is not here,
        or if it was removed here for good; a rep, too, unless its set was copied.
        """
        before, last = self._copied_sets if table is REPS else (_last_rowid(self._connection, table), 0)
        if table is REPS and before == last:
            return False
        statement = _copy_statement(table, is_empty=not before, with_tombstones=bool(self._removals[table.name]))
        with copying(self._connection, table.name):
            copied = self._connection.execute(statement, {"before": before, "last": last}).rowcount
        if not copied:
            return False
        self._changed = True
        self.new[table.name] += copied
        self._note_copied(table, before)
        (rows,) = self._connection.execute(f"SELECT count(*) FROM other.{table.name}").fetchone()
        if table is REPS and copied < rows:
            self._connection.execute(_NOTE_SETS_WITH_OTHER_REPS, {"before": before, "last": last})
        return bool(copied == rows)

    def _note_copied(self, table: SqlTable, before: int) -> None:
        """Note which totals and record flags depend on the rows that were copied: those with rowids after ``before``.

        Reps have none, and their sets are noted.
        """
        match table.name:
            case "sessions":
                self._sessions |= self._values_after(table, "id", before)
            case "sets":
                self._sessions |= self._values_after(table, "session_id", before)
                self._exercises |= self._values_after(table, "exercise", before)
                self._copied_sets = before, _last_rowid(self._connection, table)
            case "concentric_sets":
                self._sessions |= self._values_after(table, "session_id", before)

    def _values_after(self, table: SqlTable, column: str, before: int) -> set[str]:
        query = f"SELECT DISTINCT {column} FROM main.{table.name} WHERE rowid > ?"
        return {str(row[0]) for row in self._connection.execute(query, (before,))}

    def _replace_if_newer(self, table: SqlTable, key: tuple[object, ...], row: Mapping[str, object]) -> bool:
        """Replace our copy of a row by theirs if that wins, and return whether it does; it is not older than ours."""
        ours = read_row(self._connection, table, key)
        assert ours is not None, "the query found it"
        if row["changed_ms"] == ours["changed_ms"] and _entered(table, row) <= _entered(table, ours):
            return False
        self._note_affected(table, ours)
        update_row(self._connection, table, key, row)
        self.newer[table.name] += 1
        return True

    def _upsert_facts(self) -> None:
        for name, value, ms in self._connection.execute(_THEIR_FACTS, {"orphan": PREFIX}).fetchall():
            self._changed = True
            fact = (clean(name), value and clean(value), ms)
            self._connection.execute("INSERT OR REPLACE INTO main.facts VALUES (?, ?, ?)", fact)

    def _apply_places(self, table: SqlTable) -> None:
        """Give each row the place that it was given last, whichever copy of the row has won."""
        joins = joined_sessions(self._connection) if "session_id" in table.entered else {}
        for key, place in places(self._connection, table):
            row = read_row(self._connection, table, key)
            if row is None:
                continue
            join = joins.get(str(place.get("session_id")))
            if join is not None:
                place["session_id"] = join.into
            if any(row[name] != value for name, value in place.items()):
                values = self._checked_place(table, place)
                if values is None or not self._has_session(values):
                    continue
                self._override(table, row, values)
            if "session_id" in place:
                self._regrouped.add(str(place["session_id"]))

    def _has_session(self, place: Mapping[str, object]) -> bool:
        """Return whether the session of a place is there; a place without one is as good."""
        session_id = place.get("session_id")
        return session_id is None or read_row(self._connection, SESSIONS, (session_id,)) is not None

    def _checked_place(self, table: SqlTable, place: Mapping[str, object]) -> dict[str, object] | None:
        """Return a place with the milliseconds of its time; ``None`` where negcoach does not write such values."""
        found: dict[str, object] = {}
        for name, value in place.items():
            column = ROW_SCHEMAS[table.name][name]
            try:
                found[name] = None if value is None and column.optional else column.check(value)
            except (ValueError, TypeError):
                return None
        at, ms = STAMPS[table.name]
        return {**found, ms: utc_ms(moment_of(str(found[at])))}

    def _override(self, table: SqlTable, row: sqlite3.Row, values: Mapping[str, object]) -> None:
        """Change those columns of a row that differ, until the next merge decides again."""
        changed = {name: value for name, value in values.items() if row[name] != value}
        if changed:
            self._note_affected(table, row)
            override(self._connection, table, [row[name] for name in table.key], row, changed)
            self._note_affected(table, {**dict(row), **changed})

    def _follow_joins(self, table: SqlTable) -> None:
        """Keep joined sessions joined: what is theirs goes to the one they were joined into, they stay deleted.

        Of two sessions that were joined into each other, the one that stays is no longer deleted for that.
        """
        if table not in _FOLLOWING:
            return
        if table is SESSIONS:
            for session_id, at in staying_sessions(self._connection).items():
                row = read_row(self._connection, SESSIONS, (session_id,))
                if row is not None and row["deleted_at"] == at:
                    self._override(SESSIONS, row, {"deleted_at": None})
        for session_id, join in joined_sessions(self._connection).items():
            if read_row(self._connection, SESSIONS, (join.into,)) is None:
                continue
            self._regrouped.add(join.into)
            query = _FOLLOWING[table]
            for row in self._connection.execute(f"SELECT * FROM {table.name} WHERE {query}", (session_id,)).fetchall():
                values = {"deleted_at": join.at} if table is SESSIONS else {"session_id": join.into}
                self._override(table, row, values)
                if table is SORENESS and row["hours"] is not None and row["rating"] is not None:
                    self._hide_answer(answer_id(join.into, row["muscle"], row["hours"]), join.at)

    def _hide_answer(self, row_id: str, at: str) -> None:
        """Take back an answer about soreness in whose place another machine gave one after the sessions were joined."""
        row = read_row(self._connection, SORENESS, (row_id,))
        if row is not None and row["deleted_at"] is None:
            self._override(SORENESS, row, {"deleted_at": at})

    def _store_orphans(self, table: SqlTable) -> None:
        """Store aside the rows whose parent is gone, and so, table by table, the rows below them.

        A soreness rating stays, without the link: it is about the body, not only about a session.
        """
        if not self._parents_may_be_missing:
            return
        for column, parent in table.parents:
            for row in self._connection.execute(_orphans_query(table, column, parent)).fetchall():
                key = [row[name] for name in table.key]
                self._note_affected(table, row)
                store_orphan(self._connection, table, key, row)
                if table is SORENESS:
                    update_row(self._connection, table, key, {column: None})
                    continue
                delete_row(self._connection, table, key)
                if tuple(key) in self._inserted:
                    self.new[table.name] -= 1
                else:
                    self.removed[table.name] += 1

    def _hide_in_bin(self) -> None:
        """Put live sets of a deleted session into the bin with it: else they would count, and nobody could see them."""
        for table in (SETS, CONCENTRIC_SETS):
            for row in self._connection.execute(_hidden_sets_query(table)).fetchall():
                self._override(table, row, {"deleted_at": row["session_deleted_at"]})

    def _hide_emptied_sessions(self) -> None:
        """Put a session into the bin whose sets were all moved elsewhere, each part of them on another machine."""
        for session_id in regrouped_sessions(self._connection):
            row = self._connection.execute(_EMPTIED_SESSION_QUERY, {"id": session_id}).fetchone()
            if row is not None:
                self._override(SESSIONS, row, {"deleted_at": row["ended_at"]})

    def _renumber(self) -> None:
        """Give sets new numbers where two of one exercise that came together have the same."""
        for session_id in sorted(self._regrouped):
            for table, set_id, number in renumbered(self._connection, session_id):
                row = read_row(self._connection, table, (set_id,))
                assert row is not None, "it was just read"
                self._override(table, row, {"set_number": number})

    def _update_derived(self) -> None:
        """Update the totals and record flags of the changed rows."""
        query = "SELECT session_id, exercise FROM sets WHERE id = ?"
        for set_id in self._sets:
            if (row := self._connection.execute(query, (set_id,)).fetchone()) is not None:
                self._note_affected(SETS, row)
        if len(self._sessions) < _MANY_SESSIONS:
            update_totals(self._connection, *sorted(self._sessions))
        else:
            for statement in FILL_TOTALS:
                self._connection.execute(statement)
        update_record_flags(self._connection, *sorted(self._exercises))

    def _note_affected(self, table: SqlTable, row: Mapping[str, object] | sqlite3.Row) -> None:
        """Note which totals and record flags depend on the row."""
        match table.name:
            case "sessions":
                self._sessions.add(str(row["id"]))
                if row["ended_at"] is None:  # its sets get their flags when it ends, as it may have on the other
                    self._exercises |= exercises_in(self._connection, str(row["id"]))
            case "sets":
                self._sessions.add(str(row["session_id"]))
                self._exercises.add(str(row["exercise"]))
            case "reps":
                self._sets.add(str(row["set_id"]))
            case "concentric_sets":
                self._sessions.add(str(row["session_id"]))

    def _checked_row(self, table: SqlTable, row: sqlite3.Row) -> dict[str, object]:
        """Return a row of the other's as it is stored here: cleaned, and only of values that negcoach writes."""
        try:
            found = checked_values(table.name, [row[name] for name in ROW_SCHEMAS[table.name]], _row_name(table, row))
            deleted_at = row["deleted_at"]
            found["deleted_at"] = None if deleted_at is None else iso(moment_of(deleted_at))
        except (NegcoachError, ValueError) as error:
            raise self._bad_value_error(str(error)) from error
        at, ms = STAMPS[table.name]
        return {**found, ms: utc_ms(moment_of(str(found[at])))}

    def _parse_key(self, name: str, text: str) -> tuple[SqlTable, list[object]]:
        """Return the table and the key of a removal."""
        try:
            table, key = TABLES[name], json.loads(text)
        except (KeyError, ValueError) as error:
            raise self._bad_value_error(f"removed_rows: {error}") from error
        if not isinstance(key, list) or len(key) != len(table.key) or key_text(key) != text:
            raise self._bad_value_error(f"removed_rows: {text}")
        return table, key

    def _bad_value_error(self, what: str) -> NegcoachError:
        return NegcoachError(
            f"{self._file} holds a value that negcoach does not write ({clean(what).rstrip('.')}). Nothing was changed."
        )


def _row_name(table: SqlTable, row: sqlite3.Row) -> str:
    """Return how a message names a row: by its table, its exercise if it has one, and its day."""
    day = str(row[STAMPS[table.name][0]])[:10]
    names = [str(row[name]) for name in ("exercise_name", "exercise", "muscle") if name in row.keys()]  # noqa: SIM118
    return f"{table.name}, {shortened(clean(names[0]))} of {day}" if names else f"{table.name} of {day}"


_THEIR_REMOVALS = """
    SELECT theirs.table_name, theirs.row_key, theirs.removed_ms
    FROM other.removed_rows AS theirs LEFT JOIN main.removed_rows AS ours
        ON ours.table_name = theirs.table_name AND ours.row_key = theirs.row_key
    WHERE ours.removed_ms IS NULL OR ours.removed_ms < theirs.removed_ms
"""

_THEIR_FACTS = """
    SELECT theirs.name, theirs.value, theirs.changed_ms
    FROM other.facts AS theirs LEFT JOIN main.facts AS ours ON ours.name = theirs.name
    WHERE substr(theirs.name, 1, length(:orphan)) <> :orphan AND (
        ours.name IS NULL OR theirs.changed_ms > ours.changed_ms
        OR (theirs.changed_ms = ours.changed_ms AND coalesce(theirs.value, '') > coalesce(ours.value, ''))
    )
"""

_EMPTIED_SESSION_QUERY = """
    SELECT * FROM main.sessions WHERE id = :id AND deleted_at IS NULL AND ended_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM main.sets WHERE session_id = :id AND deleted_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM main.concentric_sets WHERE session_id = :id AND deleted_at IS NULL)
"""

_DELETE_TOMBSTONE = "DELETE FROM main.removed_rows WHERE table_name = ? AND row_key = ?"


_NOTE_SETS_WITH_OTHER_REPS = """
    UPDATE main.sets SET changed_ms = changed_ms
    WHERE rowid > :before AND rowid <= :last AND (SELECT count(*) FROM main.reps WHERE set_id = main.sets.id)
        <> (SELECT count(*) FROM other.reps WHERE set_id = main.sets.id)
"""
"""So that their checksums are written again: those that were copied with the sets are of all reps there."""


def _copy_statement(table: SqlTable, *, is_empty: bool, with_tombstones: bool) -> str:
    """Return the statement of ``_copy_new``; copied reps are of sets with rowids after ``:before`` up to ``:last``.

    ``is_empty`` is whether there is no row here yet: SQLite collects the rows before it inserts the first of them where
    it has to look for them here. ``with_tombstones`` is whether any row of the table was removed here for good.
    """
    columns = ", ".join(table.columns if table is REPS else (*table.columns, "checksum"))
    at, ms = STAMPS[table.name]
    since_1970 = f"1000 * CAST(strftime('%s', theirs.{at}) AS INTEGER) + CAST(substr(theirs.{at}, 21, 3) AS INTEGER)"
    conditions = []
    for column, parent in table.parents:
        copied = " AND rowid > :before AND rowid <= :last" if table is REPS else ""
        there = f"EXISTS (SELECT 1 FROM main.{parent} WHERE id = theirs.{column}{copied})"
        conditions.append(f"(theirs.{column} IS NULL OR {there})")
    if table is SETS:  # reps that were stored aside may be here before their set
        conditions.append("NOT EXISTS (SELECT 1 FROM main.reps WHERE set_id = theirs.id)")
    conditions += [
        plain_row_sql(table.name, "theirs", without="set_id" if table is REPS else ""),
        f"(theirs.deleted_at IS NULL OR {plain_moment_sql('theirs.deleted_at')})",
        f"theirs.{ms} = {since_1970}",
    ]
    if with_tombstones:
        of_rep = "'[\"' || theirs.set_id || '\",' || theirs.ordinal || ']'"
        key = of_rep if table is REPS else "'[\"' || theirs.id || '\"]'"
        removed = f"SELECT 1 FROM main.removed_rows WHERE table_name = '{table.name}' AND row_key = {key}"
        conditions.append(f"NOT EXISTS ({removed})")
    condition = " AND ".join(conditions)
    if not is_empty and table is not REPS:  # a CASE, so that nothing else is asked of the rows that are here
        here = f"SELECT 1 FROM main.{table.name} WHERE id = theirs.id"
        condition = f"CASE WHEN EXISTS ({here}) THEN 0 ELSE {condition} END"
    rows = f"SELECT {columns} FROM other.{table.name} AS theirs WHERE {condition}"
    return f"INSERT INTO main.{table.name} ({columns}) {rows}"


def _last_rowid(connection: sqlite3.Connection, table: SqlTable) -> int:
    """Return the greatest rowid of a table, 0 where it is empty; a row that is inserted gets a greater one."""
    last: int = connection.execute(f"SELECT coalesce(max(rowid), 0) FROM main.{table.name}").fetchone()[0]
    return last


def _differing_rows_query(table: SqlTable) -> str:
    """Return the query for the other's rows that may win: not here, or changed later, or at the same time otherwise."""
    same = " AND ".join(f"ours.{name} = theirs.{name}" for name in table.key)
    columns = ", ".join(f"theirs.{name}" for name in table.columns)
    differ = " OR ".join(f"theirs.{name} IS NOT ours.{name}" for name in table.entered)
    return f"""
        SELECT {columns}, ours.changed_ms IS NOT NULL AS here
        FROM other.{table.name} AS theirs LEFT JOIN main.{table.name} AS ours ON {same}
        WHERE ours.changed_ms IS NULL OR theirs.changed_ms > ours.changed_ms
            OR (theirs.changed_ms = ours.changed_ms AND ({differ}))
    """


def _orphans_query(table: SqlTable, column: str, parent: str) -> str:
    return f"""
        SELECT * FROM main.{table.name} AS child WHERE {column} IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM main.{parent} WHERE id = child.{column})
    """


def _hidden_sets_query(table: SqlTable) -> str:
    return f"""
        SELECT child.*, sessions.deleted_at AS session_deleted_at
        FROM main.sessions JOIN main.{table.name} AS child ON child.session_id = sessions.id
        WHERE child.deleted_at IS NULL AND sessions.deleted_at IS NOT NULL
    """


def _insert_statement(table: SqlTable) -> str:
    values = ", ".join(f":{name}" for name in table.columns)
    return f"INSERT INTO main.{table.name} ({', '.join(table.columns)}) VALUES ({values})"


def _entered(table: SqlTable, row: Mapping[str, object] | sqlite3.Row) -> str:
    """Return the entered values of a row, as text: it decides between two copies changed at the same time."""
    return json_text([row[name] for name in table.entered])
