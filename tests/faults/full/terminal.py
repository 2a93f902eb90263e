"""The program in a real terminal, which dies, stalls, shrinks, floods or is none: promises 1 and 9 to 13 at length."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from textual import events

from negcoach.audio.sounds.sounds import FRAMES_PER_MS, load_pack
from negcoach.coaching.session.session_recorder import DISK_IS_SLOW
from negcoach.config.settings.settings import Settings
from negcoach.terminal.keys import Translator
from negcoach.terminal.sequences import Splitter
from tests.bench.processes import cost, tree
from tests.bench.years import make
from tests.faults.full.crashing import WAYS
from tests.faults.program import ENDED, REP_MS, start
from tests.scene.terminal import PACE_S, PROGRAM, Home, Terminal, Wire, wait_until
from tests.scene.test_loss import QUICK, finished_on_screen
from tests.soundserver import Recording, SoundServer, find_cues, needs_server

SEED = 20261128

CALLED_S = 1.0
"""How long the call that frees the lifter is heard, before a program that is told to end does so."""


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


def durable_before_shown(share: float) -> tuple[bool, str]:
    """Stop a set on a slow disk again and again: what its files then hold must be all that its screen then shows.

    strace makes each synchronising call take 100 ms, so that a rep that was shown before it was durable would be seen.
    """
    if shutil.which("strace") is None:
        return True, "not measured: strace is not installed"
    looks, seen, early, commits, whole = max(5, round(1_000 * share)), 0, 0, 0, 0
    chance = random.Random(SEED)
    while looks > 0:
        with tempfile.TemporaryDirectory(prefix="negcoach-faults-") as name, Terminal(Home(Path(name))) as terminal:
            trace = Path(name) / "trace"
            slow = ("-e", "inject=fdatasync,fsync:delay_exit=100000", "-e", "trace=fdatasync,fsync,unlink")
            strace = ("strace", "-f", "-y", "-o", str(trace), *slow)
            options = (*Home(Path(name)).options, "--engine", "silent")
            terminal.run(*strace, *PROGRAM, *options, "coach", "negative-push-up", "--reps", "60", *QUICK)
            terminal.get_ready()
            terminal.press("Space")
            for _ in range(min(40, looks)):  # of so few reps that all their marks have room
                looks -= 1
                time.sleep(chance.uniform(0.1, 0.6))
                shown, kept = _stopped_look(terminal, Path(name))
                seen = seen + shown
                early += shown > kept
            os.kill(tree(terminal.pid)[1], signal.SIGKILL)  # strace, the first one, goes with it
            wait_until(lambda: not terminal.program_runs(), 10, lambda: "strace goes on")
            synchronised = _commits(trace.read_text())
            whole += sum(synchronised)
            commits += len(synchronised)
    figure = f"{seen} reps seen done in looks at a slow disk: {early} not yet durable"
    return not early and seen > 0, f"{figure}; {whole} of {commits} commits synchronised their folder too"


def _commits(trace: str) -> list[bool]:
    """Return for each commit, which removes the journal, whether its thread synchronised the folder next."""
    next_calls = defaultdict[str, list[str]](list)
    for line in trace.splitlines():
        thread, _, call = line.partition(" ")
        if re.match(r"\s*(unlink|fsync|fdatasync)\(", call):
            next_calls[thread].append(call)
    return [
        re.search(r"sync\(\d+<.*/data>", later) is not None
        for calls in next_calls.values()
        for call, later in pairwise(calls)
        if ".db-journal" in call and "unlink(" in call
    ]


def _stopped_look(terminal: Terminal, folder: Path) -> tuple[int, int]:
    """Stop the program for a moment; return how many reps its screen shows as done, and how many its files hold.

    Where the screen says that the disk has not answered, it shows none as done.
    """
    program = tree(terminal.pid)[1]
    os.kill(program, signal.SIGSTOP)
    try:
        time.sleep(0.05)  # what it wrote is on the screen then
        text = terminal.text()
        shown = 0 if DISK_IS_SLOW in text else finished_on_screen(text)
        with tempfile.TemporaryDirectory() as copy:
            for file in (folder / "data").glob("negcoach.db*"):
                shutil.copy(file, copy)
            with closing(sqlite3.connect(Path(copy) / "negcoach.db")) as connection:
                return shown, connection.execute("SELECT count(*) FROM reps").fetchone()[0]
    finally:
        os.kill(program, signal.SIGCONT)


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in the program: the command that starts it, the keys that lead there, and what is then written.

    ``calls`` is whether a lifter is under the load there: the program then calls before it ends.
    """

    command: Sequence[str] = ()
    steps: Sequence[tuple[str, str]] = ()
    calls: bool = False


