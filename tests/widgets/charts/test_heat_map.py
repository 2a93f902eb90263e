"""The heat map shows every day once, and its cursor goes to each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from textual.app import App, ComposeResult
from textual.message import Message

from negcoach.training.progress.days import WEEKS, Day, DayMeasure, Scale, scale_of, week_of
from negcoach.widgets.charts.heat_map import LABEL_WIDTH, LIFTED, SHADES, HeatMap, HeatMapContent, legend, shade_of
from negcoach.widgets.themes.themes import show_theme
from tests.screens.conftest import settle

LAST = date(2026, 7, 25)
FIRST = week_of(LAST, 0) - timedelta(weeks=WEEKS - 1)
SCALE = Scale(DayMeasure.TENSION, (1, 60_000, 120_000, 180_000))
WIDE = [(111, 40), (164, 24), (200, 50)]
SIZES = [(58, 24), (110, 24), *WIDE]


def map_days(days: Mapping[date, Day] | None = None, *, earliest: date = FIRST) -> HeatMapContent:
    return HeatMapContent(days or {}, SCALE, FIRST, earliest, LAST)


class MapApp(App[None]):
    """Shows the map and keeps what it says."""

    def __init__(self, shown: HeatMapContent | None, cursor: date = LAST) -> None:
        super().__init__()
        show_theme(self, "dark")
        self.said: list[Message] = []
        self.spans: list[tuple[date, date]] = []
        self._shown = shown
        self._cursor = cursor

    def compose(self) -> ComposeResult:
        yield HeatMap()

    def on_mount(self) -> None:
        self.map.content = self._shown
        self.map.cursor = self._cursor
        self.map.focus()

    @property
    def map(self) -> HeatMap:
        return self.query_one(HeatMap)

    def rows(self) -> list[str]:
        return [self.map.render_line(y).text for y in range(self.map.size.height)]

    def on_heat_map_moved(self, message: HeatMap.Moved) -> None:
        self.said.append(message)

    def on_heat_map_span_shown(self, message: HeatMap.SpanShown) -> None:
        self.spans.append((message.first, message.last))

    def on_heat_map_opened(self, message: HeatMap.Opened) -> None:
        self.said.append(message)


@pytest.mark.parametrize("size", SIZES)
async def test_every_day_stands_in_its_own_cell(size: tuple[int, int]) -> None:
    app = MapApp(map_days())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        cells: dict[date, set[tuple[int, int]]] = {}
        for y in range(app.map.size.height):
            for x in range(app.map.size.width):
                day = app.map.day_at(x, y)
                if day is not None:
                    cells.setdefault(day, set()).add((x, y))
        drawn = app.map.cell * app.map.tall
        weeks = min(WEEKS, (size[0] - LABEL_WIDTH) // 2)
    first = FIRST + timedelta(weeks=WEEKS - weeks)
    assert app.spans[-1] == (first, LAST)
    assert sorted(cells) == [first + timedelta(days=number) for number in range((LAST - first).days + 1)]
    assert {len(places) for places in cells.values()} == {drawn}


@pytest.mark.parametrize(
    ("size", "cell"),
    [((58, 24), (2, 1)), ((120, 39), (2, 1)), ((120, 40), (2, 2)), ((200, 39), (3, 1)), ((200, 50), (3, 2))],
)
async def test_days_grow_with_the_terminal(size: tuple[int, int], cell: tuple[int, int]) -> None:
    app = MapApp(map_days())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert (app.map.cell, app.map.tall) == cell
        assert app.map.size.height == 7 * cell[1] + 2


@pytest.mark.parametrize("size", SIZES)
async def test_a_day_is_told_by_its_glyph(size: tuple[int, int]) -> None:
    amounts = {0: LIFTED, 1: "░", 60_000: "▒", 120_000: "▓", 500_000: "█"}
    days = {LAST - timedelta(days=1 + n): Day(LAST, 1, amount) for n, amount in enumerate(amounts)}
    app = MapApp(map_days(days))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        rows = app.rows()
        tall = app.map.tall
        last = [rows[1 + tall * row] for row in range(7)]
        at = app.map.chosen_place.x
    shown = [last[day.weekday()][at] for day in days]
    assert shown == list(amounts.values())
    assert {last[day.weekday()][at - 1] for day in days} == {" "}  # a gap before the next week
    assert last[6][at:].strip() == ""  # tomorrow
    assert last[6][LABEL_WIDTH] == SHADES[0]


@pytest.mark.parametrize("size", SIZES)
async def test_no_two_days_of_a_weekday_touch(size: tuple[int, int]) -> None:
    days = {day: Day(day, 1, 500_000) for day in (FIRST + timedelta(days=number) for number in range(7 * WEEKS))}
    app = MapApp(map_days(days))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        row, cell = app.rows()[1], app.map.cell
    monday = row[LABEL_WIDTH:].rstrip()
    assert set(monday[cell - 1 :: cell]) == {" "}
    assert set(monday) == {"█", " "}


async def test_no_two_days_of_a_week_touch_in_a_tall_terminal() -> None:
    days = {day: Day(day, 1, 500_000) for day in (FIRST + timedelta(days=number) for number in range(7 * WEEKS))}
    app = MapApp(map_days(days))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        rows = app.rows()
    first_week = [row[LABEL_WIDTH] for row in rows[1:15]]
    assert first_week == ["█", " "] * 7


@pytest.mark.parametrize("size", SIZES)
async def test_the_cursor_is_the_day_of_the_month_a_name_and_an_arrow(size: tuple[int, int]) -> None:
    mark = "25"
    app = MapApp(map_days())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        rows = app.rows()
    marked = [row for row in rows if "▸" in row]
    assert len(marked) == 1
    assert marked[0].startswith("▸Sat ")
    assert marked[0].rstrip().endswith(mark)
    (arrow,) = (row for row in rows if "▴" in row)
    assert "week of 20 July" in arrow
    assert arrow.index("▴") == marked[0].index(mark)


@pytest.mark.parametrize("size", WIDE)
async def test_months_stand_over_the_week_that_they_begin_in(size: tuple[int, int]) -> None:
    app = MapApp(map_days())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        names = app.rows()[0]
        cell = app.map.cell
    assert [name for name in names.split() if not name.isdigit()] == [
        *("Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul")
    ]
    february = (date(2026, 2, 1) - FIRST).days // 7
    assert names.index("Feb") == LABEL_WIDTH + february * cell


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        (["left"], LAST - timedelta(weeks=1)),
        (["up", "up"], LAST - timedelta(days=2)),
        (["left", "down", "right"], LAST),
        (["left", "left", "down"], LAST - timedelta(days=13)),
        (["pageup"], LAST - timedelta(weeks=52)),
        (["left_square_bracket", "right_square_bracket"], LAST),
        (["home"], FIRST),
        (["home", "end"], LAST),
        (["home", "left"], FIRST),
        (["right"], LAST),
        (["pageup", "pageup"], FIRST),
    ],
)
async def test_keys_move_the_cursor_within_the_days_there_are(keys: list[str], day: date) -> None:
    app = MapApp(map_days())
    async with app.run_test(size=(58, 24)) as pilot:
        await pilot.press(*keys)
        assert app.map.cursor == day
    moves = [message for message in app.said if isinstance(message, HeatMap.Moved)]
    assert (moves[-1].day if moves else LAST) == day


async def test_moving_by_a_year_asks_the_map_to_follow() -> None:
    app = MapApp(map_days(earliest=FIRST - timedelta(weeks=200)))
    async with app.run_test(size=(58, 24)) as pilot:
        await pilot.press("pageup", "pageup", "left", "pagedown")
    assert [message.years for message in app.said if isinstance(message, HeatMap.Moved)] == [-1, -1, 0, 1]


async def test_enter_opens_the_day_under_the_cursor() -> None:
    app = MapApp(map_days())
    async with app.run_test(size=(58, 24)) as pilot:
        await pilot.press("up", "enter")
    (opened,) = (message for message in app.said if isinstance(message, HeatMap.Opened))
    assert opened.day == LAST - timedelta(days=1)


async def test_a_click_goes_to_a_day_and_another_opens_it() -> None:
    app = MapApp(map_days())
    async with app.run_test(size=(58, 24)) as pilot:
        last_x = LABEL_WIDTH + 2 * 25
        for offset in ((LABEL_WIDTH, 1), (LABEL_WIDTH, 1), (0, 1), (LABEL_WIDTH, 0), (last_x, 7)):
            await pilot.click(HeatMap, offset=offset)
    assert [type(message) for message in app.said] == [HeatMap.Moved, HeatMap.Opened]
    assert {message.day for message in app.said if isinstance(message, (HeatMap.Moved, HeatMap.Opened))} == {
        LAST - timedelta(days=5, weeks=25)
    }


@pytest.mark.parametrize("width", [1, 5, 6, 20, 40, 57])
async def test_a_narrow_map_keeps_the_cursors_week_in_view(width: int) -> None:
    for cursor in (LAST, LAST - timedelta(weeks=30), FIRST):
        app = MapApp(map_days(), cursor)
        async with app.run_test(size=(width, 24)) as pilot:
            await pilot.pause()
            rows = app.rows()
            shown = {app.map.day_at(x, 1 + cursor.weekday()) for x in range(width)}
        assert {len(row) for row in rows} == {width}
        assert cursor in shown or width < LABEL_WIDTH + 2


async def test_the_weeks_in_view_move_only_when_the_cursor_leaves_them() -> None:
    app = MapApp(map_days())
    async with app.run_test(size=(58, 24)) as pilot:
        await pilot.pause()
        places = []
        for _ in range(26):
            places.append(app.map.chosen_place.x)
            await pilot.press("left")
        assert places == [LABEL_WIDTH + 2 * week for week in range(25, -1, -1)]
        assert len(app.spans) == 2
        assert app.map.chosen_place.x == LABEL_WIDTH + 2 * 4  # four weeks are seen before it
        assert app.spans[-1] == (LAST - timedelta(days=5, weeks=30), LAST - timedelta(days=-1, weeks=5))
        await pilot.press("end")
        assert app.spans[-1][1] == LAST
        await pilot.resize_terminal(120, 24)
        await settle(pilot)
        assert app.spans[-1] == (FIRST, LAST)


async def test_a_cursor_beyond_the_days_in_view_is_waited_for() -> None:
    app = MapApp(map_days(), FIRST - timedelta(days=1))
    async with app.run_test(size=(58, 24)) as pilot:
        await pilot.pause()
        assert not any("▴" in row for row in app.rows())


async def test_without_days_nothing_is_shown() -> None:
    app = MapApp(None)
    async with app.run_test(size=(58, 24)) as pilot:
        await pilot.press("left", "home", "enter")
        assert not "".join(app.rows()).strip()
        assert app.map.day_at(LABEL_WIDTH, 1) is None


@pytest.mark.parametrize(
    ("scale", "words"),
    [
        (SCALE, ["none", "under 1:00", "from 1:00", "from 2:00", "from 3:00"]),
        (scale_of([Day(LAST, 1)], DayMeasure.SESSIONS), ["none", "1"]),
        (scale_of([Day(LAST, 2)], DayMeasure.SESSIONS), ["none", "1", "2 or more"]),
        (scale_of([Day(LAST, 9)], DayMeasure.SESSIONS), ["none", "1", "2", "3", "4 or more"]),
    ],
)
def test_the_legend_tells_the_shades_apart(scale: Scale, words: list[str]) -> None:
    told = legend(scale, {})
    assert [said for _, said, _ in told] == words
    assert all(SHADES[level] == glyph for glyph, _, level in told)


def test_the_legend_tells_of_lifted_days_where_there_are_some() -> None:
    lifted = Day(LAST, 1, 0, 0, 8)
    assert shade_of(lifted, SCALE) == LIFTED
    assert legend(SCALE, {LAST: lifted})[-1][:2] == (LIFTED, "lifted only")
    assert shade_of(lifted, scale_of([lifted], DayMeasure.SESSIONS)) == "█"
