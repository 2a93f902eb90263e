"""One session, opened from the history: its totals, its note, each set and each rep."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from negcoach.errors import NegcoachError
from negcoach.screens.colours import colour_mode
from negcoach.screens.services import Services
from negcoach.screens.session_view import SessionView, title_of
from negcoach.screens.views import BREAKPOINTS
from negcoach.store.history import SessionRecord, session


class SessionScreen(Screen[None]):
    """One session: its totals, its note, each set and each rep."""

    CSS_PATH = "session.tcss"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,left,h", "back", "back", id="session.back", tooltip="Go back to the list of sessions"),
    ]

    def __init__(self, services: Services, session_id: str) -> None:
        """Show the session of this id."""
        super().__init__()
        self._services = services
        self._session_id = session_id

    def compose(self) -> ComposeResult:
        """Lay out the title and the session."""
        with Horizontal(id="title"):
            yield Static(Content.styled("Session", "bold $text-accent"), id="name")
            yield Static("", id="says", markup=False)
        settings = self._services.settings
        yield SessionView(settings.unit, colour_mode(self.app, settings.colours), id="session")
        yield Footer()

    def on_mount(self) -> None:
        """Read the session."""
        record = read_session(self, self._services, self._session_id)
        view = self.query_one(SessionView)
        view.record = record
        view.focus()
        says = title_of(record) if record else "It is not in the database any more."
        self.query_one("#says", Static).update(Content(says))

    def action_back(self) -> None:
        """Leave."""
        self.dismiss(None)


def read_session(screen: Screen[None], services: Services, session_id: str) -> SessionRecord | None:
    """Return a session, ``None`` where it is gone or cannot be read, which the screen then says."""
    try:
        with services.database.read() as connection:
            return session(connection, session_id)
    except NegcoachError as error:
        screen.notify(str(error), severity="error", timeout=15, markup=False)
        return None
