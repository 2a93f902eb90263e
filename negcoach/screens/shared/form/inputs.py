"""Inputs on one line, which clean pasted text: the terminal would obey an escape sequence in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from negcoach.texts import clean
from negcoach.widgets.drawing.cells import shortened_to_cells

MOST_TYPED = 24
"""The most characters of a field, unless it has a limit of its own."""


class CleanInput(Input):
    """An input that keeps control characters out: typed keys are printable, and only a paste may hold them.

    It has the ground of a field, another while it has the focus, and wherever it stands the same.
    """

    DEFAULT_CSS = """
    CleanInput { background: $boost; }
    CleanInput:focus { background: $primary-muted; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "go on", id="input.go-on", show=False, tooltip="Go on with what is typed"),
    ]

    def on_paste(self, event: events.Paste) -> None:
        """Insert the first line of what is pasted, cleaned."""
        event.prevent_default()
        event.stop()
        lines = clean(event.text, lines=True).splitlines()
        if lines:
            self.replace(lines[0], *self.selection)


class FieldInput(CleanInput):
    """The input of a form's field on one line."""

    def __init__(self, text: str, *, id: str, longest: int = MOST_TYPED) -> None:  # noqa: A002  # Textual's name
        """Begin with ``text``, all of it selected: typing replaces it."""
        super().__init__(text, id=id, classes="field", compact=True, max_length=longest, select_on_focus=True)


class Chooser(Widget, can_focus=True):
    """The input of a form's field that offers several names, chosen with the arrow keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "before", id="chooser.left", show=False, tooltip="The one before"),
        Binding("right,space", "step(1)", "next", id="chooser.right", show=False, tooltip="The next one"),
    ]

    chosen: reactive[int] = reactive(0)
    """The index of the chosen name."""

    def __init__(self, choices: Sequence[tuple[str, str]], value: str, *, id: str) -> None:  # noqa: A002  # Textual's name
        """Offer values with their names, and choose ``value``, or the first if it is none of them."""
        super().__init__(id=id)
        self._choices = tuple(choices)
        values = [one for one, _ in choices]
        self.set_reactive(Chooser.chosen, values.index(value) if value in values else 0)

    @property
    def value(self) -> str:
        """The value of the chosen name."""
        return self._choices[self.chosen][0]

    def action_step(self, by: int) -> None:
        """Choose the next name or the one before, wrapping around."""
        self.chosen = (self.chosen + by) % len(self._choices)

    def on_click(self, event: events.Click) -> None:
        """Choose the next name, with the arrow before it the one before."""
        self.action_step(-1 if event.x < 2 else 1)

    def render(self) -> Content:
        """Return the name between arrows, and which of how many it is where there is room for all of that."""
        name, place = clean(self._choices[self.chosen][1]), f"  {self.chosen + 1} of {len(self._choices)}"
        room = self.size.width - cell_len("◂  ▸")
        if cell_len(name) + cell_len(place) > room:
            name, place = shortened_to_cells(name, room), ""
        return Content.assemble("◂ ", (name, "bold"), " ▸", (place, "$foreground-muted"))
