"""Two programs on one folder know of each other, as long as both live."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from negcoach.store.database import lock
from negcoach.store.database.lock import (
    COACHING_NAME,
    LOCK_NAME,
    coaching_lock,
    exclusive_lock,
    is_coaching,
    shared_lock,
)

ROOT = Path(__file__).resolve().parents[3]

HOLDER = """
import subprocess, sys
from pathlib import Path
from negcoach.store.database.lock import coaching_lock, shared_lock

with (coaching_lock if "coaching" in sys.argv else shared_lock)(Path(sys.argv[1])) as alone:
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


@pytest.mark.parametrize("killed", [True, False])
def test_who_coaches_is_known_of_until_they_are_gone_however_that_is(tmp_path: Path, killed: bool) -> None:
    assert not is_coaching(tmp_path)
    assert list(tmp_path.iterdir()) == [], "asking makes no file"
    with another(tmp_path, "coaching") as (process, _):
        assert is_coaching(tmp_path)
        assert is_coaching(tmp_path), "asking about it takes nothing from who coaches"
        if killed:
            process.kill()
        else:
            process.communicate("\n")
        process.wait()
        assert not is_coaching(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [COACHING_NAME]


def test_who_coaches_in_this_program_is_known_of_too_and_only_in_that_folder(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with coaching_lock(tmp_path):
        assert is_coaching(tmp_path)
        assert not is_coaching(tmp_path / "other")
    assert not is_coaching(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no locks for several")
def test_the_second_who_coaches_is_known_of_when_the_first_is_gone(tmp_path: Path) -> None:
    with another(tmp_path, "coaching") as (first, _), another(tmp_path, "coaching"):
        first.kill()
        first.wait()
        assert is_coaching(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="the child reads the same pipe")
def test_a_child_that_outlives_its_program_coaches_nobody(tmp_path: Path) -> None:
    with another(tmp_path, "coaching", "child") as (process, _):
        process.kill()
        process.wait()
        assert not is_coaching(tmp_path)


@pytest.mark.parametrize("lets_go", [True, False])
def test_whoever_asks_in_the_same_instant_keeps_nobody_from_coaching(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lets_go: bool
) -> None:
    waited: list[float] = []
    with ExitStack() as asking:
        asking.enter_context(lock._locked(tmp_path / COACHING_NAME))

        def wait(seconds: float) -> None:
            waited.append(seconds)
            if lets_go:
                asking.close()

        monkeypatch.setattr("negcoach.store.database.lock.time.sleep", wait)
        with coaching_lock(tmp_path):
            asking.close()
            assert is_coaching(tmp_path) is lets_go
    assert sum(waited) <= 0.01


@pytest.mark.parametrize("in_the_way", ["folder", "nothing to make it in"])
def test_where_there_can_be_no_lock_one_coaches_without(tmp_path: Path, in_the_way: str) -> None:
    if in_the_way == "folder":
        (tmp_path / COACHING_NAME).mkdir()
    folder = tmp_path if in_the_way == "folder" else tmp_path / "none"
    with coaching_lock(folder):
        assert not is_coaching(folder)
