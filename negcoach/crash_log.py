"""The crash log: an unexpected error as one line for the lifter, and its traceback in a file for debugging."""

from __future__ import annotations

import os
import traceback
from datetime import datetime
from pathlib import Path

from negcoach.texts import clean, shortened

LOG_NAME = "errors.log"
"""The name of the log in the data folder."""

LARGEST_LOG_BYTES = 200_000
"""A log larger than this is restarted."""


def log_crash(error: BaseException, folder: Path, now: datetime) -> str:
    """Append the traceback to the log in ``folder``; return a line with the error and the log's path."""
    what = clean(f"{type(error).__name__}: {error}").strip().rstrip(".")
    return crash_line(shortened(what, 120), _append(error, folder, now))


def crash_line(what: str, log: Path | None) -> str:
    """Return the line for a crash; ``log`` has the details, ``None`` where none could be written."""
    where = f"The details are in {log}" if log else "NEGCOACH_DEBUG=1 shows the details"
    return f"Something went wrong that should not have ({what}). {where}; every finished rep is saved."


def wants_traceback() -> bool:
    """Return whether ``NEGCOACH_DEBUG`` asks for the traceback."""
    return os.environ.get("NEGCOACH_DEBUG", "") not in ("", "0")


def _append(error: BaseException, folder: Path, now: datetime) -> Path | None:
    """Append the traceback to the log, which only this user can read; return ``None`` where it cannot be written."""
    path = folder / LOG_NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        grown = path.exists() and path.stat().st_size > LARGEST_LOG_BYTES
        how = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if grown else os.O_APPEND)
        descriptor = os.open(path, how | getattr(os, "O_NONBLOCK", 0), 0o600)  # at a named pipe it would wait for ever
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"{now.isoformat(timespec='seconds')}\n")
            log.write("".join(traceback.format_exception(error)) + "\n")
    except (OSError, ValueError):
        return None
    return path
