"""What the weeks of a lifter leave behind - programmes, ways, tests, tries, the pain of a tendon - on every way out."""

from __future__ import annotations

import csv
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from negcoach.store.database.backups import backup
from negcoach.store.database.database import Database, open_database
from negcoach.store.editing.edit_log import EditKind, record_edit
from negcoach.store.editing.programmes import ProgrammeRuns
from negcoach.store.journal import Journal
from negcoach.store.prescribed_set import PrescribedSet
from negcoach.store.queries.eccentric_tests import eccentric_tests, longest_lowerings
from negcoach.store.queries.history import sessions
from negcoach.store.queries.lifter import Lifter
from negcoach.store.queries.programme_span import performed_since
from negcoach.store.queries.tries import tries_of
from negcoach.store.restore.restore import prepared_restore
from negcoach.training.progress.pain import PainLevels
from negcoach.training.terms import Attempt, Knee, SetPurpose, Side, StopReason
from negcoach.transfer.merge.merge import merge
from negcoach.transfer.native import csv_format, json_format, table_csv
from negcoach.transfer.native.row_schema import Rows
from negcoach.transfer.native.upsert import apply_upsert
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
        return [runs, sorted(sets, key=str), tests, longest, tries, list(performed)]


def bring(folder: Path, rows: Rows) -> None:
    with (
        closing(open_database(folder, now=NOW)) as database,
        database.write() as connection,
        record_edit(connection, EditKind.IMPORT, "import", NOW) as recorder,
    ):
        assert not apply_upsert(connection, recorder, rows).skipped


def by_json(database: Database, folder: Path) -> None:
    with database.read() as connection:
        text = "".join(json_format.lines(connection))
    bring(folder, json_format.read(text))


def by_csv(database: Database, folder: Path) -> None:
    """Bring over both files: a row of the one is a rep, of the other a programme that was begun."""
    with database.read() as connection:
        reps, programmes = "".join(csv_format.lines(connection)), "".join(table_csv.lines(connection, "programme_runs"))
    bring(folder, csv_format.rows_of(csv.reader(reps.splitlines(keepends=True))))
    bring(folder, table_csv.rows_of(csv.reader(programmes.splitlines(keepends=True))))


def by_merge(database: Database, folder: Path) -> None:
    with closing(open_database(folder, now=NOW)) as other:
        merge(other, database.path, NOW)


def by_backup(database: Database, folder: Path) -> None:

    with prepared_restore(folder, backup(database.path.parent, now=NOW), NOW) as prepared:
        prepared.swap_in(NOW)


@pytest.mark.parametrize("way_out", [by_json, by_csv, by_merge, by_backup])
def test_what_the_weeks_leave_is_the_same_after_every_way_out(
    tmp_path: Path, way_out: Callable[[Database, Path], None]
) -> None:
    fill(tmp_path / "a")
    with closing(open_database(tmp_path / "a", now=NOW)) as database:
        way_out(database, tmp_path / "b")
    before = seen(tmp_path / "a")
    assert all(before)
    assert seen(tmp_path / "b") == before
