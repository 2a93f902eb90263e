"""Bodyweight exercises: seconds, reps and load, the way back, Nordics by the week, heel drops by the pain."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from negcoach.config.library import shipped_exercises
from negcoach.training.advice.advice import Advice
from negcoach.training.advice.advice import advise as advise_on
from negcoach.training.advice.exposure import PastSession, exposures_of
from negcoach.training.advice.finding import Level, Rule
from negcoach.training.advice.progression.ladders import (
    BACK_UP,
    FIRST_BOUT,
    TIME_AWAY,
    TRY_FULL,
)
from negcoach.training.advice.progression.nordic import NORDIC
from negcoach.training.advice.progression.planned import KEPT_ONCE, KEPT_TWICE, LOST_ONCE, LOST_TWICE, SAME_DAY, Step
from negcoach.training.advice.progression.tendon import CALM_WEEK
from negcoach.training.advice.readiness.table import ADDED_LOAD, FULL_REPS_FIRST, SHORTEST_LOWERING
from negcoach.training.exercise.easier_rung import EASIER
from negcoach.training.plan.full_rep import FULL_REPS, Try
from negcoach.training.terms import Attempt, StopReason
from tests.training.advice.builders import EXERCISES, NOW, advise, amount, default, demand, exercise, facts, session

LOST, PAINFUL = StopReason.TEMPO_LOSS, StopReason.PAIN


def dip(days_ago: float, lower_s: int = 5, load_kg: float = 0.0, **done: object) -> PastSession:
    return session("negative-dip", load_kg, days_ago=days_ago, lower_s=lower_s, **done)  # type: ignore[arg-type]


def nordic(days_ago: float, sets: int = 2, reps: int = 5, **done: object) -> PastSession:
    return session("nordic-curl", days_ago=days_ago, of_sets=sets, of_reps=reps, **done)  # type: ignore[arg-type]


@pytest.mark.parametrize(("before", "after"), [(5, 6), (7, 8)])
def test_two_kept_days_add_a_second_up_to_eight(before: int, after: int) -> None:
    advice = advise("negative-dip", dip(3, before), dip(6, before))
    assert (advice.rule, advice.prescription.tempo.eccentric, amount(advice)) == (KEPT_TWICE, after, (3, 5, 0.0))


def test_a_tendons_protocol_asks_for_all_its_sets_and_reps_after_a_shorter_session() -> None:
    short = session("heel-drop", days_ago=1, of_sets=2, of_reps=2, hurt=0)
    assert amount(advise("heel-drop", short)) == (6, 15, 0.0)
    assert advise("heel-drop", short).what == "6 × 15, 3 s each"
    for pain, sets in ((4, 6), (6, 5)):  # no more reps than hurt
        assert amount(advise("heel-drop", session("heel-drop", days_ago=1, of_reps=10, hurt=pain))) == (sets, 10, 0.0)
    whole = session("heel-drop", days_ago=1, hurt=0)
    assert advise("heel-drop", whole).what == "The same again: 6 × 15, 3 s each"
    calm = [session("heel-drop", days_ago=days, of_reps=10, hurt=0) for days in range(1, 8)]
    assert amount(advise("heel-drop", *calm)) == (6, 15, 0.0)  # all reps first, and then the load
    calm = [session("heel-drop", days_ago=days, hurt=0) for days in range(1, 8)]
    assert amount(advise("heel-drop", *calm)) == (6, 15, 5.0)


def test_the_same_again_is_said_of_what_was_planned_last_time_alone() -> None:
    assert advise("negative-push-up", session("negative-push-up", days_ago=1.5, of_sets=1, of_reps=2)).what == (
        "2 × 3, 5 s each"
    )
    assert advise("negative-dip", dip(3, sets=2, of_sets=3)).what == "The same again: 3 × 5, 5 s each"


def test_the_ladder_needs_three_sets_of_five_before_a_full_rep_is_tried() -> None:
    two_sets = advise("negative-dip", dip(3, 8, of_sets=2, of_reps=5), dip(6, 8, of_sets=2, of_reps=5))
    assert amount(two_sets)[:2] == (3, 5)
    four_reps = [session("negative-pull-up", days_ago=days, lower_s=8, of_reps=4) for days in (3, 6)]
    assert amount(advise("negative-pull-up", *four_reps))[:2] == (3, 5)
    assert advise("negative-dip", dip(3, 8), dip(6, 8)).rule is TRY_FULL


@pytest.mark.parametrize(
    ("load_kg", "seconds", "expected"), [(5.0, 8, (2.5, 8)), (2.0, 8, (0.0, 8)), (0.0, 6, (0.0, 5)), (0.0, 4, (0.0, 3))]
)
def test_two_lost_days_give_back_load_first_and_then_a_second(
    load_kg: float, seconds: int, expected: tuple[float, int]
) -> None:
    before = [dip(days, seconds, load_kg) for days in (9, 13, 17)]
    advice = advise("negative-dip", dip(3, seconds, load_kg, stop=LOST), dip(6, seconds, load_kg, stop=LOST), *before)
    assert (advice.rule, advice.prescription.load_kg) == (LOST_TWICE, expected[0])
    assert advice.prescription.tempo.eccentric == expected[1]


@pytest.mark.parametrize(
    ("slug", "words", "easier"),
    [
        ("negative-push-up", "on a bench", "hands-raised-push-up"),
        ("negative-dip", "feet on the box", ""),
        ("negative-pull-up", "palms towards you", "negative-chin-up"),
        ("negative-chin-up", "feet help", "feet-assisted-pull-up"),
        ("feet-assisted-pull-up", "8 rows", "inverted-row"),
        ("inverted-row", "Bend your knees", ""),
    ],
)
def test_under_three_seconds_it_is_made_easier(slug: str, words: str, easier: str) -> None:
    lost = [session(slug, days_ago=days, lower_s=3, stop=LOST) for days in (3, 6)]
    advice = advise(slug, *lost)
    assert (advice.rule, advice.prescription.tempo.eccentric) == (SHORTEST_LOWERING, 3)
    assert words in advice.what
    assert ("" if advice.easier is None else advice.easier.exercise) == easier
    assert advice.easier is None or words in advice.easier.why
    painful = session(slug, days_ago=1.9, lower_s=3, stop=PAINFUL)
    assert advise(slug, painful, *lost).easier is None  # pain has rules of its own


@pytest.mark.parametrize("slug", ["negative-push-up", "negative-dip", "negative-pull-up", "negative-chin-up"])
def test_one_kept_day_at_three_seconds_is_the_same_again_and_no_easier_rung(slug: str) -> None:
    lost = [session(slug, days_ago=days, lower_s=3, stop=LOST) for days in (6, 9)]
    advice = advise(slug, session(slug, days_ago=3, lower_s=3), *lost)
    assert (advice.rule, advice.easier) == (KEPT_ONCE, None)
    assert advice.prescription.tempo.eccentric == 3


@pytest.mark.parametrize(("kept", "rule"), [(0, SHORTEST_LOWERING), (1, SHORTEST_LOWERING), (2, BACK_UP), (3, BACK_UP)])
def test_two_kept_days_of_the_easier_rung_lead_back_up(kept: int, rule: Rule) -> None:
    lost = [session("negative-pull-up", days_ago=days, lower_s=3, stop=LOST) for days in (10, 12)]
    chin_ups = [session("negative-chin-up", days_ago=9 - 2 * number) for number in range(kept)]
    before = session("negative-chin-up", days_ago=20)  # before the pull-ups: it says nothing
    easier = exposures_of([*chin_ups, before, session("negative-chin-up", days_ago=0.5, stop=LOST)])
    advice = advise("negative-pull-up", *lost, easier=easier)
    assert advice.rule is rule
    assert (advice.easier is not None) is (rule is SHORTEST_LOWERING)
    assert advice.prescription.tempo.eccentric == 3


def test_the_chin_up_comes_before_the_first_pull_up_and_only_there() -> None:
    advice = advise("negative-pull-up")
    assert advice.rule is FIRST_BOUT
    assert "First the easier one: turn your palms towards you." in advice.why
    assert amount(advice)[:2] == (2, 2)  # for who does the pull-up all the same
    done = exposures_of([session("negative-chin-up", days_ago=5, of_sets=2, of_reps=2)])
    assert "easier" not in advise("negative-pull-up", easier=done).why
    for slug in ("negative-push-up", "negative-dip", "negative-chin-up", "nordic-curl"):
        assert "easier" not in advise(slug).why


def test_each_rung_is_an_exercise_of_the_body_and_none_leads_back_to_itself() -> None:
    library = {one.slug: one for one in shipped_exercises()}
    assert EASIER.keys() <= library.keys()
    for slug, rung in EASIER.items():
        seen = [slug]
        while rung is not None and rung.exercise:
            below = library[rung.exercise]
            assert below.bodyweight
            assert set(below.muscles) & set(library[slug].muscles)
            assert below.slug not in seen
            seen.append(below.slug)
            rung = EASIER.get(below.slug)


def test_after_the_light_first_bout_comes_the_whole_exercise_unless_it_was_lost() -> None:
    advice = advise("negative-dip", dip(3, of_sets=2, of_reps=3))
    assert (advice.rule, advice.step, amount(advice)) == (FIRST_BOUT, Step.MORE, (3, 5, 0.0))
    lost = advise("negative-dip", dip(3, of_sets=2, of_reps=3, stop=LOST))
    assert (lost.rule, amount(lost)) == (LOST_ONCE, (2, 3, 0.0))
    whole = advise("negative-dip", dip(8, of_sets=3, of_reps=5, stop=LOST))
    assert whole.why == "A set lost its tempo. On a second such day it gets easier."  # there is no load to go down


@pytest.mark.parametrize(
    ("days_back", "expected", "seconds"),
    [(3, (3, 5, 0.0), 5), (8, (3, 5, 2.5), 6), (14, (3, 5, 5.0), 8)],
    ids=["first week", "second week", "two weeks back"],
)
def test_after_time_away_the_old_level_comes_back_over_two_weeks(
    days_back: float, expected: tuple[int, int, float], seconds: int
) -> None:
    back = [dip(days_back, of_sets=2, of_reps=3)]
    back += [dip(days, 6 if days_back - days >= 6 else 5) for days in (5, 2.5) if days < days_back]
    advice = advise("negative-dip", *back, dip(days_back + 30, 8, 5.0), dip(days_back + 34, 8, 5.0))
    plan = advice.prescription
    assert (amount(advice), plan.tempo.eccentric) == (expected, seconds)


@pytest.mark.parametrize(
    ("body_kg", "load_kg", "level"),
    [(80, 20, Level.WARNING), (80, 20.5, Level.TYPED), (None, 15, Level.WARNING), (None, 16, Level.TYPED)],
)
def test_more_than_a_quarter_of_the_body_weight_added_takes_the_typed_word(
    body_kg: float | None, load_kg: float, level: Level
) -> None:
    done = [session("negative-dip", 10, days_ago=days, lower_s=8) for days in (4, 8)]
    advice = advise("negative-dip", *done, body_kg=body_kg, has_more=True)
    assert advice.level_for(replace(advice.prescription, load_kg=load_kg)) is level


@pytest.mark.parametrize(
    ("slug", "load_kg", "more_kg", "level"),
    [
        ("negative-dip", 0.0, 2.5, Level.NOTE),
        ("negative-dip", 0.0, 5.0, Level.WARNING),
        ("negative-dip", 0.0, 14.0, Level.TYPED),
        ("negative-pull-up", 0.0, 14.0, Level.TYPED),
        ("nordic-curl", 0.0, 14.0, Level.TYPED),
        ("negative-dip", 10.0, 12.5, Level.NOTE),
        ("negative-dip", 10.0, 15.0, Level.WARNING),
        ("negative-pull-up", -20.0, -15.0, Level.NOTE),
        ("negative-pull-up", -20.0, -10.0, Level.WARNING),
    ],
)
def test_what_is_added_to_the_body_grows_by_a_step_without_a_question(
    slug: str, load_kg: float, more_kg: float, level: Level
) -> None:
    done = [session(slug, load_kg, days_ago=days, lower_s=5) for days in (4, 8, 12)]
    advice = advise(slug, *done, body_kg=80, has_more=True, lifted_reps=3)
    assert advice.level_for(replace(advice.prescription, load_kg=more_kg)) is level


def with_load(advice: Advice, load_kg: float) -> Level:
    return advice.level_for(replace(advice.prescription, load_kg=load_kg))


@pytest.mark.parametrize("slug", FULL_REPS)
def test_load_is_added_to_a_negative_after_three_full_reps_in_a_set(slug: str) -> None:
    days = [session(slug, days_ago=days, lower_s=5) for days in (4, 8, 12)]
    known = facts(slug, *days, body_kg=80, has_more=True)
    never = advise_on(default(slug), known)
    assert (with_load(never, 0.0), with_load(never, 2.5)) == (Level.NOTE, Level.WARNING)
    asked = next(finding for finding, _ in never.demands_for(replace(never.prescription, load_kg=2.5)))
    assert (asked.rule, f"3 full {FULL_REPS[slug]}s in one set" in asked.text) == (FULL_REPS_FIRST, True)
    assert with_load(advise_on(default(slug), replace(known, lifted_reps=2)), 2.5) is Level.WARNING
    assert with_load(advise_on(default(slug), replace(known, lifted_reps=3)), 2.5) is Level.NOTE


@pytest.mark.parametrize(("reached", "level"), [(0, Level.WARNING), (3, Level.WARNING), (4, Level.NOTE)])
def test_the_rung_of_three_sets_of_three_shows_three_full_reps(reached: int, level: Level) -> None:
    """The first rung is one rep, the second five singles, the third sets of two."""
    dips = [dip(days, 8) for days in (4, 8, 12)]
    tries = tuple(Try(NOW - timedelta(days=60 - 2 * number), Attempt.YES) for number in range(reached))
    known = replace(facts("negative-dip", *dips, body_kg=80, has_more=True), tries=tries)
    assert with_load(advise_on(default("negative-dip"), known), 2.5) is level


@pytest.mark.parametrize("attempt", Attempt)
def test_it_is_said_on_which_training_day_full_reps_are_tried_again(attempt: Attempt) -> None:
    """What is said before each training day comes true, also of the five singles after the first full dip."""
    done, tried_at = [dip(days, 8) for days in (30, 34, 38)], NOW - timedelta(days=20)
    tries = (Try(tried_at, attempt),)
    yes, said = attempt is Attempt.YES, []
    for days_after in (0.01, 4, 8):
        now = tried_at + timedelta(days=days_after)
        advice = advise_on(default("negative-dip"), replace(facts("negative-dip", *done, now=now), tries=tries))
        said.append(advice.why if advice.full_rep is None else "today")
        if advice.full_rep is not None:
            break
        plan = advice.prescription
        done.append(dip(20 - days_after - 0.01, 8, of_sets=plan.sets, of_reps=plan.reps))
    then = "5 single dips, a minute apart" if yes else "one full dip"
    counts = ("One more training day",) if yes else ("2 more training days", "One more training day")
    assert said[-1] == "today"
    assert [text.split(". ")[-1].split(", in tempo twice. ")[-1] for text in said[:-1]] == [
        f"{count} of these, then {then}." for count in counts
    ]


def test_on_the_day_of_a_reached_rung_the_next_one_is_for_the_next_training_day() -> None:
    tries = (Try(NOW - timedelta(hours=3), Attempt.YES),)
    done = [*(dip(days, 8) for days in (10, 14, 18)), dip(0.1, 8, of_sets=2, of_reps=3)]
    advice = advise_on(default("negative-dip"), replace(facts("negative-dip", *done), tries=tries))
    said = " ".join(finding.text for finding in advice.findings) + advice.why
    assert advice.full_rep is None
    assert "On the next training day: 5 single dips, a minute apart." in said


def test_whoever_added_load_before_is_not_asked_again_for_full_reps() -> None:
    loaded = [dip(days, 8, 5.0) for days in (4, 8)]
    asked = advise("negative-dip", *loaded, body_kg=80, has_more=True)
    assert with_load(asked, 5.0) is Level.NOTE
    broken_off = dip(4, 8, 5.0, sets=1, reps=1, stop=LOST)
    asked = advise("negative-dip", broken_off, dip(8, 8), body_kg=80, has_more=True)
    assert with_load(asked, 5.0) is Level.WARNING
    assert asked.prescription.load_kg == 0


def test_a_nordic_has_no_full_reps_to_wait_for() -> None:
    done = [nordic(days, 3, 8) for days in (4, 8, 12)]
    advice = advise("nordic-curl", *done, body_kg=80, has_more=True)
    assert FULL_REPS_FIRST not in {finding.rule for finding in advice.findings}


def test_added_load_over_its_cap_comes_down_to_it_and_a_heel_drop_has_none() -> None:
    done = [session("negative-dip", 25, days_ago=days, lower_s=8) for days in (4, 8)]
    advice = advise("negative-dip", *done, body_kg=80, has_more=True)
    assert (advice.rule, advice.prescription.load_kg) == (ADDED_LOAD, 20)
    assert "25 % of your body weight" in advice.why
    drops = advise("heel-drop", session("heel-drop", 40, days_ago=1))
    assert drops.prescription.load_kg == 40
    assert drops.level_for(replace(drops.prescription, load_kg=45)) is Level.NOTE


def test_added_load_in_the_first_bout_takes_the_typed_word() -> None:
    advice = advise("negative-dip", body_kg=80)
    assert advice.level_for(replace(advice.prescription, load_kg=2.5)) is Level.TYPED
    assert advice.level_for(advice.prescription) is Level.NOTE


def test_after_two_weeks_away_it_begins_with_half_and_no_added_load() -> None:
    advice = advise("negative-dip", dip(14, 8, 5.0), dip(18, 8, 5.0))
    assert (advice.rule, amount(advice), advice.prescription.tempo.eccentric) == (TIME_AWAY, (2, 3, 0.0), 5)
    assert advise("negative-dip", dip(13.9, 8, 5.0)).rule is not TIME_AWAY


def test_light_sessions_do_not_keep_the_old_level_fresh() -> None:
    light = [dip(days, of_sets=2, of_reps=3) for days in (3, 8, 13)]
    advice = advise("negative-dip", *light, *(dip(days, 8, 5.0) for days in (17, 21)))
    assert (advice.rule, amount(advice), advice.prescription.tempo.eccentric) == (TIME_AWAY, (3, 5, 0.0), 5)


def test_an_exercise_without_a_ladder_grows_by_reps_and_then_by_load() -> None:
    own = replace(default("negative-dip"), exercise=replace(exercise("negative-dip"), slug="own-rows", own=True))

    def rows(reps: int, load_kg: float = 0.0) -> Advice:
        return advise("negative-dip", *(dip(days, 8, load_kg, of_reps=reps) for days in (3, 6)), base=own, body_kg=100)

    assert amount(rows(5)) == (3, 6, 0.0)
    assert amount(rows(8)) == (3, 5, 2.5)
    assert amount(rows(8, 20.0)) == (3, 5, 22.5)


def test_nordics_follow_their_weeks_when_their_sessions_are_held() -> None:
    done = [nordic(24)]
    assert amount(advise("nordic-curl", *done))[:2] == (1, 3)  # 24 days ago is time away
    done = [nordic(13), nordic(6.5, 2, 6)]
    advice = advise("nordic-curl", *done)
    assert (advice.rule, advice.step, amount(advice)[:2]) == (NORDIC, Step.SAME, (2, 6))
    assert "1 more session" in advice.why
    done.append(nordic(4, 2, 6))
    assert amount(advise("nordic-curl", *done))[:2] == (3, 6)
    waiting = [nordic(9), nordic(3, 2, 6), nordic(1.9, 2, 6)]
    assert amount(advise("nordic-curl", *waiting))[:2] == (2, 6)


def test_a_nordic_week_with_a_range_of_reps_says_it_and_goes_on_with_what_was_held() -> None:
    done = [nordic(23), nordic(16, 2, 6), nordic(13, 2, 6)]
    begun = advise("nordic-curl", *done)
    assert amount(begun)[:2] == (3, 6)
    assert "6 to 8 reps a set" in begun.why
    again = advise("nordic-curl", *done, nordic(4, 3, 8))
    assert (again.step, amount(again)[:2]) == (Step.SAME, (3, 8)), "no less than last time"
    assert "6 to 8 reps a set" in again.why
    assert amount(advise("nordic-curl", *done, nordic(4, 3, 9)))[:2] == (3, 8), "and no more than the week has"
    short = session("nordic-curl", days_ago=4, of_sets=3, of_reps=8, reps=7)
    assert amount(advise("nordic-curl", *done, short))[:2] == (3, 7)
    lost = nordic(4, 3, 8, stop=LOST)
    assert amount(advise("nordic-curl", *done, lost))[:2] == (3, 6)
    fourth = advise("nordic-curl", *done, nordic(11, 3, 7), nordic(9, 3, 7), nordic(4, 3, 8))
    assert amount(fourth)[:2] == (3, 8)


def test_a_first_nordic_is_half_of_it() -> None:
    assert amount(advise("nordic-curl")) == (1, 3, 0.0)
    assert amount(advise("nordic-curl", nordic(3, 1, 3)))[:2] == (2, 5)


@pytest.mark.parametrize(
    ("slug", "first"), [("nordic-curl", (1, 3)), ("negative-dip", (2, 3)), ("negative-pull-up", (2, 2))]
)
def test_a_first_session_that_was_not_finished_comes_again(slug: str, first: tuple[int, int]) -> None:
    for days_ago, stop in ((3, StopReason.LIFTERS_CALL), (10, StopReason.TEMPO_LOSS)):
        broken_off = session(slug, days_ago=days_ago, of_sets=first[0], of_reps=first[1], sets=1, reps=1, stop=stop)
        advice = advise(slug, broken_off)
        assert (advice.rule, advice.step, amount(advice)[:2]) == (FIRST_BOUT, Step.RAMP_IN, first)
        assert advice.why == "The light first session was not finished: that comes first."


def test_heel_drops_do_not_grow_after_a_painful_one_nor_over_sixty_kilograms() -> None:
    def week(load_kg: float, stop: StopReason = StopReason.TARGET_REACHED) -> list[PastSession]:
        days = [session("heel-drop", load_kg, days_ago=days, hurt=1) for days in range(2, 8)]
        return [session("heel-drop", load_kg, days_ago=1, stop=stop, hurt=1), *days]

    assert amount(advise("heel-drop", *week(10))) == (6, 15, 15.0)
    assert amount(advise("heel-drop", *week(10, PAINFUL)))[2] == 10.0
    assert amount(advise("heel-drop", *week(60)))[2] == 60.0


def test_a_morning_after_an_evening_is_not_said_to_be_of_the_same_date() -> None:
    """Evenings only, for the newest day to have begun the evening before: within 20 h nothing grows."""
    days = [session("heel-drop", days_ago=days, hurt=1) for days in (0.5, *range(2, 12))]
    advice = advise("heel-drop", *days)
    assert advice.rule is SAME_DAY
    assert advice.why == "You trained it less than 20 h ago: nothing goes up twice in a day."


def test_heel_drops_are_not_held_back_by_the_day_before_or_a_sore_calf() -> None:
    advice = advise("heel-drop", session("heel-drop", days_ago=0.4), sore={"calf": (5, 1)})
    assert (advice.rule, demand(advice)) == (CALM_WEEK, Level.NOTE)


def test_heel_drops_begin_without_added_load_after_time_away() -> None:
    advice = advise("heel-drop", session("heel-drop", 20, days_ago=15))
    assert (advice.rule, amount(advice)) == (TIME_AWAY, (6, 15, 0.0))


@pytest.mark.parametrize(("help_kg", "less_kg"), [(-20.0, -15.0), (-5.0, 0.0), (-2.5, 0.0)])
def test_two_kept_days_take_help_away_before_anything_else_grows(help_kg: float, less_kg: float) -> None:
    advice = advise("negative-pull-up", *(session("negative-pull-up", help_kg, days_ago=days) for days in (3, 6)))
    assert (advice.rule, advice.step, advice.prescription.load_kg) == (KEPT_TWICE, Step.MORE, less_kg)
    assert advice.prescription.tempo.eccentric == 5
    assert ("without help" if less_kg == 0 else "15 kg of help") in advice.what


def test_two_lost_days_give_more_help() -> None:
    days = [session("negative-pull-up", -20.0, days_ago=ago, stop=LOST) for ago in (3, 6)]
    advice = advise("negative-pull-up", *days)
    assert (advice.rule, advice.prescription.load_kg) == (LOST_TWICE, -25.0)
    assert advise("negative-pull-up", *days, unit="lb").prescription.load_kg == pytest.approx(-20 - 10 * 0.45359237)


@pytest.mark.parametrize("days_ago", [3, 20, 90])
@pytest.mark.parametrize("slug", ["negative-dip", "negative-pull-up", "nordic-curl", "negative-push-up"])
@pytest.mark.parametrize("sore", [0, 3, 4, 5])
@pytest.mark.parametrize("stop", [StopReason.TARGET_REACHED, LOST, PAINFUL])
def test_no_rule_takes_more_than_a_step_of_the_help_away(
    slug: str, days_ago: float, sore: int, stop: StopReason
) -> None:
    days = [session(slug, -20.0, days_ago=days_ago + more, stop=stop) for more in (0, 3)]
    rated = dict.fromkeys(exercise(slug).muscles, (sore, 1.0))
    base = replace(default(slug), load_kg=-20.0)
    assert advise(slug, *days, sore=rated, base=base).prescription.load_kg <= -15.0


@pytest.mark.parametrize("slug", [one for one in EXERCISES if default(one).exercise.load is None])
@pytest.mark.parametrize("since", [(40,), (40, 3), (40, 20, 3), (60, 40, 16)])
def test_what_is_said_of_the_count_after_time_away_is_the_count_of_the_set(slug: str, since: tuple[int, ...]) -> None:
    usual = default(slug)
    advice = advise(slug, *(session(slug, days_ago=days, lower_s=usual.tempo.eccentric) for days in since))
    assert "five counts" not in advice.why
    for seconds in re.findall(r"(\d+) s each", advice.why):
        assert int(seconds) == advice.prescription.tempo.eccentric


@pytest.mark.parametrize(("slug", "load_kg"), [("negative-dip", 0.0), ("heel-drop", 0.0), ("bench-press", 105.0)])
def test_time_away_is_said_in_calendar_days_as_the_last_time_is(slug: str, load_kg: float) -> None:
    now = NOW.replace(hour=8)
    past = [session(slug, load_kg, days_ago=days + 0.4, now=now) for days in (37, 41, 45)]  # in the evening
    advice = advise(slug, *past, one_rm_kg=100.0 if load_kg else None, now=now)
    assert "38 days ago" in advice.why
