"""Where the program and its mirrors meet: a Unix-domain socket in a folder of its own, which only its user can enter.

The folder is in the data folder, so that ``--data-dir`` chooses whom a mirror follows.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from negcoach.files import PRIVATE_FILE, PRIVATE_FOLDER

FOLDER_NAME, SOCKET_NAME = "mirror", "socket"

LONGEST_PATH = 100
"""A socket's path has at most some hundred bytes (108 on Linux, 104 on macOS, each with a zero at its end)."""

BACKLOG = 4


def socket_path(data_folder: Path) -> Path:
    """Return the path of the socket of the program that uses this data folder, whether or not it is there."""
    return data_folder / FOLDER_NAME / SOCKET_NAME


def can_mirror() -> bool:
    """Return whether this system has such sockets: Python has none on Windows."""
    return hasattr(socket, "AF_UNIX")


def listener(data_folder: Path) -> socket.socket:
    """Return a socket that takes mirrors, in the place of one that a killed program left. Raises ``OSError``.

    It is for the only program that uses the data folder: another one would lose its mirrors to it.
    """
    path = socket_path(data_folder)
    path.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    path.parent.chmod(PRIVATE_FOLDER)  # before there is a socket in it
    with suppress(FileNotFoundError):
        path.unlink()
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        made.setblocking(False)
        with _short(path) as short:
            made.bind(short)
        path.chmod(PRIVATE_FILE)
        made.listen(BACKLOG)
    except OSError:
        made.close()
        raise
    return made


def connection(data_folder: Path) -> socket.socket:
    """Return a connection to the program that uses this data folder. Raises ``OSError`` where none takes it."""
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        made.setblocking(False)
        with _short(socket_path(data_folder)) as short:
            made.connect(short)
    except OSError:
        made.close()
        raise
    return made


@contextmanager
def _short(path: Path) -> Iterator[str]:
    """Yield a path short enough for a socket; on Linux any can be shortened. Raises ``OSError``."""
    whole = os.fspath(path)
    if sys.platform != "linux" or len(os.fsencode(whole)) <= LONGEST_PATH:
        yield whole
        return
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
