"""Importing in the app: choose a file, see what is in it, answer, and bring it in."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from sqlite3 import Connection
from threading import Event

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from negcoach.app import NegcoachApp
from negcoach.errors import NegcoachError
from negcoach.screens.importing import importing
from negcoach.screens.importing.import_dialogs import ColumnScreen, DifferencesScreen, MappingScreen, WritingScreen
from negcoach.screens.importing.import_files import matching_places, path_from, unquoted_path
from negcoach.screens.importing.import_parts import PreviewRead, ReadFailed, RowsRead
from negcoach.screens.importing.importing import ImportScreen
from negcoach.services import Services
from negcoach.store.editing.edit_log import edits, undo
from negcoach.store.queries.sessions.history import session_rows
from negcoach.transfer.apps import reading
from negcoach.transfer.importer import ImportAnswers, Importer
from negcoach.transfer.preview import Preview
from negcoach.transfer.sources import Source, open_source
from tests.screens.conftest import WAIT_S, StageApp, rows_of, settle, text_of
from tests.transfer.samples import a_document, a_full_document, a_rep, a_session, a_set

FILES = Path(__file__).parents[2] / "transfer" / "apps" / "files"
A_NOON_OF_2026 = 1_784_030_400


@pytest.fixture(autouse=True)
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with exports, beside which the program runs."""
    folder = tmp_path / "Downloads"
    (folder / "older").mkdir(parents=True)
    for at, name in enumerate(("hevy-kg.csv", "strong-old.csv", "fitnotes-android.csv")):
        shutil.copyfile(FILES / name, folder / name)
        os.utime(folder / name, (A_NOON_OF_2026 + at * 86_400,) * 2)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return folder


def app_for(services: Services, typed: str = "Downloads/") -> StageApp:
    return StageApp(lambda: ImportScreen(services, typed))  # type: ignore[arg-type, return-value]


