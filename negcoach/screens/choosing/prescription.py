"""The prescription form's screen, between the choice of an exercise and its session."""

from __future__ import annotations

from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from negcoach.coaching.recent_training import empty_recent_training, read_recent_training
from negcoach.coaching.session_plan import Choice
from negcoach.errors import NegcoachError
from negcoach.formatting import clock_text
from negcoach.screens.choosing.card import RepBar, advice_table
from negcoach.screens.choosing.form import ONE_RM, fields_of, read_form
from negcoach.screens.shared.fields import Form, Reading, Texts
from negcoach.screens.shared.inputs import FieldInput
from negcoach.screens.shared.set_words import (
    amount,
    duration_in_words,
    load_in_words,
    percent_in_words,
    rep_in_words,
)
from negcoach.services import Services
from negcoach.texts import clean
from negcoach.training.advice.advice import Advice, advise
from negcoach.training.advice.loads import load_at
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.units import format_load
from negcoach.widgets.lists.key_footer import KeyFooter


class FormInput(FieldInput):
    """An input of the prescription form."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "start", id="prescription.start", tooltip="Start, when everything is right"),
        # Here and not on the screen: a page that can be scrolled would take the arrows first.
        Binding("up", "app.focus_previous", "Up", id="prescription.up", show=False, tooltip="The field above"),
        Binding("down", "app.focus_next", "Down", id="prescription.down", show=False, tooltip="The field below"),
    ]


class PrescriptionScreen(Screen[Choice | None]):
    """The prescription form: load, sets, reps, tempo, rest, lead-in and lift; the result is ``None`` on the way back.

    It begins with the last prescription (or ``prefilled``), so that Enter alone starts. A new 1RM is stored.
    """

    CSS_PATH = "prescription.tcss"
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (110, "-normal"), (160, "-wide")]  # noqa: RUF012  # as Screen declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (34, "-high")]  # noqa: RUF012  # as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", id="prescription.back", tooltip="Back to the exercises"),
        Binding("f2", "take", "suggestion", id="prescription.take", tooltip="Fill in what is suggested"),
    ]

    def __init__(self, services: Services, exercise: Exercise, prefilled: Prescription | None = None) -> None:
        super().__init__()
        self._services = services
        self._exercise = exercise
        self._unit = services.settings.unit
        self._read_error = ""
        try:
            self._recent = read_recent_training(services, exercise)
        except NegcoachError as error:
            self._recent, self._read_error = empty_recent_training(services, exercise), str(error)
        self._base = prefilled or self._recent.base
        self._filled_in_load = ""
        self._suggestion = self._recent.advice
        fields = fields_of(self._base, self._recent.one_rm_kg, self._unit)
        self._form = Form(fields, self._read, input_class=FormInput, id="form")

    def compose(self) -> ComposeResult:
        """Lay out the fields, and beside or below them the prescription in words and the advice."""
        with Horizontal(id="head"):
            yield Static(Content.styled(clean(self._exercise.name), "bold $text-accent"), id="title")
            yield Static("Enter starts, when everything is right.", id="hello", markup=False)
        with VerticalScroll(id="body", can_focus=False):
            yield self._form
            with Vertical(id="about"):
                yield RepBar()
                yield Static(id="words")
                yield Static(id="news")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Focus the first field that is wrong, else the load."""
        if self._read_error:
            self.notify(self._read_error, severity="error", markup=False)
        if not self._form.text_of("load_kg"):
            self._fill_in_load()
        self.query_one(RepBar).show(self._base)
        first, texts = self._update().first_wrong or "load_kg", self._form.texts
        if first == "load_kg" and texts["load_kg"] == texts.get(ONE_RM) == "":
            first = ONE_RM
        self.query_one(f"#{first}").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the suggestion while it differs from the fields."""
        return action != "take" or not self.is_mounted or self._has_new_suggestion()

    def action_back(self) -> None:
        """Go back to the exercises."""
        self.dismiss(None)

    def action_take(self) -> None:
        """Fill in the suggestion; an unknown load is left as it is."""
        for name, text in self._suggested_texts.items():
            self._form.put(name, text)
        self._base = self._suggestion.prescription
        self._update()

    @on(Input.Changed)
    def _on_typed(self, event: Input.Changed) -> None:
        if event.input.id == ONE_RM and self._form.text_of("load_kg") in ("", self._filled_in_load):
            self._fill_in_load()
        self._update()

    @on(Input.Submitted)
    def _on_submitted(self) -> None:
        reading = self._form.read()
        if reading.first_wrong:
            self._form.go_to(reading.first_wrong)
            return
        one_rm_kg = reading.values.get(ONE_RM)
        if one_rm_kg is not None:
            try:
                self._services.lifter.set_one_rm(self._exercise.slug, one_rm_kg, self._services.now())
            except NegcoachError as error:
                self.notify(str(error), severity="error", markup=False)
        self.dismiss(Choice(reading.made, one_rm_kg))

    def _read(self, texts: Texts) -> Reading:
        return read_form(texts, self._base, self._recent.one_rm_kg, self._unit)

    def _fill_in_load(self) -> None:
        """Fill in the usual percentage of the 1RM where the lifter has not typed a load."""
        rule, one_rm_kg = self._exercise.load, self._form.read().values.get(ONE_RM)
        if rule is None:
            return
        unit, text = self._unit, ""
        if one_rm_kg is not None:
            text = format_load(load_at(self._exercise, rule.percent, one_rm_kg, unit), unit)
        self._filled_in_load = text
        self._form.put("load_kg", text)

    @property
    def _suggested_texts(self) -> dict[str, str]:
        """The texts of the suggestion by field; an unknown load is left out."""
        fields = fields_of(self._suggestion.prescription, None, self._unit)
        return {field.name: field.text for field in fields if field.text}

    def _has_new_suggestion(self) -> bool:
        return any(text != self._form.text_of(name) for name, text in self._suggested_texts.items())

    def _update(self) -> Reading:
        """Update the notes, the words, the bar and the suggestion from the fields."""
        reading, recent = self._form.show(asked=True), self._recent
        one_rm_kg = reading.values.get(ONE_RM)
        self._suggestion = advise(recent.base, recent.facts.with_one_rm(one_rm_kg))
        if reading.made is not None:
            self.query_one(RepBar).show(reading.made)
        self.query_one("#words", Static).update(self._words(reading))
        self.query_one("#news", Static).update(self._advice_table(self._suggestion))
        self.refresh_bindings()
        return reading

    def _words(self, reading: Reading) -> Content:
        plan: Prescription | None = reading.made
        if plan is None:
            label = next(field.label for field in self._form.fields if field.name == reading.first_wrong)
            return Content.styled(f"✕ Not right yet: {clean(label)}.", "$text-error")
        percent = percent_in_words(plan, reading.values.get(ONE_RM))
        first = [amount(plan), load_in_words(plan, self._unit), percent]
        rest = f"rest {clock_text(plan.rest_ms)}" if plan.sets > 1 else ""
        last = [rest, duration_in_words(plan)]
        return Content.assemble(
            (clean(" · ".join(filter(None, first))), "bold"),
            "\n",
            clean(rep_in_words(plan)),
            "\n",
            (" · ".join(filter(None, last)), "$foreground-muted"),
        )

    def _advice_table(self, suggestion: Advice) -> Table:
        now = self._services.now()
        grid = advice_table(self._exercise, self._recent, suggestion, now, self._unit)
        grid.add_row("", Text("F2 fills it in" if self._has_new_suggestion() else "filled in", style="dim"))
        return grid
