"""What lies beside the database and holds what it does not know is named, until that is merged."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.database.database import open_database
from negcoach.store.database.schema import APPLICATION_ID
from negcoach.store.journal import Journal
from negcoach.store.restore import checkup
from negcoach.store.restore.checkup import copies_beside
from negcoach.transfer.merge.merge import merge
from tests.store.samples import NOW, a_session, later, make_database

NAMES = [
    "negcoach.sync-conflict-20261130-101010-ABCDEFG.db",
    "negcoach (Anna's conflicted copy 2026-11-30. 2).db",
    "negcoach-LAPTOP.db",
    "negcoach (1).db",
]
"""As Syncthing, Dropbox, OneDrive and Google Drive name one."""


@pytest.fixture
def path(folder: Path) -> Path:
    return make_database(folder)


def told(path: Path) -> list[tuple[str, str]]:
    with closing(open_database(path.parent, now=NOW)) as database:
        return copies_beside(database)


def train(folder: Path, days: int = 3) -> None:
    with closing(open_database(folder, now=NOW)) as database:
        a_session(Journal(database), later(days * 86_400))


def conflict(path: Path, name: str) -> Path:
    """Leave the database under another name, as it is after a session that the one at its place does not have."""
    before = path.read_bytes()
    train(path.parent)
    copy = path.rename(path.with_name(name))
    path.write_bytes(before)
    return copy


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_with_a_session_of_its_own_is_named_until_it_is_merged(path: Path, name: str) -> None:
    copy = conflict(path, name)
    ((found, advice),) = told(path)
    assert found == f"{name}, beside the database, holds 1 session that your history does not know."
    assert advice == f'Bring it in (negcoach merge "{copy}"), or move the file away.'
    with closing(open_database(path.parent, now=NOW)) as database:
        merge(database, copy, NOW)
    assert told(path) == []


def test_what_holds_nothing_new_is_no_database_or_was_put_aside_is_not(path: Path) -> None:
    folder = path.parent
    for name in ("negcoach-old.db", "negcoach-damaged-20261130T101010Z.db"):
        shutil.copyfile(path, folder / name)
    put_aside = conflict(path, "negcoach-before-restore-20261130T101010Z.db")
    shutil.copyfile(put_aside, folder / "copy-of-negcoach.db")
    (folder / "negcoach-notes.db").write_text("none of ours")
    (folder / "negcoach-folder.db").mkdir()
    (folder / "negcoach-nowhere.db").symlink_to(folder / "gone")
    (folder / "negcoach-link.db").symlink_to(path)
    (folder / "negcoach-cut.db").write_bytes(path.read_bytes()[:5000])
    with closing(sqlite3.connect(folder / "negcoach-values.db")) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("CREATE TABLE sessions (id, changed_ms, deleted_at)")
        connection.execute("INSERT INTO sessions VALUES (x'00', NULL, NULL)")
        connection.commit()
    assert told(path) == []


def test_where_only_such_a_copy_is_left_no_empty_history_is_begun(path: Path) -> None:
    copy = path.rename(path.with_name(NAMES[0]))
    with pytest.raises(NegcoachError, match="is missing, but"):
        open_database(path.parent, now=NOW)
    copy.unlink()
    open_database(path.parent, now=NOW).close()


def test_it_lets_a_write_pass_and_is_looked_for_again_after_that(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rep that was done while a copy of many years is compared is kept at once."""
    monkeypatch.setattr(checkup, "_STEPS_BETWEEN_LOOKS", 1)
    conflict(path, NAMES[0])
    with closing(open_database(path.parent, now=NOW)) as database:
        for name in ("is_writing", "is_closing"):
            setattr(database, name, True)
            with pytest.raises(InterruptedError):
                copies_beside(database)
            setattr(database, name, False)
        assert len(copies_beside(database)) == 1
