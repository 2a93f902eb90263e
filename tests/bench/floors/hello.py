"""The floor of a start: an app of Textual alone, with a header, a footer and one line."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer, Header, Label


class HelloApp(App[None]):
    """Says hello, and answers a key."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("x", "answer", "answer")]

    def compose(self) -> ComposeResult:
        """Yield the three."""
        yield Header()
        yield Label("hello, lifter")
        yield Footer()

    def action_answer(self) -> None:
        """Show that keys are taken."""
        self.query_one(Label).update("answered")


if __name__ == "__main__":
    HelloApp().run()
