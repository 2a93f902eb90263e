"""What a physiotherapist reads of a tendon's protocol: pain by week, sides, knees, and how many sessions were done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import pytest

from negcoach.coaching.advice.programme_summary import summed_up_courses
from negcoach.coaching.advice.programmes import begin_programme, begun_programmes, known_programmes
from negcoach.formatting import sides_done_text
from negcoach.report.facts import read_facts
from negcoach.report.markdown import markdown
from negcoach.report.story import report_blocks
from negcoach.services import Services
from negcoach.store.prescribed_set import prescribed_set_of
from negcoach.training.progress.pain import PainLevels
from negcoach.training.terms import Side, StopReason
from tests.services import Clock, clock, prescribed, services

__all__ = ["clock", "services"]  # the fixtures

OWN = """
[[programme]]
slug = "short-drops"
name = "Short heel drops"
exercise = "heel-drop"
days_apart = 0.5
week = [{ do = ["6x1 3 s up a side"], times = 14, weeks = 12 }]
"""
"""Alfredson's weeks with a rep for fifteen."""

BEGUN = datetime(2026, 7, 1, 7, 0, tzinfo=timezone(timedelta(hours=2)))


def drop(
    services: Services, at: datetime, *, pain: int | PainLevels, sides: Sequence[Side] = (Side.LEFT,), sets: int = 6
) -> str:
    """Keep a session of the protocol's six sets, a rep of each side, by default the left; return its last set's id.

    ``pain`` is that of the last set; a number is of the left side.
    """
    plan = prescribed(services, "heel-drop", tempo="3-0-A-0", sets=6, reps=1)
    journal = services.journal
    session_id, set_id = journal.begin_session(at), ""
    for number in range(1, sets + 1):
        stored = prescribed_set_of(plan, number, spotters=0, one_rm_kg=None)
        set_id = journal.begin_set(session_id, stored, at)
        for ordinal, side in enumerate(sides, 1):
            journal.store_rep(set_id, ordinal=ordinal, number=1, side=side, target_ms=3000, measured_ms=3000, now=at)
        last = pain if isinstance(pain, PainLevels) else PainLevels(left=pain)
        journal.rate_pain(set_id, last if number == sets or isinstance(pain, PainLevels) else PainLevels(left=1), at)
        journal.end_set(set_id, StopReason.TARGET_REACHED, at)
    journal.end_session(session_id, at)
    return set_id


def test_the_report_has_the_pain_by_week_and_the_sessions_of_the_programme(services: Services, clock: Clock) -> None:
    clock.wall = BEGUN - timedelta(hours=1)
    services.config_path.parent.mkdir(parents=True, exist_ok=True)
    (services.config_path.parent / "programmes.toml").write_text(OWN)
    (own,) = (one for one in known_programmes(services) if one.own)
    begin_programme(services, own)
    for day in range(8):
        last = drop(services, BEGUN + timedelta(days=day), pain=7 if day == 2 else 3)
        if day != 5:  # one evening is left out
            last = drop(services, BEGUN + timedelta(days=day, hours=12), pain=2)
        services.lifter.rate_next_morning(last, PainLevels(left=6 if day == 2 else 2), BEGUN)
    clock.wall = BEGUN + timedelta(days=8, hours=-1)
    courses = summed_up_courses(services)
    assert courses[0][0].due_so_far == 16
    with services.database.read() as connection:
        text = markdown(report_blocks(read_facts(connection, clock.now().date(), 4, courses), "kg"))
    flat = text.replace("\\", "")
    assert (
        "Short heel drops, from 1 Jul: 15 of 168 sessions done, of 16 due so far (94 %); left side; the knee "
        "straight in 45 sets, bent in 45 sets; under way. Tempo: 100 % of target time on average. Numbers: yours."
        in flat
    )
    assert "at most (90 sets rated), on the morning after 6 at most (8 mornings). Over 5 on 1 day." in flat
    rows = [row for row in flat.splitlines() if "straight," in row]
    assert rows[0] == "| 26 Jun | 2 | 2 | left | 12 straight, 12 bent | bodyweight | 1.2 | 3 | 2 |"
    assert rows[1].startswith("| 3 Jul | 6 | 5 | left | 33 straight, 33 bent | bodyweight | ")
    assert rows[1].endswith("| 7 | 6 |")


def report_on(services: Services, clock: Clock) -> str:
    courses = summed_up_courses(services)
    with services.database.read() as connection:
        text = markdown(report_blocks(read_facts(connection, clock.now().date(), 4, courses), "kg"))
    return text.replace("\\", "")


