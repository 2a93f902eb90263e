"""Merging new cues into those that are playing: sounds that began stay, new ones begin, removed ones are cut.

Pure: computed from the sounds placed before, the new cues, and the first frame that can still be changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from negcoach.audio.playback.track import FADE_FRAMES, PlacedSound, place_cue
from negcoach.audio.sounds.sounds import FRAMES_PER_MS
from negcoach.training.score.timeline import Cue

CueKey = tuple[int, str]
"""The identity of a cue: its position in ms and its sound."""

LATEST_FRAMES = 1_000 * FRAMES_PER_MS
"""A cue that would begin later than this is dropped: a count a second late would be taken for the next one."""

_MAX_SOUND_FRAMES = 60_000 * FRAMES_PER_MS
"""A removed sound that began longer ago than this is over, and is dropped: in an hour's set there are thousands."""

_SHORTEST_TAIL_FRAMES = 20 * FRAMES_PER_MS
"""What is left of a sound after a switch is not played if it then ends and is shorter than this: it would click."""


def place_cues(cues: Iterable[Cue]) -> dict[CueKey, PlacedSound]:
    """Return the sounds of a new score."""
    return {(cue.at_ms, cue.sound): place_cue(cue) for cue in cues}


def merge_cues(before: Mapping[CueKey, PlacedSound], cues: Iterable[Cue], next_frame: int) -> dict[CueKey, PlacedSound]:
    """Return the sounds after the score was changed; frames before ``next_frame`` have been handed over.

    A sound that began before ``next_frame`` is neither repeated nor moved. It is cut from there on when its cue was
    removed or now ends. A new cue whose position has been passed begins at ``next_frame``.
    """
    return _merged(before, cues, next_frame, next_frame, FADE_FRAMES)


def replace_after_switch(
    before: Mapping[CueKey, PlacedSound], cues: Iterable[Cue], heard_until: int, next_frame: int
) -> dict[CueKey, PlacedSound]:
    """Return the sounds after the device was changed: the frames up to ``heard_until`` were heard, no later ones.

    The new device goes on from ``next_frame``. A sound that had begun to be heard goes on from there with a fade-in, or
    no more if its cue was removed or ends at once. One that should have begun in between begins there.
    """
    after = _merged(before, cues, heard_until, next_frame, 0)
    return {
        key: replace(sound, resumed=next_frame, until=_audible_end(sound.until, next_frame))
        if sound.start < next_frame
        else sound
        for key, sound in after.items()
    }


def _merged(
    before: Mapping[CueKey, PlacedSound], cues: Iterable[Cue], heard_until: int, next_frame: int, fade: int
) -> dict[CueKey, PlacedSound]:
    after: dict[CueKey, PlacedSound] = {}
    for key, new in place_cues(cues).items():
        old = before.get(key)
        if old is not None and old.start < heard_until:
            after[key] = _with_end(old, new.until, next_frame, fade)
        elif new.start >= next_frame:
            after[key] = new
        elif _can_begin_late(new, next_frame):
            after[key] = replace(new, start=next_frame)
    for key, old in before.items():
        if key not in after and next_frame - _MAX_SOUND_FRAMES < old.start < heard_until:
            after[key] = _with_end(old, next_frame, next_frame, fade)
    return after


def _with_end(old: PlacedSound, until: int | None, next_frame: int, fade: int) -> PlacedSound:
    """Return a sound that has started, with a new end that leaves time for a fade from ``next_frame`` on."""
    already_fading = old.until is not None and old.until - FADE_FRAMES < next_frame
    if already_fading:
        return old
    return replace(old, until=None if until is None else max(until, next_frame + fade))


def _audible_end(until: int | None, next_frame: int) -> int | None:
    """Return the end of a sound that goes on: at once, where only a scrap of it would be left."""
    return next_frame if until is not None and until < next_frame + _SHORTEST_TAIL_FRAMES else until


def _can_begin_late(new: PlacedSound, next_frame: int) -> bool:
    ended = new.until is not None and new.until <= next_frame + FADE_FRAMES
    return not ended and next_frame - new.start <= LATEST_FRAMES
