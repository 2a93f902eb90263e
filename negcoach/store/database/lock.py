"""Whether another negcoach is at work on the same folder: known while both run, and forgotten by the system with them.

The lock only tells; SQLite's own keep the database whole. So whoever cannot have it goes on without.
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
"""The file that is locked. It holds nothing, and stays: a lock on a file that was removed would keep nobody out."""

_HELD = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""What a lock of another process is told by: the first by flock, EACCES and EDEADLK by Windows."""


@contextmanager
def present(folder: Path) -> Iterator[bool]:
    """Be at work on ``folder`` for the length of the block, and yield whether nobody else is.

    It never waits. Where there can be no lock - the file cannot be made, the file system has none - one counts as
    alone. A child process does not hold the lock, and the system drops it when this process dies, however that is.
    """
    with _locked(folder) as (descriptor, alone):
        if descriptor is not None:
            _share(descriptor)  # so that the second is still known of when the first is gone
        yield alone


@contextmanager
def sole(folder: Path) -> Iterator[bool]:
    """Let nobody else begin to be at work on ``folder`` unseen for the length of the block, which is to be short.

    Yields whether nobody is, as ``present`` does.
    """
    with _locked(folder) as (_, alone):
        yield alone


@contextmanager
def _locked(folder: Path) -> Iterator[tuple[int | None, bool]]:
    """Yield the descriptor of the lock, ``None`` where there can be none, and whether it was free."""
    try:
        descriptor = os.open(folder / LOCK_NAME, os.O_CREAT | os.O_RDWR, PRIVATE_FILE)
    except OSError:
        yield None, True
        return
    try:
        yield descriptor, _is_free(descriptor)
    finally:
        os.close(descriptor)  # the lock goes with it


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _share(descriptor: int) -> None:
        """Windows locks for one alone; there a file that is in use cannot be replaced either."""

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _share(descriptor: int) -> None:
        """Hold the lock together with others."""
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)


def _is_free(descriptor: int) -> bool:
    try:
        _lock(descriptor)
    except OSError as error:
        return error.errno not in _HELD
    return True
