"""What all tests share: time is measured by the benchmarks and never judged by a test.

A test that records real sound says nothing when the machine itself stood still meanwhile, as shared ones do: whatever
plays or records is torn then. If such a test fails, it is done again, and the summary says so.
"""

from __future__ import annotations

import os
import sys

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, settings

from tests.bench.stalls import LATE_MS, watched

# The gate's verdict is that of the commit: there each property tries the same examples every time. Elsewhere each run
# tries others, and what one finds becomes an example of its own.
settings.register_profile(
    "negcoach", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("negcoach")

for _name in ("LANGUAGE", "LC_ALL", "LC_TIME"):
    os.environ.pop(_name, None)
os.environ["LANG"] = "C.UTF-8"  # of no country: a week begins on Monday, wherever the tests run

_TRIES = 4

_repeated: list[str] = []


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run a test of real sound; again if it failed and the machine was seen to stand still."""
    if sys.platform != "linux" or item.get_closest_marker("sound") is None:
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for left in reversed(range(_TRIES)):
        with watched() as stalls:
            reports = runtestprotocol(item, nextitem=nextitem, log=False)
        if not (left and stalls.late_ms and any(report.failed for report in reports)):
            break
        _repeated.append(f"{item.nodeid}: failed while the machine stood still for {max(stalls.late_ms):.0f} ms")
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what was done again."""
    if _repeated:
        terminalreporter.section(f"done again, for the machine itself stood still for {LATE_MS:.0f} ms or more")
        for line in _repeated:
            terminalreporter.line(line)
