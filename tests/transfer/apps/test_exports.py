"""Files for Hevy and Strong: their columns, their words, and what they have no place for in the notes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from negcoach.config.library import shipped_exercises
from negcoach.store.database.database import Database, open_database
from negcoach.training.units import Unit
from negcoach.transfer.apps import exports
from negcoach.transfer.importer import ImportAnswers, Importer
from negcoach.transfer.native import json_format
from negcoach.transfer.sources import open_source
from tests.store.samples import NOW
from tests.transfer.samples import (
    a_concentric_set,
    a_document,
    a_full_document,
    a_rep,
    a_session,
    a_set,
    make_database,
)

HEVY = (
    "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,weight_kg,reps,"
    "distance_km,duration_seconds,rpe"
)
STRONG = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"


class Forms:
    """Writes a document in the apps' forms."""

    def __init__(self, folder: Path, document: dict[str, Any]) -> None:
        make_database(folder, json_format.rows_of(document))
        self.database: Database = open_database(folder, now=NOW)

    def hevy(self, unit: Unit = "kg") -> list[dict[str, str]]:
        with self.database.read() as connection:
            return _dicts("".join(exports.hevy_lines(connection, unit)))

    def strong(self, unit: Unit = "kg") -> list[dict[str, str]]:
        with self.database.read() as connection:
            return _dicts("".join(exports.strong_lines(connection, unit)))


