"""The calendar: a day's facts, the week of each muscle group, the streak, and the way to a session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from negcoach.config.settings.settings import Settings
from negcoach.screens.history.calendar.calendar import CalendarScreen, DayScreen, GroupTable, Legend
from negcoach.screens.history.calendar.calendar_lines import GroupLine, day_facts, group_table, streak_text
from negcoach.screens.history.session.screen import SessionScreen
from negcoach.services import Services
from negcoach.store.database.stamps import new_id, stamp
from negcoach.store.database.totals import update_totals
from negcoach.training.progress.days import Day, Streaks
from negcoach.training.progress.muscle_groups import GroupRest, GroupTotal
from negcoach.widgets.charts.heat_map import HeatMap
from tests.screens.conftest import SIZES, StageApp, rows_of, settle, text_of, wait_for_workers
from tests.services import NOW

NAMES = [f"{width}x{height}" for width, height in SIZES]
TODAY = NOW.date()
WEEK = date(2026, 7, 20)


@pytest.fixture(autouse=True)
def in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are the same whatever the terminal that the tests run in."""
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture(autouse=True)
def quickly(services: Services) -> None:
    """Many sessions are stored for the screen's sake here, not for safety's."""
    services.database.connection.execute("PRAGMA synchronous = OFF")
    services.database.connection.execute("PRAGMA journal_mode = MEMORY")


@pytest.fixture
def lift(services: Services) -> Callable[..., None]:
    """Return a function that keeps a session of lifted sets, as an import leaves it."""

    def keep(*, days_ago: float, sets: int = 4, title: str = "Legs") -> None:
        now = services.now() - timedelta(days=days_ago)
        at, ms = stamp(now)
        session_id = new_id(now)
        with services.database.write() as connection:
            connection.execute(
                "INSERT INTO sessions (id, started_at, started_ms, ended_at, title, changed_ms) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (session_id, at, ms, at, title, ms),
            )
            connection.executemany(
                "INSERT INTO concentric_sets (id, session_id, exercise, exercise_name, muscles, set_number, kind, "
                "load_kg, reps, started_at, started_ms, changed_ms) "
                "VALUES (?, ?, 'squat', 'Squat', ?, ?, 'normal', 90, 5, ?, ?, ?)",
                [(f"{session_id}-{n}", session_id, "quadriceps\nglutes", n, at, ms, ms) for n in range(sets)],
            )
            update_totals(connection, session_id)

    return keep


def stage(services: Services) -> StageApp:
    return StageApp(lambda: CalendarScreen(services))


def said(app: StageApp, name: str) -> str:
    return text_of(app.screen.query_one(f"#{name}", Static))


def groups(app: StageApp) -> dict[str, str]:
    """What the table says, by muscle group."""
    table = app.screen.query_one(GroupTable).table
    assert table is not None
    _, content = group_table(*table, width=76)
    return {line[:14].strip(): " ".join(line[14:].split()) for line in str(content).split("\n")}


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
async def test_it_opens_on_today_with_the_months_that_fit_and_the_week(
    services: Services, perform: Callable[..., None], size: tuple[int, int]
) -> None:
    perform("bench-press", days_ago=0, load_kg=105, sets=3, reps=4)
    perform("negative-dip", days_ago=3, sets=2, reps=5)
    perform("leg-press", days_ago=200, load_kg=180)
    app = stage(services)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert app.screen.query_one(HeatMap).cursor == TODAY
        shown = "\n".join(rows_of(app))
        for text in ("Saturday 25 July 2026", "1 session", "under tension · 3 sets", "1 week in a row", "biceps"):
            assert text in shown, text
        assert ("Jan–Jul 2026" if size[0] == 80 else "Jul 2025 – Jul 2026") in shown
        found = groups(app)
    assert found["chest"].endswith("5 1:47 today Tue 28 14:21")
    assert found["front shoulder"].endswith("5 1:47 today Tue 28 14:21")
    assert found["quadriceps"] == "– – 200 days ago"
    assert found["back"] == "– – never"


