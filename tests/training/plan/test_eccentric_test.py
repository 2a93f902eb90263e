"""The test of the eccentric 1RM: each single follows from the one before, and the test always comes to an end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.config.library import shipped_exercises
from negcoach.errors import NegcoachError
from negcoach.training.equipment.loading import Loading, OwnLoads, UsualLoads
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.plan.eccentric_test import (
    MOST_SINGLES,
    EccentricOneRm,
    Ending,
    NextSingle,
    Single,
    SingleOutcome,
    Why,
    eccentric_load,
    first_percent,
    heaviest_success,
    is_testable,
    next_single,
    parse_eccentric_percent,
    result_that_counts,
)
from negcoach.training.terms import StopReason
from tests.training.advice.builders import NOW

EXERCISES = {one.slug: one for one in shipped_exercises()}
BENCH = EXERCISES["bench-press"]
KG = UsualLoads("kg")


def lowered(load_kg: float, adherence: float | None = 1.0, rpe: float | None = None) -> Single:
    return Single(load_kg, (adherence,), StopReason.TARGET_REACHED, rpe)


def missed(load_kg: float) -> Single:
    return Single(load_kg, (0.7,), StopReason.TARGET_REACHED)


def after(*singles: Single, one_rm_kg: float = 100.0, loads: Loading = KG) -> NextSingle | Ending:
    return next_single(BENCH, one_rm_kg, singles, loads)


@pytest.mark.parametrize(
    ("slug", "percent"),
    [
        ("bench-press", 105),
        ("eccentric-squat", 105),
        ("leg-curl", 95),
        ("two-up-one-down-leg-press", 60),
    ],
)
def test_the_first_single_is_at_105_percent_or_a_little_below_the_usual_load(slug: str, percent: int) -> None:
    assert first_percent(EXERCISES[slug]) == percent
    assert next_single(EXERCISES[slug], 100.0, (), KG) == NextSingle(
        {105: 105.0, 95: 95.0, 60: 60.0}[percent], Why.FIRST
    )


def test_without_the_load_of_the_first_single_there_is_no_test() -> None:
    assert after(loads=OwnLoads("kg", (20.0, 60.0))) is Ending.NOTHING_FIRST  # 60 kg would be a success for anybody
    assert after(loads=OwnLoads("kg", (120.0,))) is Ending.NOTHING_FIRST
    assert after(loads=OwnLoads("kg", (95.0,))) == NextSingle(95.0, Why.FIRST)


@pytest.mark.parametrize("slug", ["negative-pull-up", "nordic-curl", "heel-drop"])
def test_a_regression_is_not_tested(slug: str) -> None:
    assert not is_testable(EXERCISES[slug])
    assert is_testable(BENCH)


@pytest.mark.parametrize(
    ("single", "outcome"),
    [
        (lowered(105, 0.9), SingleOutcome.SUCCESS),
        (lowered(105, 0.899), SingleOutcome.MISS),
        (lowered(105, None), SingleOutcome.NOT_MEASURED),
        (Single(105, (1.0,), StopReason.SPOTTER_TOUCHED), SingleOutcome.MISS),
        (Single(105, (1.0,), StopReason.PAIN), SingleOutcome.PAIN),
        (Single(105, (), StopReason.PAIN), SingleOutcome.PAIN),
        (Single(105, (), StopReason.LIFTERS_CALL), SingleOutcome.MISS),
        (Single(105, (), StopReason.TARGET_REACHED), SingleOutcome.NOT_MEASURED),
        (Single(105, (0.95, 0.95), sides=2), SingleOutcome.SUCCESS),
        (Single(105, (0.95, 0.8), sides=2), SingleOutcome.MISS),
        (Single(105, (0.95,), sides=2), SingleOutcome.NOT_MEASURED),
        (Single(105, (0.95,), StopReason.LIFTERS_CALL, sides=2), SingleOutcome.MISS),
    ],
)
def test_a_single_is_a_success_when_it_was_measured_in_full_untouched_and_without_pain(
    single: Single, outcome: SingleOutcome
) -> None:
    assert single.outcome is outcome


@pytest.mark.parametrize(
    ("adherence", "rpe", "next_kg"),
    [
        (1.0, 7, 112.5),  # + 7.5 % is 112.875
        (0.98, 6, 112.5),
        (0.95, 6, 107.5),  # not the whole count
        (1.0, 8, 110.0),
        (0.92, 9, 110.0),
        (1.0, 10, 107.5),
        (1.0, None, 107.5),
    ],
)
def test_an_easy_single_makes_a_greater_step(adherence: float, rpe: float | None, next_kg: float) -> None:
    assert after(lowered(105, adherence, rpe)) == NextSingle(next_kg, Why.MORE)


def test_what_was_not_measured_is_done_again_and_counts_among_the_six() -> None:
    assert after(lowered(105, None)) == NextSingle(105, Why.AGAIN)
    assert after(*[lowered(105, None)] * MOST_SINGLES) is Ending.ALL_DONE


def test_the_first_miss_goes_half_way_back_and_the_second_ends_the_test() -> None:
    done = [lowered(105, rpe=7), missed(112.5)]
    assert after(*done) == NextSingle(107.5, Why.HALF_WAY)
    assert after(*done, missed(107.5)) is Ending.SECOND_MISS
    assert heaviest_success([*done, missed(107.5)]) == 105


def test_after_half_way_it_goes_up_again_but_stays_below_what_was_missed() -> None:
    done = [lowered(150, rpe=7), missed(160), lowered(155, rpe=5)]
    assert after(*done[:2]) == NextSingle(155, Why.HALF_WAY)
    assert after(*done) == NextSingle(157.5, Why.MORE)
    assert after(*done, lowered(157.5)) is Ending.NOTHING_BETWEEN


def test_a_first_single_that_is_missed_goes_half_way_back_to_the_1rm() -> None:
    assert after(missed(105)) == NextSingle(102.5, Why.HALF_WAY)
    assert after(missed(105), missed(102.5)) is Ending.SECOND_MISS
    assert heaviest_success([missed(105), missed(102.5)]) is None


def test_with_nothing_to_load_between_the_test_is_over() -> None:
    assert after(lowered(105), missed(107.5)) is Ending.NOTHING_BETWEEN


def test_a_half_that_rounds_down_to_the_success_takes_the_load_between() -> None:
    loads = OwnLoads("kg", (100.0, 105.0, 109.0, 110.0))
    assert after(lowered(105), missed(110), loads=loads) == NextSingle(109.0, Why.HALF_WAY)


def test_too_great_a_step_ends_the_test() -> None:
    assert after(lowered(105), loads=OwnLoads("kg", (105.0, 120.0))) is Ending.NOTHING_HEAVIER
    assert after(lowered(105), loads=OwnLoads("kg", (105.0,))) is Ending.NOTHING_HEAVIER
    assert after(missed(105), loads=OwnLoads("kg", (105.0,))) is Ending.NOTHING_LIGHTER


def test_pain_ends_the_test_and_leaves_what_was_lowered_before() -> None:
    done = [lowered(105, rpe=8), Single(110, (1.0,), StopReason.PAIN)]
    assert after(*done) is Ending.PAIN
    assert heaviest_success(done) == 105


def test_six_singles_are_enough() -> None:
    loads = [100.0, 102.5, 105.0, 107.5, 110.0, 112.5]
    assert after(*[lowered(kg) for kg in loads[:5]]) == NextSingle(112.5, Why.MORE)
    assert after(*map(lowered, loads)) is Ending.ALL_DONE
    assert heaviest_success([lowered(kg) for kg in loads]) == 112.5


def test_a_drop_goes_back_to_the_last_success_which_is_the_last_single() -> None:
    drop = Single(120, (0.0,), StopReason.TEMPO_LOSS)
    assert after(lowered(105), lowered(112.5), drop) == NextSingle(112.5, Why.LAST_SUCCESS)
    assert after(lowered(105), lowered(112.5), drop, lowered(112.5)) is Ending.AFTER_DROP
    assert after(lowered(105), lowered(112.5), drop, lowered(112.5, None)) == NextSingle(112.5, Why.AGAIN)
    assert after(lowered(105), lowered(112.5), drop, missed(112.5)) is Ending.SECOND_MISS
    assert heaviest_success([lowered(105), lowered(112.5), drop, missed(112.5)]) == 112.5


def test_a_drop_without_a_success_before_it_ends_the_test() -> None:
    assert after(Single(105, (0.49,), StopReason.TARGET_REACHED)) is Ending.DROPPED
    assert after(Single(105, (0.5,), StopReason.TARGET_REACHED)) == NextSingle(102.5, Why.HALF_WAY)
    one_side = Single(105, (1.0, 0.3), StopReason.TARGET_REACHED, sides=2)
    assert after(one_side) is Ending.DROPPED


_LOADINGS = st.sampled_from(
    [UsualLoads("kg"), UsualLoads("lb"), OwnLoads("kg", tuple(range(20, 300, 7))), OwnLoads("kg", (40.0, 90.0, 95.0))]
)
_TURNS = st.lists(
    st.tuples(st.sampled_from([1.0, 0.93, 0.7, 0.2, None]), st.sampled_from([None, 5, 7, 8, 9, 10])),
    min_size=8,
    max_size=8,
)


@given(
    st.sampled_from([one for one in EXERCISES.values() if is_testable(one)]),
    st.integers(40, 250),
    _LOADINGS,
    _TURNS,
)
def test_whatever_happens_the_test_ends_and_never_goes_on_to_a_missed_load(
    exercise: object, one_rm_kg: int, loads: Loading, turns: list[tuple[float | None, float | None]]
) -> None:
    singles: list[Single] = []
    for adherence, rpe in turns:
        step = next_single(exercise, float(one_rm_kg), singles, loads)  # type: ignore[arg-type]
        if isinstance(step, Ending):
            break
        missed_kg = [one.load_kg for one in singles if one.outcome is SingleOutcome.MISS]
        assert all(step.load_kg < kg - 0.01 for kg in missed_kg)
        best = heaviest_success(singles)
        if best is not None and step.why is Why.MORE:
            assert best < step.load_kg <= best * 1.1 + 0.01
        lightest = loads.at_or_below(step.load_kg)
        assert lightest is None or abs(lightest - step.load_kg) < 0.02  # it can be loaded
        singles.append(Single(step.load_kg, (adherence,) * 1, StopReason.TARGET_REACHED, rpe))
    assert len(singles) <= MOST_SINGLES
    assert sum(one.outcome is SingleOutcome.MISS for one in singles) <= 2
    assert isinstance(next_single(exercise, float(one_rm_kg), singles, loads), Ending)  # type: ignore[arg-type]


def test_loads_are_taken_of_the_newest_result_with_the_same_lowering_and_never_of_an_old_one() -> None:
    slow, fast = Tempo.parse("8-0-A-1"), Tempo.parse("5-0-A-1")
    results = [
        EccentricOneRm(110, fast, NOW - timedelta(weeks=20)),
        EccentricOneRm(120, fast, NOW - timedelta(weeks=8)),
        EccentricOneRm(100, slow, NOW - timedelta(weeks=1)),
    ]
    assert result_that_counts(results, 5, NOW) == results[1]
    assert result_that_counts(results, 8, NOW) == results[2]
    assert result_that_counts(results, 3, NOW) is None
    assert result_that_counts(results[:1], 5, NOW) is None


@pytest.mark.parametrize(
    ("text", "percent"),
    [("85% ecc", 85), (" 82.5 % ECC ", 82.5), ("90%eccentric", 90), ("85", None), ("85%", None), ("85 kg ecc", None)],
)
def test_a_load_in_percent_of_the_eccentric_1rm_is_read(text: str, percent: float | None) -> None:
    assert parse_eccentric_percent(text) == percent


@pytest.mark.parametrize("text", ["5% ecc", "101 % ecc", "850% ecc"])
def test_no_more_than_all_of_it_can_be_asked_for(text: str) -> None:
    with pytest.raises(NegcoachError, match="from 10 to 100 % of the eccentric 1RM"):
        parse_eccentric_percent(text)


BENCH_PRESS = next(one for one in shipped_exercises() if one.slug == "bench-press")
DIP = next(one for one in shipped_exercises() if one.slug == "negative-dip")


def test_a_part_of_the_result_at_the_same_lowering_is_rounded_down() -> None:
    result = EccentricOneRm(121, Tempo.parse("5-0-A-1"), NOW - timedelta(weeks=3))
    assert eccentric_load(BENCH_PRESS, 85, 5, [result], NOW, KG) == 102.5


@pytest.mark.parametrize(
    ("exercise", "weeks", "lower_s", "why"),
    [
        (BENCH_PRESS, None, 5, "The eccentric 1RM of Bench press is not known: test it first"),
        (BENCH_PRESS, 3, 4, "was tested lowering 5 s: it says nothing about 4 s, and is not converted."),
        (BENCH_PRESS, 13, 5, "was tested 13 weeks ago: test it again"),
        (DIP, 3, 5, "Negative dip has no eccentric 1RM"),
    ],
)
def test_why_no_load_can_be_taken_of_it_is_said(exercise: Exercise, weeks: int | None, lower_s: int, why: str) -> None:
    results = [] if weeks is None else [EccentricOneRm(120, Tempo.parse("5-0-A-1"), NOW - timedelta(weeks=weeks))]
    with pytest.raises(NegcoachError, match=why):
        eccentric_load(exercise, 85, lower_s, results, NOW, KG)
