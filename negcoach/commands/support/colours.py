"""Colours in what the commands write: how many the terminal has, and those of a figure."""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import Enum

from negcoach.config.settings.colours import Colours, allowed_colours
from negcoach.training.exercise.figure import Part
from negcoach.widgets.drawing.figure_inks import ANYWHERE, ANYWHERE_16, ANYWHERE_256, FAINT


class TerminalColours(Enum):
    """The colours that a terminal has, as far as its environment says; ``UNKNOWN`` without a name of its kind."""

    UNKNOWN = "unknown"
    SIXTEEN = "16"
    PALETTE = "256"
    TRUE = "16 million"

    @property
    def drawn(self) -> Colours:
        """How many of them are drawn with where the setting is ``auto``."""
        match self:
            case TerminalColours.UNKNOWN:
                return "none"
            case TerminalColours.SIXTEEN:
                return "16"
            case TerminalColours.PALETTE | TerminalColours.TRUE:
                return "full"


def terminal_colours(environment: Mapping[str, str]) -> TerminalColours:
    """Return which colours a terminal with this environment has."""
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit") or "WT_SESSION" in environment:
        return TerminalColours.TRUE
    term = environment.get("TERM", "")
    if "256color" in term or "direct" in term or term == "xterm-kitty":
        return TerminalColours.PALETTE
    return TerminalColours.SIXTEEN if term not in ("", "dumb", "unknown") else TerminalColours.UNKNOWN


def figure_codes(setting: str) -> Mapping[Part, str]:
    """Return the parameters of the escape sequence (ECMA-48, SGR) for each part of a figure on this terminal.

    ``setting`` is that for colours. A part that is not in it is written in the terminal's own colour of text.
    """
    has = terminal_colours(os.environ)
    match allowed_colours(setting, has.drawn, os.environ.get("NO_COLOR")):
        case "none":
            return {}
        case "16":
            numbers = {part: str(30 + colour if colour < 8 else 82 + colour) for part, colour in ANYWHERE_16.items()}
            return {**numbers, **dict.fromkeys(FAINT, "2")}
        case "full" if has is TerminalColours.TRUE:
            return {part: f"38;2;{rgb >> 16};{rgb >> 8 & 255};{rgb & 255}" for part, rgb in ANYWHERE.items()}
        case "full":
            return {part: f"38;5;{colour}" for part, colour in ANYWHERE_256.items()}
