"""An app that asks what is due before an exercise is prescribed."""

from __future__ import annotations

from textual import work

from negcoach.coaching.gate.gate import ask_first
from negcoach.screens.choosing.gate.screen_asker import ScreenAsker
from negcoach.services import Services
from negcoach.training.exercise.exercise import Exercise
from tests.screens.conftest import StageApp


class FirstApp(StageApp):
    """Asks what is due before an exercise, and keeps what may be prescribed."""

    def __init__(self, services: Services, exercise: Exercise) -> None:
        super().__init__()
        self._services, self._exercise = services, exercise

    def on_mount(self) -> None:
        self.ask()

    @work
    async def ask(self) -> None:
        self.stage.results.append(await ask_first(ScreenAsker(self, self._services), self._services, self._exercise))
