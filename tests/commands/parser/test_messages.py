"""The messages for bad use of the command line, word for word: argparse differs from Python to Python, they do not."""

from __future__ import annotations

import shlex

import pytest

from negcoach.commands.parser.parser import parse
from negcoach.errors import NegcoachError

_COMMANDS = (
    "coach, demo, mirror, remote, exercises, plans, programme, history, body, settings, sounds, render, export, "
    "report, import, merge, backup, restore, doctor"
)
_ENGINES = "auto, miniaudio, simpleaudio, silent"
_LONG = "y" * 60
_CUT = "y" * 39 + "…"


@pytest.mark.parametrize(
    ("line", "message", "command"),
    [
        ("coach dip --sets", "--sets needs a value, such as --sets 3.", "coach"),
        ("coach dip --sets --json", "--sets needs a value, such as --sets 3.", "coach"),
        ("coach dip --sets --", "--sets needs a value, such as --sets 3.", "coach"),
        ("coach dip --sets=--", "--sets needs a value, such as --sets 3.", ""),
        ("coach dip --tempo -x", "--tempo needs a value, such as --tempo 5-1-A-1.", "coach"),
        ("coach --plan", '--plan needs a value, such as --plan "Push day".', "coach"),
        ("coach --data-dir", "--data-dir needs a value.", "coach"),
        ("history --limit", "--limit needs a value, such as --limit 5.", "history"),
        ("history --limit --limit", "--limit needs a value, such as --limit 5.", "history"),
        ("history --limit 5 --limit", "--limit needs a value, such as --limit 5.", "history"),
        ("--data-dir", "--data-dir needs a value.", ""),
        ("--config", "--config needs a value.", ""),
        ("--engine", "--engine needs a value, such as --engine silent.", ""),
        ("--engine --", "--engine needs a value, such as --engine silent.", ""),
        ("--engine=--", "--engine needs a value, such as --engine silent.", ""),
        ("--data-dir=a history --data-dir=b --limit", "--limit needs a value, such as --limit 5.", "history"),
        ("exercises show dip --engine", "--engine needs a value, such as --engine silent.", "exercises show"),
        ("render dip -o", "--output needs a value, such as --output set.wav.", "render"),
        ("render dip -o--", "-o needs a value, such as -o set.wav.", ""),
        ("render dip -o=--", "-o needs a value, such as -o set.wav.", ""),
        ("render dip --output", "--output needs a value, such as --output set.wav.", "render"),
        ("render dip --output=--", "--output needs a value, such as --output set.wav.", ""),
        ("render dip -o x.wav --pack", "--pack needs a value, such as --pack tones.", "render"),
        ("render dip -o x.wav --volume", "--volume needs a value, such as --volume 60.", "render"),
        ("export --format", "--format needs a value, such as --format json.", "export"),
        ("export --format json --since", "--since needs a value, such as --since 2026-01-31.", "export"),
        ("export --format json -o", "--output needs a value, such as --output everything.json.", "export"),
        ("report -o r.md --weeks", "--weeks needs a value, such as --weeks 8.", "report"),
        ("report -o", "--output needs a value, such as --output report.html.", "report"),
        ("import f.csv --map", '--map needs a value, such as --map "Smith Bench=bench-press".', "import"),
        ("import f.csv --dates", "--dates needs a value, such as --dates day-first.", "import"),
    ],
)
def test_a_missing_value_is_told(line: str, message: str, command: str) -> None:
    assert _refusal(line) == f"{message} See: {f'negcoach {command}'.rstrip()} --help"


