"""Backups are sound copies, made while the database is in use; the newest eight stay."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.database import connection as connection_module
from negcoach.store.database.backups import (
    BACKUPS_NAME,
    KEPT_BACKUPS,
    back_up_file,
    back_up_to,
    backup,
    backup_if_due,
    backups,
    backups_ahead,
    first_changed_row,
    latest_backup,
    not_backups,
    prepared_backup,
)
from negcoach.store.database.database import open_database
from negcoach.store.database.files import DATABASE_NAME
from negcoach.store.database.schema import MIGRATIONS
from negcoach.store.journal import Journal
from negcoach.store.queries.sessions.history import session_rows
from negcoach.store.restore.restore import prepared_restore
from tests.store.samples import NOW, a_session, make_database


def _dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_a_backup_holds_all_that_the_database_holds(folder: Path) -> None:
    path = make_database(folder, sessions=5)
    copy = backup(folder, now=NOW)
    assert _dump(copy) == _dump(path)
    assert copy.name == "negcoach-20261122T092857Z.db"
    if os.name == "posix":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700


def test_a_backup_is_made_while_the_database_is_open(folder: Path) -> None:
    database = open_database(folder, now=NOW)
    a_session(Journal(database))
    copy = backup(folder, now=NOW)
    a_session(Journal(database))
    database.close()
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM sessions").fetchone()[0] == 1


def test_the_newest_eight_stay(folder: Path) -> None:
    make_database(folder)
    made = [backup(folder, now=NOW + timedelta(days=day)) for day in range(KEPT_BACKUPS + 3)]
    assert backups(folder, NOW) == made[:2:-1]


def test_backups_of_one_second_do_not_replace_one_another(folder: Path) -> None:
    make_database(folder)
    made = [backup(folder, now=NOW) for _ in range(3)]
    assert backups(folder, NOW) == made[::-1]


def test_backups_sort_by_time_when_summer_time_ends(folder: Path) -> None:
    make_database(folder)
    summer = backup(folder, now=datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=2))))
    winter = backup(folder, now=datetime(2026, 10, 25, 2, 10, tzinfo=timezone(timedelta(hours=1))))
    assert backups(folder, NOW) == [winter, summer]


@pytest.mark.parametrize(("days", "due"), [(0, False), (6.99, False), (7, True), (30, True)])
def test_a_backup_is_due_after_a_week(folder: Path, days: float, due: bool) -> None:
    make_database(folder)
    assert backup_if_due(folder, now=NOW.replace(microsecond=0)) is not None
    made = backup_if_due(folder, now=NOW.replace(microsecond=0) + timedelta(days=days))
    assert (made is not None) is due


def test_backups_before_merges_hold_no_weekly_one_up(folder: Path) -> None:
    path = make_database(folder)
    weekly = []
    for day in range(22):
        back_up_file(path, NOW + timedelta(days=day), label="before-merge", limit=2)
        weekly.append(backup_if_due(folder, now=NOW + timedelta(days=day, minutes=1)))
    assert [day for day, made in enumerate(weekly) if made is not None] == [0, 7, 14, 21]
    assert {made for made in weekly if made is not None} < set(backups(folder, NOW + timedelta(days=22)))


def test_merges_in_one_second_push_out_no_weekly_backup(folder: Path) -> None:
    path = make_database(folder)
    weekly = [backup(folder, now=NOW - timedelta(days=7 * week)) for week in reversed(range(1, 7))]
    for minute in range(4):
        for _ in range(3):
            back_up_file(path, NOW + timedelta(minutes=minute), label="before-merge", limit=2)
    found = backups(folder, NOW)
    assert len(found) == KEPT_BACKUPS
    assert found[2:] == weekly[::-1]


def test_of_two_backups_of_a_label_that_begin_alike_none_pushes_the_other_out(folder: Path) -> None:
    path = make_database(folder)
    labels = ("version-13", "version-13", "version-1", "version-1", "before-left-out")
    made = [back_up_file(path, NOW, label=label) for label in labels]
    assert set(backups(folder, NOW)) == {made[1], made[3], made[4]}
    assert made[3].name.endswith("-version-1-2.db")


def test_a_database_that_another_program_keeps_locked_is_not_waited_for_without_end(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_module, "BUSY_S", 0.02)
    path = make_database(folder)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(NegcoachError, match="Another program is using the database"):
            backup(folder, now=NOW)
    assert list((folder / BACKUPS_NAME).iterdir()) == []
    assert backup(folder, now=NOW).exists()


def test_a_backup_is_one_file_where_another_program_has_set_wal_mode(folder: Path) -> None:
    path = make_database(folder, sessions=2)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
        made = backup(folder, now=NOW)
        back_up_to(path, folder / "other.db")
    assert first_changed_row(made) is None
    assert [one.name for one in made.parent.iterdir()] == [made.name]
    assert [one.name for one in folder.glob("other*")] == ["other.db"]


def test_backups_that_a_wrong_clock_dated_ahead_neither_hold_one_up_nor_push_a_new_one_out(folder: Path) -> None:
    make_database(folder)
    years_ahead = NOW + timedelta(days=365 * 64)
    ahead = [backup(folder, now=years_ahead + timedelta(days=day)) for day in range(KEPT_BACKUPS)]
    made = backup_if_due(folder, now=NOW)
    assert made is not None and made.exists()
    assert backups(folder, NOW) == [made, *ahead[:0:-1]]
    assert latest_backup(folder, NOW) == made
    assert backup_if_due(folder, now=NOW + timedelta(days=1)) is None
    assert backups_ahead(folder, NOW) == tuple(ahead[:0:-1])


def test_a_backup_that_was_made_while_the_clock_was_behind_stays(folder: Path) -> None:
    make_database(folder)
    for day in range(KEPT_BACKUPS):
        backup(folder, now=NOW + timedelta(days=day))
    made = backup(folder, now=datetime(1970, 1, 1, 0, 5, tzinfo=UTC))
    assert made.exists() and len(backups(folder, NOW)) == KEPT_BACKUPS


@pytest.mark.parametrize("stamp", ["20269999T999999Z", "00000000T000000Z", "20260230T000000Z", "2026112٢T000000Z"])
def test_digits_that_are_no_time_make_no_backup_and_end_nothing(folder: Path, stamp: str) -> None:
    path = make_database(folder, sessions=2)
    made = backup(folder, now=NOW)
    for suffix in (".db", ".part"):
        (made.parent / f"negcoach-{stamp}{suffix}").write_bytes(path.read_bytes())
    assert backups(folder, NOW) == [made]
    assert backup_if_due(folder, now=NOW + timedelta(days=8)) is not None
    path.write_bytes(b"\0" * 8192)
    open_database(folder, now=NOW + timedelta(days=8)).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM sessions").fetchone()[0] == 2


@pytest.mark.skipif(os.name != "posix", reason="links and pipes")
def test_what_only_has_a_backups_name_is_none_and_pushes_none_out(folder: Path) -> None:
    path = make_database(folder)
    made = [backup(folder, now=NOW + timedelta(days=day)) for day in range(KEPT_BACKUPS)]
    names = [made[0].with_name(f"negcoach-203001{number:02}T000000Z.db") for number in range(1, 6)]
    names[0].mkdir()
    os.mkfifo(names[1])
    names[2].symlink_to("/dev/zero")
    names[3].symlink_to(names[3])
    names[4].write_text("none")
    now = datetime(2030, 2, 1, tzinfo=UTC)
    assert backups(folder, now) == made[::-1] and not_backups(folder) == tuple(names)
    newest = backup(folder, now=now)
    assert backups(folder, now) == [newest, *made[:0:-1]]
    assert all(os.path.lexists(name) for name in names) and path.exists()


def test_a_damaged_database_is_not_backed_up_and_pushes_no_sound_backup_out(folder: Path) -> None:
    path = make_database(folder, sessions=20)
    made = [backup(folder, now=NOW + timedelta(days=day)) for day in range(KEPT_BACKUPS)]
    content = bytearray(path.read_bytes())
    content[-8192:] = b"\xaa" * 8192
    path.write_bytes(content)
    with pytest.raises(NegcoachError):
        backup(folder, now=NOW + timedelta(days=100))
    assert backups(folder, NOW + timedelta(days=100)) == made[::-1]
    assert sorted(path.name for path in (folder / BACKUPS_NAME).iterdir()) == [path.name for path in made]


def test_what_a_backup_finds_damaged_is_named_and_replaced_by_the_next_start(folder: Path) -> None:
    path = make_database(folder, sessions=3)
    backup(folder, now=NOW)
    with closing(sqlite3.connect(path)) as connection:  # an integer where only a text may stand
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')') WHERE name = 'sessions'")
        connection.commit()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE sessions SET note = CAST(7 AS BLOB)")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = sql || ' STRICT' WHERE name = 'sessions'")
        connection.commit()
    with pytest.raises(NegcoachError, match=r"negcoach\.db is damaged \(non-TEXT value in sessions\.note\)\. Start"):
        backup(folder, now=NOW)
    with closing(open_database(folder, now=NOW)) as database:
        assert database.notice is not None and "the backup of" in database.notice


def test_nothing_to_back_up_is_one_line_and_makes_no_database(folder: Path) -> None:
    folder.mkdir()
    with pytest.raises(NegcoachError):
        backup(folder, now=NOW)
    assert not (folder / DATABASE_NAME).exists()


def test_a_file_in_place_of_the_backups_folder_is_one_line(folder: Path) -> None:
    make_database(folder)
    (folder / BACKUPS_NAME).write_text("")
    with pytest.raises(NegcoachError, match="No backup could be made"):
        backup(folder, now=NOW)


@pytest.mark.skipif(os.name != "posix", reason="a link to itself")
def test_a_backups_folder_that_may_not_be_looked_into_is_one_line(folder: Path) -> None:
    make_database(folder)
    (folder / BACKUPS_NAME).symlink_to(folder / BACKUPS_NAME)
    with pytest.raises(NegcoachError, match="No backup could be made"):
        backup(folder, now=NOW)


def test_a_copy_that_cannot_be_read_any_more_is_one_line_and_no_backup(folder: Path) -> None:
    path = make_database(folder)
    with prepared_backup(path, NOW) as commit:
        (copy,) = (folder / BACKUPS_NAME).glob("*.part")
        copy.unlink()
        with pytest.raises(NegcoachError, match=r"No backup could be made in .* \(unable to open database file\)"):
            commit()
    assert backups(folder, NOW) == []


def test_what_a_backup_left_that_was_cut_off_is_gone_a_day_later(folder: Path) -> None:
    make_database(folder)
    place = backup(folder, now=NOW).parent
    left = [place / "negcoach-20261121T090000Z.part", place / "negcoach-20261121T090000Z-before-merge.part-journal"]
    fresh = place / "negcoach-20261122T092800Z-2.part"
    others = [place / "negcoach-notes.part", place / "mine.part"]
    for path in (*left, fresh, *others):
        path.write_bytes(b"begun")
    backup(folder, now=NOW + timedelta(minutes=1))
    assert not any(path.exists() for path in left)
    assert fresh.exists() and all(path.exists() for path in others)


def test_trying_a_migration_again_and_again_pushes_no_other_backup_out(folder: Path) -> None:
    make_database(folder)
    made = [backup(folder, now=NOW + timedelta(days=day)) for day in range(KEPT_BACKUPS - 1)]
    for attempt in range(KEPT_BACKUPS):
        with pytest.raises(NegcoachError):
            now = NOW + timedelta(days=50 + attempt)
            open_database(folder, now=now, migrations=(*MIGRATIONS, ("SELECT * FROM nowhere",)))
    assert set(made) < set(backups(folder, NOW))
    assert len(backups(folder, NOW)) == KEPT_BACKUPS


def test_two_programs_that_back_up_in_the_same_second_do_not_meet(folder: Path) -> None:
    path = make_database(folder, sessions=2)
    with (
        prepared_backup(path, NOW, label="version-1") as commit,
        prepared_backup(path, NOW, label="version-1") as other,
    ):
        first, second = commit(), other()
    assert first.exists()
    assert second.exists()
    assert list(first.parent.glob("*.part")) == []


def _removed(path: Path) -> None:
    path.unlink()


def _killed_between_the_renames(path: Path) -> None:
    path.rename(path.with_name("negcoach-damaged-20261122T092857Z.db"))


@pytest.mark.parametrize("lose", [_removed, _killed_between_the_renames])
def test_a_missing_database_beside_backups_is_no_beginning(folder: Path, lose: Callable[[Path], None]) -> None:
    path = make_database(folder, sessions=3)
    stored = backup(folder, now=NOW)
    lose(path)
    for _ in range(2):
        with pytest.raises(NegcoachError) as refused:
            open_database(folder, now=NOW)
        assert str(refused.value).startswith(f"{path} is missing, but {stored} was kept. Bring it back")
        assert not path.exists()
    with prepared_restore(folder, stored, NOW) as found:
        found.swap_in(NOW)
    with closing(open_database(folder, now=NOW)) as database, database.read() as connection:
        assert len(session_rows(connection, 10)) == 3


def test_a_missing_database_beside_the_one_that_a_restore_put_aside_is_no_beginning(folder: Path) -> None:
    path = make_database(folder, sessions=3)
    aside = path.rename(path.with_name("negcoach-before-restore-20261122T092857Z.db"))
    with pytest.raises(NegcoachError, match=r"is missing, but .*negcoach-before-restore"):
        open_database(folder, now=NOW)
    assert aside.exists()
    aside.rename(folder.parent / "elsewhere.db")
    open_database(folder, now=NOW).close()
    assert path.exists()
