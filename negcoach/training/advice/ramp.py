"""The ramp-in to an overload exercise and the way back after time away: the training status after what was performed.

The exposures are gone through in order, oldest first. A light first bout halves the soreness of the next ones (Huang
2019), and even a tenth of a maximum a week before protects old knees (Chen 2013); the protection fades in one to three
weeks without exposure (ECU 2012/560).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from negcoach.texts import days_since
from negcoach.training.advice.exposure import WEEK, Exposure, sets_and_reps_that_hurt
from negcoach.training.advice.facts import Facts
from negcoach.training.advice.loads import less_load, load_at
from negcoach.training.equipment.loading import Loading, UsualLoads, round_down
from negcoach.training.equipment.unloading import stand_up_tempo
from negcoach.training.exercise.exercise import Exercise, Family
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import SAME_LOAD_KG, UNKNOWN_ONE_RM, CountedOneRm
from negcoach.training.terms import Side

RAMP_PERCENTS = (40, 70, 85, 95, 105)
"""The loads of the ramp-in in percent of the 1RM, for an exercise done at 105 %; others in proportion (our own choice,
on Huang 2019): two light bouts in the first week, then a stage a week."""

FULL_PERCENT = RAMP_PERCENTS[-1]

LIGHT_BOUTS = ((2, 10), (2, 6))
"""Sets and reps of the first two bouts; from the third on the exercise's own (our own choice)."""

SECOND_BOUT_AFTER = timedelta(hours=48)
"""The second bout comes this long after the first or later (our own choice; soreness peaks at 48 h, Lau 2013)."""

RAMP_STAGE = WEEK
"""How old a stage must be before it is left (our own choice)."""

MOST_OVER_PLANNED = 1.25
"""The lightest load there is takes the place of one up to this much lighter, as 20 kg that of 16 (our own choice)."""

SLOW_RAMP_STAGE = WEEK + timedelta(days=7)
"""The same from 60 on (textbook knowledge: a slower ramp-in; the number is our own choice)."""

AWAY = timedelta(days=14)
LONG_AWAY = timedelta(days=28)
VERY_LONG_AWAY = timedelta(days=84)
"""Days without exposure after which a lifter starts again: one lighter session, the ramp-in, the ramp-in and a new
test of the 1RM (textbook knowledge: the order of size)."""

SETTLED_EXPOSURES = 6
"""With fewer exposures behind them, a lifter needs the ramp-in after ``AWAY`` already (our own choice)."""

RETURN_SHARE = 0.9
RETURN_SETS, RETURN_REPS = 2, 4
"""The one session after 14 to 27 days away: 2 x 4 at 90 % of the last load (our own choice)."""

BACK_SHARE = 0.95
"""After that session it goes on 5 % below the last load (our own choice)."""

UNTESTED_SHARE = 0.9
"""After 84 days away this part of the 1RM counts until it is tested again (textbook knowledge: order of size)."""

LIGHT_SHARE = 0.6
"""A session up to this part of the working load is light (our own choice)."""

AFTER_PAIN_SHARE = 0.8
"""The load after a set that ended in pain, and half the sets (textbook knowledge: return below the load that hurt)."""

PAINLESS_SHARE = 0.9
"""The load after that session, when it was done whole and did not hurt (our own choice). In the ramp-in the load that
hurt follows, and only after that is done without pain the next stage."""

PAINLESS_REPS_SHARE = 0.25
"""A session with less than this part of the usual reps does not show that nothing hurts any more: half the sets that
hurt are what is advised (our own choice)."""

STAGE_REPS_SHARE = 0.5
"""A session with less than this part of the reps of a stage of the ramp-in does not keep it (our own choice)."""

DELOAD_SHARE = 0.9
"""The load of a deload week, with half the sets (textbook knowledge; our own choice)."""

DELOAD_AFTER = timedelta(days=35)
"""Five weeks of loading, then a deload week (textbook knowledge: every fourth to sixth week)."""

DELOAD_LASTS = WEEK
"""How long a deload week lasts."""

