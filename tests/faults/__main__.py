"""The promises of ``tests/faults``, measured: ``python -m tests.faults --full`` prints the figure of each.

Without ``--full`` it measures a hundredth, or the share that ``--share`` says. Names of promises measure only those.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from textual import events

from negcoach.audio.engines.silent import SilentPlayer
from negcoach.config.library import shipped_exercises
from negcoach.config.settings import Settings
from negcoach.services import Services
from negcoach.store.database.database import open_database
from negcoach.terminal.keys import Translator
from negcoach.terminal.sequences import Splitter
from tests.faults.program import ENDED, start
from tests.faults.test_flipped_bits import flips
from tests.faults.walk import SIZES, TO, keep_history, walk
from tests.scene.terminal import Home, Wire
from tests.services import Clock

SEED = 20261128


def main() -> int:
    """Measure every promise; return 1 if one was not kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--share", type=float, default=0.01, help="how much of it, from 0 to 1")
    parser.add_argument("--full", action="store_const", const=1.0, dest="share", help="all of it, which takes hours")
    parser.add_argument("promises", nargs="*", help=f"only these, of {', '.join(PROMISES)}")
    asked = parser.parse_args()
    kept = True
    for name in asked.promises or PROMISES:
        about, measure = PROMISES[name]
        began_s = time.monotonic()
        good, figure = measure(asked.share)
        kept = kept and good
        print(f"| {name} | {about} | {figure} | {time.monotonic() - began_s:.0f} s |", flush=True)
    return 0 if kept else 1


def flipped_bits(share: float) -> tuple[bool, str]:
    """Flip one bit of a database, 2,000 times."""
    with tempfile.TemporaryDirectory() as folder:
        found = flips(Path(folder), round(2_000 * share), SEED)
    noticed = f"{found['file']} noticed in the file, {found['row']} in a row by its checksum or value"
    return not found["silent"], f"{found['silent']} silent; {noticed}; {found['harmless']} changed nothing"


def hostile_input(share: float) -> tuple[bool, str]:
    """Split and translate ten megabytes of sequences that are no keys, in pieces as a terminal sends them."""
    chance, splitter, translator, keys, size = random.Random(SEED), Splitter(), Translator(), 0, 0
    while size < 10_000_000 * share:
        text = _no_key(chance)
        size += len(text)
        cut = chance.randrange(len(text) + 1)
        for chunk in (text[:cut], text[cut:]):
            for piece in splitter.feed(chunk):
                keys += sum(isinstance(message, events.Key) for message in translator.messages(piece))
    return keys == 0, f"{size:,} characters: {keys} keys, 0 exits"


def hostile_program(share: float) -> tuple[bool, str]:
    """Send the same to a set under way; it must go on, and Escape must still end it."""
    chance, size, worst_ns = random.Random(SEED), 0, 0
    with _set_under_way() as wire:
        while size < 10_000_000 * share:
            data = "".join(_no_key(chance) for _ in range(200)).encode()
            wire.flood(data)
            size += len(data)
        before = len(wire.home.reps())
        time.sleep(5)
        goes_on = len(wire.home.reps()) > before
        pressed_ns = wire.press("\x1b")
        worst_ns = wire.seen(ENDED, pressed_ns) - pressed_ns
    return goes_on and worst_ns < 1e9, f"{size:,} bytes: the set went on, Escape ended it after {worst_ns / 1e6:.0f} ms"


def stalled_terminal(share: float) -> tuple[bool, str]:
    """Stop reading a set's terminal, then close it or send SIGTERM; the program must be gone in two seconds."""
    times = max(4, round(40 * share))
    slowest_s, lost = 0.0, 0
    for number in range(times):
        with _set_under_way() as wire:
            wire.stop_reading()
            time.sleep(5)
            before = len(wire.home.reps())
            began_s = time.monotonic()
            if number % 2:
                wire.hang_up()
            else:
                wire.signal(signal.SIGTERM)
            wire.wait_for_end(30)
            slowest_s = max(slowest_s, time.monotonic() - began_s)
            lost += len(wire.home.reps()) < before - 1  # one that had not quite ended is given back
    return slowest_s < 2 and not lost, f"{times} times: gone after {slowest_s:.1f} s at most, {lost} reps lost"


