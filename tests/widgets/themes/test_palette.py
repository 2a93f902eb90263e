"""The scales in a terminal of 256 colours, as Rich writes them there."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from rich.color import Color, ColorSystem
from textual.app import App

from negcoach.config.settings.theme_names import THEMES
from negcoach.widgets.themes.contrast import LARGE, TEXT, contrast
from negcoach.widgets.themes.palette import PALETTE
from negcoach.widgets.themes.themes import HIGH_CONTRAST, TERMINAL, ground_of, show_theme, theme_named


def shown(theme: str, *, colours: str) -> dict[str, str]:
    """Return the variables of a theme in a terminal."""
    app: App[Any] = App()
    app.console._color_system = {"256": ColorSystem.EIGHT_BIT, "truecolor": ColorSystem.TRUECOLOR}[colours]
    show_theme(app, theme)
    assert ground_of(app)
    return app.get_css_variables()


def written(colour: str) -> tuple[int | None, int]:
    """Return the number in the palette that a colour is written as, and the colour that has."""
    number = Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).number
    assert number is not None and number >= 16
    return number, PALETTE[number - 16]


@pytest.mark.parametrize("theme", [name for name in THEMES if name != TERMINAL])
def test_each_step_of_a_scale_has_its_own_colour_and_is_legible(theme: str) -> None:
    variables = shown(theme, colours="256")
    _, ground = written(variables["background"])
    sore = [written(variables[f"sore-{rating}"]) for rating in range(1, 7)]
    assert len({number for number, _ in sore}) == 6
    for rating, (_, colour) in enumerate(sore[:-1], 1):
        _, ink = written(variables[f"text-sore-{rating}"])
        assert contrast(ink, colour) >= TEXT
    assert contrast(sore[-1][1], ground) >= LARGE  # in reverse, and bold
    heat = [written(variables[f"heat-{level}"])[1] for level in range(1, 5)]
    out = [contrast(colour, ground) for colour in heat]
    assert all(low * 1.02 < high for low, high in pairwise(out)), out
    assert out[0] >= LARGE - 0.3 and out[-1] >= TEXT


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_grounds_of_soreness_turn_from_yellow_to_red(theme: str) -> None:
    variables = shown(theme, colours="256")
    grounds = [written(variables[f"sore-{rating}"])[1] for rating in range(1, 6)]
    greens = [(colour >> 8 & 255) / (colour >> 16) for colour in grounds]
    assert sorted(greens, reverse=True) == greens


@pytest.mark.parametrize("theme", THEMES)
def test_in_full_colours_the_scales_are_those_of_the_theme(theme: str) -> None:
    variables = shown(theme, colours="truecolor")
    assert all(variables[name] == value for name, value in theme_named(theme).variables.items())
    if theme not in (TERMINAL, HIGH_CONTRAST):
        assert variables != shown(theme, colours="256")
