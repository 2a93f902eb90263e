"""An exercise of a plan in a few lines: what is to be done of it today, why, and how it went last time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TypeAlias

from rich.cells import cell_len
from rich.segment import Segment
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from negcoach.coaching.plan_today import ItemToday, total_ms
from negcoach.coaching.words.set_words import amount, last_time_in_words, load_in_words, load_with_percent
from negcoach.formatting import clock_text, plan_item_text, whole_minutes
from negcoach.services import Services
from negcoach.texts import clean
from negcoach.training.advice.progression.planned import Step
from negcoach.training.exercise.way import STRAIGHT
from negcoach.training.units import Unit
from negcoach.widgets.drawing.cells import fitted, shortened_to_cells
from negcoach.widgets.prose import prose_lines

NARROW = 64
"""The columns below which what is to be done has a line of its own, below the name."""

_INDENT = 6
"""Columns before the name: its number and the bracket of two that alternate."""

_ALL_LINES = 20
"""More lines than an exercise ever has."""

_LONGEST_NAME = 36

_PARTS_OF_WIDE_HEAD = 4
_MORE = " …"

Shares: TypeAlias = Callable[[int], Sequence[int]]
"""How many lines each exercise of a plan has at most, in so many columns."""

_Line: TypeAlias = list[tuple[str, str]]
"""A line in parts, each with its style."""

_STYLES = {
    Step.MORE: "$text-success",
    Step.LESS: "$text-warning",
    Step.REST: "$text-error",
    Step.REFUSED: "$text-error",
}


@dataclass(frozen=True, slots=True)
class ItemText:
    """What is said of an exercise: the ``name``, what is to be ``done`` from the longest to the shortest text of it.

    ``fixed`` is what the plan fixes of it, where the plan is edited. ``why`` has a style of its own. ``minutes`` are
    how long it takes, "" where nobody knows.
    """

    name: str
    done: tuple[str, ...]
    fixed: str
    why: tuple[str, str]
    last: str
    minutes: str


def item_text(one: ItemToday, now: datetime, unit: Unit, *, edited: bool) -> ItemText:
    """Return what is said of an exercise of a plan; ``unit`` is for a load of which none is known.

    ``edited`` is whether the plan is edited, so that it matters which of the values are its own.
    """
    item, exercise, asked, advice = one.item, one.exercise, one.prescription, one.advice
    if exercise is None:
        return ItemText(clean(item.exercise), ("not among the exercises",), "", ("", ""), "", "")
    fixed = plan_item_text(item, bodyweight=exercise.bodyweight)
    name = clean(exercise.name)
    if asked is None or advice is None or one.recent is None:
        return ItemText(name, (fixed,), "", ("", ""), "", "")
    own = "" if not edited else "all as advised" if not item.fixed else f"the plan fixes {fixed}"
    sets, rest = amount(asked), f"rest {clock_text(asked.rest_ms)}"
    load = load_in_words(asked, unit) if asked.load_kg or exercise.bodyweight else "no load yet"
    percent = load_with_percent(asked, unit, one.recent.one_rm_kg) if asked.load_kg else load
    way = () if asked.way == STRAIGHT else (str(asked.way),)
    texts = (
        (sets, percent, str(asked.tempo), rest, *way),
        (sets, load, str(asked.tempo), rest, *way),
        (sets, load, str(asked.tempo), *way),
        (sets, load, *way),
    )
    done = tuple(" · ".join(parts) for parts in texts)
    why = (clean(f"{advice.what}. {advice.why}"), _STYLES.get(advice.step, ""))
    if advice.stopped:
        done = ("not today",)
    elif one.is_more_than_advised:
        why = (clean(f"More than advised: {advice.what}. {advice.why}"), "$text-warning")
    last = one.recent.last
    said = "Not done yet" if last is None else f"Last time {last_time_in_words(last, now, one.recent.unit, exercise)}"
    length = one.duration_ms
    minutes = "" if length is None else f"{whole_minutes(length)} min"
    return ItemText(name, done, own, why, clean(said), minutes)


class ItemBlock(Visual):
    """An exercise of a plan, in as many lines as there is room for; it fits itself to the width of its list."""

    def __init__(self, number: int, bracket: tuple[str, str], text: ItemText, name_width: int, shares: Shares) -> None:
        """Show the exercise with its ``number``; ``bracket`` is before its first line and before the others.

        The names of all have ``name_width`` columns; ``shares`` are the lines that each of them has at most.
        """
        self._head = f" {number:>2} {bracket[0]} "
        self._indent = f"    {bracket[1]} "
        self._text = text
        self._name_width = min(name_width, _LONGEST_NAME)
        self._index, self._shares = number - 1, shares

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return all the width there is."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return how many lines it has."""
        return len(self._lines(width))

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Return the lines."""
        return [_strip(line, width, style) for line in self._lines(width)]

    def needed(self, width: int) -> int:
        """Return how many lines it has if nothing is left out, without the gap after it."""
        return len(self._lines(width, _ALL_LINES)) - 1

    def _lines(self, width: int, most: int | None = None) -> list[_Line]:
        """Return its lines, ``most`` of them, else as many as it may have.

        A gap is the last one where there is room for it, and a narrow one has two at least. Where lines are left out, a
        sign at the end of the last one says so.
        """
        narrow = width < NARROW
        most = self._shares(width)[self._index] if most is None else most
        most = max(most, 2) if narrow else most
        head, indent, room = self._narrow(width) if narrow else self._wide(width)
        said = [self._text.fixed, self._text.why[0], self._text.last]
        own = ["$foreground-muted", self._text.why[1] or "$foreground-muted", "$foreground-muted"]
        lines = list(head)
        for index, text in enumerate(said):
            left = most - len(lines) - sum(map(bool, said[index + 1 :]))  # what comes after it has a line of its own
            lines += [[indent, (line, own[index])] for line in _wrapped(text, room, max(1, left)) if text]
        if len(lines) > most:
            return [*lines[: most - 1], _with_sign(lines[most - 1])]
        return [*lines, [("", "")]] if len(lines) < most else lines

    def _wide(self, width: int) -> tuple[list[_Line], tuple[str, str], int]:
        text, before = self._text, _INDENT + self._name_width + 2
        minutes = f"{text.minutes:>8} "
        room = max(0, width - before - len(minutes))
        done = next((one for one in text.done if cell_len(one) <= room), text.done[-1])
        name = f"{fitted(text.name, self._name_width)}  "
        head = [(self._head, ""), (name, ""), (fitted(done, room), ""), (minutes, "$foreground-muted")]
        return [head], (f"{self._indent}{'':{self._name_width}}  ", ""), room + len(minutes) - 1

    def _narrow(self, width: int) -> tuple[list[_Line], tuple[str, str], int]:
        text, room = self._text, max(0, width - _INDENT - 1)
        minutes = f" {text.minutes}" if text.minutes else ""
        name = fitted(text.name, max(0, room - len(minutes)))
        done = next((one for one in text.done if cell_len(one) <= room), text.done[-1])
        head = [(self._head, ""), (name, ""), (minutes, "$foreground-muted")]
        return [head, [(self._indent, ""), (fitted(done, room), "")]], (self._indent, ""), room


def _wrapped(text: str, room: int, most: int) -> list[str]:
    """Return a text in lines of ``room`` cells, at most so many, the last one cut."""
    return [shortened_to_cells(line, room) for line in prose_lines(text, max(room, 8), most)]


def _with_sign(line: _Line) -> _Line:
    """Return a line with a sign that there is more, after what is said in it; its length stays."""
    index = 2 if len(line) == _PARTS_OF_WIDE_HEAD else len(line) - 1
    text, style = line[index]
    said = text.rstrip()
    if not said.endswith("…"):
        room = max(cell_len(text), cell_len(said) + len(_MORE) if index == len(line) - 1 else 0)
        said = f"{shortened_to_cells(said, room - len(_MORE)).removesuffix('…').rstrip()}{_MORE}"
        text = fitted(said, room)
    return [*line[:index], (text, style), *line[index + 1 :]]


def _strip(line: _Line, width: int, style: Style) -> Strip:
    segments = [Segment(text, (style + Style.parse(own) if own else style).rich_style) for text, own in line]
    return Strip(segments).extend_cell_length(width, style.rich_style).crop(0, width)


def item_blocks(services: Services, today: Sequence[ItemToday], rows: int, *, edited: bool = False) -> list[ItemBlock]:
    """Return a block for each exercise of a plan, together in so many ``rows`` at most where they have room.

    ``edited`` is whether the plan is edited.
    """
    now, unit = services.now(), services.settings.unit
    texts = [item_text(one, now, unit, edited=edited) for one in today]
    widest = max((cell_len(text.name) for text in texts), default=0)
    blocks: list[ItemBlock] = []
    shares = cache(lambda width: _shares([block.needed(width) for block in blocks], rows))
    for index, (one, text) in enumerate(zip(today, texts, strict=True)):
        second = index > 0 and today[index - 1].item.superset
        bracket = ("┌", "│") if one.item.superset else ("└", " ") if second else (" ", " ")
        blocks.append(ItemBlock(index + 1, bracket, text, widest, shares))
    return blocks


def _shares(needed: Sequence[int], rows: int) -> list[int]:
    """Return how many of the ``rows`` each exercise gets: the same, but for what another one does not need.

    There is a gap after each only where all of them are whole.
    """
    free = rows - sum(needed)
    if free >= len(needed) - 1:
        return [lines + (place < free) for place, lines in enumerate(needed)]
    shares: dict[int, int] = {}
    for index in sorted(range(len(needed)), key=needed.__getitem__):
        left = rows - sum(shares.values())
        shares[index] = max(1, min(needed[index], left // (len(needed) - len(shares))))
    return [shares[index] for index in range(len(needed))]


def rows_of_blocks(services: Services, today: Sequence[ItemToday], width: int, *, edited: bool = False) -> int:
    """Return how many rows the exercises of a plan take in ``width`` columns if nothing is left out."""
    blocks = item_blocks(services, today, _ALL_LINES * len(today), edited=edited)
    return sum(block.get_height({}, width) for block in blocks)


def total_text(today: Sequence[ItemToday]) -> str:
    """Return ``about 34 min``, or ``at least 34 min`` where nobody knows how long some of the exercises take."""
    ms, known = total_ms(today)
    if not ms:
        return "time unknown"
    return f"about {whole_minutes(ms)} min" if known else f"at least {whole_minutes(ms)} min"
