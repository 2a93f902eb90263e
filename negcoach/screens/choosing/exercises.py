"""The home screen: the list of exercises, and the card of the one that is highlighted beside it.

The first frame has all but the card, whose place is free: the list can be read while it is loaded, and nothing moves
when it comes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option, OptionDoesNotExist

from negcoach.errors import NegcoachError
from negcoach.formatting import days_ago_cell
from negcoach.screens.choosing.search import SearchBox
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.screens.shared.mirroring import CHOOSES
from negcoach.screens.shared.notices import notify_error
from negcoach.screens.shared.reading_cursor import ChoosesWhileTyping
from negcoach.services import Services
from negcoach.store.queries.last_trained import last_trained
from negcoach.store.queries.under_way import has_open_session, has_programme
from negcoach.texts import clean, days_since
from negcoach.training.exercise.easier_rung import EASIER
from negcoach.training.exercise.exercise import Exercise, Family, offered
from negcoach.training.exercise.search import search
from negcoach.widgets.bindings import bound
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.lists.noted_line import NotedLine
from negcoach.widgets.lists.option_lists import HeadedList, moves, no_exercise_matches
from negcoach.widgets.sizes import TINY_BELOW

if TYPE_CHECKING:
    from negcoach.broadcast.message import Now, Shown
    from negcoach.screens.choosing.card import ExerciseCard
    from negcoach.screens.choosing.newcomer_row import NewcomerRow
    from negcoach.screens.choosing.programme_row import ProgrammeRow
    from negcoach.screens.choosing.session_row import RunningSessionRow
    from negcoach.store.journal import UnfinishedSession
    from negcoach.training.plan.course import Course
    from negcoach.training.plan.plan import Plan
    from negcoach.training.plan.programme import Programme

FAMILIES = {
    Family.OVERLOAD: ("OVERLOAD", "heavier than you can lift", "above what you lift"),
    Family.REGRESSION: ("BODYWEIGHT NEGATIVES", "for beginners too", ""),
    Family.TEMPO: ("TEMPO", "alone, for beginners too", "below your 1RM"),
}
"""The groups of the list in their order, each with its title and what it is, in full and in short."""

SESSION_REFRESH_S = 15.0
"""How often (seconds) the length of the session under way is updated; it is shown in whole minutes."""

MOST_SEARCHED = 40
"""The most characters of a search."""


class Welcome(Widget):
    """The line at the top: the program's name, and what to do here."""

    DEFAULT_CSS = """
    Welcome { dock: top; height: 1; padding: 0 1; background: $panel; }
    """

    def __init__(self, lifter_name: str, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        """Greet the lifter of that name, "" for the only one."""
        super().__init__(id=id)
        self._lifter_name = lifter_name

    def render(self) -> Content:
        """Return as much of the line as there is room for."""
        hello = ("Counts your negatives out loud. Choose an exercise and press Enter.", "$foreground-muted")
        if self.size.width < 60:
            short = Content.styled("Choose an exercise, press Enter.", hello[1])
            return Content(clean(self._lifter_name)) if self._lifter_name else short
        lifter = f" · {clean(self._lifter_name)}" if self._lifter_name else ""
        return Content.assemble(("negcoach", "bold $text-accent"), (lifter, "bold"), "  ", hello)


class ExerciseList(HeadedList, inherit_bindings=False):
    """The list of exercises by family; the headings cannot be highlighted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "choose", id="exercises.choose", tooltip="Go on to sets, reps, tempo and load"),
        *moves("exercises", "exercise"),
    ]

    @property
    def highlighted_slug(self) -> str | None:
        """The slug of the exercise that is highlighted, ``None`` where there is no exercise."""
        return None if self.highlighted_option is None else self.highlighted_option.id

    def show(self, lines: Iterable[Option], highlighted: str | None) -> None:
        """Show other lines and highlight an exercise, else the first, without posting a message."""
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(lines)
            try:
                self.highlighted = self.get_option_index(highlighted or "")
            except OptionDoesNotExist:
                self.action_first()


class ExercisesScreen(OpenScreen, ChoosesWhileTyping, Screen[None]):
    """The home screen: typing searches the exercises, Enter posts ``Chosen`` with the highlighted one."""

    CSS_PATH = "exercises.tcss"
    AUTO_FOCUS = "ExerciseList"
    KEYS_WITHOUT_BINDING = (("Letters and digits", "Search by name, family, muscle or purpose"),)
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (TINY_BELOW, "-narrow"), (100, "-normal"), (160, "-wide")]  # noqa: RUF012  # as Screen declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (34, "-high")]  # noqa: RUF012  # as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "choose", id="card.choose", tooltip="Go on to sets, reps, tempo and load"),
        bound("exercises.search", "search", "Search", show=False),
        Binding("escape", "clear", "clear", id="exercises.clear", tooltip="Show all exercises again"),
        bound("exercises.plans", "app.plans", "plans", "Your plans: exercises one after another"),
        bound("exercises.programmes", "app.programmes", "programmes", show=False),
        bound(
            "exercises.test",
            "test",
            "test",
            "The guided test of this exercise: the eccentric 1RM, or the longest lowering",
            show=False,
        ),
        bound("exercises.easier", "easier", "easier", show=False),
        bound("exercises.repeat", "app.repeat", "repeat"),
        bound(
            "exercises.tour", "app.tour", "tour", "A tour of six lines, and a demo set that runs by itself", show=False
        ),
        Binding(
            "tab", "app.focus_next", "card", id="exercises.card", show=False, tooltip="Go to the card to scroll it"
        ),
        bound("exercises.finish", "finish", "finish session", "End the session that is under way"),
        bound("exercises.reopen", "reopen", "reopen session", "Go on with the session that has just ended"),
    ]

    class Chosen(Message):
        """The lifter chose an exercise, or its test."""

        def __init__(self, exercise: Exercise, *, test: bool = False) -> None:
            super().__init__()
            self.exercise, self.test = exercise, test

    class ProgrammeChosen(Message):
        """A programme was chosen, to be shown."""

        def __init__(self, slug: str) -> None:
            super().__init__()
            self.slug = slug

    class PlanChosen(Message):
        """The lifter chose a plan to begin."""

        def __init__(self, plan: Plan) -> None:
            super().__init__()
            self.plan = plan

    class SessionRequested(Message):
        """The screen is shown, or time has passed: it asks for the session that is under way."""

        def __init__(self, screen: ExercisesScreen) -> None:
            super().__init__()
            self.screen = screen

    class FinishAsked(Message):
        """The lifter asked to end the session that is under way."""

    class ReopenAsked(Message):
        """The lifter asked to go on with the session that has just ended."""

        def __init__(self, screen: ExercisesScreen) -> None:
            super().__init__()
            self.screen = screen

    class Ready(Message):
        """The whole screen is mounted: work that was put off until then may begin."""

    def __init__(self, services: Services, *, may_offer_tour: bool = False, gives_way: bool = False) -> None:
        """Choose from the exercises of the services; a lifter who is new here may be offered the tour.

        Where it ``gives_way`` to what the program was started for, it is not drawn before that, nor before ``appear``.
        """
        super().__init__()
        self._gives_way = gives_way
        self._services = services
        self._may_offer_tour = may_offer_tour
        self._trained_at: dict[str, datetime] = {}
        self._shown_slug: str | None = None
        self._chosen_ns: int | None = None
        self._has_chosen = False
        self._low = False
        self._search_box = SearchBox(id="search", longest=MOST_SEARCHED)
        self._card: ExerciseCard | None = None
        self._session_row: RunningSessionRow | None = None
        self._programme_row: ProgrammeRow | None = None
        self._newcomer_row: NewcomerRow | None = None
        self._is_session_known = False
        self._can_reopen = False

    def mirrored(self) -> tuple[Shown, Now]:
        """Return that no set is under way; what is looked at here is left at the laptop."""
        from negcoach.broadcast.message import Now, WordsShown  # without mirrors nobody asks

        return WordsShown("", (CHOOSES,)), Now(self._services.clock())

    def compose(self) -> ComposeResult:
        """Lay out what makes the first frame: all but the card."""
        # Textual sets these classes only after the first frame, and would lay out and draw everything a second time.
        width, height = self.app.size
        self.add_class(
            _breakpoint_class(self.HORIZONTAL_BREAKPOINTS, width), _breakpoint_class(self.VERTICAL_BREAKPOINTS, height)
        )
        self._low = self.has_class("-low")
        self._read_history()
        courses = self._read_courses()
        yield Welcome(self._services.lifter_name, id="welcome")
        with Vertical(id="choice"):
            yield self._search_box
            exercises = ExerciseList(id="exercises", compact=True)
            exercises.show(self._lines(self._offered), _due_exercise(courses) or self._last_trained)
            yield exercises
        yield from self._rows(courses)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Mount the rest as soon as the first frame is on the screen."""
        self.app.call_after_refresh(self._mount_deferred)  # the screen's own could come while the app still starts

    def on_resize(self) -> None:
        """Rewrite the headings when the terminal has become low, or is no longer low."""
        low = _breakpoint_class(self.VERTICAL_BREAKPOINTS, self.app.size.height) == "-low"
        if low is not self._low:
            self._low = low
            self._fill_list(self._shown_slug or self.query_one(ExerciseList).highlighted_slug)

    def on_screen_suspend(self) -> None:
        """Be drawn from now on, below what lies over it and after it."""
        self._gives_way = False

    def appear(self) -> None:
        """Be drawn, although nothing came that this screen gives way to."""
        if self._gives_way:
            self._gives_way = False
            self.refresh()

    def on_screen_resume(self) -> None:
        """Show what was trained since the screen was left."""
        if self._has_chosen:  # what was searched for was found
            self._has_chosen = False
            self._search_for("")
        if self._card is not None:
            self.refresh_history()
            self.ask_for_session()
        if self._newcomer_row is not None and not self._is_newcomer():
            self._newcomer_row.remove()
            self._newcomer_row = None

    @property
    def offers_tour(self) -> bool:
        """Whether the tour is offered here."""
        return self._newcomer_row is not None

    @property
    def services(self) -> Services:
        """The services that this screen works with."""
        return self._services

    @property
    def offered_exercises(self) -> tuple[Exercise, ...]:
        """The exercises that can be chosen here."""
        return self._offered

    def choose(self, exercise: Exercise) -> None:
        """Choose an exercise, as Enter on it does."""
        self._post_choice(exercise.slug)

    def choose_plan(self, plan: Plan) -> None:
        """Choose a plan to begin."""
        self.post_message(self.PlanChosen(plan))

    def choose_programme(self, programme: Programme) -> None:
        """Choose a programme to be shown."""
        self.post_message(self.ProgrammeChosen(programme.slug))

    def ask_for_session(self) -> None:
        """Ask for the session that is under way, if this screen is shown."""
        if self.is_current:
            self.post_message(self.SessionRequested(self))

    def show_session(self, length_ms: int, exercise_names: Sequence[str], next_name: str, *, can_reopen: bool) -> None:
        """Show a session's length, its sets by the names of their exercises, and what its plan has next.

        Nothing is shown where it has no set. ``can_reopen`` is whether the last one could still go on.
        """
        if self._can_reopen is not can_reopen:
            self._can_reopen = can_reopen
            self.refresh_bindings()
        if self._session_row is None:
            if not exercise_names:
                return
            self.mount(self._make_session_row(), before=self.query_one(KeyFooter))
        self._show_session_row(length_ms, len(exercise_names), exercise_names, next_name)
        self._is_session_known = True
        self.refresh_bindings()

    def refresh_history(self) -> None:
        """Read again when each exercise was trained and what a programme has today, and show both."""
        self._read_history()
        self._show_programmes()
        shown, self._shown_slug = self._shown_slug or self._last_trained, None
        self._fill_list(shown)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to clear a search only while there is one."""
        if action == "clear":
            return bool(self._typed) or self._is_in_box
        if action == "reopen":
            return self._can_reopen
        if action == "finish":
            return self._session_row is not None and self._session_row.display
        return True

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that act on this screen: no letter and no digit, because these search."""
        bindings = super().active_bindings
        return {key: binding for key, binding in bindings.items() if not (len(key) == 1 and key.isalnum())}

    def on_key(self, event: events.Key) -> None:
        """Search for what is typed, whatever has the focus, so that no part of a word acts as a key.

        The letters are taken here instead of by the search box with the focus: a burst of them stays in its order.
        """
        if event.key == "backspace" and self._typed and not self._is_in_box:
            self._search_for(self._typed[:-1])
        elif event.is_printable and event.character and self._is_text(event.key, event.character):
            self._type(event.character)
        else:
            return
        event.stop()

    def on_paste(self, event: events.Paste) -> None:
        """Search for what is pasted."""
        event.stop()
        lines = clean(event.text, lines=True).split("\n")
        self._search_for(self._typed + lines[0])

    def action_choose(self) -> None:
        """Choose the exercise whose card is shown."""
        self.query_one(ExerciseList).action_select()

    def action_test(self) -> None:
        """Choose the test of the exercise whose card is shown."""
        self._post_choice(self.query_one(ExerciseList).highlighted_slug or "", test=True)

    def action_easier(self) -> None:
        """Go to the easier rung below the exercise whose card is shown, where it has one that is an exercise."""
        shown = self.query_one(ExerciseList)
        rung = EASIER.get(shown.highlighted_slug or "")
        if rung is None or not rung.exercise:
            self.app.bell()
            return
        with contextlib.suppress(OptionDoesNotExist):  # a search leaves it out
            shown.highlighted = shown.get_option_index(rung.exercise)

    def action_search(self) -> None:
        """Focus the search box."""
        self._search_box.focus()

    def action_finish(self) -> None:
        """Ask to end the session that is under way; not in the moment before it is gone on with."""
        if self._is_session_known:
            self.post_message(self.FinishAsked())
        else:
            self.app.bell()

    def action_reopen(self) -> None:
        """Ask to go on with the session that has just ended."""
        self._can_reopen = False
        self.post_message(self.ReopenAsked(self))

    def action_move(self, by: int) -> None:
        """Highlight the exercise below or above, while a search is typed."""
        exercises = self.query_one(ExerciseList)
        if by < 0:
            exercises.action_cursor_up()
        else:
            exercises.action_cursor_down()
        self.stand_on(exercises, self._search_box)

    def action_clear(self) -> None:
        """Show all exercises, and go back to the list."""
        self._search_for("")
        self.query_one(ExerciseList).focus()

    @on(Input.Changed, "#search")
    def _search(self) -> None:
        """List what the search finds."""
        self._search_box.set_class(bool(self._typed), "-typed")
        self._fill_list(self._shown_slug)
        self.refresh_bindings()

    def on_search_box_typed(self, event: SearchBox.Typed) -> None:
        """Type what came to the search box after what came to the list before it: each takes the same way here."""
        self._type(event.text)

    @on(Input.Submitted, "#search")
    def _choose_found(self) -> None:
        self.action_choose()

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self._post_choice(event.option_id or "")

    def _post_choice(self, slug: str, *, test: bool = False) -> None:
        exercise = self._services.exercise(slug)
        if exercise is not None and not self._record_and_check_repeat():
            self._has_chosen = True
            self.post_message(self.Chosen(exercise, test=test))

    @on(OptionList.OptionHighlighted)
    def _highlight(self) -> None:
        self._show_card(self.query_one(ExerciseList).highlighted_slug)

    def _compositor_refresh(self) -> None:
        """Draw what has changed, unless another screen is on its way."""
        if not (self._gives_way and self._is_on_top):
            super()._compositor_refresh()

    def _may_open_whole(self) -> bool:
        """Return whether all of this screen is mounted: the program starts with the list alone."""
        return self._card is not None and super()._may_open_whole()

    async def _mount_deferred(self) -> None:
        """Mount what the first frame left out, unless the app was closed meanwhile."""
        if not self.is_attached:
            return
        from negcoach.screens.choosing.card import ExerciseCard

        # Read here, this file is only added to the styles; Textual would parse those of all screens and widgets again.
        styles = Path(__file__).with_name("card.tcss")
        if not self.app.stylesheet.has_source(str(styles), ""):
            self.app.stylesheet.read(styles)
        with self.app.batch_update():
            card = ExerciseCard(id="card")
            await self.mount(card)
            if not (self.is_still_open and card.is_whole):  # the app ends meanwhile
                return
            self._card = card
            self._say_missing_programmes()
            self._show_card(self.query_one(ExerciseList).highlighted_slug)
        self._update_timer.hold_back()  # the second frame has all of it
        self.set_interval(SESSION_REFRESH_S, self.ask_for_session)
        self.post_message(self.Ready())

    def _rows(self, courses: Sequence[Course]) -> Iterator[Widget]:
        """Yield the rows above the keys that the first frame has: later they would push the list up."""
        if courses:
            yield self._make_programme_row(courses)
        unfinished = self._read_open_session()
        if unfinished is not None:
            yield self._make_session_row()
            now = max(self._services.now(), unfinished.last_at)  # the clock may have been set back
            length_ms = (now - unfinished.started_at) // timedelta(milliseconds=1)
            self._show_session_row(length_ms, unfinished.sets, unfinished.exercise_names, "")
        if self._may_offer_tour and self._is_newcomer():
            from negcoach.screens.choosing.newcomer_row import NewcomerRow

            self._newcomer_row = NewcomerRow(id="newcomer")
            yield self._newcomer_row

    def _read_open_session(self) -> UnfinishedSession | None:
        """Return the session that is open in the store and not over; ``None`` where another program may lead it.

        It goes on unless the lifter ends it, who is asked once the program has started.
        """
        services = self._services
        try:
            if not services.alone or not has_open_session(services.database):
                return None
            from negcoach.coaching.session.running_session import is_over

            unfinished = services.journal.unfinished()
        except NegcoachError as error:
            notify_error(self, error)
            return None
        return unfinished if unfinished is not None and unfinished.reps and not is_over(unfinished, services) else None

    def _make_session_row(self) -> RunningSessionRow:
        from negcoach.screens.choosing.session_row import RunningSessionRow

        self._session_row = RunningSessionRow(id="session")
        return self._session_row

    def _show_session_row(self, length_ms: int, sets: int, exercise_names: Sequence[str], next_name: str) -> None:
        if self._session_row is not None:
            self._session_row.show(length_ms, sets, exercise_names, next_name)
            self.set_class(self._session_row.display, "-in-session")  # its row takes the place of the programme's

    def _read_courses(self) -> list[Course]:
        """Return the programmes that are followed, as they are today; who follows none waits for nothing of them."""
        try:
            if not has_programme(self._services.database):
                return []
            from negcoach.coaching.advice.programme_today import as_of_today
            from negcoach.coaching.advice.programmes import followed_courses

            return [as_of_today(self._services, one) for one in followed_courses(self._services)]
        except NegcoachError as error:
            notify_error(self, error)
            return []

    def _show_programmes(self) -> None:
        """Show the programme that is followed now, in a row that is mounted once there is one."""
        courses = self._read_courses()
        if self._programme_row is not None:
            self._programme_row.show(courses, self._due_name(courses))
        elif courses:
            self.mount(self._make_programme_row(courses), before=self.query_one(KeyFooter))

    def _make_programme_row(self, courses: Sequence[Course]) -> ProgrammeRow:
        from negcoach.screens.choosing.programme_row import ProgrammeRow

        self._programme_row = ProgrammeRow(id="programme")
        self._programme_row.show(courses, self._due_name(courses))
        return self._programme_row

    def _due_name(self, courses: Sequence[Course]) -> str:
        """Return the name of the exercise that the first of the courses has next, "" where it has none."""
        week = courses[0].week if courses else None
        following = None if week is None else self._services.exercise(week.exercise)
        return "" if following is None else following.name

    def _say_missing_programmes(self) -> None:
        """Say why a programme that was begun is not shown: the lifter's own file cannot be read."""
        from negcoach.coaching.advice.programmes import require_begun_programmes

        try:
            require_begun_programmes(self._services)
        except NegcoachError as error:
            notify_error(self, error)

    @property
    def _typed(self) -> str:
        """The text of the search."""
        return self._search_box.value

    @property
    def _is_in_box(self) -> bool:
        """Whether the search box has the focus."""
        return self._search_box.has_focus

    def _is_text(self, key: str, character: str) -> bool:
        """Return whether a printable key is part of a search, as a space or a hyphen only is once one is typed.

        A press of a burst can come here after the one before it has moved the focus to the search box.
        """
        return self._is_in_box or character.isalnum() or (bool(self._typed) and key not in self.active_bindings)

    def _type(self, text: str) -> None:
        """Type into the search: at the cursor of the search box if it has the focus, else at the end."""
        box = self._search_box
        if box.has_focus:
            box.replace(text, *box.selection)
        else:
            self._search_for(self._typed + text)

    def _search_for(self, text: str) -> None:
        """Search for a text at once: an Enter that follows chooses from what it finds."""
        box = self._search_box
        with box.prevent(Input.Changed):
            box.value = text[:MOST_SEARCHED]
        box.cursor_position = len(box.value)
        self._search()

    def _record_and_check_repeat(self) -> bool:
        """Return whether this press came so soon after the last that it is a repeat: a clicker can send twenty."""
        now_ns, last_ns = self._services.clock(), self._chosen_ns
        self._chosen_ns = now_ns
        return last_ns is not None and now_ns - last_ns < self._services.settings.debounce_ms * 1_000_000

    @property
    def _last_trained(self) -> str | None:
        """The exercise that was trained last."""
        return max(self._trained_at, key=lambda slug: self._trained_at[slug], default=None)

    @property
    def _offered(self) -> tuple[Exercise, ...]:
        """The exercises of the list."""
        return offered(self._services.library, self._trained_at)

    def _is_newcomer(self) -> bool:
        from negcoach.store.queries.newcomer import is_newcomer

        try:
            return is_newcomer(self._services.database)
        except NegcoachError:
            return False  # what is needed says so

    def _read_history(self) -> None:
        services = self._services
        try:
            self._trained_at = last_trained(services.database, (exercise.slug for exercise in services.library))
        except NegcoachError as error:
            notify_error(self, error)

    def _fill_list(self, highlighted: str | None) -> None:
        """List the exercises that match the search, and highlight ``highlighted`` if it is one of them."""
        exercises = self.query_one(ExerciseList)
        exercises.show(self._lines(search(self._offered, self._typed)), highlighted)
        self._show_card(exercises.highlighted_slug)

    def _lines(self, found: Sequence[Exercise]) -> Iterator[Option]:
        """Yield the lines of the exercises by family, each with how many days ago it was trained.

        In a low terminal a heading is one line, so that more exercises are seen in 24 rows.
        """
        if not found:
            yield no_exercise_matches()
        above, low = "", self._low
        for family, (title, about, short) in FAMILIES.items():
            members = [exercise for exercise in found if exercise.family is family]
            if members:
                beside = f"  {short}" if low else f"\n{about}"
                heading = Content.assemble(above, (title, "bold $text-accent"), (beside, "$foreground-muted"))
                yield Option(heading, disabled=True)
                above = "" if low else "\n"
            for exercise in members:
                yield Option(NotedLine(clean(exercise.name), self._days_ago(exercise.slug)), exercise.slug)

    def _days_ago(self, slug: str) -> str:
        at = self._trained_at.get(slug)
        return "" if at is None else days_ago_cell(days_since(at, self._services.now()))

    def _show_card(self, slug: str | None) -> None:
        """Show the card of an exercise, empty where none fits, once the card is mounted."""
        exercise = self._services.exercise(slug) if slug else None
        if self._card is None or (exercise is not None and slug == self._shown_slug):
            return
        if exercise is None:
            self._shown_slug = None
            self._card.show_nothing("")
            return
        from negcoach.coaching.advice.recent_training import read_recent_training

        self._shown_slug = slug
        services = self._services
        try:
            recent = read_recent_training(services, exercise)
        except NegcoachError as error:
            self._card.show_nothing(str(error))
            return
        settings = services.settings
        now, clock = services.now(), services.clock
        self._card.show(exercise, recent, now, settings.unit, settings.equipment, clock=clock)


def _due_exercise(courses: Sequence[Course]) -> str | None:
    """Return the exercise (a slug) that a programme has today, ``None`` where none has: Enter trains it."""
    week = next((one.week for one in courses if one.is_for_today), None)
    return None if week is None else week.exercise


def _breakpoint_class(breakpoints: list[tuple[int, str]] | None, cells: int) -> str:
    """Return the class of the widest breakpoint that fits."""
    return next(name for least, name in reversed(breakpoints or []) if cells >= least)
