"""How exact the beats are, how quick the keys, how far the screen is from the ear.

The real program runs on a pseudo-terminal and plays into a private sound server that is recorded. Times of the
recording are known to about 10 ms, distances within it to the sample. At the same time ``paplay`` plays the same score
from a file, on a sound server of its own: what a player of files bears on this machine, and what it does not.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from negcoach.audio.playback.track import write_wav
from negcoach.audio.sounds.sounds import FRAMES_PER_MS, load_pack
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.timeline import Cue, Phase
from negcoach.widgets.drawing.colour_schemes import ColourMode, scheme
from negcoach.widgets.themes.themes import Ground
from tests.bench import keys
from tests.bench.processes import cost, tree
from tests.bench.sets import VOLUME, begin, home_in, prescribed
from tests.bench.stalls import HELD_EVERY_S, held_up, watched
from tests.bench.table import Row, say, spread, tell
from tests.scene.terminal import PROGRAM, Wire
from tests.soundserver import Recording, SoundServer, busy_processes, find_cues

REP_S = 6
"""How long a rep of these sets takes: three counts down, two for the lift, one at the top."""

BUSY_SCREEN = (sys.executable, "-m", "tests.bench.floors.busy_screen")

_SETTLED_S = 5
"""From here on what the sound process uses is counted: what it loads once is loaded."""


def run(*, short: bool = False) -> list[Row]:
    """Measure everything; progress goes to standard error."""
    rows: list[Row] = []
    reps = 2 if short else 100  # ten minutes
    for name, busy, program in (
        ("idle", 0, PROGRAM),
        ("four busy processes beside it", 4, PROGRAM),
        ("its screen kept busy 30 ms of every 100", 0, BUSY_SCREEN),
    ):
        tell(f"a set of {reps} reps, {reps * REP_S / 60:.1f} min, {name}")
        with busy_processes(busy) if busy else nullcontext():
            rows += say(a_set(name, reps, program))
    for for_ms in (24,) if short else (24, 60, 100):
        tell(f"a set with all cores held up for {for_ms} ms, again and again")
        rows += say(held_up_set(for_ms, 2 if short else 10))
    return rows + keys.run(short=short)


def a_set(name: str, reps: int, program: tuple[str, ...]) -> list[Row]:
    """Record a set; compare every cue with the score and the screen's changes with the cues."""
    chosen = prescribed("3-0-A-1", reps=reps)
    score = SetRun(chosen, chosen.lead_in_ms).score()
    length_ms = score.end_ms or 0
    with (
        tempfile.TemporaryDirectory() as folder,
        SoundServer() as server,
        Wire(home_in(folder), env={**server.env, "PYTHONPATH": str(Path.cwd())}) as wire,
    ):
        with (
            watched() as stalls,
            server.record() as recording,
            file_player(Path(folder), score.cues, length_ms) as reference,
        ):
            begin(wire, chosen, program)
            time.sleep(_SETTLED_S)
            sound = tree(wire.pid)[1]
            used_s, since_ns = cost(sound).cpu_s, time.monotonic_ns()
            time.sleep(length_ms / 1000 - _SETTLED_S)
            percent = share(sound, used_s, since_ns)
            time.sleep(1.5)
        heard, compared = compare(recording, score.cues, f"{length_ms / 60_000:.1f} min, {name}")
        gaps = screen_gaps(wire, recording.heard_ns, heard)
    # The same clock plays and records, so the two drift apart only on the screen.
    return [
        compared,
        compare(reference, score.cues, "paplay of the same score, at the same time")[1],
        stalls.row(name),
        spread(f"screen against ear, {len(gaps)} phase changes, {name}", [abs(gap) for gap in gaps]),
        Row(
            f"the sound server's clock against the computer's, {name}",
            f"{recording.drift_ms:+.1f} ms",
            {"drift": recording.drift_ms},
        ),
        Row(
            f"CPU of the sound process, {name}",
            "it was lost and replaced" if percent is None else f"{percent:.2f} % of a core",
            {} if percent is None else {"percent": percent},
        ),
    ]


