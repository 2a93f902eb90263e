"""The cues of each phase: which sound is heard at which position.

"5" is heard at the lowering's first millisecond, "1" a second before its end, and the lift's call exactly at its
end. Every function takes the segment's start (ms) and returns cues inside the segment, earliest first.
"""

from __future__ import annotations

from negcoach.training.progress.adherence import TempoResult
from negcoach.training.score.timeline import Cue

HIGHEST_COUNT = 10
"""Counts above ten are ticks only: a longer word would not fit its second."""

LAST_COUNTS = 3
"""The last seconds of an open lowering are counted down to its end (our own choice)."""

HIGHEST_REP = 20
"""Rep numbers above twenty are not spoken."""

HAND_OFF_MS = 5_000
"""The shortest lead-in after a pause: the load is handed over again, so "get ready" is said."""

LATEST_FIRST_LIFT_MS = 2_000
EARLIEST_FIRST_LIFT_MS = 5_000
"""How long before the first lowering the first lift is called: as long as it takes, in whole beats, within these."""

HANDS_ON = "hands-on"
"""The sound that calls the spotter to the load."""

TAKE_IT = "take-it"
"""The sound that calls the spotter to take the load."""

RACK_IT = "rack-it"
"""The sound that asks for the bar to be put into its rack."""

ON_THE_PINS = "on-the-pins"
"""The sound that asks for the bar to be let down onto the safety pins."""

LIFT_ALONE = "lift"
"""The call of a lift that the lifter does alone, although the exercise's own call is for help."""

VERDICTS = {TempoResult.KEPT: "good", TempoResult.SHORT: "slower", TempoResult.LOST: "too-fast"}
"""What is said of a measured lowering, if the lifter wants to hear it."""

LESS_WEIGHT = "less-weight"
"""The sound that asks for load to be taken off."""

HOOKS_ON = "hooks-on"
"""The sound that asks for the hooks of an accentuated set to be hung on the racked bar again."""

WAITS = "pause"
"""The sound that says that the count waits, while plates go on a racked bar."""

FORCED_LIFT_MS = 3_000
"""How long the spotter takes to help a forced rep up (our own choice)."""

HANDS_ON_MS = 2_000
"""How long the load is held at the top before the first forced rep, while the spotter takes their place (our own
choice)."""

VERDICT_AT_MS = 1_000
VERDICT_MS = 1_000
"""When the verdict on a lowering is said after the call that follows it, and for how long nothing else may be called:
no sound is longer than a second."""

SWITCH_MS = 6_000
DONE_MS = 3_000
RACK_MS = 4_000
SETTLE_MS = 500
"""A stream needs about half a second before its first cue is sure to be heard whole (measured)."""


def lead_in(start: int, length: int, spotted: bool, first_lift: Cue | None = None) -> tuple[Cue, ...]:
    """Return the lead-in: a quiet wake-up tone, "get ready", then ticks and "spotter, hands on" on the last beats.

    Its last three beats are ticks, not numbers, so that closed eyes cannot take them for the lowering's count.
    ``first_lift`` takes the place of a tick there (see ``first_lift``).
    """
    cues = [Cue(start, "wake")]
    if length >= 5_000:
        cues.append(Cue(start + SETTLE_MS, "get-ready"))
    last_beats = ((3_000, "tick"), (2_000, HANDS_ON if spotted else "tick"), (1_000, "tick"))
    cues += [Cue(start + length - left, sound) for left, sound in last_beats if length - left >= SETTLE_MS]
    if first_lift is not None:
        cues = sorted([first_lift, *(cue for cue in cues if cue.at_ms != first_lift.at_ms)], key=lambda cue: cue.at_ms)
    return tuple(cues)


