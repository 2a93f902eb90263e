"""A damaged file is put aside and kept, and the latest sound backup takes its place."""

from __future__ import annotations

import errno
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from datetime import timedelta
from pathlib import Path

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.database import backups as backups_module
from negcoach.store.database import database as database_module
from negcoach.store.database.backups import backup, backups
from negcoach.store.database.database import Database, open_database
from negcoach.store.database.files import DATABASE_NAME, recheck_marker, replaced_marker
from negcoach.store.journal import Journal
from negcoach.store.queries.sessions.history import session_rows, sessions
from negcoach.store.restore.checkup import check
from negcoach.store.restore.restore import prepared_restore
from tests.store.samples import NOW, a_session, later, make_database

Damage = Callable[[Path], None]

INDEX_LEAF = 10
"""The first byte of such a page (sqlite.org/fileformat.html, 1.6); only those of the reps have times in them."""


def _truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _truncate_within_the_header(path: Path) -> None:
    os.truncate(path, 50)


def _truncate_within_the_first_word(path: Path) -> None:
    os.truncate(path, 7)


def _fill_with_zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def _scramble_all_but_the_header(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:] = random.Random(1).randbytes(len(content) - 100)
    path.write_bytes(content)


def _scramble_the_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[8192:-4096] = random.Random(2).randbytes(len(content) - 8192 - 4096)
    path.write_bytes(content)


DAMAGES = [
    _truncate,
    _truncate_within_the_header,
    _truncate_within_the_first_word,
    _fill_with_zeros,
    _scramble_all_but_the_header,
    _scramble_the_middle,
]


def _session_count(database: Database) -> int:
    with database.read() as connection:
        return len(session_rows(connection, 1000))


def _set_aside(folder: Path) -> list[Path]:
    return sorted(folder.glob("negcoach-damaged-*.db"))


@pytest.mark.parametrize("damage", DAMAGES)
def test_without_a_backup_a_fresh_file_is_begun_and_the_damaged_one_kept(folder: Path, damage: Damage) -> None:
    path = make_database(folder, sessions=30)
    damage(path)
    damaged = path.read_bytes()
    database = open_database(folder, now=NOW)
    (kept,) = _set_aside(folder)
    assert kept.read_bytes() == damaged
    assert _session_count(database) == 0
    assert database.notice == (
        f"The database was damaged: it is kept as {kept.name}. There was no backup, so a new one was started."
    )
    a_session(Journal(database))
    database.close()


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_latest_backup_is_restored(folder: Path, damage: Damage) -> None:
    path = make_database(folder, sessions=20)
    backup(folder, now=NOW - timedelta(days=7))
    make_database(folder, sessions=30)
    backup(folder, now=NOW)
    damage(path)
    database = open_database(folder, now=NOW)
    assert _session_count(database) == 30
    assert database.notice is not None and database.notice.endswith("and the backup of 2026-11-22 10:28 was restored.")
    database.notice_told()
    a_session(Journal(database))
    database.close()
    again = open_database(folder, now=NOW)
    assert (again.notice, _session_count(again), len(_set_aside(folder))) == (None, 31, 1)
    again.close()


def test_a_backup_that_is_damaged_itself_or_newer_or_foreign_is_passed_over(folder: Path) -> None:
    path = make_database(folder, sessions=20)
    for days in (21, 14, 7, 0):
        backup(folder, now=NOW - timedelta(days=days))
    latest, newer, foreign, sound = backups(folder, NOW)
    _truncate(latest)
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("PRAGMA application_id = 99")
    _truncate(path)
    database = open_database(folder, now=NOW)
    assert database.notice is not None and "2026-11-01" in database.notice
    assert _session_count(database) == 20
    database.close()
    assert sound.exists() and latest.exists()


