"""Colours: legible in every phase and every mode."""

from __future__ import annotations

import pytest
from rich.color import ColorSystem, ColorType

from negcoach.training.score.timeline import Phase
from negcoach.widgets.drawing.colour_schemes import (
    LEVELS,
    ColourMode,
    blend,
    plate_colour,
    plate_ink,
    scheme,
    style,
)
from negcoach.widgets.themes.contrast import ENHANCED, LARGE, TEXT, contrast
from negcoach.widgets.themes.sixteen import STANDARD
from negcoach.widgets.themes.themes import Ground

RGB = (Ground.DARK, Ground.LIGHT, Ground.HIGH_CONTRAST)
"""The grounds of themes whose colours are known."""


@pytest.mark.parametrize("ground", RGB)
@pytest.mark.parametrize("phase", Phase)
def test_giant_letters_stand_out_seven_to_one(phase: Phase, ground: Ground) -> None:
    colours = scheme(phase, ColourMode.FULL, ground)
    assert contrast(colours.background, colours.giant) >= 7
    assert contrast(colours.background, colours.text) >= 7


@pytest.mark.parametrize("ground", RGB)
@pytest.mark.parametrize("phase", Phase)
def test_lines_of_text_stand_out(phase: Phase, ground: Ground) -> None:
    colours = scheme(phase, ColourMode.FULL, ground)
    least = ENHANCED if ground is Ground.HIGH_CONTRAST else TEXT
    for tone in (colours.text, colours.muted, colours.good, colours.fair, colours.poor, colours.accent):
        assert contrast(colours.background, tone) >= least
    for tone in (colours.text, colours.muted):
        assert contrast(colours.header_background, tone) >= least


@pytest.mark.parametrize("ground", RGB)
@pytest.mark.parametrize("mode", [ColourMode.FULL, ColourMode.SIXTEEN])
@pytest.mark.parametrize("kg", [25, 20, 15, 10, 5, 2.5, 1.25])
def test_plates_are_told_from_the_ground_and_their_numbers_from_them(
    kg: float, mode: ColourMode, ground: Ground
) -> None:
    look = scheme(Phase.LEAD_IN, mode, ground)
    plate = plate_colour(kg, look)
    ink = plate_ink(plate, look)
    behind, plate, ink = (one if mode is ColourMode.FULL else STANDARD[one] for one in (look.background, plate, ink))
    assert contrast(behind, plate) >= LARGE
    assert contrast(plate, ink) >= TEXT


@pytest.mark.parametrize("phase", Phase)
def test_in_the_terminals_own_theme_no_colour_is_taken_for_granted(phase: Phase) -> None:
    assert scheme(phase, ColourMode.FULL, Ground.TERMINAL) == scheme(phase, ColourMode.NONE, Ground.DARK)


@pytest.mark.parametrize("ground", RGB)
@pytest.mark.parametrize("phase", Phase)
def test_flash_is_legible_and_unlike_the_phase(phase: Phase, ground: Ground) -> None:
    colours = scheme(phase, ColourMode.FULL, ground)
    assert contrast(colours.flashed().background, colours.flashed().giant) >= 4.5
    for mode in ColourMode:
        assert scheme(phase, mode, ground).flashed() != scheme(phase, mode, ground)


@pytest.mark.parametrize("ground", RGB)
@pytest.mark.parametrize("phase", Phase)
def test_sixteen_colours_keep_letters_apart_from_the_background(phase: Phase, ground: Ground) -> None:
    colours = scheme(phase, ColourMode.SIXTEEN, ground)
    assert contrast(STANDARD[colours.background], STANDARD[colours.giant]) >= 7


@pytest.mark.parametrize("ground", RGB)
@pytest.mark.parametrize("mode", [ColourMode.FULL, ColourMode.SIXTEEN])
def test_phases_that_ask_for_different_things_have_different_backgrounds(mode: ColourMode, ground: Ground) -> None:
    asked = (
        Phase.LEAD_IN,
        Phase.LOWER,
        Phase.HOLD_BOTTOM,
        Phase.LIFT,
        Phase.SWITCH,
        Phase.PAUSED,
        Phase.RACK,
        Phase.DONE,
    )
    assert len({scheme(phase, mode, ground).background for phase in asked}) == len(asked)


def test_without_colour_the_calls_reverse_the_screen() -> None:
    reversed_phases = {phase for phase in Phase if scheme(phase, ColourMode.NONE, Ground.DARK).reverse}
    assert reversed_phases == {Phase.LIFT, Phase.TAKE, Phase.RACK}


def test_blend_goes_from_one_colour_to_the_other() -> None:
    assert blend(0x102030, 0xF0E0D0, 0) == 0x102030
    assert blend(0x102030, 0xF0E0D0, LEVELS) == 0xF0E0D0
    assert blend(0x000000, 0xFFFFFF, LEVELS // 2) == 0x7F7F7F


@pytest.mark.parametrize("number", range(16))
def test_sixteen_colours_arrive_as_the_terminals_own(number: int) -> None:
    own = style(ColourMode.SIXTEEN, True, number, 0, False, False).color
    assert own is not None and own.type is ColorType.STANDARD and own.number == number
    other = style(ColourMode.SIXTEEN, False, number, 0, False, False).color
    assert other is not None and other.downgrade(ColorSystem.STANDARD).number == number


def test_without_colour_only_black_and_white_are_sent() -> None:
    look = style(ColourMode.NONE, False, 5, 7, False, False)
    assert look.color is not None and look.bgcolor is not None
    assert look.color.triplet is not None and look.bgcolor.triplet is not None
    assert {look.color.triplet.hex, look.bgcolor.triplet.hex} == {"#ffffff", "#000000"}
