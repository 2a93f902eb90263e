"""A field whose pasted text is cleaned: an escape sequence in it would be obeyed by the terminal."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from negcoach.texts import clean


class CleanInput(Input):
    """An input that keeps control characters out; typed keys are printable, only a paste could hold them."""

    def on_paste(self, event: events.Paste) -> None:
        """Insert the first line of what is pasted, cleaned."""
        event.prevent_default()
        event.stop()
        lines = clean(event.text, lines=True).splitlines()
        if lines:
            self.replace(lines[0], *self.selection)
