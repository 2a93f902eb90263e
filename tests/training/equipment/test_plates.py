"""Which sums plates make is searched exactly, with few plates and few moves."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.training.equipment.equipment_text import parse_plates
from negcoach.training.equipment.plates import (
    Plates,
    Side,
    WantedSums,
    change_between,
    sides,
    sides_after,
    warm_up_sides,
)

FEW = st.lists(st.sampled_from([2500, 2000, 1500, 1000, 500, 250, 125, 50]), unique=True, min_size=1, max_size=5)
PLATES = st.builds(
    lambda weights, pairs: Plates("kg", tuple(zip(sorted(weights, reverse=True), pairs, strict=False))),
    FEW,
    st.lists(st.integers(1, 3), min_size=5, max_size=5),
)


def every_side(plates: Plates) -> list[Side]:
    """Return all that can lie on an end."""
    counts = product(*(range(pairs + 1) for _, pairs in plates.pairs))
    weights = [weight for weight, _ in plates.pairs]
    return [tuple(w for w, n in zip(weights, number, strict=True) for _ in range(n)) for number in counts]


@given(PLATES)
def test_every_sum_there_is_is_found_with_the_fewest_plates(plates: Plates) -> None:
    fewest: dict[int, int] = {}
    for side in every_side(plates):
        fewest[sum(side)] = min(len(side), fewest.get(sum(side), 99))
    found = sides(plates)
    assert {total: len(side) for total, side in found.items()} == fewest
    assert all(sum(side) == total for total, side in found.items())


def test_the_heaviest_first_would_miss_what_limited_pairs_make() -> None:
    assert sides(parse_plates("25, 20 x 2 kg"))[4000] == (2000, 2000)


@given(PLATES, st.data())
def test_from_one_load_to_another_the_fewest_plates_are_moved(plates: Plates, data: st.DataObject) -> None:
    every = every_side(plates)
    before = data.draw(st.sampled_from(every))
    for total, after in sides_after(plates, before).items():
        change = change_between(before, after)
        moved = len(change.on) + len(change.off)
        others = [change_between(before, side) for side in every if sum(side) == total]
        assert moved == min(len(other.on) + len(other.off) for other in others)
        assert sum(before) + sum(change.on) - sum(change.off) == total


@given(PLATES, st.data())
def test_each_set_of_a_warm_up_is_as_heavy_as_it_may_be_or_as_near_as_can_be(
    plates: Plates, data: st.DataObject
) -> None:
    work = data.draw(st.sampled_from(sorted(sides(plates))))
    wanted = sorted(data.draw(st.lists(st.integers(0, work), min_size=1, max_size=3)))
    near = data.draw(st.integers(0, max(1, work // 2)))
    single = WantedSums(work, data.draw(st.integers(1, work))) if work and data.draw(st.booleans()) else None
    steps = (*(WantedSums(most, max(0, most - near), or_less=True) for most in wanted), *([single] if single else []))
    found, last = warm_up_sides(plates, work, steps)
    assert len(found) == len(steps) and sum(last) == work
    made = [side for side in found if side is not None]
    assert len(made) >= len(wanted)
    for side, step in zip(found, steps, strict=True):
        heaviest = max(total for total in sides(plates) if total <= step.most)
        if side is None:
            assert not step.or_less and heaviest < step.least
        else:
            assert min(step.least, heaviest) <= sum(side) <= step.most
    assert all(side.count(weight) <= pairs for side in (*made, last) for weight, pairs in plates.pairs)


@pytest.mark.parametrize(
    ("work", "steps", "expected"),
    [
        (4250, (WantedSums(1500), WantedSums(2500), WantedSums(3250)), [1500, 2500, 3250, 4250]),
        (4250, (WantedSums(1500),), [1500, 4250]),
        (
            4250,
            (WantedSums(1500), WantedSums(2500), WantedSums(3250), WantedSums(4000, 3750)),
            [1500, 2500, 3000, 4000, 4250],
        ),
        (0, (), [0]),
    ],
)
def test_a_warm_up_comes_as_near_as_plates_that_are_only_added_can(
    work: int, steps: tuple[WantedSums, ...], expected: list[int]
) -> None:
    plates = parse_plates("25 x 2, 20 x 2, 15 x 2, 10 x 2, 5 x 2, 2.5 x 2, 1.25 kg")
    found, last = warm_up_sides(plates, work, steps)
    assert [sum(side) for side in found if side is not None] + [sum(last)] == expected


def test_with_few_plates_the_last_steps_count_most_and_a_step_that_cannot_be_is_left_out() -> None:
    few = parse_plates("25 x 2, 20, 15, 10, 5, 2.5, 1.25 kg")
    steps = (WantedSums(1500), WantedSums(2500), WantedSums(3250), WantedSums(4000, 3750))
    assert warm_up_sides(few, 4250, steps)[0] == ((), (2500,), (2500, 500), (2500, 1000, 500))
    assert warm_up_sides(parse_plates("20 x 2, 2.5 kg"), 4250, steps)[0][-1] == (2000, 2000)
    assert warm_up_sides(parse_plates("20 x 3 kg"), 6000, (WantedSums(4900), WantedSums(5900, 5500)))[0] == (
        (2000, 2000),
        None,
    )


def test_plates_come_off_where_a_step_would_fall_too_short() -> None:
    few = parse_plates("25 x 2, 20, 15, 10, 5, 2.5, 1.25 kg")
    steps = (WantedSums(1500, 1250, or_less=True), WantedSums(2500, 2250, or_less=True), WantedSums(4000, 3750))
    found, last = warm_up_sides(few, 4250, steps)
    assert found == ((1500,), (1500, 1000), (2500, 1500)) and last == (2500, 1500, 250)
    twenties = parse_plates("20 x 3 kg")
    assert warm_up_sides(twenties, 6000, (WantedSums(1900, 1800, or_less=True), WantedSums(4900, 4700, or_less=True)))[
        0
    ] == (
        (),
        (2000, 2000),
    )


def test_one_set_that_plates_cannot_only_be_added_to_makes_the_others_no_fiddle() -> None:
    plates = parse_plates("25 x 5, 20 x 4, 15 x 4, 10 x 4, 5 x 4, 2.5 x 4, 1.25 x 4, 0.5 x 2 kg")
    steps = (
        WantedSums(2181, 1545, or_less=True),
        WantedSums(3454, 2818, or_less=True),
        WantedSums(4409, 3772, or_less=True),
        WantedSums(5363, 5046),
    )
    found, last = warm_up_sides(plates, 6000, steps)
    moves = [change_between(before, after) for before, after in pairwise([side for side in (*found, last) if side])]
    assert sum(len(one.off) for one in moves) <= 2
    assert all(len(one.on) <= 2 for one in moves)


def test_many_pairs_are_searched_in_no_time_and_without_end() -> None:
    plates = Plates("kg", tuple((weight, 20) for weight in (2500, 2000, 1500, 1000, 500, 250, 125, 100, 75, 50, 25)))
    assert sides(plates)[42_25][:2] == (2500, 1500)
    assert sum(warm_up_sides(plates, 12_500, (WantedSums(5000), WantedSums(7000), WantedSums(8500)))[-1]) == 12_500
