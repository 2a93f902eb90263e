"""What a mirror costs the program that it follows, and how far behind it is.

Each set is led without sound in a real terminal: with nobody beside it, with a mirror, and with mirrors that do harm,
one that stands and a flood of connections that send what nobody asked for.
"""

from __future__ import annotations

import re
import signal
import tempfile
import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from negcoach.broadcast.address import connection
from tests.bench.processes import cost
from tests.bench.table import Row, say, spread, tell
from tests.scene.terminal import Home, Wire, wait_until

OPTIONS = ("--engine", "silent", "coach", "negative-push-up", "--reps", "fatigue", "--tempo", "5-1-A-1")
TIMES = ("--lift", "2", "--lead-in", "5")
PRESS_EVERY_S = 1.0
KNOCK_S = 0.002
"""The pause between two connections of the flood."""

_STYLES = rb"(?:\x1b\[[0-9;?]*[a-zA-Z])*"
_STATUS = re.compile(rb"(LOWER \d|HOLD \d|KNEES DOWN)" + _STYLES + b" " + _STYLES + b" " + _STYLES + rb"rep (\d+)")


@dataclass
class Followed:
    """A set under way, and the mirror beside it."""

    coach: Wire
    mirror: Wire | None
    home: Home
    connected: int = 0
    refused: int = 0


def run(*, short: bool = False) -> list[Row]:
    """Measure everything."""
    seconds = 6 if short else 60
    rows: list[Row] = []
    for who in ("nobody", "one mirror", "mirrors that do harm"):
        tell(f"a set with {who} beside it, {seconds} s")
        with under_way(mirrored=who != "nobody") as followed, ExitStack() as stack:
            if who == "mirrors that do harm":
                stack.enter_context(harm(followed))
            began_ns, before = time.monotonic_ns(), cost(followed.coach.pid)
            time.sleep(seconds)
            span_s = (time.monotonic_ns() - began_ns) / 1e9
            after = cost(followed.coach.pid)
            percent = 100 * (after.cpu_s - before.cpu_s) / span_s
            flood = f", {followed.connected} connections taken, {followed.refused} refused" if followed.refused else ""
            figures = f"{percent:.2f} %, {after.resident_kb / 1024:.1f} MB{flood}"
            rows += say(
                [
                    Row(f"mirror: the coach's screen with {who}, % of a core", figures, {"percent": percent}),
                    spread(f"mirror: a count off its second with {who}", off(changes(followed.coach, began_ns))),
                ]
            )
            if who == "one mirror" and followed.mirror is not None:
                rows += say([_behind(followed.coach, followed.mirror, began_ns)])
    return rows


@contextmanager
def under_way(*, mirrored: bool, prepare: Callable[[Wire], None] = lambda _: None) -> Iterator[Followed]:
    """Lead a set, in its second rep, with a mirror of another size beside it or not; ``prepare`` is done before it."""
    with ExitStack() as stack:
        home = Home(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        home.configure("")
        env = {"PYTHONPATH": str(Path.cwd())}
        coach, mirror = stack.enter_context(Wire(home, env=env)), None
        coach.start(*OPTIONS, *TIMES)
        coach.wait_for("begin", 30)
        if mirrored:
            mirror = stack.enter_context(Wire(home, 80, 24, env=env))
            mirror.start("mirror")
            mirror.wait_for("READY", 30)
        prepare(coach)
        begin_set(coach)
        yield Followed(coach, mirror, home)


def begin_set(coach: Wire) -> None:
    """Press the key that begins a set until it has begun; wait for its second rep.

    What is loaded and drawn once has been by then.
    """
    began_ns = time.monotonic_ns()

    def begins() -> bool:
        coach.press(" ")  # one that comes too soon is dropped
        time.sleep(PRESS_EVERY_S)
        return coach.first_after(began_ns, b"end set") is not None

    wait_until(begins, 30, lambda: "the set never began")
    wait_until(lambda: (2, "LOWER 4") in changes(coach, began_ns), 60, lambda: "there was no second rep")


@contextmanager
def harm(followed: Followed) -> Iterator[None]:
    """Have the mirror stand, and others connect again and again, send what nobody asked for, and read nothing."""
    ended = threading.Event()

    def flood() -> None:
        while not ended.wait(KNOCK_S):
            try:
                with connection(followed.home.folder / followed.home.data) as made:
                    followed.connected += 1
                    with suppress(OSError):
                        made.send(b"\xff" * 5_000)
            except OSError:
                followed.refused += 1

    if followed.mirror is not None:
        followed.mirror.signal(signal.SIGSTOP)
    thread = threading.Thread(target=flood, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def changes(wire: Wire, start_ns: int) -> dict[tuple[int, str], int]:
    """When each phase and count of each rep was first written (monotonic ns)."""
    pieces = [(at, piece) for at, piece in list(wire.written) if at >= start_ns]
    ends = [*accumulate(len(piece) for _, piece in pieces)]
    found: dict[tuple[int, str], int] = {}
    for seen in _STATUS.finditer(b"".join(piece for _, piece in pieces)):  # a frame may be read in two pieces
        at, _ = pieces[bisect_left(ends, seen.end())]
        found.setdefault((int(seen[2]), seen[1].decode()), at)
    return found


def off(seen: dict[tuple[int, str], int]) -> list[float]:
    """Return how far (ms) two counts of a lowering are from a second apart on the screen."""
    counts = sorted((rep, -int(text[-1]), at) for (rep, text), at in seen.items() if text.startswith("LOWER"))
    return [
        abs((later[2] - sooner[2]) / 1e6 - 1_000)
        for sooner, later in pairwise(counts)
        if sooner[0] == later[0] and later[1] == sooner[1] + 1
    ]


def _behind(coach: Wire, mirror: Wire, start_ns: int) -> Row:
    """Return how far the mirror's screen is from the coach's, before or after it, where either changes."""
    there, here = changes(coach, start_ns), changes(mirror, start_ns)
    apart = [abs(here[change] - at) / 1e6 for change, at in there.items() if change in here]
    return spread("mirror: its screen against the coach's, at each count and call", apart)
