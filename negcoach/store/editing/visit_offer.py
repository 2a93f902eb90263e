"""The offer to join the sessions of each visit: it is made by itself only until it was answered once."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from negcoach.store.database.database import Database
from negcoach.store.database.stamps import stamp
from negcoach.store.database.tables import store_fact

_ANSWERED = "visits-offered"
"""The fact when the offer was answered, whichever way."""


def is_offer_open(connection: sqlite3.Connection) -> bool:
    """Return whether the offer was never answered."""
    return connection.execute("SELECT 1 FROM facts WHERE name = ?", (_ANSWERED,)).fetchone() is None


def close_offer(database: Database, now: datetime) -> None:
    """Remember that the offer was answered."""
    at, ms = stamp(now)
    with database.write(patient=True) as connection:
        store_fact(connection, _ANSWERED, at, ms)
