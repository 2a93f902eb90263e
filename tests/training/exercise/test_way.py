"""The way a set is done, as text: read, written, and refused with what would be right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.errors import NegcoachError
from negcoach.training.exercise.way import STRAIGHT, Way, WayKind

CLUSTERS = st.builds(Way, st.just(WayKind.CLUSTER), st.integers(1, 100), st.integers(15, 60).map(lambda s: s * 1000))


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("", STRAIGHT),
        (" Straight ", STRAIGHT),
        ("cluster 2", Way(WayKind.CLUSTER, 2, 25_000)),
        ("cluster 2, 25 s", Way(WayKind.CLUSTER, 2, 25_000)),
        ("CLUSTER 3 30s", Way(WayKind.CLUSTER, 3, 30_000)),
    ],
)
def test_a_way_is_read(text: str, way: Way) -> None:
    assert Way.parse(text) == way


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("clutser 2", 'Write "straight", or "cluster 2, 25 s"'),
        ("cluster", 'Write "straight", or "cluster 2, 25 s"'),
        ("cluster 0", "from 1 to 100 reps before its rest, not 0"),
        ("cluster 2, 5 s", "lasts from 15 to 60 s, not 5 s"),
        ("cluster 2, 90 s", "lasts from 15 to 60 s, not 90 s"),
        ("cluster ２", 'Write "straight"'),
    ],
)
def test_a_wrong_way_says_what_would_be_right(text: str, message: str) -> None:
    with pytest.raises(NegcoachError, match=message):
        Way.parse(text)


@given(CLUSTERS)
def test_what_is_written_is_read_back(way: Way) -> None:
    assert Way.parse(str(way)) == way


def test_a_cluster_rests_between_its_parts_and_not_after_the_last() -> None:
    pairs = Way.parse("cluster 2")
    assert [pairs.rests_in(reps) for reps in (1, 2, 3, 4, 5)] == [0, 0, 1, 1, 2]
    assert STRAIGHT.rests_in(8) == 0
