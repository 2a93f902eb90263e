"""The body view: what is drawn and listed, and how it is typed in, edited, deleted and brought back."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from negcoach.keys.keymap import Keymap
from negcoach.screens.body.body import BodyScreen
from negcoach.screens.body.body_chart import GUTTER, RANGES, BodyChart, axis_of
from negcoach.screens.body.body_forms import EntryScreen
from negcoach.screens.body.body_log import BodyLog, columns_of, entry_line, entry_text
from negcoach.screens.body.soreness import SorenessScreen
from negcoach.services import Services
from negcoach.store.editing.body import Body, Series
from negcoach.store.editing.edit_log import undo
from negcoach.store.queries.body_log import BodyWeight, OneRm, SorenessEntry
from negcoach.training.progress.soreness import Question
from negcoach.training.units import KG_PER_LB
from negcoach.widgets.charts.trend_plot import TrendPlot
from tests.screens.conftest import SIZES, StageApp, rows_of, settle
from tests.services import NOW

NAMES = [f"{width}x{height}" for width, height in SIZES]
MUSCLES = ("chest", "triceps", "front shoulder", "quadriceps", "glutes", "hamstrings", "back", "biceps", "calf")


@pytest.fixture(autouse=True)
def in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are the same whatever the terminal that the tests run in."""
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture(autouse=True)
def quickly(services: Services) -> None:
    """Many entries are stored for the screen's sake here, not for safety's."""
    services.database.connection.execute("PRAGMA synchronous = OFF")
    services.database.connection.execute("PRAGMA journal_mode = MEMORY")


@pytest.fixture
def body(services: Services) -> Body:
    return Body(services.database)


@pytest.fixture
def months(body: Body) -> None:
    """Four months of entries of every sort."""
    for day in range(120):
        at = NOW - timedelta(days=119 - day, hours=6)
        if day % 4 == 0:
            body.add_weight(84 - day / 60 + (day % 12) / 10, at, at)
        if day % 3:
            body.answer({Question(MUSCLES[(day + shift) % 9]): (day * 5 + shift * 3) % 7 for shift in (0, 4)}, at)
        if day % 50 == 10:
            body.add_one_rm("bench-press", "Bench press", 95 + day / 10, at, at)
    body.add_one_rm("leg-press", "Leg press", 180, NOW - timedelta(days=40), NOW)


def stage(services: Services) -> StageApp:
    return StageApp(lambda: BodyScreen(services))


async def shown(pilot: Pilot[None]) -> str:
    await settle(pilot)
    return "\n".join(rows_of(pilot.app))


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
async def test_an_empty_view_says_what_to_do(services: Services, size: tuple[int, int]) -> None:
    app = stage(services)
    async with app.run_test(size=size) as pilot:
        text = await shown(pilot)
    for hint in ("Nothing rated yet: press s", "press w", "press m", "No body data yet", "weight", "back"):
        assert hint in text


async def test_an_empty_view_names_the_lifters_own_keys(services: Services) -> None:
    app = stage(services)
    app.own_keymap = Keymap({"body.rate": ("f13",), "body.weigh": ("f14",), "body.test": ("f15",)})
    async with app.run_test(size=(120, 40)) as pilot:
        text = await shown(pilot)
    assert "Nothing rated yet: press F13." in text
    assert not any(f"press {usual}" in text for usual in "swm")


def test_the_screen_loads_no_plot() -> None:
    program = "import negcoach.screens.body.body, sys; sys.exit('plotext' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


async def test_the_plot_comes_with_the_first_weight_and_goes_with_the_last(services: Services, body: Body) -> None:
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert not app.screen.query(TrendPlot)
        await pilot.press("w", *"82", "enter")
        assert "●" in await shown(pilot)
        await pilot.press("d")
        assert "●" not in await shown(pilot)
        await pilot.press("u")
        assert "●" in await shown(pilot)


async def test_what_was_just_added_is_marked_so_that_e_and_d_mean_it(services: Services, body: Body) -> None:
    body.add_weight(80.0, NOW - timedelta(days=9), NOW)
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("w", *"82.4", "enter")
        await settle(pilot)
        await pilot.press("d")
        await settle(pilot)
    assert [entry.kg for entry in body.log(9).entries if isinstance(entry, BodyWeight)] == [80.0]