UNLOADED_AFTER = timedelta(days=10)
"""So many days without exposure unload as well as a deload week (our own choice)."""

_LESS_THAN_FULL = 0.93
"""Half the sets at this part of the working load or less are a session that was made easier on purpose."""


@dataclass(slots=True, eq=False)
class TrainingStatus:
    """A lifter's training status in an exercise that has a load: in the ramp-in, on the way back, or at work.

    ``newest`` is the last exposure in which something was lowered, ``loaded_at`` the time of the last one that was not
    light. ``returning`` is whether the lifter comes back from ``days_away`` days with one lighter session, without a
    ramp-in. ``weak_since`` is the return after so long that less of the 1RM counts.

    In the ramp-in ``stage`` is the one performed last (-1: none yet), since ``stage_since``, ``stage_kept`` once,
    ``stage_lost`` times in a row, with ``stage_kg``; where no 1RM is known, its percentages are of
    ``assumed_one_rm_kg``.

    At work ``working_kg`` is the load, ``level`` the exposures at it so far, oldest first, and ``pattern`` the newest
    full one, whose sets, reps and tempo go on; ``done_kg`` is the last load that was done whole and in tempo.
    ``eased_after`` is why the load was taken down before the next session ("away" or "pain", "" for neither),
    ``settled`` how many exposures at work there were. ``loading_since`` is the start of the weeks of loading,
    ``deload_since`` that of a deload week.

    ``hurt_kg`` is the load that hurt last, on ``hurt_sides``, until the way back from it is over
    (``next_after_pain_kg``), and ``hurt_sets`` of ``hurt_reps`` were planned with it; ``painless_kg`` is the heaviest
    that these sides did whole since.
    """

    exercise: Exercise
    facts: Facts
    exposures: tuple[Exposure, ...] = ()
    in_ramp: bool = False
    returning: bool = False
    days_away: int | None = None
    weak_since: datetime | None = None
    assumed_one_rm_kg: float | None = None
    stage: int = -1
    stage_since: datetime | None = None
    stage_kept: bool = False
    stage_lost: int = 0
    stage_kg: float = 0.0
    working_kg: float | None = None
    level: tuple[Exposure, ...] = ()
    pattern: Exposure | None = None
    done_kg: float | None = None
    hurt_kg: float | None = None
    hurt_sides: frozenset[Side] = frozenset()
    hurt_sets: int = 0
    hurt_reps: int = 0
    painless_kg: float = 0.0
    eased_after: str = ""
    loading_since: datetime | None = None
    deload_since: datetime | None = None
    newest: Exposure | None = None
    loaded_at: datetime | None = None
    settled: int = 0

    def arrive(self, at: datetime) -> None:
        """Take note of the time since the last exposure, before the next one or before advice."""
        if self.loaded_at is None:
            if self.facts.has_more and self.exposures:
                self.settled = SETTLED_EXPOSURES
            elif self.exercise.family is Family.OVERLOAD:  # what is lifted alone has a first time of half the sets
                self._begin_ramp()
            return
        away = at - self.loaded_at
        self.days_away = None
        if away >= AWAY:
            self.days_away = days_since(self.loaded_at, at)
            if away >= VERY_LONG_AWAY:
                self.weak_since = at
            settled = self.settled >= SETTLED_EXPOSURES and not self.in_ramp and self.hurt_kg is None
            if not self.exercise.alone and (away >= LONG_AWAY or not settled):
                self._begin_ramp()
            else:
                self.returning = True
        ended = self.deload_since is not None and at - self.deload_since >= DELOAD_LASTS
        if ended or away >= UNLOADED_AFTER:
            self.deload_since, self.loading_since = None, at

    def perform(self, exposure: Exposure) -> None:
        """Take in an exposure; one in which nothing was lowered can only have hurt."""
        if not exposure.trained:
            self._hurt(exposure)
            return
        self.loading_since = self.loading_since or exposure.started_at
        if not self._is_light(exposure):
            self.loaded_at = exposure.ended_at
        if exposure.pain:
            self._hurt(exposure)
        elif exposure.tested:
            pass  # neither kept nor lost
        elif self.in_ramp:
            self._climb(exposure)
        elif not self._record_if_easier(exposure):
            self._work(exposure)
        self.newest = exposure

    def _is_light(self, exposure: Exposure) -> bool:
        """Return whether an exposure was so light that the muscles forget the heavier ones meanwhile."""
        usual_kg = self.stage_kg if self.in_ramp else self.working_kg
        return usual_kg is not None and exposure.load_kg <= LIGHT_SHARE * usual_kg + SAME_LOAD_KG

    def stage_loads(self, one_rm_kg: float | None) -> tuple[float, ...]:
        """Return the loads of the ramp-in, empty where the 1RM is not known."""
        return self._stage_loads(one_rm_kg, self.facts.loads)

    def _stage_loads(self, one_rm_kg: float | None, loads: Loading) -> tuple[float, ...]:
        if one_rm_kg is None:
            return ()
        percents = stage_percents(self.exercise)
        return tuple(load_at(self.exercise, percent, one_rm_kg, loads) for percent in percents)

    @property
    def stage_due(self) -> int:
        """The stage of the ramp-in that is due now."""
        return self._stage_due_at(self.facts.now)

    def _stage_due_at(self, at: datetime) -> int:
        newest = self.newest
        if self.stage < 0:
            return 0
        if not self.stage_kept or newest is None or self.stage_since is None:
            return self.stage
        if self.stage == 0:
            return self.stage + (at - newest.ended_at >= SECOND_BOUT_AFTER)
        return self.stage + (at - self.stage_since >= self.stage_lasts)

    @property
    def stage_lasts(self) -> timedelta:
        """How old a stage must be before it is left."""
        return SLOW_RAMP_STAGE if self.facts.older else RAMP_STAGE

    def stage_plan(self, base: Prescription, stage: int) -> Prescription:
        """Return the prescription of a stage; without a 1RM its load is 0, to be typed."""
        exercise = self.exercise
        sets, reps = self._stage_sets_and_reps(stage)
        loads = self.stage_loads(self.counted_one_rm_kg())
        load_kg = loads[stage] if loads else 0.0
        if self.stage_kg and stage > self.stage >= 0:  # a new 1RM moves the stages, but nobody skips one
            usual_kg = UsualLoads(self.facts.unit).step_up(self.stage_kg)
            most = min(self.facts.loads.step_up(self.stage_kg), usual_kg)  # own weights may be far apart
            most *= RAMP_PERCENTS[stage] / RAMP_PERCENTS[self.stage]
            load_kg = min(load_kg, round_down(most, self.facts.loads))
        elif stage == self.stage and self.stage_kg:
            load_kg = min(load_kg, self.stage_kg) if load_kg else self.stage_kg
        prescription = replace(base, sets=sets, reps=reps, tempo=exercise.tempo, load_kg=load_kg)
        return stand_up_tempo(prescription) if stage < len(LIGHT_BOUTS) else prescription

    def _stage_sets_and_reps(self, stage: int) -> tuple[int, int]:
        return LIGHT_BOUTS[stage] if stage < len(LIGHT_BOUTS) else (self.exercise.sets, self.exercise.reps)

    @property
    def untested(self) -> bool:
        """Whether the 1RM is from before a time away of ``VERY_LONG_AWAY``, so that less of it counts."""
        one_rm = self.facts.one_rm
        return self.weak_since is not None and (one_rm is None or one_rm.at < self.weak_since - AWAY)

    def counted_one_rm_kg(self, known_kg: float | None = None) -> float | None:
        """Return the 1RM that percentages are of: the one known (at the time), else what the last load stands for."""
        one_rm = self.facts.one_rm
        kg = known_kg or (self.assumed_one_rm_kg if one_rm is None else one_rm.kg)
        return kg * UNTESTED_SHARE if kg is not None and self.untested else kg

    @property
    def counted_one_rm(self) -> CountedOneRm:
        """The 1RM that the cap and the spotters are judged by.

        Where none is known it is the estimate from lifted sets, else what the last load stands for, as in the ramp-in:
        one that was done, because a set that was lost or cut off shows no strength.
        """
        rule, one_rm = self.exercise.load, self.facts.one_rm
        if rule is None:
            return UNKNOWN_ONE_RM
        if one_rm is None and self.facts.estimated_one_rm_kg is not None:
            return CountedOneRm(self.facts.estimated_one_rm_kg, known=False)
        assumed_kg = None
        at_work_kg = self.done_kg or self.working_kg
        if one_rm is None and not self.in_ramp and at_work_kg is not None:
            assumed_kg = at_work_kg * 100 / rule.percent
        return CountedOneRm(self.counted_one_rm_kg(assumed_kg), known=one_rm is not None, weakened=self.untested)

    @property
    def usual_kg(self) -> float:
        """The load that the exercise is usually done with, 0 where the 1RM is not known."""
        loads = self.stage_loads(self.counted_one_rm_kg())
        return loads[-1] if loads else 0.0

    def _begin_ramp(self) -> None:
        rule = self.exercise.load
        if rule is not None and self.working_kg is not None:
            self.assumed_one_rm_kg = self.working_kg * 100 / rule.percent
        self.in_ramp, self.returning, self.settled, self.painless_kg = True, False, 0, 0.0
        self.stage, self.stage_since, self.stage_kept, self.stage_lost, self.stage_kg = -1, None, False, 0, 0.0
        self.level, self.loading_since, self.deload_since, self.eased_after = (), None, None, ""

    def _climb(self, exposure: Exposure) -> None:
        one_rm_kg = self.counted_one_rm_kg(exposure.top_sets[0].one_rm_kg)
        loads = self.stage_loads(one_rm_kg)
        if not loads:  # no 1RM and nothing before it: what was performed is where the lifter works
            self.in_ramp = False
            self._work(exposure)
            return
        reached = self._stage_reached(exposure.load_kg, exposure.started_at, one_rm_kg or 0.0)
        self._count_painless(exposure)
        hurt_here = self.hurt_kg is not None and self.hurt_kg <= loads[max(self.stage, 0)] + SAME_LOAD_KG
        if reached < self.stage or (hurt_here and exposure.trains(self.hurt_sides)):
            return
        if reached > self.stage or self.stage_since is None:
            first_week = self.stage == 0 and reached == 1
            self.stage_since = self.stage_since if first_week and self.stage_since else exposure.started_at
            self.stage_kept = False if reached > self.stage else self.stage_kept
            self.stage_lost = 0 if reached > self.stage else self.stage_lost
            self.stage = reached
        self.stage_kg = exposure.load_kg
        enough = exposure.reps_a_side >= STAGE_REPS_SHARE * math.prod(self._stage_sets_and_reps(reached))
        kept = enough and (exposure.kept_straight or (reached == 0 and exposure.whole))
        self.stage_kept = self.stage_kept or kept
        self.stage_lost = self.stage_lost + 1 if exposure.lost else 0 if kept else self.stage_lost
        if reached == len(loads) - 1:
            self.in_ramp = False
            self._work(exposure)
        elif self.stage_lost >= 2:
            self.stage = max(0, self.stage - 1)
            self.stage_since, self.stage_kept, self.stage_lost = None, False, 0
            self.stage_kg = loads[self.stage]

    def _stage_reached(self, load_kg: float, at: datetime, one_rm_kg: float) -> int:
        """Return the stage that has a load: the one that was due at a time where several have it.

        What was done before the equipment was given went by the usual steps, and still reached its stage.
        """
        own, usual = self.facts.own_loads, UsualLoads(self.facts.unit)
        loads = list(map(min, self.stage_loads(one_rm_kg), self._stage_loads(one_rm_kg, usual)))
        if own is not None:  # where the lightest load is near, it is what a stage below it is done with
            lightest_kg = own.loads_kg[0]
            loads = [max(kg, lightest_kg) if lightest_kg <= kg * MOST_OVER_PLANNED else kg for kg in loads]
        last = max((stage for stage, kg in enumerate(loads) if load_kg >= kg - SAME_LOAD_KG), default=0)
        first = next(stage for stage, kg in enumerate(loads) if kg >= loads[last] - SAME_LOAD_KG)
        percents = stage_percents(self.exercise)
        whole = sum(load_kg >= one_rm_kg * percent / 100 - SAME_LOAD_KG for percent in percents) - 1
        return max(min(last, max(first, self._stage_due_at(at))), whole)

    def _work(self, exposure: Exposure) -> None:
        like = bool(self.level) and self.level[-1].is_like(exposure)
        self.level = (*self.level, exposure) if like else (exposure,)
        self.pattern, self.working_kg, self.eased_after, self.returning = exposure, exposure.load_kg, "", False
        self.done_kg = exposure.load_kg if exposure.complete and not exposure.lost else self.done_kg
        self.settled += 1

    def _is_eased_by_programme(self, exposure: Exposure, working_kg: float) -> bool:
        """Return whether a programme made an exposure easier than work: with less load, or before a test."""
        if exposure.started_at in self.facts.eased_at and exposure.load_kg < working_kg - SAME_LOAD_KG:
            return True
        return exposure.started_at in self.facts.tapered_at and self._is_taper(exposure, working_kg)

    def _is_taper(self, exposure: Exposure, working_kg: float) -> bool:
        """Return whether an exposure has fewer reps than work, with no more load: one that went badly is work."""
        top, usual = exposure.top_sets[0], math.prod(self._usual_sets_and_reps)
        fewer = top.planned_sets * (top.planned_reps or self.exercise.reps) < usual
        went_well = exposure.kept or not exposure.measured
        return fewer and went_well and exposure.load_kg <= working_kg + SAME_LOAD_KG

    def _hurt(self, exposure: Exposure) -> None:
        hurt_kg = exposure.hurt_kg or exposure.load_kg  # an import can have a set without its load
        if exposure.tested and self.working_kg is not None:  # its loads are above those of work
            hurt_kg = min(hurt_kg, self.working_kg)
        sides = exposure.hurt_sides
        if self._hurts_lighter_than_work(hurt_kg):
            self._begin_ramp()
        if self.hurt_kg is not None:  # the other side may have hurt before
            hurt_kg, sides = min(hurt_kg, self.hurt_kg), sides | self.hurt_sides
        self.hurt_kg, self.hurt_sides, self.painless_kg = hurt_kg, sides, 0.0
        self.hurt_sets, self.hurt_reps = sets_and_reps_that_hurt(self.exercise, exposure)
        self.loading_since = self.deload_since = None  # the way back unloads as well as a deload week
        one_rm_kg = self.counted_one_rm_kg(exposure.top_sets[0].one_rm_kg)
        loads = self.stage_loads(one_rm_kg)
        if self.in_ramp and loads and exposure.trained:  # the ramp-in goes on from the stage that hurt
            reached = self._stage_reached(hurt_kg, exposure.started_at, one_rm_kg or 0.0)
            due = self._stage_due_at(exposure.started_at)
            self.stage = reached if self.stage < 0 else min(reached, due)
            self.stage_kg = min(hurt_kg, loads[self.stage])
        if not self.in_ramp or not loads or self.stage == len(loads) - 1:
            self.in_ramp = self.returning = False
            self.working_kg, self.level, self.pattern = hurt_kg, (), self.pattern or exposure
        else:
            self.stage_since, self.stage_kept, self.stage_lost = None, False, 0

    def _hurts_lighter_than_work(self, hurt_kg: float) -> bool:
        """Return whether a load far below that of work hurt, as in a warm-up: the ramp-in leads back from there."""
        if self.in_ramp or self.exercise.alone:
            return False
        return self._is_far_below_work(hurt_kg)

    def _is_far_below_work(self, load_kg: float) -> bool:
        return self.working_kg is not None and load_kg < AFTER_PAIN_SHARE * self.working_kg - SAME_LOAD_KG

    @property
    def hurts_far_below_work(self) -> bool:
        """Whether the load that hurt last, and still does, is far below that of work, as in a warm-up."""
        return self.hurt_kg is not None and self._is_far_below_work(self.hurt_kg)

    def _count_painless(self, exposure: Exposure) -> None:
        """Take in what was done whole and without pain; at the load that hurt or above, that is over.

        So it is at the most that a test of the eccentric 1RM allows, as no more is advised.
        """
        if self.hurt_kg is not None and self._shows_no_pain(exposure):
            self.painless_kg = max(self.painless_kg, exposure.load_kg)
            top = exposure.top_sets[0]
            most_kg = self.facts.eccentric_limit.most_kg(top.lower_s, top.planned_reps)
            most_kg = most_kg if math.isinf(most_kg) else round_down(most_kg, self.facts.loads)
            if self.painless_kg >= min(self.hurt_kg, most_kg) - SAME_LOAD_KG:
                self.hurt_kg = None

    def _shows_no_pain(self, exposure: Exposure) -> bool:
        """Return whether an exposure was whole, and long enough to show that the exercise does not hurt."""
        sets, reps = self._usual_sets_and_reps
        enough = max(half(min(self.hurt_sets, sets)) * min(self.hurt_reps, reps), PAINLESS_REPS_SHARE * sets * reps)
        return shows_no_pain(exposure, enough, self.hurt_sides)

    @property
    def _usual_sets_and_reps(self) -> tuple[int, int]:
        """The sets and reps that are usual at work; in the ramp-in the fewest that a stage has."""
        if self.in_ramp or self.pattern is None:
            (sets, reps), exercise = LIGHT_BOUTS[-1], self.exercise
            return min(sets, exercise.sets), min(reps, exercise.reps)
        top = self.pattern.top_sets[0]
        return top.planned_sets, top.planned_reps or self.exercise.reps

    def _has_all_reps(self, exposure: Exposure) -> bool:
        """Return whether an exposure had as many reps as are usual at work."""
        return self.pattern is None or exposure.reps_a_side >= math.prod(self._usual_sets_and_reps)

    @property
    def next_after_pain_kg(self) -> float:
        """The most (kg) that comes next on the way back to the load that hurt, infinite where none did.

        It goes in steps: ``AFTER_PAIN_SHARE`` of it, ``PAINLESS_SHARE``, that load. Each is done once, whole and
        without pain.
        """
        if self.hurt_kg is None:
            return math.inf
        most_kg = self.painless_kg + SAME_LOAD_KG
        return next((kg for kg in self._steps_after_pain(self.hurt_kg) if kg > most_kg), self.hurt_kg)

    @property
    def shows_fifth_less(self) -> bool:
        """Whether a fifth less than the load that hurt, or more, was done whole and without pain since."""
        return self.hurt_kg is None or self.painless_kg >= self._steps_after_pain(self.hurt_kg)[0] - SAME_LOAD_KG

    def _steps_after_pain(self, hurt_kg: float) -> tuple[float, ...]:
        loads = self.facts.loads
        return round_down(hurt_kg * AFTER_PAIN_SHARE, loads), less_load(hurt_kg, PAINLESS_SHARE, loads), hurt_kg

    def _record_if_easier(self, exposure: Exposure) -> bool:
        """Return whether an exposure was easier on purpose, and take it in; it was neither kept nor lost then."""
        loads, load_kg, working_kg = self.facts.loads, exposure.load_kg, self.working_kg
        if working_kg is None or self.pattern is None:
            return False
        if self.hurt_kg is not None and exposure.trains(self.hurt_sides):
            first_kg, easier_kg, _ = self._steps_after_pain(self.hurt_kg)
            self._count_painless(exposure)
            if self.painless_kg < first_kg - SAME_LOAD_KG:
                return True  # too light, or not whole: it does not show that a fifth less is without pain
            if self.hurt_kg is not None and not self._has_all_reps(exposure):
                return True  # the sets come back first, and then the load
            hurt_kg, self.hurt_kg = self.hurt_kg, None
            above = working_kg > easier_kg + SAME_LOAD_KG  # not where a ramp-in has led to less meanwhile
            if hurt_kg is not None and above and load_kg <= hurt_kg * PAINLESS_SHARE + SAME_LOAD_KG:
                self.working_kg, self.level, self.eased_after = easier_kg, (), "pain"
                self.returning = False
                return True
        if self._is_light(exposure):
            return True
        if self.returning and load_kg <= working_kg * RETURN_SHARE + SAME_LOAD_KG:
            self.working_kg, self.level, self.eased_after = less_load(working_kg, BACK_SHARE, loads), (), "away"
            self.returning = False
            return True
        fewer = exposure.sets[0].planned_sets <= half(self.pattern.sets[0].planned_sets)
        if fewer and load_kg <= _LESS_THAN_FULL * working_kg:
            self.deload_since = self.deload_since or exposure.started_at
            return True
        return self._is_eased_by_programme(exposure, working_kg)


