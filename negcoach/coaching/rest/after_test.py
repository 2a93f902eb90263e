"""What comes after a set of a guided test: the test's own rules say it, not those of work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from negcoach.coaching.rest.after_set import AfterSet
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.set_runner import SetOutcome, SetRunner
from negcoach.coaching.sets_to_do import SetsToDo, Upcoming
from negcoach.training.advice.next_set import NextSet

DoneT = TypeVar("DoneT")


class AfterTestSet(AfterSet, Generic[DoneT]):
    """What comes after a set of a test, of which none is made lighter and none is added.

    ``DoneT`` is what a set of the test is to its rules.
    """

    def __init__(
        self,
        session: RunningSession,
        sets: SetsToDo,
        runner: SetRunner,
        outcome: SetOutcome,
        upcoming: Upcoming | None,
        before: Sequence[DoneT],
    ) -> None:
        """Begin with the ``outcome`` of the set that was done after those ``before``; see ``AfterSet``."""
        super().__init__(session, sets, runner, outcome, upcoming)
        self._before = tuple(before)

    @property
    def stopped(self) -> NextSet | None:
        """Nothing: what comes after lost tempo is the test's own."""
        return None

    @property
    def offer(self) -> NextSet | None:
        """Nothing, as above."""
        return None

    @property
    def can_go_on(self) -> bool:
        """Nothing goes on after the end of a test."""
        return False

    @property
    def can_add_set(self) -> bool:
        """No set is added to a test."""
        return False

    @property
    def waits_for_key(self) -> bool:
        """Whether the next set waits for the key: always."""
        return True
