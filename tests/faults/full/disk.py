"""The disk that is full or may not be written, and what lies on it: promises 2, 16 and 18 to 20 at length."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from negcoach.config.settings.settings import Settings, load_settings, save_settings
from tests.bench.processes import tree
from tests.bench.years import make
from tests.faults.full.terminal import AGAIN_S, sound_server
from tests.faults.program import ENDED, REP_MS, start
from tests.scene.terminal import PROGRAM, Home, Terminal, Wire, wait_until
from tests.scene.test_loss import disk_without_answer

SEED = 20261129

TOLD_S = 2.0
"""How soon the lifter is to be told that something could not be kept."""

_SET = (
    "coach",
    "negative-push-up",
    "--reps",
    "2",
    "--tempo",
    "1-0-A-0",
    "--lift",
    "1",
    "--lead-in",
    "1",
    "--sets",
    "2",
)

_STEPS = (
    ("READY", (), "READY"),
    ("LOWER", ("Space",), "I am down"),
    ("rest", (), "begin now"),
    ("second set", ("Space", "Space"), "I am down"),
    ("last words", (), "last set"),
    ("SESSION DONE", ("Space",), "SESSION DONE"),
)
"""The phases of a session of two sets: what each is called, the keys that lead there, and what is then shown."""


def without_room(share: float) -> tuple[bool, str]:
    """Fill the disk, or forbid to write on it, in each phase of a session, and give it back at its end."""
    if os.geteuid() or any(shutil.which(program) is None for program in ("mount", "setpriv", "strace")):
        return True, "not measured: a small disk takes root, mount, setpriv and strace"
    chance, faults, slowest_s = random.Random(SEED), list[str](), 0.0
    cases = [(phase, full) for phase, _, _ in _STEPS for full in (True, False)]
    if share < 1:
        cases = chance.sample(cases, max(2, round(len(cases) * share)))
    for phase, full in cases:
        fault, told_s = _session_without_room(phase, full=full)
        slowest_s = max(slowest_s, told_s)
        faults += [f"{phase}, {'full' if full else 'read-only'}: {fault}"] if fault else []
    told = f"told {slowest_s:.2f} s at most after the first write that failed"
    figure = f"{len(cases)} sessions: {len(faults)} not whole afterwards; {told}"
    return not faults and slowest_s <= TOLD_S, "; ".join([figure, *faults])


def _session_without_room(phase: str, *, full: bool) -> tuple[str, float]:
    """Coach a session without room from a phase on; return what was wrong, and how soon it was said.

    It counts from when the system first refuses to keep something, which strace notes.
    """
    with small_disk() as folder, Terminal(Home(folder)) as terminal:
        told_at: list[float] = []
        trace = folder / "trace"
        without = "-dac_override,-dac_read_search"  # what root may else do whatever the rights of a folder are
        strace = ("strace", "-f", "--seccomp-bpf", "-qq", "-y", "-ttt", "-e", "status=failed", "-o", str(trace))
        traced = (*strace, "-e", "trace=openat,pwrite64,write,ftruncate,fallocate")
        weak = ("setpriv", f"--bounding-set={without}", f"--inh-caps={without}")
        terminal.run(*traced, *weak, *PROGRAM, *Home(folder).options, "--engine", "silent", *_SET)
        taken_at = 0.0
        for reached, keys, text in _STEPS:
            began_s, pressed_s = time.monotonic(), -AGAIN_S
            while not _look(terminal, text, told_at):
                if time.monotonic() > began_s + 60:
                    return f"{reached} never came:\n{terminal.text()}", 0.0
                if keys and time.monotonic() > pressed_s + AGAIN_S:
                    for key in keys:
                        terminal.press(key)
                    pressed_s = time.monotonic()
                time.sleep(0.05)
            if reached == phase:
                _take_room(folder / "data", full=full)
                taken_at = time.time()
        terminal.press("8")
        until_s = time.monotonic() + 2
        while time.monotonic() < until_s:
            _look(terminal, "", told_at)
            time.sleep(0.05)
        _give_room(folder / "data")
        time.sleep(3)
        if _TROUBLE.search(terminal.text()):
            return "it is still told of once there is room", 0.0
        terminal.press("Escape")
        terminal.press("C-q")
        terminal.press("C-q")
        status = terminal.wait_for_end(30)
        reps = len(Home(folder).reps())
        faults = [f"status {status}"] if status else []
        faults += [f"{reps} reps of 4"] if reps != 4 else []
        faults += ["an error was logged"] if (folder / "data" / "errors.log").exists() else []
        refused = [float(at) for at in _REFUSED.findall(trace.read_text()) if float(at) > taken_at]
        # What is typed on the last screen is kept only when that is left.
        faults += ["nothing was said"] if phase != "SESSION DONE" and not (told_at and refused) else []
        return ", ".join(faults), told_at[0] - refused[0] if told_at and refused else 0.0


_TROUBLE = re.compile("disk is full|cannot be written")

_REFUSED = re.compile(r"^\d+ +([\d.]+) .*/data.* = -1 (?:ENOSPC|EACCES|EROFS)", re.MULTILINE)
"""When the system refused to keep something in the data folder (s since 1970)."""


def _look(terminal: Terminal, text: str, told_at: list[float]) -> bool:
    """Look whether a text is on the screen; note when the trouble is first told (s since 1970)."""
    shown = terminal.text()
    if not told_at and _TROUBLE.search(shown):
        told_at.append(time.time())
    return text in shown


@contextmanager
def small_disk(size: str = "2m") -> Iterator[Path]:
    """Yield a folder whose folder ``data`` is a disk of its own, in memory."""
    with tempfile.TemporaryDirectory(prefix="negcoach-faults-") as name:
        data = Path(name) / "data"
        data.mkdir(mode=0o700)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "negcoach-faults", data], check=True)
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", "-l", data], check=True)


def _take_room(data: Path, *, full: bool) -> None:
    if not full:
        data.chmod(0o500)
        return
    with (data / "ballast").open("wb", buffering=0) as ballast:
        while True:
            try:
                ballast.write(bytes(512))
            except OSError:
                return


def _give_room(data: Path) -> None:
    data.chmod(0o700)
    (data / "ballast").unlink(missing_ok=True)


def without_answer(share: float) -> tuple[bool, str]:
    """Hold the disk's answer back in a set, 50 times, and end that meanwhile; each rep must be kept once it comes."""
    if shutil.which("strace") is None:
        return True, "not measured: strace is not installed"
    times, worst_ms, lost, chance = max(2, round(50 * share)), 0.0, 0, random.Random(SEED)
    for _ in range(times):
        with tempfile.TemporaryDirectory(prefix="negcoach-faults-") as name, Wire(Home(Path(name))) as wire:
            start(wire)
            with disk_without_answer(wire.pid):
                time.sleep(chance.uniform(3, 5))  # from the end of the second rep on it is waited for
                pressed_at, pressed_ns = datetime.now().astimezone(), wire.press("\x1b")
                worst_ms = max(worst_ms, (wire.seen(ENDED, pressed_ns, 90) - pressed_ns) / 1e6)
            wire.signal(signal.SIGTERM)
            wire.wait_for_end(60)
            ended = [datetime.fromisoformat(rep["completed_at"]) for rep in wire.home.reps()]
            lost += max(0, (pressed_at - ended[0]) // timedelta(milliseconds=REP_MS) + 1 - len(ended))
    late = f"Escape ended the set after {worst_ms:.0f} ms at most"
    return not lost and worst_ms < 1_000, f"{times} sets on a disk that does not answer: {late}, {lost} reps lost"


def exports_to_odd_places(share: float) -> tuple[bool, str]:
    """Write every export to places that do not take it: nothing is left there, and nothing of negcoach's changed."""
    del share
    faults, cases = list[str](), 0
    commands: dict[str, list[str]] = {
        **{form: ["export", "--format", form, "-o"] for form in ("json", "csv", "hevy", "strong", "ical")},
        "report.md": ["report", "-o"],
        "report.html": ["report", "-o"],
        "card": ["report", "--card", "-o"],
        "render": ["render", "squat", "--reps", "2", "-o"],
        "backup": ["backup", "-o"],
    }
    with tempfile.TemporaryDirectory(prefix="negcoach-faults-") as name:
        folder = Path(name)
        home, path = Home(folder), make(folder / "data", sessions=12)
        (folder / "config").mkdir()
        (folder / "config" / "config.toml").write_text("")
        (folder / "folder").mkdir()
        (folder / "link.db").symlink_to(path)
        path.with_name("negcoach.db-journal").touch()
        before = _contents(folder)
        data, config = path.parent, folder / "config"
        places = [
            *("/dev/full", folder / "folder", folder / "missing" / "file", path, folder / "link.db", "/"),
            *(data / "negcoach.db-journal", data / "negcoach.lock", config / "config.toml", config / "exercises.toml"),
            folder / ("n" * 300),
        ]
        for command, arguments in commands.items():
            for place in places:
                cases += 1
                done = _run(home, *arguments, str(place))
                what = f"{command} to {str(place)[-30:]}"
                if done.returncode not in (1, 2):
                    faults.append(f"{what}: status {done.returncode}")
                elif done.stderr.count(b"\n") != 1 or b"should not have" in done.stderr:
                    faults.append(f"{what}: {done.stderr[-120:]!r}")
                after = _contents(folder)
                if after != before:
                    faults.append(f"{what}: {sorted(set(after.items()) ^ set(before.items()))[0][0]} changed")
                    before = after
    if not os.geteuid() and shutil.which("mount"):
        with small_disk("256k") as folder:
            make(folder / "elsewhere", sessions=12)
            for command, arguments in commands.items():
                cases += 1
                (folder / "data" / "older").write_text("older")
                _take_room(folder / "data", full=True)
                done = _run(Home(folder, "elsewhere"), *arguments, str(folder / "data" / "older"))
                left = sorted(file.name for file in (folder / "data").iterdir())
                whole = (folder / "data" / "older").read_text() == "older" and left == ["ballast", "older"]
                if done.returncode == 0 or done.stderr.count(b"\n") != 1 or not whole:
                    faults.append(f"{command} without room: {done.returncode}, {done.stderr[-120:]!r}, {left}")
                _give_room(folder / "data")
    return not faults, "; ".join([f"{cases} exports: {len(faults)} faults", *faults])


def _run(home: Home, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*PROGRAM, *home.options, *arguments],
        env=home.environment({}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def privacy(share: float) -> tuple[bool, str]:
    """Run everything without a umask, traced: all that is written is the user's alone, and no socket leaves.

    The set is heard, through a sound server of its own; without one it is silent, and the figure says so.
    """
    del share
    if shutil.which("strace") is None:
        return True, "not measured: strace is not installed"
    faults, files, sockets = list[str](), 0, 0
    with tempfile.TemporaryDirectory(prefix="negcoach-faults-") as name, sound_server() as server:
        home, trace = Home(Path(name) / "home"), Path(name) / "trace"
        home.folder.mkdir()
        traced = ("strace", "-f", "-A", "-o", str(trace), "-e", "trace=socket,connect,sendto")
        before = os.umask(0)
        try:
            with Wire(home, env=server.env if server else None) as wire:
                start(wire, *traced, engine="auto" if server else "silent")
                wait_until(lambda: len(home.reps()) > 1, 60, lambda: "the set stands still")
                wire.press("\x1b")
                time.sleep(3)
                os.kill(tree(wire.pid)[1], signal.SIGTERM)  # strace itself waits for it
                wire.wait_for_end(20)
            commands = [["history"], ["exercises"], ["plans"], ["programme"], ["doctor"], ["backup"], ["--help"]]
            commands += [["export", "--format", form, "-o", str(home.folder / form)] for form in ("json", "csv")]
            commands += [["report", "-o", str(home.folder / end)] for end in ("report.md", "report.html")]
            commands += [["programme", "start", "first-dip"], ["import", str(home.folder / "json"), "--yes"]]
            commands += [["render", "squat", "--reps", "1", "-o", str(home.folder / "set.wav")]]
            for command in commands:
                subprocess.run(
                    [*traced, *PROGRAM, *home.options, "--engine", "silent", *command],
                    env=home.environment({}),
                    stdin=subprocess.DEVNULL,
                    capture_output=True,
                    timeout=120,
                    check=False,
                )
        finally:
            os.umask(before)
        for found in home.folder.rglob("*"):
            files += 1
            mode = stat.S_IMODE(found.lstat().st_mode)
            if not found.is_symlink() and mode & 0o077 and found.suffix != ".wav":  # a sound says nothing of anybody
                faults.append(f"{found.relative_to(home.folder)}: {mode:o}")
        calls = re.findall(r"socket\((\w+)", trace.read_text())
        sockets, families = len(calls), ", ".join(sorted(set(calls))) or "none"
        faults += ["the sound process did not play"] if server and not calls else []
        faults += [f"a socket of {family}" for family in calls if family not in ("AF_UNIX", "AF_LOCAL")]
    sound = f"{families}, with sound" if server else f"{families}, without sound: PulseAudio is not installed"
    return not faults, "; ".join(
        [f"{files} files and folders, {sockets} sockets ({sound}): {len(faults)} faults", *faults]
    )


def killed_settings(share: float) -> tuple[bool, str]:
    """Kill a process that saves the settings again and again, 2,000 times; they must be whole, with their comments."""
    kills, partial = max(20, round(2_000 * share)), 0
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory(prefix="negcoach-faults-") as name:
        path = Path(name) / "config.toml"
        save_settings(path, Settings(volume=1))
        lines = path.read_text().count("\n")
        for _ in range(kills):
            _kill_after(chance.uniform(0, 0.03), lambda: _save_for_ever(path))
            try:
                volume = load_settings(path).volume
            except Exception:  # noqa: BLE001  # whatever it says, it is not whole
                volume = 0
            partial += not 1 <= volume <= 100 or path.read_text().count("\n") != lines
    return not partial, f"{kills:,} kills: {partial} partial files"


def _save_for_ever(path: Path) -> None:
    volume = 1
    while True:
        volume = volume % 100 + 1
        save_settings(path, replace(Settings(), volume=volume))


def _kill_after(seconds: float, work: Callable[[], None]) -> None:
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(1)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def many_exercises(share: float) -> tuple[bool, str]:
    """Start with 10,000 exercises of the lifter's own; the home screen must be there in two seconds."""
    number = max(100, round(10_000 * share))
    one = '[[exercise]]\nname = "Own {0}"\nfamily = "tempo"\nmuscles = ["chest"]\ntempo = "4-0-1-0"\n\n'
    with tempfile.TemporaryDirectory(prefix="negcoach-faults-") as name:
        home = Home(Path(name))
        (home.folder / "config").mkdir()
        (home.folder / "config" / "exercises.toml").write_text("".join(one.format(at) for at in range(number)))
        listed = _run(home, "exercises", "--json")
        with Wire(home) as wire:
            began_ns = wire.start("--engine", "silent")
            shown_s = (wire.seen("Bench press", began_ns, 60) - began_ns) / 1e9
    good = listed.returncode == 0 and listed.stdout.count(b'"slug"') >= number
    return good and shown_s < TOLD_S, f"{number:,} exercises: the home screen after {shown_s:.1f} s"


def hostile_imports(share: float) -> tuple[bool, str]:
    """Import files that are made to take time, memory or room; each is refused or accounted for."""
    del share
    faults, slowest_s, largest_mb, cases = list[str](), 0.0, 0, 0
    strong = b"Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
    with tempfile.TemporaryDirectory(prefix="negcoach-faults-") as name:
        home, file = Home(Path(name)), Path(name) / "file.csv"
        bombs: dict[str, Callable[[], None]] = {
            "300 MB": lambda: os.truncate(_empty(file), 300 * 1024**2),
            "digits": lambda: _write(
                file, strong + b"2026-01-01 10:00:00,A,Squat,1," + b"9" * 100_000 + b",5,0,0,,,\n"
            ),
            "quotes": lambda: _write(file, strong + b'"' * 200_001),
            "one line": lambda: _write(file, b"," * 5_000_000),
            "rows of nothing": lambda: _write(file, strong + b",\n" * 1_000_000),
            "nested JSON": lambda: _write(file, b"[" * 1_000_000),
            "nested objects": lambda: _write(file, b'{"a":' * 200_000),
            "long numbers": lambda: _write(file, b'{"negcoach": 1' + b"0" * 1_000_000 + b"}"),
            "NULs": lambda: _write(file, bytes(10_000_000)),
            "invalid UTF-8": lambda: _write(file, strong + b"\xff\xfe\xfd" * 1_000_000),
            "a pipe": lambda: os.mkfifo(_gone(file)),
            "zeros of /dev/zero": lambda: _gone(file).symlink_to("/dev/zero"),
            "a folder": lambda: _gone(file).mkdir(),
        }
        for bomb, prepare in bombs.items():
            cases += 1
            prepare()
            took_s, mb, status, error = _costs(home, "import", str(file), "--yes")
            slowest_s, largest_mb = max(slowest_s, took_s), max(largest_mb, mb)
            if status != 2 or error.count(b"\n") != 1 or b"should not have" in error:
                faults.append(f"{bomb}: status {status}, {error[-160:]!r}")
            if took_s > TOLD_S or mb > 200:
                faults.append(f"{bomb}: {took_s:.1f} s, {mb} MB")
            if home.history():
                faults.append(f"{bomb}: rows are left")
    figure = f"{cases} files: {slowest_s:.1f} s and {largest_mb} MB at most, {len(faults)} faults"
    return not faults, "; ".join([figure, *faults])


def _gone(file: Path) -> Path:
    if file.is_dir() and not file.is_symlink():
        file.rmdir()
    file.unlink(missing_ok=True)
    return file


def _empty(file: Path) -> Path:
    _gone(file).touch()
    return file


def _write(file: Path, content: bytes) -> None:
    _gone(file).write_bytes(content)


def _costs(home: Home, *arguments: str) -> tuple[float, int, int, bytes]:
    """Run a command; return the CPU it took (s), its memory at most (MB), its status and its last words."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [*PROGRAM, *home.options, *arguments],
            env=home.environment({}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, process.returncode, said.read()
