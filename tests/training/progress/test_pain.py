"""A pain is said by steps too: up to the worst, and below the least nothing is said."""

from __future__ import annotations

import pytest

from negcoach.training.progress.pain import next_pain


@pytest.mark.parametrize("least", [0, 1])
def test_a_pain_by_steps(least: int) -> None:
    assert [next_pain(None, by, least) for by in (1, -1)] == [least, least]
    assert [next_pain(level, 1, least) for level in (least, 9, 10)] == [least + 1, 10, 10]
    assert [next_pain(level, -1, least) for level in (10, least + 1, least)] == [9, least, None]


def test_what_was_said_before_it_hurt_is_taken_up_to_the_least_or_back() -> None:
    assert [next_pain(0, by, 1) for by in (1, -1)] == [1, None]
