"""A stored set has every number of its prescription, in the store and back."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given

from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.errors import NegcoachError
from negcoach.store.database.database import Database
from negcoach.store.prescribed_set import (
    PRESCRIBED_FIELDS,
    FieldKind,
    PrescribedSet,
    prescribed_set_of,
    prescription_of,
)
from negcoach.training.exercise.prescription import Prescription
from tests.store.samples import BENCH
from tests.training.strategies import exercise, prescription, prescriptions_in_any_way

COLUMN_TYPES = {
    FieldKind.NAME: "TEXT",
    FieldKind.TEXT: "TEXT",
    FieldKind.TEMPO: "TEXT",
    FieldKind.WAY: "TEXT",
    FieldKind.COUNT: "INTEGER",
    FieldKind.NUMBER: "INTEGER",
    FieldKind.DURATION: "INTEGER",
    FieldKind.LOAD: "REAL",
    FieldKind.WEIGHT: "REAL",
    FieldKind.UNIT: "TEXT",
    FieldKind.FLAG: "INTEGER",
    FieldKind.STARTS_WITH: "TEXT",
    FieldKind.PURPOSE: "TEXT",
    FieldKind.SIDE: "TEXT",
    FieldKind.KNEE: "TEXT",
}


@given(prescriptions_in_any_way)
def test_a_prescription_comes_back_from_its_plan_as_it_was(prescribed: Prescription) -> None:
    plan = prescribed_set_of(prescribed, 2, spotters=1, one_rm_kg=95.0)
    assert prescription_of(plan, prescribed.exercise) == prescribed
    assert (plan.set_number, plan.spotters, plan.one_rm_kg) == (2, 1, 95.0)


def test_reps_that_fall_are_stored_with_each_set_and_come_back_as_they_were() -> None:
    falling = replace(prescription(), sets=3, reps=12, fewer=2)
    stored = [prescribed_set_of(falling, number, spotters=1, one_rm_kg=None) for number in (1, 2, 3)]
    assert [one.reps for one in stored] == [12, 10, 8]
    assert {prescription_of(one, falling.exercise) for one in stored} == {falling}
    assert [SetsToDo(falling, 1, None).set_prescription(number).reps for number in (1, 2, 3)] == [12, 10, 8]
    assert falling.total_reps == 30


def test_every_number_of_a_prescription_is_in_its_plan_and_every_field_of_a_plan_is_stored() -> None:
    names = [field.name for field in PRESCRIBED_FIELDS]
    assert sorted(names) == sorted(field.name for field in fields(PrescribedSet))
    in_the_reps = {"first_side"}  # each rep has its side
    assert {field.name for field in fields(Prescription)} - in_the_reps <= set(names)


def test_every_field_of_a_plan_has_a_column_that_takes_it(database: Database) -> None:
    columns = {row["name"]: row for row in database.connection.execute("SELECT * FROM pragma_table_info('sets')")}
    for field in PRESCRIBED_FIELDS:
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


def test_a_plan_that_nobody_could_prescribe_today_gives_no_prescription() -> None:
    plan = replace(prescribed_set_of(prescription(), 1, spotters=1, one_rm_kg=None), rest_ms=86_400_000)
    with pytest.raises(NegcoachError, match="The rest"):
        prescription_of(plan, exercise())
