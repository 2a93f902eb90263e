"""What the live screen costs: the CPU of the whole process tree while a set is coached, beside what else counts.

All programs run at the same time, each on a terminal of its own, so that what the machine does falls on all alike;
negcoach plays into a private sound server.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

from tests.bench.processes import Cost, cost, tree
from tests.bench.table import Row, spread, tell
from tests.scene.terminal import Home, Wire
from tests.soundserver import SoundServer

FLOORS = {
    "a full-screen Textual Static at 30 frames/s": (sys.executable, "-m", "tests.bench.floors.frames", "30"),
    "the same at 15 frames/s": (sys.executable, "-m", "tests.bench.floors.frames", "15"),
    "two rows of one Textual widget, 16 times a second": (sys.executable, "-m", "tests.bench.floors.rows", "16"),
}
PEER = ("termdown", "3600")

FRAME_GAP_MS = 2.0
"""Pieces that come out of the terminal within this time belong to one frame."""


def run(*, short: bool = False) -> list[Row]:
    """Measure everything."""
    seconds = 5 if short else 60
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        server = stack.enter_context(SoundServer())
        home = Home(Path(folder))
        home.configure("")
        wires = {}
        environment = {**server.env, "PYTHONPATH": str(Path.cwd())}
        coach = stack.enter_context(Wire(home, env=environment))
        options = "--tempo 5-1-A-1 --reps fatigue --lead-in 3 --lift 2"
        coach.start("coach", "negative-push-up", *options.split())
        coach.wait_for("begin", 30)
        for name, command in FLOORS.items():
            wires[name] = stack.enter_context(Wire(home, env=environment))
            wires[name].run(*command)
        if shutil.which(PEER[0]):
            wires["termdown"] = stack.enter_context(Wire(home, env=environment))
            wires["termdown"].run(*PEER)
        time.sleep(3)
        coach.press(" ")
        time.sleep(5)  # through the lead-in, and what is loaded once
        tell(f"a live set, {seconds} s")
        before = {name: _costs(wire.pid) for name, wire in {"negcoach": coach, **wires}.items()}
        began_ns = time.monotonic_ns()
        time.sleep(seconds)
        ended_ns = time.monotonic_ns()
        after = {name: _costs(wire.pid) for name, wire in {"negcoach": coach, **wires}.items()}
        span_s = (ended_ns - began_ns) / 1e9
        used = {name: _used(before[name], after[name], span_s) for name in after}
        frames = _frames([at for at, _ in coach.written if began_ns <= at < ended_ns])
        written = sum(len(piece) for at, piece in coach.written if began_ns <= at < ended_ns)
    screen, *others = used.pop("negcoach")
    peer = sum(used["termdown"]) if "termdown" in used else None
    rows = [
        Row("live: negcoach's screen, % of a core", f"{screen:.2f} %{_times(screen, peer)}", {"percent": screen}),
        Row("live: negcoach's sound process, % of a core", f"{sum(others):.2f} %", {"percent": sum(others)}),
        *(
            Row(f"live: {name}, % of a core", f"{sum(costs):.2f} %{_times(sum(costs), peer)}", {"percent": sum(costs)})
            for name, costs in used.items()
        ),
        Row(
            "live: frames a second, holds included", f"{len(frames) / span_s:.1f}", {"per second": len(frames) / span_s}
        ),
        spread("live: between frames", [(later - sooner) / 1e6 for sooner, later in pairwise(frames)]),
        Row("live: bytes a frame", f"{written / max(1, len(frames)):.0f}", {"bytes": written / max(1, len(frames))}),
        Row("live: memory of negcoach's two processes", f"{_kb(after['negcoach']) / 1024:.1f} MB"),
    ]
    if "termdown" not in after:
        rows.append(Row("live: not measured, not installed", "termdown"))
    return rows


def _costs(pid: int) -> dict[int, Cost]:
    """The cost of each process of a program, the first one first; those that end meanwhile are left out."""
    found = {}
    for each in tree(pid):
        try:
            found[each] = cost(each)
        except (OSError, KeyError):
            continue
    return found


def _used(before: dict[int, Cost], after: dict[int, Cost], span_s: float) -> list[float]:
    """CPU in percent of a core, one figure a process."""
    nothing = Cost(0.0, 0, 0, 0)
    return [100 * (now.cpu_s - before.get(pid, nothing).cpu_s) / span_s for pid, now in after.items()]


def _times(percent: float, peer: float | None) -> str:
    return f" = **{percent / peer:.2f} ×** termdown" if peer else ""


def _kb(costs: dict[int, Cost]) -> int:
    return sum(each.resident_kb for each in costs.values())


def _frames(times_ns: list[int]) -> list[int]:
    """When each frame began."""
    frames: list[int] = []
    last = 0
    for at in times_ns:
        if at - last > FRAME_GAP_MS * 1e6:
            frames.append(at)
        last = at
    return frames
