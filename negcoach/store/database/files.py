"""The database file before SQLite opens it: its folder, its permissions, and whether it is a negcoach database.

Closing a file drops all POSIX locks that the process holds on it, SQLite's too, so none of this may run while this
process has a connection to it.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from negcoach.errors import NegcoachError, Remedy, RemedyError
from negcoach.files import PRIVATE_FILE, PRIVATE_FOLDER
from negcoach.store.database.errors import DamagedDatabaseError
from negcoach.store.database.schema import APPLICATION_ID

DATABASE_NAME = "negcoach.db"

MAGIC = b"SQLite format 3\x00"
"""How a database of SQLite begins: sqlite.org/fileformat.html, 1.3.1."""

_HEADER_BYTES = 100
_JOURNAL_HEADER_BYTES = 28
_JOURNAL_MAGIC = b"\xd9\xd5\x05\xf9 \xa1c\xd7"
_WRITE_FORMAT = 18  # offsets in the header: sqlite.org/fileformat.html, 1.3
_CHANGES = 24
_PAGES = 28
_USER_VERSION = 60
_APPLICATION_ID = 68
_WAL = 2

_LOOKS = 100
"""How often a journal is looked at beside a program that goes on writing: two looks alike are enough."""


def prepare_folder(folder: Path) -> None:
    """Create the folder, for this user alone, if there is none; one that exists keeps its permissions.

    Raises ``NegcoachError`` when it cannot be made or written.
    """
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise _not_a_folder(folder) from None
    except OSError as error:
        raise not_writable(folder, error.strerror or str(error)) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise not_writable(folder, "permission denied")


def require_folder(folder: Path) -> None:
    """Check that ``folder`` is a folder or could be created; change nothing.

    Raises ``NegcoachError`` when it or one above it is no folder, or may not be read.
    """
    try:
        nearest = next(place for place in (folder, *folder.absolute().parents) if place.exists())
        if not nearest.is_dir():
            raise _not_a_folder(nearest)
        (nearest / DATABASE_NAME).stat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise NegcoachError(f"{folder} cannot be read ({error.strerror}). Check its permissions.") from None


def prepare_file(path: Path) -> None:
    """Create the file if there is none, so that it is private from its first byte; SQLite fills it.

    One that others may read or write is made private where that can be done: it cannot in a file system that knows no
    permissions, nor where the file is somebody else's. Raises ``NegcoachError`` when it cannot be made or written.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, PRIVATE_FILE))
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & ~PRIVATE_FILE:
            with suppress(OSError):
                path.chmod(PRIVATE_FILE)
    except OSError as error:
        raise not_writable(path, error.strerror or str(error)) from None


def require_negcoach_file(path: Path, *, newest: int) -> None:
    """Check that the file is absent, empty, or a negcoach database of version ``newest`` or older; change nothing.

    Raises ``NegcoachError`` for another program's file or one of a newer version, and ``DamagedDatabaseError`` for
    what is left of a negcoach database.
    """
    header = _header(path)
    if not header:
        return
    if header.startswith(MAGIC) and len(header) == _HEADER_BYTES:
        _require_our_header(path, header, newest)
    elif MAGIC.startswith(header[: len(MAGIC)]) or not any(header):
        # Some file systems leave zeros of a write that a power failure cut off; a journal beside them holds
        # the old contents, and SQLite restores them on opening.
        if not has_journal(path):
            raise DamagedDatabaseError(f"The database {path} is damaged (its beginning is lost).")
    else:
        raise foreign_file_error(path)


def may_be_negcoach_file(path: Path) -> bool:
    """Return whether a file begins as a negcoach database does, or cannot be read now.

    Whether the rest of it is sound is another question.
    """
    try:
        header = _header(path)
    except RemedyError:  # a folder or a device, say
        return False
    except NegcoachError:
        return True
    return header.startswith(MAGIC) and _number(header, _APPLICATION_ID) == APPLICATION_ID