@pytest.mark.parametrize(
    ("pain", "morning", "said"),
    [
        (
            3,
            None,
            "in the sets 3 on average and 3 at most (6 sets rated), not rated on the morning after. Over 5",
        ),
        (None, 6, "not rated in the sets, on the morning after 6 at most (1 morning). Over 5 on 1 day."),
    ],
)
def test_what_nobody_was_asked_does_not_read_as_painless(
    services: Services, clock: Clock, pain: int | None, morning: int | None, said: str
) -> None:
    last = drop(services, BEGUN, pain=PainLevels(left=pain), sides=[Side.LEFT])
    services.lifter.rate_next_morning(last, PainLevels(left=morning), BEGUN)
    clock.wall = BEGUN + timedelta(days=1)
    flat = report_on(services, clock)
    assert f"Pain of the left side, from 0 (none) to 10 (the worst): {said}" in flat
    section = flat[flat.index("## Pain") : flat.index("## Over time")]
    assert "No set ended because of pain." in section
    assert "Pain that was rated, 0 to 10:" in section
    assert f"Eccentric heel drop: {said}" in section


def test_the_section_on_pain_says_nothing_of_ratings_where_there_are_none(services: Services, clock: Clock) -> None:
    drop(services, BEGUN, pain=PainLevels(), sides=[Side.LEFT])
    clock.wall = BEGUN + timedelta(days=1)
    assert "that was rated" not in report_on(services, clock)


def test_each_side_has_its_own_pain_and_older_numbers_stand_for_both(services: Services, clock: Clock) -> None:
    both = tuple(Side)
    drop(services, BEGUN, pain=PainLevels(whole=4), sides=both)
    last = drop(services, BEGUN + timedelta(days=1), pain=PainLevels(left=6, right=0), sides=both)
    services.lifter.rate_next_morning(last, PainLevels(left=3, right=1), BEGUN)
    drop(services, BEGUN + timedelta(days=8), pain=PainLevels(left=2), sides=[Side.LEFT])
    clock.wall = BEGUN + timedelta(days=9)
    flat = report_on(services, clock)
    assert "Pain of the left side, from 0 (none) to 10 (the worst): in the sets 4 on average and 6 at most" in flat
    assert "(12 sets rated), on the morning after 3 at most (1 morning). Over 5 on 1 day." in flat
    assert "Pain of the right side, from 0 (none) to 10 (the worst): in the sets 0 on average and 0 at most" in flat
    assert "Pain of both sides together, from 0 (none) to 10 (the worst): in the sets 4 on average and 4" in flat
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in flat.splitlines() if "straight," in row]
    assert [(row[0], *row[1:4], *row[6:]) for row in rows] == [
        ("27 Jun", "1", "0", "left", "6", "6", "3"),
        ("27 Jun", "1", "0", "right", "0", "0", "1"),
        ("27 Jun", "1", "0", "left and right", "4", "4", "–"),
        ("4 Jul", "1", "0", "left", "2", "2", "–"),
    ]


def test_a_period_of_older_numbers_alone_is_shown_as_they_are(services: Services, clock: Clock) -> None:
    drop(services, BEGUN, pain=PainLevels(whole=4), sides=tuple(Side))
    drop(services, BEGUN + timedelta(days=1), pain=PainLevels(), sides=tuple(Side))
    clock.wall = BEGUN + timedelta(days=2)
    flat = report_on(services, clock)
    assert flat.count("from 0 (none) to 10 (the worst)") == 1 and "Pain of both sides together" in flat
    assert flat.count("| left and right | 6 straight, 6 bent |") == 1


def test_a_programme_says_on_which_side_more_was_done(services: Services, clock: Clock) -> None:
    clock.wall = BEGUN - timedelta(hours=1)
    services.config_path.parent.mkdir(parents=True, exist_ok=True)
    (services.config_path.parent / "programmes.toml").write_text(OWN)
    (own,) = (one for one in known_programmes(services) if one.own)
    begin_programme(services, own)
    for half in range(4):
        sides = tuple(Side) if half != 1 else (Side.RIGHT,)
        drop(services, BEGUN + timedelta(hours=12 * half), pain=PainLevels(right=1), sides=sides)
    clock.wall = BEGUN + timedelta(days=2, hours=-1)
    assert "4 of 168 sessions done, of 4 due so far (100 %); left 3, right 4;" in report_on(services, clock)
    (course,) = (one.course for one in begun_programmes(services).values())
    assert sides_done_text(course) == "left 3, right 4"
    assert {knee.value: count for knee, count in course.sets_with.items()} == {"straight": 12, "bent": 12}
