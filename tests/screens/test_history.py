"""The history: a list that is read as it is scrolled, and a session with every rep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from rich.cells import cell_len
from textual.widgets import OptionList, Static

from negcoach.config import Settings
from negcoach.errors import NegcoachError
from negcoach.screens.history import PAGE, HistoryScreen
from negcoach.screens.services import Services
from negcoach.screens.session import SessionScreen
from negcoach.screens.session_rows import columns, heading, line
from negcoach.screens.session_view import SessionView
from negcoach.store.history import SessionRow, session_rows, sessions
from negcoach.training.timeline import StopReason
from negcoach.widgets.rep_bars import RepBars, rep_figures
from tests.screens.conftest import NOW, SIZES, StageApp

ROW = SessionRow(
    id="1",
    started_at=NOW,
    ended_at=NOW + timedelta(minutes=30),
    exercise_names=("Bench press", "Negative pull-up"),
    sets=3,
    reps=12,
    top_load_kg=102.5,
    tension_ms=61_000,
    adherence=0.94,
    rpe=8.5,
    note="",
    tempo_losses=1,
    started_ms=1,
)


@pytest.fixture(autouse=True)
def in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are the same whatever the terminal that the tests run in."""
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture(autouse=True)
def quickly(services: Services) -> None:
    """Many sessions are kept for the screen's sake here, not for safety's."""
    services.database.connection.execute("PRAGMA synchronous = OFF")
    services.database.connection.execute("PRAGMA journal_mode = MEMORY")


def stage(services: Services) -> StageApp:
    return StageApp(lambda: HistoryScreen(services))


def lines_of(app: StageApp) -> list[str]:
    sessions_list = app.screen.query_one("#sessions", OptionList)
    return [str(sessions_list.get_option_at_index(index).prompt).strip() for index in range(sessions_list.option_count)]


@pytest.mark.parametrize("size", SIZES)
async def test_sessions_stand_under_their_months_newest_first(
    services: Services, perform: Callable[..., None], size: tuple[int, int]
) -> None:
    perform("negative-pull-up", days_ago=40, adherence=None)
    perform("bench-press", days_ago=2, load_kg=105)
    app = stage(services)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        month, newest, earlier, oldest = lines_of(app)
    assert (month, earlier) == ("JULY 2026", "JUNE 2026")
    assert " ".join(newest.split()).startswith("Thu 23 14:21 Bench press 3 12 105 kg 00:58 97 %")
    assert " ".join(oldest.split()).startswith("Mon 15 14:21 Negative pull-up 3 12 body 01:00 –")


@pytest.mark.parametrize("width", [40, 60, 76, 95, 96, 114, 200])
def test_every_line_is_as_wide_as_its_place(width: int) -> None:
    wide = replace(ROW, exercise_names=("十分に長い名前" * 9,))
    assert {cell_len(str(line(row, width, "lb"))) for row in (ROW, wide)} == {cell_len(str(heading(width)))}
    if width >= 76:
        assert cell_len(str(heading(width))) == width


@pytest.mark.parametrize("width", [76, 114])
def test_figures_stand_under_their_titles(width: int) -> None:
    over, below = str(heading(width)), str(line(ROW, width, "kg"))
    for title, figure in (("sets", "3"), ("reps", "12"), ("load", "102.5 kg"), ("lowered", "01:01"), ("RPE", "8.5")):
        end = over.index(title) + len(title)
        assert below[:end].endswith(f" {figure}"), title
    assert len(columns(width)) == 10 - (width < 96)


def test_lost_tempo_is_marked() -> None:
    assert str(line(ROW, 76, "kg")).endswith("!")
    assert str(line(ROW, 114, "kg")).rstrip().endswith("! too fast")
    assert "!" not in str(line(replace(ROW, tempo_losses=0), 114, "kg"))


async def test_enter_opens_a_session_and_escape_goes_back(services: Services, perform: Callable[..., None]) -> None:
    perform("bench-press", days_ago=2, load_kg=105)
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, SessionScreen)
        await pilot.press("escape")
        assert isinstance(app.screen, HistoryScreen)
        await pilot.press("escape")
        assert app.stage.results == [None]


async def test_a_session_shows_each_reps_prescribed_and_measured_time(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=2, load_kg=105, sets=2, reps=3, adherence=0.5, stop=StopReason.TEMPO_LOSS)
    with services.database.read() as connection:
        (record,) = sessions(connection)
    app = StageApp(lambda: SessionScreen(services, record.id))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        bars = list(app.screen.query(RepBars))
        assert [[rep_figures(rep) for rep in shown.reps] for shown in bars] == [["2.5 s / 5 s · 50 %"] * 3] * 2
        outcome = str(app.screen.query(".outcome").first(Static).content)
        assert outcome.startswith("stopped: the tempo was lost · 3 of 3 reps")


async def test_a_note_is_shown_as_it_was_written(services: Services, perform: Callable[..., None]) -> None:
    perform("bench-press", days_ago=2)
    with services.database.read() as connection:
        (record,) = sessions(connection)
    note = "[/] [@click=app.quit]do not[/] [red]click"
    services.journal.annotate_session(record.id, note, None, NOW)
    app = StageApp(lambda: SessionScreen(services, record.id))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert str(app.screen.query_one(".note Static", Static).content) == note


