"""Safety before a set: what is overload and who may do it, how a load is judged by its cap, how many spotters it needs.

The caps and spotter limits themselves belong to each exercise (``negcoach.training.exercise.catalogue`` has their
defaults); every check against them is here.

A load is judged in kilograms, with one tolerance: a load in pounds is shown with two decimals, and what is typed
back from there may be a hair off. Within the tolerance a load at a limit is *at* it, whoever asks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from negcoach.training.exercise.exercise import Exercise, Family
from negcoach.training.exercise.limits import LONG_LOWERING_S, SHORTEST_S
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.tempo import LONGEST_PHASE_S, Tempo
from negcoach.training.exercise.way import WayKind
from negcoach.training.rule import Mark, Rule

SPOTTERS = Rule(
    "spotters",
    Mark.READ | Mark.OWN,
    "no overload without: an article on negatives, CSCS; when there must be two: negcoach's own choice",
)

SAME_LOAD_KG = 0.01
"""Loads at most this far apart are the same load: pounds shown with two decimals are read back this near."""

HEALTH_SCREEN_LASTS_DAYS = 365
"""The health screen is asked once, then yearly (our own choice)."""

CONDITIONS = (
    "heart failure, unstable angina, or a recent heart attack",
    "a heart rhythm that is not under control, or a narrowed heart valve",
    "an aneurysm, a past aortic dissection, or Marfan's syndrome",
    "chest pain or dizziness on effort",
    "blood pressure over 180/110; over 160/100, ask your doctor first",
    "proliferative retinopathy, or recent eye surgery",
    "any other surgery in the last weeks, or a hernia that you feel",
    "a fresh joint or tendon injury",
)
"""Who must not do overload (sources: Diabetes Care, table 4; PMC10959113; the American Heart Association's list of
contraindications to resistance training, textbook knowledge)."""

MONTHS_BEFORE_OVERLOAD = 6
"""Months of regular lifting before overload: it is "not for beginners" (the article); the number is our own choice."""

LEAST_OVERLOAD_AGE = 16
"""Nobody younger does overload: no maximal lifts before the bones are grown (textbook knowledge; the age is our own
choice)."""

MACHINE_FIRST_AGE = 60
"""From this age on a machine comes before a bar (textbook knowledge)."""

TIRED_SHARE = 0.8
"""The part of the 1RM that a tired lifter still lifts; the spotter lifts the rest of the load (our own choice)."""

OVERLOAD_BODY_SHARE = 0.1
"""Added load from this part of the body weight on makes a bodyweight exercise overload (our own choice)."""

ASSUMED_BODY_KG = 60.0
"""The body weight that added load is judged by where none is known: rather a light one (our own choice)."""

MOST_ADDED_SHARE = 0.25
"""The part of the body weight that is the cap of added load (our own choice)."""

LONGER_HOLD_S = 1
"""Overload is held for so much longer than its exercise says, at the bottom or at the top, and no more: there is no
counted second with more than the 1RM on the chest (the number is our own choice)."""

_LOADED_BY_PROTOCOL = frozenset({"calf"})
"""Alfredson's heel drops add load from the second week on, whoever does them, up to 60 kg (PMC6356409)."""

_DAYS_IN_MONTH = 30.4375
_DAYS_IN_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class HealthAnswers:
    """The answers to the health screen, as given on a day.

    ``clear``: none of ``CONDITIONS`` applies. ``age`` is in years, ``lifting_months`` how long the lifter has lifted
    regularly, both on that day.
    """

    answered_on: date
    clear: bool
    age: int
    lifting_months: int

    def age_on(self, day: date) -> int:
        """Return the age on another day, as far as it is known from the day of the answer."""
        return self.age + int((day - self.answered_on).days / _DAYS_IN_YEAR)

    def lifting_months_on(self, day: date) -> int:
        """Return the months of regular lifting on another day, those since the answer included."""
        return self.lifting_months + int((day - self.answered_on).days / _DAYS_IN_MONTH)


