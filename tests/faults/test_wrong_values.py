"""One nonsense value in a row: the row is named, left out, and repaired when asked for, whichever column it is in."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from negcoach import cli
from negcoach.commands.doctor.store_checks import check_files
from negcoach.errors import NegcoachError
from negcoach.findings import Status
from negcoach.store.database.backups import backup
from negcoach.store.database.database import open_database
from negcoach.store.database.lock import shared_lock
from negcoach.store.database.schema import MIGRATIONS
from negcoach.store.database.set_aside import put_back, set_aside_rows
from negcoach.store.database.stamps import new_id, stamp
from negcoach.store.database.tables import TABLES
from negcoach.store.database.totals import update_totals
from negcoach.store.editing.bin import bin_items, purge_all
from negcoach.store.editing.body import Body
from negcoach.store.editing.editor import Editor
from negcoach.store.editing.session_editor import SessionEditor
from negcoach.store.journal import Journal
from negcoach.store.queries.lifter import Lifter
from negcoach.store.queries.sessions.history import session_rows
from negcoach.store.queries.trends import exercise_trend
from negcoach.training.progress.soreness import Question
from negcoach.transfer.merge.merge import merge
from negcoach.transfer.native.left_out import leave_out_unreadable, left_out
from negcoach.transfer.native.repair import repair
from negcoach.transfer.native.stored_rows import wrong_values
from tests.commands.places import NOON, keep_session
from tests.store.histories import sets_of
from tests.store.samples import a_session

LATER = NOON + timedelta(days=1)

VALUES = (None, "", "x", 1e308, -1, 2**63 - 1, b"\x00\xff")

FREE_TEXT = {"title", "note", "exercise", "exercise_name", "muscles", "muscle", "programme"}
"""Columns that may hold any text; an exercise, a muscle and a programme may be one that is gone."""


def fill(folder: Path) -> Path:
    """Keep at least one row in each table, and return the database."""
    keep_session(folder)
    at, ms = stamp(NOON)
    with closing(open_database(folder, now=NOON)) as database:
        Lifter(database).set_one_rm("bench-press", 100.0, NOON)
        Body(database).add_weight(80.0, NOON - timedelta(hours=1), NOON)
        with database.write() as connection:
            (session,) = connection.execute("SELECT id FROM sessions").fetchone()
            connection.execute(
                "INSERT INTO soreness (id, session_id, muscle, hours, rating, rated_at, rated_ms, changed_ms) "
                "VALUES (?, ?, 'chest', 24, 4, ?, ?, 1)",
                (new_id(NOON), session, at, ms),
            )
            connection.execute(
                "INSERT INTO concentric_sets (id, session_id, exercise, exercise_name, set_number, kind, load_kg, "
                "reps, rpe, started_at, started_ms, changed_ms) "
                "VALUES (?, ?, 'row', 'Row', 1, 'normal', 60, 5, 8, ?, ?, 1)",
                (new_id(NOON), session, at, ms),
            )
            connection.execute(
                "INSERT INTO programme_runs (id, programme, begun_at, begun_ms, changed_ms) "
                "VALUES (?, 'first-dip', ?, ?, 1)",
                (new_id(NOON), at, ms),
            )
            update_totals(connection, session)
    return folder / "negcoach.db"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("sound"))


def put(path: Path, table: str, column: str, value: object) -> bool:
    """Put a value into the first row of a table; return whether SQLite took it, as it is, and it is a new one."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")  # a flipped bit asks for none either
        key, *_ = TABLES[table].key
        (first,) = connection.execute(f"SELECT min({key}) FROM {table}").fetchone()
        before = connection.execute(f"SELECT {column} FROM {table} WHERE {key} = ?", (first,)).fetchone()
        try:
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (value, first))
        except sqlite3.Error:
            return False
        after = connection.execute(f"SELECT {column} FROM {table} WHERE {column} IS ?", (value,)).fetchone()
        # A text column makes text of a number, which then is another case.
        return after is not None and type(after[0]) in (type(value), float) and after[0] != before[0]


