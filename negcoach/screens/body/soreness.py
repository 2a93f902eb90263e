"""The dialog that asks how sore muscle groups are: a line and a digit for each; one key dismisses it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Offset
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.types import CSSPathType
from textual.widget import Widget
from textual.widgets import Static

from negcoach.coaching.gate.soreness import muscles_by_slug
from negcoach.errors import NegcoachError
from negcoach.formatting import long_day_text, weekday_text
from negcoach.keys.layouts import digit_keys
from negcoach.screens.shared.form.dialog_keys import DialogKeys, Pairs
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.screens.shared.notices import notify_error
from negcoach.screens.shared.styles import DIALOG
from negcoach.services import Services
from negcoach.store.editing.body import Body
from negcoach.texts import clean, noun, shortened, time_of_day_text
from negcoach.training.progress.soreness import WORDS, WORST, Question
from negcoach.widgets.bindings import bound
from negcoach.widgets.lists.option_lists import MARK, selected_line
from negcoach.widgets.sizes import BESIDE

Answers = Mapping[Question, int | None]
"""The rating of each question, ``None`` for a muscle group that was left out."""

_LABEL = 18
_SHORTEST_LABEL = 6
_CELL = 3


async def ask_due_questions(app: App[None], services: Services) -> bool:
    """Ask the questions about soreness that are due; return whether anything was rated.

    To be called from a worker. A question that the lifter dismisses is not asked again.
    """
    body = Body(services.database, services.settings.unit)
    try:
        questions = body.questions(muscles_by_slug(services.library), services.now())
        if questions:
            answers = await app.push_screen_wait(SorenessScreen(questions, about=occasions_text(questions)))
            body.answer(dict.fromkeys(questions) if answers is None else answers, services.now())
            return bool(answers)
    except NegcoachError as error:
        notify_error(app, error)
    return False


class SorenessScreen(FreshKeys, OpenScreen, ModalScreen[Answers | None]):
    """The dialog in which muscle groups are rated; its result is ``None`` when it was dismissed.

    Over the home screen it opens by itself: what is being typed there does not answer it.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = [DIALOG, Path(__file__).with_name("soreness.tcss")]
    HORIZONTAL_BREAKPOINTS = [(0, "-alone"), (BESIDE, "-beside")]  # noqa: RUF012 - so does Textual
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (12, "-low"), (20, "-high")]  # noqa: RUF012 - so does Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(
                digit_keys(number),
                f"rate({number})",
                word,
                id=f"soreness.{number}",
                show=False,
                tooltip=f"Rate: {word}",
            )
            for number, word in enumerate(WORDS)
        ),
        Binding("backspace,delete", "rate(-1)", "take back", id="soreness.clear", show=False, tooltip="Not rated"),
        Binding("up", "move(-1)", "Up", id="soreness.up", show=False, tooltip="The muscle group above"),
        Binding("down,tab", "move(1)", "Down", id="soreness.down", show=False, tooltip="The muscle group below"),
        bound("soreness.keep", "keep", "save", "Save the ratings"),
        Binding("escape,f5,q", "pass_over", "not now", id="soreness.pass", tooltip="Skip the question"),
    ]

    def __init__(
        self,
        questions: Sequence[Question],
        *,
        title: str = "How sore are you?",
        about: str,
        rated: Answers | None = None,
        can_leave_out: bool = True,
        esc: str = "not now",
    ) -> None:
        """Ask ``questions``; ``about`` explains why they are asked, ``rated`` holds the ratings to begin with.

        ``esc`` says what Esc does.
        """
        super().__init__()
        self._questions = tuple(questions)
        self._title = title
        self._about = about
        self._rated = rated or {}
        self._can_leave_out = can_leave_out
        self._esc = esc

    def compose(self) -> ComposeResult:
        """Yield the title, a line for each muscle group, the scale and the keys."""
        with Vertical(classes="dialog"):
            yield Static(Content(clean(self._title)), classes="title")
            yield Static(Content(clean(self._about)), id="about")
            yield SorenessLines(tuple(question.muscle for question in self._questions))
            yield Static(Content(_scale_text()), id="scale")
            yield DialogKeys(self._keys)

    def on_mount(self) -> None:
        """Show the ratings to begin with."""
        self.query_one(SorenessLines).ratings = tuple(self._rated.get(question) for question in self._questions)

    def action_rate(self, rating: int) -> None:
        """Rate the highlighted muscle group, and highlight the next."""
        lines = self.query_one(SorenessLines)
        if rating >= 0:
            lines.rate(rating)
            lines.move(1)
        elif self._can_leave_out:
            lines.rate(None)

    def action_move(self, by: int) -> None:
        """Highlight another muscle group."""
        self.query_one(SorenessLines).move(by)

    def action_keep(self) -> None:
        """Close the dialog with the ratings."""
        self.dismiss(dict(zip(self._questions, self.query_one(SorenessLines).ratings, strict=True)))

    def action_pass_over(self) -> None:
        """Dismiss the dialog without ratings."""
        self.dismiss(None)

    @property
    def _keys(self) -> Pairs:
        keys = [("0-6", "rate"), ("↑↓", "muscle"), ("enter", "save"), ("esc", self._esc)]
        return [pair for pair in keys if len(self._questions) > 1 or pair[1] != "muscle"]


