"""The totals of sets and sessions: columns that are always computed from the rows below them, never counted up.

A list of twenty years then reads one small row per session, and the records of an exercise one row per set.
"""

from __future__ import annotations

import sqlite3

from negcoach.texts import folded
from negcoach.training.exercise.limits import TEMPO_COUNTS_FROM
from negcoach.training.progress.adherence import KEPT_PERCENT
from negcoach.training.terms import SetPurpose

IS_KEPT = f"measured_ms * 100 >= target_ms * {KEPT_PERCENT}"
"""Whether a rep kept its tempo: the SQL of ``negcoach.training.progress.adherence.is_kept``."""

COUNTED = f"NOT (sets.purpose = '{SetPurpose.TEST.value}' AND sets.bodyweight = 1)"
"""Whether the lowerings of a row of ``sets`` have a count to keep: not those of the test of the longest lowering."""

HELD = " OR ".join(
    f"(+sets.exercise = '{slug}' AND sets.planned_reps + sets.planned_fewer * (sets.set_number - 1) < {reps})"
    for slug, reps in TEMPO_COUNTS_FROM.items()
)
"""Whether the tempo of a row of ``sets`` does not count: the SQL of ``limits.tempo_counts``.

The totals have these sets' lowerings among the measured ones: a share of target time leaves them out as it is read.
The plus keeps SQLite on the index by session.
"""

BODY_KG_OF_SET = """
    CASE WHEN sets.bodyweight = 1 THEN (
        SELECT body_weights.kg FROM body_weights
        WHERE body_weights.deleted_at IS NULL AND body_weights.measured_ms < sets.started_ms + 86400000
            AND substr(body_weights.measured_at, 1, 10) <= substr(sets.started_at, 1, 10)
        ORDER BY body_weights.measured_ms DESC LIMIT 1
    ) END
"""
"""The body weight that is lowered with the load of a row of ``sets``: the newest one up to its day, read along
``body_weights_by_time``. It is NULL where the body is not lowered, and where no weight is known.
"""

_WORK = "concentric_sets.kind <> 'warm-up'"
"""The lifted sets that count: a warm-up is in no total."""

_SETS = f"""
    UPDATE sets SET
        (rep_count, tension_ms, measured_count, measured_ms, measured_target_ms, off_ms, full_count, longest_ms) = (
            SELECT
                count(*),
                coalesce(sum(coalesce(measured_ms, target_ms)), 0),
                count(measured_ms) FILTER (WHERE {COUNTED}),
                coalesce(sum(measured_ms) FILTER (WHERE {COUNTED}), 0),
                coalesce(sum(target_ms) FILTER (WHERE measured_ms IS NOT NULL AND {COUNTED}), 0),
                coalesce(sum(abs(measured_ms - target_ms)) FILTER (WHERE {COUNTED}), 0),
                count(*) FILTER (WHERE {IS_KEPT} AND {COUNTED}),
                max(measured_ms) FILTER (WHERE {IS_KEPT} AND {COUNTED})
            FROM reps WHERE reps.set_id = sets.id AND reps.deleted_at IS NULL
        ),
        record = CASE
            WHEN deleted_at IS NULL AND EXISTS (SELECT 1 FROM reps WHERE set_id = sets.id AND deleted_at IS NULL)
            THEN record ELSE 0
        END
"""
"""``full_count`` is of the reps that kept their tempo. A set that is deleted or empty is no record; all other record
flags are set by ``negcoach.store.database.record_flags``.
"""

_SESSIONS = f"""
    UPDATE sessions SET
        (
            set_count, rep_count, tension_ms, measured_ms, measured_target_ms, tempo_losses, record_count,
            top_load_kg, top_unit, top_exercise, top_bodyweight
        ) = (
            SELECT
                count(*), coalesce(sum(rep_count), 0), coalesce(sum(tension_ms), 0),
                coalesce(sum(measured_ms), 0), coalesce(sum(measured_target_ms), 0),
                count(*) FILTER (WHERE stop_reason = 'tempo-loss'),
                count(*) FILTER (WHERE record <> 0),
                max(load_kg), load_unit, coalesce(exercise_name, ''), coalesce(bodyweight, 0)
            FROM sets WHERE sets.session_id = sessions.id AND sets.deleted_at IS NULL
        ),
        (lifted_sets, lifted_reps, lifted_top_kg, lifted_top_unit, lifted_top_exercise) = (
            SELECT count(*), coalesce(sum(reps), 0), max(load_kg), load_unit, coalesce(exercise_name, '')
            FROM concentric_sets
            WHERE concentric_sets.session_id = sessions.id AND concentric_sets.deleted_at IS NULL AND {_WORK}
        ),
        set_reps = coalesce((
            SELECT group_concat(rep_count, ' ') FROM (
                SELECT rep_count FROM sets
                WHERE sets.session_id = sessions.id AND sets.deleted_at IS NULL ORDER BY started_ms, set_number, id
            )
        ), ''),
        lifted_set_reps = coalesce((
            SELECT group_concat(reps, ' ') FROM (
                SELECT reps FROM concentric_sets
                WHERE concentric_sets.session_id = sessions.id AND concentric_sets.deleted_at IS NULL AND {_WORK}
                ORDER BY set_number, id
            )
        ), ''),
        exercise_names = coalesce((
            SELECT group_concat(exercise_name, char(10)) FROM (
                SELECT exercise_name FROM (
                    SELECT exercise_name, started_ms, set_number FROM sets
                    WHERE sets.session_id = sessions.id AND sets.deleted_at IS NULL
                    UNION ALL
                    SELECT exercise_name, started_ms, set_number FROM concentric_sets
                    WHERE concentric_sets.session_id = sessions.id AND concentric_sets.deleted_at IS NULL
                ) GROUP BY exercise_name ORDER BY min(started_ms), min(set_number), exercise_name
            )
        ), '')
"""
"""Beside ``max``, the plain columns are those of the set that has the greatest load (sqlite.org/lang_select.html, "Bare
columns in an aggregate query").
"""

_SEARCH_TEXT = """
    UPDATE sessions SET search_text = folded(
        title || char(10) || exercise_names || char(10) || note || coalesce((
            SELECT group_concat(char(10) || note, '') FROM (
                SELECT note FROM (
                    SELECT id, note FROM sets WHERE sets.session_id = sessions.id AND sets.deleted_at IS NULL
                    UNION ALL
                    SELECT id, note FROM concentric_sets
                    WHERE concentric_sets.session_id = sessions.id AND concentric_sets.deleted_at IS NULL
                ) WHERE note <> '' ORDER BY id
            )
        ), '')
    )
"""
"""The text that a filter searches, without case and accents: title, exercises, notes of the session and its sets."""

FILL_TOTALS = (_SETS, _SESSIONS, _SEARCH_TEXT)
"""The statements that compute the totals of all rows."""


def register_functions(connection: sqlite3.Connection) -> None:
    """Register the SQL function that these statements call: ``folded``, the text as searches compare it."""
    connection.create_function("folded", 1, folded, deterministic=True)


def update_totals(connection: sqlite3.Connection, *session_ids: str) -> None:
    """Recompute the totals of sessions and their sets; call it in the transaction that changed their rows.

    Time under tension is the sum of the lowering times: the measured one where there is one, else the prescribed one.
    Exercise names are stored one per line, in the order in which the exercises began.
    """
    ids = [(session_id,) for session_id in session_ids]
    connection.executemany(f"{_SETS} WHERE session_id = ?", ids)
    connection.executemany(f"{_SESSIONS} WHERE id = ?", ids)
    connection.executemany(f"{_SEARCH_TEXT} WHERE id = ?", ids)