def may_hold(table: str, column: str, value: object) -> bool:
    """Return whether negcoach itself may write the value."""
    if isinstance(value, str):
        return column in FREE_TEXT and (value != "" or column in ("title", "note", "muscles", "exercise_name"))
    if value == -1:  # help, which only a set of a bodyweight exercise or one of another program has
        return (table, column) == ("concentric_sets", "load_kg")
    return value is None


def cases() -> Iterator[tuple[str, str, object]]:
    for name, table in TABLES.items():
        for column in table.columns:
            for value in VALUES:
                yield name, column, value


def test_every_row_is_sound_at_first(sound: Path) -> None:
    assert list(wrong_values(sound)) == []
    with closing(sqlite3.connect(sound)) as connection:
        assert all(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES)


def test_a_row_with_a_value_that_negcoach_does_not_write_is_named_in_every_column(sound: Path, tmp_path: Path) -> None:
    put_in, missed, accused = 0, [], []
    for table, column, value in cases():
        path = Path(shutil.copy(sound, tmp_path / "negcoach.db"))
        if put(path, table, column, value):
            put_in += 1
            named = [one.sentence for one in wrong_values(path) if one.column and one.column in one.sentence]
            if may_hold(table, column, value):
                accused += [(table, column, value, named)] if named else []
            elif not named or not any(f"{column} must be " in line for line in named):
                missed.append((table, column, value, named))
    assert (missed, accused) == ([], [])
    assert put_in > 150


LEFT_OUT = "It is left out until it is put right: negcoach doctor says how."

COMMANDS = (
    ("history",),
    ("history", "--json"),
    ("export", "--format", "json", "-o", "{}/out.json"),
    ("export", "--format", "csv", "-o", "{}/out.csv"),
    ("report", "-o", "{}/report.md"),
    ("programme", "status"),
)


