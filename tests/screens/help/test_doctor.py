"""The doctor's findings on a screen: as they come, readable in any width, and closed when all is checked."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

from negcoach.findings import CheckResult, broken, ok, warning
from negcoach.screens.help.doctor import DoctorScreen, finding_lines
from tests.screens.conftest import WAIT_S, StageApp, rows_of, settle

FINDINGS = (
    ok("program", "negcoach 1.0, Python 3.13.1, Textual 8.2.1, Linux x86_64"),
    warning("size", "79 columns × 24 rows", "The coach screen works; make the window 80 × 24 or more for the others."),
    broken("settings", "config.toml, line 3: [unit] is not known.", "Put that line right, or remove it."),
    ok("database", "negcoach.db: version 21, integrity ok, 312 sessions, 4.1 MB, 8 backups"),
)


def test_what_was_found_stands_beside_the_check_or_below_it() -> None:
    assert finding_lines(FINDINGS[1:3], 60).plain.split("\n") == [
        "warning  size           79 columns × 24 rows",
        "                        The coach screen works; make the",
        "                        window 80 × 24 or more for the",
        "                        others.",
        "BROKEN   settings       config.toml, line 3: [unit] is not",
        "                        known.",
        "                        Put that line right, or remove it.",
    ]
    assert finding_lines(FINDINGS[2:3], 30).plain.split("\n") == [
        "BROKEN   settings       ",
        "  config.toml, line 3: [unit]",
        "  is not known.",
        "  Put that line right, or",
        "  remove it.",
    ]


async def test_it_closes_only_when_all_is_checked() -> None:
    go_on = threading.Event()

    def checks() -> Iterator[CheckResult]:
        yield FINDINGS[0]
        go_on.wait()
        yield FINDINGS[2]

    app = StageApp(lambda: DoctorScreen(checks))
    async with app.run_test(size=(80, 24)) as pilot:
        async with asyncio.timeout(WAIT_S):
            while "program" not in "\n".join(rows_of(app)):
                await pilot.pause()
        await pilot.press("escape")
        assert "Checking …" in "\n".join(rows_of(app))
        go_on.set()
        await settle(pilot)
        assert "Broken: settings. Put that right first." in "\n".join(rows_of(app))
        await pilot.press("escape")
        await settle(pilot)
        assert not isinstance(app.screen, DoctorScreen)
