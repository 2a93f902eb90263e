"""Where own sounds lie: a name is a folder in ``sounds``, and never a path."""

from __future__ import annotations

from pathlib import Path

import pytest

from negcoach.audio.sounds.sounds import PACKS
from negcoach.config.settings.own_sounds import own_sound_packs, own_sounds_folder
from negcoach.config.settings.settings import SETTINGS, Settings


def test_a_name_is_a_folder_beside_the_settings(tmp_path: Path) -> None:
    assert own_sounds_folder(tmp_path, "mypack") == tmp_path / "sounds" / "mypack"
    assert Settings(own_sounds="mypack").own_sounds_folder(tmp_path / "config.toml") == tmp_path / "sounds" / "mypack"


@pytest.mark.parametrize("name", ["none", "None", "", ".", "..", "../x", "a/b", "a\\b", "a b", "C:", "~", "a\n", "é"])
def test_none_and_whatever_could_be_a_path_is_no_folder(tmp_path: Path, name: str) -> None:
    assert own_sounds_folder(tmp_path, name) is None


def test_only_folders_with_names_are_found(tmp_path: Path) -> None:
    assert own_sound_packs(tmp_path) == ()
    for name in ("b-pack", "A1", "none", ".hidden", "two words"):
        (tmp_path / "sounds" / name).mkdir(parents=True)
    (tmp_path / "sounds" / "file").write_bytes(b"")
    assert own_sound_packs(tmp_path) == ("A1", "b-pack")


def test_the_settings_offer_the_packs_that_are_shipped() -> None:
    (setting,) = (setting for setting in SETTINGS if setting.key == "sound_pack")
    assert setting.choices == tuple(PACKS)
