"""Tempo notation: eccentric - stretched pause - concentric - contracted pause, in whole seconds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from negcoach.errors import NegcoachError
from negcoach.texts import shortened

LONGEST_PHASE_S = 60
"""No phase of a rep is longer than a minute: a larger number is a slip of the finger."""

_EXAMPLE = "like 5-1-A-1"
"""Short, as all that is said of a tempo: beside the field of a form it has two rows of some thirty columns."""


class Lift(Enum):
    """A concentric that is not counted in seconds."""

    EXPLOSIVE = "X"  # as fast as possible
    ASSISTED = "A"  # the spotter, the jump, the knees, the other limb does it


@dataclass(frozen=True, slots=True)
class Tempo:
    """The prescription of a rep's four phases.

    Seconds each, in the fixed order of the notation whichever phase comes first in the exercise (source: NASM
    examples, push-up 4-2-1-1, curl 3-0-1-2). ``concentric`` is seconds, ``X`` explosive, or ``A`` assisted
    (this project's own code). Raises ``NegcoachError`` when a phase is out of range.
    """

    eccentric: int
    stretched: int
    concentric: int | Lift
    contracted: int

    def __post_init__(self) -> None:
        """Refuse what cannot be coached: a rep is counted when its lowering ends, so it needs a lowering."""
        seconds = [self.eccentric, self.stretched, self.contracted]
        if isinstance(self.concentric, int):
            seconds.append(self.concentric)
        if min(seconds) < 0:
            raise NegcoachError(f"A tempo has no negative seconds: write it {_EXAMPLE}.")
        if max(seconds) > LONGEST_PHASE_S:
            raise NegcoachError(f"A phase lasts at most {LONGEST_PHASE_S} s, not {max(seconds)}: write it {_EXAMPLE}.")
        if self.eccentric == 0:
            raise NegcoachError(f"The lowering lasts at least 1 s: write it {_EXAMPLE}.")

    @classmethod
    @lru_cache(maxsize=256)  # years of sets have few tempos
    def parse(cls, text: str) -> Tempo:
        """Read ``5-0-X-0``, ``50X0``, ``5/0/X/0`` or three fields (``2/0/2``: contracted pause 0).

        Raises ``NegcoachError`` with a right example.
        """
        fields = _fields(text)
        if len(fields) not in (3, 4):
            raise NegcoachError(f"A tempo has three or four numbers, {_EXAMPLE}, not {len(fields)}.")
        return cls(
            eccentric=_seconds(fields[0], "lowering"),
            stretched=_seconds(fields[1], "stretched pause"),
            concentric=_concentric(fields[2]),
            contracted=_seconds(fields[3], "contracted pause") if len(fields) == 4 else 0,
        )

    @property
    def counts_lift(self) -> bool:
        """Whether the lift is counted in seconds."""
        return not isinstance(self.concentric, Lift) and self.concentric > 0

    def __str__(self) -> str:
        """Return the canonical form, ``5-1-A-1``; ``Tempo.parse`` reads it back."""
        concentric = self.concentric.value if isinstance(self.concentric, Lift) else self.concentric
        return f"{self.eccentric}-{self.stretched}-{concentric}-{self.contracted}"


def _fields(text: str) -> list[str]:
    """Split at one kind of separator (``-``, ``/``, ``:`` or white space), or into single characters."""
    text = text.strip()
    if not text:
        raise NegcoachError(f"The tempo is empty: write it {_EXAMPLE}.")
    if len(text) > 40:
        raise NegcoachError(f"That is too long for a tempo: write it {_EXAMPLE}.")
    text = re.sub(r"\s*([-/:])\s*", r"\1", text)
    if re.search(r"(^|[-/:])-", text):
        raise NegcoachError(f"A tempo has no negative seconds: write it {_EXAMPLE}.")
    if re.search(r"[-/:\s]", text):
        return re.split(r"[-/:]|\s+", text)
    if len(text) > 4:
        raise NegcoachError(f"From 10 s on, write it like 10-0-A-1, not {shortened(text, 8)!r}.")
    return list(text)


def _seconds(field: str, phase: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", field):
        if field.upper() in ("X", "A"):
            raise NegcoachError(f"{field.upper()} stands for the lift, the third place, {_EXAMPLE}.")
        raise NegcoachError(f"The {phase} is whole seconds, {_EXAMPLE}, not {shortened(field, 4)!r}.")
    return int(field)


def _concentric(field: str) -> int | Lift:
    if field.upper() in ("X", "A"):
        return Lift(field.upper())
    if not re.fullmatch(r"[0-9]{1,9}", field):
        raise NegcoachError(f"The lift is seconds, X or A, not {shortened(field, 4)!r}: write it {_EXAMPLE}.")
    return int(field)
