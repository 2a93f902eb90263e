"""The floor of a light command: the sessions as JSON, read with nothing but argparse, sqlite3 and json.

What a database needs is left out: no value is checked or cleaned, no damage looked for, no newer version refused.
"""

from __future__ import annotations

import argparse
import json
import sqlite3

SESSION = ("id", "started_at", "ended_at", "note", "rpe", "title")
SET = ("exercise", "load_kg", "tempo", "stop_reason", "rpe")
REP = ("number", "target_ms", "measured_ms", "completed_at")


def sessions(connection: sqlite3.Connection) -> list[dict[str, object]]:
    """Return all sessions with their sets and reps, newest first."""
    reps: dict[str, list[dict[str, object]]] = {}
    for row in connection.execute("SELECT * FROM reps WHERE deleted_at IS NULL"):
        reps.setdefault(row["set_id"], []).append({name: row[name] for name in REP})
    sets: dict[str, list[dict[str, object]]] = {}
    for row in connection.execute("SELECT * FROM sets WHERE deleted_at IS NULL"):
        of_set = {"reps": reps.get(row["id"], [])}
        sets.setdefault(row["session_id"], []).append({**{name: row[name] for name in SET}, **of_set})
    rows = connection.execute("SELECT * FROM sessions WHERE deleted_at IS NULL ORDER BY started_ms DESC")
    return [{**{name: row[name] for name in SESSION}, "sets": sets.get(row["id"], [])} for row in rows]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("database")
    opened = sqlite3.connect(parser.parse_args().database)
    opened.row_factory = sqlite3.Row
    print("[\n" + ",\n".join(json.dumps(session) for session in sessions(opened)) + "\n]")
