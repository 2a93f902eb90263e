"""The screen of the safety gate that asks for the spotters, and shows the warm-up."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from negcoach.coaching.gate.spotters import INSTEAD, WITHOUT, SpottersQuestion, confirm_text
from negcoach.screens.choosing.card import steps_table
from negcoach.screens.shared.form.page import BACK, Page, PageScreen
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.training.exercise.limits import MOST_SPOTTERS
from negcoach.widgets.bindings import bound
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.lists.option_lists import MARK
from negcoach.widgets.prose import Prose

_ROWS_FOR_BOTH = 36
"""The rows of the terminal from which the steps of two spotters and a warm-up of a line for each set fit."""


class NumberTile(Static):
    """A tile with a number of spotters, to be clicked."""

    class Picked(Message):
        """The tile was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, number: int, label: str = "") -> None:
        super().__init__(id=f"number-{number}", classes="number", markup=False)
        self._number = number
        self._label = label or str(number)
        self.show(chosen=False)

    def show(self, *, chosen: bool) -> None:
        """Show whether this number is the chosen one, by the sign before it."""
        self.set_class(chosen, "-chosen")
        self.update(f"{MARK if chosen else ' '}{self._label} ")

    def on_click(self) -> None:
        """Post the number."""
        self.post_message(self.Picked(self._number))


class SpottersScreen(PageScreen[int]):
    """The screen that asks how many spotters are there; too few are refused, with advice. It also shows the warm-up."""

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
        bound("gate.pedal", f"pick({INSTEAD})", "pedal", key_display="p"),
        bound("gate.instead", "do_instead", "do that instead", "Do what needs no spotter instead"),
        Binding("left", "step(-1)", "Fewer", id="gate.fewer", show=False, tooltip="One spotter fewer"),
        Binding("right", "step(1)", "More", id="gate.more", show=False, tooltip="One spotter more"),
    ]

    def __init__(self, question: SpottersQuestion) -> None:
        super().__init__()
        self._question = question
        self._present = question.present
        self._asks = False  # Enter was pressed before a number

    def compose(self) -> ComposeResult:
        """Lay out the numbers, the verdict, the warning about the cap and the warm-up."""
        with Page():
            yield Prose(self._question.title, classes="title", markup=False)
            if self._question.way:
                yield Prose(self._question.way, id="way", classes="lead", markup=False)
            if not self._question.alone:
                yield Prose("How many spotters are with you now?", classes="lead")
                with Horizontal(classes="numbers"):
                    for number in range(MOST_SPOTTERS + 1):
                        yield NumberTile(number)
                    if self._question.instead:
                        yield NumberTile(INSTEAD, self._question.instead)
            yield Prose(id="verdict")
            yield Prose(self._unknown_cap_text(), classes="after", id="unchecked")
            yield Prose(classes="after", id="two-spotters")
            yield Prose(classes="after", id="warm-up")
            yield Prose(Content.styled(self._question.rules, "$foreground-muted"), classes="rule", id="rules")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Hide what needs a known 1RM, or warn that there is none; then judge the number given so far."""
        self.query_one("#unchecked").display = bool(self._question.unknown_cap)
        self.query_one("#warm-up").display = self._question.choice.prescription.exercise.load is not None
        self._update_verdict()

    def on_resize(self) -> None:
        """Fit the page into the new height."""
        self._update_verdict()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to go on only with enough spotters, and the pedal only where a machine can have one."""
        if action == "go_on" and not self._enough and self._present is not None:
            return None
        if action == "do_instead":
            return self._question.without is not None and self._present is not None and not self._enough
        if action in ("pick", "step") and self._question.alone:
            return False
        return action != "pick" or parameters != (INSTEAD,) or bool(self._question.instead)

    def action_pick(self, number: int) -> None:
        """Set how many spotters are here."""
        self._present = number
        self._update_verdict()

    def action_step(self, by: int) -> None:
        """Pick one more or one fewer."""
        now = (-1 if by > 0 else 1) if self._present is None else self._present
        self.action_pick(min(INSTEAD if self._question.instead else MOST_SPOTTERS, max(0, now + by)))

    def action_go_on(self) -> None:
        """Go on with these spotters, and with the equipment that is needed; ask for their number before that."""
        if self._present is None:
            self._asks = True
            self._update_verdict()
            self.app.bell()
        else:
            self.dismiss(self._question.answer(self._present))

    def action_do_instead(self) -> None:
        """Do what needs no spotter."""
        self.dismiss(WITHOUT)

    def go_on(self) -> None:
        """Go on with the spotters that were picked; a clicker picks none."""
        if self._enough or self._present is None:
            self.action_go_on()
        else:
            self.app.bell()

    @on(NumberTile.Picked)
    def _on_picked(self, message: NumberTile.Picked) -> None:
        self.action_pick(message.number)

    @property
    def _enough(self) -> bool:
        return self._question.is_enough(self._present)

    def _update_verdict(self) -> None:
        for number, tile in enumerate(self.query(NumberTile)):
            tile.show(chosen=number == self._present)
            tile.set_class(number < self._question.needed, "-few")
        self.query_one("#verdict", Static).update(self._verdict_text())
        steps = steps_table("Two spotters", self._question.steps_for_two(self._present))
        self.query_one("#two-spotters").display = steps is not None
        self.query_one("#two-spotters", Static).update(steps or "")
        dense = steps is not None and self.app.size.height < _ROWS_FOR_BOTH
        self.set_class(dense, "-dense")
        self.query_one("#warm-up", Static).update(self._warm_up_text(brief=dense))
        self.refresh_bindings()

    def _verdict_text(self) -> Content:
        question, present = self._question, self._present
        if present is None:
            asked = (
                f"Press a number{' first' if self._asks else ''}: {question.load_text} needs {question.needed_text}."
            )
            return Content.styled(f"! {asked}", "bold $text-warning") if self._asks else Content(asked)
        if not self._enough:
            refused = Content.styled(f"✕ {question.refusal}", "bold $text-error")
            return Content("\n").join(
                (refused, *self._without_lines(), Content(f"Esc, then {question.advice(present)}"))
            )
        confirm = "Press Enter to confirm you have tried it." if present == INSTEAD else confirm_text(question.also)
        return Content.assemble((f"✓ {question.approval(present)}", "bold $text-success"), "\n", confirm)

    def _without_lines(self) -> list[Content]:
        """Return what needs no spotter, and the key that does it; nothing where nothing is offered."""
        question, key = self._question, keymap_of(self).short("gate.instead")
        if question.without is None:
            return []
        how_much = f" · {question.without_amount}" if question.without_amount else ""
        parts = (f"{key}  ", "bold"), "Do this instead: ", (question.without_name, "bold $text-success"), how_much
        return [Content.assemble(*parts)]

    def _unknown_cap_text(self) -> Content:
        text = self._question.unknown_cap
        return Content.styled(f"! {text}", "$text-warning") if text else Content("")

    def _warm_up_text(self, *, brief: bool) -> Content:
        """Return the warm-up, ``brief`` on one line; before it comes a note where the load cannot be loaded."""
        key = keymap_of(self).name("coach.warm-up")
        question = self._question
        lines = filter(None, (question.warm_up_brief,)) if brief else question.warm_up_lines
        warm_up, missed = "\n".join(lines), question.cannot_be_loaded
        heading = f"Warm up first, at normal tempo: press {key} on the next screen\n" if warm_up else ""
        note = f"! {missed}\n" if missed else ""
        return Content.assemble((note, "$text-warning"), (heading, "bold"), warm_up)
