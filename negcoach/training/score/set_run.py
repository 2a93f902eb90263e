"""A set under way: a prescription plus the few things that really happened, and the score they give.

The run is a value: a key makes a new one (``press``, ``take_back``, …), and ``score`` works out its timeline.
Nothing here knows the time: the caller hands in positions of the track.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace

from negcoach.training.exercise.prescription import Prescription
from negcoach.training.score.cues import RESUME_COUNT
from negcoach.training.score.events import SHORTEST_LIFT_MS, Event, EventKind, NextMeaning, StopRules
from negcoach.training.score.timeline import Cue, Moment, Phase, Rep, Segment
from negcoach.training.score.timeline_builder import Lowering, Walk, next_meaning
from negcoach.training.terms import Side, StopReason

AHEAD_MS = 120_000
"""How far an open set's score is worked out beyond the position asked for; a finite set's goes to its end."""

RINGING_MS = 30_000
"""No sound lasts so long."""

FOLLOWING = 3
"""How many coming segments a moment shows."""


@dataclass(frozen=True, slots=True)
class KeptRep:
    """A lowering that ended, with what became of it since: ``taken_back_ms`` is where it was taken back, if it was."""

    rep: Rep
    taken_back_ms: int | None


@dataclass(frozen=True, slots=True)
class Score:
    """A run's timeline: what is certain unless another key comes.

    ``segments`` follow one another from 0; the last may wait for a key (``end_ms`` is ``None``). ``preview`` is what
    would follow it. ``horizon_ms`` is how far it reaches (``None``: to the set's end or to where it waits).
    """

    segments: tuple[Segment, ...]
    preview: tuple[Segment, ...]
    kept: tuple[KeptRep, ...]
    target_reps: int | None
    stop: StopReason | None
    stop_from_ms: int
    complete: bool
    horizon_ms: int | None
    _awaited: tuple[bool, ...]
    _starts: tuple[int, ...]
    _taken_back: tuple[int, ...]  # where reps were taken back, soonest first
    _ended: tuple[int, ...]  # where the lowerings ended
    _counting: dict[tuple[int, int, Side | None, bool], tuple[Rep, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )  # each found once: a long set is looked at 16 times a second

    @property
    def cues(self) -> tuple[Cue, ...]:
        """Every cue of the score, soonest first."""
        return tuple(cue for segment in self.segments for cue in segment.cues)

    def cues_from(self, position_ms: int) -> tuple[Cue, ...]:
        """The cues from the segment at a position on, and those of the half minute before it: they may still ring."""
        first = self._index(max(0, position_ms - RINGING_MS))
        return tuple(cue for segment in self.segments[first:] for cue in segment.cues)

    @property
    def end_ms(self) -> int | None:
        """Where the set ends, ``None`` while that is open."""
        return self.segments[-1].end_ms if self.complete else None

    @property
    def paused(self) -> bool:
        """Whether it stands still at its end, waiting to be gone on with."""
        return self.segments[-1].phase is Phase.PAUSED

    def reaches(self, position_ms: int) -> bool:
        """Say whether the score is worked out far enough to perform it from this position for a good while."""
        return self.horizon_ms is None or position_ms + AHEAD_MS // 2 < self.horizon_ms

    def kept_by(self, position_ms: int) -> tuple[KeptRep, ...]:
        """Return every lowering that ended by this position, taken back or not, in the order they were done."""
        return self.kept[: bisect_right(self._ended, position_ms)]

    def next_meaning(self, position_ms: int) -> NextMeaning:
        """Say what the *next thing* key does at this position."""
        index = self._index(position_ms)
        segment = self.segments[index]
        waits = segment.end_ms is None
        return next_meaning(segment.phase, waits, position_ms - segment.start_ms, self._awaited[index])

    def at(self, position_ms: int) -> Moment:
        """Return everything the screen shows at this position (ms; clamped to the score)."""
        position_ms = max(0, position_ms)
        index = self._index(position_ms)
        segment = self.segments[index]
        end_ms = self.end_ms
        elapsed_ms = position_ms - segment.start_ms
        over = segment.phase in (Phase.RACK, Phase.DONE)
        return Moment(
            position_ms=position_ms,
            segment=segment,
            count=_count(segment, elapsed_ms),
            reps=self._reps(position_ms, segment.side, over),
            target_reps=self.target_reps,
            following=(self.segments[index + 1 :] + self.preview)[:FOLLOWING],
            stop=self.stop if self.stop and position_ms >= self.stop_from_ms else None,
            finished=end_ms is not None and position_ms >= end_ms,
        )

    def changes_after(self, position_ms: int) -> int | None:
        """Return the position up to which the moment differs in its position alone; ``None``: until a key comes.

        Up to there the *next thing* key means the same, too.
        """
        position_ms = max(0, position_ms)
        segment = self.segments[self._index(position_ms)]
        changes = [segment.end_ms, self.stop_from_ms, _next_of(self._taken_back, position_ms)]
        if segment.planned_ms is not None:
            left_ms = segment.start_ms + segment.planned_ms - position_ms
            changes.append(position_ms + (left_ms - 1) % 1000 + 1)  # the next count
        if segment.phase is Phase.LIFT:
            changes.append(segment.start_ms + SHORTEST_LIFT_MS)
        return min((at for at in changes if at is not None and at > position_ms), default=None)

    def ends_after(self, position_ms: int) -> int | None:
        """Return where the next lowering ends; ``None`` when there is none in this score."""
        return _next_of(self._ended, position_ms)

    def _reps(self, position_ms: int, side: Side | None, both: bool) -> tuple[Rep, ...]:
        """Return the reps that count at this position, of one side or of both."""
        ended = bisect_right(self._ended, position_ms)
        place = (ended, bisect_right(self._taken_back, position_ms), side, both)
        if place not in self._counting:
            self._counting[place] = tuple(
                kept.rep
                for kept in self.kept[:ended]
                if (kept.taken_back_ms is None or kept.taken_back_ms > position_ms) and (both or kept.rep.side is side)
            )
        return self._counting[place]

    def _index(self, position_ms: int) -> int:
        return max(0, bisect_right(self._starts, position_ms) - 1)


@dataclass(frozen=True, slots=True)
class SetRun:
    """A set: its prescription, its lead-in (ms), when lost tempo stops it, and what happened so far, in order.

    The methods that take a key return a new run, or this very one when the key means nothing at that position.
    ``at_ms`` is the position heard when the key went down, ``turn_ms`` the first at which a new sound can begin.
    """

    prescription: Prescription
    lead_in_ms: int
    rules: StopRules = field(default_factory=StopRules)
    events: tuple[Event, ...] = ()

    def score(self, position_ms: int = 0) -> Score:
        """Work out the timeline; an open set's reaches ``AHEAD_MS`` past ``position_ms``."""
        last_ms = self.events[-1].turn_ms if self.events else 0
        open_set = self.prescription.reps is None
        horizon_ms = max(position_ms, last_ms) + AHEAD_MS if open_set else None
        walked = self._walk(self.events, horizon_ms)
        preview = self._preview(walked, last_ms)
        foreseen = preview if preview is not None and preview.stop is StopReason.TEMPO_LOSS else walked
        return Score(
            segments=tuple(walked.segments),
            preview=tuple(preview.segments[len(walked.segments) :][:FOLLOWING]) if preview else (),
            kept=_kept(walked.lowerings, self.prescription.lower_ms),
            target_reps=self.prescription.reps,
            stop=foreseen.stop,
            stop_from_ms=foreseen.stop_from_ms,
            complete=walked.complete,
            horizon_ms=None if walked.complete or preview else horizon_ms,
            _awaited=tuple(walked.awaited),
            _starts=tuple(segment.start_ms for segment in walked.segments),
            _ended=tuple(lowering.end_ms for lowering in walked.lowerings),
            _taken_back=tuple(sorted(low.taken_back_ms for low in walked.lowerings if low.taken_back_ms is not None)),
        )

    def press(self, at_ms: int, turn_ms: int) -> SetRun:
        """Take the *next thing* key."""
        at_ms, turn_ms = self._not_before_last(at_ms, turn_ms)
        if self.score(at_ms).next_meaning(at_ms) is NextMeaning.NOTHING:
            return self
        return self._with(Event(EventKind.NEXT, at_ms, turn_ms))

    def take_back(self, at_ms: int) -> SetRun:
        """Take the last rep that counts back: it is not recorded, and the set gives another one in its place."""
        at_ms, _ = self._not_before_last(at_ms, at_ms)
        if all(kept.taken_back_ms is not None for kept in self.score(at_ms).kept_by(at_ms)):
            return self
        return self._with(Event(EventKind.TAKE_BACK, at_ms, at_ms))

    def pause(self, at_ms: int) -> SetRun:
        """Stand still; the position to stand at is ``paused_at`` of the new run."""
        at_ms, _ = self._not_before_last(at_ms, at_ms)
        if self.score(at_ms).at(at_ms).phase in (Phase.PAUSED, Phase.RACK, Phase.DONE):
            return self
        return self._with(Event(EventKind.PAUSE, at_ms, at_ms))

    def resume(self) -> SetRun:
        """Go on after a pause: a three-count, then the interrupted rep from its start."""
        paused_ms = self.paused_at
        return self if paused_ms is None else self._with(Event(EventKind.RESUME, paused_ms, paused_ms))

    def switch_side(self, at_ms: int, turn_ms: int) -> SetRun:
        """Go on to the other side of a one-sided exercise, which an open set would never reach by itself."""
        at_ms, turn_ms = self._not_before_last(at_ms, turn_ms)
        moment = self.score(at_ms).at(at_ms)
        sides = self.prescription.exercise.unilateral
        first = not any(
            segment.phase is Phase.SWITCH and segment.start_ms <= at_ms for segment in self.score(at_ms).segments
        )
        if not sides or not first or moment.phase in (Phase.PAUSED, Phase.RACK, Phase.DONE):
            return self
        return self._with(Event(EventKind.SWITCH, at_ms, turn_ms))

    def stop(self, at_ms: int, turn_ms: int, reason: StopReason) -> SetRun:
        """End the set here; in the closing words it ends them."""
        at_ms, turn_ms = self._not_before_last(at_ms, turn_ms)
        return self._with(Event(EventKind.STOP, at_ms, turn_ms, reason))

    @property
    def paused_at(self) -> int | None:
        """The position at which the set stands still, ``None`` when it is not paused."""
        last_ms = self.events[-1].turn_ms if self.events else 0
        score = self.score(last_ms)
        return score.segments[-1].start_ms if score.paused else None

    def _with(self, event: Event) -> SetRun:
        return replace(self, events=(*self.events, event))

    def _not_before_last(self, at_ms: int, turn_ms: int) -> tuple[int, int]:
        """Keep events in order: nothing happens before the score's last turn was heard."""
        last_ms = self.events[-1].turn_ms if self.events else 0
        at_ms = max(at_ms, last_ms)
        return at_ms, max(turn_ms, at_ms)

    def _walk(self, events: tuple[Event, ...], horizon_ms: int | None) -> Walk:
        return Walk(self.prescription, self.lead_in_ms, self.rules, events, horizon_ms)

    def _preview(self, walked: Walk, last_ms: int) -> Walk | None:
        """Return the walk as it would go on if the awaited key came soon; ``None`` where no key is awaited."""
        waiting = walked.segments[-1]
        if waiting.end_ms is not None:
            return None
        if waiting.phase is Phase.PAUSED:
            # The pause vanishes from the score when it ends where it began: put it back to keep the places.
            resumed = self._walk(
                (*self.events, Event(EventKind.RESUME, waiting.start_ms, waiting.start_ms)),
                last_ms + AHEAD_MS,
            )
            resumed.segments.insert(len(walked.segments) - 1, waiting)
            return resumed
        soon_ms = max(waiting.start_ms + SHORTEST_LIFT_MS, last_ms)
        return self._walk((*self.events, Event(EventKind.NEXT, soon_ms, soon_ms)), soon_ms + AHEAD_MS)


def _count(segment: Segment, elapsed_ms: int) -> int | None:
    """Return the number to show: whole seconds left, rounded up, as many as the phase counts aloud."""
    if segment.planned_ms is None:
        return None
    left = max(1, -((elapsed_ms - segment.planned_ms) // 1000))
    return min(left, RESUME_COUNT) if segment.phase is Phase.RESUME else left


def _next_of(positions: tuple[int, ...], position_ms: int) -> int | None:
    """Return the first of ordered positions that comes after this one."""
    place = bisect_right(positions, position_ms)
    return positions[place] if place < len(positions) else None


def _kept(lowerings: list[Lowering], target_ms: int) -> tuple[KeptRep, ...]:
    """Return the lowerings as reps; one that was taken back has the number that the next one gets too."""
    kept = []
    counted: Counter[Side | None] = Counter()
    for lowering in lowerings:
        rep = Rep(
            ordinal=lowering.ordinal,
            number=counted[lowering.side] + 1,
            side=lowering.side,
            target_ms=target_ms,
            measured_ms=lowering.measured_ms,
            ended_ms=lowering.end_ms,
        )
        counted[lowering.side] += lowering.taken_back_ms is None
        kept.append(KeptRep(rep, lowering.taken_back_ms))
    return tuple(kept)
