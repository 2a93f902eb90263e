"""The made-up years: the same each time, as much as was asked for, and such as the program itself would write."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from negcoach.store.database.database import open_database
from negcoach.store.database.tables import TABLES
from negcoach.store.database.totals import update_totals
from negcoach.store.queries.sessions.history import session_rows, sessions
from tests.bench.life import made_up
from tests.bench.years import make
from tests.store.samples import NOW


def test_the_same_seed_makes_the_same_life_and_another_seed_another() -> None:
    assert made_up(200, seed=1) == made_up(200, seed=1)
    assert made_up(200, seed=1) != made_up(200, seed=2)


@pytest.mark.parametrize("count", [1, 50, 333])
def test_there_are_as_many_sessions_as_were_asked_for(count: int) -> None:
    rows = made_up(count)
    assert len(rows["sessions"]) == count
    for name, found in rows.items():
        keys = {tuple(row[column] for column in TABLES[name].key) for row in found}
        assert len(keys) == len(found)


def test_the_years_are_read_as_what_the_program_wrote_and_their_totals_hold(tmp_path: Path) -> None:
    make(tmp_path, sessions=300)
    with closing(open_database(tmp_path, now=NOW)) as database:
        with database.read() as connection:
            before = session_rows(connection, 1000)
            records = sessions(connection)
        with database.write() as connection:
            update_totals(connection, *(row.id for row in before))
            assert session_rows(connection, 1000) == before
    assert len(records) == len(before) > 290
    assert any(row.tempo_losses for row in before)
    assert any(row.records for row in before)
    assert any(row.lifted_sets for row in before)
    assert any(not row.note.isascii() for row in before)


def test_a_folder_that_has_a_database_is_left_alone(tmp_path: Path) -> None:
    path = make(tmp_path, sessions=5)
    content = path.read_bytes()
    with pytest.raises(FileExistsError):
        make(tmp_path, sessions=6)
    assert path.read_bytes() == content