async def test_a_body_weight_is_added_edited_deleted_and_brought_back(services: Services, body: Body) -> None:
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("w", *"82.4", "enter")
        assert "82.4 kg" in await shown(pilot)
        await pilot.press("e")
        await settle(pilot)
        await pilot.press(*"81", "down", *"2026-07-20", "enter")
        text = await shown(pilot)
        assert "Mon 20" in text
        assert "82.4" not in text
        await pilot.press("d")
        assert "No body data" in await shown(pilot)
        await pilot.press("u")
        assert "81 kg" in await shown(pilot)
        await pilot.press("u", "u")
        assert "No body data" in await shown(pilot)
        await pilot.press("U")
        assert "82.4 kg" in await shown(pilot)
    (entry,) = body.log(9).entries
    assert (entry.at, isinstance(entry, BodyWeight) and entry.kg) == (NOW, 82.4)


async def test_the_plot_that_comes_after_the_first_frame_comes_to_no_app_that_ends(
    services: Services, body: Body
) -> None:
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        chart = app.screen.query_one(BodyChart)
        app.exit()
        chart._mount_plot()
    assert app.return_code == 0


async def test_a_body_weight_that_may_be_in_pounds_is_kept_only_when_it_is_typed_again(
    services: Services, body: Body
) -> None:
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("w", *"185", "enter")
        assert "185 lb would be 83.91 kg" in await shown(pilot)
        await pilot.press("enter")
        assert "Is this body weight right?" in await shown(pilot)
        await pilot.press("escape")
        assert "No body data" in await shown(pilot)
        await pilot.press("w", *"185", "enter", *"185", "enter")
        assert "185 kg" in await shown(pilot)
        await pilot.press("e")
        await settle(pilot)
        await pilot.press(*"84", "enter")
        assert "it was 185 kg" in await shown(pilot)
        await pilot.press(*"84", "enter")
        assert "84 kg" in await shown(pilot)
    (entry,) = body.log(9).entries
    assert isinstance(entry, BodyWeight) and entry.kg == 84


async def test_the_newest_1rms_are_named_whole_beside_their_sparklines(services: Services, body: Body) -> None:
    for days in (9, 2):
        body.add_one_rm("machine-bench-press", "Machine bench press", 100 - days, NOW - timedelta(days=days), NOW)
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        assert re.search(r"Machine bench press +98 kg  tested +\d+ \w+ \d\d +\+7 kg  ▁▇", await shown(pilot))


async def test_a_1rm_test_is_added_for_a_chosen_exercise_and_edited(services: Services, body: Body) -> None:
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("m")
        await settle(pilot)
        await pilot.press("up", "right", "down", *"100", "down", *"yesterday", "enter")
        text = await shown(pilot)
        assert "1RM Machine bench press" in text
        assert "100 kg" in text
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press(*"102.5", "enter")
        assert "102.5 kg" in await shown(pilot)
    assert services.lifter.one_rm("machine-bench-press") == 102.5


async def test_a_1rm_of_an_exercise_that_shares_one_is_kept_as_that_of_the_lift(services: Services, body: Body) -> None:
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("m")
        await settle(pilot)
        await pilot.press("up")
        for _ in services.library:
            if "Tempo bench press" in await shown(pilot):
                break
            await pilot.press("right")
        await pilot.press("down", *"90", "enter")
        assert "1RM Bench press" in await shown(pilot)
    (kept,) = (one for one in body.log(9).entries if isinstance(one, OneRm))
    assert (kept.exercise, kept.kg) == ("bench-press", 90)


async def test_a_1rm_that_may_be_a_slip_is_typed_again_or_not_kept(services: Services) -> None:
    services.lifter.set_one_rm("bench-press", 100, NOW - timedelta(days=9))
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        for again, kg in (("escape", 100), ("enter", 1000)):
            await settle(pilot)
            await pilot.press("m")
            await settle(pilot)
            await pilot.press(*"1000", "enter")
            await settle(pilot)
            assert "1RM of 1000 kg, but it was 100 kg" in await shown(pilot)
            await pilot.press(*"1000", again)
            await settle(pilot)
            assert services.lifter.one_rm("bench-press") == kg


