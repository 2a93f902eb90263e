"""The summary of a programme: its loads, seconds and full reps; Nordics are held before their tempo counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from negcoach.coaching.advice.programme_summary import summed_up_courses
from negcoach.formatting import day_text
from negcoach.services import Services
from negcoach.store.editing.programmes import ProgrammeRuns
from negcoach.training.plan.course import measured_of
from negcoach.training.terms import Attempt, SetPurpose
from tests.coaching.session.test_running_session import set_plan
from tests.services import Clock


def test_seconds_are_said_of_nordics_before_their_tempo_counts_and_the_share_of_it_from_then_on(
    services: Services, perform: Callable[..., None]
) -> None:
    begun_at = services.now() - timedelta(days=9)
    ProgrammeRuns(services.database).begin("nordic-10", "Nordics in ten weeks", begun_at)
    perform("nordic-curl", days_ago=8, sets=2, reps=5, adherence=0.62)
    ((_, lines),) = summed_up_courses(services)
    assert dict(lines)["Held"] == "3.1 s down to the hands on average, in the weeks before the tempo counts"
    assert "Tempo" not in dict(lines)
    perform("nordic-curl", days_ago=4, sets=3, reps=12, adherence=0.98)
    ((_, lines),) = summed_up_courses(services)
    assert "Held" in dict(lines)
    assert dict(lines)["Tempo"] == "98 % of target time on average"


def test_every_rep_weighs_as_much_in_the_share_of_target_time_and_tests_are_left_out(
    services: Services, perform: Callable[..., None]
) -> None:
    ProgrammeRuns(services.database).begin("first-dip", "Your first dip", services.now() - timedelta(days=30))
    perform("negative-dip", days_ago=29, sets=4, reps=4, adherence=1.0)
    perform("negative-dip", days_ago=26, sets=2, reps=3, adherence=0.75)
    ((course, lines),) = summed_up_courses(services)
    assert len(course.done) == 2
    assert dict(lines)["Tempo"] == "93 % of target time on average"  # 20.5 of 22; the sessions' mean is 88 %
    assert measured_of([one.performed for one in course.done])[0].reps == 22
    tested = [replace(one.performed, tested=True) for one in course.done]
    assert measured_of(tested)[0].adherence is None


def test_each_exercise_of_a_programme_has_its_own_seconds_and_loads(
    services: Services, perform: Callable[..., None]
) -> None:
    ProgrammeRuns(services.database).begin("first-pull-up", "Your first pull-up", services.now() - timedelta(days=41))
    for days_ago, seconds in ((40, 3), (37, 3), (32, 4), (29, 4)):
        perform("feet-assisted-pull-up", days_ago=days_ago, sets=3, reps=3, tempo=f"{seconds}-0-A-0")
    ((_, lines),) = summed_up_courses(services)
    assert _texts(lines, "Lowering") == ["3 s first, 4 s at most"]
    for days_ago in (25, 22):
        perform("negative-chin-up", days_ago=days_ago, sets=2, reps=3)
    ((_, lines),) = summed_up_courses(services)
    assert _texts(lines, "Lowering") == [
        "3 s first, 4 s at most, Feet-assisted pull-up",
        "5 s, Negative chin-up",
    ]


def test_full_reps_that_were_tried_while_a_programme_was_followed_are_in_its_summary(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    _try(services, clock, Attempt.ALMOST, days_ago=50)  # before it was begun
    ProgrammeRuns(services.database).begin("first-dip", "Your first dip", services.now() - timedelta(days=30))
    perform("negative-dip", days_ago=29, sets=2, reps=3)
    _try(services, clock, Attempt.NO, days_ago=20)
    ((_, lines),) = summed_up_courses(services)
    assert _texts(lines, "Full rep") == ["one full dip: 1 try, not yet"]
    _try(services, clock, Attempt.ALMOST, days_ago=15)
    ((_, lines),) = summed_up_courses(services)
    assert _texts(lines, "Full rep") == ["one full dip: 2 tries, almost at best"]
    reached_on = day_text((services.now() - timedelta(days=10)).date())
    _try(services, clock, Attempt.YES, days_ago=10)
    _try(services, clock, Attempt.NO, days_ago=5)
    ((_, lines),) = summed_up_courses(services)
    assert _texts(lines, "Full rep") == [
        f"First full dip on {reached_on} (3 tries)",
        "5 single dips, a minute apart: 1 try, not yet",
    ]


def test_full_reps_that_were_tried_after_a_programme_was_stopped_are_not_in_its_summary(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    runs = ProgrammeRuns(services.database)
    runs.begin("first-dip", "Your first dip", services.now() - timedelta(days=30))
    perform("negative-dip", days_ago=29, sets=2, reps=3)
    _try(services, clock, Attempt.YES, days_ago=20)
    runs.stop(runs.newest()["first-dip"], "Your first dip", services.now() - timedelta(days=10))
    _try(services, clock, Attempt.YES, days_ago=5)
    ((_, lines),) = summed_up_courses(services)
    first_on = day_text((services.now() - timedelta(days=20)).date())
    assert _texts(lines, "Full rep") == [f"First full dip on {first_on}"]


def _texts(lines: Sequence[tuple[str, str]], label: str) -> list[str]:
    return [text for of, text in lines if of == label]


def _try(services: Services, clock: Clock, attempt: Attempt, *, days_ago: int) -> None:
    """Keep a try of full dips some days ago."""
    at = clock.now() - timedelta(days=days_ago)
    session = services.journal.begin_session(at)
    tried = replace(set_plan(services, "negative-dip"), purpose=SetPurpose.TRY)
    services.journal.store_try(session, tried, attempt, at)
    services.journal.end_session(session, at)
