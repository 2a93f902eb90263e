"""The tests of when each exercise was trained last."""

from __future__ import annotations

from negcoach.store.database.database import Database
from negcoach.store.journal import Journal
from negcoach.store.queries.last_trained import last_trained
from tests.store.samples import a_session, later


def test_what_was_never_performed_is_left_out(database: Database, journal: Journal) -> None:
    assert last_trained(database, ["bench-press"]) == {}
    a_session(journal, later(0))
    a_session(journal, later(500))
    trained = last_trained(database, ["bench-press", "heel-drop"])
    assert list(trained) == ["bench-press"]
    assert abs((trained["bench-press"] - later(740)).total_seconds()) < 0.001
