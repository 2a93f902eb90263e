"""Who may begin a test today, of the eccentric 1RM or of the longest lowering: what stands against it, what is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from negcoach.texts import joined
from negcoach.training.advice.advice import Advice
from negcoach.training.advice.day_volume import MUCH_IN_A_DAY
from negcoach.training.advice.exposure import Exposure, exposures_of
from negcoach.training.advice.facts import Facts, Training
from negcoach.training.advice.finding import Level
from negcoach.training.advice.progression.ladders import TIME_AWAY, bodyweight_plan
from negcoach.training.advice.progression.planned import AFTER_PAIN, Step
from negcoach.training.advice.ramp import TrainingStatus, status_after
from negcoach.training.advice.readiness.dated_ahead import DATED_AHEAD, as_just_done
from negcoach.training.advice.readiness.muscles import muscles_of
from negcoach.training.advice.readiness.pain import PAIN, PAIN_ELSEWHERE
from negcoach.training.advice.readiness.recovered import is_tired_by, rest_after
from negcoach.training.advice.readiness.table import ENOUGH_TODAY, ONE_RM_LASTS, RECOVERY, SORENESS
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.safety import SAME_LOAD_KG
from negcoach.training.plan.eccentric_test import LEAST_WEEKS, MOST_WEEKS
from negcoach.training.progress.recovery import GRACE_HOURS, STILL_SORE
from negcoach.training.progress.soreness import WORST

MOST_SORE = 1
"""Soreness up to this does not stand against a test (our own choice)."""

BETTER_AFTER = timedelta(days=5)
"""So long after overload of its muscles a test is better than after three days (our own choice)."""

CONTROL_LASTS = timedelta(weeks=4)
"""A kept session this old says no more that a lifter holds their body all the way down (our own choice)."""

CONTROL_SHARE = 0.75
"""A session of less than this part of the exercise's own seconds shows no more than a light one (our own choice)."""

AWAY_FIRST = "You were away: train again for a session or two first."
PAIN_FIRST = "It hurt: train without pain first."
LOST_LAST_TIME = "You lost the tempo last time: keep it once first."

NOT_FRESH = frozenset((PAIN, PAIN_ELSEWHERE, SORENESS, RECOVERY, ENOUGH_TODAY, MUCH_IN_A_DAY, DATED_AHEAD))
"""Rules that stand against a test as soon as they would ask anything of an ordinary set: a maximum is for a fresh and
painless lifter (our own choice)."""


