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
from negcoach.training.exercise.way import WayKind
from negcoach.training.progress.adherence import tempo_result
from negcoach.training.score import cues
from negcoach.training.score.events import (
    EARLIEST_END_OF_REST_MS,
    EARLIEST_LIFT_DONE_MS,
    Event,
    EventKind,
    NextMeaning,
    meaning_in_phase,
)
from negcoach.training.score.rescue import (
    HAND_OFF_BEATS_MS,
    TAKE_MS,
    TAKEN_MS,
    ending_words,
    lifts_last,
    pause_phase,
    put_down_call,
    rescue_lift_ms,
    rescue_phase,
)
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import OVER, RACKED, Cue, LiftedBy, Phase, RescueCall, Segment
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
    lowering that the clock had ended could still be measured. ``rescue_calls`` are what frees a lifter whom the program
    leaves under the load by dying. ``lowerings`` are those that ended, taken back or not.
    The timeline ends where the set does (``complete``), at a segment that waits for a key, or past the horizon.
    ``stop`` is why the set ends, ``stop_from_ms`` where that becomes known. ``side_lost_from_ms`` is where the first of
    two sides has lost the tempo, ``None`` where it has not.
    """

    def __init__(
        self,
        prescription: Prescription,
        lead_in_ms: int,
        rules: StopRules,
        events: Iterable[Event],
        horizon_ms: int | None,
        *,
        open_lowering: bool = False,
        verdicts: bool = False,
    ) -> None:
        """Build to the set's end, or past ``horizon_ms`` where it is given (an open set has no other end)."""
        self._prescription = prescription
        self._open_lowering = open_lowering
        self._verdicts = verdicts and not open_lowering  # as long as one can is never too fast
        self._lead_in_ms = lead_in_ms
        self._rules = rules
        self._events = deque(events)
        self._lowers_first = prescription.exercise.starts_with is StartsWith.LOWERING
        self._lifts_last = lifts_last(prescription.exercise)
        self._sides: tuple[Side | None, ...] = prescription.sides or (None,)
        self._side_index = 0
        self._lost_reps: int | None = None  # those of the first side, where it lost the tempo
        self._cursor = 0
        self._bottom_awaited = False
        self._paused = False  # at least once: the load is handed over again
        self._left_in_lift = False  # a key ended the set in a lift, so that this was not finished
        self._after_rescue: Phase | None = None  # what a key asked for, once the lifter is free of the load
        self.segments: list[Segment] = []
        self.bottom_awaited: list[bool] = []
        self.rescue_calls: list[RescueCall] = []
        self.lowerings: list[Lowering] = []
        self._counting: dict[Side | None, list[Lowering]] = {}  # of each side, those not taken back
        self.complete = False
        self.stop: StopReason | None = None
        self.stop_from_ms = 0
        self.side_lost_from_ms: int | None = None
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
            segment = _replanned(segment, self._planned(phase, segment), event.at_ms)
        self._append(segment)
        return segment, None if segment.end_ms is None else self._phase_after(segment)

    def _enter(self, phase: Phase) -> None:
        if not (self.segments and self.segments[-1].phase is Phase.LOWER):
            self._bottom_awaited = False  # after a hold a late press would measure that too
        if phase is Phase.SWITCH:
            counting = self._counting_on_side()
            if self._tempo_lost(counting):
                self._lost_reps, self.side_lost_from_ms = len(counting), counting[-1].end_ms
            self._side_index += 1
        if phase is self._after_rescue:
            self._after_rescue = None
        if phase is Phase.DONE:
            self.stop_from_ms = self._cursor

    def _append(self, segment: Segment) -> None:
        """Append a segment unless it is empty, such as a pause that ended at the position where it began."""
        if segment.end_ms != segment.start_ms:
            self.segments.append(segment)
            self.bottom_awaited.append(self._bottom_awaited)
            held_from_ms = self._held_from_ms(segment)
            if held_from_ms is not None:
                self.rescue_calls.append(RescueCall(held_from_ms, _held_until_ms(segment), self._take_call))

    def _held_from_ms(self, segment: Segment) -> int | None:
        """Return from where in a segment a pause would free the lifter of the load, ``None`` where it need not.

        A set that is being ended has called already.
        """
        if segment.rescue or segment.phase is Phase.PAUSED:
            return None
        before_lowering_ms = self._before_lowering_ms(segment, segment.start_ms)
        hand_off_ms = segment.start_ms
        if before_lowering_ms is not None:
            hand_off_ms += max(0, before_lowering_ms - HAND_OFF_BEATS_MS)
        for at_ms in (segment.start_ms, hand_off_ms):
            before_lowering_ms = self._before_lowering_ms(segment, at_ms)
            is_left = segment.end_ms is not None and at_ms >= segment.end_ms
            if not is_left and pause_phase(segment.phase, self._prescription, before_lowering_ms) is Phase.TAKE:
                return at_ms
        return None

    def _apply(self, event: Event, segment: Segment) -> tuple[int, Phase | None] | None:
        """Apply an event to the segment it falls into.

        Return where it ends the segment and the phase that follows, ``None`` if it does not end it.
        """
        if event.kind is EventKind.TAKE_BACK:
            self._take_back(event.at_ms)
            return None
        if event.kind is EventKind.NEXT:
            return self._apply_next(event, segment)
        if segment.phase in OVER and event.kind is EventKind.STOP:
            if event.reason is StopReason.PAIN:
                self.stop = StopReason.PAIN
            return event.effect_ms, None
        if segment.phase in OVER:
            return None
        if event.kind is EventKind.STOP:
            return self._end_set(event, segment)
        if segment.rescue or (segment.end_ms is None and segment.phase in (Phase.PAUSED, Phase.TAKE)):
            return None
        if event.kind is EventKind.PAUSE:
            self._paused = True
            before_lowering_ms = self._before_lowering_ms(segment, event.at_ms)
            phase = _phase_of_load(segment, event.at_ms)
            return event.effect_ms, pause_phase(phase, self._prescription, before_lowering_ms)
        if self._side_index + 1 < len(self._sides):
            return self._leave_load(event, segment, Phase.SWITCH)
        return None

    def _end_set(self, event: Event, segment: Segment) -> tuple[int, Phase | None] | None:
        """End the set; one that lost tempo ends anyway was stopped by that, unless it hurts."""
        counting, reason = self._counting_on_side(), event.reason or StopReason.LIFTERS_CALL
        self._left_in_lift = segment.phase is Phase.LIFT
        if self._tempo_lost(counting) and reason is not StopReason.PAIN:
            self.stop, self.stop_from_ms = StopReason.TEMPO_LOSS, counting[-1].end_ms
        else:
            lost = self._lost_reps is not None and reason is StopReason.LIFTERS_CALL
            self.stop, self.stop_from_ms = StopReason.TEMPO_LOSS if lost else reason, event.effect_ms
        return self._leave_load(event, segment, Phase.RACK)

    def _leave_load(self, event: Event, segment: Segment, following: Phase) -> tuple[int, Phase | None] | None:
        """Go on to ``following``, by the rescue where the load is not safe."""
        before_lowering_ms = self._before_lowering_ms(segment, event.at_ms)
        out = rescue_phase(_phase_of_load(segment, event.at_ms), self._prescription, before_lowering_ms)
        if out is None:
            return event.effect_ms, following
        self._bottom_awaited = False
        self._after_rescue = following
        called = segment.phase is out and segment.lifted_by is not LiftedBy.LIFTER
        just_called = called and event.at_ms - segment.start_ms < EARLIEST_LIFT_DONE_MS
        if segment.rescue or just_called:
            return None  # that call is the one
        end_ms = event.effect_ms
        if out is Phase.LIFT and self._lift_follows(segment) and segment.end_ms is not None:
            # The lift is called at the natural end anyway, and may already be on its way to the ear.
            end_ms = min(end_ms, segment.end_ms)
        return end_ms, out

    def _before_lowering_ms(self, segment: Segment, at_ms: int) -> int | None:
        """Return how long before the next lowering a position in a lead-in or a lift is, ``None`` if none follows.

        A lift that waits for a key may be over after the exercise's own time.
        """
        if not self._lowers_first or self._is_over(self._counting_on_side()):
            return None
        lasts_ms = self._prescription.exercise.lift_ms if segment.planned_ms is None else segment.planned_ms
        return segment.start_ms + lasts_ms - at_ms

    def _lift_follows(self, segment: Segment) -> bool:
        """Return whether a lift is called where this segment ends by itself."""
        if segment.phase is Phase.LOWER:
            return self._lowers_first and not self._prescription.tempo.stretched
        return segment.phase is Phase.HOLD_BOTTOM

    def _apply_next(self, event: Event, segment: Segment) -> tuple[int, Phase | None] | None:
        waits = segment.end_ms is None
        meaning = meaning_in_phase(segment.phase, waits, event.at_ms - segment.start_ms, self._bottom_awaited)
        if meaning is NextMeaning.BOTTOM_REACHED:
            return self._measure(event, segment)
        if meaning is NextMeaning.LIFT_DONE:
            return event.effect_ms, self._phase_after(segment)
        if meaning is NextMeaning.GO_ON:
            after_rack = segment.phase in RACKED
            return event.effect_ms, self._phase_after_rack() if after_rack else self._phase_after_pause(segment)
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
            self._add_lowering(segment, end_ms, event.down_ms - segment.start_ms)
            return end_ms, self._phase_after_lowering(hold=False)
        lowering = self.lowerings[-1]
        measured_ms = event.down_ms - lowering.start_ms
        lowering.measured_ms = min(measured_ms, self._prescription.lower_ms) if self._open_lowering else measured_ms
        self._bottom_awaited = False
        if segment.phase is Phase.HOLD_BOTTOM and segment.end_ms is not None:
            return min(event.effect_ms, segment.end_ms), Phase.LIFT
        return None

    def _take_back(self, at_ms: int) -> None:
        last = max((done[-1] for done in self._counting.values() if done), key=_ordinal, default=None)
        if last is not None:
            last.taken_back_ms = at_ms
            self._counting[last.side].pop()

    def _phase_after_pause(self, pause: Segment) -> Phase:
        """Return what follows a pause: as after the rack, but nobody knows whether the hooks still hang.

        Nor which plates are on the bar, unless it stood loaded in its rack all the time.
        """
        following = self._phase_after_rack()
        in_rack = pause.phase is Phase.PAUSED and bool(self.segments) and self.segments[-1].phase is Phase.LEAD_IN
        came_off = self._prescription.reloads and not (self._prescription.unloads and in_rack)
        return Phase.RELOAD if came_off and following is Phase.LEAD_IN else following

    def _phase_after_rack(self) -> Phase:
        """Return what follows where the load was put down: the hand-off, unless the set or the side was over."""
        return self._closing() or Phase.LEAD_IN

    def _phase_after(self, segment: Segment) -> Phase | None:
        """Return the phase that follows a segment which ran to its end; a lowering that did so is added."""
        phase = segment.phase
        if phase in OVER:
            return None
        if segment.rescue:
            return self._after_rescue
        if phase is Phase.LOWER:
            self._add_lowering(segment, segment.start_ms + self._prescription.lower_ms, None)
            return self._phase_after_whole() if self._open_lowering else self._phase_after_lowering(hold=True)
        if phase is Phase.HOLD_BOTTOM:
            return Phase.LIFT
        if phase is Phase.LIFT:
            closing = self._closing_or_rest() if self._lifts_last else None
            return closing or (Phase.HOLD_TOP if self._top_ms() else Phase.LOWER)
        if phase is Phase.HOLD_TOP:
            return self._closing() or Phase.LOWER
        if phase in RACKED:
            return self._phase_after_rack()
        if phase is Phase.SWITCH and not self._lifts_last:  # the first side ended at the bottom
            return Phase.LIFT
        return self._closing() or (Phase.LOWER if self._lowers_first else Phase.LIFT)

    def _phase_after_whole(self) -> Phase:
        """Return what follows an open lowering that lasted its whole time: the lifter is freed of the load first.

        Nobody knows where they are then: perhaps still half-way down.
        """
        self._after_rescue = self._closing() or Phase.LIFT
        return Phase.TAKE

    def _phase_after_lowering(self, *, hold: bool) -> Phase:
        closing = None if self._lifts_last else self._closing_or_rest()
        return closing or (Phase.HOLD_BOTTOM if hold and self._prescription.tempo.stretched else Phase.LIFT)

    def _add_lowering(self, segment: Segment, end_ms: int, measured_ms: int | None) -> None:
        ordinal = len(self.lowerings) + 1
        lowering = Lowering(ordinal, segment.side, segment.start_ms, end_ms, measured_ms)
        self.lowerings.append(lowering)
        self._counting.setdefault(lowering.side, []).append(lowering)
        self._bottom_awaited = measured_ms is None

    def _closing_or_rest(self) -> Phase | None:
        """Return what ends the set or the side, else how the bar is racked after this rep, else ``None``."""
        closing, way = self._closing(), self._prescription.way
        if closing is not None:
            return closing
        if self._prescription.reloads:
            return Phase.RELOAD
        return Phase.CLUSTER_REST if way.rests_after(len(self._counting_on_side())) else None

    def _closing(self) -> Phase | None:
        """Return RACK, DONE or SWITCH when the last rep ends the set or the side, else ``None``.

        A side that loses the tempo ends only itself: the other one is trained too, with no more reps.
        """
        counting = self._counting_on_side()
        if not self._is_over(counting):
            return None
        lost = self._tempo_lost(counting)
        if self._side_index + 1 < len(self._sides):
            return Phase.SWITCH
        if lost:
            self.stop, self.stop_from_ms = StopReason.TEMPO_LOSS, counting[-1].end_ms
            return Phase.RACK
        self.stop = StopReason.TARGET_REACHED if self._lost_reps is None else StopReason.TEMPO_LOSS
        return Phase.DONE

    def _is_over(self, counting: list[Lowering]) -> bool:
        """Return whether the set, or the side, is over with these reps."""
        return self._tempo_lost(counting) or self._target_reached(counting)

    def _counting_on_side(self) -> list[Lowering]:
        """Return the lowerings that count on the current side."""
        return self._counting.get(self._sides[self._side_index], [])

    def _tempo_lost(self, counting: list[Lowering]) -> bool:
        target_ms = self._prescription.lower_ms
        adherences = (None if low.measured_ms is None else low.measured_ms / target_ms for low in counting[-2:])
        return self._rules.stops(tuple(adherences))

    def _target_reached(self, counting: list[Lowering]) -> bool:
        target = self._target_reps()
        return target is not None and len(counting) >= target

    def _target_reps(self) -> int | None:
        """Return the reps of the current side: after a side that lost the tempo, no more than that one did."""
        return self._prescription.reps if self._lost_reps is None else self._lost_reps

    def _top_ms(self) -> int:
        contracted_ms = self._prescription.tempo.contracted * 1000
        if self._spotter_comes():
            contracted_ms = max(contracted_ms, cues.HANDS_ON_MS)
        return max(contracted_ms, READY_HOLD_MS) if self._prescription.lift_ms is None else contracted_ms

    def _planned(self, phase: Phase, under_way: Segment | None = None) -> Segment:
        """Return the segment of this phase at the cursor, as planned from what has happened so far.

        One that is ``under_way`` lasts as long as it was to, and a spotter who helps goes on helping: without a rep
        that is taken back it might else have ended before now. One that has become a rescue lasts longer.
        """
        as_begun = None if self._rescues(phase) else under_way
        planned = self._planned_ms(phase) if as_begun is None else as_begun.planned_ms
        helped = as_begun is not None and as_begun.lifted_by is LiftedBy.SPOTTER
        counting = self._counting_on_side()
        done = len(counting)
        belongs_to_done = phase is Phase.HOLD_BOTTOM or (phase is Phase.LIFT and self._lowers_first)
        none_follows = phase in OVER or self._is_over(counting)
        return Segment(
            phase=phase,
            start_ms=self._cursor,
            end_ms=None if planned is None else self._cursor + planned,
            planned_ms=planned,
            rep=done if belongs_to_done or none_follows else done + 1,
            side=self._sides[self._side_index],
            cues=self._cues(phase, planned),
            rescue=self._rescues(phase),
            target_reps=self._target_reps(),
            lifted_by=LiftedBy.SPOTTER if helped else self._lifted_by(phase),
            counts_up=self._open_lowering and phase is Phase.LOWER,
            at_top=self._is_at_top(phase),
        )

    def _is_at_top(self, phase: Phase) -> bool:
        """Return whether this lift leaves the load at the top, and whether this closing phase finds it there."""
        if phase is Phase.LIFT or not self._lifts_last:
            return self._lifts_last
        before = next((one for one in reversed(self.segments) if one.phase is not Phase.PAUSED), None)
        if phase not in OVER or before is None:
            return False
        if before.phase is Phase.LIFT:
            return before.rescue or not self._left_in_lift
        return before.phase in (Phase.HOLD_TOP, Phase.LEAD_IN, *RACKED)

    def _lifted_by(self, phase: Phase) -> LiftedBy:
        """Return who lifts, or takes the load; whoever lost the tempo or is to be freed of the load is helped."""
        if phase is Phase.TAKE and self._is_spotted_alone:
            return LiftedBy.SPOTTER
        if phase is not Phase.LIFT:
            return LiftedBy.USUAL
        counting, rescues = self._counting_on_side(), self._rescues(phase)
        if self._prescription.way.kind is WayKind.ACCENTUATED:
            return LiftedBy.USUAL if rescues or self._tempo_lost(counting) else LiftedBy.LIFTER
        forced = self._is_forced(len(counting)) or (rescues and self._is_spotted_alone)
        return LiftedBy.SPOTTER if forced else LiftedBy.USUAL

    @property
    def _is_spotted_alone(self) -> bool:
        """Whether a spotter stands by in an exercise that is else lifted alone, for its forced reps."""
        return self._prescription.way.kind is WayKind.FORCED

    @property
    def _take_call(self) -> str:
        """The call that frees the lifter of the load: where a spotter stands by, they take it."""
        return cues.TAKE_IT if self._is_spotted_alone else self._prescription.exercise.words.take_sound

    def _is_forced(self, rep: int) -> bool:
        """Return whether the spotter helps a rep up, counted from 1."""
        return self._prescription.way.is_forced(rep, self._target_reps())

    def _spotter_comes(self) -> bool:
        """Return whether the spotter takes their place now, at the top before the first forced rep."""
        done = len(self._counting_on_side())
        return self._is_forced(done + 1) and not self._is_forced(done)

    def _lift_call(self) -> str:
        """Return the call of a lift: where the lifter usually lifts alone, the call for help is another one."""
        words = self._prescription.exercise.words
        if self._prescription.way.kind is not WayKind.ACCENTUATED:
            return words.lift_sound
        return cues.LIFT_ALONE if self._lifted_by(Phase.LIFT) is LiftedBy.LIFTER else words.take_sound

    def _rescues(self, phase: Phase) -> bool:
        return self._after_rescue is not None and phase in (Phase.LIFT, Phase.TAKE)

    def _planned_ms(self, phase: Phase) -> int | None:
        if phase is Phase.LIFT:
            if self._rescues(phase):
                return rescue_lift_ms(self._prescription.exercise.lift_ms)
            planned_ms = self._prescription.lift_planned_ms
            forced = planned_ms is not None and self._lifted_by(phase) is LiftedBy.SPOTTER
            return cues.FORCED_LIFT_MS if forced else planned_ms
        if phase is Phase.TAKE:
            return TAKE_MS if self._rescues(phase) else None
        rested = bool(self.segments) and self.segments[-1].phase in RACKED
        fixed = {
            Phase.CLUSTER_REST: self._prescription.way.rest_ms - cues.HAND_OFF_MS,
            Phase.LEAD_IN: self._hand_off_ms(rested=rested),
            Phase.LOWER: self._prescription.lower_ms,
            Phase.HOLD_BOTTOM: self._prescription.tempo.stretched * 1000,
            Phase.HOLD_TOP: self._top_ms(),
            Phase.SWITCH: cues.SWITCH_MS,
            Phase.RACK: cues.RACK_MS,
            Phase.DONE: cues.DONE_MS,
        }
        return fixed.get(phase)

    def _hand_off_ms(self, *, rested: bool) -> int:
        """Return how long the load is handed over; a bar that was loaded again is taken out as before a set."""
        if rested and not self._prescription.unloads:
            return cues.HAND_OFF_MS
        if rested or self._paused:
            return max(self._prescription.lead_in_ms, cues.HAND_OFF_MS)
        return self._lead_in_ms

    def _cues(self, phase: Phase, planned: int | None) -> tuple[Cue, ...]:
        cues = self._usual_cues(phase, planned)
        lost = phase is Phase.LIFT and self._tempo_lost(self._counting_on_side())
        frees = lost or phase in (Phase.TAKE, Phase.RACK) or self._rescues(phase)
        if frees:
            return tuple(replace(cue, aloud=True) for cue in cues)
        cues = self._with_verdict(phase, planned, cues)
        return (replace(cues[0], aloud=True), *cues[1:]) if self._is_helped(phase) else cues

    def _with_verdict(self, phase: Phase, planned: int | None, called: tuple[Cue, ...]) -> tuple[Cue, ...]:
        """Return the cues with the verdict on the lowering that this phase follows, where it was measured."""
        lowering = self.lowerings[-1] if self.lowerings else None
        follows = bool(self.segments) and self.segments[-1].phase in (Phase.LOWER, Phase.HOLD_BOTTOM)
        if not self._verdicts or not follows or phase not in (Phase.LIFT, Phase.DONE):
            return called
        if not self._prescription.stops_on_tempo:  # its seconds count, and no tempo
            return called
        if lowering is None or lowering.measured_ms is None or lowering.taken_back_ms is not None:
            return called
        result = tempo_result(lowering.measured_ms / self._prescription.lower_ms, self._rules)
        verdict = cues.verdict(self._cursor, planned, called, result)
        return tuple(sorted((*called, *verdict), key=lambda cue: cue.at_ms))

    def _is_helped(self, phase: Phase) -> bool:
        """Return whether somebody else lifts: their call is heard although the sound is muted."""
        lifted_by = self._lifted_by(phase)
        usual = lifted_by is LiftedBy.USUAL and self._prescription.exercise.spotters.at_least > 0
        return phase is Phase.LIFT and (usual or lifted_by is LiftedBy.SPOTTER)

    def _usual_cues(self, phase: Phase, planned: int | None) -> tuple[Cue, ...]:
        start, exercise = self._cursor, self._prescription.exercise
        words = exercise.words
        if self._rescues(phase):
            return (Cue(start, self._lift_call() if phase is Phase.LIFT else self._take_call),)
        if phase is Phase.LIFT:
            announced = None if self._top_ms() else self._announcement()
            ticks = self._prescription.tempo.concentric == (planned or 0) // 1000
            return cues.lift(start, planned, self._lift_call(), ticks, announced)
        if phase is Phase.LEAD_IN:
            length = planned or 0
            rise = cues.first_lift(start, length, exercise.lift_ms, words.lift_sound) if exercise.first_lift else None
            helped = self._is_forced(len(self._counting_on_side()) + 1) or (self._paused and self._is_spotted_alone)
            spotted = exercise.spotters.at_least > 0 or helped
            return cues.lead_in(start, length, spotted, rise)
        if phase is Phase.LOWER:
            return (cues.open_lowering if self._open_lowering else cues.lower)(start, planned or 0)
        if phase is Phase.HOLD_BOTTOM:
            return cues.hold(start, planned or 0, "hold")
        if phase is Phase.HOLD_TOP:
            first = cues.HANDS_ON if self._spotter_comes() else self._announcement() or "hold"
            return cues.hold(start, planned or 0, first)
        if phase is Phase.SWITCH:
            return cues.switch(start)
        if phase is Phase.CLUSTER_REST:
            return cues.cluster_rest(start, planned or 0, put_down_call(exercise).sound)
        if phase is Phase.RELOAD:
            called = cues.WAITS if self._prescription.unloads else cues.HOOKS_ON
            return cues.reload(start, EARLIEST_END_OF_REST_MS, put_down_call(exercise).sound, called)
        single = {
            Phase.TAKE: self._take_call,
            Phase.PAUSED: "pause",
            Phase.RACK: ending_words(words, at_top=self._is_at_top(phase)).end_sound,
            Phase.DONE: "set-done",
        }
        return (Cue(start, single[phase]),)

    def _announcement(self) -> str | None:
        """Return the sound that announces the next rep, ``None`` where none follows."""
        counting = self._counting_on_side()
        rests = self._prescription.reloads or self._prescription.way.rests_after(len(counting))
        if self._is_over(counting) or (self._lifts_last and rests):
            return None
        return cues.rep_number(len(counting) + 1, self._target_reps())


def _phase_of_load(segment: Segment, at_ms: int) -> Phase:
    """Return the phase that says who has the load at a position: nobody has it once it is put down inside the set."""
    is_down = segment.phase in RACKED and at_ms - segment.start_ms >= EARLIEST_END_OF_REST_MS
    return Phase.PAUSED if is_down else segment.phase


def _held_until_ms(segment: Segment) -> int | None:
    """Return until where in a segment the lifter may have the load, ``None`` while it waits for a key."""
    until_ms = {
        Phase.TAKE: segment.start_ms + TAKEN_MS,
        **dict.fromkeys(RACKED, segment.start_ms + EARLIEST_END_OF_REST_MS),  # then the load is put down
    }.get(segment.phase)
    if until_ms is None or segment.end_ms is None:
        return segment.end_ms if until_ms is None else until_ms
    return min(segment.end_ms, until_ms)


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
