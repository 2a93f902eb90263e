"""Doubt about a body weight: held against the newest one, else against what people weigh."""

from __future__ import annotations

import pytest

from negcoach.training.advice.readiness.body_weight_doubt import body_weight_doubt
from negcoach.training.units import KG_PER_LB


@pytest.mark.parametrize(("kg", "doubt"), [(84, ""), (45, ""), (150, ""), (67, ""), (185, "185 lb would be 83.91 kg")])
def test_a_first_body_weight_in_pounds_as_kilograms_is_doubted(kg: float, doubt: str) -> None:
    said = body_weight_doubt(kg, None, "kg")
    assert said == (f"few weigh that; {doubt}" if doubt else "")


def test_kilograms_as_pounds_too() -> None:
    assert body_weight_doubt(84 * KG_PER_LB, None, "lb") == "few weigh that; 84 kg would be 185.19 lb"


@pytest.mark.parametrize(("kg", "doubted"), [(185, True), (99, False), (64.1, False), (64, True)])
def test_a_later_one_is_held_against_the_one_before(kg: float, doubted: bool) -> None:
    assert body_weight_doubt(kg, 80, "kg") == ("it was 80 kg" if doubted else "")
