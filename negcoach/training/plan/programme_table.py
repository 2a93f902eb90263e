"""Programmes as tables of plain values: read with the first wrong value named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from negcoach.errors import NegcoachError
from negcoach.texts import quoted
from negcoach.training.exercise.catalogue import LONGEST_NAME, slug_of
from negcoach.training.exercise.table_reader import Fields, TableError, kind_of
from negcoach.training.plan.programme import (
    EXAMPLE,
    MOST_SESSIONS,
    MOST_WEEKS,
    Item,
    Needs,
    Programme,
    Week,
    parse_item,
)
from negcoach.training.rule import MARK_NAMES, Mark

LONGEST_APART = 14
"""The most days between two sessions of a programme: after more, ``negcoach.training.advice.ramp`` begins lighter."""

MOST_MONTHS = 120

_BEGIN = "Begin each programme with [[programme]]."
_WEEKS = 'week = [{ do = ["3x4 @ 85%", "3x4 @ 85%"] }]'


class ProgrammeError(NegcoachError):
    """A value that no programme can have; ``path`` is where it is: ``("programme", 0, "week", 2, "do")``."""

    def __init__(self, message: str, path: tuple[str | int, ...]) -> None:
        """Store the location with the message."""
        super().__init__(message)
        self.path = path


def programmes_from(table: Mapping[str, object], *, own: bool) -> tuple[Programme, ...]:
    """Return the programmes of a parsed file, ``[[programme]]`` tables, in its order; their exercises may be unknown.

    A name, an exercise and the weeks are all that a programme needs. ``own`` marks the lifter's. Raises
    ``ProgrammeError`` at the first value that is unknown, of a wrong type or out of range.
    """
    for key in table:
        if key != "programme":
            raise ProgrammeError(f"{kind_of(key)} is not known here. {_BEGIN}", (key,))
    rows = table.get("programme", [])
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise ProgrammeError(f"programme must be a list of tables. {_BEGIN}", ("programme",))
    programmes: dict[str, Programme] = {}
    for index, row in enumerate(rows):
        path = ("programme", index)
        if not isinstance(row, Mapping):
            raise ProgrammeError(f"programme must be a table, not {kind_of(row)}. {_BEGIN}", path)
        programme = _programme(row, index, path, own)
        if programme.slug in programmes:
            key = "slug" if "slug" in row else "name"
            message = f'{key}: there is already a programme "{programme.slug}". Choose another.'
            raise ProgrammeError(message, (*path, key))
        programmes[programme.slug] = programme
    return tuple(programmes.values())


def _programme(row: Mapping[str, object], index: int, path: tuple[str | int, ...], own: bool) -> Programme:
    try:
        fields = Fields({key: value for key, value in row.items() if key != "week"}, index)
        name = fields.text("name", longest=LONGEST_NAME)
        slug = _slug(fields, "slug", slug_of(name))
        exercise = _slug(fields, "exercise")
        needs = _needs(fields)
        days_apart = fields.number("days_apart", 3, 0.5, LONGEST_APART)
        about, source = fields.text("about", ""), fields.text("source", "")
        mark = _mark(fields, source)
        fields.refuse_others()
    except TableError as error:
        raise ProgrammeError(str(error), (*path, error.key) if error.key else path) from None
    weeks = _weeks(row.get("week"), exercise, (*path, "week"))
    return Programme(slug, name, exercise, days_apart, weeks, needs, about, source, own, mark)


def _slug(fields: Fields, key: str, default: str | None = None) -> str:
    text = fields.text(key, default, longest=LONGEST_NAME)
    if not text or text != slug_of(text):
        raise fields.error(key, f'{kind_of(text)} must be small letters, digits and single hyphens, like "bench-press"')
    return text


def _needs(fields: Fields) -> Needs:
    one_rm, spotter, months = False, False, 0
    for text in fields.texts("needs"):
        found = re.fullmatch(r"(\d{1,3}) months?", text)
        if text == "1rm":
            one_rm = True
        elif text == "spotter":
            spotter = True
        elif found and 1 <= int(found[1]) <= MOST_MONTHS:
            months = int(found[1])
        else:
            raise fields.error("needs", f'{kind_of(text)} is not known. There are "1rm", "spotter" and "6 months"')
    return Needs(one_rm, spotter, months)


def _mark(fields: Fields, source: str) -> Mark:
    """Read whose the numbers are: the lifter's, where it does not say."""
    mark = Mark(0)
    for text in fields.texts("mark"):
        if text not in MARK_NAMES:
            raise fields.error("mark", f"{kind_of(text)} is not known. There are {', '.join(map(quoted, MARK_NAMES))}")
        mark |= MARK_NAMES[text]
    if Mark.READ in mark and not source:
        raise fields.error("mark", '"read" needs the source that was read: source = "Petersen 2011"')
    return mark or Mark.YOURS


def _weeks(rows: object, exercise: str, path: tuple[str | int, ...]) -> tuple[Week, ...]:
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        wrong = "is missing. Add" if rows is None else f"must be a list of tables, not {kind_of(rows)}. Write"
        raise ProgrammeError(f"week {wrong} {_WEEKS}", path)
    weeks: list[Week] = []
    for index, row in enumerate(rows):
        weeks += _week(row, index, exercise, (*path, index))
    if not weeks:
        raise ProgrammeError(f"week: a programme has at least one. Write {_WEEKS}", path)
    if len(weeks) > MOST_WEEKS:
        raise ProgrammeError(f"week: a programme has at most {MOST_WEEKS} weeks, not {len(weeks)}.", path)
    return tuple(weeks)


def _week(row: object, index: int, exercise: str, path: tuple[str | int, ...]) -> list[Week]:
    """Return a week as often as its ``weeks`` says, each of its sessions as often as its ``times`` says."""
    if not isinstance(row, Mapping):
        raise ProgrammeError(f"week: {kind_of(row)} must be a table. Write {_WEEKS}", path)
    try:
        fields = Fields(row, index, "week.")
        texts = fields.texts("do")
        times = fields.integer("times", 1, 1, MOST_SESSIONS)
        weeks = fields.integer("weeks", 1, 1, MOST_WEEKS)
        slug, why = _slug(fields, "exercise", exercise), fields.text("why", "")
        if not texts:
            raise fields.error("do", f'a week has at least one session, like do = ["{EXAMPLE}"]')
        if len(texts) * times > MOST_SESSIONS:
            raise fields.error("do", f"a week has at most {MOST_SESSIONS} sessions, not {len(texts) * times}")
        items = [_item(fields, text) for text in texts] * times
        fields.refuse_others()
    except TableError as error:
        key = error.key.rpartition(".")[2]
        raise ProgrammeError(str(error), (*path, key) if key else path) from None
    return [Week(slug, tuple(items), why)] * weeks


def _item(fields: Fields, text: str) -> Item:
    try:
        return parse_item(text)
    except NegcoachError as error:
        raise fields.error("do", f"{kind_of(text)}: {error}") from None
