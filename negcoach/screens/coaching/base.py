"""What the app knows of the coach before that screen is loaded."""

from __future__ import annotations

from abc import abstractmethod

from textual.screen import Screen


class Coaching(Screen[None]):
    """A screen that coaches a session: nothing may come over it while a set is under way."""

    @property
    @abstractmethod
    def in_set(self) -> bool:
        """Whether a set is under way."""

    @abstractmethod
    def suspend(self) -> None:
        """Pause because the program is about to be stopped or covered."""

    @abstractmethod
    def action_leave(self) -> None:
        """Leave; in mid-set only after a question."""
