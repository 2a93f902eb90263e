"""A lock on the data folder, by which a negcoach knows whether another one is using it.

It is only advisory: SQLite's own locks protect the database. So a negcoach that cannot get it goes on without.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from negcoach.files import PRIVATE_FILE

LOCK_NAME = "negcoach.lock"
"""The file that is locked. It is empty and never removed: a lock on a removed file would exclude nobody."""

_HELD = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""The errors that mean another process holds the lock: flock gives the first, Windows EACCES and EDEADLK."""


@contextmanager
def shared_lock(folder: Path) -> Iterator[bool]:
    """Hold the lock together with others for the length of the block; yield whether nobody else holds it.

    It never waits. Where no lock is possible - the file cannot be made, the file system has none - it yields true. A
    child process does not inherit the lock, and the system drops it when this process dies, however that is.
    """
    with _locked(folder) as (descriptor, alone):
        if descriptor is not None:
            _share(descriptor)  # so that a third one still sees the second after the first has ended
        yield alone


@contextmanager
def exclusive_lock(folder: Path) -> Iterator[bool]:
    """Hold the lock alone for the length of the block, which is to be short; yield whether nobody else holds it.

    A negcoach that starts meanwhile sees that it is not alone. Where no lock is possible, it yields true.
    """
    with _locked(folder) as (_, alone):
        yield alone


@contextmanager
def _locked(folder: Path) -> Iterator[tuple[int | None, bool]]:
    """Yield the lock's descriptor, ``None`` where no lock is possible, and whether the lock was free."""
    try:
        descriptor = os.open(folder / LOCK_NAME, os.O_CREAT | os.O_RDWR, PRIVATE_FILE)
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
