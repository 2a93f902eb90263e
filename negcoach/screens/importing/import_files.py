"""The files of a folder that could be imported, by what is typed of their path."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from negcoach.texts import clean

SUFFIXES = (".csv", ".txt", ".tsv", ".json")
"""How the files end that programs export; another one can be typed in full."""

_MOST = 500


@dataclass(frozen=True, slots=True)
class Place:
    """A folder or file to choose.

    ``path`` is what is typed for it, ``day`` when it was last changed, ``changed`` the same in seconds since 1970.
    """

    path: str
    name: str
    folder: bool
    size: int = 0
    day: date | None = None
    changed: float = 0.0


_BEGUN_ANEW = re.compile(r".*[\\/](?=/|~[\\/]|[A-Za-z]:[\\/])", re.DOTALL)
"""What stands before a path that was pasted behind another one, which always ends with a separator here."""


def meant(typed: str) -> str:
    """Return the path that was meant: one that begins anew within it, ``~//media/x``, without a terminal's quotes."""
    typed = typed.strip()
    found = _BEGUN_ANEW.sub("", re.sub(r"^(.*[\\/])?(['\"])(.+)\2$", r"\1\3", typed), count=1)
    return found or typed


def path_of(typed: str) -> Path | None:
    """Return the path that was meant, ``None`` where none is typed or its home folder is nobody's."""
    try:
        return Path(meant(typed)).expanduser() if typed.strip() else None
    except RuntimeError:
        return None


def places(typed: str) -> tuple[Place, ...]:
    """Return the folders and files whose path begins as typed, folders first, then the newest file.

    Nothing for a folder that is not there or may not be read.
    """
    head, _, start = _parted(meant(typed))
    try:
        with os.scandir(Path(head).expanduser() if head else Path()) as entries:
            found = [place for entry in entries if (place := _place(head, start, entry))]
    except (OSError, RuntimeError, ValueError):  # ~nobody, a NUL
        return ()
    folders = sorted((place for place in found if place.folder), key=lambda place: place.name.casefold())
    files = sorted((place for place in found if not place.folder), key=lambda place: (place.changed, place.name))
    return (*folders, *reversed(files))[:_MOST]


def first_place() -> str:
    """Return where exports are likely to lie: the folder for downloads, else the home folder."""
    for folder in ("~/Downloads/", "~/"):
        if Path(folder).expanduser().is_dir():
            return folder
    return ""


def _parted(typed: str) -> tuple[str, str, str]:
    """Part a path after its last separator."""
    cut = max(typed.rfind(sign) for sign in (os.sep, os.altsep or os.sep)) + 1
    return typed[:cut], os.sep, typed[cut:]


def _place(head: str, start: str, entry: os.DirEntry[str]) -> Place | None:
    name = entry.name
    if not name.casefold().startswith(start.casefold()) or (name.startswith(".") and not start.startswith(".")):
        return None
    if clean(name) != name:
        return None  # what is shown could not be typed
    try:
        if entry.is_dir():
            return Place(f"{head}{name}{os.sep}", name, folder=True)
        if not entry.is_file() or not name.casefold().endswith(SUFFIXES):
            return None
        found = entry.stat()
    except OSError:
        return None
    day = date.fromtimestamp(found.st_mtime)
    return Place(head + name, name, folder=False, size=found.st_size, day=day, changed=found.st_mtime)
