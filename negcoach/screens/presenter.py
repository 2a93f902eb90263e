"""A session presented with screens. It is apart from the app so that they are loaded only when they are needed."""

from __future__ import annotations

from collections.abc import Sequence

from negcoach.coaching.guided_test import TestAnswer, TestOffer
from negcoach.coaching.session.running_session import EndedSession, RunningSession
from negcoach.coaching.sets_to_do import Choice, Following, NewOneRm, SetsToDo
from negcoach.coaching.start.presenter import Presenter
from negcoach.coaching.start.unfinished import UnfinishedAnswer, UnfinishedQuestion
from negcoach.screens.choosing.gate.guided_test_screen import GuidedTestScreen
from negcoach.screens.choosing.gate.screen_asker import ScreenAsker
from negcoach.screens.choosing.prescription import PrescriptionScreen
from negcoach.screens.choosing.unfinished import UnfinishedScreen
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.screens.coaching.warm_up import WarmUpScreen
from negcoach.screens.shared.notices import notify_error
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription


class ScreenPresenter(ScreenAsker, Presenter):
    """Presents a session with screens, each on top of what the app shows; to be called from a worker."""

    async def ask_prescription(
        self, exercise: Exercise, prefilled: Prescription | None, new_one_rm: NewOneRm | None
    ) -> Choice | None:
        """Show the form."""
        return await self._app.push_screen_wait(PrescriptionScreen(self._services, exercise, prefilled, new_one_rm))

    async def ask_test(self, offer: TestOffer) -> TestAnswer | None:
        """Ask on a page."""
        services = self._services
        screen = GuidedTestScreen(offer, services.settings.unit, services.keymap.name("coach.next"))
        return await self._app.push_screen_wait(screen)

    async def ask_unfinished(self, question: UnfinishedQuestion) -> UnfinishedAnswer:
        """Ask in a dialog."""
        return await self._app.push_screen_wait(UnfinishedScreen(question))

    async def coach(self, session: RunningSession, alternating: Sequence[SetsToDo]) -> Following | None:
        """Show the coach."""
        return await self._app.push_screen_wait(CoachScreen(session, alternating, WarmUpScreen))

    async def show_summary(self, ended: EndedSession) -> None:
        """Show the summary."""
        await self._app.push_screen_wait(SummaryScreen(self._services, ended))

    def tell_error(self, error: Exception | str) -> None:
        """Notify."""
        notify_error(self._app, error)
