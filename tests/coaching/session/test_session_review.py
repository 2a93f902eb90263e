"""The review of a session: what is next, in a programme too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from negcoach.coaching.advice.recent_training import read_recent_training
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.session.session_review import review
from negcoach.services import Services
from negcoach.store.editing.programmes import ProgrammeRuns
from negcoach.texts import time_of_day_text
from negcoach.training.advice.readiness.table import RECOVERY
from negcoach.training.progress.recovery import is_daily
from negcoach.training.terms import WEEKDAYS, Attempt, SetPurpose, StopReason
from tests.coaching.session.test_running_session import lower, set_plan
from tests.services import HEALTHY, Clock

OWN = """\
[[programme]]
name = "Two movements"
exercise = "negative-dip"
week = [{ do = ["1x2 bw"] }, { exercise = "negative-push-up", do = ["2x4 bw"] }]
"""


def test_the_next_session_of_a_programme_is_said_with_its_day_whichever_exercise_it_is(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    services.config_path.parent.mkdir(parents=True, exist_ok=True)
    (services.config_path.parent / "programmes.toml").write_text(OWN)
    ProgrammeRuns(services.database).begin("two-movements", "Two movements", services.now())
    session = RunningSession(services)
    lower(session, clock, "negative-dip")
    dip = review(services, session.end())["negative-dip"]
    assert dip.next_what == "Negative push-up: 2 × 4, 5 s each"
    assert dip.next_from.date() == clock.now().date() + timedelta(days=7)
    assert dip.programme == "Two movements: Week 2 of 2, session 1 of 1 · in 7 days at the earliest · 1 of 2 done"
    clock.wall += timedelta(days=7)
    perform("negative-push-up", days_ago=0, sets=1)
    session = RunningSession(services)
    clock.wall += timedelta(minutes=5)
    lower(session, clock, "negative-push-up")
    lower(session, clock, "negative-push-up", 2)
    assert "Finished on" in review(services, session.end())["negative-push-up"].programme


def test_what_a_week_has_after_its_sets_is_said_once_they_are_done(services: Services, clock: Clock) -> None:
    weeks = '{ do = ["1x2 bw"], why = "after it, 8 rows" }, { do = ["1x2 bw"], why = "before it, hang for 20 s" }'
    own = f'[[programme]]\nname = "Rows"\nexercise = "negative-dip"\nweek = [{weeks}]\n'
    services.config_path.parent.mkdir(parents=True, exist_ok=True)
    (services.config_path.parent / "programmes.toml").write_text(own)
    ProgrammeRuns(services.database).begin("rows", "Rows", services.now())
    session = RunningSession(services)
    lower(session, clock, "negative-dip")
    done = review(services, session.end())["negative-dip"].programme
    assert done == "Rows: Week 2 of 2, session 1 of 1 · in 7 days at the earliest · 1 of 2 done · after it, 8 rows"
    clock.wall += timedelta(days=7)
    session = RunningSession(services)
    lower(session, clock, "negative-dip")
    assert review(services, session.end())["negative-dip"].programme.endswith(" · 2 of 2 done")


def test_a_programmes_line_names_no_day_before_the_next_time_and_says_what_did_not_count(
    services: Services, clock: Clock
) -> None:
    own = OWN.replace("1x2 bw", "3x4 bw")
    services.config_path.parent.mkdir(parents=True, exist_ok=True)
    (services.config_path.parent / "programmes.toml").write_text(own)
    ProgrammeRuns(services.database).begin("two-movements", "Two movements", services.now())
    session = RunningSession(services)
    lower(session, clock, "negative-dip")  # a set of two
    dip = review(services, session.end())["negative-dip"]
    assert dip.next_from.date() == clock.now().date() + timedelta(days=2)
    assert dip.programme == (
        "Two movements: Week 1 of 2, session 1 of 1 · Monday at the earliest · "
        "0 of 2 done, today fell short of what it asks for: go on with it now, or do all of it then"
    )


def test_a_tendons_protocol_goes_on_in_the_evening_and_one_that_is_done_once_tomorrow(
    services: Services, clock: Clock
) -> None:
    clock.wall = clock.wall.replace(hour=7, minute=0)
    for slug, hours in (("heel-drop", 6), ("wrist-twist", 20)):
        session = RunningSession(services)
        lower(session, clock, slug)
        after = review(services, session.end())[slug].next_from - services.now()
        assert timedelta(hours=hours - 1) < after <= timedelta(hours=hours)


@pytest.mark.parametrize("slug", ["nordic-curl", "bench-press", "negative-dip"])
def test_after_pain_the_next_time_is_for_somebody_without_pain(services: Services, clock: Clock, slug: str) -> None:
    session = RunningSession(services)
    lower(session, clock, slug)
    lower(session, clock, slug, 2, stop=StopReason.PAIN)
    assert review(services, session.end())[slug].next_what.startswith("if pain-free: ")


def test_without_pain_nothing_is_said_of_it(services: Services, clock: Clock) -> None:
    session = RunningSession(services)
    lower(session, clock, "nordic-curl")
    assert "pain" not in review(services, session.end())["nordic-curl"].next_what


def test_full_reps_that_were_reached_are_records_of_their_session_alone(services: Services, clock: Clock) -> None:
    said = []
    for attempt in (Attempt.YES, Attempt.NO, Attempt.YES):
        session = RunningSession(services)
        session.begin_set()
        session.recorder.store_try(replace(set_plan(services, "negative-dip"), purpose=SetPurpose.TRY), attempt)
        lower(session, clock, "negative-dip")
        said.append(review(services, session.end())["negative-dip"].reached)
        clock.wall += timedelta(days=4)
    assert said == [("First full dip",), (), ("5 single dips",)]


def test_summary_and_card_both_say_that_a_part_of_a_session_goes_on_and_neither_once_the_visit_is_over(
    services: Services, clock: Clock
) -> None:
    own = OWN.replace("1x2 bw", "3x4 bw")
    services.config_path.parent.mkdir(parents=True, exist_ok=True)
    (services.config_path.parent / "programmes.toml").write_text(own)
    ProgrammeRuns(services.database).begin("two-movements", "Two movements", services.now())
    session = RunningSession(services)
    lower(session, clock, "negative-dip")  # a set of two
    ended = session.end()
    dip = services.exercise("negative-dip")
    assert dip is not None
    assert "go on with it now" in review(services, ended)["negative-dip"].programme
    card = read_recent_training(services, dip)
    assert card.facts.course is not None
    assert card.facts.course.is_for_today
    assert card.advice.why == (
        "Week 1 of 2, session 1 of 1 is not done yet: 2 of 12 reps today. "
        "Go on now, while you are warm, or do all of it another time."
    )
    clock.wall += timedelta(days=1)
    later = read_recent_training(services, dip)
    assert later.facts.course is not None
    assert not later.facts.course.is_due
    assert "Go on" not in later.advice.why
    assert "go on" not in review(services, ended)["negative-dip"].programme


@pytest.mark.parametrize("age", [34, 61])
@pytest.mark.parametrize(
    "slugs",
    [
        ("bench-press",),
        ("negative-dip",),
        ("bench-press", "negative-dip"),
        ("leg-press", "step-down", "nordic-curl"),
        ("tempo-squat", "eccentric-squat"),
        ("negative-pull-up", "biceps-curl"),
        ("heel-drop",),
    ],
    ids="+".join,
)
def test_what_a_summary_says_is_what_the_card_says_on_that_day_and_until_then(
    services: Services, clock: Clock, slugs: tuple[str, ...], age: int
) -> None:
    """Nothing is trained in between: on the day nothing stands against it, and the card of the day before names it."""
    clock.wall = clock.wall.replace(hour=11, minute=20)
    services.lifter.store_health_answers(replace(HEALTHY, age=age), services.now())
    for slug in ("bench-press", "leg-press", "biceps-curl", "tempo-squat"):
        services.lifter.set_one_rm(slug, 100, services.now())
    session = RunningSession(services)
    for slug in slugs:
        lower(session, clock, slug)
    reviews, ended = review(services, session.end()), clock.wall
    assert set(reviews) == set(slugs)
    for about in reviews.values():
        clock.wall = ended + timedelta(hours=20)
        advice = read_recent_training(services, about.exercise).advice
        said = [one.text for one in advice.findings if one.rule is RECOVERY]
        days = (about.next_from.date() - clock.wall.date()).days
        day = "tomorrow" if days == 1 else WEEKDAYS[about.next_from.weekday()]
        assert len(said) == (0 if is_daily(about.exercise) else 1)
        assert all(
            f", until {day} {time_of_day_text(about.next_from)}" in one.partition(" is usual")[2] for one in said
        )
        clock.wall = about.next_from
        then = read_recent_training(services, about.exercise).advice
        assert then.what_then == about.next_what
        assert RECOVERY not in [one.rule for one in then.findings]


def test_after_a_light_session_two_days_are_enough_in_summary_and_card(services: Services, clock: Clock) -> None:
    """With a 1RM of 300 kg the 105 kg of the set are light."""
    bench = services.exercise("bench-press")
    assert bench is not None
    services.lifter.set_one_rm("bench-press", 300, services.now())
    session = RunningSession(services)
    lower(session, clock)
    about = review(services, session.end())["bench-press"]
    assert about.next_from - services.now() == timedelta(hours=48) - timedelta(seconds=20)
    clock.wall += timedelta(hours=20)
    (said,) = (one.text for one in read_recent_training(services, bench).advice.findings if one.rule is RECOVERY)
    assert said.startswith("A light session of this trained your ")
    assert said.endswith(f" 20 h ago: wait 48 h, until tomorrow {time_of_day_text(about.next_from)}.")
    clock.wall = about.next_from
    assert RECOVERY not in [one.rule for one in read_recent_training(services, bench).advice.findings]