def require_no_strange_neighbour(path: Path) -> None:
    """Raise ``NegcoachError`` where what lies beside a database, by SQLite's own names, is not its own."""
    require_no_strange_journal(path)
    _require_no_foreign_journal(path)
    _require_no_foreign_wal(path)


def require_no_strange_journal(path: Path) -> None:
    """Raise ``NegcoachError`` where the journal beside a database is no file; it opens nothing.

    With one that is a folder or a link no read and no write can be made, and at a named pipe SQLite waits for ever.
    """
    journal = journal_path(path)
    try:
        is_file = stat.S_ISREG(journal.lstat().st_mode)
    except OSError:  # there is none
        return
    if not is_file:
        raise NegcoachError(
            f"{journal} is not a file, so the database cannot be used beside it. Nothing was changed. "
            f"Move {journal.name} away."
        )


def _require_no_foreign_journal(path: Path) -> None:
    """Raise ``NegcoachError`` where a rollback journal of another database, or of another state of it, lies beside.

    SQLite writes what is in it over the database, and does not ask whose it is. A program that keeps folders alike
    brings one along, and one that a write left stays behind where a backup is copied over the database.
    """
    journal, before = journal_path(path), None
    for _ in range(_LOOKS):
        try:
            found = _original_in(journal), _header(path)
        except OSError:  # there is none, or it is gone again
            return
        if found[0] is None or not found[1].startswith(MAGIC) or _is_of(*found[0], found[1]):
            return
        if found == before:  # another program that writes would have gone on between two looks
            raise NegcoachError(
                f"{journal} is not of this database as it is, and would be written over it. Nothing was changed. "
                f"Move {journal.name} away."
            )
        before = found


def _is_of(first_page: bytes, pages: int, header: bytes) -> bool:
    """Return whether a journal with this original of the first page, and of so many pages, is of a database.

    As long as a write is under way, or was interrupted, the first page is as the journal has it, or one change later,
    and as it was where the journal does not have it.
    """
    if not first_page:
        return _number(header, _PAGES) == pages
    return header == first_page or _number(header, _CHANGES) == _number(first_page, _CHANGES) + 1


