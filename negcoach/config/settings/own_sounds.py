"""Where the lifter's own sounds lie: each pack of them a folder in ``sounds``, beside the settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NO_OWN = "none"
"""The value of the setting ``own_sounds`` without any."""

SOUNDS_FOLDER = "sounds"

_NAME = r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}"


def is_pack_name(text: str) -> bool:
    """Return whether a text can be the name of a folder of sounds; a path, hidden or not, never can."""
    return re.fullmatch(_NAME, text) is not None


def own_sounds_folder(config_folder: Path, name: str) -> Path | None:
    """Return the folder of a name, whether or not it is there; ``None`` for ``NO_OWN``, and for what is no name."""
    if name.lower() == NO_OWN or not is_pack_name(name):
        return None
    return config_folder / SOUNDS_FOLDER / name


def own_sound_packs(config_folder: Path) -> tuple[str, ...]:
    """Return the names of the folders that are there."""
    try:
        folders = [path.name for path in (config_folder / SOUNDS_FOLDER).iterdir() if path.is_dir()]
    except OSError:
        return ()
    return tuple(sorted(name for name in folders if is_pack_name(name) and name.lower() != NO_OWN))
