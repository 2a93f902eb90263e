"""What a column may hold, and what a file means that is older than the column."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.transfer.native.row_schema import ROW_SCHEMAS, add_defaults


@pytest.mark.parametrize(
    ("version", "says", "expected"),
    [
        (1, {"spotters": 3}, {"spotters": 3, "bodyweight": 1}),
        (1, {"spotters": 3, "bodyweight": 0}, {"spotters": 3, "bodyweight": 0}),
        (2, {"spotters": 3}, {"spotters": 3}),
    ],
)
def test_a_file_that_is_older_than_a_column_means_its_default(
    version: int, says: dict[str, object], expected: dict[str, object]
) -> None:
    of_sets = ROW_SCHEMAS["sets"]
    fields = {"spotters": of_sets["spotters"], "bodyweight": replace(of_sets["bodyweight"], since=2, default=1)}
    add_defaults(fields, says, version)
    assert says == expected
