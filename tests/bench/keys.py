"""How quick the keys are, and what a change of sound leaves behind: a click, a cue too many, an open file.

Each is measured in a recording. What a key changes is found by its samples: the word under way is known, and the first
sample that is not its own is where the change is heard.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from negcoach.audio.playback.track import LevelledPack
from negcoach.audio.player import Player, open_player
from negcoach.audio.sounds.sounds import FRAMES_PER_MS, load_pack
from negcoach.coaching.loudness import STEP
from negcoach.training.score.cues import HAND_OFF_MS
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.timeline import Cue
from tests.bench.processes import cost, tree
from tests.bench.sets import VOLUME, begin, home_in, prescribed
from tests.bench.table import Row, say, spread, tell
from tests.scene.terminal import Wire
from tests.soundserver import Recording, SoundServer, find_cues

CHANCE = random.Random(2026)
ESCAPE = "\x1b[27u"
"""Esc as kitty's keyboard protocol has it: after a bare one Textual waits a tenth of a second."""

_WORD_FRAMES = 400 * FRAMES_PER_MS
_AFTER_FRAMES = 15 * FRAMES_PER_MS
_PIECE_FRAMES = 5 * FRAMES_PER_MS


@dataclass
class Effects:
    """What keys did: after how long each was heard (ms), and how large a step it left (per cent of full scale)."""

    what: str
    took_ms: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)

    def rows(self) -> list[Row]:
        """Return them as two rows."""
        count = len(self.took_ms)
        return [
            spread(f"{self.what}, {count} presses", self.took_ms),
            spread(f"{self.what}: step that the score does not have, {len(self.steps)} in mid-word", self.steps, "%"),
        ]


def run(*, short: bool = False) -> list[Row]:
    """Measure everything; progress goes to standard error."""
    rows: list[Row] = []
    tell("bottom reached -> LIFT")
    rows += say(bottom_reached(5 if short else 100))
    tell("pause -> its call")
    rows += say(pauses(3 if short else 20))
    tell("end of the set -> its call")
    rows += say(ends(2 if short else 15))
    tell("mute and volume")
    rows += say(loudness(3 if short else 45))
    tell("another sound pack")
    rows += say(packs(3 if short else 20))
    tell("a hundred switches in a row")
    rows.append(turns(10 if short else 100, 50, 400))
    rows.append(turns(10 if short else 100, 100, 100))
    return rows


def bottom_reached(presses: int) -> list[Row]:
    """Press *bottom reached* at random moments of lowerings; measure until the first sample of the lift's call."""
    chosen = prescribed("3-0-A-0", reps=presses)
    effects = Effects("bottom reached to the first sample of LIFT")
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
        _calls(effects, recording, pressed, "reset")
    return effects.rows()


def pauses(number: int) -> list[Row]:
    """Press pause at random moments of lowerings; measure until the first sample of the call that frees the lifter."""
    chosen = prescribed("5-0-A-0", reps=number)
    effects = Effects("pause to the first sample of its call")
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
    _calls(effects, recording, pressed, chosen.exercise.words.take_sound)
    return effects.rows()


def ends(number: int) -> list[Row]:
    """End a set at a random moment of its first lowering, again and again; measure until its call's first sample."""
    chosen = prescribed("5-0-A-0", reps=3)
    effects = Effects("end of the set to the first sample of its call")
    for _ in range(number):
        with (
            tempfile.TemporaryDirectory() as folder,
            SoundServer() as server,
            Wire(home_in(folder), env=server.env) as wire,
            server.record() as recording,
        ):
            began_ns = begin(wire, chosen)
            time.sleep(chosen.lead_in_ms / 1000 - (time.monotonic_ns() - began_ns) / 1e9)
            time.sleep(CHANCE.uniform(0.4, 1.4))
            pressed = wire.press(ESCAPE)
            time.sleep(1.5)
        _calls(effects, recording, [pressed], chosen.exercise.words.lift_sound)
    return effects.rows()


def loudness(reps: int) -> list[Row]:
    """Mute, make quieter and make louder in the middle of a count; measure until the count's samples change."""
    chosen = prescribed("3-0-A-1", reps=reps)
    counts = [cue for cue in SetRun(chosen, chosen.lead_in_ms).score().cues if cue.sound == "count-3"]
    effects = {"mute": Effects("mute to its effect"), "volume": Effects("volume to its effect")}
    pressed: list[tuple[str, int, int]] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        SoundServer() as server,
        Wire(home_in(folder), env=server.env) as wire,
        server.record() as recording,
    ):
        began_ns = begin(wire, chosen)
        for number, cue in enumerate(counts):
            due_ns = began_ns + int((cue.at_ms + CHANCE.uniform(90, 250)) * 1e6)
            time.sleep(max(0.0, (due_ns - time.monotonic_ns()) / 1e9))
            match number % 3:
                case 0:
                    pressed.append(("mute", wire.press("."), VOLUME))
                    time.sleep(1.2)
                    wire.press(".")
                case 1:
                    pressed.append(("volume", wire.press("-"), VOLUME))
                case 2:
                    pressed.append(("volume", wire.press("+"), VOLUME - STEP))
    for what, at_ns, volume in pressed:
        _changed(effects[what], recording, at_ns, "count-3", volume)
    return [row for each in effects.values() for row in each.rows()]


