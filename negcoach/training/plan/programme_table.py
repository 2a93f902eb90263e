"""Programmes as tables of plain values: read with the first wrong value named."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from negcoach.errors import NegcoachError
from negcoach.texts import counted, quoted
from negcoach.training.exercise.catalogue import LONGEST_NAME, slug_of, slugs_by_name
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.table_reader import (
    Fields,
    KeyPath,
    PathError,
    TableError,
    kind_of,
    no_such_exercise,
    unknown_choice,
)
from negcoach.training.plan.programme import (
    DAYS_OF_WEEK,
    EXAMPLE,
    MOST_SESSIONS,
    MOST_WEEKS,
    Item,
    Needs,
    Programme,
    Week,
    parse_item,
    require_fitting,
)
from negcoach.training.rule import MARK_NAMES, Mark

LEAST_APART, LONGEST_APART = 0.5, 14
"""The fewest and the most days between two sessions of a programme.

After more, ``negcoach.training.advice.ramp`` begins lighter.
"""

MOST_MONTHS = 120

_MOST_DIGITS = 9

_BEGIN = "Begin each programme with [[programme]]."
_BEGIN_WEEK = "Begin each week of a programme with [[programme.week]]."
_WEEKS = 'week = [{ do = ["3x4 @ 85%", "3x4 @ 85%"] }]'


Known = Mapping[str, Exercise] | None
"""The exercises by their slug; ``None`` where they are not checked."""


def programmes_from(
    table: Mapping[str, object],
    *,
    own: bool,
    library: Sequence[Exercise] | None = None,
    others: Sequence[Programme] = (),
) -> tuple[Programme, ...]:
    """Return the programmes of a parsed file, ``[[programme]]`` tables, in its order.

    A name, an exercise and the weeks are all that a programme needs. ``own`` marks the lifter's. With a ``library``
    their exercises must be in it, and able to do what the weeks ask for. None may have the slug or the name of one of
    the ``others``, which come with negcoach. Raises ``PathError`` at the first value that is unknown, of a wrong
    type or out of range.
    """
    for key in table:
        if key != "programme":
            begin = _BEGIN_WEEK if key == "week" else _BEGIN
            raise PathError(f"{kind_of(key)} is not known here. {begin}", (key,))
    rows = table.get("programme", [])
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise PathError(f"programme must be a list of tables. {_BEGIN}", ("programme",))
    known = None if library is None else {exercise.slug: exercise for exercise in library}
    programmes: list[Programme] = []
    taken = {text: "that comes with negcoach" for one in others for text in _found_by(one)}
    for index, row in enumerate(rows):
        path = ("programme", index)
        if not isinstance(row, Mapping):
            raise PathError(f"programme must be a table, not {kind_of(row)}. {_BEGIN}", path)
        programme = _programme(row, index, path, own, known)
        for key, text in zip(("slug" if "slug" in row else "name", "name"), _found_by(programme), strict=True):
            if text in taken:
                message = f"{key}: there is a programme {quoted(text)} {taken[text]}. Choose another."
                raise PathError(message, (*path, key))
        taken |= dict.fromkeys(_found_by(programme), "before it")
        programmes.append(programme)
    return tuple(programmes)


def _found_by(programme: Programme) -> tuple[str, str]:
    """Return the slug and the name as a programme is found by them."""
    return programme.slug, programme.name.casefold()


def _programme(row: Mapping[str, object], index: int, path: KeyPath, own: bool, known: Known) -> Programme:
    try:
        fields = Fields(row, index)
        name = fields.text("name", longest=LONGEST_NAME, like="My weeks")
        if "slug" not in fields and not slug_of(name):
            raise fields.error("name", f'{kind_of(name)} has no letter from a to z. Add a slug, like slug = "my-weeks"')
        slug = _slug(fields, "slug", slug_of(name))
        exercise = _exercise(fields, known)
        needs = _needs(fields)
        days_apart = fields.number("days_apart", 3, LEAST_APART, LONGEST_APART)
        about, source = fields.text("about", ""), fields.text("source", "")
        mark = _mark(fields, source)
        rows = fields.raw("week")
        fields.refuse_others()
    except TableError as error:
        raise PathError(str(error), (*path, error.key) if error.key else path) from None
    weeks = _weeks(rows, exercise, days_apart, (*path, "week"), known)
    return Programme(slug, name, exercise, days_apart, weeks, needs, about, source, own, mark)


def _slug(fields: Fields, key: str, default: str | None = None) -> str:
    text = fields.text(key, default, longest=LONGEST_NAME, like="bench-press")
    if not text or text != slug_of(text):
        like = slug_of(text) or "bench-press"
        raise fields.error(key, f'{kind_of(text)} must be small letters, digits and single hyphens, like "{like}"')
    return text


def _exercise(fields: Fields, known: Known, default: str | None = None) -> str:
    """Read the slug of an exercise; without a default the key is required."""
    slug = _slug(fields, "exercise", default)
    if known is not None and slug not in known:
        slug = slugs_by_name(known.values()).get(slug, slug)
    if known is not None and slug not in known:
        raise fields.error("exercise", no_such_exercise(slug, known, "Take another one").rstrip("."))
    return slug


def _needs(fields: Fields) -> Needs:
    one_rm, spotter, months = False, False, 0
    for text in fields.texts("needs"):
        found = re.fullmatch(r"([0-9]+) months?", text)
        if text == "1rm":
            one_rm = True
        elif text == "spotter":
            spotter = True
        elif found is None:
            raise fields.error("needs", unknown_choice(text, ("1rm", "spotter", "6 months")).rstrip("."))
        elif months:
            raise fields.error("needs", f"{kind_of(text)} is too much: {months} months are asked for already")
        elif len(found[1]) > _MOST_DIGITS or not 1 <= int(found[1]) <= MOST_MONTHS:
            raise fields.error("needs", f"{kind_of(text)} must be from 1 to {MOST_MONTHS} months")
        else:
            months = int(found[1])
    return Needs(one_rm, spotter, months)


def _mark(fields: Fields, source: str) -> Mark:
    """Read whose the numbers are: the lifter's, where it does not say."""
    mark = Mark(0)
    for text in fields.texts("mark"):
        if text not in MARK_NAMES:
            raise fields.error("mark", unknown_choice(text, tuple(MARK_NAMES)))
        mark |= MARK_NAMES[text]
    if Mark.READ in mark and not source:
        raise fields.error("mark", '"read" needs the source that was read: source = "Petersen 2011"')
    return mark or Mark.YOURS


