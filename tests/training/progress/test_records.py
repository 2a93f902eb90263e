"""Records are maxima of what was lowered, and a mark is what a set was when it was performed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.training.progress.records import LONGER_MS, PerformedSet, Records, Standards, records
from negcoach.training.progress.trends import SessionPoint
from negcoach.training.terms import RecordFlag

BASE = PerformedSet(
    id="1",
    session_id="s1",
    started_ms=1000,
    day="2026-11-22",
    tempo="5-1-A-1",
    load_kg=100.0,
    reps=4,
    tension_ms=20_000,
    measured_count=4,
    measured_target_ms=20_000,
    off_ms=400,
    longest_ms=5000,
)


def lowered(load_kg: float = 100.0, longest_ms: int | None = 5000, *, count_s: int = 5, at: int = 0) -> PerformedSet:
    """A set of four measured reps of so many seconds."""
    return replace(
        BASE,
        id=f"{at}-{load_kg}-{longest_ms}-{count_s}",
        started_ms=at,
        load_kg=load_kg,
        longest_ms=longest_ms,
        measured_target_ms=4000 * count_s,
    )


@st.composite
def performed_sets(draw: st.DrawFn) -> PerformedSet:
    """A set as the totals can make one."""
    reps = draw(st.integers(1, 6))
    measured = draw(st.integers(0, reps))
    target = draw(st.sampled_from((3000, 5000, 8000)))
    times = draw(st.lists(st.integers(500, 9000), min_size=measured, max_size=measured))
    full = [time for time in times if time * 10 >= target * 9]
    return PerformedSet(
        id=draw(st.uuids().map(str)),
        session_id=draw(st.sampled_from("abcd")),
        started_ms=draw(st.integers(0, 50)),
        day="2026-11-22",
        tempo=f"{target // 1000}-0-A-1",
        load_kg=draw(st.sampled_from((0.0, 60.0, 62.5, 100.0, 105.0000000001))),
        reps=reps,
        tension_ms=sum(times) + (reps - measured) * target,
        measured_count=measured,
        measured_target_ms=measured * target,
        off_ms=sum(abs(time - target) for time in times),
        longest_ms=max(full, default=None),
    )


SETS = st.lists(performed_sets(), max_size=12, unique_by=lambda performed: performed.id)


def test_nothing_lowered_is_no_record() -> None:
    assert records([], []) == Records()


@given(SETS)
def test_no_set_is_better_than_the_record(sets: list[PerformedSet]) -> None:
    found = records(sets, [])
    full = [performed for performed in sets if performed.longest_ms is not None]
    for performed in full:
        assert any(
            round(best.load_kg, 2) >= round(performed.load_kg, 2) and best.count_ms >= performed.count_ms
            for best in found.heaviest
        )
        (longest,) = (best for best in found.longest if round(best.load_kg, 2) == round(performed.load_kg, 2))
        assert (longest.longest_ms or 0) >= (performed.longest_ms or 0)
    kept = [performed.off_by_ms for performed in sets if performed.off_by_ms is not None]
    assert (found.best_kept and found.best_kept.off_by_ms) == min(kept, default=None)
    assert (found.most_tension and found.most_tension.tension_ms) == max((s.tension_ms for s in sets), default=None)


@given(SETS, st.randoms(use_true_random=False))
def test_records_do_not_depend_on_the_order_in_which_sets_come(sets: list[PerformedSet], random: object) -> None:
    shuffled = list(sets)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert records(shuffled, []) == records(sets, [])


@given(SETS)
def test_no_heaviest_record_is_surpassed_by_another(sets: list[PerformedSet]) -> None:
    best = records(sets, []).heaviest
    loads = [performed.load_kg for performed in best]
    assert loads == sorted(loads, reverse=True)
    counts = [performed.count_ms for performed in best]
    assert counts == sorted(set(counts))


def test_the_heaviest_load_is_told_for_each_count_that_no_longer_one_surpasses() -> None:
    sets = [lowered(105, 5100), lowered(120, 3000, count_s=3), lowered(110, 3000, count_s=3), lowered(90, 8000)]
    assert [(best.load_kg, best.count_ms) for best in records(sets, []).heaviest] == [(120, 3000), (105, 5000)]


def test_a_load_that_was_dropped_is_no_record() -> None:
    assert records([lowered(140, None), lowered(100)], []).heaviest == (lowered(100),)


def test_of_two_sets_as_good_the_earlier_one_holds_the_record() -> None:
    later, earlier = lowered(at=2), lowered(at=1)
    found = records([later, earlier], [])
    assert (found.heaviest, found.longest) == ((earlier,), (earlier,))
    assert (found.best_kept, found.most_tension) == (earlier, earlier)


def test_loads_that_are_the_same_but_for_a_conversion_are_one() -> None:
    sets = [lowered(105.0), lowered(105.00000000000001, 5200)]
    assert records(sets, []).longest == (sets[1],)


@pytest.mark.parametrize(
    ("change", "off_by_ms"),
    [
        ({}, 100),
        ({"reps": 3, "measured_count": 3, "off_ms": 300}, 100),
        ({"reps": 2, "measured_count": 2}, None),
        ({"measured_count": 3}, None),
    ],
)
def test_a_tempo_kept_best_needs_three_reps_all_measured(change: dict[str, int], off_by_ms: float | None) -> None:
    performed = replace(BASE, **change)
    assert performed.off_by_ms == off_by_ms
    assert records([performed], []).best_kept == (None if off_by_ms is None else performed)


def test_most_tension_in_a_session_is_the_earlier_of_two() -> None:
    point = SessionPoint("a", date(2026, 11, 22), 100, 60_000, 1200, 0, 0, None)
    later, less = replace(point, day=date(2026, 11, 23)), replace(point, tension_ms=59_999)
    assert records([], [later, less, point]).most_tension_session == point


Lowering = tuple[str, float, int]


def marks_of(*sets: Lowering) -> list[RecordFlag]:
    standards = Standards()
    return [standards.judge(*each) for each in sets]


def test_the_first_session_breaks_no_record() -> None:
    assert marks_of(("a", 100, 5000), ("a", 110, 5000), ("a", 110, 7000)) == [RecordFlag.NONE] * 3


def test_more_than_ever_to_the_full_count_is_the_heaviest() -> None:
    marks = marks_of(("a", 100, 5000), ("b", 100, 5000), ("b", 102.5, 4600), ("c", 102.5, 4600), ("c", 105, 4600))
    assert marks == [RecordFlag.NONE, RecordFlag.NONE, RecordFlag.HEAVIEST, RecordFlag.NONE, RecordFlag.HEAVIEST]


@pytest.mark.parametrize(
    ("load_kg", "longest_ms", "mark"),
    [
        (100, 5000 + LONGER_MS, RecordFlag.LONGEST),
        (100, 5000 + LONGER_MS - 1, RecordFlag.NONE),
        (90, 5000 + LONGER_MS, RecordFlag.LONGEST),
        (90, 5000, RecordFlag.NONE),
        (100.001, 5000, RecordFlag.NONE),
        (100.01, 4500, RecordFlag.HEAVIEST),
    ],
)
def test_half_a_count_longer_at_the_load_or_with_less_is_the_longest(
    load_kg: float, longest_ms: int, mark: RecordFlag
) -> None:
    assert marks_of(("a", 100, 5000), ("b", load_kg, longest_ms))[-1] == mark


def test_creeping_up_is_marked_once_half_a_count_is_gained() -> None:
    marks = marks_of(("a", 0, 5000), *(("b", 0, 5000 + 200 * step) for step in range(1, 7)))
    assert [index for index, mark in enumerate(marks) if mark] == [3, 6]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from((0.0, 50.0, 60.0, 70.0)), st.integers(4000, 9000))))
def test_marks_are_what_comparing_with_all_standards_says(sets: list[Lowering]) -> None:
    standing: list[Lowering] = []
    expected: list[RecordFlag] = []
    for session, load, longest in sets:
        first = session == sets[0][0]
        against = [other for _, at, other in standing if at >= load]
        if not against:
            mark = RecordFlag.HEAVIEST
        elif longest >= max(against) + (1 if first else LONGER_MS):
            mark = RecordFlag.LONGEST
        else:
            expected.append(RecordFlag.NONE)
            continue
        standing.append((session, load, longest))
        expected.append(RecordFlag.NONE if first else mark)
    assert marks_of(*sets) == expected


def test_the_record_with_help_is_the_least_help() -> None:
    standards = Standards()
    assert standards.judge("first", -20.0, 5000) is RecordFlag.NONE
    assert standards.judge("second", -25.0, 5000) is RecordFlag.NONE
    assert standards.judge("third", -15.0, 5000) is RecordFlag.HEAVIEST
    assert standards.judge("fourth", 0.0, 5000) is RecordFlag.HEAVIEST
