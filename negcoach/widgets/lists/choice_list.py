"""A short list to choose from, under headings, with a note at the right edge of each line.

It is drawn line by line and has no widget, visual or style of its own for a line: the home screen begins with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

_INDENT = "  "
_DIM = Style(dim=True)


class ChoiceLine(NamedTuple):
    """A line: a choice with its key, or one of a heading (no ``key``) in the style of the part ``look``.

    ``note`` stands at the right edge. Both texts are clean.
    """

    text: str
    key: str | None = None
    note: str = ""
    look: str = ""


class ChoiceList(ScrollView, can_focus=True):
    """Shows lines, one of its choices marked; ``Marked`` and ``Chosen`` say which."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "choice-list--title",
        "choice-list--about",
        "choice-list--marked",
        "choice-list--hover",
    }
    DEFAULT_CSS = """
    ChoiceList {
        overflow-x: hidden;
        background: $surface;
        scrollbar-size-vertical: 1;
        & > .choice-list--title { color: $text-accent; text-style: bold; }
        & > .choice-list--about { color: $foreground-muted; }
        & > .choice-list--hover { background: $block-hover-background; }
        & > .choice-list--marked { background: $block-cursor-blurred-background; }
        &:focus > .choice-list--marked {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """

    class Marked(Message):
        """Another choice is marked."""

    class Chosen(Message):
        """The marked choice was chosen."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        """Begin without lines; ``show`` gives them."""
        super().__init__(id=id)
        self._lines: tuple[ChoiceLine, ...] = ()
        self._marked: int | None = None
        self._hovered: int | None = None
        self._looks: dict[str, Style] = {}  # of the parts of a line, until the styles change

    @property
    def keys(self) -> list[str]:
        """The keys of the choices, in their order."""
        return [line.key for line in self._lines if line.key is not None]

    @property
    def marked(self) -> str | None:
        """The key of the choice that is marked, ``None`` where there is no choice."""
        return None if self._marked is None else self._lines[self._marked].key

    def show(self, lines: Iterable[ChoiceLine], marked: str | None = None) -> None:
        """Show other lines, with that choice marked, else the first; nothing is said of it."""
        self._lines = tuple(lines)
        places = self._places
        self._marked = next((place for place in places if self._lines[place].key == marked), min(places, default=None))
        self._hovered = None
        self.virtual_size = Size(1, len(self._lines))
        self.refresh()
        self._follow()

    def render_line(self, y: int) -> Strip:
        """Return a line of the window."""
        width = self.scrollable_content_region.width
        index = y + self.scroll_offset.y
        if index >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        line = self._lines[index]
        plain = self._look("marked" if index == self._marked else "hover" if index == self._hovered else line.look)
        if line.key is None:
            return Strip([Segment(line.text, plain)]).adjust_cell_length(width, plain)
        room = max(0, width - cell_len(line.note) - 1)
        text = _INDENT + line.text
        if cell_len(text) > room:
            text = set_cell_size(text, max(0, room - 1)) + "…"
        segments = [Segment(set_cell_size(text, room) + " ", plain)]
        if line.note:
            segments.append(Segment(line.note, plain + _DIM))
        return Strip(segments).adjust_cell_length(width, plain)

    def notify_style_update(self) -> None:
        """Take the styles anew."""
        super().notify_style_update()
        self._looks = {}

    def on_resize(self) -> None:
        """Keep the marked choice in the window."""
        self._follow()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show what a click would choose."""
        self._hover(self._choice_at(event))

    def on_leave(self) -> None:
        """Show none."""
        self._hover(None)

    def on_click(self, event: events.Click) -> None:
        """Mark a choice and choose it."""
        place = self._choice_at(event)
        if place is not None:
            self._mark(place)
            self.action_choose()

    def action_choose(self) -> None:
        """Choose what is marked."""
        if self._marked is not None:
            self.post_message(self.Chosen())

    def action_move(self, by: int) -> None:
        """Mark the choice that is so many below; beyond an end the list goes on at the other."""
        places = self._places
        if self._marked is not None:
            self._mark(places[(places.index(self._marked) + by) % len(places)])

    def action_first(self) -> None:
        """Mark the first choice."""
        if self._marked is not None:
            self._mark(self._places[0])
            self.scroll_home(animate=False)  # with its heading

    def action_last(self) -> None:
        """Mark the last choice."""
        if self._marked is not None:
            self._mark(self._places[-1])

    def action_page(self, pages: int) -> None:
        """Mark the choice about a page below."""
        if self._marked is not None:
            wanted = self._marked + pages * max(1, self.scrollable_content_region.height - 1)
            self._mark(min(self._places, key=lambda place: abs(place - wanted)))

    @property
    def _places(self) -> list[int]:
        """The lines that are choices."""
        return [place for place, line in enumerate(self._lines) if line.key is not None]

    def _mark(self, place: int) -> None:
        if place == self._marked:
            return
        before, self._marked = self._marked, place
        for line in (before, place):
            if line is not None:
                self.refresh_line(line)
        self._follow()
        self.post_message(self.Marked())

    def _hover(self, place: int | None) -> None:
        if place == self._hovered:
            return
        before, self._hovered = self._hovered, place
        for line in (before, place):
            if line is not None:
                self.refresh_line(line)

    def _choice_at(self, event: events.MouseEvent) -> int | None:
        offset = event.get_content_offset(self)
        if offset is None:
            return None
        place = offset.y + self.scroll_offset.y
        return place if place < len(self._lines) and self._lines[place].key is not None else None

    def _look(self, part: str) -> Style:
        """Return the style of a part of the list, "" for the list's own. Working one out costs as much as its line."""
        if part not in self._looks:
            visual = self.get_visual_style(f"choice-list--{part}") if part else self.visual_style
            self._looks[part] = visual.rich_style
        return self._looks[part]

    def _follow(self) -> None:
        """Bring the marked choice into the window."""
        if self._marked is not None and self.is_attached:
            self.scroll_to_region(Region(0, self._marked, 1, 1), animate=False, force=True, x_axis=False)
