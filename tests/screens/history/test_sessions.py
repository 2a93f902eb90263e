"""The history's list: any length, filtered as one types, two of it compared; a session opens and can be deleted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from rich.cells import cell_len
from rich.console import RenderableType
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, Static

from negcoach.config.settings.settings import Settings
from negcoach.errors import NegcoachError
from negcoach.screens.history.session.compare import CompareScreen
from negcoach.screens.history.session.screen import SessionScreen
from negcoach.screens.history.session.view import SessionView
from negcoach.screens.history.session_rows import LEGEND, MONTH_WIDTH, columns, heading, session_parts, table_line
from negcoach.screens.history.sessions import HistoryScreen
from negcoach.services import Services
from negcoach.store.database.totals import update_totals
from negcoach.store.queries.sessions.history import SessionRow, session_rows
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.terms import StopReason
from negcoach.widgets.charts.rep_bars import RepBars
from negcoach.widgets.lists.session_table import PAGE, SessionTable
from tests.screens.conftest import SIZES, WAIT_S, StageApp, rows_of, settle, text_of
from tests.screens.every.first_frame import FirstFrames
from tests.services import NOW

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
    painful_sets=0,
    started_ms=1,
    set_reps=(4, 4, 4),
)

LIFTED = replace(
    ROW, sets=0, reps=0, top_load_kg=None, tension_ms=0, adherence=None, tempo_losses=0, title="Push day",
    lifted_sets=4, lifted_reps=30, lifted_top_kg=60.0, lifted_set_reps=(8, 8, 7, 7),
)  # fmt: skip


@pytest.fixture(autouse=True)
def in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are the same whatever the terminal that the tests run in."""
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture(autouse=True)
def quickly(services: Services) -> None:
    """Many sessions are stored for the screen's sake here, not for safety's."""
    services.database.connection.execute("PRAGMA synchronous = OFF")
    services.database.connection.execute("PRAGMA journal_mode = MEMORY")


def said(row: SessionRow, width: int) -> str:
    return "".join(text for text, _ in session_parts(row, width, "kg", StopRules()))


class CountingApp(StageApp):
    """A stage that counts the frames."""

    frames = 0

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        self.frames += 1
        super()._display(screen, renderable)


def stage(services: Services) -> StageApp:
    return StageApp(lambda: HistoryScreen(services))


def table_of(app: StageApp) -> SessionTable[SessionRow]:
    return app.screen.query_one(SessionTable)


def lines_of(app: StageApp) -> list[str]:
    """The lines of the list, with their runs of spaces made one."""
    table = table_of(app)
    return [" ".join(table.render_line(y).text.split()) for y in range(min(table.count, table.size.height))]


def found_of(app: StageApp) -> str:
    return text_of(app.screen.query_one("#found", Static))


def hint_of(app: StageApp) -> str:
    return text_of(app.screen.query_one("#hint", Static))


def chosen_of(app: StageApp) -> SessionRow:
    chosen = table_of(app).chosen
    assert chosen is not None
    return chosen


async def type_filter(pilot: Pilot[None], text: str) -> None:
    await pilot.press("slash", *("space" if letter == " " else letter for letter in text))
    await pilot.pause()


@pytest.mark.usefixtures("still_cursor")
async def test_each_key_is_answered_in_one_frame(services: Services, perform: Callable[..., None]) -> None:
    for days in range(60):
        perform("bench-press" if days % 2 else "heel-drop", days_ago=days)
    app = CountingApp(lambda: HistoryScreen(services))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        for key in ("down", "end", "pageup", "slash", "b", "x", "backspace", "down", "escape", "slash", "enter"):
            before = app.frames
            await pilot.press(key)
            await settle(pilot)
            assert (key, app.frames - before) == (key, 1)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("sessions", [0, 3])
async def test_the_first_picture_has_the_styles_of_all_later_ones(
    services: Services, perform: Callable[..., None], size: tuple[int, int], sessions: int
) -> None:
    for days in range(sessions):
        perform("bench-press", days_ago=40 * days)
    app = stage(services)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        first = app.screen._compositor.render_strips()
        app.screen.update_node_styles(animate=False)
        app.screen.refresh(layout=True)
        await settle(pilot)
        assert first == app.screen._compositor.render_strips()


