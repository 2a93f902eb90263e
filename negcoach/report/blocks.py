"""The blocks of a report: plain values with plain text, which the HTML and the Markdown writer each lay out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from negcoach.training.exercise.figure import Figure


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the report's title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A bulleted list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A key figure: its label, its value, and a detail below them."""

    label: str
    value: str
    more: str = ""
    alarm: bool = False
    """Whether the card stands out as an alarm."""


@dataclass(frozen=True, slots=True)
class Cards:
    """The key figures, side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``align`` has a letter for each column: ``l`` for text, ``r`` for figures."""

    header: tuple[str, ...]
    align: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a plot: a value on a day; ``text`` is its tooltip, and a ``marked`` point stands out."""

    day: date
    value: float
    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """A small plot over the days from ``first`` to ``last``, as a line, or as bars of ``bar_days`` days each.

    ``unit`` follows the figures of the vertical axis, ``target`` is a level drawn as a dashed line, ``from_zero`` has
    the axis begin at 0, and ``up_to`` is a value that it reaches at least. ``mark_label`` is the legend of the marked
    points.
    """

    title: str
    first: date
    last: date
    points: tuple[Point, ...]
    unit: str
    bar_days: int = 0
    target: float | None = None
    from_zero: bool = False
    up_to: float | None = None
    mark_label: str = ""


@dataclass(frozen=True, slots=True)
class Plots:
    """Plots, side by side. What they show is also in the text or a table: Markdown leaves the plots out."""

    plots: tuple[Plot, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The figure of an exercise at the start and the end of its lowering; Markdown leaves it out."""

    label: str
    figure: Figure


Block = Heading | Paragraph | Bullets | Cards | Table | Plots | Drawing
