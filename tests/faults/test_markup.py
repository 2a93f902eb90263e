"""Texts that look like markup, sequences and formulas are shown as they are: promise 14."""

from __future__ import annotations

from tests.faults.full.foreign import markup


def test_every_screen_and_command_shows_what_looks_like_markup_as_it_is_and_acts_on_none() -> None:
    kept, figure = markup(0.005)
    assert kept, figure
