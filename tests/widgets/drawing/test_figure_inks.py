"""The colours of a figure's parts: each has one, and on a ground that nobody knows each is legible."""

from __future__ import annotations

import pytest
from rich.color import EIGHT_BIT_PALETTE

from negcoach.training.exercise.figure import Part
from negcoach.widgets.drawing.figure_inks import ANYWHERE, ANYWHERE_16, ANYWHERE_256, FAINT, THEME_INKS
from negcoach.widgets.themes.contrast import LARGE, contrast
from negcoach.widgets.themes.sixteen import STANDARD


def of_256(number: int) -> int:
    red, green, blue = EIGHT_BIT_PALETTE[number]
    return red << 16 | green << 8 | blue


def test_every_part_but_the_lifter_has_a_colour_of_its_own_role_everywhere() -> None:
    assert set(THEME_INKS) == set(Part)
    others = set(Part) - {Part.LIFTER}
    assert set(ANYWHERE) == set(ANYWHERE_256) == {*ANYWHERE_16, *FAINT} == others
    for table in (ANYWHERE, ANYWHERE_256, THEME_INKS):
        assert table[Part.GEAR] == table[Part.FAR]  # type: ignore[index]  # one of three tables
        assert len({table[part] for part in (Part.GEAR, Part.SPOTTER, Part.LOAD)}) == 3  # type: ignore[index]


@pytest.mark.parametrize("ground", [0x000000, 0x14171B, 0xFFFFFF])
def test_what_is_drawn_on_an_unknown_ground_is_legible_on_a_dark_and_a_light_one(ground: int) -> None:
    drawn = [
        *ANYWHERE.values(),
        *map(of_256, ANYWHERE_256.values()),
        *(STANDARD[each] for each in ANYWHERE_16.values()),
    ]
    assert all(contrast(colour, ground) >= LARGE for colour in drawn)
