"""The trends: a list of exercises, the plot of one, and the records that open their sessions."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from negcoach.app import NegcoachApp
from negcoach.config import renaming
from negcoach.config.library import OWN_FILE, load_library
from negcoach.config.settings.settings import Settings
from negcoach.errors import NegcoachError
from negcoach.screens.history.exercise.record_rows import RecordRow, record_rows, row_line
from negcoach.screens.history.exercise.trend_charts import (
    ChartOptions,
    chart_of,
    first_range,
    measures_of,
    notice,
    summary,
)
from negcoach.screens.history.exercise.trend_lists import NameSearch
from negcoach.screens.history.exercise.trends import TrendsScreen
from negcoach.screens.history.session.screen import SessionScreen
from negcoach.screens.shared.form.fields import FieldsScreen
from negcoach.services import Services
from negcoach.store.database.stamps import new_id, stamp
from negcoach.store.editing.edit_log import edits
from negcoach.store.queries.eccentric_tests import StoredTest
from negcoach.store.queries.last_trained import last_trained
from negcoach.store.queries.sessions.history import session_rows
from negcoach.store.queries.trends import ExerciseTrend, exercise_trend
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.plan.eccentric_test import EccentricOneRm
from negcoach.training.progress.one_rm import OneRmPoint
from negcoach.training.progress.records import Records
from negcoach.training.progress.trends import Range, SessionPoint, TrendMeasure
from negcoach.widgets.charts.trend_plot import TrendPlot
from negcoach.widgets.drawing.colour_schemes import ColourMode
from tests.screens.conftest import SIZES, StageApp, rows_of, settle, started, text_of
from tests.services import NOW
from tests.store.samples import a_one_sided_session

TODAY = NOW.date()
POINT = SessionPoint("a", TODAY, 105.0, 60_000, 1260.0, 58_000, 60_000, 5100)
LOADED = ExerciseTrend("bench-press", False, (POINT,), (), (), Records())
UNLOADED = replace(LOADED, bodyweight=True, sessions=(replace(POINT, load_kg=0.0, volume_kg=0.0),))
LIFTED = replace(LOADED, sessions=(), estimated=(OneRmPoint(TODAY, 99.0, "b", 90.0, 3),))
TESTED = OneRmPoint(TODAY - timedelta(days=400), 95.0, None, 95.0, 1)


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
def own(services: Services, perform: Callable[..., None]) -> Services:
    """An own exercise, trained twice, beside the bench press, which was trained last."""
    path = services.config_path.with_name("exercises.toml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('[[exercise]]\nname = "Slow row"\nfamily = "regression"\n')
    services.library = load_library(path.parent)
    for days in (9, 5):
        perform("slow-row", days_ago=days)
    perform("bench-press", days_ago=2, load_kg=105.0)
    return services


async def test_an_own_exercise_is_renamed_with_its_history(own: Services) -> None:
    app = stage(own, "slow-row")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("e", *"Row", "enter")
        await settle(pilot)
        assert any("Row" in row and "6 sets lowered" in row for row in rows_of(app))
        with own.database.read() as connection:
            assert [row.exercise_names for row in session_rows(connection, 9)] == [("Bench press",), ("Row",), ("Row",)]
        assert [one.name for one in load_library(own.config_path.parent) if one.own] == ["Row"]
        assert [one.message for one in app._notifications] == ["Renamed Slow row to Row."]
        exercise = own.exercise("slow-row")
        assert exercise is not None
        assert last_trained(own.database, ["slow-row"])


@pytest.mark.parametrize("held", ["BEGIN IMMEDIATE", "BEGIN"])
async def test_where_the_sets_cannot_be_renamed_the_file_is_not_either(
    own: Services, monkeypatch: pytest.MonkeyPatch, held: str
) -> None:
    """Another program writes, or it reads, which holds up the end of the write alone."""
    monkeypatch.setattr(own.database, "_busy_ms", 1)
    path = own.config_path.parent / OWN_FILE
    before = path.read_text()
    app = stage(own, "slow-row")
    with closing(sqlite3.connect(own.database.path, isolation_level=None)) as other:
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            await settle(pilot)
            await pilot.press("e", *"Row")
            other.execute(held)
            other.execute("SELECT count(*) FROM sets").fetchone()
            await pilot.press("enter")
            await settle(pilot)
            assert isinstance(app.screen, FieldsScreen)
            assert path.read_text() == before
            other.rollback()
            with own.database.read() as connection:
                names = [row.exercise_names for row in session_rows(connection, 9)]
                assert names == [("Bench press",), ("Slow row",), ("Slow row",)]
            assert [one.name for one in own.library if one.own] == ["Slow row"]


async def test_where_the_file_cannot_be_written_the_sets_keep_their_name(
    own: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, text: str) -> None:
        raise NegcoachError("The disk is full.")

    monkeypatch.setattr(renaming, "replace_file", refuse)
    app = stage(own, "slow-row")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("e", *"Row", "enter")
        await settle(pilot)
        assert isinstance(app.screen, FieldsScreen)
        with own.database.read() as connection:
            assert edits(connection) == []
            assert session_rows(connection, 9)[-1].exercise_names == ("Slow row",)


async def test_a_name_that_another_exercise_has_changes_nothing(own: Services) -> None:
    app = stage(own, "slow-row")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("e", *"bench press", "enter")
        await settle(pilot)
        assert [one.name for one in load_library(own.config_path.parent) if one.own] == ["Slow row"]
        assert isinstance(app.screen, FieldsScreen)  # and what was typed stands
        assert "already an exercise called Bench press" in str(app.screen.query_one("#name-note", Static).content)


async def test_an_exercise_that_comes_with_negcoach_keeps_its_name(own: Services) -> None:
    app = stage(own)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("e")
        assert isinstance(app.screen, TrendsScreen)
        assert not any("rename" in row for row in rows_of(app))
        await pilot.press("down")
        await settle(pilot)
        assert any("rename" in row for row in rows_of(app))


@pytest.mark.parametrize(
    ("days_ago", "opens"),
    [
        ((29, 4), Range.MONTH),
        ((35, 4), Range.ALL),  # two thirds of three months would be empty
        ((60, 4), Range.QUARTER),
        ((120, 33, 4), Range.ALL),
        ((300, 33, 4), Range.YEAR),
        ((400, 33, 4), Range.YEAR),
        ((400, 4), Range.ALL),
        ((4,), Range.ALL),
        ((), Range.ALL),
    ],
)
def test_the_chart_opens_with_the_shortest_range_that_has_all_points_unless_most_of_it_is_empty(
    days_ago: tuple[int, ...], opens: Range
) -> None:
    points = tuple(replace(POINT, day=TODAY - timedelta(days=days)) for days in days_ago)
    assert first_range(replace(LOADED, sessions=points), TODAY) is opens


def test_the_points_of_a_test_count_for_the_range_too() -> None:
    tests = (result_of(80, 120.0), result_of(60, 125.0))
    assert first_range(replace(LOADED, tests=tests), TODAY) is Range.QUARTER
    assert first_range(replace(LOADED, entered=(TESTED,)), TODAY) is Range.ALL


async def test_the_range_that_the_lifter_chose_stays_with_another_exercise(
    services: Services, perform: Callable[..., None]
) -> None:
    for days, slug in ((33, "bench-press"), (9, "bench-press"), (8, "negative-dip"), (2, "negative-dip")):
        perform(slug, days_ago=days, load_kg=0)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        seen = []
        for key in ("", "down", "[", "up"):
            await pilot.press(*([key] if key else []))
            await settle(pilot)
            seen.append(shown(app, "#ranges").split("▸")[1].split("  ")[0].strip())
    assert seen == ["1 mo", "all", "12 mo", "12 mo"]


def look(measure: TrendMeasure = TrendMeasure.LOAD, range_: Range = Range.YEAR) -> ChartOptions:
    return ChartOptions(measure, range_, TODAY, "kg")


def stage(services: Services, exercise: str | None = None) -> StageApp:
    return StageApp(lambda: TrendsScreen(services, exercise), services.settings.colours)


def shown(app: StageApp, selector: str) -> str:
    return text_of(app.screen.query_one(selector, Static))


def listed(app: StageApp, selector: str) -> list[str]:
    options = app.screen.query_one(selector, OptionList).options
    return [option.id or " ".join(str(option.prompt).split()) for option in options]


def plot_of(app: StageApp) -> TrendPlot:
    return app.screen.query_one(TrendPlot)


def lift(services: Services, days_ago: float, load_kg: float, reps: int, name: str = "Squat (Barbell)") -> str:
    """Keep a session with a lifted set, as an import does."""
    at, ms = stamp(NOW - timedelta(days=days_ago))
    session_id = new_id(NOW - timedelta(days=days_ago))
    with services.database.write() as connection:
        connection.execute(
            "INSERT INTO sessions (id, started_at, started_ms, ended_at, changed_ms) VALUES (?, ?, ?, ?, ?)",
            (session_id, at, ms, at, ms),
        )
        connection.execute(
            "INSERT INTO concentric_sets (id, session_id, exercise, exercise_name, set_number, kind, load_kg, reps, "
            "started_at, started_ms, changed_ms) VALUES (?, ?, 'squat', ?, 1, 'normal', ?, ?, ?, ?, ?)",
            (f"lifted {session_id}", session_id, name, load_kg, reps, at, ms, ms),
        )
    return session_id


async def test_the_exercise_trained_last_is_shown_first(services: Services, perform: Callable[..., None]) -> None:
    perform("bench-press", days_ago=9, load_kg=105)
    perform("negative-dip", days_ago=2)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert listed(app, "#names") == ["negative-dip", "bench-press"]
        assert shown(app, "#name").startswith("Negative dip   3 sets lowered · last 23 Jul 2026")
        await pilot.press("down")
        await settle(pilot)
        assert shown(app, "#name").startswith("Bench press")
        assert shown(app, "#measures").split("▸")[1].startswith("load")


async def test_going_through_the_list_quickly_ends_at_the_last_one(
    services: Services, perform: Callable[..., None]
) -> None:
    for days, slug in enumerate(("bench-press", "negative-dip", "leg-press", "leg-curl")):
        perform(slug, days_ago=days, load_kg=50)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for key in ("down", "down", "down", "up"):
            await pilot.press(key)
        await settle(pilot)
        await settle(pilot)
        assert shown(app, "#name").startswith("Leg press")


async def test_it_can_be_opened_at_an_exercise(services: Services, perform: Callable[..., None]) -> None:
    perform("bench-press", days_ago=9, load_kg=105)
    perform("negative-dip", days_ago=2)
    app = stage(services, "bench-press")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert shown(app, "#name").startswith("Bench press")


async def test_an_exercise_without_history_says_so(services: Services, perform: Callable[..., None]) -> None:
    perform("negative-dip", days_ago=2)
    app = stage(services, "bench-press")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert shown(app, "#notice") == "Nothing recorded yet."
        assert not plot_of(app).display


async def test_keys_choose_the_measure_and_the_range(services: Services, perform: Callable[..., None]) -> None:
    for days in (400, 20, 1):
        perform("bench-press", days_ago=days, load_kg=105)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        seen = []
        for key in ("right", "m", "left", "left", "left", "]", "]", "[", "[", "-", "-", "+"):
            await pilot.press(key)
            await settle(pilot)
            chosen = [
                shown(app, selector).split("▸")[1].split("  ")[0].strip() for selector in ("#measures", "#ranges")
            ]
            chart = plot_of(app).chart
            assert chart is not None
            seen.append((*chosen, len(chart.lines[0].spots)))
    assert [measure for measure, _, _ in seen[:5]] == ["tension", "volume", "tension", "load", "longest"]
    assert seen[5:] == [
        *[("longest", "all", 3)] * 2,
        ("longest", "12 mo", 2),
        ("longest", "3 mo", 2),
        *[("longest", "1 mo", 2)] * 2,
        ("longest", "3 mo", 2),
    ]


async def test_typing_finds_an_exercise_and_escape_shows_all(services: Services, perform: Callable[..., None]) -> None:
    for slug in ("bench-press", "negative-dip", "machine-bench-press"):
        perform(slug, days_ago=2, load_kg=0)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("slash", *"mach ben")
        await settle(pilot)
        assert listed(app, "#names") == ["machine-bench-press"]
        assert shown(app, "#name").startswith("Machine bench press")
        await pilot.press("escape")
        await settle(pilot)
        assert len(listed(app, "#names")) == 3
        assert app.screen.query_one(NameSearch).value == ""
        assert shown(app, "#name").startswith("Machine bench press")
        await pilot.press("slash", *"no such thing")
        await settle(pilot)
        assert listed(app, "#names") == ["No exercise matches. Press Esc to show all."]
        await pilot.press("escape", "escape")
        assert not isinstance(app.screen, TrendsScreen)


@pytest.mark.parametrize("typed", ["raised body", "rdl", "romanian"])
async def test_an_exercise_is_found_by_the_name_of_its_sets_and_by_all_of_today(
    services: Services, perform: Callable[..., None], typed: str
) -> None:
    for slug in ("bench-press", "tempo-romanian-deadlift"):
        perform(slug, days_ago=2, load_kg=50)
    with services.database.write() as connection:
        connection.execute("UPDATE sets SET exercise_name = 'Raised body' WHERE exercise = 'tempo-romanian-deadlift'")
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("slash", *("space" if letter == " " else letter for letter in typed))
        await settle(pilot)
        assert listed(app, "#names") == ["tempo-romanian-deadlift"]
        assert shown(app, "#name").startswith("Tempo Romanian deadlift")


async def test_enter_on_a_record_opens_its_session(services: Services, perform: Callable[..., None]) -> None:
    perform("bench-press", days_ago=9, load_kg=110)
    perform("bench-press", days_ago=2, load_kg=105)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        heading, heaviest = listed(app, "#records")[:2]
        assert (heading, heaviest) == ("RECORDS, LOWERED", "Heaviest, full 5 s 110 kg 16 Jul 2026")
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert isinstance(app.screen, SessionScreen)
        assert any("16 July 2026" in row for row in rows_of(app))
        await pilot.press("escape")
        await settle(pilot)
        records = app.screen.query_one("#records", OptionList)
        assert records.has_focus
        assert records.highlighted == 1
        await pilot.press("pageup", "pageup")
        assert records.highlighted == 1
        await pilot.press("tab")
        assert app.screen.query_one("#names").has_focus


async def test_an_entered_one_rm_opens_nothing(services: Services) -> None:
    services.lifter.set_one_rm("bench-press", 100, NOW - timedelta(days=2))
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert listed(app, "#records") == ["CONCENTRIC 1RM, LIFTED", "Entered last 100 kg 23 Jul 2026"]
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert isinstance(app.screen, TrendsScreen)


async def test_a_change_in_the_store_is_shown_on_return(services: Services, perform: Callable[..., None]) -> None:
    perform("bench-press", days_ago=9, load_kg=105)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        perform("bench-press", days_ago=2, load_kg=110)
        screen = app.screen
        assert isinstance(screen, TrendsScreen)
        screen.read_again()
        await settle(pilot)
        assert "6 sets lowered" in shown(app, "#name")
        assert "110 kg" in listed(app, "#records")[1]


async def test_imported_sets_plot_the_concentric_one_rm_alone(services: Services) -> None:
    lift(services, 30, 100, 5)
    lift(services, 20, 105, 5)
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert shown(app, "#name").startswith("Squat (Barbell)   2 sets lifted")
        chart = plot_of(app).chart
        assert chart is not None
        assert [line.name for line in chart.lines] == ["concentric 1RM, Epley"]
        assert any("◇" in row for row in rows_of(app))
        await pilot.press("right")
        await settle(pilot)
        assert shown(app, "#notice").startswith("Only lifted so far")


async def test_names_are_shown_as_they_are_written(services: Services) -> None:
    name = "[/] [@click=app.quit]no[/]"
    lift(services, 3, 100, 5, name=name)
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert shown(app, "#name").startswith(name)
        assert any(name in row for row in rows_of(app))


async def test_without_history_it_says_what_to_do(services: Services) -> None:
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert app.screen.query_one("#empty").display
        assert not app.screen.query_one("#body").display
        await pilot.press("right", "slash", "enter", "escape")
        assert not isinstance(app.screen, TrendsScreen)


async def test_a_database_that_fails_is_one_line(services: Services, perform: Callable[..., None]) -> None:
    perform("bench-press", days_ago=1)
    services.database.path.write_bytes(b"not a database any more, for certain" * 40)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert any("damaged" in row for row in rows_of(app))


@pytest.mark.parametrize(
    ("trend", "measure", "said"),
    [
        (UNLOADED, TrendMeasure.LOAD, "Bodyweight only"),
        (UNLOADED, TrendMeasure.VOLUME, "Bodyweight only"),
        (LIFTED, TrendMeasure.TENSION, "Only lifted"),
        (replace(LOADED, sessions=(replace(POINT, longest_ms=None),)), TrendMeasure.LONGEST, "No lowering has reached"),
        (
            replace(LOADED, sessions=(replace(POINT, measured_target_ms=0),)),
            TrendMeasure.ADHERENCE,
            "No rep measured",
        ),
        (replace(LOADED, sessions=(replace(POINT, day=date(2024, 1, 1)),)), TrendMeasure.LOAD, "Nothing in this"),
        (replace(LOADED, sessions=()), TrendMeasure.LOAD, "Nothing recorded yet"),
    ],
)
def test_where_there_is_nothing_to_plot_it_says_why(trend: ExerciseTrend, measure: TrendMeasure, said: str) -> None:
    assert chart_of(trend, look(measure)) is None
    assert notice(trend, look(measure), "]").startswith(said)
    assert summary(trend, look(measure)) == ""


def test_the_concentric_one_rm_is_a_line_of_its_own_beside_the_load_only() -> None:
    trend = replace(LOADED, entered=(TESTED,), estimated=LIFTED.estimated)
    lines = {
        measure: [line.marker for line in chart.lines]
        for measure in TrendMeasure
        if (chart := chart_of(trend, look(measure, Range.ALL))) is not None
    }
    lines.pop(TrendMeasure.STRENGTH)  # nothing was tested: it is not offered
    assert lines == {measure: ["●", "◇", "◆"] if measure is TrendMeasure.LOAD else ["●"] for measure in lines}
    assert set(lines) == set(measures_of(trend))
    year = chart_of(trend, look())
    assert year is not None
    assert [line.marker for line in year.lines] == ["●", "◇"]  # the test is older


def result_of(days_ago: int, kg: float, tempo: str = "5-0-A-1") -> StoredTest:
    at = NOW - timedelta(days=days_ago)
    return StoredTest("t", EccentricOneRm(kg, Tempo.parse(tempo), at))


def test_the_strength_is_offered_once_it_was_tested_with_a_line_for_each_tempo_and_the_concentric_1rm() -> None:
    trend = replace(
        LOADED, entered=(TESTED,), tests=(result_of(90, 110), result_of(60, 100, "8-0-A-1"), result_of(9, 118.75))
    )
    assert measures_of(LOADED) == [one for one in TrendMeasure if one is not TrendMeasure.STRENGTH]
    assert TrendMeasure.STRENGTH in measures_of(trend)
    chart = chart_of(trend, look(TrendMeasure.STRENGTH, Range.ALL))
    assert chart is not None
    assert [(line.name, len(line.spots)) for line in chart.lines] == [
        ("eccentric 1RM at 5-0-A-1, tested, kg", 2),
        ("eccentric 1RM at 8-0-A-1, tested, kg", 1),
        ("concentric 1RM, estimated", 1) if TESTED.kind.value == "estimated" else ("concentric 1RM, tested", 1),
    ]
    said = summary(trend, look(TrendMeasure.STRENGTH, Range.ALL))
    assert said == "newest 118.75 kg at 5-0-A-1: 1.25 × the 1RM, in studies 1.24"


def test_each_test_has_its_ratio_to_the_1rm_of_that_time_and_the_study_beside_it() -> None:
    earlier = OneRmPoint(TODAY - timedelta(days=100), 100.0, None, 100.0, 1)
    later = OneRmPoint(TODAY - timedelta(days=5), 110.0, None, 110.0, 1)
    trend = replace(LOADED, entered=(earlier, later), tests=(result_of(200, 105), result_of(90, 115)))
    rows = [(row.name, row.value, row.detail) for row in record_rows(trend, "kg")][:4]
    assert rows == [
        ("ECCENTRIC 1RM, TESTED", "", ""),
        ("At 5-0-A-1, 1.15 × 1RM", "115 kg", "the 1RM then: 100 kg"),
        ("At 5-0-A-1", "105 kg", ""),  # no 1RM was known yet
        ("  In studies 1.24 × 1RM (Kelly 2015, 3 s).", "", ""),
    ]
    one_limb = replace(trend, exercise="two-up-one-down-leg-press", tests=(result_of(90, 65),))
    assert [row.name for row in record_rows(one_limb, "kg")][:2] == ["ECCENTRIC 1RM, TESTED", "At 5-0-A-1, 0.65 × max"]


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        (TrendMeasure.LOAD, "newest 105 kg · best 110 kg · 2 sessions"),
        (TrendMeasure.TENSION, "newest 1:00 · mean 1:00 · 2 sessions"),
        (TrendMeasure.VOLUME, "newest 1260 kg · mean 1260 kg · 2 sessions"),
        (TrendMeasure.ADHERENCE, "newest 97 % · mean 97 % · 2 sessions"),
        (TrendMeasure.LONGEST, "newest 5.1 s · best 5.1 s · 2 sessions"),
    ],
)
def test_the_range_is_summed_up(measure: TrendMeasure, said: str) -> None:
    trend = replace(LOADED, sessions=(replace(POINT, load_kg=110.0), POINT))
    assert summary(trend, look(measure)) == said


@pytest.mark.parametrize("range_", [Range.YEAR, Range.ALL])
def test_a_session_of_a_mistyped_year_is_not_plotted(range_: Range) -> None:
    trend = replace(LOADED, sessions=(POINT, replace(POINT, day=date(2199, 1, 1))))
    chart = chart_of(trend, look(TrendMeasure.LOAD, range_))
    assert chart is not None and chart.last <= TODAY + timedelta(days=1)
    assert [len(line.spots) for line in chart.lines] == [1]
    assert summary(trend, look(TrendMeasure.LOAD, range_)).endswith("1 session")


@pytest.mark.parametrize("width", [40, 56, 63, 64, 80, 120])
def test_every_record_is_as_wide_as_its_place(width: int) -> None:
    rows = [
        RecordRow("Heaviest, full 5 s", "107.5 kg", "eccentric 1RM at 5-1-A-1", TODAY, "a"),
        RecordRow("十分に長い名前" * 9, "1000.25 kg and more", "長い" * 50, TODAY, "a"),
        RecordRow("RECORDS"),
    ]
    assert {cell_len(str(row_line(row, width))) for row in rows} == {width}


def test_a_tiny_terminal_has_the_names_of_records_whole_and_leaves_out_their_days() -> None:
    row = RecordRow("Most tension, a session", "1:37", "heaviest 40 kg", TODAY, "a")
    assert str(row_line(row, 37)).split() == ["Most", "tension,", "a", "session", "1:37"]


async def test_a_blank_line_stands_above_a_heading_where_all_records_have_room(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=2, load_kg=45.0, sets=1)
    for size, apart in (((200, 50), True), ((80, 24), False)):
        app = stage(services)
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            rows = rows_of(app)
            above = rows[next(at for at, row in enumerate(rows) if "LONGEST LOWERING" in row) - 1]
            assert ("Most tension" not in above) is apart


def test_records_are_told_in_the_lifters_unit(services: Services, perform: Callable[..., None]) -> None:
    perform("bench-press", days_ago=2, load_kg=45.359237, sets=1)
    services.lifter.set_one_rm("bench-press", 45.359237, NOW)
    with services.database.read() as connection:
        rows = record_rows(exercise_trend(connection, "bench-press"), "lb")
    told = {row.name: row.value for row in rows}
    assert told["Heaviest, full 5 s"] == told["Entered last"] == "100 lb"
    assert told["100 lb"] == "4.8 s"
    assert (told["Best tempo, a set"], told["Most tension, a set"]) == ("±0.15 s", "19.4 s")


@pytest.mark.parametrize("mode", ColourMode)
async def test_lines_differ_by_shape_in_all_colours(services: Services, mode: ColourMode) -> None:
    services.settings = Settings(colours=mode.value)
    lift(services, 30, 100, 5)
    services.lifter.set_one_rm("squat", 120, NOW - timedelta(days=9))
    app = stage(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert plot_of(app).colour_mode is mode
        rows = "\n".join(rows_of(app)[4:])
        assert rows.count("◇") >= 2  # in the legend and in the plot
        assert rows.count("◆") >= 2


def test_each_side_has_its_own_rows(services: Services) -> None:
    for day, left_ms in ((2, 3000), (1, 3500)):
        at = NOW - timedelta(days=day)
        a_one_sided_session(services.journal, at, load_kg=10, left_ms=left_ms, right_ms=4000)
    with services.database.read() as connection:
        rows = record_rows(exercise_trend(connection, "heel-drop", bodyweight=True), "kg")
    names = [row.name for row in rows]
    assert [name for name in names if name.isupper()] == [
        "RECORDS, LOWERED, LEFT",
        "RECORDS, LOWERED, RIGHT",
        "LONGEST LOWERING AT EACH LOAD, LEFT",
        "LONGEST LOWERING AT EACH LOAD, RIGHT",
    ]
    assert names.count("Heaviest, full 3 s") == 2
    assert "Most tension, both sides" in names
    assert rows[-3].value == "3.5 s"
    assert rows[-1].value == "4.0 s"


async def test_the_second_view_of_the_history_is_this_one(services: Services) -> None:
    app = NegcoachApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("ctrl+r")
        await settle(pilot)
        await pilot.press("2")
        await settle(pilot)
        assert isinstance(app.screen, TrendsScreen)


def test_plots_are_loaded_only_where_they_are_shown() -> None:
    program = "import sys, negcoach.app, negcoach.screens.history.sessions; sys.exit('plotext' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    ("days", "told"), [(0, "today"), (1, "1 d"), (364, "364 d"), (365, "1 y"), (800, "2 y"), (None, "")]
)
async def test_the_list_tells_how_long_ago_an_exercise_was_done(
    services: Services, perform: Callable[..., None], days: int | None, told: str
) -> None:
    if days is not None:
        perform("bench-press", days_ago=days)
    app = stage(services, "bench-press")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert rows_of(app)[2][:24].split() == ["▸Bench", "press", *told.split()]


def perform_a_year(services: Services, perform: Callable[..., None]) -> None:
    """A year of bench press that grew heavier, lifts before it, three 1RM tests, and dips."""
    services.settings = Settings(colours="full")
    for week in range(50, 0, -2):
        load_kg = 80 + (50 - week) // 6 * 2.5 - (5 if week % 8 == 0 else 0)
        perform("bench-press", days_ago=7 * week + 1, load_kg=load_kg, sets=2, adherence=0.9 + (week * 7 % 13) / 100)
    for days, kg in ((340, 85.0), (150, 90.0), (20, 95.0)):
        services.lifter.set_one_rm("bench-press", kg, NOW - timedelta(days=days))
    perform("negative-dip", days_ago=2, adherence=1.04)
    lift(services, 300, 80, 5)
    with services.database.write() as connection:
        connection.execute("UPDATE concentric_sets SET exercise = 'bench-press'")


@pytest.mark.parametrize("size", SIZES, ids=[f"{width}x{height}" for width, height in SIZES])
def test_trends_look_as_they_should(
    services: Services, perform: Callable[..., None], size: tuple[int, int], snap_compare: Callable[..., bool]
) -> None:
    perform_a_year(services, perform)

    async def lead(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.press("down")
        await settle(pilot)

    assert snap_compare(stage(services), terminal_size=size, run_before=lead)


async def test_where_a_plot_has_no_rows_its_figures_are_there_in_words(
    services: Services, perform: Callable[..., None]
) -> None:
    for days_ago, load_kg in ((9, 100.0), (5, 105.0), (2, 102.5)):
        perform("bench-press", days_ago=days_ago, load_kg=load_kg)
    app = StageApp(lambda: TrendsScreen(services))
    async with app.run_test(size=(40, 12)) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert not app.screen.query_one(TrendPlot).size.height
        rows = [row.strip() for row in rows_of(app)]
        assert "newest 102.5 kg · best 105 kg · 3 sessi…" in rows
        assert app.screen.query_one("#records").size.height >= 5
