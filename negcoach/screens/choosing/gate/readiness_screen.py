"""The screen of what stands against a set today: warnings to read, or what only a typed word overrules."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from negcoach.coaching.gate.readiness import MARKS, WORD, ReadinessAnswer, ReadinessQuestion
from negcoach.screens.shared.form.inputs import CleanInput
from negcoach.screens.shared.form.page import BACK, Page, PageScreen
from negcoach.texts import clean
from negcoach.training.advice.finding import Finding, Level
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.prose import Prose, ProseTable

_STYLES = {Level.WARNING: "yellow", Level.TYPED: "bold red", Level.REFUSED: "bold red"}
"""The style of a finding by what it asks."""


class WordInput(CleanInput):
    """The field in which the word is typed that overrules."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "submit", "go on", id="readiness.word", tooltip="The advised set; or yours, with the word typed"
        ),
    ]


class ReadinessScreen(PageScreen[ReadinessAnswer]):
    """The findings about the chosen set, each with what it asks; the result is ``None`` if cancelled.

    Where the chosen set needs the word or is refused, Enter starts the advised one instead, if there is any.
    """

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "go on", id="readiness.go-on", tooltip="Go on with this set"),
        BACK,
    ]

    def __init__(self, question: ReadinessQuestion) -> None:
        super().__init__()
        self._question = question
        self._level = question.level

    def compose(self) -> ComposeResult:
        """Lay out the findings, the set that is advised, and the field for the word."""
        with Page():
            yield Prose(Content(clean(self._question.title)), classes="title")
            for finding, level in self._question.demands:
                yield Prose(_finding_text(finding, level))
                yield Prose(Content.styled(clean(f"Rule: {finding.rule}"), "$foreground-muted"), classes="rule")
            if self._question.advised_text:
                yield Prose(self._offer_text(self._question.advised_text), classes="offer")
            if self._level is Level.TYPED:
                yield Prose(self._ask_text(), classes="lead after")
                yield WordInput(id="again", compact=True, max_length=24)
                yield Prose(id="again-note", markup=False)
                yield Prose("Press Esc to go back.", classes="keys")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Start at the top, also where the field is below the edge of the screen."""
        if self._level is Level.TYPED:
            self.set_focus(self.query_one(WordInput), scroll_visible=False)  # at once: the first frame has its keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let Enter alone go on only past warnings, or with the advised set where the chosen one is refused."""
        return action != "go_on" or self._question.passes

    def action_go_on(self) -> None:
        """Go on past the warnings, or with the advised set where the chosen one is refused."""
        self.dismiss(self._question.when_passed)

    def go_on(self) -> None:
        """Go on past the warnings, or with the advised set: a clicker types no word, nor sends one that is typed."""
        advised = ReadinessAnswer.ADVISED
        if self._question.passes:
            self.action_go_on()
        elif self._level is Level.TYPED and self._question.answer_to(self.query_one(WordInput).value) is advised:
            self.dismiss(advised)
        else:
            self.app.bell()

    @on(Input.Changed)
    def _on_typed(self) -> None:
        self.query_one("#again-note", Static).update("")

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        answer = self._question.answer_to(event.value)
        if answer is not None:
            self.dismiss(answer)
        else:
            self.query_one("#again-note", Static).update(f"✕ Type {WORD}, or press Esc.")
            self.app.bell()

    def _offer_text(self, advised: str) -> Content:
        return Content.assemble("Enter starts this:  ", (clean(advised), "bold $text-success"))

    def _ask_text(self) -> Content:
        yours = clean(self._question.chosen_text)
        return Content.assemble(f"To go ahead with {yours}, type ", (WORD, "bold"), " and press Enter.")


def _finding_text(finding: Finding, level: Level) -> ProseTable:
    """Return a finding, whose lines hang behind its mark."""
    mark, style = MARKS.get(level, ""), _STYLES.get(level, "")
    grid = ProseTable(padding=(0, 2, 0, 0))
    grid.add_column(width=1)
    grid.add_column(ratio=1)
    grid.add_row(Text(mark, style=style), Text(clean(finding.text), style=style))
    return grid
