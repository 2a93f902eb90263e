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

from negcoach.errors import NegcoachError
from negcoach.screens.shared.form.inputs import CleanInput
from negcoach.screens.shared.fresh_keys import FreshKeys
from negcoach.screens.shared.styles import PAGE
from negcoach.texts import clean
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.safety import is_same_load
from negcoach.training.units import TypedLoad, format_load, parse_load
from negcoach.widgets.lists.key_footer import KeyFooter

BACK = Binding("escape", "back", "back", id="gate.back", tooltip="Back to the prescription")
"""The way back, for each screen to put where it belongs in the line of keys."""

PAGE_UP = Binding("pageup", "back", "Back", id="page.back", show=False, tooltip="Back, as Esc")
"""A clicker's key for the way back."""

_Result = TypeVar("_Result")


class Page(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The page in the middle of a screen, without keys of its own: those of the screen scroll it."""


class PageScreen(FreshKeys, Screen[_Result | None]):
    """A screen with one page; the arrows scroll it where the terminal is too low, and so do a clicker's keys.

    At the end of the page a clicker goes on where Enter would, but passes nothing that is to be typed or chosen.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = PAGE
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012  # as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        PAGE_UP,
        Binding("pagedown", "page_on", "Go on", id="page.on", show=False, tooltip="The rest of the page, then go on"),
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
    """A screen that goes on only when a load is typed again in full.

    ``about`` says what is doubtful, ``what`` what is typed, ``back`` what Esc is for.
    """

    AUTO_FOCUS = "AgainInput"
    BINDINGS: ClassVar[list[BindingType]] = [BACK]

    def __init__(self, title: str, about: str, load: TypedLoad, *, what: str, back: str) -> None:
        super().__init__()
        self._title, self._about, self._load = title, about, load
        self._what, self._back = what, back

    def compose(self) -> ComposeResult:
        """Show what is doubtful and ask for the number."""
        with Page():
            yield Static(clean(self._title), classes="title", markup=False)
            yield Static(clean(self._about), classes="lead", markup=False)
            ask = f"If you mean it, type the {self._what} again in full: {self._text}"
            yield Static(clean(ask), classes="lead", markup=False)
            yield AgainInput(id="again", compact=True, max_length=24)
            yield Static(id="again-note", markup=False)
            yield Static(f"Press Esc to go back and {self._back}.", classes="keys")
        yield KeyFooter()

    @on(Input.Changed)
    def _on_typed(self) -> None:
        self.query_one("#again-note", Static).update("")

    @on(Input.Submitted)
    def _confirm(self, event: Input.Submitted) -> None:
        wrong = self._error_in(event.value)
        if wrong:
            self.query_one("#again-note", Static).update(f"✕ {wrong}")
        else:
            self.dismiss(True)

    def _error_in(self, typed: str) -> str:
        try:
            again_kg = parse_load(typed, self._load.unit)
        except NegcoachError as error:
            return str(error)
        return "" if is_same_load(again_kg, self._load.kg) else f"That is not {self._text}."

    @property
    def _text(self) -> str:
        return format_load(self._load.kg, self._load.unit)


class OneRmScreen(TypeAgainScreen):
    """The screen for a 1RM that may be a slip: it neither counts nor is stored unless it is typed again in full.

    ``doubt`` says why, as "it was 100 kg".
    """

    def __init__(self, exercise: Exercise, load: TypedLoad, doubt: str) -> None:
        of = "1RM" if exercise.load is None else exercise.load.of
        text = format_load(load.kg, load.unit)
        about = f"{exercise.name}: {of} of {text}, but {doubt}. Every load follows from it."
        super().__init__(f"Is this {of} right?", about, load, what=of, back="change it")


class BodyWeightScreen(TypeAgainScreen):
    """The screen for a body weight that may be a slip: it is not stored unless it is typed again in full.

    ``doubt`` says why, as "it was 80 kg".
    """

    def __init__(self, load: TypedLoad, doubt: str) -> None:
        about = f"{format_load(load.kg, load.unit)}, but {doubt}. First 1RMs and added loads are held against it."
        super().__init__("Is this body weight right?", about, load, what="body weight", back="change it")
