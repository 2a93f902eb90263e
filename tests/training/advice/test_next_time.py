"""When an exercise is next: the card, the calendar and the summary name one and the same time and set."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.config.programmes import shipped_programmes
from negcoach.texts import time_of_day_text
from negcoach.training.advice.advice import advise
from negcoach.training.advice.facts import Facts, Training
from negcoach.training.advice.finding import Level
from negcoach.training.advice.next_time import facts_at, next_time
from negcoach.training.advice.progression.planned import Step
from negcoach.training.advice.readiness.recovered import rest_after
from negcoach.training.advice.readiness.table import RECOVERY
from negcoach.training.exercise.exercise import BY_MACHINE, Family
from negcoach.training.progress.muscle_groups import group_rests
from negcoach.training.progress.recovery import GRACE_HOURS, SAME_VISIT, LastTraining, is_daily
from tests.training.advice.builders import EXERCISES, NOW, default, facts, health_answers
from tests.training.lifters.lifter import START, Lifter, kept

RESTING = [
    one for one in EXERCISES.values() if not is_daily(one) and one.daily is None and BY_MACHINE not in one.muscles
]
"""The exercises that are not done every day, and whose machine is known."""


def _trained(slug: str, at: datetime, *, lifted: bool, light: bool = False) -> Training:
    what = EXERCISES[slug]
    heavy = lifted or what.family is Family.OVERLOAD
    return Training(slug, what.name, what.muscles, at, heavy, 3, lifted, light and heavy and not lifted)


trainings = st.lists(
    st.builds(
        lambda one, hours, lifted, light: _trained(one.slug, NOW - timedelta(hours=hours), lifted=lifted, light=light),
        st.sampled_from(RESTING),
        st.integers(4, 120),
        st.booleans(),
        st.booleans(),
    ),
    max_size=6,
)


def recovery_of(slug: str, known: Facts) -> tuple[str, Level] | None:
    """Return what the card says of the rest of an exercise's muscles, and what it asks; ``None`` for nothing."""
    advice = advise(default(slug), known)
    return next(((one.text, one.level) for one in advice.findings if one.rule is RECOVERY), None)


@given(st.sampled_from([one.slug for one in RESTING]), trainings, st.integers(20, 80))
def test_the_card_the_calendar_and_the_summary_say_the_same_time(slug: str, done: list[Training], age: int) -> None:
    known = facts(slug, one_rm_kg=100, trained=done, health=health_answers(age=age))
    at = next_time(EXERCISES[slug], known)
    last = [LastTraining(one.muscles, one.at, one.overload, one.lifted, one.light) for one in done]
    rests = group_rests(last, NOW, older=known.older)
    until = [rests[muscle].rest_until for muscle in EXERCISES[slug].muscles if muscle in rests]
    until += [one.at + timedelta(hours=rest_after(one, known).usual) for one in done if one.slug == slug]
    assert at == max([NOW, *filter(None, until)])
    said = recovery_of(slug, known)
    assert said is None or at > NOW
    if at - NOW > timedelta(hours=GRACE_HOURS):
        assert said is not None and time_of_day_text(at) in said[0].rpartition(" until ")[2]
    assert recovery_of(slug, facts_at(known, at)) is None


@given(st.sampled_from(sorted(one.slug for one in shipped_programmes())), st.floats(0.5, 1), st.integers(3, 40))
def test_before_its_day_the_card_names_the_set_of_the_programme_that_is_advised_on_it(
    slug: str, adherence: float, days: int
) -> None:
    programme = next(one for one in shipped_programmes() if one.slug == slug)
    weeks = tuple(week for week in programme.weeks if week.exercise == programme.exercise)
    lifter = Lifter(programme.exercise)
    lifter.follow(replace(programme, weeks=weeks))
    for hours in range(0, 24 * days, 12):
        now = START + timedelta(hours=hours)
        advice = lifter.ask(now)
        if advice.what == "Not yet":
            known = lifter.facts(now)
            at = next_time(EXERCISES[lifter.slug], known)
            then = advise(lifter.base, facts_at(known, at))
            assert f"Then {then.what_then}." in advice.why
        elif advice.step not in (Step.REST, Step.TEST, Step.REFUSED):
            lifter.do(now, advice.prescription, lambda plan, _: kept(plan, adherence))


