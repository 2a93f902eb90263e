"""The command line as a whole: its help, its errors, its streams, and what it loads."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

import negcoach
from negcoach.cli import _services, _was_interrupted_later, main
from negcoach.commands.parser.help_texts import COMMANDS
from negcoach.commands.support.options import Options
from negcoach.config.library import shipped_exercises
from negcoach.config.settings.settings import load_settings
from negcoach.store.database.database import SHORT_BUSY_MS
from negcoach.store.database.lock import shared_lock
from tests.commands.places import CommandLine, keep_session
from tests.store.samples import NOW

HEAVY = ("textual", "rich", "platformdirs", "tomlkit", "miniaudio", "asyncio")


@pytest.fixture
def cli(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("render dip --tempo=-- -o x.wav", "--tempo needs a value, such as --tempo 5-1-A-1."),
        ("render dip -o--", "-o needs a value, such as -o set.wav."),
        ("render dip --pack=-- -o x.wav", "--pack needs a value, such as --pack tones."),
        ("history --limit=--", "--limit needs a value, such as --limit 5."),
        ("history --limit --", "--limit needs a value, such as --limit 5."),
        ("--data-dir=-- history", "--data-dir needs a value."),
        ("--config=--", "--config needs a value."),
        ("history --json=--", "--json takes no value."),
        ("history --lmit=--", "history has no option --lmit. Did you mean --limit?"),
        ("coach -- --lead-in=--", 'No exercise "--lead-in=--".'),
    ],
)
def test_two_hyphens_are_no_value(arguments: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments.split()) == 2
    written = capsys.readouterr().err
    assert says in written
    assert written.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    ["history --partner-data-dir ben", "--partner-data-dir ben exercises show dip", "plans --partner-data-dir=ben"],
)
def test_a_command_about_one_lifter_takes_no_second_one(
    arguments: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments.split()) == 2
    written = capsys.readouterr().err
    assert "is about one lifter: leave --partner-data-dir out" in written
    assert written.count("\n") == 1
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(("command", "takes"), [("", True), ("coach", True), ("history", False), ("export", False)])
def test_only_the_help_of_what_two_lifters_use_names_the_second(
    command: str, takes: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command.split(), "--help"]) == 0
    assert ("--partner-data-dir" in capsys.readouterr().out) is takes


@pytest.mark.parametrize("arguments", [[], *([*name.split()] for name in COMMANDS)])
def test_help_teaches_by_example(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, "--help"]) == 0
    shown = capsys.readouterr().out
    assert "examples:" in shown
    assert f"  negcoach {' '.join(arguments)}".rstrip() in shown
    assert "--data-dir DIR" in shown


@pytest.mark.parametrize("arguments", [["--version"], ["history", "--version"]])
def test_the_version_is_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    assert capsys.readouterr().out == f"negcoach {negcoach.__version__}\n"


@pytest.mark.parametrize("arguments", [[], ["coach", "bench-press"]])
def test_the_coach_refuses_to_start_without_a_terminal(cli: CommandLine, arguments: list[str]) -> None:
    done = cli(*arguments, "--config", str(cli.config))
    assert done.status == 2
    assert done.out == ""
    assert done.err.startswith("negcoach: The coach needs a terminal")
    assert done.err.count("\n") == 1
    assert not cli.data.exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["demo", "--plain"], "The demo is shown on screens."),
        (["mirror", "--plain"], "The mirror is drawn, and has no lines of text."),
        (["coach", "bench-press", "--plain", "--tempo", "x"], "--tempo"),
        (["--plain=yes"], "--plain"),
    ],
)
def test_what_lines_of_text_cannot_do_is_one_line(
    arguments: list[str],
    says: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm")  # which --plain changes
    assert main([*arguments, "--data-dir", str(tmp_path)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert says in line


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("benhc-press", 'No exercise "benhc-press". Did you mean bench-press?'),
        ("bench-press --load heavy", '--load: "heavy" is not a load.'),
        ("bench-press --load -5", "--load: This load is never negative"),
        ("bench-press --sets 0", "--sets: from 1 to 20"),
        ("bench-press --reps many", "--reps: a whole number from 1 to 100"),
        ("bench-press --tempo 5-1", "--tempo: A tempo has three or four numbers, like 5-1-A-1, not 2"),
        ("bench-press --rest 5h", "--rest: The rest is seconds"),
        ("bench-press --lead-in 0", "--lead-in: The lead-in lasts from"),
        ("bench-press --lift soon", "--lift: The lift is seconds"),
        ("bench-press --spotters two", "--spotters: A whole number from 0 to 4"),
        ("bench-press --spotters 5", "--spotters: A whole number from 0 to 4"),
        ("bench-press --data-dir=", "--data-dir is empty"),
    ],
)
def test_a_wrong_value_is_told_with_its_option(
    options: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["render", *options.split(), "-o", str(tmp_path / "x.wav"), "--config", str(tmp_path / "c.toml")])
    written = capsys.readouterr().err
    assert status == 2
    assert says in written
    assert written.startswith("negcoach: ")
    assert written.count("\n") == 1


def loaded(cli: CommandLine, arguments: str, modules: tuple[str, ...]) -> list[str]:
    """Those of the modules that a command loads."""
    probe = (
        "import sys; from negcoach.cli import main; main(sys.argv[1:]);"
        f"print(*(name for name in {modules!r} if name in sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe, *arguments.split(), "--config", str(cli.config)],
        cwd=cli.folder,
        env=cli.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stderr.split()


@pytest.mark.parametrize(
    "arguments", ["--version", "exercises", "exercises show dip", "history", "history --json", "render dip -o dip.wav"]
)
def test_the_light_commands_load_nothing_heavy(cli: CommandLine, arguments: str) -> None:
    keep_session(cli.data)
    assert loaded(cli, arguments, HEAVY) == []


@pytest.mark.parametrize("arguments", ["history", "history --json", "export --format json", "export --format csv"])
def test_reading_what_is_stored_loads_neither_the_exercises_nor_what_makes_backups(
    cli: CommandLine, arguments: str
) -> None:
    keep_session(cli.data)
    unneeded = ("negcoach.config.library", "negcoach.store.database.backups")
    assert loaded(cli, arguments, unneeded) == []


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "utf-8"])
@pytest.mark.parametrize("command", ["exercises", "history", "history --json"])
def test_no_locale_ends_the_program(cli: CommandLine, encoding: str, command: str) -> None:
    keep_session(cli.data, name="Жим лёжа", note="十分")
    done = subprocess.run(
        [sys.executable, "-m", "negcoach", *command.split(), "--config", str(cli.config)],
        env=cli.environment(PYTHONIOENCODING=encoding, PYTHONUTF8="0", LC_ALL="C"),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == b""
    assert b"--json" not in command.encode() or done.stdout.isascii()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="TZ is not read")
def test_a_time_zone_that_python_has_no_time_for_is_one_line(cli: CommandLine) -> None:
    done = cli("history", TZ="XXX-167:59:59")
    assert (done.status, done.out) == (2, "")
    said = "is over a day off. Set TZ right, such as TZ=Europe/Berlin."
    assert done.err == f'negcoach: The time zone TZ="XXX-167:59:59" {said}\n'


@pytest.mark.parametrize(
    ("now_s", "says"),
    [
        (-1, "1969-12-31"),
        (-(2**31), "1901-12-13"),
        (253_402_300_000, "9999-12-31"),
        (2**63, "a day that there is not"),
    ],
)
def test_a_clock_whose_time_could_not_be_read_once_it_is_stored_is_one_line(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], now_s: int, says: str
) -> None:
    monkeypatch.setattr("time.time", lambda: float(now_s))
    assert main(["body", "weight", "80kg", "--data-dir", str(cli.data), "--config", str(cli.config)]) == 2
    assert capsys.readouterr().err == (
        f"negcoach: The clock of this computer says {says}. Set it right: every set is stored with its time.\n"
    )
    assert not cli.data.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="nothing limits the files there")
@pytest.mark.parametrize("most", [5, 8, 12, 20, 40])
def test_where_few_files_can_be_opened_one_line_says_so(cli: CommandLine, most: int) -> None:
    words = [sys.executable, "-m", "negcoach", "--plain", "--config", str(cli.config)]
    done = subprocess.run(
        ["sh", "-c", f'ulimit -n {most}; exec "$@"', "sh", *words],
        env=cli.environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(
        r"negcoach: No more than \d+ files can be opened here \(Too many open files\), and negcoach needs 40\. "
        r"Allow more, such as with ulimit -n 256\.\n",
        done.stderr,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are closed otherwise there")
def test_a_reader_that_went_away_is_no_error(cli: CommandLine) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "negcoach", "exercises", "--json", "--config", str(cli.config)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=cli.environment(),
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_is_one_line(cli: CommandLine) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "negcoach", "exercises", "--config", str(cli.config)],
            stdout=full,
            stderr=subprocess.PIPE,
            env=cli.environment(),
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == "negcoach: The output cannot be written: No space left on device.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell closes the stream")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-"])
def test_a_closed_stream_is_no_error(cli: CommandLine, closed: str) -> None:
    command = f'"{sys.executable}" -m negcoach exercises --config "{cli.config}" {closed}'
    done = subprocess.run(command, shell=True, capture_output=True, env=cli.environment(), check=False)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("alone", [True, False])
def test_the_app_learns_whether_another_is_at_work_on_its_folder(tmp_path: Path, alone: bool) -> None:
    config = tmp_path / "config.toml"
    with contextlib.ExitStack() as others:
        if not alone:
            assert others.enter_context(shared_lock(tmp_path))
        parts = (shipped_exercises(), load_settings(config), config, tmp_path)
        with _services(Options(engine="silent"), *parts, None) as (services, partner):
            assert (services.alone, partner) == (alone, None)


def test_of_two_lifters_the_one_who_was_interrupted_last_goes_on_first(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    parts = (shipped_exercises(), load_settings(config), config, tmp_path / "anna", tmp_path / "ben")
    with _services(Options(engine="silent"), *parts) as (anna, ben):
        assert ben is not None
        assert (anna.lifter_name, ben.lifter_name) == ("anna", "ben")
        assert not _was_interrupted_later(ben, anna)
        ben.journal.begin_session(NOW)
        assert _was_interrupted_later(ben, anna)
        anna.journal.begin_session(NOW + timedelta(minutes=2))
        assert not _was_interrupted_later(ben, anna)


def test_the_app_does_not_block_for_another_programs_lock(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    parts = (shipped_exercises(), load_settings(config), config, tmp_path)
    with (
        _services(Options(engine="silent"), *parts, None) as (services, _),
        services.database.write() as connection,
    ):
        assert connection.execute("PRAGMA busy_timeout").fetchone()[0] == SHORT_BUSY_MS


def test_a_crash_is_one_line_and_its_traceback_is_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NEGCOACH_DEBUG", raising=False)
    monkeypatch.setattr("negcoach.commands.exercises.run", _crash)
    assert main(["exercises", "--data-dir", str(tmp_path / "data")]) == 1
    written = capsys.readouterr().err
    assert written.count("\n") == 1
    assert "LookupError: crashed" in written
    log = tmp_path / "data" / "errors.log"
    assert str(log) in written
    assert "Traceback" in log.read_text()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_a_crash_that_cannot_be_logged_is_one_line_at_once(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    make: Callable[[Path], None],
) -> None:
    monkeypatch.delenv("NEGCOACH_DEBUG", raising=False)
    monkeypatch.setattr("negcoach.commands.exercises.run", _crash)
    make(tmp_path / "errors.log")
    assert main(["exercises", "--data-dir", str(tmp_path)]) == 1
    written = capsys.readouterr().err
    assert written.count("\n") == 1
    assert "LookupError: crashed). NEGCOACH_DEBUG=1 shows the details; " in written


class _UnspeakableError(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


def test_a_crash_whose_error_has_no_text_is_still_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def crash(options: object) -> int:
        raise _UnspeakableError

    monkeypatch.delenv("NEGCOACH_DEBUG", raising=False)
    monkeypatch.setattr("negcoach.commands.exercises.run", crash)
    assert main(["exercises", "--data-dir", str(tmp_path)]) == 1
    written = capsys.readouterr().err
    assert written.count("\n") == 1
    assert "_UnspeakableError" in written


def test_the_debug_variable_shows_the_traceback_of_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEGCOACH_DEBUG", "1")
    monkeypatch.setattr("negcoach.commands.exercises.run", _crash)
    with pytest.raises(LookupError):
        main(["exercises", "--data-dir", str(tmp_path)])


def test_an_interrupt_is_quiet(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("negcoach.commands.exercises.run", interrupted)
    assert main(["exercises"]) == 130
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="interrupts are sent otherwise there")
def test_interrupts_one_after_the_other_end_it_once_and_quietly() -> None:
    code = """
