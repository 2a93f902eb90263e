"""Of a name as long as a file can have one, the queries for screens read as much as these show."""

from __future__ import annotations

from negcoach.store.database.database import Database
from negcoach.store.database.totals import update_totals
from negcoach.store.editing.bin import bin_items
from negcoach.store.editing.editor import Editor
from negcoach.store.journal import Journal
from negcoach.store.queries.days import sessions_on
from negcoach.store.queries.sessions.history import session
from negcoach.store.queries.trends import exercises_with_history
from negcoach.texts import MOST_SHOWN
from tests.store.samples import NOW, a_session


def test_of_a_huge_name_as_much_is_read_as_is_shown(database: Database, journal: Journal) -> None:
    session_id = a_session(journal)
    with database.write() as connection:
        connection.execute("UPDATE sets SET exercise_name = ?", ("Bench " * 100_000,))
        update_totals(connection, session_id)
    with database.read() as connection:
        found = session(connection, session_id)
        assert found is not None
        names = [found.sets[0].prescribed.exercise_name]
        names += [one.name for one in exercises_with_history(connection)]
        names += [name for one in sessions_on(connection, NOW.date()) for name in one.exercise_names]
    newest = journal.newest_ended()
    assert newest is not None
    names += newest.exercise_names
    names.append(Editor(database).delete_set(found.sets[0].id, NOW))
    with database.read() as connection:
        names += [one.name for one in bin_items(connection)]
    assert len(names) == 6
    assert all(name.startswith(("Bench Bench", "set 1, Bench")) and len(name) < MOST_SHOWN + 50 for name in names)
    with database.read() as connection:
        kept = connection.execute("SELECT exercise_name FROM sets").fetchone()[0]
    assert len(kept) == 600_000, "the whole name stays stored"