def test_where_no_backup_is_intact_the_notice_says_so(folder: Path) -> None:
    path = make_database(folder, sessions=2)
    for found in (backup(folder, now=NOW), path):
        _truncate(found)
    with closing(open_database(folder, now=NOW)) as database:
        assert database.notice is not None
        assert database.notice.endswith("None of its backups is intact, so a new one was started.")


def _hold(stored: Path) -> AbstractContextManager[object]:
    """Have another program write to the backup."""
    connection = sqlite3.connect(stored, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    return closing(connection)


def _upgrade(stored: Path) -> AbstractContextManager[object]:
    with closing(sqlite3.connect(stored)) as connection:
        connection.execute("PRAGMA user_version = 99")
    return nullcontext()


def _lay_a_log_beside(stored: Path) -> AbstractContextManager[object]:
    stored.with_name(stored.name + "-wal").write_bytes(b"of another database")
    return nullcontext()


def _make_the_folder_unreadable(stored: Path) -> AbstractContextManager[object]:
    """Put a link to itself in the folder's place: rights stop nobody who is root."""
    stored.parent.rename(stored.parent.with_name("elsewhere"))
    stored.parent.symlink_to(stored.parent)
    return nullcontext()


UNUSABLE = [
    (_hold, "cannot be read now (database is locked)"),
    (_upgrade, "is from a newer negcoach"),
    (_lay_a_log_beside, "is not of this database"),
    pytest.param(
        _make_the_folder_unreadable,
        "backups cannot be read",
        marks=pytest.mark.skipif(os.name != "posix", reason="a link to itself"),
    ),
]


@pytest.mark.parametrize(("make_unusable", "why"), UNUSABLE)
def test_a_backup_that_cannot_be_used_now_is_not_taken_for_none(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    make_unusable: Callable[[Path], AbstractContextManager[object]],
    why: str,
) -> None:
    """Else the history would be empty from then on, beside a backup that was only held for a moment."""
    monkeypatch.setattr("negcoach.store.database.connection.BUSY_S", 0.05)
    path = make_database(folder, sessions=2)
    stored = backup(folder, now=NOW)
    _truncate(path)
    before = path.read_bytes()
    with make_unusable(stored), pytest.raises(NegcoachError) as refused:
        open_database(folder, now=NOW)
    message = str(refused.value)
    assert message.startswith(f"{path} is damaged, and was left as it is: a backup of it may be sound.")
    assert why in message and "\n" not in message
    assert path.read_bytes() == before
    assert _set_aside(folder) == []


def test_a_database_that_cannot_be_read_just_then_stays_and_its_backup_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_database(folder, sessions=2)
    stored = backup(folder, now=NOW)
    _scramble_the_middle(path)
    with monkeypatch.context() as failing:
        failing.setattr(backups_module, "_read_all", _fail)
        with pytest.raises(NegcoachError) as refused:
            open_database(folder, now=NOW)
    assert str(refused.value) == (
        f"{path} cannot be read now (Input/output error); it was left as it is. Check the disk, and try again. "
        f'If that stays so, restore a backup (negcoach restore "{stored}").'
    )
    assert _set_aside(folder) == []


def _fail(_: Path) -> None:
    raise OSError(errno.EIO, "Input/output error")


def test_a_backup_that_was_held_is_restored_by_the_next_start(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("negcoach.store.database.connection.BUSY_S", 0.05)
    path = make_database(folder, sessions=2)
    stored = backup(folder, now=NOW)
    _truncate(path)
    with _hold(stored), pytest.raises(NegcoachError):
        open_database(folder, now=NOW)
    with closing(open_database(folder, now=NOW)) as database:
        assert database.notice is not None and "the backup of" in database.notice
        assert _session_count(database) == 2


@pytest.mark.skipif(os.name != "posix", reason="a link to itself")
def test_a_missing_database_beside_backups_that_cannot_be_read_is_no_beginning(folder: Path) -> None:
    path = make_database(folder, sessions=2)
    _make_the_folder_unreadable(backup(folder, now=NOW))
    path.unlink()
    with pytest.raises(NegcoachError, match="backups cannot be read"):
        open_database(folder, now=NOW)
    assert not path.exists()
    report = check(folder, NOW)
    assert not report.exists and "backups cannot be read" in str(report.problem)


def test_a_backup_whose_schema_is_damaged_is_passed_over(folder: Path) -> None:
    path = make_database(folder, sessions=2)
    sound = backup(folder, now=NOW - timedelta(days=7))
    latest = backup(folder, now=NOW)
    latest.write_bytes(latest.read_bytes().replace(b"CHECK (unilateral ", b"CHECK (unilaterel "))
    _truncate(path)
    database = open_database(folder, now=NOW)
    assert database.notice is not None and "2026-11-15" in database.notice
    database.close()
    assert sound.exists() and latest.exists()


def test_a_file_of_ours_that_says_it_has_no_version_is_damaged(folder: Path) -> None:
    path = make_database(folder)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 0")
    database = open_database(folder, now=NOW)
    assert database.notice is not None
    database.close()


def test_one_bad_byte_in_a_note_hides_nothing_else(folder: Path) -> None:
    path = make_database(folder, sessions=2)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE sessions SET note = CAST(x'66c3696e65' AS TEXT)")
        connection.commit()
    database = open_database(folder, now=NOW)
    with database.read() as connection:
        assert [record.note for record in sessions(connection)] == ["f\N{REPLACEMENT CHARACTER}ine"] * 2
    assert database.notice is None
    database.close()


def test_an_emptied_file_is_restored_when_there_is_a_backup(folder: Path) -> None:
    path = make_database(folder, sessions=2)
    backup(folder, now=NOW)
    os.truncate(path, 0)
    database = open_database(folder, now=NOW)
    assert database.notice is not None and "was restored" in database.notice
    assert _session_count(database) == 2
    database.close()


def test_two_damaged_files_of_the_same_second_are_both_kept(folder: Path) -> None:
    for _ in range(2):
        _truncate(make_database(folder))
        open_database(folder, now=NOW).close()
    assert len(_set_aside(folder)) == 2


@pytest.mark.parametrize("damage", [_truncate, _truncate_within_the_header, _fill_with_zeros])
def test_no_journal_of_the_damaged_file_is_left_for_the_new_one(folder: Path, damage: Damage) -> None:
    path = make_database(folder)
    backup(folder, now=NOW)
    damage(path)
    stale = path.with_name(f"{DATABASE_NAME}-journal")
    stale.write_bytes(b"not a journal, but a second file must never be repaired with it")
    database = open_database(folder, now=NOW)
    assert not stale.exists()
    assert (_session_count(database), len(_set_aside(folder))) == (1, 1)
    database.close()


def test_damage_that_is_met_later_is_one_line_and_the_next_start_puts_it_right(folder: Path) -> None:
    path = make_database(folder, sessions=50)
    backup(folder, now=NOW)
    content = bytearray(path.read_bytes())
    pages = [content[start : start + 4096] for start in range(0, len(content), 4096)]
    leaves = [number for number, page in enumerate(pages) if page[0] == INDEX_LEAF and b"+01:00" in page]
    start = leaves[len(leaves) // 2] * 4096
    content[start : start + 4096] = b"\xaa" * 4096
    path.write_bytes(content)
    database = open_database(folder, now=NOW)
    assert database.notice is None
    with pytest.raises(NegcoachError, match="is damaged") as met, database.read() as connection:
        sessions(connection)
    assert "\n" not in str(met.value)
    database.close()
    database = open_database(folder, now=NOW)
    assert database.notice is not None and "was restored" in database.notice
    with database.read() as connection:
        assert len(sessions(connection)) == 50
    database.close()


def test_a_start_that_ends_right_after_it_restored_a_backup_leaves_it_to_the_next_to_tell(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the history would be days older, and nobody would know."""
    path = make_database(folder, sessions=2)
    backup(folder, now=NOW)
    _truncate(path)
    with monkeypatch.context() as killing:

        def end_here(path: Path) -> None:
            raise KeyboardInterrupt

        killing.setattr(database_module, "forget_suspicion", end_here)  # what comes right after
        with pytest.raises(KeyboardInterrupt):
            open_database(folder, now=NOW)
    (kept,) = _set_aside(folder)
    for _ in range(2):  # the first of them ends before anything is shown
        with closing(open_database(folder, now=NOW)) as database:
            assert database.notice == (
                f"The database was damaged: it is kept as {kept.name}, and the backup of 2026-11-22 10:28 was restored."
            )
    database.notice_told()
    assert not replaced_marker(path).exists()
    with closing(open_database(folder, now=NOW)) as database:
        assert database.notice is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\n",
        b"../negcoach-damaged-20261122T092857Z.db\n",
        b"negcoach-damaged-20261122T092857Z.db\n",
        b"\n" * 9,
    ],
)
def test_a_mark_of_replacement_that_negcoach_did_not_write_is_told_by_nobody(folder: Path, content: bytes) -> None:
    path = make_database(folder)
    replaced_marker(path).write_bytes(content)
    with closing(open_database(folder, now=NOW)) as database:
        assert database.notice is None
    assert not replaced_marker(path).exists()


def test_a_mark_of_suspicion_that_cannot_be_removed_ends_nothing(folder: Path) -> None:
    path = make_database(folder, sessions=2)
    backup(folder, now=NOW)
    recheck_marker(path).mkdir()  # unlinking a folder fails, as on a disk with a fault
    with closing(open_database(folder, now=NOW)) as database:
        assert database.notice is None
    _scramble_the_middle(path)
    with closing(open_database(folder, now=NOW)) as database:
        assert database.notice is not None and "the backup of" in database.notice
        assert _session_count(database) == 2
    with prepared_restore(folder, backups(folder, NOW)[0], NOW) as found:
        assert found.swap_in(NOW) is not None


def test_a_suspicion_that_was_wrong_changes_nothing(folder: Path) -> None:
    make_database(folder)
    suspicion = folder / f"{DATABASE_NAME}-suspect"
    suspicion.touch()
    with closing(open_database(folder, now=NOW)) as database:
        assert (database.notice, suspicion.exists(), _session_count(database)) == (None, False, 1)
        a_session(Journal(database), later(3600))
        assert _session_count(database) == 2, "the start that has checked all of the file writes as any other"


def test_a_value_that_was_never_written_is_one_line(folder: Path) -> None:
    path = make_database(folder)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE sets SET stop_reason = 'tempo-l\x1bss'")
        connection.commit()
    database = open_database(folder, now=NOW)
    with pytest.raises(NegcoachError, match="does not write") as met, database.read() as connection:
        sessions(connection)
    assert "\n" not in str(met.value) and "\x1b" not in str(met.value)
    database.close()


@pytest.mark.parametrize("seed", range(12))
def test_whatever_bytes_are_hit_reading_ends_in_one_line_or_in_data(folder: Path, seed: int) -> None:
    path = make_database(folder, sessions=10)
    pristine = path.with_suffix(".pristine")
    shutil.copyfile(path, pristine)
    chance = random.Random(seed)
    content = bytearray(pristine.read_bytes())
    for _ in range(20):
        content[chance.randrange(100, len(content))] = chance.randrange(256)
    path.write_bytes(content)
    try:
        database = open_database(folder, now=NOW)
    except NegcoachError as error:
        assert "\n" not in str(error)
        return
    try:
        with database.read() as connection:
            sessions(connection)
        session_id = Journal(database).begin_session(NOW)
        Journal(database).end_session(session_id, NOW)
    except NegcoachError as error:
        assert "\n" not in str(error)
    finally:
        database.close()
