"""The parts that a report is made of: plain values with plain text, which each form of a report draws in its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the report's title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a ``small`` one explains what is beside it."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A key figure: what it is, how much, and a few words more."""

    label: str
    value: str
    more: str = ""
    alarm: bool = False
    """Whether it is to be seen first."""


@dataclass(frozen=True, slots=True)
class Cards:
    """The key figures."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``align`` has a letter for each column: ``l`` for text, ``r`` for figures."""

    header: tuple[str, ...]
    align: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A value of a plot on a day; ``text`` is how it is told, a ``marked`` one stands out."""

    day: date
    value: float
    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """A small plot over the days from ``first`` to ``last``, as a line, or as bars of ``bar_days`` days each.

    ``unit`` stands behind the figures of its axis, ``wanted`` is a level to be seen, ``from_zero`` whether the axis
    begins at 0, ``up_to`` how far it goes at least. ``marks`` says what a marked spot means.
    """

    title: str
    first: date
    last: date
    spots: tuple[Spot, ...]
    unit: str
    bar_days: int = 0
    wanted: float | None = None
    from_zero: bool = False
    up_to: float | None = None
    marks: str = ""


@dataclass(frozen=True, slots=True)
class Plots:
    """Plots side by side; what they show is also told in words or a table, so that a form without plots loses none."""

    plots: tuple[Plot, ...]


Block = Heading | Paragraph | Bullets | Cards | Table | Plots
