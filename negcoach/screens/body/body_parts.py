"""The two widgets of the body view: the log and the chart."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList


class BodyLog(OptionList, inherit_bindings=False):
    """The list of entries under month headings that cannot be highlighted; it asks for more when its end is near."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "edit", id="log.edit", show=False, tooltip="Edit the entry that is marked"),
        Binding("up", "cursor_up", "Up", id="log.up", show=False, tooltip="The entry after this one"),
        Binding("down", "cursor_down", "Down", id="log.down", show=False, tooltip="The entry before this one"),
        Binding("home", "first", "Newest", id="log.first", show=False, tooltip="The newest entry"),
        Binding("end", "last", "Last", id="log.last", show=False, tooltip="The oldest entry that is read"),
        Binding("pageup", "page_up", "Page up", id="log.page-up", show=False, tooltip="A page up"),
        Binding("pagedown", "page_down", "Page down", id="log.page-down", show=False, tooltip="A page down"),
    ]

    class NearedEnd(Message):
        """The list was scrolled to near the last entry that is loaded."""

    class Resized(Message):
        """The log has another width, for which its lines must be shortened."""

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Post ``NearedEnd`` while there is still a screenful below."""
        super().watch_scroll_y(old_value, new_value)
        if new_value + 2 * self.size.height >= self.virtual_size.height:
            self.post_message(self.NearedEnd())

    def on_resize(self, event: events.Resize) -> None:
        """Post ``Resized``."""
        self.post_message(self.Resized())


class BodyPicture(Widget):
    """The chart's widget; its screen draws the chart for its size."""

    class Resized(Message):
        """The widget has another size, for which the chart must be drawn."""

    def __init__(self) -> None:
        super().__init__(id="picture")
        self._drawn = Content("")

    def show(self, drawn: Content) -> None:
        """Show a chart that was drawn for the widget's size."""
        self._drawn = drawn
        self.refresh()

    def render(self) -> Content:
        """Return the chart."""
        return self._drawn

    def on_resize(self, event: events.Resize) -> None:
        """Post ``Resized``."""
        self.post_message(self.Resized())
