"""How a score turns while it is being heard: what was begun stays, what is new begins, what has gone is cut.

Pure: the sounds' places before, the cues as they are now and the first frame that can still be changed give the
places after.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from negcoach.audio.sounds import FRAMES_PER_MS
from negcoach.audio.track import FADE_FRAMES, Placed, place
from negcoach.training.score.timeline import Cue

Key = tuple[int, str]
"""What a cue is known by: its position in ms and its sound."""

LATEST_FRAMES = 1_000 * FRAMES_PER_MS
"""A cue that is later than this is dropped: a count a second late would be the next one's [S]."""

_FORGOTTEN_FRAMES = 60_000 * FRAMES_PER_MS
"""What began so long before has rung out: an hour's set would keep thousands of such sounds."""


def laid(cues: Iterable[Cue]) -> dict[Key, Placed]:
    """The places of a new score."""
    return {(cue.at_ms, cue.sound): place(cue) for cue in cues}


def turned(before: Mapping[Key, Placed], cues: Iterable[Cue], handed: int) -> dict[Key, Placed]:
    """The places after the score was turned; frames before ``handed`` have left and cannot be changed.

    A sound that began before ``handed`` is neither repeated nor moved. It is cut from there on when its cue has
    gone or now ends. A cue that is new but whose place has been passed begins at ``handed``.
    """
    after: dict[Key, Placed] = {}
    for key, fresh in laid(cues).items():
        old = before.get(key)
        if old is not None and old.start < handed:
            after[key] = _cut(old, fresh.until, handed)
        elif fresh.start >= handed:
            after[key] = fresh
        elif _still_worth_it(fresh, handed):
            after[key] = replace(fresh, start=handed)
    for key, old in before.items():
        if key not in after and handed - _FORGOTTEN_FRAMES < old.start < handed:
            after[key] = _cut(old, handed, handed)
    return after


def _cut(old: Placed, until: int | None, handed: int) -> Placed:
    """The begun sound with another end, which can be no sooner than one fade from now."""
    already_fading = old.until is not None and old.until - FADE_FRAMES < handed
    if already_fading:
        return old
    return replace(old, until=None if until is None else max(until, handed + FADE_FRAMES))


def _still_worth_it(fresh: Placed, handed: int) -> bool:
    ended = fresh.until is not None and fresh.until <= handed + FADE_FRAMES
    return not ended and handed - fresh.start <= LATEST_FRAMES
