"""The notice while something that takes long is done in a thread."""

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

OnDone = Callable[[str], None]
OnFailed = Callable[[NegcoachError], None]


class WorkingScreen(OpenScreen, ModalScreen[None]):
    """The notice while something is done in a thread, such as a large undo; no key does anything until it is done."""

    MAY_BE_COVERED = False
    CSS_PATH = DIALOG
    DEFAULT_CSS = """
    WorkingScreen { align: center middle; }
    WorkingScreen LoadingIndicator { height: 3; }
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
