"""The score of a set, as in music: every phase and sound at its position, written out before it is played.

It is the set's whole timeline, computed from what has happened so far, and can be read at any position.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from negcoach.training.score.cues import HANDS_ON
from negcoach.training.score.events import (
    AFTER_LOWERING,
    EARLIEST_END_OF_REST_MS,
    EARLIEST_GO_ON_MS,
    EARLIEST_LIFT_DONE_MS,
    NextMeaning,
    meaning_in_phase,
)
from negcoach.training.score.timeline import OVER, RACKED, UNCALLED, Cue, Moment, Phase, Rep, RescueCall, Segment
from negcoach.training.terms import Side, StopReason

AHEAD_MS = 120_000
"""How far an open set's score is computed beyond the position asked for; a finite set's goes to its end."""

MAX_SOUND_MS = 30_000
"""An upper bound on a sound's length."""

FOLLOWING = 3
"""How many coming segments a moment shows."""


@dataclass(frozen=True, slots=True)
class EndedRep:
    """A rep in the score: ``taken_back_ms`` is where it was taken back, ``None`` while it counts."""

    rep: Rep
    taken_back_ms: int | None


@dataclass(frozen=True, slots=True)
class Score:
    """The timeline of a set: what will happen unless another key is pressed.

    ``segments`` follow one another from 0; the last may wait for a key (``end_ms`` is ``None``). ``preview`` is what
    would follow it. ``ended`` are the reps in the order in which they were lowered. ``rescue_calls`` are what is heard
    if the program dies, soonest first. ``stop`` is why the set ends,
    ``stop_from_ms`` where that becomes known, ``side_lost_from_ms`` where the first of two sides has lost the tempo
    (``None``: it has not). ``horizon_ms`` is how far the score reaches (``None``: to the set's end or to where it
    waits).
    """

    segments: tuple[Segment, ...]
    preview: tuple[Segment, ...]
    ended: tuple[EndedRep, ...]
    rescue_calls: tuple[RescueCall, ...]
    stop: StopReason | None
    stop_from_ms: int
    side_lost_from_ms: int | None
    complete: bool
    horizon_ms: int | None
    _bottom_awaited: tuple[bool, ...]  # of each segment, for ``events.meaning_in_phase``
    _starts: tuple[int, ...]  # where the segments begin
    _rep_ends: tuple[int, ...]  # where the lowerings ended
    _taken_back: tuple[int, ...]  # where reps were taken back, soonest first
    _counting: dict[tuple[int, int, Side | None, bool], tuple[Rep, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )  # a cache: a long set is read 16 times a second

    @property
    def cues(self) -> tuple[Cue, ...]:
        """Every cue of the score, soonest first."""
        return tuple(cue for segment in self.segments for cue in segment.cues)

    def cues_from(self, position_ms: int) -> tuple[Cue, ...]:
        """Return the cues from the segment at a position on, and those that may still ring there."""
        first = self._index(max(0, position_ms - MAX_SOUND_MS))
        return tuple(cue for segment in self.segments[first:] for cue in segment.cues)

    def rescue_calls_from(self, position_ms: int) -> tuple[RescueCall, ...]:
        """Return the rescue calls that are due at a position or later."""
        return tuple(call for call in self.rescue_calls if call.end_ms is None or call.end_ms > position_ms)

    @property
    def end_ms(self) -> int | None:
        """Where the set ends, ``None`` while that is open."""
        return self.segments[-1].end_ms if self.complete else None

    @property
    def paused(self) -> bool:
        """Whether the set is paused at the score's end, waiting to be resumed."""
        last = self.segments[-1]
        return last.end_ms is None and last.phase in (Phase.PAUSED, Phase.TAKE)

    def reaches(self, position_ms: int) -> bool:
        """Return whether the score reaches far enough to be played from this position for a minute or more."""
        return self.horizon_ms is None or position_ms + AHEAD_MS // 2 < self.horizon_ms

    def ended_by(self, position_ms: int) -> tuple[EndedRep, ...]:
        """Return every rep that ended by this position, taken back or not."""
        return self.ended[: bisect_right(self._rep_ends, position_ms)]

    def meaning_at(self, position_ms: int) -> NextMeaning:
        """Return what the *next thing* key does at this position."""
        index = self._index(position_ms)
        segment = self.segments[index]
        waits = segment.end_ms is None
        return meaning_in_phase(segment.phase, waits, position_ms - segment.start_ms, self._bottom_awaited[index])

    def newest_lowering_ms(self, position_ms: int) -> int:
        """Return where the newest lowering at this position began, the position itself where there is none yet."""
        reached = self.segments[: self._index(position_ms) + 1]
        lowered = (segment.start_ms for segment in reversed(reached) if segment.phase is Phase.LOWER)
        return next(lowered, position_ms)

    def stop_by(self, position_ms: int) -> StopReason | None:
        """Return why the set ends, if that is known by this position."""
        return self.stop if self.stop_from_ms <= position_ms else None

    def stop_if_cut_off(self, position_ms: int) -> StopReason | None:
        """Return why the set would have ended if the program did at this position; ``None``: for no other reason.

        A first side that has lost the tempo counts, although the other one is still trained.
        """
        lost = self.side_lost_from_ms is not None and self.side_lost_from_ms <= position_ms
        return self.stop_by(position_ms) or (StopReason.TEMPO_LOSS if lost else None)

    def ready(self) -> Moment:
        """Return the moment before the first key, while the score is not played."""
        first = self.segments[0]
        waiting = Segment(Phase.READY, 0, None, None, first.rep, first.side, target_reps=first.target_reps)
        return Moment(0, waiting, None, (), first.target_reps, self.segments[:2], None, False)

    def at(self, position_ms: int) -> Moment:
        """Return the moment at this position (ms; clamped to the score)."""
        position_ms = max(0, position_ms)
        index = self._index(position_ms)
        segment = self.segments[index]
        end_ms = self.end_ms
        return Moment(
            position_ms=position_ms,
            segment=segment,
            count=count_at(segment, position_ms - segment.start_ms),
            reps=self._counting_reps(position_ms, segment.side, segment.phase in OVER),
            target_reps=segment.target_reps,
            following=(self.segments[index + 1 :] + self.preview)[:FOLLOWING],
            stop=self.stop_by(position_ms),
            finished=end_ms is not None and position_ms >= end_ms,
            call=_call(segment, position_ms),
            verdict=self._verdict(index, position_ms),
        )

    def changes_after(self, position_ms: int) -> int | None:
        """Return the position at which the display next changes, but for the bar; ``None``: not until a key is pressed.

        Up to there the *next thing* key means the same, too.
        """
        position_ms = max(0, position_ms)
        segment = self.segments[self._index(position_ms)]
        changes = [segment.end_ms, self.stop_from_ms, _first_after(self._taken_back, position_ms)]
        if segment.planned_ms is not None:
            left_ms = segment.start_ms + segment.planned_ms - position_ms
            changes.append(position_ms + (left_ms - 1) % 1000 + 1)  # the next count
        if segment.phase in AFTER_LOWERING:
            changes.append(segment.start_ms + EARLIEST_LIFT_DONE_MS)
        if segment.phase is Phase.TAKE:
            changes.append(segment.start_ms + EARLIEST_GO_ON_MS)
        if segment.phase in RACKED:
            changes.append(segment.start_ms + EARLIEST_END_OF_REST_MS)
        if segment.phase is Phase.LEAD_IN:
            changes += [cue.at_ms for cue in segment.cues]
        return min((at for at in changes if at is not None and at > position_ms), default=None)

    def next_end_after(self, position_ms: int) -> int | None:
        """Return where the next lowering ends; ``None`` when there is none in this score."""
        return _first_after(self._rep_ends, position_ms)

    def _counting_reps(self, position_ms: int, side: Side | None, both: bool) -> tuple[Rep, ...]:
        """Return the reps that count at this position, of one side or of both."""
        ended = bisect_right(self._rep_ends, position_ms)
        key = (ended, bisect_right(self._taken_back, position_ms), side, both)
        if key not in self._counting:
            self._counting[key] = tuple(
                one.rep
                for one in self.ended[:ended]
                if (one.taken_back_ms is None or one.taken_back_ms > position_ms) and (both or one.rep.side is side)
            )
        return self._counting[key]

    def _verdict(self, index: int, position_ms: int) -> Rep | None:
        """Return the rep that is judged: its measured lowering has just ended, and its lift is well under way.

        In the first moments of a lift its call stands alone.
        """
        segment = self.segments[index]
        if segment.phase is not Phase.LIFT or position_ms - segment.start_ms < EARLIEST_LIFT_DONE_MS:
            return None
        while index and self.segments[index].phase in (Phase.LIFT, Phase.HOLD_BOTTOM):
            index -= 1
        counting = self._counting_reps(position_ms, segment.side, both=False)
        newest = counting[-1] if counting else None
        if newest is None or newest.measured_ms is None or newest.ended_ms != self.segments[index].end_ms:
            return None
        return newest

    def _index(self, position_ms: int) -> int:
        return max(0, bisect_right(self._starts, position_ms) - 1)


def count_at(segment: Segment, elapsed_ms: int) -> int | None:
    """Return the number to show: seconds left, rounded up; in an open lowering the seconds that have begun."""
    if segment.planned_ms is None:
        return None
    if segment.counts_up:
        return min(elapsed_ms // 1000 + 1, segment.planned_ms // 1000)
    return max(1, -((elapsed_ms - segment.planned_ms) // 1000))


def _call(segment: Segment, position_ms: int) -> str:
    """Return the last call of a lead-in by this position, and inside the set that to put the load down, or for hands.

    The call to put the load down is over once it is down.
    """
    if segment.phase in RACKED:
        return segment.cues[0].sound if position_ms < segment.start_ms + EARLIEST_END_OF_REST_MS else ""
    if segment.phase is Phase.HOLD_TOP and segment.cues and segment.cues[0].sound == HANDS_ON:
        return HANDS_ON
    if segment.phase is not Phase.LEAD_IN:
        return ""
    called = [cue.sound for cue in segment.cues if cue.at_ms <= position_ms and cue.sound not in UNCALLED]
    return called[-1] if called else ""


def _first_after(positions: tuple[int, ...], position_ms: int) -> int | None:
    """Return the first of ordered positions that comes after this one."""
    index = bisect_right(positions, position_ms)
    return positions[index] if index < len(positions) else None
