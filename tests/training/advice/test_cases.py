"""The written cases, history to advice: what a careful coach says, each a test named after it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.training.advice.advice import Advice
from negcoach.training.advice.advice import advise as advise_on
from negcoach.training.advice.exposure import PastSession
from negcoach.training.advice.finding import Level
from negcoach.training.advice.progression.ladders import FIRST_BOUT, TIME_AWAY, TRY_FULL
from negcoach.training.advice.progression.nordic import NORDIC
from negcoach.training.advice.progression.overload import DELOAD, RAMP_IN, REPS_FIRST
from negcoach.training.advice.progression.planned import (
    KEPT_ONCE,
    KEPT_TWICE,
    LOST_ONCE,
    LOST_TWICE,
    NOT_KEPT,
    NOT_MEASURED,
    OPEN_REPS,
    STRAINED,
    Step,
)
from negcoach.training.advice.progression.tendon import CALM_WEEK
from negcoach.training.advice.readiness.pain import PAIN
from negcoach.training.advice.readiness.table import (
    HEALTH_SCREEN,
    LOAD_CAP,
    NO_ONE_RM,
    NO_OVERLOAD,
    RECOVERY,
    SHORTEST_LOWERING,
    SORENESS,
)
from negcoach.training.advice.readiness.tendon_pain import TENDON_PAIN
from negcoach.training.equipment.warm_up import warm_up
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import is_over_cap, spotters_needed
from negcoach.training.terms import Side, StopReason
from negcoach.training.units import KG_PER_LB
from tests.training.advice.builders import (
    advise,
    amount,
    default,
    demand,
    exercise,
    facts,
    health_answers,
    lifted,
    session,
)

LOST = StopReason.TEMPO_LOSS
TOUCHED = StopReason.SPOTTER_TOUCHED
PAINFUL = StopReason.PAIN


def bench(*sessions: PastSession, one_rm_kg: float | None = 100.0, **known: object) -> Advice:
    """Advice on the bench press of a lifter with a 1RM of 100 kg."""
    return advise("bench-press", *sessions, one_rm_kg=one_rm_kg, **known)  # type: ignore[arg-type]


def at_105(days_ago: float, **done: object) -> PastSession:
    """A bench session at 105 kg: 3 x 4, kept unless ``done`` says otherwise."""
    return session("bench-press", 105, days_ago=days_ago, **done)  # type: ignore[arg-type]


def light_bench(days_ago: float, load_kg: float = 40, reps: int = 10) -> PastSession:
    """One of the two light sessions of the ramp-in."""
    return session("bench-press", load_kg, days_ago=days_ago, of_sets=2, of_reps=reps)


KEPT_TWICE_AT_105 = (at_105(4), at_105(8))


# A: the first time ever


def test_a_first_bench_press_begins_with_two_light_sets_and_says_why() -> None:
    """Case 1."""
    advice = bench()
    assert (advice.rule, advice.step, amount(advice)) == (RAMP_IN, Step.RAMP_IN, (2, 10, 40.0))
    assert advice.prescription.tempo.eccentric == 5
    assert "halves the soreness" in advice.why
    assert advice.level_for(replace(default("bench-press"), load_kg=105)) is Level.TYPED
    assert demand(advice) is Level.NOTE


def test_a_first_leg_curl_begins_at_two_fifths_too() -> None:
    """Case 3."""
    assert amount(advise("leg-curl", one_rm_kg=60)) == (2, 10, 22.5)


def test_a_first_two_up_one_down_begins_in_proportion_to_the_two_limb_max() -> None:
    """Case 4."""
    advice = advise("two-up-one-down", one_rm_kg=100)
    assert advice.rule is RAMP_IN
    assert 25 <= advice.prescription.load_kg <= 30
    assert amount(advice)[:2] == (2, 10)


def test_a_first_push_up_is_done_whole_in_five_counts_and_says_that_it_makes_sore() -> None:
    """Case 6."""
    advice = advise("negative-push-up")
    assert (advice.rule, amount(advice), advice.prescription.tempo.eccentric) == (FIRST_BOUT, (3, 5, 0.0), 5)
    assert "soreness" in advice.why


def test_a_first_pull_up_is_half_of_it() -> None:
    """Case 7."""
    advice = advise("negative-pull-up")
    sets, reps, _ = amount(advice)
    assert (advice.rule, sets, advice.prescription.tempo.eccentric) == (FIRST_BOUT, 2, 5)
    assert reps in (2, 3)


def test_a_first_dip_is_half_of_it() -> None:
    """Case 8."""
    advice = advise("negative-dip")
    assert (advice.rule, amount(advice), advice.prescription.tempo.eccentric) == (FIRST_BOUT, (2, 3, 0.0), 5)


def test_first_heel_drops_are_the_protocols() -> None:
    """Case 10."""
    advice = advise("heel-drop")
    assert (amount(advice), advice.prescription.tempo.eccentric) == ((6, 15, 0.0), 3)


# B: the gate, spotters, caps


def test_a_beginner_is_not_offered_overload() -> None:
    """Case 11."""
    advice = bench(health=health_answers(lifting_months=0))
    assert (advice.rule, advice.step) == (NO_OVERLOAD, Step.REFUSED)
    assert demand(advice) is Level.REFUSED
    assert "beginners" in advice.why


def test_the_health_screen_is_asked_again_after_a_year() -> None:
    """Case 13."""
    assert HEALTH_SCREEN in rules(bench(health=health_answers(days_ago=365)))
    assert HEALTH_SCREEN not in rules(bench(health=health_answers(days_ago=364)))


def test_a_bench_press_needs_a_spotter_and_safety_arms() -> None:
    """Case 14."""
    press = exercise("bench-press")
    assert (spotters_needed(press, 105, 100), press.spotters.also) == (1, "safety arms")


def test_a_bench_press_at_the_cap_needs_two_spotters() -> None:
    """Case 16."""
    assert not is_over_cap(exercise("bench-press"), 132, 110)
    assert spotters_needed(exercise("bench-press"), 132, 110) == 2


def test_a_load_over_the_cap_is_judged_so() -> None:
    """Case 18."""
    assert is_over_cap(exercise("bench-press"), 125, 100)


# C: after sessions


def test_one_good_session_is_followed_by_the_same() -> None:
    """Case 20."""
    advice = bench(at_105(4))
    assert (advice.rule, advice.step, amount(advice)) == (KEPT_ONCE, Step.SAME, (3, 4, 105.0))


def test_two_good_sessions_are_followed_by_the_next_load() -> None:
    """Case 21."""
    advice = bench(*KEPT_TWICE_AT_105)
    assert (advice.rule, advice.step, amount(advice)) == (KEPT_TWICE, Step.MORE, (3, 4, 107.5))


def test_tempo_lost_once_is_followed_by_the_same() -> None:
    """Case 23."""
    advice = bench(at_105(4, stop=LOST))
    assert (advice.rule, advice.step, amount(advice)) == (LOST_ONCE, Step.SAME, (3, 4, 105.0))


def test_tempo_lost_twice_takes_five_percent_off() -> None:
    """Case 24."""
    advice = bench(at_105(4, stop=LOST), at_105(8, stop=LOST))
    assert (advice.rule, advice.step, amount(advice)) == (LOST_TWICE, Step.LESS, (3, 4, 100.0))


def test_a_stage_of_the_ramp_in_that_was_lost_twice_goes_one_back() -> None:
    """Case 25."""
    lost = [session("bench-press", 85, days_ago=days, stop=LOST) for days in (4, 8)]
    advice = bench(light_bench(15), light_bench(12, 70, 6), *lost)
    assert (advice.rule, amount(advice)) == (RAMP_IN, (2, 6, 70.0))


def test_week_three_of_the_ramp_in_kept_is_followed_by_week_four() -> None:
    """Case 27."""
    climbed = [session("bench-press", load_kg, days_ago=days) for load_kg, days in ((85, 14), (95, 7))]
    advice = bench(light_bench(21), light_bench(18, 70, 6), *climbed)
    assert (advice.rule, advice.step, amount(advice)) == (RAMP_IN, Step.MORE, (3, 4, 105.0))


def test_after_a_light_session_48_hours_pass_and_then_comes_the_second() -> None:
    """Case 28."""
    too_soon = bench(light_bench(20 / 24))
    assert (too_soon.rule, too_soon.step, demand(too_soon)) == (RECOVERY, Step.REST, Level.TYPED)
    assert amount(too_soon) == (2, 10, 40.0)
    assert amount(bench(light_bench(47 / 24))) == (2, 10, 40.0)
    then = bench(light_bench(48 / 24))
    assert (then.rule, amount(then)) == (RAMP_IN, (2, 6, 70.0))


def test_two_good_sessions_with_nothing_in_reserve_are_followed_by_the_same() -> None:
    """Case 30."""
    advice = bench(at_105(4, rpe=10.0), at_105(8, rpe=10.0))
    assert (advice.rule, amount(advice)) == (STRAINED, (3, 4, 105.0))


def test_two_easy_sessions_are_followed_by_two_steps() -> None:
    """Case 31."""
    advice = bench(at_105(4, rpe=5.0), at_105(8, rpe=5.0))
    assert advice.rule is KEPT_TWICE
    assert 105 * 1.025 <= advice.prescription.load_kg <= 105 * 1.05


def test_one_of_three_sets_is_not_the_session() -> None:
    """Case 32."""
    advice = bench(at_105(4, sets=1), at_105(8, sets=1))
    assert (advice.rule, amount(advice)) == (NOT_KEPT, (3, 4, 105.0))


def test_a_bar_that_was_touched_twice_is_a_lost_tempo() -> None:
    """Case 34."""
    advice = bench(at_105(4, stop=TOUCHED), at_105(8, stop=TOUCHED))
    assert (advice.rule, amount(advice)) == (LOST_TWICE, (3, 4, 100.0))


def test_too_little_measured_adds_no_load() -> None:
    """Case 35."""
    hardly = [at_105(days, adherence=[1.0, None, None, None]) for days in (4, 8)]
    advice = bench(*hardly)
    assert (advice.rule, amount(advice)) == (NOT_MEASURED, (3, 4, 105.0))
    assert "A press at the bottom times each rep" in advice.why


def test_after_pain_it_goes_on_below_the_load_that_hurt() -> None:
    """Case 37."""
    advice = bench(at_105(4, stop=PAINFUL))
    sets, _, load_kg = amount(advice)
    assert (advice.rule, advice.step, sets) == (PAIN, Step.LESS, 2)
    assert load_kg <= 0.8 * 105
    assert "only without pain" in advice.why


def test_at_the_cap_the_1rm_is_tested_again() -> None:
    """Case 40."""
    advice = bench(*(session("bench-press", 120, days_ago=days) for days in (4, 8)))
    assert (advice.rule, amount(advice)) == (LOAD_CAP, (3, 4, 120.0))
    assert "test" in advice.why


def test_two_sessions_within_an_hour_are_one_exposure() -> None:
    """Case 43."""
    advice = bench(at_105(1 / 24), at_105(2 / 24), session("bench-press", 102.5, days_ago=5))
    assert advice.step is not Step.MORE
    assert advice.prescription.load_kg <= 105


def test_sets_to_fatigue_end_in_lost_tempo_by_design() -> None:
    """Case 44."""
    to_fatigue = [at_105(days, to_fatigue=True, adherence=[0.95] * 6 + [0.5], stop=LOST) for days in (4, 8)]
    advice = bench(*to_fatigue)
    assert (advice.rule, advice.step, amount(advice)) == (OPEN_REPS, Step.SAME, (3, None, 105.0))


def test_after_eight_weeks_of_loading_a_deload_week_is_due() -> None:
    """Case 46."""
    advice = bench(*(at_105(3.5 * number) for number in range(1, 17)))
    assert (advice.rule, advice.step) == (DELOAD, Step.LESS)
    assert amount(advice)[0] == 2
    assert 0.85 * 105 <= advice.prescription.load_kg <= 0.92 * 105


# D: soreness


@pytest.mark.parametrize("rating", [1, 2])
def test_a_slightly_sore_chest_holds_nothing_back(rating: int) -> None:
    """Cases 48 and 49."""
    advice = bench(*KEPT_TWICE_AT_105, sore={"chest": (rating, 24)})
    assert (advice.rule, amount(advice)) == (KEPT_TWICE, (3, 4, 107.5))


def test_a_painful_chest_gets_a_light_session_or_another_day() -> None:
    """Case 51."""
    advice = bench(*KEPT_TWICE_AT_105, sore={"chest": (4, 24)})
    assert (advice.rule, demand(advice), amount(advice)) == (SORENESS, Level.WARNING, (2, 4, 52.5))
    assert "another day" in advice.why
    assert advice.level_for(session_of(105)) is Level.TYPED


def test_a_very_painful_chest_is_not_trained_today() -> None:
    """Case 52."""
    advice = bench(*KEPT_TWICE_AT_105, sore={"chest": (5, 24)})
    assert (advice.rule, advice.step, demand(advice)) == (SORENESS, Step.REST, Level.TYPED)
    assert advice.prescription.load_kg <= 52.5
    assert "Dark urine" in advice.why


def test_a_sore_triceps_stands_against_the_bench_press() -> None:
    """Case 54."""
    advice = bench(sore={"triceps": (5, 24)})
    assert (advice.rule, demand(advice)) == (SORENESS, Level.TYPED)


def test_sore_legs_stand_against_a_machine_that_is_not_known() -> None:
    """Case 56."""
    advice = advise("two-up-one-down", one_rm_kg=100, sore={"quadriceps": (6, 20)})
    assert (advice.rule, demand(advice)) == (SORENESS, Level.TYPED)


def test_the_newest_rating_counts() -> None:
    """Case 59: the store gives the newest one only, see ``tests/coaching/test_recent_training.py``."""
    advice = bench(*KEPT_TWICE_AT_105, sore={"chest": (1, 0)})
    assert SORENESS not in rules(advice)


def test_the_worst_soreness_stands_against_every_set_whichever_way_leads_to_it() -> None:
    """Case 60."""
    advice = bench(at_105(10 / 24), sore={"chest": (6, 1)})
    for load_kg in (20, 52.5, 105):
        assert advice.level_for(session_of(load_kg)) is Level.TYPED


# E: days since the last time


def test_a_day_after_overload_it_is_not_yet_time() -> None:
    """Case 62."""
    advice = bench(at_105(1))
    assert (advice.rule, advice.step, demand(advice, RECOVERY)) == (RECOVERY, Step.REST, Level.TYPED)


def test_a_week_after_one_good_session_it_is_the_same_again() -> None:
    """Case 64."""
    advice = bench(at_105(7))
    assert (advice.rule, amount(advice), demand(advice)) == (KEPT_ONCE, (3, 4, 105.0), Level.NOTE)


@pytest.mark.parametrize("days", [14, 28])
def test_after_two_weeks_away_the_ramp_in_begins_again(days: float) -> None:
    """Cases 66 and 67."""
    advice = bench(at_105(days))
    assert (advice.rule, advice.step, amount(advice)) == (RAMP_IN, Step.RAMP_IN, (2, 10, 40.0))
    assert advice.level_for(session_of(105)) >= Level.WARNING


def test_without_a_1rm_the_ramp_in_is_of_the_last_load() -> None:
    """Case 69."""
    advice = bench(session("bench-press", 100, days_ago=84), one_rm_kg=None)
    assert (advice.rule, amount(advice)[:2]) == (RAMP_IN, (2, 10))
    assert 25 <= advice.prescription.load_kg <= 40


def test_one_light_session_after_time_away_all_sets_come_back_without_load_in_five_counts() -> None:
    """Case 71."""
    light = session("negative-pull-up", days_ago=3, of_sets=2, of_reps=2)
    advice = advise("negative-pull-up", light, session("negative-pull-up", 5, days_ago=87, lower_s=8))
    assert (advice.rule, amount(advice), advice.prescription.tempo.eccentric) == (TIME_AWAY, (3, 4, 0.0), 5)


# F: units, plates, warm-up


def test_in_pounds_the_next_load_is_five_more() -> None:
    """Case 73."""
    kept = [session("bench-press", 225 * KG_PER_LB, days_ago=days) for days in (4, 8)]
    advice = bench(*kept, one_rm_kg=210 * KG_PER_LB, unit="lb")
    assert advice.prescription.load_kg / KG_PER_LB == pytest.approx(230)
    assert "230 lb" in advice.what


def test_where_the_next_dumbbell_is_too_great_a_step_a_rep_comes_first() -> None:
    """Case 75."""
    kept = [session("biceps-curl", 10, days_ago=days) for days in (4, 8)]
    advice = advise("biceps-curl", *kept, one_rm_kg=9.5)
    assert (advice.rule, amount(advice)) == (REPS_FIRST, (3, 6, 10.0))


def test_the_warm_up_before_105_percent() -> None:
    """Case 76."""
    assert warm_up_of(105, 100) == [(50.0, 5), (70.0, 3), (85.0, 2), (95.0, 1)]


def test_the_warm_up_without_a_1rm_is_of_the_load() -> None:
    """Case 78."""
    assert warm_up_of(105, None) == [(50.0, 5), (70.0, 3), (85.0, 2), (95.0, 1)]


# G: bodyweight ladders


def test_push_ups_of_eight_seconds_kept_twice_are_followed_by_a_full_one() -> None:
    """Case 80."""
    advice = advise("negative-push-up", *(session("negative-push-up", days_ago=days, lower_s=8) for days in (3, 6)))
    assert (advice.rule, amount(advice), advice.prescription.tempo.eccentric) == (TRY_FULL, (3, 5, 0.0), 8)
    assert "Try a full push-up" in advice.what


def test_dips_of_eight_seconds_kept_twice_are_followed_by_a_full_one() -> None:
    """Case 81."""
    advice = advise("negative-dip", *(session("negative-dip", days_ago=days, lower_s=8) for days in (3, 6)))
    assert (advice.rule, advice.what.split(",")[0]) == (TRY_FULL, "Try a full dip")


def test_five_reps_done_once_are_done_again() -> None:
    """Case 83."""
    five = session("negative-pull-up", days_ago=3, lower_s=8, of_reps=5)
    advice = advise("negative-pull-up", five, session("negative-pull-up", days_ago=6, lower_s=8, of_reps=4))
    assert (advice.step, amount(advice), advice.prescription.tempo.eccentric) == (Step.SAME, (3, 5, 0.0), 8)


def test_push_ups_of_five_seconds_lost_twice_take_four() -> None:
    """Case 84."""
    advice = advise("negative-push-up", *(session("negative-push-up", days_ago=days, stop=LOST) for days in (3, 6)))
    assert (advice.rule, advice.step, advice.prescription.tempo.eccentric) == (LOST_TWICE, Step.LESS, 4)


def test_push_ups_of_three_seconds_lost_twice_are_made_easier_and_not_faster() -> None:
    """Case 85."""
    lost = [session("negative-push-up", days_ago=days, lower_s=3, stop=LOST) for days in (3, 6)]
    advice = advise("negative-push-up", *lost)
    assert (advice.rule, advice.step, advice.prescription.tempo.eccentric) == (SHORTEST_LOWERING, Step.LESS, 3)
    assert "hands on a bench" in advice.what


# H: protocols


def test_the_second_week_of_nordics_has_two_sessions_of_two_by_six() -> None:
    """Case 87."""
    advice = advise("nordic-curl", session("nordic-curl", days_ago=7))
    assert (advice.rule, amount(advice)) == (NORDIC, (2, 6, 0.0))
    assert "2 sessions this week" in advice.what


def test_of_nordics_only_the_sets_before_the_tempo_counts_say_how_long_they_were_held() -> None:
    held = session("nordic-curl", days_ago=7, adherence=3.4 / 5)
    before = session("nordic-curl", days_ago=14, adherence=3.1 / 5)
    full = session("nordic-curl", days_ago=14, of_reps=12, adherence=4.5 / 5)
    mixed = replace(before, sets=(full.sets[0], *before.sets))
    advice = advise("nordic-curl", held, mixed)
    assert "You held it for 3.4 s on average, 3.1 s the time before." in advice.why
    in_time = replace(held, sets=(*held.sets, full.sets[0]))
    assert "You held it" not in advise("nordic-curl", in_time, before).why


def test_nordics_whose_end_drops_stay_as_they_are() -> None:
    """Case 89."""
    past = [session("nordic-curl", days_ago=days, adherence=held / 5) for days, held in ((7, 3.4), (14, 3.1))]
    advice = advise("nordic-curl", *past)
    assert "You held it for 3.4 s on average, 3.1 s the time before." in advice.why
    assert (advice.rule, advice.step, amount(advice)) == (NORDIC, Step.SAME, (2, 5, 0.0))
    assert "band" in advice.why


def test_seven_days_of_heel_drops_without_pain_add_five_kilograms() -> None:
    """Case 91."""
    twice_a_day = [session("heel-drop", days_ago=days + part, hurt=2) for days in range(1, 8) for part in (0, -10 / 24)]
    advice = advise("heel-drop", *twice_a_day)
    assert (advice.rule, advice.step, amount(advice)) == (CALM_WEEK, Step.MORE, (6, 15, 5.0))
    assert advice.prescription.tempo.eccentric == 3


def test_heel_drops_that_hurt_are_asked_how_much_and_may_go_on() -> None:
    """Case 92."""
    advice = advise("heel-drop", session("heel-drop", days_ago=10 / 24, stop=PAINFUL))
    assert TENDON_PAIN in rules(advice)
    assert demand(advice) is Level.WARNING
    (text,) = (finding.text for finding in advice.findings if finding.rule is TENDON_PAIN)
    assert "of 10" in text and "Up to 5: go on" in text and "5 kg less" in text


# I: sides, the day, other exercises


def test_the_weaker_side_begins() -> None:
    """Case 93."""
    weaker_right = session("two-up-one-down", 70, days_ago=4, adherence=[1.0] * 4 + [0.95, 0.9, 0.85, 0.8])
    assert advise("two-up-one-down", weaker_right, one_rm_kg=100).prescription.sides == (Side.RIGHT, Side.LEFT)
    weaker_left = session("two-up-one-down", 70, days_ago=4, adherence=[0.95, 0.9, 0.85, 0.8] + [1.0] * 4)
    assert advise("two-up-one-down", weaker_left, one_rm_kg=100).prescription.sides == (Side.LEFT, Side.RIGHT)


def test_the_side_that_the_lifter_named_begins_whatever_the_history_shows() -> None:
    weaker_right = session("two-up-one-down", 70, days_ago=4, adherence=[1.0] * 4 + [0.95, 0.9, 0.85, 0.8])
    known = replace(facts("two-up-one-down", weaker_right, one_rm_kg=100), weaker_side=Side.LEFT)
    assert advise_on(default("two-up-one-down"), known).prescription.sides == (Side.LEFT, Side.RIGHT)


def test_left_and_right_of_one_day_are_one_exposure() -> None:
    """Case 95."""
    arms = [
        session("biceps-curl", 20, days_ago=4 - part, side=side) for part, side in ((0, Side.LEFT), (0.02, Side.RIGHT))
    ]
    advice = advise("biceps-curl", *arms, one_rm_kg=19)
    assert (advice.step, advice.prescription.load_kg) == (Step.SAME, 20.0)


def test_left_and_right_on_two_days_are_one_exposure_as_well() -> None:
    """Case 95."""
    arms = [
        session("two-up-one-down", 70, days_ago=days, side=side) for days, side in ((8, Side.LEFT), (7, Side.RIGHT))
    ]
    advice = advise("two-up-one-down", *arms, one_rm_kg=100)
    assert (advice.step, advice.prescription.load_kg) == (Step.SAME, 70.0)


def test_what_was_lifted_heavy_yesterday_counts_as_trained() -> None:
    """Case 98."""
    advice = bench(at_105(5), trained=[lifted("Bench press", "chest", hours_ago=20)])
    assert (advice.rule, demand(advice, RECOVERY)) == (RECOVERY, Level.TYPED)
    assert "chest 20 h ago" in advice.why


def test_lifted_sets_offer_their_estimate_as_the_1rm() -> None:
    """Case 99."""
    advice = bench(one_rm_kg=None, estimated_one_rm_kg=85 * (1 + 5 / 30))
    (text,) = (finding.text for finding in advice.findings if finding.rule is NO_ONE_RM)
    assert "99 kg" in text


def rules(advice: Advice) -> list[object]:
    """The rules of the findings."""
    return [finding.rule for finding in advice.findings]


def session_of(load_kg: float) -> Prescription:
    """The default bench session at a load."""
    return replace(default("bench-press"), load_kg=load_kg)


def warm_up_of(load_kg: float, one_rm_kg: float | None) -> list[tuple[float, int]]:
    return [(one.load_kg, one.reps) for one in warm_up(session_of(load_kg), one_rm_kg, "kg")]
