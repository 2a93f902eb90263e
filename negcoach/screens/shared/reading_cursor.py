"""Where the terminal's own cursor stands: on the line that is chosen, which screen readers and magnifiers follow.

It is not shown. Textual moves it to ``App.cursor_position`` with each frame, so that an input method opens beside a
text field; here it also follows the lists.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual.app import App
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList

_READ_FIRST = "SorenessLines, Page, OptionList, SessionTable"
"""What is read first on a screen where nothing has the focus."""


@runtime_checkable
class Choosing(Protocol):
    """A widget of our own in which a line or a cell is chosen."""

    @property
    def chosen_place(self) -> Offset:
        """Where in the widget's content that begins, as it is scrolled now."""


class ChoosesWhileTyping:
    """A screen on which the arrow keys choose in a list while a text field keeps the focus.

    The cursor stands on the line that they chose, and in the field again once its text or its own cursor has moved on.
    """

    _chosen: tuple[Widget, Input, str, int] | None = None

    def stand_on(self, chosen: Widget, field: Input) -> None:
        """Let the cursor stand on what is chosen in a list, as long as nothing changes in the field."""
        self._chosen = chosen, field, field.value, field.cursor_position

    def chosen_beside(self, field: Input) -> Widget | None:
        """Return the list in which the last key chose, ``None`` where it acted in the field."""
        if self._chosen is None:
            return None
        chosen, *at = self._chosen
        return chosen if at == [field, field.value, field.cursor_position] and chosen.display else None


class ReadingCursorApp(App[None]):
    """An app whose cursor stands on what is chosen."""

    @property
    def cursor_position(self) -> Offset:
        """The place of the cursor on the screen."""
        found = reading_place(self.screen) if self._running and self.screen_stack else None
        return self._typing_place if found is None else found

    @cursor_position.setter
    def cursor_position(self, place: Offset) -> None:
        """Take the place of the cursor in a text field."""
        self._typing_place = place


def reading_place(screen: Screen[object]) -> Offset | None:
    """Return where what is chosen begins on a screen, or where text is typed; ``None`` where there is neither."""
    focused = screen.focused
    if isinstance(focused, Input):
        beside = screen.chosen_beside(focused) if isinstance(screen, ChoosesWhileTyping) else None
        if beside is None:
            return focused.cursor_screen_offset
        focused = beside
    if focused is None:
        focused = next((one for one in screen.query(_READ_FIRST) if one.display), None)
    if focused is None:
        return None
    return focused.content_region.offset + place_in(focused)


def place_in(widget: Widget) -> Offset:
    """Return where in its content what is chosen begins, its beginning where nothing is to choose."""
    if isinstance(widget, OptionList):
        row = 0 if widget.highlighted is None else widget._index_to_line.get(widget.highlighted, 0)
        return Offset(0, row - widget.scroll_offset.y)
    return widget.chosen_place if isinstance(widget, Choosing) else Offset(0, 0)
