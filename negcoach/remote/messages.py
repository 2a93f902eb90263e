"""What a phone, the server that it talks to, and the app tell each other.

Each message is a value here, and JSON on its way: the name of its kind, and its fields. What does not fit its types is
refused, and no more of it is read than ``LONGEST``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from negcoach.broadcast.codec import MessageKinds, UnreadableError

LONGEST = 512
"""The longest message that is read from a phone (bytes): the longest that its page sends takes a third of that."""

_LONGEST_MS = 1e12
"""No phone's clock is further on (ms): thirty years after it was turned on."""

Name = Literal["next", "end", "pain"]
"""What can be pressed on a phone: the next thing, the end of the set, it hurts."""


@dataclass(frozen=True, slots=True)
class Code:
    """From a phone: the code that was typed there."""

    code: str


@dataclass(frozen=True, slots=True)
class Token:
    """From a phone, and to it when it is paired: what it is known by."""

    token: str


@dataclass(frozen=True, slots=True)
class Refused:
    """To a phone: it is not paired. ``wait_s`` is for how many seconds no code is looked at."""

    why: Literal["code", "wait", "token", "other"]
    wait_s: int = 0


@dataclass(frozen=True, slots=True)
class Ping:
    """To a phone: what time is it?"""

    number: int


@dataclass(frozen=True, slots=True)
class Pong:
    """From a phone: its clock (ms) when it was asked."""

    number: int
    at_ms: float

    def __post_init__(self) -> None:
        """Raise ``UnreadableError`` for a time that no clock says."""
        _require_time(self.at_ms)


@dataclass(frozen=True, slots=True)
class Press:
    """From a phone: something was pressed at ``at_ms`` of its clock, while it showed the face of that number."""

    number: int
    name: Name
    at_ms: float
    face: int

    def __post_init__(self) -> None:
        """Raise ``UnreadableError`` for a time that no clock says."""
        _require_time(self.at_ms)


@dataclass(frozen=True, slots=True)
class Answer:
    """To a phone, from the app: whether a press was taken; else it came too late, or nothing was to be pressed."""

    number: int
    taken: bool


@dataclass(frozen=True, slots=True)
class Face:
    """What a phone shows, from the app: what a press means now (``act``, "" for nothing), and what it is about.

    ``number`` changes with what a press means. ``word`` and ``count`` are as large as there is room; ``ends`` is
    whether a set can be ended now, ``hurts`` whether it can be said that it hurts. The colours are ``0xRRGGBB``.
    """

    number: int
    act: str
    word: str
    count: str
    lines: tuple[str, ...]
    ends: bool
    hurts: bool
    ground: int
    ink: int
    accent: int


@dataclass(frozen=True, slots=True)
class Pressed:
    """From the server to the app: a press, and when on the monotonic clock (ns) of this machine it was made."""

    number: int
    name: Name
    at_ns: int
    face: int


@dataclass(frozen=True, slots=True)
class Serving:
    """From the server to the app: where the page is, the code that is good now, and how the phone is.

    ``paired`` is whether a phone was paired, ``connected`` whether it can be reached now, ``trip_ms`` its round trip.
    """

    address: str
    port: int
    code: str
    paired: bool = False
    connected: bool = False
    trip_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """From the server to the app: why there is no page."""

    why: str


@dataclass(frozen=True, slots=True)
class Alive:
    """From the server to the app, again and again: it runs. The app hears of it where it had not answered before."""


@dataclass(frozen=True, slots=True)
class Silent:
    """To the app: the server has said nothing for so long that it hangs, or is stopped."""


@dataclass(frozen=True, slots=True)
class NewCode:
    """From the app to the server: make another code, and know no phone any more."""


Message = (
    Code | Token | Refused | Ping | Pong | Press | Answer | Face | Pressed | Serving | Failed | Alive | Silent | NewCode
)

FROM_PHONE = (Code, Token, Pong, Press)
"""What a phone may send."""

_ALL = (*FROM_PHONE, Refused, Ping, Answer, Face, Pressed, Serving, Failed, Alive, NewCode)
_KINDS: MessageKinds[Message] = MessageKinds({kind.__name__.lower(): kind for kind in _ALL})


def text_of(message: Message) -> str:
    """Return a message as text, in one line."""
    return _KINDS.text_of(message)


def read(text: str | bytes) -> Message:
    """Return the message of a text. Raises ``UnreadableError`` for anything that is none."""
    return _KINDS.read(text)


def _require_time(at_ms: float) -> None:
    """Raise ``UnreadableError`` for what no clock says."""
    if not 0 <= at_ms <= _LONGEST_MS:
        raise UnreadableError("No clock says this.")