class SorenessLines(Widget):
    """The list of muscle groups with their ratings, scrolled so that the highlighted one is in view."""

    highlighted: reactive[int] = reactive(0)
    """The index of the line that a digit rates."""

    ratings: reactive[tuple[int | None, ...]] = reactive(())
    """The rating of each line, ``None`` where there is none."""

    def __init__(self, muscles: tuple[str, ...]) -> None:
        super().__init__()
        self._muscles = muscles
        self.set_reactive(SorenessLines.ratings, (None,) * len(muscles))

    def rate(self, rating: int | None) -> None:
        """Rate the highlighted line."""
        self.ratings = (*self.ratings[: self.highlighted], rating, *self.ratings[self.highlighted + 1 :])

    def move(self, by: int) -> None:
        """Highlight the line ``by`` lines below, or the last or first one."""
        self.highlighted = max(0, min(len(self._muscles) - 1, self.highlighted + by))

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Return a row for each muscle group."""
        return len(self._muscles)

    def on_click(self, event: events.Click) -> None:
        """Highlight the line that is clicked, and rate it where one of its numbers is."""
        index = self._first + event.y
        if not 0 <= index < len(self._muscles):
            return
        self.highlighted = index
        number = (event.x - 1 - self._room) // _CELL  # after the mark and the name
        if 0 <= number <= WORST:
            self.rate(number)

    @property
    def _room(self) -> int:
        """The cells for the name of a muscle group."""
        return max(_SHORTEST_LABEL, min(_LABEL, self.size.width - 1 - _CELL * (WORST + 1)))

    @property
    def chosen_place(self) -> Offset:
        """Where the highlighted line begins."""
        return Offset(0, self.highlighted - self._first)

    @property
    def _first(self) -> int:
        """The index of the first line that is shown."""
        rows = max(1, self.size.height)
        return max(0, min(self.highlighted - rows // 2, len(self._muscles) - rows))

    def render(self) -> Content:
        """Return the lines that fit the height."""
        rows, first = max(1, self.size.height), self._first
        return Content("\n").join(self._line(index) for index in range(first, min(first + rows, len(self._muscles))))

    def _line(self, index: int) -> Content:
        rating, here = self.ratings[index], index == self.highlighted
        room = self._room
        label = shortened(clean(self._muscles[index]), room)
        parts = [(f"{MARK if here else ' '}{label:<{room}}", "")]
        for number in range(WORST + 1):
            chosen = number == rating
            text = f"[{number}]" if chosen else f" {number} "
            style = f"bold {RATING_STYLES[number]}" if chosen else "$foreground-muted"
            parts.append((text, "" if here else style))
        words = "" if rating is None else f"  {WORDS[rating]}"
        if 1 + _LABEL + _CELL * (WORST + 1) + len(words) <= self.size.width:
            parts.append((words, ""))
        line = Content.assemble(*parts)
        return selected_line(line, self.size.width) if here else line


RATING_STYLES = (
    "$foreground",
    "$text-sore-1 on $sore-1",
    "$text-sore-2 on $sore-2",
    "$text-sore-3 on $sore-3",
    "$text-sore-4 on $sore-4",
    "bold $text-sore-5 on $sore-5",
    "bold reverse $sore-6",
)
"""The style of each rating; the digit itself shows it without colours."""


def occasions_text(questions: Iterable[Question]) -> str:
    """Return "After Friday's and Thursday's sessions.": what is asked about, the newest first."""
    occasions = {about.session_id: about for question in questions for about in question.occasions}
    newest_first = sorted(occasions.values(), key=lambda one: one.ended_at, reverse=True)
    *others, last = dict.fromkeys(f"{weekday_text(about.ended_at)}'s" for about in newest_first)
    days = f"{', '.join(others)} and {last}" if others else last
    return f"After {days} {noun(len(occasions), 'session')}."


def rated_at_text(at: datetime) -> str:
    """Return "Rated on Friday 24 July 2026, 14:21."."""
    return f"Rated on {long_day_text(at)}, {time_of_day_text(at)}."


def _scale_text() -> str:
    return f"0 {WORDS[0]} … {WORST} {WORDS[WORST]}"
