"""The question of what stands against a set today: warnings to read, or what only a typed word overrules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from negcoach.coaching.words.set_words import amount, load_in_words
from negcoach.training.advice.finding import Finding, Level
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.units import Unit

WORD = "anyway"
"""The word that overrules: no key that is held down and no clicker types it."""

MARKS = {Level.WARNING: "!", Level.TYPED: "✕", Level.REFUSED: "✕"}
"""The mark of a finding by what it asks: Enter, or more than that. A colour alone is not seen by everybody."""

CAUTIONS = {Level.TYPED: "Caution, needs a typed word", Level.REFUSED: "Not allowed"}
"""The same said in words, where it asks for more than Enter; else it is a ``CAUTION``."""
CAUTION = "Caution"


class ReadinessAnswer(Enum):
    """What the lifter does about it."""

    AS_CHOSEN = "as chosen"
    ADVISED = "advised"


@dataclass(frozen=True, slots=True)
class ReadinessQuestion:
    """The findings about the chosen set, each with what it asks.

    ``advised`` is the set that may start instead where the chosen one needs the word or is refused (``None``: there is
    none).
    """

    found: Sequence[tuple[Finding, Level]]
    chosen: Prescription
    advised: Prescription | None
    unit: Unit

    @property
    def demands(self) -> tuple[tuple[Finding, Level], ...]:
        """The findings, those that ask the most first."""
        return tuple(sorted(self.found, key=lambda demand: -demand[1]))

    @property
    def level(self) -> Level:
        """What is asked at most."""
        return max(level for _, level in self.found)

    @property
    def starts_advised(self) -> bool:
        """Whether the chosen set is refused, and the advised one can be done: then going on starts that."""
        return self.level is Level.REFUSED and self.advised is not None

    @property
    def passes(self) -> bool:
        """Whether going on needs no word: past warnings, or with the advised set where the chosen one is refused."""
        return self.level < Level.TYPED or self.starts_advised

    @property
    def when_passed(self) -> ReadinessAnswer:
        """What going on without a word means."""
        return ReadinessAnswer.ADVISED if self.starts_advised else ReadinessAnswer.AS_CHOSEN

    def answer_to(self, typed: str) -> ReadinessAnswer | None:
        """Return what was answered by the word that was typed, or by none; ``None``: it is neither."""
        word = typed.strip().casefold()
        if word == WORD:
            return ReadinessAnswer.AS_CHOSEN
        return ReadinessAnswer.ADVISED if not word and self.advised is not None else None

    @property
    def title(self) -> str:
        """The exercise, and how far it can be done today."""
        name = self.chosen.exercise.name
        if self.level is Level.REFUSED:
            return f"{name}: {'not offered now' if self.advised is None else 'not like this now'}"
        if self.level is Level.TYPED:
            return f"{name}: not today" if self.advised is None else f"{name}: not so much today"
        return f"{name}: before you start"

    @property
    def advised_text(self) -> str:
        """The set that may start instead, "" where there is none, or nothing asks for it."""
        advised = self.advised
        if advised is None or self.level < Level.TYPED:
            return ""
        name = "" if advised.exercise == self.chosen.exercise else f"{advised.exercise.name}: "
        return f"{name}{amount(advised)} · {load_in_words(advised, self.unit)}"

    @property
    def chosen_text(self) -> str:
        """The chosen set."""
        return f"{amount(self.chosen)} · {load_in_words(self.chosen, self.unit)}"
