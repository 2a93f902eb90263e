"""The demo's folder is the user's alone, and goes away however the demo ends."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from pathlib import Path

import pytest

from negcoach.demo.folder import LEFT_BEHIND_S, PREFIX, demo_folder
from negcoach.store.database.lock import LOCK_NAME, shared_lock

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no such signals and modes")


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def left_behind(folder: Path, name: str, age_s: float) -> Path:
    left = folder / f"{PREFIX}{name}"
    left.mkdir()
    (left / LOCK_NAME).touch()
    os.utime(left, (time.time() - age_s, time.time() - age_s))
    return left


def test_it_is_private_and_removed_at_the_end() -> None:
    with demo_folder() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "negcoach.db").write_text("rows")
    assert not folder.exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_removes_it_and_says_which_it_was(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(SystemExit) as ended, demo_folder() as folder:
        os.kill(os.getpid(), number)
    assert ended.value.code == 128 + number
    assert not folder.exists()
    assert signal.getsignal(number) is before


def test_an_error_removes_it() -> None:
    with pytest.raises(OSError, match="disk"), demo_folder() as folder:
        raise OSError("disk")
    assert not folder.exists()


def test_what_a_killed_demo_left_is_removed_but_not_what_is_in_use_or_someone_elses(temporary: Path) -> None:
    killed = left_behind(temporary, "killed", 2 * LEFT_BEHIND_S)
    young = left_behind(temporary, "young", 0)
    other = temporary / "negcoach"
    other.mkdir()
    linked = temporary / f"{PREFIX}linked"
    linked.symlink_to(other)
    in_use = left_behind(temporary, "in-use", 2 * LEFT_BEHIND_S)
    with shared_lock(in_use), demo_folder():
        assert not killed.exists()
        assert young.exists()
        assert in_use.exists()
        assert linked.is_symlink()
        assert other.exists()
