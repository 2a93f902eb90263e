"""The tables of a version never change once it was released: files of that version are out there."""

from __future__ import annotations

import hashlib
from contextlib import closing
from pathlib import Path

import pytest

from negcoach.store.database.database import open_database
from negcoach.store.database.schema import MIGRATIONS
from tests.store.samples import NOW

RELEASED = {
    1: "02356aae4599da4e442c6ade757c6ed5a2c0810722600b3073b85ab45e2030df",
    2: "7430b7589a7c6abee11dc4ab13088283c3ebebc2b4f64884589c1b887f3d1c7f",
    3: "7430b7589a7c6abee11dc4ab13088283c3ebebc2b4f64884589c1b887f3d1c7f",  # no table changed
    4: "c45a7b451140ade072c7517fd28adbc24c48bbdd46f288db71ab15916eafd77b",
    5: "94be4923b59f085b6127f8e1683056e706bea7e8b98a6f2b09da9a3b947e2b7b",
    6: "4a816b5f43dda1acec42a2ae63cce9672ff72fbe7709c12b85e2847569cf89c6",
    7: "4a816b5f43dda1acec42a2ae63cce9672ff72fbe7709c12b85e2847569cf89c6",  # only the totals change
    8: "f2c5ae626e5b7f11585a8091982c6562ead151cfe161b167949c17d83cc52514",
    9: "b501fa1042ffb83af331a1b8002d83e920d7f146f74859d6a49d3f7a4821ae8f",
    10: "19a347566677781ab3782d33fd9c012c2cc94d1e0de49af7ec20a0748376b85f",
    11: "385d272a3cd5d3e71ba0686a8cbe9a9307a7502f2642345e852b9f152da05a06",
    12: "9748e3e6e8001db97d20bc80cb20e8ed22f97740375fe6f82816f15f48781801",
    13: "e14109982f6f7d6ec70c27f8e848306a6206c8048959a076aa950310e6ceec8b",
    14: "aa8fc923f2a7f2b1d4795efd4a4909d9ddd1a748cc8abb9a0c66c2c8072f0458",
}
"""By version: the SHA-256 of what ``sqlite_schema`` holds. A new version is a new line."""


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS) + 1))
def test_a_released_schema_stays_as_it_is(tmp_path: Path, version: int) -> None:
    with closing(open_database(tmp_path, now=NOW, migrations=MIGRATIONS[:version])) as database:
        assert database.connection.execute("PRAGMA user_version").fetchone()[0] == version
        rows = database.connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid")
        text = "\n".join(str(tuple(row)) for row in rows)
    assert hashlib.sha256(text.encode()).hexdigest() == RELEASED[version]
