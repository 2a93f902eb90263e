"""The report as the text of a file, HTML or Markdown."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from negcoach.report.facts import FollowedCourse, read_facts
from negcoach.report.html import html
from negcoach.report.markdown import markdown
from negcoach.report.story import report_blocks
from negcoach.report.words import days_text
from negcoach.texts import counted
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.units import Unit

WEEKS = 8
"""How many weeks a report is about where nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its ``text``, and what it is ``about``, as ``12 sessions in 8 weeks, 5 Oct – 29 Nov 2026``."""

    text: str
    about: str


def read_report(
    connection: sqlite3.Connection,
    today: date,
    weeks: int,
    courses: Sequence[FollowedCourse],
    unit: Unit,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
    *,
    library: Sequence[Exercise],
    as_html: bool,
) -> Report:
    """Return the report of the last weeks, with the courses of the programmes that were begun.

    The ``library`` says which figure performs an exercise. ``on_progress`` is as for ``read_facts``.
    """
    found = read_facts(connection, today, weeks, courses, on_progress)
    blocks = report_blocks(found, unit, library)
    sessions = counted(len(found.sessions), "session")
    about = f"{sessions} in {counted(weeks, 'week')}, {days_text(found.first, found.last)}"
    return Report(html(blocks) if as_html else markdown(blocks), about)
