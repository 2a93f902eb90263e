"""``negcoach backup`` and ``negcoach restore``."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from negcoach.store.database.lock import shared_lock
from tests.commands.places import NOON, CommandLine, keep_session


@pytest.fixture
def old(negcoach: CommandLine, tmp_path: Path) -> Path:
    """A backup of one session, beside a database that has two by now."""
    keep_session(negcoach.data)
    assert negcoach("backup", "old.db").status == 0
    keep_session(negcoach.data, NOON + timedelta(days=1))
    return tmp_path / "old.db"


def test_a_backup_goes_among_the_others_and_it_is_said_where(negcoach: CommandLine) -> None:
    keep_session(negcoach.data)
    done = negcoach("backup")
    (made,) = (negcoach.data / "backups").iterdir()
    assert done.out == f"Backed up 1 session (latest 22 Nov 2026) to {made}. The copy is intact.\n"


def test_a_backup_goes_where_it_is_told_to(negcoach: CommandLine, old: Path) -> None:
    assert old.exists()
    assert not (negcoach.data / "backups").exists()
    assert "2 sessions (latest 23 Nov 2026)" in negcoach("backup", str(old)).out


def test_without_a_database_there_is_nothing_to_back_up_and_nothing_is_made(negcoach: CommandLine) -> None:
    done = negcoach("backup")
    assert (done.status, done.out) == (2, "")
    assert "nothing to back up" in done.err
    assert not negcoach.data.exists()


def test_another_file_is_not_overwritten(negcoach: CommandLine, tmp_path: Path) -> None:
    keep_session(negcoach.data)
    (tmp_path / "notes.txt").write_text("mine")
    done = negcoach("backup", "notes.txt")
    assert done.status == 2
    assert len(done.err.splitlines()) == 1
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_restore_with_yes_says_what_came_and_where_the_other_is(negcoach: CommandLine, old: Path) -> None:
    done = negcoach("restore", str(old), "--yes")
    assert done.status == 0
    restored, kept = done.out.splitlines()
    assert restored == f"Restored 1 session (latest 22 Nov 2026) from {old}."
    assert Path(kept.removeprefix("The database it replaced is kept as ")).parent == negcoach.data
    assert "1 session" in negcoach("backup").out


def test_a_restore_names_a_row_that_is_not_as_it_was_written(negcoach: CommandLine, old: Path) -> None:
    """The file is sound for SQLite, which takes what is missing at the end of a copy that was cut off for zeros."""
    assert negcoach("restore", str(old), "--yes").err == ""
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("UPDATE sets SET load_kg = load_kg + 1")
        connection.commit()
    done = negcoach("restore", str(old), "--yes")
    assert done.status == 0
    assert done.out.startswith("Restored 1 session")
    assert done.err.startswith(f"negcoach: In {old} the set of ")
    assert "is not as negcoach wrote it. Once that is restored, negcoach doctor" in done.err


def test_without_a_terminal_nothing_is_restored_unless_yes_is_said(negcoach: CommandLine, old: Path) -> None:
    done = negcoach("restore", str(old), stdin="y\n")
    assert (done.status, done.out) == (2, "")
    assert "--yes" in done.err
    assert "2 sessions" in negcoach("backup").out


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("answer", "left"), [("y", "1 session "), ("YES", "1 session "), ("n", "2 sessions"), ("", "2 sessions")]
)
def test_at_a_terminal_it_shows_both_and_asks(negcoach: CommandLine, old: Path, answer: str, left: str) -> None:
    said = _at_terminal(negcoach, ["restore", str(old)], answer + "\n")
    assert "there now  2 sessions (latest 23 Nov 2026)" in said
    assert "backup     1 session (latest 22 Nov 2026)" in said
    assert left in negcoach("backup").out


def test_not_while_negcoach_runs(negcoach: CommandLine, old: Path) -> None:
    with shared_lock(negcoach.data):
        done = negcoach("restore", str(old), "--yes")
    assert done.status == 2
    assert "Another negcoach is at work" in done.err
    assert "2 sessions" in negcoach("backup").out


def test_what_is_no_backup_is_not_restored(negcoach: CommandLine, old: Path) -> None:
    for name, content in (("nowhere.db", None), ("notes.txt", b"mine"), ("half.db", old.read_bytes()[:9000])):
        if content is not None:
            old.with_name(name).write_bytes(content)
        done = negcoach("restore", name, "--yes")
        assert (done.status, done.out) == (2, "")
        assert len(done.err.splitlines()) == 1
    assert not list(negcoach.data.glob("negcoach-before-restore-*"))


def _at_terminal(negcoach: CommandLine, arguments: list[str], typed: str) -> str:
    """Run the program at a terminal of its own and return what it said."""
    import pty

    child, terminal = pty.fork()
    if child == 0:
        os.chdir(negcoach.folder)
        os.execve(sys.executable, [sys.executable, "-m", "negcoach", *arguments], negcoach.environment())
    said = b""
    os.write(terminal, typed.encode())
    while True:
        try:
            more = os.read(terminal, 4096)
        except OSError:  # Linux says so that nobody is there any more
            break
        if not more:
            break
        said += more
    os.waitpid(child, 0)
    os.close(terminal)
    return said.decode()
