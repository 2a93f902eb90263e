"""The list of sessions: counted, filtered and read a page at a time, always along its index."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negcoach.errors import NegcoachError
from negcoach.screens.history.session.words import totals
from negcoach.store.database.database import Database, open_database
from negcoach.store.database.totals import update_totals
from negcoach.store.editing.editor import Editor
from negcoach.store.journal import Journal
from negcoach.store.queries.sessions.filtering import Filter, SessionFlag, parse_filter
from negcoach.store.queries.sessions.history import session, session_rows
from negcoach.store.queries.sessions.session_list import (
    COUNT_QUERY,
    PAGE_QUERY,
    TEXTS_QUERY,
    SearchTexts,
    filter_query,
    find,
    found_rows,
    position_of,
    sessions_around,
)
from negcoach.texts import folded
from negcoach.training.terms import Attempt, SetPurpose, StopReason
from tests.store.histories import add_lifted
from tests.store.samples import BENCH, HEEL_DROP, NOW, a_session, keep, later

DAY = 86_400


def found_ids(database: Database, typed: str, texts: SearchTexts | None = None) -> list[str]:
    with database.read() as connection:
        found = find(connection, parse_filter(typed, NOW.date()), texts)
        rows = found_rows(connection, found, 0, 1000)
        assert len(rows) == found.count
        assert [position_of(connection, found, row.id) for row in rows] == list(range(found.count))
    return [row.id for row in rows]


def test_pages_of_any_start_hold_the_lines_in_order(database: Database, journal: Journal) -> None:
    ids = [a_session(journal, later(-number), sets=1, reps=1) for number in range(7)]
    with database.read() as connection:
        for wanted in (Filter(), Filter(words=("bench",))):
            found = find(connection, wanted)
            assert found.count == 7
            for start in range(9):
                assert [row.id for row in found_rows(connection, found, start, 3)] == ids[start : start + 3]


def test_the_sessions_around_one_come_nearest_first_and_have_ended(database: Database, journal: Journal) -> None:
    ids = [a_session(journal, later(DAY * number)) for number in range(6)]
    journal.resume_session(ids[3], later(DAY * 9))
    with database.read() as connection:
        before, after = sessions_around(connection, ids[2], 2)
    assert [row.id for row in before] == [ids[1], ids[0]]
    assert [row.id for row in after] == [ids[4], ids[5]]


def test_words_are_looked_for_in_exercises_titles_and_notes_whatever_their_case_and_accents(
    database: Database, journal: Journal
) -> None:
    bench = a_session(journal, later(3))
    heel = a_session(journal, later(2), plan=HEEL_DROP)
    noted = a_session(journal, later(1))
    journal.annotate_session(noted, "Große Mühe,\n100 % tired_out", None, NOW)
    with database.write() as connection:
        connection.execute("UPDATE sets SET note = 'LEFT side only' WHERE session_id = ?", (heel,))
        connection.execute("UPDATE sessions SET title = 'Чистый Push' WHERE id = ?", (bench,))
    for session_id in (bench, heel):  # the totals are brought up to date as an edit does
        journal.annotate_session(session_id, "", None, NOW)
    assert found_ids(database, "BENCH press") == [bench, noted]
    assert found_ids(database, '"press bench"') == []
    assert found_ids(database, "GROSSE mühe") == [noted]
    assert found_ids(database, "100 %") == [noted]
    assert found_ids(database, "%d_o") == []
    assert found_ids(database, '"left side"') == [heel]
    assert found_ids(database, "чистый PUSH bench") == [bench]
    assert found_ids(database, "muhe") == [noted]
    assert found_ids(database, "mu\u0308he") == [noted]
    assert found_ids(database, "grosse") == [noted]


def test_an_exercise_is_found_by_what_it_was_called_and_by_all_that_it_is_called_today(
    database: Database, journal: Journal
) -> None:
    raised = replace(BENCH, exercise="hands-raised-push-up", exercise_name="Hands-raised push-up")
    names = {
        "hands-raised-push-up": ("hands-raised-push-up", "Incline push-up", "Box push-up"),
        "bench-press": ("bench-press", "Bench press"),
        "own": ("own", "Élan press"),
    }
    texts = SearchTexts(lambda: names)
    bench = a_session(journal, later(5))
    before = a_session(journal, later(4), plan=raised)
    today = a_session(journal, later(3), plan=replace(raised, exercise_name="Incline push-up"))
    lifted = a_session(journal, later(2), plan=HEEL_DROP)
    add_lifted(database, lifted, "a-set")
    with database.write() as connection:
        connection.execute("UPDATE concentric_sets SET exercise = 'own', exercise_name = 'Machine press'")
        update_totals(connection, lifted)
    assert found_ids(database, "incline", texts) == [before, today]
    assert found_ids(database, "BOX", texts) == [before, today]
    assert found_ids(database, '"hands-raised"', texts) == [before, today]
    assert found_ids(database, "elan press", texts) == [lifted]
    assert found_ids(database, "press", texts) == [bench, lifted]
    names["hands-raised-push-up"] = ("hands-raised-push-up", "Elevated push-up")
    assert found_ids(database, "elevated", SearchTexts(lambda: names)) == [before, today]
    assert found_ids(database, "incline", SearchTexts(lambda: names)) == [today]


def test_a_day_is_that_on_the_lifters_wall(database: Database, journal: Journal) -> None:
    def at(text: str, hours: int) -> str:
        moment = datetime.fromisoformat(text).replace(tzinfo=timezone(timedelta(hours=hours)))
        return a_session(journal, moment, sets=1, reps=1)

    east_before = at("2026-03-11T23:59:59.999", 14)
    east = at("2026-03-12T00:00", 14)
    west = at("2026-03-12T23:59:59.999", -12)
    west_after = at("2026-03-13T00:00", -12)
    assert found_ids(database, "2026-03-12") == [west, east]
    assert found_ids(database, "2026-03-13..") == [west_after]
    assert found_ids(database, "..2026-03-11") == [east_before]


def test_full_reps_are_no_sets_of_lowering_and_those_reached_are_records(database: Database, journal: Journal) -> None:
    found = {}
    for days, attempt in ((-2, Attempt.YES), (-1, Attempt.NO), (0, None)):
        session_id = journal.begin_session(later(days * DAY))
        if attempt is not None:
            tried = replace(BENCH, exercise="negative-dip", purpose=SetPurpose.TRY, bodyweight=True, load_kg=0.0)
            journal.store_try(session_id, tried, attempt, later(days * DAY + 1))
        work = journal.begin_set(session_id, replace(BENCH, exercise="negative-dip"), later(days * DAY + 60))
        for ordinal in (1, 2, 3):
            keep(journal, work, ordinal, later(days * DAY + 60 + 10 * ordinal))
        journal.end_set(work, StopReason.TARGET_REACHED, later(days * DAY + 100))
        journal.end_session(session_id, later(days * DAY + 200))
        found[session_id] = attempt
    with database.read() as connection:
        records = {row.id: row.records for row in session_rows(connection, 10)}
        rows = session_rows(connection, 10)
        whole = {one: session(connection, one) for one in found}
    assert [(row.sets, row.reps, row.set_reps) for row in rows] == [(1, 3, (3,))] * 3
    assert records == {one: int(attempt is Attempt.YES) for one, attempt in found.items()}
    assert found_ids(database, "is:record") == [one for one, attempt in found.items() if attempt is Attempt.YES]
    for one, attempt in found.items():
        record = whole[one]
        assert record is not None
        assert len(record.lowered) == 1
        assert totals(record, "kg")[0] == ("1 × 3", "sets × reps")
        assert len(record.sets) == (1 if attempt is None else 2)


def test_marks_choose_sessions(database: Database, journal: Journal) -> None:
    whole = a_session(journal, later(-DAY))
    lost = a_session(journal, later(0), stop_reason=StopReason.TEMPO_LOSS)
    still = journal.begin_session(later(DAY))
    journal.begin_set(still, BENCH, later(DAY))
    hurt = a_session(journal, later(-2 * DAY), stop_reason=StopReason.PAIN)
    with database.write() as connection:
        connection.execute("UPDATE sessions SET record_count = 1 WHERE id = ?", (whole,))
        connection.execute("UPDATE sessions SET lifted_sets = 2, set_count = 0 WHERE id = ?", (lost,))
    assert found_ids(database, "is:record") == [whole]
    assert found_ids(database, "is:lost") == [lost]
    assert found_ids(database, "is:open") == [still]
    assert found_ids(database, "is:lifted") == [lost]
    assert found_ids(database, "is:lowered") == [still, whole, hurt]
    assert found_ids(database, "is:pain") == [hurt]
    with database.read() as connection:
        assert [row.painful_sets for row in session_rows(connection, 9)] == [0, 0, 0, 1]
    assert found_ids(database, "is:lost is:open") == []


def test_a_deleted_session_has_no_place(database: Database, journal: Journal) -> None:
    gone, kept = a_session(journal), a_session(journal, later(1))
    with database.write() as connection:
        connection.execute("UPDATE sessions SET deleted_at = 'x' WHERE id = ?", (gone,))
    assert found_ids(database, "") == [kept]
    assert found_ids(database, "bench") == [kept]
    with database.read() as connection:
        assert position_of(connection, find(connection, Filter()), gone) is None
        assert position_of(connection, find(connection, Filter(words=("nothing",))), kept) is None


BY_START = "sessions USING INDEX sessions_by_start"
PAIN_OF_EACH = ["CORRELATED SCALAR SUBQUERY 1", "SEARCH sets USING INDEX sets_by_session (session_id=?)"]


def plan_of(connection: sqlite3.Connection, query: str, values: tuple[object, ...]) -> list[str]:
    return [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", values)]


def test_count_and_page_are_read_from_the_index_without_sorting(database: Database) -> None:
    with database.read() as connection:
        assert plan_of(connection, COUNT_QUERY, ()) == [f"SCAN {BY_START}"]
        of_each = [PAIN_OF_EACH[0].replace("1", str(number)) for number in range(1, 6)]  # pain, tries, reached, held
        found = [step for one in of_each for step in (one, *PAIN_OF_EACH[1:])]
        assert plan_of(connection, PAGE_QUERY, (64, 19_968)) == [f"SCAN {BY_START}", *found]
        assert plan_of(connection, TEXTS_QUERY, ()) == [f"SCAN {BY_START}"]


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(words=("bench", "knee")),
        Filter(first=date(2026, 3, 1), last=date(2026, 3, 31)),
        Filter(first=date(2026, 3, 1)),
        parse_filter("is:record is:lost is:open is:lifted is:lowered", NOW.date()),
        parse_filter("bench ..2024 is:record", NOW.date()),
    ],
)
def test_every_filter_is_one_walk_along_the_index_without_sorting(database: Database, wanted: Filter) -> None:
    query, values = filter_query(wanted)
    with database.read() as connection:
        tries = ["LIST SUBQUERY 1", "SCAN sets USING INDEX sets_tried"] if SessionFlag.RECORD in wanted.flags else []
        walk = f"SEARCH {BY_START} (started_ms>? AND started_ms<?)"
        assert plan_of(connection, query, tuple(values)) == [walk, *tries]  # the few tries are read once


LETTERS = "abEéÜß "
TEXTS = st.text(LETTERS, max_size=5)
FILTERS = st.builds(
    Filter,
    words=st.lists(st.text(LETTERS, min_size=1, max_size=2).map(folded), max_size=2).map(tuple),
    first=st.sampled_from((None, NOW.date(), NOW.date() + timedelta(days=1))),
    flags=st.sampled_from((frozenset[SessionFlag](), frozenset({SessionFlag.OPEN}), frozenset({SessionFlag.LOWERED}))),
)


def plainly_found(connection: sqlite3.Connection, wanted: Filter) -> list[str]:
    """Look at each session by itself."""
    return [
        row.id
        for row in session_rows(connection, 1000)
        if all(word in folded("\n".join((row.title, *row.exercise_names, row.note))) for word in wanted.words)
        and (wanted.first is None or row.started_at.date() >= wanted.first)
        and (SessionFlag.OPEN not in wanted.flags or row.ended_at is None)
        and (SessionFlag.LOWERED not in wanted.flags or row.sets > 0)
    ]


@given(
    notes=st.lists(TEXTS, min_size=1, max_size=5),
    changes=st.lists(st.tuples(st.sampled_from(("note", "elsewhere", "delete", "undo")), TEXTS), max_size=5),
    filters=st.lists(FILTERS, min_size=1, max_size=3),
)
@settings(max_examples=60, deadline=None)
def test_a_filter_finds_what_looking_at_each_session_finds_also_after_changes_by_whomever(
    notes: list[str], changes: list[tuple[str, str]], filters: list[Filter]
) -> None:
    with tempfile.TemporaryDirectory() as place, closing(open_database(Path(place), now=NOW)) as database:
        database.connection.execute("PRAGMA synchronous = OFF")
        journal, editor, texts = Journal(database), Editor(database), SearchTexts()
        ids = []
        for number, note in enumerate(notes):
            plan = HEEL_DROP if number % 2 else BENCH
            ids.append(a_session(journal, later(DAY * number), plan=plan, sets=number % 3, reps=1))
            journal.annotate_session(ids[-1], note, None, NOW)
        for number, (change, text) in enumerate((("", ""), *changes)):
            one = ids[number % len(ids)]
            with suppress(NegcoachError):  # it is in the bin already, or there is nothing to undo
                match change:
                    case "note":
                        journal.annotate_session(one, text, None, later(DAY * 30 + number))
                    case "elsewhere":
                        with closing(open_database(Path(place), now=NOW)) as other:
                            Journal(other).annotate_session(one, text, None, later(DAY * 30 + number))
                    case "delete":
                        editor.delete_session(one, later(DAY * 30 + number))
                    case "undo":
                        editor.undo(later(DAY * 30 + number))
            for wanted in filters:
                with database.read() as connection:
                    found = find(connection, wanted, texts)
                    rows = found_rows(connection, found, 0, 1000)
                    assert [row.id for row in rows] == plainly_found(connection, wanted)
                    assert found == find(connection, wanted)