def _dicts(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


@pytest.fixture
def forms(tmp_path: Path) -> Iterator[Forms]:
    made = Forms(tmp_path, a_full_document())
    with closing(made.database):
        yield made


def test_exercises_that_alternated_are_a_superset_in_hevy(tmp_path: Path) -> None:
    of_sets = ("nordic-curl", "bench-press", "nordic-curl", "bench-press", "leg-press", "leg-press")
    sets = [
        a_set(101 + minute, exercise=slug, exercise_name=slug, started_at=f"2026-11-22T10:{minute + 30}:00.000+01:00")
        for minute, slug in enumerate(of_sets)
    ]
    made = Forms(tmp_path, a_document(sessions=[a_session(1, sets=[{**one, "reps": [a_rep(1)]} for one in sets])]))
    with closing(made.database):
        ids = {row["exercise_title"]: row["superset_id"] for row in made.hevy()}
    assert list(ids.values()) == ["0", "0", ""]


@pytest.mark.parametrize("app", ["hevy", "strong"])
def test_what_was_lowered_does_not_come_back_as_a_lift(forms: Forms, tmp_path: Path, app: str) -> None:
    path = tmp_path / "back.csv"
    with forms.database.read() as connection:
        lines = exports.hevy_lines if app == "hevy" else exports.strong_lines
        path.write_text("".join(lines(connection, "kg")), encoding="utf-8", newline="")
        lifted = connection.execute("SELECT count(*) FROM concentric_sets").fetchone()[0]
        preview = Importer(open_source(path), shipped_exercises()).preview(connection, ImportAnswers(unit="kg"))
    there = sum(one.rows for one in preview.skipped if one.why == "already there")
    assert preview.imported + there == lifted > 0
    assert {one.why for one in preview.skipped} - {"already there"} == {"lowered, not lifted: negcoach's own"}


def of(tmp_path: Path, *sessions: dict[str, object]) -> Forms:
    return Forms(tmp_path, a_document(sessions=list(sessions)))


def test_hevy_gets_its_header_and_its_dates(forms: Forms) -> None:
    rows = forms.hevy()
    assert ",".join(rows[0]) == HEVY
    assert (rows[0]["title"], rows[0]["start_time"]) == ("Monday", "22 Nov 2026, 10:00")
    assert rows[0]["end_time"] == "22 Nov 2026, 11:00"
    assert rows[0]["description"].endswith("=1+1\nSession RPE 8")
    assert "weight_lbs" in forms.hevy("lb")[0]
    assert "distance_miles" in forms.hevy("lb")[0]


def test_hevy_counts_sets_from_zero_in_each_exercise(tmp_path: Path) -> None:
    sets = [
        a_set(101, reps=[a_rep()]),
        a_set(102, reps=[a_rep()], exercise="leg-press", started_at="2026-11-22T10:10:00+01:00"),
        a_set(103, reps=[a_rep()], started_at="2026-11-22T10:20:00+01:00"),
    ]
    rows = of(tmp_path, a_session(sets=sets)).hevy()
    assert [(row["exercise_title"], row["set_index"]) for row in rows] == [
        ("Bench Press (Barbell)", "0"),
        ("Bench Press (Barbell)", "1"),
        ("Leg Press (Machine)", "0"),
    ]


def test_the_notes_tell_the_tempo_and_each_lowering(forms: Forms) -> None:
    told = "lowered only, tempo 5-1-A-1; 4.9, ~5.0, 2.9 s; stopped: tempo lost"
    assert forms.strong()[0]["Notes"] == told
    assert forms.hevy()[0]["exercise_notes"] == f"Set 1: {told}"
    assert forms.strong()[1]["Notes"] == (
        "lowered only, tempo 3-0-A-0; 4.9, 4.9 s; 1 left, 1 right; stopped: pain; -left knee; 44.09 lb of help"
    )


@pytest.mark.parametrize(("unit", "told"), [("kg", "20 kg of help"), ("lb", "44.09 lb of help")])
def test_help_typed_as_usual_is_told_in_the_unit_that_was_chosen(tmp_path: Path, unit: Unit, told: str) -> None:
    helped = a_set(101, exercise="nordic-curl", bodyweight=True, load_kg=-20.0, load_unit=None, reps=[a_rep()])
    assert of(tmp_path, a_session(sets=[helped])).strong(unit)[0]["Notes"].endswith(f"; {told}")


def test_reps_of_one_sided_exercises_are_told_per_side(forms: Forms) -> None:
    assert [row["reps"] for row in forms.hevy()] == ["3", "1", "8", "8"]


def test_a_set_without_a_rep_and_a_session_without_a_set_are_not_there(forms: Forms) -> None:
    assert {row["Date"][:10] for row in forms.strong()} == {"2026-11-22", "2026-11-24"}
    assert len(forms.strong()) == 4


def test_bodyweight_alone_is_no_weight_and_help_is_a_weight_of_an_assisted_exercise(tmp_path: Path) -> None:
    session = a_session(
        sets=[a_set(101, exercise="negative-dip", load_kg=0.0, reps=[a_rep()])],
        concentric_sets=[a_concentric_set(201, exercise="negative-chin-up", load_kg=-20.0, muscles=[])],
    )
    forms = of(tmp_path, session)
    assert [(row["exercise_title"], row["weight_kg"]) for row in forms.hevy()] == [
        ("Triceps Dip", ""),
        ("Chin Up (Assisted)", "20"),
    ]
    assert [row["Weight"] for row in forms.strong()] == ["0", "20"]


@pytest.mark.parametrize(("unit", "weight"), [("kg", "107.5"), ("lb", "237")])
def test_weights_are_in_the_unit_that_was_chosen(forms: Forms, unit: Unit, weight: str) -> None:
    assert forms.strong(unit)[0]["Weight"] == weight


@pytest.mark.parametrize(
    ("rpe", "cell", "told"), [(9.0, "9", ""), (7.5, "7.5", ""), (6.5, "", "; RPE 6.5"), (3.0, "", "; RPE 3")]
)
def test_an_effort_that_the_apps_do_not_offer_is_told_in_the_notes(
    tmp_path: Path, rpe: float, cell: str, told: str
) -> None:
    forms = of(tmp_path, a_session(sets=[a_set(rpe=rpe, stop_reason=None, reps=[a_rep()])]))
    (row,) = forms.strong()
    assert row["RPE"] == cell
    assert row["Notes"] == f"lowered only, tempo 5-1-A-1; 4.9 s{told}"
    assert forms.hevy()[0]["rpe"] == cell


def test_strong_gets_its_header_its_dates_and_its_marks(tmp_path: Path) -> None:
    kinds = ["warm-up", "normal", "drop", "normal", "failure"]
    lifted = [
        a_concentric_set(200 + number, kind=kind, set_number=number, started_at=f"2026-11-22T10:{number:02}:00+01:00")
        for number, kind in enumerate(kinds, start=1)
    ]
    ended = "2026-11-22T12:05:40+01:00"
    forms = of(tmp_path, a_session(concentric_sets=lifted, ended_at=ended))
    rows = forms.strong()
    assert ",".join(rows[0]) == STRONG
    assert (rows[0]["Date"], rows[0]["Duration"]) == ("2026-11-22 10:00:00", "2h 6m")
    assert [row["Set Order"] for row in rows] == ["W", "1", "D", "2", "F"]
    assert [row["set_type"] for row in forms.hevy()] == ["warmup", "normal", "dropset", "normal", "failure"]
    assert rows[0]["Exercise Name"] == "Overhead Press (Barbell)"


def test_texts_are_escaped_and_quoted(tmp_path: Path) -> None:
    done = a_set(exercise="own", exercise_name='=cmd|"x"', note="two\nlines", reps=[a_rep()])
    (row,) = of(tmp_path, a_session(title="@home", note="-", sets=[done])).strong()
    assert (row["Exercise Name"], row["Workout Name"]) == ('\'=cmd|"x"', "'@home")
    assert row["Workout Notes"] == "'-\nSession RPE 8"
    assert row["Notes"].endswith("two\nlines")
