"""The loads that a bodyweight exercise can have, and what is said about one that it cannot."""

from __future__ import annotations

import pytest

from negcoach.errors import NegcoachError
from negcoach.training.equipment.body_load import require_load
from negcoach.training.units import KG_PER_LB
from tests.training.advice.builders import exercise


@pytest.mark.parametrize(
    ("slug", "load_kg", "body_kg"),
    [
        ("negative-dip", -79.5, 80.0),
        ("negative-dip", -150.0, None),
        ("negative-dip", 200.0, 80.0),
        ("heel-drop", 60.0, None),
        ("wrist-twist", 0.0, None),
        ("bench-press", 300.0, 80.0),
    ],
)
def test_what_can_be_is_let_pass(slug: str, load_kg: float, body_kg: float | None) -> None:
    require_load(exercise(slug), load_kg, body_kg)


@pytest.mark.parametrize(
    ("slug", "load_kg", "body_kg", "says"),
    [
        ("negative-dip", -80.0, 80.0, "80 kg of help is all of your 80 kg: it carries a part of you"),
        ("negative-dip", -200.0, 180.0, "200 kg of help is all of your 180 kg"),
        ("negative-dip", -151.0, None, "Help of 151 kg is more than a person weighs: at most -150 kg."),
        ("negative-dip", 201.0, 80.0, "201 kg is too much to add to the body: at most 200 kg."),
        ("heel-drop", -5.0, 80.0, "help has no weight here"),
        ("wrist-twist", 5.0, 80.0, "the rubber bar is its load"),
    ],
)
def test_what_cannot_be_says_what_can(slug: str, load_kg: float, body_kg: float | None, says: str) -> None:
    with pytest.raises(NegcoachError, match=says):
        require_load(exercise(slug), load_kg, body_kg)


def test_it_is_said_in_the_unit_that_was_typed() -> None:
    with pytest.raises(NegcoachError, match="400 lb of help is all of your 176"):
        require_load(exercise("negative-dip"), -400 * KG_PER_LB, 80.0, "lb")
