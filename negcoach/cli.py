"""The entry point: it runs a command, or opens the real database, player and settings for the app.

Every command is loaded only when it is asked for, and only the app and the coach load Textual.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from negcoach.commands.support import output
from negcoach.commands.support.options import Options
from negcoach.errors import NegcoachError
from negcoach.texts import counted, quoted

TYPE_CHECKING = False  # see output
if TYPE_CHECKING:
    from pathlib import Path
    from typing import NoReturn

    from textual.app import App

    from negcoach.app import NegcoachApp
    from negcoach.audio.player import Engine, Player
    from negcoach.coaching.sets_to_do import CoachRequest
    from negcoach.config.settings.settings import Settings
    from negcoach.services import Services
    from negcoach.training.exercise.exercise import Exercise
    from negcoach.training.plan.plan import Plan

OK = 0
BROKEN = 1
BAD_USE = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells report it
BROKEN_PIPE = 141  # 128 + SIGPIPE

_FILES = 40
"""How many files must be free: twice as many as a session with sound was seen to have open at once."""

_DRAWN = "▀█─"
"""Some of the characters that the screens are drawn with."""

_TAKEN = ("TEXTUAL_ANIMATIONS", "TEXTUAL_DISABLE_KITTY_KEY", "TEXTUAL_SMOOTH_SCROLL")
"""What is taken of that which is set for Textual: whether anything moves, and what a terminal must not be asked for."""


def run() -> NoReturn:
    """Run the command of this process, and end it at once with its exit status.

    By then all is stored, written and given back. Python's own end would take its objects apart, which is half of what
    a signal still costs, and wait for threads that nobody waits for any more. A second Ctrl+C while the first one is
    handled cuts short what that still had to do (a write that has not ended is undone); further ones do nothing.
    """
    status = INTERRUPTED
    try:
        status = main()
        _ignore_interrupts()
    except KeyboardInterrupt:  # one more, while the first one was handled: what it interrupted takes a while to go
        _ignore_interrupts()
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # there is none, or nobody reads it
            stream.flush()
    os._exit(status)


def _ignore_interrupts() -> None:
    while True:
        with suppress(KeyboardInterrupt):
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            return


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status: 0, 1 when something is broken, 2 for bad use.

    An error is written to standard error in one line; a traceback is shown only if ``NEGCOACH_DEBUG`` asks for it.
    """
    output.prepare_streams()
    options = Options()
    try:
        options = _parsed(sys.argv[1:] if arguments is None else arguments)
        _require_time_zone()
        _require_clock()
        if options.plain:
            os.environ["TERM"] = "dumb"  # so that nothing draws, whatever it is that writes
        status = _run_without_unreadable_rows(options)
        _warn_of_damage(options)
        output.flush()
    except SystemExit as end:  # --help and --version
        return _flush(end.code if isinstance(end.code, int) else OK)
    except NegcoachError as error:
        output.write_error(output.error_text(error))
        return _flush(BAD_USE)
    except BrokenPipeError:
        output.discard_output()
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  # the outermost edge: whatever it is, it is reported and logged
        return _report_crash(error, options)
    return status


def _require_time_zone() -> None:
    """Raise ``NegcoachError`` where ``TZ`` is over a day off: systems allow that, Python gives no time for it."""
    from datetime import datetime

    try:
        datetime.now().astimezone()
    except (ValueError, OverflowError):
        zone = quoted(os.environ.get("TZ", ""))
        raise NegcoachError(
            f"The time zone TZ={zone} is over a day off. Set TZ right, such as TZ=Europe/Berlin."
        ) from None


