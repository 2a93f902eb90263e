"""What twenty years cost: the first rows on the screen, the list's query, each key, memory.

The store is made up by ``tests.bench.years``; the real program runs on a terminal, one time with it, one time with an
empty store, beside Textual's own floor.
"""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from negcoach.store.database import open_database
from negcoach.store.history import session_rows
from tests.bench.processes import cost
from tests.bench.start import HELLO
from tests.bench.table import Row, row, spread, tell
from tests.bench.years import make
from tests.scene.terminal import PROGRAM, Home, Wire

PAGE = 50
RAW = "SELECT * FROM sessions WHERE deleted_at IS NULL ORDER BY started_ms DESC, id DESC LIMIT ?"

KEYS = (
    ("down", "\x1b[B"),
    ("page down", "\x1b[6~"),
    ("end", "\x1b[F"),
    ("page up", "\x1b[5~"),
    ("home", "\x1b[H"),
    ("filter: /", "/"),
    ("filter: b", "b"),
    ("filter: e", "e"),
    ("filter: n", "n"),
    ("filter: c", "c"),
    ("filter: h, and nothing fits: x", "hxx"),
)
"""What is pressed, one after another, in the list of sessions."""

QUIET_S = 0.25
"""When the terminal has been silent for so long, the answer to a key is complete."""


def run(*, short: bool = False) -> list[Row]:
    """Measure everything."""
    rounds = 3 if short else 10
    sessions = 2_000 if short else 20_000
    with tempfile.TemporaryDirectory() as folder:
        full, empty = Home(Path(folder) / "full"), Home(Path(folder) / "empty")
        for home in (full, empty):
            home.folder.mkdir()
            home.configure("")
        tell(f"making up {sessions} sessions")
        make(full.folder / "data", sessions=sessions)
        with closing(open_database(empty.folder / "data", now=datetime.now(UTC))):
            pass
        rows = _queries(full, rounds)
        rows += _first_rows(full, empty, rounds, sessions)
        tell("keys")
        rows += _keys(full, rounds)
    return rows


def _queries(home: Home, rounds: int) -> list[Row]:
    """The newest page by our query and by SQLite alone, turn by turn."""
    raw_ms, ours_ms = [], []
    path = home.folder / "data" / "negcoach.db"
    with (
        closing(open_database(home.folder / "data", now=datetime.now(UTC))) as database,
        closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as raw,
    ):
        for _ in range(rounds * 20):
            raw_ms.append(_timed(lambda: raw.execute(RAW, (PAGE,)).fetchall()))
            ours_ms.append(_timed(lambda: database.connection.execute(RAW, (PAGE,)).fetchall()))
        whole_ms = []
        for _ in range(rounds * 20):
            with database.read() as connection:
                whole_ms.append(_timed(lambda connection=connection: session_rows(connection, PAGE)))  # type: ignore[misc]
    return [
        row(f"history: newest {PAGE} by raw sqlite3", raw_ms, "ms"),
        row(f"history: newest {PAGE}, the list's query and its values", whole_ms, "ms", of=("raw sqlite3", raw_ms)),
    ]


def _first_rows(full: Home, empty: Home, rounds: int, sessions: int) -> list[Row]:
    taken: dict[str, list[float]] = {}
    memory: dict[str, list[float]] = {}
    for number in range(1, rounds + 1):
        tell(f"first rows, round {number} of {rounds}")
        with Wire(empty, env={"PYTHONPATH": str(Path.cwd())}) as wire:
            began_ns = wire.run(*HELLO)
            taken.setdefault("hello", []).append((wire.seen("hello, lifter", began_ns) - began_ns) / 1e6)
        for name, home in (("empty", empty), ("full", full)):
            with Wire(home) as wire:
                wire.run(*PROGRAM, *home.options)
                wire.wait_for("Bench press")
                _settled(wire)
                wire.press("\x1b")  # the question how sore one is, if it is due
                _settled(wire)
                pressed_ns = wire.press("h")
                wire.seen("sessions" if name == "full" else "No sessions", pressed_ns)
                taken.setdefault(name, []).append((_settled(wire) - pressed_ns) / 1e6)
                memory.setdefault(name, []).append(cost(wire.pid).resident_kb / 1024)
    return [
        row("history: first paint, empty store, from its key", taken["empty"], "ms"),
        row(
            f"history: first paint, {sessions} sessions, from its key",
            taken["full"],
            "ms",
            of=("empty store", taken["empty"]),
        ),
        row("history: the same beside Textual hello from its start", taken["full"], "ms", of=("hello", taken["hello"])),
        row("history: resident memory, empty store", memory["empty"], "MB"),
        row("history: resident memory, full store", memory["full"], "MB", of=("empty store", memory["empty"])),
    ]


def _keys(home: Home, rounds: int) -> list[Row]:
    """How long until the first and the last byte of each key's answer."""
    first: dict[str, list[float]] = {}
    for _ in range(rounds):
        with Wire(home) as wire:
            wire.run(*PROGRAM, *home.options)
            wire.wait_for("Bench press")
            _settled(wire)
            wire.press("\x1b")
            _settled(wire)
            wire.press("h")
            wire.wait_for("sessions")
            _settled(wire)
            for name, keys in KEYS:
                for key in keys if len(keys) < 4 and not keys.startswith("\x1b") else (keys,):
                    pressed_ns = wire.press(key)
                    answered = _answered(wire, pressed_ns)
                    if answered is not None:
                        first.setdefault(name, []).append((answered - pressed_ns) / 1e6)
    every = [value for values in first.values() for value in values]
    return [
        spread(f"history: a key until its answer is drawn, {len(every)} keys", every),
        *(
            Row(f"history: {name}", f"median {statistics.median(values):.1f} ms, max {max(values):.1f} ms")
            for name, values in first.items()
        ),
    ]


def _answered(wire: Wire, pressed_ns: int) -> int | None:
    """When the last piece of the answer came; ``None`` when a key changed nothing."""
    _settled(wire)
    pieces = [at for at, _ in wire.written if at > pressed_ns]
    return pieces[-1] if pieces else None


def _settled(wire: Wire) -> int:
    """Wait until nothing comes any more; return when the last piece came."""
    while True:
        last = wire.written[-1][0]
        left_s = QUIET_S - (time.monotonic_ns() - last) / 1e9
        if left_s <= 0:
            return last
        time.sleep(left_s)


def _timed(work: Callable[[], object]) -> float:
    began_ns = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - began_ns) / 1e6
