"""Whether the lifter is new here: nothing is stored yet, and the tour was not offered before."""

from __future__ import annotations

from datetime import datetime

from negcoach.store.database.database import Database
from negcoach.store.database.stamps import stamp

_OFFERED = "tour-offered"
"""The name of the fact that the tour was offered; its value says nothing."""

_HAS_ANYTHING = """
    SELECT EXISTS (SELECT 1 FROM facts) OR EXISTS (SELECT 1 FROM sessions) OR EXISTS (SELECT 1 FROM body_weights)
        OR EXISTS (SELECT 1 FROM one_rms) OR EXISTS (SELECT 1 FROM programme_runs)
"""


def is_newcomer(database: Database) -> bool:
    """Return whether nothing at all is stored. Raises ``NegcoachError`` when the database cannot be used."""
    with database.read() as connection:
        return not connection.execute(_HAS_ANYTHING).fetchone()[0]


def store_tour_offered(database: Database, now: datetime) -> None:
    """Store that the tour was offered. Raises ``NegcoachError`` when the database cannot be used."""
    _, ms = stamp(now)
    with database.write() as connection:
        connection.execute(
            "INSERT INTO facts (name, value, changed_ms) VALUES (?, 'yes', ?) ON CONFLICT (name) DO NOTHING",
            (_OFFERED, ms),
        )
