"""The files that the palette makes: where they lie, that none is written over, and that none is left half written."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from negcoach.errors import NegcoachError
from negcoach.screens.palette.saving import FOLDER_NAME, make_backup, save_export, save_report
from negcoach.services import Services
from negcoach.transfer.export import FILE_NAMES

if TYPE_CHECKING:
    from negcoach.transfer.export import ExportForm


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own, with documents in it."""
    folder = tmp_path / "home"
    (folder / "Documents").mkdir(parents=True)
    for name in ("XDG_CONFIG_HOME", "XDG_DOCUMENTS_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.fixture
def trained(services: Services, perform: Callable[..., None]) -> Services:
    """Services with one session."""
    perform("bench-press", days_ago=5, load_kg=105)
    return services


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_report_lies_in_the_documents_and_the_next_one_beside_it(trained: Services, home: Path) -> None:
    folder = home / "Documents" / FOLDER_NAME
    about = "1 session in 8 weeks, 31 May – 25 Jul 2026."
    assert save_report(trained) == f"~/Documents/negcoach/report.html: {about}"
    first = folder / "report.html"
    first.write_text("mine")
    assert save_report(trained) == f"~/Documents/negcoach/report-2.html: {about}"
    assert save_report(trained).startswith("~/Documents/negcoach/report-3.html")
    assert first.read_text() == "mine"
    assert "Bench press" in (folder / "report-2.html").read_text("utf-8")
    assert names(folder) == ["report-2.html", "report-3.html", "report.html"]
    assert stat.S_IMODE((folder / "report-2.html").stat().st_mode) == 0o600


@pytest.mark.parametrize("form", FILE_NAMES)
def test_every_export_has_the_session(trained: Services, home: Path, form: ExportForm) -> None:
    line = save_export(trained, form)
    assert line == f"~/Documents/negcoach/{FILE_NAMES[form]}: 1 session, 20 Jul 2026."
    content = (home / "Documents" / FOLDER_NAME / FILE_NAMES[form]).read_bytes().decode()
    assert content.startswith("\ufeff") is (form == "csv")
    assert "105" in content
    if form == "json":
        assert len(json.loads(content)["sessions"]) == 1


def test_without_documents_files_lie_at_home(trained: Services, home: Path) -> None:
    (home / "Documents").rmdir()
    assert save_export(trained, "json").startswith("~/negcoach/everything.json: ")


def test_what_cannot_be_written_is_said_in_a_line_and_leaves_nothing(trained: Services, home: Path) -> None:
    (home / "Documents" / FOLDER_NAME).write_text("a file in the folder's place")
    with pytest.raises(NegcoachError) as told:
        save_report(trained)
    assert str(told.value) == "report.html cannot be written (File exists)."
    assert names(home / "Documents") == [FOLDER_NAME]


def test_an_export_that_fails_leaves_no_half_of_a_file(trained: Services, home: Path) -> None:
    with trained.database.write() as connection:
        connection.execute("UPDATE sets SET tempo = 'nonsense'")
    with pytest.raises(NegcoachError):
        save_export(trained, "json")
    assert names(home / "Documents" / FOLDER_NAME) == []


def test_a_backup_lies_beside_the_database(trained: Services, home: Path) -> None:
    line = make_backup(trained)
    (made,) = (trained.database.path.parent / "backups").glob("*.db")
    assert line == f"Backed up 1 session (latest 20 Jul 2026) to {made}. The copy is intact."
