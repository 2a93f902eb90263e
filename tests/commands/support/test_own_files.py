"""No command that writes a file takes the place of one of negcoach's own, by whatever name it goes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.commands.places import CommandLine, keep_session

WRITERS = {
    "json": ("export", "--format", "json", "-o"),
    "csv": ("export", "--format", "csv", "-o"),
    "report": ("report", "-o"),
    "render": ("render", "negative-push-up", "--reps", "1", "--lift", "3", "-o"),
    "backup": ("backup",),
}
OWN = {
    "data/negcoach.db": "is the database itself",
    "data/negcoach.db-wal": "belongs to the database",
    "data/negcoach.db-shm": "belongs to the database",
    "data/negcoach.db-journal": "belongs to the database",
    "data/negcoach.db-suspect": "belongs to the database",
    "data/negcoach.db-replaced": "belongs to the database",
    "data/negcoach.lock": "belongs to the database",
    "data/negcoach-replacing.lock": "belongs to the database",
    "data/negcoach-coaching.lock": "belongs to the database",
    "data/errors.log": "is the log of errors",
    "data/backups/negcoach-20260101T000000Z.db": "is among the backups",
    "config/config.toml": "has the settings",
    "config/exercises.toml": "has your exercises",
    "config/plans.toml": "has your plans",
}


@pytest.fixture
def told(negcoach: CommandLine) -> CommandLine:
    """A command line with a database, a backup, settings and exercises."""
    keep_session(negcoach.data)
    negcoach.write_config('[screen]\nunit = "kg"\n')
    for name in OWN:
        path = negcoach.folder / name
        path.parent.mkdir(exist_ok=True)
    shutil.copyfile(negcoach.data / "negcoach.db", negcoach.data / "backups" / "negcoach-20260101T000000Z.db")
    return negcoach


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of negcoach's own, and what is in it."""
    found = [path for place in ("data", "config") for path in (folder / place).rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def write(negcoach: CommandLine, writer: str, name: str) -> str:
    """Have a command write a file; return what it said, when it refused."""
    done = negcoach(*WRITERS[writer], name, "--config", str(negcoach.config))
    assert (done.status, done.out) == (2, ""), f"{writer} {name}"
    return done.err


@pytest.mark.parametrize("writer", [writer for writer in WRITERS if writer != "report"])  # which takes other endings
def test_no_command_replaces_or_makes_a_file_of_negcoachs_own(told: CommandLine, writer: str) -> None:
    before = contents(told.folder)
    for name, what in OWN.items():
        assert what in write(told, writer, name)
        assert contents(told.folder) == before


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("link", [os.symlink, os.link], ids=["symbolic", "hard"])
@pytest.mark.parametrize("writer", WRITERS)
def test_no_command_replaces_one_through_a_link(told: CommandLine, writer: str, link: object) -> None:
    assert callable(link)
    (told.folder / "config" / "exercises.toml").write_text("")
    before = contents(told.folder)
    for number, name in enumerate(name for name in OWN if (told.folder / name).exists()):
        other = f"report-{number}.md"
        link(told.folder / name, told.folder / other)
        said = write(told, writer, other)
        assert "so it was left as it is" in said
        assert contents(told.folder) == before


@pytest.mark.parametrize("writer", WRITERS)
def test_any_other_name_is_written(told: CommandLine, writer: str) -> None:
    name = {"report": "report.md", "backup": "copy.db"}.get(writer, "data/mine")
    assert told(*WRITERS[writer], name, "--config", str(told.config)).status == 0
    assert (told.folder / name).stat().st_size > 0
