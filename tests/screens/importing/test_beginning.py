"""Tests of the beginning of the highlighted file, beside the list of files."""

from __future__ import annotations

from pathlib import Path

import pytest

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
