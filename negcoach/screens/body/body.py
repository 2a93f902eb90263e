"""The history's view of the body: soreness, body weight and 1RMs over time, and a log of all, to be edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.types import CSSPathType
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option, OptionDoesNotExist

from negcoach.coaching.advice.recent_training import read_recent_training
from negcoach.coaching.gate.soreness import muscles_by_slug
from negcoach.coaching.gate.type_again import doubted_body_weight, doubted_one_rm
from negcoach.errors import NegcoachError
from negcoach.keys.keymap import Keymap
from negcoach.screens.body.body_chart import GUTTER, RANGES, BodyChart, axis_of
from negcoach.screens.body.body_forms import EntryScreen, EntryValues
from negcoach.screens.body.body_log import (
    BodyLog,
    Columns,
    EntryText,
    columns_of,
    entry_line,
    entry_text,
    month_line,
    month_of,
)
from negcoach.screens.body.soreness import SorenessScreen, occasions_text, rated_at_text
from negcoach.screens.shared.form.page import BodyWeightScreen, OneRmScreen
from negcoach.screens.shared.history.history_view import HistoryView, View
from negcoach.screens.shared.history.undoing import can_be_undone
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.screens.shared.notices import notify_error
from negcoach.screens.shared.styles import VIEWS
from negcoach.services import Services
from negcoach.store.database.stamps import LATEST_MS
from negcoach.store.editing.body import MOST_KG as MOST_BODY_KG
from negcoach.store.editing.body import Body, Series
from negcoach.store.queries.body_log import BodyEntry, BodyWeight, EntryKind, OneRm, SorenessEntry
from negcoach.texts import clean
from negcoach.training.advice.readiness.body_weight_doubt import body_weight_doubt
from negcoach.training.advice.readiness.one_rm_doubt import one_rm_doubt
from negcoach.training.exercise.exercise import offered
from negcoach.training.progress.soreness import Question, sore_muscles
from negcoach.training.units import MOST_KG, TypedLoad, Unit
from negcoach.widgets.bindings import bound
from negcoach.widgets.clickable import clickable
from negcoach.widgets.lists.key_footer import KeyFooter

PAGE = 60
"""Entries of each kind that are read at a time: a screenful, and another to scroll into."""

_FILTERS = (
    (EntryKind.ALL, "all"),
    (EntryKind.SORENESS, "soreness"),
    (EntryKind.WEIGHT, "body weight"),
    (EntryKind.ONE_RM, "1RM"),
)
_QUARTER = 1
"""The place of three months in ``RANGES``."""

_LEAST_WIDTH = 20

_LOG_WIDTHS = {"-narrow": 34, "-normal": 44, "-wide": 74}
"""How wide the log is in each width of the terminal, without its padding; the whole terminal in a tiny one."""

_AROUND_LOG = 3
"""The columns of an entry's margins and of the scroll bar."""