def stage_percents(exercise: Exercise) -> tuple[float, ...]:
    """Return the loads of the ramp-in to an exercise in percent of the 1RM, empty for one without a load."""
    rule = exercise.load
    return () if rule is None else tuple(rule.percent * percent / FULL_PERCENT for percent in RAMP_PERCENTS)


def status_after(exercise: Exercise, exposures: Sequence[Exposure], facts: Facts) -> TrainingStatus:
    """Return a lifter's training status at ``facts.now`` after these exposures of an exercise, oldest first."""
    status = TrainingStatus(exercise, facts, tuple(exposures))
    for exposure in exposures:
        status.arrive(exposure.started_at)
        status.perform(exposure)
    status.arrive(facts.now)
    return status


def least_working_kg(exercise: Exercise, one_rm_kg: float | None, newest_kg: float) -> float:
    """Return the load (kg) from which a set is no light one and no stage of the ramp-in before the last."""
    if exercise.load is None or one_rm_kg is None:
        return newest_kg * LIGHT_SHARE
    return one_rm_kg * exercise.load.percent / 100 * BACK_SHARE


def is_light(exercise: Exercise, load_kg: float, one_rm_kg: float | None, working_kg: float | None = None) -> bool:
    """Return whether a session with this top load (kg) is light: by the lesser of two working loads (kg).

    One is the load that its 1RM stands for at work, the other ``working_kg``, that of the lifter, ``None`` before any.
    """
    rule = exercise.load
    if rule is None or one_rm_kg is None or exercise.family is not Family.OVERLOAD:
        return False
    usual_kg = one_rm_kg * rule.percent / 100
    usual_kg = usual_kg if working_kg is None else min(usual_kg, working_kg)
    return 0 < load_kg <= LIGHT_SHARE * usual_kg + SAME_LOAD_KG


def half(sets: int) -> int:
    """Return half the sets, rounded up."""
    return (sets + 1) // 2


def is_spared(prescription: Prescription, hurt_sides: frozenset[Side]) -> bool:
    """Return whether a prescription is of the other side alone than those that hurt."""
    return bool(hurt_sides) and bool(prescription.sides) and not hurt_sides.intersection(prescription.sides)


def shows_no_pain(exposure: Exposure, reps: float, sides: frozenset[Side]) -> bool:
    """Return whether an exposure of the sides that hurt was whole and painless, with so many reps on a side."""
    return exposure.whole and not exposure.tested and exposure.trains(sides) and exposure.reps_a_side >= reps


def half_of(prescription: Prescription) -> Prescription:
    """Return half the sets of a prescription; of a single one, where there is no load to take off, half the reps."""
    if prescription.sets == 1 and prescription.exercise.bodyweight and prescription.reps is not None:
        return replace(prescription, reps=half(prescription.reps))
    return replace(prescription, sets=half(prescription.sets))
