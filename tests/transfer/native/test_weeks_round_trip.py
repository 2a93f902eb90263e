"""What a lifter's weeks leave behind - programmes, ways, tests, tries, a tendon's pain, sides - on every way out."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest

from negcoach.store.database.backups import backup
from negcoach.store.database.database import Database, open_database
from negcoach.store.editing.edit_log import EditKind, record_edit
from negcoach.store.editing.editor import Editor
from negcoach.store.editing.programmes import ProgrammeRuns
from negcoach.store.journal import Journal
from negcoach.store.prescribed_set import PrescribedSet
from negcoach.store.queries.eccentric_tests import eccentric_tests, longest_lowerings
from negcoach.store.queries.lifter import Lifter
from negcoach.store.queries.programme_span import performed_since
from negcoach.store.queries.sessions.history import sessions
from negcoach.store.queries.tries import tries_of
from negcoach.store.restore.restore import prepared_restore
from negcoach.training.exercise.safety import HealthAnswers
from negcoach.training.progress.pain import PainLevels
from negcoach.training.terms import Attempt, Knee, SetPurpose, Side, StopReason
from negcoach.transfer.merge.merge import merge
from negcoach.transfer.native import csv_format, json_format, table_csv
from negcoach.transfer.native.row_schema import Rows
from negcoach.transfer.native.selection import Selection, stored_sides
from negcoach.transfer.native.staged_json import staged
from negcoach.transfer.native.upsert import apply_upsert, plan_upsert
from tests.store.samples import NOW


def fill(folder: Path) -> None:
    """Follow a programme with a pause, do a drop set, a test, a try and a painful heel drop on one side."""
    with closing(open_database(folder, now=NOW)) as database:
        runs, journal = ProgrammeRuns(database), Journal(database)
        runs.begin("bench-overload-8", "Bench", NOW)
        runs.pause(runs.all()[0], "Bench", NOW + timedelta(days=1))
        runs.resume(runs.all()[0], "Bench", NOW + timedelta(days=2))
        runs.pause(runs.all()[0], "Bench", NOW + timedelta(days=3))
        runs.begin("nordic-10", "Nordics", NOW)
        runs.stop(runs.newest()["nordic-10"], "Nordics", NOW + timedelta(days=4))
        session = journal.begin_session(NOW)

        def do(slug: str, stop: StopReason, *, unilateral: bool = False, **values: object) -> str:
            plan = PrescribedSet(
                exercise=slug, exercise_name=slug, set_number=1, sets=2, reps=1, tempo="5-0-A-1", load_kg=105.0,
                rest_ms=60_000, lead_in_ms=5_000, lift_ms=3_000, unilateral=unilateral, bodyweight=False,
                **values,  # type: ignore[arg-type]
            )  # fmt: skip
            key = journal.begin_set(session, plan, NOW)
            side = Side.LEFT if unilateral else None
            journal.store_rep(key, ordinal=1, number=1, side=side, target_ms=5_000, measured_ms=4_900, now=NOW)
            journal.end_set(key, stop, NOW)
            return key

        do("bench-press", StopReason.TARGET_REACHED, way="drop 12 %")
        do("bench-press", StopReason.TARGET_REACHED, purpose=SetPurpose.TEST)
        lowered = PrescribedSet(
            exercise="negative-dip", exercise_name="Dip", set_number=1, sets=3, reps=1, tempo="20-0-A-1",
            load_kg=0.0, rest_ms=180_000, lead_in_ms=5_000, lift_ms=3_000, unilateral=False, bodyweight=True,
            purpose=SetPurpose.TEST,
        )  # fmt: skip
        key = journal.begin_set(session, lowered, NOW)
        journal.store_rep(key, ordinal=1, number=1, side=None, target_ms=20_000, measured_ms=9_400, now=NOW)
        journal.end_set(key, StopReason.TARGET_REACHED, NOW)
        hurt = do("heel-drop", StopReason.PAIN, unilateral=True, only_side=Side.LEFT, knee=Knee.BENT)
        journal.rate_pain(hurt, PainLevels(left=7, right=1), NOW)
        Lifter(database).rate_next_morning(hurt, PainLevels(left=6, right=0), NOW)
        older = do("heel-drop", StopReason.TARGET_REACHED, unilateral=True, knee=Knee.STRAIGHT)
        journal.rate_pain(older, PainLevels(whole=4), NOW)
        tried = PrescribedSet(
            exercise="negative-pull-up", exercise_name="Pull-up", set_number=1, sets=1, reps=1, tempo="8-0-A-1",
            load_kg=0.0, rest_ms=60_000, lead_in_ms=5_000, lift_ms=3_000, unilateral=False, bodyweight=True,
            purpose=SetPurpose.TRY,
        )  # fmt: skip
        journal.store_try(session, tried, Attempt.YES, NOW)
        journal.end_session(session, NOW + timedelta(minutes=20))
        lifter = Lifter(database)
        lifter.set_weaker_side("heel-drop", Side.RIGHT, NOW)
        lifter.set_only_side("heel-drop", Side.LEFT, NOW)
        lifter.set_only_side("eccentric-decline-squat", None, NOW)
        lifter.store_health_answers(HealthAnswers(NOW.date(), clear=True, age=44, lifting_months=30), NOW)


def seen(folder: Path) -> list[object]:
    """Return what advice, report and programme read of it."""
    with closing(open_database(folder, now=NOW)) as database:
        runs = [run.record for run in ProgrammeRuns(database).all()]
        with database.read() as connection:
            sets = [
                (one.prescribed, one.load_kg, one.pain, one.next_morning, one.attempt, one.stop_reason)
                for record in sessions(connection)
                for one in record.sets
            ]
            tests = [(one.result.kg, one.result.at) for one in eccentric_tests(connection, "bench-press")]
            longest = [(one.result.ms, one.result.at) for one in longest_lowerings(connection, "negative-dip")]
            tries = [(one.at, one.attempt) for one in tries_of(connection, "negative-pull-up")]
            performed = performed_since(connection, "bench-press", 0, None, None)
            sides = table_csv.lines(connection, "sides")
            return [runs, sorted(sets, key=str), tests, longest, tries, list(performed), list(sides)]


def said(folder: Path) -> list[Side | None]:
    """Return which side of the heel drop is the weaker one, and which one is trained alone."""
    with closing(open_database(folder, now=NOW)) as database:
        lifter = Lifter(database)
        return [lifter.weaker_side("heel-drop"), lifter.only_side("heel-drop")]


def json_of(folder: Path) -> str:
    with closing(open_database(folder, now=NOW)) as database, database.read() as connection:
        return "".join(json_format.lines(connection))


def bring(folder: Path, rows: Rows | Iterable[Rows]) -> None:
    with (
        closing(open_database(folder, now=NOW)) as database,
        database.write() as connection,
        record_edit(connection, EditKind.IMPORT, "import", NOW) as recorder,
    ):
        assert not apply_upsert(connection, recorder, rows).skipped


def by_json(database: Database, folder: Path) -> None:
    bring(folder, json_format.read(json_of(database.path.parent)))


def by_json_in_parts(database: Database, folder: Path) -> None:
    parts = staged(BytesIO(json_of(database.path.parent).encode()), sessions=1)
    assert parts is not None
    bring(folder, parts)


def by_csv(database: Database, folder: Path) -> None:
    """Bring over the files: of the reps, of the programmes that were begun, and of the sides."""
    with database.read() as connection:
        reps = "".join(csv_format.lines(connection))
        others = ["".join(table_csv.lines(connection, table)) for table in ("programme_runs", "sides")]
    bring(folder, csv_format.rows_of(csv.reader(reps.splitlines(keepends=True))))
    for text in others:
        bring(folder, table_csv.rows_of(csv.reader(text.splitlines(keepends=True))))


def by_merge(database: Database, folder: Path) -> None:
    with closing(open_database(folder, now=NOW)) as other:
        merge(other, database.path, NOW)


def by_backup(database: Database, folder: Path) -> None:

    with prepared_restore(folder, backup(database.path.parent, now=NOW), NOW) as prepared:
        prepared.swap_in(NOW)


@pytest.mark.parametrize("way_out", [by_json, by_json_in_parts, by_csv, by_merge, by_backup])
def test_what_the_weeks_leave_is_the_same_after_every_way_out(
    tmp_path: Path, way_out: Callable[[Database, Path], None]
) -> None:
    fill(tmp_path / "a")
    with closing(open_database(tmp_path / "a", now=NOW)) as database:
        way_out(database, tmp_path / "b")
    before = seen(tmp_path / "a")
    assert all(before)
    assert seen(tmp_path / "b") == before
    assert said(tmp_path / "b") == [Side.RIGHT, Side.LEFT]


def test_no_export_has_the_answers_to_the_health_questions(tmp_path: Path) -> None:
    fill(tmp_path / "a")
    assert "health" not in json_of(tmp_path / "a")
    with closing(open_database(tmp_path / "a", now=NOW)) as database:
        by_json(database, tmp_path / "b")
    with closing(open_database(tmp_path / "b", now=NOW)) as database:
        assert Lifter(database).health_answers() is None


def test_of_two_answers_about_a_side_the_newer_one_stays(tmp_path: Path) -> None:
    fill(tmp_path / "a")
    rows = json_format.read(json_of(tmp_path / "a"))
    for folder, at in (("earlier", NOW - timedelta(hours=1)), ("later", NOW + timedelta(hours=1))):
        with closing(open_database(tmp_path / folder, now=NOW)) as database:
            Lifter(database).set_only_side("heel-drop", None, at)
        bring(tmp_path / folder, rows)
    assert said(tmp_path / "earlier") == [Side.RIGHT, Side.LEFT]
    assert said(tmp_path / "later") == [Side.RIGHT, None]


def test_undoing_an_import_takes_back_what_it_said_of_sides_and_the_file_brings_it_again(tmp_path: Path) -> None:
    fill(tmp_path / "a")
    rows = json_format.read(json_of(tmp_path / "a"))
    with closing(open_database(tmp_path / "b", now=NOW)) as database:
        Lifter(database).set_only_side("heel-drop", None, NOW - timedelta(hours=1))
        bring(tmp_path / "b", rows)
        editor = Editor(database)
        editor.undo(NOW + timedelta(minutes=1))
        assert said(tmp_path / "b") == [None, None]
        with database.read() as connection:
            assert [row["side"] for row in stored_sides(connection)] == ["both"]
        editor.redo(NOW + timedelta(minutes=2))
        assert said(tmp_path / "b") == [Side.RIGHT, Side.LEFT]
        editor.undo(NOW + timedelta(minutes=3))
        with database.read() as connection:
            counts = plan_upsert(connection, rows)
        assert (counts.new["sides"], counts.older["sides"]) == (2, 1)
        bring(tmp_path / "b", rows)
        assert said(tmp_path / "b") == [Side.RIGHT, None]  # what was undone here is newer than the file
        merge(database, tmp_path / "a" / "negcoach.db", NOW)
        assert said(tmp_path / "b") == [Side.RIGHT, None]


def test_what_no_coach_reads_as_a_side_stays_behind(tmp_path: Path) -> None:
    facts = [("only-side:", "left", 1), ("only-side:dip", "up", 1), ("weaker-side:dip", "both", 1)]
    facts += [("weaker-side:curl", "left", -1), ("weaker-side-note", "left", 1)]
    with closing(open_database(tmp_path, now=NOW)) as database:
        with database.write() as connection:
            connection.executemany("INSERT INTO facts VALUES (?, ?, ?)", facts)
        with database.read() as connection:
            assert list(stored_sides(connection)) == []


def test_sides_are_chosen_by_their_exercise_and_day(tmp_path: Path) -> None:
    fill(tmp_path)
    day = NOW.date()
    of_exercise, today, until_yesterday = (
        Selection(exercise="heel-drop"),
        Selection(since=day),
        Selection(until=day - timedelta(days=1)),
    )
    with closing(open_database(tmp_path, now=NOW)) as database, database.read() as connection:
        chosen = [list(stored_sides(connection, one)) for one in (of_exercise, today, until_yesterday)]
    assert list(map(len, chosen)) == [2, 3, 0]
