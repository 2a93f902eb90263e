"""A rule that advice names, and its mark: whose its numbers are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag


class Mark(Flag):
    """Whose the numbers of a rule are; a rule can have several."""

    READ = 1
    """Read in a source, which the rule names."""

    TEXTBOOK = 2
    """Textbook knowledge."""

    OWN = 4
    """This program's own choice: a sensible default."""

    YOURS = 8
    """The lifter's: their equipment, or what they wrote."""

    def __str__(self) -> str:
        """Return it in a few words: ``published``, or ``partly published``, where the rest is negcoach's own choice."""
        words = [_WORDS[one] for one in self]
        if len(words) == 1:
            return words[0]
        return ", ".join(f"partly {word}" for word in words if word != _WORDS[Mark.OWN])


_WORDS = {
    Mark.READ: "published",
    Mark.TEXTBOOK: "textbook",
    Mark.OWN: "negcoach's own choice",
    Mark.YOURS: "yours",
}

MARK_NAMES = {"read": Mark.READ, "textbook": Mark.TEXTBOOK, "own": Mark.OWN, "yours": Mark.YOURS}
"""The marks as a file has them."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that advice names: ``name`` as it is shown, and where it is from.

    ``mark`` says whose its numbers are, and ``source`` which of them are from where; it can be left out where the mark
    says all. Raises ``ValueError`` for a rule without a mark, and for one that was read nowhere.
    """

    name: str
    mark: Mark
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse a rule that does not say whose it is."""
        if not self.mark or (Mark.READ in self.mark and not self.source):
            raise ValueError(f"The rule {self.name!r} does not say whose its numbers are.")

    def __str__(self) -> str:
        """Return its name with its origin, whole, for whoever asks: ``load cap (Kelly 2015; the caps are ...)``."""
        return f"{self.name} ({self.origin})"

    @property
    def marked(self) -> str:
        """Its name with its mark, short, to be read in passing: ``ramp-in (partly published)``."""
        return f"{self.name} ({self.mark})"

    @property
    def origin(self) -> str:
        """Its source, which says what was read where, after its mark where it does not say it; else its mark alone."""
        if not self.source:
            return str(self.mark)
        is_said = all(one is Mark.READ or _WORDS[one].removesuffix("s") in self.source for one in self.mark)
        return self.source if is_said else f"{self.mark}: {self.source}"
