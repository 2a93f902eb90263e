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

_TOTALS_OF_SET = """
    (rep_count, tension_ms, measured_count, measured_ms, measured_target_ms, off_ms, full_count, longest_ms)
"""
_COMPUTED_OF_SET = f"""(
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
)"""
"""``full_count`` is of the reps that kept their tempo."""

_SETS = f"""
    UPDATE sets SET
        {_TOTALS_OF_SET} = {_COMPUTED_OF_SET},
        record = CASE
            WHEN deleted_at IS NULL AND EXISTS (SELECT 1 FROM reps WHERE set_id = sets.id AND deleted_at IS NULL)
            THEN record ELSE 0
        END
"""
"""A set that is deleted or empty is no record; all other record flags are set by
``negcoach.store.database.record_flags``.
"""

_COUNTS = "(set_count, rep_count, tension_ms, measured_ms, measured_target_ms, tempo_losses, record_count)"
_COMPUTED_COUNTS = """
    count(*), coalesce(sum(rep_count), 0), coalesce(sum(tension_ms), 0),
    coalesce(sum(measured_ms), 0), coalesce(sum(measured_target_ms), 0),
    count(*) FILTER (WHERE stop_reason = 'tempo-loss'),
    count(*) FILTER (WHERE record <> 0)
"""
_OF_SETS = "FROM sets WHERE sets.session_id = sessions.id AND sets.deleted_at IS NULL"
_OF_LIFTED = f"""
    FROM concentric_sets
    WHERE concentric_sets.session_id = sessions.id AND concentric_sets.deleted_at IS NULL AND {_WORK}
"""

_TEXTS = {
    "set_reps": f"""coalesce((
        SELECT group_concat(rep_count, ' ') FROM (SELECT rep_count {_OF_SETS} ORDER BY started_ms, set_number, id)
    ), '')""",
    "lifted_set_reps": f"""coalesce((
        SELECT group_concat(reps, ' ') FROM (SELECT reps {_OF_LIFTED} ORDER BY set_number, id)
    ), '')""",
    "exercise_names": """coalesce((
        SELECT group_concat(exercise_name, char(10)) FROM (
            SELECT exercise_name FROM (
                SELECT exercise_name, started_ms, set_number FROM sets
                WHERE sets.session_id = sessions.id AND sets.deleted_at IS NULL
                UNION ALL
                SELECT exercise_name, started_ms, set_number FROM concentric_sets
                WHERE concentric_sets.session_id = sessions.id AND concentric_sets.deleted_at IS NULL
            ) GROUP BY exercise_name ORDER BY min(started_ms), min(set_number), exercise_name
        )
    ), '')""",
}
"""The totals of a session that are texts, and what they are computed from."""

_SESSIONS = f"""
    UPDATE sessions SET
        ({_COUNTS.strip("()")}, top_load_kg, top_unit, top_exercise, top_bodyweight) = (
            SELECT {_COMPUTED_COUNTS}, max(load_kg), load_unit, coalesce(exercise_name, ''), coalesce(bodyweight, 0)
            {_OF_SETS}
        ),
        (lifted_sets, lifted_reps, lifted_top_kg, lifted_top_unit, lifted_top_exercise) = (
            SELECT count(*), coalesce(sum(reps), 0), max(load_kg), load_unit, coalesce(exercise_name, '') {_OF_LIFTED}
        ),
        {", ".join(f"{column} = {computed}" for column, computed in _TEXTS.items())}
"""
"""Beside ``max``, the plain columns are those of the set that has the greatest load (sqlite.org/lang_select.html, "Bare
columns in an aggregate query").
"""

_SEARCHED = """folded(
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
)"""
_SEARCH_TEXT = f"UPDATE sessions SET search_text = {_SEARCHED}"
"""The text that a filter searches, without case and accents: title, exercises, notes of the session and its sets."""

_WRONG = f"""
    SELECT session_id FROM sets WHERE {_TOTALS_OF_SET} IS NOT {_COMPUTED_OF_SET}
    UNION
    SELECT id FROM sessions WHERE {_COUNTS} IS NOT (SELECT {_COMPUTED_COUNTS} {_OF_SETS})
        OR top_load_kg IS NOT (SELECT max(load_kg) {_OF_SETS})
        OR (lifted_sets, lifted_reps, lifted_top_kg) IS NOT
            (SELECT count(*), coalesce(sum(reps), 0), max(load_kg) {_OF_LIFTED})
        OR {" OR ".join(f"{column} IS NOT {computed}" for column, computed in _TEXTS.items())}
        OR CASE WHEN EXISTS (SELECT 1 {_OF_SETS}) THEN NOT EXISTS (
            SELECT 1 {_OF_SETS} AND (load_kg, load_unit, exercise_name, bodyweight) IS
                (top_load_kg, top_unit, top_exercise, top_bodyweight)
        ) ELSE (top_unit, top_exercise, top_bodyweight) IS NOT (NULL, '', 0) END
        OR CASE WHEN EXISTS (SELECT 1 {_OF_LIFTED}) THEN NOT EXISTS (
            SELECT 1 {_OF_LIFTED} AND (load_kg, load_unit, exercise_name) IS
                (lifted_top_kg, lifted_top_unit, lifted_top_exercise)
        ) ELSE (lifted_top_unit, lifted_top_exercise) IS NOT (NULL, '') END
"""
"""Of two sets with the greatest load SQLite may take either, so any of them is right."""

_WRONGLY_FOUND = f"SELECT id FROM sessions WHERE search_text IS NOT {_SEARCHED}"

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


def sessions_with_wrong_totals(connection: sqlite3.Connection) -> set[str]:
    """Return the ids of the sessions with totals, of theirs or of their sets, that are not what is below them.

    Something else than negcoach wrote them: they are in no checksum. Raises SQLite's errors.
    """
    register_functions(connection)
    found = {str(row[0]) for row in connection.execute(_WRONG)}
    try:
        found |= {str(row[0]) for row in connection.execute(_WRONGLY_FOUND)}
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        # Some text is no text any more: that of a row is in its checksum, and that of a total was found above.
    return found
