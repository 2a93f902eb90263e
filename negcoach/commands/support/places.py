"""The paths of the data and the settings: from the options or the environment, else where the platform has them."""

from __future__ import annotations

import os
from pathlib import Path

from negcoach.commands.support.options import Options
from negcoach.errors import NegcoachError


def data_folder(options: Options) -> Path:
    """Return the folder of the database, whether or not it is there. Raises ``NegcoachError``."""
    if options.data_dir is not None:
        return _expanded("--data-dir", options.data_dir)
    named = os.environ.get("NEGCOACH_DATA_DIR", "")
    if named:
        return _expanded("NEGCOACH_DATA_DIR", named)
    from platformdirs import user_data_path  # here and not beside the settings, which a light command does not need

    return user_data_path("negcoach", appauthor=False)


def config_path(options: Options) -> Path:
    """Return the path of the settings, whether or not the file is there. Raises ``NegcoachError``."""
    if options.config is not None:
        return _expanded("--config", options.config)
    from platformdirs import user_config_path

    return user_config_path("negcoach", appauthor=False) / "config.toml"


def named_database(options: Options) -> Path:
    """Return the database or backup that the command names, whether or not it is there. Raises ``NegcoachError``."""
    text = options.file or ""
    if not text.strip() or "\0" in text:
        raise NegcoachError(f"The name of the file is empty. Name one: negcoach {options.command} negcoach.db")
    try:
        return Path(text).expanduser()
    except RuntimeError:  # ~nobody
        raise NegcoachError(f"There is no home folder for {text}. Write the path in full.") from None


def _expanded(name: str, text: str) -> Path:
    if not text.strip():
        raise NegcoachError(f"{name} is empty. Give it a path, or leave it out.")
    try:
        return Path(text).expanduser()
    except RuntimeError:  # ~nobody
        raise NegcoachError(f"{name}: there is no home folder for {text}. Write the path in full.") from None
