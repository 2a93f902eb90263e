"""The database or backup that a command names."""

from __future__ import annotations

from pathlib import Path

from negcoach.commands.support.options import Options
from negcoach.errors import NegcoachError


def named_database(options: Options) -> Path:
    """Return the file that was named, whether or not it is there. Raises ``NegcoachError``."""
    text = options.file or ""
    if not text.strip() or "\0" in text:
        raise NegcoachError(f"The name of the file is empty. Name one: negcoach {options.command} negcoach.db")
    try:
        return Path(text).expanduser()
    except RuntimeError:  # ~nobody
        raise NegcoachError(f"There is no home folder for {text}. Write the path in full.") from None
