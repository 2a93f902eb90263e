"""In how many colours anything is drawn: what the setting, ``NO_COLOR`` and the terminal allow together."""

from __future__ import annotations

from typing import Literal

Colours = Literal["full", "16", "none"]


def allowed_colours(setting: str, terminal: Colours, no_color: str | None) -> Colours:
    """Return how many colours are drawn with.

    The ``setting`` is ``full``, ``16`` or ``none``, or ``auto``: as many as the ``terminal`` has, but none where the
    environment's ``NO_COLOR`` is set and not empty (no-color.org).
    """
    match setting:
        case "full" | "16" | "none":
            return setting
        case _:
            return "none" if no_color else terminal
