"""A list of any length, of which only the lines near the window are read."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style as VisualStyle

from negcoach.widgets.lists.option_lists import MARK

PAGE = 64
"""Rows asked for at a time: a screenful, and some to scroll into."""

_CACHED_PAGES = 8

_CACHED_LINES = 512

SIGNS = 2
"""Cells in front of each line: one for the line's own sign, and the cursor's."""

Row = TypeVar("Row", bound=Hashable)

Parts = tuple[tuple[str, str], ...]
"""A text in parts, each with its style as Textual writes styles ("bold $text-error"), "" for none."""


@dataclass(frozen=True, slots=True)
class TableLine:
    """A line: its group heading, shown when it changes, its text, and a sign of one cell before them.

    The groups of all lines are equally wide.
    """

    group: str
    parts: Parts
    sign: str = " "

    @property
    def text(self) -> str:
        """The text, without the group."""
        return "".join(text for text, _ in self.parts)


class SessionTable(ScrollView, Generic[Row], can_focus=True):
    """Shows rows by number. Line ``i`` needs the rows ``i`` and ``i - 1`` alone, so its length does not matter.

    ``read(start, limit)`` gives rows; fewer than asked for leave lines empty. ``draw(row, width)`` gives the line of
    a row without its signs, ``width`` cells wide with its group. An equal row gets the same line, wherever it stands:
    call ``redraw`` when anything else than the rows changes what ``draw`` gives.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"session-table--cursor", "session-table--group"}
    DEFAULT_CSS = """
    SessionTable {
        overflow-x: hidden;
        overflow-y: scroll;
        & > .session-table--group { color: $text-accent; text-style: bold; }
        & > .session-table--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
        }
        &:focus > .session-table--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "open", id="table.choose", tooltip="Show each set and rep"),
        Binding("space,right", "choose", "open", id="table.choose-too", show=False, tooltip="Show each set and rep"),
        Binding("up", "move(-1)", "Up", id="table.up", show=False, tooltip="The line above"),
        Binding("down", "move(1)", "Down", id="table.down", show=False, tooltip="The line below"),
        Binding("pageup", "page(-1)", "Page up", id="table.page-up", show=False, tooltip="A page up"),
        Binding("pagedown", "page(1)", "Page down", id="table.page-down", show=False, tooltip="A page down"),
        Binding("home", "first", "First", id="table.first", show=False, tooltip="The first line"),
        Binding("end", "last", "Last", id="table.last", show=False, tooltip="The last line"),
    ]

    cursor: reactive[int] = reactive(0, init=False, repaint=False)
    """The chosen line, from 0; always a valid index unless the table is empty."""

    class Moved(Message):
        """Another line was chosen, or the chosen line now has another row."""

    class Opened(Message):
        """The chosen line was opened."""

    def __init__(
        self,
        read: Callable[[int, int], Sequence[Row]],
        draw: Callable[[Row, int], TableLine],
        *,
        id: str | None = None,  # noqa: A002 - Textual's name for it
    ) -> None:
        """Begin without lines; ``show`` sets their number."""
        self._strips: LRUCache[object, Strip] = LRUCache(_CACHED_LINES)
        self._styles_of: LRUCache[tuple[VisualStyle, str], Style] = LRUCache(_CACHED_LINES)
        super().__init__(id=id)
        self._read = read
        self._draw = draw
        self._count = 0
        self._pages: LRUCache[int, Sequence[Row]] = LRUCache(_CACHED_PAGES)
        self._lines: LRUCache[Row, TableLine] = LRUCache(_CACHED_LINES)
        self._empty_text: Sequence[Parts] = ()
        self._width = 0

    @property
    def count(self) -> int:
        """The number of lines."""
        return self._count

    def show(self, count: int, cursor: int = 0) -> None:
        """Reset to ``count`` lines, with ``cursor`` as the chosen one."""
        self._count = count
        self._pages.clear()
        # Without a new layout, which the reactive would ask for: only the lines themselves change.
        self.set_reactive(SessionTable.virtual_size, Size(1, count))
        self.vertical_scrollbar.window_virtual_size = count
        self.refresh()
        self.set_reactive(SessionTable.cursor, self.validate_cursor(cursor))
        self._follow()
        self.post_message(self.Moved())

    def set_empty_text(self, lines: Sequence[Parts]) -> None:
        """Set the text that is shown in the middle while there are no lines."""
        if lines != self._empty_text:
            self._empty_text = lines
            if not self._count:
                self.refresh()

    def redraw(self) -> None:
        """Redraw the lines: something other than the rows has changed."""
        self._lines.clear()
        self._strips.clear()
        self.refresh()

    def row_at(self, index: int) -> Row | None:
        """Return a row, ``None`` where there is none."""
        if not 0 <= index < self._count:
            return None
        number, offset = divmod(index, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = self._read(number * PAGE, PAGE)
        return page[offset] if offset < len(page) else None

    @property
    def chosen(self) -> Row | None:
        """The chosen row."""
        return self.row_at(self.cursor)

    def render_line(self, y: int) -> Strip:
        """Return a line of the window."""
        self._fit()
        index = y + self.scroll_offset.y
        row = self.row_at(index)
        if row is None:
            return self._middle(y)
        line = self._line(row)
        above = self.row_at(index - 1) if y else None
        with_group = above is None or self._line(above).group != line.group
        here = index == self.cursor
        style = self.get_visual_style("session-table--cursor") if here else self.visual_style
        key = (row, with_group, here, style)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._strip(line, style, with_group=with_group, here=here)
        return strip

    def validate_cursor(self, cursor: int) -> int:
        """Clamp to existing lines."""
        return max(0, min(cursor, self._count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Show which line is chosen, and post ``Moved``."""
        self.refresh_line(old)
        self.refresh_line(new)
        self._follow()
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Keep the chosen line in the window."""
        self._follow()

    def notify_style_update(self) -> None:
        """Redraw the lines in another theme."""
        super().notify_style_update()
        self._strips.clear()
        self._styles_of.clear()

    def on_click(self, event: events.Click) -> None:
        """Choose a line, and open the one that was chosen already."""
        offset = event.get_content_offset(self)
        if offset is None or (index := offset.y + self.scroll_offset.y) >= self._count:
            return
        if index == self.cursor:
            self.action_choose()
        self.cursor = index

    def action_choose(self) -> None:
        """Open the chosen line."""
        if self._count:
            self.post_message(self.Opened())

    def action_move(self, lines: int) -> None:
        """Choose another line."""
        self.cursor += lines

    def action_page(self, pages: int) -> None:
        """Choose the line a page away; one line of the page before stays."""
        self.cursor += pages * max(1, self.scrollable_content_region.height - 1)

    def action_first(self) -> None:
        """Choose the first line."""
        self.cursor = 0

    def action_last(self) -> None:
        """Choose the last line."""
        self.cursor = self._count - 1

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        """Take a new size; Textual would draw the scroll bar in a frame of its own at each layout without one, too."""
        return size != self.outer_size and super()._size_updated(size, virtual_size, container_size, layout)

    @property
    def chosen_place(self) -> Offset:
        """Where in the window the chosen line begins."""
        return Offset(0, self.cursor - self.scroll_offset.y)

    def _follow(self) -> None:
        """Bring the chosen line into the window."""
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True, x_axis=False)

    def _fit(self) -> None:
        """Cut the lines to the width."""
        width = self.scrollable_content_region.width
        if width != self._width:
            self._width = width
            self._lines.clear()
            self._strips.clear()

    def _line(self, row: Row) -> TableLine:
        line = self._lines.get(row)
        if line is None:
            line = self._lines[row] = self._draw(row, self._width - SIGNS)
        return line

    def _strip(self, line: TableLine, style: VisualStyle, *, with_group: bool, here: bool) -> Strip:
        """Return a line as segments, which is fast: a window full of lines is drawn at each key."""
        group = self.get_visual_style("session-table--group", partial=True)
        plain = style.rich_style
        segments = [
            Segment(line.sign + (MARK if here else " "), plain),
            Segment(line.group, (style + group).rich_style)
            if with_group
            else Segment(" " * cell_len(line.group), plain),
            *(Segment(text, self._style_of(style, name) if name else plain) for text, name in line.parts if text),
        ]
        return Strip(Segment.simplify(segments)).adjust_cell_length(self._width, plain)

    def _middle(self, y: int) -> Strip:
        """Return line ``y`` of the text shown in the middle while there are no lines."""
        plain, style = self.rich_style, self.visual_style
        lines = [] if self._count else [*self._wrapped(self._width)]
        index = y - max(0, self.size.height - len(lines)) // 2
        parts = lines[index] if 0 <= index < len(lines) else ()
        text_strip = Strip([Segment(text, self._style_of(style, name) if name else plain) for text, name in parts])
        left = max(0, self._width - text_strip.cell_length) // 2
        return Strip([Segment(" " * left, plain), *text_strip]).adjust_cell_length(self._width, plain)

    def _wrapped(self, width: int) -> Iterator[Parts]:
        """Yield the lines of the text for no lines, those of a single style broken where they are too wide."""
        for parts in self._empty_text:
            if len(parts) == 1:
                text, style = parts[0]
                yield from (((line, style),) for line in textwrap.wrap(text, max(20, width)) or [text])
            else:
                yield parts

    def _style_of(self, style: VisualStyle, name: str) -> Style:
        key = (style, name)
        found = self._styles_of.get(key)
        if found is None:
            found = self._styles_of[key] = (style + VisualStyle.parse(name)).rich_style
        return found
