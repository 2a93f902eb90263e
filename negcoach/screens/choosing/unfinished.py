"""The dialog after a session was interrupted: go on with its exercise, or leave that as it is."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from negcoach.coaching.start.unfinished import UnfinishedAnswer, UnfinishedQuestion
from negcoach.screens.shared.form.dialog_keys import line_of_keys
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.screens.shared.styles import DIALOG
from negcoach.widgets.bindings import bound


class UnfinishedScreen(FreshKeys, ModalScreen[UnfinishedAnswer]):
    """The question whether to go on with an interrupted session; only ``g`` goes on where leaving it comes first."""

    CSS_PATH = DIALOG
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012 - so does Textual

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("unfinished.go-on", "first_choice", "go on", "Go on with that session"),
        bound("unfinished.after-pain", "go_on", "go on", "Go on anyway"),
        Binding("n,escape,f5,pageup", "leave_it", "leave it", id="unfinished.finish", tooltip="Leave it as it is"),
    ]

    def __init__(self, question: UnfinishedQuestion) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Yield what was recorded, and the keys that answer."""
        question = self._question
        with Vertical(classes="dialog"):
            title = question.title if self.size.height < 20 else f"{question.title} Every rep is saved."
            yield Static(title, classes="title", markup=False)
            yield Static(question.recorded, markup=False)
            if question.state is not None:
                name, text = question.state
                yield Static(text, id=name, markup=False)
            if question.rest:
                yield Static(question.rest, id="rest")
            if question.was_long_ago:
                yield Static(question.was_long_ago, id="over")
            keys = (("enter", question.going_on), ("n", question.leaving))
            if question.stays_left:
                keys = (("enter", question.leaving), (keymap_of(self).short("rest.go-on"), question.going_on))
            yield Static(Content("\n").join(line_of_keys([one], apart=0) for one in keys), classes="keys")

    def action_first_choice(self) -> None:
        """Go on; in a session that is over, after pain, and when it is enough for today, leave it as it is."""
        if self._question.stays_left:
            self.action_leave_it()
        else:
            self.dismiss(UnfinishedAnswer.GO_ON)

    def action_go_on(self) -> None:
        """Go on where leaving it is offered first."""
        if self._question.stays_left:
            self.dismiss(UnfinishedAnswer.GO_ON)

    def action_leave_it(self) -> None:
        """Leave the exercise as it is."""
        self.dismiss(self._question.when_left)
