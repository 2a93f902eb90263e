"""How the pain of a set, and that of the morning after, is stored: as a whole, or each side by itself."""

from __future__ import annotations

from collections.abc import Mapping

from negcoach.training.progress.pain import NOT_SAID, PainLevels

TYPE_CHECKING = False  # typing takes its time to load
if TYPE_CHECKING:
    import sqlite3
    from typing import Any

PAIN_COLUMNS = {"whole": "pain", "left": "pain_left", "right": "pain_right"}
"""By field of ``PainLevels``: the column of the pain in a set."""

NEXT_MORNING_COLUMNS = {field: f"next_morning_{column}" for field, column in PAIN_COLUMNS.items()}
"""By field of ``PainLevels``: the column of the pain on the morning after, which stands with the last set of a day."""


def pain_levels(row: sqlite3.Row | Mapping[str, Any], columns: Mapping[str, str] = PAIN_COLUMNS) -> PainLevels:
    """Return the pain that a row of ``sets`` has in these columns."""
    whole, left, right = row[columns["whole"]], row[columns["left"]], row[columns["right"]]
    return NOT_SAID if whole is left is right is None else PainLevels(whole, left, right)


def pain_values(levels: PainLevels, columns: Mapping[str, str] = PAIN_COLUMNS) -> dict[str, int | None]:
    """Return a pain by column."""
    return {column: getattr(levels, field) for field, column in columns.items()}
