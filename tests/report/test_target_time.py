"""The share of target time: one rule for it in the list, the session, the trends, the card of a day and the report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from negcoach.coaching.words.set_words import last_time_in_words
from negcoach.commands.history import _cells, _sentence
from negcoach.commands.past_session import _set_text
from negcoach.report.card.card import card_svg
from negcoach.report.card.facts import read_card
from negcoach.report.facts import read_facts
from negcoach.report.markdown import markdown
from negcoach.report.story import report_blocks
from negcoach.screens.history.session.words import exercise_line, set_outcome, totals
from negcoach.services import Services
from negcoach.store.editing.editor import Editor
from negcoach.store.prescribed_set import PrescribedSet
from negcoach.store.queries.programme_span import performed_since
from negcoach.store.queries.sessions.history import SessionRecord, SessionRow, session_rows, sessions
from negcoach.store.queries.trends import exercise_trend
from negcoach.training.exercise.limits import TEMPO_COUNTS_FROM, tempo_counts
from negcoach.training.progress.trends import TrendMeasure
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.terms import SetPurpose, StopReason
from tests.report.test_card import texts_of
from tests.services import clock, perform, services

__all__ = ["clock", "perform", "services"]  # the fixtures

NORDIC, DIP = "nordic-curl", "negative-dip"


def kept(
    services: Services, *sets: tuple[str, int, float], left: int = 0, fewer: int = 0, tests: Sequence[int] = ()
) -> tuple[SessionRow, SessionRecord]:
    """Keep a session of these sets, each an exercise, its planned reps, and their share of five seconds.

    All but those that are ``left`` of each set were done. ``tests`` are the numbers of those that were tests.
    """
    at = services.now() - timedelta(days=1)
    session = services.journal.begin_session(at)
    for number, (slug, reps, share) in enumerate(sets, 1):
        exercise = services.exercise(slug)
        assert exercise is not None
        plan = PrescribedSet(
            exercise=slug,
            exercise_name=exercise.name,
            set_number=number,
            sets=len(sets),
            reps=reps,
            fewer=fewer,
            tempo="5-0-A-1",
            load_kg=0.0,
            rest_ms=60_000,
            lead_in_ms=5_000,
            lift_ms=2_000,
            bodyweight=True,
            purpose=SetPurpose.TEST if number in tests else SetPurpose.WORK,
        )
        set_id = services.journal.begin_set(session, plan, at + timedelta(minutes=number))
        for rep in range(1, reps + 1 - left):
            measured = int(5000 * share)
            services.journal.store_rep(
                set_id, ordinal=rep, number=rep, side=None, target_ms=5000, measured_ms=measured, now=at
            )
        services.journal.end_set(set_id, StopReason.TARGET_REACHED, at)
    services.journal.end_session(session, at + timedelta(hours=1))
    with services.database.read() as connection:
        return session_rows(connection, 1)[0], sessions(connection, 1)[0]


@pytest.mark.parametrize(
    ("exercise", "planned_reps", "counts"),
    [(NORDIC, 11, False), (NORDIC, 12, True), (NORDIC, None, True), (DIP, 1, True)],
)
def test_the_tempo_of_a_nordic_counts_from_the_sets_of_twelve_on(
    services: Services, exercise: str, planned_reps: int | None, counts: bool
) -> None:
    assert tempo_counts(exercise, planned_reps) is counts
    found = services.exercise(exercise)
    assert found is not None and found.counts_tempo_of(planned_reps) is counts
    assert {one.slug for one in services.library} >= TEMPO_COUNTS_FROM.keys()


def test_a_session_of_held_reps_alone_has_no_share(services: Services) -> None:
    row, record = kept(services, (NORDIC, 5, 0.6), (NORDIC, 5, 0.64))
    assert (row.adherence, row.held) == (None, True)
    assert _cells(row, "kg")[6] == "held"
    assert ", held" in _sentence(row, "kg") and "target time" not in _sentence(row, "kg")
    assert [one.adherence for one in record.sets] == [None, None]
    assert " · held 3.0 s" in set_outcome(record.sets[0]).plain
    assert " · held 3.1 s" in exercise_line(record.sets).plain
    assert ("3.1 s", "average hold") in totals(record, "kg")
    assert ", held 3.0 s, " in _set_text(record.sets[0], "kg")


def test_of_sets_that_get_shorter_the_first_says_whether_their_tempo_counts(services: Services) -> None:
    row, record = kept(services, (NORDIC, 12, 0.96), (NORDIC, 10, 0.96), (NORDIC, 8, 0.9), fewer=2)
    assert row.adherence == pytest.approx(0.944)
    assert not row.held
    assert [one.adherence for one in record.sets] == pytest.approx([0.96, 0.96, 0.9])
    with services.database.read() as connection:
        assert not any(one.held for one in read_facts(connection, services.now().date(), 1).sets)
        card = read_card(connection, services.now().date() - timedelta(days=1))
    assert card is not None and all(rep.judged for rep in card.reps)


def test_beside_others_held_reps_are_not_in_the_share(services: Services) -> None:
    row, record = kept(services, (NORDIC, 5, 0.6), (DIP, 3, 0.96))
    assert row.adherence == pytest.approx(0.96)
    assert _cells(row, "kg")[6] == "96 %"
    assert ("96 %", "target time") in totals(record, "kg")
    with services.database.read() as connection:
        found = read_facts(connection, services.now().date(), 1)
        card = read_card(connection, services.now().date() - timedelta(days=1))
    text = markdown(report_blocks(found, "kg")).replace("\\", "")
    assert "3 of 3 reps measured, 5 not judged" in text
    assert "measured reps whose tempo counts, 3 of 8 reps." in text
    assert card is not None
    shown = texts_of(card_svg(card, "kg", StopRules()))
    assert shown[shown.index("96 %") + 1] == "target time, 3 reps"


def test_the_card_of_a_day_of_held_reps_says_how_long(services: Services) -> None:
    kept(services, (NORDIC, 5, 0.6))
    with services.database.read() as connection:
        card = read_card(connection, services.now().date() - timedelta(days=1))
    assert card is not None
    svg = card_svg(card, "kg", StopRules())
    shown = texts_of(svg)
    assert shown[shown.index("3.0 s") + 1] == "held on average"
    assert not any("target time" in text for text in shown)


def test_a_test_of_the_longest_lowering_is_not_held(services: Services) -> None:
    kept(services, (NORDIC, 1, 2.8), (NORDIC, 5, 0.6), tests=(1,))
    with services.database.read() as connection:
        found = read_facts(connection, services.now().date(), 1)
        card = read_card(connection, services.now().date() - timedelta(days=1))
    assert [one.held for one in found.sets] == [False, True]
    assert card is not None
    shown = texts_of(card_svg(card, "kg", StopRules()))
    assert shown[shown.index("3.0 s") + 1] == "held on average"


def test_a_programme_judges_sets_that_get_shorter_by_the_first_though_that_is_gone(services: Services) -> None:
    _, record = kept(services, (NORDIC, 12, 0.96), (NORDIC, 10, 0.96), (NORDIC, 8, 0.9), fewer=2)
    Editor(services.database).delete_set(record.sets[0].id, services.now())
    with services.database.read() as connection:
        (found,) = performed_since(connection, NORDIC, 0, None)
    assert (found.timed.reps, found.held.reps) == (18, 0)


def test_the_trend_has_only_sessions_whose_tempo_counts(services: Services, perform: Callable[..., None]) -> None:
    perform(NORDIC, days_ago=20, sets=2, reps=5, adherence=0.62)
    perform(NORDIC, days_ago=3, sets=3, reps=12, adherence=0.98)
    with services.database.read() as connection:
        points = exercise_trend(connection, NORDIC).sessions
    shares = [point.value(TrendMeasure.ADHERENCE, "kg") for point in points]
    assert shares == [None, pytest.approx(98)]


def test_last_time_a_set_of_twelve_that_ended_early_is_judged_by_its_plan(services: Services) -> None:
    exercise = services.exercise(NORDIC)
    assert exercise is not None
    for planned, says in ((5, "3.1 s down to the hands"), (12, "62 % of target time")):
        kept(services, (NORDIC, planned, 0.62), left=2)
        last = services.lifter.last_performed(NORDIC)
        assert last is not None
        assert says in last_time_in_words(last, services.now(), "kg", exercise)