@dataclass(frozen=True, slots=True)
class TestEntry:
    """Whether a test may begin: what stands against it, one sentence each, and what to know otherwise."""

    __test__ = False

    obstacles: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether the test may begin."""
        return not self.obstacles


def entry_to_test(exercise: Exercise, facts: Facts, advice: Advice) -> TestEntry:
    """Return whether the test of an exercise may begin at ``facts.now``; ``advice`` is that on its next sets.

    The health screen and the soreness are asked before; the spotters are asked for afterwards.
    """
    facts = as_just_done(facts)
    not_ready = _not_ready_for_body(exercise, facts, advice) if exercise.bodyweight else _not_ready(exercise, facts)
    obstacles = tuple(dict.fromkeys((*not_ready, *_not_fresh(exercise, facts, advice))))
    return TestEntry(obstacles, tuple(_notes(exercise, facts)))


def _not_ready(exercise: Exercise, facts: Facts) -> Iterator[str]:
    """Yield what training says against a test of the eccentric 1RM."""
    of = exercise.load.of if exercise.load else "1RM"
    if facts.one_rm is None:
        yield f"Your {of} is not known: test it, and enter it first."
    elif facts.now - facts.one_rm.at > ONE_RM_LASTS:
        weeks = (facts.now - facts.one_rm.at).days // 7
        yield f"Your {of} is {weeks} weeks old: test it again first, {ONE_RM_LASTS.days // 7} weeks at most."
    exposures = [one for one in exposures_of(facts.sessions) if one.load_kg > 0]
    status = status_after(exercise, exposures, facts)
    if status.newest is None or status.in_ramp:
        yield _why_ramp_in(status)
    elif status.returning:
        yield AWAY_FIRST
    elif status.hurt_kg is not None:
        yield PAIN_FIRST
    elif _is_hurt_unproved(exposures, facts):
        yield f"It has hurt since you last lowered your {of} in full without pain: do that first."
    elif status.newest.lost:
        yield LOST_LAST_TIME


def _why_ramp_in(status: TrainingStatus) -> str:
    """Return why the ramp-in comes before a test: it is the first, or comes again after pain or time away."""
    last_full = status.pattern
    if last_full is None:
        return "The ramp-in comes first: a maximum is for those who have lowered more than their 1RM before."
    if status.hurts_far_below_work:
        return "A light load hurt: the ramp-in comes first."
    return f"Your last full session was {status.facts.days_ago(last_full.ended_at)}: the ramp-in comes first."


def _not_ready_for_body(exercise: Exercise, facts: Facts, advice: Advice) -> Iterator[str]:
    """Yield what training says against a test of the longest lowering: it is for who holds a whole session alone."""
    exposures = exposures_of(facts.sessions)
    worked = [one for one in exposures if one.trained and not one.tested]
    planned = bodyweight_plan(advice.prescription, exposures, facts)
    seconds, full_reps = exercise.tempo.eccentric, exercise.tempo_counts_from
    if worked and planned.rule is TIME_AWAY:
        yield AWAY_FIRST
    elif not worked or planned.step is Step.RAMP_IN:
        yield "The light first session comes first, and then a full one."
    elif planned.rule is AFTER_PAIN:
        yield PAIN_FIRST
    elif worked[-1].load_kg < 0:
        yield "You train with help: this test is without any."
    elif worked[-1].lost:
        yield LOST_LAST_TIME
    elif worked[-1].held:
        yield f"The first weeks come first: the tempo counts from sets of {full_reps} on."
    elif not any(_shows_control(one, exercise, facts) for one in worked):
        yield f"First keep {seconds} s or more in a whole session, all sets and reps, without help."


def _shows_control(exposure: Exposure, exercise: Exercise, facts: Facts) -> bool:
    """Return whether an exposure was kept whole and alone, and is not too small or too long ago to show anything."""
    seconds, usual = exposure.top_sets[0].lower_s, exercise.sets * exercise.reps * exercise.tempo.eccentric
    enough = seconds >= exercise.tempo.eccentric and exposure.reps * seconds >= usual * CONTROL_SHARE
    recent = facts.now - exposure.ended_at < CONTROL_LASTS
    return recent and enough and exposure.kept and exposure.load_kg >= 0


def _not_fresh(exercise: Exercise, facts: Facts, advice: Advice) -> Iterator[str]:
    """Yield what readiness says against a test."""
    against = [
        one
        for one in advice.findings
        if one.level >= Level.TYPED or (one.level is Level.WARNING and one.rule in NOT_FRESH)
    ]
    yield from (one.text for one in against)
    rules = {one.rule for one in against}
    if SORENESS not in rules:
        yield from _sore(exercise, facts)
    if RECOVERY not in rules:
        yield from _not_rested(exercise, facts)


def _is_hurt_unproved(exposures: Sequence[Exposure], facts: Facts) -> bool:
    """Return whether the exercise hurt, and the 1RM was not lowered since, whole and without pain (our own choice).

    One light session after pain says that light loads do not hurt. A test begins above the 1RM.
    """
    hurt = max((number for number, one in enumerate(exposures) if one.pain), default=None)
    if hurt is None or facts.one_rm is None:
        return False
    least_kg = facts.one_rm.kg - SAME_LOAD_KG
    return not any(one.whole and not one.tested and one.load_kg >= least_kg for one in exposures[hurt + 1 :])


def _sore(exercise: Exercise, facts: Facts) -> Iterator[str]:
    sore = [
        one
        for one in facts.ratings
        if one.muscle in muscles_of(exercise)
        and one.rating > MOST_SORE
        and timedelta(0) <= facts.now - one.at < STILL_SORE
    ]
    for one in sorted(sore, key=lambda one: -one.rating)[:1]:
        yield f"You rated your {one.muscle} {one.rating} of {WORST}: test with {MOST_SORE} at most."


def _not_rested(exercise: Exercise, facts: Facts) -> Iterator[str]:
    """Yield what trained a muscle of the exercise too short a time ago, the last of it.

    A light session of overload needs no less rest before a maximum.
    """
    muscles = muscles_of(exercise)
    for one in sorted(facts.trained, key=lambda one: one.at, reverse=True):
        trained = [muscle for muscle in muscles if muscle in one.muscles]
        least = rest_after(replace(one, light=False), facts).usual
        hours = (facts.now - one.at) // timedelta(hours=1)
        if (trained or is_tired_by(exercise, one)) and hours < least - GRACE_HOURS:
            done = f"trained your {joined(trained)}" if trained else "was done"
            yield f"{one.name} {done} {hours} h ago: wait {least} h; five days is better."
            return


def _newest_overload(exercise: Exercise, facts: Facts) -> Training | None:
    """Return what trained a muscle of the exercise hard last, in the week that is known."""
    trained = [one for one in facts.trained if one.overload and is_tired_by(exercise, one)]
    return max(trained, key=lambda one: one.at, default=None)


def _notes(exercise: Exercise, facts: Facts) -> Iterator[str]:
    newest = _newest_overload(exercise, facts)
    if newest is not None and facts.now - newest.at < BETTER_AFTER:
        yield f"{newest.name} was {facts.days_ago(newest.at)}: five days of rest is better."
    tested = [one.at for one in facts.eccentric_one_rms] + [one.at for one in facts.longest_lowerings]
    tests = [at for at in tested if facts.now - at < timedelta(weeks=LEAST_WEEKS)]
    if tests:
        when = facts.days_ago(max(tests))
        yield f"The last test was {when}: {LEAST_WEEKS} to {MOST_WEEKS} weeks between two is enough."
