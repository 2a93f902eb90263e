"""Two programs on one folder know of each other, as long as both live."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from negcoach.store.database.lock import LOCK_NAME, exclusive_lock, shared_lock

ROOT = Path(__file__).resolve().parents[3]

HOLDER = """
import subprocess, sys
from pathlib import Path
from negcoach.store.database.lock import shared_lock

with shared_lock(Path(sys.argv[1])) as alone:
    if "child" in sys.argv:  # as the sound's process: it may outlive the program for a moment
        child = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=sys.stdin)
    print(alone, flush=True)
    sys.stdin.readline()
"""


@contextmanager
def another(folder: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], bool]]:
    """Another program at work on the folder, and whether it was alone when it began."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline() == "True\n"
        finally:
            process.kill()


def test_the_second_program_is_not_alone_and_does_not_wait(tmp_path: Path) -> None:
    with another(tmp_path) as (_, first), another(tmp_path) as (_, second):
        assert (first, second) == (True, False)
        with shared_lock(tmp_path) as third:
            assert not third


@pytest.mark.skipif(os.name != "posix", reason="Windows has no locks for several")
def test_the_second_is_known_of_when_the_first_is_gone(tmp_path: Path) -> None:
    with another(tmp_path) as (first, _), another(tmp_path) as (_, alone):
        assert not alone
        first.kill()
        first.wait()
        with exclusive_lock(tmp_path) as nobody_else:
            assert not nobody_else
        with shared_lock(tmp_path) as third:
            assert not third


def test_programs_on_two_folders_are_alone(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with another(tmp_path) as (_, first), another(tmp_path / "other") as (_, second):
        assert (first, second) == (True, True)


@pytest.mark.parametrize("killed", [True, False])
def test_when_the_first_is_gone_however_the_next_is_alone(tmp_path: Path, killed: bool) -> None:
    with another(tmp_path) as (process, _):
        if killed:
            process.kill()
        else:
            process.communicate("\n")
        process.wait()
        with shared_lock(tmp_path) as alone:
            assert alone


@pytest.mark.skipif(os.name != "posix", reason="the child reads the same pipe")
def test_a_child_that_outlives_its_program_does_not_hold_the_lock(tmp_path: Path) -> None:
    with another(tmp_path, "child") as (process, _):
        process.kill()
        process.wait()
        with shared_lock(tmp_path) as alone:
            assert alone


def test_one_that_goes_makes_room_although_the_file_stays(tmp_path: Path) -> None:
    with shared_lock(tmp_path) as first:
        assert first
    assert (tmp_path / LOCK_NAME).exists()
    with another(tmp_path) as (_, alone):
        assert alone


@pytest.mark.parametrize("in_the_way", ["folder", "nothing to make it in"])
def test_where_there_can_be_no_lock_one_counts_as_alone(tmp_path: Path, in_the_way: str) -> None:
    if in_the_way == "folder":
        (tmp_path / LOCK_NAME).mkdir()
    with shared_lock(tmp_path if in_the_way == "folder" else tmp_path / "none") as alone:
        assert alone


@pytest.mark.skipif(os.name != "posix", reason="rights are POSIX modes")
def test_the_file_is_private(tmp_path: Path) -> None:
    with shared_lock(tmp_path):
        assert (tmp_path / LOCK_NAME).stat().st_mode & 0o777 == 0o600
