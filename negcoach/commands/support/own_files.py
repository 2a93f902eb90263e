"""The guard of every command that writes a file: it never takes the place of one of negcoach's own."""

from __future__ import annotations

from pathlib import Path

from negcoach.commands.support.options import Options
from negcoach.commands.support.paths import config_path, data_folder
from negcoach.config.files.toml_files import OWN_FILE, PLANS_FILE, PROGRAMMES_FILE, copy_of
from negcoach.crash_log import LOG_NAME
from negcoach.errors import NegcoachError
from negcoach.store.database.backups import BACKUPS_NAME
from negcoach.store.database.files import DATABASE_NAME
from negcoach.store.database.lock import COACHING_NAME, LOCK_NAME, REPLACING_NAME

_BESIDE_THE_DATABASE = ("-wal", "-shm", "-journal", "-suspect", "-replaced")


def require_not_own(target: Path, name: str, options: Options, advice: str) -> None:
    """Raise ``NegcoachError`` where a file of that path would be one of negcoach's own, or would be taken for one.

    These are the database and what lies beside it, the lock, the log, the settings, the exercises, plans
    and programmes with the copies of each, and everything among the backups; also one that is not there yet, and one
    that ``target`` leads to by a link.
    ``name`` is as typed, ``advice`` the sentence on what to do instead.
    """
    try:
        what = _what_it_is(target.resolve(), data_folder(options).resolve(), config_path(options).resolve())
    except (OSError, RuntimeError, ValueError):  # links in a circle, no right to look: writing fails by itself there
        return
    if what is not None:
        raise NegcoachError(f"{name} {what}, so it was left as it is. {advice}")


def _what_it_is(target: Path, data: Path, config: Path) -> str | None:
    backups = data / BACKUPS_NAME
    if _is_same(target.parent, backups):
        return "is among the backups"
    database = data / DATABASE_NAME
    own = {
        database: "is the database itself",
        **{database.with_name(DATABASE_NAME + end): "belongs to the database" for end in _BESIDE_THE_DATABASE},
        **{data / lock: "belongs to the database" for lock in (LOCK_NAME, REPLACING_NAME, COACHING_NAME)},
        data / LOG_NAME: "is the log of errors",
    }
    texts = {
        config: "has the settings",
        config.with_name(OWN_FILE): "has your exercises",
        config.with_name(PLANS_FILE): "has your plans",
        config.with_name(PROGRAMMES_FILE): "has your programmes",
    }
    own.update(texts)
    own.update({copy_of(path): f"is the copy of the file that {what}" for path, what in texts.items()})
    if backups.is_dir():
        own.update(dict.fromkeys(backups.iterdir(), "is a backup"))
    for path, what in own.items():
        # The name counts in capitals too: not every file system tells them apart.
        named = target.name.casefold() == path.name.casefold() and _is_same(target.parent, path.parent)
        if named or _is_same(target, path):
            return what
    return None


def _is_same(one: Path, other: Path) -> bool:
    """Return whether both are the same file or folder, by whatever name; one that is not there is like no other."""
    try:
        return one.samefile(other)
    except OSError:
        return False