def _require_clock() -> None:
    """Raise ``NegcoachError`` where the clock is before 1970 or after 2199: what is stored then could not be read."""
    import time
    from datetime import date

    from negcoach.store.database.bounds import LAST_MS

    try:
        now_s = time.time()
        if 0 <= now_s <= LAST_MS / 1000:
            return
        says = date.fromordinal(date(1970, 1, 1).toordinal() + int(now_s // 86_400)).isoformat()
    except (OverflowError, ValueError):
        says = "a day that there is not"
    raise NegcoachError(f"The clock of this computer says {says}. Set it right: every set is stored with its time.")


def _parsed(arguments: Sequence[str]) -> Options:
    """Return the options of the arguments. The parser is loaded only if there are any: the app mostly has none."""
    if not arguments:
        return Options()
    from negcoach.commands.parser.parser import parse

    return parse(arguments)


def _warn_of_damage(options: Options) -> None:
    """Write a line for each settings file that is empty or cut off; the app and the doctor say it by themselves."""
    if options.command in ("app", "coach", "demo", "mirror", "remote", "doctor"):
        return
    from negcoach.commands.support.paths import config_path
    from negcoach.config.files.copies import damages

    for damage in damages(config_path(options)):
        output.write_error(str(damage))


def _run_without_unreadable_rows(options: Options) -> int:
    """Run a command; one that only reads, and meets a row that cannot be read, is run again without such rows."""
    try:
        return _run_command(options)
    except NegcoachError as error:
        if not _only_reads(options):
            raise
        from negcoach.store.database.errors import WrongValueError

        if not isinstance(error, WrongValueError):
            raise
        text = str(error)
    # Not above: as long as there is the error, there are its unfinished reads, which lock the file.
    from negcoach.commands.support.database import leave_out_unreadable_rows

    if not leave_out_unreadable_rows(options):
        raise WrongValueError(text)
    return _run_command(options)


def _only_reads(options: Options) -> bool:
    """Return whether a command only reads the history: it can be run twice."""
    if options.command == "programme":
        return options.action in ("list", "show", "status")
    if options.command == "history":
        return not options.words or options.words[0] in ("list", "show")
    return options.command in ("export", "report") or (options.command == "body" and options.action == "list")


def _run_command(options: Options) -> int:
    match options.command:
        case "exercises":
            from negcoach.commands import exercises

            return exercises.run(options)
        case "plans":
            from negcoach.commands import plans

            return plans.run(options)
        case "programme":
            from negcoach.commands import programme

            return programme.run(options)
        case "history":
            from negcoach.commands import history

            return history.run(options)
        case "body":
            from negcoach.commands import body

            return body.run(options)
        case "settings":
            from negcoach.commands import settings

            return settings.run(options)
        case "sounds":
            from negcoach.commands import sounds

            return sounds.run(options)
        case "render":
            from negcoach.commands import render

            return render.run(options)
        case "export":
            from negcoach.commands.transfer import export

            return export.run(options)
        case "report":
            from negcoach.commands import report

            return report.run(options)
        case "import":
            from negcoach.commands.transfer import import_

            return import_.run(options)
        case "merge":
            from negcoach.commands.transfer import merge

            return merge.run(options)
        case "backup" | "restore":
            from negcoach.commands import backup

            return backup.run(options)
        case "doctor":
            from negcoach.commands.doctor import doctor

            return doctor.run(options)
        case "mirror":
            return _start(_run_mirror, options)
        case "demo":
            status = _start(_run_demo, options)
            if status == OK:
                output.write_line("The demo is over and its data is gone. To start your own training: negcoach")
            return status
        case _:
            return _start(_run_app, options)


def _start(run: Callable[[Options], int], options: Options) -> int:
    """Run the app or the demo, without garbage collection while it starts."""
    import gc

    _require_files()
    _forget_what_is_set_for_textual()
    # The loaded objects stay: collecting garbage among them takes a tenth of the start. The app turns it on again.
    gc.disable()
    try:
        return run(options)
    finally:
        gc.enable()


def _require_files() -> None:
    """Raise ``NegcoachError`` where fewer files can be opened than the database, the sound and a terminal need."""
    opened: list[int] = []
    try:
        while len(opened) < _FILES:
            opened.append(os.open(os.devnull, os.O_RDONLY))
    except OSError as error:
        raise NegcoachError(
            f"No more than {counted(len(opened), 'file')} can be opened here ({error.strerror}), and negcoach needs "
            f"{_FILES}. Allow more, such as with ulimit -n 256."
        ) from None
    finally:
        for one in opened:
            os.close(one)


def _forget_what_is_set_for_textual() -> None:
    """Leave out what the environment sets for Textual, which reads it when it is loaded, but for what ``_TAKEN`` has.

    It is for who writes a program, and may be set for another one: it presses keys, draws once a second, leaves after a
    picture, takes another driver, and a value that Textual does not know ends the program.
    """
    for name in [name for name in os.environ if name.startswith("TEXTUAL") and name not in _TAKEN]:
        del os.environ[name]


def _run_app(options: Options) -> int:
    """Run the app, from the coach on for ``negcoach coach``; where it is left for the demo, once more after that.

    In lines of text it is run where that is asked for, or where the terminal can show nothing else.
    """
    if _is_plain(options):
        if options.command == "remote":
            raise NegcoachError(
                "The phone works with the screens, not with lines of text. Start it in a terminal that can draw."
            )
        return _run_plain(options)
    start = True
    while True:
        app = _run_app_once(options, start=start)
        status = _status(app)
        if not app.demo_wanted:
            return status
        status = _run_demo(options)  # nothing of the lifter's is open meanwhile
        if status != OK:
            return status
        start = False


def _run_app_once(options: Options, *, start: bool) -> NegcoachApp:
    """Run the app until it is left, and return it. Bad use is refused before anything is opened.

    ``start`` is whether it begins with what the command line asks for.
    """
    from negcoach.commands.support.paths import config_path, data_folder, partner_data_folder
    from negcoach.commands.support.theme import asked_theme
    from negcoach.config.library import load_library
    from negcoach.config.settings.settings import load_settings

    path = config_path(options)
    folder = data_folder(options)
    partner_folder = partner_data_folder(options, folder)
    settings = load_settings(path)
    library = load_library(path.parent)
    first: CoachRequest | Plan | None = None
    if options.command == "coach" and start:
        from negcoach.commands.support import prescription

        first = prescription.what_to_coach(options, library, settings, path.parent)
    theme = asked_theme(options)
    phone_address = _phone_address(options) if options.command == "remote" and start else None
    _require_terminal()

    from negcoach.app import NegcoachApp

    with _services(options, library, settings, path, folder, partner_folder) as (services, partner):
        lifter, *other = _in_order(services, partner, first)
        app = NegcoachApp(lifter, first, other[0] if other else None, theme, phone_address)
        app.run_until_left()
    return app


def _phone_address(options: Options) -> str:
    """Return the address of this computer under which a phone is served. Raises ``NegcoachError``."""
    from negcoach.extras import install_text
    from negcoach.remote.libraries import missing_libraries
    from negcoach.remote.local_address import checked_address, local_address

    missing = missing_libraries()
    if missing:
        raise NegcoachError(f"The phone needs {' and '.join(missing)}. To have it: {install_text('remote')}")
    return local_address() if options.address is None else checked_address(options.address)


def _run_plain(options: Options) -> int:
    """Coach in lines of text. Bad use is refused before anything is opened."""
    from negcoach.commands.support.paths import config_path, data_folder, partner_data_folder
    from negcoach.config.library import load_library
    from negcoach.config.settings.settings import load_settings

    path, folder = config_path(options), data_folder(options)
    partner_folder = partner_data_folder(options, folder)
    settings, library = load_settings(path), load_library(path.parent)
    first: CoachRequest | Plan | None = None
    if options.command == "coach":
        from negcoach.commands.support import prescription

        first = prescription.what_to_coach(options, library, settings, path.parent)

    if not output.is_plain():  # it was not asked for
        output.write_line(
            f"{sys.stdout.encoding}, the encoding of this locale, has no characters to draw with, so all is said in "
            "lines. For the screens choose a UTF-8 locale, such as LANG=C.UTF-8."
        )
    from negcoach.plain.run import run_plain

    def write(text: str) -> None:
        output.write_line(text)
        output.flush()

    with _services(options, library, settings, path, folder, partner_folder) as (services, partner):
        return run_plain(_in_order(services, partner, first), first, write)


def _in_order(services: Services, partner: Services | None, first: CoachRequest | Plan | None) -> tuple[Services, ...]:
    """Return the lifters, whose turn it is first: who lay under the load goes on, unless a set is asked for."""
    if partner is None:
        return (services,)
    partner_first = first is None and _was_interrupted_later(partner, services)
    return (partner, services) if partner_first else (services, partner)


def _is_plain(options: Options) -> bool:
    """Return whether lines of text are asked for, or standard input and output are a terminal that cannot draw."""
    if options.plain:
        return True
    terminal = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    return terminal and (output.is_plain() or not output.has_characters(_DRAWN))


def _was_interrupted_later(one: Services, other: Services) -> bool:
    """Return whether a session of one lifter was interrupted, and after what was interrupted of the other's."""
    try:
        ours, theirs = one.journal.unfinished(), other.journal.unfinished()
    except NegcoachError:
        return False  # the app says it
    return ours is not None and (theirs is None or ours.last_at > theirs.last_at)


def _run_demo(options: Options) -> int:
    """Run the demo, in a folder of its own: nothing of the lifter's is opened but the settings."""
    if _is_plain(options):
        raise NegcoachError("The demo is shown on screens. To be led in lines of text: negcoach --plain.")
    from negcoach.commands.support.paths import config_path
    from negcoach.commands.support.theme import asked_theme
    from negcoach.config.settings.settings import load_settings

    settings = load_settings(config_path(options))
    theme = asked_theme(options)
    _require_terminal()

    from negcoach.demo.run import run_demo

    engine: Engine | None = options.engine  # type: ignore[assignment]  # the parser takes no other
    return _status(run_demo(settings, engine, theme))


def _run_mirror(options: Options) -> int:
    """Run a mirror of the negcoach that uses the data folder; neither its database nor the sound is opened."""
    if _is_plain(options):
        raise NegcoachError("The mirror is drawn, and has no lines of text. Start it in a terminal that can draw.")
    import time

    from negcoach.commands.support.paths import config_path, data_folder
    from negcoach.commands.support.theme import asked_theme
    from negcoach.config.settings.settings import load_settings

    settings, folder, theme = load_settings(config_path(options)), data_folder(options), asked_theme(options)
    _require_terminal()

    from negcoach.mirror.app import MirrorApp

    app = MirrorApp(folder, settings, time.monotonic_ns, theme)
    app.run_until_left()
    return _status(app)


def _status(app: App[None]) -> int:
    """Return the exit status of an app that has ended."""
    # Textual keeps an uncaught error only in this attribute. It is reported like that of any other command.
    error: Exception | None = getattr(app, "_exception", None)
    if error is not None:
        raise error
    # Leaving the app sets its status; only an interrupt ends it without one.
    return INTERRUPTED if app.return_code is None else app.return_code


@contextmanager
def _services(
    options: Options,
    library: tuple[Exercise, ...],
    settings: Settings,
    config: Path,
    folder: Path,
    partner_folder: Path | None,
) -> Iterator[tuple[Services, Services | None]]:
    """Yield the services with the real database, player and clocks, closed at the end; and those of a second lifter."""
    import time
    from contextlib import ExitStack, closing
    from datetime import datetime

    from negcoach.services import Services
    from negcoach.store.database.database import SHORT_BUSY_MS, open_database
    from negcoach.store.database.lock import shared_lock

    def now() -> datetime:
        return datetime.now().astimezone()

    def elapsed() -> int:
        # Linux stops its monotonic clock while the computer sleeps, and has another one that goes on.
        clock = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
        return time.monotonic_ns() if clock is None else time.clock_gettime_ns(clock)

    def player() -> Player:
        from negcoach.audio.player import open_player

        # The engine of the command line is for this run only: in the settings it would be saved with the next change.
        engine: Engine = options.engine or settings.engine  # type: ignore[assignment]  # the parser takes no other
        opened = open_player(
            engine,
            settings.sound_pack,
            settings.volume,
            settings.sound_offset_ms,
            own=settings.own_sounds_folder(config),
        )
        opened.mute(settings.muted)
        return opened

    stack = ExitStack()

    def services(of: Path, name: str, player: Callable[[], Player]) -> Services:
        # While another lock keeps a rep from the disk, the app tries again later: what reads must not wait meanwhile.
        database = stack.enter_context(closing(open_database(of, now=now(), write_busy_ms=SHORT_BUSY_MS)))
        return Services(
            library=library,
            settings=settings,
            config_path=config,
            database=database,
            open_player=player,
            now=now,
            clock=time.monotonic_ns,
            elapsed=elapsed,
            alone=stack.enter_context(shared_lock(of)),
            lifter_name=name,
        )

    with stack:
        if partner_folder is None:
            own, partner = services(folder, "", player), None
        else:
            from negcoach.commands.support.paths import lifter_names

            name, partner_name = lifter_names(folder, partner_folder)
            own = services(folder, name, player)
            partner = services(partner_folder, partner_name, lambda: own.player)
        try:
            yield own, partner
        finally:
            own.close()


def _require_terminal() -> None:
    """Raise ``NegcoachError`` unless standard input and output are a terminal."""
    for stream in (sys.stdin, sys.stdout):
        if stream is None or not stream.isatty():
            raise NegcoachError(
                "The coach needs a terminal for its input and its output. "
                "Start it in a terminal window, without a pipe or a redirection."
            )


def _flush(status: int) -> int:
    """Flush standard output and return the status, another where that fails."""
    try:
        output.flush()
    except BrokenPipeError:
        output.discard_output()
        return BROKEN_PIPE
    except NegcoachError as error:
        output.write_error(output.error_text(error))
        return BAD_USE
    return status


def _report_crash(error: Exception, options: Options) -> int:
    """Write an unexpected error as one line, its traceback to the log; raise it where the traceback is asked for."""
    from datetime import datetime

    from negcoach import crash_log
    from negcoach.commands.support.paths import data_folder

    if crash_log.wants_traceback():
        raise error
    try:
        line = crash_log.log_crash(error, data_folder(options), datetime.now().astimezone())
    except NegcoachError as wrong:
        output.write_error(output.error_text(wrong))
        return BAD_USE
    except Exception:  # noqa: BLE001  # reporting a crash must not be the next one
        line = crash_log.crash_line(type(error).__name__, None)
    output.write_error(line)
    return BROKEN
