"""The questions before a set, asked with screens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from textual.app import App

from negcoach.coaching.gate.alternative import AlternativeAnswer, AlternativeQuestion
from negcoach.coaching.gate.asker import Asker, Experience, NextMorning, Tried
from negcoach.coaching.gate.readiness import ReadinessAnswer, ReadinessQuestion
from negcoach.coaching.gate.spotters import SpottersQuestion
from negcoach.coaching.gate.type_again import TypeAgain
from negcoach.screens.choosing.gate.alternative_screen import AlternativeScreen
from negcoach.screens.choosing.gate.cap_screen import CapScreen, DoubtedLoadScreen
from negcoach.screens.choosing.gate.full_rep_screen import FullRepScreen
from negcoach.screens.choosing.gate.health_screen import HealthScreen, experience_screen
from negcoach.screens.choosing.gate.next_morning_screen import NextMorningScreen
from negcoach.screens.choosing.gate.readiness_screen import ReadinessScreen
from negcoach.screens.choosing.gate.soreness_question import SorenessBeforeSetScreen
from negcoach.screens.choosing.gate.spotters_screen import SpottersScreen
from negcoach.services import Services
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.safety import HealthAnswers
from negcoach.training.plan.full_rep import FullRung
from negcoach.training.progress.soreness import Question
from negcoach.training.terms import Side


class ScreenAsker(Asker):
    """Asks with one screen a question, each on top of what the app shows; to be asked from a worker."""

    def __init__(self, app: App[None], services: Services) -> None:
        self._app, self._services = app, services

    async def ask_experience(self, known: HealthAnswers | None, today: date) -> Experience | None:
        """Ask in a dialog."""
        return await self._app.push_screen_wait(experience_screen(known, today))

    async def ask_conditions(self) -> bool | None:
        """Ask on a page."""
        return await self._app.push_screen_wait(HealthScreen())

    async def ask_soreness(self, questions: Sequence[Question]) -> Mapping[Question, int | None] | None:
        """Ask in a dialog."""
        return await self._app.push_screen_wait(SorenessBeforeSetScreen(questions))

    async def ask_next_morning(self, exercise: Exercise, sides: Sequence[Side]) -> NextMorning | None:
        """Ask on a page."""
        return await self._app.push_screen_wait(NextMorningScreen(self._services, exercise, sides))

    async def ask_readiness(self, question: ReadinessQuestion) -> ReadinessAnswer | None:
        """Ask on a page."""
        return await self._app.push_screen_wait(ReadinessScreen(question))

    async def ask_alternative(self, question: AlternativeQuestion) -> AlternativeAnswer | None:
        """Ask on a page."""
        return await self._app.push_screen_wait(AlternativeScreen(question))

    async def ask_over_cap(self, again: TypeAgain) -> bool | None:
        """Ask on a page."""
        return await self._app.push_screen_wait(CapScreen(again))

    async def ask_doubted_load(self, again: TypeAgain) -> bool | None:
        """Ask on a page."""
        return await self._app.push_screen_wait(DoubtedLoadScreen(again))

    async def ask_spotters(self, question: SpottersQuestion) -> int | None:
        """Ask on a page."""
        return await self._app.push_screen_wait(SpottersScreen(question))

    async def ask_full_rep(self, exercise: Exercise, rung: FullRung) -> Tried | None:
        """Ask on a page."""
        return await self._app.push_screen_wait(FullRepScreen(exercise, rung))

    def tell(self, text: str, title: str = "") -> None:
        """Notify."""
        self._app.notify(text, title=title, timeout=10, markup=False)