async def test_a_1rm_of_now_holds_beside_one_that_a_clock_dated_ahead_for_an_exercise_that_shares_it(
    services: Services,
) -> None:
    ahead = NOW + timedelta(days=400)
    Body(services.database).add_one_rm("tempo-bench-press", "t", 95, ahead, ahead)
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("m")
        await settle(pilot)
        await pilot.press(*"90", "enter")
        await settle(pilot)
    assert services.lifter.one_rm("bench-press") == 90


async def test_a_1rm_typed_in_the_prescription_appears(services: Services) -> None:
    services.lifter.set_one_rm("bench-press", 101.5, NOW)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        text = await shown(pilot)
    assert text.count("101.5 kg") == 2


async def test_soreness_is_rated_unasked_edited_and_deleted(services: Services, body: Body) -> None:
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("s")
        await settle(pilot)
        await pilot.press("down", "4", "enter")
        assert "4 of 6" in await shown(pilot)
        await pilot.press("e")
        await settle(pilot)
        assert "How sore: triceps" in "\n".join(rows_of(app))
        await pilot.press("2", "enter")
        assert "2 of 6" in await shown(pilot)
        await pilot.press("delete")
        assert "No body data" in await shown(pilot)


async def test_what_is_asked_for_now_is_answered_here_too(
    services: Services, body: Body, perform: Callable[..., None]
) -> None:
    perform("heel-drop", days_ago=2, reps=15)
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("s")
        assert "After Thursday's session." in await shown(pilot)
        await pilot.press("escape", "s")
        await settle(pilot)
        await pilot.press("3", "enter")
        await settle(pilot)
    (entry,) = body.log(9).entries
    assert isinstance(entry, SorenessEntry)
    assert (entry.muscle, entry.rating, entry.hours) == ("calf", 3, (48,))


