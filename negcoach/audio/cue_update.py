"""Merging new cues into those that are playing: sounds that began stay, new ones begin, removed ones are cut.

Pure: computed from the sounds placed before, the new cues, and the first frame that can still be changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from negcoach.audio.sounds import FRAMES_PER_MS
from negcoach.audio.track import FADE_FRAMES, PlacedSound, place_cue
from negcoach.training.score.timeline import Cue

CueKey = tuple[int, str]
"""The identity of a cue: its position in ms and its sound."""

LATEST_FRAMES = 1_000 * FRAMES_PER_MS
"""A cue that would begin later than this is dropped: a count a second late would be taken for the next one."""

_MAX_SOUND_FRAMES = 60_000 * FRAMES_PER_MS
"""A removed sound that began longer ago than this is over, and is dropped: in an hour's set there are thousands."""


def place_cues(cues: Iterable[Cue]) -> dict[CueKey, PlacedSound]:
    """Return the sounds of a new score."""
    return {(cue.at_ms, cue.sound): place_cue(cue) for cue in cues}


def merge_cues(before: Mapping[CueKey, PlacedSound], cues: Iterable[Cue], next_frame: int) -> dict[CueKey, PlacedSound]:
    """Return the sounds after the score was changed; frames before ``next_frame`` have been handed over.

    A sound that began before ``next_frame`` is neither repeated nor moved. It is cut from there on when its cue was
    removed or now ends. A new cue whose position has been passed begins at ``next_frame``.
    """
    after: dict[CueKey, PlacedSound] = {}
    for key, new in place_cues(cues).items():
        old = before.get(key)
        if old is not None and old.start < next_frame:
            after[key] = _with_end(old, new.until, next_frame)
        elif new.start >= next_frame:
            after[key] = new
        elif _can_begin_late(new, next_frame):
            after[key] = replace(new, start=next_frame)
    for key, old in before.items():
        if key not in after and next_frame - _MAX_SOUND_FRAMES < old.start < next_frame:
            after[key] = _with_end(old, next_frame, next_frame)
    return after


def _with_end(old: PlacedSound, until: int | None, next_frame: int) -> PlacedSound:
    """Return a sound that has started, with a new end that leaves time for a fade from ``next_frame`` on."""
    already_fading = old.until is not None and old.until - FADE_FRAMES < next_frame
    if already_fading:
        return old
    return replace(old, until=None if until is None else max(until, next_frame + FADE_FRAMES))


def _can_begin_late(new: PlacedSound, next_frame: int) -> bool:
    ended = new.until is not None and new.until <= next_frame + FADE_FRAMES
    return not ended and next_frame - new.start <= LATEST_FRAMES
