"""The last good copy of each TOML file of the lifter, which shows whether one was cut off or emptied."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from negcoach.config.files.toml_files import (
    OWN_FILE,
    PLANS_FILE,
    PROGRAMMES_FILE,
    clean_path,
    copy_of,
    location,
    parse,
    read_text,
    system_message,
)
from negcoach.errors import NegcoachError
from negcoach.files import staged_file

_INSTEAD = {
    OWN_FILE: "there are no exercises of your own",
    PLANS_FILE: "there are no plans",
    PROGRAMMES_FILE: "there are no programmes of your own",
}
"""What an empty file means, by its name; a file of any other name is the settings."""


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong with a file that can be read all the same, and what to do about it.

    ``is_certain`` is whether the last good copy shows that something is missing.
    """

    detail: str
    advice: str
    is_certain: bool

    def __str__(self) -> str:
        """Return both in one line."""
        return f"{self.detail} {self.advice}"


def damages(config_path: Path) -> Iterator[Damage]:
    """Yield the damage of the settings, and of the exercises, plans and programmes beside them."""
    for path in _texts(config_path):
        damage = damage_of(path)
        if damage is not None:
            yield damage


def damage_of(path: Path) -> Damage | None:
    """Return the damage of a file that is empty or cut off, though it may still be TOML; else ``None``.

    A file that is missing is none, and one that cannot be read is for its own reader to refuse.
    """
    text = _text(path)
    if text is None:
        return None
    whole = _text(copy_of(path)) or ""
    copy = clean_path(Path(copy_of(path).name))
    if not text.strip():
        instead = _INSTEAD.get(path.name, "every setting is at its default, and loads are in kg")
        detail = f"{clean_path(path)} is empty, so {instead}."
        if not whole.strip():
            return Damage(detail, "Put it back if you have a copy; if not, remove the file.", is_certain=False)
        return Damage(detail, f"Copy {copy} over it; if you emptied it yourself, remove both.", is_certain=True)
    last = location(path, len(text.splitlines()))
    if whole.startswith(text) and len(text) < len(whole.rstrip()):
        detail = f"{last}: the file is cut off here; its last good copy, {copy}, is in use."
        return Damage(detail, f"Copy {copy} over it; if you shortened it yourself, remove {copy}.", is_certain=True)
    if not text.endswith(("\n", "\r")) and text != whole.rstrip():
        advice = "Look at that line; if nothing is missing, press Enter after it and save the file."
        return Damage(f"{last}: the file ends within this line, so it may be cut off.", advice, is_certain=False)
    return None


def keep_copies(config_path: Path) -> None:
    """Copy the settings, and the exercises, plans and programmes beside them, where they are whole and have changed.

    A copy that cannot be written is left out: nothing depends on it but the next warning.
    """
    for path in _texts(config_path):
        _keep_copy(path)


def replace_file(path: Path, text: str) -> None:
    """Replace a file's text in one step: a reader, also after a power cut, finds all of the old or of the new text.

    Missing folders are created; a link keeps pointing to its file, and the file keeps its permissions. A copy of the
    text is kept beside it. Raises ``NegcoachError`` when it cannot be written, and when the copy has something that the
    file has lost, which would then be lost with it.
    """
    damage = damage_of(path)
    if damage is not None and damage.is_certain:
        raise NegcoachError(f"Nothing was saved: {damage}")
    try:
        _replace(path, text)
    except OSError as error:
        raise NegcoachError(f"{clean_path(path)} cannot be written: {system_message(error)}.") from None
    if text.strip():  # what was written is whole, although its end may be gone that the copy has
        _copy(path, text)


def _keep_copy(path: Path) -> None:
    text = _text(path)
    if text is not None and damage_of(path) is None:
        _copy(path, text)


def _copy(path: Path, text: str) -> None:
    if text == _text(copy_of(path)):
        return
    with suppress(NegcoachError, OSError):
        parse(path, text)
        _replace(copy_of(path), text)


def _replace(path: Path, text: str) -> None:
    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    with staged_file(target) as staged:
        staged.file.write(text.encode())
        staged.commit(stat.S_IMODE(target.stat().st_mode) if target.exists() else None)


def _text(path: Path) -> str | None:
    try:
        return read_text(path)
    except NegcoachError:
        return None


def _texts(config_path: Path) -> tuple[Path, ...]:
    return (config_path, *(config_path.with_name(name) for name in _INSTEAD))
