"""What can be written on the command line, as text that the commands read."""

from __future__ import annotations

from types import SimpleNamespace

TYPE_CHECKING = False  # see output
if TYPE_CHECKING:
    from collections.abc import Sequence

ENGINES = ("auto", "miniaudio", "simpleaudio", "silent")
PACKS = ("voice", "tones")
FORMATS = ("json", "csv", "hevy", "strong")
UNITS = ("kg", "lb")
DAY_ORDERS = ("day-first", "month-first")
"""What ``--engine``, ``--pack``, ``--format``, ``--unit`` and ``--dates`` can be."""


class Options(SimpleNamespace):
    """What was written on the command line; what was not has the default given here."""

    command: str = "app"
    action: str = "list"
    exercise: Sequence[str] = ()
    data_dir: str | None = None
    config: str | None = None
    engine: str | None = None
    json: bool = False
    limit: str | None = None
    load: str | None = None
    sets: str | None = None
    reps: str | None = None
    tempo: str | None = None
    rest: str | None = None
    lead_in: str | None = None
    lift: str | None = None
    spotters: str | None = None
    output: str | None = None
    pack: str | None = None
    volume: str | None = None
    sound: bool = False
    format: str | None = None
    since: str | None = None
    until: str | None = None
    only: str | None = None
    unit: str | None = None
    dates: str | None = None
    weeks: str | None = None
    file: str | None = None
    map: Sequence[str] = ()
    preview: bool = False
    yes: bool = False
