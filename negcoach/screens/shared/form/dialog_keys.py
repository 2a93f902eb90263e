"""The keys of a dialog, below what they act on: on one line where it is wide enough, else on several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

Pairs = Sequence[tuple[str, str]]
"""Keys, each with what it does."""

_APART = (4, 2)
"""Cells between two keys, the most that fit on one line; where none does, the last."""


class DialogKeys(Static):
    """Shows keys and what they do; a line never ends between a key and what it does."""

    def __init__(self, pairs: Pairs) -> None:
        """Show these keys."""
        self._pairs = tuple(pairs)
        super().__init__(line_of_keys(self._pairs), classes="keys")

    def show(self, pairs: Pairs) -> None:
        """Show other keys."""
        self._pairs = tuple(pairs)
        self.update(line_of_keys(self._pairs))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines that the keys take."""
        return len(list(_lines(self._pairs, width)))

    def render(self) -> Content:
        """Return the keys in lines of the present width."""
        return Content("\n").join(_lines(self._pairs, self.content_size.width))


def line_of_keys(pairs: Pairs, apart: int = _APART[0]) -> Content:
    """Return keys and what they do on one line, with ``apart`` cells between them."""
    return Content(" " * apart).join(Content.assemble((key, "bold"), f" {what}") for key, what in pairs)


def _lines(pairs: Pairs, width: int) -> Iterator[Content]:
    """Yield the lines in which the keys fit a width, one where that is possible."""
    widths = [cell_len(f"{key} {what}") for key, what in pairs]
    apart = next((cells for cells in _APART if sum(widths) + cells * (len(pairs) - 1) <= width), _APART[-1])
    line: list[tuple[str, str]] = []
    left = width
    for pair, needed in zip(pairs, widths, strict=True):
        if line and needed + apart > left:
            yield line_of_keys(line, apart)
            line, left = [], width
        left -= needed + (apart if line else 0)
        line.append(pair)
    yield line_of_keys(line, apart)
