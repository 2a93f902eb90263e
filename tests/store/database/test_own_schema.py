"""A file holds our schema and nothing else: what acts by itself in somebody else's file never acts in ours."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.database.backups import backup, latest_backup
from negcoach.store.database.database import open_database
from negcoach.store.database.files import DATABASE_NAME
from negcoach.store.database.own_schema import NEWEST_SCHEMA, checksum, our_schema, schema_fault
from negcoach.store.database.schema import MIGRATIONS
from negcoach.store.restore.copies import copy_database
from tests.store.samples import NOW, make_database

ACTING = {
    "a trigger, gone": "CREATE TRIGGER gone AFTER UPDATE ON sessions BEGIN DELETE FROM reps; END",
    "a view, all_reps": "CREATE VIEW all_reps AS SELECT * FROM reps",
    "a trigger, [red] gone": 'CREATE TRIGGER "\x1b\\[red] gone" AFTER INSERT ON reps BEGIN DELETE FROM sessions; END',
}
STANDING = {
    "a table, more": "CREATE TABLE more (x)",
    "an index, by_kg": "CREATE INDEX by_kg ON sets (load_kg)",
    "an index, one_number": "CREATE UNIQUE INDEX one_number ON sets (id, set_number)",
}
LESS = {
    "holds another table, sessions, which negcoach does not make": "ALTER TABLE sessions DROP COLUMN title",
    "lacks the table edited_rows": "DROP TABLE edited_rows",
    "lacks the index sets_by_start": "DROP INDEX sets_by_start",
}


def spoil(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database of two sessions."""
    return make_database(tmp_path / "data", sessions=2)


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS) + 1))
def test_the_database_of_each_version_holds_nothing_else(tmp_path: Path, version: int) -> None:
    with closing(open_database(tmp_path, now=NOW, migrations=MIGRATIONS[:version])) as database:
        database.connection.execute("ANALYZE")
        assert schema_fault(database.connection, version) is None


@pytest.mark.parametrize(("what", "statement"), (ACTING | STANDING).items(), ids=list(ACTING | STANDING))
def test_what_is_copied_for_a_restore_or_a_merge_holds_nothing_else(
    tmp_path: Path, path: Path, what: str, statement: str
) -> None:
    spoil(path, statement)
    before = path.read_bytes()
    (tmp_path / "copy").mkdir()
    with pytest.raises(NegcoachError) as refused:
        copy_database(path, tmp_path / "copy", NOW)
    assert str(refused.value).startswith(f"{path} holds {what}, which negcoach does not make. Nothing was changed.")
    assert path.read_bytes() == before


def test_a_table_of_ours_with_another_definition_is_refused(tmp_path: Path, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, 'note TEXT', 'note TEXT COLLATE NOCASE') WHERE name = 'sets'"
        )
        connection.commit()
    (tmp_path / "copy").mkdir()
    with pytest.raises(NegcoachError, match="holds another table, sets, which negcoach does not make"):
        copy_database(path, tmp_path / "copy", NOW)


FAULTS = {f"holds {what}, which negcoach does not make": statement for what, statement in (ACTING | STANDING).items()}


@pytest.mark.parametrize(("fault", "statement"), (FAULTS | LESS).items(), ids=list(FAULTS | LESS))
def test_a_database_with_another_schema_is_not_opened(path: Path, fault: str, statement: str) -> None:
    sound = backup(path.parent, now=NOW)
    spoil(path, statement)
    before = path.read_bytes()
    with pytest.raises(NegcoachError) as refused:
        open_database(path.parent, now=NOW)
    said = f'The database {path} {fault}; it was left as it is. Restore a backup (negcoach restore "{sound}").'
    assert str(refused.value) == said
    assert path.read_bytes() == before
    sound.unlink()
    with pytest.raises(NegcoachError, match=r"it was left as it is\. There is no backup of it\."):
        open_database(path.parent, now=NOW)


def test_the_newest_schema_is_known_by_its_checksum() -> None:
    assert checksum(our_schema(len(MIGRATIONS))) == NEWEST_SCHEMA


def test_a_schema_that_lost_a_table_by_damage_is_replaced_by_the_backup(path: Path) -> None:
    backup(path.parent, now=NOW)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_schema WHERE name = 'edited_rows'")  # its pages belong to nobody now
        connection.commit()
    with closing(open_database(path.parent, now=NOW)) as database:
        assert database.notice is not None and "was damaged" in database.notice


@pytest.mark.parametrize("statement", ACTING.values(), ids=list(ACTING))
def test_a_backup_that_acts_by_itself_takes_no_damaged_databases_place(path: Path, statement: str) -> None:
    sound = backup(path.parent, now=NOW)
    spoiled = sound.with_name("negcoach-20991231T000000Z.db")
    shutil.copyfile(sound, spoiled)
    spoil(spoiled, statement)
    assert latest_backup(path.parent, NOW) == sound
    path.write_bytes(b"")
    with closing(open_database(path.parent, now=NOW)) as database:
        assert database.notice is not None
        assert database.connection.execute("SELECT count(*) FROM sessions").fetchone()[0] == 2
    assert path.name == DATABASE_NAME


def test_a_database_that_acts_by_itself_is_not_backed_up_as_sound(path: Path) -> None:
    spoil(path, ACTING["a trigger, gone"])
    with pytest.raises(NegcoachError, match="holds a trigger, gone"):
        backup(path.parent, now=NOW)
    assert latest_backup(path.parent, NOW) is None
