"""The presses that the demo makes measure every rep before the clock calls its lift, also when it is forwarded."""

from __future__ import annotations

import pytest

from negcoach.demo.presses import LIFT_MS, is_press_due
from negcoach.training.progress.adherence import TempoResult, tempo_result
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import Phase, Segment

START_MS, LOWER_MS = 10_000, 5_000


@pytest.mark.parametrize("step_ms", [50, 300])
@pytest.mark.parametrize("offset_ms", [0, 7, 49])
@pytest.mark.parametrize("rep", range(1, 8))
def test_each_lowering_ends_with_a_press_that_loses_no_tempo(rep: int, offset_ms: int, step_ms: int) -> None:
    lower = Segment(Phase.LOWER, START_MS, START_MS + LOWER_MS, LOWER_MS, rep=rep)
    looks = range(START_MS + offset_ms, START_MS + LOWER_MS, step_ms)
    pressed_ms = next(at_ms for at_ms in looks if is_press_due(lower, at_ms, step_ms))
    result = tempo_result((pressed_ms - START_MS) / LOWER_MS, StopRules())
    assert result in (TempoResult.KEPT, TempoResult.SHORT)


def test_only_a_lift_that_waits_is_ended() -> None:
    waiting, timed = Segment(Phase.LIFT, 0, None, None), Segment(Phase.LIFT, 0, 3_000, 3_000)
    assert not is_press_due(waiting, LIFT_MS - 1, 50)
    assert is_press_due(waiting, LIFT_MS, 50)
    assert not is_press_due(timed, LIFT_MS, 50)
    assert not is_press_due(Segment(Phase.PAUSED, 0, None, None), 60_000, 50)
