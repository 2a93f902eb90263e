"""What a column may hold, what a file means that is older than the column, and which values need no check."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from negcoach.errors import NegcoachError
from negcoach.store.database.database import Database
from negcoach.store.database.tables import TABLES
from negcoach.store.journal import Journal
from negcoach.transfer.native.row_schema import ROW_SCHEMAS, add_defaults, plain_row_sql
from tests.store.samples import a_session


@pytest.mark.parametrize(
    ("version", "says", "expected"),
    [
        (1, {"spotters": 3}, {"spotters": 3, "bodyweight": 1}),
        (1, {"spotters": 3, "bodyweight": 0}, {"spotters": 3, "bodyweight": 0}),
        (2, {"spotters": 3}, {"spotters": 3}),
    ],
)
def test_a_file_that_is_older_than_a_column_means_its_default(
    version: int, says: dict[str, object], expected: dict[str, object]
) -> None:
    of_sets = ROW_SCHEMAS["sets"]
    fields = {"spotters": of_sets["spotters"], "bodyweight": replace(of_sets["bodyweight"], since=2, default=1)}
    add_defaults(fields, says, version)
    assert says == expected


MOMENT = "2026-11-22T10:28:57.123+01:00"
ID = "00000000-0000-0000-0000-00000000000a"

TEXTS = (
    *("", " ", "a note", "two\nlines", "a\x00b", "a\x1b[31mb", "tab\t", "Überkopf", "\u202e", "a\u200b", "~", "\x7f"),
    *(MOMENT, MOMENT.replace("+01:00", "-00:00"), MOMENT.replace("+01:00", "Z"), MOMENT.replace("+01:00", "+00:53:28")),
    *(MOMENT.replace("+01", "-19"), MOMENT.replace("+01", "+24"), MOMENT.replace("T10", "T24"), MOMENT[:-6]),
    *(MOMENT.replace("-11-22", day) for day in ("-02-29", "-02-30", "-13-01", "-00-10", "-11-31", "-10-00")),
    *(MOMENT.replace("2026", year) for year in ("1899", "1900", "2024", "2199", "2200", "0001")),
    *(
        MOMENT + "\x00",
        MOMENT + " ",
        MOMENT.replace(":57", ":60"),
        MOMENT.replace("T", " "),
        MOMENT.replace(".123", ""),
    ),
    *(ID, ID.upper(), ID + "\x00x", ID.replace("-", ""), ID.replace("0-", "--", 1), ID[:-1] + "g"),
    *("5-1-A-1", "5-1-a-1", "0-1-A-1", "51A1", "10-0-X-0", "5-1-9-1", "5-1-A-1\x00", "cluster 2, 25 s"),
    *("kg", "lb", "work", "left", "normal", "tested", "lowering", "pain", "yes", "straight"),
)
NUMBERS = (-(2**63), -1, 0, 1, 6, 10, 11, 1_000_000, 1_000_001, 10**9, 7_258_118_400_000, 2**63 - 1)
REALS = (-1e308, -1_000_000.5, -20.0, -0.0, 0.0, 5e-324, 9.5, 1_000_000.0, 1e308, float("inf"))


def is_kept(table: str, name: str, value: object) -> bool:
    """Return whether the check returns the very value."""
    try:
        checked = ROW_SCHEMAS[table][name].check(value)
    except (ValueError, TypeError, NegcoachError):
        return False
    return type(checked) is type(value) and repr(checked) == repr(value)


def plain_values(table: str, name: str, values: Iterable[object]) -> list[object]:
    """Return which of these values the column's condition in SQL takes for plain."""
    query = f"SELECT {ROW_SCHEMAS[table][name].plain.format('value')} FROM (SELECT ? AS value)"
    with closing(sqlite3.connect(":memory:")) as connection:
        return [value for value in values if connection.execute(query, (value,)).fetchone()[0] == 1]


def test_a_value_that_is_plain_in_sql_is_one_that_the_check_returns_as_it_is(database: Database) -> None:
    of_type: dict[str, tuple[object, ...]] = {"TEXT": TEXTS, "INTEGER": NUMBERS, "REAL": REALS}
    for table in TABLES:
        with database.read() as connection:  # a STRICT table: a column has values of its type alone
            kinds = {row["name"]: row["type"] for row in connection.execute(f"PRAGMA table_info({table})")}
        for name in ROW_SCHEMAS[table]:
            plain = plain_values(table, name, of_type[kinds[name]])
            assert plain, (table, name)
            assert [value for value in plain if not is_kept(table, name, value)] == [], (table, name)


@given(
    some.text(some.characters(exclude_categories=("Cs",)), max_size=6)
    | some.from_regex(r"\A2026-[0-3]\d-[0-3]\dT[0-2]\d:[0-6]\d:[0-6]\d\.\d{3}[-+][0-2]\d:[0-6]\d\Z")
)
@settings(max_examples=60, deadline=None)
def test_whatever_the_text(text: str) -> None:
    for table, name in (
        ("sets", "note"),
        ("sets", "exercise"),
        ("sets", "started_at"),
        ("sets", "tempo"),
        ("reps", "set_id"),
    ):
        assert all(is_kept(table, name, value) for value in plain_values(table, name, (text,)))


def test_what_was_recorded_is_plain(database: Database, journal: Journal) -> None:
    a_session(journal, sets=2, measured_ms=4900)
    with database.read() as connection:
        for table in ("sessions", "sets", "reps"):
            plain = connection.execute(f"SELECT min({plain_row_sql(table, table)}) FROM {table}").fetchone()[0]
            assert plain == 1, table
