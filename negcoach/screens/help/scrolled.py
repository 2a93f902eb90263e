"""The base class of dialogs that are read: a title, a notice, lines that scroll, and how to close it."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.types import CSSPathType
from textual.widgets import Static

from negcoach.screens.shared.form.dialog_keys import DialogKeys
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.screens.shared.styles import DIALOG
from negcoach.widgets.sizes import BESIDE, TINY_BELOW

MOST_WIDTH = 88
"""The columns of the dialog where the screen below is seen beside it; ``scrolled.tcss`` has them too."""

SCROLL = ("↑ ↓ PageDown", "scroll")
"""The keys that scroll, and what they do."""

LEAST_WIDTH = 12
"""The columns that the lines take at least (our own choice): in fewer nothing can be read, and they are cut off."""


class ScrolledLines(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The lines, without keys of their own: those of the screen scroll them."""


class ScrolledScreen(FreshKeys, ModalScreen[None]):
    """A dialog of lines that are only read; a clicker's keys scroll and close it, too.

    Nothing that was pressed here acts on the screen below.
    """

    HEADING: ClassVar[str]
    """The title of the dialog."""
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("esc", "close"),)
    """The keys that it names, each with what it does; those that scroll come after them where there is more to see."""

    CSS_PATH: ClassVar[CSSPathType | None] = [DIALOG, "scrolled.tcss"]
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (TINY_BELOW, "-roomy"), (BESIDE, "-beside")]  # noqa: RUF012  # as Screen declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012  # as Screen declares it
    CLOSES_BESIDE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f5,q", "close", "close", id="scrolled.close", tooltip="Back to where you were"),
        Binding("up", "scroll(-1)", "Up", id="scrolled.up", show=False, tooltip="A line up"),
        Binding("down", "scroll(1)", "Down", id="scrolled.down", show=False, tooltip="A line down"),
        Binding("pageup", "page(-1)", "Page up", id="scrolled.page-up", show=False, tooltip="A page up"),
        Binding("pagedown,space", "page(1)", "Page down", id="scrolled.page-down", show=False, tooltip="A page down"),
        Binding("home", "end(-1)", "First", id="scrolled.first", show=False, tooltip="The first line"),
        Binding("end", "end(1)", "Last", id="scrolled.last", show=False, tooltip="The last line"),
    ]

    _scrolls = False  # as the line of keys has it

    @abstractmethod
    def lines(self, width: int) -> Content:
        """Return the lines, none of them wider than so many columns."""

    @property
    def notice(self) -> Content:
        """What is shown above the lines, and stays there; empty for nothing."""
        return Content("")

    def compose(self) -> ComposeResult:
        """Yield the title, the notice, the lines and the keys."""
        with Vertical(classes="dialog"):
            with Vertical(classes="above"):
                yield Static(self.HEADING, classes="title")
                yield Static("", id="notice")
            with ScrolledLines():
                yield Static(self.lines(self._columns), id="lines")
            yield DialogKeys(self.KEYS)

    def on_mount(self) -> None:
        """Show the notice, and name the keys that scroll whenever there is more to see."""
        self.show_notice()
        self.screen_layout_refresh_signal.subscribe(self, lambda _: self.call_later(self._name_keys))

    def _name_keys(self) -> None:
        scrolls = self.query_one(ScrolledLines).max_scroll_y > 0
        if scrolls is not self._scrolls:
            self._scrolls = scrolls
            self.query_one(DialogKeys).show((*self.KEYS, *((SCROLL,) if scrolls else ())))

    def on_resize(self) -> None:
        """Fit the lines into the new width."""
        self.show_lines()

    def show_notice(self) -> None:
        """Show the notice as it is now."""
        text, shown = self.notice, self.query_one("#notice", Static)
        shown.display = bool(text.plain)
        shown.update(text)

    def show_lines(self) -> None:
        """Show the lines as they are now."""
        self.query_one("#lines", Static).update(self.lines(self._columns))

    def action_close(self) -> None:
        """Go back to the screen below; a key that is held down acts on it only once it is let go."""
        self.drop_held_keys()
        self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one(ScrolledLines).scroll_relative(y=lines, animate=False)

    def action_page(self, by: int) -> None:
        """Scroll by a page."""
        lines = self.query_one(ScrolledLines)
        if by < 0:
            lines.scroll_page_up(animate=False)
        else:
            lines.scroll_page_down(animate=False)

    def action_end(self, end: int) -> None:
        """Scroll to one of the ends."""
        lines = self.query_one(ScrolledLines)
        if end < 0:
            lines.scroll_home(animate=False)
        else:
            lines.scroll_end(animate=False)

    @property
    def _columns(self) -> int:
        """The columns for the lines."""
        width = self.app.size.width
        padding, border_and_scroll_bar = 1 if width < TINY_BELOW else 3, 4
        return max(LEAST_WIDTH, (MOST_WIDTH if width >= BESIDE else width) - 2 * padding - border_and_scroll_bar)