def held_up_set(for_ms: int, reps: int) -> list[Row]:
    """Record a set while nothing but the watchers is let run for so long, every other second."""
    name = f"every {HELD_EVERY_S:.0f} s all cores held up for {for_ms} ms"
    try:
        with held_up(for_ms):
            compared, reference, stood_still, *_ = a_set(name, reps, PROGRAM)
    except PermissionError as why:
        return [Row(name, f"not measured: {why}")]
    return [compared, reference, stood_still]


def share(pid: int, used_s: float, since_ns: int) -> float | None:
    """Return what a process has used since then, in per cent of a core; ``None`` if it has ended."""
    try:
        used_now_s = cost(pid).cpu_s
    except OSError:
        return None
    return 100 * (used_now_s - used_s) / ((time.monotonic_ns() - since_ns) / 1e9)


@contextmanager
def file_player(folder: Path, cues: Sequence[Cue], length_ms: int) -> Iterator[Recording]:
    """Record ``paplay``, which plays these cues from a file, on a sound server of its own, during the block."""
    path = folder / "score.wav"
    write_wav(path, cues, load_pack("voice"), length_ms, VOLUME)
    with SoundServer() as server, server.record() as recording:
        playing = subprocess.Popen(["paplay", str(path)], env={**os.environ, **server.env})
        try:
            yield recording
        finally:
            playing.kill()
            playing.wait()


def compare(recording: Recording, cues: Sequence[Cue], name: str) -> tuple[list[tuple[int, str]], Row]:
    """Return the cues that were heard, and a row that says how far each is from its place in the score."""
    pack = load_pack("voice")
    may_occur = {cue.sound: pack[cue.sound] for cue in cues}
    heard, torn = mended(find_cues(recording.samples, may_occur, VOLUME))
    expected = list(cues)
    # The wake-up tone is so quiet that the first cue to be found by its samples is the next one.
    if heard and heard[0][1] != "wake":
        expected = expected[1:]
    what = f"cue against score, {len(expected)} cues, {name}"
    if [cue for _, cue in heard] != [cue.sound for cue in expected]:
        return heard, Row(what, f"{len(heard)} heard, {len(expected)} in the score: NOT THE SAME, {torn} torn")
    zero = heard[0][0] - expected[0].at_ms * FRAMES_PER_MS
    errors = [
        abs(at - zero - cue.at_ms * FRAMES_PER_MS) / FRAMES_PER_MS for (at, _), cue in zip(heard, expected, strict=True)
    ]
    return heard, Row(
        what,
        f"median {statistics.median(errors):.3f} ms, max {max(errors):.3f} ms, "
        f"none missing or doubled, {torn or 'none'} torn",
        {"median": statistics.median(errors), "max": max(errors), "torn": torn},
    )


def mended(heard: list[tuple[int, str]]) -> tuple[list[tuple[int, str]], int]:
    """Return the cues with those that were torn in two as one, and how many were: a gap in them moved their end."""
    sounds = load_pack("voice")
    whole: list[tuple[int, str]] = []
    for at, name in heard:
        if not (whole and whole[-1][1] == name and at < whole[-1][0] + len(sounds[name])):
            whole.append((at, name))
    return whole, len(heard) - len(whole)


def screen_gaps(wire: Wire, heard_ns: Callable[[int], int], heard: list[tuple[int, str]]) -> list[float]:
    """Return, for each phase whose first cue is known, when its colour was written less when the cue was heard (ms)."""
    phases = {"count-3": Phase.LOWER, "reset": Phase.LIFT, "set-done": Phase.DONE}
    backgrounds = {name: background(phase) for name, phase in phases.items()}
    gaps = []
    for index, name in heard:
        if name in backgrounds:
            at_ns = heard_ns(index)
            drawn_ns = wire.first_after(at_ns - 400_000_000, backgrounds[name])
            if drawn_ns is not None:
                gaps.append((drawn_ns - at_ns) / 1e6)
    return gaps


def background(phase: Phase) -> bytes:
    """Return the escape sequence's part that sets a phase's background."""
    colour = scheme(phase, ColourMode.FULL, Ground.DARK).background
    return f"48;2;{colour >> 16};{colour >> 8 & 255};{colour & 255}".encode()
