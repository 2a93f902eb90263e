"""The parser of the command line: its commands, options and help.

Every option can be given before and after the command. Nothing is looked up here: values stay text until the command
reads them, so that a page of help or a typing error loads no more than this module.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from functools import partial

import negcoach
from negcoach.commands.parser import help_texts as texts
from negcoach.commands.support import output
from negcoach.commands.support.options import (
    BODY_ACTIONS,
    CSV_ROWS,
    DAY_ORDERS,
    ENGINES,
    FORMATS,
    HISTORY_ACTIONS,
    PLAN_ACTIONS,
    PROGRAMME_ACTIONS,
    SOUND_ACTIONS,
    UNITS,
    Options,
)
from negcoach.config.settings.theme_names import THEMES
from negcoach.errors import NegcoachError
from negcoach.transfer.app_names import APPS_TEXT

TYPE_CHECKING = False  # see output
if TYPE_CHECKING:
    from typing import Any, NoReturn


def parse(arguments: Sequence[str]) -> Options:
    """Return the options that the arguments give.

    Raises ``NegcoachError`` for bad use; ``--help`` and ``--version`` end with ``SystemExit``.
    """
    arguments = _with_help_joined(arguments)
    _require_values(arguments)
    options = Options()
    _, unknown = _parser(arguments).parse_known_args(arguments, options)
    if unknown:
        from negcoach.commands.parser import messages

        raise NegcoachError(messages.unknown_argument(unknown[0], options.command))
    if options.partner_data_dir is not None and options.command not in texts.FOR_TWO_LIFTERS:
        from negcoach.commands.parser import messages

        raise NegcoachError(messages.of_one_lifter(options.command))
    return options


def _with_help_joined(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with ``--load -20kg`` as ``--load=-20kg``: argparse would take the help for an option."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] == "--load" and re.match("[-−][0-9]", argument):
            joined[-1] = f"--load={argument}"
        else:
            joined.append(argument)
    return joined


def _require_values(arguments: Sequence[str]) -> None:
    """Refuse ``--tempo=--``: argparse drops the two hyphens, and leaves neither a value nor none."""
    for argument in arguments:
        if argument == "--":
            return
        found = re.fullmatch(_HYPHENS_FOR_VALUE, argument) if argument.endswith("--") else None
        if found and found[1] not in _SWITCHES and found[1] in _OPTIONS:
            from negcoach.commands.parser import messages

            command = next((word for word in arguments if word in texts.COMMANDS), "")
            raise NegcoachError(messages.missing_value(found[1], command, "negcoach"))


_UNPRINTED = partial(argparse.RawDescriptionHelpFormatter, width=80)
"""The formatter while options are added: argparse makes one for each, and each would ask how wide the terminal is."""


class _PageFormatter(argparse.RawDescriptionHelpFormatter):
    """The formatter of a page of help: paragraphs and examples are laid out to its width, never within a word."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """Return a description: the lines of a paragraph flow, those of examples do not."""
        blocks = list[str]()
        for block in text.split("\n\n"):
            flows = not any(line.startswith(" ") for line in block.split("\n"))
            lines = (" ".join(block.split("\n")),) if flows else block.split("\n")
            laid = (part for line in lines for part in output.laid_out(line, width - len(indent)))
            blocks.append("\n".join(f"{indent}{part}" for part in laid))
        return "\n\n".join(blocks)

    def _split_lines(self, text: str, width: int) -> list[str]:
        """Return the help of an option as lines."""
        return output.laid_out(" ".join(text.split()), width)


class _Parser(argparse.ArgumentParser):
    """A parser that leaves defaults to ``Options``, accepts no abbreviations and reports errors in one line.

    The wording of argparse's own errors differs between versions of Python, so only the name of the argument is taken
    from them; the message follows from the kind of argument.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(
            formatter_class=_UNPRINTED,
            argument_default=argparse.SUPPRESS,
            allow_abbrev=False,
            add_help=False,
            exit_on_error=False,
            **settings,
        )
        self.required: dict[str, str] = {}
        """The required arguments: the name of each in ``Options``, and how it is written."""

    def format_help(self) -> str:
        """Return the page of help, as wide as the terminal."""
        width = output.line_width()
        self.formatter_class = partial(_PageFormatter, width=width)
        usage, *page = super().format_help().split("\n")
        return "\n".join((*output.laid_out(usage, width, hang=len("usage: ")), *page))

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Return the options and the unknown arguments. Raises ``NegcoachError`` for bad use."""
        found = argparse.Namespace() if namespace is None else namespace
        try:
            return super().parse_known_args(args, found)
        except argparse.ArgumentError as error:
            raise NegcoachError(self._message(error.argument_name, vars(found))) from None

    def error(self, message: str) -> NoReturn:
        """Raise an error without an argument: Python 3.11 and 3.12 call this when required ones are missing."""
        raise argparse.ArgumentError(None, message)

    def _message(self, argument: str | None, found: dict[str, Any]) -> str:
        """Return the message for an argument of that name; ``None`` means that required ones are missing."""
        from negcoach.commands.parser import messages

        if argument is None:
            missing = [written for name, written in self.required.items() if name not in found]
            return messages.missing_arguments(missing, self.prog)
        if argument in _SUBCOMMANDS:
            return messages.unknown_command(found[_SUBCOMMANDS[argument]], self.prog)
        option = argument.rpartition("/")[2]  # of -o/--output the long one
        if option in _SWITCHES:
            return messages.unwanted_value(argument, self.prog)
        return messages.missing_value(option, self.prog.rpartition(" ")[2], self.prog)


class _Version(argparse.Action):
    """The action of ``--version``: argparse's own would load the help formatter."""

    def __call__(self, *_: object) -> NoReturn:
        output.write_line(f"negcoach {negcoach.__version__}")
        raise SystemExit(0)


