"""The history's views - sessions, exercise, calendar, body, bin - and what they share: tabs, keys, undo and redo."""

from __future__ import annotations

from abc import abstractmethod
from enum import Enum
from itertools import accumulate
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.types import CSSPathType
from textual.widgets import Static

from negcoach.errors import NegcoachError
from negcoach.screens.shared.styles import VIEWS
from negcoach.screens.shared.undoing import exchange
from negcoach.services import Services

BREAKPOINTS: list[tuple[int, str]] = [(0, "-narrow"), (110, "-normal"), (170, "-wide")]
"""From 170 columns on a view shows what is chosen beside its list."""


_TABS = 60
"""Cells that the tabs take with all their names."""


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
    View.BODY: "Soreness, body weight, 1RM tests",
    View.BIN: "What was deleted and edited, to bring back or undo",
}
"""What the command palette says of each view."""


class HistoryView(Screen[None]):
    """A view of the history. The app shows another one in its place, and Esc leaves them all.

    A view composes ``yield from self.title_bar()`` first, and reads what it shows in ``read_again``, which is called
    when it is first shown, too.
    """

    VIEW: ClassVar[View]
    AUTO_FOCUS = ""
    CSS_PATH: ClassVar[CSSPathType | None] = [VIEWS]
    """A view with rules of its own names both, ``[VIEWS, "its own.tcss"]``."""
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(
                str(number),
                f"app.history('{view.name}')",
                view.value.lower(),
                id=f"views.{view.name.lower()}",
                show=False,
                tooltip=f"Show the history's view {view.value}",
            )
            for number, view in enumerate(View, 1)
        ),
        Binding("u,ctrl+z", "undo", "undo", id="views.undo", show=False, tooltip="Undo the last edit"),
        Binding("U,ctrl+y", "redo", "redo", id="views.redo", show=False, tooltip="Make it once more"),
        Binding("escape,h", "back", "back", id="views.back", tooltip="Go back to where you were"),
    ]

    def __init__(self, services: Services) -> None:
        """Show what is kept by ``services``."""
        super().__init__()
        self.services = services
        self._read_styles()

    def title_bar(self) -> ComposeResult:
        """Yield the line above a view: the tabs with their keys, and what the view has to say."""
        # Textual says so only after the first picture, and everything would be laid out and drawn a second time.
        self.add_class(next(name for least, name in reversed(BREAKPOINTS) if self.app.size.width >= least))
        with Horizontal(id="title"):
            yield Static(tabs(self.VIEW, self.app.size.width), id="tabs")
            yield Static("", id="says", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """Shorten the tabs where they have no room."""
        shown, fitting = self.query_one("#tabs", Static), tabs(self.VIEW, event.size.width)
        if str(shown.content) != fitting.plain:  # the first size is that for which they were made
            shown.update(fitting)

    def say(self, text: str) -> None:
        """Say something at the right of the title."""
        self.query_one("#says", Static).update(Content(text), layout=False)

    def complain(self, error: NegcoachError) -> None:
        """Say what could not be done."""
        self.notify(str(error), severity="error", timeout=15, markup=False)

    @abstractmethod
    def read_again(self) -> None:
        """Read what is shown from the store, after an edit, an undo or an import."""

    def on_screen_resume(self) -> None:
        """Read what is to be shown, first and whenever a screen lay over this one: it may have changed something."""
        if self.is_mounted:
            self.read_again()

    @on(events.DescendantBlur)
    def regain_focus(self) -> None:
        """Focus what is first focused here, where nothing is: a list that became empty is hidden, and loses it."""
        self.call_after_refresh(self._focus_first)

    def action_undo(self) -> None:
        """Undo the last edit and say which it was."""
        exchange(self.services, self.app.push_screen, self._exchanged, self.complain)

    def action_redo(self) -> None:
        """Redo what was undone last and say what it was."""
        exchange(self.services, self.app.push_screen, self._exchanged, self.complain, redone=True)

    def action_back(self) -> None:
        """Leave the history."""
        self.app.pop_screen()

    @on(events.Click, "#tabs")
    async def _tab_clicked(self, event: events.Click) -> None:
        """Show the view whose tab was clicked."""
        ends = accumulate(len(name) for name in _names(self.VIEW, self.size.width))
        clicked = next((view for view, end in zip(View, ends, strict=True) if event.x < end), self.VIEW)
        await self.run_action(f"app.history('{clicked.name}')")

    def _read_styles(self) -> None:
        """Take in the view's styles before Textual does, which would parse those of every screen and widget again."""
        for path in self.css_path:
            if not self.app.stylesheet.has_source(str(path), ""):
                self.app.stylesheet.read(path)

    def _focus_first(self) -> None:
        if self.is_current and self.focused is None and self.AUTO_FOCUS:
            first = next(
                (widget for widget in self.query(self.AUTO_FOCUS) if widget.focusable and widget.display), None
            )
            self.set_focus(first)

    def _exchanged(self, said: str) -> None:
        self.notify(said, markup=False)
        self.read_again()


def tabs(shown: View, width: int = _TABS) -> Content:
    """Return the line of tabs, " 1 Sessions  2 Exercise …", the one that is shown set off by more than its colour.

    In a narrow ``width`` the others are only their keys.
    """
    styles = ("bold reverse $text-accent" if view is shown else "$foreground-muted" for view in View)
    return Content.assemble(*zip(_names(shown, width), styles, strict=True))


def _names(shown: View, width: int) -> list[str]:
    return [
        f"▸{number} {view.value} " if view is shown else f" {number} {view.value} " if width >= _TABS else f" {number} "
        for number, view in enumerate(View, 1)
    ]
