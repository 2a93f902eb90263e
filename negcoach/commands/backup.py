"""``negcoach backup`` and ``negcoach restore``: copy the database, and put a copy in its place."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from negcoach.commands.support import output
from negcoach.commands.support.options import Options
from negcoach.commands.support.own_files import require_not_own
from negcoach.commands.support.paths import data_folder, named_database
from negcoach.commands.support.progress import progress
from negcoach.errors import NegcoachError
from negcoach.store.database.backups import back_up_to, backup, require_as_written
from negcoach.store.database.files import DATABASE_NAME, require_folder, require_negcoach_file
from negcoach.store.database.schema import MIGRATIONS
from negcoach.store.restore.copies import backed_up_text, summary_text
from negcoach.store.restore.restore import PreparedRestore, prepared_restore


def run(options: Options) -> int:
    """Make a backup, or restore one."""
    return _back_up(options) if options.command == "backup" else _restore(options)


def _back_up(options: Options) -> int:
    folder = data_folder(options)
    require_folder(folder)
    path = folder / DATABASE_NAME
    require_negcoach_file(path, newest=len(MIGRATIONS))
    if not path.exists() or not path.stat().st_size:
        raise NegcoachError(f"There is nothing to back up in {folder} yet.")
    if options.file is None:
        with progress("making a backup"):
            target = backup(folder, now=datetime.now().astimezone())
    else:
        target = named_database(options)
        require_not_own(target, str(target), options, "Name another file for the backup.")
        with progress("making a backup"):
            back_up_to(path, target)
            require_as_written(target)
    output.write_line(backed_up_text(target, str(target)))
    return 0


def _restore(options: Options) -> int:
    source = named_database(options)
    folder = data_folder(options)
    now = datetime.now().astimezone()
    with ExitStack() as stack:
        with progress("checking the backup"):
            restore = stack.enter_context(prepared_restore(folder, source, now))
        if restore.changed is not None:
            output.write_error(
                f"In {source} {restore.changed} is not as negcoach wrote it. Once that is restored, negcoach doctor "
                "says more, and negcoach doctor --repair puts it right."
            )
        if not options.yes and not _confirmed(restore, source, folder):
            output.write_line("Nothing was changed.")
            return 0
        aside = restore.swap_in(now)
    output.write_line(f"Restored {summary_text(restore.incoming)} from {source}.")
    if aside is not None:
        output.write_line(f"The database it replaced is kept as {aside}")
    return 0


def _confirmed(restore: PreparedRestore, source: Path, folder: Path) -> bool:
    """Show the old and the new contents, and ask whether to go on; without a database there is nothing to ask."""
    if not restore.exists:
        return True
    if sys.stdin is None or not sys.stdin.isatty():
        raise NegcoachError(
            f"Restoring replaces {summary_text(restore.current)} with {summary_text(restore.incoming)}. "
            "There is no terminal to ask on: add --yes to go ahead."
        )
    output.write_line(f"there now  {summary_text(restore.current)}  {folder / DATABASE_NAME}")
    output.write_line(f"backup     {summary_text(restore.incoming)}  {source}")
    output.write_line("What is there now will be kept beside it. Restore? [y/N]")
    output.flush()
    try:
        return sys.stdin.readline().strip().casefold() in ("y", "yes")
    except UnicodeDecodeError:
        return False