def test_what_is_done_every_day_is_next_half_a_day_later() -> None:
    assert timedelta(hours=6) > SAME_VISIT
    done = [_trained("heel-drop", NOW - timedelta(hours=1), lifted=False)]
    assert next_time(EXERCISES["heel-drop"], facts("heel-drop", trained=done)) == NOW + timedelta(hours=5)
    assert next_time(EXERCISES["heel-drop"], facts("heel-drop")) == NOW


def _mixed(trained_in: int) -> tuple[Lifter, datetime]:
    """Return who begins a programme in a time zone, at so many hours from UTC, and the time of the first session."""
    lifter = Lifter("bench-press")
    begun_at = START.astimezone(timezone(timedelta(hours=trained_in)))
    lifter.follow(next(one for one in shipped_programmes() if one.slug == "bench-overload-8"), begun_at)
    lifter.do(begun_at, lifter.ask(begun_at).prescription, lambda plan, _: kept(plan, 1))
    return lifter, begun_at


@pytest.mark.parametrize("trained_in", [-8, 2, 9])
def test_in_another_time_zone_there_is_advice_at_each_hour(trained_in: int) -> None:
    lifter, begun_at = _mixed(trained_in)
    here = timezone(timedelta(hours=1))
    days = [lifter.facts(begun_at.astimezone(here) + timedelta(hours=hours)) for hours in range(24, 96)]
    whats = [advise(lifter.base, replace(known, trained=())).what for known in days]
    first_due = next(number for number, what in enumerate(whats) if what != "Not yet")
    assert first_due > 0
    assert "Not yet" not in whats[first_due:]


def test_a_course_that_is_never_due_is_not_asked_for_ever() -> None:
    lifter, begun_at = _mixed(2)
    known = lifter.facts(begun_at + timedelta(days=2))
    assert known.course is not None
    due_at = known.course.due_at
    now = due_at.astimezone(UTC)  # the day before, by its date
    known = replace(known, now=now, trained=(), course=replace(known.course, now=now))
    assert known.course is not None
    assert not known.course.is_due
    advice = advise(lifter.base, known)
    assert (advice.what, advice.step) == ("Not yet", Step.REST)
    assert "Then look here again." in advice.why


@pytest.mark.parametrize(
    ("slug", "least", "usual"),
    [("two-up-one-down-calf-press", 48, 72), ("two-up-one-down-calf-raise", 24, 48), ("mine", 48, 72)],
)
def test_an_exercise_rests_after_itself_whatever_its_muscles_are(slug: str, least: int, usual: int) -> None:
    """The calf counts no rest days, and an own exercise may name no muscles."""
    own = replace(EXERCISES["bench-press"], slug="mine", name="Mine", muscles=(), own=True)
    what = own if slug == "mine" else EXERCISES[slug]
    at = NOW - timedelta(hours=5)
    done = Training(slug, what.name, what.muscles, at, what.family is Family.OVERLOAD, 3)
    known = replace(facts("bench-press", one_rm_kg=100), trained=(done,))
    assert next_time(what, known) == at + timedelta(hours=usual)
    advice = advise(replace(default("bench-press"), exercise=what), known)
    (said,) = (one for one in advice.findings if one.rule is RECOVERY)
    assert said.text.startswith(f"This was done 5 h ago: wait {least} h at least, until ")
    assert said.level is Level.TYPED
    rested = facts_at(known, at + timedelta(hours=usual))
    assert RECOVERY not in [one.rule for one in advise(replace(default("bench-press"), exercise=what), rested).findings]
    assert next_time(EXERCISES["leg-press" if slug == "mine" else "negative-dip"], known) == NOW
