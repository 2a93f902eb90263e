"""Building the timeline of a set: prescription and events in, segments, cues and lowerings out. A rep is timed here.

The builder is a small state machine over positions. It plans one segment at a time from what has happened so far, lets
the events that fall into it end it or change what follows, and continues at its end, so that segments cannot leave a
gap or overlap.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace

from negcoach.training.exercise.prescription import Prescription
from negcoach.training.score import cues
from negcoach.training.score.events import Event, EventKind, NextMeaning, meaning_in_phase
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import OVER, Cue, Phase, Segment
from negcoach.training.terms import Side, StartsWith, StopReason

READY_HOLD_MS = 1_000
"""After a lift that waited for the key the lifter gets at least this long before the next lowering begins."""


@dataclass(slots=True)
class Lowering:
    """A lowering that ended; a later key may still measure it or take it back."""

    ordinal: int
    side: Side | None
    start_ms: int
    end_ms: int
    measured_ms: int | None
    taken_back_ms: int | None = None


class TimelineBuilder:
    """A timeline, built when the builder is made; its attributes are the result.

    ``segments`` follow one another from 0 without gaps; ``bottom_awaited`` is for each whether it ended while a
    lowering that the clock had ended could still be measured. ``lowerings`` are those that ended, taken back or not.
    The timeline ends where the set does (``complete``), at a segment that waits for a key, or past the horizon.
    ``stop`` is why the set ends, ``stop_from_ms`` where that becomes known.
    """

    def __init__(
        self,
        prescription: Prescription,
        lead_in_ms: int,
        rules: StopRules,
        events: Iterable[Event],
        horizon_ms: int | None,
    ) -> None:
        """Build to the set's end, or past ``horizon_ms`` where it is given (an open set has no other end)."""
        self._prescription = prescription
        self._lead_in_ms = lead_in_ms
        self._rules = rules
        self._events = deque(events)
        self._lowers_first = prescription.exercise.starts_with is StartsWith.LOWERING
        self._sides: tuple[Side | None, ...] = (Side.LEFT, Side.RIGHT) if prescription.exercise.unilateral else (None,)
        self._side_index = 0
        self._cursor = 0
        self._bottom_awaited = False
        self.segments: list[Segment] = []
        self.bottom_awaited: list[bool] = []
        self.lowerings: list[Lowering] = []
        self._counting: dict[Side | None, list[Lowering]] = {}  # of each side, those not taken back
        self.complete = False
        self.stop: StopReason | None = None
        self.stop_from_ms = 0
        self._build(horizon_ms)

    def _build(self, horizon_ms: int | None) -> None:
        phase: Phase | None = Phase.LEAD_IN
        while phase is not None:
            segment, phase = self._add_segment(phase)
            if segment.end_ms is None:
                return
            self._cursor = segment.end_ms
            if horizon_ms is not None and self._cursor > horizon_ms:
                return
        self.complete = True

    def _add_segment(self, phase: Phase) -> tuple[Segment, Phase | None]:
        """Add the segment at the cursor, as its events change it; return it and the phase that follows."""
        self._enter(phase)
        segment = self._planned(phase)
        while self._events and (segment.end_ms is None or self._events[0].at_ms < segment.end_ms):
            event = self._events.popleft()
            ending = self._apply(event, segment)
            if ending is not None:
                end_ms, following = ending
                segment = _cut(segment, end_ms)
                self._append(segment)
                return segment, following
            segment = _replanned(segment, self._planned(phase), event.at_ms)
        self._append(segment)
        return segment, None if segment.end_ms is None else self._phase_after(segment)

    def _enter(self, phase: Phase) -> None:
        if phase not in (Phase.HOLD_BOTTOM, Phase.LIFT):
            self._bottom_awaited = False
        if phase is Phase.SWITCH:
            self._side_index += 1
        if phase in OVER and self.stop is not StopReason.TEMPO_LOSS:
            self.stop_from_ms = self._cursor

    def _append(self, segment: Segment) -> None:
        """Append a segment unless it is empty, such as a pause that ended at the position where it began."""
        if segment.end_ms != segment.start_ms:
            self.segments.append(segment)
            self.bottom_awaited.append(self._bottom_awaited)

    def _apply(self, event: Event, segment: Segment) -> tuple[int, Phase | None] | None:
        """Apply an event to the segment it falls into.

        Return where it ends the segment and the phase that follows, ``None`` if it does not end it.
        """
        if event.kind is EventKind.TAKE_BACK:
            self._take_back(event.at_ms)
            return None
        if event.kind is EventKind.NEXT:
            return self._apply_next(event, segment)
        if segment.phase in OVER:
            return (event.effect_ms, None) if event.kind is EventKind.STOP else None
        if event.kind is EventKind.STOP:
            self.stop = event.reason or StopReason.LIFTERS_CALL
            return event.effect_ms, Phase.RACK
        if event.kind is EventKind.RESUME:
            return (event.at_ms, self._phase_after_pause()) if segment.phase is Phase.PAUSED else None
        if segment.phase is Phase.PAUSED:
            return None
        if event.kind is EventKind.PAUSE:
            return event.at_ms, Phase.PAUSED
        return (event.effect_ms, Phase.SWITCH) if self._side_index + 1 < len(self._sides) else None

    def _apply_next(self, event: Event, segment: Segment) -> tuple[int, Phase | None] | None:
        waits = segment.end_ms is None
        meaning = meaning_in_phase(segment.phase, waits, event.at_ms - segment.start_ms, self._bottom_awaited)
        if meaning is NextMeaning.BOTTOM_REACHED:
            return self._measure(event, segment)
        if meaning is NextMeaning.LIFT_DONE:
            return event.effect_ms, self._phase_after(segment)
        if meaning is NextMeaning.GO_ON:
            return event.at_ms, self._phase_after_pause()
        if meaning is NextMeaning.FINISH:
            return event.effect_ms, None
        return None

    def _measure(self, event: Event, segment: Segment) -> tuple[int, Phase | None] | None:
        """Measure the lowering whose bottom was reached; call the lift now, unless it was called already."""
        if segment.phase is Phase.LOWER:
            # Without a hold the lift is called at the natural end anyway, and may already be on its way to the ear.
            natural_end_ms = segment.start_ms + self._prescription.lower_ms
            holds = self._prescription.tempo.stretched > 0
            end_ms = event.effect_ms if holds else min(event.effect_ms, natural_end_ms)
            self._add_lowering(segment, end_ms, event.at_ms - segment.start_ms)
            return end_ms, self._phase_after_lowering(hold=False)
        lowering = self.lowerings[-1]
        lowering.measured_ms = event.at_ms - lowering.start_ms
        self._bottom_awaited = False
        if segment.phase is Phase.HOLD_BOTTOM and segment.end_ms is not None:
            return min(event.effect_ms, segment.end_ms), Phase.LIFT
        return None

    def _take_back(self, at_ms: int) -> None:
        last = max((done[-1] for done in self._counting.values() if done), key=_ordinal, default=None)
        if last is not None:
            last.taken_back_ms = at_ms
            self._counting[last.side].pop()

    def _phase_after_pause(self) -> Phase:
        """Return what follows a pause: the three-count, unless the set or the side was over already."""
        return self._closing() or Phase.RESUME

    def _phase_after(self, segment: Segment) -> Phase | None:
        """Return the phase that follows a segment which ran to its end; a lowering that did so is added."""
        phase = segment.phase
        if phase in OVER:
            return None
        if phase is Phase.LOWER:
            self._add_lowering(segment, segment.start_ms + self._prescription.lower_ms, None)
            return self._phase_after_lowering(hold=True)
        if phase is Phase.HOLD_BOTTOM:
            return Phase.LIFT
        if phase is Phase.LIFT:
            closing = self._closing() if self._lowers_first else None
            return closing or (Phase.HOLD_TOP if self._top_ms() else Phase.LOWER)
        if phase is Phase.HOLD_TOP:
            return self._closing() or Phase.LOWER
        return self._closing() or (Phase.LOWER if self._lowers_first else Phase.LIFT)

    def _phase_after_lowering(self, *, hold: bool) -> Phase:
        closing = None if self._lowers_first else self._closing()
        return closing or (Phase.HOLD_BOTTOM if hold and self._prescription.tempo.stretched else Phase.LIFT)

    def _add_lowering(self, segment: Segment, end_ms: int, measured_ms: int | None) -> None:
        ordinal = len(self.lowerings) + 1
        lowering = Lowering(ordinal, segment.side, segment.start_ms, end_ms, measured_ms)
        self.lowerings.append(lowering)
        self._counting.setdefault(lowering.side, []).append(lowering)
        self._bottom_awaited = measured_ms is None

    def _closing(self) -> Phase | None:
        """Return RACK, DONE or SWITCH when the last rep ends the set or the side, else ``None``."""
        counting = self._counting_on_side()
        if self._tempo_lost(counting):
            self.stop, self.stop_from_ms = StopReason.TEMPO_LOSS, counting[-1].end_ms
            return Phase.RACK
        if not self._target_reached(counting):
            return None
        if self._side_index + 1 < len(self._sides):
            return Phase.SWITCH
        self.stop = StopReason.TARGET_REACHED
        return Phase.DONE

    def _counting_on_side(self) -> list[Lowering]:
        """Return the lowerings that count on the side at work."""
        return self._counting.get(self._sides[self._side_index], [])

    def _tempo_lost(self, counting: list[Lowering]) -> bool:
        target_ms = self._prescription.lower_ms
        adherences = (None if low.measured_ms is None else low.measured_ms / target_ms for low in counting[-2:])
        return self._rules.stops(tuple(adherences))

    def _target_reached(self, counting: list[Lowering]) -> bool:
        return self._prescription.reps is not None and len(counting) >= self._prescription.reps

    def _top_ms(self) -> int:
        contracted_ms = self._prescription.tempo.contracted * 1000
        return max(contracted_ms, READY_HOLD_MS) if self._prescription.lift_ms is None else contracted_ms

    def _planned(self, phase: Phase) -> Segment:
        """Return the segment of this phase at the cursor, as planned from what has happened so far."""
        planned = self._planned_ms(phase)
        done = len(self._counting_on_side())
        belongs_to_done = phase is Phase.HOLD_BOTTOM or (phase is Phase.LIFT and self._lowers_first)
        return Segment(
            phase=phase,
            start_ms=self._cursor,
            end_ms=None if planned is None else self._cursor + planned,
            planned_ms=planned,
            rep=done if belongs_to_done or phase in OVER else done + 1,
            side=self._sides[self._side_index],
            cues=self._cues(phase, planned),
        )

    def _planned_ms(self, phase: Phase) -> int | None:
        if phase is Phase.LIFT:
            return self._prescription.lift_planned_ms
        fixed = {
            Phase.LEAD_IN: self._lead_in_ms,
            Phase.LOWER: self._prescription.lower_ms,
            Phase.HOLD_BOTTOM: self._prescription.tempo.stretched * 1000,
            Phase.HOLD_TOP: self._top_ms(),
            Phase.SWITCH: cues.SWITCH_MS,
            Phase.RESUME: cues.RESUME_MS,
            Phase.RACK: cues.RACK_MS,
            Phase.DONE: cues.DONE_MS,
        }
        return fixed.get(phase)

    def _cues(self, phase: Phase, planned: int | None) -> tuple[Cue, ...]:
        start, exercise = self._cursor, self._prescription.exercise
        if phase is Phase.LIFT:
            announced = None if self._top_ms() else self._announcement()
            ticks = self._prescription.tempo.concentric == (planned or 0) // 1000
            return cues.lift(start, planned, exercise.words.lift_sound, ticks, announced)
        if phase is Phase.LEAD_IN:
            return cues.lead_in(start, planned or 0, exercise.spotters.at_least > 0)
        if phase is Phase.LOWER:
            return cues.lower(start, planned or 0)
        if phase is Phase.HOLD_BOTTOM:
            return cues.hold(start, planned or 0, "hold")
        if phase is Phase.HOLD_TOP:
            return cues.hold(start, planned or 0, self._announcement() or "hold")
        if phase is Phase.SWITCH:
            return cues.switch(start)
        if phase is Phase.RESUME:
            return cues.resume(start)
        single = {Phase.RACK: "rack-it", Phase.DONE: "set-done"}.get(phase)
        return (Cue(start, single),) if single else ()

    def _announcement(self) -> str | None:
        """Return the sound that announces the next rep, ``None`` where none follows."""
        counting = self._counting_on_side()
        if self._tempo_lost(counting) or self._target_reached(counting):
            return None
        return cues.rep_number(len(counting) + 1, self._prescription.reps)


def _cut(segment: Segment, end_ms: int) -> Segment:
    """Return the segment ended by a key: later cues are dropped, and a cue that still rings ends there."""
    if segment.end_ms is not None and end_ms >= segment.end_ms:
        return replace(segment, end_ms=end_ms)
    cut = (replace(cue, until_ms=end_ms) for cue in segment.cues if cue.at_ms < end_ms)
    return replace(segment, end_ms=end_ms, cues=tuple(cut))


def _replanned(old: Segment, new: Segment, from_ms: int) -> Segment:
    """Return a replanned segment, with the cues that had started by ``from_ms`` as they were."""
    started = tuple(cue for cue in old.cues if cue.at_ms <= from_ms)
    return replace(new, cues=started + tuple(cue for cue in new.cues if cue.at_ms > from_ms))


def _ordinal(lowering: Lowering) -> int:
    return lowering.ordinal
