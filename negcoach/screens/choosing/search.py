"""The search box of the home screen."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from negcoach.screens.shared.form.inputs import CleanInput


class SearchBox(CleanInput):
    """The search box: the arrows move in the list while a search is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "choose", id="search.choose", tooltip="Go on with the highlighted exercise"),
        Binding("up", "screen.move(-1)", "Up", id="search.up", show=False, tooltip="The exercise above"),
        Binding("down", "screen.move(1)", "Down", id="search.down", show=False, tooltip="The exercise below"),
    ]

    class Typed(Message):
        """A letter was typed into the box: the screen puts it in after those that the list got before it."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, *, id: str, longest: int) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(placeholder="type to search", id=id, compact=True, max_length=longest, select_on_focus=False)

    def on_key(self, event: events.Key) -> None:
        """Hand on what is typed instead of inserting it."""
        if event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            self.post_message(self.Typed(event.character))
