"""The whole store as plain values, to compare before and after."""

from __future__ import annotations

from negcoach.store.database.database import Database
from negcoach.store.database.tables import TABLES

Store = dict[str, dict[tuple[object, ...], dict[str, object]]]
"""By table and key: every column, totals included, but when the row was changed."""


def whole_store(database: Database) -> Store:
    """Return every row of ``TABLES``, without ``changed_ms`` and the checksum over it: undoing is a change too."""
    with database.read() as connection:
        return {
            table.name: {
                tuple(row[name] for name in table.key): {
                    name: value for name, value in dict(row).items() if name not in ("changed_ms", "checksum")
                }
                for row in connection.execute(f"SELECT * FROM {table.name}")
            }
            for table in TABLES.values()
        }
