"""Tests of the beginning of the highlighted file, beside the list of files."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from textual.geometry import Size
from textual.widgets import Input

from negcoach.screens.importing import importing
from negcoach.screens.importing.import_files import MOST_READ_BYTES, Beginning, PathSuggestion, beginning_of
from negcoach.screens.importing.import_parts import FileBeginning
from negcoach.screens.importing.import_rows import file_beginning
from negcoach.services import Services
from tests.screens.conftest import rows_of, settle
from tests.screens.importing.test_importing import app_for, until


def a_file(path: Path) -> PathSuggestion:
    return PathSuggestion(str(path), path.name, folder=False)


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"Date,Reps\n2026-01-02,5\n", ("Date,Reps", "2026-01-02,5")),
        ("\ufeffÜbung;kg\r\nKniebeuge;80".encode(), ("Übung;kg", "Kniebeuge;80")),
        ("Date\tReps\n".encode("utf-16"), ("Date Reps",)),
        ("Date,Reps\n2026-01-02,5\n".encode("utf-16-le"), ("Date,Reps", "2026-01-02,5")),
        ("Übung;kg\nÜberzüge am Turm;80\n".encode("latin-1"), ("Übung;kg", "Überzüge am Turm;80")),
        (b"a\x1b[31mb\n", ("ab",)),
    ],
    ids=["csv", "bom", "utf-16", "utf-16 without a mark", "latin-1", "escapes"],
)
def test_the_beginning_is_read_in_the_encoding_of_the_file(tmp_path: Path, data: bytes, lines: tuple[str, ...]) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    assert beginning_of(a_file(tmp_path / "a.csv")) == Beginning(lines)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("shift", range(4))
def test_a_letter_that_is_cut_in_two_is_no_damage(tmp_path: Path, encoding: str, shift: int) -> None:
    text = "Kettlebell swing,16\n" + "x" * shift + "🏋" * MOST_READ_BYTES
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    assert beginning_of(a_file(tmp_path / "a.csv")) == Beginning(("Kettlebell swing,16",), has_more=True)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04\0\0", "a.csv is not a text file, or it is damaged: it holds NUL characters."),
        (b"", "a.csv is empty."),
        (b" \n\n", "a.csv is empty."),
        (None, "There is no file "),
    ],
    ids=["no text", "empty", "blank", "gone"],
)
def test_what_cannot_be_imported_says_why(tmp_path: Path, data: bytes | None, says: str) -> None:
    if data is not None:
        (tmp_path / "a.csv").write_bytes(data)
    found = beginning_of(a_file(tmp_path / "a.csv"))
    assert found.mistake.startswith(says) and not found.lines
    assert says in file_beginning(a_file(tmp_path / "a.csv"), found, Size(200, 30)).plain


@pytest.mark.parametrize(
    ("lines", "has_more", "shown"),
    [(3, False, ["1", "2", "3"]), (4, False, ["1", "2", "…"]), (3, True, ["1", "2", "…"]), (1, True, ["1", "…"])],
)
def test_three_points_stand_for_the_lines_that_are_not_shown(lines: int, has_more: bool, shown: list[str]) -> None:
    beginning = Beginning(tuple(str(number) for number in range(1, lines + 1)), has_more)
    content = file_beginning(a_file(Path("a.csv")), beginning, Size(40, 6))
    assert content.plain.splitlines()[3:] == shown


async def test_the_beginning_follows_what_is_highlighted(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "exports"
    (folder / "older").mkdir(parents=True)
    (folder / "a.csv").write_text("Date,Reps\n2026-01-02,5\n" + "2026-01-03,6\n" * 60)
    app = app_for(services, "exports/")
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert "Date,Reps" in "\n".join(rows_of(app)), "at once, and without a key"
        assert "…" in "\n".join(rows_of(app)), "there are more lines"
        await pilot.press("up")
        await until(pilot, lambda: (shown := app.screen.query_one(FileBeginning).shown) and shown[0].folder)
        await settle(pilot)
        assert "Enter opens this folder." in "\n".join(rows_of(app))
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert "Enter opens this folder." not in "\n".join(rows_of(app)), "it has no room beside the list"


async def test_a_thread_reads_the_beginning_and_only_where_it_has_room(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[str, bool]] = []

    def recording(place: PathSuggestion) -> Beginning:
        read.append((place.name, threading.current_thread() is threading.main_thread()))
        return beginning_of(place)

    monkeypatch.setattr(importing, "beginning_of", recording)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("Date,Reps\n")
    (tmp_path / "b.csv").write_text("Date,Load\n")
    os.utime(tmp_path / "a.csv", (0, 0))
    app = app_for(services, str(tmp_path) + os.sep)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "b.csv" in "\n".join(rows_of(app)) and not read, "the pane is hidden"
        await pilot.press("down")
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: "Date,Reps" in "\n".join(rows_of(app)))
        await pilot.press("up")
        await until(pilot, lambda: "Date,Load" in "\n".join(rows_of(app)))
    assert read == [("a.csv", False), ("b.csv", False)]


@pytest.mark.parametrize("typed", ["", f".{os.sep}"])
async def test_a_name_that_would_be_read_as_a_home_folder_is_not_offered(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "~$a.csv").write_text("Date,Reps\n")  # as a spreadsheet's program leaves it
    monkeypatch.chdir(folder)
    app = app_for(services, typed)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert "~$a.csv" not in "\n".join(rows_of(app)) and app.screen.query_one(FileBeginning).shown is None
        app.screen.query_one("#path", Input).value = f"{folder}{os.sep}"
        await until(pilot, lambda: "Date,Reps" in "\n".join(rows_of(app)))
