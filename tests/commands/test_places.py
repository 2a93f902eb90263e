"""Where things are when nothing says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from negcoach.commands.support.options import Options
from negcoach.commands.support.places import config_path, data_folder


def test_the_platforms_folders_are_named_and_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEGCOACH_DATA_DIR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert config_path(Options()).name == "config.toml"
    assert config_path(Options()).parent.name == "negcoach"
    assert data_folder(Options()).name == "negcoach"
    assert not list(tmp_path.iterdir())
