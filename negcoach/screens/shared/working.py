"""The notice while something that takes long is done in a thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import monotonic

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import LoadingIndicator, Static

from negcoach.errors import NegcoachError
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.screens.shared.motion import is_still
from negcoach.screens.shared.styles import DIALOG
from negcoach.screens.shared.work_bar import WorkBar

OnDone = Callable[[str], None]
OnFailed = Callable[[NegcoachError], None]

OnProgress = Callable[[int, int], None]
"""Called with how much is done, and of how much."""

Work = Callable[[OnProgress], str]

_SHOWN_EVERY_S = 0.25
"""How often the bar moves (our own choice)."""


class WorkingScreen(OpenScreen, ModalScreen[None]):
    """The notice while something is done in a thread, such as a large undo; no key does anything until it is done.

    Where the work reports how much of it is done, a bar says what is left; else something only moves, if it may.
    """

    MAY_BE_COVERED = False
    CSS_PATH = DIALOG
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012  # as Screen declares it
    DEFAULT_CSS = """
    WorkingScreen LoadingIndicator { height: 3; }
    WorkingScreen WorkBar { margin: 1 0; width: 100%; display: none; }
    WorkingScreen.-counting WorkBar { display: block; } /* as high as what it takes the place of: nothing moves */
    WorkingScreen.-counting LoadingIndicator { display: none; }
    WorkingScreen.-still LoadingIndicator { visibility: hidden; }
    """

    def __init__(self, what: str, work: Work, done: OnDone, failed: OnFailed) -> None:
        """Show ``what`` is being done; then call ``done`` with the result of ``work``, or ``failed`` with its error."""
        super().__init__()
        self._shown_at = 0.0
        self._what = what
        self._work = work
        self._done = done
        self._failed = failed

    def compose(self) -> ComposeResult:
        """Yield the notice."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._what), classes="title")
            yield LoadingIndicator()
            yield WorkBar()
            yield Static("This can take half a minute. Nothing is lost if the program ends meanwhile.", markup=False)

    def on_mount(self) -> None:
        """Start the work."""
        self.set_class(is_still(self.app), "-still")  # there Textual would write that something is loaded
        self.run_worker(self._run, thread=True)

    def _note_amount(self, done: int, total: int) -> None:
        """Show now and then how much is done; the thread that works does not wait for it."""
        now = monotonic()
        if now - self._shown_at >= _SHOWN_EVERY_S:
            self._shown_at = now
            self.call_if_open(self._show_amount, done, total)

    def _show_amount(self, done: int, total: int) -> None:
        self.add_class("-counting")
        self.query_one(WorkBar).show(done, total)

    def _run(self) -> None:
        try:
            line = self._work(self._note_amount)
        except NegcoachError as error:
            self.call_if_open(self.call_on_top, partial(self._leave, partial(self._failed, error)))
        else:
            self.call_if_open(self.call_on_top, partial(self._leave, partial(self._done, line)))

    def _leave(self, then: Callable[[], None]) -> None:
        self.dismiss(None)
        then()
