"""What progress alone would do next, before readiness is looked at, and how the last exposures are judged for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum

from negcoach.texts import counted
from negcoach.training.advice.exposure import LEAST_MEASURED, MOST_RPE_KEPT, SAME_EXPOSURE, Exposure, plan_of
from negcoach.training.advice.facts import Facts
from negcoach.training.advice.finding import is_at_most, least_of
from negcoach.training.advice.next_set import EndedSet, next_set
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription, reps_in_turn
from negcoach.training.exercise.safety import SAME_LOAD_KG, least_lowering_s
from negcoach.training.exercise.way import STRAIGHT, Way
from negcoach.training.plan.course import Course
from negcoach.training.plan.programme import Work
from negcoach.training.rule import Mark, Rule
from negcoach.training.terms import StopReason
from negcoach.training.units import Unit, format_load

OPEN_TARGET = 5
"""Kept reps that a set to fatigue is meant to have (our own choice)."""

OPEN_MORE = 2
"""So many kept reps over the target, twice, and the load grows (ACSM 2009: 1 to 2 reps over)."""

OPEN_LESS = 0.6
"""Under this part of the target, twice, it goes down (our own choice)."""


KEPT_TWICE = Rule(
    "tempo kept on two days",
    Mark.READ | Mark.OWN,
    "ACSM 2009: 2-10 %; two days at 90 % of the time are negcoach's own choice",
)
KEPT_ONCE = Rule("tempo kept once", Mark.OWN, "two such days before anything goes up: negcoach's own choice")
LOST_TWICE = Rule(
    "tempo lost on two days",
    Mark.READ | Mark.OWN,
    "a missed cadence is a failed rep: a study of 2004; -5 %: negcoach's own choice",
)
LOST_TODAY = Rule("tempo lost today", Mark.OWN, "5 or 10 % less, or a rep: negcoach's own choice")
LOST_ONCE = Rule("tempo lost once", Mark.OWN)
NOT_KEPT = Rule("tempo not kept yet", Mark.OWN)
DROPPED = Rule("lowered in less than 3 s", Mark.OWN, "under 3 s it is a drop: negcoach's own choice")
AFTER_PAIN = Rule(
    "after pain",
    Mark.TEXTBOOK | Mark.OWN,
    "return below what hurt: textbook knowledge; the steps are negcoach's own choice",
)
NOT_MEASURED = Rule("too little measured", Mark.OWN, "three quarters of the reps: negcoach's own choice")
STRAINED = Rule(
    "nothing in reserve",
    Mark.READ | Mark.OWN,
    "ACSM 2009 adds load with reps to spare; that an effort over 9 has none is negcoach's own choice",
)
RESTS_INSIDE = Rule(
    "rests inside the sets", Mark.OWN, "what is kept with them shows nothing of sets without: negcoach's own choice"
)
HELPED_UP = Rule(
    "helped up",
    Mark.READ | Mark.OWN,
    "more once the target is reached alone: ACSM 2009; forced reps show nothing of that: negcoach's own choice",
)
SAME_DAY = Rule("one day", Mark.OWN, "nothing goes up within a day: negcoach's own choice")
HEAVIEST = Rule("heaviest load", Mark.YOURS, "no equipment for more: [equipment] in config.toml")
OPEN_REPS = Rule(
    "reps to fatigue", Mark.READ | Mark.OWN, "until fatigue: an article on negatives; the target: negcoach's own choice"
)


class Step(Enum):
    """What a suggestion does to the prescription."""

    START = "start"
    RAMP_IN = "ramp in"
    SAME = "same again"
    MORE = "more"
    LESS = "less"
    TEST = "test"
    """The eccentric 1RM is tested in place of the set."""
    REST = "rest"
    REFUSED = "not offered"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the next session of a programme asks for: its ``title`` and that in words, and as a prescription.

    That is ``None`` for a test. ``rule`` is the programme's. ``said`` is whether the reason for what is planned says
    it already.
    """

    rule: Rule
    title: str
    what: str
    prescription: Prescription | None
    said: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """What progress alone would do next, and ``maintenance``, the prescription where nothing may grow today.

    ``what`` is "" for the same again, whose words are ``again_in_words``. ``wanted_kg`` is the load that the
    rule gave before it was rounded down to one that can be loaded, ``None`` where it gave such a one. ``asked`` is
    what a programme asks for, ``None`` without one.
    """

    rule: Rule
    step: Step
    what: str
    why: str
    prescription: Prescription
    maintenance: Prescription
    wanted_kg: float | None = None
    asked: Asked | None = None


def same(rule: Rule, prescription: Prescription, why: str, what: str = "") -> Planned:
    """Return the same prescription again."""
    return Planned(rule, Step.SAME, what, why, prescription, prescription)


def more(rule: Rule, what: str, why: str, prescription: Prescription, maintenance: Prescription) -> Planned:
    """Return a harder prescription, with the one where nothing grows."""
    return Planned(rule, Step.MORE, what, why, prescription, maintenance)


