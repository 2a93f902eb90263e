"""Undoing and redoing on the screen: at once, or behind a notice where an edit is as large as an import."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import LoadingIndicator, Static

from negcoach.errors import NegcoachError
from negcoach.screens.shared.styles import DIALOG
from negcoach.services import Services
from negcoach.store.editing.edit_log import next_edit
from negcoach.store.editing.editor import Editor

LARGE = 1500
"""Rows from which on an edit takes so long that the screen would stand still: about a tenth of a second."""

Done = Callable[[str], None]
Failed = Callable[[NegcoachError], None]


class UndoingScreen(ModalScreen[None]):
    """Undoes or redoes a large edit beside the screen's own work; no key does anything until it is done."""

    CSS_PATH = DIALOG
    DEFAULT_CSS = """
    UndoingScreen { align: center middle; }
    UndoingScreen LoadingIndicator { height: 3; }
    """

    def __init__(self, what: str, work: Callable[[], str], done: Done, failed: Failed) -> None:
        """Say ``what`` is being done; then hand on what ``work`` returns, or why it failed."""
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
        """Begin."""
        self.run_worker(self._run, thread=True)

    def _run(self) -> None:
        try:
            said = self._work()
        except NegcoachError as error:
            self.app.call_from_thread(self._leave, lambda error=error: self._failed(error))
        else:
            self.app.call_from_thread(self._leave, lambda: self._done(said))

    def _leave(self, then: Callable[[], None]) -> None:
        self.dismiss(None)
        then()


def exchange(
    services: Services,
    show: Callable[[UndoingScreen], object],
    done: Done,
    failed: Failed,
    *,
    redone: bool = False,
    edit_id: int | None = None,
) -> None:
    """Undo an edit, or redo it, the next one unless named; a large one behind a screen that ``show`` pushes.

    ``done`` is called with what was undone, in words; ``failed`` with the reason why nothing was.
    """
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
        said = work()
    except NegcoachError as error:
        failed(error)
    else:
        done(said)