@pytest.mark.parametrize(
    ("line", "message", "command"),
    [
        ("exercises show", "exercises show needs EXERCISE.", "exercises show"),
        ("coach", "coach needs EXERCISE, or --plan NAME.", "coach"),
        ("coach --sets 2", "coach needs EXERCISE, or --plan NAME.", "coach"),
        ("exercises show --sets", "exercises show needs EXERCISE.", "exercises show"),
        ("render", "render needs EXERCISE and -o FILE.wav.", "render"),
        ("render dip", "render needs -o FILE.wav.", "render"),
        ("render -o x.wav", "render needs EXERCISE.", "render"),
        ("export", "export needs --format.", "export"),
        ("export json", "export needs --format.", "export"),
        ("report", "report needs -o FILE.md, or FILE.png with --image.", "report"),
        ("report --weeks 8", "report needs -o FILE.md, or FILE.png with --image.", "report"),
        ("import", "import needs FILE.", "import"),
        ("import --yes", "import needs FILE.", "import"),
        ("merge", "merge needs FILE.db.", "merge"),
        ("restore", "restore needs FILE.db.", "restore"),
        ("restore --yes", "restore needs FILE.db.", "restore"),
    ],
)
def test_a_missing_argument_is_told(line: str, message: str, command: str) -> None:
    assert _refusal(line) == f"{message} See: {f'negcoach {command}'.rstrip()} --help"


@pytest.mark.parametrize(
    ("line", "message", "command"),
    [
        ("history --json=yes", "--json takes no value.", "history"),
        ("history --json=", "--json takes no value.", "history"),
        ("history --version=1", "--version takes no value.", "history"),
        ("import f.csv --yes=y", "--yes takes no value.", "import"),
        ("doctor --sound=on", "--sound takes no value.", "doctor"),
        ("doctor --repair=yes", "--repair takes no value.", "doctor"),
    ],
)
def test_a_value_where_none_is_taken_is_told(line: str, message: str, command: str) -> None:
    assert _refusal(line) == f"{message} See: {f'negcoach {command}'.rstrip()} --help"


@pytest.mark.parametrize(
    ("line", "message", "command"),
    [
        ("coahc", 'No command "coahc". Did you mean coach?', ""),
        ("exercise", 'No command "exercise". Did you mean exercises?', ""),
        ("show", f'No command "show". There are: {_COMMANDS}.', ""),
        ("-5", f'No command "-5". There are: {_COMMANDS}.', ""),
        ("''", f'No command "". There are: {_COMMANDS}.', ""),
        ("'x y'", f'No command "x y". There are: {_COMMANDS}.', ""),
        ('"it\'s"', f'No command "it\'s". There are: {_COMMANDS}.', ""),
        ("--engine silent coahc", 'No command "coahc". Did you mean coach?', ""),
        ("coahc --bogus", 'No command "coahc". Did you mean coach?', ""),
        ("coahc --help", 'No command "coahc". Did you mean coach?', ""),
        ("--limit 5 history", f'No command "5". There are: {_COMMANDS}.', ""),
        ('"a\' (b"', f'No command "a\' (b". There are: {_COMMANDS}.', ""),
        ("'x\ny'", f'No command "x\\ny". There are: {_COMMANDS}.', ""),
        ("'\x1b[2Jcoach'", f'No command "\\x1b[2Jcoach". There are: {_COMMANDS}.', ""),
    ],
)
def test_an_unknown_command_is_told(line: str, message: str, command: str) -> None:
    assert _refusal(line) == f"{message} See: {f'negcoach {command}'.rstrip()} --help"


@pytest.mark.parametrize(
    ("line", "message", "command"),
    [
        ("--engine silnet", 'No engine "silnet". Did you mean silent?', ""),
        ("--engine loud", f'No engine "loud". There are: {_ENGINES}.', ""),
        ("--engine=", f'No engine "". There are: {_ENGINES}.', ""),
        ("history --engine silnet", 'No engine "silnet". Did you mean silent?', "history"),
        ("exercises show dip --engine loud", f'No engine "loud". There are: {_ENGINES}.', "exercises show"),
        ('render dip -o x.wav --engine "it\'s"', f'No engine "it\'s". There are: {_ENGINES}.', "render"),
        ("export --format xml", 'No format "xml". There are: json, csv, hevy, strong, ical.', "export"),
        ("export --format=--json", 'No format "--json". Did you mean json?', "export"),
        ("export --format json --unit stone", 'No unit "stone". There are: kg, lb.', "export"),
        ("import f.csv --dates us", 'No order of dates "us". There are: day-first, month-first.', "import"),
        ("import f.csv --unit stone", 'No unit "stone". There are: kg, lb.', "import"),
        ("history --engine 'x\ny'", f'No engine "x\\ny". There are: {_ENGINES}.', "history"),
    ],
)
def test_a_value_that_is_none_of_the_choices_is_told(line: str, message: str, command: str) -> None:
    assert _refusal(line) == f"{message} See: {f'negcoach {command}'.rstrip()} --help"


