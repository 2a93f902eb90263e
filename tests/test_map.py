"""The map of the code in negcoach/README.md names what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAP = (ROOT / "negcoach" / "README.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`((?:\w+/)*\w+\.(?:py|toml)|(?:\w+/)+)`", MAP)))


def places(name: str) -> list[Path]:
    """Return what a name on the map can mean: a path from the package's or the project's folder, else a path's end."""
    whole = [path for path in (ROOT / "negcoach" / name, ROOT / name) if path.exists()]
    return whole or [path for path in (ROOT / "negcoach").rglob(name) if path.exists()]


def test_the_map_names_files_and_folders() -> None:
    assert len(NAMED) > 40


@pytest.mark.parametrize("name", [name for name in NAMED if "NAME" not in name])
def test_every_file_and_folder_on_the_map_is_there(name: str) -> None:
    found = places(name)
    assert found
    assert len(found) == 1 or name.endswith("/"), f"{name} can mean {found}"


def test_every_folder_and_module_beside_the_map_is_on_it() -> None:
    beside = [path for path in (ROOT / "negcoach").iterdir() if path.suffix == ".py" or path.is_dir()]
    missing = [one.name for one in beside if not re.search(rf"\b{one.stem}\b", MAP) and not one.stem.startswith("_")]
    assert not missing
