"""Locks on the data folder: by one a negcoach knows whether another one is using it, by one it replaces the database.

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

_REPLACED_WITHIN_S = 10.0
"""How long another negcoach may take to put a backup of twenty years in place, which takes less than a second."""

_ASK_AGAIN_S = 0.05

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
def _locked(path: Path) -> Iterator[tuple[int | None, bool]]:
    """Yield the lock's descriptor, ``None`` where no lock is possible, and whether the lock was free."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR, PRIVATE_FILE)
    except OSError:
        yield None, True
        return
    try:
        yield descriptor, _is_free(descriptor)
    finally:
        os.close(descriptor)  # releases the lock


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _share(descriptor: int) -> None:
        """Do nothing: Windows has no shared lock here; there a file in use cannot be replaced either."""

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _share(descriptor: int) -> None:
        """Turn the exclusive lock into a shared one, or join those who share it."""
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)


def _is_free(descriptor: int) -> bool:
    try:
        _lock(descriptor)
    except OSError as error:
        return error.errno not in _HELD
    return True
