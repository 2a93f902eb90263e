"""The way a set is done, as text: read, written, and refused with what would be right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.errors import NegcoachError
from negcoach.training.exercise.way import STRAIGHT, Way, WayKind

CLUSTERS = st.builds(Way, st.just(WayKind.CLUSTER), st.integers(1, 100), st.integers(15, 60).map(lambda s: s * 1000))
DROPS = st.builds(Way, st.just(WayKind.DROP), percent=st.integers(10, 15))
FORCED = st.builds(Way, st.just(WayKind.FORCED), st.integers(1, 3))
ACCENTUATED = st.builds(Way, st.just(WayKind.ACCENTUATED), percent=st.integers(60, 80))


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("", STRAIGHT),
        (" Straight ", STRAIGHT),
        ("cluster 2", Way(WayKind.CLUSTER, 2, 25_000)),
        ("cluster 2, 25 s", Way(WayKind.CLUSTER, 2, 25_000)),
        ("CLUSTER 3 30s", Way(WayKind.CLUSTER, 3, 30_000)),
        ("drop", Way(WayKind.DROP, percent=10)),
        ("Drop 12%", Way(WayKind.DROP, percent=12)),
        ("drop -15 %", Way(WayKind.DROP, percent=15)),
        ("accentuated", Way(WayKind.ACCENTUATED, percent=70)),
        ("Accentuated 65%", Way(WayKind.ACCENTUATED, percent=65)),
        ("forced", Way(WayKind.FORCED, 2)),
        ("forced 3", Way(WayKind.FORCED, 3)),
    ],
)
def test_a_way_is_read(text: str, way: Way) -> None:
    assert Way.parse(text) == way


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("clutser 2", 'Write "straight", "cluster 2, 25 s"'),
        ("cluster", 'Write "straight", "cluster 2, 25 s"'),
        ("cluster 0", "from 1 to 100 reps before its rest, not 0"),
        ("cluster 2, 5 s", "lasts from 15 to 60 s, not 5 s"),
        ("cluster 2, 90 s", "lasts from 15 to 60 s, not 90 s"),
        ("cluster ２", 'Write "straight"'),
        ("drop 9 %", "by 10 to 15 %, once, not by 9 %"),
        ("drop 20", "by 10 to 15 %, once, not by 20 %"),
        ("drop 10, 10 %", 'Write "straight"'),
        ("forced 4", "From 1 to 3 reps of a set are forced"),
        ("forced 0", "From 1 to 3 reps of a set are forced"),
        ("accentuated 50 %", "60 to 80 % of the 1RM are lifted, not 50 %"),
        ("accentuated 81", "60 to 80 % of the 1RM are lifted, not 81 %"),
    ],
)
def test_a_wrong_way_says_what_would_be_right(text: str, message: str) -> None:
    with pytest.raises(NegcoachError, match=message):
        Way.parse(text)


@given(CLUSTERS | DROPS | ACCENTUATED | FORCED)
def test_what_is_written_is_read_back(way: Way) -> None:
    assert Way.parse(str(way)) == way


def test_a_cluster_rests_between_its_parts_and_not_after_the_last() -> None:
    pairs = Way.parse("cluster 2")
    assert [pairs.rests_in(reps) for reps in (1, 2, 3, 4, 5)] == [0, 0, 1, 1, 2]
    assert STRAIGHT.rests_in(8) == 0


def test_a_drop_set_lowers_the_load_for_the_last_set_alone() -> None:
    drop = Way.parse("drop 10 %")
    assert [drop.is_drop(number, 3) for number in (1, 2, 3)] == [False, False, True]
    assert not drop.is_drop(1, 1)  # there is no set before it
    assert not STRAIGHT.is_drop(3, 3)
    assert drop.rests_in(8) == 0 and not drop.rests_after(4)


def test_what_asks_more_than_straight_sets_is_done_straight_in_its_place() -> None:
    assert Way.parse("drop").asks_more and Way.parse("drop").without_more == STRAIGHT
    pairs = Way.parse("cluster 2")
    assert Way.parse("accentuated").asks_more
    assert not pairs.asks_more and pairs.without_more == pairs
    assert not STRAIGHT.asks_more


def test_the_way_of_a_set_is_said_where_it_is_not_straight() -> None:
    drop, pairs = Way.parse("drop"), Way.parse("cluster 2")
    assert [drop.changes(number, 2) for number in (1, 2)] == [False, True]
    assert pairs.changes(1, 2) and not STRAIGHT.changes(1, 2)


def test_the_last_reps_of_a_set_are_forced() -> None:
    forced = Way.parse("forced 2")
    assert [forced.is_forced(rep, 6) for rep in (0, 1, 4, 5, 6, 7)] == [False, False, False, True, True, False]
    assert not forced.is_forced(5, None) and not STRAIGHT.is_forced(6, 6)
