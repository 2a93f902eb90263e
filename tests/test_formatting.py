"""Values are written as people read them, at their edges too."""

from __future__ import annotations

import pytest

from negcoach.formatting import (
    load_cell,
    load_range_text,
    load_text,
    percent_text,
    rpe_text,
    sets_by_reps_cell,
    sets_by_reps_text,
    short_load_text,
)


@pytest.mark.parametrize(
    ("load_kg", "bodyweight", "text", "short"),
    [
        (105, False, "105 kg", "105 kg"),
        (0, False, "0 kg", "0 kg"),
        (0, True, "bodyweight", "bodyweight"),
        (2.5, True, "bodyweight + 2.5 kg", "+2.5 kg"),
    ],
)
def test_a_load_is_what_is_moved_or_what_is_added_to_the_body(
    load_kg: float, bodyweight: bool, text: str, short: str
) -> None:
    assert load_text(load_kg, "kg", bodyweight=bodyweight) == text
    assert short_load_text(load_kg, "kg", bodyweight=bodyweight) == short


def test_loads_are_in_the_lifters_unit() -> None:
    assert load_text(100, "lb", bodyweight=False) == "220.46 lb"
    assert short_load_text(100, "lb", bodyweight=True) == "+220.46 lb"
    assert load_cell(100, "lb") == "220.46 lb"


@pytest.mark.parametrize(
    ("load_kg", "cell"), [(None, "–"), (0, "body"), (0.5, "0.5 kg"), (105, "105 kg"), (-20, "-20 kg")]
)
def test_a_load_in_a_table_is_short(load_kg: float | None, cell: str) -> None:
    assert load_cell(load_kg, "kg") == cell


@pytest.mark.parametrize(
    ("loads_kg", "bodyweight", "text"),
    [
        ([105], False, "105 kg"),
        ([105, 105], False, "105 kg"),
        ([107.5, 95, 100], False, "95 – 107.5 kg"),
        ([0, 0], True, "bodyweight"),
        ([0, 5], True, "bodyweight, up to + 5 kg"),
        ([2.5, 5], True, "bodyweight + 2.5 – 5 kg"),
    ],
)
def test_loads_are_told_from_the_lightest_to_the_heaviest(loads_kg: list[float], bodyweight: bool, text: str) -> None:
    assert load_range_text(loads_kg, "kg", bodyweight=bodyweight) == text


def test_a_range_in_pounds_names_the_unit_once() -> None:
    assert load_range_text([100, 105], "lb", bodyweight=False) == "220.46 – 231.49 lb"


@pytest.mark.parametrize(
    ("share", "text"), [(None, "–"), (0, "0 %"), (0.004, "0 %"), (0.996, "100 %"), (0.975, "98 %"), (1.1, "110 %")]
)
def test_a_share_is_in_whole_percent(share: float | None, text: str) -> None:
    assert percent_text(share) == text


@pytest.mark.parametrize(("rpe", "text"), [(None, "–"), (8, "8"), (8.0, "8"), (8.5, "8.5"), (10, "10")])
def test_an_effort_has_no_needless_decimal(rpe: float | None, text: str) -> None:
    assert rpe_text(rpe) == text


@pytest.mark.parametrize(
    ("sets", "reps", "text", "cell"),
    [
        (0, 0, "0", "–"),
        (1, 0, "1 × 0", "1×0"),
        (3, 12, "3 × 4", "3×4"),
        (3, 13, "3 × 4.33", "3×4.3"),
        (2, 25, "2 × 12.5", "2×12.5"),
    ],
)
def test_reps_that_differ_are_told_by_their_mean(sets: int, reps: int, text: str, cell: str) -> None:
    assert sets_by_reps_text(sets, reps) == text
    assert sets_by_reps_cell(sets, reps) == cell
