"""The visits that are kept as several sessions: found in one pass, and such that they can be joined."""

from __future__ import annotations

import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from negcoach.store.database.database import Database, open_database
from negcoach.store.editing.editor import Editor
from negcoach.store.editing.session_editor import SessionEditor
from negcoach.store.editing.visit_offer import close_offer, is_offer_open
from negcoach.store.journal import Journal
from negcoach.store.queries.sessions.history import sessions
from negcoach.store.queries.sessions.visits import count_joinable_visits, joinable_visits
from negcoach.training.progress.visits import SessionSpan, visits_of
from tests.store.samples import BENCH, NOW, a_session
from tests.store.whole import whole_store

LATER = NOW + timedelta(days=30)


def visits(database: Database) -> list[list[str]]:
    with database.read() as connection:
        return [[row.id for row in visit] for visit in joinable_visits(connection)]


def test_sessions_of_one_visit_are_found_oldest_first(database: Database, journal: Journal) -> None:
    hours = [0, 3.99, 7.5, 30, 60, 62]  # each session lasts an hour
    ids = [a_session(journal, NOW + timedelta(hours=after)) for after in hours]
    assert visits(database) == [ids[:3], ids[4:]]


def test_three_hours_between_them_are_two_visits(database: Database, journal: Journal) -> None:
    a_session(journal, NOW)
    a_session(journal, NOW + timedelta(hours=4))
    assert visits(database) == []


def test_what_is_deleted_empty_or_under_way_is_in_no_visit(database: Database, journal: Journal) -> None:
    ids = [a_session(journal, NOW + timedelta(minutes=61 * number)) for number in range(2)]
    under_way = journal.begin_session(NOW + timedelta(minutes=130))
    journal.begin_set(under_way, BENCH, NOW + timedelta(minutes=131))
    assert visits(database) == [ids]
    Editor(database).delete_session(ids[1], LATER)
    assert visits(database) == []


def test_what_was_joined_is_offered_no_more(database: Database, journal: Journal) -> None:
    for hours in (0, 2, 30, 32):
        a_session(journal, NOW + timedelta(hours=hours))
    before = whole_store(database)
    words = SessionEditor(database).join_visits(visits(database), LATER)
    assert words == "4 sessions joined into 2, one for each visit"
    assert visits(database) == []
    Editor(database).undo(LATER)
    assert whole_store(database) == before


def test_the_offer_is_open_until_it_was_answered(database: Database) -> None:
    with database.read() as connection:
        assert is_offer_open(connection)
    close_offer(database, NOW)
    with database.read() as connection:
        assert not is_offer_open(connection)


@given(st.lists(st.integers(0, 60 * 60), max_size=10))
@settings(max_examples=30)
def test_the_query_finds_what_the_domain_says_and_all_of_it_can_be_joined(minutes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as place, closing(open_database(Path(place), now=NOW)) as database:
        database.connection.execute("PRAGMA synchronous = OFF")
        for minute in minutes:
            a_session(Journal(database), NOW + timedelta(minutes=minute), reps=1)
        with database.read() as connection:
            found = [SessionSpan(one.id, one.started_at, one.ended_at) for one in sessions(connection) if one.ended_at]
            count = count_joinable_visits(connection)
        assert visits(database) == [[one.id for one in visit] for visit in visits_of(found)]
        assert count == len(visits(database))
        SessionEditor(database).join_visits(visits(database), LATER)
