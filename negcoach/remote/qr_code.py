"""An address as a QR code, drawn with half blocks: two of its squares in the height of one character."""

from __future__ import annotations

from itertools import zip_longest

QUIET = 4
"""The empty squares around it, without which a camera does not find it (ISO/IEC 18004)."""

_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
FULL = _BLOCKS[True, True]
"""A character that is dark from top to bottom."""


def qr_lines(text: str) -> tuple[str, ...]:
    """Return the lines of the code for a text: ink is dark, and is to stand on a light ground."""
    rows = qr_squares(text)
    blank = (False,) * len(rows[0])
    pairs = zip_longest(rows[::2], rows[1::2], fillvalue=blank)
    return tuple("".join(_BLOCKS[pair] for pair in zip(*pair_of_rows, strict=True)) for pair_of_rows in pairs)


def qr_squares(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the rows of the code's squares with the quiet zone around them, ``True`` for a dark one."""
    import segno  # from the extra ``remote``

    code = segno.make_qr(text, error="l", boost_error=True)
    return tuple(tuple(bool(square) for square in row) for row in code.matrix_iter(border=QUIET))
