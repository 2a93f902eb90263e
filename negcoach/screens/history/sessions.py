"""The view of the sessions: a list, newest first, to filter, to open a session from and to compare two."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.types import CSSPathType
from textual.widget import Widget
from textual.widgets import Static

from negcoach.errors import NegcoachError
from negcoach.formatting import padded_day_text
from negcoach.keys.keymap import Keymap
from negcoach.screens.history.session_rows import COMPARED, LEGEND, heading, table_line
from negcoach.screens.shared.form.inputs import CleanInput
from negcoach.screens.shared.history.between_sets import refuses_to_delete
from negcoach.screens.shared.history.history_view import BREAKPOINTS, HistoryView, View
from negcoach.screens.shared.history.undoing import can_be_undone
from negcoach.screens.shared.keys.open_screen import OPENING
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.screens.shared.notices import notify_error
from negcoach.screens.shared.reading_cursor import ChoosesWhileTyping
from negcoach.screens.shared.styles import VIEWS
from negcoach.services import Services
from negcoach.store.queries.sessions.filtering import Filter, parse_filter
from negcoach.store.queries.sessions.history import SessionRow
from negcoach.store.queries.sessions.session_list import FoundSessions, SearchTexts, find, found_rows, position_of
from negcoach.texts import clean, counted
from negcoach.training.units import Unit
from negcoach.transfer.app_names import SOME_APPS_TEXT
from negcoach.widgets.bindings import bound
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.lists.session_table import SIGNS, SessionTable, TableLine

TEXTS_AFTER_S = 0.05
"""Seconds after which the texts to search are read: the filter is on the terminal by then, and no letter typed yet."""

PREVIEW_AFTER_S = 0.2
"""Seconds that the cursor rests on a session before its preview is read, so that a held arrow key reads none."""


class FilterBox(CleanInput):
    """The input of the filter; the arrow keys move in the list meanwhile."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)
    """The size of the scrolled text, here without Textual's new layout of the screen at each letter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.leave_filter", "to the list", id="filter.done", tooltip="Go to the sessions found"),
        Binding("escape", "screen.clear_filter", "show all", id="filter.clear", tooltip="Show all sessions again"),
        *(
            Binding(
                key, f"screen.in_list('{action}')", action, id=f"filter.{key}", show=False, tooltip="Move in the list"
            )
            for key, action in (
                ("up", "move(-1)"),
                ("down", "move(1)"),
                ("pageup", "page(-1)"),
                ("pagedown", "page(1)"),
            )
        ),
    ]


class ColumnNames(Widget):
    """The heading of the list's columns, as wide as the lines below it, which leave the scroll bar its room."""

    def render(self) -> Content:
        """Return the titles of the columns that fit the width."""
        bar = self.screen.query_one(SessionTable).styles.scrollbar_size_vertical
        return Content(" " * SIGNS) + heading(self.size.width - SIGNS - bar)


class PreviewPlace(Vertical):
    """The place for the chosen session: beside the list in a wide terminal, below a short list in a tall one."""

    class Shown(Message):
        """There is room for it now."""

    def on_show(self) -> None:
        """Ask for the session: whether there is room for it is known only now, however slow the machine."""
        self.post_message(self.Shown())