import os, signal, sys
from negcoach import cli

def interrupt(*_):
    os.kill(os.getpid(), signal.SIGINT)

class Interrupted:
    def flush(self):
        interrupt()

def handled(*_):
    sys.stdout = Interrupted()
    try:
        interrupt()
    finally:
        interrupt()

signal.signal(signal.SIGINT, signal.default_int_handler)
cli._parsed = handled
cli.run()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (130, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="interrupts are sent otherwise there")
def test_an_interrupt_anywhere_while_the_program_is_read_is_quiet() -> None:
    code = """
import os, sys

calls, interrupted = 0, int(sys.argv[1])

def count(frame, event, _):
    global calls
    if event == "call" and (calls or frame.f_code.co_filename.endswith("__main__.py")):
        calls += 1
        if calls == interrupted:
            os.kill(os.getpid(), 2)

sys.setprofile(count)
from negcoach.__main__ import run
sys.setprofile(None)
print(calls)
"""

    def reading(interrupted: int) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-c", code, str(interrupted)],
            capture_output=True,
            check=False,
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # see below
        )

    calls = int(reading(-1).stdout)
    for call in range(2, calls - 10, calls // 16):  # the first one leads to the first line, the last ones away
        done = reading(call)
        assert (call, done.returncode in (130, -signal.SIGINT), done.stderr) == (call, True, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="interrupts are sent otherwise there")
def test_once_the_program_is_read_an_interrupt_is_its_own_again_unless_it_is_ignored() -> None:
    code = "from negcoach.__main__ import run; import signal; print(repr(signal.getsignal(signal.SIGINT)))"
    for inherited, left in ((signal.SIG_DFL, "default_int_handler"), (signal.SIG_IGN, "SIG_IGN")):  # a background's
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            preexec_fn=partial(signal.signal, signal.SIGINT, inherited),
        )
        assert left in done.stdout.decode()