async def test_moving_to_another_week_shows_that_weeks_sets_and_the_same_rests(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("leg-curl", days_ago=1, load_kg=40, sets=1, reps=6)
    perform("leg-curl", days_ago=8, load_kg=40, sets=4, reps=6)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert groups(app)["hamstrings"].split()[1:] == ["1", "0:29", "yesterday", "Mon", "27", "14:21"]
        await pilot.press("left", "up")
        await settle(pilot)
        assert said(app, "day") == "Friday 17 July 2026  1 session · 1:56 under tension · 4 sets"
        assert groups(app)["hamstrings"].split()[1:] == ["4", "1:56", "yesterday", "Mon", "27", "14:21"]
        await pilot.press("left")
        await settle(pilot)
        assert said(app, "day") == "Friday 10 July 2026  no session"
        assert groups(app)["hamstrings"] == "– – yesterday Mon 27 14:21"


def test_the_legend_has_the_colours_of_the_days() -> None:
    shown = Legend()
    shown.set_reactive(Legend.shading, ("sessions", (("·", "none", 0), ("░", "1", 1), ("█", "2", 4))))
    styles = {str(span.style) for span in shown.render().spans}  # type: ignore[union-attr]
    assert {"$heat-1", "$heat-4"} <= styles and "$text-accent" not in styles


async def test_imported_sessions_count(services: Services, lift: Callable[..., None]) -> None:
    lift(days_ago=0)
    lift(days_ago=7)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert said(app, "day") == "Saturday 25 July 2026  1 session · 4 sets lifted"
        assert said(app, "streak") == "2 weeks in a row with a session, the most so far"
        assert groups(app)["quadriceps"].split()[1:] == ["+4", "–", "never", "Tue", "28", "14:21"]
        assert "+ lifted only" in "\n".join(rows_of(app))
        await pilot.press("m")
        await settle(pilot)
        shown = "\n".join(rows_of(app))
        assert "sessions" in str(app.screen.query_one(Legend).render())
        assert "lifted only" not in shown
        assert shown.count("█") == 2  # last week's, the legend's; today is under the cursor


async def test_a_session_of_a_mistyped_year_draws_no_empty_decades(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("negative-dip", days_ago=-40_000, sets=1, reps=1)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        heat = app.screen.query_one(HeatMap)
        await pilot.press("end")
        await settle(pilot)
        assert heat.cursor <= TODAY + timedelta(days=1)
        await pilot.press("pageup", "home")
        await settle(pilot)
        assert heat.cursor > TODAY - timedelta(days=366 + 7)


async def test_all_of_the_history_can_be_gone_through(services: Services, perform: Callable[..., None]) -> None:
    for days_ago in (0, 364, 1000, 1500):
        perform("negative-dip", days_ago=days_ago, sets=1, reps=1)
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        heat = app.screen.query_one(HeatMap)

        async def see(*keys: str) -> tuple[date, str]:
            await pilot.press(*keys)
            await settle(pilot)
            assert heat.content is not None
            assert heat.content.first <= heat.cursor < heat.content.first + timedelta(weeks=53)
            return heat.cursor, text_of(app.screen.query_one("#says", Static))

        assert await see("pageup") == (TODAY - timedelta(days=364), "Jul 2024 – Jul 2025")
        assert said(app, "day").endswith("1 session · 0:05 under tension · 1 set")
        assert await see("pageup") == (TODAY - timedelta(days=728), "Jul 2023 – Jul 2024")
        first = TODAY - timedelta(days=1500)
        assert await see("home") == (first, "Jun 2022 – Jun 2023")
        assert await see("up", "left", "pageup") == (first, "Jun 2022 – Jun 2023")
        assert said(app, "day").endswith("1 session · 0:05 under tension · 1 set")
        assert (await see("pagedown"))[0] == first + timedelta(days=364)
        assert await see("end") == (TODAY, "Jul 2025 – Jul 2026")
        assert await see("pageup", *["left"] * 53) == (TODAY - timedelta(days=735), "Jun 2024 – Jun 2025")
        assert await see("end", "right", "down") == (TODAY, "Jul 2025 – Jul 2026")


async def test_without_a_session_enter_opens_nothing(services: Services, perform: Callable[..., None]) -> None:
    perform("negative-dip", days_ago=3)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        assert isinstance(app.screen, CalendarScreen)


async def test_enter_opens_the_session_of_a_day(services: Services, perform: Callable[..., None]) -> None:
    perform("negative-dip", days_ago=1)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("up", "enter")
        await pilot.pause()
        assert isinstance(app.screen, SessionScreen)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, CalendarScreen)
        assert app.screen.query_one(HeatMap).cursor == TODAY - timedelta(days=1)
        await pilot.press("escape")
        assert not isinstance(app.screen, CalendarScreen)


async def test_of_several_sessions_one_is_chosen(
    services: Services, perform: Callable[..., None], lift: Callable[..., None]
) -> None:
    perform("negative-dip", days_ago=0.2, sets=2, reps=5)
    lift(days_ago=0.1, title="[@click=app.quit]Legs[/]")
    perform("bench-press", days_ago=0, load_kg=105)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, DayScreen)
        sessions = app.screen.query_one(OptionList)
        lines = [str(sessions.get_option_at_index(index).prompt) for index in range(sessions.option_count)]
        assert lines == [
            "09:33  Negative dip\n       2 sets · 0:49",
            "11:57  [@click=app.quit]Legs[/]\n       4 sets lifted",
            "14:21  Bench press\n       3 sets · 0:58",
        ]
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, CalendarScreen)
        await pilot.press("enter", "down", "down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, SessionScreen)
        assert "14:21" in "\n".join(rows_of(app))


async def test_what_changed_elsewhere_is_read_again(services: Services, perform: Callable[..., None]) -> None:
    perform("negative-dip", days_ago=0)
    perform("negative-dip", days_ago=1)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, CalendarScreen)
        with services.database.write() as connection:
            connection.execute("UPDATE sessions SET deleted_at = started_at WHERE started_ms > ?", (stamp(NOW)[1] - 1,))
        app.screen.read_again()
        await settle(pilot)
        assert said(app, "day") == "Saturday 25 July 2026  no session"
        with services.database.write() as connection:
            connection.execute("UPDATE sessions SET deleted_at = started_at")
        app.screen.read_again()
        await settle(pilot)
        assert app.screen.query_one("#empty").display


