"""``negcoach doctor``: checks whether everything is in order, and advises what to do if not.

It changes nothing, but with ``--repair`` the wrong values in the database.
"""

from __future__ import annotations

import os
import platform
import sys
import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import cast

import negcoach
from negcoach.audio.player import Engine, Player, open_player
from negcoach.commands.doctor import sound_checks, store_checks, terminal_checks
from negcoach.commands.doctor.pack_checks import check_sounds
from negcoach.commands.doctor.terminal_checks import Terminal
from negcoach.commands.support import output
from negcoach.commands.support.options import Options
from negcoach.commands.support.paths import config_path, data_folder
from negcoach.config.settings.settings import Settings, load_settings
from negcoach.errors import NegcoachError
from negcoach.extras import install_text
from negcoach.findings import CheckResult, Status, broken, ok, verdict
from negcoach.presses.source import Source
from negcoach.remote.libraries import LIBRARIES, PHONE, missing_libraries
from negcoach.store.restore.checkup import check
from negcoach.texts import joined

_WIDE, _NARROW_INDENT = 60, "     "
"""The columns from which what was found stands in a column of its own; in narrower lines it hangs by a few."""

_STATUS_WORDS = {Status.OK: "ok", Status.WARNING: "warning", Status.BROKEN: "BROKEN"}


def run(options: Options) -> int:
    """Run all checks and write what they find, for people or as JSON; return 1 when something is broken.

    What is to be repaired is repaired before.
    """
    if options.repair:
        _repair(options)
    findings: list[CheckResult] = []
    engine = cast(Engine | None, options.engine)  # the parser takes no other
    checks = run_checks(data_folder(options), config_path(options), _this_terminal(), engine=engine, play=options.sound)
    for finding in checks:
        findings.append(finding)
        if not options.json:  # at once: opening a sound device may take a while
            output.write_line("\n".join(lines(finding, output.line_width())))
            output.flush()
    if options.json:
        output.write_json([as_json(finding) for finding in findings])
    else:
        output.write_line(f"\n{verdict(findings)}")
    return 1 if any(finding.status is Status.BROKEN for finding in findings) else 0


def run_checks(
    folder: Path,
    config: Path,
    terminal: Terminal,
    *,
    engine: Engine | None = None,
    play: bool = False,
    pressed: Sequence[Source] = (),
) -> Iterator[CheckResult]:
    """Run one check after another, of the data in ``folder`` and the settings ``config``, and yield its findings.

    ``engine`` is that of the settings where none is given; with ``play`` the test sound is played. ``pressed`` are the
    sources of presses that run already.
    """
    yield _check_program()
    yield from terminal_checks.check_terminal(terminal)
    yield from store_checks.check_files(folder, config)
    settings = _settings_or_defaults(config)

    own = settings.own_sounds_folder(config)

    def opened(engine: Engine) -> Player:
        return open_player(engine, settings.sound_pack, settings.volume, settings.sound_offset_ms, own=own)

    wanted = engine or cast(Engine, settings.engine)  # the settings take no other
    yield from check_sounds(settings, config)
    yield from sound_checks.check_sound(wanted, play, opened, platform.machine())
    if settings.devices or pressed:
        from negcoach.commands.doctor.press_checks import check_presses  # few have any

        yield from check_presses(settings.devices, pressed)
    if not any(source.name == PHONE for source in pressed):
        yield _check_phone()


def _repair(options: Options) -> None:
    """Put wrong values in the database right, and say what was done; as JSON only the checks are written."""
    from negcoach.transfer.native.repair import repair

    now = datetime.now().astimezone()
    report = check(data_folder(options), now)
    if report.problem is not None:
        raise report.problem
    if not report.exists or report.version != report.newest_version:
        return
    repaired = repair(report.path.parent, now)
    if repaired is None or options.json:
        return
    for sentence in repaired.done:
        output.write_line(sentence)
    output.write_line(f"The database as it was is kept as {repaired.copy}")
    output.write_line("What was taken out comes back from a backup that has it whole: negcoach merge FILE.db\n")


def as_json(finding: CheckResult) -> dict[str, object]:
    """Return a finding as JSON's plain values."""
    return {
        "check": finding.check,
        "status": finding.status.value,
        "detail": finding.detail,
        "advice": finding.advice,
    }


def lines(finding: CheckResult, width: int) -> Iterator[str]:
    """Yield the lines of a finding: its status, its check, what was found, and below it what to do."""
    head = f"{_STATUS_WORDS[finding.status]:<9}{finding.check:<15}"
    indent = " " * (len(head) if width >= _WIDE else len(_NARROW_INDENT))
    yield from textwrap.wrap(
        head + finding.detail, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    if finding.advice:
        yield from textwrap.wrap(
            finding.advice,
            width,
            initial_indent=indent[:-3] + "-> ",
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )


def _check_program() -> CheckResult:
    python = f"Python {platform.python_version()}"
    where = f"{platform.system()} {platform.machine()}"
    try:
        textual = metadata.version("textual")
    except metadata.PackageNotFoundError:
        return broken("program", f"negcoach {negcoach.__version__}, {python}, no Textual", "Install negcoach again.")
    return ok("program", f"negcoach {negcoach.__version__}, {python}, Textual {textual}, {where}")


def _check_phone() -> CheckResult:
    """Say whether the phone can be a clicker; who does without it lacks nothing."""
    missing = missing_libraries()
    if missing:
        how = f"to have it: {install_text('remote')}"
        return ok(PHONE, f"no clicker without {joined(list(missing), 'and')}; {how}")
    versions = joined([f"{name} {metadata.version(name)}" for name in LIBRARIES], "and")
    return ok(PHONE, f"can be a clicker, by {versions}; off until you switch it on")


def _settings_or_defaults(config: Path) -> Settings:
    """Return the settings, the defaults where they cannot be read: another check reports that."""
    try:
        return load_settings(config)
    except NegcoachError:
        return Settings()


def _this_terminal() -> Terminal:
    streams = (sys.stdin, sys.stdout, sys.stderr)
    on_terminal = [stream for stream in streams if stream is not None and stream.isatty()]
    size = None
    for stream in on_terminal:
        try:
            columns, rows = os.get_terminal_size(stream.fileno())
            size = (columns, rows)
            break
        except (OSError, ValueError):
            continue
    return Terminal(
        environment=os.environ,
        size=size,
        both=sys.stdin in on_terminal and sys.stdout in on_terminal,
        encoding=sys.stdout.encoding if sys.stdout is not None else "",
        windows=sys.platform == "win32",
    )