@pytest.mark.parametrize("size", SIZES)
async def test_sessions_stand_newest_first_with_their_month_where_it_changes(
    services: Services, perform: Callable[..., None], size: tuple[int, int]
) -> None:
    perform("negative-pull-up", days_ago=40, adherence=None)
    perform("heel-drop", days_ago=39)
    perform("bench-press", days_ago=2, load_kg=105)
    app = stage(services)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        newest, earlier, oldest = lines_of(app)
    time = "14:21 " if size[0] > 80 else ""
    assert newest.startswith(f"▸Jul 2026 Thu 23 {time}Bench press 3 × 4 105 kg 0:58 97 %")
    assert earlier.startswith(f"Jun 2026 Tue 16 {time}Eccentric heel d")
    assert oldest.startswith(f"Mon 15 {time}Negative pull-up 3 × 4 body 1:00 clock")


async def test_the_chosen_session_is_below_a_list_that_leaves_room_for_it(
    services: Services, perform: Callable[..., None]
) -> None:
    for days in range(3):
        perform("bench-press", days_ago=days, load_kg=100.0 + days)
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert "under tension" in "\n".join(rows_of(app)), "with the list, and without a key"
        assert table_of(app).size.height == 3
        await pilot.press("slash", *"zzz")
        await settle(pilot)
        assert not app.screen.query_one("#session").display, "there is none to show"
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen.query_one("#session").display
        await pilot.resize_terminal(120, 23)
        await settle(pilot)
        assert not app.screen.query_one("#session").display
        assert table_of(app).size.height > 3


@pytest.mark.parametrize("width", [60, 75, 108, 109, 114, 200])
def test_every_line_is_as_wide_as_its_place(width: int) -> None:
    rows = (ROW, replace(ROW, exercise_names=("十分に長い名前" * 9,)), LIFTED, replace(LIFTED, title="長" * 99))
    lines = [table_line(row, width, "lb", StopRules()) for row in rows]
    assert {cell_len(told.group) + cell_len(told.text) for told in lines} == {heading(width).cell_length}
    if width >= 75:
        assert heading(width).cell_length == width


@pytest.mark.parametrize(("width", "shown"), [(75, 8), (114, 8), (126, 8), (127, 9)])
def test_figures_stand_under_their_titles(width: int, shown: int) -> None:
    over, below = str(heading(width))[MONTH_WIDTH:], said(ROW, width - MONTH_WIDTH)
    target = "target time" if shown == 9 else "target"  # the long title goes with the bar
    figures = (("sets×reps", "3 × 4"), ("load", "102.5 kg"), ("lowered", "1:01"), (target, "94 %"), ("RPE", "8.5"))
    for title, figure in figures:
        end = over.index(title) + len(title)
        assert below[:end].endswith(f" {figure}"), title
    assert len(columns(width - MONTH_WIDTH)) == shown


@pytest.mark.parametrize("size", [(40, 12), *SIZES])
async def test_titles_stand_over_the_figures_on_the_screen(
    services: Services, perform: Callable[..., None], size: tuple[int, int]
) -> None:
    perform("bench-press", days_ago=1, load_kg=105.0)
    app = stage(services)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        over = next(row for row in rows_of(app) if "exercises" in row)
        below = next(row for row in rows_of(app) if "105 kg" in row)
        for title, figure in (("load", "105 kg"), ("target", "97 %")):
            assert below[: over.index(title) + len(title)].endswith(figure), title


@pytest.mark.parametrize("width", [66, 80, 105, 117, 140])
def test_a_name_is_cut_only_where_no_blank_cell_is_left_beside_it(width: int) -> None:
    names = "Negative pull-up, Nordic hamstring curl, Bench press, Squat, Leg press, Heel drop, Dip"
    for amounts in ((4,), (4, 4, 4), (12, 11, 10, 9)):
        row = replace(ROW, exercise_names=tuple(names.split(", ")), set_reps=amounts)
        line = said(row, width)
        assert "…" in line
        between = line[line.index("…") + 1 :]
        gap = 1 if width < 100 else 2
        assert len(between) - len(between.lstrip()) in (gap, gap + 1)  # no ellipsis stands after a space
        short = said(replace(row, exercise_names=("Dip",)), width)
        assert len(line) == len(short) and line[line.index("102.5") :] == short[short.index("102.5") :]


@pytest.mark.parametrize(
    ("row", "narrow", "wide"),
    [
        (replace(ROW, tempo_losses=0), "8.5", "8.5"),
        (ROW, "8.5 !", "8.5 ! tempo lost"),
        (replace(ROW, tempo_losses=0, records=1), "8.5 ★", "8.5 ★ record"),
        (replace(ROW, tempo_losses=0, painful_sets=2), "8.5 ✕", "8.5 ✕ pain"),
        (replace(ROW, painful_sets=1, records=1), "8.5 ✕★!", "8.5 ✕ ★ !"),
        (replace(ROW, tempo_losses=0, ended_at=None), "8.5 …", "8.5 … open"),
        (replace(ROW, records=2, ended_at=None), "8.5 ★!…", "8.5 ★ ! …"),
    ],
)
def test_records_lost_tempo_and_open_sessions_are_marked_without_colour_alone(
    row: SessionRow, narrow: str, wide: str
) -> None:
    assert " ".join(said(row, 66).split()).endswith(f"94 % {narrow}")
    assert " ".join(said(row, 120).split()).endswith(wide)


