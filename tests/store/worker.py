"""A program of its own beside a test: ``python -m tests.store.worker write|read FOLDER [REPS]``.

``write`` keeps reps and says on standard output which, each after it is kept; without REPS it goes on until it is
killed. ``read`` reads all sessions again and again until its standard input ends, and says how many reps it saw last;
it fails when reps that it has seen are gone.
"""

from __future__ import annotations

import itertools
import sys
import threading
from pathlib import Path

from negcoach.store.database.database import open_database
from negcoach.store.journal import Journal
from negcoach.store.queries.sessions.history import session_rows, sessions
from tests.store.samples import BENCH, NOW


def write(folder: Path, reps: int | None) -> None:
    database = open_database(folder, now=NOW)
    journal = Journal(database)
    set_id = journal.begin_set(journal.begin_session(NOW), BENCH, NOW)
    for ordinal in itertools.count(1) if reps is None else range(1, reps + 1):
        journal.store_rep(set_id, ordinal=ordinal, number=ordinal, side=None, target_ms=5000, measured_ms=4900, now=NOW)
        sys.stdout.write(f"{set_id} {ordinal}\n")
        sys.stdout.flush()
    database.close()


def read(folder: Path) -> None:
    ended = threading.Event()
    threading.Thread(target=_await_end_of_input, args=(ended,), daemon=True).start()
    database = open_database(folder, now=NOW)
    seen = 0
    asked_to_end = False
    while not asked_to_end:
        asked_to_end = ended.is_set()  # asked before the read, so that the last read sees all that was kept by then
        with database.read() as connection:
            count = sum(len(performed.reps) for record in sessions(connection) for performed in record.sets)
            assert count == sum(row.reps for row in session_rows(connection, 10_000))
        assert count >= seen, f"{seen - count} reps are gone"
        seen = count
    database.close()
    sys.stdout.write(f"{seen}\n")


def _await_end_of_input(ended: threading.Event) -> None:
    sys.stdin.read()
    ended.set()


if __name__ == "__main__":
    command, place, *rest = sys.argv[1:]
    if command == "write":
        write(Path(place), int(rest[0]) if rest else None)
    else:
        read(Path(place))