def test_the_command_begins_where_an_interrupt_is_met_first() -> None:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text())
    assert project["project"]["scripts"] == {"negcoach": "negcoach.__main__:run"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_an_interrupt_from_outside_ends_the_app_with_its_status_and_gives_the_terminal_back(cli: CommandLine) -> None:
    import pty

    ours, its = pty.openpty()
    arguments = ["--engine", "silent", "--config", str(cli.config)]
    with subprocess.Popen(
        [sys.executable, "-m", "negcoach", *arguments],
        stdin=its,
        stdout=its,
        stderr=its,
        env=cli.environment(TERM="xterm-256color", COLUMNS="80", LINES="24"),
        start_new_session=True,
        # Where the tests run in a shell's background an interrupt is ignored, and every child inherits that.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    ) as app:
        os.close(its)
        written = b""
        while b"bench" not in written.lower():
            written += os.read(ours, 65536)
        app.send_signal(signal.SIGINT)
        with contextlib.suppress(OSError):  # how Linux tells the end of a terminal's output
            while more := os.read(ours, 65536):
                written += more
    os.close(ours)
    assert app.returncode == 130
    assert b"\x1b[?1049l" in written
    assert b"Traceback" not in written


def test_control_characters_of_the_command_line_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "\x1b]0;title\x07dip\x9b2J\u202e", "--tempo", "\x1b[31m", "-o", "x"]) == 2
    assert main(["\x1b[2Jcoach"]) == 2
    assert main(["history", "--\x1b[2J"]) == 2
    written = capsys.readouterr().err
    assert not set(written) & set("\x1b\x07\x9b\u202e")


def _crash(options: object) -> int:
    raise LookupError("crashed")


@pytest.mark.parametrize(("arguments", "status"), [("--version", 0), ("history --json", 0), ("history --nonsense", 2)])
def test_a_command_ends_with_its_status_and_all_that_it_wrote_whatever_its_threads_do(
    cli: CommandLine, arguments: str, status: int
) -> None:
    program = (
        "import sys, threading, time; threading.Thread(target=time.sleep, args=(300,)).start();"
        "print('first'); from negcoach.cli import run; run()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments.split(), "--data-dir", str(cli.data)],
        env=cli.environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout.splitlines()[0]) == (status, "first")
    assert done.stdout.count("\n") == 1 + (status == 0)
    assert done.stderr.count("\n") == (status == 2)
