"""The tables of the bench's README: each part has its place there, and writing one leaves everything else alone."""

from __future__ import annotations

import pytest

from tests.bench.__main__ import PARTS, README
from tests.bench.table import Row, put_into

TEXT = "before\n<!-- measured: live -->\n\nold\n\n<!-- end: live -->\nafter <!-- measured: start --> untouched\n"


def test_the_readme_has_a_place_for_every_part() -> None:
    text = README.read_text("utf-8")
    rows = {part: [Row(f"{part}: what", "1 ms")] for part in PARTS}
    written = put_into(text, rows)
    assert all(f"<!-- measured: {part} -->\n\n| what | figures |" in written for part in PARTS)
    assert put_into(written, rows) == written


def test_a_table_replaces_the_old_one_and_nothing_else() -> None:
    written = put_into(TEXT, {"live": [Row("frames", "13.3"), Row("one key", "9 ms", detail=True)]})
    assert written == TEXT.replace("old", "| what | figures |\n| --- | --- |\n| frames | 13.3 |")


@pytest.mark.parametrize("text", ["", "<!-- measured: live -->\n", "<!-- end: live -->\n<!-- measured: live -->\n"])
def test_a_text_without_a_place_for_the_part_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no place for 'live'"):
        put_into(text, {"live": []})
