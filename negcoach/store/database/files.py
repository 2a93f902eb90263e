"""The database as a file: where it lies, who may read it, and whether it is ours at all.

Everything here happens before SQLite opens the file. Closing a file drops all POSIX locks that the process holds on
it, SQLite's too, so none of this may run while a connection of this process is at work.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from negcoach.errors import NegcoachError, Remedy, RemedyError
from negcoach.files import PRIVATE_FILE, PRIVATE_FOLDER
from negcoach.store.database.errors import DamagedDatabaseError
from negcoach.store.database.schema import APPLICATION_ID

DATABASE_NAME = "negcoach.db"

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_WRITE_FORMAT = 18  # offsets in the header: sqlite.org/fileformat.html, 1.3
_USER_VERSION = 60
_APPLICATION_ID = 68
_WAL = 2


def prepare_folder(folder: Path) -> None:
    """Make the folder, for this user alone, where there is none; one that exists keeps its rights.

    Raises ``NegcoachError`` when it cannot be made or written.
    """
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise _no_folder(folder) from None
    except OSError as error:
        raise _not_writable(folder, error.strerror or str(error)) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _not_writable(folder, "permission denied")


def require_folder(folder: Path) -> None:
    """Return when ``folder`` is one, or could be made; change nothing.

    Raises ``NegcoachError`` when something else has its name, lies above it, or may not be looked into.
    """
    try:
        nearest = next(place for place in (folder, *folder.absolute().parents) if place.exists())
        if not nearest.is_dir():
            raise _no_folder(nearest)
        (nearest / DATABASE_NAME).stat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise NegcoachError(f"{folder} cannot be read ({error.strerror}). Check its rights.") from None


def prepare_file(path: Path) -> None:
    """Make the file where there is none, so that it is private from its first byte; SQLite fills it.

    Raises ``NegcoachError`` when it cannot be made or written.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, PRIVATE_FILE))
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & ~PRIVATE_FILE:
            path.chmod(PRIVATE_FILE)
    except OSError as error:
        raise _not_writable(path, error.strerror or str(error)) from None


def require_ours(path: Path, *, newest: int) -> None:
    """Return when the file is absent, empty or may be opened as version ``newest`` or older; change nothing.

    Raises ``NegcoachError`` for a file that is not ours or from a newer version, and ``DamagedDatabaseError`` for
    what is left of one of ours.
    """
    header = _header(path)
    if not header:
        return
    if header.startswith(_MAGIC) and len(header) == _HEADER_BYTES:
        _require_our_header(path, header, newest)
    elif _MAGIC.startswith(header[: len(_MAGIC)]) or not any(header):
        # Zeros are what some file systems leave of a write that a power failure cut; a journal beside them holds
        # what was there before, and SQLite puts it back on opening.
        if not has_journal(path):
            raise DamagedDatabaseError(f"The database {path} is damaged (its beginning is lost).")
    else:
        raise not_ours(path)


def not_ours(path: Path) -> NegcoachError:
    """Return the line that refuses somebody else's file."""
    return RemedyError(
        f"{path} is not a negcoach database; it was left as it is. Move it away, or choose another folder",
        Remedy.DATA_FOLDER,
    )


def newer_version(path: Path, version: int, newest: int) -> NegcoachError:
    """Return the line that refuses a file from a newer version of this program."""
    return RemedyError(
        f"{path} is from a newer negcoach (its version is {version}, this one knows {newest}); it was left as it "
        "is. Upgrade negcoach, or choose another folder",
        Remedy.DATA_FOLDER,
    )


def has_journal(path: Path) -> bool:
    """Whether a rollback journal that is not empty lies beside the database."""
    try:
        return journal_of(path).stat().st_size > 0
    except OSError:
        return False


def journal_of(path: Path) -> Path:
    """Return where SQLite keeps the rollback journal of the database at ``path``."""
    return path.with_name(path.name + "-journal")


def uri_of(path: Path, mode: str) -> str:
    """Return the address by which SQLite opens a file in a mode (``ro``, ``rw``) that never makes one."""
    address = path.absolute().as_uri()
    if not address.startswith("file:///"):  # a Windows share; SQLite knows no host (sqlite.org/uri.html, 3.1)
        address = address.replace("file://", "file:////", 1)
    return f"{address}?mode={mode}"


def _header(path: Path) -> bytes:
    """Return the first 100 bytes, fewer of a shorter file, none of an absent one."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise RemedyError(f"{path} is not a file. Move it away, or choose another folder", Remedy.DATA_FOLDER)
        with path.open("rb") as file:
            return file.read(_HEADER_BYTES)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise NegcoachError(f"{path} cannot be read ({error.strerror}). Check its rights.") from None


def _require_our_header(path: Path, header: bytes, newest: int) -> None:
    application = int.from_bytes(header[_APPLICATION_ID : _APPLICATION_ID + 4], "big")
    version = int.from_bytes(header[_USER_VERSION : _USER_VERSION + 4], "big")
    if application == APPLICATION_ID:
        if version > newest:
            raise newer_version(path, version, newest)
    elif application or header[_WRITE_FORMAT] == _WAL:
        # Without any mark it may be ours, caught while being made: that is seen once it is open. In WAL mode opening
        # alone would already write beside it, and we never make a file in that mode.
        raise not_ours(path)


def _no_folder(path: Path) -> NegcoachError:
    return RemedyError(f"{path} is not a folder. Choose another", Remedy.DATA_FOLDER)


def _not_writable(path: Path, why: str) -> NegcoachError:
    return RemedyError(
        f"{path} cannot be written ({why[:1].lower()}{why[1:]}). Choose another folder",
        Remedy.DATA_FOLDER,
        ", or change its rights.",
    )
