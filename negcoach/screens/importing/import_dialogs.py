"""The dialogs of the import: the mapping of an exercise of the file, and the progress of writing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from threading import Event
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.types import CSSPathType
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from negcoach.errors import NegcoachError
from negcoach.screens.shared.form.dialog_keys import DialogKeys
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.screens.shared.styles import DIALOG
from negcoach.screens.shared.work_bar import WorkBar
from negcoach.services import Services
from negcoach.texts import clean
from negcoach.training.exercise.exercise import Exercise
from negcoach.transfer.importer import CancelledError, ImportAnswers, Importer
from negcoach.transfer.matching.differences import Difference
from negcoach.transfer.preview import Preview
from negcoach.widgets.lists.option_lists import PagedList


class MappingScreen(OpenScreen, ModalScreen[str | None]):
    """The dialog that maps an exercise of the file; its result is a slug, "" for an exercise of the lifter's own.

    The result is ``None`` when nothing was chosen.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = [DIALOG, "importing.tcss"]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012  # as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "cancel", id="mapping.back", tooltip="Change nothing"),
    ]

    def __init__(self, library: Sequence[Exercise], name: str, now: str) -> None:
        """Ask which exercise of ``library`` the file's ``name`` is; ``now`` is the slug that it is mapped to."""
        super().__init__()
        self._library = library
        self._name = name
        self._now = now

    def compose(self) -> ComposeResult:
        """Lay out the question and the exercises."""
        with Vertical(classes="dialog"):
            yield Static(Content(f"Import {self._name} as"), classes="title")
            own = Option(Content.styled("an exercise of your own, not in the list", "italic"))
            yield PagedList(own, *(Option(Content(one.name)) for one in self._library), compact=True)
            yield DialogKeys([("enter", "choose"), ("esc", "cancel")])

    def on_mount(self) -> None:
        """Highlight the exercise that it is mapped to at present."""
        slugs = ["", *(one.slug for one in self._library)]
        self.query_one(OptionList).highlighted = slugs.index(self._now) if self._now in slugs else 0

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        at = event.option_index
        self.dismiss(self._library[at - 1].slug if at else "")

    def action_back(self) -> None:
        """Close the dialog without a choice."""
        self.dismiss(None)


class ColumnScreen(OpenScreen, ModalScreen[str | None]):
    """The dialog that asks which column of a file has the loads; its result is the column, "" for none of them.

    The result is ``None`` when nothing was chosen.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = [DIALOG, "importing.tcss"]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012  # as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "cancel", id="column.back", tooltip="Choose no column"),
    ]

    def __init__(self, columns: Sequence[str]) -> None:
        """Ask which of ``columns`` has the loads."""
        super().__init__()
        self._columns = columns

    def compose(self) -> ComposeResult:
        """Lay out the question and the columns."""
        with Vertical(classes="dialog"):
            yield Static(Content("The loads are in the column"), classes="title")
            none = Option(Content.styled("none: no set had a load", "italic"))
            yield PagedList(*(Option(Content(clean(one))) for one in self._columns), none, compact=True)
            yield DialogKeys([("enter", "choose"), ("esc", "cancel")])

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        at = event.option_index
        self.dismiss(self._columns[at] if at < len(self._columns) else "")

    def action_back(self) -> None:
        """Close the dialog without a choice."""
        self.dismiss(None)


class DifferencesScreen(OpenScreen, ModalScreen[Sequence[bool] | None]):
    """The dialog with what is different; its result is whether each is taken over, ``None`` for no change."""

    CSS_PATH: ClassVar[CSSPathType | None] = [DIALOG, "importing.tcss"]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012  # as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "update or keep", id="differences.toggle", tooltip="Update it, or keep what is here"),
        Binding("escape", "back", "done", id="differences.back", tooltip="Go on with this choice"),
    ]

    def __init__(self, differences: Sequence[Difference], taken: Sequence[bool]) -> None:
        """Show ``differences``, of which those are ``taken`` over now."""
        super().__init__()
        self._differences = differences
        self._taken = list(taken)

    def compose(self) -> ComposeResult:
        """Lay out the title, the differences and the keys."""
        with Vertical(classes="dialog"):
            yield Static(Content("Update from the file"), classes="title")
            yield PagedList(*(Option(self._line(at)) for at in range(len(self._taken))), compact=True)
            yield DialogKeys([("space", "update or keep"), ("esc", "done")])

    @on(OptionList.OptionSelected)
    def action_mark(self) -> None:
        """Take the highlighted one over, or keep it as it is."""
        found = self.query_one(OptionList)
        if (at := found.highlighted) is not None:
            self._taken[at] = not self._taken[at]
            found.replace_option_prompt_at_index(at, self._line(at))

    def action_back(self) -> None:
        """Close the dialog with the choice."""
        self.dismiss(tuple(self._taken))

    def _line(self, at: int) -> Content:
        mark = "[x]" if self._taken[at] else "[ ]"
        one = self._differences[at]
        return Content.assemble((mark, "bold"), f" {one.where}: {one.what}")


class WritingScreen(OpenScreen, ModalScreen[Preview | NegcoachError | None]):
    """The dialog with the progress bar, which writes in a thread; its result is ``None`` when it was cancelled."""

    MAY_BE_COVERED = False
    CSS_PATH: ClassVar[CSSPathType | None] = [DIALOG, "importing.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "cancel", id="writing.cancel", tooltip="Stop, and import nothing"),
    ]

    class Progressed(Message):
        """``done`` rows of ``total`` are written."""

        def __init__(self, done: int, total: int) -> None:
            super().__init__()
            self.done = done
            self.total = total

    class Ended(Message):
        """The writing has ended: with a preview of what was written, an error, or ``None`` when cancelled."""

        def __init__(self, result: Preview | NegcoachError | None) -> None:
            super().__init__()
            self.result = result

    def __init__(self, services: Services, importer: Importer, answers: ImportAnswers) -> None:
        """Write what ``importer`` has read, with ``answers``."""
        super().__init__()
        self._services = services
        self._importer = importer
        self._answers = answers
        self._cancelled = Event()

    def compose(self) -> ComposeResult:
        """Lay out the title, the bar and the key."""
        with Vertical(classes="dialog"):
            yield Static(Content("Importing"), classes="title")
            yield WorkBar()
            yield DialogKeys([("esc", "cancel: nothing is changed")])

    def on_mount(self) -> None:
        """Begin to write."""
        self._write()

    def on_unmount(self) -> None:
        """Cancel when the app is left, so that nothing is half written."""
        self._cancelled.set()

    def action_cancel(self) -> None:
        """Cancel at the next row."""
        self._cancelled.set()

    @work(thread=True)
    def _write(self) -> None:
        try:
            done = self._importer.run(self._services.database, self._services.now(), self._answers, self._progressed)
        except CancelledError:
            self.post_message(self.Ended(None))
        except NegcoachError as error:
            self.post_message(self.Ended(error))
        else:
            self.post_message(self.Ended(done))

    def _progressed(self, done: int, total: int) -> None:
        if self._cancelled.is_set():
            raise CancelledError
        self.post_message(self.Progressed(done, total))

    def on_writing_screen_progressed(self, message: Progressed) -> None:
        """Advance the bar."""
        self.query_one(WorkBar).show(message.done, message.total)

    def on_writing_screen_ended(self, message: Ended) -> None:
        """Close the dialog with the result."""
        self.call_on_top(partial(self.dismiss, message.result))
