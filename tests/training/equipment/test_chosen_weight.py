"""The pin of a stack, and the dumbbell that is taken, for a load."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.training.equipment.chosen_weight import chosen_weight
from negcoach.training.equipment.equipment import Equipment
from negcoach.training.equipment.equipment_text import parse_implement
from negcoach.training.units import KG_PER_LB
from tests.training.advice.builders import default


@pytest.mark.parametrize(
    ("slug", "implement", "load_kg", "text"),
    [
        ("leg-extension", "stack 5 + 5 to 100 kg", 40.0, "pin at 40 kg"),
        ("leg-extension", "stack 10 + 10 lb", 90 * KG_PER_LB, "pin at 90 lb"),
        ("leg-extension", "stack 5 + 5 to 100 kg", 42.5, None),
        ("leg-extension", "stack 5 + 5 to 100 kg", 105.0, None),
        ("leg-extension", "stack 5 + 5 to 100 kg", 0.0, None),
        ("biceps-curl", "dumbbell 2, 4, ... 30 kg", 12.0, "dumbbell of 12 kg"),
        ("biceps-curl", "dumbbell 2, 4, ... 30 kg", 13.0, None),
        ("bench-press", "dumbbell 20, 22.5, ... 60 kg", 22.5, None),
        ("negative-dip", "dumbbell 2, 4, ... 30 kg", 4.0, "dumbbell of 4 kg"),
        ("bench-press", "bar", 100.0, None),
    ],
)
def test_the_weight_that_makes_a_load_is_found(slug: str, implement: str, load_kg: float, text: str | None) -> None:
    equipment = Equipment(implements={slug: parse_implement(implement)})
    found = chosen_weight(replace(default(slug), load_kg=load_kg), equipment)
    assert (None if found is None else found.text) == text
