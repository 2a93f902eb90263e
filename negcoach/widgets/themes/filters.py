"""The filters of the app's lines: for the sixteen colours and for what is dim, and for the theme ``terminal``.

In that theme text is written in the terminal's own colour on its own ground, whatever these are. Which colours a
terminal shows for its sixteen is not known: no pair of them but black and white is legible in all of the usual palettes
(Solarized has 4.3 to 1 at most). Legible for certain is only what everything else in that terminal is written in. So
text is told apart by bold, reverse and underline there, and only what is drawn has a colour.
"""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color, ColorType
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from textual.color import Color as TextualColor
from textual.filter import ANSIToTruecolor, LineFilter

from negcoach.widgets.themes.contrast import legible

SELECTED = "ansi_blue"
"""The ground, in the style sheets, of what is selected: it is shown in reverse."""

FIELD = "ansi_bright_black"
"""The ground, in the style sheets, of a field to type in, and of what is selected in a list without the focus: it is
shown underlined."""

_NUMBERS = {4: "reverse", 8: "underline"}  # of SELECTED and FIELD in the palette

_DRAWN = (range(0x2500, 0x25A0), range(0x2800, 0x2900))
"""Box drawing, block elements and braille."""


class ThemeColours(ANSIToTruecolor):
    """Gives the sixteen colours those of a theme, and keeps what is dim legible."""

    def __init__(self, colours: TerminalTheme, least: float) -> None:
        """Take the theme's ``colours``, and the ``least`` contrast of text in it."""
        super().__init__(colours)
        self._least = least

    @lru_cache(1024)  # noqa: B019  # as in Textual: there is one such filter in an app
    def truecolor_style(self, style: Style, background: Color) -> Style:
        """Return a style in true colours."""
        shown = super().truecolor_style(style, background)
        if not style.dim or shown.color is None:
            return shown
        ground = background if shown.bgcolor is None else shown.bgcolor
        ink = legible(_number(shown.color), [_number(ground)], self._least)
        return shown + Style(color=f"#{ink:06x}")


class OwnColours(LineFilter):
    """Writes text without colours."""

    def apply(self, segments: list[Segment], background: TextualColor) -> list[Segment]:
        """Return the segments without colours, but those of bars and lines."""
        return [
            segment
            if segment.style is None or segment.control
            else Segment(segment.text, _own_style(segment.style, holds(segment.text)))
            for segment in segments
        ]


@lru_cache(maxsize=1024)
def holds(text: str) -> str:
    """Return what a text consists of: ``blank``, ``drawn`` or ``text``."""
    if not text.strip():
        return "blank"
    drawn = all(char == " " or any(ord(char) in span for span in _DRAWN) for char in text)
    return "drawn" if drawn else "text"


@lru_cache(maxsize=1024)
def _own_style(style: Style, what: str) -> Style:
    ground = _palette_number(style.bgcolor)
    sign = _NUMBERS.get(ground) if ground is not None else None
    ink = style.color if what == "drawn" and _palette_number(style.color) is not None else _DEFAULT
    kept = what != "text" and ground is not None and sign is None
    reverse = bool(style.reverse) != (sign == "reverse")
    own = Style(
        color=ink,
        bgcolor=style.bgcolor if kept else _DEFAULT,
        dim=False,
        reverse=reverse,
        underline=True if sign == "underline" else style.underline,
    )
    return style + own


def _number(colour: Color) -> int:
    red, green, blue = colour.get_truecolor()
    return red << 16 | green << 8 | blue


def _palette_number(colour: Color | None) -> int | None:
    return colour.number if colour is not None and colour.type is ColorType.STANDARD else None


_DEFAULT = Color.default()
