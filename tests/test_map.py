"""The map of the code in negcoach/README.md names what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAP = (ROOT / "negcoach" / "README.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`((?:\w+/)*\w+\.(?:py|toml)|(?:\w+/)+)`", MAP)))


def places(name: str) -> list[Path]:
    """Return the files or folders that a name on the map can mean: a path, or the last part of one."""
    found = [path for folder in ("negcoach", "tests") for path in (ROOT / folder).rglob(name)]
    return [path for path in (ROOT / name, *found) if path.exists()]


def test_the_map_names_files_and_folders() -> None:
    assert len(NAMED) > 40


@pytest.mark.parametrize("name", [name for name in NAMED if "NAME" not in name])
def test_every_file_and_folder_on_the_map_is_there(name: str) -> None:
    assert places(name)