@pytest.mark.parametrize("table", TABLES)
def test_no_command_ends_unexplained(
    sound: Path, tmp_path: Path, table: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    config = tmp_path / "config.toml"
    tried = 0
    for number, (_, column, value) in enumerate(case for case in cases() if case[0] == table):
        folder = tmp_path / "data"
        folder.mkdir(exist_ok=True)
        path = Path(shutil.copy(sound, folder / "negcoach.db"))
        if not put(path, table, column, value):
            continue
        tried += 1
        command = [word.format(tmp_path) for word in COMMANDS[number % len(COMMANDS)]]
        status = cli.main([*command, "--data-dir", str(folder), "--config", str(config)])
        said = capsys.readouterr().err
        assert status == 0, (column, value, command, said)
        for line in said.splitlines():
            warned = line.endswith("It was exported as it is. negcoach doctor says what to do.")
            assert warned or line.endswith(LEFT_OUT), (column, value, command, said)
    assert tried


@pytest.mark.parametrize("command", ["history --json", "export --format json", "report -o -"])
def test_a_command_that_meets_the_value_names_the_row_and_goes_on_without_it(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    path = Path(shutil.copy(sound, tmp_path / "negcoach.db"))
    assert put(path, "sets", "tempo", "x")
    words = [*command.split(), "--data-dir", str(tmp_path), "--config", str(tmp_path / "config.toml")]
    for _ in range(2):  # it is named as long as it is left out
        assert cli.main(words) == 0
        assert capsys.readouterr().err.count(LEFT_OUT) == 1


def test_an_older_version_is_repaired_too(tmp_path: Path) -> None:
    open_database(tmp_path, now=NOON, migrations=MIGRATIONS[:-1]).close()
    assert repair(tmp_path, NOON) is None
    with shared_lock(tmp_path), pytest.raises(NegcoachError, match="Another negcoach is at work"):
        repair(tmp_path, NOON)


@pytest.mark.parametrize("every_row", [False, True])
def test_a_row_that_cannot_be_read_is_left_out_whole_and_put_back_as_it_was(
    sound: Path, tmp_path: Path, every_row: bool
) -> None:
    """It is found by its checksum, or where a read has failed, by its values."""
    tried = 0
    for table, column, value, folder in wrong_in(sound, tmp_path, every=13):
        if may_hold(table, column, value) or column == "set_id":  # nothing reads a rep of no set
            continue
        path = folder / "negcoach.db"
        before = entered(path)
        with closing(open_database(folder, now=NOON)) as database:
            named = leave_out_unreadable(database, NOON, every_row=every_row)
            assert named, (table, column, value)
            assert all(f": {column} must be " in one and one.endswith(LEFT_OUT) for one in named), named
            assert [one for one in wrong_values(path) if not one.parent] == [], (table, column, value)
            with database.read() as connection:
                assert left_out(connection) == named
            assert len(entered(path)[table]) == len(before[table]) - len(named)
            assert leave_out_unreadable(database, NOON, every_row=every_row) == ()
            assert put_back(database) > 0
        assert entered(path) == before, (table, column, value)
        assert len(list((folder / "backups").iterdir())) == 1
        tried += 1
    assert tried > 5


def test_a_session_is_left_out_with_all_that_belongs_to_it(sound: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(sound, tmp_path / "negcoach.db"))
    assert put(path, "sessions", "started_at", "x")
    with closing(open_database(tmp_path, now=NOON)) as database:
        (named,) = leave_out_unreadable(database, NOON, every_row=False)
        assert named.startswith("The session on x: started_at must be a time")
        stays = {name for name, rows in entered(path).items() if rows}
        assert stays == {"one_rms", "body_weights", "programme_runs"}
        with database.read() as connection:
            assert left_out(connection) == (named,)
    done = repair(tmp_path, NOON)
    assert done is not None
    assert done.done[0].endswith("now, by started_ms.")
    assert {name: len(rows) for name, rows in entered(path).items()} == {
        name: len(rows) for name, rows in entered(sound).items()
    }


NEVER_SET_ASIDE = (
    ("nope", ("id",), 1),
    ("sessions", ("rowid; --",), 1),
    ("sessions (id) SELECT 1; --", ("id", "started_at", "started_ms", "deleted_at"), 1),
    ("sessions", ("id", "started_at", "started_ms", "deleted_at", "id) SELECT 1; --"), 1),
    ("sessions", ("id", "started_at", "started_ms", "deleted_at"), 2**63 - 1),
)


@pytest.mark.parametrize(("table", "columns", "since_ms"), NEVER_SET_ASIDE)
def test_what_negcoach_never_set_aside_is_named_and_taken_out_and_is_no_statement(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], table: str, columns: tuple[str, ...], since_ms: int
) -> None:
    path = Path(shutil.copy(sound, tmp_path / "negcoach.db"))
    with closing(sqlite3.connect(path)) as connection:
        rows = [(1, table, column, b"\0", since_ms) for column in columns]
        connection.executemany("INSERT INTO set_aside VALUES (?, ?, ?, ?, ?)", rows)
        connection.commit()
    before, config = entered(path), ("--data-dir", str(tmp_path), "--config", str(tmp_path / "config.toml"))
    told = "1 of the rows that were set aside is none that negcoach wrote."
    for command in (
        ["history"],
        ["history", "--json"],
        ["export", "--format", "json", "-o", f"{tmp_path}/a.json"],
        ["body"],
    ):
        assert cli.main([*command, *config]) == 0
        assert capsys.readouterr().err.count(told) == 1
    found = next(one for one in check_files(tmp_path, tmp_path / "config.toml") if one.check == "rows")
    assert (found.status, told in found.detail) == (Status.BROKEN, True)
    done = repair(tmp_path, NOON)
    assert done is not None
    assert done.done == ("Taken out: 1 of the rows that were set aside, which negcoach did not write.",)
    assert entered(path) == before and repair(tmp_path, NOON) is None


def test_a_row_that_was_set_aside_before_its_table_got_a_column_is_read_and_put_back(
    sound: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(sound, tmp_path / "negcoach.db"))
    before = entered(path)
    assert put(path, "sets", "tempo", "x")
    with closing(open_database(tmp_path, now=NOON)) as database:
        assert leave_out_unreadable(database, NOON, every_row=False)
        with database.write() as connection:
            connection.execute("DELETE FROM set_aside WHERE column_name IN ('planned_fewer', 'way', 'attempt')")
        with database.read() as connection:
            assert len(left_out(connection)) == 1
    (tmp_path / "backups" / "negcoach-20261120T120000Z.db").write_bytes(sound.read_bytes())
    assert repair(tmp_path, NOON) is not None
    assert entered(path) == before


def test_what_a_merge_brought_back_is_left_out_no_longer(sound: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(sound, tmp_path / "negcoach.db"))
    assert put(path, "sets", "tempo", "5-1-A-9x")
    with closing(open_database(tmp_path, now=NOON)) as database:
        assert leave_out_unreadable(database, NOON, every_row=False)
    assert cli.main(["merge", str(sound), "--data-dir", str(tmp_path), "--config", str(tmp_path / "config.toml")]) == 0
    with closing(open_database(tmp_path, now=NOON)) as database, database.read() as connection:
        assert left_out(connection) == ()
        assert set_aside_rows(connection) == []
    assert entered(path) == entered(sound)


def test_a_merge_says_which_row_the_other_machine_left_out_and_brings_it_once_it_is_repaired(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other").mkdir()
    path = Path(shutil.copy(sound, tmp_path / "other" / "negcoach.db"))
    backup(path.parent, now=NOON)
    assert put(path, "sets", "deleted_at", "x")
    with closing(open_database(path.parent, now=NOON)) as database:
        assert leave_out_unreadable(database, NOON, every_row=False)
    merge = ["merge", str(path), "--data-dir", str(tmp_path), "--config", str(tmp_path / "config.toml")]
    assert cli.main(merge) == 0
    said = capsys.readouterr().err
    assert "The set of Bench press on 2026-11-22: deleted_at must be" in said
    assert "left out there, so it did not come: put it right there (negcoach doctor says how), and merge again." in said
    assert repair(path.parent, NOON) is not None
    assert cli.main(merge) == 0
    assert capsys.readouterr().err == ""
    assert entered(tmp_path / "negcoach.db") == entered(sound)


@pytest.mark.parametrize(
    ("table", "column", "value", "says"),
    [
        ("one_rms", "kg", 1e308, "The 1RM of bench-press on 2026-11-22: kg must be a number from 0 to 1000000, "),
        ("sets", "tempo", "5-1-A-9x", "on 2026-11-22: tempo must be a tempo, such as 5-1-A-1"),
        ("reps", "measured_ms", -1, "on 2026-11-22: measured_ms must be a whole number from 0 to 1000000000 or "),
        ("body_weights", "measured_ms", 0, "measured_ms must be 1795341600000, as measured_at has it, not 0."),
        ("soreness", "deleted_at", "x", "The soreness of chest on 2026-11-22: deleted_at must be a time or nothing"),
    ],
)
def test_doctor_names_the_row_by_its_day_and_what_it_is_of(
    sound: Path, tmp_path: Path, table: str, column: str, value: object, says: str
) -> None:
    path = Path(shutil.copy(sound, tmp_path / "negcoach.db"))
    before = next(one for one in check_files(tmp_path, tmp_path / "config.toml") if one.check == "rows")
    assert before.status is Status.OK
    assert put(path, table, column, value)
    found = next(one for one in check_files(tmp_path, tmp_path / "config.toml") if one.check == "rows")
    assert found.status is Status.BROKEN
    assert says in found.detail
    assert "negcoach doctor --repair" in found.advice


CONTENTS = {name: f"SELECT * FROM {name} ORDER BY {', '.join(table.key)}" for name, table in TABLES.items()}
"""All columns of each table, also the totals that are computed."""


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        return {name: connection.execute(query).fetchall() for name, query in CONTENTS.items()}


def entered(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the columns that are no totals."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            name: sorted(connection.execute(f"SELECT {', '.join(table.columns)} FROM {name}"), key=repr)
            for name, table in TABLES.items()
        }


def wrong_in(sound: Path, folder: Path, *, every: int) -> Iterator[tuple[str, str, object, Path]]:
    """Yield a case after another, only some of them, with the folder of a database that has its wrong value."""
    for number, (table, column, value) in enumerate(cases()):
        if number % every == 0:
            place = folder / str(number)
            place.mkdir()
            path = Path(shutil.copy(sound, place / "negcoach.db"))
            if put(path, table, column, value) and list(wrong_values(path)):
                yield table, column, value, place


def test_repair_takes_every_wrong_value_from_the_backup(sound: Path, tmp_path: Path) -> None:
    repaired = 0
    for table, column, value, folder in wrong_in(sound, tmp_path, every=4):
        (folder / "backups").mkdir()
        shutil.copy(sound, folder / "backups" / "negcoach-20261120T120000Z.db")
        done = repair(folder, NOON)
        assert done is not None, (table, column, value)
        assert contents(folder / "negcoach.db") == contents(sound), (table, column, value)
        assert contents(done.copy) != contents(sound), (table, column, value)
        assert "as in the backup of 2026-11-20." in done.done[0], done.done
        assert repair(folder, NOON) is None
        repaired += 1
    assert repaired > 20


def test_repair_takes_nothing_out_while_a_backup_cannot_be_read(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("negcoach.store.database.connection.BUSY_S", 0.05)
    path = tmp_path / "negcoach.db"
    shutil.copyfile(sound, path)
    stored = backup(tmp_path, now=NOON)
    assert put(path, "sets", "load_kg", -7.0)
    with closing(sqlite3.connect(stored, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(NegcoachError, match=r"Another program is writing to .* Nothing was repaired") as refused:
            repair(tmp_path, NOON)
    assert str(stored) in str(refused.value)
    assert list(tmp_path.glob("negcoach-before-repair-*")) == []
    assert [(one.table, one.column) for one in wrong_values(path)] == [("sets", "load_kg")]
    done = repair(tmp_path, NOON)
    assert done is not None and "was taken out" not in " ".join(done.done)
    assert list(wrong_values(path)) == []
    with closing(sqlite3.connect(path)) as connection, closing(sqlite3.connect(sound)) as as_it_was:
        query = "SELECT id, load_kg FROM sets ORDER BY id"
        assert connection.execute(query).fetchall() == as_it_was.execute(query).fetchall()


def test_a_disk_that_can_only_be_read_in_the_middle_of_a_repair_is_said_in_one_line(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the copy of the database as it was cannot be removed either."""

    def fails(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    def mend(*_: object) -> Iterator[str]:
        monkeypatch.setattr(Path, "unlink", fails)
        raise sqlite3.OperationalError("disk I/O error")

    path = tmp_path / "negcoach.db"
    shutil.copyfile(sound, path)
    assert put(path, "sets", "tempo", "nonsense")
    monkeypatch.setattr("negcoach.transfer.native.repair._mend", mend)
    with pytest.raises(NegcoachError, match="disk I/O error"):
        repair(tmp_path, NOON)


def test_without_a_backup_repair_leaves_only_values_that_negcoach_writes(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repaired, whole = 0, contents(sound)
    for table, column, value, folder in wrong_in(sound, tmp_path, every=4):
        config = ("--data-dir", str(folder), "--config", str(folder / "config.toml"))
        before = contents(folder / "negcoach.db")
        done = repair(folder, NOON)
        assert done is not None, (table, column, value)
        assert list(wrong_values(folder / "negcoach.db")) == [], (table, column, value)
        assert contents(done.copy) == before, (table, column, value)
        after = contents(folder / "negcoach.db")
        with closing(sqlite3.connect(folder / "negcoach.db")) as connection:
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        if "taken out" not in done.done[0]:
            assert {name: len(rows) for name, rows in after.items()} == {
                name: len(rows) for name, rows in whole.items()
            }
        assert cli.main(["history", "--json", *config]) == 0, (table, column, value, capsys.readouterr().err)
        assert cli.main(["export", "--format", "json", "-o", str(folder / "out.json"), *config]) == 0
        repaired += 1
    assert repaired > 20


NO_TEXT = {"short": "CAST(x'ff41' AS TEXT)", "one byte": "CAST(x'ff' || substr({0}, 2) AS TEXT)"}
"""Ids, in SQL, that are no text any more: no row is found by them as they are read."""


def spoil_key(folder: Path, sound: Path, table: str, damaged: str) -> Path:
    """Copy the sound database into a folder, and spoil a key in it."""
    path = Path(shutil.copy(sound, folder / "negcoach.db"))
    column = TABLES[table].key[0]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        (first,) = connection.execute(f"SELECT min({column}) FROM {table}").fetchone()
        connection.execute(f"UPDATE {table} SET {column} = {damaged.format(column)} WHERE {column} = ?", (first,))
    return path


@pytest.mark.parametrize("damaged", NO_TEXT.values(), ids=NO_TEXT)
@pytest.mark.parametrize("table", TABLES)
def test_an_id_that_is_no_text_any_more_is_repaired_from_a_backup(
    sound: Path, tmp_path: Path, table: str, damaged: str
) -> None:
    path = spoil_key(tmp_path, sound, table, damaged)
    (tmp_path / "backups").mkdir()
    shutil.copy(sound, tmp_path / "backups" / "negcoach-20261120T120000Z.db")
    done = repair(tmp_path, NOON)
    assert done is not None
    assert "as in the backup of 2026-11-20." in done.done[0]
    assert contents(path) == contents(sound)
    assert repair(tmp_path, NOON) is None


@pytest.mark.parametrize("damaged", NO_TEXT.values(), ids=NO_TEXT)
@pytest.mark.parametrize("table", TABLES)
def test_without_a_backup_a_row_whose_id_is_no_text_any_more_is_left_out_and_taken_out(
    sound: Path, tmp_path: Path, table: str, damaged: str
) -> None:
    path = spoil_key(tmp_path, sound, table, damaged)
    with closing(open_database(tmp_path, now=NOON)) as database:
        named = leave_out_unreadable(database, NOON, every_row=True)
        assert f"{TABLES[table].key[0]} must be a UUID" in named[0]
        assert leave_out_unreadable(database, NOON, every_row=True) == ()
        assert set_aside_rows(database.connection)[0].table == table
    shutil.rmtree(tmp_path / "backups")  # the one that was made before
    done = repair(tmp_path, NOON)
    assert done is not None
    assert "It was taken out, with what belongs to it." in done.done[0]
    assert list(wrong_values(path)) == []
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_rating_whose_session_is_no_id_stays_without_a_session(sound: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(sound, tmp_path / "negcoach.db"))
    assert put(path, "soreness", "session_id", "")
    done = repair(tmp_path, NOON)
    assert done is not None
    assert [sentence.endswith("It is nothing now, which may be.") for sentence in done.done] == [True]
    assert len(contents(path)["soreness"]) == 1


def test_what_was_taken_out_comes_back_from_the_other_machine(sound: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(sound, tmp_path / "negcoach.db"))
    assert put(path, "sets", "tempo", "5-1-A-9x")
    done = repair(tmp_path, NOON)
    assert done is not None
    assert "It was taken out, with what belongs to it." in done.done[0]
    assert contents(path)["sets"] == contents(path)["reps"] == []
    assert cli.main(["merge", str(sound), "--data-dir", str(tmp_path), "--config", str(tmp_path / "config.toml")]) == 0
    assert contents(path) == contents(sound)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("sets", "load_kg", 61.0),
        ("sets", "load_kg", 228.0),
        ("reps", "measured_ms", 4999),
        ("sets", "load_kg", 1e308),  # the backup has the load as it was before an edit
    ],
)
def test_what_may_not_be_as_it_was_written_gives_way_to_the_copy_of_another_machine(
    sound: Path, tmp_path: Path, table: str, column: str, value: object
) -> None:
    here, there = (folder / "negcoach.db" for folder in (tmp_path / "here", tmp_path / "there"))
    shutil.copytree(sound.parent, here.parent)
    if value == 1e308:
        backup(here.parent, now=NOON)
        with closing(open_database(here.parent, now=NOON)) as database:
            (set_id,) = database.connection.execute("SELECT id FROM sets").fetchone()
            Editor(database).change_set(set_id, LATER, load_kg=50.0)
    shutil.copytree(here.parent, there.parent)
    before = entered(there)
    assert put(here, table, column, value)
    assert repair(here.parent, LATER) is not None
    for ours, theirs in ((there, here), (here, there)):
        with closing(open_database(ours.parent, now=LATER)) as database:
            merge(database, theirs, LATER)
        assert entered(ours) == before


@pytest.mark.parametrize("elsewhere", [False, True])
def test_what_was_purged_since_it_was_left_out_does_not_come_back(sound: Path, tmp_path: Path, elsewhere: bool) -> None:
    """Nor does its session from a backup."""
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        shutil.copytree(sound.parent, folder)
    assert put(here / "negcoach.db", "sets", "load_kg", 1e308)
    with closing(open_database(here, now=NOON)) as database:
        assert leave_out_unreadable(database, NOON, every_row=True)
    (here / "backups").mkdir(exist_ok=True)
    shutil.copy(sound, here / "backups" / "negcoach-20261120T120000Z.db")
    with closing(open_database(there if elsewhere else here, now=LATER)) as database:
        with database.read() as connection:
            (session,) = connection.execute("SELECT id FROM sessions").fetchone()
        Editor(database).delete_session(session, LATER)
        purge_all(database, LATER)
    with closing(open_database(here, now=LATER)) as database:
        merge(database, there / "negcoach.db", LATER)
        with database.read() as connection:
            assert len(left_out(connection)) == (0 if elsewhere else 1)
    done = repair(here, LATER)
    assert elsewhere or (done is not None and done.done[-1].endswith("It was taken out."))
    assert not any(contents(here / "negcoach.db")[name] for name in ("sessions", "sets", "reps"))
    assert repair(here, LATER) is None


@pytest.mark.parametrize("done", ["deleted", "joined", "joined and deleted"])
def test_a_set_that_was_left_out_follows_its_session_when_it_is_back(tmp_path: Path, done: str) -> None:
    """Else it would be a record that nobody can see, or missing in the session into which its own was joined."""
    with closing(open_database(tmp_path, now=NOON)) as database:
        starts = (NOON, NOON + timedelta(hours=2))
        first, second = (a_session(Journal(database), at, measured_ms=4900) for at in starts)
        (set_id,) = sets_of(database, second)
        backup(tmp_path, now=NOON)
    with closing(sqlite3.connect(tmp_path / "negcoach.db", isolation_level=None)) as connection:
        connection.execute("UPDATE sets SET tempo = '' WHERE id = ?", (set_id,))
    with closing(open_database(tmp_path, now=LATER)) as database:
        assert leave_out_unreadable(database, LATER, every_row=True)
        if done != "deleted":
            SessionEditor(database).join([first, second], LATER)
        if done != "joined":
            Editor(database).delete_session(second if done == "deleted" else first, LATER)
    assert repair(tmp_path, LATER) is not None
    with closing(open_database(tmp_path, now=LATER)) as database:
        if done == "joined":
            assert set_id in sets_of(database, first)
            return
        with database.read() as connection:
            in_bin = (second, 1) if done == "deleted" else (first, 2)
            assert [(item.id, item.sets) for item in bin_items(connection)] == [in_bin]
            records = exercise_trend(connection, "bench-press").records
            assert [one.session_id for one in records.heaviest] == ([first] if done == "deleted" else [])
        Editor(database).bring_back_session(in_bin[0], LATER)
        with database.read() as connection:
            assert [row.reps for row in session_rows(connection, 9)] == ([2, 2] if done == "deleted" else [4])


def test_how_sore_somebody_is_before_the_first_session_is_sound(tmp_path: Path) -> None:
    with closing(open_database(tmp_path, now=NOON)) as database:
        Body(database).answer({Question("chest"): 3}, NOON)
    assert list(wrong_values(tmp_path / "negcoach.db")) == []
    assert repair(tmp_path, NOON) is None


def test_the_doctor_says_what_it_repaired_and_what_it_kept(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(shutil.copy(sound, tmp_path / "negcoach.db"))
    assert put(path, "one_rms", "kg", 1e308)
    (tmp_path / "backups").mkdir()
    shutil.copy(sound, tmp_path / "backups" / "negcoach-20261120T120000Z.db")
    options = ["--data-dir", str(tmp_path), "--config", str(tmp_path / "config.toml"), "--engine", "silent"]
    cli.main(["doctor", "--repair", *options])
    said = capsys.readouterr().out
    assert said.startswith("The 1RM of bench-press on 2026-11-22: kg must be a number from 0 to 1000000, not 1e+308.")
    assert "It is 100.0 now, as in the backup of 2026-11-20." in said
    (kept,) = tmp_path.glob("negcoach-before-repair-*.db")
    assert str(kept) in said
    assert contents(path) == contents(sound)
    cli.main(["doctor", "--repair", *options])
    assert "before-repair" not in capsys.readouterr().out
