"""The promises of ``tests/faults``, measured: ``python -m tests.faults --full`` prints the figure of each.

Without ``--full`` it measures a hundredth, or the share that ``--share`` says. Names of measurements, or numbers of
promises, measure only those.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from tests.faults.full import disk, foreign, screens, store, terminal

Measure = Callable[[float], tuple[bool, str]]
"""Measures a share, from 0 to 1; returns whether the promise was kept, and the figure."""

MEASURES: dict[str, tuple[int, Measure]] = {
    "killed storage": (1, store.killed_storage),
    "killed live": (1, store.killed_live),
    "durable": (1, terminal.durable_before_shown),
    "no room": (2, disk.without_room),
    "no answer": (2, disk.without_answer),
    "mutants": (3, store.mutants),
    "flipped bits": (3, store.flipped_bits),
    "killed migrations": (5, store.killed_migrations),
    "killed calls": (5, store.killed_system_calls),
    "two writers": (6, store.two_writers),
    "clock": (8, screens.clock_jumps),
    "stopped": (8, terminal.frozen_program),
    "signals": (9, terminal.signals),
    "stalled": (10, terminal.stalled_terminal),
    "input": (11, terminal.hostile_input),
    "flood": (11, terminal.hostile_program),
    "keys": (11, screens.random_walk),
    "everything at once": (11, terminal.everything_at_once),
    "resizes": (12, terminal.resizes),
    "odd terminals": (13, terminal.odd_terminals),
    "markup": (14, foreign.markup),
    "parsers": (15, foreign.parsers),
    "hostile databases": (17, foreign.hostile_databases),
    "bombs": (16, disk.hostile_imports),
    "odd places": (18, disk.exports_to_odd_places),
    "privacy": (19, disk.privacy),
    "killed settings": (20, disk.killed_settings),
    "many exercises": (20, disk.many_exercises),
    "backups": (21, store.backups_restored),
    "crashes": (23, terminal.crashes),
}
"""What can be measured: by name, the number of its promise in the table, and how."""


def main() -> int:
    """Measure every promise; return 1 if one was not kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--share", type=float, default=0.01, help="how much of it, from 0 to 1")
    parser.add_argument("--full", action="store_const", const=1.0, dest="share", help="all of it, which takes hours")
    parser.add_argument("names", nargs="*", help=f"only these, or promises by number: {', '.join(MEASURES)}")
    asked = parser.parse_args()
    kept = True
    for name, (number, measure) in MEASURES.items():
        if asked.names and name not in asked.names and str(number) not in asked.names:
            continue
        began_s = time.monotonic()
        good, figure = measure(asked.share)
        kept = kept and good
        print(f"| {number} | {name} | {figure} | {time.monotonic() - began_s:.0f} s |", flush=True)
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