def packs(number: int) -> list[Row]:
    """Take the other sound pack in the middle of a count, as the settings do, and the first one again after it."""
    effects = Effects("another sound pack to its effect")
    cues = [Cue(500 + 1_000 * at, "count-3") for at in range(2 * number)]
    with SoundServer() as server, sounding(server) as player, server.record() as recording:
        pressed = []
        player.load(cues)
        player.start()
        for cue in cues[::2]:
            _reach(player, cue.at_ms + CHANCE.randint(60, 250))
            pressed.append(time.monotonic_ns())
            player.use_pack("tones")
            _reach(player, cue.at_ms + 600)
            player.use_pack("voice")
        _reach(player, cues[-1].at_ms + 800)
    for at_ns in pressed:
        _changed(effects, recording, at_ns, "count-3", VOLUME)
    return effects.rows()


def turns(number: int, least_ms: int, most_ms: int) -> Row:
    """Put one call after another where it can first be heard, each of which cuts the one before it."""
    apart = f"{least_ms} to {most_ms} ms apart" if least_ms < most_ms else f"{1000 // least_ms} a second"
    with SoundServer() as server, sounding(server) as player, server.record() as recording:
        child = next(pid for pid in tree(os.getpid())[1:] if _is_sound_process(pid))
        player.load([])
        player.start()
        _reach(player, 1_000)
        before = cost(child)
        cues: list[Cue] = []
        for turn in range(number):
            time.sleep(CHANCE.uniform(least_ms, most_ms) / 1000)
            at_ms = player.earliest()
            if cues:
                cues[-1] = Cue(cues[-1].at_ms, cues[-1].sound, at_ms)
            cues.append(Cue(at_ms, ("reset", "lift", "count-1")[turn % 3]))
            player.replace(cues)
        _reach(player, cues[-1].at_ms + 1_500)
        after = cost(child)
    heard = find_cues(recording.samples, load_pack("voice"), VOLUME)
    files, threads = after.files - before.files, after.threads - before.threads
    return Row(
        f"{number} switches in a row, {apart}",
        f"{len(heard)} cues heard; {files:+d} open files, {threads:+d} threads",
        {"heard": len(heard), "files": files, "threads": threads},
    )


@contextmanager
def sounding(server: SoundServer) -> Iterator[Player]:
    """Open a player that plays into the server."""
    outside = dict(os.environ)
    os.environ.update(server.env)
    player = open_player(volume=VOLUME)
    try:
        while player.engine == "silent":
            time.sleep(0.01)
        yield player
    finally:
        player.close()
        os.environ.clear()
        os.environ.update(outside)


def _reach(player: Player, ms: int) -> None:
    while player.position() < ms:
        time.sleep(0.001)


def _is_sound_process(pid: int) -> bool:
    return b"negcoach.audio.device_process" in Path(f"/proc/{pid}/cmdline").read_bytes()


def _calls(effects: Effects, recording: Recording, pressed: list[int], call: str) -> None:
    """Add how long after each key its call began, and the step that is left of the count that it cut."""
    heard = find_cues(recording.samples, load_pack("voice"), VOLUME)
    for at_ns in pressed:
        after = [index for index, name in heard if name == call and recording.heard_ns(index) > at_ns - 5_000_000]
        if not after:
            continue
        effects.took_ms.append((recording.heard_ns(after[0]) - at_ns) / 1e6)
        before = [(index, name) for index, name in heard if index < after[0]]
        if before:
            begun, name = before[-1]
            step = _step(recording.samples, begun, LevelledPack(load_pack("voice"), VOLUME)[name], after[0])
            effects.steps += [] if step is None else [step[1]]


def _changed(effects: Effects, recording: Recording, at_ns: int, sound: str, volume: int) -> None:
    """Add how long after a key the sound under way changed, and the step that is left of it."""
    word = LevelledPack(load_pack("voice"), volume)[sound]
    at = recording.index_at(at_ns)
    begun = _find(recording.samples, word[:_PIECE_FRAMES], at - _WORD_FRAMES, at)
    step = None if begun is None else _step(recording.samples, begun, word, len(recording.samples))
    if step is not None:
        effects.took_ms.append((recording.heard_ns(step[0]) - at_ns) / 1e6)
        effects.steps.append(step[1])


def _step(samples: array[int], begun: int, word: array[int], end: int) -> tuple[int, float] | None:
    """Return where a word that began stops being itself, and the largest step there beyond its own (%).

    ``None`` if it is heard whole, or if it was silent there, as between two words.
    """
    length = min(len(word), end - begun)
    changed = next((at for at in range(length) if samples[begun + at] != word[at]), None)
    if changed is None:
        return None
    own = max(abs(b - a) for a, b in _pairs(word, changed - _AFTER_FRAMES, changed + _AFTER_FRAMES))
    found = max(abs(b - a) for a, b in _pairs(samples, begun + changed - 1, min(begun + changed + _AFTER_FRAMES, end)))
    return begun + changed, 100 * max(0, found - own) / 32_768


def _pairs(samples: array[int], begin: int, end: int) -> Iterator[tuple[int, int]]:
    window = samples[max(0, begin) : end]
    return pairwise(window)


def _find(samples: array[int], piece: array[int], begin: int, end: int) -> int | None:
    """Return where a piece of sound is last found in a window."""
    window = samples[max(0, begin) : end].tobytes()
    at = window.rfind(piece.tobytes())
    while at >= 0 and at % 2:
        at = window.rfind(piece.tobytes(), 0, at + 2 * len(piece) - 1)
    return None if at < 0 else max(0, begin) + at // 2