_SET = (
    "coach",
    "negative-push-up",
    "--reps",
    "1",
    "--tempo",
    "3-0-A-0",
    "--lift",
    "1",
    "--lead-in",
    "3",
    "--sets",
    "2",
)
_READY = (("", "READY"),)
_LOWER = (*_READY, (" ", "I am down"))
_HOME = (("", "Bench press"),)

PLACES = {
    "home": Place((), _HOME),
    "a search": Place((), (*_HOME, ("/", ""), ("squ", "squat"))),
    "sessions": Place((), (*_HOME, ("\x12", "Calendar"))),
    "a session": Place((), (*_HOME, ("\x12", "Calendar"), ("\r", ""))),
    "an exercise's trends": Place((), (*_HOME, ("\x12", "Calendar"), ("2", ""))),
    "the calendar": Place((), (*_HOME, ("\x12", "Calendar"), ("3", ""))),
    "the body": Place((), (*_HOME, ("\x12", "Calendar"), ("4", ""))),
    "the bin": Place((), (*_HOME, ("\x12", "Calendar"), ("5", ""))),
    "settings": Place((), (*_HOME, ("\x13", "volume"))),
    "help": Place((), (*_HOME, ("?", "Esc"))),
    "the palette": Place((), (*_HOME, ("\x10", ""))),
    "plans": Place((), (*_HOME, ("\x0f", ""))),
    "programmes": Place((), (*_HOME, ("\x07", ""))),
    "what is asked before a form": Place((), (*_HOME, ("\r", "age"))),
    "READY": Place(_SET, _READY),
    "the lead-in": Place(_SET, (*_READY, (" ", "")), calls=True),
    "LOWER": Place(_SET, _LOWER, calls=True),
    "a pause": Place(_SET, (*_LOWER, (" ", "")), calls=True),
    "the last words": Place(_SET, (*_LOWER, ("\x1b", ENDED)), calls=True),
    "leaving": Place(_SET, (*_LOWER, ("\x11", "")), calls=True),
}
"""Where the program is met by a signal: every view and every phase of a set."""


@contextmanager
def at(place: Place, folder: Path, *before: str, width: int = 120, height: int = 40) -> Iterator[Wire]:
    """Start the program, over a history of some sessions, and go to a place; ``before`` is a program that runs it."""
    make(folder / "data", sessions=12)
    (folder / "data").chmod(0o700)
    with Wire(Home(folder), width, height) as wire:
        wire.run(*(before or PROGRAM), *wire.home.options, "--engine", "silent", *place.command)
        for key, text in place.steps:
            _step(wire, key, text)
        yield wire


def _step(wire: Wire, key: str, text: str) -> None:
    """Press a key until a text is written, in whatever styles; without a text wait for a moment."""
    began_ns, began_s, pressed_s = time.monotonic_ns() if key else 0, time.monotonic(), -AGAIN_S
    while key or text:
        if key and time.monotonic() - pressed_s > AGAIN_S:  # one that comes before the screen can be read is dropped
            time.sleep(PACE_S)
            wire.press(key)
            pressed_s = time.monotonic()
        if text and text.lower().encode() in _plain(wire, began_ns).lower():
            return
        if not text and time.monotonic() - pressed_s > 1:
            return
        if time.monotonic() - began_s > 60:
            raise AssertionError(f"{text!r} was never written: {_plain(wire, began_ns)[-3000:]!r}")
        time.sleep(0.05)


def _plain(wire: Wire, began_ns: int) -> bytes:
    """Return what was written since then, without styles and places."""
    data = b"".join(piece for when, piece in list(wire.written) if when >= began_ns)
    return re.sub(rb"\x1b\[[0-9;:?<>=]*[a-zA-Z]", b"", data)


AGAIN_S = 6.0
"""After how long a key is pressed again that led to nothing: later than a set takes to begin."""


def signals(share: float) -> tuple[bool, str]:
    """End the program by a signal or a hang-up in every view and phase; 200 times in all."""
    times, chance = max(3, round(200 * share)), random.Random(SEED)
    ends = [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGXCPU, None]
    cases = [(name, how) for how in ends for name in PLACES]
    chance.shuffle(cases)
    faults, slowest_s = list[str](), 0.0
    for number in range(times):
        name, how = cases[number % len(cases)]
        fault, took_s = _end_at(name, how)
        slowest_s = max(slowest_s, took_s)
        if fault:
            faults.append(f"{name}, {'hang-up' if how is None else how.name}: {fault}")
    figure = f"{times - len(faults)} of {times}: terminal restored, right status, gone after {slowest_s:.1f} s at most"
    return not faults, "; ".join([figure, *faults])