class HistoryScreen(ChoosesWhileTyping, HistoryView):
    """The view of the sessions; the list reads only the rows near those that are shown."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """The widget that has the focus, here without Textual's repaint of the whole screen whenever it moves: the widgets
    that lose and get it repaint themselves."""

    VIEW = View.SESSIONS
    AUTO_FOCUS = "SessionTable"
    CSS_PATH: ClassVar[CSSPathType | None] = [VIEWS, "sessions.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("history.filter", "filter", "filter", "Filter by exercise, words, dates, marks"),
        bound("history.compare", "compare", "compare", "Mark a session; on another, compare the two"),
        bound("history.add", "add", "add", "Add a session that was forgotten"),
        bound("history.delete", "delete", "delete", "Move the session to the bin; this can be undone"),
        bound("history.join", "join", "join", "Join the sessions of each visit", show=False),
        bound("history.import", "app.import", "import", "Import from another program"),
    ]

    def __init__(self, services: Services) -> None:
        """Show the sessions in the database of ``services``."""
        super().__init__(services)
        self._filter = Filter()
        self._total = 0
        self._found = FoundSessions(0)
        self._texts = SearchTexts(lambda: {one.slug: one.names for one in services.library})
        self._compared: SessionRow | None = None
        self._mistake = ""
        self._offered = 0
        self._showing = asyncio.Lock()  # one at a time shows a session beside the list

    @property
    def _unit(self) -> Unit:
        return self.services.settings.unit

    @property
    def _table(self) -> SessionTable[SessionRow]:
        return self.query_one(SessionTable)

    def compose(self) -> ComposeResult:
        """Lay out the title, the filter, the list under its heading, and a session beside or below it."""
        yield from self.title_bar()
        with Horizontal(id="body"):
            with Vertical(id="list"):
                with Horizontal(id="search"):
                    about = _FILTER if self.app.size.width >= _LEAST_FOR_ALL else _SHORT_FILTER
                    placeholder = f"{keymap_of(self).short('history.filter')} {about}"
                    yield FilterBox(placeholder=placeholder, compact=True, id="filter", select_on_focus=False)
                    yield Static("", id="found", markup=False)
                yield ColumnNames(id="columns")
                yield SessionTable(self._read_rows, self._row_line, id="sessions")
                yield Static("", id="hint")
            yield PreviewPlace(id="session")
        yield Static("", id="empty")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Filter at each letter; a watcher, unlike a message, draws the letter and the list in the same frame."""
        self.watch(self.query_one(FilterBox), "value", self._filter_typed, init=False)
        self.call_after_refresh(self._look_for_visits)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Do not compute all styles a second time when the list is first shown: that takes as long as to read it."""
        if not self.outer_size:
            event.refresh_styles = False

    def on_resize(self, event: events.Resize) -> None:
        """Show the chosen session below the list where there is room for it now."""
        self._share_height()

    def read_again(self) -> None:
        """Read the list; the chosen session stays chosen, else the one that took its place is."""
        self._table.redraw()  # the settings may have changed
        self._find_sessions(otherwise=self._table.cursor)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the actions on a session only where there is one."""
        if action in ("compare", "delete") and not self._found.count:
            return False
        if action == "filter":
            return bool(self._total) and not isinstance(self.focused, FilterBox)
        return True

    def action_filter(self) -> None:
        """Focus the filter."""
        self.set_focus(self.query_one(FilterBox))
        self._update_texts()
        self.set_timer(TEXTS_AFTER_S, self._read_texts)

    def action_leave_filter(self) -> None:
        """Focus the list of the sessions found."""
        self.set_focus(self._table)
        self._update_texts()

    def action_clear_filter(self) -> None:
        """Show all sessions again, and focus them."""
        self.query_one(FilterBox).value = ""
        self.action_leave_filter()

    async def action_in_list(self, action: str) -> None:
        """Move in the list while the filter is typed."""
        await self._table.run_action(action)
        self.stand_on(self._table, self.query_one(FilterBox))

    async def action_back(self) -> None:
        """Clear the filter, or leave where there is none."""
        if self.query_one(FilterBox).value:
            self.action_clear_filter()
        else:
            await super().action_back()

    def action_compare(self) -> None:
        """Mark the chosen session for comparison, unmark it, or compare it with the marked one."""
        row = self._table.chosen
        if row is None:
            return
        if self._compared is None or self._compared.id == row.id:
            self._compared = row if self._compared is None else None
            self._table.redraw()
            self._update_texts()
            return
        from negcoach.screens.history.session.compare import CompareScreen

        self.app.push_screen(CompareScreen(self.services, self._compared.id, row.id))

    def action_add(self) -> None:
        """Ask for a session that was forgotten, and add it."""
        from negcoach.screens.history.session.add import ask_for_session

        ask_for_session(self)

    def action_delete(self) -> None:
        """Put the chosen session into the bin; nothing asks, because it can be undone."""
        from negcoach.store.editing.editor import Editor

        row = self._table.chosen
        if row is None or refuses_to_delete(self, row.ended_at):
            return
        try:
            what = Editor(self.services.database, self._unit).delete_session(row.id, self.services.now())
        except NegcoachError as error:
            notify_error(self, error)
            return
        self.notify(can_be_undone(what, self), markup=False)
        self.read_again()

    def action_join(self) -> None:
        """Offer to join the sessions of each visit."""
        from negcoach.screens.history.visits import ask_to_join

        self._offered = 0
        ask_to_join(self)

    @work(exclusive=True, group="visits")
    async def _look_for_visits(self) -> None:
        """Hint once at visits that are stored as several sessions; the first frame does not wait for it."""
        try:
            self._offered = await asyncio.to_thread(self._count_visits)
        except NegcoachError:
            return  # reading the list says so
        if self._offered and self.is_current:
            self._update_texts()

    def _count_visits(self) -> int:
        from negcoach.store.editing.visit_offer import is_offer_open
        from negcoach.store.queries.sessions.visits import count_joinable_visits

        same_visit = timedelta(hours=self.services.settings.session_gap_h)
        with self.services.database.read() as connection:
            return count_joinable_visits(connection, same_visit) if is_offer_open(connection) else 0

    def _filter_typed(self, typed: str) -> None:
        """Filter the list; a filter that cannot be parsed leaves it as it is."""
        try:
            self._filter, self._mistake = parse_filter(typed, self.services.now().date()), ""
        except NegcoachError as error:
            self._mistake = str(error)
            self._update_texts()
            return
        self._find_sessions()

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _focus_moved(self) -> None:
        self._update_texts()

    @on(SessionTable.Opened)
    def _open(self) -> None:
        from negcoach.screens.history.session.screen import SessionScreen

        row = self._table.chosen
        if row is not None:
            self.app.push_screen(SessionScreen(self.services, row.id))

    @on(PreviewPlace.Shown)
    @work(exclusive=True, group=OPENING)
    async def _open_preview(self) -> None:
        """Show the chosen session beside the list at once: it belongs to the first frame of a wide terminal."""
        async with self._showing:
            await self._show_chosen()

    @on(SessionTable.Moved)
    @work(exclusive=True, group="preview")
    async def _preview(self) -> None:
        """Show the chosen session beside the list, once the lifter stays on it."""
        await asyncio.sleep(PREVIEW_AFTER_S)
        async with self._showing:  # not before the place of the first one is mounted
            await self._show_chosen()

    async def _show_chosen(self) -> None:
        if not (self.is_still_open and self.is_current):  # it was closed meanwhile, or another screen covers it
            return
        place = self.query_one("#session")
        if not place.display:
            return
        from negcoach.screens.history.session.screen import read_session
        from negcoach.screens.history.session.view import SessionView

        settings = self.services.settings
        view = next(iter(place.query(SessionView)), None)
        if view is None:
            view = SessionView(self._unit, settings.stop_rules)
            await place.mount(view)
            if not self.is_still_open:
                return
        view.rules = settings.stop_rules
        row = self._table.chosen
        view.record = None if row is None else read_session(self, self.services, row.id)

    def _find_sessions(self, otherwise: int = 0) -> None:
        """Find the sessions that match the filter and show them; the chosen one stays chosen if it is among them."""
        chosen, place, nothing = self._table.chosen, None, _empty(keymap_of(self))
        found_before = self._found.count
        try:
            with self.services.database.read() as connection:
                everything = find(connection, Filter())
                self._total = everything.count
                self._found = everything if self._filter.empty else find(connection, self._filter, self._texts)
                if chosen is not None:
                    place = position_of(connection, self._found, chosen.id)
                compared = self._compared
                if compared is not None and position_of(connection, FoundSessions(self._total), compared.id) is None:
                    self._compared = None
        except NegcoachError as error:
            self._total, self._found = 0, FoundSessions(0)
            nothing = Content.styled(str(error), "bold $text-error")
        self._update_text("#empty", nothing)
        self._table.show(self._found.count, otherwise if place is None else place)
        self.set_class(not self._total, "-empty")
        self._share_height()
        if bool(found_before) != bool(self._found.count):  # some keys need a session
            self.refresh_bindings()
        self._update_texts()
        self.regain_focus()

    def _share_height(self) -> None:
        """Leave the chosen session what all sessions do not need, however few of them the filter finds, if any."""
        width, height = self.app.size
        has_room = _BELOW_FROM <= width < _BESIDE_FROM and height - _OTHER_ROWS - self._total >= _LEAST_PREVIEW
        below = has_room and bool(self._found.count)
        self.set_class(below, "-below")
        self._table.styles.height = self._total if below else None

    def _read_texts(self) -> None:
        """Read what is searched before the first letter; an error shows with the first search."""
        with suppress(NegcoachError), self.services.database.read() as connection:
            self._texts.read(connection)

    def _read_rows(self, start: int, limit: int) -> Sequence[SessionRow]:
        try:
            with self.services.database.read() as connection:
                return found_rows(connection, self._found, start, limit)
        except NegcoachError as error:
            notify_error(self, error)
            return ()

    def _row_line(self, row: SessionRow, width: int) -> TableLine:
        compared = self._compared is not None and self._compared.id == row.id
        return table_line(row, width, self._unit, self.services.settings.stop_rules, compared=compared)

    def _update_texts(self) -> None:
        """Show how many sessions were found, and the hint below the list."""
        count, total = self._found.count, self._total
        self._update_text(
            "#found", Content(counted(total, "session") if self._filter.empty else f"{count:,} of {total:,}")
        )
        self.query_one("#hint").set_class(bool(self._mistake), "-mistake")
        self._update_text("#hint", Content(self._hint()))
        if not count:
            typed = clean(self.query_one(FilterBox).value).strip()
            self._table.set_empty_text(
                (((f"No session matches {typed}", "bold"),), *(((line, ""),) for line in _SYNTAX_HELP))
            )

    def _update_text(self, selector: str, content: Content) -> None:
        """Update a text on the screen, unless it is the same already: an update costs a redraw."""
        place = self.query_one(selector, Static)
        if str(place.content) != content.plain:
            place.update(content, layout=False)

    def _hint(self) -> str:
        if self._mistake:
            return f"! {self._mistake}"
        if isinstance(self.focused, FilterBox):
            return _SYNTAX
        if self._compared is not None:
            compare = keymap_of(self).name("history.compare")
            day = padded_day_text(self._compared.started_at)
            return f"{COMPARED} {day}: press {compare} on another to compare the two"
        if self._offered:
            visits = "a visit" if self._offered == 1 else f"{self._offered:,} visits"
            return f"Press {keymap_of(self).name('history.join')} to join {visits} stored as several sessions"
        return LEGEND


