"""Machines whose past is the same, before each goes on by itself."""

from __future__ import annotations

import tempfile
from contextlib import closing
from datetime import timedelta
from functools import cache
from pathlib import Path

from negcoach.store.database.database import open_database
from negcoach.store.database.files import DATABASE_NAME
from negcoach.store.journal import Journal
from tests.store.histories import add_lifted
from tests.store.samples import NOW, a_session
from tests.transfer.samples import an_id

LIFTED = an_id(1)
"""The id of a lifted set."""


def make_machines(folder: Path, names: str) -> list[str]:
    """Make a machine in a folder of each name, with three sessions of other days, and two of one; return their ids."""
    ids, content = _past()
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / DATABASE_NAME).write_bytes(content)
    return [*ids]


@cache
def _past() -> tuple[tuple[str, ...], bytes]:
    """The ids of the sessions and the database that holds them, made once in a run."""
    with tempfile.TemporaryDirectory() as folder, closing(open_database(Path(folder), now=NOW)) as first:
        ids = [a_session(Journal(first), NOW + timedelta(days=day), sets=2, measured_ms=4900) for day in range(3)]
        ids += [a_session(Journal(first), NOW + timedelta(days=5, minutes=90 * each), sets=3) for each in range(2)]
        add_lifted(first, ids[3], LIFTED)
        return (*ids,), first.path.read_bytes()
