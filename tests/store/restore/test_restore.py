"""A backup put in the place of the database, and a backup put where somebody wants it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.database import lock
from negcoach.store.database.backups import back_up_to, backup
from negcoach.store.database.database import Database, open_database
from negcoach.store.database.files import DATABASE_NAME, journal_path, recheck_marker
from negcoach.store.database.lock import LOCK_NAME, REPLACING_NAME, shared_lock
from negcoach.store.database.schema import MIGRATIONS
from negcoach.store.editing.bin import purge_all
from negcoach.store.editing.body import Body
from negcoach.store.editing.editor import Editor
from negcoach.store.journal import Journal
from negcoach.store.queries.lifter import Lifter
from negcoach.store.queries.sessions.history import session_rows
from negcoach.store.restore.copies import DatabaseSummary, summary_of
from negcoach.store.restore.restore import prepared_restore
from negcoach.transfer.merge.merge import merge
from tests.store.histories import manual_set
from tests.store.samples import NOW, a_session, make_database

posix = pytest.mark.skipif(os.name != "posix", reason="rights are POSIX's")


def restore(folder: Path, source: Path) -> Path | None:
    """Put ``source`` in the place of the folder's database."""
    with prepared_restore(folder, source, NOW) as found:
        return found.swap_in(NOW)