@pytest.mark.parametrize(
    ("now", "months"), [(NOW, "Apr–Jul 2026"), (NOW.replace(year=2027, month=2), "Nov–Feb 2027")], ids=["one", "two"]
)
async def test_months_in_view_fit_beside_the_tabs_of_a_tiny_terminal(
    services: Services, perform: Callable[..., None], now: datetime, months: str
) -> None:
    perform("negative-dip", days_ago=0)
    services.now = lambda: now
    app = stage(services)
    async with app.run_test(size=(40, 12)) as pilot:
        await settle(pilot)
        assert rows_of(app)[0].rstrip().endswith(f" {months}")


@pytest.mark.parametrize("size", [(40, 12), *SIZES])
async def test_without_sessions_it_says_what_to_do(services: Services, size: tuple[int, int]) -> None:
    app = stage(services)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert "No sessions yet" in "\n".join(rows_of(app))
        assert "Ctrl+P, then Import." in "\n".join(rows_of(app))  # no command line
        await pilot.press("enter", "left", "m", "pageup", "escape")
        assert not isinstance(app.screen, CalendarScreen)


async def test_it_can_be_left_at_once(services: Services, perform: Callable[..., None]) -> None:
    perform("negative-dip", days_ago=0)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("escape")
        await wait_for_workers(pilot)
        assert not isinstance(app.screen, CalendarScreen)


async def test_a_database_that_fails_is_told(services: Services, perform: Callable[..., None]) -> None:
    perform("negative-dip", days_ago=0)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        services.database.path.write_bytes(b"not a database any more, for certain" * 400)
        await pilot.press("left", "pageup", "enter")
        await pilot.pause()
        assert any("damaged" in notification.message for notification in app._notifications)