def test_a_session_that_was_lifted_is_told_apart_and_has_its_title() -> None:
    assert (
        " ".join(said(LIFTED, 105).split())
        == "Sat 25 14:21 Push day Bench press, Negative pull-up 30 reps 60 kg lifted – 8.5"
    )
    assisted = replace(LIFTED, lifted_top_kg=-20.0, title="")
    assert " -20 kg   lifted " in said(assisted, 105)
    assert "(+4 lifted)" in said(replace(ROW, lifted_sets=4, exercise_names=("Dip",)), 105)


@pytest.mark.parametrize(
    ("width", "figures"), [(66, "17 reps"), (105, "5 sets · 17 reps"), (140, "5 sets · 4, 2, 4, 4, 3")]
)
def test_the_figures_say_what_was_done_set_by_set_where_there_is_room(width: int, figures: str) -> None:
    assert f" {figures} " in said(replace(ROW, reps=17, set_reps=(4, 2, 4, 4, 3), exercise_names=("Dip",)), width)


def test_the_exercise_of_the_load_comes_first_in_a_session_of_several() -> None:
    row = replace(ROW, exercise_names=("Nordic curl", "Bench press"), top_exercise="Bench press")
    line = " ".join(said(row, 140).split())
    assert "Bench press, Nordic curl 3 × 4 102.5 kg 1:01" in line
    assert " ".join(said(row, 66).split()).startswith("Sat 25 Bench press, Nordic… 3 × 4 102.5 kg")
    lifted = replace(LIFTED, title="", lifted_top_exercise="Bench press", lifted_top_unit="lb")
    assert "Bench press, Negative" in said(lifted, 140) and "132.28 lb" in said(lifted, 140)
    one = replace(row, exercise_names=("Bench press",))
    assert "Bench press 3 × 4 102.5 kg" in " ".join(said(one, 140).split())


@pytest.mark.parametrize("width", range(60, 140))
def test_names_that_are_cut_end_in_one_ellipsis(width: int) -> None:
    names = ("Nordic hamstring curl", "Eccentric heel drop")
    row = replace(ROW, exercise_names=names, top_load_kg=2.5, top_exercise=names[0])
    assert "……" not in said(row, width).replace(" ", "")


def test_two_exercises_are_named_whole_from_120_columns_on() -> None:
    names = ("Negative push-up", "Eccentric heel drop")
    row = replace(ROW, exercise_names=names, top_load_kg=116.25, top_exercise=names[0], reps=31, set_reps=(8,) * 3)
    assert ", ".join(names) in said(row, 114)


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
        assert not isinstance(app.screen, HistoryScreen)


async def test_only_the_page_that_is_looked_at_is_read(services: Services, perform: Callable[..., None]) -> None:
    for day in range(PAGE * 2 + 5):
        perform("bench-press" if day else "negative-dip", days_ago=PAGE * 3 - day, sets=1, reps=1)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert found_of(app) == f"{PAGE * 2 + 5} sessions"
        read: list[str] = []
        services.database.connection.set_trace_callback(read.append)
        await pilot.press("end")
        await settle(pilot)
        services.database.connection.set_trace_callback(None)
        assert chosen_of(app).exercise_names == ("Negative dip",)
        assert "Negative dip" in lines_of(app)[-1]
    assert sum(f"LIMIT {PAGE} OFFSET" in statement for statement in read) <= 2


async def test_typing_filters_and_says_how_many_there_are(services: Services, perform: Callable[..., None]) -> None:
    for day in range(4):
        perform("bench-press", days_ago=day, sets=1, reps=1)
    perform("negative-dip", days_ago=9, sets=1, reps=1)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await type_filter(pilot, "DIP")
        assert found_of(app) == "1 of 5"
        assert chosen_of(app).exercise_names == ("Negative dip",)
        await pilot.press("enter")
        assert app.focused is table_of(app)
        await pilot.press("escape")
        await pilot.pause()
        assert found_of(app) == "5 sessions"
        assert chosen_of(app).exercise_names == ("Negative dip",)
        await pilot.press("escape")
        assert not isinstance(app.screen, HistoryScreen)


