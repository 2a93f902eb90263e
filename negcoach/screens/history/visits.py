"""The dialog that offers to join the sessions of each visit: at first a hint in the list, later behind a key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.types import CSSPathType
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from negcoach.errors import NegcoachError
from negcoach.formatting import padded_day_text
from negcoach.screens.shared.form.dialog_keys import DialogKeys
from negcoach.screens.shared.history.history_view import HistoryView
from negcoach.screens.shared.history.undoing import can_be_undone
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.screens.shared.notices import notify_error
from negcoach.screens.shared.styles import DIALOG
from negcoach.screens.shared.working import OnProgress, Work, WorkingScreen
from negcoach.services import Services
from negcoach.store.database.backups import back_up_file
from negcoach.store.editing.session_editor import SessionEditor
from negcoach.store.editing.visit_offer import close_offer
from negcoach.store.queries.sessions.history import SessionRow
from negcoach.store.queries.sessions.visits import joinable_visits
from negcoach.texts import counted, time_of_day_text
from negcoach.widgets.drawing.cells import fitted
from negcoach.widgets.lists.option_lists import PagedList, moves

Visits = Sequence[Sequence[SessionRow]]
"""The visits, each with its sessions."""

SLIM_BELOW = 50
"""Cells of width below which a line has only the start of a visit, without its year."""

_MARGIN = 3
"""Cells beside a line of the list: its padding and the scroll bar."""


class VisitsScreen(FreshKeys, ModalScreen[Visits]):
    """The dialog; its result is the visits to join, none when all stays as it is."""

    CSS_PATH: ClassVar[CSSPathType | None] = [DIALOG, "visits.tcss"]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012 - so does Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "join", "join", id="visits.join", tooltip="Join the sessions of each marked visit"),
        Binding("space", "leave_out", "leave out", id="visits.out", tooltip="Leave out the visit at the cursor"),
        Binding("escape,q", "back", "cancel", id="visits.back", tooltip="Join nothing"),
    ]

    def __init__(self, visits: Visits, same_visit: timedelta) -> None:
        """Offer at least one visit, newest last; sessions less than ``same_visit`` apart are one visit."""
        super().__init__()
        self._visits = tuple(reversed(visits))
        self._hours = same_visit / timedelta(hours=1)
        self._out: set[int] = set()

    def compose(self) -> ComposeResult:
        """Lay out the question, the visits and the keys."""
        sessions = sum(len(visit) for visit in self._visits)
        count = len(self._visits)
        with Vertical(classes="dialog"):
            title = f"{counted(count, 'visit')} {'is' if count == 1 else 'are'} stored as {sessions:,} sessions"
            with Vertical(classes="above"):
                yield Static(Content(title), classes="title")
                yield Static(
                    Content(_EXPLAINED.format(hours=f"{self._hours:g} h", undo=keymap_of(self).name("views.undo"))),
                    id="explained",
                )
            yield VisitList(compact=True)
            yield DialogKeys([])

    def on_mount(self) -> None:
        """Show the visits."""
        self._fill()

    def on_resize(self, event: events.Resize) -> None:
        """Shorten the lines to the new width."""
        self.call_after_refresh(self._fill)

    def action_join(self) -> None:
        """Return the visits that are not left out."""
        self.dismiss(tuple(visit for number, visit in enumerate(self._visits) if number not in self._out))

    @on(OptionList.OptionSelected)
    def action_leave_out(self) -> None:
        """Leave out the visit at the cursor, or take it in again."""
        at = self.query_one(VisitList).highlighted
        if at is not None:
            self._out ^= {at}
            self._fill()

    def action_back(self) -> None:
        """Close the dialog and join nothing."""
        self.dismiss(())

    def _fill(self) -> None:
        shown = self.query_one(VisitList)
        at = shown.highlighted or 0
        width = max(20, shown.size.width - _MARGIN)
        shown.clear_options()
        shown.add_options(
            [
                Option(visit_line(visit, width, taken=number not in self._out))
                for number, visit in enumerate(self._visits)
            ]
        )
        shown.highlighted = at
        left = len(self._visits) - len(self._out)
        keys = [("enter", f"join {left:,}"), ("space", "leave one out"), ("esc", "cancel")]
        self.query_one(DialogKeys).show(keys)


class VisitList(PagedList, inherit_bindings=False):
    """The list of the visits; Enter and Space belong to the dialog."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *moves("visits", "visit", letters=True, first="The newest", last="The oldest")
    ]


def visit_line(visit: Sequence[SessionRow], width: int, *, taken: bool) -> Content:
    """Return a line of the list: mark, day, times, number of sessions and exercises of a visit."""
    first = visit[0].started_at
    last = max(row.ended_at for row in visit if row.ended_at is not None)
    names = dict.fromkeys(name for row in visit for name in row.exercise_names)
    mark = "✓" if taken else "–"
    if width < SLIM_BELOW:
        head = f"{mark} {padded_day_text(first, year=False)} {time_of_day_text(first)}  {len(visit)}  "
    else:
        times = f"{time_of_day_text(first)}–{time_of_day_text(last)}"
        head = f"{mark} {padded_day_text(first)}  {times}  {counted(len(visit), 'session')}  "
    exercises = fitted(", ".join(names), max(6, width - len(head)))
    return Content.assemble(head, (exercises, "bold" if taken else "")).stylize("" if taken else "$foreground-muted")


def ask_to_join(view: HistoryView) -> None:
    """Offer to join the sessions of each visit, join those that are chosen, and let ``view`` read again."""
    services = view.services
    same_visit = timedelta(hours=services.settings.session_gap_h)
    try:
        with services.database.read() as connection:
            visits = joinable_visits(connection, same_visit)
    except NegcoachError as error:
        notify_error(view, error)
        return
    if not visits:
        view.notify("No two sessions are close enough to be one visit.", markup=False)
        return

    def answered(chosen: Visits | None) -> None:
        try:
            close_offer(services.database, services.now())
        except NegcoachError as error:
            notify_error(view, error)
        if chosen:
            view.app.push_screen(_joining(view, chosen, same_visit))
        else:
            view.read_again()

    view.app.push_screen(VisitsScreen(visits, same_visit), answered)


def _joining(view: HistoryView, chosen: Visits, same_visit: timedelta) -> WorkingScreen:
    def done(what: str) -> None:
        view.notify(can_be_undone(what, view), markup=False)
        view.read_again()

    def failed(error: NegcoachError) -> None:
        notify_error(view, error)
        view.read_again()

    work = _joiner(view.services, chosen, same_visit)
    return WorkingScreen(f"Joining the sessions of {counted(len(chosen), 'visit')}", work, done, failed)


def _joiner(services: Services, chosen: Visits, same_visit: timedelta) -> Work:
    def join(_: OnProgress) -> str:
        now = services.now()
        back_up_file(services.database.path, now, label="before-join")
        editor = SessionEditor(services.database, same_visit)
        return editor.join_visits([[row.id for row in visit] for visit in chosen], now)

    return join


_EXPLAINED = (
    "Their sessions are less than {hours} apart. Joined, a visit is one session: one length, all notes, the highest "
    "effort. A backup is made first, and {undo} undoes it."
)