async def test_the_days_are_those_of_the_wall_that_they_were_trained_at(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("negative-dip", days_ago=0)
    moment = datetime(2026, 7, 24, 0, 30, tzinfo=timezone(timedelta(hours=13)))  # still the 23rd in Europe
    with services.database.write() as connection:
        connection.execute("UPDATE sessions SET started_at = ?, started_ms = ?", stamp(moment))
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("up")
        await settle(pilot)
        assert said(app, "day").startswith("Friday 24 July 2026  1 session")


@pytest.mark.parametrize(
    ("done", "facts"),
    [
        (None, "no session"),
        (Day(TODAY, 1, 58_000, 1), "1 session · 0:58 under tension · 1 set"),
        (Day(TODAY, 3, 3_725_000, 40, 1), "3 sessions · 1:02:05 under tension · 40 sets · 1 set lifted"),
        (Day(TODAY, 1, 0, 0, 12), "1 session · 12 sets lifted"),
    ],
)
def test_a_days_facts_are_a_line(done: Day | None, facts: str) -> None:
    assert str(day_facts(TODAY, done)) == f"Saturday 25 July 2026  {facts}"


@pytest.mark.parametrize(
    ("streaks", "text"),
    [
        (Streaks(0, 0, None), ""),
        (Streaks(1, 1, WEEK), "1 week in a row with a session"),
        (Streaks(7, 7, WEEK), "7 weeks in a row with a session, the most so far"),
        (Streaks(7, 23, WEEK), "7 weeks in a row with a session · the longest run: 23, up to 26 July 2026"),
        (
            Streaks(0, 23, WEEK),
            "No session this week or last · most weeks in a row with one: 23, up to 26 July 2026",
        ),
    ],
)
def test_the_streak_is_told_in_words(streaks: Streaks, text: str) -> None:
    assert str(streak_text(streaks)) == text
    assert len(text) <= 78 or "No session" in text


@pytest.mark.parametrize("width", [40, 76, 112, 160])
@pytest.mark.parametrize("lifted", [0, 3])
def test_every_line_of_the_table_is_as_wide_as_its_heading(width: int, lifted: int) -> None:
    lines = [
        GroupLine("chest", GroupTotal(12, lifted, 754_000), GroupRest(NOW, NOW + timedelta(hours=72))),
        GroupLine("back", GroupTotal(0, lifted, 0), GroupRest()),
        GroupLine("十分に長い名前の筋肉", GroupTotal(1, 0, 5_000), GroupRest(NOW - timedelta(days=4000))),
    ]
    heading, table = group_table(lines, WEEK, NOW, width)
    widths = {heading.cell_length, *(line.cell_length for line in table.split("\n"))}
    assert len(widths) == 1
    assert widths == {width} or width < 76


def train(services: Services, perform: Callable[..., None], lift: Callable[..., None]) -> None:
    """A year with its rhythm: imported at first, then more and more lowered, a holiday, and two sessions today."""
    services.settings = Settings(colours="full")
    for week in range(60, 30, -1):
        if week % 6:
            lift(days_ago=7 * week + 1)
            lift(days_ago=7 * week + 4)
    for week in range(30, 0, -1):
        if week not in (12, 13):
            perform("negative-dip", days_ago=7 * week + 2, sets=1 + week % 3, reps=5)
            perform("bench-press", days_ago=7 * week, load_kg=100, sets=2, reps=2 + (30 - week) // 6)
            if week % 4 == 0:
                perform("leg-press", days_ago=7 * week - 2, load_kg=180, sets=2, reps=5)
    perform("nordic-curl", days_ago=1, sets=2, reps=5)
    perform("bench-press", days_ago=0.1, load_kg=105, sets=3, reps=4)
    perform("negative-dip", days_ago=0, sets=2, reps=5)


@pytest.mark.parametrize("shown", ["tension", "sessions", "choice"])
@pytest.mark.parametrize("size", SIZES, ids=NAMES)
def test_it_looks_as_it_should(
    services: Services,
    perform: Callable[..., None],
    lift: Callable[..., None],
    size: tuple[int, int],
    shown: str,
    snap_compare: Callable[..., bool],
) -> None:
    train(services, perform, lift)
    keys = {"tension": ("left", "left", "up"), "sessions": ("m", "pageup"), "choice": ("enter",)}[shown]

    async def lead(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.press(*keys)
        await settle(pilot)

    assert snap_compare(stage(services), terminal_size=size, run_before=lead)


@pytest.mark.parametrize(
    ("starts", "weekdays", "week"),
    [
        ("monday", ["Mon", "Tue", "Wed", "Thu", "Fri", "▸Sat", "Sun"], "20–26 Jul"),
        ("sunday", ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "▸Sat"], "19–25 Jul"),
        ("saturday", ["▸Sat", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri"], "25–31 Jul"),
    ],
)
async def test_a_week_begins_on_the_day_that_is_set(
    services: Services, perform: Callable[..., None], starts: str, weekdays: list[str], week: str
) -> None:
    perform("bench-press", days_ago=0)
    perform("bench-press", days_ago=6)  # the Sunday before this Saturday
    services.settings = Settings(week_starts=starts)
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        rows = rows_of(app)
        names = [row.split()[0] for row in rows if any(row.strip().startswith(name) for name in weekdays)]
        assert names == weekdays
        assert week in "\n".join(rows)
        in_a_row = "1 week in a row" if starts == "sunday" else "2 weeks in a row"
        assert in_a_row in said(app, "streak")
