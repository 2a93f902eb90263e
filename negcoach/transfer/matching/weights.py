"""The body weights of a file: which are new, which are there already, and what the file says differently."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from negcoach.store.editing.edit_log import EditKind
from negcoach.training.units import MOST_KG, format_load
from negcoach.transfer.apps.entries import Reason, SkippedRow, WeightEntry
from negcoach.transfer.apps.format import session_id_of
from negcoach.transfer.matching.differences import Change, Difference
from negcoach.transfer.matching.sets import LEAST_KG
from negcoach.transfer.matching.values import RowValues

TABLE = "body_weights"

_STORED = "SELECT id, kg, measured_at, deleted_at IS NULL AS live FROM body_weights"

_EDITS = """
    SELECT edits.kind, edited_rows.row_key, edited_rows.other
    FROM edits JOIN edited_rows ON edited_rows.edit_id = edits.id
    WHERE edits.undone = 0 AND edited_rows.change = 'update' AND edited_rows.table_name = 'body_weights'
    ORDER BY edits.id, edited_rows.position
"""


@dataclass(frozen=True, slots=True)
class NewWeight:
    """A body weight to store, under its id."""

    id: str
    entry: WeightEntry
    kg: float


@dataclass(slots=True)
class WeightMatch:
    """The body weights of a file by what becomes of them; those beside sets are no rows, so none of ``skips``."""

    new: list[NewWeight] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    skips: list[SkippedRow] = field(default_factory=list)

    def skip(self, entry: WeightEntry, why: Reason) -> None:
        """Leave a body weight out."""
        if entry.row is not None:
            self.skips.append(SkippedRow(entry.row, why))


def match_weights(
    connection: sqlite3.Connection, app: str, entries: Sequence[WeightEntry], values: RowValues
) -> WeightMatch:
    """Return what becomes of the body weights of a file of this program.

    One that was stored from it is known by its time. Another one of the same day that weighs the same is no second one:
    it was typed here, or came from another program.
    """
    found = WeightMatch()
    if not entries:
        return found
    stored = {row["id"]: row for row in connection.execute(_STORED)}
    of_day = {(row["measured_at"][:10], round(row["kg"], 2)) for row in stored.values() if row["live"]}
    before = _before(connection)
    for entry in entries:
        kg, identity = values.weight_kg(entry), session_id_of(app, "body weight", entry.key)
        row = stored.get(identity)
        if kg > MOST_KG:
            found.skip(entry, Reason.HEAVY)
        elif row is None:
            if (entry.at.at.date().isoformat(), round(kg, 2)) in of_day:
                found.skip(entry, Reason.THERE)
            else:
                found.new.append(NewWeight(identity, entry, kg))
        elif not row["live"]:
            found.skip(entry, Reason.IN_BIN)
        elif abs(row["kg"] - kg) <= LEAST_KG:
            found.skip(entry, Reason.THERE)
        elif identity in before and abs(before[identity] - kg) <= LEAST_KG:
            found.skip(entry, Reason.CHANGED_HERE)
        else:
            found.differences.append(_difference(row, entry, kg, values))
    return found


def weight_row(entry: WeightEntry, kg: float, values: RowValues) -> dict[str, object]:
    """Return the columns of a body weight but for its key."""
    at, ms = values.stamp(entry.at)
    return {"kg": kg, "measured_at": at, "measured_ms": ms, "deleted_at": None}


def _difference(row: sqlite3.Row, entry: WeightEntry, kg: float, values: RowValues) -> Difference:
    unit = entry.unit or values.unit or "kg"
    change = Change("weight", format_load(row["kg"], unit), format_load(kg, unit))
    day = datetime.fromisoformat(row["measured_at"]).date()
    return Difference(row["id"], "", entry.row, day, "body weight", 0, (change,), {"kg": kg}, TABLE)


def _before(connection: sqlite3.Connection) -> dict[str, float]:
    """Return by id what an import had brought of each body weight that the lifter changed here since."""
    before: dict[str, float] = {}
    for kind, key, other in connection.execute(_EDITS):
        changed, row_id = json.loads(other).get("kg"), json.loads(key)[0]
        if changed is None:
            continue
        if kind == EditKind.IMPORT.value:
            before.pop(row_id, None)
        else:
            before.setdefault(row_id, changed[0])
    return before
