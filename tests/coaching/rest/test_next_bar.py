"""What is said of the bar of the next set: the plates that stay, and the hooks that fell off."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.coaching.rest.next_bar import next_bar
from negcoach.services import Services
from negcoach.training.equipment.equipment import Equipment
from negcoach.training.equipment.equipment_text import parse_implement, parse_plates, parse_weight
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.way import STRAIGHT, Way
from tests.services import prescribed

GYM = Equipment(
    parse_weight("20 kg"),
    parse_plates("20 x 4, 10, 5, 2.5, 1.25 kg"),
    {"negative-dip": parse_implement("belt")},
)


def said(prescription: Prescription) -> tuple[str, ...]:
    """What is said before a set like the one before it."""
    first = next_bar(prescription, 100.0, None, GYM)
    assert first is not None
    again = next_bar(prescription, 100.0, first.after, GYM)
    assert again is not None
    return again.texts


@pytest.mark.parametrize(("way", "load"), [(STRAIGHT, "105 kg"), (Way.parse("accentuated 70 %"), "70 kg")])
def test_hooks_that_fell_off_are_hung_again_though_the_plates_stay(services: Services, way: Way, load: str) -> None:
    texts = said(replace(prescribed(services), way=way))
    hung = f"{load}: leave the plates on, hang the hooks"
    assert (texts[0] == hung) is (way is not STRAIGHT)
    assert f"{load}: leave the plates on" in texts


@pytest.mark.parametrize(("load_kg", "stays"), [(2.5, "leave the plate on"), (30.0, "leave the plates on")])
def test_one_plate_on_a_belt_is_one(services: Services, load_kg: float, stays: str) -> None:
    dip = services.exercise("negative-dip")
    assert dip is not None
    assert said(replace(prescribed(services), exercise=dip, load_kg=load_kg))[0].endswith(f": {stays}")