def frozen_program(share: float) -> tuple[bool, str]:
    """Stop a set's process for a while; it must be paused after that, with no rep that nobody lowered."""
    times, phantoms, unpaused = max(2, round(20 * share)), 0, 0
    for _ in range(times):
        with _set_under_way() as wire:
            time.sleep(3)
            wire.signal(signal.SIGSTOP)
            before = len(wire.home.reps())
            time.sleep(10)
            continued_ns = time.monotonic_ns()
            wire.signal(signal.SIGCONT)
            time.sleep(5)
            phantoms += max(0, len(wire.home.reps()) - before)
            unpaused += wire.first_after(continued_ns, b"slept or froze") is None
    return not phantoms and not unpaused, f"{times} times for 10 s: {phantoms} phantom reps, {unpaused} not paused"


def random_walk(share: float) -> tuple[bool, str]:
    """Press random keys on every screen in low terminals."""
    keys, seen, failed = max(20, round(1_000 * share)), Counter[str](), list[str]()
    for place, to in enumerate(TO):
        for number, size in enumerate(SIZES):
            with _services() as (services, clock):
                try:
                    seen += asyncio.run(
                        walk(services, clock, to, size=size, keys=keys, seed=SEED + 10 * place + number)
                    )
                except Exception as error:  # noqa: BLE001  # whatever it is, it is what the walk is for
                    failed.append(f"{type(error).__name__} ({'; '.join(getattr(error, '__notes__', []))})")
    figure = f"{seen.total():,} keys on {len(seen)} screens at {len(SIZES)} sizes: {len(failed)} exits"
    return not failed, " ".join([figure, *failed])


PROMISES: dict[str, tuple[str, Callable[[float], tuple[bool, str]]]] = {
    "stopped": ("the process is stopped in a set", frozen_program),
    "stalled": ("the terminal stops reading, then it is closed or SIGTERM comes", stalled_terminal),
    "input": ("hostile input, split and translated", hostile_input),
    "flood": ("hostile input, to a set under way", hostile_program),
    "flipped bits": ("one bit of the database is another", flipped_bits),
    "keys": ("any key on any screen of a low terminal", random_walk),
}


def _no_key(chance: random.Random) -> str:
    """Return something that a terminal could send and that is no key."""
    numbers = ";".join(chance.choices(["0", "1", "3", "48", "97", "5000", "1114112", "99999999999"], k=4))
    letters = "".join(chance.choices("abcpqs 0123456789;:?", k=chance.randint(0, 200)))
    return chance.choice(
        [
            f"\x1b]{numbers};{letters}\x07",
            f"\x1b]{numbers};{letters}\x1b\\",
            f"\x1bP{letters}\x1b\\",
            f"\x1b_{letters}\x1b\\",
            f"\x1b[?{numbers}$y",
            f"\x1b[?{numbers}c",
            f"\x1b[48;{numbers}t",
            f"\x1b[{chance.randint(97, 122)};1:3u",
            f"\x1b[{chance.randint(1114112, 10**12)}u",
            f"\x1b[{'1;' * chance.randint(200, 400)}q",
            "\ufffd\x85\x9b",
        ]
    )


@contextmanager
def _set_under_way() -> Iterator[Wire]:
    with tempfile.TemporaryDirectory(prefix="negcoach-faults-") as folder, Wire(Home(Path(folder))) as wire:
        start(wire)
        yield wire


@contextmanager
def _services() -> Iterator[tuple[Services, Clock]]:
    clock = Clock()
    with (
        tempfile.TemporaryDirectory(prefix="negcoach-faults-") as folder,
        closing(open_database(Path(folder) / "data", now=clock.now())) as database,
    ):
        services = Services(
            library=shipped_exercises(),
            settings=Settings(),
            config_path=Path(folder) / "config" / "config.toml",
            database=database,
            open_player=lambda: SilentPlayer(clock.monotonic_ns),
            now=clock.now,
            clock=clock.monotonic_ns,
        )
        keep_history(services)
        yield services, clock


if __name__ == "__main__":
    raise SystemExit(main())
