"""Colours on the screens: in how many of them an app is drawn, and the colours of a phase for plain widgets."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.color import Color
from textual.dom import DOMNode
from textual.filter import Monochrome, NoColor
from textual.theme import Theme

from negcoach.config.settings.colours import Colours, allowed_colours
from negcoach.training.score.timeline import Phase
from negcoach.widgets.drawing.colour_schemes import PAPER, ColourMode, scheme
from negcoach.widgets.themes.sixteen import STANDARD, SixteenColours
from negcoach.widgets.themes.themes import ground_of, set_filters


def show_colours(app: App[Any], setting: str) -> None:
    """Draw every screen of an app in as many colours as a setting says, before it runs or while it does.

    The setting is ``full``, ``16``, ``none``, or ``auto``: as many as ``NO_COLOR`` and the terminal allow.
    """
    mode = ColourMode(allowed_colours(setting, _colours_of(app), os.environ.get("NO_COLOR")))
    app.no_color = mode is ColourMode.NONE
    filters = [each for each in app._filters if not isinstance(each, SixteenColours | Monochrome | NoColor)]
    if mode is not ColourMode.FULL:
        filters.append(Monochrome() if mode is ColourMode.NONE else SixteenColours())
    app._filters[:] = filters
    set_filters(app)
    if app.is_running:
        app.refresh_css(animate=False)
        app.theme_changed_signal.publish(app.current_theme)


def colour_mode(app: App[Any]) -> ColourMode:
    """Return in how many colours an app is drawn."""
    if app.no_color:
        return ColourMode.NONE
    return ColourMode.SIXTEEN if any(isinstance(each, SixteenColours) for each in app._filters) else ColourMode.FULL


def follow_colours(node: DOMNode, take: Callable[[ColourMode], object]) -> None:
    """Have a mounted node ``take`` in how many colours the app is drawn: now, and whenever theme or colours change."""

    def take_again(_: Theme) -> None:
        take(colour_mode(node.app))

    take(colour_mode(node.app))
    node.app.theme_changed_signal.subscribe(node, take_again)


def apply_phase_colours(node: DOMNode, phase: Phase, *, header: bool = False) -> None:
    """Give a mounted widget or screen the background of a phase (or its header's) and the colour of text on it.

    It keeps them when the theme or the colours change.
    """

    def apply(mode: ColourMode) -> None:
        colours = scheme(phase, mode, ground_of(node.app))
        node.styles.background = _colour(colours.header_background if header else colours.background, colours.mode)
        node.styles.color = _colour(colours.text, colours.mode)
        for widget in node.walk_children(with_self=True):
            widget.notify_style_update()  # else one that was drawn in between keeps the ground before

    follow_colours(node, apply)


def _colours_of(app: App[Any]) -> Colours:
    """Return how many colours the terminal has."""
    system = app.console.color_system
    if system is None:
        return "none"
    return "16" if system == "standard" else "full"


def _colour(colour: int, mode: ColourMode) -> Color:
    if mode is ColourMode.NONE:
        return Color.parse("#000000" if colour == PAPER else "#ffffff")
    return Color.parse(f"#{STANDARD[colour] if mode is ColourMode.SIXTEEN else colour:06x}")
