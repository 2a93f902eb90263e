"""When a lowering kept the tempo, and when it was too fast."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.training.progress.adherence import TempoResult, tempo_result
from negcoach.training.score.stop_rules import StopRules

KEPT, SHORT, LOST = TempoResult.KEPT, TempoResult.SHORT, TempoResult.LOST

PERCENT = st.integers(0, 100)


@pytest.mark.parametrize(
    ("rules", "adherence", "result"),
    [
        (StopRules(), 1.02, KEPT),
        (StopRules(), 0.9, KEPT),
        (StopRules(), 0.8999, SHORT),
        (StopRules(), 0.8, SHORT),
        (StopRules(), 0.7999, LOST),
        (StopRules(), 0.0, LOST),
        (StopRules(60, 0), 0.6, SHORT),
        (StopRules(60, 0), 0.5999, LOST),
        (StopRules(0, 70), 0.6999, LOST),
        (StopRules(95, 80), 0.92, LOST),  # what stops a set is too fast, though it would have kept the tempo
        (StopRules(95, 80), 0.95, KEPT),
        (StopRules(0, 0), 0.6, SHORT),  # nothing stops a set
        (StopRules(0, 0), 0.5999, LOST),  # and 1.7 s of 5 s is not almost all the same
        (StopRules(40, 0), 0.35, LOST),
        (StopRules(0, 0), 0.9, KEPT),
    ],
)
def test_the_result_follows_the_rules(rules: StopRules, adherence: float, result: TempoResult) -> None:
    assert tempo_result(adherence, rules) is result


@given(PERCENT, PERCENT, st.floats(0, 2))
def test_a_lowering_is_lost_exactly_when_it_and_another_like_it_stop_a_set_by_these_rules_or_the_first_ones(
    single: int, double: int, adherence: float
) -> None:
    stops = StopRules(single, double).stops((adherence, adherence)) or StopRules().stops((adherence,))
    assert (tempo_result(adherence, StopRules(single, double)) is LOST) is stops


@pytest.mark.parametrize("percent", range(1, 101))
def test_a_lowering_of_exactly_the_percentage_is_not_under_it(percent: int) -> None:
    rules, at_ms, target_ms = StopRules(percent, percent), percent * 50, 5000
    assert not rules.counts(at_ms / target_ms)
    assert not rules.stops((at_ms / target_ms,))
    assert rules.counts((at_ms - 1) / target_ms)
    assert rules.stops(((at_ms - 1) / target_ms,))


@given(PERCENT, PERCENT, st.lists(st.floats(0, 2), min_size=1, max_size=4))
def test_the_lowering_that_stops_a_set_is_lost(single: int, double: int, adherences: list[float]) -> None:
    rules = StopRules(single, double)
    if rules.stops(tuple(adherences)):
        assert tempo_result(adherences[-1], rules) is LOST
