"""Undo and redo on the screens: at once, or behind a notice where the edit is as large as an import."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import LoadingIndicator, Static

from negcoach.errors import NegcoachError
from negcoach.screens.shared.open_screen import OpenScreen
from negcoach.screens.shared.styles import DIALOG
from negcoach.services import Services

LARGE = 1500
"""The number of rows from which on an edit would block the screen, for about a tenth of a second."""

OnDone = Callable[[str], None]
OnFailed = Callable[[NegcoachError], None]


class UndoingScreen(OpenScreen, ModalScreen[None]):
    """The notice while a large edit is undone or redone in a thread; no key does anything until it is done."""

    MAY_BE_COVERED = False
    CSS_PATH = DIALOG
    DEFAULT_CSS = """
    UndoingScreen { align: center middle; }
    UndoingScreen LoadingIndicator { height: 3; }
    """

    def __init__(self, what: str, work: Callable[[], str], done: OnDone, failed: OnFailed) -> None:
        """Show ``what`` is being done; then call ``done`` with the result of ``work``, or ``failed`` with its error."""
        super().__init__()
        self._what = what
        self._work = work
        self._done = done
        self._failed = failed

    def compose(self) -> ComposeResult:
        """Yield the notice."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._what), classes="title")
            yield LoadingIndicator()
            yield Static("This can take half a minute. Nothing is lost if the program ends meanwhile.", markup=False)

    def on_mount(self) -> None:
        """Start the work."""
        self.run_worker(self._run, thread=True)

    def _run(self) -> None:
        try:
            line = self._work()
        except NegcoachError as error:
            self.call_if_open(self._leave, partial(self._failed, error))
        else:
            self.call_if_open(self._leave, partial(self._done, line))

    def _leave(self, then: Callable[[], None]) -> None:
        self.dismiss(None)
        then()


def undo_or_redo(
    services: Services,
    show: Callable[[UndoingScreen], object],
    done: OnDone,
    failed: OnFailed,
    *,
    redone: bool = False,
    edit_id: int | None = None,
) -> None:
    """Undo or redo an edit, the next one unless ``edit_id`` names another; ``show`` pushes the notice of a large one.

    ``done`` is called with a line that says what was undone, ``failed`` with the error if nothing was.
    """
    # Imported late: it would take a tenth of the time in which the history opens.
    from negcoach.store.editing.edit_log import next_edit
    from negcoach.store.editing.editor import Editor

    editor = Editor(services.database)

    def work() -> str:
        if redone:
            return f"Redone: {editor.redo(services.now(), edit_id).what}"
        return f"Undone: {editor.undo(services.now(), edit_id).what}"

    try:
        with services.database.read() as connection:
            what, rows = next_edit(connection, redone=redone, edit_id=edit_id)
        if rows > LARGE:
            show(UndoingScreen(f"{'Redoing' if redone else 'Undoing'} {what}", work, done, failed))
            return
        line = work()
    except NegcoachError as error:
        failed(error)
    else:
        done(line)