def _parser(arguments: Sequence[str]) -> _Parser:
    """Return the parser for these arguments.

    It knows only the commands that are named among them, unless a page of help may list all: each takes its time.
    """
    parser = _Parser(
        prog="negcoach",
        usage="negcoach [COMMAND] [options]",
        description=texts.PROGRAM,
        epilog=texts.PROGRAM_EXAMPLES,
    )
    commands = _subcommands(parser, "COMMAND", "commands")
    helping = not {"-h", "--help"}.isdisjoint(arguments)
    for name, (usage, add_options) in _COMMANDS.items():
        if name in arguments or helping:
            command = _add_command(commands, name, usage)
            (_coach_plan if name == "coach" and not helping and _names_plan(arguments) else add_options)(command)
            _common_options(command, name)
    _common_options(parser, "app")
    return parser


def _names_plan(arguments: Sequence[str]) -> bool:
    return any(word.partition("=")[0] == "--plan" for word in arguments)


def _coach(parser: _Parser) -> None:
    group = parser.add_argument_group("the exercise, or a plan")
    group.add_argument("exercise", metavar="EXERCISE", nargs="+", help=_NAMED)
    parser.required["exercise"] = "EXERCISE, or --plan NAME"
    group.add_argument("--plan", metavar="NAME", help='a plan in place of it, as "negcoach plans" lists them')
    group.add_argument(
        "--test", action="store_true", help="test its eccentric 1RM, or the longest lowering, in place of sets"
    )
    _prescription(parser, texts.ADVISED)


def _coach_plan(parser: _Parser) -> None:
    """Add the options of ``coach`` where a plan is named, which leaves nothing else to name."""
    parser.add_argument("exercise", nargs="*", default=())
    parser.add_argument("--plan")
    _prescription(parser, texts.ADVISED)


def _demo(parser: _Parser) -> None:
    """Add nothing: the demo takes only what every command takes."""


def _mirror(parser: _Parser) -> None:
    """Add nothing: a mirror takes only what every command takes."""


def _remote(parser: _Parser) -> None:
    parser.add_argument_group("the phone").add_argument(
        "--address",
        metavar="ADDRESS",
        help="this computer's own address in the phone's network; else it is found",
    )


def _exercises(parser: _Parser) -> None:
    actions = _subcommands(parser, "show EXERCISE", "one exercise")
    show = _add_command(actions, "exercises show", "EXERCISE [--json]")
    _exercise(show)
    _json(show)
    _common_options(show, "exercises")
    _json(parser)


