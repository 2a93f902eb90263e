"""A stored time is read as it was written, and what is none is told by its beginning."""

from __future__ import annotations

import pytest

from negcoach.store.database.stamps import iso, moment_of


def test_a_time_is_read_as_it_was_written() -> None:
    text = "2026-11-22T10:28:57.123+01:00"
    assert iso(moment_of(text)) == text


@pytest.mark.parametrize("text", ["", "x", "y" * 1_000_000, "2026-11-22T10:28:57.123", "2026-11-22"])
def test_what_is_no_time_with_an_offset_is_refused_in_few_words(text: str) -> None:
    with pytest.raises(ValueError, match=r'^".*" is (no time|a time without its offset)$') as refused:
        moment_of(text)
    assert len(str(refused.value)) < 100
