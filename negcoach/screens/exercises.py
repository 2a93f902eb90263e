"""The home screen: choose an exercise, with all that is to know of it beside the list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from negcoach.errors import NegcoachError
from negcoach.screens.card import ExerciseCard
from negcoach.screens.inputs import CleanInput
from negcoach.screens.lately import catalogue_default, lately
from negcoach.screens.services import Services
from negcoach.texts import clean
from negcoach.training.exercise import Exercise, Family
from negcoach.widgets.key_footer import KeyFooter

FAMILIES = {
    Family.OVERLOAD: ("OVERLOAD", "heavier than you can lift"),
    Family.REGRESSION: ("REGRESSION", "bodyweight, for beginners too"),
}
"""The groups of the list in their order, each with what it is."""


class ExerciseList(OptionList, inherit_bindings=False):
    """The exercises by family; the headings cannot be chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "choose", id="exercises.choose", tooltip="Go on to sets, reps, tempo and load"),
        Binding("up", "cursor_up", "Up", id="exercises.up", show=False, tooltip="The exercise above"),
        Binding("down", "cursor_down", "Down", id="exercises.down", show=False, tooltip="The exercise below"),
        Binding("home", "first", "First", id="exercises.first", show=False, tooltip="The first exercise"),
        Binding("end", "last", "Last", id="exercises.last", show=False, tooltip="The last exercise"),
        Binding("pageup", "page_up", "Page up", id="exercises.page-up", show=False, tooltip="A page up"),
        Binding("pagedown", "page_down", "Page down", id="exercises.page-down", show=False, tooltip="A page down"),
    ]