def _plans(parser: _Parser) -> None:
    group = parser.add_argument_group("the plans")
    group.add_argument(
        "action",
        nargs="?",
        default="list",
        type=_one_of(parser, "action", PLAN_ACTIONS),
        metavar="ACTION",
        help=f"{', '.join(PLAN_ACTIONS)}; list without one",
    )
    group.add_argument(
        "plan_words",
        nargs="*",
        metavar="NAME|FILE",
        help="the plan to send; the file with the plan to add, pasted without one",
    )
    group.add_argument("-o", "--output", metavar="FILE", help="the file to write; without it, or as -, standard output")
    _json(parser)


def _programme(parser: _Parser) -> None:
    group = parser.add_argument_group("the programme")
    group.add_argument(
        "action",
        nargs="?",
        default="list",
        type=_one_of(parser, "action", PROGRAMME_ACTIONS),
        metavar="ACTION",
        help=f"{', '.join(PROGRAMME_ACTIONS)}; list without one",
    )
    group.add_argument("programme", nargs="*", metavar="PROGRAMME", help="its slug, as list shows it, or a part of it")
    _json(parser)


def _history(parser: _Parser) -> None:
    group = parser.add_argument_group("the history")
    # Not checked here: of a misspelt option with its value, the option is to be named.
    group.add_argument(
        "words",
        nargs="*",
        metavar="ACTION [N]",
        help=f"{', '.join(HISTORY_ACTIONS)}; list without one. show and delete take N, 1 is the newest session",
    )
    parser.add_argument("--limit", metavar="N", help="only the newest N sessions")
    _json(parser)


def _body(parser: _Parser) -> None:
    group = parser.add_argument_group("the body")
    group.add_argument(
        "action",
        nargs="?",
        default="list",
        type=_one_of(parser, "action", BODY_ACTIONS),
        metavar="ACTION",
        help=f"{', '.join(BODY_ACTIONS)}; list without one",
    )
    group.add_argument(
        "words",
        nargs="*",
        metavar="VALUE",
        help="a load; an exercise and its load; or a muscle group and 0 to 6",
    )


def _settings(parser: _Parser) -> None:
    group = parser.add_argument_group("the setting")
    group.add_argument(
        "setting", nargs="*", metavar="NAME [VALUE]", help="the setting to show, or to change to a value"
    )


def _sounds(parser: _Parser) -> None:
    group = parser.add_argument_group("the sounds")
    group.add_argument(
        "action",
        nargs="?",
        default="list",
        type=_one_of(parser, "action", SOUND_ACTIONS),
        metavar="ACTION",
        help=f"{', '.join(SOUND_ACTIONS)}; list without one",
    )
    group.add_argument("words", nargs="*", metavar="NAME", help="the folder to check; the one in use without it")


def _render(parser: _Parser) -> None:
    _exercise(parser)
    parser.add_argument("--test", action="store_true", help="a lowering of the test of the longest one, of 20 seconds")
    _prescription(parser, texts.DEFAULTS)
    _file(parser)


def _export(parser: _Parser) -> None:
    group = parser.add_argument_group("the export")
    group.add_argument(
        "--format",
        type=_one_of(parser, "format", FORMATS),
        metavar="FORMAT",
        required=True,
        help="json (all of it, to keep or to move), csv (for a spreadsheet), hevy, strong, or ical (for a calendar)",
    )
    parser.required["format"] = "--format"
    group.add_argument(
        "--rows",
        type=_one_of(parser, "rows", CSV_ROWS),
        metavar="ROWS",
        help="of csv: reps, body-weight, one-rm, soreness, programmes or sides; reps by default",
    )
    group.add_argument("--since", metavar="DATE", help="from this day on: 2026-01-31")
    group.add_argument("--until", metavar="DATE", help="up to and including this day")
    group.add_argument("--exercise", dest="only", metavar="EXERCISE", help="only this exercise, by name")
    group.add_argument(
        "--unit",
        type=_one_of(parser, "unit", UNITS),
        metavar="UNIT",
        help="kg or lb, for hevy, strong and ical; your setting by default",
    )
    group.add_argument(
        "--semicolons", action="store_true", help="csv with ; and decimal commas, as some spreadsheets expect it"
    )
    group.add_argument("-o", "--output", metavar="FILE", help="the file to write; without it, or as -, standard output")


