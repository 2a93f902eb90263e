"""What a physiotherapist reads of a tendon's protocol: pain by week, sides, knees, and how many sessions were done."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from negcoach.coaching.programmes import begin_programme, begun_programmes, known_programmes
from negcoach.report.facts import read_facts
from negcoach.report.markdown import markdown
from negcoach.report.story import report_blocks
from negcoach.services import Services
from negcoach.store.prescribed_set import prescribed_set_of
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


def drop(services: Services, at: datetime, *, pain: int) -> str:
    """Keep a session of the protocol's six sets, a rep of the left leg each; return the id of its last set."""
    plan = prescribed(services, "heel-drop", tempo="3-0-A-0", sets=6, reps=1)
    journal = services.journal
    session_id, set_id = journal.begin_session(at), ""
    for number in range(1, 7):
        stored = prescribed_set_of(plan, number, spotters=0, one_rm_kg=None)
        set_id = journal.begin_set(session_id, stored, at)
        journal.store_rep(set_id, ordinal=1, number=1, side=Side.LEFT, target_ms=3000, measured_ms=3000, now=at)
        journal.rate_pain(set_id, pain if number == 6 else 1, at)
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
        services.lifter.rate_next_morning(last, 6 if day == 2 else 2, BEGUN)
    clock.wall = BEGUN + timedelta(days=8, hours=-1)
    courses = [one.course for one in begun_programmes(services).values()]
    assert courses[0].due_so_far == 16
    with services.database.read() as connection:
        text = markdown(report_blocks(read_facts(connection, clock.now().date(), 4, courses), "kg"))
    flat = text.replace("\\", "")
    assert (
        "Short heel drops, from 1 Jul: 15 of 168 sessions done, of 16 that were due so far (94 %); under way." in flat
    )
    assert "at most (90 sets rated), on the morning after 6 at most (8 mornings). Over 5 on 1 day." in flat
    rows = [row for row in flat.splitlines() if "straight" in row]
    assert rows[0] == "| 26 Jun | 2 | 2 | left | 12 straight, 12 bent | bodyweight | 1.2 | 3 | 2 |"
    assert rows[1].startswith("| 3 Jul | 6 | 5 | left | 33 straight, 33 bent | bodyweight | ")
    assert rows[1].endswith("| 7 | 6 |")
