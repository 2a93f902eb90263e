"""What is typed into the body view: a weight or a 1RM test, and when it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.types import CSSPathType
from textual.widget import Widget
from textual.widgets import Input, Static

from negcoach.errors import NegcoachError
from negcoach.screens.shared.field_values import parse_when, units_hint
from negcoach.screens.shared.inputs import CleanInput
from negcoach.screens.shared.styles import DIALOG
from negcoach.texts import clean
from negcoach.training.units import Unit, format_load, parse_load

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Entered:
    """What was typed; ``exercise`` is the slug of a 1RM test's, "" for a body weight."""

    kg: float
    at: datetime
    exercise: str = ""


class EntryScreen(ModalScreen[Entered | None]):
    """Asks for a load and its day, for a 1RM test its exercise too; ``None`` when the lifter went back."""

    CSS_PATH: ClassVar[CSSPathType | None] = [DIALOG, "body.tcss"]
    AUTO_FOCUS = "#load"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "keep", id="entry.keep", tooltip="Keep what is typed"),
        Binding("escape", "back", "back", id="entry.back", tooltip="Keep nothing"),
        Binding("up", "app.focus_previous", "Up", id="entry.up", show=False, tooltip="The field above"),
        Binding("down", "app.focus_next", "Down", id="entry.down", show=False, tooltip="The field below"),
    ]

    def __init__(
        self,
        title: str,
        now: datetime,
        unit: Unit,
        most_kg: float,
        *,
        before: Entered | None = None,
        exercises: Sequence[tuple[str, str]] = (),
        exercise: str = "",
    ) -> None:
        """Ask under ``title``; ``before`` is what is corrected.

        ``exercises`` are (slug, name) to choose from, ``exercise`` the one to begin with.
        """
        super().__init__()
        self._title, self._now, self._unit, self._most_kg, self._before = title, now, unit, most_kg, before
        self._exercises = tuple(exercises)
        self._exercise = exercise

    def compose(self) -> ComposeResult:
        """Yield the fields, what is wrong with each, and the keys."""
        before = self._before
        load = "" if before is None else format_load(before.kg, self._unit)
        when = "now" if before is None else f"{before.at:%Y-%m-%d %H:%M}"
        with Vertical(classes="dialog"):
            yield Static(Content(clean(self._title)), classes="title")
            if self._exercises:
                with Horizontal(classes="row"):
                    yield Static("Exercise", classes="label")
                    yield Chooser([name for _, name in self._exercises], self._first())
            yield from _field("load", "1RM" if self._exercises else "Weight", load)
            yield from _field("when", "When", when)
            keys = [("enter", "keep"), ("↑↓", "field"), ("esc", "back")]
            if self._exercises:
                keys.insert(2, ("←→", "exercise"))
            line = Content("     ").join(Content.assemble((key, "bold"), f" {what}") for key, what in keys)
            yield Static(line, classes="keys")

    def on_mount(self) -> None:
        """Say what is right."""
        self._read()

    @on(Input.Changed)
    def _check(self) -> None:
        self._read()

    @on(Input.Submitted)
    def _submit(self) -> None:
        self.action_keep()

    def action_keep(self) -> None:
        """Give what was typed, or go to what is wrong."""
        entered, wrong = self._read(asked=True)
        if entered is None:
            self.query_one(f"#{wrong}").focus()
        else:
            self.dismiss(entered)

    def action_back(self) -> None:
        """Leave without anything."""
        self.dismiss(None)

    def _read(self, *, asked: bool = False) -> tuple[Entered | None, str]:
        """Read the fields and note what is wrong; an empty load is wrong only when it is asked for."""
        kg = self._field("load", self._load, units_hint(self._unit), asked)
        at = self._field("when", self._when, "a day, as 2026-03-12, or yesterday", asked)
        if kg is None or at is None:
            return None, "load" if kg is None else "when"
        choosers = self.query(Chooser)
        return Entered(kg, at, self._exercises[choosers.first().chosen][0] if choosers else ""), ""

    def _field(self, field: str, read: Callable[[str], _Value], hint: str, asked: bool) -> _Value | None:
        text = self.query_one(f"#{field}", Input).value
        note = self.query_one(f"#{field}-note", Static)
        try:
            value = read(text)
        except NegcoachError as error:
            wrong = asked or bool(text)
            note.update(
                Content.styled(str(error), "$text-error") if wrong else Content.styled(hint, "$foreground-muted")
            )
            return None
        note.update(Content.styled(hint, "$foreground-muted"))
        return value

    def _load(self, text: str) -> float:
        before = self._before
        if before is not None and text == format_load(before.kg, self._unit):
            return before.kg
        kg = parse_load(text, self._unit)
        if not 0 < kg <= self._most_kg:
            raise NegcoachError(f"It is more than 0 and at most {format_load(self._most_kg, self._unit)}.")
        return kg

    def _when(self, text: str) -> datetime:
        before = self._before
        if before is not None and text == f"{before.at:%Y-%m-%d %H:%M}":
            return before.at
        return parse_when(text, self._now)

    def _first(self) -> int:
        return next((place for place, (slug, _) in enumerate(self._exercises) if slug == self._exercise), 0)


class Chooser(Widget, can_focus=True):
    """One of several names, chosen with the arrow keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "before", id="chooser.left", show=False, tooltip="The one before"),
        Binding("right,space", "step(1)", "next", id="chooser.right", show=False, tooltip="The next one"),
    ]

    chosen: reactive[int] = reactive(0)
    """Which one."""

    def __init__(self, names: Sequence[str], chosen: int) -> None:
        super().__init__()
        self._names = tuple(names)
        self.set_reactive(Chooser.chosen, chosen)

    def action_step(self, by: int) -> None:
        """Choose the next one or the one before, around the end."""
        self.chosen = (self.chosen + by) % len(self._names)

    def render(self) -> Content:
        """Return the name between arrows."""
        place = f"{self.chosen + 1} of {len(self._names)}"
        return Content.assemble("◂ ", (clean(self._names[self.chosen]), "bold"), " ▸  ", (place, "$foreground-muted"))


def _field(name: str, label: str, text: str) -> ComposeResult:
    with Horizontal(classes="row"):
        yield Static(label, classes="label")
        yield CleanInput(text, id=name, compact=True, max_length=24, select_on_focus=True)
    yield Static("", id=f"{name}-note", classes="note")
