"""A set under way: its prescription and the events so far, from which its score is computed.

The run is a value: a key press makes a new run (``press``, ``take_back``, …), and ``score`` computes its timeline.
Nothing here reads a clock: the caller passes in positions of the track.

* ``events``: the key presses, and the meaning of the *next thing* key
* ``stop_rules``: when lost tempo stops the set
* ``rescue``: what frees the lifter when a set ends or pauses under the load
* ``timeline_builder``: how prescription and events become segments; here a lowering is timed and measured
* ``cues``: the sounds of each phase
* ``score``: the finished timeline, and the moment at each position
* ``timeline``: the values that all of them are made of
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from negcoach.training.exercise.prescription import Prescription
from negcoach.training.score.events import (
    EARLIEST_END_OF_REST_MS,
    EARLIEST_GO_ON_MS,
    EARLIEST_LIFT_DONE_MS,
    MOST_LATE_MS,
    Event,
    EventKind,
    NextMeaning,
)
from negcoach.training.score.score import AHEAD_MS, FOLLOWING, EndedRep, Score
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import OVER, Phase, Rep
from negcoach.training.score.timeline_builder import Lowering, TimelineBuilder
from negcoach.training.terms import Side, StopReason

_EARLIEST_KEY_MS = max(EARLIEST_LIFT_DONE_MS, EARLIEST_GO_ON_MS)
"""How soon the key can end a lift that waits for it, or a pause."""


@dataclass(frozen=True, slots=True)
class SetRun:
    """A set: its prescription, its lead-in (ms), the rules that stop it, and what happened so far, in order.

    With an ``open_lowering`` each lowering lasts as long as the lifter can, and the prescribed time is the most. With
    ``verdicts`` it is said of each measured lowering how its tempo turned out, where there is room for that.
    The methods that take a key return a new run, or this very one when the key means nothing at that position.
    ``at_ms`` is the position heard when the key is taken, ``effect_ms`` the first at which a new sound can begin.
    """

    prescription: Prescription
    lead_in_ms: int
    rules: StopRules = field(default_factory=StopRules)
    events: tuple[Event, ...] = ()
    open_lowering: bool = False
    verdicts: bool = False

    def score(self, position_ms: int = 0) -> Score:
        """Compute the timeline; an open set's reaches ``AHEAD_MS`` past ``position_ms``."""
        last_ms = self._last_ms
        open_set = self.prescription.reps is None
        horizon_ms = max(position_ms, last_ms) + AHEAD_MS if open_set else None
        built = self._build(self.events, horizon_ms)
        preview = self._preview(built, last_ms)
        lost = preview is not None and preview.segments[-1].phase is Phase.RACK
        foreseen = preview if preview is not None and lost else built
        return Score(
            segments=tuple(built.segments),
            preview=tuple(preview.segments[len(built.segments) :][:FOLLOWING]) if preview else (),
            ended=self._ended(built.lowerings),
            rescue_calls=tuple(built.rescue_calls),
            stop=foreseen.stop,
            stop_from_ms=foreseen.stop_from_ms,
            side_lost_from_ms=(preview or built).side_lost_from_ms,
            complete=built.complete,
            horizon_ms=None if built.complete or preview else horizon_ms,
            _bottom_awaited=tuple(built.bottom_awaited),
            _starts=tuple(segment.start_ms for segment in built.segments),
            _rep_ends=tuple(lowering.end_ms for lowering in built.lowerings),
            _taken_back=tuple(sorted(low.taken_back_ms for low in built.lowerings if low.taken_back_ms is not None)),
        )

    def press(self, at_ms: int, effect_ms: int, late_ms: int = 0) -> SetRun:
        """Take the *next thing* key, whose button went down ``late_ms`` before, where that is known (else 0).

        One that comes late counts only if it meant the same when it was made, and was made in the lowering that it
        would measure.
        """
        down_ms = at_ms - late_ms
        at_ms, effect_ms = self._in_order(at_ms, effect_ms)
        score = self.score(at_ms)
        meaning = score.meaning_at(at_ms)
        if meaning is NextMeaning.NOTHING:
            return self
        if not late_ms:
            return self._with(Event(EventKind.NEXT, at_ms, effect_ms))
        is_older = down_ms < max(0, self._last_ms, at_ms - MOST_LATE_MS)
        if is_older or score.meaning_at(down_ms) is not meaning:
            return self
        if meaning is NextMeaning.BOTTOM_REACHED and down_ms < score.newest_lowering_ms(at_ms):
            return self
        return self._with(Event(EventKind.NEXT, at_ms, effect_ms, late_ms=at_ms - down_ms))

    def take_back(self, at_ms: int) -> SetRun:
        """Take back the last rep that counts: it is not recorded, and is repeated."""
        at_ms, _ = self._in_order(at_ms, at_ms)
        if all(one.taken_back_ms is not None for one in self.score(at_ms).ended_by(at_ms)):
            return self
        return self._with(Event(EventKind.TAKE_BACK, at_ms, at_ms))

    def pause(self, at_ms: int, effect_ms: int) -> SetRun:
        """Pause, and first free the lifter of the load. The *next thing* key goes on, with a hand-off."""
        at_ms, effect_ms = self._in_order(at_ms, effect_ms)
        score = self.score(at_ms)
        moment = score.at(at_ms)
        if score.paused or moment.segment.rescue or moment.phase in OVER:
            return self
        return self._with(Event(EventKind.PAUSE, at_ms, effect_ms))

    def switch_side(self, at_ms: int, effect_ms: int) -> SetRun:
        """Go on to the other side of a one-sided exercise, which an open set would never reach by itself.

        The lifter is first freed of the load.
        """
        at_ms, effect_ms = self._in_order(at_ms, effect_ms)
        score = self.score(at_ms)
        sides = len(self.prescription.sides) > 1
        first = not any(segment.phase is Phase.SWITCH and segment.start_ms <= at_ms for segment in score.segments)
        moment = score.at(at_ms)
        if not sides or not first or score.paused or moment.segment.rescue or moment.phase in OVER:
            return self
        return self._with(Event(EventKind.SWITCH, at_ms, effect_ms))

    def stop(self, at_ms: int, effect_ms: int, reason: StopReason) -> SetRun:
        """End the set here: free the lifter of the load, then say the last word, which a second stop skips."""
        at_ms, effect_ms = self._in_order(at_ms, effect_ms)
        if self.is_ended and self.score(at_ms).at(at_ms).phase not in OVER:
            return self
        return self._with(Event(EventKind.STOP, at_ms, effect_ms, reason))

    @property
    def is_ended(self) -> bool:
        """Whether a key has ended the set."""
        return any(event.kind is EventKind.STOP for event in self.events)

    @property
    def _last_ms(self) -> int:
        """Where the last event took effect."""
        return self.events[-1].effect_ms if self.events else 0

    def _with(self, event: Event) -> SetRun:
        return replace(self, events=(*self.events, event))

    def _in_order(self, at_ms: int, effect_ms: int) -> tuple[int, int]:
        """Return both positions, moved so that nothing happens before the last event took effect.

        The first millisecond stays: a set that is ended as it begins is still one, of which something can be shown.
        """
        at_ms = max(at_ms, self._last_ms)
        return at_ms, max(effect_ms, at_ms, 1)

    def _build(self, events: tuple[Event, ...], horizon_ms: int | None) -> TimelineBuilder:
        return TimelineBuilder(
            *(self.prescription, self.lead_in_ms, self.rules, events, horizon_ms),
            open_lowering=self.open_lowering,
            verdicts=self.verdicts,
        )

    def _preview(self, built: TimelineBuilder, last_ms: int) -> TimelineBuilder | None:
        """Return the timeline as it would be if the awaited key came soon; ``None`` where no key is awaited."""
        waiting = built.segments[-1]
        if waiting.end_ms is not None:
            return None
        soonest_ms = EARLIEST_END_OF_REST_MS if waiting.phase is Phase.RELOAD else _EARLIEST_KEY_MS
        soon_ms = max(waiting.start_ms + soonest_ms, last_ms)
        return self._build((*self.events, Event(EventKind.NEXT, soon_ms, soon_ms)), soon_ms + AHEAD_MS)

    def _ended(self, lowerings: list[Lowering]) -> tuple[EndedRep, ...]:
        """Return the lowerings as reps; one that was taken back has the number that the next one gets too."""
        ended = []
        counting: Counter[Side | None] = Counter()
        for lowering in lowerings:
            rep = Rep(
                ordinal=lowering.ordinal,
                number=counting[lowering.side] + 1,
                side=lowering.side,
                target_ms=self.prescription.lower_ms,
                measured_ms=lowering.measured_ms,
                ended_ms=lowering.end_ms,
                open=self.open_lowering,
                held=not self.open_lowering and not self.prescription.stops_on_tempo,
            )
            counting[lowering.side] += lowering.taken_back_ms is None
            ended.append(EndedRep(rep, lowering.taken_back_ms))
        return tuple(ended)