def is_screened(answers: HealthAnswers | None, today: date) -> bool:
    """Return whether the health screen was answered within a year; a day still to come does not count."""
    return answers is not None and 0 <= (today - answers.answered_on).days < HEALTH_SCREEN_LASTS_DAYS


class Refusal(Enum):
    """Why a lifter may not do overload; the value is said to them."""

    HEALTH = "Something on the health screen applies to you: ask your doctor before you train, and do no overload."
    YOUNG = f"Overload is not for lifters who are still growing: wait until you are {LEAST_OVERLOAD_AGE}."
    BEGINNER = f"Overload is not for beginners: lift regularly for {MONTHS_BEFORE_OVERLOAD} months first."


def overload_refusal(answers: HealthAnswers, today: date) -> Refusal | None:
    """Return why a lifter with these answers may not do overload, ``None`` where nothing stands against it."""
    if not answers.clear:
        return Refusal.HEALTH
    if answers.age_on(today) < LEAST_OVERLOAD_AGE:
        return Refusal.YOUNG
    beginner = answers.lifting_months_on(today) < MONTHS_BEFORE_OVERLOAD
    return Refusal.BEGINNER if beginner else None


def is_machine_first(answers: HealthAnswers, today: date) -> bool:
    """Return whether a machine comes before a bar for this lifter."""
    return answers.age_on(today) >= MACHINE_FIRST_AGE


def needs_spotter(prescription: Prescription) -> bool:
    """Return whether a spotter may be needed: for overload, and for forced reps of what is else lifted alone."""
    return prescription.exercise.family is Family.OVERLOAD or prescription.way.kind is WayKind.FORCED


def is_overload(prescription: Prescription, body_kg: float | None) -> bool:
    """Return whether a set is overload, so that the safety checks apply.

    So is every exercise of that family, a set with forced reps, and a bodyweight exercise with a tenth of the body
    weight (``body_kg``, ``None`` where it is not known) or more added; but for the calf alone, whose protocol is loaded
    for everybody.
    """
    exercise = prescription.exercise
    if needs_spotter(prescription):
        return True
    if not _is_capped_by_body(exercise):
        return False
    limit_kg = OVERLOAD_BODY_SHARE * (ASSUMED_BODY_KG if body_kg is None else body_kg)
    return prescription.load_kg >= limit_kg - SAME_LOAD_KG


def added_cap_kg(exercise: Exercise, body_kg: float | None) -> float | None:
    """Return the most that is added to a bodyweight exercise (kg), ``None`` where there is no such cap.

    ``body_kg`` is the body weight, ``None`` where it is not known: then a light one is assumed.
    """
    if not _is_capped_by_body(exercise):
        return None
    return MOST_ADDED_SHARE * (ASSUMED_BODY_KG if body_kg is None else body_kg)


def _is_capped_by_body(exercise: Exercise) -> bool:
    """Return whether added load is judged by the body weight."""
    return exercise.bodyweight and not _LOADED_BY_PROTOCOL.issuperset(exercise.muscles)


@dataclass(frozen=True, slots=True)
class CountedOneRm:
    """The 1RM (kg) that a load is judged by today, ``None`` where nothing stands for one.

    ``known`` is whether it was tested or typed; where it was not, ``kg`` is what lifted sets or the last load stand
    for, which is enough for the spotters, but no cap is taken of it. ``weakened`` is whether only a part of it counts,
    after a long time away.
    """

    kg: float | None
    known: bool = True
    weakened: bool = False

    @property
    def capped_kg(self) -> float | None:
        """What the cap is taken of, ``None`` where no 1RM is known."""
        return self.kg if self.known else None


UNKNOWN_ONE_RM = CountedOneRm(None, known=False)
"""What counts where nothing stands for a 1RM."""


def cap_kg(exercise: Exercise, one_rm_kg: float | None) -> float | None:
    """Return the heaviest load (kg) that is not over the cap; ``None`` without a cap, or a 1RM to take it of."""
    if exercise.load is None or one_rm_kg is None:
        return None
    return one_rm_kg * exercise.load.cap_percent / 100