@pytest.mark.parametrize(
    ("line", "message", "command"),
    [
        ("exercises show x --bogus", "exercises has no option --bogus.", "exercises"),
        ("coach dip --set", "coach has no option --set. Did you mean --sets?", "coach"),
        ("coach dip --se 5", "coach has no option --se. Did you mean --sets?", "coach"),
        ("coach dip --setss v", "coach has no option --setss. Did you mean --sets?", "coach"),
        ("coach dip -sets", "coach has no option -sets. Did you mean --sets?", "coach"),
        ("coach dip --SETS", "coach has no option --SETS. Did you mean --sets?", "coach"),
        ("coach dip --bogus=1", "coach has no option --bogus.", "coach"),
        ("coach dip -x", "coach has no option -x.", "coach"),
        ("coach dip ---", "coach has no option ---.", "coach"),
        ("coach dip --json=yes", "coach has no option --json. Did you mean --version?", "coach"),
        ("coach dip --output x", "coach has no option --output.", "coach"),
        ("history --lmit 5", "history has no option --lmit. Did you mean --limit?", "history"),
        ("history --limi=5", "history has no option --limi. Did you mean --limit?", "history"),
        ("history -o x", "history has no option -o.", "history"),
        ("history --sets 2", "history has no option --sets.", "history"),
        ("doctor -", "doctor has no option -.", "doctor"),
        ("--json exercises", "exercises has no option --json. Did you mean --json?", "exercises"),
        ("import f.csv -x", "import has no option -x.", "import"),
        ("backup --yes", "backup has no option --yes.", "backup"),
        ("doctor --sond", "doctor has no option --sond. Did you mean --sound?", "doctor"),
        ("doctor -x", "doctor has no option -x.", "doctor"),
        (f"history --{_LONG}", f"history has no option --{_CUT[2:]}.", "history"),
    ],
)
def test_an_unknown_option_is_told(line: str, message: str, command: str) -> None:
    assert _refusal(line) == f"{message} See: {f'negcoach {command}'.rstrip()} --help"


@pytest.mark.parametrize(
    ("line", "message", "command"),
    [
        ("coach leg --sets 2 press", '"press" is one word too many.', "coach"),
        ("coach leg press --sets 2 extra", '"extra" is one word too many.', "coach"),
        ("doctor now", '"now" is one word too many.', "doctor"),
        ("doctor coach", '"coach" is one word too many.', "doctor"),
        ("doctor 5", '"5" is one word too many.', "doctor"),
        ("report 8 -o x.md", '"8" is one word too many.', "report"),
        ("import f.csv extra", '"extra" is one word too many.', "import"),
        ("merge a b", '"b" is one word too many.', "merge"),
        ("backup a b", '"b" is one word too many.', "backup"),
        ("doctor doctor", '"doctor" is one word too many.', "doctor"),
        (f"doctor {_LONG}", f'"{_CUT}" is one word too many.', "doctor"),
    ],
)
def test_a_word_too_many_is_told(line: str, message: str, command: str) -> None:
    assert _refusal(line) == f"{message} See: {f'negcoach {command}'.rstrip()} --help"


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("exercises bench-press", "bench-press"),
        ("exercises --json hist", "hist"),
        ("exercises ''", ""),
        (f"exercises {_LONG}", _CUT),
    ],
)
def test_a_word_that_exercises_does_not_know_is_told_how_one_is_shown(line: str, word: str) -> None:
    assert _refusal(line) == f'exercises does not know "{word}". To show one: negcoach exercises show EXERCISE'


def _refusal(line: str) -> str:
    """Return the one line that refuses a command line."""
    with pytest.raises(NegcoachError) as error:
        parse(shlex.split(line))
    return str(error.value)