def less(rule: Rule, what: str, why: str, prescription: Prescription, wanted_kg: float | None = None) -> Planned:
    """Return an easier prescription."""
    return Planned(rule, Step.LESS, what, why, prescription, prescription, wanted_kg)


def held_back(planned: Planned, newest: Exposure, facts: Facts) -> Planned:
    """Return less on the day on which a set lost its tempo, and the same again where something would grow too soon.

    That is on the day of the last exposure, and after one that was lost or dropped or, on the other side, hurt: also
    where it was lost with less than is planned all the same. An open set ends in lost tempo by design.
    """
    if newest.lost and facts.now - newest.ended_at < SAME_EXPOSURE:
        prescription = _after_lost_today(planned.prescription, newest, facts)
        if prescription != planned.prescription:
            why = "A set lost its tempo today: what comes after it is lighter."
            return less(LOST_TODAY, amount_text(prescription, facts.unit), why, prescription)
    if planned.step is not Step.MORE:
        return _no_more_than_was_lost(planned, newest, facts) if newest.lost else planned
    if newest.trained and newest.top_sets[0].lower_s < least_lowering_s(planned.maintenance.exercise):
        return same(DROPPED, planned.maintenance, "Last time it was dropped, not lowered: nothing goes up after that.")
    if facts.now - newest.started_at < SAME_EXPOSURE:
        hours = SAME_EXPOSURE // timedelta(hours=1)
        why = f"You trained it less than {hours} h ago: nothing goes up twice in a day."
        return same(SAME_DAY, planned.maintenance, why)
    if newest.lost:
        held = same(LOST_ONCE, planned.maintenance, _AFTER_LOST)
        return _no_more_than_was_lost(held, newest, facts)
    if newest.pain:
        return same(AFTER_PAIN, planned.maintenance, "Last time a set ended in pain: nothing goes up after that.")
    return planned


_AFTER_LOST = "Last time a set lost its tempo: nothing goes up after that."


def _no_more_than_was_lost(planned: Planned, newest: Exposure, facts: Facts) -> Planned:
    """Return what is planned with no more load than lost its tempo last, and with no more of anything at that load.

    What was lost may have been lighter than work or than its stage of the ramp-in: in a deload week, or by choice.
    """
    prescription = planned.prescription
    last = plan_of(prescription, newest)
    if not last.load_kg and not prescription.exercise.bodyweight:
        return planned  # its load is not known
    if prescription.load_kg < last.load_kg - SAME_LOAD_KG or is_at_most(prescription, last):
        return planned
    held = least_of(prescription, last)
    maintenance = least_of(planned.maintenance, held)
    what = f"Ease in: {amount_text(held, facts.unit)}" if planned.step is Step.RAMP_IN else ""
    return Planned(LOST_ONCE, planned.step, what, _AFTER_LOST, held, maintenance)


def _after_lost_today(prescription: Prescription, newest: Exposure, facts: Facts) -> Prescription:
    """Return no more than the last set of today had, and after one that lost its tempo what the rest offers."""
    last = newest.sets[-1]
    reps = [reps for reps in (prescription.reps, last.planned_reps) if reps is not None]
    prescription = replace(prescription, load_kg=min(prescription.load_kg, last.load_kg), reps=min(reps, default=None))
    ended = [EndedSet(past.stop or StopReason.INTERRUPTED, past.adherences) for past in newest.sets]
    offer = next_set(replace(prescription, load_kg=last.load_kg, reps=last.planned_reps), ended, facts.loads)
    return prescription if offer is None else offer.of(prescription)


def leads(course: Course, exercise: Exercise) -> bool:
    """Return whether a programme says today what is done of an exercise; not of the one that takes overload's place."""
    week = course.week
    return course.leads and week is not None and week.exercise == exercise.slug and not exercise.alone


def way_to_come(exercise: Exercise, facts: Facts) -> Way:
    """Return the way in which the sets are to be done: the programme's, else that of the lifter's plan."""
    item = None if facts.course is None or not leads(facts.course, exercise) else facts.course.item
    return item.way if isinstance(item, Work) else facts.way


def grows(level: Sequence[Exposure], *, way: Way) -> bool:
    """Return whether the last two of these exposures, all alike, were kept, for sets in this way to come.

    What was kept with rests inside the sets shows nothing of sets without them, and what was helped up nothing at all.
    """
    two = level[-2:]
    if any(one.helped_up for one in two):
        return False
    if any(one.rests_inside for one in two) and not way.has_rests(None):
        return False
    if two[-1].open:
        return len(two) == 2 and all(_open_reps(one) >= OPEN_TARGET + OPEN_MORE and _is_whole(one) for one in two)
    return len(two) == 2 and all(one.kept for one in two)


