"""Whether something is under way: asked before the home screen's first frame, so no more of it is read here."""

from __future__ import annotations

from negcoach.store.database.database import Database

_PROGRAMME = "SELECT EXISTS (SELECT 1 FROM programme_runs WHERE deleted_at IS NULL AND stopped_at IS NULL)"
_SESSION = "SELECT EXISTS (SELECT 1 FROM sessions WHERE deleted_at IS NULL AND ended_at IS NULL)"


def has_programme(database: Database) -> bool:
    """Return whether a programme was begun and not stopped. Raises ``NegcoachError`` when the database cannot be read.

    It may have been done to its end.
    """
    with database.read() as connection:
        return bool(connection.execute(_PROGRAMME).fetchone()[0])


def has_open_session(database: Database) -> bool:
    """Return whether a session was not ended. Raises ``NegcoachError`` when the database cannot be read."""
    with database.read() as connection:
        return bool(connection.execute(_SESSION).fetchone()[0])