def _weeks(rows: object, exercise: str, days_apart: float, path: KeyPath, known: Known) -> tuple[Week, ...]:
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        wrong = "is missing. Add" if rows is None else f"must be a list of tables, not {kind_of(rows)}. Write"
        raise PathError(f"week {wrong} {_WEEKS}", path)
    weeks: list[Week] = []
    for index, row in enumerate(rows):
        weeks += _week(row, index, exercise, days_apart, (*path, index), known)
        if len(weeks) > MOST_WEEKS:
            raise PathError(f"week: a programme has at most {MOST_WEEKS} weeks, not {len(weeks)}.", (*path, index))
    if not weeks:
        raise PathError(f"week: a programme has at least one. Write {_WEEKS}", path)
    return tuple(weeks)


def _week(row: object, index: int, exercise: str, days_apart: float, path: KeyPath, known: Known) -> list[Week]:
    """Return a week as often as its ``weeks`` says, each of its sessions as often as its ``times`` says."""
    if not isinstance(row, Mapping):
        raise PathError(f"week: {kind_of(row)} must be a table. Write {_WEEKS}", path)
    try:
        fields = Fields(row, index, "week.")
        slug = _exercise(fields, known, exercise)
        texts = fields.texts("do", most=MOST_SESSIONS)
        times = fields.integer("times", 1, 1, MOST_SESSIONS)
        weeks = fields.integer("weeks", 1, 1, MOST_WEEKS)
        why = fields.text("why", "")
        if not texts:
            raise fields.error("do", f'a week has at least one session, like do = ["{EXAMPLE}"]')
        _require_room(fields, len(texts) * times, days_apart)
        fields.refuse_others()
    except TableError as error:
        key = error.key.rpartition(".")[2]
        raise PathError(str(error), (*path, key) if key else path) from None
    found = None if known is None else known[slug]
    items = [_item(text, found, (*path, "do", number)) for number, text in enumerate(texts)]
    return [Week(slug, tuple(items) * times, why)] * weeks


def _require_room(fields: Fields, sessions: int, days_apart: float) -> None:
    """Raise ``TableError`` where the last session of a week would come after its seven days."""
    apart = math.ceil(days_apart) if days_apart >= 1 else LEAST_APART
    room = math.ceil(DAYS_OF_WEEK / apart)
    if sessions > room:
        between = f"{counted(math.ceil(days_apart), 'day')} apart" if days_apart >= 1 else "half a day apart"
        fewer = "write fewer, or fewer days_apart" if days_apart > LEAST_APART else "write fewer"
        text = f"a week has room for {counted(room, 'session')} {between}, not for {sessions}: {fewer}"
        raise fields.error("times" if "times" in fields else "do", text)


def _item(text: str, exercise: Exercise | None, path: KeyPath) -> Item:
    try:
        item = parse_item(text)
        if exercise is not None:
            require_fitting(item, exercise)
    except NegcoachError as error:
        wrong = str(error)
        raise PathError(f"week.do: {kind_of(text)}: {wrong}{'' if wrong[-1] in '.?' else '.'}", path) from None
    return item
