"""The view of the calendar: a heat map of twelve months, and the training of each muscle group in the chosen week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult, RenderResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.types import CSSPathType
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from negcoach.coaching.advice.recent_training import TRAINED_WITHIN, recent_trainings
from negcoach.errors import NegcoachError
from negcoach.formatting import long_day_text
from negcoach.keys.keymap import Keymap
from negcoach.screens.history.calendar.calendar_lines import (
    GroupLine,
    day_facts,
    group_table,
    session_line,
    span_text,
    streak_text,
)
from negcoach.screens.shared.form.dialog_keys import DialogKeys
from negcoach.screens.shared.history.history_view import HistoryView, View
from negcoach.screens.shared.keys.open_screen import OPENING, OpenScreen
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.screens.shared.notices import notify_error
from negcoach.screens.shared.styles import DIALOG, VIEWS
from negcoach.services import Services
from negcoach.store.queries.days import DaySession, days_between, history_span, sessions_on, sets_between, training_days
from negcoach.store.queries.last_trained import last_trained
from negcoach.training.exercise.exercise import Family
from negcoach.training.progress.days import WEEKS, Day, DayMeasure, Streaks, scale_of, streaks, week_of
from negcoach.training.progress.muscle_groups import GroupRest, GroupTotal, group_rests, group_totals, groups_to_show
from negcoach.training.progress.recovery import LastTraining, is_older
from negcoach.widgets.bindings import bound
from negcoach.widgets.charts.heat_map import YEAR_WEEKS, HeatMap, HeatMapContent, legend
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.lists.option_lists import PagedList

_WEEKS_BEYOND = 4
"""Weeks that are shown beyond the cursor when it leaves the map and the map scrolls."""


class CalendarScreen(HistoryView):
    """The view of the calendar: the heat map, the facts of the chosen day, the streak and its week's muscle groups."""

    VIEW = View.CALENDAR
    AUTO_FOCUS = "HeatMap"
    CSS_PATH: ClassVar[CSSPathType | None] = [VIEWS, "calendar.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("calendar.measure", "measure", "tension / sessions", "Shade the days by tension, or by sessions"),
        Binding("tab", "groups", "groups", id="calendar.groups", tooltip="Scroll the muscle groups, or go back"),
    ]

    def __init__(self, services: Services) -> None:
        """Show the twelve months up to today."""
        super().__init__(services)
        self._measure = DayMeasure.TENSION
        self._days: Mapping[date, Day] = {}
        self._earliest = self._last = self._today()
        self._map_start = self._latest_start()
        self._week: date | None = None
        self._rests: dict[str, GroupRest] = {}
        self._cursor_placed = False

    def compose(self) -> ComposeResult:
        """Lay out the map with its legend, the lines of the day and the streak, and the table of muscle groups."""
        yield from self.title_bar()
        with Vertical(id="calendar"):
            with Vertical(id="map"):
                yield HeatMap(id="heat")
                yield Legend(id="legend")
            yield Static("", id="day")
            yield Static("", id="streak", markup=False)
            with VerticalScroll(id="groups"):
                yield GroupTable()
        yield Static(_empty(keymap_of(self)), id="empty")
        yield KeyFooter()

    def read_again(self) -> None:
        """Read the months in view, the chosen week, the rests and, in a thread, the streak."""
        now = self.services.now()
        try:
            with self.services.database.read() as connection:
                span = history_span(connection)
            trained = last_trained(self.services.database, (exercise.slug for exercise in self.services.library))
            recent = [
                LastTraining(one.muscles, one.at, one.overload, one.lifted, one.light)
                for one in recent_trainings(self.services, now)
            ]
            older = is_older(self.services.lifter.health_answers(), now.date())
        except NegcoachError as error:
            notify_error(self, error)
            return
        self.set_class(span is None, "-empty")
        self._earliest, self._last = span or (self._today(), self._today())
        today = self._today()
        self._earliest = min(self._earliest, today)
        self._last = (
            today + timedelta(days=1) if self._last > today else today
        )  # a mistyped year draws no empty decades
        before = [
            LastTraining(one.muscles, trained[one.slug], overload=one.family is Family.OVERLOAD)
            for one in self.services.library
            if one.slug in trained and now - trained[one.slug] >= TRAINED_WITHIN
        ]
        self._rests = group_rests([*before, *recent], now, older=older)
        heat = self.query_one(HeatMap)
        if not self._cursor_placed:
            self._cursor_placed = True
            heat.set_reactive(HeatMap.cursor, self._today())
            self._map_start = self._latest_start()
            heat.focus()
        self._map_start = self._week_of(self._map_start)  # weeks may begin on another day than when it was read
        self._week = None
        self._read_map()
        self._show_cursor()
        self._read_streak()
        self.regain_focus()

    def action_groups(self) -> None:
        """Go to the muscle groups, to scroll them, or back to the days; where it is low, one is shown at a time."""
        groups = self.query_one("#groups")
        to_groups = not groups.has_focus
        self.set_class(to_groups, "-turned")
        self.call_after_refresh((groups if to_groups else self.query_one(HeatMap)).focus)

    def action_measure(self) -> None:
        """Shade the days by number of sessions, or again by time under tension."""
        self._measure = DayMeasure.SESSIONS if self._measure is DayMeasure.TENSION else DayMeasure.TENSION
        self._show_map()

    @on(HeatMap.SpanShown)
    def _show_span(self, message: HeatMap.SpanShown) -> None:
        self.set_status(span_text(message.first, message.last))

    @on(HeatMap.Moved)
    def _cursor_moved(self, message: HeatMap.Moved) -> None:
        """Show the facts of the day under the cursor, and scroll the map where the day is out of view."""
        first = self._map_start + timedelta(weeks=YEAR_WEEKS * message.years)
        week = self._week_of(message.day)
        if not 0 <= (week - first).days // 7 < WEEKS:
            first = week - timedelta(weeks=_WEEKS_BEYOND if week < first else WEEKS - 1 - _WEEKS_BEYOND)
        last_first = self._latest_start()
        first = max(min(first, last_first), min(self._week_of(self._earliest), last_first))
        if first != self._map_start:
            self._map_start = first
            self._read_map()
        self._show_cursor()

    @on(HeatMap.Opened)
    def _open(self, message: HeatMap.Opened) -> None:
        """Open the session of the day; ask which where there are several."""
        try:
            with self.services.database.read() as connection:
                found = sessions_on(connection, message.day)
        except NegcoachError as error:
            notify_error(self, error)
            return
        if len(found) == 1:
            self._open_session(found[0].id)
        elif found:
            self.app.push_screen(DayScreen(message.day, found), self._open_session)

    def _open_session(self, session_id: str | None) -> None:
        from negcoach.screens.history.session.screen import SessionScreen

        if session_id is not None:
            self.app.push_screen(SessionScreen(self.services, session_id))

    def _read_map(self) -> None:
        """Read the days in view and draw the map."""
        try:
            with self.services.database.read() as connection:
                self._days = days_between(connection, self._map_start, self._map_start + timedelta(days=7 * WEEKS - 1))
        except NegcoachError as error:
            notify_error(self, error)
            return
        self._show_map()

    def _show_map(self) -> None:
        scale = scale_of(self._days.values(), self._measure)
        content = HeatMapContent(self._days, scale, self._map_start, self._earliest_day, self._last)
        self.query_one(HeatMap).content = content
        self.query_one(Legend).shading = (self._measure.value, legend(scale, self._days))

    def _show_cursor(self) -> None:
        """Show the facts of the day under the cursor, and the muscle groups of its week where the week has changed."""
        day = self.query_one(HeatMap).cursor
        self.query_one("#day", Static).update(day_facts(day, self._days.get(day)), layout=False)
        week = self._week_of(day)
        if week == self._week:
            return
        try:
            with self.services.database.read() as connection:
                done = sets_between(connection, week, week + timedelta(days=6))
        except NegcoachError as error:
            notify_error(self, error)
            return
        self._week = week
        totals = group_totals(done, self.services.library)
        lines = tuple(
            GroupLine(name, totals.get(name, GroupTotal()), self._rests.get(name, GroupRest()))
            for name in groups_to_show(self.services.library, totals, self._rests)
        )
        self.query_one(GroupTable).table = (lines, week, self.services.now())

    @work(thread=True, exclusive=True, group=OPENING)
    def _read_streak(self) -> None:
        """Read all training days for the streak, in a thread: they take longer than the time between two keys."""
        try:
            with self.services.database.read() as connection:
                days = training_days(connection)
        except NegcoachError as error:
            self.call_if_open(notify_error, self, error)
            return
        found = streaks(days, self._today(), self.services.settings.first_weekday)
        self.call_if_open(self._show_streak, found)

    def _show_streak(self, found: Streaks) -> None:
        self.query_one("#streak", Static).update(Content(streak_text(found)), layout=False)

    def _today(self) -> date:
        return self.services.now().date()

    @property
    def _earliest_day(self) -> date:
        """The first day that the cursor can reach: the history's first, or that of the last twelve months."""
        return min(self._earliest, self._latest_start())

    def _latest_start(self) -> date:
        """Return the day on which a map begins that ends with the last day."""
        return self._week_of(self._last) - timedelta(weeks=WEEKS - 1)

    def _week_of(self, day: date) -> date:
        """Return the first day of a day's week, as the lifter counts weeks."""
        return week_of(day, self.services.settings.first_weekday)


