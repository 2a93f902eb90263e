"""The migrations: the steps that make the tables of a database, version by version.

The list only grows: a released migration is never edited, a new version is a new entry. Migration ``n`` (from 1) leads
from version ``n - 1`` to ``n``; the version of a file is its ``PRAGMA user_version``. Tests pin the tables of every
released version, and hold the columns of a plan to ``negcoach.store.prescribed_set.PRESCRIBED_FIELDS``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

APPLICATION_ID = 0x4E454743
"""``NEGC``: marks a SQLite file as this program's (``PRAGMA application_id``)."""

Migration = tuple[str, ...]
"""The statements of one migration."""

_VERSION_1 = (
    f"PRAGMA application_id = {APPLICATION_ID}",
    # The totals (from set_count on) are computed from the sets and reps, and updated in the transaction that writes
    # those, so that a list of twenty years reads one small row a session. changed_ms is when anything in the row was
    # last changed: of two machines' copies the newer one wins.
    """
    CREATE TABLE sessions (
        id                  TEXT NOT NULL PRIMARY KEY,
        started_at          TEXT NOT NULL,
        started_ms          INTEGER NOT NULL,
        ended_at            TEXT,
        note                TEXT NOT NULL DEFAULT '',
        rpe                 REAL,
        set_count           INTEGER NOT NULL DEFAULT 0,
        rep_count           INTEGER NOT NULL DEFAULT 0,
        top_load_kg         REAL,
        tension_ms          INTEGER NOT NULL DEFAULT 0,
        measured_ms         INTEGER NOT NULL DEFAULT 0,
        measured_target_ms  INTEGER NOT NULL DEFAULT 0,
        tempo_losses        INTEGER NOT NULL DEFAULT 0,
        exercise_names      TEXT NOT NULL DEFAULT '',
        changed_ms          INTEGER NOT NULL,
        deleted_at          TEXT
    ) STRICT
    """,
    "CREATE INDEX sessions_by_start ON sessions (started_ms, id) WHERE deleted_at IS NULL",
    "CREATE INDEX sessions_open ON sessions (started_ms) WHERE ended_at IS NULL AND deleted_at IS NULL",
    # What was prescribed (from exercise to one_rm_kg) and what was performed (load_kg, stop_reason, rpe, reps).
    """
    CREATE TABLE sets (
        id               TEXT NOT NULL PRIMARY KEY,
        session_id       TEXT NOT NULL REFERENCES sessions (id),
        exercise         TEXT NOT NULL,
        exercise_name    TEXT NOT NULL,
        set_number       INTEGER NOT NULL,
        planned_sets     INTEGER NOT NULL,
        planned_reps     INTEGER,
        planned_load_kg  REAL NOT NULL,
        tempo            TEXT NOT NULL,
        rest_ms          INTEGER NOT NULL,
        lead_in_ms       INTEGER NOT NULL,
        next_lead_in_ms  INTEGER NOT NULL,
        lift_ms          INTEGER,
        starts_with      TEXT NOT NULL,
        unilateral       INTEGER NOT NULL CHECK (unilateral IN (0, 1)),
        bodyweight       INTEGER NOT NULL CHECK (bodyweight IN (0, 1)),
        spotters         INTEGER NOT NULL,
        one_rm_kg        REAL,
        load_kg          REAL NOT NULL,
        started_at       TEXT NOT NULL,
        started_ms       INTEGER NOT NULL,
        ended_at         TEXT,
        stop_reason      TEXT,
        rpe              REAL,
        changed_ms       INTEGER NOT NULL,
        deleted_at       TEXT
    ) STRICT
    """,
    "CREATE INDEX sets_by_session ON sets (session_id, started_ms)",
    "CREATE INDEX sets_by_exercise ON sets (exercise, started_ms, set_number) WHERE deleted_at IS NULL",
    # The UUID of its set and its ordinal identify a rep on all machines; without a rowid the reps of a set are stored
    # side by side. measured_ms is NULL where the rep was not measured.
    """
    CREATE TABLE reps (
        set_id        TEXT NOT NULL REFERENCES sets (id),
        ordinal       INTEGER NOT NULL,
        number        INTEGER NOT NULL,
        side          TEXT,
        target_ms     INTEGER NOT NULL,
        measured_ms   INTEGER,
        completed_at  TEXT NOT NULL,
        completed_ms  INTEGER NOT NULL,
        changed_ms    INTEGER NOT NULL,
        deleted_at    TEXT,
        PRIMARY KEY (set_id, ordinal)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE one_rms (
        id          TEXT NOT NULL PRIMARY KEY,
        exercise    TEXT NOT NULL,
        kg          REAL NOT NULL,
        tested_at   TEXT NOT NULL,
        tested_ms   INTEGER NOT NULL,
        changed_ms  INTEGER NOT NULL,
        deleted_at  TEXT
    ) STRICT
    """,
    "CREATE INDEX one_rms_by_exercise ON one_rms (exercise, tested_ms) WHERE deleted_at IS NULL",
    """
    CREATE TABLE facts (
        name        TEXT NOT NULL PRIMARY KEY,
        value       TEXT,
        changed_ms  INTEGER NOT NULL
    ) STRICT
    """,
)