class BodyScreen(HistoryView):
    """The view of the body: a chart of soreness, body weight and 1RMs, and the log of their entries."""

    VIEW = View.BODY
    AUTO_FOCUS = "BodyLog"
    CSS_PATH: ClassVar[CSSPathType | None] = [VIEWS, "body.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "turn", "chart or log", id="body.turn", tooltip="Show the chart in place of the log, or back"),
        bound("body.weigh", "weigh", "weight", "Add a body weight"),
        bound("body.test", "test", "1RM", "Add a 1RM that you tested"),
        bound("body.rate", "rate", "soreness", "Rate how sore your muscles are"),
        bound("body.edit", "edit", "edit", "Edit the highlighted entry"),
        bound("body.delete", "remove", "delete", "Delete the highlighted entry"),
        bound("body.range", "range(1)", "range", "Show a longer time, or the shortest again"),
        Binding("left", "range(-1)", "shorter", id="body.shorter", show=False, tooltip="Show a shorter time"),
        bound("body.filter", "filter", "filter", "List only soreness, weights or 1RMs, or all"),
    ]

    def __init__(self, services: Services) -> None:
        """Show the entries in the database of ``services``."""
        super().__init__(services)
        self._range_index: int | None = None  # ``None`` until the history is read, on which it depends
        self._filter_index = 0
        self._entries: dict[str, BodyEntry] = {}
        self._texts: dict[str, EntryText] = {}
        self._columns: Columns | None = None
        self._older_than_ms: int | None = None
        self._width = 0

    @property
    def _unit(self) -> Unit:
        return self.services.settings.unit

    @property
    def _body(self) -> Body:
        return Body(self.services.database, self._unit)

    def compose(self) -> ComposeResult:
        """Lay out the chart and the log beside it."""
        yield from self.title_bar()
        with Horizontal(id="body"):
            yield BodyChart()
            with Vertical(id="log"):
                yield Static("", id="log-title")
                yield BodyLog(id="entries", compact=True)
                yield Static(_empty(keymap_of(self)), id="log-empty")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Focus the log, and take its width as the style sheet will have it: so its lines are whole from the start."""
        self.set_focus(self.query_one(BodyLog))
        width = next((log for name, log in _LOG_WIDTHS.items() if self.has_class(name)), self.app.size.width)
        self._width = width - _AROUND_LOG

    def read_again(self) -> None:
        """Read the log and the chart, keeping the highlighted entry."""
        self._draw_chart()
        self._fill_log()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to edit and delete while an entry is highlighted."""
        if action == "turn":
            return self.has_class("-tiny")
        if action in ("edit", "remove"):
            return not self.is_mounted or self._highlighted is not None
        return super().check_action(action, parameters)

    def action_turn(self) -> None:
        """Show the chart in the place of the log, or the log again."""
        self.toggle_class("-turned")
        if self.has_class("-turned"):
            self.set_focus(None)  # the log is not seen
        else:
            self.call_after_refresh(self.query_one(BodyLog).focus)

    @work(exclusive=True, group="form")
    async def action_weigh(self) -> None:
        """Add a body weight."""
        now = self.services.now()
        entered = await self.app.push_screen_wait(EntryScreen("Body weight", now, self._unit, MOST_BODY_KG))
        if entered is not None and await self._is_body_weight(entered.load):
            self._change(lambda: self._body.add_weight(entered.load.kg, entered.at, now), added=True)

    @work(exclusive=True, group="form")
    async def action_test(self) -> None:
        """Add a 1RM that was tested."""
        now = self.services.now()
        entered = await self.app.push_screen_wait(self._one_rm_form("Tested 1RM", now))
        if entered is not None and await self._is_meant(entered):
            load, (slug, name) = entered.load, self.services.one_rm_owner(entered.exercise)
            sharing = self.services.one_rm_slugs(entered.exercise)
            self._change(
                lambda: self._body.add_one_rm(slug, name, load.kg, entered.at, now, unit=load.unit, sharing=sharing),
                added=True,
            )

    @work(exclusive=True, group="form")
    async def action_rate(self) -> None:
        """Rate soreness: first the muscle groups that are due now, then every other one."""
        library = self.services.library
        try:
            asked = self._body.questions(muscles_by_slug(library), self.services.now())
        except NegcoachError as error:
            notify_error(self, error)
            return
        known = {question.muscle for question in asked}
        others = sore_muscles(muscle for exercise in library for muscle in exercise.muscles if muscle not in known)
        about = occasions_text(asked) if asked else "Rate what you feel, and leave out the rest."
        questions = (*asked, *(Question(muscle) for muscle in others))
        answers = await self.app.push_screen_wait(SorenessScreen(questions, about=about))
        rated = {question: rating for question, rating in (answers or {}).items() if rating is not None}
        if rated:
            self._change(lambda: self._body.answer(rated, self.services.now()))

    @work(exclusive=True, group="form")
    async def action_edit(self) -> None:
        """Edit the highlighted entry."""
        match self._highlighted:
            case BodyWeight() as weight:
                await self._edit_weight(weight)
            case OneRm() as test:
                await self._edit_one_rm(test)
            case SorenessEntry() as rated:
                await self._edit_soreness(rated)

    def action_remove(self) -> None:
        """Delete the highlighted entry; undo brings it back."""
        now, entry = self.services.now(), self._highlighted
        match entry:
            case BodyWeight():
                done = self._change(lambda: self._body.delete_weight(entry, now))
            case OneRm():
                done = self._change(lambda: self._body.delete_one_rm(entry, self._exercise_name(entry.exercise), now))
            case SorenessEntry():
                done = self._change(lambda: self._body.delete_soreness(entry, now))
            case _:
                return
        if done:
            self.notify(can_be_undone("Deleted", self), markup=False)

    def action_range(self, by: int) -> None:
        """Show a longer or a shorter range."""
        self._range_index = ((self._range_index or 0) + by) % len(RANGES)
        self._draw_chart()

    def action_filter(self) -> None:
        """List the next kind of entries."""
        self._filter_index = (self._filter_index + 1) % len(_FILTERS)
        self._fill_log()

    @on(OptionList.OptionSelected, "#entries")
    def _edit_selected(self) -> None:
        self.action_edit()

    @on(OptionList.OptionHighlighted, "#entries")
    def _offer_edits(self) -> None:
        self.refresh_bindings()

    @on(BodyChart.Resized)
    def _fit_chart(self) -> None:
        self._draw_chart()

    @on(BodyLog.Resized)
    def _fit_log(self) -> None:
        """Shorten the lines to the width, keeping the highlighted entry."""
        width = self._log_width()
        if width != self._width and width >= _LEAST_WIDTH:
            self._width = width
            self._fill_log()

    @on(BodyLog.NearedEnd)
    def _read_next_page(self) -> None:
        if self._width and self._older_than_ms is not None:
            self._append_page(self._older_than_ms)

    @property
    def _highlighted(self) -> BodyEntry | None:
        option = self.query_one(BodyLog).highlighted_option
        return self._entries.get(option.id) if option is not None and option.id else None

    def _draw_chart(self) -> None:
        """Read the series and draw the chart for its size."""
        chart = self.query_one(BodyChart)
        width, height = chart.content_size
        if width < GUTTER + _LEAST_WIDTH or not height:
            return
        today = self.services.now().date()
        try:
            if self._range_index is None:
                self._range_index = self._first_range(today)
            name, days = RANGES[self._range_index]
            series = self._body.series(None if days is None else self._midnight(today - timedelta(days=days + width)))
        except NegcoachError as error:
            self.set_status(str(error))
            return
        axis = axis_of(days or _days_since_first(series, today), today, width - GUTTER)
        library = self.services.library
        names = {exercise.slug: exercise.name for exercise in library}
        muscles = sore_muscles(muscle for exercise in library for muscle in exercise.muscles)
        lifts = {exercise.slug: self.services.one_rm_slugs(exercise.slug)[0] for exercise in library}
        chart.show(series, axis, self._unit, names, muscles, lifts)
        shorter, longer = (clickable(sign, "", f"screen.range({by})") for sign, by in (("‹ ", -1), (" ›", 1)))
        self.set_status(Content.assemble(shorter, name, longer))

    def _first_range(self, today: date) -> int:
        """Return the place of the range that is shown first: three months, or all where half of that were empty."""
        days = RANGES[_QUARTER][1] or 0
        for since in (self._midnight(today - timedelta(days=days)), None):  # only a short history is read twice
            if _days_since_first(self._body.series(since), today) > days // 2:
                return _QUARTER
        return len(RANGES) - 1

    def _fill_log(self) -> None:
        """Fill the log with the newest entries."""
        entries = self.query_one(BodyLog)
        before, index = entries.highlighted_option, entries.highlighted
        self._entries, self._texts, self._columns = {}, {}, None
        with self.prevent(OptionList.OptionHighlighted):
            entries.clear_options()
            self._append_page(LATEST_MS)
            if self._entries:
                self._highlight(before.id if before is not None else None, index)
        kind, name = _FILTERS[self._filter_index]
        self.query_one("#log-title", Static).update(
            Content.assemble(("LOG", "bold $text-accent"), (f"  {name}", "$foreground-muted"))
        )
        self.set_class(not self._entries, "-empty")
        self.query_one("#log-empty", Static).update(
            _empty(keymap_of(self)) if kind is EntryKind.ALL else _none_of_kind(keymap_of(self))
        )
        self.refresh_bindings()
        self.regain_focus()

    def _highlight(self, entry_id: str | None, index: int | None) -> None:
        """Highlight the entry of this id, else the one that took its place."""
        entries = self.query_one(BodyLog)
        with suppress(OptionDoesNotExist):
            if entry_id:
                entries.highlighted = entries.get_option_index(entry_id)
                return
        wanted = min(1 if index is None else index, entries.option_count - 1)
        while wanted < entries.option_count - 1 and entries.get_option_at_index(wanted).disabled:
            wanted += 1
        entries.highlighted = wanted - 1 if entries.get_option_at_index(wanted).disabled else wanted

    def _append_page(self, before_ms: int) -> None:
        """Append a page of older entries, with a heading where a month begins."""
        try:
            page = self._body.log(PAGE, before_ms, _FILTERS[self._filter_index][0])
        except NegcoachError as error:
            self.set_status(str(error))
            self._older_than_ms = None
            return
        self._older_than_ms = page.older_than_ms
        last = next(reversed(self._entries.values()), None)
        month = "" if last is None else month_of(last)
        options: list[Option] = []
        lines = self._take_in(page.entries)
        for entry in page.entries:
            if month_of(entry) != month:
                month = month_of(entry)
                options.append(Option(month_line(month), disabled=True))
            options.append(Option(lines[_id_of(entry)], id=_id_of(entry)))
        self.query_one(BodyLog).add_options(options)

    def _take_in(self, entries: Sequence[BodyEntry]) -> dict[str, Content]:
        """Take older entries in, and return their lines; those that are listed keep to the same columns."""
        listed, before = tuple(self._entries), self._columns
        for entry in entries:
            name = self._exercise_name(entry.exercise) if isinstance(entry, OneRm) else ""
            self._entries[_id_of(entry)] = entry
            self._texts[_id_of(entry)] = entry_text(entry, self._unit, name)
        width = max(_LEAST_WIDTH, self._width)
        self._columns = columns = columns_of(self._texts.values(), width)

        def line(entry_id: str) -> Content:
            return entry_line(self._entries[entry_id].at, self._texts[entry_id], columns, width)

        for entry_id in listed if columns != before else ():
            self.query_one(BodyLog).replace_option_prompt(entry_id, line(entry_id))
        return {_id_of(entry): line(_id_of(entry)) for entry in entries}

    def _change(self, change: Callable[[], None], *, added: bool = False) -> bool:
        """Make a change and show it, highlighting an entry that was ``added``; return whether the change succeeded."""
        before = set(self._entries)
        try:
            change()
        except NegcoachError as error:
            notify_error(self, error)
            return False
        self.read_again()
        if added and (new := next((one for one in self._entries if one not in before), None)):
            self._highlight(new, None)
        return True

    async def _edit_weight(self, weight: BodyWeight) -> None:
        now, before = self.services.now(), EntryValues(TypedLoad(weight.kg, self._unit), weight.at)
        form = EntryScreen("Body weight", now, self._unit, MOST_BODY_KG, before=before)
        entered = await self.app.push_screen_wait(form)
        if entered is not None and await self._is_body_weight(entered.load):
            self._change(lambda: self._body.change_weight(weight, entered.load.kg, entered.at, now))

    async def _is_body_weight(self, load: TypedLoad) -> bool:
        """Return whether a body weight is meant as it was typed: one that may be a slip is typed again."""
        try:
            known_kg = self.services.lifter.body_kg()
        except NegcoachError as error:
            notify_error(self, error)
            return False
        doubt = body_weight_doubt(load.kg, known_kg, load.unit)
        return not doubt or await self.app.push_screen_wait(BodyWeightScreen(doubted_body_weight(load, doubt))) is True

    async def _edit_one_rm(self, one_rm: OneRm) -> None:
        now = self.services.now()
        title = f"{one_rm.kind.value.capitalize()} 1RM"
        entered = await self.app.push_screen_wait(self._one_rm_form(title, now, one_rm))
        same = entered is not None and (entered.exercise, entered.load.kg) == (one_rm.exercise, one_rm.kg)
        if entered is not None and (same or await self._is_meant(entered)):
            load, slug, name = entered.load, entered.exercise, self._exercise_name(entered.exercise)
            if slug != one_rm.exercise:
                slug, name = self.services.one_rm_owner(slug)
            self._change(lambda: self._body.change_one_rm(one_rm, slug, name, load.kg, entered.at, now, unit=load.unit))

    async def _is_meant(self, entered: EntryValues) -> bool:
        """Return whether a 1RM is meant as it was typed: one that may be a slip is typed again."""
        exercise = self.services.exercise(entered.exercise)
        if exercise is None:
            return True
        try:
            facts = read_recent_training(self.services, exercise).facts
        except NegcoachError as error:
            notify_error(self, error)
            return False
        doubt = one_rm_doubt(exercise, entered.load.kg, facts)
        return (
            not doubt
            or await self.app.push_screen_wait(OneRmScreen(doubted_one_rm(exercise, entered.load, doubt))) is True
        )

    async def _edit_soreness(self, rated: SorenessEntry) -> None:
        question = Question(rated.muscle)
        form = SorenessScreen(
            [question],
            title=f"How sore: {rated.muscle}",
            about=rated_at_text(rated.at),
            rated={question: rated.rating},
            can_leave_out=False,
        )
        rating = (await self.app.push_screen_wait(form) or {}).get(question)
        if rating is not None:
            self._change(lambda: self._body.change_soreness(rated, rating, self.services.now()))

    def _one_rm_form(self, title: str, now: datetime, one_rm: OneRm | None = None) -> EntryScreen:
        """Return the form for a 1RM: it offers the exercises with loads in % of 1RM, and the one of ``one_rm``."""
        loaded = [one.slug for one in offered(self.services.library) if one.load is not None]
        sharing = dict.fromkeys(map(self.services.one_rm_slugs, loaded))
        choice = [(slugs[0], self._lift_name(slugs, loaded)) for slugs in sharing]
        if one_rm is not None and one_rm.exercise not in dict(choice):
            choice.insert(0, (one_rm.exercise, self._exercise_name(one_rm.exercise)))
        newest = next((entry.exercise for entry in self._entries.values() if isinstance(entry, OneRm)), "")
        before, exercise = None, self.services.one_rm_slugs(newest)[0]
        if one_rm is not None:
            load = TypedLoad(one_rm.kg, one_rm.unit or self._unit)
            before = EntryValues(load, one_rm.at, one_rm.exercise)
            exercise = one_rm.exercise
        return EntryScreen(title, now, self._unit, MOST_KG, before=before, exercises=choice, exercise=exercise)

    def _lift_name(self, slugs: Sequence[str], offered_slugs: Sequence[str]) -> str:
        """Return the names of the exercises on offer that share a 1RM, ``Bench press, Tempo bench press``."""
        return ", ".join(self._exercise_name(slug) for slug in slugs if slug in offered_slugs)

    def _exercise_name(self, slug: str) -> str:
        exercise = self.services.exercise(slug)
        return clean(slug if exercise is None else exercise.name)

    def _midnight(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=self.services.now().tzinfo)

    def _log_width(self) -> int:
        return self.query_one(BodyLog).scrollable_content_region.width - 2  # an option's own margin


def _days_since_first(series: Series, today: date) -> int:
    """Return the days since the first entry that is drawn, at least a month."""
    days = [day for days in series.sore_days.values() for day in days] + [day for day, _ in series.weights]
    least = RANGES[0][1] or 1
    return max(least, (today - min(days, default=today)).days + 1)


def _empty(keymap: Keymap) -> Content:
    weigh, test, rate = (keymap.short(f"body.{what}") for what in ("weigh", "test", "rate"))
    return Content(
        f"No body data yet.\n\n{weigh}  your body weight\n{test}  a 1RM that you tested\n{rate}  how sore you are"
    )


def _none_of_kind(keymap: Keymap) -> Content:
    return Content(f"None of these yet. {keymap.name('body.filter')} shows the others.")


def _id_of(entry: BodyEntry) -> str:
    """Return the id of an entry's line."""
    return entry.ids[0] if isinstance(entry, SorenessEntry) else entry.id