def _end_at(name: str, how: signal.Signals | None) -> tuple[str, float]:
    """End the program in a place; return what was wrong with that, and how long it took (s)."""
    place = PLACES[name]
    with tempfile.TemporaryDirectory(prefix="negcoach-faults-") as folder, at(place, Path(folder)) as wire:
        before = wire.modes_before
        began_s = time.monotonic()
        if how is None:
            wire.hang_up()
        else:
            wire.signal(how)
        try:
            status = wire.wait_for_end(30)
        except subprocess.TimeoutExpired:
            return "it goes on", 30.0
        took_s = time.monotonic() - began_s - CALLED_S * place.calls
        wanted = 128 + (signal.SIGHUP if how is None else how)
        faults = [f"status {status}"] if status != wanted else []
        faults += [f"after {took_s:.1f} s"] if took_s > 1 else []
        if how is not None:
            wait_until(lambda: not wire.reads, 10, lambda: "the terminal was never given back")
            shown = _after_the_app(wire)
            faults += ["the screen was not given back"] if shown is None else []
            faults += [f"it wrote {shown!r}"] if shown and shown.strip() else []
            faults += ["the terminal's modes are others"] if wire.modes() != before else []
        if (Path(folder) / "data" / "errors.log").exists():
            faults.append("an error was logged")
    return ", ".join(faults), took_s


def crashes(share: float) -> tuple[bool, str]:
    """Have something fail in each view and phase: a message, a timer, a worker, a thread, drawing."""
    cases = [(name, way) for way in WAYS for name in PLACES]
    random.Random(SEED).shuffle(cases)
    chosen = cases[: max(3, round(len(cases) * share))]
    faults = [f"{way} in {name}: {fault}" for name, way in chosen if (fault := crash_at(name, way))]
    figure = f"{len(chosen) - len(faults)} of {len(chosen)}: status 1, terminal restored, one line that names the log"
    return not faults, "; ".join([figure, *faults[:8]])


def crash_at(name: str, way: str) -> str:
    """Have something fail in a place; return what was wrong with how the program then ended."""
    before = (sys.executable, "-m", "tests.faults.full.crashing", way)
    with (
        tempfile.TemporaryDirectory(prefix="negcoach-faults-") as folder,
        at(PLACES[name], Path(folder), *before) as wire,
    ):
        wire.signal(signal.SIGUSR1)
        try:
            status = wire.wait_for_end(20)
        except subprocess.TimeoutExpired:
            return "it goes on"
        wait_until(lambda: not wire.reads, 10, lambda: "the terminal was never given back")
        log, shown = Path(folder) / "data" / "errors.log", _after_the_app(wire)
        faults = [] if status == 1 else [f"status {status}"]
        faults += [] if log.exists() and "injected" in log.read_text() else ["nothing was logged"]
        faults += [] if wire.modes() == wire.modes_before else ["the terminal's modes are others"]
        said = b" ".join((shown or b"").split())  # a terminal's width may break it
        told = said.startswith(b"negcoach: Something") and said.endswith(b" is saved.") and str(log).encode() in said
        faults += [] if told else [f"it wrote {shown!r}"]
    return ", ".join(faults)


def _after_the_app(wire: Wire) -> bytes | None:
    """Return the text that was written once the shell's screen was back, ``None`` where it never was."""
    _, left, after = b"".join(piece for _, piece in wire.written).rpartition(b"\x1b[?1049l")
    return re.sub(rb"\x1b\[[?<>=]?[\d;]*[a-zA-Z]", b"", after).strip(b"\r\0") if left else None


