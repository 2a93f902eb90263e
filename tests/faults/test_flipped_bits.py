"""One flipped bit anywhere in the file: it is noticed, or it changed nothing that was entered."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from negcoach.store.database.errors import DATABASE_ERRORS
from negcoach.store.database.tables import TABLES
from negcoach.store.restore.checkup import check
from negcoach.transfer.native.stored_rows import wrong_values
from tests.bench.years import make
from tests.store.samples import NOW

ENTERED = {
    name: f"SELECT {', '.join(table.columns)} FROM {name} ORDER BY {', '.join(table.key)}"
    for name, table in TABLES.items()
}


def entered(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        return {name: connection.execute(query).fetchall() for name, query in ENTERED.items()}


def outcome_of_flip(whole: bytes, before: object, bit: int, folder: Path) -> str:
    """Flip a bit of a database, and return how that is noticed: "file", "row", "harmless", or "silent"."""
    content = bytearray(whole)
    content[bit // 8] ^= 1 << bit % 8
    path = folder / "negcoach.db"
    path.write_bytes(content)
    try:
        report = check(folder, NOW)
        if report.problem is not None or report.version != report.newest_version:
            return "file"
        if next(wrong_values(path), None) is not None:
            return "row"
        return "harmless" if entered(path) == before else "silent"
    except DATABASE_ERRORS:
        return "file"


def flips(folder: Path, number: int, seed: int) -> Counter[str]:
    """Flip one bit after another, each in a copy of its own, and count the outcomes."""
    path = make(folder, sessions=12)
    whole, before = path.read_bytes(), entered(path)
    used = [at for at in range(100, len(whole)) if whole[at]]  # what SQLite left empty holds nothing
    chance = random.Random(seed)
    return Counter(
        outcome_of_flip(whole, before, chance.choice(used) * 8 + chance.randrange(8), folder) for _ in range(number)
    )


def test_no_flipped_bit_goes_unnoticed_in_what_was_entered(tmp_path: Path) -> None:
    found = flips(tmp_path, 100, seed=1)
    assert found["silent"] == 0
    assert min(found["row"], found["file"]) > 10
