"""The options of the command line, as text, and how a command reads a value from one."""

from __future__ import annotations

from types import SimpleNamespace

from negcoach.errors import NegcoachError
from negcoach.texts import quoted, whole_number

TYPE_CHECKING = False  # see output
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    _Value = TypeVar("_Value")

ENGINES = ("auto", "miniaudio", "simpleaudio", "silent")
FORMATS = ("json", "csv", "hevy", "strong", "ical")
CSV_ROWS = ("reps", "body-weight", "one-rm", "soreness", "programmes", "sides")
UNITS = ("kg", "lb")
DAY_ORDERS = ("day-first", "month-first")
"""The values of ``--engine``, ``--format``, ``--rows``, ``--unit`` and ``--dates``."""

PLAN_ACTIONS = ("list", "send", "add")
"""What ``negcoach plans`` can do."""

HISTORY_ACTIONS = ("list", "show", "delete", "undo", "redo")
"""What ``negcoach history`` can do."""

SOUND_ACTIONS = ("list", "check", "names")
"""What ``negcoach sounds`` can do."""

BODY_ACTIONS = ("list", "weight", "1rm", "soreness")
"""What ``negcoach body`` can do."""

PROGRAMME_ACTIONS = ("list", "show", "start", "pause", "resume", "stop", "status")
"""What ``negcoach programme`` can do."""


class Options(SimpleNamespace):
    """The options that were given; every other one has the default given here.

    Those of the prescription besides the load (``negcoach.training.exercise.prescription.PARSERS``) are here only where
    they were given.
    """

    command: str = "app"
    action: str = "list"
    exercise: Sequence[str] = ()
    plan: str | None = None
    test: bool = False
    plain: bool = False
    programme: Sequence[str] = ()
    plan_words: Sequence[str] = ()
    setting: Sequence[str] = ()
    words: Sequence[str] = ()
    data_dir: str | None = None
    partner_data_dir: str | None = None
    config: str | None = None
    engine: str | None = None
    theme: str | None = None
    address: str | None = None
    json: bool = False
    limit: str | None = None
    load: str | None = None
    spotters: str | None = None
    output: str | None = None
    pack: str | None = None
    volume: str | None = None
    sound: bool = False
    repair: bool = False
    format: str | None = None
    rows: str | None = None
    since: str | None = None
    until: str | None = None
    only: str | None = None
    unit: str | None = None
    dates: str | None = None
    loads: str | None = None
    update: bool = False
    semicolons: bool = False
    weeks: str | None = None
    image: str | None = None
    file: str | None = None
    map: Sequence[str] = ()
    preview: bool = False
    yes: bool = False


def parse_option(option: str, text: str | None, parse: Callable[[str], _Value], default: _Value) -> _Value:
    """Return the value of an option, the default where it was not given. Raises ``NegcoachError`` that names it."""
    if text is None:
        return default
    try:
        return parse(text)
    except NegcoachError as error:
        message = str(error).removeprefix(f"{option.lstrip('-').capitalize()}: ")  # the name once is enough
        raise NegcoachError(f"{option}: {message}") from None


def integer(low: int, high: int) -> Callable[[str], int]:
    """Return a parser of integers from ``low`` to ``high``; it raises ``NegcoachError``."""

    def parse(text: str) -> int:
        number = whole_number(text, low, high)
        if number is None:
            raise NegcoachError(f"A whole number from {low} to {high}, not {quoted(text.strip())}.")
        return number

    return parse