_BELOW_FROM, _BESIDE_FROM = (cells for cells, name in BREAKPOINTS if name in ("-normal", "-wide"))
"""The width from which on the chosen session may be below the list, and that from which on it is beside it."""

_OTHER_ROWS = 9
"""Rows of a large terminal that are neither of the list nor of the chosen session: titles, hint, keys, and gaps."""

_LEAST_PREVIEW = 12
"""The fewest rows that are worth showing of the chosen session: its totals, and a set of four reps."""

_FILTER = "filter by exercise, words in notes, dates, marks"
_SHORT_FILTER = "filter"
_LEAST_FOR_ALL = 75
"""Columns of the terminal from which on the filter has room to say what it looks for."""

_SYNTAX = 'Try: knee "leg press" 2026-03 2025-06..2026 8w is:record is:lost is:pain'

_SYNTAX_HELP = (
    "",
    "Esc shows all sessions again.",
    "",
    "Words are searched in titles, exercises and notes.",
    "Dates: 2026  2026-03  2026-03-12  2025..  2025-06..2026-03  30d 8w 3m 1y",
    "Marks: is:record  is:lost  is:pain  is:open  is:lowered  is:lifted",
)


def _empty(keymap: Keymap) -> Content:
    return Content.assemble(
        ("No sessions yet", "bold $text-accent"),
        "\n\nGo back, choose an exercise and press Enter.\n"
        "Every rep is saved, and listed here\nwith its target time and its measured time.\n\n"
        f"Press {keymap.name('history.import')} to import from {SOME_APPS_TEXT}\nor from another negcoach.",
    )
