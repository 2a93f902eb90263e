"""The body: soreness, weights, 1RMs, all of it edited and undone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.database.database import Database
from negcoach.store.database.tables import TABLES
from negcoach.store.editing.body import ANSWERED_QUERY, FINISHED_SESSIONS_QUERY, Body, answer_id
from negcoach.store.editing.edit_log import edits, redo, undo
from negcoach.store.journal import Journal
from negcoach.store.queries.body_log import (
    DAYS_QUERY,
    LATEST_MS,
    MUSCLES_QUERY,
    ONE_RMS_QUERY,
    RATINGS_QUERY,
    WEIGHT_SERIES_QUERY,
    WEIGHTS_QUERY,
    BodyEntry,
    BodyWeight,
    EntryKind,
    OneRm,
    SorenessEntry,
)
from negcoach.store.queries.lifter import Lifter
from negcoach.training.progress.soreness import Question
from tests.store.samples import HEEL_DROP, NOW, a_session, later

MUSCLES = {"bench-press": ("chest", "triceps"), "heel-drop": ("calf",)}
DAY_S = 86_400


@pytest.fixture
def body(database: Database) -> Body:
    return Body(database)


def contents(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """All rows that people made, but for when they were changed."""
    return {
        table.name: sorted(
            tuple(row[name] for name in table.columns if name != "changed_ms")
            for row in database.connection.execute(f"SELECT * FROM {table.name}")
        )
        for table in TABLES.values()
    }


def log(body: Body, kinds: EntryKind = EntryKind.ALL) -> tuple[BodyEntry, ...]:
    return body.log(50, kinds=kinds).entries


def rated(body: Body) -> list[tuple[str, int, tuple[int, ...]]]:
    return [(one.muscle, one.rating, one.hours) for one in log(body) if isinstance(one, SorenessEntry)]


def weight(body: Body) -> BodyWeight:
    (found,) = log(body, EntryKind.WEIGHT)
    assert isinstance(found, BodyWeight)
    return found


def one_rm(body: Body) -> OneRm:
    (found,) = log(body, EntryKind.ONE_RM)
    assert isinstance(found, OneRm)
    return found


def soreness(body: Body) -> SorenessEntry:
    (found,) = log(body, EntryKind.SORENESS)
    assert isinstance(found, SorenessEntry)
    return found


def test_a_session_is_asked_about_at_24_48_and_72_hours_and_each_answer_once(body: Body, journal: Journal) -> None:
    a_session(journal)
    ended = 3_600
    for hours in (24, 48, 72):
        now = later(ended + hours * 3_600)
        questions = body.questions(MUSCLES, now)
        assert [(one.muscle, one.occasions[0].hours) for one in questions] == [("chest", hours), ("triceps", hours)]
        body.answer({questions[0]: 3, questions[1]: None}, now)
        assert body.questions(MUSCLES, now) == ()
    assert body.questions(MUSCLES, later(ended + 96 * 3_600)) == ()
    assert rated(body) == [("chest", 3, (hours,)) for hours in (72, 48, 24)]


def test_what_was_passed_over_is_not_asked_again_and_is_no_edit(
    body: Body, journal: Journal, database: Database
) -> None:
    a_session(journal)
    now = later(25 * 3_600)
    body.answer(dict.fromkeys(body.questions(MUSCLES, now)), now)
    assert body.questions(MUSCLES, now) == ()
    assert rated(body) == []
    with database.write() as connection, pytest.raises(NegcoachError, match="nothing to undo"):
        undo(connection, now)


def test_what_was_deleted_is_not_asked_again_and_what_was_undone_is(
    body: Body, journal: Journal, database: Database
) -> None:
    a_session(journal)
    now = later(25 * 3_600)
    questions = body.questions(MUSCLES, now)
    body.answer({questions[0]: 4}, now)
    with database.write() as connection:
        assert undo(connection, now).what == "soreness rated: chest 4"
    assert body.questions(MUSCLES, now) == questions
    body.answer({questions[0]: 4}, now)
    body.delete_soreness(soreness(body), now)
    assert body.questions(MUSCLES, now) == ()


def test_only_sessions_that_ended_and_lowered_something_are_asked_about(
    body: Body, journal: Journal, database: Database
) -> None:
    a_session(journal, reps=0)
    journal.begin_session(NOW)
    gone = a_session(journal)
    connection = database.connection
    connection.execute("UPDATE sessions SET deleted_at = started_at WHERE id = ?", (gone,))
    _lifted_only(connection)
    assert body.questions(MUSCLES, later(25 * 3_600)) == ()


def _lifted_only(connection: sqlite3.Connection) -> None:
    """An imported session, with a concentric set of an exercise whose muscles are known."""
    at, ms = NOW.isoformat(), int(NOW.timestamp() * 1000)
    connection.execute(
        "INSERT INTO sessions (id, started_at, started_ms, ended_at, changed_ms) VALUES ('s', ?, ?, ?, 0)", (at, ms, at)
    )
    connection.execute(
        "INSERT INTO concentric_sets (id, session_id, exercise, exercise_name, set_number, kind, load_kg, reps, "
        "started_at, started_ms, changed_ms) VALUES ('c', 's', 'bench-press', 'Bench', 1, 'normal', 80, 5, ?, ?, 0)",
        (at, ms),
    )


def test_one_answer_about_two_sessions_is_one_entry_changed_and_deleted_as_one(
    body: Body, journal: Journal, database: Database
) -> None:
    a_session(journal)
    a_session(journal, later(DAY_S))
    now = later(50 * 3_600)
    chest, triceps = body.questions(MUSCLES, now)
    body.answer({chest: 5, triceps: 2}, now)
    entries = [one for one in log(body) if isinstance(one, SorenessEntry)]
    assert [(one.muscle, one.rating, one.hours) for one in entries] == [
        ("chest", 5, (24, 48)),
        ("triceps", 2, (24, 48)),
    ]
    body.change_soreness(entries[0], 6, now)
    assert rated(body)[0] == ("chest", 6, (24, 48))
    body.delete_soreness(entries[0], now)
    assert rated(body) == [("triceps", 2, (24, 48))]
    with database.write() as connection:
        undo(connection, now)
        undo(connection, now)
    assert rated(body)[0] == ("chest", 5, (24, 48))


def test_two_machines_give_one_answer_the_same_id(body: Body, journal: Journal) -> None:
    session_id = a_session(journal)
    now = later(25 * 3_600)
    (question, _) = body.questions(MUSCLES, now)
    body.answer({question: 3}, now)
    assert soreness(body).ids == (answer_id(session_id, "chest", 24),)
    assert answer_id(session_id, "chest", 24) != answer_id(session_id, "chest", 48)
    body.answer({question: 4}, now)  # as when the other machine's answer came while the question was shown
    assert soreness(body).rating == 4


@pytest.mark.parametrize("rating", [5, None])
def test_an_answer_that_was_undone_while_the_clock_was_ahead_counts_when_it_is_given_again(
    body: Body, journal: Journal, database: Database, rating: int | None
) -> None:
    """Of the two a merge keeps what was changed last: the removal, unless the new answer comes after it."""
    a_session(journal)
    now, ahead = later(25 * 3_600), later(400 * DAY_S)
    (question, _) = body.questions(MUSCLES, now)
    body.answer({question: 3}, now)
    with database.write() as connection:
        undo(connection, ahead)
        (removed_ms,) = connection.execute(
            "SELECT removed_ms FROM removed_rows WHERE table_name = 'soreness'"
        ).fetchone()
    assert question in body.questions(MUSCLES, now)
    body.answer({question: rating}, now)
    with database.read() as connection:
        assert connection.execute("SELECT changed_ms FROM soreness").fetchone()[0] > removed_ms
        assert connection.execute("SELECT count(*) FROM removed_rows").fetchone()[0] == 0


def test_soreness_is_rated_unasked_too(body: Body) -> None:
    body.answer({Question("back"): 2, Question("calf"): None}, NOW)
    assert rated(body) == [("back", 2, ())]
    (newest,) = body.newest_ratings(["back", "chest"], NOW - timedelta(hours=1), NOW)
    assert (newest.muscle, newest.rating) == ("back", 2)
    assert body.newest_ratings(["back"], NOW + timedelta(hours=1), NOW + timedelta(hours=2)) == ()


def test_a_rating_that_is_dated_after_now_hides_none(body: Body) -> None:
    body.answer({Question("back"): 5}, NOW)
    body.answer({Question("back"): 0}, NOW + timedelta(days=2))
    found = body.newest_ratings(["back"], NOW - timedelta(days=3), NOW + timedelta(hours=1))
    assert [one.rating for one in found] == [0, 5]
    assert [one.rating for one in body.newest_ratings(["back"], NOW, NOW + timedelta(days=3))] == [0]


@pytest.mark.parametrize("rating", [-1, 7])
def test_a_rating_beyond_the_scale_is_refused(body: Body, rating: int) -> None:
    with pytest.raises(NegcoachError, match="0 \\(none\\) to 6"):
        body.answer({Question("back"): rating}, NOW)
    assert log(body) == ()


@pytest.mark.parametrize("kg", [0, -1, 641, float("nan"), float("inf")])
def test_an_impossible_body_weight_is_refused(body: Body, kg: float) -> None:
    with pytest.raises(NegcoachError):
        body.add_weight(kg, NOW, NOW)


def test_nothing_is_kept_of_days_to_come(body: Body) -> None:
    with pytest.raises(NegcoachError, match="in the future"):
        body.add_weight(80, later(1), NOW)
    with pytest.raises(NegcoachError, match="in the future"):
        body.add_one_rm("bench-press", "Bench press", 100, later(1), NOW)


def _add_weight(body: Body) -> None:
    body.add_weight(81.5, later(-DAY_S), NOW)


def _add_one_rm(body: Body) -> None:
    body.add_one_rm("bench-press", "Bench press", 100, later(-DAY_S), NOW)


def _rate(body: Body) -> None:
    body.answer({Question("back"): 2}, NOW)


EDITS: dict[str, tuple[Callable[[Body], None], Callable[[Body], None], str]] = {
    "add weight": (lambda _: None, _add_weight, "body weight, 81.5 kg"),
    "change weight": (
        _add_weight,
        lambda body: body.change_weight(weight(body), 82, later(-60), NOW),
        "body weight of 2026-11-21: 81.5 kg to 82 kg",
    ),
    "move weight": (
        _add_weight,
        lambda body: body.change_weight(weight(body), 81.5, later(-60), NOW),
        "body weight of 2026-11-21: moved to 2026-11-22",
    ),
    "delete weight": (
        _add_weight,
        lambda body: body.delete_weight(weight(body), NOW),
        "body weight of 2026-11-21, 81.5 kg",
    ),
    "add 1RM": (lambda _: None, _add_one_rm, "1RM of Bench press, 100 kg"),
    "change 1RM": (
        _add_one_rm,
        lambda body: body.change_one_rm(one_rm(body), "leg-press", "Leg press", 180, NOW, NOW),
        "1RM of Leg press of 2026-11-21: 100 kg to 180 kg",
    ),
    "delete 1RM": (
        _add_one_rm,
        lambda body: body.delete_one_rm(one_rm(body), "Bench press", NOW),
        "1RM of Bench press of 2026-11-21, 100 kg",
    ),
    "rate": (lambda _: None, _rate, "soreness rated: back 2"),
    "rate anew": (
        _rate,
        lambda body: body.change_soreness(soreness(body), 6, NOW),
        "soreness of the back: 2 to 6",
    ),
    "delete rating": (
        _rate,
        lambda body: body.delete_soreness(soreness(body), NOW),
        "soreness of the back, 2, on 2026-11-22",
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_every_edit_is_undone_and_redone_exactly(body: Body, database: Database, edit: str) -> None:
    prepare, change, what = EDITS[edit]
    prepare(body)
    before = contents(database)
    change(body)
    after = contents(database)
    assert before != after
    with database.write() as connection:
        assert undo(connection, NOW).what == what
        assert contents(database) == before
        redo(connection, NOW)
        assert contents(database) == after


def test_changing_nothing_is_no_edit(body: Body, database: Database) -> None:
    _add_weight(body)
    shown = weight(body)
    body.change_weight(shown, shown.kg, shown.at, NOW)
    with database.read() as connection:
        assert len(edits(connection)) == 1


def test_the_newest_test_that_is_not_deleted_is_the_1rm(body: Body, database: Database) -> None:
    lifter = Lifter(database)
    lifter.set_one_rm("bench-press", 100, later(-DAY_S))
    assert one_rm(body).kg == 100
    body.add_one_rm("bench-press", "Bench press", 90, later(-30 * DAY_S), NOW)
    assert lifter.one_rm("bench-press") == 100
    body.add_one_rm("bench-press", "Bench press", 110, NOW, NOW)
    assert lifter.one_rm("bench-press") == 110
    newest = log(body, EntryKind.ONE_RM)[0]
    assert isinstance(newest, OneRm)
    body.delete_one_rm(newest, "Bench press", NOW)
    assert lifter.one_rm("bench-press") == 100


def test_loads_are_named_in_the_lifters_unit(database: Database) -> None:
    Body(database, "lb").add_weight(81.6466266, NOW, NOW)
    with database.read() as connection:
        assert edits(connection)[0].what == "body weight, 180 lb"


def test_the_log_is_read_page_by_page_without_gaps_or_doubles(body: Body) -> None:
    for day in range(30):
        now = later(-day * DAY_S)
        if day % 2:
            body.add_weight(80 + day / 10, now, now)
        if day % 7 == 0:
            body.add_one_rm("bench-press", "Bench press", 100 + day, now, now)
        body.answer({Question("back"): day % 7, Question("chest"): 1}, now)
    whole = body.log(1_000)
    assert whole.older_than_ms is None
    assert len(whole.entries) == 30 * 2 + 15 + 5
    assert [one.ms for one in whole.entries] == sorted((one.ms for one in whole.entries), reverse=True)
    for limit in (2, 7, 31):
        found: list[BodyEntry] = []
        before_ms: int | None = LATEST_MS
        while before_ms is not None:
            page = body.log(limit, before_ms)
            found += page.entries
            before_ms = page.older_than_ms
        assert tuple(found) == whole.entries


def test_a_page_gets_over_many_entries_of_one_moment(body: Body) -> None:
    for number in range(5):
        body.add_weight(80 + number, NOW, later(1))
    page = body.log(2)
    assert len(page.entries) == 5
    assert page.older_than_ms is None


def test_the_series_have_the_worst_of_each_day_and_all_weights(body: Body) -> None:
    body.answer({Question("back"): 2}, later(-60))
    body.answer({Question("back"): 5}, NOW)
    body.answer({Question("back"): 1}, later(-DAY_S))
    body.add_weight(81, later(-DAY_S), NOW)
    body.add_weight(80, NOW, NOW)
    series = body.series()
    assert series.sore_days == {"back": {date(2026, 11, 21): 1, date(2026, 11, 22): 5}}
    assert series.weights == [(date(2026, 11, 21), 81), (date(2026, 11, 22), 80)]
    assert body.series(later(-DAY_S / 2)).weights == [(date(2026, 11, 22), 80)]


@pytest.mark.parametrize(
    ("query", "values", "first"),
    [
        (FINISHED_SESSIONS_QUERY, (0,), "SEARCH sessions USING INDEX sessions_by_start (started_ms>?)"),
        (ANSWERED_QUERY, ("",), "SEARCH soreness USING COVERING INDEX soreness_by_session (session_id=?)"),
        (RATINGS_QUERY, ("", 0, 1), "SEARCH soreness USING INDEX soreness_by_muscle (muscle=? AND rated_ms<?)"),
        (DAYS_QUERY, ("", 0), "SEARCH soreness USING INDEX soreness_by_muscle (muscle=? AND rated_ms>?)"),
        (WEIGHTS_QUERY, (0, 1), "SEARCH body_weights USING INDEX body_weights_by_time (measured_ms<?)"),
        (WEIGHT_SERIES_QUERY, (0,), "SEARCH body_weights USING INDEX body_weights_by_time (measured_ms>?)"),
        (ONE_RMS_QUERY, (), "SCAN one_rms USING INDEX one_rms_by_exercise"),
    ],
)
def test_every_query_goes_along_an_index(
    database: Database, query: str, values: tuple[object, ...], first: str
) -> None:
    assert _plan(database, query, values)[0] == first


def test_muscle_groups_are_found_without_reading_their_ratings(database: Database) -> None:
    steps = [step for step in _plan(database, MUSCLES_QUERY, ()) if "soreness" in step]
    assert steps
    assert all(step.startswith("SEARCH soreness USING INDEX soreness_by_muscle") for step in steps)


def _plan(database: Database, query: str, values: tuple[object, ...]) -> list[str]:
    return [row["detail"] for row in database.connection.execute(f"EXPLAIN QUERY PLAN {query}", values)]


def test_daily_heel_drops_ask_once_for_the_calves(body: Body, journal: Journal) -> None:
    for session in range(6):
        a_session(journal, later(session * DAY_S / 2), plan=HEEL_DROP)
    now = later(3.5 * DAY_S)
    (question,) = body.questions(MUSCLES, now)
    assert question.muscle == "calf"
    assert len(question.occasions) > 2
    body.answer({question: 1}, now)
    assert body.questions(MUSCLES, now + timedelta(hours=6)) == ()
