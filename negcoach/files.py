"""Atomic writing of files, under a temporary name until they replace the target; and paths as people give them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

TYPE_CHECKING = False  # typing takes its time to load
if TYPE_CHECKING:
    from typing import BinaryIO

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
"""The permissions of stored data: it is about somebody's health, and this user's alone."""


def meant_path(text: str) -> str:
    """Return the path that a text means, as it is typed or as a terminal types a file that is dropped on it.

    A terminal puts it in quotes, or a backslash before each space, or gives a URL (``file:///media/my%20stick``). What
    is the name of a file as it stands means that file.
    """
    if "\\" not in text and text == text.strip() and not text.startswith(("'", '"', "file:")):
        return text
    with suppress(RuntimeError, ValueError):  # ~nobody, a NUL
        if os.path.lexists(Path(text).expanduser()):
            return text
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    if text.startswith("file:"):
        return _path_of_url(text)
    if os.sep != "/":
        return text
    import re  # loaded only where it is needed: many commands need none

    return re.sub(r"\\(\W)", r"\1", text)


def given_path(text: str) -> Path:
    """Return ``meant_path`` with the home folder for ``~``. Raises ``RuntimeError`` for an unknown ``~user``."""
    return Path(meant_path(text)).expanduser()


def _path_of_url(url: str) -> str:
    from urllib.parse import unquote, urlsplit  # loaded only for a URL

    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return url
    return path[1:] if os.name == "nt" and path[2:3] == ":" else path


class StagedFile:
    """A temporary file that is to replace ``target``; write to ``file``, or by name to ``path``."""

    def __init__(self, path: Path, target: Path, file: BinaryIO) -> None:
        self.path = path
        self.target = target
        self.file = file

    def commit(self, mode: int | None = None) -> None:
        """Close the file, and give it the target's name once its contents are on disk.

        A reader of the target, also after a power cut, finds the complete old file or the complete new one. The file
        stays this user's alone unless ``mode`` has other permissions, and the file system can give it these. Raises
        ``OSError``.
        """
        self._finish()
        if mode is not None:
            with suppress(OSError):
                self.path.chmod(mode)
        self.path.replace(self.target)
        sync_folder(self.target.parent)

    def commit_unless_there(self) -> None:
        """Do as ``commit`` does, but where there is a file of the target's name by then, which stays as it is.

        Raises ``OSError``.
        """
        self._finish()
        try:
            os.link(self.path, self.target)
        except FileExistsError:
            return
        except OSError:  # a file system without links
            if not os.path.lexists(self.target):
                self.path.replace(self.target)
        sync_folder(self.target.parent)

    def _finish(self) -> None:
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()  # Windows cannot rename a file that is open


@contextmanager
def staged_file(target: Path, *, prefix: str = ".negcoach-") -> Iterator[StagedFile]:
    """Yield a new, empty file beside ``target``; unless committed, it is removed at the end of the block.

    It is this user's alone from its first byte. Its name begins with ``prefix`` and is no other file's, so that two
    programs can write the same target at once. Raises ``OSError``.
    """
    import tempfile  # takes longer to load than the home screen can wait

    descriptor, name = tempfile.mkstemp(prefix=prefix, suffix=".part", dir=target.parent)
    path = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield StagedFile(path, target, file)
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make renames in the folder durable, where the system can (Windows cannot open a folder)."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


_TURN_S, _ASK_AGAIN_S = 2.0, 0.01
"""How long one waits at most for another program's turn, and how often it asks; to change a file takes milliseconds."""


@contextmanager
def taking_turns(folder: Path) -> Iterator[None]:
    """Have programs that change files in a folder do so one after another: each reads what the other has written.

    It locks the folder itself, which is made where there is none, and not within another such block. Where that cannot
    be done - on Windows, in a file system without locks, for one who may not look into it - nobody waits.
    """
    descriptor = None
    if sys.platform != "win32":
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(folder, os.O_RDONLY)
            _await_turn(descriptor)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)  # releases the lock


def _await_turn(descriptor: int) -> None:
    if sys.platform != "win32":
        import fcntl

        end = time.monotonic() + _TURN_S
        while time.monotonic() < end:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                time.sleep(_ASK_AGAIN_S)
