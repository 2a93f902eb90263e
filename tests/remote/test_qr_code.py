"""The QR code: what is drawn is what segno made, with its quiet zone, in a size that fits 80 columns."""

from __future__ import annotations

import pytest

segno = pytest.importorskip("segno")

from negcoach.remote.qr_code import QUIET, qr_lines, qr_squares  # noqa: E402
from negcoach.screens.phone.phone_screen import CODE_FROM  # noqa: E402

LONGEST_LINK = "http://255.255.255.255:65535/#123456"
SQUARES = {" ": (False, False), "▀": (True, False), "▄": (False, True), "█": (True, True)}


def squares_in(lines: tuple[str, ...]) -> list[list[bool]]:
    rows = []
    for line in lines:
        for half in (0, 1):
            rows.append([SQUARES[char][half] for char in line])
    return rows


def test_the_lines_hold_every_square_of_the_code() -> None:
    rows = squares_in(qr_lines(LONGEST_LINK))
    made = [[bool(square) for square in row] for row in segno.make_qr(LONGEST_LINK, error="l").matrix]
    size = len(made)
    assert [row[QUIET : QUIET + size] for row in rows[QUIET : QUIET + size]] == made


def test_around_it_all_is_light() -> None:
    rows = squares_in(qr_lines(LONGEST_LINK))
    size = len(qr_squares(LONGEST_LINK)) - 2 * QUIET
    around = [row[:QUIET] + row[QUIET + size :] for row in rows] + rows[:QUIET] + rows[QUIET + size :]
    assert not any(square for row in around for square in row)


def test_the_longest_link_fits_beside_words_in_a_usual_terminal() -> None:
    lines = qr_lines(LONGEST_LINK)
    assert len(lines[0]) + 38 <= CODE_FROM[0]
    assert len(lines) + 3 <= CODE_FROM[1]