def is_over_cap(exercise: Exercise, load_kg: float, one_rm_kg: float | None) -> bool:
    """Return whether a load is over the exercise's cap; never where there is no cap or the 1RM is not known."""
    cap = cap_kg(exercise, one_rm_kg)
    return cap is not None and load_kg > cap + SAME_LOAD_KG


def least_lowering_s(exercise: Exercise) -> int:
    """Return the shortest lowering (s) of an exercise that is no drop; its own, where that is shorter."""
    return min(SHORTEST_S, exercise.tempo.eccentric)


def slowest_tempo(exercise: Exercise) -> Tempo:
    """Return the longest lowering and holds of overload: who is under it longer may be unable to give it back."""
    own = exercise.tempo
    return replace(
        own,
        eccentric=max(LONG_LOWERING_S, own.eccentric),
        stretched=min(own.stretched + LONGER_HOLD_S, LONGEST_PHASE_S),
        contracted=min(own.contracted + LONGER_HOLD_S, LONGEST_PHASE_S),
    )


def is_slower(tempo: Tempo, slowest: Tempo) -> bool:
    """Return whether a tempo lowers or holds longer than another one."""
    return (
        tempo.eccentric > slowest.eccentric
        or tempo.stretched > slowest.stretched
        or tempo.contracted > slowest.contracted
    )


def no_slower(tempo: Tempo, slowest: Tempo) -> Tempo:
    """Return a tempo that neither lowers nor holds longer than another one."""
    return replace(
        tempo,
        eccentric=min(tempo.eccentric, slowest.eccentric),
        stretched=min(tempo.stretched, slowest.stretched),
        contracted=min(tempo.contracted, slowest.contracted),
    )


def is_same_load(one_kg: float, other_kg: float) -> bool:
    """Return whether two loads are the same load."""
    return abs(one_kg - other_kg) <= SAME_LOAD_KG


@dataclass(frozen=True, slots=True)
class SecondSpotterLimit:
    """The load (kg) up to which one spotter is enough; ``included`` is whether it is also enough at that load."""

    kg: float
    included: bool


def second_spotter_limit(exercise: Exercise, one_rm_kg: float | None) -> SecondSpotterLimit | None:
    """Return the lowest limit for one spotter; ``None`` where no load needs a second one.

    Limits that are relative to the 1RM do not apply while it is not known.
    """
    rule = exercise.spotters
    limits = []
    if rule.second_from_total_kg is not None:
        limits.append(SecondSpotterLimit(rule.second_from_total_kg, included=False))
    if one_rm_kg is not None and rule.second_from_above_1rm_kg is not None:
        limits.append(SecondSpotterLimit(one_rm_kg + rule.second_from_above_1rm_kg, included=False))
    if one_rm_kg is not None and rule.second_above_help_kg is not None:
        limits.append(SecondSpotterLimit(TIRED_SHARE * one_rm_kg + rule.second_above_help_kg, included=True))
    return min(limits, key=lambda limit: (limit.kg, limit.included), default=None)


def spotters_needed(exercise: Exercise, load_kg: float | None, one_rm_kg: float | None) -> int:
    """Return how many spotters an exercise needs with this load (kg; ``None`` where it is not known)."""
    at_least, limit = exercise.spotters.at_least, second_spotter_limit(exercise, one_rm_kg)
    if load_kg is None or limit is None:
        return at_least
    tolerance_kg = SAME_LOAD_KG if limit.included else -SAME_LOAD_KG
    return max(at_least, 2) if load_kg > limit.kg + tolerance_kg else at_least


def spotters_for(prescription: Prescription, one_rm_kg: float | None, *, spare: float = 1.0) -> int:
    """Return how many spotters a prescription needs, enough for ``spare`` times its load; forced reps need theirs."""
    needed = spotters_needed(prescription.exercise, prescription.load_kg * spare, one_rm_kg)
    forced = prescription.way.kind is WayKind.FORCED
    return max(needed, prescription.exercise.forced_by) if forced else needed