async def test_a_set_without_reps_opens_too(services: Services, perform: Callable[..., None]) -> None:
    perform("bench-press", days_ago=2, sets=1, reps=1, stop=StopReason.PAIN)
    with services.database.write() as connection:
        connection.execute("UPDATE reps SET deleted_at = completed_at")
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, SessionScreen)


async def test_sessions_are_read_page_by_page(services: Services, perform: Callable[..., None]) -> None:
    for day in range(PAGE * 2 + 5):
        perform("bench-press", days_ago=day, sets=1, reps=1)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        days = [text for text in lines_of(app) if "Bench" in text]
        assert len(days) == PAGE
        for _ in range(PAGE * 2 + 5):
            await pilot.press("down")
        await pilot.pause()
        days = [text for text in lines_of(app) if "Bench" in text]
        assert len(days) == PAGE * 2 + 5
        assert str(app.screen.query_one("#says", Static).content) == f"{PAGE * 2 + 5} sessions"
        headings = [text for text in lines_of(app) if "2026" in text]
        assert len(headings) == len(set(headings))


async def test_end_goes_to_the_oldest_session(services: Services, perform: Callable[..., None]) -> None:
    perform("negative-dip", days_ago=PAGE * 3, sets=1, reps=1)
    for day in range(PAGE * 2):
        perform("bench-press", days_ago=day, sets=1, reps=1)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("end")
        await pilot.pause()
        chosen = app.screen.query_one("#sessions", OptionList).highlighted_option
        assert chosen is not None
        assert "Negative dip" in str(chosen.prompt)


async def test_scrolling_with_the_wheel_reads_on(services: Services, perform: Callable[..., None]) -> None:
    for day in range(PAGE + 5):
        perform("bench-press", days_ago=day, sets=1, reps=1)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.screen.query_one("#sessions", OptionList).scroll_end(animate=False)
        await pilot.pause()
        assert sum("Bench" in text for text in lines_of(app)) == PAGE + 5


async def test_a_wide_terminal_shows_the_chosen_session_beside_the_list(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=9, sets=1)
    perform("negative-dip", days_ago=2, sets=2)
    app = stage(services)
    async with app.run_test(size=(200, 50)) as pilot:
        await pilot.pause()
        view = app.screen.query_one(SessionView)
        assert len(view.query(RepBars)) == 2
        await pilot.press("down")
        await pilot.pause()
        assert len(view.query(RepBars)) == 1


async def test_a_new_size_keeps_the_chosen_session(services: Services, perform: Callable[..., None]) -> None:
    for day in range(8):
        perform("bench-press", days_ago=day)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("down", "down", "down")
        chosen = app.screen.query_one("#sessions", OptionList).highlighted_option
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        now = app.screen.query_one("#sessions", OptionList).highlighted_option
    assert chosen is not None
    assert now is not None
    assert now.id == chosen.id


async def test_without_sessions_it_says_what_to_do(services: Services) -> None:
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.screen.query_one("#empty").display
        assert not app.screen.query_one("#body").display
        await pilot.press("enter", "escape")
        assert app.stage.results == [None]


async def test_a_database_that_fails_is_one_line(services: Services, perform: Callable[..., None]) -> None:
    perform("bench-press", days_ago=1)
    services.database.path.write_bytes(b"not a database any more, for certain" * 40)
    with pytest.raises(NegcoachError), services.database.read() as connection:
        session_rows(connection, 1)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "damaged" in str(app.screen.query_one("#says", Static).content)


def perform_some(services: Services, perform: Callable[..., None]) -> None:
    """A month of training, the newest session cut short and with a note."""
    services.settings = Settings(colours="full")
    perform("negative-pull-up", days_ago=33, sets=2, adherence=None)
    perform("leg-press", days_ago=30, load_kg=180, reps=5, adherence=1.02)
    perform("heel-drop", days_ago=9, reps=3, adherence=0.86)
    perform("bench-press", days_ago=4, load_kg=105)
    perform("bench-press", days_ago=1, load_kg=107.5, sets=2, reps=3, adherence=0.58, stop=StopReason.TEMPO_LOSS)
    with services.database.read() as connection:
        (newest,) = session_rows(connection, 1)
    services.journal.annotate_session(newest.id, "Too heavy today.\nBack to 105 kg next time.", 9, NOW)


@pytest.mark.parametrize("size", SIZES)
def test_the_list_looks_as_it_should(
    services: Services, perform: Callable[..., None], size: tuple[int, int], snap_compare: Callable[..., bool]
) -> None:
    perform_some(services, perform)
    assert snap_compare(stage(services), terminal_size=size)


@pytest.mark.parametrize("size", SIZES)
def test_a_session_looks_as_it_should(
    services: Services, perform: Callable[..., None], size: tuple[int, int], snap_compare: Callable[..., bool]
) -> None:
    perform_some(services, perform)
    assert snap_compare(stage(services), press=["enter"], terminal_size=size)
