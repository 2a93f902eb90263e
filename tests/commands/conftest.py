"""What the tests of the command line share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.places import CommandLine


@pytest.fixture
def negcoach(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)
