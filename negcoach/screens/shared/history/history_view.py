"""The base class of the history's views - sessions, exercise, calendar, body, bin: their tabs, keys, undo and redo."""

from __future__ import annotations

from abc import abstractmethod
from enum import Enum
from functools import partial
from itertools import accumulate
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.screen import Screen
from textual.types import CSSPathType
from textual.widget import Widget
from textual.widgets import Static

from negcoach.keys.keymap import USUAL, Keymap
from negcoach.screens.shared.history.undoing import undo_or_redo
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.screens.shared.notices import notify_error
from negcoach.screens.shared.styles import VIEWS
from negcoach.services import Services
from negcoach.widgets.bindings import bound
from negcoach.widgets.lists.option_lists import MARK, SELECTED
from negcoach.widgets.sizes import TINY_BELOW

BREAKPOINTS: list[tuple[int, str]] = [(0, "-tiny"), (TINY_BELOW, "-narrow"), (110, "-normal"), (170, "-wide")]
"""Classes by width: from 170 columns on, a view shows the highlighted row's details beside its list."""
HEIGHTS: list[tuple[int, str]] = [(0, "-low"), (16, "-high")]
"""Classes by height."""

_TABS_WIDTH = 60
"""The cells that the tabs take with all their names, and a short status beside them."""

_STATUS_WIDTH = 9
"""The cells of a short status."""


class View(Enum):
    """A view of the history; its value is its name on the tab."""

    SESSIONS = "Sessions"
    EXERCISE = "Exercise"
    CALENDAR = "Calendar"
    BODY = "Body"
    BIN = "Bin"


ABOUT = {
    View.SESSIONS: "Sessions and every rep of them",
    View.EXERCISE: "Trends and records of an exercise",
    View.CALENDAR: "Twelve months at a glance, streaks, muscle groups",
    View.BODY: "Soreness, body weight, 1RM",
    View.BIN: "Deleted sessions and sets, and edits to undo",
}
"""The description of each view in the command palette."""


class HistoryView(OpenScreen, Screen[None]):
    """A view of the history. The app shows one view in place of another, and Esc leaves them all.

    A view composes ``yield from self.title_bar()`` first, and reads what it shows in ``read_again``, which is also
    called when it is first shown.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)
    """The size of what the view shows, here without Textual's second layout of it when the first one has set this."""

    VIEW: ClassVar[View]
    AUTO_FOCUS = ""
    CSS_PATH: ClassVar[CSSPathType | None] = [VIEWS]
    """A view with a style sheet of its own names both, ``[VIEWS, "its own.tcss"]``."""
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            bound(
                f"views.{view.name.lower()}",
                f"app.history('{view.name}')",
                view.value.lower(),
                f"Show the history's view {view.value}",
                show=False,
            )
            for view in View
        ),
        bound("views.undo", "undo", "undo", show=False),
        bound("views.redo", "redo", "redo", show=False),
        Binding("escape,h", "back", "back", id="views.back", tooltip="Go back to where you were"),
        bound("views.close", "back", "back", "Close the history", show=False),
    ]

    def __init__(self, services: Services) -> None:
        """Show what the database of ``services`` holds."""
        super().__init__()
        self.services = services
        self._read_styles()

    def title_bar(self) -> ComposeResult:
        """Yield the line above a view: the tabs with their keys, and the status of the view."""
        with Horizontal(id="title"):
            yield Static(tabs(self.VIEW, self.app.size.width, keymap_of(self)), id="tabs")
            yield Static("", id="says", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """Shorten the tabs if they do not fit."""
        shown, fitting = self.query_one("#tabs", Static), tabs(self.VIEW, event.size.width, keymap_of(self))
        if str(shown.content) != fitting.plain:  # the first size is that for which they were made
            shown.update(fitting)

    def set_status(self, text: str | Content) -> None:
        """Show a status at the right end of the title."""
        self.query_one("#says", Static).update(Content(text) if isinstance(text, str) else text, layout=False)

    @abstractmethod
    def read_again(self) -> None:
        """Read what is shown from the store again, after an edit, an undo or an import."""

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Read what is shown, first and whenever another screen covered this one: that may have changed it."""
        self.read_again()

    @on(events.DescendantBlur)
    def regain_focus(self) -> None:
        """Focus the view's first widget when nothing has the focus: a list that becomes empty is hidden."""
        self.call_after_refresh(self._focus_first)

    def action_undo(self) -> None:
        """Undo the last edit and notify which it was."""
        undo_or_redo(self.services, self.app.push_screen, self._notify_change, partial(notify_error, self))

    def action_redo(self) -> None:
        """Redo the edit that was undone last and notify which it was."""
        undo_or_redo(self.services, self.app.push_screen, self._notify_change, partial(notify_error, self), redone=True)

    async def action_back(self) -> None:
        """Leave the history."""
        self.dismiss(None)

    @on(events.Click, "#tabs")
    async def _tab_clicked(self, event: events.Click) -> None:
        """Show the view whose tab was clicked."""
        ends = accumulate(cell_len(name) for name in _tab_names(self.VIEW, keymap_of(self), self.size.width))
        clicked = next((view for view, end in zip(View, ends, strict=True) if event.x < end), self.VIEW)
        await self.run_action(f"app.history('{clicked.name}')")

    def _read_styles(self) -> None:
        """Add the view's styles before Textual does, which would parse those of all screens and widgets again."""
        for path in self.css_path:
            if not self.app.stylesheet.has_source(str(path), ""):
                self.app.stylesheet.read(path)

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        """Lay this view out, and with it whatever asked for that until now; Textual would do that once more."""
        super()._refresh_layout(size, scroll)
        self._layout_required = False

    def _screen_resized(self, size: Size) -> None:
        """Lay this view out for a new size; Textual does so a second time, when the view hears of that size."""
        if size != self.outer_size or self._layout_required:
            super()._screen_resized(size)

    def _focus_first(self) -> None:
        if self.is_current and self.focused is None and self.AUTO_FOCUS:
            first = next(
                (widget for widget in self.query(self.AUTO_FOCUS) if widget.focusable and _is_displayed(widget)), None
            )
            self.set_focus(first)

    def _notify_change(self, line: str) -> None:
        self.notify(line, markup=False)
        self.read_again()


def _is_displayed(widget: Widget) -> bool:
    return all(node.display for node in widget.ancestors_with_self)


def tabs(shown: View, width: int = _TABS_WIDTH, keymap: Keymap = USUAL) -> Content:
    """Return the line of tabs, " 1 Sessions  2 Exercise …"; the shown one differs by more than its colour.

    In a narrow ``width`` the others are reduced to their keys; where keys with long names do not fit either, all are to
    their names.
    """
    styles = (SELECTED if view is shown else "$foreground-muted" for view in View)
    return Content.assemble(*zip(_tab_names(shown, keymap, width), styles, strict=True))


def _tab_names(shown: View, keymap: Keymap, width: int) -> list[str]:
    keys = {view: keymap.short(f"views.{view.name.lower()}") for view in View}
    signs = {view: MARK if view is shown else " " for view in View}
    full = [f"{signs[view]}{keys[view]} {view.value} " for view in View]
    short = [full[index] if view is shown else f" {keys[view]} " for index, view in enumerate(View)]
    for fitting in (full, short):
        if sum(map(cell_len, fitting)) <= width - _STATUS_WIDTH:
            return fitting
    return [f"{signs[view]}{view.value}" for view in View]  # a click shows them all the same
