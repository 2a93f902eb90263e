"""Rows of every table, and a database that holds them."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

from negcoach.store.database.database import open_database
from negcoach.store.database.tables import FACTS, TABLES
from negcoach.store.database.totals import update_totals
from negcoach.store.sides import side_fact
from negcoach.transfer.native import json_format
from negcoach.transfer.native.row_schema import Rows
from negcoach.transfer.native.selection import ALL, Selection
from tests.store.samples import NOW


def an_id(number: int) -> str:
    """A UUID by number."""
    return str(uuid.UUID(int=number))


def fill(connection: sqlite3.Connection, rows: Rows) -> None:
    """Put rows into tables that do not have them, with their totals."""
    for table, of_table in (
        *((table, rows[name]) for name, table in TABLES.items()),
        (FACTS, [side_fact(row) for row in rows["sides"]]),
    ):
        columns, marks = ", ".join(table.columns), ", ".join("?" * len(table.columns))
        connection.executemany(
            f"INSERT INTO {table.name} ({columns}) VALUES ({marks})",
            [[row[column] for column in table.columns] for row in of_table],
        )
    update_totals(connection, *(str(row["id"]) for row in rows["sessions"]))


def make_database(folder: Path, rows: Rows) -> None:
    """Make a database that holds just these rows."""
    with closing(open_database(folder, now=NOW)) as database, database.write() as connection:
        fill(connection, rows)


def as_text(folder: Path, selection: Selection = ALL) -> str:
    """Return the JSON of what a folder's database holds."""
    with closing(open_database(folder, now=NOW)) as database, database.read() as connection:
        return "".join(json_format.lines(connection, selection))


def a_session(number: int = 1, day: str = "2026-11-22", **values: object) -> dict[str, object]:
    """A session as a document has it, without sets."""
    return {
        "id": an_id(number),
        "started_at": f"{day}T10:00:00.000+01:00",
        "ended_at": f"{day}T11:00:00.000+01:00",
        "title": "",
        "note": "",
        "rpe": 8.0,
        "changed_ms": 1_795_339_737_123,
        "sets": [],
        "concentric_sets": [],
        **values,
    }


def a_set(number: int = 101, day: str = "2026-11-22", **values: object) -> dict[str, object]:
    """A set as a document has it, without reps."""
    return {
        "id": an_id(number),
        "exercise": "bench-press",
        "exercise_name": "Bench press",
        "set_number": 1,
        "planned_sets": 3,
        "planned_reps": 4,
        "planned_load_kg": 105.0,
        "tempo": "5-1-A-1",
        "rest_ms": 180_000,
        "lead_in_ms": 10_000,
        "next_lead_in_ms": 5000,
        "lift_ms": 3000,
        "starts_with": "lowering",
        "unilateral": False,
        "bodyweight": False,
        "spotters": 1,
        "one_rm_kg": 100.0,
        "planned_load_unit": "kg",
        "purpose": "work",
        "planned_side": None,
        "knee": None,
        "planned_fewer": 0,
        "way": "straight",
        "load_kg": 107.5,
        "load_unit": None,
        "started_at": f"{day}T10:04:00.000+01:00",
        "ended_at": f"{day}T10:05:00.000+01:00",
        "stop_reason": "tempo-loss",
        "rpe": 9.0,
        "pain": None,
        "pain_left": None,
        "pain_right": None,
        "next_morning_pain": None,
        "next_morning_pain_left": None,
        "next_morning_pain_right": None,
        "attempt": None,
        "note": "",
        "changed_ms": 1_795_339_737_123,
        "reps": [],
        **values,
    }


def a_rep(ordinal: int = 1, day: str = "2026-11-22", **values: object) -> dict[str, object]:
    """A rep as a document has it."""
    return {
        "ordinal": ordinal,
        "number": ordinal,
        "side": None,
        "target_ms": 5000,
        "measured_ms": 4870,
        "completed_at": f"{day}T10:04:{10 + ordinal:02}.250+01:00",
        "changed_ms": 1_795_339_737_123,
        **values,
    }


