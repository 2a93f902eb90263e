"""What is said beside a session in lines: rows of the database that are left out."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from negcoach.plain.run import _Run
from negcoach.services import Services


def test_a_row_that_cannot_be_read_is_named_and_left_out(services: Services) -> None:
    services.lifter.set_one_rm("bench-press", 100, services.now())
    with closing(sqlite3.connect(services.database.path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE one_rms SET tested_at = 'nonsense'")
        connection.commit()
    said = list[str]()
    run = _Run(services, said.append)
    run._terminal._writer.start()
    run._check_database()
    run._terminal._lines.put(None)
    run._terminal._writer.join(10)
    (sentence,) = said
    assert sentence.startswith("The 1RM of bench-press on nonsense")
    assert "It is left out until it is put right" in sentence
    assert services.lifter.one_rm("bench-press") is None
