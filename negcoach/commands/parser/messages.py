"""Messages for bad use of the command line: one line with what was wrong and what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from negcoach.commands.parser import help_texts as texts
from negcoach.texts import nearest, quoted, shortened


def missing_value(option: str, command: str, prog: str) -> str:
    """Return the message for an option without its value. ``command`` chooses the example."""
    return f"{option} needs a value{texts.example_of(option, command)}. {_see(prog)}"


def unwanted_value(option: str, prog: str) -> str:
    """Return the message for a value that was given to an option that takes none."""
    return f"{option} takes no value. {_see(prog)}"


def unknown_value(value: str, what: str, known: Sequence[str], prog: str) -> str:
    """Return the message for a value that is none of those known; ``what`` names the kind of value."""
    shown = _printable(value)
    near = nearest(shown, known)
    meant = f"Did you mean {near}?" if near else f"There are: {', '.join(known)}."
    return f"No {what} {quoted(shown)}. {meant} {_see(prog)}"


def unknown_command(word: str, prog: str) -> str:
    """Return the message for an unknown word in the place of a command or a subcommand."""
    if prog == "negcoach exercises":
        return f"exercises does not know {quoted(_printable(word))}. To show one: negcoach exercises show EXERCISE"
    return unknown_value(word, "command", [name for name in texts.COMMANDS if " " not in name], prog)


def missing_arguments(missing: Iterable[str], prog: str) -> str:
    """Return the message for missing arguments that a command requires."""
    return f"{prog.removeprefix('negcoach ')} needs {' and '.join(missing)}. {_see(prog)}"


def unknown_argument(argument: str, command: str) -> str:
    """Return the message for a word or an option that a command does not have."""
    prog = "negcoach" if command == "app" else f"negcoach {command}"
    name = argument.partition("=")[0]
    if not name.startswith("-"):
        return f"{quoted(argument)} is one word too many. {_see(prog)}"
    near = nearest(name, texts.OPTIONS_OF[command])
    meant = f" Did you mean {near}?" if near else ""
    return f"{prog.removeprefix('negcoach ')} has no option {shortened(name)}.{meant} {_see(prog)}"


def of_one_lifter(command: str) -> str:
    """Return the message for ``--partner-data-dir`` with a command that is about one lifter."""
    return f"{command} is about one lifter: leave --partner-data-dir out, and name their folder with --data-dir."


def _see(prog: str) -> str:
    return f"See: {prog} --help"


def _printable(text: str) -> str:
    """Return the text with unprintable characters as Python's escapes: ``\\n``, ``\\x1b``."""
    return repr(text)[1:-1]
