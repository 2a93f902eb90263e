"""What a plan may hold, and where it is stored."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.database.database import Database
from negcoach.store.plan import PLAN_FIELDS, FieldKind, SetPlan
from tests.store.samples import BENCH

COLUMN_TYPES = {
    FieldKind.NAME: "TEXT",
    FieldKind.TEXT: "TEXT",
    FieldKind.TEMPO: "TEXT",
    FieldKind.COUNT: "INTEGER",
    FieldKind.NUMBER: "INTEGER",
    FieldKind.DURATION: "INTEGER",
    FieldKind.LOAD: "REAL",
    FieldKind.FLAG: "INTEGER",
    FieldKind.STARTS_WITH: "TEXT",
}


def test_every_field_of_a_plan_is_stored() -> None:
    assert sorted(field.name for field in PLAN_FIELDS) == sorted(field.name for field in fields(SetPlan))


def test_every_field_of_a_plan_has_a_column_that_takes_it(database: Database) -> None:
    columns = {row["name"]: row for row in database.connection.execute("SELECT * FROM pragma_table_info('sets')")}
    for field in PLAN_FIELDS:
        column = columns[field.column]
        assert (column["type"], bool(column["notnull"])) == (COLUMN_TYPES[field.kind], not field.optional), field


@pytest.mark.parametrize(
    "change",
    [
        {"load_kg": float("nan")},
        {"load_kg": -1.0},
        {"one_rm_kg": float("inf")},
        {"tempo": "5-0"},
        {"reps": 0},
        {"sets": 0},
        {"set_number": 0},
        {"rest_ms": -1},
        {"lift_ms": -1},
        {"spotters": -1},
        {"exercise": "\x1b[0m"},
    ],
)
def test_a_plan_that_could_not_be_read_back_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(NegcoachError):
        replace(BENCH, **change)  # type: ignore[arg-type]
