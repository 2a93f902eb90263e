"""How many colours the terminal may be sent."""

from __future__ import annotations

from textual.app import App

from negcoach.widgets.inks import ColourMode


def colour_mode(app: App[object], setting: str) -> ColourMode:
    """Return what the setting says (``full``, ``16``, ``none``); ``auto`` asks the terminal and ``NO_COLOR``."""
    if setting != "auto":
        return ColourMode(setting)
    if app.no_color or app.console.color_system is None:
        return ColourMode.NONE
    return ColourMode.SIXTEEN if app.console.color_system == "standard" else ColourMode.FULL
