"""The page that fills the screen of a question, and the pages on which a number is typed a second time."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.types import CSSPathType
from textual.widgets import Input, Static

from negcoach.coaching.gate.type_again import TypeAgain
from negcoach.screens.shared.form.inputs import CleanInput
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.screens.shared.styles import PAGE
from negcoach.texts import clean
from negcoach.widgets.bindings import bound
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.prose import Prose

BACK = Binding("escape", "back", "back", id="gate.back", tooltip="Back to where you were")
"""The way back, for each screen to put where it belongs in the line of keys."""

PAGE_UP = bound("page.back", "back", "Back", "Back, as Esc", show=False)
"""A clicker's key for the way back."""

_Result = TypeVar("_Result")


class Page(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The page in the middle of a screen, without keys of its own: those of the screen scroll it."""


class PageScreen(FreshKeys, Screen[_Result | None]):
    """A screen with one page; the arrows scroll it where the terminal is too low, and so do a clicker's keys.

    At the end of the page a clicker goes on where Enter would, but passes nothing that is to be typed or chosen.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = PAGE
    OPENS_WHOLE = False
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012  # as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        PAGE_UP,
        bound("page.on", "page_on", "Go on", "The rest of the page, then go on", show=False),
        Binding("up", "scroll(-1)", "Up", id="gate.scroll-up", show=False, tooltip="Read what is above"),
        Binding("down", "scroll(1)", "Down", id="gate.scroll-down", show=False, tooltip="Read what is below"),
    ]

    def action_back(self) -> None:
        """Go back; nothing starts."""
        self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        """Scroll the page."""
        self.query_one(Page).scroll_relative(y=lines, animate=False)

    def action_page_on(self) -> None:
        """Show the rest of the page; at its end go on."""
        page = self.query_one(Page)
        if page.scroll_offset.y < page.max_scroll_y:
            page.scroll_page_down(animate=False)
        else:
            self.go_on()

    def go_on(self) -> None:
        """Go on as a clicker may; a hook for screens on which Enter alone goes on."""
        self.app.bell()


class AgainInput(CleanInput):
    """The field in which the number is typed again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "go on", id="gate.cap", tooltip="Go on, once it is typed in full"),
    ]


class TypeAgainScreen(PageScreen[bool]):
    """A screen that goes on only when a load is typed again in full."""

    AUTO_FOCUS = "AgainInput"
    BINDINGS: ClassVar[list[BindingType]] = [BACK]

    def __init__(self, again: TypeAgain) -> None:
        super().__init__()
        self._again = again

    def compose(self) -> ComposeResult:
        """Show what is doubtful and ask for the number."""
        with Page():
            yield Prose(clean(self._again.title), classes="title", markup=False)
            yield Prose(clean(self._again.about), classes="lead", markup=False)
            yield Prose(clean(self._again.request), classes="lead", markup=False)
            yield AgainInput(id="again", compact=True, max_length=24)
            yield Prose(id="again-note", markup=False)
            yield Prose(f"Press Esc to go back and {self._again.back}.", classes="keys")
        yield KeyFooter()

    @on(Input.Changed)
    def _on_typed(self) -> None:
        self.query_one("#again-note", Static).update("")

    @on(Input.Submitted)
    def _confirm(self, event: Input.Submitted) -> None:
        wrong = self._again.error_in(event.value)
        if wrong:
            self.query_one("#again-note", Static).update(f"✕ {wrong}")
        else:
            self.dismiss(True)


class OneRmScreen(TypeAgainScreen):
    """The screen for a 1RM that may be a slip: it neither counts nor is stored unless it is typed again in full."""


class BodyWeightScreen(TypeAgainScreen):
    """The screen for a body weight that may be a slip: it is not stored unless it is typed again in full."""
