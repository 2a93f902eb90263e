"""The view of an exercise: a chart of its load, tension, volume, tempo or longest lowering, and its records."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.types import CSSPathType
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from negcoach.errors import NegcoachError
from negcoach.keys.keymap import Keymap
from negcoach.screens.history.exercise.record_rows import RecordRow, record_rows, row_line
from negcoach.screens.history.exercise.trend_charts import (
    ChartOptions,
    chart_of,
    first_measure,
    first_range,
    measures_of,
    notice,
    summary,
)
from negcoach.screens.history.exercise.trend_lists import (
    NameList,
    NameSearch,
    RecordList,
    choices_line,
    exercise_heading,
    name_line,
)
from negcoach.screens.shared.colours import follow_colours
from negcoach.screens.shared.history.history_view import HistoryView, View
from negcoach.screens.shared.keys.open_screen import OPENING
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.screens.shared.notices import notify_error
from negcoach.screens.shared.reading_cursor import ChoosesWhileTyping
from negcoach.screens.shared.styles import VIEWS
from negcoach.services import Services
from negcoach.store.queries.trends import ExerciseRow, ExerciseTrend, exercise_trend, exercises_with_history
from negcoach.texts import clean, counted
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.search import fit_of
from negcoach.training.progress.trends import Range, TrendMeasure
from negcoach.widgets.bindings import bound
from negcoach.widgets.charts.trend_plot import TrendPlot
from negcoach.widgets.drawing.colour_schemes import ColourMode
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.lists.option_lists import no_exercise_matches


class TrendsScreen(ChoosesWhileTyping, HistoryView):
    """The view of an exercise: the list of exercises, the chart of the chosen one, and its records."""

    VIEW = View.EXERCISE
    CSS_PATH: ClassVar[CSSPathType | None] = [VIEWS, "trends.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("trends.next", "measure(1)", "measure", "Plot the next measure", key_display="← →"),
        Binding("left", "measure(-1)", "measure", id="trends.previous", show=False, tooltip="Plot the one before"),
        bound("trends.longer", "range(1)", "range", "Look further back", key_display="[ ]"),
        bound("trends.shorter", "range(-1)", "range", "Look less far back", show=False),
        bound("trends.search", "search", "search", "Find an exercise by part of its name"),
        bound("trends.rename", "rename", "rename", "Rename your own exercise"),
    ]

    class TrendRead(Message):
        """A trend was read."""

        def __init__(self, trend: ExerciseTrend) -> None:
            super().__init__()
            self.trend = trend

    class ReadFailed(Message):
        """A trend could not be read."""

        def __init__(self, error: NegcoachError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, services: Services, exercise: str | None = None) -> None:
        """Show the exercise with this slug first, or for ``None`` the one that was trained last."""
        super().__init__(services)
        self._chosen_slug = exercise
        self._rows: list[ExerciseRow] = []
        self._trend: ExerciseTrend | None = None
        self._records: list[RecordRow] = []
        self._measure: TrendMeasure | None = None  # ``None`` until the lifter chooses: it depends on the exercise
        self._range: Range | None = None
        self._reading = self._read_once_more = False

    def compose(self) -> ComposeResult:
        """Lay out the list with its search, the chart under its heading, and the records."""
        yield from self.title_bar()
        with Horizontal(id="body"):
            with Vertical(id="choice"):
                yield NameSearch(
                    placeholder=f"{keymap_of(self).short('trends.search')} to search",
                    id="search",
                    compact=True,
                    max_length=40,
                )
                yield NameList(id="names", compact=True)
            with Vertical(id="shown"):
                with Vertical(id="graph"):
                    yield Static("", id="name", markup=False)
                    with Horizontal(id="choices"):
                        yield Static("", id="measures")
                        yield Static("", id="ranges")
                    yield TrendPlot(id="plot")
                    yield Static("", id="notice", markup=False)
                    yield Static("", id="summary", markup=False)
                yield RecordList(id="records", compact=True)
        yield Static(_empty(keymap_of(self)), id="empty")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Set the colours of the chart."""
        follow_colours(self, self._take_colours)

    def _take_colours(self, mode: ColourMode) -> None:
        self.query_one(TrendPlot).colour_mode = mode

    def read_again(self) -> None:
        """Read the list of exercises, and the trend of the chosen one."""
        try:
            with self.services.database.read() as connection:
                self._rows = exercises_with_history(connection)
        except NegcoachError as error:
            self.query_one("#empty", Static).update(Content(str(error)))
            self.add_class("-empty")
            return
        self.query_one("#empty", Static).update(_empty(keymap_of(self)))
        known = {row.slug for row in self._rows}
        if self._chosen_slug is not None and self._chosen_slug not in known:
            chosen = self.services.exercise(self._chosen_slug)
            if chosen is not None:
                self._rows.append(ExerciseRow(chosen.slug, chosen.name, 0, 0, 0))
        self.set_class(not self._rows, "-empty")
        self.set_status(counted(len(known), "exercise") if known else "")
        self._fill_names()
        if self._rows and self.focused is None:
            self.query_one(NameList).focus()
        self._read_chosen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the measures, ranges and the search where an exercise has a history."""
        if action in ("measure", "range", "search"):
            return bool(self._rows)
        if action == "rename":
            return self._own_exercise is not None
        return super().check_action(action, parameters)

    def action_measure(self, by: int) -> None:
        """Plot the measure ``by`` places further, around the end."""
        if self._trend is not None:
            measures = measures_of(self._trend)
            self._measure = measures[(measures.index(self._chart_options(self._trend).measure) + by) % len(measures)]
            self._show_trend()

    def action_range(self, by: int) -> None:
        """Show a longer or a shorter range."""
        if self._trend is not None:
            ranges = list(Range)
            place = ranges.index(self._chart_options(self._trend).range) + by
            self._range = ranges[min(max(place, 0), len(ranges) - 1)]
            self._show_trend()

    def action_plot_measure(self, place: int) -> None:
        """Plot the measure at a place in their row, which was clicked."""
        if self._trend is not None:
            self._measure = measures_of(self._trend)[place]
            self._show_trend()

    def action_plot_range(self, place: int) -> None:
        """Show the range at a place in their row, which was clicked."""
        self._range = list(Range)[place]
        self._show_trend()

    def action_search(self) -> None:
        """Focus the search."""
        self.query_one(NameSearch).focus()

    def action_rename(self) -> None:
        """Ask for another name of the chosen exercise, if it is the lifter's own."""
        from negcoach.screens.history.exercise.rename import ask_for_name

        if self._own_exercise is not None:
            ask_for_name(self, self._own_exercise)

    def action_clear(self) -> None:
        """Clear the search and focus the list."""
        self.query_one(NameSearch).value = ""
        self.action_names()

    def action_names(self) -> None:
        """Focus the list of exercises."""
        self.remove_class("-turned")
        self.call_after_refresh(self.query_one(NameList).focus)

    def action_records(self) -> None:
        """Focus the records, if there are any; where it is narrow, they are shown in the place of the list."""
        if self._records:
            self.add_class("-turned")
            self.call_after_refresh(self._focus_records)

    def _focus_records(self) -> None:
        records = self.query_one(RecordList)
        records.focus()
        if records.highlighted is None:
            records.action_first()

    def action_move(self, by: int) -> None:
        """Highlight the exercise below or above, while a name is typed."""
        names = self.query_one(NameList)
        if by > 0:
            names.action_cursor_down()
        else:
            names.action_cursor_up()
        self.stand_on(names, self.query_one(NameSearch))

    @on(Input.Changed, "#search")
    def _search_changed(self) -> None:
        self._fill_names()
        self._read_chosen()

    @on(OptionList.OptionHighlighted, "#names")
    def _choose_exercise(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id and event.option_id != self._chosen_slug:
            self._chosen_slug = event.option_id
            self._read_chosen()

    @on(OptionList.OptionSelected, "#records")
    def _open_session(self, event: OptionList.OptionSelected) -> None:
        session_id = self._records[event.option_index].session_id
        if session_id is not None:
            from negcoach.screens.history.session.screen import SessionScreen

            self.app.push_screen(SessionScreen(self.services, session_id))

    @on(RecordList.Resized)
    def _fit_records(self) -> None:
        self._list_records()

    @on(TrendRead)
    def _trend_read(self, message: TrendRead) -> None:
        self._reading = False
        if self._read_once_more:  # meanwhile another exercise was chosen, or an edit was made
            self._read_chosen()
            return
        fresh = self._trend is None or self._trend.exercise != message.trend.exercise
        self._trend = message.trend
        self.refresh_bindings()
        self._show_trend()
        self._records = record_rows(message.trend, self.services.settings.unit)
        self._list_records(from_top=fresh)

    @on(ReadFailed)
    def _read_failed(self, message: ReadFailed) -> None:
        self._reading = False
        notify_error(self, message.error)

    def _read_chosen(self) -> None:
        """Read the trend of the chosen exercise; one at a time, because it can have thousands of sets."""
        self._read_once_more = self._reading
        if self._chosen_slug is not None and not self._reading:
            self._reading = True
            known = self.services.exercise(self._chosen_slug)
            self._read_trend(self._chosen_slug, bodyweight=known is not None and known.bodyweight)

    @work(thread=True, group=OPENING)
    def _read_trend(self, slug: str, *, bodyweight: bool) -> None:
        try:
            with self.services.database.read() as connection:
                sharing = self.services.one_rm_slugs(slug)
                trend = exercise_trend(connection, slug, bodyweight=bodyweight, sharing=sharing)
                self.post_message(self.TrendRead(trend))
        except NegcoachError as error:
            self.post_message(self.ReadFailed(error))

    def _fill_names(self) -> None:
        """List the exercises that match the search; the chosen one stays chosen if it is among them."""
        typed = self.query_one(NameSearch).value
        found = [row for row in self._rows if fit_of(typed, self._names_of(row)) is not None]
        names = self.query_one(NameList)
        slugs, now = [row.slug for row in found], self.services.now()
        with self.prevent(OptionList.OptionHighlighted):
            names.clear_options()
            names.add_options(Option(name_line(self._name_of(row), row, now), id=row.slug) for row in found)
            if not found:
                names.add_option(no_exercise_matches())
            else:
                self._chosen_slug = self._chosen_slug if self._chosen_slug in slugs else slugs[0]
                names.highlighted = slugs.index(self._chosen_slug)

    def _show_trend(self) -> None:
        """Show the trend that was read, in the chosen measure and range."""
        trend = self._trend
        if trend is None:
            return
        options = self._chart_options(trend)
        row = next((row for row in self._rows if row.slug == trend.exercise), None)
        heading = Content("") if row is None else exercise_heading(self._name_of(row), row, self.services.now())
        self.query_one("#name", Static).update(heading, layout=False)
        for place, offered in (
            (
                "#measures",
                choices_line([one.value for one in measures_of(trend)], options.measure.value, "plot_measure"),
            ),
            ("#ranges", choices_line([r.title for r in Range], options.range.title, "plot_range")),
        ):
            shown = self.query_one(place, Static)
            shown.update(offered, layout=len(str(shown.content)) != len(offered))  # only the first time
        chart = chart_of(trend, options)
        plot = self.query_one(TrendPlot)
        plot.chart = chart
        plot.display = chart is not None
        note = self.query_one("#notice", Static)
        note.update(
            Content("" if chart else notice(trend, options, keymap_of(self).name("trends.longer"))), layout=False
        )
        note.display = chart is None
        self.query_one("#summary", Static).update(Content(summary(trend, options)), layout=False)

    def _list_records(self, *, from_top: bool = False) -> None:
        """List the records at the present width, keeping the highlighted one unless ``from_top``.

        There is always room for the scroll bar: it comes only once the lines are there.
        """
        records = self.query_one(RecordList)
        chosen = None if from_top else records.highlighted
        room = records.region.shrink(records.styles.gutter)
        width = room.width - records.styles.scrollbar_size_vertical - 2  # an option's own margin
        if width < 20:
            return
        headings = sum(row.is_heading for row in self._records)
        apart = len(self._records) + headings <= room.height  # else the blank lines would push records out of sight
        records.clear_options()
        records.add_options(
            Option(row_line(row, width, apart=apart and bool(place) and row.is_heading), disabled=row.day is None)
            for place, row in enumerate(self._records)
        )
        if chosen is not None and chosen < records.option_count:
            records.highlighted = chosen
        elif records.has_focus:
            records.action_first()

    def _chart_options(self, trend: ExerciseTrend) -> ChartOptions:
        today = self.services.now().date()
        return ChartOptions(
            self._measure if self._measure in measures_of(trend) else first_measure(trend),
            self._range or first_range(trend, today),
            today,
            self.services.settings.unit,
        )

    @property
    def _own_exercise(self) -> Exercise | None:
        """The chosen exercise if it is the lifter's own."""
        chosen = None if self._chosen_slug is None else self.services.exercise(self._chosen_slug)
        return chosen if chosen is not None and chosen.own else None

    def _name_of(self, row: ExerciseRow) -> str:
        known = self.services.exercise(row.slug)
        return clean(known.name if known else row.name)

    def _names_of(self, row: ExerciseRow) -> tuple[str, ...]:
        """Return all names that an exercise is found by, the one that its newest set has among them."""
        known = self.services.exercise(row.slug)
        return (row.slug, row.name, *(known.names if known else ()))


def _empty(keymap: Keymap) -> Content:
    return Content.assemble(
        ("No exercise has a history yet", "bold $text-accent"),
        "\n\nTrain one, and its load, time under tension and tempo\nare plotted here, with its records.\n\n"
        f"Sets from another app can be imported:\n{keymap.name('app.palette')}, then Import.",
    )
