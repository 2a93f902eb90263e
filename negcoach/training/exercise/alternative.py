"""The exercise that takes the place of overload for a lifter who may not do it.

It is another one, or the same one in its tempo version: lifted and lowered alone, at a load below the 1RM.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from negcoach.training.exercise.catalogue import MOST_ALONE_PERCENT
from negcoach.training.exercise.exercise import Alternative, Exercise, Family, LoadRule, SpotterRule
from negcoach.training.exercise.safety import is_over_cap
from negcoach.training.exercise.tempo import Lift, Tempo
from negcoach.training.rule import Mark, Rule

TEMPO_VERSION = Rule(
    "lifted and lowered alone",
    Mark.READ | Mark.OWN,
    "Suchomel 2019: 60 to 85 % of the 1RM; the rest is negcoach's own choice",
)

_STEPS_ALONE = (
    "Set the machine up as for the negatives, and choose a load that you can lift ten times.",
    "On LIFT, lift it yourself, without a jerk.",
    "Lower it evenly through every count.",
    "End the set when you can no longer slow it down.",
)


def alternative_of(exercise: Exercise, library: Sequence[Exercise]) -> Exercise | None:
    """Return what a lifter who may not do overload does in place of an exercise, ``None`` where nothing is known."""
    by_slug = {one.slug: one for one in library}
    tried: set[str] = set()
    while exercise.alternative is not None and exercise.slug not in tried:
        if not exercise.alternative.exercise:
            return tempo_version(exercise, exercise.alternative)
        tried.add(exercise.slug)
        other = by_slug.get(exercise.alternative.exercise)
        if other is None or other.family is not Family.OVERLOAD:
            return other
        exercise = other
    return None


def tempo_version(exercise: Exercise, alternative: Alternative) -> Exercise:
    """Return an exercise as it is lifted and lowered alone; its sets are stored under the same slug."""
    return replace(
        exercise,
        name=f"{exercise.name}, alone",
        family=Family.TEMPO,
        alone=True,
        tempo=alternative.tempo,
        sets=alternative.sets,
        reps=alternative.reps,
        load=replace(exercise.load or LoadRule(0, 0), percent=alternative.percent, cap_percent=MOST_ALONE_PERCENT),
        spotters=SpotterRule(0, also=exercise.spotters.also),
        words=replace(exercise.words, lift="LIFT", lift_sound="lift", lift_note="lift it yourself, without a jerk"),
        summary="Lift it alone, and lower it slowly: below your 1RM, so nobody needs to help.",
        lifter_steps=_STEPS_ALONE,
        spotter_steps=(),
        two_spotter_steps=(),
        alternative=None,
    )


def as_performed(exercise: Exercise, tempo: Tempo, spotters: int, load_kg: float, one_rm_kg: float | None) -> Exercise:
    """Return the version of an exercise that a stored set was: the tempo version, or the exercise itself.

    The tempo version is done with nobody to spot, in a tempo that counts the lift, at a load that can be lifted.
    """
    alternative = exercise.alternative
    if alternative is None or alternative.exercise or spotters or isinstance(tempo.concentric, Lift):
        return exercise
    alone = tempo_version(exercise, alternative)
    return exercise if is_over_cap(alone, load_kg, one_rm_kg) else alone
