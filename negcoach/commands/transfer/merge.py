"""``negcoach merge``: bring in the history of another machine, from its database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from negcoach.commands.support import output
from negcoach.commands.support.database import opened_database, require_no_session_in
from negcoach.commands.support.options import Options
from negcoach.commands.support.paths import data_folder, named_database
from negcoach.commands.support.progress import progress
from negcoach.store.database.files import require_folder
from negcoach.store.restore.copies import require_database
from negcoach.texts import counted
from negcoach.transfer.merge.merge import MergeResult, brings_much, copied, merge_copy
from negcoach.transfer.native.left_out import left_out_there

_NAMES = {
    "sessions": ("session", "sessions"),
    "sets": ("set", "sets"),
    "reps": ("rep", "reps"),
    "concentric_sets": ("lifted set", "lifted sets"),
    "one_rms": ("1RM", "1RMs"),
    "body_weights": ("body weight", "body weights"),
    "soreness": ("soreness rating", "soreness ratings"),
    "programme_runs": ("programme started", "programmes started"),
}


def run(options: Options) -> int:
    """Merge the file that was named and write what changed."""
    other = named_database(options)
    folder = data_folder(options)
    now = datetime.now().astimezone()
    require_folder(folder)
    require_database(other)
    require_no_session_in(folder, lambda database: brings_much(database, other))
    # The copy comes before the database is opened: none is created for a file that cannot be merged.
    with progress("merging") as report, copied(other, now) as copy, opened_database(folder) as database:
        merged = merge_copy(database, copy, now, report)
        with database.read() as connection:
            missing = left_out_there(copy.path, connection)
    for line in summary(merged, other):
        output.write_line(line)
    for line in missing:
        output.write_error(line)
    return 0


def summary(merged: MergeResult, other: Path) -> list[str]:
    """Return the lines about the changes of a merge."""
    if merged.backup is None:
        return [f"Nothing new in {other}: all of it is here already."]
    parts = [
        f"{counts} {what}"
        for counts, what in (
            (_counted(merged.new), "new"),
            (_counted(merged.newer), "newer than here"),
            (_counted(merged.removed), "removed there for good, and so here too"),
        )
        if counts
    ]
    return [
        f"From {other}: {'; '.join(parts) or 'nothing that shows'}.",
        f"What was here before is kept as {merged.backup}",
    ]


def _counted(counts: Mapping[str, int]) -> str:
    found = [counted(counts[table], *names) for table, names in _NAMES.items() if counts.get(table)]
    return ", ".join(found)
