"""What the sound process says when the program has died and left somebody under the load."""

from __future__ import annotations

from collections.abc import Iterable

from negcoach.training.score.timeline import Cue, RescueCall

TIMES = 3
EVERY_MS = 3_000
"""The call is repeated, for nothing on the screen says it any more (our own choice)."""

LASTS_MS = TIMES * EVERY_MS


def due_rescue(calls: Iterable[RescueCall], position_ms: int) -> RescueCall | None:
    """Return the call that frees a lifter who is left at a position, ``None`` where nobody has the load."""
    return next((call for call in calls if call.covers(position_ms)), None)


def rescue_cues(call: RescueCall, from_ms: int) -> tuple[Cue, ...]:
    """Return the cues of a rescue that begins at a position."""
    return tuple(Cue(from_ms + number * EVERY_MS, call.sound) for number in range(TIMES))
