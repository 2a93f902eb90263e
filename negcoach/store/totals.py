"""The totals on a session's row: always computed from its sets and reps, never counted up."""

from __future__ import annotations

import sqlite3

from negcoach.training.timeline import StopReason

_NAMES = """
    SELECT exercise_name FROM sets
    WHERE session_id = ? AND deleted_at IS NULL
    GROUP BY exercise_name ORDER BY min(started_ms), min(set_number)
"""

_UPDATE = """
    WITH kept_sets AS (
        SELECT id, load_kg, stop_reason FROM sets WHERE session_id = :session AND deleted_at IS NULL
    ), kept_reps AS (
        SELECT reps.* FROM kept_sets JOIN reps ON reps.set_id = kept_sets.id WHERE reps.deleted_at IS NULL
    )
    UPDATE sessions SET
        set_count = (SELECT count(*) FROM kept_sets),
        rep_count = (SELECT count(*) FROM kept_reps),
        top_load_kg = (SELECT max(load_kg) FROM kept_sets),
        tension_ms = (SELECT coalesce(sum(coalesce(measured_ms, target_ms)), 0) FROM kept_reps),
        measured_ms = (SELECT coalesce(sum(measured_ms), 0) FROM kept_reps),
        measured_target_ms =
            (SELECT coalesce(sum(target_ms), 0) FROM kept_reps WHERE measured_ms IS NOT NULL),
        tempo_losses = (SELECT count(*) FROM kept_sets WHERE stop_reason = :tempo_loss),
        exercise_names = :names,
        changed_ms = :changed
    WHERE id = :session
"""


def update_totals(connection: sqlite3.Connection, session_id: str, changed_ms: int) -> None:
    """Bring the totals of a session up to date; call it in the transaction that changed its sets or reps.

    Time under tension is the sum of the lowering times: the measured one where there is one, else the prescribed one.
    Names are one a line, in the order in which the exercises were begun.
    """
    names = "\n".join(row[0] for row in connection.execute(_NAMES, (session_id,)))
    connection.execute(
        _UPDATE,
        {
            "session": session_id,
            "names": names,
            "tempo_loss": StopReason.TEMPO_LOSS.value,
            "changed": changed_ms,
        },
    )