_VERSION_2 = (
    # From here on changed_ms is about what was entered; the totals (all columns from set_count to exercise_names, and
    # those added here but title) are computed from other rows and change without it. A filter looks into search_text.
    "ALTER TABLE sessions ADD COLUMN title TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE sessions ADD COLUMN lifted_sets INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE sessions ADD COLUMN lifted_reps INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE sessions ADD COLUMN lifted_top_kg REAL",
    "ALTER TABLE sessions ADD COLUMN record_count INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE sessions ADD COLUMN search_text TEXT NOT NULL DEFAULT ''",
    # The totals of a set, from rep_count on: off_ms is the sum of |measured - prescribed| over the measured reps,
    # full_count the reps lowered to the full count, longest_ms the longest of those. For record see
    # negcoach/training/progress/records.py.
    "ALTER TABLE sets ADD COLUMN note TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE sets ADD COLUMN rep_count INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE sets ADD COLUMN tension_ms INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE sets ADD COLUMN measured_count INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE sets ADD COLUMN measured_ms INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE sets ADD COLUMN measured_target_ms INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE sets ADD COLUMN off_ms INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE sets ADD COLUMN full_count INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE sets ADD COLUMN longest_ms INTEGER",
    "ALTER TABLE sets ADD COLUMN record INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX sets_by_start ON sets (started_ms) WHERE deleted_at IS NULL",
    # A set that was lifted, not lowered, as other programs have them: no tempo, no measured reps. A load below zero
    # is the help of an assisted exercise. muscles has one name a line, from the import, "" where unknown.
    """
    CREATE TABLE concentric_sets (
        id             TEXT NOT NULL PRIMARY KEY,
        session_id     TEXT NOT NULL REFERENCES sessions (id),
        exercise       TEXT NOT NULL,
        exercise_name  TEXT NOT NULL,
        muscles        TEXT NOT NULL DEFAULT '',
        set_number     INTEGER NOT NULL,
        kind           TEXT NOT NULL CHECK (kind IN ('normal', 'warm-up', 'drop', 'failure')),
        load_kg        REAL NOT NULL,
        reps           INTEGER NOT NULL CHECK (reps > 0),
        rpe            REAL,
        note           TEXT NOT NULL DEFAULT '',
        started_at     TEXT NOT NULL,
        started_ms     INTEGER NOT NULL,
        changed_ms     INTEGER NOT NULL,
        deleted_at     TEXT
    ) STRICT
    """,
    "CREATE INDEX concentric_sets_by_session ON concentric_sets (session_id, set_number)",
    "CREATE INDEX concentric_sets_by_exercise ON concentric_sets (exercise, started_ms) WHERE deleted_at IS NULL",
    "CREATE INDEX concentric_sets_by_start ON concentric_sets (started_ms) WHERE deleted_at IS NULL",
    """
    CREATE TABLE body_weights (
        id           TEXT NOT NULL PRIMARY KEY,
        kg           REAL NOT NULL,
        measured_at  TEXT NOT NULL,
        measured_ms  INTEGER NOT NULL,
        changed_ms   INTEGER NOT NULL,
        deleted_at   TEXT
    ) STRICT
    """,
    "CREATE INDEX body_weights_by_time ON body_weights (measured_ms) WHERE deleted_at IS NULL",
    # One answer for each muscle group at 24, 48 and 72 h after a session; rating is NULL where the question was
    # skipped, so that it is not asked again. The id is made from session, muscle and hours: see
    # negcoach/store/editing/body.py.
    """
    CREATE TABLE soreness (
        id          TEXT NOT NULL PRIMARY KEY,
        session_id  TEXT REFERENCES sessions (id),
        muscle      TEXT NOT NULL,
        hours       INTEGER,
        rating      INTEGER CHECK (rating BETWEEN 0 AND 6),
        rated_at    TEXT NOT NULL,
        rated_ms    INTEGER NOT NULL,
        changed_ms  INTEGER NOT NULL,
        deleted_at  TEXT
    ) STRICT
    """,
    "CREATE INDEX soreness_by_muscle ON soreness (muscle, rated_ms, rating, rated_at) WHERE deleted_at IS NULL",
    "CREATE INDEX soreness_by_session ON soreness (session_id, hours)",
    # Edits, to undo and redo. undone is 0, or counts up in the order in which they were undone: the last of them is
    # redone first. row_key and other are JSON: see negcoach/store/editing/edit_log.py.
    """
    CREATE TABLE edits (
        id       INTEGER PRIMARY KEY,
        kind     TEXT NOT NULL,
        what     TEXT NOT NULL,
        made_at  TEXT NOT NULL,
        made_ms  INTEGER NOT NULL,
        undone   INTEGER NOT NULL DEFAULT 0 CHECK (undone >= 0)
    ) STRICT
    """,
    """
    CREATE TABLE edited_rows (
        edit_id     INTEGER NOT NULL REFERENCES edits (id),
        position    INTEGER NOT NULL,
        table_name  TEXT NOT NULL,
        row_key     TEXT NOT NULL,
        change      TEXT NOT NULL CHECK (change IN ('insert', 'update')),
        other       TEXT,
        PRIMARY KEY (edit_id, position)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX edited_rows_by_row ON edited_rows (table_name, row_key)",
    # For the bin: few sessions and sets are in it.
    "CREATE INDEX sessions_deleted ON sessions (deleted_at) WHERE deleted_at IS NOT NULL",
    "CREATE INDEX sets_deleted ON sets (session_id) WHERE deleted_at IS NOT NULL",
    "CREATE INDEX concentric_sets_deleted ON concentric_sets (session_id) WHERE deleted_at IS NOT NULL",
    # Rows that were removed for good, so that another machine's copy does not bring them back.
    """
    CREATE TABLE removed_rows (
        table_name  TEXT NOT NULL,
        row_key     TEXT NOT NULL,
        removed_ms  INTEGER NOT NULL,
        PRIMARY KEY (table_name, row_key)
    ) STRICT, WITHOUT ROWID
    """,
)

_VERSION_3 = ()  # the sides of a one-sided exercise have records of their own: only the flags change

_VERSION_4 = (
    # The unit in which a load or a 1RM was typed, NULL where that is not known: the lifter's own unit then.
    "ALTER TABLE sets ADD COLUMN planned_load_unit TEXT CHECK (planned_load_unit IN ('kg', 'lb'))",
    "ALTER TABLE sets ADD COLUMN load_unit TEXT CHECK (load_unit IN ('kg', 'lb'))",
    "ALTER TABLE concentric_sets ADD COLUMN load_unit TEXT CHECK (load_unit IN ('kg', 'lb'))",
    "ALTER TABLE one_rms ADD COLUMN unit TEXT CHECK (unit IN ('kg', 'lb'))",
    # How a 1RM came to be known. Until now all were called tested, and nothing tells the others from those.
    "ALTER TABLE one_rms ADD COLUMN kind TEXT NOT NULL DEFAULT 'tested' "
    "CHECK (kind IN ('tested', 'entered', 'estimated'))",
    # Totals of the list: the reps of each set in their order, and the set with the heaviest load.
    "ALTER TABLE sessions ADD COLUMN set_reps TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE sessions ADD COLUMN top_exercise TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE sessions ADD COLUMN top_bodyweight INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE sessions ADD COLUMN top_unit TEXT",
    "ALTER TABLE sessions ADD COLUMN lifted_set_reps TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE sessions ADD COLUMN lifted_top_exercise TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE sessions ADD COLUMN lifted_top_unit TEXT",
)

_VERSION_5 = (
    # A programme that was begun, by its slug; one that is begun again has a new row. pauses has one pause a line,
    # "start/end" in ISO 8601, and "start/" for one that lasts: see negcoach/store/editing/programmes.py.
    """
    CREATE TABLE programme_runs (
        id          TEXT NOT NULL PRIMARY KEY,
        programme   TEXT NOT NULL,
        begun_at    TEXT NOT NULL,
        begun_ms    INTEGER NOT NULL,
        pauses      TEXT NOT NULL DEFAULT '',
        stopped_at  TEXT,
        changed_ms  INTEGER NOT NULL,
        deleted_at  TEXT
    ) STRICT
    """,
    "CREATE INDEX programme_runs_by_time ON programme_runs (begun_ms) WHERE deleted_at IS NULL",
)

_VERSION_6 = (
    # What a set was done for: a SetPurpose by its value.
    "ALTER TABLE sets ADD COLUMN purpose TEXT NOT NULL DEFAULT 'work'",
    # For the results of tests: few sets are one.
    "CREATE INDEX sets_tested ON sets (exercise, started_ms) WHERE purpose = 'test' AND deleted_at IS NULL",
)

_VERSION_7 = ()  # a lifted warm-up is in no total any more: only the totals change

_VERSION_8 = (
    # Of a tendon's protocol: the one side that was to be trained (NULL: both, or none), how the knee was held, the pain
    # in the set, and that of the morning after, which stands with the last set of a day. Pain is 0 to 10.
    "ALTER TABLE sets ADD COLUMN planned_side TEXT CHECK (planned_side IN ('left', 'right'))",
    "ALTER TABLE sets ADD COLUMN knee TEXT CHECK (knee IN ('straight', 'bent'))",
    "ALTER TABLE sets ADD COLUMN pain INTEGER CHECK (pain BETWEEN 0 AND 10)",
    "ALTER TABLE sets ADD COLUMN next_morning_pain INTEGER CHECK (next_morning_pain BETWEEN 0 AND 10)",
)

_VERSION_9 = tuple(  # see negcoach/store/database/checks/checksums.py
    f"ALTER TABLE {table} ADD COLUMN checksum INTEGER"
    for table in ("sessions", "sets", "concentric_sets", "one_rms", "body_weights", "soreness", "programme_runs")
)

_VERSION_10 = (
    # By how many reps each set has less than the one before it.
    "ALTER TABLE sets ADD COLUMN planned_fewer INTEGER NOT NULL DEFAULT 0",
)

_VERSION_11 = (
    # The way a set is done, as text: see negcoach/training/exercise/way.py.
    "ALTER TABLE sets ADD COLUMN way TEXT NOT NULL DEFAULT 'straight'",
)

_VERSION_12 = (
    # How full reps went that were tried at the end of a ladder: a set of purpose 'try', without reps.
    "ALTER TABLE sets ADD COLUMN attempt TEXT CHECK (attempt IN ('yes', 'almost', 'no'))",
    "CREATE INDEX sets_tried ON sets (exercise, started_ms) WHERE purpose = 'try' AND deleted_at IS NULL",
)

_VERSION_13 = (
    # Rows that cannot be read, value by value as they were stored: see negcoach/store/database/set_aside.py. The values
    # of a row have its number.
    """
    CREATE TABLE set_aside (
        number       INTEGER NOT NULL,
        table_name   TEXT NOT NULL,
        column_name  TEXT NOT NULL,
        value        ANY,
        since_ms     INTEGER NOT NULL,
        PRIMARY KEY (number, column_name)
    ) STRICT, WITHOUT ROWID
    """,
)

_VERSION_14 = tuple(
    # The pain of each side by itself. Where an exercise has sides, pain and next_morning_pain are of older sets: one
    # number for all that was trained.
    f"ALTER TABLE sets ADD COLUMN {column} INTEGER CHECK ({column} BETWEEN 0 AND 10)"
    for column in ("pain_left", "pain_right", "next_morning_pain_left", "next_morning_pain_right")
)

MIGRATIONS: tuple[Migration, ...] = (
    *(_VERSION_1, _VERSION_2, _VERSION_3, _VERSION_4, _VERSION_5, _VERSION_6, _VERSION_7, _VERSION_8, _VERSION_9),
    _VERSION_10,
    _VERSION_11,
    _VERSION_12,
    _VERSION_13,
    _VERSION_14,
)
"""All migrations, oldest first; those that a file needs run in one transaction."""


def _compute_totals(connection: sqlite3.Connection) -> None:
    # Late: only a migration needs them, and every start imports this module.
    from negcoach.store.database.record_flags import update_all_record_flags
    from negcoach.store.database.totals import FILL_TOTALS

    for statement in FILL_TOTALS:
        connection.execute(statement)
    update_all_record_flags(connection)


def _seal_all(connection: sqlite3.Connection) -> None:
    from negcoach.store.database.checks.checksums import seal_all

    seal_all(connection)


FINAL_STEPS: Mapping[int, Callable[[sqlite3.Connection], None]] = {7: _compute_totals, 14: _seal_all}
"""By version: what its migration does after the statements, in the same transaction.

Totals, record flags and checksums are computed by the rules of today, which know the columns of the newest version: so
not at each version on the way, but once, at the last version that changed the totals, or what a checksum is of.
"""
