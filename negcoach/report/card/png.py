"""An SVG drawing as a PNG picture, by resvg, which the extra ``png`` installs."""

from __future__ import annotations

from negcoach.errors import NegcoachError
from negcoach.extras import install_text
from negcoach.report.card.card import FONT

_SVG = "Or end its name with .svg, which every browser shows."


def png(svg: str) -> bytes:
    """Return the drawing as a PNG, a pixel for each of its units.

    Raises ``NegcoachError`` where resvg is not installed, or this machine has no font for its text.
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise NegcoachError(f"A PNG needs resvg. To have it: {install_text('png')}. {_SVG}") from None
    if not has_font():
        raise NegcoachError(f"This computer has no font to draw the picture's text with. Install one. {_SVG}")
    return bytes(svg_to_bytes(svg_string=svg))


def has_font() -> bool:
    """Return whether resvg finds a font of the card: without one it leaves all text out and says nothing."""
    from resvg_py import svg_to_bytes

    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'
    letter = f'<text y="9" font-family="{FONT}" font-size="9">M</text>'
    return bool(svg_to_bytes(svg_string=drawing.format(letter)) != svg_to_bytes(svg_string=drawing.format("")))
