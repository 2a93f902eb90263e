"""The demo's own folder: made for one run, readable by nobody else, and removed at its end."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.store.database.lock import exclusive_lock

PREFIX = "negcoach-demo-"
LEFT_BEHIND_S = 60
"""How old a folder is at least (seconds) that counts as left behind: a younger one may just be filled."""


@contextmanager
def demo_folder() -> Iterator[Path]:
    """Make the folder, and remove it when the block ends, also by a signal; before it, those that were left behind.

    A process that is killed cannot remove its folder: the next demo does. Raises ``NegcoachError`` where none can be
    made.
    """
    _remove_left_behind()
    with ExitStack() as stack:
        stack.enter_context(_ended_by_signals())
        try:
            made = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
        except OSError as error:
            raise NegcoachError(
                f"The demo needs room for its own folder in {tempfile.gettempdir()} ({error.strerror or error})."
            ) from None
        folder = Path(stack.enter_context(made))
        try:
            yield folder
        finally:
            for number in _ending_signals():  # the app has put the system's handlers in their place
                signal.signal(number, signal.SIG_IGN)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """End the block by ``SystemExit`` where a signal would end the process, so that it can tidy up."""

    def end(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, end) for number in _ending_signals()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ending_signals() -> list[signal.Signals]:
    return [signal.Signals[name] for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


def _remove_left_behind() -> None:
    """Remove the folders of demos that were killed: old ones of this user, whose lock nobody holds."""
    try:
        found = list(Path(tempfile.gettempdir()).glob(f"{PREFIX}*"))
    except OSError:
        return
    for folder in found:
        if _is_left_behind(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_left_behind(folder: Path) -> bool:
    try:
        about = folder.lstat()
        mine = not hasattr(os, "getuid") or about.st_uid == os.getuid()
        if folder.is_symlink() or not folder.is_dir() or not mine or time.time() - about.st_mtime < LEFT_BEHIND_S:
            return False
    except OSError:
        return False
    with exclusive_lock(folder) as alone:
        return alone
