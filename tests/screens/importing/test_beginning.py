"""Tests of the beginning of the highlighted file, beside the list of files."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from negcoach.screens.importing import importing
from negcoach.screens.importing.import_files import MOST_READ_BYTES, first_lines
from negcoach.screens.importing.import_parts import FileBeginning
from negcoach.services import Services
from tests.screens.conftest import rows_of, settle
from tests.screens.importing.test_importing import app_for, until


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"Date,Reps\n2026-01-02,5\n", ("Date,Reps", "2026-01-02,5")),
        ("\ufeffÜbung;kg\r\nKniebeuge;80".encode(), ("Übung;kg", "Kniebeuge;80")),
        ("Date\tReps\n".encode("utf-16"), ("Date Reps",)),
        (b"a\x1b[31mb\n\xff\n", ("ab", "\ufffd")),
        (b"PK\x03\x04\0\0", ()),
        (b"", ("",)),
        (b"one\n" + b"x" * MOST_READ_BYTES, ("one",)),
    ],
    ids=["csv", "bom", "utf-16", "escapes", "no text", "empty", "long"],
)
def test_the_first_lines_are_read_as_text(tmp_path: Path, data: bytes, lines: tuple[str, ...]) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    assert first_lines(str(tmp_path / "a.csv")) == lines


def test_a_file_that_is_gone_has_no_lines(tmp_path: Path) -> None:
    assert first_lines(str(tmp_path / "gone.csv")) == ()


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

    def recording(path: str) -> tuple[str, ...]:
        read.append((Path(path).name, threading.current_thread() is threading.main_thread()))
        return first_lines(path)

    monkeypatch.setattr(importing, "first_lines", recording)
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
