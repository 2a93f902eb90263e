"""An error that is a mistake of ours: one line for the lifter, the details kept for whoever mends it."""

from __future__ import annotations

import os
import traceback
from datetime import datetime
from pathlib import Path

from negcoach.texts import clean

LOG_NAME = "errors.log"
"""The name of the details' file in the data folder."""

LARGEST_LOG_BYTES = 200_000
"""A log that has grown over this begins anew."""


def describe(error: BaseException, folder: Path, now: datetime) -> str:
    """Keep the traceback in ``folder`` and return the one line that says what happened and where the details are."""
    what = clean(f"{type(error).__name__}: {error}").strip().rstrip(".")
    what = what if len(what) <= 120 else what[:119] + "…"
    return in_a_line(what, _keep(error, folder, now))


def in_a_line(what: str, kept: Path | None) -> str:
    """Return the line that says what happened; ``kept`` is the log, ``None`` where there is none."""
    where = f"The details are in {kept}" if kept else "NEGCOACH_DEBUG=1 shows the details"
    return f"Something went wrong that should not have ({what}). {where}; every finished rep is kept."


def wants_traceback() -> bool:
    """Whether ``NEGCOACH_DEBUG`` asks for the traceback itself."""
    return os.environ.get("NEGCOACH_DEBUG", "") not in ("", "0")


def _keep(error: BaseException, folder: Path, now: datetime) -> Path | None:
    """Append the traceback to the log, for this user alone; ``None`` where it cannot be written."""
    path = folder / LOG_NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        grown = path.exists() and path.stat().st_size > LARGEST_LOG_BYTES
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if grown else os.O_APPEND), 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"{now.isoformat(timespec='seconds')}\n")
            log.write("".join(traceback.format_exception(error)) + "\n")
    except (OSError, ValueError):
        return None
    return path