def _report(parser: _Parser) -> None:
    group = parser.add_argument_group("the report")
    group.add_argument("--weeks", metavar="N", help="how many weeks back, 1 to 520; 8 by default")
    group.add_argument(
        "--image", metavar="WHICH", help="a picture of one training day instead: last, record, or a day as 2026-01-31"
    )
    group.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        required=True,
        help="report.md, or report.html with plots; a picture is .svg or .png; - is standard output",
    )
    parser.required["output"] = "-o FILE.md, or FILE.png with --image"


def _import(parser: _Parser) -> None:
    group = parser.add_argument_group("the import")
    group.add_argument("file", metavar="FILE", help=f"from {APPS_TEXT} or negcoach")
    parser.required["file"] = "FILE"
    group.add_argument(
        "--unit", type=_one_of(parser, "unit", UNITS), metavar="UNIT", help="kg or lb, where the file does not say it"
    )
    group.add_argument(
        "--dates",
        type=_one_of(parser, "order of dates", DAY_ORDERS),
        metavar="ORDER",
        help="day-first or month-first, where 03/04 could be both in all of the file",
    )
    group.add_argument(
        "--loads", metavar="COLUMN", help="the column with the loads, where none is known by its name; or none"
    )
    group.add_argument(
        "--map",
        action="append",
        metavar="NAME=EXERCISE",
        help="take this exercise of the file for one of yours; can be given several times",
    )
    group.add_argument(
        "--update", action="store_true", help="replace what is there with what the file says, where they differ"
    )
    group.add_argument("--preview", action="store_true", help="show what would be imported, and change nothing")
    group.add_argument("--yes", action="store_true", help="do not ask")


def _merge(parser: _Parser) -> None:
    parser.add_argument_group("the other history").add_argument(
        "file", metavar="FILE.db", help="the database, or a backup, of another machine"
    )
    parser.required["file"] = "FILE.db"


def _backup(parser: _Parser) -> None:
    parser.add_argument_group("the backup").add_argument(
        "file", metavar="FILE.db", nargs="?", help="where to; without it, among the others beside the database"
    )


def _restore(parser: _Parser) -> None:
    group = parser.add_argument_group("the backup")
    group.add_argument("file", metavar="FILE.db", help="the backup to put in place")
    parser.required["file"] = "FILE.db"
    group.add_argument("--yes", action="store_true", help="do not ask")


def _doctor(parser: _Parser) -> None:
    parser.add_argument("--sound", action="store_true", help="play the test sound: 3, 2, 1, lift")
    parser.add_argument("--repair", action="store_true", help="put wrong values in the database right")
    _json(parser)


_COMMANDS: dict[str, tuple[str, Callable[[_Parser], None]]] = {
    "coach": ("EXERCISE [options] | --plan NAME", _coach),
    "demo": ("[options]", _demo),
    "mirror": ("[options]", _mirror),
    "remote": ("[options]", _remote),
    "exercises": ("[--json] | show EXERCISE [--json]", _exercises),
    "plans": ("[--json] | send NAME [-o FILE] | add [FILE]", _plans),
    "programme": ("[ACTION] [PROGRAMME] [--json]", _programme),
    "history": ("[--json] [--limit N] | ACTION [N]", _history),
    "body": ("[ACTION] [VALUE ...]", _body),
    "settings": ("[NAME [VALUE]]", _settings),
    "sounds": ("[ACTION [NAME]]", _sounds),
    "render": ("EXERCISE [options] -o FILE.wav", _render),
    "export": ("--format FORMAT [options]", _export),
    "report": ("[--weeks N] -o FILE.md|FILE.html | --image WHICH -o FILE.svg|FILE.png", _report),
    "import": ("FILE [options]", _import),
    "merge": ("FILE.db", _merge),
    "backup": ("[FILE.db]", _backup),
    "restore": ("FILE.db [--yes]", _restore),
    "doctor": ("[--json] [--sound] [--repair]", _doctor),
}
"""The commands in the order of the help: the usage of each, and the function that adds its options."""


