"""The screen of the safety gate that asks for the spotters, and shows the warm-up."""

from __future__ import annotations

from itertools import pairwise
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from negcoach.coaching.sets_to_do import Choice, SetsToDo
from negcoach.coaching.words.way_words import way_steps
from negcoach.screens.shared.page import BACK, Page, PageScreen
from negcoach.texts import clean, counted
from negcoach.training.equipment.equipment import NO_EQUIPMENT, Equipment
from negcoach.training.equipment.load_note import added_text, cannot_be_loaded, plates_text
from negcoach.training.equipment.loading import UsualLoads, round_down
from negcoach.training.equipment.warm_up import WARM_UP, bar_for, warm_up
from negcoach.training.exercise.limits import MOST_SPOTTERS
from negcoach.training.exercise.safety import (
    SPOTTERS,
    CountedOneRm,
    needs_spotter,
    second_spotter_limit,
    spotters_for,
)
from negcoach.training.units import Unit, format_load
from negcoach.widgets.lists.key_footer import KeyFooter


class NumberTile(Static):
    """A tile with a number of spotters, to be clicked."""

    class Picked(Message):
        """The tile was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, number: int, label: str = "") -> None:
        super().__init__(label or str(number), id=f"number-{number}", classes="number", markup=False)
        self._number = number

    def on_click(self) -> None:
        """Post the number."""
        self.post_message(self.Picked(self._number))


INSTEAD = MOST_SPOTTERS + 1
"""The number of the tile for what makes spotters unnecessary, such as a foot pedal."""


class SpottersScreen(PageScreen[int]):
    """The screen that asks how many spotters are there; too few are refused, with advice. It also shows the warm-up.

    ``one_rm`` is the 1RM that the spotters are judged by, known or assumed; they must be enough for ``spare`` times the
    load. For an exercise that is lifted alone it only asks whether the equipment that it needs is set. ``lifter`` says
    who trains, "" where there is but one. ``says_way`` is whether all sets are to come, so that it can be said how they
    are done where they are not straight.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "go on", id="gate.go-on", tooltip="Confirm this, and go on"),
        BACK,
        *(
            Binding(
                str(number),
                f"pick({number})",
                "spotters",
                id=f"gate.spotters-{number}",
                key_display=f"0-{MOST_SPOTTERS}",
                show=number == 0,
                tooltip="How many spotters are here",
            )
            for number in range(MOST_SPOTTERS + 1)
        ),
        Binding("p,5", f"pick({INSTEAD})", "pedal", id="gate.pedal", key_display="p", tooltip="A pedal, no spotter"),
        Binding("left", "step(-1)", "Fewer", id="gate.fewer", show=False, tooltip="One spotter fewer"),
        Binding("right", "step(1)", "More", id="gate.more", show=False, tooltip="One spotter more"),
    ]

    def __init__(
        self,
        choice: Choice,
        one_rm: CountedOneRm,
        unit: Unit,
        present: int | None = None,
        equipment: Equipment = NO_EQUIPMENT,
        *,
        spare: float = 1.0,
        lifter: str = "",
        says_way: bool = True,
    ) -> None:
        super().__init__()
        self._choice, self._one_rm = choice, one_rm
        self._unit, self._equipment = unit, equipment
        prescription = choice.prescription
        self._needed = spotters_for(prescription, one_rm.kg, spare=spare)
        self._spare = spare
        self._lifter = lifter
        self._says_way = says_way
        self._alone = not needs_spotter(prescription)
        self._instead = clean(prescription.exercise.spotters.instead)
        self._present = 0 if present is None and not self._needed else present

    def compose(self) -> ComposeResult:
        """Lay out the numbers, the verdict, the warning about the cap and the warm-up."""
        with Page():
            yield Static(self._title_text(), classes="title", markup=False)
            if self._says_way and self._way_text:
                yield Static(self._way_text, id="way", classes="lead", markup=False)
            if not self._alone:
                yield Static("How many spotters are with you now?", classes="lead")
                with Horizontal(classes="numbers"):
                    for number in range(MOST_SPOTTERS + 1):
                        yield NumberTile(number)
                    if self._instead:
                        yield NumberTile(INSTEAD, self._instead)
            yield Static(id="verdict")
            yield Static(self._unknown_cap_text(), classes="after", id="unchecked")
            yield Static(self._warm_up_text(), classes="after", id="warm-up")
            yield Static(Content.styled(self._rules_text(), "$foreground-muted"), classes="rule", id="rules")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Hide what needs a known 1RM, or warn that there is none; then judge the number given so far."""
        rule = self._choice.prescription.exercise.load
        self.query_one("#unchecked").display = rule is not None and self._choice.one_rm_kg is None
        self.query_one("#warm-up").display = rule is not None
        self._update_verdict()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to go on only with enough spotters, and the pedal only where a machine can have one."""
        if action == "go_on" and not self._enough:
            return None
        if action in ("pick", "step") and self._alone:
            return False
        return action != "pick" or parameters != (INSTEAD,) or bool(self._instead)

    def action_pick(self, number: int) -> None:
        """Set how many spotters are here."""
        self._present = number
        self._update_verdict()

    def action_step(self, by: int) -> None:
        """Pick one more or one fewer."""
        now = (-1 if by > 0 else 1) if self._present is None else self._present
        self.action_pick(min(INSTEAD if self._instead else MOST_SPOTTERS, max(0, now + by)))

    def action_go_on(self) -> None:
        """Go on with these spotters, and with the equipment that is needed."""
        self.dismiss(0 if self._present == INSTEAD else self._present)

    def go_on(self) -> None:
        """Go on with the spotters that were picked; a clicker picks none."""
        if self._enough:
            self.action_go_on()
        else:
            self.app.bell()

    @on(NumberTile.Picked)
    def _on_picked(self, message: NumberTile.Picked) -> None:
        self.action_pick(message.number)

    def _title_text(self) -> str:
        prescription = self._choice.prescription
        load = f", {format_load(prescription.load_kg, self._unit)}" if prescription.load_kg else ""
        lifter = f"{self._lifter} · " if self._lifter else ""
        return clean(f"{lifter}{prescription.exercise.name}{load}")

    @property
    def _way_text(self) -> str:
        """Who does what in the sets, "" for straight ones."""
        sets = SetsToDo(self._choice.prescription, 0, self._choice.one_rm_kg)
        text = " · ".join(way_steps(sets, 1, self._equipment, self._unit))
        return clean(f"{text[:1].upper()}{text[1:]}")

    @property
    def _enough(self) -> bool:
        return self._present is not None and self._present >= self._needed

    def _update_verdict(self) -> None:
        for number, tile in enumerate(self.query(NumberTile)):
            tile.set_class(number == self._present, "-chosen")
            tile.set_class(number < self._needed, "-few")
        self.query_one("#verdict", Static).update(self._verdict_text())
        self.refresh_bindings()

    def _verdict_text(self) -> Content:
        load_kg = self._choice.prescription.load_kg
        load = format_load(load_kg, self._unit) if load_kg else "this exercise"
        also = clean(self._choice.prescription.exercise.spotters.also)
        needed = f"{counted(self._needed, 'spotter')}{f' and {also}' if also else ''}"
        if self._present is None:
            return Content(f"Press a number: {load} needs {needed}.")
        if not self._enough:
            refusal = f"✕ {load[:1].upper() + load[1:]} needs {needed}."
            return Content.assemble((refusal, "bold $text-error"), "\n", self._advice_text())
        if self._present == INSTEAD:
            approval = f"✓ With the {self._instead} no spotter is needed."
            return Content.assemble((approval, "bold $text-success"), "\n", "Press Enter to confirm you have tried it.")
        enough = f"{counted(self._present, 'spotter')}: enough for {load}."
        approval = f"✓ {enough if self._needed else 'No spotter is needed.'}"
        return Content.assemble((approval, "bold $text-success"), "\n", confirm_text(also))

    def _advice_text(self) -> str:
        """Return what to do with too few spotters."""
        exercise = self._choice.prescription.exercise
        limit = second_spotter_limit(exercise, self._one_rm.kg)
        other = "choose another exercise, or a machine with a stop"
        if (self._present or 0) >= exercise.spotters.at_least and limit is not None:
            bound = "at most" if limit.included else "below"
            most_kg = limit.kg if self._spare == 1 else round_down(limit.kg / self._spare, UsualLoads(self._unit))
            return f"Esc, then load {bound} {format_load(most_kg, self._unit)}; or {other}."
        return f"Esc, then {other}; or wait for your spotter."

    def _unknown_cap_text(self) -> Content:
        rule = self._choice.prescription.exercise.load
        if rule is None:
            return Content("")
        text = f"! Your {rule.of} is not known, so the cap of {rule.cap_percent} % cannot be checked."
        if self._one_rm.kg is not None and not self._alone:
            assumed = format_load(round_down(self._one_rm.kg, UsualLoads(self._unit)), self._unit)
            text = f"{text} Spotters: as for {assumed}, going by what you have done."
        return Content.styled(clean(text), "$text-warning")

    def _warm_up_text(self) -> Content:
        """Return the warm-up sets of this session's load, with the plates that are added for each, and for the work.

        Before them comes a note where the load cannot be loaded.
        """
        prescription, one_rm_kg = self._choice.prescription, self._choice.one_rm_kg
        one_rm_kg = self._one_rm.kg if one_rm_kg is None else one_rm_kg
        sets = warm_up(prescription, one_rm_kg, self._unit, self._equipment)
        unit = self._equipment.loads_for(prescription, self._unit).unit if self._equipment else self._unit
        steps = [f"{one.percent} %" if one.percent else "bar " for one in sets]
        lines = [
            f"{format_load(one.load_kg, unit):>9} × {one.reps}   {step}" for one, step in zip(sets, steps, strict=True)
        ]
        bar = bar_for(prescription, one_rm_kg, self._equipment)
        if bar is not None:
            bars = [*(one.loaded for one in sets if one.loaded is not None), bar]
            reps = "" if prescription.reps is None else f" × {prescription.reps}"
            lines.append(f"{format_load(bar.load_kg, unit):>9}{reps:<4}   work")
            sides = ["", *(added_text(before, after) for before, after in pairwise(bars))]
            sides[0] = plates_text(bars[0])
            lines = [f"{line}   {side}" for line, side in zip(lines, sides, strict=True)]
        missed = cannot_be_loaded(prescription, self._equipment)
        heading = "Warm up first, at normal tempo: press w on the next screen\n" if lines else ""
        note = f"! {missed}\n" if missed else ""
        return Content.assemble((note, "$text-warning"), (heading, "bold"), "\n".join(lines))

    def _rules_text(self) -> str:
        """Return whose the numbers of this page are."""
        rules = [] if self._alone else [SPOTTERS]
        rules += [] if self._choice.prescription.exercise.load is None else [WARM_UP]
        return "\n".join(rule.marked for rule in rules)


def confirm_text(also: str) -> str:
    """Return what Enter confirms: that the equipment which an exercise needs besides spotters is set ("" for none)."""
    if not also:
        return "Press Enter to go on."
    if also.endswith("s"):
        return f"Press Enter to confirm the {also} are set."
    return f"Press Enter to confirm this is set: {also}."
