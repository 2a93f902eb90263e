"""What twenty years cost: the first rows on the screen, the list's query, each key, memory.

The store is made up by ``tests.bench.years``; the real program runs on a terminal, one time with it, one time with an
empty store, beside Textual's own floor. An answer is timed until its last byte has come out of the terminal, and what
is sought in it has come too; a key without an answer is told.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from negcoach.store.database.database import open_database
from negcoach.store.queries.sessions.filtering import Filter
from negcoach.store.queries.sessions.session_list import PAGE_QUERY, find, found_rows
from tests.bench.processes import cost
from tests.bench.start import HELLO
from tests.bench.table import Row, row, spread, tell
from tests.bench.years import make
from tests.scene.terminal import PROGRAM, Home, Wire

PAGE = 50

KEYS = (
    ("down", "\x1b[B"),
    ("page down", "\x1b[6~"),
    ("end", "\x1b[F"),
    ("up", "\x1b[A"),
    ("page up", "\x1b[5~"),
    ("home", "\x1b[H"),
    ("/", "/"),
    ("b", "b"),
    ("be", "e"),
    ("ben", "n"),
    ("benc", "c"),
    ("bench", "h"),
    ("down, while filtered", "\x1b[B"),
    ("benchx, which nothing has", "x"),
    ("backspace", "\x7f"),
    ("escape: all again", "\x1b"),
    ("/ again", "/"),
    ("b again", "b"),
    ("escape, in kitty's protocol", "\x1b[27u"),
)
"""What is pressed, one after another, in the list of sessions; every one of them changes what is shown.

A bare escape could be the first byte of another key, and negcoach waits 10 ms for the rest; a terminal that speaks
kitty's protocol (Textual turns it on) sends a key that is like no other.
"""

FLOOR = (sys.executable, "-m", "tests.bench.floors.listing")
FLOOR_KEYS = (("/", "/"), ("escape, in kitty's protocol", "\x1b[27u")) * 3
FLOOR_TEXT = "0-0"
"""The bare list of Textual, and its keys, which have the same names."""

HISTORY = "\x12"
"""Ctrl+R, which opens the history."""

QUIET_S = 0.4
"""When the terminal has been silent for so long, an answer is complete; a box's cursor blinks after half a second."""

LONGEST_S = 10.0
"""After so long a key is taken for one that has no answer."""

HOME_TEXT = "Bench press"
ROWS_TEXT = " 2026 "
"""The months and days of the newest rows; the screen below the list has no year."""
NO_ROWS_TEXT = "No sessions yet"
FOOTER_TEXT = "import"
"""What the list's footer alone offers, with sessions and without."""


def run(*, short: bool = False) -> list[Row]:
    """Measure everything."""
    rounds = 1 if short else 15
    sessions = 500 if short else 20_000
    with tempfile.TemporaryDirectory() as folder:
        full, empty = Home(Path(folder) / "full"), Home(Path(folder) / "empty")
        for home in (full, empty):
            home.folder.mkdir()
            home.configure("")
        tell(f"making up {sessions} sessions")
        make(full.folder / "data", sessions=sessions)
        with closing(open_database(empty.folder / "data", now=datetime.now(UTC))):
            pass
        return measured(full, empty, rounds, sessions)


def measured(full: Home, empty: Home, rounds: int, sessions: int) -> list[Row]:
    """Measure with these two stores."""
    for home in (full, empty):
        with _at_home(home):
            pass  # the first start of a week backs up, which is not the history's
    return [*_queries(full, rounds), *_first_rows(full, empty, rounds, sessions), *_keys(full, empty, rounds)]


def _queries(home: Home, rounds: int) -> list[Row]:
    """The newest page by SQLite alone, by the list's query, and as the values that the list draws, turn by turn."""
    raw_ms, query_ms, values_ms = [], [], []
    path = home.folder / "data" / "negcoach.db"
    with (
        closing(open_database(home.folder / "data", now=datetime.now(UTC))) as database,
        closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as raw,
    ):
        with database.read() as connection:
            found = find(connection, Filter())
        for _ in range(rounds * 20):
            raw_ms.append(_timed(lambda: raw.execute(PAGE_QUERY, (PAGE, 0)).fetchall()))
            query_ms.append(_timed(lambda: database.connection.execute(PAGE_QUERY, (PAGE, 0)).fetchall()))
            values_ms.append(_timed(lambda: found_rows(database.connection, found, 0, PAGE)))
    return [
        row(f"history: newest {PAGE} by raw sqlite3", raw_ms, "ms"),
        row(f"history: newest {PAGE} by the list's query", query_ms, "ms", of=("raw sqlite3", raw_ms)),
        row(f"history: newest {PAGE} as the values of their lines", values_ms, "ms", of=("raw sqlite3", raw_ms)),
    ]


