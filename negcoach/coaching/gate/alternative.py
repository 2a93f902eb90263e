"""The question whether another exercise takes the place of one that may not be done, or not yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from negcoach.coaching.words.set_words import amount, load_in_words, percent_in_words
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.units import Unit


class AlternativeAnswer(Enum):
    """How the lifter goes on."""

    ALTERNATIVE = "alternative"
    ANSWERS = "answers"
    AS_CHOSEN = "as chosen"


@dataclass(frozen=True, slots=True)
class AlternativeQuestion:
    """The offer of another exercise: ``title`` and ``why``, and what is offered (``None``: nothing is known).

    ``one_rm_kg`` is the 1RM that its load is a percentage of. ``can_insist`` is whether the exercise may be done as it
    was chosen, too, ``asks_health`` whether the health answers can be changed. Any answer but that leads to the
    alternative, or to the health answers.
    """

    title: str
    why: str
    prescription: Prescription | None
    unit: Unit
    one_rm_kg: float | None = None
    can_insist: bool = False
    asks_health: bool = True

    @property
    def amount_text(self) -> str:
        """How much is offered: ``3 sets of 5 · 40 kg · 60 % of 1RM``; "" where nothing is."""
        found = self.prescription
        if found is None:
            return ""
        load = load_in_words(found, self.unit) if found.load_kg or found.exercise.bodyweight else ""
        percent = percent_in_words(found, self.one_rm_kg) if load else ""
        return " · ".join(filter(None, (amount(found), load, percent)))
