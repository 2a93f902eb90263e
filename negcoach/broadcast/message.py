"""What the program sends to its mirrors: a set as a score, what comes between two sets, and where it is now.

A set is sent as what it is computed from. So a mirror works out every moment of it by itself, at its own terminal's
size, and needs a new message only when a key is pressed; the position that is heard comes several times a second.
Each message is a line of JSON: the name of its kind, and its fields.
"""

from __future__ import annotations

from dataclasses import dataclass

import negcoach
from negcoach.broadcast.codec import MessageKinds
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import Rep
from negcoach.widgets.coach.set_card import SetCard
from negcoach.widgets.coach.sleeve_state import SleeveState, WeightState
from negcoach.widgets.drawing.shapes import Shape

LONGEST_LINE = 1 << 20
"""No message is longer (bytes): a set of a hundred reps, each with all its keys, takes a thirtieth of that."""


@dataclass(frozen=True, slots=True)
class Hello:
    """The first message: the version of the program. One of another version is not understood."""

    version: str = negcoach.__version__


@dataclass(frozen=True, slots=True)
class SetShown:
    """A set, from its wait for the first key (not ``started``) to its last word."""

    run: SetRun
    card: SetCard
    started: bool


@dataclass(frozen=True, slots=True)
class RestShown:
    """A rest, or the end of an exercise: ``counts_down`` is whether there is a time until a next set.

    Where it does not, the ``word`` stands in the place of the clock. ``bar`` is the bar for the next set, ``None``
    where its plates are not known, and ``weight`` the stack or the dumbbell; ``lines`` say what comes next.
    """

    header: str
    counts_down: bool
    word: str
    shape: Shape
    verdict: str
    tempo: str
    reps: tuple[Rep, ...]
    rules: StopRules
    bar: SleeveState | None
    lines: tuple[str, ...]
    weight: WeightState | None = None


@dataclass(frozen=True, slots=True)
class WordsShown:
    """Anything else, in words: the first of ``lines`` is the most important. ``word`` is drawn large, "" for none."""

    word: str
    lines: tuple[str, ...]


Shown = SetShown | RestShown | WordsShown
"""What the program shows."""


@dataclass(frozen=True, slots=True)
class Now:
    """Where the program is at ``at_ns`` (monotonic), and the texts that change while a set goes on.

    ``position_ms`` is the position of a set that is heard, ``left_ms`` what is left of a rest (below 0 once it is
    over); each is ``None`` where there is none. ``covered`` says what lies over what is shown, "" for nothing.
    """

    at_ns: int
    position_ms: int | None = None
    left_ms: int | None = None
    sound: str = ""
    clock: str = ""
    notice: str = ""
    covered: str = ""


Message = Hello | SetShown | RestShown | WordsShown | Now

_KINDS: MessageKinds[Message] = MessageKinds(
    {"hello": Hello, "set": SetShown, "rest": RestShown, "words": WordsShown, "now": Now}
)


def line_of(message: Message) -> bytes:
    """Return a message as a line."""
    return _KINDS.text_of(message).encode() + b"\n"


def read_line(line: bytes) -> Message:
    """Return the message of a line. Raises ``UnreadableError`` for anything that is none."""
    return _KINDS.read(line)
