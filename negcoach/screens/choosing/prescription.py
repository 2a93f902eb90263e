"""The prescription form's screen, between the choice of an exercise and its session."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from negcoach.coaching.advice.alternative import advice_on
from negcoach.coaching.advice.recent_training import empty_recent_training, read_recent_training
from negcoach.coaching.gate.type_again import doubted_one_rm
from negcoach.coaching.sets_to_do import Choice, NewOneRm
from negcoach.coaching.words.set_words import (
    amount,
    duration_in_words,
    load_in_words,
    percent_in_words,
    rep_in_words,
)
from negcoach.coaching.words.way_words import way_in_words
from negcoach.config.figures import figure_of
from negcoach.errors import NegcoachError
from negcoach.formatting import clock_text
from negcoach.screens.choosing.card import RepBar, add_rule, advice_grid, advice_table
from negcoach.screens.choosing.form import ONE_RM, OPEN, FormFacts, fields_of, read_form
from negcoach.screens.shared.form.fields import Form, Reading, Texts
from negcoach.screens.shared.form.inputs import FieldInput
from negcoach.screens.shared.form.page import OneRmScreen
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.screens.shared.notices import notify_error
from negcoach.services import Services
from negcoach.texts import clean
from negcoach.training.advice.advice import Advice, advised_at
from negcoach.training.advice.finding import Level
from negcoach.training.advice.readiness.one_rm_doubt import estimate_in_words, load_doubt, one_rm_doubt
from negcoach.training.equipment.unloading import with_lift_call
from negcoach.training.exercise.exercise import Exercise, Family
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import is_over_cap, spotters_for
from negcoach.training.plan.eccentric_test import eccentric_load
from negcoach.training.progress.recovery import is_daily
from negcoach.training.terms import OneRmKind, Side
from negcoach.training.units import TypedLoad, format_load, typed_unit
from negcoach.widgets.bindings import bound
from negcoach.widgets.drawing.figure_view import FigureView
from negcoach.widgets.kept_text import KeptText
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.prose import Prose, ProseTable
from negcoach.widgets.sizes import TINY_BELOW


class FormInput(FieldInput):
    """An input of the prescription form."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "start", id="prescription.start", tooltip="Start, when everything is right"),
        # The keys of a clicker are here too, not on the screen, for the same reason as the arrows below.
        bound("prescription.on", "submit", "Start", "Start, as Enter", show=False),
        bound("prescription.page-up", "screen.back", "Back", "Back, as Esc", show=False),
        # Here and not on the screen: a page that can be scrolled would take the arrows first.
        Binding("up", "app.focus_previous", "Up", id="prescription.up", show=False, tooltip="The field above"),
        Binding("down", "app.focus_next", "Down", id="prescription.down", show=False, tooltip="The field below"),
    ]


class FilledFrom(Enum):
    """Where the values in the form are from, as the form says it."""

    ADVICE = "Advice"
    LAST = "As last time"
    OWN = "Your own"


_STARTS = {
    FilledFrom.ADVICE: "Enter starts what is advised.",
    FilledFrom.LAST: "Enter starts the same as last time.",
    FilledFrom.OWN: "Enter starts what you typed.",
}

_NEXT_SIDES = {None: "left only", Side.LEFT: "right only", Side.RIGHT: "both"}
"""What the key for the sides does where one side alone can be trained, by the one that is."""

_ASKS = {
    Level.TYPED: "Enter asks you to type a word first.",
    Level.REFUSED: "Enter starts nothing; Esc goes back.",
}
"""What Enter does where more than Enter is needed."""

_FITTED = ("sets", "reps", "tempo")
"""The fields that follow the load as long as they are not typed: what is advised is advised for its load."""