async def test_esc_in_a_form_keeps_nothing(services: Services, body: Body) -> None:
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("w", *"82", "escape", "m", *"100", "escape", "s", "5", "escape")
        await settle(pilot)
        assert isinstance(app.screen, BodyScreen)
    assert body.log(9).entries == ()


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        (("enter",), "load", "The load is empty"),
        ((*"8x", "enter"), "load", "is not a load"),
        ((*"900", "enter"), "load", "at most 640 kg"),
        ((*"82", "down", *"2027-01-01", "enter"), "when", "in the future"),
        ((*"82", "down", *"soon", "enter"), "when", "Write it like 2026-03-12"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(
    services: Services, body: Body, typed: tuple[str, ...], field: str, said: str
) -> None:
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("w")
        await settle(pilot)
        await pilot.press(*typed)
        assert said in " ".join((await shown(pilot)).split())
        assert isinstance(app.screen, EntryScreen)
        assert app.screen.focused is app.screen.query_one(f"#{field}")
    assert body.log(9).entries == ()


async def test_an_edit_that_changes_nothing_keeps_the_value_exactly(services: Services, body: Body) -> None:
    services.settings = replace(services.settings, unit="lb")
    body.add_weight(81.23456, NOW - timedelta(seconds=77), NOW)
    before = body.log(9).entries
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "179.09 lb" in await shown(pilot)
        await pilot.press("e")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
    assert body.log(9).entries == before


async def test_pounds_are_typed_and_shown_where_the_settings_say_so(services: Services, body: Body) -> None:
    services.settings = replace(services.settings, unit="lb")
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("w", *"180", "enter")
        assert "180 lb" in await shown(pilot)
    (entry,) = body.log(9).entries
    assert isinstance(entry, BodyWeight)
    assert entry.kg == pytest.approx(180 * KG_PER_LB)


async def test_the_filter_lists_one_sort_and_the_range_widens(services: Services, months: None) -> None:
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        assert "‹ 3 months ›" in await shown(pilot)
        for sort, absent in (("soreness", "body weight "), ("body weight", " of 6"), ("1RM", " of 6")):
            await pilot.press("f")
            text = await shown(pilot)
            assert f"LOG  {sort}" in text
            assert absent not in text
        for name in ("12 months", "all", "1 month"):
            await pilot.press("r")
            assert f"‹ {name} ›" in await shown(pilot)
        await pilot.press("left")
        assert "‹ all ›" in await shown(pilot)


@pytest.mark.parametrize(("days_ago", "opens"), [((35, 3), "all"), ((60, 3), "3 months"), ((400, 3), "3 months")])
async def test_the_chart_opens_with_three_months_unless_most_of_that_were_empty(
    services: Services, body: Body, days_ago: tuple[int, ...], opens: str
) -> None:
    for days in days_ago:
        body.add_weight(80, NOW - timedelta(days=days), NOW)
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        assert f"‹ {opens} ›" in await shown(pilot)


async def test_the_log_is_read_on_as_it_is_scrolled(services: Services, body: Body) -> None:
    for day in range(300):
        body.add_weight(80 + day / 100, NOW - timedelta(days=day), NOW)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        log = app.screen.query_one(BodyLog)
        assert log.option_count < 150
        for _ in range(40):
            await pilot.press("pagedown")
            await settle(pilot)
        assert log.highlighted == log.option_count - 1
    assert log.option_count == 300 + 11


async def test_page_up_at_the_first_heading_keeps_the_mark(services: Services, body: Body) -> None:
    for day in range(40):
        body.add_weight(80 + day / 100, NOW - timedelta(days=day), NOW)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("down", "pageup", "pageup")
        log = app.screen.query_one(BodyLog)
        assert (log.highlighted, log.scroll_offset.y) == (1, 0)


async def test_the_mark_stays_where_it_was(services: Services, body: Body) -> None:
    for day in range(5):
        body.add_weight(80 + day, NOW - timedelta(days=day), NOW)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("down", "down", "d")
        await settle(pilot)
        log = app.screen.query_one(BodyLog)
        assert log.highlighted_option is not None
        assert "83 kg" in str(log.highlighted_option.prompt)
        with services.database.write() as connection:
            undo(connection, NOW)
        await pilot.press("r")
        app.screen.read_again()
        assert "83 kg" in str(log.highlighted_option.prompt)


async def test_deleting_the_last_entry_marks_the_one_before_it(services: Services, body: Body) -> None:
    for day in range(2):
        body.add_weight(80 + day, NOW - timedelta(days=day), NOW)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("down", "d")
        await settle(pilot)
        option = app.screen.query_one(BodyLog).highlighted_option
        assert option is not None
        assert "80 kg" in str(option.prompt)


async def test_a_name_that_is_no_longer_in_the_library_is_shown_harmless(services: Services, body: Body) -> None:
    body.add_one_rm("[/]x", "[/]x", 100, NOW, NOW)
    body.answer({Question("[@click=app.quit]"): 3}, NOW)
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        text = await shown(pilot)
        await pilot.press("down", "e")
        await settle(pilot)
        assert isinstance(app.screen, (EntryScreen, SorenessScreen))
    assert "1RM [/]x" in text
    assert "[@click=app.quit" in text


@pytest.mark.parametrize("days", [1, 30, 91, 365, 7_300])
@pytest.mark.parametrize("width", [20, 28, 61, 160])
def test_an_axis_fills_its_width_up_to_today(days: int, width: int) -> None:
    today = date(2026, 7, 25)
    axis = axis_of(days, today, width)
    assert axis.last == today
    assert width - axis.cell < axis.width <= width
    assert axis.count * axis.span >= days
    assert axis.cell >= 2  # two digits side by side would read as one number
    assert (axis.index_of(today), axis.index_of(axis.first)) == (axis.count - 1, 0)
    assert axis.index_of(today + timedelta(days=1)) is axis.index_of(axis.first - timedelta(days=1)) is None


@pytest.mark.parametrize(("name", "days"), RANGES)
@pytest.mark.parametrize("size", [*SIZES, (90, 13)], ids=[*NAMES, "90x13"])
async def test_the_picture_fits_its_place(
    services: Services, name: str, days: int | None, size: tuple[int, int]
) -> None:
    today = NOW.date()
    past = [today - timedelta(days=day) for day in range(0, 300, 3)]
    series = Series(
        sore_days={f"a muscle with a long name {number}": dict.fromkeys(past, number % 7) for number in range(12)},
        weights=[(day, 80 + day.day / 7) for day in reversed(past)],
        newest_weight=BodyWeight("w", 80.5, NOW, 1),
        one_rms=[OneRm(f"{number}", f"exercise {number // 3}", 100.25 + number, NOW, number) for number in range(30)],
    )
    app = stage(services)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        chart = app.screen.query_one(BodyChart)
        axis = axis_of(days or 300, today, chart.content_size.width - GUTTER)
        chart.show(series, axis, "lb", {}, MUSCLES, {})
        await settle(pilot)
        parts = [*chart.query(Static), chart.query_one(TrendPlot)]
        rows = rows_of(app)
        assert sum(part.region.height for part in parts) <= chart.content_size.height
        assert all(chart.content_region.contains_region(part.region) for part in parts)
        assert all(
            line.cell_length <= GUTTER + axis.width for text in chart.query(Static) for line in text.content.split()
        )
    assert any("●" in row for row in rows)


async def test_the_days_of_the_weights_are_below_those_of_soreness(services: Services, body: Body) -> None:
    for day in (23, 7, 0):
        at = NOW - timedelta(days=day)
        body.add_weight(80.0, at, at)
        body.answer({Question("chest"): 5}, at)
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        for _ in RANGES:
            rows = [row[: app.screen.query_one(BodyChart).region.right] for row in (await shown(pilot)).split("\n")]
            (weights,) = (row for row in rows if "●" in row)
            (ratings,) = (row for row in rows if "chest" in row)
            spots = {place for place, cell in enumerate(weights) if cell == "●"}
            digits = {place for place, cell in enumerate(ratings) if cell == "5"}
            assert all(digits & {spot - 1, spot, spot + 1} for spot in spots)  # below the cell of the digit
            assert all(spots & {digit - 1, digit, digit + 1} for digit in digits)
            await pilot.press("r")


@pytest.mark.parametrize("width", [28, 44, 74])
def test_a_line_of_the_log_fits_its_place(width: int) -> None:
    entries = [
        SorenessEntry(("1",), "十分に長い名前の筋肉" * 3, 6, NOW, 1, (24, 48)),
        BodyWeight("2", 101.25, NOW, 1),
        OneRm("3", "x", 1000, NOW, 1),
    ]
    texts = [entry_text(entry, "lb", "A very long name of an exercise") for entry in entries]
    for text in texts:
        assert entry_line(NOW, text, columns_of(texts, width), width).cell_length <= width


async def test_in_a_wide_log_no_note_is_cut_beside_blank_columns(services: Services, months: None) -> None:
    app = stage(services)
    async with app.run_test(size=(200, 50)) as pilot:
        log = [row[app.screen.query_one(BodyLog).region.x :] for row in (await shown(pilot)).split("\n")]
        assert not any("…" in row for row in log)
        assert any("the worst, hard to move" in row for row in log)


async def test_in_a_narrow_log_the_names_are_whole(services: Services, months: None) -> None:
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        log = app.screen.query_one(BodyLog)
        await settle(pilot)
        await pilot.press("f")
        for _ in range(10):
            rows = [row[log.region.x :] for row in (await shown(pilot)).split("\n")]
            assert not any("…" in row for row in rows)
            await pilot.press("pagedown")


async def test_a_long_name_further_down_keeps_the_columns_straight(services: Services, body: Body) -> None:
    for day in range(80):
        at = NOW - timedelta(days=day, hours=6)
        body.answer({Question("calf" if day < 70 else "front shoulder"): day % 7}, at)
    app = stage(services)
    async with app.run_test(size=(200, 50)) as pilot:
        log = app.screen.query_one(BodyLog)
        await settle(pilot)
        for key in ("home", "pagedown", "pagedown", "end"):
            await pilot.press(key)
            rows = [row[log.region.x :] for row in (await shown(pilot)).split("\n")]
            assert len({row.index(" of 6") for row in rows if " of 6" in row}) == 1
        assert any("front shoulder " in row for row in rows)
        await pilot.press("home")
        lines = {str(log.get_option_at_index(index).prompt).find(" of 6") for index in range(log.option_count)}
        assert len(lines - {-1}) == 1  # in those too that were listed before
