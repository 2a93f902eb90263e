"""Presses of one key that may be one press make one run."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.coaching.keys.key_runs import HELD_MS, KeyRuns

MS = 1_000_000


@pytest.mark.parametrize("gap_ms", [1, 40, 660, HELD_MS - 1])
def test_a_key_that_is_held_down_is_one_run(gap_ms: int) -> None:
    runs = KeyRuns()
    began = {runs.began_ns("space", at * gap_ms * MS) for at in range(100)}
    assert began == {0}


def test_a_press_after_a_pause_begins_a_run_of_its_own() -> None:
    runs = KeyRuns()
    assert [runs.began_ns("space", at * HELD_MS * MS) for at in range(3)] == [0, HELD_MS * MS, 2 * HELD_MS * MS]


def test_a_press_that_comes_after_a_later_one_begins_their_run() -> None:
    runs = KeyRuns()
    assert runs.began_ns("pad:0", 1_000 * MS) == 1_000 * MS
    assert [runs.began_ns("pad:0", at * MS) for at in (400, 1_100)] == [400 * MS, 400 * MS]
    assert runs.began_ns("pad:0", (1_100 + HELD_MS) * MS) == (1_100 + HELD_MS) * MS


def test_each_key_has_its_own_runs() -> None:
    runs = KeyRuns()
    assert [runs.began_ns("q", 0), runs.began_ns("y", 10 * MS), runs.began_ns("q", 20 * MS)] == [0, 10 * MS, 0]


@given(st.lists(st.tuples(st.sampled_from("qyx1"), st.integers(0, 2_000)), max_size=60))
def test_a_run_never_reaches_over_a_pause_and_never_breaks_without_one(presses: list[tuple[str, int]]) -> None:
    runs, at_ms = KeyRuns(), 0
    pressed: dict[str, list[int]] = {}
    for key, gap_ms in presses:
        at_ms += gap_ms
        pressed.setdefault(key, []).append(at_ms)
        began_ms = runs.began_ns(key, at_ms * MS) // MS
        run = [at for at in pressed[key] if at >= began_ms]
        assert began_ms in pressed[key]
        assert all(later - earlier < HELD_MS for earlier, later in pairwise(run))
        before = [at for at in pressed[key] if at < began_ms]
        assert not before or began_ms - before[-1] >= HELD_MS
