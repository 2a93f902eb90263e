"""Who may begin the test of the eccentric 1RM after pain: not who has only done light sets without it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.training.advice.advice import advise as advise_on
from negcoach.training.advice.eccentric_entry import entry_to_test
from negcoach.training.advice.exposure import PastSession
from negcoach.training.terms import StopReason
from tests.training.advice.builders import advise, default, exercise, facts, session

AT_WORK = tuple(session("bench-press", 105, days_ago=days) for days in range(46, 13, -3))


def hurt(load_kg: float, days_ago: float) -> PastSession:
    return session("bench-press", load_kg, days_ago=days_ago, sets=1, reps=2, stop=StopReason.PAIN)


def obstacles(*sessions: PastSession) -> tuple[str, ...]:
    advice = advise("bench-press", *sessions, one_rm_kg=100.0)
    return entry_to_test(exercise("bench-press"), facts("bench-press", *sessions, one_rm_kg=100.0), advice).obstacles


def test_nothing_stands_against_it_before_it_hurt() -> None:
    assert obstacles(*AT_WORK, session("bench-press", 105, days_ago=9)) == ()


@pytest.mark.parametrize(("hurt_kg", "light_kg"), [(95, 75), (105, 82.5), (85, 67.5)])
def test_a_light_session_after_pain_is_not_enough(hurt_kg: float, light_kg: float) -> None:
    light = session("bench-press", light_kg, days_ago=6)
    against = obstacles(*AT_WORK, hurt(hurt_kg, 9), light)
    assert "It has hurt since you last lowered your 1RM in full without pain: do that first." in against


def test_after_pain_at_a_light_load_the_ramp_in_comes_first() -> None:
    against = obstacles(*AT_WORK, hurt(20, 9), session("bench-press", 16, days_ago=6))
    assert against == ("A light load hurt: the ramp-in comes first.",)


def test_after_time_away_it_does_not_say_that_nobody_was_there_before() -> None:
    assert obstacles(*AT_WORK[:4]) == ("Your last full session was 37 days ago: the ramp-in comes first.",)
    first = "The ramp-in comes first: a maximum is for those who have lowered more than their 1RM before."
    assert obstacles(session("bench-press", 40, days_ago=9)) == (first,)


def test_what_was_lowered_above_the_1rm_without_pain_is() -> None:
    after = tuple(session("bench-press", kg, days_ago=days) for kg, days in ((85, 16), (100, 11), (102.5, 7)))
    assert obstacles(*AT_WORK, hurt(105, 19), *after) == ()


@pytest.mark.parametrize("light", [False, True])
@pytest.mark.parametrize(("hours", "is_open"), [(43, False), (49, False), (65, False), (66, True)])
def test_three_days_pass_after_overload_and_after_a_light_session_of_it(hours: int, light: bool, is_open: bool) -> None:
    work = [session("bench-press", 105, days_ago=days) for days in (30, 26, 23, 19, 16, 12, 9)]
    newest = session("bench-press", 60 if light else 105, days_ago=hours / 24)
    known = facts("bench-press", *work, newest, one_rm_kg=100)
    known = replace(known, trained=tuple(replace(one, light=light) for one in known.trained))
    against = entry_to_test(exercise("bench-press"), known, advise_on(default("bench-press"), known)).obstacles
    assert (against == ()) is is_open
    if light and hours == 49:
        assert against[0].endswith(" 49 h ago: wait 72 h; five days is better.")


def test_the_calf_rests_before_its_test_too() -> None:
    slug = "two-up-one-down-calf-press"
    known = facts(slug, session(slug, 80, days_ago=60 / 24), one_rm_kg=100)
    known = replace(known, trained=tuple(replace(one, light=True) for one in known.trained))
    entry = entry_to_test(exercise(slug), known, advise_on(default(slug), known))
    assert f"{exercise(slug).name} was done 60 h ago: wait 72 h; five days is better." in entry.obstacles
    assert any(note.endswith(": five days of rest is better.") for note in entry.notes)
