"""What the tests of import, export and merge share."""

from __future__ import annotations

from tests.store.conftest import database, folder, journal, now

__all__ = ["database", "folder", "journal", "now"]  # the fixtures
