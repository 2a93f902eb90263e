"""The screen of what stands against a set today: warnings to read, or what only a typed word overrules."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from negcoach.coaching.words.set_words import amount, load_in_words
from negcoach.screens.shared.form.inputs import CleanInput
from negcoach.screens.shared.page import BACK, Page, PageScreen
from negcoach.texts import clean
from negcoach.training.advice.finding import Finding, Level
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.units import Unit
from negcoach.widgets.lists.key_footer import KeyFooter

WORD = "anyway"
"""The word that overrules: no key that is held down and no clicker types it."""

_STYLES = {Level.WARNING: ("!", "yellow"), Level.TYPED: ("✕", "bold red"), Level.REFUSED: ("✕", "bold red")}
"""The mark and the style of a finding by what it asks."""


class ReadinessAnswer(Enum):
    """What the lifter does about it."""

    AS_CHOSEN = "as chosen"
    ADVISED = "advised"


class WordInput(CleanInput):
    """The field in which the word is typed that overrules."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "submit", "go on", id="readiness.word", tooltip="The advised set; or yours, with the word typed"
        ),
    ]


class ReadinessScreen(PageScreen[ReadinessAnswer]):
    """The findings about the chosen set, each with what it asks; the result is ``None`` if cancelled.

    What asks the most stands first. ``advised`` is the set that Enter starts instead where the chosen one needs the
    word or is refused (``None``: there is none).
    """

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "go on", id="readiness.go-on", tooltip="Go on with this set"),
        BACK,
    ]

    def __init__(
        self,
        demands: Sequence[tuple[Finding, Level]],
        chosen: Prescription,
        advised: Prescription | None,
        unit: Unit,
    ) -> None:
        super().__init__()
        self._demands = tuple(sorted(demands, key=lambda demand: -demand[1]))
        self._chosen, self._advised, self._unit = chosen, advised, unit
        self._level = max(level for _, level in demands)

    def compose(self) -> ComposeResult:
        """Lay out the findings, the set that is advised, and the field for the word."""
        with Page():
            yield Static(Content(clean(self._title_text())), classes="title")
            for finding, level in self._demands:
                yield Static(_finding_text(finding, level))
                yield Static(Content.styled(clean(str(finding.rule)), "$foreground-muted"), classes="rule")
            if self._level >= Level.TYPED and self._advised is not None:
                yield Static(self._offer_text(self._advised), classes="offer")
            if self._level is Level.TYPED:
                yield Static(self._ask_text(), classes="lead after")
                yield WordInput(id="again", compact=True, max_length=24)
                yield Static(id="again-note", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Start at the top, also where the field is below the edge of the screen."""
        if self._level is Level.TYPED:
            self.query_one(WordInput).focus(scroll_visible=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let Enter alone go on only past warnings, or with the advised set where the chosen one is refused."""
        return action != "go_on" or self._level < Level.TYPED or self._starts_advised

    @property
    def _starts_advised(self) -> bool:
        """Whether the chosen set is refused, and the advised one can be done."""
        return self._level is Level.REFUSED and self._advised is not None

    def action_go_on(self) -> None:
        """Go on past the warnings, or with the advised set where the chosen one is refused."""
        self.dismiss(ReadinessAnswer.ADVISED if self._starts_advised else ReadinessAnswer.AS_CHOSEN)

    def go_on(self) -> None:
        """Go on past the warnings, or with the advised set: a clicker types no word, nor sends one that is typed."""
        if self._level < Level.TYPED or self._starts_advised:
            self.action_go_on()
        elif self._level is Level.TYPED and self._advised is not None and not self.query_one(WordInput).value.strip():
            self.dismiss(ReadinessAnswer.ADVISED)
        else:
            self.app.bell()

    @on(Input.Changed)
    def _on_typed(self) -> None:
        self.query_one("#again-note", Static).update("")

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        typed = event.value.strip().casefold()
        if typed == WORD:
            self.dismiss(ReadinessAnswer.AS_CHOSEN)
        elif not typed and self._advised is not None:
            self.dismiss(ReadinessAnswer.ADVISED)
        else:
            self.query_one("#again-note", Static).update(f"✕ Type {WORD}, or press Esc.")
            self.app.bell()

    def _title_text(self) -> str:
        name = self._chosen.exercise.name
        if self._level is Level.REFUSED:
            return f"{name}: {'not offered now' if self._advised is None else 'not like this now'}"
        if self._level is Level.TYPED:
            return f"{name}: not today" if self._advised is None else f"{name}: not so much today"
        return f"{name}: before you start"

    def _offer_text(self, advised: Prescription) -> Content:
        name = "" if advised.exercise == self._chosen.exercise else f"{advised.exercise.name}: "
        text = f"{name}{amount(advised)} · {load_in_words(advised, self._unit)}"
        return Content.assemble("Enter starts this:  ", (clean(text), "bold $text-success"))

    def _ask_text(self) -> Content:
        load = load_in_words(self._chosen, self._unit)
        yours = clean(f"{amount(self._chosen)} · {load}")
        return Content.assemble(f"To go ahead with {yours}, type ", (WORD, "bold"), " and press Enter. Esc goes back.")


def _finding_text(finding: Finding, level: Level) -> Table:
    """Return a finding, whose lines hang behind its mark."""
    mark, style = _STYLES.get(level, ("", ""))
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=1)
    grid.add_column(ratio=1)
    grid.add_row(Text(mark, style=style), Text(clean(finding.text), style=style))
    return grid