def shrinks(level: Sequence[Exposure]) -> bool:
    """Return whether two of the last three of these exposures, all alike, lost the tempo."""
    if level[-1].open:
        two = level[-2:]
        return len(two) == 2 and all(_is_short_of_reps(one) for one in two)
    return sum(one.lost for one in level[-3:]) >= 2


def same_after(level: Sequence[Exposure], prescription: Prescription, *, way: Way) -> Planned:
    """Return the same again in this way, with what is missing for more."""
    newest = level[-1]
    if newest.open:
        return same(OPEN_REPS, prescription, _why_open(newest))
    if newest.lost:
        then = "it gets easier" if prescription.exercise.bodyweight else "the load goes down"
        return same(LOST_ONCE, prescription, f"A set lost its tempo. On a second such day {then}.")
    if newest.kept and newest.helped_up:
        return same(
            HELPED_UP, prescription, "Tempo kept, with help on the way up. Keep it alone on two days, and it goes up."
        )
    if newest.kept and newest.rests_inside and not way.has_rests(None):
        return same(
            RESTS_INSIDE,
            prescription,
            "Tempo kept, with rests inside the sets. Keep it in straight sets on two days, and it goes up.",
        )
    if newest.kept:
        return same(KEPT_ONCE, prescription, "Tempo kept once. After a second such day it goes up.")
    if not newest.complete:
        return same(NOT_KEPT, prescription, "Not all sets and reps were done.")
    if newest.measured < LEAST_MEASURED or any(one.adherences and one.adherences[-1] is None for one in newest.sets):
        why = "Too little was measured. A press at the bottom times each rep."
        return same(NOT_MEASURED, prescription, why)
    if any(one.rpe is not None and one.rpe > MOST_RPE_KEPT for one in newest.sets):
        return same(STRAINED, prescription, "It took all you had: nothing goes up with no rep in reserve.")
    return same(NOT_KEPT, prescription, "Not every rep was lowered for 90 % of its time.")


def alike(exposures: Sequence[Exposure]) -> tuple[Exposure, ...]:
    """Return the newest exposures that are like the last one, oldest first."""
    first = len(exposures) - 1
    while first > 0 and exposures[first - 1].is_like(exposures[-1]):
        first -= 1
    return tuple(exposures[first:])


def amount_text(prescription: Prescription, unit: Unit) -> str:
    """Return ``3 × 4 at 105 kg``; ``3 × 5, 8 s each with 5 kg added`` or ``with 20 kg of help`` for the body.

    Where one side alone is trained, ``on the right`` follows; then the way, where the sets are not straight.
    """
    load = format_load(abs(prescription.load_kg), unit) if prescription.load_kg else ""
    side = "" if prescription.only_side is None else f" on the {prescription.only_side.value}"
    side += "" if prescription.way == STRAIGHT else f", {prescription.way}"
    if prescription.exercise.bodyweight:
        how = "of help" if prescription.load_kg < 0 else "added"
        seconds = prescription.tempo.eccentric
        return f"{sets_by_reps(prescription)}, {seconds} s each{f' with {load} {how}' if load else ''}{side}"
    return f"{sets_by_reps(prescription)}{f' at {load}' if load else ''}{side}"


def again_in_words(prescription: Prescription, newest: Exposure | None, unit: Unit) -> str:
    """Return ``The same again: 3 × 4 at 105 kg``, and only the amount where that is not what was planned last time."""
    amount = amount_text(prescription, unit)
    same_amount = newest is not None and amount_text(plan_of(prescription, newest), unit) == amount
    return f"The same again: {amount}" if same_amount else amount


def sets_by_reps(prescription: Prescription) -> str:
    """Return ``3 × 4``, ``12, 10 and 8 reps`` or ``3 sets to fatigue``."""
    if prescription.reps is None:
        return f"{counted(prescription.sets, 'set')} to fatigue"
    if prescription.fewer:
        return f"{reps_in_turn(prescription)} reps"
    return f"{prescription.sets} × {prescription.reps}"


def _open_reps(exposure: Exposure) -> float:
    """Return the mean of the kept reps of its open sets."""
    counts = [past.kept_reps for past in exposure.top_sets]
    return sum(counts) / len(counts)


def _is_short_of_reps(exposure: Exposure) -> bool:
    """Return whether its open sets lost the tempo far too soon; reps by the clock are not held against them."""
    counts = [past.reps_before_lost for past in exposure.top_sets]
    return exposure.measured > 0 and sum(counts) / len(counts) < OPEN_TARGET * OPEN_LESS


def _is_whole(exposure: Exposure) -> bool:
    return exposure.complete and exposure.measured >= LEAST_MEASURED and not exposure.pain


def _why_open(newest: Exposure) -> str:
    reps = _open_reps(newest)
    if newest.measured < LEAST_MEASURED:
        return "Too little was measured. A press at the bottom times each rep."
    return f"Sets to fatigue had {reps:.2g} reps in tempo; {OPEN_TARGET + OPEN_MORE} on two days, and it goes up."