def resizes(share: float) -> tuple[bool, str]:
    """Give a set's terminal 1,000 sizes down to 1x1: its reps and its cues are on time, and a key still ends it.

    A sound server of its own records the cues, to the sample; without one only the reps are looked at.
    """
    times, chance = max(20, round(1_000 * share)), random.Random(SEED)
    with sound_server() as server, _set_under_way(server) as wire:
        with server.record() if server else nullcontext() as recording:
            for number in range(times):
                wire.resize(*(1, 1) if number % 10 == 0 else (chance.randint(1, 250), chance.randint(1, 80)))
                time.sleep(chance.uniform(0.01, 0.1))
        wire.resize(120, 40)
        reps = [datetime.fromisoformat(rep["completed_at"]) for rep in wire.home.reps()]
        gaps_ms = [(later - one).total_seconds() * 1000 for one, later in pairwise(reps)]
        pressed_ns = wire.press("\x1b")
        ended_ms = (wire.seen(ENDED, pressed_ns) - pressed_ns) / 1e6
        crashed = (wire.home.folder / "data" / "errors.log").exists()
    late_ms = round(max((abs(gap - REP_MS) for gap in gaps_ms), default=0))
    figure = f"{times:,} sizes, {len(reps)} reps stored: {int(crashed)} crashes, reps {late_ms} ms off at most"
    good = not crashed and bool(gaps_ms) and late_ms < 250
    if recording is None:
        figure += ", no cues recorded: PulseAudio is not installed"
    else:
        cues, off_ms = _cues_off(recording)
        figure += f", {cues} cues {off_ms:.1f} ms off at most"
        good = good and cues > 2 and off_ms < CUE_OFF_MS
    return good, f"{figure}, Escape ended the set after {ended_ms:.0f} ms"


CUE_OFF_MS = 20.0
"""How far a cue may be from where it belongs."""


def _cues_off(recording: Recording) -> tuple[int, float]:
    """Return how many cues were recorded that come once a rep, and how far off the worst is from those before (ms)."""
    heard = defaultdict[str, list[float]](list)
    for index, name in find_cues(recording.samples, load_pack("voice"), Settings().volume):
        heard[name].append(index / FRAMES_PER_MS)
    each_rep = [times for times in heard.values() if len(times) > 2]
    gaps = [later - one for times in each_rep for one, later in pairwise(times)]
    return sum(map(len, each_rep)), max((abs(gap - REP_MS * max(1, round(gap / REP_MS))) for gap in gaps), default=0.0)


@contextmanager
def sound_server() -> Iterator[SoundServer | None]:
    """Yield a sound server of its own, ``None`` where PulseAudio is not installed."""
    if needs_server.args[0]:
        yield None
    else:
        with SoundServer() as server:
            yield server


def odd_terminals(share: float) -> tuple[bool, str]:
    """Run commands and the app on what is no terminal, or an odd one: plain text or one line, and no spinning."""
    del share  # it takes a minute
    faults, cases = list[str](), 0
    odd = [
        {"TERM": "dumb"},
        {"TERM": ""},
        {"NO_COLOR": "1"},
        {"LANG": "C", "LC_ALL": "C"},
        {"COLUMNS": "0", "LINES": "0"},
        {"COLUMNS": "-5"},
        {"COLUMNS": "x"},
        {"COLUMNS": "99999999"},
        {"COLUMNS": "1", "LINES": "1"},
    ]
    with tempfile.TemporaryDirectory(prefix="negcoach-faults-") as name:
        home = Home(Path(name))
        make(Path(name) / "data", sessions=12)
        for more in odd:
            for command in (["history"], ["exercises"], ["doctor"], ["report"], ["--help"], ["coach", "squat"], []):
                cases += 1
                used = _run_without_terminal([*PROGRAM, *home.options, "--engine", "silent", *command], home, more)
                if used is None or used.returncode not in (0, 1, 2):
                    faults.append(f"{command} with {more}: {'it goes on' if used is None else used.returncode}")
                elif b"\x1b" in used.stdout or b"Traceback" in used.stderr or used.stderr.count(b"\n") > 1:
                    faults.append(f"{command} with {more}: {used.stderr[-200:]!r}")
            with Wire(home, env=more) as wire:
                cases += 1
                wire.start("--engine", "silent")
                time.sleep(6)
                spent_s = sum(cost(pid).cpu_s for pid in tree(wire.pid)) if wire.runs else 0.0
                time.sleep(2)
                idle_s = sum(cost(pid).cpu_s for pid in tree(wire.pid)) - spent_s if wire.runs else 0.0
                if idle_s > 0.5:
                    faults.append(f"the app with {more}: {idle_s:.1f} s of CPU in 2 s")
                if b"Traceback" in b"".join(piece for _, piece in wire.written):
                    faults.append(f"the app with {more}: a traceback")
                if wire.runs:
                    wire.signal(signal.SIGTERM)
                    wire.wait_for_end(10)
    return not faults, "; ".join([f"{cases} runs: {len(faults)} faults", *faults])