class PrescriptionScreen(FreshKeys, Screen[Choice | None]):
    """The prescription form: load, sets, reps, tempo, rest, lead-in and lift; the result is ``None`` if cancelled.

    It begins with the advice (or ``prefilled``), so that Enter alone starts what is advised. A new 1RM that may be a
    slip must be typed again; ``new_one_rm`` is one that was given before and not stored yet.
    """

    CSS_PATH = "prescription.tcss"
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (TINY_BELOW, "-narrow"), (116, "-normal"), (160, "-wide")]  # noqa: RUF012  # as Screen declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (34, "-high"), (44, "-tall")]  # noqa: RUF012  # as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", id="prescription.back", tooltip="Back to the exercises"),
        bound("prescription.last", "fill('LAST')", "as last time", "Fill in what you did last time"),
        bound("prescription.advice", "fill('ADVICE')", "advice", "Fill in what is advised"),
        bound("prescription.fatigue", "fatigue", "to fatigue", "Sets to fatigue, or back to reps"),
        bound("prescription.estimate", "estimate", "estimated 1RM", "Use the 1RM that your lifted sets suggest"),
        bound("prescription.sides", "sides", "other side", "The other side, or one alone", show=False),
    ]

    def __init__(
        self,
        services: Services,
        exercise: Exercise,
        prefilled: Prescription | None = None,
        new_one_rm: NewOneRm | None = None,
    ) -> None:
        super().__init__()
        self._services = services
        self._exercise = exercise
        self._unit = services.settings.unit
        self._equipment = services.settings.equipment
        self._read_error = ""
        try:
            self._recent = read_recent_training(services, exercise)
        except NegcoachError as error:
            self._recent, self._read_error = empty_recent_training(services, exercise), str(error)
        self._new_one_rm = new_one_rm
        self._one_rm_kg = self._recent.one_rm_kg if new_one_rm is None else new_one_rm.load.kg
        self._advised_kg = self._one_rm_kg
        self._advice = advice_on(self._recent, self._advised_kg)
        self._last = self._recent.as_last_time if self._recent.last is not None else None
        self._base = prefilled or self._advice.prescription
        self._follows_advice = self._base == self._advice.prescription
        self._asked = False  # whether Enter was pressed: until then what was not typed yet is no mistake
        self._fitted = self._fitted_texts(self._base.load_kg)
        self._one_rm_unit = self._equipment.unit_as_shown(self._base, self._unit)
        self._first_side = self._base.first_side
        self._estimate_kg = estimate_in_words(self._recent.facts)
        self._facts = FormFacts(
            self._unit,
            self._one_rm_kg,
            self._estimate_kg,
            self._equipment,
            keymap=services.keymap,
            counts=lambda kg: self._advice_with(kg).one_rm,
            doubts=self._doubt_about,
            load_doubts=lambda load_kg: self._doubt_about_load(load_kg, None),
            body_kg=self._recent.facts.body_kg,
            eccentric_load=self._eccentric_load,
            has_eccentric=bool(self._recent.facts.eccentric_one_rms),
            one_rm_of=self._one_rm_of,
            one_rm_unit=self._one_rm_unit,
        )
        fields = fields_of(self._base, self._facts)
        self._form = Form(fields, self._read, input_class=FormInput, id="form")

    def compose(self) -> ComposeResult:
        """Lay out the fields, and beside or below them the prescription in words and the advice."""
        with Horizontal(id="head"):
            yield Static(Content.styled(clean(self._exercise.name), "bold $text-accent"), id="title")
            yield Static(id="source", markup=False)
            yield Static(id="hello", markup=False)
        with VerticalScroll(id="body", can_focus=False):
            yield self._form
            with Vertical(id="about"):
                yield RepBar()
                yield Prose(id="words")
                yield KeptText(id="news")
                yield KeptText(id="aside")
                yield FigureView(id="figure")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Focus the first field that is wrong, else the load."""
        if self._read_error:
            notify_error(self, self._read_error)
        self.query_one(RepBar).show(with_lift_call(self._base, self._recent.one_rm_kg))
        first, texts = self._update().first_wrong or "load_kg", self._form.texts
        if first == "load_kg" and texts["load_kg"] == texts.get(ONE_RM) == "":
            first = ONE_RM
        self.set_focus(self.query_one(f"#{first}"))  # at once: the keys of the first frame are those of the field

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be filled in next, sets to fatigue of overload, and an estimated 1RM while none is typed."""
        if action == "fatigue":
            return self._exercise.family is Family.OVERLOAD
        if action == "sides":
            return self._exercise.unilateral and (is_daily(self._exercise) or self._base.only_side is None)
        if action == "estimate":
            return bool(self._estimate_kg) and self.is_mounted and not self._form.text_of(ONE_RM).strip()
        return action != "fill" or not self.is_mounted or parameters == (self._filled_in_next,)

    def action_back(self) -> None:
        """Go back to the exercises."""
        self.dismiss(None)

    def action_fill(self, source: str) -> None:
        """Fill in the advice, or what was done last time."""
        self._follows_advice = source == FilledFrom.ADVICE.name
        self._fill_in(self._advice.prescription if self._follows_advice else self._last or self._base)
        if not self._follows_advice:
            self._fitted = {}
        self._update()

    def action_fatigue(self) -> None:
        """Prescribe sets to fatigue, or reps again: those of the advice, else the exercise's own."""
        load_kg = self._form.read().values.get("load_kg", 0.0)
        reps = advised_at(self._advice.prescription, load_kg).reps or self._exercise.reps
        self._form.put("reps", str(reps) if self._form.text_of("reps") == OPEN else OPEN)
        self._follows_advice = self._holds(self._advice.prescription)
        self._update()

    def action_sides(self) -> None:
        """Begin with the other side, from now on; of a tendon's protocol train both, or only the one that hurts."""
        slug, now, only = self._exercise.slug, self._services.now(), self._base.only_side
        if is_daily(self._exercise):
            only = {None: Side.LEFT, Side.LEFT: Side.RIGHT, Side.RIGHT: None}[only]
        else:
            self._first_side = Side.RIGHT if self._first_side is Side.LEFT else Side.LEFT
        self._base = replace(self._base, first_side=self._first_side, only_side=only)
        self._recent = self._recent.of_sides(self._base)
        self._advice = advice_on(self._recent, self._advised_kg)
        self._last = self._recent.as_last_time if self._recent.last is not None else None
        try:
            if is_daily(self._exercise):
                self._services.lifter.set_only_side(slug, only, now)
            else:
                self._services.lifter.set_weaker_side(slug, self._first_side, now)
        except NegcoachError as error:
            notify_error(self, error)
        self._update()

    def action_estimate(self) -> None:
        """Take the 1RM that lifted sets suggest."""
        self._form.put(ONE_RM, self._estimate_text)
        self._update()

    @on(events.DescendantFocus)
    def _focused(self) -> None:
        for row in self.query(".row"):
            row.set_class(row.has_focus_within, "-now")

    @on(Input.Changed)
    def _on_typed(self, event: Input.Changed) -> None:
        if event.input.id != ONE_RM:
            self._follows_advice = self._holds(self._advice.prescription)
        elif not self._form.text_of("load_kg"):
            advised = self._advice_with(self._form.read().values.get(ONE_RM)).prescription
            self._form.put("load_kg", self._texts_of(advised)["load_kg"])
        self._update()

    @on(Input.Submitted)
    def _on_submitted(self) -> None:
        reading = self._form.read()
        if reading.first_wrong:
            self._asked = True
            self._update()
            self._form.go_to(reading.first_wrong)
            return
        one_rm_kg = reading.values.get(ONE_RM)
        choice = Choice(
            reading.made, one_rm_kg, self._given_one_rm(one_rm_kg), warned=self._shows_news and not self._advice.stopped
        )
        doubt = "" if one_rm_kg is None else self._doubt_about(one_rm_kg)
        if doubt and choice.new_one_rm is not None:
            again = OneRmScreen(doubted_one_rm(self._exercise, choice.new_one_rm.load, doubt))
            self.app.push_screen(again, partial(self._go_on_with, choice))
        else:
            self.dismiss(choice)

    def _go_on_with(self, choice: Choice, meant: bool | None) -> None:
        """Go on with a 1RM that was typed again, else back to its field."""
        if meant:
            self._new_one_rm = choice.new_one_rm
            self.dismiss(choice)
        else:
            field = self.query_one(f"#{ONE_RM}", FormInput)
            field.focus()
            field.select_all()

    def _given_one_rm(self, one_rm_kg: float | None) -> NewOneRm | None:
        """Return the 1RM as it is given here, ``None`` where there is none or it is the stored one."""
        if one_rm_kg is None or one_rm_kg == self._recent.one_rm_kg:
            return None
        if self._new_one_rm is not None and self._new_one_rm.load.kg == one_rm_kg:
            return self._new_one_rm
        text = self._form.text_of(ONE_RM)
        kind = OneRmKind.ESTIMATED if text == self._estimate_text else OneRmKind.ENTERED
        return NewOneRm(TypedLoad(one_rm_kg, typed_unit(text, self._one_rm_unit)), kind)

    def _doubt_about(self, one_rm_kg: float) -> str:
        """Return why a 1RM may be a slip, "" where nothing says so, or it was typed twice."""
        if self._new_one_rm is not None and self._new_one_rm.load.kg == one_rm_kg:
            return ""
        return one_rm_doubt(self._exercise, one_rm_kg, self._recent.facts)

    def _doubt_about_load(self, load_kg: float, one_rm_kg: float | None) -> str:
        """Return why a load may be a slip, "" where nothing says so."""
        return load_doubt(self._exercise, load_kg, self._recent.facts.with_one_rm(one_rm_kg))

    @property
    def _estimate_text(self) -> str:
        """The 1RM that lifted sets suggest, as the form writes it, "" where there is none."""
        return format_load(self._estimate_kg, self._one_rm_unit) if self._estimate_kg else ""

    @property
    def _shows_news(self) -> bool:
        """Whether all of the advice, and so every warning, is in view."""
        return self.query_one("#body").region.contains_region(self.query_one("#news").region)

    def _read(self, texts: Texts) -> Reading:
        return read_form(texts, self._base, replace(self._facts, reps_note=self._reps_note(texts)))

    def _advice_with(self, one_rm_kg: float | None) -> Advice:
        """Return the advice with this 1RM, which is worked out again only for another one."""
        if one_rm_kg != self._advised_kg:
            self._advised_kg, self._advice = one_rm_kg, advice_on(self._recent, one_rm_kg)
        return self._advice

    def _fitted_texts(self, load_kg: float) -> dict[str, str]:
        """Return the texts that the advice has for a load, of the fields that follow it."""
        texts = self._texts_of(advised_at(self._advice.prescription, load_kg))
        return {name: texts[name] for name in _FITTED}

    def _fit_to_load(self) -> None:
        """Fill in what the advice has for the load that is typed, but nothing in place of what the lifter typed."""
        load_kg = self._form.read().values.get("load_kg")
        if load_kg is None:
            return
        for name, text in self._fitted_texts(load_kg).items():
            if self._form.text_of(name) == self._fitted.get(name):
                self._form.put(name, text)
                self._fitted[name] = text

    def _reps_note(self, texts: Texts) -> str:
        """Return why the reps are not the advised ones, where the form changed them."""
        advised = self._advice.prescription
        reps = self._texts_of(advised)["reps"]
        if texts["reps"] != self._fitted.get("reps") or texts["reps"] == reps:
            return ""
        load = format_load(advised.load_kg, self._unit) if advised.load_kg else "a light load"
        return f"{reps} were advised for {load}, not for more"

    def _fill_in(self, prescription: Prescription) -> None:
        """Fill in a prescription; its exact values count as long as the texts are not changed."""
        for name, text in self._texts_of(prescription).items():
            self._form.put(name, text)
        only = self._base.only_side if is_daily(self._exercise) else prescription.only_side
        self._base = replace(prescription, first_side=self._first_side, only_side=only)
        self._fitted = self._fitted_texts(prescription.load_kg)

    def _eccentric_load(self, percent: float, lower_s: int) -> float:
        """Return a load that is a part of the eccentric 1RM; raises ``NegcoachError`` where none can be taken."""
        facts = self._recent.facts
        return eccentric_load(self._exercise, percent, lower_s, facts.eccentric_one_rms, facts.now, facts.loads)

    @property
    def _one_rm_of(self) -> str:
        """The name of the exercise whose 1RM this one has, "" where it is its own."""
        slug = self._services.one_rm_slugs(self._exercise.slug)[0]
        other = None if slug == self._exercise.slug else self._services.exercise(slug)
        return "" if other is None else clean(other.name)

    def _texts_of(self, prescription: Prescription) -> dict[str, str]:
        """Return the texts of a prescription by field; a load that is not known is empty."""
        facts = FormFacts(self._unit, equipment=self._equipment)
        return {field.name: field.text for field in fields_of(prescription, facts) if field.name != ONE_RM}

    def _holds(self, prescription: Prescription) -> bool:
        """Return whether the form holds this prescription."""
        same_sides = is_daily(self._exercise) or prescription.only_side is self._base.only_side
        return same_sides and all(
            text == self._form.text_of(name) for name, text in self._texts_of(prescription).items()
        )

    @property
    def _source(self) -> FilledFrom:
        """Where the values in the form are from."""
        if self._holds(self._advice.prescription):
            return FilledFrom.ADVICE
        return FilledFrom.LAST if self._last is not None and self._holds(self._last) else FilledFrom.OWN

    @property
    def _filled_in_next(self) -> str | None:
        """The name of the source that can be filled in now, ``None`` where there is no other."""
        if self._source is not FilledFrom.ADVICE:
            return FilledFrom.ADVICE.name
        return FilledFrom.LAST.name if self._last is not None and not self._holds(self._last) else None

    def _update(self) -> Reading:
        """Update the advice after the 1RM, the fields that follow it, the notes, the words and the bar."""
        advice = self._advice_with(self._form.read().values.get(ONE_RM))
        if self._follows_advice:
            self._fill_in(advice.prescription)
        else:
            self._fit_to_load()
        emptied = any(one.text and not self._form.text_of(one.name) for one in self._form.fields)
        reading = self._form.show(asked=self._asked or emptied)
        made: Prescription | None = reading.made
        spotters = 0 if made is None else spotters_for(made, advice.one_rm.kg)
        self.query_one(FigureView).show(figure_of(self._exercise.figure_slug, spotters))
        if made is not None:
            self.query_one(RepBar).show(with_lift_call(made, reading.values.get(ONE_RM)))
        source, stopped = self._source, advice.stopped
        badge = advice.what if source is FilledFrom.ADVICE and stopped else source.value
        self.query_one("#source", Static).update(badge)
        self.query_one("#source").set_class(source is FilledFrom.ADVICE and not stopped, "-advice")
        self.query_one("#hello", Static).update(self._enter_hint(reading, source))
        self.query_one("#words", Static).update(self._words(reading))
        self.query_one("#news", Static).update(self._advice_table(reading.made, reading.values.get(ONE_RM)))
        self.query_one("#aside", Static).update(self._aside())
        self.refresh_bindings()
        return reading

    def _enter_hint(self, reading: Reading, source: FilledFrom) -> str:
        """Return what Enter does, "" while a field is wrong."""
        prescription: Prescription | None = reading.made
        if prescription is None:
            return ""
        one_rm_kg = reading.values.get(ONE_RM)
        if one_rm_kg is not None and self._doubt_about(one_rm_kg):
            return "Enter asks for the 1RM again."
        over = is_over_cap(self._exercise, prescription.load_kg, self._advice.one_rm.capped_kg)
        again = over or self._doubt_about_load(prescription.load_kg, one_rm_kg)
        starts = "Enter asks for the load again." if again else _STARTS[source]
        starts = "Enter asks first." if self._advice.stopped else starts
        level = self._advice.level_for(prescription)
        if level is Level.REFUSED and self._advice.level_for(self._advice.prescription) < Level.TYPED:
            return "Enter offers what is advised."
        return _ASKS.get(level, starts)

    def _words(self, reading: Reading) -> Content:
        prescription: Prescription | None = reading.made
        if prescription is None:
            field = next(field for field in self._form.fields if field.name == reading.first_wrong)
            if not (self._asked or field.text or self._form.text_of(field.name)):
                return Content.styled(clean(reading.notes[field.name].text), "$foreground-muted")
            label = field.label
            return Content.styled(f"✕ Not right yet: {clean(label)}.", "$text-error")
        percent = percent_in_words(prescription, reading.values.get(ONE_RM))
        first = [amount(prescription), load_in_words(prescription, self._unit), percent]
        rest = f"rest {clock_text(prescription.rest_ms)}" if prescription.sets > 1 else ""
        sides = self._sides_text(prescription)
        last = [way_in_words(prescription), rest, duration_in_words(prescription), sides]
        return Content.assemble(
            (clean(" · ".join(filter(None, first))), "bold"),
            "\n",
            clean(rep_in_words(with_lift_call(prescription, reading.values.get(ONE_RM)))),
            "\n",
            (" · ".join(filter(None, last)), "$foreground-muted"),
        )

    def _sides_text(self, prescription: Prescription) -> str:
        """Return which side begins, or which alone is trained, and what their key does; "" for both at once."""
        if not self._exercise.unilateral:
            return ""
        only, key = prescription.only_side, self._services.keymap.name("prescription.sides")
        if not is_daily(self._exercise):
            first = f"{prescription.first_side.value} side first ({key}: the other)"
            return first if only is None else f"{only.value} side only"
        return f"{'both sides' if only is None else f'{only.value} side only'} ({key}: {_NEXT_SIDES[only]})"

    def _advice_table(self, chosen: Prescription | None, one_rm_kg: float | None) -> ProseTable:
        """Return the advice, with what stands against the set that is typed; none from a 1RM that may be a slip."""
        now, advice = self._services.now(), self._advice
        doubt = "" if one_rm_kg is None else self._doubt_about(one_rm_kg)
        if doubt:
            advice = replace(advice, what="Type the 1RM again first", why=f"{doubt[:1].upper()}{doubt[1:]}.")
        recent = replace(self._recent, facts=self._recent.facts.with_one_rm(one_rm_kg))
        keymap = self._services.keymap
        return advice_table(self._exercise, recent, advice, now, self._equipment, chosen, keymap=keymap)

    def _aside(self) -> ProseTable:
        """Return what may be below the edge of a low screen: the rule behind the advice, and what its key fills in."""
        grid = advice_grid()
        add_rule(grid, self._recent, self._advice)
        if self._filled_in_next is not None:
            key = self._services.keymap.name("prescription.last")
            what = {"ADVICE": "as advised", "LAST": "as last time"}[self._filled_in_next]
            grid.add_row(key, Text(what, style="dim"))
        return grid
