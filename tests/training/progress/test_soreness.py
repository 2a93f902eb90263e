"""When soreness is asked for, and when a rating is warned about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from negcoach.config.library import shipped_exercises
from negcoach.training.progress.soreness import (
    WORDS,
    WORST,
    FinishedSession,
    Question,
    Rating,
    due_questions,
    hours_asked,
    sore_muscles,
)

NOW = datetime(2026, 7, 25, 14, 21, tzinfo=UTC)
EXERCISES = {exercise.slug: exercise for exercise in shipped_exercises()}


def strain(hours_ago: float, *muscles: str, session_id: str = "one") -> FinishedSession:
    return FinishedSession(session_id, NOW - timedelta(hours=hours_ago), muscles or ("chest",))


def asked(questions: tuple[Question, ...]) -> list[tuple[str, list[tuple[str, int]]]]:
    return [(one.muscle, [(about.session_id, about.hours) for about in one.occasions]) for one in questions]


@pytest.mark.parametrize(
    ("hours", "question"),
    [
        *((-1, None), (0, None), (11.99, None), (12, 24), (35.99, 24), (36, 48), (59.99, 48), (60, 72), (95.99, 72)),
        (96, None),
    ],
)
def test_each_question_is_open_in_its_window(hours: float, question: int | None) -> None:
    assert hours_asked(timedelta(hours=hours)) == question
    assert bool(due_questions([strain(hours)], (), (), NOW)) is (question is not None)


def test_who_opens_the_program_once_a_day_is_asked_three_times() -> None:
    for first in range(24):
        daily = [hours_asked(timedelta(hours=first + 24 * day)) for day in range(5)]
        assert list(dict.fromkeys(hours for hours in daily if hours)) == [24, 48, 72]


def test_an_answer_closes_its_session_and_hour_only() -> None:
    assert due_questions([strain(24)], {("one", 24)}, (), NOW) == ()
    assert asked(due_questions([strain(48)], {("one", 24)}, (), NOW)) == [("chest", [("one", 48)])]
    assert asked(due_questions([strain(24)], {("two", 24)}, (), NOW)) == [("chest", [("one", 24)])]


def test_several_sessions_ask_for_each_muscle_group_once() -> None:
    older = strain(50, "triceps", "quadriceps", session_id="older")
    newer = strain(20, "chest", "triceps", session_id="newer")
    assert asked(due_questions([older, newer], (), (), NOW)) == [
        ("chest", [("newer", 24)]),
        ("triceps", [("newer", 24), ("older", 48)]),
        ("quadriceps", [("older", 48)]),
    ]


def test_a_session_without_known_muscles_asks_nothing() -> None:
    assert (
        due_questions([FinishedSession("one", NOW - timedelta(hours=24), ()), strain(24, "by machine")], (), (), NOW)
        == ()
    )


@pytest.mark.parametrize(("hours_ago", "left"), [(-1, True), (0, False), (11.99, False), (12, True)])
def test_a_muscle_group_that_was_just_rated_is_left_in_peace(hours_ago: float, left: bool) -> None:
    rated = [Rating("chest", 2, NOW - timedelta(hours=hours_ago))]
    assert ("chest" in [one.muscle for one in due_questions([strain(24)], (), rated, NOW)]) is left
    assert [one.muscle for one in due_questions([strain(24, "back")], (), rated, NOW)] == ["back"]


def test_the_scale_has_seven_words() -> None:
    assert (len(WORDS), WORST) == (7, 6)


def test_muscle_groups_that_can_be_rated_are_named_once() -> None:
    assert sore_muscles(["chest", "by machine", "triceps", "chest"]) == ("chest", "triceps")
