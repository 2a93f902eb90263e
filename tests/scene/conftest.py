"""What the scenes share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scene.terminal import Home
from tests.soundserver import SoundServer


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A lifter's folder with nothing in it."""
    return Home(tmp_path)


@pytest.fixture
def server() -> Iterator[SoundServer]:
    """A sound server of the test's own."""
    with SoundServer() as server:
        yield server
