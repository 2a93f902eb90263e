"""How exact the beats are, how quick the keys, how far the screen is from the ear.

The real program runs on a pseudo-terminal and plays into a private sound server that is recorded. Times of the
recording are known to about 10 ms, distances within it to the sample.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from negcoach.audio.sounds import FRAMES_PER_MS, load_pack
from negcoach.config.library import shipped_exercises
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.search import find
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.score.cues import HAND_OFF_MS
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.timeline import Phase
from negcoach.widgets.drawing.colour_schemes import ColourMode, scheme
from tests.bench.stalls import HELD_EVERY_S, held_up, watched
from tests.bench.table import Row, spread, tell
from tests.scene.terminal import PROGRAM, Home, Wire
from tests.soundserver import SoundServer, busy_processes, find_cues

VOLUME = 80
CHANCE = random.Random(2026)

REP_S = 6
"""How long a rep of these sets takes: three counts down, two for the lift, one at the top."""

BUSY_SCREEN = (sys.executable, "-m", "tests.bench.floors.busy_screen")


def run(*, short: bool = False) -> list[Row]:
    """Measure everything; progress goes to standard error."""
    rows: list[Row] = []
    reps = 3 if short else 100  # ten minutes
    for name, busy, program in (
        ("idle", 0, PROGRAM),
        ("four busy processes beside it", 4, PROGRAM),
        ("its screen kept busy 30 ms of every 100", 0, BUSY_SCREEN),
    ):
        tell(f"a set of {reps} reps, {reps * REP_S / 60:.1f} min, {name}")
        with busy_processes(busy) if busy else nullcontext():
            rows += a_set(name, reps, program)
    for for_ms in (12,) if short else (12, 16, 20, 24):
        tell(f"a set with all cores held up for {for_ms} ms, again and again")
        rows += held_up_set(for_ms, 3 if short else 10)
    tell("bottom reached -> LIFT")
    rows.append(bottom_reached(5 if short else 40))
    tell("pause -> its call")
    rows.append(pauses(3 if short else 20))
    return rows


def a_set(name: str, reps: int, program: tuple[str, ...]) -> list[Row]:
    """Record a set; compare every cue with the score and the screen's changes with the cues."""
    chosen = prescribed("3-0-A-1", reps=reps)
    score = SetRun(chosen, chosen.lead_in_ms).score()
    with (
        tempfile.TemporaryDirectory() as folder,
        SoundServer() as server,
        Wire(home_in(folder), env={**server.env, "PYTHONPATH": str(Path.cwd())}) as wire,
    ):
        with watched() as stalls, server.record() as recording:
            begin(wire, chosen, program)
            time.sleep((score.end_ms or 0) / 1000 + 1.5)
        heard, torn = mended(find_cues(recording.samples, load_pack("voice"), VOLUME))
        expected = list(score.cues)
        # The wake-up tone is so quiet that the first cue to be found by its samples is the next one.
        if heard and heard[0][1] != "wake":
            expected = expected[1:]
        names = [cue for _, cue in heard]
        if names != [cue.sound for cue in expected]:
            return [
                Row(f"cue against score, {name}", f"{len(names)} heard, {len(expected)} in the score: NOT THE SAME"),
                stalls.row(name),
            ]
        zero = heard[0][0] - expected[0].at_ms * FRAMES_PER_MS
        errors = [
            abs(at - zero - cue.at_ms * FRAMES_PER_MS) / FRAMES_PER_MS
            for (at, _), cue in zip(heard, expected, strict=True)
        ]
        gaps = screen_gaps(wire, recording.heard_ns, heard)
    # The same clock plays and records: what they would drift apart by is the last cue's error less the first one's.
    drift = errors[-1] - errors[0]
    return [
        Row(
            f"cue against score, {len(errors)} cues in {(score.end_ms or 0) / 60_000:.1f} min, {name}",
            f"median {statistics.median(errors):.3f} ms, max {max(errors):.3f} ms, drift {drift:.3f} ms, "
            f"none missing or doubled, {torn or 'none'} torn",
            {"median": statistics.median(errors), "max": max(errors), "drift": drift, "torn": torn},
        ),
        stalls.row(name),
        spread(f"screen against ear, {len(gaps)} phase changes, {name}", [abs(gap) for gap in gaps]),
        Row(
            f"the sound server's clock against the computer's, {name}",
            f"{recording.drift_ms:+.1f} ms",
            {"drift": recording.drift_ms},
        ),
    ]


