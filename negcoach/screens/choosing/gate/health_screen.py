"""The health screen: two numbers, then the conditions that rule out overload."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from negcoach.errors import NegcoachError
from negcoach.screens.shared.form.fields import Field, FieldsScreen, Values
from negcoach.screens.shared.fresh_keys import FreshKeys
from negcoach.screens.shared.page import BACK, PAGE_UP, Page, PageScreen
from negcoach.services import Services
from negcoach.training.exercise.safety import CONDITIONS, MACHINE_FIRST_AGE, MONTHS_BEFORE_OVERLOAD, HealthAnswers
from negcoach.widgets.lists.key_footer import KeyFooter

EXPECT = "Not for beginners. Expect marked soreness one to three days after."
EMERGENCY = "Dark urine with extreme pain or swelling: stop, get emergency care."

_LEAST_AGE, _MOST_AGE = 10, 110
_MOST_MONTHS = 1200
_LIFTING = re.compile(r"([0-9]{1,4})\s*(y|years?|m|months?)?")


async def ask_health(app: App[None], services: Services) -> HealthAnswers | None:
    """Ask the health screen and store the answers; call it from a worker.

    From the conditions Esc leads to the two numbers, as they were typed. Returns ``None`` when the lifter went
    back from those. Raises ``NegcoachError`` when the database cannot be used.
    """
    today, answers = services.now().date(), services.lifter.health_answers()
    while True:
        numbers = await app.push_screen_wait(experience_screen(answers, today))
        if numbers is None:
            return None
        clear = await app.push_screen_wait(HealthScreen())
        answers = HealthAnswers(today, clear is True, age=numbers["age"], lifting_months=numbers["lifting"])
        if clear is not None:
            services.lifter.store_health_answers(answers, services.now())
            return answers


class ExperienceScreen(FreshKeys, FieldsScreen[Values]):
    """The dialog before the conditions: the age, and the months of regular lifting."""

    BINDINGS: ClassVar[list[BindingType]] = [
        PAGE_UP,
        Binding("pagedown", "keep", "Go on", id="health.on", show=False, tooltip="Go on, as Enter"),
    ]


def experience_screen(known: HealthAnswers | None, today: date) -> ExperienceScreen:
    """Return the dialog that asks for the age and the months of regular lifting, filled in with what is known."""
    age = "" if known is None else str(known.age_on(today))
    months = "" if known is None else str(known.lifting_months_on(today))
    return ExperienceScreen(
        "Before overload: about you. Asked once, then every year.",
        (
            Field("age", "Your age", age, _read_age, f"from {MACHINE_FIRST_AGE} on machines come first", empty="years"),
            Field(
                "lifting",
                "Lifting for",
                months,
                _read_months,
                f"months, regularly; overload needs {MONTHS_BEFORE_OVERLOAD}",
                empty="how long you have lifted regularly: 8, 8 months, 2 years; or 0",
            ),
        ),
        make=dict,
        verb="go on",
    )


class HealthScreen(PageScreen[bool]):
    """The conditions that rule out overload; only a deliberate *none of these* answers ``True``."""

    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-normal")]  # noqa: RUF012  # as Screen declares it
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        BACK,
        Binding("left", "app.focus_previous", "Left", id="gate.left", show=False, tooltip="The other answer"),
        Binding("right", "app.focus_next", "Right", id="gate.right", show=False, tooltip="The other answer"),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the conditions and the answers; Enter alone takes the safe one, to go back."""
        with Page():
            yield Static("Overload: is it for you today?", classes="title")
            yield Static("Asked once, then every year. Do not do overload with", classes="lead")
            for condition in CONDITIONS:
                yield Static(Content.assemble(("•  ", "$text-warning"), condition), classes="item")
            yield Static(EXPECT, classes="after")
            yield Static(EMERGENCY, classes="alarm")
            with Horizontal(classes="answers"):
                yield Button("Go back", id="back", compact=True)
                yield Button("None of these applies to me", id="none", compact=True)
                yield Button("One of them does", id="some", compact=True)
            yield Static("Choose an answer with ← →, then press Enter.", classes="keys")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Start at the top, also where the answers are below the edge of the screen."""
        self.query_one("#back").focus(scroll_visible=False)

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        self.dismiss({"none": True, "some": False}.get(event.button.id or ""))


def _read_age(text: str) -> int:
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 3 and _LEAST_AGE <= int(typed) <= _MOST_AGE):
        raise NegcoachError(f"Your age is a number of years from {_LEAST_AGE} to {_MOST_AGE}.")
    return int(typed)


def _read_months(text: str) -> int:
    """Read "8", "8 months" or "2 years" as months."""
    found = _LIFTING.fullmatch(text.strip().casefold())
    months = int(found[1]) * (12 if (found[2] or "m").startswith("y") else 1) if found else -1
    if not 0 <= months <= _MOST_MONTHS:
        raise NegcoachError("Months, such as 8; or 2 years; 0 if you have just begun.")
    return months