def _first_rows(full: Home, empty: Home, rounds: int, sessions: int) -> list[Row]:
    """From the key on the home screen until the list is there, and until nothing is drawn any more."""
    hello: list[float] = []
    there: dict[str, list[float]] = {"empty": [], "full": []}
    drawn: dict[str, list[float]] = {"empty": [], "full": []}
    at_once: list[float] = []
    for number in range(1, rounds + 1):
        tell(f"first rows, round {number} of {rounds}")
        with Wire(empty, env={"PYTHONPATH": str(Path.cwd())}) as wire:
            began_ns = wire.run(*HELLO)
            hello.append((_written(wire, began_ns, "hello, lifter") - began_ns) / 1e6)
        for name, home, text in (("empty", empty, NO_ROWS_TEXT), ("full", full, ROWS_TEXT)):
            with _at_home(home) as wire:
                pressed_ns = wire.press(HISTORY)
                there[name].append((_written(wire, pressed_ns, text) - pressed_ns) / 1e6)
                _written(wire, pressed_ns, FOOTER_TEXT)
                drawn[name].append((_settled(wire, pressed_ns) - pressed_ns) / 1e6)
        with Wire(full) as wire:
            began_ns = wire.run(*PROGRAM, *full.options)
            _written(wire, began_ns, HOME_TEXT)
            wire.press(HISTORY)
            at_once.append((_written(wire, began_ns, ROWS_TEXT) - began_ns) / 1e6)
    many = f"{sessions:,} sessions"
    return [
        row("history: Textual hello, from its start", hello, "ms"),
        row("history: first paint complete, empty store", drawn["empty"], "ms"),
        row(f"history: first paint complete, {many}", drawn["full"], "ms", of=("empty store", drawn["empty"])),
        row("history: first words, empty store", there["empty"], "ms"),
        row(f"history: first rows, {many}", there["full"], "ms", of=("Textual hello", hello)),
        row(
            "history: the same from the program's start, pressed at once",
            at_once,
            "ms",
            of=("Textual hello", hello),
        ),
    ]


def _keys(full: Home, empty: Home, rounds: int) -> list[Row]:
    """How long until the last byte of each key's answer; and the memory after all of them, beside an empty list's."""
    answers: dict[str, list[float]] = {}
    silent: set[str] = set()
    memory: dict[str, list[float]] = {"empty": [], "first": [], "last": []}
    floor: dict[str, list[float]] = {}
    for number in range(1, rounds + 1):
        tell(f"keys, round {number} of {rounds}")
        with Wire(empty, env={"PYTHONPATH": str(Path.cwd())}) as wire:
            began_ns = wire.run(*FLOOR)
            _written(wire, began_ns, FLOOR_TEXT)
            _settled(wire, began_ns)
            for name, key in FLOOR_KEYS:
                pressed_ns = wire.press(key)
                floor.setdefault(name, []).append((_settled(wire, pressed_ns) - pressed_ns) / 1e6)
        with _at_home(empty) as wire:
            _settled(wire, wire.press(HISTORY))
            memory["empty"].append(cost(wire.pid).resident_kb / 1024)
        with _at_home(full) as wire:
            _settled(wire, wire.press(HISTORY))
            memory["first"].append(cost(wire.pid).resident_kb / 1024)
            for name, key in KEYS:
                pressed_ns = wire.press(key)
                try:
                    answers.setdefault(name, []).append((_settled(wire, pressed_ns) - pressed_ns) / 1e6)
                except TimeoutError:
                    silent.add(name)
            memory["last"].append(cost(wire.pid).resident_kb / 1024)
    every = [value for values in answers.values() for value in values]
    slowest = max(answers, key=lambda name: statistics.median(answers[name]))
    return [
        row("history: resident memory, empty store", memory["empty"], "MB"),
        row("history: resident memory, full store", memory["first"], "MB", of=("empty store", memory["empty"])),
        row("history: the same after all keys", memory["last"], "MB", of=("empty store", memory["empty"])),
        spread(f"history: a key until its answer is drawn, {len(every)} keys", every),
        spread(f"history: the slowest of {len(answers)} keys, {slowest}", answers[slowest]),
        *(spread(f"history: the key {name}", answers[name]) for name in floor),
        *(spread(f"history: the same key in a bare Textual list, {name}", values) for name, values in floor.items()),
        *(replace(spread(f"history: key {name}", values), detail=True) for name, values in answers.items()),
        *(Row(f"history: key {name}", "was not answered") for name in sorted(silent)),
    ]


@contextmanager
def _at_home(home: Home) -> Iterator[Wire]:
    """The program on its home screen, at rest; the question how sore one is has been put away, if it was due."""
    with Wire(home) as wire:
        began_ns = wire.run(*PROGRAM, *home.options)
        _written(wire, began_ns, HOME_TEXT)
        _settled(wire, began_ns)
        wire.press("\x1b")
        time.sleep(QUIET_S)
        _settled(wire, began_ns)
        yield wire


def _written(wire: Wire, after_ns: int, text: str) -> int:
    """Wait until a text has been written since then, however the terminal cut it; return when its last byte came."""
    sought, end = text.encode(), time.monotonic() + 3 * LONGEST_S
    while time.monotonic() < end:
        so_far = b""
        for at, piece in list(wire.written):
            if at >= after_ns:
                so_far += piece
                if sought in so_far:
                    return at
        time.sleep(0.01)
    raise TimeoutError(f"{text!r} was never written")


def _settled(wire: Wire, after_ns: int) -> int:
    """Wait for an answer and then until nothing comes any more; return when its last piece came."""
    while True:
        last = wire.written[-1][0] if wire.written else 0
        silent_s = (time.monotonic_ns() - max(last, after_ns)) / 1e9
        if last >= after_ns and silent_s >= QUIET_S:
            return last
        if last < after_ns and silent_s >= LONGEST_S:
            raise TimeoutError("a key had no answer")
        time.sleep(0.01 if last < after_ns else QUIET_S - silent_s)


def _timed(work: Callable[[], object]) -> float:
    began_ns = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - began_ns) / 1e6
