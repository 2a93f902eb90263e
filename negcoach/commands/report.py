"""``negcoach report``: a report on the last weeks, for a coach or a physiotherapist."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from negcoach.commands.support import output, output_file
from negcoach.commands.support.database import database_to_read
from negcoach.commands.support.options import Options, integer, parse_option
from negcoach.commands.support.paths import config_path
from negcoach.config.settings import load_settings
from negcoach.errors import NegcoachError
from negcoach.report.facts import read_facts
from negcoach.report.html import html
from negcoach.report.markdown import markdown
from negcoach.report.story import report_blocks
from negcoach.report.words import days_text
from negcoach.texts import counted

WEEKS = 8
MOST_WEEKS = 520
"""Ten years."""

_HTML = (".html", ".htm")
_MARKDOWN = (".md", ".markdown")


def run(options: Options) -> int:
    """Write the report; with a file, also a line about its contents."""
    weeks = parse_option("--weeks", options.weeks, integer(1, MOST_WEEKS), WEEKS)
    name = options.output or ""
    as_html = _is_html(name)
    unit = load_settings(config_path(options)).unit
    with database_to_read(options) as database, output_file.opened_output(options, "report.md") as file:
        with database.read() as connection:
            found = read_facts(connection, datetime.now().astimezone().date(), weeks)
        blocks = report_blocks(found, unit)
        file.write(html(blocks) if as_html else markdown(blocks))
    if name != output_file.STANDARD_OUTPUT:
        sessions = counted(len(found.sessions), "session")
        output.write_line(f"{name}: {sessions} in {counted(weeks, 'week')}, {days_text(found.first, found.last)}.")
    return 0


def _is_html(name: str) -> bool:
    """Return whether a file of that name is to be HTML; else it is Markdown, as on standard output."""
    ending = PurePath(name).suffix.lower()
    if name.strip() and name != output_file.STANDARD_OUTPUT and ending not in (*_HTML, *_MARKDOWN):
        raise NegcoachError(f"-o {name}: a report is Markdown or HTML. End its name with .md or .html.")
    return ending in _HTML
