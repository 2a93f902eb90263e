"""Imports: every row accounted for, nothing twice, one edit that is undone as a whole."""

from __future__ import annotations

import csv
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from negcoach.config.library import shipped_exercises
from negcoach.errors import NegcoachError
from negcoach.store.database.checks.checksums import changed_elsewhere
from negcoach.store.database.database import Database, open_database
from negcoach.store.database.lock import coaching_lock
from negcoach.store.editing import edit_log
from negcoach.store.editing.edit_log import EditKind, edits, record_edit, redo, undo
from negcoach.store.editing.editor import Editor
from negcoach.store.editing.session_editor import SessionEditor
from negcoach.store.journal import Journal
from negcoach.store.queries.sessions.history import ConcentricKind, SessionRecord, session_rows, sessions
from negcoach.training.units import KG_PER_LB
from negcoach.transfer import importer
from negcoach.transfer.apps.dates import DayOrder
from negcoach.transfer.export import IN_KG, export_lines
from negcoach.transfer.importer import CancelledError, ImportAnswers, Importer
from negcoach.transfer.native import csv_format, json_format
from negcoach.transfer.native.selection import ALL
from negcoach.transfer.preview import Preview
from negcoach.transfer.sources import open_source
from tests.store.samples import NOW, a_session, later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negcoach.transfer.export import ExportForm

FILES = Path(__file__).parent / "apps" / "files"
NAMES = sorted(path.name for path in FILES.glob("*.csv"))
LIBRARY = shipped_exercises()
BERLIN = ZoneInfo("Europe/Berlin")
KG = ImportAnswers(unit="kg")
_LOGS = ("edits", "edited_rows", "removed_rows")
STRONG = ("Date", "Workout Name", "Duration", "Exercise Name", "Set Order", "Weight", "Reps", "Notes", "Workout Notes")


def bring(
    database: Database, path: Path, answers: ImportAnswers = KG, now: datetime = NOW, zone: ZoneInfo = BERLIN
) -> Preview:
    return Importer(open_source(path), LIBRARY, zone).run(database, now, answers)


def look(database: Database, path: Path, answers: ImportAnswers = KG) -> Preview:
    with database.read() as connection:
        return Importer(open_source(path), LIBRARY, BERLIN).preview(connection, answers)


def stored(database: Database) -> list[SessionRecord]:
    with database.read() as connection:
        return sessions(connection)


def everything(
    database: Database, *, without: tuple[str, ...] = (), whenever_changed: bool = False
) -> list[list[tuple[object, ...]]]:
    """All rows of all tables, also without when they were changed."""
    left_out = {"changed_ms", "checksum"} if whenever_changed else set()
    with database.read() as connection:
        tables = [
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            if row[0] not in without
        ]
        return [
            [
                tuple(row[name] for name in row.keys() if name not in left_out)  # noqa: SIM118  # a row has values
                for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")
            ]
            for table in tables
        ]


def are_sealed(database: Database) -> bool:
    """Whether all rows have their checksums."""
    with database.read() as connection:
        return next(changed_elsewhere(connection), None) is None


