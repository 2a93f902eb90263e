"""What presents a session to the lifter, from the choice of a set to the summary: screens do, and lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from negcoach.coaching.gate.asker import Asker
from negcoach.coaching.guided_test import TestAnswer, TestOffer
from negcoach.coaching.session.running_session import EndedSession, RunningSession
from negcoach.coaching.sets_to_do import Choice, Following, NewOneRm, SetsToDo
from negcoach.coaching.start.unfinished import UnfinishedAnswer, UnfinishedQuestion
from negcoach.errors import NegcoachError
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription


class Presenter(Asker, Protocol):
    """Presents a session; as with an ``Asker``, ``None`` means that the lifter went back."""

    async def ask_prescription(
        self, exercise: Exercise, prefilled: Prescription | None, new_one_rm: NewOneRm | None
    ) -> Choice | None:
        """Ask for a prescription, filled in with the advice or with what is ``prefilled``.

        ``new_one_rm`` is a 1RM that was given before and is not stored yet.
        """

    async def ask_test(self, offer: TestOffer) -> TestAnswer | None:
        """Say how the test of an exercise goes, or what stands against it, and ask whether it is to begin."""

    async def ask_unfinished(self, question: UnfinishedQuestion) -> UnfinishedAnswer:
        """Ask whether to go on with a session that was interrupted."""

    async def coach(self, session: RunningSession, alternating: Sequence[SetsToDo]) -> Following | None:
        """Coach the sets of an exercise, or of two that alternate; return the exercise to go on with."""

    async def show_summary(self, ended: EndedSession) -> None:
        """Show the summary of a session in which something was done."""

    def tell_error(self, error: Exception | str) -> None:
        """Say what is wrong."""


@contextmanager
def telling_errors(presenter: Presenter) -> Iterator[None]:
    """Say what error ends the block, and go on after it."""
    try:
        yield
    except NegcoachError as error:
        presenter.tell_error(error)
