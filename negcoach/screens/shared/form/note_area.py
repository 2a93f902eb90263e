"""The input for a note, apart from the other inputs since Textual's text area is slow to load."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from negcoach.texts import clean


class NoteArea(TextArea):
    """The input of a form's field with several lines: Enter submits the form, Ctrl+J begins a new line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.keep", "save", id="note.keep", tooltip="Save what is typed", priority=True),
        Binding("ctrl+j", "new_line", "new line", id="note.new-line", tooltip="Begin a new line", priority=True),
    ]

    def __init__(self, text: str, *, id: str) -> None:  # noqa: A002  # Textual's name
        """Begin with ``text``."""
        super().__init__(text, id=id, classes="field", compact=True, soft_wrap=True)

    @property
    def value(self) -> str:
        """The text, by the name that the other inputs have for it."""
        return self.text

    def action_new_line(self) -> None:
        """Begin a new line."""
        self.insert("\n")

    def action_cursor_up(self, select: bool = False) -> None:
        """Go up, from the first line to the field above."""
        if self.cursor_at_first_line and not select:
            self.screen.focus_previous()
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Go down, from the last line to the field below."""
        if self.cursor_at_last_line and not select:
            self.screen.focus_next()
        else:
            super().action_cursor_down(select)

    async def on_paste(self, event: events.Paste) -> None:
        """Insert what is pasted, cleaned, with its line breaks."""
        event.prevent_default()
        event.stop()
        self.insert(clean(event.text, lines=True))
