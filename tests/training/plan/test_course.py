"""The course of a programme: which session is due after what was performed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from negcoach.training.plan.course import (
    Course,
    Performed,
    Record,
    Slot,
    State,
    course_of,
    due_in_words,
    sessions_in_words,
)
from negcoach.training.plan.programme import Programme
from negcoach.training.plan.programme_table import programmes_from

MONDAY = datetime(2026, 8, 3, 18, 0, tzinfo=UTC)


def programme(*weeks: list[str], days_apart: float = 3, exercise: str = "bench-press") -> Programme:
    """Return a programme of these weeks."""
    table = {
        "programme": [
            {"name": "X", "exercise": exercise, "days_apart": days_apart, "week": [{"do": week} for week in weeks]}
        ]
    }
    return programmes_from(table, own=True)[0]


THREE = programme(["2x10 @ 40%", "2x6 @ 70%"], ["3x4 @ 85%", "3x4 @ 85%"], ["3x4 up", "test eccentric"])


def did(days: float, load_kg: float, reps: int = 12, **values: object) -> Performed:
    """Return what was performed some days after the Monday on which it begins."""
    one = Performed(MONDAY + timedelta(days=days), "bench-press", load_kg, 3, reps, 5, 100.0)
    return replace(one, **values)  # type: ignore[arg-type]


def course(*performed: Performed, days: float, of: Programme = THREE, record: Record | None = None) -> Course:
    """Return the course some days after it was begun, an hour before the first session."""
    record = record or Record(of.slug, MONDAY - timedelta(hours=1))
    return course_of(of, record, performed, MONDAY + timedelta(days=days))


WEEK_ONE = (did(0, 40, 20), did(3, 70))


def test_it_begins_with_the_first_session_today() -> None:
    new = course(days=0)
    assert (new.slot, new.state, due_in_words(new)) == (Slot(0, 0), State.UNDER_WAY, "today")
    assert sessions_in_words(Slot(0, 0), THREE) == "week 1 of 3, session 1 of 2"


@pytest.mark.parametrize(
    ("days", "words"),
    [(0.1, "Thursday at the earliest"), (2, "tomorrow at the earliest"), (2.5, "today"), (3, "today"), (5, "today")],
)
def test_the_second_session_is_due_three_days_after_the_first(days: float, words: str) -> None:
    after = course(did(0, 40, 20), days=days)
    assert (after.slot, due_in_words(after)) == (Slot(0, 1), words)


def test_a_week_is_left_when_its_sessions_are_done_and_it_is_seven_days_old() -> None:
    after = course(*WEEK_ONE, days=4)
    assert (after.slot, after.is_due) == (Slot(1, 0), False)
    assert due_in_words(after) == "Monday at the earliest"
    assert course(*WEEK_ONE, days=7).is_due


def test_a_date_alone_moves_nothing_on() -> None:
    assert course(*WEEK_ONE, days=13).slot == Slot(1, 0)


@pytest.mark.parametrize(
    ("performed", "counts"),
    [
        (did(7, 85), True),
        (did(7, 82.5), True),
        (did(7, 110), True),
        (did(7, 80), False),
        (did(7, 85, 8), True),
        (did(7, 85, 7), False),
        (did(7, 85, pain=True), False),
        (did(7, 85, lost=True), True),
        (did(7, 85, exercise="leg-press"), False),
        (did(7, 60, one_rm_kg=None), True),
    ],
)
def test_a_session_counts_when_it_comes_near_to_what_was_due(performed: Performed, counts: bool) -> None:
    assert (course(*WEEK_ONE, performed, days=8).slot == Slot(1, 1)) is counts


def test_what_is_planned_is_known_to_count_or_not_before_it_is_done() -> None:
    due = course(*WEEK_ONE, days=7)
    assert due.would_count(did(7, 82.5, 8))
    assert not due.would_count(did(7, 80))
    assert not due.would_count(did(7, 85, exercise="leg-press"))
    begun = course(*WEEK_ONE, did(7, 85, 6), days=7.1)
    assert begun.goes_on
    assert begun.would_count(did(7.1, 85, 2))  # with what was done of it already
    assert not begun.would_count(did(7.1, 85, 1))
    finished = course(*WEEK_ONE, did(7, 85), did(10, 85), did(14, 90), did(17, 105, tested=True), days=20)
    assert not finished.would_count(did(20, 105))


def test_what_does_not_count_still_takes_its_days() -> None:
    after = course(*WEEK_ONE, did(7, 70), days=8)
    assert (after.slot, due_in_words(after)) == (Slot(1, 0), "Thursday at the earliest")
    assert [one.load_kg for one in after.others] == [70]


def test_a_session_that_was_cut_off_goes_on_that_day() -> None:
    cut_off = did(7, 85, 4)
    assert course(*WEEK_ONE, cut_off, days=7.1).is_due
    assert not course(*WEEK_ONE, cut_off, days=8).is_due
    assert course(*WEEK_ONE, cut_off, did(7.1, 85, 8), days=7.2).slot == Slot(1, 1)


def test_two_sessions_of_a_day_are_one() -> None:
    assert course(did(0, 40, 10), did(0.1, 40, 10), days=1).slot == Slot(0, 1)
    assert len(course(did(0, 40, 20), did(0.1, 70), days=1).done) == 1


def test_a_missed_week_begins_again_with_its_first_session() -> None:
    done = (*WEEK_ONE, did(7, 85))
    assert course(*done, days=16).slot == Slot(1, 1)
    again = course(*done, days=17)
    assert (again.slot, again.repeats) == (Slot(1, 0), True)
    assert course(*done, did(17, 85), days=18).slot == Slot(1, 1)
    assert not course(*WEEK_ONE, days=30).repeats  # the next week had not begun: it is simply due


def test_it_is_finished_after_its_last_session_and_only_a_test_is_its_test() -> None:
    done = (*WEEK_ONE, did(7, 85), did(10, 85), did(14, 87.5))
    assert course(*done, days=17).slot == Slot(2, 1)
    assert course(*done, did(17, 87.5), days=18).slot == Slot(2, 1)
    tested = did(17, 110, 3, tested=True)
    assert course(*done, replace(tested, pain=True), days=18).slot == Slot(2, 1)
    finished = course(*done, tested, did(30, 100), days=31)
    assert (finished.state, finished.slot, len(finished.done)) == (State.FINISHED, None, 6)
    assert list(finished.ahead()) == []


def test_a_test_is_no_session_of_work_and_no_load_to_go_on_from() -> None:
    assert course(*WEEK_ONE, did(7, 110, 12, tested=True), days=8).slot == Slot(1, 0)


def test_nothing_counts_before_it_is_begun_in_a_pause_or_after_it_was_stopped() -> None:
    begun = Record("x", MONDAY)
    paused = Record("x", MONDAY, ((MONDAY + timedelta(days=1), MONDAY + timedelta(days=20)),))
    stopped = Record("x", MONDAY, stopped_at=MONDAY + timedelta(days=1))
    early = (did(-1, 40, 20), did(0, 40, 20), did(3, 70))
    assert len(course(*early, days=4, record=begun).done) == 2
    assert len(course(*early, days=4, record=stopped).done) == 1
    assert course(*early, days=4, record=stopped).state is State.STOPPED
    assert len(course(*early, days=21, record=paused).done) == 1
    assert course(days=4, record=begun.paused_at(MONDAY)).state is State.PAUSED
    assert begun.paused_at(MONDAY).resumed_at(MONDAY + timedelta(days=9)).pauses[-1][1] == MONDAY + timedelta(days=9)


def test_a_pause_is_no_missed_week() -> None:
    record = Record("x", MONDAY, ((MONDAY + timedelta(days=1), MONDAY + timedelta(days=20)),))
    assert course(did(0, 40, 20), days=21, record=record).slot == Slot(0, 1)


def test_seconds_and_added_loads_are_asked_for_too() -> None:
    dips = programme(["3x5 6 s bw"], ["3x5 +10 kg"], ["3x5 up"], exercise="negative-dip")

    def dip(days: float, load_kg: float, seconds: int) -> Performed:
        return did(days, load_kg, 15, seconds=seconds, exercise="negative-dip")

    assert course(dip(0, 0, 5), days=1, of=dips).slot == Slot(0, 0)
    assert course(dip(0, 0, 6), days=1, of=dips).slot == Slot(1, 0)
    assert course(dip(0, 0, 6), dip(7, 5, 5), days=8, of=dips).slot == Slot(1, 0)
    assert course(dip(0, 0, 6), dip(7, 10, 5), dip(14, 10, 5), days=15, of=dips).state is State.FINISHED
    assert course(dip(0, 0, 6), dip(7, 10, 5), dip(14, 5, 5), days=15, of=dips).slot == Slot(2, 0)


def test_twice_a_day_is_morning_and_evening() -> None:
    daily = programme(["3x15 up a side"] * 12, days_apart=0.5, exercise="heel-drop")

    def drop(days: float) -> Performed:
        return did(days, 0, 45, exercise="heel-drop", seconds=3)

    once = course(drop(0), days=0.1, of=daily)
    assert (once.slot, due_in_words(once)) == (Slot(0, 1), "tomorrow at the earliest")
    assert due_in_words(course(drop(-0.5), days=-0.4, of=daily, record=Record("x", MONDAY - timedelta(days=1)))) == (
        "today from 12:00"
    )
    assert course(drop(0), drop(0.1), days=1, of=daily).slot == Slot(0, 1)
    assert course(drop(0), drop(0.5), drop(1), days=1, of=daily).slot == Slot(0, 3)


def test_what_is_ahead_has_its_days() -> None:
    days = [(slot.week, slot.session, day.isoformat()) for slot, day in course(did(0, 40, 20), days=1).ahead()]
    assert days == [
        (0, 1, "2026-08-06"),
        (1, 0, "2026-08-10"),
        (1, 1, "2026-08-13"),
        (2, 0, "2026-08-17"),
        (2, 1, "2026-08-20"),
    ]


def test_sessions_that_a_programme_eases_are_known_by_their_time() -> None:
    done = (*WEEK_ONE, did(7, 85, lost=True), did(10, 85), did(14, 87.5))
    assert course(*done, days=15).eased_at == {WEEK_ONE[0].at, WEEK_ONE[1].at, did(10, 85).at}


def test_what_a_programme_eases_before_a_test_is_known_after_its_end_too() -> None:
    short = programme(["3x4 same", "3x4 same"], ["2x2 same", "test eccentric"])
    work, eased = (did(0, 105), did(3, 105)), did(7, 105, 4)
    over = course(*work, eased, did(10, 110, 1, tested=True), days=20, of=short)
    assert (over.state, over.tapered_at, over.eased_at) == (State.FINISHED, {eased.at}, set())


@pytest.mark.parametrize("trained_in", [-8, 0, 2, 9])
def test_its_days_are_those_of_the_zone_of_today(trained_in: int) -> None:
    there, here = timezone(timedelta(hours=trained_in)), timezone(timedelta(hours=1))
    begun_at = (MONDAY - timedelta(hours=1)).astimezone(there)
    done = replace(did(0, 40, 20), at=MONDAY.astimezone(there))
    due_at = datetime(2026, 8, 6, tzinfo=here)
    for minutes, due in ((-1, False), (0, True)):
        known = course_of(THREE, Record(THREE.slug, begun_at), [done], due_at + timedelta(minutes=minutes))
        assert (known.slot, known.due_at, known.is_due) == (Slot(0, 1), due_at, due)
    new = course_of(THREE, Record(THREE.slug, begun_at), [], begun_at.astimezone(here))
    assert new.is_due