def first_lift(start: int, length: int, lift_ms: int, sound: str) -> Cue:
    """Return the call of the lift before the first lowering, in a lead-in: early enough to be up in time."""
    beats_ms = -(-lift_ms // 1000) * 1000
    left = min(max(beats_ms, LATEST_FIRST_LIFT_MS), EARLIEST_FIRST_LIFT_MS)
    return Cue(start + max(SETTLE_MS, length - left), sound)


def lower(start: int, length: int) -> tuple[Cue, ...]:
    """Return the count: one word a second, falling to 1."""
    seconds = length // 1000
    return tuple(
        Cue(start + (seconds - left) * 1000, f"count-{left}" if left <= HIGHEST_COUNT else "tick")
        for left in range(seconds, 0, -1)
    )


def open_lowering(start: int, length: int) -> tuple[Cue, ...]:
    """Return the count of a lowering that lasts as long as the lifter can: up from 1, and the last three seconds down.

    So the end that comes after ``length`` is heard before it comes, as that of a rest is.
    """
    seconds = length // 1000
    return tuple(
        Cue(start + second * 1000, f"count-{number}" if number <= HIGHEST_COUNT else "tick")
        for second in range(seconds)
        for number in [seconds - second if seconds - second <= LAST_COUNTS else second + 1]
    )


def hold(start: int, length: int, first: str) -> tuple[Cue, ...]:
    """Return a hold: a word on its first beat, a tick on each later one."""
    return tuple(Cue(start + at, "tick" if at else first) for at in range(0, length, 1000))


def lift(start: int, planned: int | None, sound: str, ticks: bool, announcement: str | None) -> tuple[Cue, ...]:
    """Return the lift: its call at once, ``ticks`` if the tempo counts it, the next rep's number in its last second."""
    cues = [Cue(start, sound)]
    announce_at = planned - 1000 if planned is not None and announcement and planned >= 2000 else None
    if ticks and planned is not None:
        cues += [Cue(start + at, "tick") for at in range(1000, planned, 1000) if at != announce_at]
    if announce_at is not None and announcement:
        cues.append(Cue(start + announce_at, announcement))
    return tuple(cues)


def verdict(start: int, planned: int | None, called: tuple[Cue, ...], result: TempoResult) -> tuple[Cue, ...]:
    """Return the verdict on the lowering before, where it covers nothing that is ``called``; else nothing.

    It needs a second of its own between the call that begins the segment and what comes next.
    """
    at = start + VERDICT_AT_MS
    has_room = planned is None or at + VERDICT_MS <= start + planned
    if not has_room or any(at <= cue.at_ms < at + VERDICT_MS for cue in called):
        return ()
    return (Cue(at, VERDICTS[result]),)


def rep_number(number: int, target: int | None) -> str | None:
    """Return the sound that announces a rep: its number, "last rep", or ``None`` above twenty."""
    if number == target and number > 1:
        return "last-rep"
    return f"rep-{number}" if number <= HIGHEST_REP else None


def switch(start: int) -> tuple[Cue, ...]:
    """Return the change of sides: the call, then a tick on the last three beats."""
    return (
        Cue(start, "switch-sides"),
        *(Cue(start + SWITCH_MS - left, "tick") for left in (3_000, 2_000, 1_000)),
    )


def reload(start: int, racked_ms: int, sound: str, then: str) -> tuple[Cue, ...]:
    """Return what is called between reps where something goes on the bar again: rack it; ``then``, once that is done.

    That is the call for hooks, or that the count waits.
    """
    return Cue(start, sound), Cue(start + racked_ms, then)


def cluster_rest(start: int, planned: int, sound: str) -> tuple[Cue, ...]:
    """Return a rest inside a set: the call to put the load down, then a tick on its last three seconds."""
    ticks = (start + planned - left for left in (3_000, 2_000, 1_000))
    return (Cue(start, sound), *(Cue(at, "tick") for at in ticks if at > start))


def rest(length: int) -> tuple[Cue, ...]:
    """Return a rest of ``length`` ms from position 0: the ten-second warning, 3-2-1 and "rest over" at its end."""
    cues = [Cue(length - 10_000, "rest-warning")] if length >= 10_000 + SETTLE_MS else []
    cues += [Cue(length - left * 1000, f"count-{left}") for left in (3, 2, 1) if length - left * 1000 >= SETTLE_MS]
    return (*cues, Cue(length, "rest-over"))
