"""Sets as the bench runs them: the real program on a pseudo-terminal, from its start to the first key."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

from negcoach.config.library import shipped_exercises
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.search import find
from negcoach.training.exercise.tempo import Tempo
from tests.scene.terminal import PACE_S, PROGRAM, Home, Wire, wait_until

VOLUME = 80
"""The volume of the settings as they are shipped."""


def prescribed(tempo: str, reps: int) -> Prescription:
    """Return a set of negative push-ups with a lead-in of three seconds and lifts of two."""
    return Prescription(
        exercise=find(shipped_exercises(), "negative-push-up"),
        tempo=Tempo.parse(tempo),
        load_kg=0.0,
        sets=1,
        reps=reps,
        rest_ms=0,
        lead_in_ms=3_000,
        next_lead_in_ms=3_000,
        lift_ms=2_000,
    )


def home_in(folder: str, coach: str = "") -> Home:
    """Return a lifter's folder whose screen does not flash, so that its background tells a phase from the start."""
    home = Home(Path(folder))
    home.configure(f"[screen]\nflash = false\n[coach]\n{coach}")
    return home


def begin(wire: Wire, chosen: Prescription, program: tuple[str, ...] = PROGRAM) -> int:
    """Start the program and the set; return when the key was pressed."""
    options = f"--tempo {chosen.tempo} --reps {chosen.reps} --sets 1 --lift 2 --lead-in 3"
    started_ns = wire.run(*program, *wire.home.options, "coach", chosen.exercise.slug, *options.split())
    ready, too_much = b"and the set begins", b"for one day"
    wait_until(
        lambda: any(wire.first_after(started_ns, text) is not None for text in (ready, too_much)),
        30,
        lambda: "neither the set came nor the question about it",
    )
    if wire.first_after(started_ns, ready) is None:  # Enter or the typed word starts a set of so many reps
        time.sleep(PACE_S)
        for key in ("anyway", "\r"):
            wire.press(key)
            time.sleep(PACE_S)
    wire.wait_for(ready.decode(), 30)
    time.sleep(1.5)  # the sound's process opens its stream meanwhile
    for _ in range(5):
        pressed_ns = wire.press(" ")
        with suppress(AssertionError):  # on a busy machine the press was for the screen before: that one drops it
            wire.seen("pause", pressed_ns, 3)
            return pressed_ns
    raise RuntimeError("the set does not begin")
