"""What is said beside a session in lines: rows of the database that are left out."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest

from negcoach.plain import run as plain_run
from negcoach.plain.run import _Run
from negcoach.services import Services
from negcoach.store.database.files import replaced_marker
from negcoach.store.restore import room


def test_a_row_that_cannot_be_read_is_named_and_left_out(services: Services) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now())
    with closing(sqlite3.connect(services.database.path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE one_rms SET tested_at = 'nonsense'")
        connection.commit()
    said = list[str]()
    run = _Run([services], said.append)
    run._terminal._writer.start()
    run._check_database(services)
    run._terminal._lines.put(None)
    run._terminal._writer.join(10)
    (sentence,) = said
    assert sentence.startswith("The 1RM of bench-press on nonsense")
    assert "It is left out until it is put right" in sentence
    assert services.lifter.one_rm("bench-press") is None


def test_a_copy_beside_the_database_with_something_of_its_own_is_named(services: Services) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now())
    path = services.database.path
    shutil.copyfile(path, path.with_name("negcoach (1).db"))
    with services.database.write() as connection:
        connection.execute("DELETE FROM one_rms")
    said = list[str]()
    run = _Run([services], said.append)
    run._terminal._writer.start()
    run._check_database(services)
    run._terminal._lines.put(None)
    run._terminal._writer.join(10)
    (sentence,) = said
    assert sentence.startswith(
        "negcoach (1).db, beside the database, holds 1 entered 1RM that your history does not know. Bring"
    )


def test_a_damaged_database_is_told_once(services: Services) -> None:
    marker = replaced_marker(services.database.path)
    marker.touch()
    services.database.notice = "The database was damaged."
    said = list[str]()
    run = _Run([services], said.append)
    run._terminal._writer.start()
    run._tell_what_was_found()
    run._terminal._lines.put(None)
    run._terminal._writer.join(10)
    assert said == ["The database was damaged."]
    assert not marker.exists()


def test_much_room_that_is_free_in_the_file_is_given_back(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_MUCH_BYTES", 4096)
    with services.database.write() as connection:
        connection.executemany(
            "INSERT INTO facts VALUES (?, ?, 0)", ((f"a fact {one}", "x" * 3000) for one in range(200))
        )
    full = services.database.path.stat().st_size
    with services.database.write() as connection:
        connection.execute("DELETE FROM facts WHERE name LIKE 'a fact %'")
    assert services.database.path.stat().st_size == full
    _Run([services], print)._check_database(services)
    assert services.database.path.stat().st_size < full / 2
    services.lifter.set_one_rm("bench-press", 100, services.now())
    assert services.lifter.one_rm("bench-press") is not None


def test_a_check_that_a_write_interrupts_is_made_again(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    made = list[int]()

    def interrupted_once(*_: object) -> None:
        made.append(1)
        if len(made) == 1:
            raise InterruptedError

    monkeypatch.setattr(plain_run, "check_database", interrupted_once)
    monkeypatch.setattr(plain_run, "_CHECK_AGAIN_S", 0.0)
    _Run([services], print)._check_database(services)
    assert len(made) == 2


def test_an_interrupted_check_is_not_made_again_at_the_end(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise InterruptedError

    monkeypatch.setattr(plain_run, "check_database", interrupted)
    run = _Run([services], print)
    run._ended.set()
    run._check_database(services)  # else it would wait a minute, and go on for ever
