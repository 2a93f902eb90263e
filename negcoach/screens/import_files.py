"""The files of a folder that could be imported, by what is typed of their path."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from negcoach.texts import clean

SUFFIXES = (".csv", ".txt", ".tsv", ".json")
"""How the files end that programs export; another one can be typed in full."""

_MOST = 500


@dataclass(frozen=True, slots=True)
class Place:
    """A folder or file to choose: ``path`` is what is typed for it, ``day`` when it was last changed."""

    path: str
    name: str
    folder: bool
    size: int = 0
    day: date | None = None


def places(typed: str) -> tuple[Place, ...]:
    """Return the folders and files whose path begins as typed, folders first, then the newest file.

    Nothing for a folder that is not there or may not be read.
    """
    head, _, start = _parted(typed)
    try:
        with os.scandir(Path(head).expanduser() if head else Path()) as entries:
            found = [place for entry in entries if (place := _place(head, start, entry))]
    except (OSError, RuntimeError, ValueError):  # ~nobody, a NUL
        return ()
    folders = sorted((place for place in found if place.folder), key=lambda place: place.name.casefold())
    files = sorted((place for place in found if not place.folder), key=lambda place: (place.day, place.name))
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
    return Place(head + name, name, folder=False, size=found.st_size, day=date.fromtimestamp(found.st_mtime))
