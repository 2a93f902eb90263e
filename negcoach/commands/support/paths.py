"""The paths that a command reads and writes: from the options or the environment, else the platform's standard ones."""

from __future__ import annotations

import os
from pathlib import Path

from negcoach.commands.support.options import Options
from negcoach.errors import NegcoachError
from negcoach.files import given_path
from negcoach.texts import clean


def data_folder(options: Options) -> Path:
    """Return the folder of the database, whether or not it is there. Raises ``NegcoachError``."""
    if options.data_dir is not None:
        return _expanded("--data-dir", options.data_dir)
    named = os.environ.get("NEGCOACH_DATA_DIR", "")
    if named:
        return _expanded("NEGCOACH_DATA_DIR", named)
    from platformdirs import user_data_path  # loaded late: a light command does not need it

    return user_data_path("negcoach", appauthor=False)


def partner_data_folder(options: Options, own: Path) -> Path | None:
    """Return the folder of the second lifter's database, ``None`` without one. Raises ``NegcoachError``."""
    if options.partner_data_dir is None:
        return None
    from negcoach.store.database.files import DATABASE_NAME  # loaded late: a light command does not need it

    folder = _expanded("--partner-data-dir", options.partner_data_dir)
    if (
        folder.resolve() == own.resolve()
        or _is_one(folder, own)
        or _is_one(folder / DATABASE_NAME, own / DATABASE_NAME)
    ):
        raise NegcoachError(
            "--partner-data-dir leads to your own history. Name the other lifter's folder, such as ~/negcoach-anna."
        )
    return folder


def _is_one(path: Path, other: Path) -> bool:
    """Return whether two paths are those of one file, by a link or in other letters."""
    try:
        return path.samefile(other)
    except OSError:  # one of them is not there, or cannot be looked at, which its opening will say
        return False


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
    return path_to_read(text)


def path_to_read(text: str) -> Path:
    """Return the path of a file as it was typed, whether or not it is there. Raises ``NegcoachError``."""
    try:
        return given_path(text)
    except RuntimeError:  # ~nobody
        raise NegcoachError(f"There is no home folder for {clean(text)}. Write the path in full.") from None


def output_path(name: str, example: str) -> Path:
    """Return the path that ``-o`` names, which is a link's target. Raises ``NegcoachError`` where no file can be.

    A device or a named pipe would be replaced by a file, so it is refused. ``example`` is a name to suggest.
    """
    suggest = f"such as -o {example}"
    if not name.strip():
        raise NegcoachError(f"-o is empty. Give it the file to write, {suggest}.")
    try:
        given = Path(name).expanduser()
        target = given.resolve()
        if target.is_dir():
            raise NegcoachError(f"{name} is a folder. Name a file in it, such as -o {Path(name, example)}.")
        # One that is still a link leads in a circle; of /dev/stdout the link's target is no path where it is a pipe.
        if target.is_symlink() or any(one.exists() and not one.is_file() for one in (target, given)):
            raise NegcoachError(f"{name} is not a file, so it was left as it is. Name one, {suggest}.")
        if not target.parent.is_dir():
            raise NegcoachError(f"There is no folder {target.parent}. Make it first, or write somewhere else.")
    except (OSError, RuntimeError, ValueError) as error:  # no right to look, ~nobody, links in a circle, a NUL
        raise output_error(name, example, error) from None
    return target


def output_error(name: str, example: str, error: Exception) -> NegcoachError:
    """Return the error for a file that ``-o`` names and that cannot be written."""
    why = getattr(error, "strerror", None) or error
    return NegcoachError(f"-o {name} cannot be written ({why}). Name another file, such as -o {example}.")


def _expanded(name: str, text: str) -> Path:
    if not text.strip():
        raise NegcoachError(f"{name} is empty. Give it a path, or leave it out.")
    try:
        return Path(text).expanduser()
    except RuntimeError:  # ~nobody
        raise NegcoachError(f"{name}: there is no home folder for {text}. Write the path in full.") from None


def lifter_names(folder: Path, partner_folder: Path) -> tuple[str, str]:
    """Return what two lifters are called: their folders' names, with those above them where the names are the same."""
    one, other = folder.resolve().parts, partner_folder.resolve().parts
    count = 1
    while one[-count:] == other[-count:] and count < max(len(one), len(other)):
        count += 1
    return "/".join(one[-count:]), "/".join(other[-count:])
