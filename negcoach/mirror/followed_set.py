"""A set as a mirror follows it: the same score, at the position that is heard elsewhere."""

from __future__ import annotations

from negcoach.audio.rescue import due_rescue
from negcoach.broadcast.message import Now, SetShown
from negcoach.coaching.set_runner import SCREEN_LEAD_MS
from negcoach.training.score.timeline import Moment
from negcoach.training.terms import StopReason
from negcoach.widgets.coach.coach_face import FLASH_MS

_NS_PER_MS = 1_000_000


class FollowedSet:
    """A set that was sent. Positions run on by the clock (monotonic ns) from the last one that was heard."""

    def __init__(self, shown: SetShown, now: Now) -> None:
        """Follow a set from where it is now."""
        self.shown = shown
        self._now = now
        self._score = shown.run.score(now.position_ms or 0)

    def follow(self, shown: SetShown, now: Now) -> None:
        """Follow the set as it has become, from where it is now."""
        if shown.run != self.shown.run:
            self._score = shown.run.score(now.position_ms or 0)
        self.shown, self._now = shown, now

    def drawn_ms(self, at_ns: int) -> int:
        """Return the position to draw at a time, allowing for the display's delay."""
        return self._heard_ms(at_ns) + SCREEN_LEAD_MS

    def moment(self, at_ns: int) -> Moment:
        """Return the moment to draw at a time."""
        if not self.shown.started:
            return self._score.ready()
        position_ms = self._heard_ms(at_ns)
        if not self._score.reaches(position_ms):
            self._score = self.shown.run.score(position_ms)
        return self._score.at(position_ms + SCREEN_LEAD_MS)

    def changes_ms(self, moment: Moment) -> int | None:
        """Return the position at which more than the bar changes; ``None``: not before a key is pressed."""
        return self._score.changes_after(moment.position_ms) if self.shown.started else None

    def rescue(self, at_ns: int) -> Moment | None:
        """Return the moment that shows the call by which a lifter who is left at a time is freed of the load.

        That is the moment in which the set would end there: ``None`` where nobody has the load.
        """
        position_ms = self._heard_ms(at_ns)
        if not self.shown.started or due_rescue(self._score.rescue_calls, position_ms) is None:
            return None
        ended = self.shown.run.stop(position_ms, position_ms, StopReason.INTERRUPTED)
        return ended.score(position_ms).at(position_ms + FLASH_MS)

    def _heard_ms(self, at_ns: int) -> int:
        return (self._now.position_ms or 0) + (at_ns - self._now.at_ns) // _NS_PER_MS
