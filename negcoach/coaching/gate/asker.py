"""What asks the lifter what must be known before a set: screens do, and lines of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from negcoach.coaching.gate.alternative import AlternativeAnswer, AlternativeQuestion
from negcoach.coaching.gate.readiness import ReadinessAnswer, ReadinessQuestion
from negcoach.coaching.gate.spotters import SpottersQuestion
from negcoach.coaching.gate.type_again import TypeAgain
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.safety import HealthAnswers
from negcoach.training.plan.full_rep import FullRung
from negcoach.training.progress.pain import PainLevels
from negcoach.training.progress.soreness import Question
from negcoach.training.terms import Attempt, Side


@dataclass(frozen=True, slots=True)
class Experience:
    """The lifter's age in years, and the months of regular lifting."""

    age: int
    lifting_months: int


@dataclass(frozen=True, slots=True)
class NextMorning:
    """How much it hurts this morning, as far as the lifter says."""

    pain: PainLevels


@dataclass(frozen=True, slots=True)
class Tried:
    """How the full reps went, ``None`` where they were not tried today."""

    attempt: Attempt | None


class Asker(Protocol):
    """Asks the lifter; an answer is ``None`` when they went back, and then nothing starts."""

    async def ask_experience(self, known: HealthAnswers | None, today: date) -> Experience | None:
        """Ask about the lifter before overload, with what is ``known``."""

    async def ask_conditions(self) -> bool | None:
        """Ask whether none of the conditions applies that rule out overload; only a deliberate answer is ``True``."""

    async def ask_soreness(self, questions: Sequence[Question]) -> Mapping[Question, int | None] | None:
        """Ask how sore muscles are that were trained recently: each is to be rated."""

    async def ask_next_morning(self, exercise: Exercise, sides: Sequence[Side]) -> NextMorning | None:
        """Ask how much a tendon hurts on the morning after: each of the sides that were trained, if there are sides."""

    async def ask_readiness(self, question: ReadinessQuestion) -> ReadinessAnswer | None:
        """Ask what is done about what stands against a set."""

    async def ask_alternative(self, question: AlternativeQuestion) -> AlternativeAnswer | None:
        """Ask whether another exercise takes the place of one that may not be done, or not yet."""

    async def ask_over_cap(self, again: TypeAgain) -> bool | None:
        """Ask for a load over the cap to be typed again in full."""

    async def ask_doubted_load(self, again: TypeAgain) -> bool | None:
        """Ask for a load that may be a slip to be typed again in full."""

    async def ask_spotters(self, question: SpottersQuestion) -> int | None:
        """Ask how many spotters are there, and whether what else is needed is set."""

    async def ask_full_rep(self, exercise: Exercise, rung: FullRung) -> Tried | None:
        """Ask how the full reps went."""

    def tell(self, text: str, title: str = "") -> None:
        """Say something that needs no answer."""