def _original_in(journal: Path) -> tuple[bytes, int] | None:
    """Return how a database began before the write that a rollback journal undoes, and how many pages it had.

    The beginning is empty where the journal does not have it; ``None`` for one that undoes nothing. The format is that
    of sqlite.org/fileformat.html, 3.
    """
    with journal.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        at, pages = 0, None
        while True:
            file.seek(at)
            header = file.read(_JOURNAL_HEADER_BYTES)
            records, sector, page = (_number(header, offset) for offset in (8, 20, 24))
            if not header.startswith(_JOURNAL_MAGIC) or not records or not sector or page < _HEADER_BYTES:
                break
            if pages is None:
                pages = _number(header, 16)
            at += sector
            while records and at + page <= size:
                file.seek(at)
                if _number(file.read(4), 0) == 1:
                    return file.read(_HEADER_BYTES), pages
                at += page + 8
                records -= 1
            at = -(-at // sector) * sector
    return None if pages is None else (b"", pages)


def _require_no_foreign_wal(path: Path) -> None:
    """Raise ``NegcoachError`` where a write-ahead log of another database lies beside this one.

    SQLite writes any such log over the database as soon as it opens it, and does not ask whose it is. A database has
    one of its own only in WAL mode, which its header says; negcoach never sets that mode, but another program may have.
    """
    log = wal_path(path)
    try:
        foreign = log.stat().st_size > 0 and _header(path)[_WRITE_FORMAT : _WRITE_FORMAT + 1] != bytes([_WAL])
    except OSError:
        return
    if foreign:
        raise NegcoachError(
            f"{log} is not of this database, and would be written over it. Nothing was changed. Move {log.name} away."
        )


def foreign_file_error(path: Path) -> NegcoachError:
    """Return the error for another program's file."""
    return RemedyError(
        f"{path} is not a negcoach database; it was left as it is. Move it away, or choose another folder",
        Remedy.DATA_FOLDER,
    )


def newer_version_error(path: Path, version: int, newest: int) -> NegcoachError:
    """Return the error for a file from a newer version of negcoach."""
    return RemedyError(
        f"{path} is from a newer negcoach (its version is {version}, this one knows {newest}); it was left as it "
        "is. Upgrade negcoach, or choose another folder",
        Remedy.DATA_FOLDER,
    )


def has_journal(path: Path) -> bool:
    """Return whether a rollback journal that is not empty lies beside the database."""
    try:
        found = journal_path(path).stat()
        return stat.S_ISREG(found.st_mode) and found.st_size > 0
    except OSError:
        return False


def journal_path(path: Path) -> Path:
    """Return the path of the rollback journal of the database at ``path``."""
    return _beside(path, "-journal")


def wal_path(path: Path) -> Path:
    """Return the path of the write-ahead log that another program may have left beside the database at ``path``."""
    return _beside(path, "-wal")


def _beside(path: Path, ending: str) -> Path:
    """Return the path of a file of SQLite's own; where ``path`` is a link, it lies beside the file that is meant."""
    if path.is_symlink():
        path = Path(os.path.realpath(path))
    return path.with_name(path.name + ending)


def move_beside(path: Path, aside: Path) -> None:
    """Rename what SQLite would "repair" a new file at ``path`` with, to go with the old one. Raises ``OSError``.

    Where ``path`` is a link, nothing is renamed: it lies beside the file that is meant, which stays where it is.
    """
    if path.is_symlink():
        return
    for name in (journal_path, wal_path):
        if os.path.lexists(name(path)):  # a link to nothing, too
            name(path).rename(name(aside))


def recheck_marker(path: Path) -> Path:
    """Return the path of the marker file that makes the next start check all of the database."""
    return path.with_name(path.name + "-suspect")


def replaced_marker(path: Path) -> Path:
    """Return the path of the file that says what took the place of a damaged database, until a start has told it."""
    return path.with_name(path.name + "-replaced")


def forget_replacement(path: Path) -> None:
    """Remove the ``replaced_marker``: it was told, or means nothing any more."""
    with suppress(OSError):
        replaced_marker(path).unlink(missing_ok=True)


def forget_suspicion(path: Path) -> None:
    """Remove the ``recheck_marker``; where that cannot be done, the next start checks all once more."""
    with suppress(OSError):
        recheck_marker(path).unlink(missing_ok=True)


def not_writable(path: Path, why: str) -> NegcoachError:
    """Return the error for a folder or a file that cannot be made or written."""
    return RemedyError(
        f"{path} cannot be written ({why[:1].lower()}{why[1:]}). Choose another folder",
        Remedy.DATA_FOLDER,
        ", or change its permissions.",
    )


def _header(path: Path) -> bytes:
    """Return the first 100 bytes, fewer if the file is shorter, none if there is no file."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _not_a_file(path)
        with path.open("rb") as file:
            return file.read(_HEADER_BYTES)
    except FileNotFoundError:
        return b""
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise _not_a_file(path) from None
        raise NegcoachError(f"{path} cannot be read ({error.strerror}). Check its permissions.") from None


def _require_our_header(path: Path, header: bytes, newest: int) -> None:
    application, version = _number(header, _APPLICATION_ID), _number(header, _USER_VERSION)
    if application == APPLICATION_ID:
        require_no_strange_neighbour(path)
        if version > newest:
            raise newer_version_error(path, version, newest)
    elif application or header[_WRITE_FORMAT] == _WAL:
        # Without an application id it may be a negcoach database that was just being created: opening it will show. In
        # WAL mode, which negcoach never uses, opening alone would already write beside the file.
        raise foreign_file_error(path)


def _number(header: bytes, offset: int) -> int:
    return int.from_bytes(header[offset : offset + 4], "big")


def _not_a_file(path: Path) -> NegcoachError:
    return RemedyError(f"{path} is not a file. Move it away, or choose another folder", Remedy.DATA_FOLDER)


def _not_a_folder(path: Path) -> NegcoachError:
    return RemedyError(f"{path} is not a folder. Choose another", Remedy.DATA_FOLDER)