async def test_a_session_is_found_by_what_its_exercise_is_called_today(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("negative-dip", days_ago=2, sets=1, reps=1)
    perform("hands-raised-push-up", days_ago=1, sets=1, reps=1)
    with services.database.write() as connection:
        connection.execute(
            "UPDATE sets SET exercise_name = 'Hands-raised push-up' WHERE exercise = 'hands-raised-push-up'"
        )
        update_totals(connection, *(row[0] for row in connection.execute("SELECT id FROM sessions").fetchall()))
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await type_filter(pilot, "incline")
        assert found_of(app) == "1 of 2"
        assert chosen_of(app).exercise_names == ("Hands-raised push-up",)


async def test_letters_and_digits_are_text_while_the_filter_is_typed(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=1)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await type_filter(pilot, "hcdiu1/5")
        assert isinstance(app.screen, HistoryScreen)
        assert app.screen.query_one(Input).value == "hcdiu1/5"
        await pilot.press("escape")
        await pilot.pause()
        assert (found_of(app), app.focused) == ("1 session", table_of(app))


async def test_the_arrows_move_in_the_list_while_the_filter_is_typed(
    services: Services, perform: Callable[..., None]
) -> None:
    for day in range(40):
        perform("bench-press", days_ago=day, sets=1, reps=1)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await type_filter(pilot, "b")
        await pilot.press("down", "down", "up")
        assert table_of(app).cursor == 1
        await pilot.press("pagedown", "pageup", "pagedown")
        assert table_of(app).cursor > 9


async def test_a_filter_that_makes_no_sense_leaves_the_list_and_says_why(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=1)
    perform("negative-dip", days_ago=300)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await type_filter(pilot, "2026-1")
        assert found_of(app) == "0 of 2"
        await pilot.press("3")
        await pilot.pause()
        assert found_of(app) == "0 of 2"
        assert hint_of(app) == "! There is no month 13. March is 2026-03."
        await pilot.press("backspace", "backspace", "0", "7")
        await pilot.pause()
        assert found_of(app) == "1 of 2"
        assert "!" not in hint_of(app)


async def test_a_filter_that_finds_nothing_says_what_to_do(services: Services, perform: Callable[..., None]) -> None:
    perform("bench-press", days_ago=1)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await type_filter(pilot, "[b]x[/]")
        shown = "\n".join(rows_of(app))
        assert "No session matches [b]x[/]" in shown
        assert "Esc shows all sessions again." in shown
        await pilot.press("enter", "enter", "c", "d", "end")  # nothing is chosen, nothing happens
        assert found_of(app) == "0 of 1"


async def test_c_marks_a_session_and_c_on_another_compares_them(
    services: Services, perform: Callable[..., None]
) -> None:
    for day in range(3):
        perform("bench-press", days_ago=day)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("c", "down")
        await settle(pilot)
        assert lines_of(app)[0].startswith("⇄ Jul 2026")
        assert hint_of(app) == "⇄ 25 Jul 2026: press c on another to compare the two"
        await pilot.press("down", "c")
        await pilot.pause()
        assert isinstance(app.screen, CompareScreen)
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("home", "c")
        await settle(pilot)
        assert lines_of(app)[0].startswith("▸Jul 2026")
        assert hint_of(app).startswith("✕ ended in pain   ★ record")


async def test_d_deletes_the_chosen_session_and_u_brings_it_back(
    services: Services, perform: Callable[..., None]
) -> None:
    for day in range(5):
        perform("bench-press", days_ago=day)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("down", "down")
        gone, after = chosen_of(app).id, table_of(app).row_at(3)
        await pilot.press("d")
        await pilot.pause()
        assert found_of(app) == "4 sessions"
        assert chosen_of(app) == after
        await pilot.press("u")
        await pilot.pause()
        assert found_of(app) == "5 sessions"
        assert table_of(app).row_at(2).id == gone  # type: ignore[union-attr]
        assert chosen_of(app) == after


async def test_a_session_that_was_deleted_is_compared_no_more(services: Services, perform: Callable[..., None]) -> None:
    for day in range(3):
        perform("bench-press", days_ago=day)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("c", "d")
        await settle(pilot)
        assert hint_of(app) == LEGEND
        await pilot.press("c")
        await settle(pilot)
        assert hint_of(app).startswith("⇄ 24 Jul 2026")


async def test_what_was_changed_in_an_opened_session_is_shown(services: Services, perform: Callable[..., None]) -> None:
    for day in range(2):
        perform("bench-press", days_ago=day)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("down", "enter")
        await pilot.pause()
        with services.database.read() as connection:
            _, older = session_rows(connection, 2)
        services.journal.annotate_session(older.id, "", 9, NOW)
        await pilot.press("escape")
        await settle(pilot)
        assert chosen_of(app).rpe == 9
        assert lines_of(app)[1].endswith(" 9")


async def test_what_is_coloured_and_marked_as_too_fast_follows_the_setting(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("negative-dip", days_ago=2, adherence=0.5)
    perform("bench-press", days_ago=1, adherence=0.85)
    app = stage(services)
    async with app.run_test(size=(200, 50)) as pilot:
        for double_percent, fast, mark in ((80, False, "~"), (86, True, "!"), (0, False, "~")):
            await app.push_screen(Screen())
            services.settings = replace(services.settings, stop_single_percent=55, stop_double_percent=double_percent)
            app.pop_screen()
            await settle(pilot)
            assert (colour_of(app, 0, "85 %") == colour_of(app, 1, "50 %")) is fast
            assert f" {mark} 4.2 s" in app.screen.query(RepBars).first().render_line(0).text


def colour_of(app: StageApp, y: int, text: str) -> object:
    """Return the colour in which a text of the list's line stands."""
    (segment,) = (segment for segment in table_of(app).render_line(y) if segment.text == text)
    return segment.style and segment.style.color


async def test_a_wide_terminal_shows_the_chosen_session_beside_the_list(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=9, sets=1)
    perform("negative-dip", days_ago=2, sets=2)
    app = stage(services)
    async with app.run_test(size=(200, 50)) as pilot:
        await settle(pilot)
        view = app.screen.query_one(SessionView)
        assert len(view.query(RepBars)) == 2
        await pilot.press("down")
        await settle(pilot)
        assert len(view.query(RepBars)) == 1


async def test_the_session_beside_the_list_is_in_the_first_frame(
    services: Services, perform: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    perform("negative-dip", days_ago=2, sets=2)
    frames = FirstFrames(monkeypatch)
    app = stage(services)
    async with app.run_test(size=(200, 50)) as pilot:
        await settle(pilot)
        assert app.screen.query_one(SessionView).record is not None
        assert frames.faults(app) == []


async def test_a_new_size_keeps_the_chosen_session(services: Services, perform: Callable[..., None]) -> None:
    for day in range(30):
        perform("bench-press", days_ago=day, sets=1, reps=1)
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("end")
        chosen = chosen_of(app)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert chosen_of(app) == chosen
        assert lines_of(app)[-1].startswith("▸")


async def test_a_terminal_that_is_made_wide_shows_the_chosen_session(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=3)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert not app.screen.query(SessionView)
        await pilot.resize_terminal(200, 50)
        async with asyncio.timeout(WAIT_S):
            while all(view.record is None for view in app.screen.query(SessionView)):
                await pilot.pause()


async def test_without_sessions_it_says_what_to_do(services: Services) -> None:
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.screen.query_one("#empty").display
        assert not app.screen.query_one("#body").display
        await pilot.press("enter", "c", "d", "slash", "escape")
        assert not isinstance(app.screen, HistoryScreen)


async def test_a_database_that_fails_is_one_line(services: Services, perform: Callable[..., None]) -> None:
    perform("bench-press", days_ago=1)
    services.database.path.write_bytes(b"not a database any more, for certain" * 40)
    with pytest.raises(NegcoachError), services.database.read() as connection:
        session_rows(connection, 1)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "damaged" in text_of(app.screen.query_one("#empty", Static))


def perform_some(services: Services, perform: Callable[..., None]) -> None:
    """A month of training, the newest session cut short and with a note."""
    services.settings = Settings(colours="full")
    perform("negative-pull-up", days_ago=33, sets=2, adherence=None)
    perform("leg-press", days_ago=30, load_kg=180, reps=5, adherence=1.02)
    perform("heel-drop", days_ago=9, reps=3, adherence=0.86, stop=StopReason.PAIN)
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
    assert snap_compare(stage(services), terminal_size=size, run_before=settle)


@pytest.mark.usefixtures("still_cursor")
def test_a_filter_looks_as_it_should(
    services: Services, perform: Callable[..., None], snap_compare: Callable[..., bool]
) -> None:
    perform_some(services, perform)

    async def filtered(pilot: Pilot[None]) -> None:
        await pilot.press("c", "down", "slash", *"2026-07", "space", *"bench", "space", *"2026-31")
        await settle(pilot)

    assert snap_compare(stage(services), terminal_size=(80, 24), run_before=filtered)
