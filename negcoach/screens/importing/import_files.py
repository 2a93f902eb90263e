"""The files and folders that match a typed path and could be imported."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.files import meant_path
from negcoach.texts import clean
from negcoach.transfer.apps.reading import read_beginning

SUFFIXES = (".csv", ".txt", ".tsv", ".json")
"""The suffixes of exported files, which are offered; a file with another one can be typed in full."""

_MOST_PLACES = 500
"""The most folders and files that are offered."""


@dataclass(frozen=True, slots=True)
class PathSuggestion:
    """A folder or file that is offered.

    ``path`` is its path as the lifter would type it, ``changed`` when it was last changed, in seconds since 1970, and
    ``day`` the date of that.
    """

    path: str
    name: str
    folder: bool
    size: int = 0
    day: date | None = None
    changed: float = 0.0


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first lines of a file, and whether it has more; or the ``mistake``, why it cannot be imported."""

    lines: tuple[str, ...] = ()
    has_more: bool = False
    mistake: str = ""


MOST_READ_BYTES = 8_192
"""How much of the beginning of a file is read to be shown, at most."""


_BEFORE_LAST_PATH = re.compile(r"\A.*[\\/](?=/(?!/)|~[\\/]|[A-Za-z]:[\\/]|file:/)", re.DOTALL)
"""The text before a path that was pasted after another one; the other one always ends with a separator here."""


def unquoted_path(typed: str) -> str:
    """Return the intended path: of ``~//media/x`` the one pasted last, ``/media/x``, without a terminal's quotes.

    A URL (``file:///media/x``) and backslashes before spaces, as a terminal types them, are read too.
    """
    typed = typed.strip()
    last = re.sub(r"^(.*[\\/])?(['\"])(.+)\2$", r"\1\3", typed)
    url = last.rfind("file:/")
    found = last[url:] if url >= 0 else _BEFORE_LAST_PATH.sub("", last, count=1)
    return meant_path(found or typed)


def path_from(typed: str) -> Path | None:
    """Return the intended path, ``None`` where none is typed or its ``~user`` does not exist."""
    try:
        return Path(unquoted_path(typed)).expanduser() if typed.strip() else None
    except RuntimeError:
        return None


def matching_places(typed: str) -> tuple[PathSuggestion, ...]:
    """Return the folders and files whose path starts with ``typed``, folders first, then the newest file first.

    They are none where the folder does not exist or may not be read.
    """
    head, start = _split(unquoted_path(typed))
    try:
        with os.scandir(Path(head).expanduser() if head else Path()) as entries:
            found = [place for entry in entries if (place := _place(head, start, entry))]
    except (OSError, RuntimeError, ValueError):  # a ~user that does not exist, a NUL
        return ()
    folders = sorted((place for place in found if place.folder), key=lambda place: place.name.casefold())
    files = sorted((place for place in found if not place.folder), key=lambda place: (place.changed, place.name))
    return (*folders, *reversed(files))[:_MOST_PLACES]


def beginning_of(place: PathSuggestion) -> Beginning:
    """Return the beginning of a file, as it can be shown; none of a folder."""
    if place.folder:
        return Beginning()
    try:
        text, has_more = read_beginning(Path(place.path).expanduser(), MOST_READ_BYTES)
    except NegcoachError as error:
        return Beginning(mistake=str(error))
    lines = clean(text, lines=True).rstrip("\n").split("\n")
    return Beginning(tuple(lines[:-1] if has_more and len(lines) > 1 else lines), has_more)


def default_folder() -> str:
    """Return the folder where exports are likely to be: that for downloads, else the home folder."""
    for folder in ("~/Downloads/", "~/"):
        if Path(folder).expanduser().is_dir():
            return folder
    return ""


def _split(typed: str) -> tuple[str, str]:
    """Split a path after its last separator."""
    cut = max(typed.rfind(sign) for sign in (os.sep, os.altsep or os.sep)) + 1
    return typed[:cut], typed[cut:]


def _place(head: str, start: str, entry: os.DirEntry[str]) -> PathSuggestion | None:
    name = entry.name
    if not name.casefold().startswith(start.casefold()) or (name.startswith(".") and not start.startswith(".")):
        return None
    if clean(name) != name or (name.startswith("~") and Path(head + name).parts == (name,)):
        return None  # the name as it is shown could not be typed, or would be read as a home folder
    try:
        if entry.is_dir():
            return PathSuggestion(f"{head}{name}{os.sep}", name, folder=True)
        if not entry.is_file() or not name.casefold().endswith(SUFFIXES):
            return None
        found = entry.stat()
    except OSError:
        return None
    day = date.fromtimestamp(found.st_mtime)
    return PathSuggestion(head + name, name, folder=False, size=found.st_size, day=day, changed=found.st_mtime)
