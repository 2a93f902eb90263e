"""The health screen: two numbers, then the conditions that rule out overload."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button

from negcoach.coaching.gate.asker import Experience
from negcoach.coaching.gate.health import EMERGENCY, EXPECT, read_age, read_months
from negcoach.screens.shared.form.fields import Field, FieldsScreen, Values
from negcoach.screens.shared.form.page import BACK, PAGE_UP, Page, PageScreen
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.texts import counted
from negcoach.training.exercise.safety import CONDITIONS, MACHINE_FIRST_AGE, MONTHS_BEFORE_OVERLOAD, HealthAnswers
from negcoach.widgets.bindings import bound
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.lists.option_lists import MARK
from negcoach.widgets.prose import Prose
from negcoach.widgets.sizes import TINY_BELOW


class ExperienceScreen(FreshKeys, FieldsScreen[Experience]):
    """The dialog before the conditions: the age, and the months of regular lifting."""

    OPENS_WHOLE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        PAGE_UP,
        bound("health.on", "keep", "Go on", "Go on, as Enter", show=False),
    ]


def experience_screen(known: HealthAnswers | None, today: date) -> ExperienceScreen:
    """Return the dialog that asks for the age and the months of regular lifting, filled in with what is known."""
    age = "" if known is None else str(known.age_on(today))
    months = "" if known is None else str(known.lifting_months_on(today))
    return ExperienceScreen(
        "Before overload: about you. Asked once, then every year.",
        (
            Field("age", "Your age", age, read_age, f"from {MACHINE_FIRST_AGE} on machines come first", empty="years"),
            Field(
                "lifting",
                "Lifting for",
                months,
                read_months,
                lambda values: (
                    f"{counted(values['lifting'], 'month')} of lifting; overload needs {MONTHS_BEFORE_OVERLOAD}"
                ),
                empty="8 months, or 2 years",
            ),
        ),
        make=_experience,
        verb="go on",
    )


def _experience(values: Values) -> Experience:
    return Experience(values["age"], values["lifting"])


class _Answer(Button):
    """An answer; the chosen one has the mark of what is selected."""

    def __init__(self, text: str, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(f" {text}", id=id, compact=True)
        self._text = text

    def watch_has_focus(self, has_focus: bool) -> None:
        """Put the mark before the text, or take it away."""
        super().watch_has_focus(has_focus)
        self.label = f"{MARK if has_focus else ' '}{self._text}"


class HealthScreen(PageScreen[bool]):
    """The conditions that rule out overload; only a deliberate *none of these* answers ``True``."""

    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (TINY_BELOW, "-normal")]  # noqa: RUF012  # as Screen declares it
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        BACK,
        Binding("left", "app.focus_previous", "Left", id="gate.left", show=False, tooltip="The other answer"),
        Binding("right", "app.focus_next", "Right", id="gate.right", show=False, tooltip="The other answer"),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the conditions and the answers; Enter alone takes the safe one, to go back."""
        with Page():
            yield Prose("Overload: is it for you today?", classes="title")
            yield Prose("Asked once, then every year. Do not do overload with", classes="lead")
            for condition in CONDITIONS:
                yield Prose(Content.assemble(("•  ", "$text-warning"), condition), classes="item")
            yield Prose(EXPECT, classes="after")
            yield Prose(EMERGENCY, classes="alarm")
            with Horizontal(classes="answers"):
                yield _Answer("Go back", id="back")
                yield _Answer("None of these applies to me", id="none")
                yield _Answer("One of them does", id="some")
            yield Prose("Choose an answer with ← →, then press Enter.", classes="keys")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Start at the top, also where the answers are below the edge of the screen."""
        self.query_one("#back").focus(scroll_visible=False)

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        self.dismiss({"none": True, "some": False}.get(event.button.id or ""))
