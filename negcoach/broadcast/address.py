"""Where the program and its mirrors meet: a Unix-domain socket in a folder of its own, which only its user can enter.

The folder is in the data folder, so that ``--data-dir`` chooses whom a mirror follows. Where there is no such socket -
Python has none on Windows, and some file systems hold none - the program listens on this machine's own loopback
address, which nothing outside reaches. Its port and a password for each run are then in a file of that folder: other
users of the machine can connect, but are told nothing.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from negcoach.files import PRIVATE_FILE, PRIVATE_FOLDER, staged_file

FOLDER_NAME, SOCKET_NAME, PORT_NAME = "mirror", "socket", "port"

LOOPBACK = "127.0.0.1"

LONGEST_PATH = 100
"""A socket's path has at most some hundred bytes (108 on Linux, 104 on macOS, each with a zero at its end)."""

BACKLOG = 4

CONNECT_S = 1.0
"""How long connecting to the loopback address may take."""

_PASSWORD_BYTES = 32


@dataclass(frozen=True, slots=True)
class Listener:
    """A socket that takes mirrors; each must first send the ``password``, where that is not empty."""

    socket: socket.socket
    password: bytes = b""


def listener(data_folder: Path) -> Listener:
    """Return a socket that takes mirrors, in the place of one that a killed program left. Raises ``OSError``.

    It is for the only program that uses the data folder: another one would lose its mirrors to it.
    """
    folder = data_folder / FOLDER_NAME
    folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    folder.chmod(PRIVATE_FOLDER)  # before there is anything in it
    forget(data_folder)
    if hasattr(socket, "AF_UNIX"):
        with suppress(OSError):
            return Listener(_listen_in(folder))
    return _listen_on_loopback(folder)


def forget(data_folder: Path) -> None:
    """Remove what says where mirrors are taken, if it is there."""
    for name in (SOCKET_NAME, PORT_NAME):
        with suppress(OSError):
            (data_folder / FOLDER_NAME / name).unlink()


def connection(data_folder: Path) -> socket.socket:
    """Return a connection to the program that uses this data folder. Raises ``OSError`` where none takes it."""
    folder = data_folder / FOLDER_NAME
    if (folder / PORT_NAME).exists():
        return _connect_to_loopback(folder)
    if not hasattr(socket, "AF_UNIX"):
        raise FileNotFoundError(folder / PORT_NAME)
    with _closed_if_it_fails(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as made:
        made.setblocking(False)
        with _short(folder / SOCKET_NAME) as short:
            made.connect(short)
    return made


def _listen_in(folder: Path) -> socket.socket:
    path = folder / SOCKET_NAME
    with _closed_if_it_fails(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as made:
        made.setblocking(False)
        with _short(path) as short:
            made.bind(short)
        path.chmod(PRIVATE_FILE)
        made.listen(BACKLOG)
    return made


def _listen_on_loopback(folder: Path) -> Listener:
    import secrets  # takes longer to load than all else here, and is seldom needed

    password = secrets.token_hex(_PASSWORD_BYTES)
    with _closed_if_it_fails(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as made:
        made.setblocking(False)
        made.bind((LOOPBACK, 0))
        made.listen(BACKLOG)
        _, port = made.getsockname()
        with staged_file(folder / PORT_NAME) as staged:
            staged.file.write(f"{port} {password}".encode())
            staged.commit()
    return Listener(made, password.encode())


def _connect_to_loopback(folder: Path) -> socket.socket:
    port, _, password = (folder / PORT_NAME).read_text("ascii", "replace").partition(" ")
    if not port.isdecimal() or int(port) > 0xFFFF:
        raise FileNotFoundError(folder / PORT_NAME)  # a file that is no longer, or not yet, whole
    with _closed_if_it_fails(socket.create_connection((LOOPBACK, int(port)), CONNECT_S)) as made:
        made.sendall(password.encode())
        made.setblocking(False)
    return made


@contextmanager
def _closed_if_it_fails(made: socket.socket) -> Iterator[socket.socket]:
    try:
        yield made
    except OSError:
        made.close()
        raise


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
