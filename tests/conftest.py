"""What all tests share: time is measured by the benchmarks and never judged by a test."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from syrupy.report import SnapshotReport

from tests.idle import wait_until_idle

# Compiled once. Where Python is told to write no bytecode, each worker compiles all of the tests, and each program that
# a test starts all of negcoach: half of its time.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# The gate's verdict is that of the commit: there each property tries the same examples every time. Elsewhere each run
# tries others, and what one finds becomes an example of its own.
settings.register_profile(
    "negcoach", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("negcoach")

# Garbage is looked for once in some twenty apps that a test has opened, not in each of them: that took an eighth of the
# tests' time, for at most a hundred megabytes of each worker.
gc.set_threshold(600_000, 10, 10)


def pytest_configure(config: pytest.Config) -> None:
    """Let no worker look for pictures that no test looked at: that took each of them minutes, and it tells nobody."""
    if hasattr(config, "workerinput"):
        SnapshotReport.lines = property(lambda report: iter(()))  # type: ignore[assignment,method-assign]


@pytest.fixture(autouse=True)
def environment() -> Iterator[None]:
    """Put back what a program that runs in the process of the tests leaves out of its environment.

    It forgets what is set for Textual, and there the folder is named that pictures are compared in.
    """
    before = dict(os.environ)
    yield
    os.environ.update({name: value for name, value in before.items() if name not in os.environ})


def pytest_collection_finish() -> None:
    """Look for no garbage among the collected tests, which stay."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Look for garbage once in what is left: pytest then looks five times more in each worker."""
    gc.collect()
    gc.freeze()


# Each commit of a database waits for the disk several times, and no test is about a power cut of this machine: so the
# tests' folders lie in memory where there is room, as there is not in most containers.
_MEMORY = Path("/dev/shm")
if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > 2 * 1024**3:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))
    tempfile.tempdir = str(_MEMORY)  # of the examples of a property, each of which has a folder of its own

for _name in ("LANGUAGE", "LC_ALL", "LC_TIME"):
    os.environ.pop(_name, None)
os.environ["LANG"] = "C.UTF-8"  # of no country: a week begins on Monday, wherever the tests run

wait_until_idle()
