"""A made-up but realistic twenty years of training, to measure with: ``python -m tests.bench.years FOLDER``."""

from __future__ import annotations

import argparse
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

from negcoach.store.database.checks.checksums import seal_all
from negcoach.store.database.database import open_database
from negcoach.store.database.files import DATABASE_NAME
from negcoach.store.database.record_flags import update_all_record_flags
from negcoach.store.database.tables import TABLES
from negcoach.store.database.totals import FILL_TOTALS, register_functions
from tests.bench.life import LAST_DAY, made_up

SESSIONS = 20_000


def make(
    folder: Path, *, sessions: int = SESSIONS, seed: int = 7, tell: Callable[[str], None] = lambda line: None
) -> Path:
    """Make ``negcoach.db`` with so many sessions in ``folder`` and return it; ``tell`` is told how far it is.

    Raises ``FileExistsError`` where there is one already.
    """
    path = folder / DATABASE_NAME
    if path.exists():
        raise FileExistsError(f"{path} is there already; choose another folder.")
    tell(f"making up {sessions:,} sessions ...")
    rows = made_up(sessions, seed)
    noon = datetime.combine(LAST_DAY, datetime.min.time(), timezone(timedelta(hours=1)))
    open_database(folder, now=noon).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        register_functions(connection)
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        for table in TABLES.values():
            found = rows.get(table.name, [])
            tell(f"{len(found):,} rows of {table.name} ...")
            names = [name for name in table.columns if found and name in found[0]]
            if found:
                connection.executemany(
                    f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
                    ([row[name] for name in names] for row in found),
                )
        tell("totals and records ...")
        for statement in FILL_TOTALS:
            connection.execute(statement)
        update_all_record_flags(connection)
        seal_all(connection)
        connection.execute("COMMIT")
    return path


def main() -> None:
    """Make the file, and say what is in it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.years", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where negcoach.db is made")
    parser.add_argument("--sessions", type=int, default=SESSIONS, metavar="N", help=f"how many; else {SESSIONS}")
    parser.add_argument("--seed", type=int, default=7, metavar="N", help="another number makes another life")
    options = parser.parse_args()
    started = time.monotonic()

    def tell(line: str) -> None:
        print(f"{time.monotonic() - started:6.1f} s  {line}", flush=True)

    try:
        path = make(options.folder, sessions=options.sessions, seed=options.seed, tell=tell)
    except FileExistsError as error:
        sys.exit(str(error))
    with closing(sqlite3.connect(path)) as connection:
        counts = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES}
    tell(", ".join(f"{count:,} {name}" for name, count in counts.items()))
    tell(f"{path}, {path.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
