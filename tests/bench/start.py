"""How long it takes until the home screen can be read and answers a key, and what light commands cost.

Every round runs each program once, one after another, so that what else the machine does falls on all alike. The
clock starts before the process is made and stops when real text of the screen has come out of the terminal.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from negcoach.config.settings.settings import Settings, save_settings
from negcoach.store.database.files import DATABASE_NAME
from tests.bench.table import Row, row, tell
from tests.bench.years import make
from tests.scene.terminal import PROGRAM, Home, Wire

HELLO = (sys.executable, "-m", "tests.bench.floors.hello")
READER = (sys.executable, str(Path(__file__).with_name("floors") / "light.py"))

PEERS = {
    "termdown": (("termdown", "600"), "8888"),  # its digits are drawn of eights
    "posting": (("posting",), "Collection"),
    "harlequin": (("harlequin",), "Query"),
    "toolong": (("tl", __file__), "Tail"),
}
"""What a lifter might use instead, or what is built on Textual too: its command, and a text of its first screen."""

LIVED_IN = 50
"""Sessions of the history, about three months: the home screen reads what was done."""

LIGHT = {
    "--version": ("--version",),
    "history --json": ("history", "--json"),
    "export --format json": ("export", "--format", "json"),
}


def run(*, short: bool = False) -> list[Row]:
    """Measure everything."""
    rounds = 1 if short else 15
    taken: dict[str, list[float]] = {}
    missing = [name for name, (command, _) in PEERS.items() if shutil.which(command[0]) is None]
    failed: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        # Where they are by default: started as a lifter starts it, without an option.
        save_settings(Path(folder) / ".config" / "negcoach" / "config.toml", Settings(volume=70))
        data = Path(folder) / ".local" / "share" / "negcoach"
        make(data, sessions=LIVED_IN)
        programs = _programs(home, data / DATABASE_NAME, [name for name in PEERS if name not in missing])
        for number in range(1, rounds + 1):
            tell(f"start, round {number} of {rounds}")
            for name, measure in programs.items():
                if name in failed:
                    continue
                try:
                    measured = measure()
                except AssertionError:  # its first screen never came
                    if name not in PEERS:
                        raise
                    failed.add(name)
                    continue
                for what, ms in measured.items():
                    taken.setdefault(f"{name}{what}", []).append(ms)
    hello, nothing = taken["Textual hello"], taken["python -c pass"]
    rows = [
        row("start: Textual hello, first frame", hello, "ms"),
        row("start: negcoach's home screen, first frame", taken["negcoach"], "ms", of=("Textual hello", hello)),
        row("start: Textual hello, until a key is answered", taken["Textual hello, answered"], "ms"),
        row(
            "start: negcoach's home screen, until a key is answered",
            taken["negcoach, answered"],
            "ms",
            of=("Textual hello", taken["Textual hello, answered"]),
        ),
        *(
            row(f"start: {name}, first frame", taken[name], "ms", of=("Textual hello", hello))
            for name in PEERS
            if name in taken
        ),
        row("start: python -c pass", nothing, "ms"),
        row(
            "start: the sessions as JSON by argparse, sqlite3 and json alone",
            taken["reader"],
            "ms",
            of=("python -c pass", nothing),
        ),
        *(row(f"start: negcoach {name}", taken[name], "ms", of=("python -c pass", nothing)) for name in LIGHT),
    ]
    if missing:
        rows.append(Row("start: not measured, not installed", ", ".join(missing)))
    if failed:
        rows.append(Row("start: not measured, its first screen never came", ", ".join(sorted(failed))))
    return rows


def _programs(home: Home, database: Path, peers: list[str]) -> dict[str, Callable[[], dict[str, float]]]:
    programs: dict[str, Callable[[], dict[str, float]]] = {
        "python -c pass": lambda: _light((sys.executable, "-c", "pass"), home),
        "reader": lambda: _light((*READER, str(database)), home),
        "Textual hello": lambda: _on_screen(home, HELLO, "hello, lifter", ("x", "answered")),
        # The first letter moves to the search, the rest leave nothing to choose from.
        "negcoach": lambda: _on_screen(home, PROGRAM, "Bench press", ("/zzz", "No exercise matches")),
    }
    for name, arguments in LIGHT.items():
        command = (*PROGRAM, *arguments)
        programs[name] = lambda command=command: _light(command, home)  # type: ignore[misc]
    for name in peers:
        command, text = PEERS[name]
        programs[name] = lambda command=command, text=text: _on_screen(home, command, text, None)  # type: ignore[misc]
    return programs


def _on_screen(home: Home, command: tuple[str, ...], text: str, answer: tuple[str, str] | None) -> dict[str, float]:
    """Return how long the first text took, and the answer to a key after it (both from the start, ms)."""
    with Wire(home, env={"PYTHONPATH": str(Path.cwd())}) as wire:
        began_ns = wire.run(*command)
        taken = {"": (wire.seen(text, began_ns) - began_ns) / 1e6}
        if answer is not None:
            pressed_ns = wire.press(answer[0])
            taken[", answered"] = (wire.seen(answer[1], pressed_ns) - began_ns) / 1e6
    return taken


def _light(command: tuple[str, ...], home: Home) -> dict[str, float]:
    began_ns = time.monotonic_ns()
    subprocess.run(command, env=home.environment({}), capture_output=True, check=True, stdin=subprocess.DEVNULL)
    return {"": (time.monotonic_ns() - began_ns) / 1e6}