def stored(services: Services) -> int:
    with services.database.read() as connection:
        return len(session_rows(connection, 100))


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Let the threads work until something is so."""
    for _ in range(3000):
        await pilot.pause()
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came")


async def look_into(pilot: Pilot[None], path: str) -> None:
    screen = pilot.app.screen
    screen.query_one("#path", Input).value = path
    await pilot.pause()
    await pilot.press("enter")
    await until(pilot, lambda: screen.has_class("-looking"))
    await settle(pilot)


async def test_the_files_of_the_folder_are_offered_the_newest_first(services: Services) -> None:
    async with app_for(services).run_test(size=(80, 24)) as pilot:
        found = pilot.app.screen.query_one("#places", OptionList)
        await until(pilot, lambda: found.option_count == 4)
        shown = [str(option.prompt).split()[0] for option in found.options]
        assert shown == ["older/", "fitnotes-android.csv", "strong-old.csv", "hevy-kg.csv"]
        assert found.highlighted == 1


async def test_of_one_day_the_file_that_came_last_is_the_first(services: Services, downloads: Path) -> None:
    for at, name in enumerate(("strong-old.csv", "hevy-kg.csv", "fitnotes-android.csv")):
        os.utime(downloads / name, (A_NOON_OF_2026 + at, A_NOON_OF_2026 + at))
    async with app_for(services).run_test(size=(80, 24)) as pilot:
        found = pilot.app.screen.query_one("#places", OptionList)
        await until(pilot, lambda: found.option_count == 4)
        shown = [str(option.prompt).split()[0] for option in found.options]
        assert shown == ["older/", "fitnotes-android.csv", "hevy-kg.csv", "strong-old.csv"]


async def test_typing_narrows_the_files_and_enter_takes_the_chosen_one(services: Services) -> None:
    async with app_for(services).run_test(size=(80, 24)) as pilot:
        screen = pilot.app.screen
        await pilot.press(*"str")
        await until(pilot, lambda: screen.query_one("#places", OptionList).option_count == 1)
        await pilot.press("enter")
        await until(pilot, lambda: screen.has_class("-looking"))
        assert "strong-old.csv" in text_of(screen.query_one("#source", Static))


async def test_beside_a_session_a_large_file_is_refused_before_its_rows_are_read(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MANY_ROWS", 1)
    monkeypatch.setattr(Importer, "_read", lambda *_: pytest.fail("it is read"))
    services.journal.begin_session(services.now())
    async with app_for(services).run_test(size=(80, 24)) as pilot:
        screen = pilot.app.screen
        screen.query_one("#path", Input).value = "Downloads/strong-old.csv"
        await settle(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "A session is under way" in text_of(screen.query_one("#wrong", Static)))
        assert not screen.has_class("-looking")


async def test_tab_types_the_chosen_name_and_enter_goes_into_a_folder(services: Services) -> None:
    async with app_for(services).run_test(size=(80, 24)) as pilot:
        field = pilot.app.screen.query_one("#path", Input)
        await until(pilot, lambda: pilot.app.screen.query_one("#places", OptionList).option_count == 4)
        await pilot.press("down", "tab")
        assert field.value == "Downloads/strong-old.csv"
        field.value = "Downloads/o"
        await until(pilot, lambda: pilot.app.screen.query_one("#places", OptionList).option_count == 1)
        await pilot.press("enter")
        assert field.value == f"Downloads/older{os.sep}"


async def test_a_file_is_looked_into_without_any_change(services: Services) -> None:
    async with app_for(services).run_test(size=(120, 40)) as pilot:
        await look_into(pilot, "Downloads/hevy-kg.csv")
        text = "\n".join(rows_of(pilot.app))
        days = "23 Jul to 25 Jul 2026"
        for part in ("Hevy · 6 rows", f"2  {days}", "time or distance, no reps", "Leg press", "calf"):
            assert part in text
    assert stored(services) == 0


async def test_of_a_long_file_it_is_said_how_much_is_read(services: Services, downloads: Path) -> None:
    header = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Notes,Workout Notes\n"
    (downloads / "long.csv").write_text(header + "2024-03-04 18:00:00,Legs,1h,Squat,1,100,5,,\n" * 2100)
    told: list[RowsRead] = []
    hook = lambda message: told.append(message) if isinstance(message, RowsRead) else None  # noqa: E731
    async with app_for(services).run_test(size=(80, 24), message_hook=hook) as pilot:
        await look_into(pilot, "Downloads/long.csv")
        assert {(one.done, one.total) for one in told} == {(2000, 2100)}
        await pilot.press("escape")
        assert text_of(pilot.app.screen.query_one("#wrong", Static)) == ""


async def test_a_file_that_was_left_for_another_one_is_not_shown_in_its_place(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_be_read, previewed = {name: Event() for name in ("hevy-kg.csv", "strong-old.csv")}, list[Preview]()
    preview = Importer.preview

    def slow(path: Path, on_large: Callable[[], None]) -> Source:
        may_be_read[path.name].wait(WAIT_S)
        return open_source(path, on_large)

    def noted(importer: Importer, connection: Connection, answers: ImportAnswers) -> Preview:
        previewed.append(preview(importer, connection, answers))
        return previewed[-1]

    monkeypatch.setattr(importing, "open_source", slow)
    monkeypatch.setattr(Importer, "preview", noted)
    async with app_for(services).run_test(size=(120, 40)) as pilot:
        screen = pilot.app.screen
        for name in may_be_read:
            screen.query_one("#path", Input).value = f"Downloads/{name}"
            await pilot.pause()
            await pilot.press("enter")
        may_be_read["hevy-kg.csv"].set()
        await until(pilot, lambda: len(previewed) == 1)
        may_be_read["strong-old.csv"].set()
        await until(pilot, lambda: screen.has_class("-looking"))
        assert "strong-old.csv" in text_of(screen.query_one("#source", Static))


async def test_what_the_file_does_not_say_is_asked_before_it_can_be_imported(services: Services) -> None:
    async with app_for(services).run_test(size=(80, 24)) as pilot:
        screen = pilot.app.screen
        await look_into(pilot, "Downloads/strong-old.csv")
        assert "? kilograms (k) or pounds (l)?" in "\n".join(rows_of(pilot.app))
        await pilot.press("i")
        await pilot.pause()
        assert pilot.app.screen is screen
        await pilot.press("l")
        await until(pilot, lambda: "lb, as you say" in text_of(screen.query_one("#facts", Static)))
        await pilot.press("i")
        await until(pilot, lambda: screen.has_class("-done"))
    with services.database.read() as connection:
        (heaviest,) = connection.execute("SELECT max(load_kg) FROM concentric_sets").fetchone()
    assert heaviest == pytest.approx(80 * 0.45359237)


async def test_the_order_of_dates_is_asked_where_it_cannot_be_told(services: Services, downloads: Path) -> None:
    (downloads / "us.csv").write_text("Date,Exercise Name,Set Order,Weight (kg),Reps\n03/04/2024,Squat,1,100,5\n")
    async with app_for(services).run_test(size=(80, 24)) as pilot:
        screen = pilot.app.screen
        await look_into(pilot, "Downloads/us.csv")
        await pilot.press("m")
        await until(pilot, lambda: "month first, as you say" in text_of(screen.query_one("#facts", Static)))
        assert "4 Mar 2024" in text_of(screen.query_one("#facts", Static))


async def test_where_no_column_is_known_to_have_the_loads_it_is_asked(services: Services, downloads: Path) -> None:
    (downloads / "odd.csv").write_text("Date,Exercise Name,Set Order,Lifted (kg),Reps\n2024-03-04,Squat,1,70.5,5\n")
    async with app_for(services).run_test(size=(80, 24)) as pilot:
        screen = pilot.app.screen
        await look_into(pilot, "Downloads/odd.csv")
        assert "? which column (c)?" in "\n".join(rows_of(pilot.app))
        await pilot.press("i")
        await pilot.pause()
        assert pilot.app.screen is screen and stored(services) == 0
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, ColumnScreen))
        await pilot.press("down", "down", "down", "enter")
        await until(
            pilot, lambda: 'in the column "Lifted (kg)", as you say' in text_of(screen.query_one("#facts", Static))
        )
        await pilot.press("i")
        await until(pilot, lambda: screen.has_class("-done"))
    with services.database.read() as connection:
        assert connection.execute("SELECT load_kg FROM concentric_sets").fetchone()[0] == 70.5


async def test_what_is_different_is_shown_and_taken_over_with_a_key(services: Services, downloads: Path) -> None:
    cases = FILES.parents[1] / "cases"
    shutil.copyfile(cases / "04_corrected_b.csv", downloads / "b.csv")
    answers = ImportAnswers(unit="kg")
    Importer(open_source(cases / "03_rename_a.csv"), services.library).run(services.database, services.now(), answers)
    async with app_for(services).run_test(size=(80, 24)) as pilot:
        screen = pilot.app.screen
        await look_into(pilot, "Downloads/b.csv")
        await pilot.press("k")
        await until(pilot, lambda: "kg, as you say" in text_of(screen.query_one("#facts", Static)))
        text = "\n".join(rows_of(pilot.app))
        assert "Different     1  left as it is here" in text
        assert "  t updates all, o one by one" in text
        assert "1 Mar 2024, Squat, set 2: load 70 kg → 72.5 kg" in text
        await pilot.press("i")
        await pilot.pause()
        assert pilot.app.screen is screen and screen.has_class("-looking")
        await pilot.press("t")
        await until(pilot, lambda: "updated from the file" in text_of(screen.query_one("#facts", Static)))
        await pilot.press("i")
        await until(pilot, lambda: screen.has_class("-done"))
        assert "1 correction" in text_of(screen.query_one("#done-text", Static))
    with services.database.read() as connection:
        assert connection.execute("SELECT max(load_kg) FROM concentric_sets").fetchone()[0] == 72.5


async def test_of_what_is_different_some_can_be_taken_over(services: Services, downloads: Path) -> None:
    cases = FILES.parents[1] / "cases"
    text = (cases / "04_corrected_b.csv").read_text().replace("Push", "Push day")
    (downloads / "b.csv").write_text(text)
    answers = ImportAnswers(unit="kg")
    Importer(open_source(cases / "03_rename_a.csv"), services.library).run(services.database, services.now(), answers)
    async with app_for(services).run_test(size=(80, 24)) as pilot:
        screen = pilot.app.screen
        await look_into(pilot, "Downloads/b.csv")
        await pilot.press("k")
        await until(pilot, lambda: "kg, as you say" in text_of(screen.query_one("#facts", Static)))
        await pilot.press("o")
        await until(pilot, lambda: isinstance(pilot.app.screen, DifferencesScreen))
        shown = [str(option.prompt) for option in pilot.app.screen.query_one(OptionList).options]
        assert shown == [
            "[ ] 1 Mar 2024, Squat, set 2: load 70 kg → 72.5 kg",
            '[ ] 1 Mar 2024, session: title "Push" → "Push day"',
        ]
        await pilot.press("down", "enter", "escape")
        await until(pilot, lambda: "1 updated from the file" in text_of(screen.query_one("#facts", Static)))
        await pilot.press("i")
        await until(pilot, lambda: screen.has_class("-done"))
    with services.database.read() as connection:
        assert connection.execute("SELECT max(load_kg) FROM concentric_sets").fetchone()[0] == 70
        assert connection.execute("SELECT title FROM sessions").fetchone()[0] == "Push day"


async def test_what_came_in_is_told_and_is_undone_as_one(services: Services) -> None:
    async with app_for(services).run_test(size=(80, 24)) as pilot:
        screen = pilot.app.screen
        await look_into(pilot, "Downloads/hevy-kg.csv")
        await pilot.press("i")
        await until(pilot, lambda: screen.has_class("-done"))
        await settle(pilot)
        assert "5 sets in 2 sessions imported" in "\n".join(rows_of(pilot.app))
    assert stored(services) == 2
    with services.database.write() as connection:
        assert edits(connection)[0].what == "import of hevy-kg.csv: 2 sessions, 5 sets"
        undo(connection, services.now())
    assert stored(services) == 0


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ({"sessions": [a_session(1, sets=[a_set(101, reps=[a_rep(1)])])]}, "1 set in 1 session imported"),
        ({"body_weights": a_full_document()["body_weights"]}, "1 row imported"),
    ],
)
async def test_of_an_export_of_negcoach_it_is_not_said_that_it_was_lifted(
    services: Services, downloads: Path, tables: dict[str, object], told: str
) -> None:
    (downloads / "own.json").write_text(json.dumps(a_document(**tables)), encoding="utf-8")
    async with app_for(services).run_test(size=(80, 24)) as pilot:
        screen = pilot.app.screen
        await look_into(pilot, "Downloads/own.json")
        await pilot.press("i")
        await until(pilot, lambda: screen.has_class("-done"))
        text = text_of(screen.query_one("#done-text", Static))
        assert told in text and "lifted" not in text


async def test_the_second_time_there_is_nothing_to_import(services: Services) -> None:
    Importer(open_source(FILES / "hevy-kg.csv"), services.library).run(services.database, services.now())
    async with app_for(services).run_test(size=(80, 24)) as pilot:
        await look_into(pilot, "Downloads/hevy-kg.csv")
        assert "Nothing in it is new." in "\n".join(rows_of(pilot.app))
        await pilot.press("i")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ImportScreen)


async def test_an_exercise_can_be_taken_for_another(services: Services) -> None:
    async with app_for(services).run_test(size=(120, 40)) as pilot:
        screen = pilot.app.screen
        await look_into(pilot, "Downloads/fitnotes-android.csv")
        exercises = screen.query_one("#exercises", OptionList)
        at = next(number for number, option in enumerate(exercises.options) if "Sheep" in str(option.prompt))
        exercises.highlighted = at
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, MappingScreen))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "Bench press" in str(exercises.options[at].prompt))
        await pilot.press("i")
        await until(pilot, lambda: screen.has_class("-done"))
    with services.database.read() as connection:
        row = connection.execute("SELECT exercise FROM concentric_sets WHERE exercise_name LIKE '%Sheep%'").fetchone()
    assert row[0] == "bench-press"


async def test_an_exercise_that_is_known_can_be_made_the_lifters_own(services: Services) -> None:
    async with app_for(services).run_test(size=(120, 40)) as pilot:
        screen = pilot.app.screen
        await look_into(pilot, "Downloads/hevy-kg.csv")
        exercises = screen.query_one("#exercises", OptionList)
        assert "Leg press" in str(exercises.options[0].prompt)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, MappingScreen))
        await pilot.press("home", "enter")
        await until(pilot, lambda: "your own" in str(exercises.options[0].prompt))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Downloads/none.csv", "There is no file Downloads/none.csv."),
        ("", "Type the path of a file, or choose one below."),
        ("Downloads/other.csv", "is of no known format"),
    ],
)
async def test_a_file_that_cannot_be_imported_is_told(
    services: Services, downloads: Path, typed: str, says: str
) -> None:
    (downloads / "other.csv").write_text("a,b [/]\n1,2\n")
    async with app_for(services, "nowhere/").run_test(size=(120, 40)) as pilot:
        screen = pilot.app.screen
        screen.query_one("#path", Input).value = typed
        await pilot.pause()
        screen.query_one("#places", OptionList).highlighted = None
        await pilot.press("enter")
        await until(pilot, lambda: says in text_of(screen.query_one("#wrong", Static)))
        assert screen.has_class("-choosing")


async def test_esc_leaves_the_file_and_then_the_screen(services: Services) -> None:
    app = app_for(services)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = pilot.app.screen
        await look_into(pilot, "Downloads/hevy-kg.csv")
        await pilot.press("escape")
        assert screen.has_class("-choosing")
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is not screen


async def test_what_was_read_just_before_the_file_was_left_or_another_chosen_is_not_shown(services: Services) -> None:
    read: list[PreviewRead] = []
    hook = lambda message: read.append(message) if isinstance(message, PreviewRead) else None  # noqa: E731
    async with app_for(services).run_test(size=(80, 24), message_hook=hook) as pilot:
        screen = pilot.app.screen
        await look_into(pilot, "Downloads/hevy-kg.csv")
        left = read[-1]
        await pilot.press("escape")
        for late in (PreviewRead(left.look, left.importer, left.preview), ReadFailed(left.look, NegcoachError("No."))):
            screen.post_message(late)
            await pilot.pause()
            assert screen.has_class("-choosing")
            assert text_of(screen.query_one("#wrong", Static)) == ""
        await look_into(pilot, "Downloads/fitnotes-android.csv")
        screen.post_message(PreviewRead(left.look, left.importer, left.preview))
        await pilot.pause()
        assert "FitNotes" in text_of(screen.query_one("#source", Static))


async def test_a_cancelled_import_leaves_nothing(services: Services) -> None:
    importer = Importer(open_source(FILES / "hevy-kg.csv"), services.library)
    writing = WritingScreen(services, importer, ImportAnswers())
    writing.action_cancel()
    app = StageApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(writing, app.stage.results.append)  # type: ignore[arg-type]
        await until(pilot, lambda: len(app.stage.results) == 1)
    assert app.stage.results == [None]
    assert stored(services) == 0
    with services.database.read() as connection:
        assert edits(connection) == []


async def test_an_import_gives_what_was_done(services: Services) -> None:
    importer = Importer(open_source(FILES / "hevy-kg.csv"), services.library)
    app = StageApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(WritingScreen(services, importer, ImportAnswers()), app.stage.results.append)  # type: ignore[arg-type]
        await until(pilot, lambda: len(app.stage.results) == 1)
    (done,) = app.stage.results
    assert isinstance(done, Preview) and done.sets == 5


def test_hidden_files_and_other_kinds_are_not_offered(downloads: Path) -> None:
    (downloads / ".secret.csv").write_text("x")
    (downloads / "photo.png").write_text("x")
    (downloads / "bad\x1bname.csv").write_text("x")
    names = [place.name for place in matching_places("Downloads/")]
    assert names == ["older", "fitnotes-android.csv", "strong-old.csv", "hevy-kg.csv"]
    assert [place.name for place in matching_places("Downloads/.")] == [".secret.csv"]


@pytest.mark.parametrize("typed", ["nowhere/at/all", "~nobody-of-this-name/", "a\x00b/"])
def test_a_folder_that_is_not_there_offers_nothing(typed: str) -> None:
    assert matching_places(typed) == ()


async def test_a_tiny_terminal_shows_what_is_asked_the_exercises_and_what_came_in(services: Services) -> None:
    async with NegcoachApp(services).run_test(size=(40, 12)) as pilot:
        screen = ImportScreen(services, "Downloads/")
        await pilot.app.push_screen(screen)
        await settle(pilot)
        await look_into(pilot, "Downloads/strong-old.csv")
        await settle(pilot)
        assert "? kg (k) or lb (l)?" in "\n".join(rows_of(pilot.app))
        assert screen.query_one("#exercises").region.height >= 2
        await pilot.press("k")
        await until(pilot, lambda: "kg, as you say" in text_of(screen.query_one("#facts", Static)))
        await pilot.press("i")
        await until(pilot, lambda: screen.has_class("-done"))
        await settle(pilot)
        assert "imported" in "\n".join(rows_of(pilot.app))


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("~/Downloads/a.csv", "~/Downloads/a.csv"),
        ("~//media/stick/a.csv", "/media/stick/a.csv"),
        ("~/Downloads/~/a.csv", "~/a.csv"),
        ("~/'/media/my stick/a.csv'", "/media/my stick/a.csv"),
        ('"/media/my stick/a.csv"', "/media/my stick/a.csv"),
        ("C:\\Users\\me\\D:\\a.csv", "D:\\a.csv"),
        ("a.csv", "a.csv"),
        ("/media/my\\ stick/a\\(1\\).csv", "/media/my stick/a(1).csv"),
        ("~/Downloads//media/my\\ stick/a.csv ", "/media/my stick/a.csv"),
        ("file:///media/my%20stick/%C3%BC.csv", "/media/my stick/ü.csv"),
        ("~/Downloads/file:///media/stick/a.csv", "/media/stick/a.csv"),
        ("~/Downloads/'file:///media/stick/a.csv'", "/media/stick/a.csv"),
    ],
)
def test_a_path_pasted_behind_the_one_that_stands_there_is_the_one_that_is_meant(typed: str, path: str) -> None:
    assert unquoted_path(typed) == path


@pytest.mark.parametrize("typed", ["1" * 30_000, " " * 30_000 + "x", "~/" * 15_000, "'" * 30_000], ids=[*"1 ~'"])
def test_a_long_text_for_a_path_takes_no_time(typed: str) -> None:
    began_s = time.thread_time()
    unquoted_path(typed)
    assert time.thread_time() - began_s < 2


def test_nobodys_home_folder_is_no_path() -> None:
    assert path_from("~nobody-of-this-name/a.csv") is None
    assert path_from("  ") is None
