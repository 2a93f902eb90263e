"""Bad use of the command line in our words: what was wrong and what would be right."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from negcoach.commands.parser import help_texts as texts
from negcoach.commands.support.options import DAY_ORDERS, ENGINES, FORMATS, PACKS, UNITS

_TOO_FEW = re.compile(r"argument (?P<name>.+?): expected (?:one argument|at least one argument)")
_NO_VALUE = re.compile(r"argument (?P<name>.+?): ignored explicit argument .*")
_NO_CHOICE = re.compile(r"(?s)argument (?P<name>.+?): invalid choice: (?P<value>'.*?'|\".*?\") \(.*")
_MISSING = re.compile(r"the following arguments are required: (?P<names>.+)")
_OUTPUTS = {"negcoach render": "FILE.wav", "negcoach report": "FILE.md"}


def in_our_words(message: str, prog: str) -> str:
    """Return a message of argparse as a line that says what would be right."""
    more = f"See: {prog} --help"
    if found := _NO_CHOICE.match(message):
        return _no_choice(found["name"], found["value"][1:-1], more)
    if found := _TOO_FEW.match(message):
        name = found["name"].rpartition("/")[2]
        return f"{name} needs a value{texts.example_of(name, prog.rpartition(' ')[2])}. {more}"
    if found := _NO_VALUE.match(message):
        return f"{found['name']} takes no value. {more}"
    if found := _MISSING.match(message):
        names = found["names"].replace("-o/--output", f"-o {_OUTPUTS.get(prog, 'FILE')}").split(", ")
        return f"{prog.partition(' ')[2]} needs {' and '.join(names)}. {more}"
    return f"{message[:1].upper()}{message[1:]}. {more}"


def _no_choice(name: str, value: str, more: str) -> str:
    if name == "show EXERCISE":
        return f'exercises does not know "{_short(value)}". To show one: negcoach exercises show EXERCISE'
    choices, what = {
        "COMMAND": (tuple(command for command in texts.COMMANDS if " " not in command), "command"),
        "--engine": (ENGINES, "engine"),
        "--pack": (PACKS, "sound pack"),
        "--format": (FORMATS, "format"),
        "--unit": (UNITS, "unit"),
        "--dates": (DAY_ORDERS, "order of dates"),
    }[name]
    near = _nearest(value, choices)
    meant = f"Did you mean {near}?" if near else f"There are: {', '.join(choices)}."
    return f'No {what} "{_short(value)}". {meant} {more}'


def not_known(argument: str, command: str) -> str:
    """Return the line that refuses a word or an option that a command does not have."""
    prog = "negcoach" if command == "app" else f"negcoach {command}"
    name = argument.partition("=")[0]
    if not name.startswith("-"):
        return f'"{_short(argument)}" is one word too many. See: {prog} --help'
    near = _nearest(name, texts.OPTIONS_OF[command])
    meant = f" Did you mean {near}?" if near else ""
    return f"{prog.removeprefix('negcoach ')} has no option {_short(name)}.{meant} See: {prog} --help"


def _nearest(written: str, known: Sequence[str]) -> str:
    """What was nearly written, "" where nothing was."""
    return next(iter(difflib.get_close_matches(written, known, n=1)), "")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
