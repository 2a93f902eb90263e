"""Copies beside the database, such as a program that keeps folders alike leaves where two machines changed it.

It keeps one of the two as the database, and gives the other one a name such as ``negcoach.sync-conflict-….db``: what
was trained there is in no history and no advice until it is merged.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.store.database.backups import known_rows, unknown_rows
from negcoach.store.database.connection import untrusted
from negcoach.store.database.errors import DATABASE_ERRORS
from negcoach.store.database.files import may_be_negcoach_file, require_no_strange_neighbour
from negcoach.texts import clean, counted

_PUT_ASIDE = re.compile(r"negcoach-(?:damaged|before-restore|before-repair)-.*")
"""The names of what negcoach itself put aside: what they hold was replaced on purpose, or cannot be trusted."""


def unknown_beside(path: Path, ours: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return, of each copy beside the database at ``path``, what it holds that is not known there, and what to do.

    Both are sentences. Raises ``NegcoachError`` where the folder cannot be read, and the errors of ``ours``, a
    connection to the database.
    """
    try:
        found = sorted(path.parent.glob("negcoach*.db"))
    except OSError as error:
        raise NegcoachError(f"{path.parent} cannot be read ({error.strerror}). Check its permissions.") from None
    copies = [copy for copy in found if copy != path and _PUT_ASIDE.fullmatch(copy.name) is None]
    known = known_rows(ours) if copies else {}
    return [told for copy in copies if (told := _unknown_in(copy, path, known)) is not None]


def _unknown_in(copy: Path, path: Path, known: Mapping[str, Mapping[str, int]]) -> tuple[str, str] | None:
    """Return the two sentences about one copy, ``None`` where it holds nothing new, or cannot be read."""
    with suppress(OSError, NegcoachError, TypeError, *DATABASE_ERRORS):  # a damaged one may hold a value of any type
        # A link to the database itself is not even looked at: closing it would drop SQLite's locks on it.
        if copy.samefile(path) or not may_be_negcoach_file(copy):
            return None
        require_no_strange_neighbour(copy)
        with untrusted(copy) as theirs:
            found = unknown_rows(known, theirs)
        if found is not None:
            rows, them = counted(*found, commas=False), "them" if found[0] > 1 else "it"
            return (
                f"{clean(copy.name)}, beside the database, holds {rows} that your history does not know.",
                f'Bring {them} in (negcoach merge "{clean(str(copy))}"), or move the file away.',
            )
    return None
