"""The base class of the coach's screen: what the app asks of it, without loading the coach itself."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from textual.screen import Screen

from negcoach.screens.shared.keys.fresh_keys import FreshKeys

if TYPE_CHECKING:
    from negcoach.coaching.sets_to_do import Following

    _Screen = Screen[Following | None]
else:
    _Screen = Screen

KEYS_ELSEWHERE = "Keys go elsewhere: click this window."
MIRRORED_ELSEWHERE = "At the laptop the keys go elsewhere: click negcoach there."
"""The same for a mirror: the keys may go there."""


class CoachScreenBase(FreshKeys, _Screen):
    """A screen that coaches an exercise: no other screen may cover it while a set is under way.

    Its result is the exercise to go on with, ``None`` to go back to the list.
    """

    OPENS_WHOLE = False
    IN_SET = True

    ends_session = False
    """Whether the session is to end with it, of one that leads a warm-up."""

    @property
    @abstractmethod
    def in_set(self) -> bool:
        """Whether a set is under way."""

    @abstractmethod
    def suspend(self) -> None:
        """Pause, because the program is about to stop or end, or another screen to cover this one.

        Whoever is under the load is freed of it by a call, which takes ``CALL_S`` to be heard.
        """

    @abstractmethod
    def action_leave(self) -> None:
        """Leave; in the middle of a set only after a question."""
