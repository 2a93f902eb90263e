"""Colours on the screens: the colour mode of the terminal, and the colours of a phase for plain widgets."""

from __future__ import annotations

from textual.app import App
from textual.color import Color
from textual.dom import DOMNode
from textual.theme import Theme

from negcoach.training.score.timeline import Phase
from negcoach.widgets.drawing.colour_schemes import PAPER, STANDARD, ColourMode, scheme
from negcoach.widgets.themes.themes import ground_of


def colour_mode(app: App[object], setting: str) -> ColourMode:
    """Return the colour mode of a setting (``full``, ``16``, ``none``); ``auto`` asks the terminal and ``NO_COLOR``."""
    if setting != "auto":
        return ColourMode(setting)
    if app.no_color or app.console.color_system is None:
        return ColourMode.NONE
    return ColourMode.SIXTEEN if app.console.color_system == "standard" else ColourMode.FULL


def apply_phase_colours(node: DOMNode, phase: Phase, mode: ColourMode, *, header: bool = False) -> None:
    """Give a mounted widget or screen the background of a phase (or its header's) and the colour of text on it.

    It keeps them when the theme changes.
    """

    def apply() -> None:
        colours = scheme(phase, mode, ground_of(node.app))
        node.styles.background = _colour(colours.header_background if header else colours.background, colours.mode)
        node.styles.color = _colour(colours.text, colours.mode)

    def apply_again(_: Theme) -> None:
        apply()
        for widget in node.walk_children(with_self=True):
            widget.notify_style_update()  # else one that was drawn in between keeps the ground before

    apply()
    node.app.theme_changed_signal.subscribe(node, apply_again)


def _colour(colour: int, mode: ColourMode) -> Color:
    if mode is ColourMode.NONE:
        return Color.parse("#000000" if colour == PAPER else "#ffffff")
    return Color.parse(f"#{STANDARD[colour] if mode is ColourMode.SIXTEEN else colour:06x}")