def held_up_set(for_ms: int, reps: int) -> list[Row]:
    """Record a set while nothing but the watchers is let run for so long, every other second."""
    name = f"every {HELD_EVERY_S:.0f} s all cores held up for {for_ms} ms"
    try:
        with held_up(for_ms):
            compared, stood_still, *_ = a_set(name, reps, PROGRAM)
    except PermissionError as why:
        return [Row(name, f"not measured: {why}")]
    return [compared, stood_still]


def mended(heard: list[tuple[int, str]]) -> tuple[list[tuple[int, str]], int]:
    """Return the cues with those that were torn in two as one, and how many were: a gap in them moved their end."""
    sounds = load_pack("voice")
    whole: list[tuple[int, str]] = []
    for at, name in heard:
        if not (whole and whole[-1][1] == name and at < whole[-1][0] + len(sounds[name])):
            whole.append((at, name))
    return whole, len(heard) - len(whole)


def screen_gaps(wire: Wire, heard_ns: object, heard: list[tuple[int, str]]) -> list[float]:
    """Return, for each phase whose first cue is known, when its colour was written less when the cue was heard (ms)."""
    phases = {"count-3": Phase.LOWER, "reset": Phase.LIFT, "set-done": Phase.DONE}
    backgrounds = {name: background(phase) for name, phase in phases.items()}
    gaps = []
    for index, name in heard:
        if name in backgrounds:
            at_ns = heard_ns(index)  # type: ignore[operator]
            drawn_ns = wire.first_after(at_ns - 400_000_000, backgrounds[name])
            if drawn_ns is not None:
                gaps.append((drawn_ns - at_ns) / 1e6)
    return gaps


def bottom_reached(presses: int) -> Row:
    """Press *bottom reached* at random moments of lowerings; measure until the first sample of the lift's call."""
    chosen = prescribed("3-0-A-0", reps=presses)
    took = []
    with tempfile.TemporaryDirectory() as folder, SoundServer() as server:
        home = home_in(folder, "stop_single_percent = 0\nstop_double_percent = 0\n")
        with Wire(home, env=server.env) as wire, server.record() as recording:
            began_ns = begin(wire, chosen)
            pressed = []
            time.sleep(chosen.lead_in_ms / 1000 - (time.monotonic_ns() - began_ns) / 1e9)
            for _ in range(presses):
                time.sleep(CHANCE.uniform(0.4, 1.4))
                pressed.append(wire.press(" "))
                time.sleep(2.15)  # the lift, and into the next lowering
        lifts = [index for index, name in find_cues(recording.samples, load_pack("voice"), VOLUME) if name == "reset"]
        for at_ns in pressed:
            after = [
                recording.heard_ns(index) - at_ns for index in lifts if recording.heard_ns(index) > at_ns - 5_000_000
            ]
            if after:
                took.append(after[0] / 1e6)
    return spread(f"bottom reached to the first sample of LIFT, {len(took)} presses", took)


def pauses(number: int) -> Row:
    """Press pause at random moments of lowerings; measure until the first sample of the call that frees the lifter."""
    chosen = prescribed("5-0-A-0", reps=number)
    took = []
    with (
        tempfile.TemporaryDirectory() as folder,
        SoundServer() as server,
        Wire(home_in(folder), env=server.env) as wire,
        server.record() as recording,
    ):
        began_ns = begin(wire, chosen)
        pressed = []
        time.sleep(chosen.lead_in_ms / 1000 - (time.monotonic_ns() - began_ns) / 1e9)
        for _ in range(number):
            time.sleep(CHANCE.uniform(0.4, 1.4))
            pressed.append(wire.press("p"))
            time.sleep(2)  # no key goes on while the call is heard
            wire.press(" ")
            time.sleep(HAND_OFF_MS / 1000)
    call = chosen.exercise.words.take_sound
    calls = [index for index, name in find_cues(recording.samples, load_pack("voice"), VOLUME) if name == call]
    for at_ns in pressed:
        after = [recording.heard_ns(index) - at_ns for index in calls if recording.heard_ns(index) > at_ns - 5_000_000]
        if after:
            took.append(after[0] / 1e6)
    return spread(f"pause to the first sample of its call, {len(took)} presses", took)


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
    wire.run(*program, *wire.home.options, "coach", chosen.exercise.slug, *options.split())
    wire.wait_for("begin", 30)
    time.sleep(1.5)  # the sound's process opens its stream meanwhile
    return wire.press(" ")


def background(phase: Phase) -> bytes:
    """Return the escape sequence's part that sets a phase's background."""
    colour = scheme(phase, ColourMode.FULL).background
    return f"48;2;{colour >> 16};{colour >> 8 & 255};{colour & 255}".encode()
