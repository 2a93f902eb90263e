"""Inputs of one line. What is pasted is cleaned: an escape sequence in it would be obeyed by the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from negcoach.texts import clean

MOST_TYPED = 24
"""Characters of a field on one line, where it does not take more."""


class CleanInput(Input):
    """An input that keeps control characters out; typed keys are printable, only a paste could hold them."""

    def on_paste(self, event: events.Paste) -> None:
        """Insert the first line of what is pasted, cleaned."""
        event.prevent_default()
        event.stop()
        lines = clean(event.text, lines=True).splitlines()
        if lines:
            self.replace(lines[0], *self.selection)


class FieldInput(CleanInput):
    """A form's field on one line."""

    def __init__(self, text: str, *, id: str, longest: int = MOST_TYPED) -> None:  # noqa: A002  # Textual's name
        """Begin with ``text``, all of it selected: typing replaces it."""
        super().__init__(text, id=id, classes="field", compact=True, max_length=longest, select_on_focus=True)


class Chooser(Widget, can_focus=True):
    """A form's field that is one of several names, chosen with the arrow keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "before", id="chooser.left", show=False, tooltip="The one before"),
        Binding("right,space", "step(1)", "next", id="chooser.right", show=False, tooltip="The next one"),
    ]

    chosen: reactive[int] = reactive(0)
    """Which one."""

    def __init__(self, choices: Sequence[tuple[str, str]], value: str, *, id: str) -> None:  # noqa: A002  # Textual's name
        """Offer values with their names, beginning with ``value``, or with the first where it is none of them."""
        super().__init__(id=id)
        self._choices = tuple(choices)
        values = [one for one, _ in choices]
        self.set_reactive(Chooser.chosen, values.index(value) if value in values else 0)

    @property
    def value(self) -> str:
        """The value of the name that is chosen."""
        return self._choices[self.chosen][0]

    def action_step(self, by: int) -> None:
        """Choose the next one or the one before, around the end."""
        self.chosen = (self.chosen + by) % len(self._choices)

    def render(self) -> Content:
        """Return the name between arrows."""
        place = f"{self.chosen + 1} of {len(self._choices)}"
        return Content.assemble(
            "◂ ", (clean(self._choices[self.chosen][1]), "bold"), " ▸  ", (place, "$foreground-muted")
        )
