"""What lies beside the database and holds what it does not know is named, until that is merged."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.database.database import open_database
from negcoach.store.journal import Journal
from negcoach.store.restore.beside import unknown_beside
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
    ((found, advice),) = unknown_beside(path)
    assert found == f"{name}, beside the database, holds 1 session that your history does not know."
    assert advice == f'Bring it in (negcoach merge "{copy}"), or move the file away.'
    with closing(open_database(path.parent, now=NOW)) as database:
        merge(database, copy, NOW)
        assert unknown_beside(path) == []


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
    assert unknown_beside(path) == []


def test_where_only_such_a_copy_is_left_no_empty_history_is_begun(path: Path) -> None:
    copy = path.rename(path.with_name(NAMES[0]))
    with pytest.raises(NegcoachError, match="is missing, but"):
        open_database(path.parent, now=NOW)
    copy.unlink()
    open_database(path.parent, now=NOW).close()
