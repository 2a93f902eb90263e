"""Lists of options, with or without headings, and the keys that move in them."""

from __future__ import annotations

from typing import Literal

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from negcoach.widgets.clickable import clicked_action

MARK = "▸"
"""The sign before what is selected in any list, for whom its colour is not enough."""


SELECTED = "bold $block-cursor-foreground on $block-cursor-background"
"""The style of what is selected within a line, as a row of a list is: one look for all."""


def no_exercise_matches() -> Option:
    """Return the line that stands in a list of exercises in which a search finds none."""
    return Option("No exercise matches.\nPress Esc to show all.", disabled=True)


def selected_line(line: Content, width: int) -> Content:
    """Return a line that begins with the sign, on the ground of what is selected, ``width`` cells wide."""
    return line.pad_right(max(0, width - line.cell_length)).stylize_before(SELECTED)


class MarkedList(OptionList):
    """A list of options: the highlighted one has the sign before it, in the padding of the options, and one ground.

    That ground is under all of its lines and to their ends, also under a value that has a ground of its own elsewhere.
    """

    async def _on_click(self, event: events.Click) -> None:
        """Leave a click alone that hit no option: Textual fails where the list has become shorter since."""
        if self._clicked(event) is None:
            event.prevent_default()

    def _clicked(self, event: events.Click) -> int | None:
        """Return the number of the option that was clicked, ``None`` for none that the list still has."""
        clicked: int | None = event.style.meta.get("option")
        return clicked if clicked is not None and clicked < self.option_count else None

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height for a width, of one column at least for the text: Textual fails to wrap it to none."""
        return super().get_content_height(container, viewport, max(width, self._padding_width + 1))

    def _update_lines(self) -> None:
        """Lay out the lines, none where the padding takes every column."""
        if self.scrollable_content_region.width - self._get_left_gutter_width() > self._padding_width:
            super()._update_lines()

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        """Move by a page, where anything is laid out."""
        if self._lines:
            super()._move_page(direction)

    @property
    def _padding_width(self) -> int:
        return self.get_component_styles("option-list--option").padding.width

    def render_line(self, y: int) -> Strip:
        """Return a line; one of the highlighted option on its ground, the first with the sign."""
        strip = super().render_line(y)
        at = self.scroll_offset.y + y
        option, row = self._lines[at] if 0 <= at < len(self._lines) else (None, 0)
        if option is None or option != self.highlighted:
            return strip
        padding = next(iter(strip)).style or Style()
        ground = Style(bgcolor=padding.bgcolor, reverse=bool(padding.reverse))
        sign = MARK if row == 0 else " "
        rest = Segment.apply_style(strip.crop(1), post_style=ground)
        return Strip([Segment(sign, padding), *rest], strip.cell_length)


class PagedList(MarkedList):
    """A list of the app's own, with what the mouse and the page keys do in it.

    A click highlights an option; another one on it selects it, as a double click does. Textual's list selects at once:
    a click that only looks would begin or bring back something. Its page keys do nothing where there is no room for a
    page: Textual's fail there.
    """

    DEFAULT_CSS = """
    PagedList, PagedList.-textual-compact {
        & > .option-list--option { padding: 0 1; }
    }
    """

    async def _on_click(self, event: events.Click) -> None:
        """Highlight the clicked option, or select the one that is highlighted; the screen does what its words name."""
        event.prevent_default()
        clicked = self._clicked(event)
        if clicked is None or self.get_option_at_index(clicked).disabled:
            return
        if clicked == self.highlighted and clicked_action(event) is None:
            self.action_select()
        else:
            self.highlighted = clicked

    def action_page_up(self) -> None:
        """Move the highlight up one page."""
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call]  # Textual left it without

    def action_page_down(self) -> None:
        """Move the highlight down one page."""
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]


class HeadedList(PagedList, inherit_bindings=False):
    """Textual's list, with headings: disabled options, of which the first is at the top."""

    def action_first(self) -> None:
        """Highlight the first option, and show the heading above it too."""
        super().action_first()
        self.scroll_home(animate=False)

    def action_page_up(self) -> None:
        """Highlight the option a page above; Textual's own action highlights none where that is the first heading."""
        super().action_page_up()
        if self.highlighted is None:
            self.action_first()


def moves(
    of: str, thing: str, *, letters: bool = False, first: str = "", last: str = ""
) -> tuple[Binding, Binding, Binding, Binding, Binding, Binding]:
    """Return the bindings of the arrows, Home, End and the page keys, with ids that begin with ``of``.

    Their tooltips name a ``thing`` of the list; ``first`` and ``last`` name its ends where they have another name. With
    ``letters`` k and j move too: not where letters are typed.
    """
    up, down = ("up,k", "down,j") if letters else ("up", "down")
    return (
        Binding(up, "cursor_up", "Up", id=f"{of}.up", show=False, tooltip=f"The {thing} above"),
        Binding(down, "cursor_down", "Down", id=f"{of}.down", show=False, tooltip=f"The {thing} below"),
        Binding("home", "first", "First", id=f"{of}.first", show=False, tooltip=first or f"The first {thing}"),
        Binding("end", "last", "Last", id=f"{of}.last", show=False, tooltip=last or f"The last {thing}"),
        Binding("pageup", "page_up", "Page up", id=f"{of}.page-up", show=False, tooltip="A page up"),
        Binding("pagedown", "page_down", "Page down", id=f"{of}.page-down", show=False, tooltip="A page down"),
    )