class Legend(Widget):
    """The legend of the shades: on one line, or on a line each where the widget is narrow."""

    shading: reactive[tuple[str, tuple[tuple[str, str, int], ...]] | None] = reactive(None, layout=True)
    """The measure by which days are shaded, and the glyph, the words and the level of each shade (see ``legend``)."""

    def render(self) -> RenderResult:
        """Return the legend."""
        if self.shading is None:
            return ""
        title, shades = self.shading
        parts = [
            Content.assemble(
                (f"{glyph} ", f"$heat-{level}" if level else "$foreground-muted"), (words, "$foreground-muted")
            )
            for glyph, words, level in shades
        ]
        if self.size.width < _ONE_LINE_FROM:
            return Content("\n").join([Content.styled(title, "bold"), *parts])
        return Content("   ").join([Content.styled(title, "bold"), *parts])


class GroupTable(Widget):
    """The table of the muscle groups, a line each."""

    table: reactive[tuple[tuple[GroupLine, ...], date, datetime] | None] = reactive(None, layout=True)
    """The lines, the first day of their week, and now."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return its lines and the heading: none takes two, in a width that it is not yet drawn in either."""
        return 0 if self.table is None else 1 + len(self.table[0])

    def render(self) -> RenderResult:
        """Return the table, fitted to the width."""
        if self.table is None:
            return ""
        lines, week, now = self.table
        return Content("\n").join(group_table(lines, week, now, self.size.width))