def _subcommands(parser: _Parser, metavar: str, title: str) -> Any:
    """Return argparse's action to which the parser's commands are added."""
    # With ``prog`` given, argparse does not load the help formatter.
    commands: Any = parser.add_subparsers(dest=_SUBCOMMANDS[metavar], metavar=metavar, title=title, prog=parser.prog)
    commands.choices = None  # so that an unknown word is stored all the same, to be named in the message
    return commands


def _add_command(commands: Any, name: str, usage: str) -> _Parser:
    about, description, examples = texts.COMMANDS[name]
    prog = f"negcoach {name}"
    parser: _Parser = commands.add_parser(
        name.rpartition(" ")[2],
        prog=prog,
        usage=f"{prog} {usage}",
        help=about,
        description=description,
        epilog=examples,
    )
    return parser


def _exercise(parser: _Parser) -> None:
    parser.add_argument_group("the exercise").add_argument("exercise", metavar="EXERCISE", nargs="+", help=_NAMED)
    parser.required["exercise"] = "EXERCISE"


def _prescription(parser: _Parser, left_out: str) -> None:
    group = parser.add_argument_group("the set", description=left_out)
    for name, metavar, about in texts.PRESCRIPTION:
        group.add_argument(name, metavar=metavar, help=about)


def _file(parser: _Parser) -> None:
    group = parser.add_argument_group("the file")
    group.add_argument("-o", "--output", metavar="FILE.wav", required=True, help="the file to write")
    parser.required["output"] = "-o FILE.wav"
    group.add_argument(
        "--pack",
        metavar="PACK",
        help='a pack, or a folder of your own sounds, as "negcoach sounds" lists them; your settings by default',
    )
    group.add_argument("--volume", metavar="PERCENT", help="how loud, 0 to 100; 100 by default")


def _json(parser: _Parser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON, for other programs")


def _common_options(parser: _Parser, command: str) -> None:
    group = parser.add_argument_group("with every command, before or after it")
    group.add_argument("--data-dir", metavar="DIR", help="where sessions are kept (or NEGCOACH_DATA_DIR)")
    # Every parser takes it, for the message that a command is of one lifter.
    partner = "the second lifter's, with the app and coach: l in the rest swaps"
    shown = partner if command in texts.FOR_TWO_LIFTERS else argparse.SUPPRESS
    group.add_argument("--partner-data-dir", metavar="DIR", help=shown)
    group.add_argument("--config", metavar="FILE", help="the settings; your own exercises.toml is beside it")
    group.add_argument(
        "--engine", type=_one_of(parser, "engine", ENGINES), metavar="ENGINE", help=f"the sound: {', '.join(ENGINES)}"
    )
    group.add_argument(
        "--theme",
        type=_one_of(parser, "theme", THEMES),
        metavar="THEME",
        help="the colours (or NEGCOACH_THEME): dark, light, high-contrast, terminal or another in the settings",
    )
    group.add_argument("--plain", action="store_true", help="lines of text in place of screens, as for a screen reader")
    group.add_argument("--version", action=_Version, nargs=0, help="show the version")
    group.add_argument("-h", "--help", action="help", help="show this help")


def _one_of(parser: _Parser, what: str, known: Sequence[str]) -> Callable[[str], str]:
    """Return an argparse type that accepts only ``known``; its error names the kind of value, ``what``."""

    def read(text: str) -> str:
        if text in known:
            return text
        from negcoach.commands.parser import messages

        raise NegcoachError(messages.unknown_value(text, what, known, parser.prog))

    return read


_NAMED = 'as "negcoach exercises" lists it, or part of its name'

_SUBCOMMANDS = {"COMMAND": "command", "show EXERCISE": "action"}
"""The attribute of ``Options`` for the name of a chosen command, by its placeholder in the help."""

_SWITCHES = {
    "--json",
    "--sound",
    "--repair",
    "--preview",
    "--yes",
    "--semicolons",
    "--update",
    "--test",
    "--plain",
    "--version",
    "--help",
}
"""The options without a value."""

_OPTIONS = {"-o", *(name for names in texts.OPTIONS_OF.values() for name in names)}
_HYPHENS_FOR_VALUE = r"(--[a-z-]+(?==)|-o)=?--"