def a_concentric_set(number: int = 201, day: str = "2026-11-22", **values: object) -> dict[str, object]:
    """A lifted set as a document has it."""
    return {
        "id": an_id(number),
        "exercise": "overhead-press",
        "exercise_name": "Overhead Press (Barbell)",
        "muscles": ["front shoulder", "triceps"],
        "set_number": 1,
        "kind": "normal",
        "load_kg": 42.5,
        "load_unit": "lb",
        "reps": 8,
        "rpe": None,
        "note": "",
        "started_at": f"{day}T10:20:00.000+01:00",
        "changed_ms": 1_795_339_737_123,
        **values,
    }


def a_document(**tables: object) -> dict[str, object]:
    """A document; what is not given is empty."""
    return {
        "format": "negcoach",
        "version": 7,
        "sessions": [],
        "one_rms": [],
        "body_weights": [],
        "soreness": [],
        "programme_runs": [],
        "sides": [],
        **tables,
    }


def a_full_document() -> dict[str, object]:
    """Something of everything."""
    one_sided = {"exercise": "heel-drop", "exercise_name": "Eccentric heel drop", "unilateral": True}
    return a_document(
        sessions=[
            a_session(
                1,
                note='Felt "good",\nслегка 😀; =1+1',
                title="Monday",
                sets=[
                    a_set(
                        101,
                        purpose="test",
                        planned_side="left",
                        knee="bent",
                        planned_fewer=2,
                        pain=4,
                        pain_left=5,
                        pain_right=0,
                        next_morning_pain=2,
                        next_morning_pain_left=3,
                        next_morning_pain_right=1,
                        attempt="almost",
                        reps=[a_rep(1), a_rep(2, measured_ms=None), a_rep(4, number=3, measured_ms=2900)],
                    ),
                    a_set(
                        102,
                        **one_sided,
                        tempo="3-0-A-0",
                        planned_reps=None,
                        lift_ms=None,
                        starts_with="lift",
                        bodyweight=True,
                        load_kg=-20.0,
                        load_unit="lb",
                        one_rm_kg=None,
                        stop_reason="pain",
                        rpe=None,
                        note="-left knee",
                        reps=[a_rep(1, side="left", target_ms=3000), a_rep(2, side="right", number=1, target_ms=3000)],
                        started_at="2026-11-22T10:09:00.000+01:00",
                    ),
                    a_set(103, stop_reason="pain", started_at="2026-11-22T10:14:00.000+01:00"),
                ],
            ),
            a_session(
                2,
                "2026-11-24",
                rpe=None,
                concentric_sets=[
                    a_concentric_set(201, "2026-11-24"),
                    a_concentric_set(
                        202, "2026-11-24", set_number=2, load_kg=-12.5, muscles=[], kind="warm-up", rpe=7.5, note="easy"
                    ),
                ],
            ),
            a_session(3, "2026-11-30", ended_at=None),
        ],
        one_rms=[
            {
                "id": an_id(301),
                "exercise": "bench-press",
                "kg": 100.0,
                "unit": "kg",
                "kind": "entered",
                "tested_at": "2026-11-20T09:00:00.000+01:00",
                "changed_ms": 5,
            }
        ],
        body_weights=[{"id": an_id(401), "kg": 80.4, "measured_at": "2026-11-21T07:00:00.000+01:00", "changed_ms": 6}],
        soreness=[
            {
                "id": an_id(501),
                "session_id": an_id(1),
                "muscle": "chest",
                "hours": 24,
                "rating": 4,
                "rated_at": "2026-11-23T10:30:00.000+01:00",
                "changed_ms": 7,
            },
            {
                "id": an_id(502),
                "session_id": None,
                "muscle": "calf",
                "hours": None,
                "rating": None,
                "rated_at": "2026-11-25T10:30:00.000+01:00",
                "changed_ms": 8,
            },
        ],
        programme_runs=[
            {
                "id": an_id(601),
                "programme": "bench-overload-8",
                "begun_at": "2026-11-20T09:00:00.000+01:00",
                "pauses": "2026-11-21T09:00:00.000+01:00/2026-11-22T09:00:00.000+01:00\n2026-11-29T09:00:00.000+01:00/",
                "stopped_at": None,
                "changed_ms": 9,
            }
        ],
        sides=[
            {"exercise": "heel-drop", "which": "only", "side": "left", "changed_ms": 10},
            {"exercise": "heel-drop", "which": "weaker", "side": "right", "changed_ms": 1_795_339_737_123},
        ],
    )
