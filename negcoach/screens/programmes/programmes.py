"""The screen of the programmes: the list of them, and all weeks of the one that is highlighted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from negcoach.coaching.advice.programme_summary import summary_of
from negcoach.coaching.advice.programme_today import as_of_today
from negcoach.coaching.advice.programmes import (
    Followed,
    begin_programme,
    begun_programmes,
    change_programme,
    known_programmes,
    sorted_for_choice,
)
from negcoach.coaching.plan_today import PlansToday
from negcoach.config.figures import figure_of
from negcoach.config.programmes import load_programmes
from negcoach.errors import NegcoachError
from negcoach.screens.plans.item_block import item_text
from negcoach.screens.programmes.weeks import head_lines, legend, more_lines, next_lines, summary_lines, weeks_lines
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.screens.shared.notices import notify_error
from negcoach.services import Services
from negcoach.texts import clean
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.figure import Figure
from negcoach.training.plan.course import Course, State
from negcoach.training.plan.plan import PlanItem
from negcoach.training.plan.programme import Programme
from negcoach.widgets.bindings import bound
from negcoach.widgets.drawing.figure_view import FigureView
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.lists.noted_line import NotedLine
from negcoach.widgets.lists.option_lists import PagedList
from negcoach.widgets.prose import Prose

_BESIDE = 160
"""The columns of the terminal from which the next session is beside the weeks."""

_NEXT_WIDTH = 58
"""The columns of the next session there, with the gap before it."""

_TAKEN = ((_BESIDE, 53 + _NEXT_WIDTH), (110, 52), (80, 29), (0, 5))
"""How many columns are no weeks in a terminal of at least so many: the list and the gaps."""

_HEADED = 30
"""The rows of the terminal from which the columns of the weeks have headings."""

_ROWS_AROUND = 4
"""Rows that are no programme: the title with the row below it, a gap, the keys."""

_FIGURE_ROWS = 12
"""The rows of a figure."""

_WIDEST_TEXT = 100

_IN_WEEKS = re.compile(r" in \w+ weeks$", re.IGNORECASE)
"""The end of a name that the list leaves out where it has no room: how many weeks there are stands beside it."""

_NOTES = {State.UNDER_WAY: "", State.PAUSED: "paused", State.STOPPED: "stopped", State.FINISHED: "✓"}


class ProgrammeList(PagedList, inherit_bindings=False):
    """The list of the programmes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "cursor_up", "Up", id="programmes.up", show=False, tooltip="The programme above"),
        Binding("down,j", "cursor_down", "Down", id="programmes.down", show=False, tooltip="The programme below"),
        Binding("home", "first", "First", id="programmes.first", show=False, tooltip="The first programme"),
        Binding("end", "last", "Last", id="programmes.last", show=False, tooltip="The last programme"),
    ]


