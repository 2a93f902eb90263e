"""The way back from pain: a fifth less and half the sets, then step by step up to what hurt, and only then on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from negcoach.training.advice.advice import advise as advise_on
from negcoach.training.advice.exposure import PastSession
from negcoach.training.advice.finding import Level
from negcoach.training.advice.progression.eccentric_limit import ECCENTRIC_LIMIT
from negcoach.training.advice.progression.overload import RAMP_IN
from negcoach.training.advice.progression.planned import AFTER_PAIN, Step
from negcoach.training.advice.readiness.pain import PAIN, PAIN_ELSEWHERE
from negcoach.training.advice.readiness.table import LOAD_CAP
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.plan.eccentric_test import EccentricOneRm
from negcoach.training.terms import Side, StopReason
from tests.training.advice.builders import NOW, advise, amount, default, demand, facts, hurt, session

PAINFUL = StopReason.PAIN

Amount = tuple[int, int | None, float]


def bench(load_kg: float, days_ago: float, of_sets: int = 3, of_reps: int = 4, **done: object) -> PastSession:
    return session("bench-press", load_kg, days_ago=days_ago, of_sets=of_sets, of_reps=of_reps, **done)  # type: ignore[arg-type]


def dips(days_ago: float, of_sets: int = 3, of_reps: int = 5, **done: object) -> PastSession:
    return session("negative-dip", days_ago=days_ago, of_sets=of_sets, of_reps=of_reps, **done)  # type: ignore[arg-type]


def light(days_ago: float, **done: object) -> PastSession:
    return bench(40, days_ago, 2, 10, **done)


def second(days_ago: float, **done: object) -> PastSession:
    return bench(70, days_ago, 2, 6, **done)


def settled(days_ago: float) -> list[PastSession]:
    return [bench(105, days_ago + 4 * number, adherence=0.95) for number in range(6)]


def followed(
    slug: str, sessions: list[PastSession], count: int, every: float = 3, one_rm_kg: float | None = 100
) -> list[Amount]:
    """Return what is advised to a lifter who does each advice whole and without pain, every so many days."""
    advised: list[Amount] = []
    done, now = list(sessions), NOW
    for _ in range(count):
        advice = advise(slug, *done, one_rm_kg=one_rm_kg, now=now)
        assert not advice.stopped, advice.why
        plan = advice.prescription
        advised.append(amount(advice))
        tempo_s = plan.tempo.eccentric
        done.append(
            session(slug, plan.load_kg, days_ago=0, of_sets=plan.sets, of_reps=plan.reps, lower_s=tempo_s, now=now)
        )
        now += timedelta(days=every)
    return advised


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        ([light(4, stop=PAINFUL)], [(1, 10, 30), (2, 10, 30), (2, 10, 35), (2, 10, 40), (2, 6, 70)]),
        (
            [light(7), second(4, stop=PAINFUL)],
            [(1, 6, 55), (2, 6, 55), (2, 6, 62.5), (2, 6, 70), (2, 6, 70), (3, 4, 85)],
        ),
        (
            [light(16), second(13), bench(85, 9), bench(85, 4, stop=PAINFUL)],
            [(2, 4, 67.5), (3, 4, 67.5), (3, 4, 77.5), (3, 4, 85), (3, 4, 85), (3, 4, 95)],
        ),
        (
            [light(16), second(13), bench(85, 9), light(4, stop=PAINFUL)],
            [(1, 10, 30), (2, 10, 30), (2, 10, 35), (2, 10, 40), (2, 6, 70)],
        ),
        (
            [light(4, sets=1, reps=0, stop=PAINFUL)],
            [(1, 10, 30), (2, 10, 30), (2, 10, 35), (2, 10, 40), (2, 6, 70)],
        ),
        ([bench(105, 4, stop=PAINFUL), *settled(8)], [(2, 4, 82.5), (3, 4, 82.5), (3, 4, 95), (3, 4, 95)]),
    ],
    ids=["the first stage", "the second", "the third, kept before", "a light one later", "before a rep", "at work"],
)
def test_the_load_that_hurt_is_done_without_pain_before_a_heavier_one(
    sessions: list[PastSession], expected: list[Amount]
) -> None:
    assert followed("bench-press", sessions, len(expected)) == expected


@pytest.mark.parametrize("load_kg", [40.0, 60.0, 70.0, 80.0, 85.0, 100.0, 105.0])
@pytest.mark.parametrize("away", [3, 16, 30])
def test_nothing_heavier_than_what_hurt_is_advised_before_that_was_done_without_pain(
    load_kg: float, away: float
) -> None:
    climbed = [light(away + 20), second(away + 17), bench(85, away + 10)]
    advised = followed("bench-press", [bench(load_kg, away, stop=PAINFUL), *climbed], 14)
    loads = [kg for _, _, kg in advised]
    first = next((number for number, kg in enumerate(loads) if kg >= load_kg), len(loads))
    assert first >= 2 and max(loads[:1]) <= 0.8 * load_kg and max(loads[: first + 1]) <= load_kg
    assert all(later <= max(earlier * 1.75, earlier + 2.5) for earlier, later in pairwise(loads))


def test_what_goes_on_only_after_the_load_that_hurt_is_said_with_its_rule() -> None:
    painless = [bench(32, 2, 2, 10), bench(32, 4, 1, 10)]
    advice = advise("bench-press", *painless, light(8, stop=PAINFUL), one_rm_kg=100)
    assert (advice.rule, advice.step, advice.what) == (AFTER_PAIN, Step.RAMP_IN, "2 × 10 at 35 kg")
    assert advice.why == "It hurt at 40 kg: the ramp-in goes on once that load is done in full and without pain."
    assert advice.level_for(advice.prescription) < Level.TYPED
    heavier = advise("bench-press", one_rm_kg=100).prescription
    assert advice.level_for(heavier) is Level.TYPED


@pytest.mark.parametrize("load_kg", [40, 82.5], ids=["light", "not whole"])
def test_only_a_whole_session_of_a_fifth_less_shows_that_it_does_not_hurt_any_more(load_kg: float) -> None:
    sets = 1 if load_kg > 40 else 2
    done = bench(load_kg, 4, 2, sets=sets)
    advice = advise("bench-press", done, bench(105, 8, stop=PAINFUL), *settled(12), one_rm_kg=100)
    assert (advice.rule, amount(advice)) == (AFTER_PAIN, (2, 4, 82.5))
    assert advice.why == "It hurt at 105 kg: first a full session without pain, a fifth lighter."


def test_a_single_rep_without_pain_shows_nothing_of_a_whole_session() -> None:
    rep = session("bench-press", 82.5, days_ago=4, of_sets=1, of_reps=1)
    advice = advise("bench-press", rep, bench(105, 8, stop=PAINFUL), *settled(12), one_rm_kg=100)
    assert (advice.rule, amount(advice)) == (AFTER_PAIN, (2, 4, 82.5))


def test_a_rep_that_hurt_and_one_that_did_not_leave_most_of_the_way_back_to_a_whole_session() -> None:
    usual = [session("negative-push-up", days_ago=days, lower_s=8) for days in (20, 16, 12)]
    hurt = session("negative-push-up", days_ago=9, lower_s=8, of_sets=1, of_reps=1, stop=PAINFUL)
    rep = session("negative-push-up", days_ago=6, lower_s=8, of_sets=1, of_reps=1)
    advised = followed("negative-push-up", [rep, hurt, *usual], 4, one_rm_kg=None)
    assert advised == [(1, 3, 0), (1, 5, 0), (2, 5, 0), (3, 5, 0)]


def test_the_load_that_hurt_is_that_of_the_painful_set_not_the_heaviest_of_its_day() -> None:
    day = [bench(105, 4.2), bench(60, 4, 1, 8, stop=PAINFUL)]
    advice = advise("bench-press", *day, *settled(8), one_rm_kg=100)
    assert (advice.rule, amount(advice)) == (PAIN, (1, 8, 40.0))


def test_without_a_1rm_the_first_load_that_hurt_is_not_taken_for_a_deload_week() -> None:
    advised = followed("bench-press", [bench(60, 4, stop=PAINFUL)], 4, one_rm_kg=None)
    assert advised == [(2, 4, 47.5), (3, 4, 47.5), (3, 4, 55.0), (3, 4, 55.0)]


# Volume


@pytest.mark.parametrize(
    ("hurt", "expected"),
    [
        (bench(105, 4, 3, 2, stop=PAINFUL), [(2, 2, 82.5), (2, 4, 82.5), (3, 4, 82.5), (3, 4, 95), (3, 4, 95)]),
        (bench(105, 4, 1, 1, stop=PAINFUL), [(1, 1, 82.5), (1, 4, 82.5), (2, 4, 82.5), (3, 4, 82.5), (3, 4, 95)]),
        (
            bench(105, 4, reps=3, to_fatigue=True, stop=PAINFUL),
            [(2, 3, 82.5), (2, 4, 82.5), (3, 4, 82.5), (3, 4, 95), (3, 4, 95)],
        ),
    ],
    ids=["few reps", "a single rep", "to fatigue"],
)
def test_nothing_is_above_what_hurt_and_then_the_reps_come_back_before_the_load(
    hurt: PastSession, expected: list[Amount]
) -> None:
    assert followed("bench-press", [hurt, *settled(8)], 5) == expected


def test_a_session_of_few_reps_after_pain_leads_to_more_reps_or_more_load_but_not_both() -> None:
    usual = [bench(65, 12 + 4 * number, adherence=0.95) for number in range(6)]
    few = [bench(50, 4, 1, 4), bench(62.5, 8, 2, 4, stop=PAINFUL), *usual]
    assert followed("bench-press", few, 4, one_rm_kg=62) == [(2, 4, 50), (3, 4, 50), (3, 4, 55), (3, 4, 55)]
    single = [bench(32, 5, 1, 1), bench(40, 9, 1, 2, stop=PAINFUL)]
    assert followed("bench-press", single, 4) == [(1, 2, 30), (1, 10, 30), (2, 10, 30), (2, 10, 35)]


@pytest.mark.parametrize(
    ("load_kg", "expected"),
    [(5, [(2, 5, 4), (3, 5, 4), (3, 5, 5)]), (-20, [(2, 5, -20), (3, 5, -20)])],
    ids=["added", "help"],
)
def test_a_body_with_load_or_help_goes_back_to_the_reps_before_the_load(load_kg: float, expected: list[Amount]) -> None:
    usual = [session("negative-dip", load_kg, days_ago=8 + 4 * number) for number in range(3)]
    hurt = session("negative-dip", load_kg, days_ago=4, stop=PAINFUL)
    assert followed("negative-dip", [hurt, *usual], len(expected)) == expected


def test_pain_in_the_warm_up_leads_back_through_the_ramp_in_and_not_up_from_its_light_load() -> None:
    warm_up = bench(52.5, 4, 1, 5, sets=1, reps=0, lower_s=2, stop=PAINFUL)
    today = advise("bench-press", warm_up, *settled(8), one_rm_kg=100, now=NOW - timedelta(days=3.9))
    assert (today.stopped, today.rule) == (True, PAIN)
    advised = followed("bench-press", [warm_up, *settled(8)], 11)
    assert advised[:4] == [(1, 5, 40), (1, 10, 40), (2, 6, 40), (2, 6, 47.5)]
    assert advised[4:7] == [(2, 6, 52.5), (2, 6, 70), (3, 4, 85)] and advised[-1] == (3, 4, 105)


def test_the_weeks_of_loading_begin_again_with_pain_so_that_no_deload_week_is_heavier_than_the_way_back() -> None:
    loading = [bench(105, 10 + 4 * number, adherence=0.95) for number in range(10)]
    back = [bench(82.5, 3, 2), bench(105, 6, stop=PAINFUL)]
    advice = advise("bench-press", *back, *loading, one_rm_kg=100)
    assert (advice.rule, amount(advice)) == (AFTER_PAIN, (3, 4, 82.5))


@pytest.mark.parametrize(("hours", "sets"), [(25, 2), (41, 2), (42, 3)])
def test_the_day_after_the_first_painless_session_has_no_more_sets_and_load_than_that(hours: float, sets: int) -> None:
    def squat(load_kg: float, days_ago: float, **done: object) -> PastSession:
        return session("tempo-squat", load_kg, days_ago=days_ago, **done)  # type: ignore[arg-type]

    before = [squat(100, 9 + 4 * number) for number in range(4)]
    advice = advise(
        "tempo-squat", squat(80, hours / 24, of_sets=2), squat(100, 5, stop=PAINFUL), *before, one_rm_kg=140
    )
    assert (advice.prescription.sets, advice.prescription.load_kg) == (sets, 80.0)


def test_half_the_sets_are_half_of_those_that_hurt() -> None:
    assert amount(advise("negative-dip", dips(4, 2, 3, stop=PAINFUL)))[:2] == (1, 3)
    assert amount(advise("bench-press", light(4, stop=PAINFUL), one_rm_kg=100))[:2] == (1, 10)


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        ([dips(4, 2, 3, stop=PAINFUL)], [(1, 3), (2, 3), (3, 5)]),
        ([dips(8), dips(4, stop=PAINFUL)], [(2, 5), (3, 5), (3, 5)]),
        ([dips(12), dips(8, stop=PAINFUL), dips(4, 2, 3)], [(2, 5), (3, 5), (3, 5)]),
        ([dips(4, 2, 3, sets=1, reps=0, stop=PAINFUL)], [(1, 3), (2, 3), (3, 5)]),
        ([dips(8), dips(4, 1, 5, stop=PAINFUL)], [(1, 3), (1, 5), (1, 5)]),
    ],
    ids=["the first bout", "at work", "a light one between", "before a rep", "a single set"],
)
def test_a_body_goes_back_to_the_sets_that_hurt_before_it_goes_on(
    sessions: list[PastSession], expected: list[tuple[int, int]]
) -> None:
    assert [(sets, reps) for sets, reps, _ in followed("negative-dip", sessions, len(expected))] == expected


def test_pain_on_the_way_back_from_time_away_does_not_lead_to_the_old_level_at_once() -> None:
    old = [session("negative-dip", 10, days_ago=34 + 3 * number, lower_s=8) for number in range(6)]
    back = [dips(16, 2, 3), dips(12), dips(8), dips(4, stop=PAINFUL), *old]
    assert followed("negative-dip", back, 3) == [(2, 5, 0), (3, 5, 0), (3, 5, 5)]


def test_pain_elsewhere_allows_no_more_reps_tomorrow_than_today() -> None:
    for days_ago in (0.2, 1, 5):
        advice = advise("negative-dip", dips(9), painful=[hurt("bench-press", days_ago=days_ago)])
        assert (advice.rule, amount(advice)) == (PAIN_ELSEWHERE, (2, 3, 0.0)), days_ago


@pytest.mark.parametrize(
    ("hurt_days_ago", "done_days_ago", "expected", "level"),
    [
        (1.1, 1.0, (2, 3), Level.WARNING),
        (2.0, 1.0, (2, 3), Level.NOTE),
        (3.0, 2.0, (3, 5), Level.NOTE),
    ],
    ids=["on the day it hurt", "a day later", "two days later"],
)
def test_after_pain_elsewhere_a_light_session_of_another_day_is_not_outdone_on_the_next(
    hurt_days_ago: float, done_days_ago: float, expected: tuple[int, int], level: Level
) -> None:
    sessions = [dips(9, adherence=0.85), dips(done_days_ago, 2, 3)]
    advice = advise("negative-dip", *sessions, painful=[hurt("bench-press", days_ago=hurt_days_ago)])
    assert amount(advice)[:2] == expected
    assert demand(advice, PAIN_ELSEWHERE) is level


def test_the_ramp_in_after_time_away_goes_on_below_what_hurt_before_it() -> None:
    away = [bench(105, 30, stop=PAINFUL), *settled(34)]
    painless = [bench(40, 4, 2, 10)]
    advice = advise("bench-press", *painless, *away, one_rm_kg=100)
    assert (advice.rule, amount(advice)) == (RAMP_IN, (2, 6, 70.0))


@pytest.mark.parametrize("away", [15, 40, 100])
def test_time_away_and_a_session_that_was_broken_off_do_not_end_the_pain(away: float) -> None:
    hurt_before = [dips(away, 2, 3, stop=PAINFUL), dips(away + 4, 2, 3)]
    assert amount(advise("negative-dip", *hurt_before))[:2] == (1, 3)
    broken_off = dips(1.9, 2, 3, sets=1, reps=1)
    assert amount(advise("negative-dip", broken_off, *hurt_before))[:2] == (1, 3)
    assert followed("negative-dip", [broken_off, *hurt_before], 3)[1:] == [(2, 3, 0), (3, 5, 0)]


def test_what_comes_after_pain_is_not_over_the_cap() -> None:
    def squat(load_kg: float, days_ago: float, **done: object) -> PastSession:
        return session("tempo-squat", load_kg, days_ago=days_ago, **done)  # type: ignore[arg-type]

    painless = [squat(80, 2), squat(80, 4, of_sets=2)]
    advice = advise("tempo-squat", *painless, squat(100, 8, stop=PAINFUL), squat(100, 12), one_rm_kg=100)
    assert (advice.rule, advice.prescription.load_kg) == (LOAD_CAP, 85.0)


# Sides


def curl(days_ago: float, load_kg: float = 12, side: Side | None = None, **done: object) -> PastSession:
    past = session("biceps-curl", load_kg, days_ago=days_ago, side=side, **done)  # type: ignore[arg-type]
    return replace(past, sets=tuple(replace(one, only_side=side) for one in past.sets))


@pytest.mark.parametrize(("since", "level", "sets"), [(Side.LEFT, Level.WARNING, 2), (Side.RIGHT, Level.NOTE, 3)])
def test_only_the_side_that_hurt_shows_that_it_does_not_hurt_any_more(since: Side, level: Level, sets: int) -> None:
    sessions = [curl(4, 9, since, of_sets=2), curl(8, stop=PAINFUL), curl(12), curl(16)]
    advice = advise("biceps-curl", *sessions, one_rm_kg=12)
    assert (demand(advice, PAIN), amount(advice)) == (level, (sets, 5, 9))


def test_the_other_side_alone_goes_on_but_not_on_the_day_of_the_pain() -> None:
    left = replace(default("biceps-curl"), load_kg=12, only_side=Side.LEFT)
    for hours, rule in ((5, PAIN), (96, None)):
        sessions = [curl(hours / 24, stop=PAINFUL), curl(12), curl(16)]
        advice = advise("biceps-curl", *sessions, one_rm_kg=12, base=left)
        assert (advice.rule is PAIN) is (rule is PAIN)
    assert amount(advice) == (3, 5, 12.0)


@pytest.mark.parametrize(("days_ago", "expected"), [(0.2, (2, 6, 40)), (1, (2, 6, 30)), (9, (2, 6, 30))])
def test_pain_elsewhere_leaves_no_next_stage_of_the_ramp_in(days_ago: float, expected: Amount) -> None:
    advice = advise("bench-press", light(12), one_rm_kg=100, painful=[hurt("negative-dip", days_ago=days_ago)])
    assert amount(advice) == expected


def test_the_way_back_never_leads_above_where_the_lifter_works_by_now() -> None:
    loads = [kg for _, _, kg in followed("bench-press", [bench(105, 40, stop=PAINFUL), *settled(44)], 17, one_rm_kg=80)]
    assert loads[-1] >= 80 and all(later <= 1.05 * earlier for earlier, later in pairwise(loads) if earlier >= 80)


def test_a_side_that_hurt_before_the_other_one_did_is_not_forgotten() -> None:
    sessions = [
        curl(4, 9, Side.LEFT, of_sets=2),
        curl(8, 12, Side.LEFT, stop=PAINFUL),
        curl(12, stop=PAINFUL),
        curl(16),
    ]
    for side, load_kg in ((None, 9), (Side.RIGHT, 9), (Side.LEFT, 9)):
        base = replace(default("biceps-curl"), load_kg=12, only_side=side)
        assert advise("biceps-curl", *sessions, one_rm_kg=12, base=base).prescription.load_kg <= load_kg, side


def test_after_less_hurt_before_a_heavier_set_that_hurts_leads_to_no_more() -> None:
    before = [*settled(30), bench(100, 10, stop=PAINFUL), bench(60, 7)]
    assert amount(advise("bench-press", *before, one_rm_kg=100))[2] == 80
    assert amount(advise("bench-press", *before, bench(110, 3, stop=PAINFUL), one_rm_kg=100)) == (2, 4, 80)


def test_the_other_side_does_not_grow_after_a_session_that_hurt() -> None:
    left = replace(default("biceps-curl"), load_kg=12, only_side=Side.LEFT)
    kept_twice = [curl(8, adherence=0.95), curl(12, adherence=0.95)]
    assert advise("biceps-curl", *kept_twice, one_rm_kg=12, base=left).step is Step.MORE
    advice = advise("biceps-curl", curl(4, stop=PAINFUL), *kept_twice, one_rm_kg=12, base=left)
    assert (advice.rule, amount(advice)) == (AFTER_PAIN, (3, 5, 12.0))


def as_test(past: PastSession) -> PastSession:
    """The same sets as singles of a test."""
    return replace(past, sets=tuple(replace(one, tested=True) for one in past.sets))


def test_after_pain_in_a_test_half_of_the_usual_sets_come_with_their_reps_a_fifth_lighter() -> None:
    tested = as_test(bench(107.5, 4, 6, 1, sets=2, stop=PAINFUL))
    after = advise("bench-press", *settled(9), tested, one_rm_kg=100)
    assert amount(after) == (2, 4, 82.5)  # not the one rep of a single
    assert after.rule is PAIN


def test_after_pain_in_the_longest_lowering_half_of_the_usual_sets_come_with_their_reps() -> None:
    worked = [session("negative-pull-up", days_ago=days) for days in (15, 12, 9)]
    tested = as_test(session("negative-pull-up", days_ago=4, of_sets=3, of_reps=1, sets=2, stop=PAINFUL))
    usual = default("negative-pull-up")
    after = advise("negative-pull-up", *worked, tested)
    assert amount(after) == (2, usual.reps, 0)
    assert after.prescription.tempo.eccentric == usual.tempo.eccentric


def test_the_way_back_from_pain_is_over_at_the_most_that_a_test_allows() -> None:
    tested = as_test(bench(107.5, 20, 6, 1, sets=2, stop=PAINFUL))
    back = [bench(82.5, 16, 2, 4), bench(92.5, 12), bench(92.5, 8), bench(92.5, 4)]
    known = facts("bench-press", *settled(24), tested, *back, one_rm_kg=100.0)
    result = EccentricOneRm(105, Tempo.parse("5-0-A-1"), NOW - timedelta(days=20))
    advice = advise_on(default("bench-press"), replace(known, eccentric_one_rms=(result,)))
    assert (advice.rule, amount(advice)) == (ECCENTRIC_LIMIT, (3, 4, 92.5))
    assert "It hurt" not in advice.why
