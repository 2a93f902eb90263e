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
        """Return it in words: ``published``, or ``partly published, partly negcoach's own choice``."""
        words = [_WORDS[one] for one in self]
        return words[0] if len(words) == 1 else ", ".join(f"partly {word}" for word in words)


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
        """Return the name with the origin, as a screen shows both."""
        return f"{self.name}: {self.origin}"

    @property
    def marked(self) -> str:
        """Its name with its mark, ``ramp-in (partly published, partly negcoach's own choice)``."""
        return f"{self.name} ({self.mark})"

    @property
    def origin(self) -> str:
        """Its mark with its source, ``published (Petersen 2011)``.

        A source of which nothing was read says itself what is textbook and what negcoach's own choice.
        """
        if not self.source:
            return str(self.mark)
        return f"{self.mark} ({self.source})" if self.mark & (Mark.READ | Mark.YOURS) else self.source
