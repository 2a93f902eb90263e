"""Text takes the cells that it is given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from negcoach.widgets.drawing.cells import fitted, shortened_to_cells


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("", 0, ""),
        ("Bench", 5, "Bench"),
        ("Bench press", 5, "Benc…"),
        ("Bench", 1, "…"),
        ("Bench", 0, ""),
        ("Bench", -3, ""),
        ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("Bench press", 7, "Bench…"),
    ],
)
def test_what_has_no_room_gives_way_to_an_ellipsis(text: str, room: int, expected: str) -> None:
    assert shortened_to_cells(text, room) == expected


def test_a_text_stands_left_or_right() -> None:
    assert fitted("kg", 4) == "kg  "
    assert fitted("kg", 4, right=True) == "  kg"
    assert fitted("Bench press", 4, right=True) == "Ben…"


@given(st.text(st.characters(categories=("L", "N", "P", "Z"))), st.integers(0, 40), st.booleans())
def test_a_fitted_text_is_as_wide_as_asked(text: str, room: int, right: bool) -> None:
    assert cell_len(fitted(text, room, right=right)) == room
