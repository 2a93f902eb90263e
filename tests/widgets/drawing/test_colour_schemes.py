"""Colours: legible in every phase and every mode."""

from __future__ import annotations

import pytest
from rich.color import ColorSystem, ColorType

from negcoach.training.score.timeline import Phase
from negcoach.widgets.drawing.colour_schemes import LEVELS, STANDARD, ColourMode, blend, scheme, style


def contrast(one: int, other: int) -> float:
    """The contrast ratio of two full colours, 1 to 21 (source: WCAG 2.1)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: int) -> float:
    total = 0.0
    for shift, weight in ((16, 0.2126), (8, 0.7152), (0, 0.0722)):
        part = (colour >> shift & 255) / 255
        total += weight * (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    return total


@pytest.mark.parametrize("phase", Phase)
def test_giant_letters_stand_out_seven_to_one(phase: Phase) -> None:
    colours = scheme(phase, ColourMode.FULL)
    assert contrast(colours.background, colours.giant) >= 7
    assert contrast(colours.background, colours.text) >= 7


@pytest.mark.parametrize("phase", Phase)
def test_lines_of_text_stand_out(phase: Phase) -> None:
    colours = scheme(phase, ColourMode.FULL)
    for tone in (colours.muted, colours.good, colours.fair, colours.poor, colours.accent):
        assert contrast(colours.background, tone) >= 4.5
    assert contrast(colours.header_background, colours.muted) >= 4.5


@pytest.mark.parametrize("phase", Phase)
def test_flash_is_legible_and_unlike_the_phase(phase: Phase) -> None:
    colours = scheme(phase, ColourMode.FULL)
    assert contrast(colours.flashed().background, colours.flashed().giant) >= 4.5
    for mode in ColourMode:
        assert scheme(phase, mode).flashed() != scheme(phase, mode)


@pytest.mark.parametrize("phase", Phase)
def test_sixteen_colours_keep_letters_apart_from_the_background(phase: Phase) -> None:
    colours = scheme(phase, ColourMode.SIXTEEN)
    assert contrast(STANDARD[colours.background], STANDARD[colours.giant]) >= 7


@pytest.mark.parametrize("mode", [ColourMode.FULL, ColourMode.SIXTEEN])
def test_phases_that_ask_for_different_things_have_different_backgrounds(mode: ColourMode) -> None:
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
    assert len({scheme(phase, mode).background for phase in asked}) == len(asked)


def test_without_colour_the_calls_reverse_the_screen() -> None:
    reversed_phases = {phase for phase in Phase if scheme(phase, ColourMode.NONE).reverse}
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