def count(folder: Path) -> int:
    """How many sessions the folder's database has."""
    with closing(open_database(folder, now=NOW)) as database, database.read() as connection:
        assert database.notice is None
        return len(session_rows(connection, 100))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A backup of five sessions."""
    return make_database(tmp_path / "elsewhere", sessions=5)


def test_what_was_restored_is_there_and_what_was_there_is_kept(folder: Path, source: Path) -> None:
    there = make_database(folder, sessions=2).read_bytes()
    content = source.read_bytes()
    kept = restore(folder, source)
    assert kept == folder / "negcoach-before-restore-20261122T092857Z.db"
    assert kept.read_bytes() == there
    assert source.read_bytes() == content
    assert count(folder) == 5
    assert {path.name for path in folder.iterdir()} == {DATABASE_NAME, kept.name, LOCK_NAME, REPLACING_NAME}


def test_it_is_said_what_is_there_and_what_comes(folder: Path, source: Path) -> None:
    make_database(folder, sessions=2)
    with prepared_restore(folder, source, NOW) as found:
        assert found.exists
        assert found.current == DatabaseSummary(2, (NOW + timedelta(days=1)).date())
        assert found.incoming == DatabaseSummary(5, (NOW + timedelta(days=4)).date())
    assert count(folder) == 2
    assert {path.name for path in folder.iterdir()} == {DATABASE_NAME, LOCK_NAME}


def test_two_restores_within_a_second_keep_two_files(folder: Path, source: Path) -> None:
    make_database(folder, sessions=2)
    assert restore(folder, source) != restore(folder, source)
    assert len(list(folder.glob("negcoach-before-restore-*.db"))) == 2


class Interrupting(type(Path())):  # type: ignore[misc]  # the class of this system's paths
    """A path whose file is about to get its name when Ctrl+C comes."""

    def replace(self, target: Path) -> Path:  # type: ignore[override]
        raise KeyboardInterrupt


def test_an_interrupt_while_it_is_put_in_place_leaves_what_was_there(folder: Path, source: Path) -> None:
    there = make_database(folder, sessions=2).read_bytes()
    with pytest.raises(KeyboardInterrupt), prepared_restore(folder, source, NOW) as found:
        replace(found, _copy=Interrupting(found._copy)).swap_in(NOW)
    assert (folder / DATABASE_NAME).read_bytes() == there
    assert {path.name for path in folder.iterdir()} == {DATABASE_NAME, LOCK_NAME, REPLACING_NAME}


def test_into_an_empty_place(folder: Path, source: Path) -> None:
    with prepared_restore(folder, source, NOW) as found:
        assert not found.exists
        assert found.swap_in(NOW) is None
    assert count(folder) == 5


def test_one_of_version_1_is_brought_up_to_date(folder: Path, tmp_path: Path) -> None:
    open_database(tmp_path / "old", now=NOW, migrations=MIGRATIONS[:1]).close()
    restore(folder, tmp_path / "old" / DATABASE_NAME)
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
    assert not (folder / "backups").exists()


def test_in_the_place_of_a_damaged_one_that_is_kept_with_its_journal(folder: Path, source: Path) -> None:
    path = make_database(folder, sessions=2)
    path.write_bytes(path.read_bytes()[:5000])
    journal_path(path).write_bytes(b"half a journal")
    recheck_marker(path).touch()
    with prepared_restore(folder, source, NOW) as found:
        assert found.current is None
        kept = found.swap_in(NOW)
    assert kept is not None
    assert kept.stat().st_size == 5000
    assert journal_path(kept).read_bytes() == b"half a journal"
    assert not recheck_marker(path).exists()
    assert count(folder) == 5


@posix
def test_it_is_for_its_owner_alone(folder: Path, source: Path) -> None:
    source.chmod(0o644)
    restore(folder, source)
    assert stat.S_IMODE((folder / DATABASE_NAME).stat().st_mode) == 0o600


def test_not_while_another_negcoach_is_at_work(folder: Path, source: Path) -> None:
    path = make_database(folder, sessions=2)
    before = path.read_bytes()
    with shared_lock(folder), pytest.raises(NegcoachError, match="Another negcoach is at work"):
        restore(folder, source)
    assert path.read_bytes() == before


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.unlink(), "There is no file"),
        (lambda path: path.write_text("not a database at all"), "is not a negcoach database"),
        (lambda path: path.write_bytes(path.read_bytes()[:9000]), "is damaged"),
        (_newer, "is from a newer negcoach"),
    ],
)
def test_what_is_no_sound_backup_is_refused_and_nothing_is_changed(
    folder: Path, source: Path, spoil: Callable[[Path], object], said: str
) -> None:
    path = make_database(folder, sessions=2)
    before = path.read_bytes()
    spoil(source)
    with pytest.raises(NegcoachError, match=said):
        restore(folder, source)
    assert path.read_bytes() == before
    assert not list(folder.glob(".restore-*"))


def test_the_database_itself_is_refused(folder: Path) -> None:
    path = make_database(folder, sessions=2)
    with pytest.raises(NegcoachError, match="itself"):
        restore(folder, path)


def test_a_backup_among_the_others_can_be_restored(folder: Path) -> None:
    make_database(folder, sessions=2)
    copy = backup(folder, now=NOW)
    with closing(open_database(folder, now=NOW)) as database:
        a_session(Journal(database), NOW + timedelta(days=9))
    restore(folder, copy)
    assert count(folder) == 2
    assert copy.exists()


@posix
def test_what_a_restore_left_that_was_cut_off_is_gone_after_the_next(folder: Path, source: Path) -> None:
    make_database(folder)
    left = folder / ".restore-x1y2z3"
    left.mkdir()
    shutil.copyfile(source, left / DATABASE_NAME)
    restore(folder, source)
    assert left.exists()  # another restore may be waiting for an answer
    os.utime(left, (NOW.timestamp() - 90_000,) * 2)
    restore(folder, source)
    assert not left.exists()


def test_not_when_another_negcoach_was_started_while_the_lifter_thought(folder: Path, source: Path) -> None:
    there = make_database(folder, sessions=2).read_bytes()
    with prepared_restore(folder, source, NOW) as found, shared_lock(folder) as alone:
        assert alone
        with pytest.raises(NegcoachError, match="Another negcoach is at work"):
            found.swap_in(NOW)
    assert (folder / DATABASE_NAME).read_bytes() == there
    assert {path.name for path in folder.iterdir()} == {DATABASE_NAME, LOCK_NAME}


def test_when_the_folder_does_not_let_us_all_is_as_it_was(folder: Path, source: Path) -> None:
    path = make_database(folder, sessions=2)
    before = path.read_bytes()
    with prepared_restore(folder, source, NOW) as found:
        shutil.rmtree(next(folder.glob(".restore-*")))
        with pytest.raises(NegcoachError, match="could not be replaced"):
            found.swap_in(NOW)
    assert path.read_bytes() == before
    assert not list(folder.glob("negcoach-before-restore-*"))


def test_a_backup_goes_where_it_is_wanted_and_holds_all(folder: Path, tmp_path: Path) -> None:
    path = make_database(folder, sessions=3)
    target = tmp_path / "stick" / "mine.db"
    target.parent.mkdir()
    back_up_to(path, target)
    assert summary_of(target) == summary_of(path)
    assert [item.name for item in target.parent.iterdir()] == ["mine.db"]
    if os.name == "posix":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_an_older_backup_of_the_same_history_is_replaced(folder: Path, tmp_path: Path) -> None:
    path = make_database(folder, sessions=2)
    target = tmp_path / "mine.db"
    back_up_to(path, target)
    with closing(open_database(folder, now=NOW)) as database:
        first = a_session(Journal(database), NOW + timedelta(days=9))
        a_session(Journal(database), NOW + timedelta(days=10))
    back_up_to(path, target)
    with closing(open_database(folder, now=NOW)) as database:
        Editor(database).delete_session(first, NOW + timedelta(days=10))
        purge_all(database, NOW + timedelta(days=11))
    back_up_to(path, target)
    found = summary_of(target)
    assert found is not None
    assert found.sessions == 3


def test_a_backup_that_holds_what_is_not_here_is_not_overwritten(folder: Path, source: Path) -> None:
    path = make_database(folder, sessions=1)
    with closing(open_database(source.parent, now=NOW)) as database:
        a_session(Journal(database), NOW + timedelta(days=90))
    before = source.read_bytes()
    with pytest.raises(NegcoachError, match="sessions that your database does not know") as error:
        back_up_to(path, source)
    assert "negcoach merge" in str(error.value)
    assert source.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "edit"),
    [
        ("1 set ", lambda database, session_id: Editor(database).add_set(session_id, manual_set(), NOW)),
        ("1 session ", lambda database, session_id: Editor(database).change_session(session_id, NOW, note="heavy")),
        ("1 body weight ", lambda database, session_id: Body(database).add_weight(80.5, NOW, NOW)),
        ("1 entered 1RM ", lambda database, session_id: Lifter(database).set_one_rm("bench-press", 120.0, NOW)),
    ],
)
def test_a_backup_that_holds_an_edit_that_is_not_here_is_not_overwritten(
    folder: Path, tmp_path: Path, name: str, edit: Callable[[Database, str], object]
) -> None:
    path = make_database(folder, sessions=2)
    target = tmp_path / "other" / DATABASE_NAME
    target.parent.mkdir()
    back_up_to(path, target)
    with closing(open_database(target.parent, now=NOW)) as theirs:
        with theirs.read() as connection:
            (session_id,) = connection.execute("SELECT max(id) FROM sessions").fetchone()
        edit(theirs, session_id)
    before = target.read_bytes()
    with pytest.raises(NegcoachError, match=f"holds {name}that your database does not know. Bring it in first"):
        back_up_to(path, target)
    assert target.read_bytes() == before
    with closing(open_database(folder, now=NOW)) as ours:
        merge(ours, target, NOW)
    back_up_to(path, target)


def _text(path: Path) -> None:
    path.write_text("my notes")


def _somebody_elses(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE mine (one)")


def _link(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere"))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_text, "is not a negcoach backup"),
        (_somebody_elses, "is not a negcoach backup"),
        (lambda path: path.touch(), "is not a negcoach backup"),
        (lambda path: path.mkdir(), "is a folder"),
        pytest.param(_link, "is not a negcoach backup", marks=posix),
    ],
)
def test_what_is_no_backup_is_not_overwritten(
    folder: Path, tmp_path: Path, spoil: Callable[[Path], object], said: str
) -> None:
    path = make_database(folder)
    target = tmp_path / "target"
    spoil(target)
    before = target.read_bytes() if target.is_file() else None
    with pytest.raises(NegcoachError, match=said):
        back_up_to(path, target)
    assert (target.read_bytes() if target.is_file() else None) == before
    assert {item.name for item in tmp_path.iterdir()} == {"data", "target"}


def test_there_is_no_backup_where_no_folder_is_or_of_a_damaged_database(folder: Path, tmp_path: Path) -> None:
    path = make_database(folder)
    with pytest.raises(NegcoachError, match="There is no folder"):
        back_up_to(path, tmp_path / "nowhere" / "mine.db")
    with pytest.raises(NegcoachError, match="itself"):
        back_up_to(path, path)
    path.write_bytes(path.read_bytes()[:9000])
    with pytest.raises(NegcoachError, match="damaged"):
        back_up_to(path, tmp_path / "mine.db")
    assert [item.name for item in tmp_path.iterdir()] == ["data"]


WRITING = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE sessions SET note = 'written'")
print("writing", flush=True)
sys.stdin.readline()
connection.execute("COMMIT")
print("written", flush=True)
"""


@posix
def test_a_write_that_is_under_way_is_made_before_its_file_is_replaced(
    folder: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Commands, which lock the folder for nobody, write too."""
    path = make_database(folder, sessions=2)
    with (
        subprocess.Popen(
            [sys.executable, "-c", WRITING, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as writer,
        prepared_restore(folder, source, NOW) as found,
    ):
        assert writer.stdin is not None and writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
        monkeypatch.setattr(lock, "_WRITTEN_WITHIN_S", 0.0)
        with pytest.raises(NegcoachError, match="Another negcoach is writing"):
            found.swap_in(NOW)
        assert sorted(one.name for one in folder.glob("negcoach*.db*")) == ["negcoach.db", "negcoach.db-journal"]
        writer.stdin.write("\n")
        writer.stdin.flush()
        assert writer.stdout.readline() == "written\n"
        kept = found.swap_in(NOW)
    assert kept is not None and count(folder) == 5
    with closing(sqlite3.connect(kept)) as connection:
        assert {row[0] for row in connection.execute("SELECT note FROM sessions")} == {"written"}