class SearchBox(CleanInput):
    """Where a search is typed; the arrows move in the list meanwhile."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "choose", id="search.choose", tooltip="Go on with the exercise that is marked"),
        Binding("up", "screen.move(-1)", "Up", id="search.up", show=False, tooltip="The exercise above"),
        Binding("down", "screen.move(1)", "Down", id="search.down", show=False, tooltip="The exercise below"),
    ]


class ExercisesScreen(Screen[None]):
    """Choose an exercise; typing searches, Enter posts ``Chosen``."""

    CSS_PATH = "exercises.tcss"
    AUTO_FOCUS = "ExerciseList"
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-normal"), (160, "-wide")]  # noqa: RUF012  # as Screen declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (34, "-high")]  # noqa: RUF012  # as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "choose", id="card.choose", tooltip="Go on to sets, reps, tempo and load"),
        Binding("slash", "search", "search", id="exercises.search", tooltip="Search; or just type a word"),
        Binding("escape", "clear", "clear", id="exercises.clear", tooltip="Show all exercises again"),
        Binding("tab", "app.focus_next", "card", id="exercises.card", tooltip="Go to the card to scroll it"),
    ]

    class Chosen(Message):
        """The lifter chose an exercise."""

        def __init__(self, exercise: Exercise) -> None:
            super().__init__()
            self.exercise = exercise

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._trained: dict[str, datetime] = {}
        self._shown: str | None = None
        self._chosen_ns: int | None = None

    def compose(self) -> ComposeResult:
        """Lay out the welcome, the list with its search, and the card."""
        with Horizontal(id="welcome"):
            yield Static(Content.styled("negcoach", "bold $text-accent"), id="brand")
            yield Static(
                "Counts your negatives out loud. Choose an exercise and press Enter.", id="hello", markup=False
            )
        with Horizontal(id="body"):
            with Vertical(id="choice"):
                yield SearchBox(
                    placeholder="/ to search", id="search", compact=True, max_length=40, select_on_focus=False
                )
                yield ExerciseList(id="exercises", compact=True)
            yield ExerciseCard(id="card")
        yield KeyFooter()

    def on_screen_resume(self) -> None:
        """Show what was done since the screen was left."""
        self.refresh_history()

    def refresh_history(self) -> None:
        """Read again what was done; the first time, begin with the exercise that was trained last."""
        self._read_history()
        newest = max(self._trained, key=lambda slug: self._trained[slug], default=None)
        shown, self._shown = self._shown or newest, None
        self._fill(shown)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to clear a search only while there is one."""
        if action == "clear":
            return any(search.value or search.has_focus for search in self.query(SearchBox))
        return True

    def on_key(self, event: events.Key) -> None:
        """A letter that is no key of the app begins a search."""
        character = event.character
        if character is None or not character.isalnum() or event.key in self.active_bindings:
            return
        event.stop()
        search = self.query_one(SearchBox)
        search.focus()
        search.value += character  # a burst of keys comes here before the focus has moved
        search.cursor_position = len(search.value)

    def action_choose(self) -> None:
        """Choose the exercise whose card is read."""
        self.query_one(ExerciseList).action_select()

    def action_search(self) -> None:
        """Go to the search."""
        self.query_one(SearchBox).focus()

    def action_move(self, by: int) -> None:
        """Mark the exercise below or above, while a search is typed."""
        listed = self.query_one(ExerciseList)
        if by > 0:
            listed.action_cursor_down()
        else:
            listed.action_cursor_up()

    def action_clear(self) -> None:
        """Show all exercises, and go back to the list."""
        self.query_one(SearchBox).value = ""
        self.query_one(ExerciseList).focus()

    @on(Input.Changed, "#search")
    def _search(self) -> None:
        self._fill(self._shown)
        self.refresh_bindings()

    @on(Input.Submitted, "#search")
    def _choose_found(self) -> None:
        self.action_choose()

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        exercise = self._services.exercise(event.option_id or "")
        if exercise is not None and not self._is_echo():
            self.post_message(self.Chosen(exercise))

    @on(OptionList.OptionHighlighted)
    def _highlight(self, event: OptionList.OptionHighlighted) -> None:
        self._show(event.option_id)

    def _is_echo(self) -> bool:
        """Whether this press came so soon after the last that both are one: a clicker can send twenty."""
        now_ns, last_ns = self._services.clock(), self._chosen_ns
        self._chosen_ns = now_ns
        return last_ns is not None and now_ns - last_ns < self._services.settings.debounce_ms * 1_000_000

    def _read_history(self) -> None:
        try:
            self._trained = self._services.lifter.last_trained(exercise.slug for exercise in self._services.library)
        except NegcoachError as error:
            self.notify(str(error), severity="error", markup=False)

    def _fill(self, keep: str | None) -> None:
        """List what fits the search, on the exercise ``keep`` when it is among it."""
        found = [exercise for exercise in self._services.library if _fits(exercise, self.query_one(SearchBox).value)]
        listed = self.query_one(ExerciseList)
        with self.prevent(OptionList.OptionHighlighted):
            listed.clear_options()
            listed.add_options(self._options(found))
            slugs = [exercise.slug for exercise in found]
            if slugs:
                ordered = [option.id for option in listed.options if option.id]
                listed.highlighted = listed.get_option_index(keep if keep in slugs else str(ordered[0]))
        if not found:
            self._shown = None
            self.query_one(ExerciseCard).show_nothing("No exercise fits. Esc shows them all.")
            return
        option = listed.highlighted_option
        self._show(option.id if option else None)

    def _options(self, found: list[Exercise]) -> Iterator[Option]:
        first = True
        for family, (title, about) in FAMILIES.items():
            members = [exercise for exercise in found if exercise.family is family]
            if members:
                heading = Content.assemble(
                    "" if first else "\n", (title, "bold $text-accent"), "\n", (about, "$foreground-muted")
                )
                yield Option(heading, disabled=True)
                first = False
            for exercise in members:
                yield Option(self._line(exercise), id=exercise.slug)

    def _line(self, exercise: Exercise) -> Table:
        """The name, and at the right edge how many days ago it was trained."""
        grid = Table.grid(expand=True, padding=(0, 1, 0, 0))
        grid.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
        grid.add_column(justify="right", no_wrap=True)
        grid.add_row(Text(f"  {clean(exercise.name)}"), Text(self._days_ago(exercise.slug), style="dim"))
        return grid

    def _days_ago(self, slug: str) -> str:
        at = self._trained.get(slug)
        if at is None:
            return ""
        now = self._services.now()
        days = (now.date() - at.astimezone(now.tzinfo).date()).days
        return f"{days} d" if days > 0 else "today"

    def _show(self, slug: str | None) -> None:
        exercise = self._services.exercise(slug) if slug else None
        if exercise is None or slug == self._shown:
            return
        self._shown = slug
        services = self._services
        try:
            news = lately(services, exercise)
        except NegcoachError as error:
            self.query_one(ExerciseCard).show_nothing(str(error))
            return
        default = catalogue_default(services, exercise)
        self.query_one(ExerciseCard).show(exercise, news, default, services.now(), services.settings.unit)


def _fits(exercise: Exercise, typed: str) -> bool:
    """Whether every typed word is part of the name, slug, family or muscles."""
    place = " ".join((exercise.name, exercise.slug, exercise.family.value, *exercise.muscles)).casefold()
    return all(word in place for word in typed.casefold().split())
