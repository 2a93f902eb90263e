"""The floor of a key in a list: Textual alone, a box above lines, and a footer.

"/" goes to the box; Esc goes back to the lines and draws them all anew, as leaving the history's filter does.
"""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Footer, Input

COLUMNS = 10
"""A line of the history has so many parts in styles of their own."""

STYLES = tuple(Style.parse(f"color({number})") for number in range(1, COLUMNS + 1))


class Lines(ScrollView, can_focus=True):
    """Twenty thousand lines, which cost nothing to read."""

    turn = 0

    def on_mount(self) -> None:
        """Say how many they are."""
        self.virtual_size = Size(1, 20_000)

    def render_line(self, y: int) -> Strip:
        """Return a line in columns."""
        width = self.scrollable_content_region.width
        text = f"{self.turn}-{self.scroll_offset.y + y}".ljust(width // COLUMNS)
        return Strip([Segment(text, style) for style in STYLES]).adjust_cell_length(width)


class ListingApp(App[None]):
    """A box, lines and the keys."""

    CSS = "Lines { height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "look", "filter"),
        Binding("escape", "leave", "all again"),
        *(Binding(letter, "nothing", f"key {letter}") for letter in "abcdef"),
    ]

    def compose(self) -> ComposeResult:
        """Yield the three."""
        yield Input(compact=True)
        yield Lines()
        yield Footer()

    def on_mount(self) -> None:
        """Begin in the lines; a cursor that blinks would be taken for an answer."""
        self.query_one(Input).cursor_blink = False
        self.query_one(Lines).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer each of the two where it leads somewhere."""
        in_box = isinstance(self.focused, Input)
        return {"look": not in_box, "leave": in_box}.get(action, True)

    def action_look(self) -> None:
        """Go to the box."""
        self.query_one(Input).focus()

    def action_leave(self) -> None:
        """Go to the lines, and draw them anew."""
        lines = self.query_one(Lines)
        lines.turn += 1
        lines.refresh()
        lines.focus()


if __name__ == "__main__":
    ListingApp().run()
