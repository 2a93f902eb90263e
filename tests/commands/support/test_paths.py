"""The paths of the data and the settings, and the messages where the data cannot be."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from negcoach.commands.support.options import Options
from negcoach.commands.support.paths import config_path, data_folder, lifter_names, partner_data_folder
from negcoach.errors import NegcoachError
from negcoach.store.database.schema import MIGRATIONS
from tests.commands.places import CommandLine, keep_session


def test_the_platforms_folders_are_named_and_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEGCOACH_DATA_DIR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert config_path(Options()).name == "config.toml"
    assert config_path(Options()).parent.name == "negcoach"
    assert data_folder(Options()).name == "negcoach"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (
            "foreign",
            "is not a negcoach database; it was left as it is. Move it away, or choose another folder with --data-dir.",
        ),
        (
            "newer",
            f"is from a newer negcoach (its version is 99, this one knows {len(MIGRATIONS)}); it was left as it is. "
            "Upgrade negcoach, or choose another folder with --data-dir.",
        ),
        ("folder", "is not a file. Move it away, or choose another folder with --data-dir."),
    ],
)
def test_a_database_that_cannot_be_opened_is_told_with_the_option_for_another_folder(
    negcoach: CommandLine, kind: str, says: str
) -> None:
    path = negcoach.data / "negcoach.db"
    keep_session(negcoach.data)
    if kind == "foreign":
        path.write_text("this is somebody else's file\n" * 10)
    elif kind == "newer":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA user_version = 99")
    else:
        path.unlink()
        path.mkdir()
    done = negcoach("history", "--config", str(negcoach.config))
    assert (done.status, done.out, done.err) == (2, "", f"negcoach: {path} {says}\n")
    done = negcoach("doctor", "--json", "--engine", "silent", "--config", str(negcoach.config))
    assert done.status == 1
    assert f"{path} {says}" in [finding["detail"] for finding in json.loads(done.out)]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux has a folder where nobody can make another")
def test_a_folder_that_cannot_be_made_is_told_with_the_option_for_another(negcoach: CommandLine) -> None:
    keep_session(negcoach.data)
    done = negcoach("merge", str(negcoach.data / "negcoach.db"), "--data-dir", "/proc/negcoach")
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        "negcoach: /proc/negcoach cannot be written (no such file or directory). Choose another folder with "
        "--data-dir, or change its permissions.\n"
    )


NAMING_A_FILE = {
    "history": ("history", "--data-dir", "{}"),
    "export": ("export", "--format", "json", "-o", "{}"),
    "backup": ("backup", "{}"),
    "backup of it": ("backup", "--data-dir", "{}"),
    "restore": ("restore", "{}"),
    "restore to it": ("restore", "data/negcoach.db", "--data-dir", "{}"),
    "merge": ("merge", "{}"),
    "import": ("import", "{}.csv", "--yes"),
    "render": ("render", "bench-press", "--reps", "2", "--lift", "3", "-o", "{}"),
    "report": ("report", "-o", "{}.md"),
}


NAMES = {"long": "a" * 300, "closed": "closed/file", "in a file": "data/negcoach.db/file"}
READERS = (("history",), ("history", "--json"), ("export", "--format", "json"), ("merge", "x.db"))


@pytest.mark.parametrize("named", NAMES.values(), ids=list(NAMES))
@pytest.mark.parametrize("command", NAMING_A_FILE)
def test_a_place_that_cannot_be_looked_at_is_told_in_one_line(negcoach: CommandLine, command: str, named: str) -> None:
    keep_session(negcoach.data)
    closed = negcoach.folder / "closed"
    closed.mkdir()
    closed.chmod(0)
    if named.startswith("closed") and os.access(closed, os.R_OK):
        pytest.skip("this user may look into any folder")
    done = negcoach(*(word.format(named) for word in NAMING_A_FILE[command]))
    closed.chmod(0o700)
    assert (done.status, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert "should not have" not in done.err


@pytest.mark.parametrize("command", READERS)
def test_a_missing_database_beside_its_backups_is_told(negcoach: CommandLine, command: tuple[str, ...]) -> None:
    keep_session(negcoach.data)
    assert negcoach("backup").status == 0
    (negcoach.data / "negcoach.db").rename(negcoach.folder / "x.db")
    done = negcoach(*command)
    assert (done.status, done.out) == (2, "")
    assert "negcoach.db is missing, but " in done.err
    assert not (negcoach.data / "negcoach.db").exists()


def test_the_second_lifters_folder_is_another_than_ones_own(tmp_path: Path) -> None:
    assert partner_data_folder(Options(), tmp_path) is None
    assert partner_data_folder(Options(partner_data_dir=str(tmp_path / "ben")), tmp_path) == tmp_path / "ben"
    with pytest.raises(NegcoachError, match="leads to your own history"):
        partner_data_folder(Options(partner_data_dir=str(tmp_path / "x" / "..")), tmp_path)


@pytest.mark.parametrize("link", [Path.hardlink_to, Path.symlink_to])
def test_a_link_to_ones_own_history_is_no_second_lifters(tmp_path: Path, link: Callable[[Path, Path], None]) -> None:
    own, other = tmp_path / "anna", tmp_path / "ben"
    for folder in (own, other):
        folder.mkdir()
    (own / "negcoach.db").write_bytes(b"")
    assert partner_data_folder(Options(partner_data_dir=str(other)), own) == other
    link(other / "negcoach.db", own / "negcoach.db")
    with pytest.raises(NegcoachError, match="leads to your own history"):
        partner_data_folder(Options(partner_data_dir=str(other)), own)


@pytest.mark.parametrize(
    ("partner", "names"),
    [("ben", ("negcoach", "ben")), ("anna/negcoach", ("share/negcoach", "anna/negcoach"))],
)
def test_two_lifters_have_names_that_tell_them_apart(tmp_path: Path, partner: str, names: tuple[str, str]) -> None:
    assert lifter_names(tmp_path / "share" / "negcoach", tmp_path / partner) == names