def _run_without_terminal(
    command: list[str], home: Home, more: dict[str, str]
) -> subprocess.CompletedProcess[bytes] | None:
    try:
        return subprocess.run(
            command,
            env=home.environment(more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None


def _no_key(chance: random.Random) -> str:
    """Return something that a terminal could send and that is no key."""
    numbers = ";".join(chance.choices(["0", "1", "3", "48", "97", "5000", "1114112", "99999999999"], k=4))
    letters = "".join(chance.choices("abcpqs 0123456789;:?", k=chance.randint(0, 200)))
    abort = chance.choice("\x18\x1a\x9c")
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
            "\ufffd\x9b\x85",
            f"\x1b[<{chance.randint(0, 70)};{chance.randint(-5000, -1)};{chance.randint(-5000, 5000)}M",
            f"\x1b[48;-{numbers}t",
            f"\x9b{numbers}-{chance.randint(0, 9)}{chance.choice('Atmqu~')}",
            f"\x1b{chance.choice(' #$%()*+-./')}{chance.choice('0128ABFGq~')}",
            f"\x9d{numbers};{letters}\x9c",
            f"\x90{letters}\x07{letters}{abort}",
            f"\x9b{numbers}{abort}",
        ]
    )


def everything_at_once(share: float) -> tuple[bool, str]:
    """Send keys, clicks, drags, wheels, pastes and new sizes faster than they are acted upon, at each place."""
    number, sent, ends, faults = max(30, round(3_000 * share)), 0, 0, list[str]()
    chance = random.Random(SEED)
    for name, place in PLACES.items():
        with tempfile.TemporaryDirectory(prefix="negcoach-faults-") as folder, at(place, Path(folder)) as wire:
            for _ in range(number):
                with suppress(OSError):  # the program has been left
                    if chance.random() < 0.03:
                        wire.resize(*chance.choice(_SIZES_AT_ONCE))
                    wire.flood(_something(chance))
                sent += 1
                time.sleep(0.04)
                if not wire.runs:
                    ends += 1
                    break
            if wire.runs:
                wire.signal(signal.SIGTERM)
            status, log = wire.wait_for_end(30), Path(folder) / "data" / "errors.log"
            if log.exists() or status not in (0, 128 + signal.SIGTERM):
                faults.append(f"{name}: {status} {log.read_text().strip().splitlines()[-1:] if log.exists() else ''}")
    figure = f"{sent:,} events at {len(PLACES)} places, {ends} times left: {len(faults)} errors"
    return not faults, " ".join([figure, *faults])


_SIZES_AT_ONCE = ((120, 40), (80, 24), (200, 50), (40, 12), (40, 6), (20, 3), (10, 60), (1, 1))

_KEYS_AT_ONCE = (
    *(
        "\x1b",
        "\r",
        "\r",
        " ",
        "\t",
        "\x1b[Z",
        "\x7f",
        "\x1b[3~",
        "\x1b[A",
        "\x1b[B",
        "\x1b[C",
        "\x1b[D",
        "\x1b[H",
        "\x1b[F",
    ),
    *(
        "\x1b[5~",
        "\x1b[6~",
        "\x1bOP",
        "\x1bOR",
        "\x1b[15~",
        "\x1b[17~",
        "\x10",
        "\x12",
        "\x13",
        "\x1a",
        *"?/123456789acdefjmnpsuwxy",
    ),
)


def _something(chance: random.Random) -> bytes:
    """Return a key, a paste, or something that a mouse does anywhere, at the edges and beyond them too."""
    if chance.random() < 0.45:
        return chance.choice(_KEYS_AT_ONCE).encode()
    if chance.random() < 0.05:
        return f"\x1b[200~{chance.choice(['x' * 9_999, '[b]a[/]', '1e308', '9' * 400, '~'])}\x1b[201~".encode()
    x, y = chance.choice((0, 1, 80, 120, chance.randint(1, 120))), chance.choice((0, 1, 24, 40, chance.randint(1, 40)))
    to_x, to_y = x + chance.randint(-9, 9), y + chance.randint(-4, 4)
    click = f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m"
    drag = f"\x1b[<0;{x};{y}M\x1b[<32;{to_x};{to_y}M\x1b[<0;{to_x};{to_y}m"
    wheel, move = f"\x1b[<{chance.choice((64, 65))};{x};{y}M" * chance.randint(1, 6), f"\x1b[<35;{x};{y}M"
    return chance.choice((click, click, click * 2, click * 4, drag, wheel, move)).encode()


@contextmanager
def _set_under_way(server: SoundServer | None = None) -> Iterator[Wire]:
    """Yield the program with a set of quick reps, which plays into a sound server, or is silent without one."""
    with (
        tempfile.TemporaryDirectory(prefix="negcoach-faults-") as folder,
        Wire(Home(Path(folder)), env=server.env if server else None) as wire,
    ):
        start(wire, engine="auto" if server else "silent")
        yield wire
