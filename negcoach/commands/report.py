"""``negcoach report``: the last weeks for a coach or a physiotherapist, or a picture of one day to post."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import PurePath

from negcoach.coaching.advice.programme_summary import summed_up_courses
from negcoach.commands.support import output, output_file
from negcoach.commands.support.database import database_to_read
from negcoach.commands.support.days import parse_day
from negcoach.commands.support.garbage import no_search_for_cycles
from negcoach.commands.support.options import Options, integer, parse_option
from negcoach.commands.support.paths import config_path
from negcoach.commands.support.progress import progress
from negcoach.commands.support.services import services_of
from negcoach.config.settings.settings import load_settings
from negcoach.errors import NegcoachError
from negcoach.formatting import day_text
from negcoach.report.report import WEEKS, read_report
from negcoach.texts import counted

MOST_WEEKS = 520
"""Ten years."""

_HTML = (".html", ".htm")
_MARKDOWN = (".md", ".markdown")
_PICTURES = (".svg", ".png")

_LAST, _RECORD = "last", "record"
"""The values of ``--image`` that are no day: the last on which something was lowered, and the last with a record."""


def run(options: Options) -> int:
    """Write the report, or the picture of ``--image``; with a file, also a line about its contents."""
    if options.image is not None:
        return _write_picture(options, options.image)
    weeks = parse_option("--weeks", options.weeks, integer(1, MOST_WEEKS), WEEKS)
    name = options.output or ""
    as_html = _is_html(name)
    with database_to_read(options) as database, output_file.opened_output(options, "report.md") as file:
        services = services_of(options, database)
        courses = summed_up_courses(services)
        today, unit = datetime.now().astimezone().date(), services.settings.unit
        with (
            no_search_for_cycles(),
            progress("reading the sessions") as on_progress,
            database.read() as connection,
        ):
            report = read_report(
                connection, today, weeks, courses, unit, on_progress, library=services.library, as_html=as_html
            )
        file.write(report.text)
    if name != output_file.STANDARD_OUTPUT:
        output.write_line(f"{name}: {report.about}.")
    return 0


def _is_html(name: str) -> bool:
    """Return whether a file of that name is to be HTML; else it is Markdown, as on standard output."""
    ending = _ending(name)
    if ending is not None and ending not in (*_HTML, *_MARKDOWN):
        more = " With --image it is a picture." if ending in _PICTURES else ""
        raise NegcoachError(f"-o {name}: a report is Markdown or HTML. End its name with .md or .html.{more}")
    return ending in _HTML


def _write_picture(options: Options, which: str) -> int:
    """Write the card of a training day as SVG or PNG."""
    from negcoach.report.card.card import card_svg
    from negcoach.report.card.facts import last_day, read_card

    name = options.output or ""
    ending = _ending(name)
    if ending is not None and ending not in _PICTURES:
        raise NegcoachError(f"-o {name}: a picture is SVG or PNG. End its name with .svg or .png.")
    if options.weeks is not None:
        raise NegcoachError("--weeks is for the report; a picture is of one day.")
    chosen = None if which in (_LAST, _RECORD) else parse_option("--image", which, _parse_day, None)
    settings = load_settings(config_path(options))
    with database_to_read(options) as database, output_file.opened_binary_output(options, "session.svg") as file:
        with database.read() as connection:
            today = datetime.now().astimezone().date()
            day = chosen or last_day(connection, today, of_record=which == _RECORD)
            facts = None if day is None else read_card(connection, day)
        if facts is None:
            raise NegcoachError(_nothing_text(which, chosen))
        drawing = card_svg(facts, settings.unit, settings.stop_rules)
        if ending == ".png":
            from negcoach.report.card.png import png

            file.write(png(drawing))
        else:
            file.write(drawing.encode())
    if name != output_file.STANDARD_OUTPUT:
        output.write_line(f"{name}: {counted(len(facts.reps), 'lowering')}, {day_text(facts.day)}.")
    return 0


def _parse_day(text: str) -> date:
    """Return the day of ``--image``. Raises ``NegcoachError`` that says what else it can be."""
    try:
        return parse_day(text)
    except NegcoachError as error:
        raise NegcoachError(f"{error} It can also be {_LAST} or {_RECORD}.") from None


def _nothing_text(which: str, day: date | None) -> str:
    if day is not None:
        return f"Nothing was lowered on {day_text(day)}, so there is nothing to draw."
    what = "No record was broken" if which == _RECORD else "Nothing was lowered"
    return f"{what} yet, so there is nothing to draw."


def _ending(name: str) -> str | None:
    """Return the ending of a file's name, ``None`` where there is no file."""
    if not name.strip() or name == output_file.STANDARD_OUTPUT:
        return None
    return PurePath(name).suffix.lower()
