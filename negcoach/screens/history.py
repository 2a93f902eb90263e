"""History: the sessions by date, newest first; one opens to its sets and each rep."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from negcoach.errors import NegcoachError
from negcoach.screens.colours import colour_mode
from negcoach.screens.services import Services
from negcoach.screens.session import SessionScreen, read_session
from negcoach.screens.session_rows import heading, line, month_line, month_of
from negcoach.screens.session_view import SessionView
from negcoach.store.history import SessionRecord, SessionRow, session_rows
from negcoach.training.units import Unit

PAGE = 60
"""Sessions read at a time: a screenful, and another to scroll into."""

_ALL = 1_000_000

BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (110, "-normal"), (170, "-wide")]
"""From 170 columns on the session is shown beside the list."""


class SessionList(OptionList, inherit_bindings=False):
    """The sessions under their months; the months cannot be chosen. Says when its end comes near."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,right", "select", "open", id="history.open", tooltip="Show each set and rep"),
        Binding("up", "cursor_up", "Up", id="history.up", show=False, tooltip="The session after this one"),
        Binding("down", "cursor_down", "Down", id="history.down", show=False, tooltip="The session before this one"),
        Binding("home", "first", "Newest", id="history.first", show=False, tooltip="The newest session"),
        Binding("end", "last", "Oldest", id="history.last", show=False, tooltip="The oldest session"),
        Binding("pageup", "page_up", "Page up", id="history.page-up", show=False, tooltip="A page up"),
        Binding("pagedown", "page_down", "Page down", id="history.page-down", show=False, tooltip="A page down"),
    ]

    class NearedEnd(Message):
        """What is loaded is about to be scrolled through."""

    class WantedAll(Message):
        """The oldest session is wanted."""

    class Resized(Message):
        """The lines have to be cut anew."""

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Say so while there is still a screenful to show."""
        super().watch_scroll_y(old_value, new_value)
        if new_value + 2 * self.size.height >= self.virtual_size.height:
            self.post_message(self.NearedEnd())

    def action_last(self) -> None:
        """Go to the oldest session, which may have to be read first."""
        self.post_message(self.WantedAll())

    def on_resize(self, event: events.Resize) -> None:
        """Tell the screen."""
        self.post_message(self.Resized())


class HistoryScreen(Screen[None]):
    """The list of sessions, read page by page as it is scrolled."""

    AUTO_FOCUS = ""
    CSS_PATH = "history.tcss"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,h", "back", "back", id="history.back", tooltip="Go back to where you were"),
    ]

    def __init__(self, services: Services) -> None:
        """Show the sessions of ``services``."""
        super().__init__()
        self._services = services
        self._rows: list[SessionRow] = []
        self._all_read = False
        self._width = 0

    @property
    def _unit(self) -> Unit:
        return self._services.settings.unit

    def compose(self) -> ComposeResult:
        """Lay out the title, the list with its columns' names, and beside it the session."""
        with Horizontal(id="title"):
            yield Static(Content.styled("History", "bold $text-accent"), id="name")
            yield Static("", id="says", markup=False)
        with Horizontal(id="body"):
            with Vertical(id="list"):
                yield Static("", id="columns")
                yield SessionList(id="sessions", compact=True)
            yield SessionView(self._unit, colour_mode(self.app, self._services.settings.colours), id="session")
        yield Static(_EMPTY, id="empty")
        yield Footer()

    def on_mount(self) -> None:
        """Read the newest sessions."""
        self._read_page()
        self.set_class(not self._rows, "-empty")
        if self._rows:
            self.query_one(SessionList).focus()

    def action_back(self) -> None:
        """Leave."""
        self.dismiss(None)

    @on(SessionList.NearedEnd)
    def _go_on_reading(self) -> None:
        if self._width and not self._all_read:
            self._add(self._read_page())

    @on(SessionList.WantedAll)
    def _go_to_oldest(self) -> None:
        if self._width and not self._all_read:
            self._add(self._read_page(_ALL))
        sessions = self.query_one(SessionList)
        if sessions.option_count:
            sessions.highlighted = sessions.option_count - 1

    @on(SessionList.Resized)
    def _fit(self) -> None:
        """Cut the lines to the width, keeping the session that was chosen."""
        sessions = self.query_one(SessionList)
        width = sessions.scrollable_content_region.width - 2  # an option's own margin
        if width == self._width or width < 20:
            return
        chosen = sessions.highlighted_option
        self._width = width
        self.query_one("#columns", Static).update(heading(width))
        sessions.clear_options()
        self._add(self._rows)
        if self._rows:
            wanted = chosen.id if chosen is not None and chosen.id else self._rows[0].id
            sessions.highlighted = sessions.get_option_index(wanted)

    @on(OptionList.OptionHighlighted, "#sessions")
    def _preview(self, event: OptionList.OptionHighlighted) -> None:
        view = self.query_one(SessionView)
        if event.option_id and view.display:
            view.record = self._record(event.option_id)

    @on(OptionList.OptionSelected, "#sessions")
    def _open(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.app.push_screen(SessionScreen(self._services, event.option_id))

    def _read_page(self, size: int = PAGE) -> list[SessionRow]:
        """Read the sessions after those that were read; what cannot be read is said in the title."""
        before = self._rows[-1] if self._rows else None
        try:
            with self._services.database.read() as connection:
                page = session_rows(connection, size, before)
        except NegcoachError as error:
            self._say(str(error))
            self._all_read = True
            return []
        self._all_read = len(page) < size
        self._rows += page
        self._say(_summary(self._rows, self._all_read))
        return page

    def _add(self, rows: list[SessionRow]) -> None:
        """Add lines at the end, with a heading where a month begins."""
        first = self._rows.index(rows[0]) if rows else 0
        before = month_of(self._rows[first - 1]) if first else ""
        options: list[Option] = []
        for row in rows:
            if (month := month_of(row)) != before:
                options.append(Option(month_line(month, self._width, first=not before), disabled=True))
                before = month
            options.append(Option(line(row, self._width, self._unit), id=row.id))
        self.query_one(SessionList).add_options(options)

    def _record(self, session_id: str) -> SessionRecord | None:
        return read_session(self, self._services, session_id)

    def _say(self, text: str) -> None:
        self.query_one("#says", Static).update(Content(text))


def _summary(rows: list[SessionRow], all_read: bool) -> str:
    """Say how many there are, and what the mark means where it is shown."""
    if not rows:
        return ""
    count = "1 session" if len(rows) == 1 else f"{len(rows)} sessions"
    mark = "   ! a set was stopped on lost tempo" if any(row.tempo_losses for row in rows) else ""
    return f"{count if all_read else f'the newest {count}'}{mark}"


_EMPTY = Content.assemble(
    ("No sessions yet", "bold $text-accent"),
    "\n\nGo back, choose an exercise and press Enter.\n"
    "Every rep that you lower is kept, and stands here\nwith its prescribed and its measured time.",
)