class DayScreen(OpenScreen, ModalScreen[str | None]):
    """The dialog that asks which session of a day to open; its result is the session's id, ``None`` for none."""

    CSS_PATH: ClassVar[CSSPathType | None] = [DIALOG, "calendar.tcss"]
    CLOSES_BESIDE = True
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012  # as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", id="day.back", tooltip="Go back to the calendar"),
    ]

    def __init__(self, day: date, sessions: list[DaySession]) -> None:
        """Offer the sessions of the day."""
        super().__init__()
        self._day = day
        self._sessions = sessions

    def compose(self) -> ComposeResult:
        """Yield the day and its sessions."""
        with Vertical(classes="dialog"):
            yield Static(Content(long_day_text(self._day)), classes="title")
            yield PagedList(*(Option(session_line(session), id=session.id) for session in self._sessions))
            yield DialogKeys([("enter", "open"), ("esc", "back")])

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_leave(self) -> None:
        """Close the dialog without a choice."""
        self.dismiss(None)


_ONE_LINE_FROM = 60
"""Cells of width from which on the legend is one line."""


def _empty(keymap: Keymap) -> Content:
    return Content.assemble(
        ("No sessions yet", "bold $text-accent"),
        "\n\nGo back, choose an exercise and press Enter:\nthe days on which you trained are shaded here.\n\n"
        f"Sets from another app can be imported:\n{keymap.name('app.palette')}, then Import.",
    )