class ProgrammesScreen(FreshKeys, Screen[Exercise | None]):
    """The programmes; the result is the exercise to train by the one that is followed, ``None`` if cancelled."""

    CSS_PATH = "programmes.tcss"
    AUTO_FOCUS = "ProgrammeList"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (110, "-roomy"), (160, "-wide")]  # noqa: RUF012  # as Screen declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high"), (46, "-tall")]  # noqa: RUF012  # as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "train", "train", id="programmes.train", tooltip="Train what it asks for next"),
        Binding("enter,space", "begin", "begin", id="programmes.begin", tooltip="Begin with its first week"),
        bound("programmes.pause", "pause", "pause", "Pause it; training meanwhile does not count for it"),
        bound("programmes.go-on", "go_on", "go on", "Go on where it was paused"),
        bound("programmes.stop", "stop", "stop", "Stop following it; its sessions stay"),
        bound("programmes.again", "restart", "begin again"),
        Binding(
            "pagedown", "scroll(1)", "scroll", id="programmes.page-down", show=False, tooltip="A page of weeks down"
        ),
        Binding("pageup", "scroll(-1)", "scroll", id="programmes.page-up", show=False, tooltip="A page of weeks up"),
        Binding("escape,q,left,h", "back", "back", id="programmes.back", tooltip="Back to the exercises"),
    ]

    def __init__(self, services: Services, slug: str = "") -> None:
        """Show the programmes that ship, and those in the lifter's file; that of ``slug`` is highlighted first."""
        super().__init__()
        self._slug = slug
        self._services = services
        self._programmes: tuple[Programme, ...] = ()
        self._begun: dict[str, Followed] = {}
        self._today = PlansToday(services)
        self._is_fresh = False

    def compose(self) -> ComposeResult:
        """Yield the list, beside or above the highlighted programme's weeks, and the keys."""
        self._load()  # the keys depend on what is followed
        self._is_fresh = True
        yield Static(Content.styled("Programmes", "bold $text-accent"), id="title")
        with Horizontal(id="body"):
            yield ProgrammeList(id="programmes", compact=True)
            with VerticalScroll(id="about", can_focus=False):
                with Vertical(id="course"):
                    yield Static("", id="head", markup=False)
                    yield Static("", id="weeks", markup=False)
                    yield Static("", id="legend", markup=False)
                    yield Prose("", id="sum", markup=False)
                    yield Static("", id="more", markup=False)
                with Vertical(id="next"):
                    yield Static("", id="next-says", markup=False)
                    yield FigureView(id="figure")
        yield KeyFooter()

    def on_screen_resume(self) -> None:
        """Read the programmes and their courses again: something was trained, or the file was edited."""
        super().on_screen_resume()
        self._read()

    def on_resize(self) -> None:
        """Fit the weeks to the new width."""
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the highlighted programme."""
        state = self._state
        match action:
            case "train" | "pause":
                return state is State.UNDER_WAY
            case "begin":
                return state not in (State.UNDER_WAY, State.PAUSED) and bool(self._programmes)
            case "go_on":
                return state is State.PAUSED
            case "stop" | "restart":
                return state in (State.UNDER_WAY, State.PAUSED)
        return True

    def action_train(self) -> None:
        """Leave with the exercise of the next session."""
        followed = self._followed
        week = None if followed is None else followed.course.week
        exercise = None if week is None else self._services.exercise(week.exercise)
        if exercise is not None:
            self.dismiss(exercise)

    def action_begin(self) -> None:
        """Begin the highlighted programme."""
        programme = self._highlighted
        if programme is not None:
            self._change(lambda: begin_programme(self._services, programme), f"Started: {programme.name}.")

    def action_restart(self) -> None:
        """Begin the highlighted programme again."""
        programme = self._highlighted
        if programme is not None:
            text = f"Started again: {programme.name}. {keymap_of(self).name('views.undo')} in the history undoes that."
            self._change(lambda: begin_programme(self._services, programme), text)

    def action_pause(self) -> None:
        """Pause the highlighted programme."""
        self._go_to(State.PAUSED, "Paused")

    def action_go_on(self) -> None:
        """Go on with the highlighted programme."""
        self._go_to(State.UNDER_WAY, "Resumed")

    def action_stop(self) -> None:
        """Stop the highlighted programme."""
        self._go_to(State.STOPPED, f"Stopped ({keymap_of(self).name('views.undo')} in the history undoes that)")

    def action_scroll(self, pages: int) -> None:
        """Scroll the weeks by a page."""
        about = self.query_one("#about", VerticalScroll)
        about.scroll_relative(y=pages * max(1, about.size.height - 2), animate=False)

    def action_back(self) -> None:
        """Go back to the exercises."""
        self.dismiss(None)

    @on(OptionList.OptionHighlighted)
    def _on_highlighted(self) -> None:
        self.query_one("#about").scroll_home(animate=False)
        self._show()

    @property
    def _highlighted(self) -> Programme | None:
        """The programme that is highlighted."""
        option = self.query_one(ProgrammeList).highlighted_option if self.is_mounted else None
        if option is None:  # not listed yet: the one that was asked for will be, or the first
            first = self._programmes[0] if self._programmes else None
            return next((one for one in self._programmes if one.slug == self._slug), first)
        return next((one for one in self._programmes if one.slug == option.id), None)

    @property
    def _followed(self) -> Followed | None:
        """How the highlighted programme was begun last, ``None`` where it never was."""
        highlighted = self._highlighted
        return None if highlighted is None else self._begun.get(highlighted.slug)

    @property
    def _state(self) -> State | None:
        followed = self._followed
        return None if followed is None else followed.course.state

    def _go_to(self, state: State, done: str) -> None:
        followed = self._followed
        if followed is not None:
            name = followed.course.programme.name
            self._change(lambda: change_programme(self._services, followed, state), f"{done}: {name}.")

    def _change(self, change: Callable[[], object], text: str) -> None:
        """Make a change, say what was done, and show the course that follows."""
        try:
            change()
        except NegcoachError as error:
            notify_error(self, error)
            return
        self.notify(clean(text), markup=False)
        self._read()
        self.await_fresh_keys()

    def _read(self) -> None:
        """Read the programmes and their courses, and list them."""
        highlighted = self._highlighted
        if not self._is_fresh:
            self._load()
        self._is_fresh = False
        listed = self.query_one(ProgrammeList)
        slugs = [one.slug for one in self._programmes]
        with listed.prevent(OptionList.OptionHighlighted):
            listed.set_options([Option(self._line(one), one.slug) for one in self._programmes])
            listed.highlighted = (
                slugs.index(highlighted.slug) if highlighted is not None and highlighted.slug in slugs else 0
            )
        self._show()

    def _load(self) -> None:
        """Read the programmes and their courses; a fault is notified."""
        services = self._services
        self._today.forget()
        try:
            load_programmes(services.config_path.parent, services.library)
        except NegcoachError as error:
            notify_error(self, error)
        try:
            self._begun = {
                slug: replace(one, course=as_of_today(services, one.course))
                for slug, one in begun_programmes(services).items()
            }
        except NegcoachError as error:
            notify_error(self, error)
            self._begun = {}
        self._programmes = tuple(sorted_for_choice(known_programmes(services), self._begun))

    def _line(self, programme: Programme) -> NotedLine:
        followed = self._begun.get(programme.slug)
        note = f"{len(programme.weeks)} wk"
        if followed is not None:
            course = followed.course
            week = "" if course.slot is None else f"{course.slot.week + 1}/{len(programme.weeks)}"
            week = "" if course.state is State.STOPPED else week  # its name needs the room
            note = f"{_NOTES[course.state]} {week}".strip()
        name = clean(programme.name)
        return NotedLine(name, note, _IN_WEEKS.sub("", name))

    def _show(self) -> None:
        """Show the highlighted programme."""
        programme = self._highlighted
        if programme is None:
            return
        services, followed = self._services, self._followed
        course = None if followed is None else followed.course
        unit, width = services.settings.unit, self._width
        headed = self.app.size.height >= _HEADED
        names = {one.slug: one.name for one in services.library}
        try:
            summary = None if course is None else summary_of(services, course)
        except NegcoachError as error:
            notify_error(self, error)
            summary = None
        parts = {
            "head": head_lines(programme, course, width),
            "legend": Content("") if course is None else legend(),
            "sum": summary_lines(summary, unit),
            "more": more_lines(programme, course),
        }
        taken = sum(_rows(part, width) + 1 for part in parts.values() if part.plain)
        says, figure = self._next_says(programme, course)
        below = 0 if self.app.size.width >= _BESIDE else _rows(says, self._next_width) + 1
        left = self.app.size.height - _ROWS_AROUND - taken - 1 - below
        lines = partial(weeks_lines, programme, course, names, unit, width, headed=headed)
        if below and figure is not None and left >= _rows(lines(), width) + _FIGURE_ROWS + 1:
            left -= _FIGURE_ROWS + 1  # below the weeks it has what it needs
        parts["weeks"] = lines(room_rows=left)
        for part, content in parts.items():
            self.query_one(f"#{part}", Static).update(content)
        self.set_class(summary is None or not summary.done, "-undone")
        self.set_class(course is None, "-new")
        self._show_next(says, figure, taken + _rows(parts["weeks"], width) + 1)
        self.refresh_bindings()

    @property
    def _width(self) -> int:
        """The columns of the weeks, as the style sheet has them: known before they are laid out."""
        width = self.app.size.width
        taken = next(taken for least, taken in _TAKEN if width >= least)
        return max(20, width - taken)

    @property
    def _next_width(self) -> int:
        """The columns of what is said of the next session."""
        return (_NEXT_WIDTH if self.app.size.width >= _BESIDE else self._width) - 2

    def _next_says(self, programme: Programme, course: Course | None) -> tuple[Content, Figure | None]:
        """Return what is said of the next session, and the figure of its exercise."""
        week = programme.weeks[0] if course is None or course.week is None else course.week
        (today,) = self._today.of([PlanItem(week.exercise)])
        text = item_text(today, self._services.now(), self._services.settings.unit, edited=False)
        figure = None if today.exercise is None else figure_of(today.exercise.figure_slug)
        return next_lines(programme, course, text), figure

    def _show_next(self, says: Content, figure: Figure | None, taken: int) -> None:
        """Show the next session and its exercise: beside the weeks, or below them where ``taken`` rows leave room.

        There is no figure where that is little.
        """
        width, height = self.app.size
        left = height - _ROWS_AROUND - taken - 1
        beside = width >= _BESIDE
        rows = _rows(says, self._next_width)
        has_figure = figure is not None and (beside or left >= _FIGURE_ROWS + rows + 1)
        self.query_one("#next").display = beside or left >= rows
        self.query_one("#next-says", Static).update(says)
        view = self.query_one(FigureView)
        view.display = has_figure
        view.show(figure)


def _rows(content: Content, width: int) -> int:
    """Return how many rows a text takes."""
    return content.get_height({}, min(width, _WIDEST_TEXT))
