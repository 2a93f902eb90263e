"""Locks on the data folder: who uses it, who coaches in it, and who replaces its database.

They are only advisory: SQLite's own locks protect the database. Where no lock is possible, negcoach goes on without.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.files import PRIVATE_FILE

LOCK_NAME = "negcoach.lock"
"""The file that is locked. It is empty and never removed: a lock on a removed file would exclude nobody."""

REPLACING_NAME = "negcoach-replacing.lock"
"""The file that is locked while a damaged or missing database is looked at again and replaced; it is not removed."""

COACHING_NAME = "negcoach-coaching.lock"
"""The file that is locked while a lifter is coached, also before anything of that is stored; it is not removed."""

_REPLACED_WITHIN_S = 10.0
"""How long another negcoach may take to put a backup of twenty years in place, which takes less than a second."""

_WRITTEN_WITHIN_S = 5.0
"""How long a write may take that keeps the database from being replaced; almost all take milliseconds."""

_ASK_AGAIN_S = 0.05

_RESERVED_BYTE = 0x4000_0001
"""The byte of the file that SQLite locks from the first change to the end of a write (sqlite.org/lockingv3.html)."""

_JOINS, _JOIN_AGAIN_S = 5, 0.001
"""How often, and after how many seconds, the lock of who coaches is tried: who asks about it has it for an instant."""

_HELD = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""The errors that mean another process holds the lock: flock gives the first, Windows EACCES and EDEADLK."""


@contextmanager
def shared_lock(folder: Path) -> Iterator[bool]:
    """Hold the lock together with others for the length of the block; yield whether nobody else holds it.

    It never waits. Where no lock is possible - the file cannot be made, the file system has none - it yields true. A
    child process does not inherit the lock, and the system drops it when this process dies, however that is.
    """
    with _locked(folder / LOCK_NAME) as (descriptor, alone):
        if descriptor is not None:
            _share(descriptor)  # so that a third one still sees the second after the first has ended
        yield alone


@contextmanager
def exclusive_lock(folder: Path) -> Iterator[bool]:
    """Hold the lock alone for the length of the block, which is to be short; yield whether nobody else holds it.

    A negcoach that starts meanwhile sees that it is not alone. Where no lock is possible, it yields true.
    """
    with _locked(folder / LOCK_NAME) as (_, alone):
        yield alone


@contextmanager
def replacing_lock(folder: Path) -> Iterator[None]:
    """Hold, for the length of the block, the lock of who replaces the database; wait for one that is replacing it.

    Raises ``NegcoachError`` when that takes ten seconds.
    """
    end = time.monotonic() + _REPLACED_WITHIN_S
    while True:
        with _locked(folder / REPLACING_NAME) as (_, alone):
            if alone:
                yield
                return
        if time.monotonic() > end:
            raise NegcoachError(f"Another negcoach is replacing the database in {folder}. Try again in a moment.")
        time.sleep(_ASK_AGAIN_S)


@contextmanager
def unwritten(path: Path) -> Iterator[None]:
    """Keep everybody from writing the database at ``path`` for the length of the block, in which it is replaced.

    A command takes no lock of negcoach's own: without this one that is in the middle of a write would go on in a file
    that lies elsewhere by then. It is SQLite's lock, but takes no connection, which would first put right what a
    journal says. Do not call it in a process that has the database open. Raises ``NegcoachError`` when a write takes
    seconds. On Windows a file that is open cannot be replaced anyway.
    """
    end = time.monotonic() + _WRITTEN_WITHIN_S
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:  # nobody else can write it either, or there is none
        yield
        return
    try:
        while not _is_unwritten(descriptor):
            if time.monotonic() > end:
                raise NegcoachError(f"Another negcoach is writing {path}. Try again in a moment.")
            time.sleep(_ASK_AGAIN_S)
        yield
    finally:
        os.close(descriptor)  # releases the lock


@contextmanager
def coaching_lock(folder: Path) -> Iterator[None]:
    """Hold, for the length of the block, the lock that says that a lifter is coached; others may hold it too.

    It waits for a few milliseconds at most. The system drops the lock when this process dies, however that is.
    """
    with _opened(folder / COACHING_NAME) as descriptor:
        for _ in range(_JOINS):
            if descriptor is None or _joins(descriptor):
                break
            time.sleep(_JOIN_AGAIN_S)
        yield


def is_coaching(folder: Path) -> bool:
    """Return whether a negcoach, this one among them, coaches a lifter in the folder; false where no lock is possible.

    On Windows one who began while another was at it is not known of.
    """
    if not (folder / COACHING_NAME).exists():
        return False
    with _locked(folder / COACHING_NAME) as (_, alone):
        return not alone


@contextmanager
def _locked(path: Path) -> Iterator[tuple[int | None, bool]]:
    """Yield the lock's descriptor, ``None`` where no lock is possible, and whether the lock was free."""
    with _opened(path) as descriptor:
        yield descriptor, descriptor is None or _is_free(descriptor)


@contextmanager
def _opened(path: Path) -> Iterator[int | None]:
    """Yield the descriptor of a file to lock, ``None`` where it cannot be made."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR, PRIVATE_FILE)
    except OSError:
        yield None
        return
    try:
        yield descriptor
    finally:
        os.close(descriptor)  # releases the lock


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _share(descriptor: int) -> None:
        """Do nothing: Windows has no shared lock here; there a file in use cannot be replaced either."""

    def _joins(descriptor: int) -> bool:
        return _is_free(descriptor)

    def _is_unwritten(descriptor: int) -> bool:
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _share(descriptor: int) -> None:
        """Turn the exclusive lock into a shared one, or join those who share it."""
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)

    def _joins(descriptor: int) -> bool:
        """Join those who share the lock; return whether nobody else has it alone."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno not in _HELD
        return True

    def _is_unwritten(descriptor: int) -> bool:
        """Take SQLite's lock of who writes; return whether nobody else has it."""
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _RESERVED_BYTE)
        except OSError as error:
            return error.errno not in _HELD
        return True


def _is_free(descriptor: int) -> bool:
    try:
        _lock(descriptor)
    except OSError as error:
        return error.errno not in _HELD
    return True