def write(path: Path, *rows: tuple[object, ...]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows((STRONG, *rows))
    return path


def a_row(exercise: str = "Squat", order: object = 1, load: object = 100, reps: object = 5, **more: str) -> tuple:  # type: ignore[type-arg]
    at, title = more.get("at", "2024-03-04 18:00:00"), more.get("title", "Legs")
    return (at, title, "1h", exercise, order, load, reps, more.get("note", ""), "")


@pytest.mark.parametrize("name", NAMES)
def test_what_is_imported_and_what_is_not_are_all_rows_of_the_file(database: Database, name: str) -> None:
    done = bring(database, FILES / name)
    with database.read() as connection:
        sets = connection.execute("SELECT count(*) FROM concentric_sets").fetchone()[0]
    assert done.imported == done.sets + done.weights - done.beside
    assert done.sets == sets > 0
    assert done.imported + done.skipped_rows == done.rows


@pytest.mark.parametrize("name", NAMES)
def test_the_same_file_twice_brings_nothing_the_second_time(database: Database, name: str) -> None:
    first = bring(database, FILES / name)
    before = everything(database)
    again = bring(database, FILES / name)
    assert (again.sets, again.sessions) == (0, 0)
    assert again.imported + again.skipped_rows == again.rows
    assert sum(one.rows for one in again.skipped if one.why == "already there") == first.imported
    assert everything(database) == before


@pytest.mark.parametrize("name", NAMES)
def test_a_preview_changes_nothing_and_tells_what_the_import_does(database: Database, name: str) -> None:
    before = everything(database)
    told = look(database, FILES / name)
    assert everything(database) == before
    assert bring(database, FILES / name) == told


def test_what_changed_since_the_preview_counts(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "strong.csv", a_row(), a_row(order=2))
    exported = tmp_path / "export.json"
    bring(database, FILES / "hevy-kg.csv")
    with database.read() as connection:
        exported.write_text("".join(json_format.lines(connection)), "utf-8")
    with closing(open_database(tmp_path / "other", now=NOW)) as other:
        for file in (path, exported):
            importer = Importer(open_source(file), LIBRARY, BERLIN)
            with other.read() as connection:
                assert importer.preview(connection, KG).sets > 0
            with closing(open_database(tmp_path / "other", now=NOW)) as elsewhere:
                assert bring(elsewhere, file).sets > 0
            assert importer.run(other, NOW, KG).imported == 0


@pytest.mark.parametrize("name", NAMES)
def test_an_import_is_undone_as_one_and_redone(database: Database, journal: Journal, name: str) -> None:
    a_session(journal)
    books = ("edits", "edited_rows", "removed_rows")
    before = everything(database, without=books)
    bring(database, FILES / name)
    after = stored(database)
    with database.write() as connection:
        assert undo(connection, later(60)).kind is EditKind.IMPORT
    assert everything(database, without=books) == before
    with database.write() as connection:
        redo(connection, later(120))
    assert stored(database) == after


def test_what_a_file_with_times_in_utc_says_again_is_known_and_a_session_it_lost_is_told(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "fitbod.csv"
    header, *rows = (FILES / "fitbod-kg.csv").read_text("utf-8").splitlines()
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    bring(database, path)
    path.write_text("\n".join([header, *rows[:3], *rows[4:]]) + "\n", encoding="utf-8")
    (gone,) = look(database, path).differences
    assert (gone.is_gone, gone.where) == (True, "12 Jan 2026, Back Squat, set 4")
    other = rows[0].replace("2026-01-12", "2026-01-02")
    path.write_text("\n".join([header, other, *rows[4:]]) + "\n", encoding="utf-8")
    told = [(one.where, one.is_gone) for one in look(database, path).differences]
    assert told == [("12 Jan 2026, session", True)]


def test_an_import_that_was_undone_can_be_made_again(database: Database) -> None:
    first = bring(database, FILES / "hevy-kg.csv")
    with database.write() as connection:
        undo(connection, later(60))
    assert bring(database, FILES / "hevy-kg.csv").sets == first.sets


def test_an_import_is_one_edit_with_its_name(database: Database) -> None:
    bring(database, FILES / "strong-old.csv")
    with database.read() as connection:
        (edit,) = edits(connection)
    assert edit.what == "import of strong-old.csv: 2 sessions, 6 sets"


def test_a_session_has_its_title_times_note_and_sets_in_order(database: Database) -> None:
    bring(database, FILES / "strong-old.csv")
    _, push = stored(database)
    assert (push.title, push.note) == ("Push, heavy", "slept well")
    assert push.started_at.isoformat() == "2024-03-04T18:00:00+01:00"
    assert push.ended_at is not None and push.ended_at.isoformat() == "2024-03-04T19:05:00+01:00"
    assert [(done.exercise, done.load_kg, done.reps) for done in push.concentric] == [
        ("bench-press", 40.0, 10),
        ("bench-press", 80.0, 8),
        ("bench-press", 80.0, 8),
        ("negative-chin-up", -20.0, 6),
        ("bench-press", 80.0, 5),
    ]
    assert [done.kind for done in push.concentric][::4] == [ConcentricKind.WARM_UP, ConcentricKind.FAILURE]
    assert push.concentric[0].muscles == ("chest", "triceps", "front shoulder")
    assert push.sets == ()


def test_the_list_of_sessions_counts_lifted_sets_and_is_searched_by_their_names(database: Database) -> None:
    bring(database, FILES / "strong-old.csv")
    with database.read() as connection:
        _, row = session_rows(connection, 10)
        text = connection.execute("SELECT search_text FROM sessions WHERE id = ?", (row.id,)).fetchone()[0]
    assert (row.lifted_sets, row.lifted_reps, row.lifted_top_kg, row.sets) == (4, 27, 80.0, 0)  # without the warm-up
    assert row.exercise_names == ("Bench Press (Barbell)", "Chin Up (Assisted)")
    assert "bench press (barbell)" in text and "slept well" in text


def test_no_imported_session_stays_open(database: Database, journal: Journal) -> None:
    for name in NAMES:
        bring(database, FILES / name)
    assert journal.unfinished() is None


def test_pounds_are_kept_as_kilograms(database: Database) -> None:
    bring(database, FILES / "hevy-lb.csv", ImportAnswers())
    assert stored(database)[0].concentric[0].load_kg == pytest.approx(225 * KG_PER_LB)


def test_the_unit_of_the_file_goes_before_the_lifters(database: Database) -> None:
    bring(database, FILES / "hevy-kg.csv", ImportAnswers(unit="lb"))
    assert stored(database)[0].concentric[0].load_kg == 60.0


def test_a_unit_that_the_file_does_not_say_has_to_be_said(database: Database) -> None:
    before = everything(database)
    assert look(database, FILES / "strong-old.csv", ImportAnswers()).asks_unit
    with pytest.raises(NegcoachError, match="Say kg or lb"):
        bring(database, FILES / "strong-old.csv", ImportAnswers())
    assert everything(database) == before
    bring(database, FILES / "strong-old.csv", ImportAnswers(unit="lb"))
    assert stored(database)[1].concentric[0].load_kg == pytest.approx(40 * KG_PER_LB)


def test_a_preview_shows_the_heaviest_load_of_the_file_in_its_unit(database: Database, tmp_path: Path) -> None:
    def heaviest(*sets: tuple[str, str, str], answers: ImportAnswers = KG) -> str:
        path = tmp_path / "fitnotes.csv"
        path.write_text(
            "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time\n"
            + "".join(f"2024-03-04,{name},Chest,{load},{unit},5,,,\n" for name, load, unit in sets),
            encoding="utf-8",
        )
        return str(look(database, path, answers).heaviest)

    assert heaviest(("Squat", "100", "kgs"), ("Bench", "62.5", "kgs")) == "Squat, 100 kg"
    assert heaviest(("Squat", "100", "kgs"), ("Bench", "215", "lbs")) == "Squat, 100 kg"
    assert heaviest(("Squat", "100", "kgs"), ("Bench", "225", "")) == "Bench, 225 kg"
    assert heaviest(("Squat", "100", "lbs"), ("Bench", "45", ""), answers=ImportAnswers()) == "Squat, 100 lb"
    assert heaviest(("Push-up", "0", "")) == "None"


def test_a_preview_has_the_newest_sessions_as_they_will_be_stored(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "strong.csv"
    days = [f"2026-01-{day:02} 18:00:00" for day in range(1, 29)]
    rows = [(day, "Push", "1h", "Bench Press (Barbell)", "1", "80", "8", "", "") for day in days]
    rows += [(days[-1], "Push", "1h", "Bench Press (Barbell)", "2", "80", "6", "", "")]
    rows += [(days[-1], "Push", "1h", "Bench Press (Barbell)", "3", "82.5", "5", "", "")]
    rows += [(days[-1], "Push", "1h", "Zottman Sit Up", "4", "0", "12", "", "")]
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([STRONG, *rows])
    newest = look(database, path).newest
    assert [one.day.day for one in newest] == list(range(28, 28 - len(newest), -1))
    assert newest[0].title == "Push"
    assert newest[0].exercises == (
        ("Bench press", "80 kg × 8, 6 · 82.5 kg × 5"),
        ("Zottman Sit Up", "12 reps"),
    )
    assert look(database, path, ImportAnswers()).newest[1].exercises == (("Bench press", "80 × 8"),)
    bring(database, path)
    assert look(database, path).newest == ()


def test_no_unit_is_asked_for_where_there_is_no_load(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "strong.csv", a_row("Push Up", load=0), a_row("Pull Up", load=""))
    assert not look(database, path, ImportAnswers()).needs_unit
    assert bring(database, path, ImportAnswers()).sets == 2


def test_dates_that_could_be_two_have_to_be_told(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "strong.csv", a_row(at="03/04/2024 18:00"))
    assert look(database, path).asks_order
    with pytest.raises(NegcoachError, match="Say day-first or month-first"):
        bring(database, path)
    bring(database, path, ImportAnswers(unit="kg", order=DayOrder.MONTH_FIRST))
    assert stored(database)[0].started_at.date().isoformat() == "2024-03-04"


def test_rows_that_are_alike_all_count(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "strong.csv", *[a_row()] * 5)
    assert bring(database, path).sets == 5
    assert bring(database, path).sets == 0


def test_a_longer_export_brings_only_what_is_new(database: Database, tmp_path: Path) -> None:
    rows = [a_row(), a_row("Leg Press"), a_row(order=2), a_row(at="2024-03-06 18:00:00")]
    bring(database, write(tmp_path / "strong.csv", *rows[:2]))
    more = bring(database, write(tmp_path / "later.csv", *rows))
    assert (more.sets, more.sessions, more.skipped_rows) == (2, 2, 2)
    newest, first = stored(database)
    assert [done.exercise for done in first.concentric] == ["eccentric-squat", "leg-press", "eccentric-squat"]
    assert len(newest.concentric) == 1


def test_a_longer_export_goes_into_the_session_that_its_own_was_joined_into(database: Database, tmp_path: Path) -> None:
    rows = [
        a_row(),
        a_row("Leg Press", at="2024-03-04 19:30:00"),
        a_row("Leg Press", order=2, at="2024-03-04 19:30:00"),
    ]
    bring(database, write(tmp_path / "strong.csv", *rows[:2]))
    later_one, first = (session.id for session in stored(database))
    SessionEditor(database).join([first, later_one], NOW)
    again = bring(database, write(tmp_path / "strong.csv", *rows[:2]))
    assert (again.sets, again.skipped_rows) == (0, 2)
    more = bring(database, write(tmp_path / "later.csv", *rows))
    assert (more.sets, more.skipped_rows) == (1, 2)
    assert [(session.id, len(session.concentric)) for session in stored(database)] == [(first, 3)]


def test_two_sessions_of_one_start_are_told_apart_by_their_titles(database: Database, tmp_path: Path) -> None:
    bring(database, write(tmp_path / "strong.csv", a_row(title="A"), a_row(title="B")))
    assert sorted(session.title for session in stored(database)) == ["A", "B"]


def test_another_zone_makes_the_same_sessions_of_the_same_file(database: Database) -> None:
    first = bring(database, FILES / "strong-old.csv", zone=BERLIN)
    again = bring(database, FILES / "strong-old.csv", zone=ZoneInfo("Asia/Tokyo"))
    assert (first.sets, again.sets) == (6, 0)


def test_a_time_gets_the_offset_of_its_date(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "strong.csv", a_row(at="2024-01-04 18:00:00"), a_row(at="2024-07-04 18:00:00"))
    bring(database, path)
    assert [session.started_at.utcoffset() for session in stored(database)] == [timedelta(hours=2), timedelta(hours=1)]


def test_a_set_in_the_bin_stays_there(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "strong.csv", a_row(), a_row())
    bring(database, path)
    with database.write() as connection, record_edit(connection, EditKind.DELETE, "a set", NOW) as recorder:
        first = connection.execute("SELECT id FROM concentric_sets ORDER BY set_number").fetchone()[0]
        recorder.update("concentric_sets", (first,), {"deleted_at": "2026-11-22T10:00:00.000+01:00"})
    again = bring(database, path)
    assert {one.why: one.rows for one in again.skipped} == {"already there": 1, "already there, in the bin": 1}


def test_new_sets_of_a_session_in_the_bin_are_left_out(database: Database, tmp_path: Path) -> None:
    bring(database, write(tmp_path / "strong.csv", a_row()))
    with database.write() as connection, record_edit(connection, EditKind.DELETE, "a session", NOW) as recorder:
        for table in ("sessions", "concentric_sets"):
            key = connection.execute(f"SELECT id FROM {table}").fetchone()[0]
            recorder.update(table, (key,), {"deleted_at": "2026-11-22T10:00:00.000+01:00"})
    again = bring(database, write(tmp_path / "later.csv", a_row(), a_row()))
    assert {one.why: one.rows for one in again.skipped} == {
        "already there, in the bin": 1,
        "of a session that is in the bin": 1,
    }
    assert stored(database) == []


def test_a_load_below_nothing_by_nothing_is_none(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "strong.csv", a_row(load="-0"), a_row(order=2, note="-0.0 kg"))
    bring(database, path)
    (session,) = stored(database)
    assert [str(done.load_kg) for done in session.concentric] == ["0.0", "100.0"]
    assert are_sealed(database)


def test_a_load_beyond_sense_is_left_out(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "strong.csv", a_row(load=1001), a_row(load=1000))
    done = bring(database, path)
    assert [(one.why, one.rows, one.first) for one in done.skipped] == [("load over 1000 kg", 1, 1)]
    told = look(database, path, ImportAnswers(unit="lb"))
    assert (told.imported, [one.what for one in told.differences]) == (1, ["load 2204.62 lb → 1000 lb"])


def test_unknown_exercises_become_the_lifters_own(database: Database) -> None:
    bring(database, FILES / "fitnotes-android.csv")
    mine = next(done for session in stored(database) for done in session.concentric if "Sheep" in done.exercise_name)
    assert (mine.exercise, mine.muscles) == ("cable-sheep-lift", ("biceps",))


def test_a_choice_of_the_lifter_is_kept_to_and_makes_no_doubles(database: Database) -> None:
    answers = ImportAnswers(unit="kg", chosen={"Cable Sheep Lift": "biceps-curl"})
    bring(database, FILES / "fitnotes-android.csv", answers)
    assert any(done.exercise == "biceps-curl" for session in stored(database) for done in session.concentric)
    assert bring(database, FILES / "fitnotes-android.csv").sets == 0


def test_a_preview_names_sessions_days_exercises_and_reasons(database: Database) -> None:
    told = look(database, FILES / "strong-old.csv")
    assert (told.file, told.app, told.rows, told.sessions, told.sets) == ("strong-old.csv", "Strong", 9, 2, 6)
    assert told.days == "4 Mar to 6 Mar 2024"
    assert [(found.name, found.sets, found.becomes) for found in told.exercises] == [
        ("Bench Press (Barbell)", 4, "Bench press"),
        ("Chin Up (Assisted)", 1, "Negative chin-up, load is help"),
        ("Seated Leg Curl (Machine)", 1, "Leg curl"),
    ]
    assert [(one.why, one.rows, one.first) for one in told.skipped] == [
        ("no reps", 1, 9),
        ("rest timer", 1, 3),
        ("time or distance, no reps", 1, 5),
    ]


@pytest.mark.parametrize("form", ["json", "csv"])
def test_an_export_of_negcoach_comes_in_whole_and_only_once(
    database: Database, journal: Journal, tmp_path: Path, form: str
) -> None:
    a_session(journal, sets=2, measured_ms=4900)
    bring(database, FILES / "hevy-kg.csv")
    path = tmp_path / f"export.{form}"
    lines = json_format.lines if form == "json" else csv_format.lines
    with database.read() as connection:
        path.write_text("".join(lines(connection)), "utf-8", newline="")
        before = "".join(json_format.lines(connection))
    other = open_database(tmp_path / "other", now=NOW)
    try:
        done = bring(other, path, ImportAnswers())
        assert (done.app, done.sessions) == (f"negcoach ({form.upper()})", 3)
        assert done.imported + done.skipped_rows == done.rows
        with other.read() as connection:
            assert "".join(json_format.lines(connection)) == before
        again = bring(other, path, ImportAnswers())
        assert (again.imported, again.skipped_rows) == (0, done.rows)
        with other.write() as connection:
            undo(connection, later(60))
        assert stored(other) == []
    finally:
        other.close()


def test_a_cancelled_import_leaves_nothing(database: Database) -> None:
    before = everything(database)

    def cancel(done: int, total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        Importer(open_source(FILES / "strong-old.csv"), LIBRARY).run(database, NOW, KG, cancel)
    assert everything(database) == before


def test_others_read_on_while_an_import_is_written(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path / "strong.csv", *(a_row(order=number, note="as it was") for number in range(4200)))
    database.connection.execute("PRAGMA cache_size = 1")  # more is changed than is kept in memory of itself
    seen: list[int] = []

    def look_from_elsewhere(done: int, total: int) -> None:
        with closing(open_database(database.path.parent, now=NOW, busy_ms=0)) as other, other.read() as connection:
            seen.append(len(sessions(connection)))

    Importer(open_source(path), LIBRARY).run(database, NOW, KG, look_from_elsewhere)
    assert seen == [0, 0, 0]
    assert len(stored(database)) == 1


def indexes_of(database: Database) -> list[tuple[str, ...]]:
    """The indexes that a database has, which are right."""
    with database.read() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        query = "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name"
        return list(map(tuple, connection.execute(query)))


@pytest.mark.parametrize("name", NAMES)
def test_a_large_file_comes_in_as_a_small_one_does(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    answers = replace(KG, order=DayOrder.DAY_FIRST)
    with closing(open_database(tmp_path / "small", now=NOW)) as other:
        small = bring(other, FILES / name, answers)
        expected = everything(other)
        indexes = indexes_of(other)
        assert are_sealed(other)
    monkeypatch.setattr(importer, "MANY_ROWS", 1)
    nothing = everything(database, without=_LOGS)
    assert bring(database, FILES / name, answers) == small
    assert everything(database) == expected
    assert indexes_of(database) == indexes
    assert are_sealed(database)
    assert bring(database, FILES / name, answers).changes == 0
    monkeypatch.setattr(edit_log, "_MANY_SESSIONS", 1)
    monkeypatch.setattr(database, "write", None)
    editor = Editor(database)
    brought = everything(database, without=_LOGS, whenever_changed=True)
    editor.undo(NOW)
    assert everything(database, without=_LOGS) == nothing
    editor.redo(NOW)
    assert everything(database, without=_LOGS, whenever_changed=True) == brought
    assert are_sealed(database)


@pytest.mark.parametrize("form", IN_KG)
def test_a_large_file_of_our_own_comes_in_as_a_small_one_does_and_not_beside_a_session(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: ExportForm
) -> None:
    path = tmp_path / f"years.{form}"
    with closing(open_database(tmp_path / "theirs", now=NOW)) as theirs:
        for day in range(2):
            a_session(Journal(theirs), NOW - timedelta(days=9 + day), sets=3)
        with theirs.read() as connection:
            path.write_text("".join(export_lines(connection, form, "kg", ALL)), encoding="utf-8", newline="")
    with closing(open_database(tmp_path / "small", now=NOW)) as other:
        small, expected = bring(other, path), everything(other)
    monkeypatch.setattr(importer, "MANY_ROWS", 2)
    with coaching_lock(database.path.parent), pytest.raises(NegcoachError, match="A session is under way"):
        bring(database, path)
    assert bring(database, path) == small
    assert everything(database) == expected
    assert are_sealed(database)


def test_a_cancelled_import_of_a_large_file_leaves_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer, "MANY_ROWS", 1)
    test_a_cancelled_import_leaves_nothing(database)


def test_the_progress_ends_with_all_of_it(database: Database) -> None:
    told: list[tuple[int, int]] = []
    Importer(open_source(FILES / "strong-old.csv"), LIBRARY).run(
        database, NOW, KG, lambda done, total: told.append((done, total))
    )
    assert told[-1] == (8, 8)


def _is_readable(path: Path) -> bool:
    """Return whether any row of a file can be read: where none can, that is said, and nothing is imported."""
    try:
        Importer(open_source(path), LIBRARY, BERLIN).require_answers(KG)
    except NegcoachError as error:
        assert "rows" in str(error) or "row cannot be read" in str(error)
        return False
    return True


_ROWS = some.lists(
    some.builds(
        a_row,
        exercise=some.sampled_from(["Squat", "Leg Press", "Zercher Shrug", "", "Chin Up (Assisted)"]),
        order=some.sampled_from([1, 2, "W", "D", "F", "Rest Timer", "Note"]),
        load=some.sampled_from(["", 0, 50, "82,5", "x", 5000, -20]),
        reps=some.sampled_from(["", 0, 5, 12, 2.5, "many"]),
        at=some.sampled_from(["2024-03-04 18:00:00", "2024-03-05 07:30:00", "never", ""]),
        title=some.sampled_from(["A", "B", ""]),
        note=some.text(some.characters(exclude_categories=("Cs", "Cc")) | some.sampled_from('\n\r";,'), max_size=8),
    ),
    max_size=30,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=_ROWS, cut=some.integers(0, 30))
def test_whatever_the_rows_each_is_accounted_for_and_comes_once(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[object, ...]], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("import")
    part, whole = write(folder / "part.csv", *rows[:cut]), write(folder / "whole.csv", *rows)
    database = open_database(folder / "data", now=NOW)
    try:
        for path in (part, whole):
            for again in (False, True):
                if not _is_readable(path):
                    continue
                done = bring(database, path)
                assert done.imported + done.different + done.skipped_rows == done.rows
                assert not again or done.imported == 0
        if not _is_readable(whole):
            return
        with database.read() as connection:
            stored, counting = connection.execute(
                "SELECT count(*), count(*) FILTER (WHERE kind <> 'warm-up') FROM concentric_sets"
            ).fetchone()
            by_session = sum(row.lifted_sets for row in session_rows(connection, 100))
        in_one_go = open_database(folder / "other", now=NOW)
        assert bring(in_one_go, whole).sets == stored
        assert by_session == counting
        in_one_go.close()
    finally:
        database.close()
