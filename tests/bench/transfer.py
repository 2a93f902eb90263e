"""What data in and out costs: exports, imports and a merge of twenty years, and a report of ten.

Each runs in a process of its own, turn by turn with its floor: the same rows moved by SQLite, ``json`` and ``csv``
alone (``floors/moving.py``). The time is that of the processor, which other work on the machine does not lengthen; the
memory is the most that the process ever held.
"""

from __future__ import annotations

import csv
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from negcoach.store.database.files import DATABASE_NAME
from tests.bench.table import Row, row, tell

STRONG_ROWS = 1_000_000


@dataclass(frozen=True)
class Used:
    """What a process took of the processor, in seconds, and the most memory that it held, in MB."""

    took_s: float
    most_mb: float


def run(*, short: bool = False) -> list[Row]:
    """Measure everything."""
    sessions, rows, rounds = (100, 1_000, 1) if short else (20_000, STRONG_ROWS, 3)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tell(f"making up {sessions:,} sessions")
        # In a process of its own: what the bench itself ever held would count as held by each program that it starts.
        maker = [sys.executable, "-m", "tests.bench.years", folder / "years", "--sessions", str(sessions)]
        subprocess.run(maker, check=True, stdout=subprocess.DEVNULL)
        return measured(folder, rows, rounds)


def measured(folder: Path, strong_rows: int, rounds: int) -> list[Row]:
    """Measure with the store in the folder ``years``; all other files are made in ``folder``."""
    years, parts = folder / "years", _Parts(folder, rounds)
    database = years / DATABASE_NAME
    strong = folder / "strong.csv"
    _make_strong(strong, strong_rows)
    found = [
        *parts.compare("export of JSON", "export-json", database, "json", _export(years, "json", folder / "all.json")),
        *parts.compare("export of CSV", "export-csv", database, "csv", _export(years, "csv", folder / "all.csv")),
        *parts.compare("history --json of all", "export-json", database, "json", _history(years, folder)),
    ]
    found += parts.compare(
        "import of that JSON into an empty folder", "import-json", folder / "all.json", "new", _import("all.json")
    )
    found += parts.compare(
        f"import of a Strong file of {strong_rows:,} rows", "import-strong", strong, "new", _import("strong.csv")
    )
    found += parts.compare("merge of it into an empty folder", "merge", database, "new", _merge)
    found += parts.alone("the same merge again", lambda target: _again(target, folder))
    found += parts.alone(
        "report of ten years", lambda target: ["report", "--weeks", "520", "-o", f"{target}.html", "--data-dir", years]
    )
    found.append(row("transfer: the database", [database.stat().st_size / 1e6], "MB"))
    return found


Arguments = Sequence[str | Path]


class _Parts:
    """Runs programs and their floors in a folder; every run writes to a place of its own."""

    def __init__(self, folder: Path, rounds: int) -> None:
        self._folder = folder
        self._rounds = rounds
        self._number = 0

    def compare(
        self, what: str, floor: str, source: Path, form: str, arguments: Callable[[Path], Arguments]
    ) -> list[Row]:
        """Return the time of a command beside its floor, and its memory."""
        floors, ours = [], []
        for number in range(1, self._rounds + 1):
            tell(f"{what}, round {number} of {self._rounds}")
            floors.append(self._run("-m", "tests.bench.floors.moving", floor, source, self._place(form)))
            ours.append(self._run("-m", "negcoach", *arguments(self._place(form))))
        return [
            row(
                f"transfer: {what}", [one.took_s for one in ours], "s", of=("its floor", [one.took_s for one in floors])
            ),
            row(f"transfer: {what}, memory", [one.most_mb for one in ours], "MB"),
        ]

    def alone(self, what: str, arguments: Callable[[Path], Arguments]) -> list[Row]:
        """Return the time of a command, and its memory."""
        ours = []
        for number in range(1, self._rounds + 1):
            tell(f"{what}, round {number} of {self._rounds}")
            ours.append(self._run("-m", "negcoach", *arguments(self._place("new"))))
        return [
            row(f"transfer: {what}", [one.took_s for one in ours], "s"),
            row(f"transfer: {what}, memory", [one.most_mb for one in ours], "MB"),
        ]

    def _place(self, form: str) -> Path:
        self._number += 1
        return self._folder / (f"place-{self._number}" if form == "new" else f"place-{self._number}.{form}")

    def _run(self, *arguments: str | Path) -> Used:
        """Run Python with these arguments. Raises ``CalledProcessError`` where it fails."""
        command = [sys.executable, *map(str, arguments)]
        environment = {**os.environ, "PYTHONPATH": str(Path.cwd()), "XDG_CONFIG_HOME": str(self._folder / "config")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is not compiled anew at each start
        with subprocess.Popen(
            command, cwd=self._folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        ) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        return Used(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000)


def _export(years: Path, form: str, kept: Path) -> Callable[[Path], Arguments]:
    return lambda target: ["export", "--format", form, "-o", kept, "--data-dir", years]


def _history(years: Path, folder: Path) -> Callable[[Path], Arguments]:
    return lambda target: ["history", "--json", "--data-dir", years]


def _import(name: str) -> Callable[[Path], Arguments]:
    return lambda target: ["import", name, "--yes", "--unit", "kg", "--data-dir", target]


def _merge(target: Path) -> Arguments:
    return ["merge", Path("years") / DATABASE_NAME, "--data-dir", target]


def _again(target: Path, folder: Path) -> Arguments:
    """Return the arguments of a merge into a copy of the same store."""
    target.mkdir()
    shutil.copyfile(folder / "years" / DATABASE_NAME, target / DATABASE_NAME)
    return _merge(target)


def _make_strong(path: Path, rows: int) -> None:
    """Make a file as Strong exports it: four exercises of five sets a session."""
    chance = random.Random(7)
    names = ("Squat (Barbell)", "Bench Press (Barbell)", "Deadlift (Barbell)", "Pull Up", "Bicep Curl (Dumbbell)")
    header = ("Date", "Workout Name", "Duration", "Exercise Name", "Set Order", "Weight", "Reps", "Notes", "RPE")
    at = datetime(2006, 1, 2, 6)
    written = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        while written < rows:
            at += timedelta(hours=chance.choice((2, 3, 4)))
            for exercise in chance.sample(names, 4):
                load = chance.randrange(20, 80) * 2.5
                for order in range(1, 6):
                    if written < rows:
                        cells = (f"{at:%Y-%m-%d %H:%M:%S}", "Training", "1h", exercise, order, load)
                        writer.writerow((*cells, chance.randrange(3, 12), "", ""))
                        written += 1
