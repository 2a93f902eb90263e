"""The drawn figures that come with negcoach, read when the first one is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from negcoach.config.files.toml_files import line_of, location, parse
from negcoach.errors import NegcoachError
from negcoach.training.exercise import figure_table
from negcoach.training.exercise.figure import Figure
from negcoach.training.exercise.table_reader import TableError


@cache
def figure_of(slug: str, spotters: int = 0, *, alone: bool = False) -> Figure | None:
    """Return the figure that performs an exercise, ``None`` where there is none, as for most of the lifter's own.

    Where one spotter can be enough, two are drawn if there are so many ``spotters``. ``alone``: as it is lifted and
    lowered alone (``Exercise.alone``).
    """
    figure = _shipped_figures().get(slug)
    if figure is None:
        return None
    return figure.alone if alone else figure.with_spotters(spotters)


@cache
def _shipped_figures() -> Mapping[str, Figure]:
    path = Path(figure_table.__file__).with_name("figures.toml")
    return read_figures(path, path.read_text("utf-8"))


def read_figures(path: Path, text: str) -> Mapping[str, Figure]:
    """Return the figures in a file's text; ``path`` is named, with the line, by the ``NegcoachError`` of a fault."""
    tables = parse(path, text)
    try:
        return figure_table.figures_from(tables)
    except TableError as error:
        names = (int(name) if name.isdigit() else name for name in error.key.split(".") if name)
        key = () if error.index is None else ("figure", error.index, *names)
        raise NegcoachError(f"{location(path, line_of(text, key))}: {error}") from None
