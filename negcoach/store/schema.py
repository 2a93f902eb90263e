"""The tables, as the list of steps that lead to them.

The list only grows: a step that was released is never edited, the next version is a new entry. Entry ``n`` (from 1)
leads from version ``n - 1`` to ``n``; the version of a file is its ``PRAGMA user_version``.
"""

from __future__ import annotations

APPLICATION_ID = 0x4E454743
"""``NEGC``: marks a SQLite file as this program's (``PRAGMA application_id``)."""

Migration = tuple[str, ...]
"""The statements of one step."""

_VERSION_1 = (
    f"PRAGMA application_id = {APPLICATION_ID}",
    # The totals (from set_count on) follow from the sets and reps; the writer of those brings them up to date in the
    # same transaction, so that a list of twenty years reads one small row a session. changed_ms is when any of the
    # row was last changed: of two machines' copies the newer one wins.
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
    # What was prescribed (planned_*, tempo and the rest) beside what was performed (load_kg, stop_reason, rpe, reps).
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
    # A rep's identity is its set's UUID and its ordinal, unique over all machines; without a rowid the reps of one
    # set lie side by side. measured_ms is NULL where the rep was not measured.
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

MIGRATIONS: tuple[Migration, ...] = (_VERSION_1,)
"""All steps, oldest first; each is the statements of one transaction."""
