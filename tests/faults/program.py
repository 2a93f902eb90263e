"""The real program with a set under way, in a bare pseudo-terminal."""

from __future__ import annotations

import time

from tests.scene.terminal import PACE_S, PROGRAM, Wire

ENDED = "you ended the set"
"""What the coach says when the lifter has ended the set."""

ENDED_IN_LINES = "nded by the lifter"
"""What is said of it in lines of text: at once before a first rep is done, and else in what is said of the set."""

SET = (
    *("coach", "negative-push-up", "--reps", "60", "--tempo", "1-0-A-0"),
    *("--lift", "1", "--lead-in", "1", "--sets", "1"),
)
"""A set of quick reps."""


REP_MS = 2_000
"""How long a rep of the set takes: a second down, a second up."""


def start(wire: Wire, *before: str, engine: str = "silent") -> None:
    """Start the program and a set of quick reps; ``before`` is a program that runs it."""
    wire.run(*before, *PROGRAM, *wire.home.options, "--engine", engine, *SET)
    wire.wait_for("READY", 60)
    while b"00:0" not in b"".join(piece for _, piece in wire.written):  # the session's clock
        time.sleep(PACE_S)  # a press that comes before a person could have read the screen is dropped
        wire.press(" ")
