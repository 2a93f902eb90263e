"""The guided test of the eccentric 1RM at tempo: singles, each from the outcome of the one before it, to a result.

A lowering faster than its count is a failed rep, as in studies of the eccentric 1RM. The result belongs to its tempo
and is never converted to another one: the slower the lowering, the less can be lowered (Wilk 2020).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from negcoach.errors import NegcoachError
from negcoach.training.equipment.loading import Loading, round_down
from negcoach.training.exercise.exercise import Exercise, Family
from negcoach.training.exercise.safety import SAME_LOAD_KG
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.progress.adherence import is_kept
from negcoach.training.rule import Mark, Rule
from negcoach.training.terms import StopReason

ECCENTRIC_TEST = Rule(
    "test of the eccentric 1RM",
    Mark.READ | Mark.OWN,
    "a missed cadence is a failed rep: a study of 2004; a result is its tempo's alone: Wilk 2020; rests: ACSM 2009; "
    "the loads and the number of singles are negcoach's own choice",
)

ECCENTRIC_LOADS = Rule(
    "loads of the eccentric 1RM", Mark.OWN, "80 to 90 % of it for 3 to 5 reps: negcoach's own choice"
)

MOST_SINGLES = 6
"""The most singles of a test: more would test fatigue (our own choice)."""

REST_MS = 240_000
"""The rest between two singles: 3 to 5 minutes for loads near a maximum (ACSM 2009)."""

FIRST_PERCENT = 105
"""The load of the first single in percent of the 1RM (our own choice)."""

SMALL_SURPLUS = 5
"""Where the usual load is below that, the first single is this many percent of the 1RM lighter than it: the leg curl,
which has the smallest eccentric surplus (Hollander 2007), begins at 95 % (our own choice)."""

LEAST_FIRST = 0.9
"""With less than this part of the first load there is no test: where nothing heavier can be loaded, a result would say
nothing about the lifter (our own choice)."""

WHOLE_COUNT = 0.98
"""A lowering of this part of its time took the whole count: a key is pressed a tenth of a second early (our own
choice)."""

EASY_RPE, HARD_RPE = 7.0, 9.0
EASY_STEP, STEP, SMALL_STEP = 1.075, 1.05, 1.025
"""The next load after a whole count that left three reps or more, after an effort of 8 or 9, and else (our own
choice)."""

GREATEST_STEP = 1.10
"""No single is more than a tenth heavier than the one before, whatever can be loaded (ACSM 2009: 2-10 %)."""

MOST_MISSES = 2
"""After the first miss the test goes back, half-way where it was no drop; the second ends it (our own choice)."""

DROPPED_SHARE = 0.5
"""A lowering of less than this part of its time was dropped: of a load above the 1RM nobody knows then how much too
heavy it was. It is a miss that goes back to the last success, not half-way, or ends a test that has none (our own
choice; in a lighter set ``next_set.DROPPED`` is 0.4)."""

SPARE = 1.1
"""There must be spotters for the load and a tenth more: the lifter may let go of all of it (our own choice)."""

LEAST_WEEKS, MOST_WEEKS = 6, 8
"""The test is done again after six to eight weeks (our own choice)."""

USED_PERCENTS, USED_REPS = (80, 90), (3, 5)
"""Training loads in percent of the eccentric 1RM, and their reps (our own choice)."""

LEAST_USED = 10
"""The least load in percent of the eccentric 1RM that can be asked for (our own choice)."""

_PERCENT = re.compile(r"([0-9]{1,4}(?:[.,][0-9]{1,2})?)\s*%\s*ecc(?:entric)?", re.IGNORECASE)

RESULT_LASTS = timedelta(weeks=12)
"""How old a result may be for loads to be taken of it, as with the concentric 1RM (our own choice)."""


class SingleOutcome(Enum):
    """How a single turned out."""

    SUCCESS = "success"
    MISS = "miss"
    NOT_MEASURED = "not measured"
    """Nobody pressed the key at the bottom, or a side is missing: it shows nothing, and is done again."""
    PAIN = "pain"


@dataclass(frozen=True, slots=True)
class Single:
    """A single as it was performed.

    ``adherences`` has measured / prescribed lowering time of its rep, or of one on each side (``None``: not measured).
    ``sides`` is how many sides it has, 1 where the exercise has none; ``rpe`` its effort, ``None`` where not rated.
    """

    load_kg: float
    adherences: tuple[float | None, ...]
    stop: StopReason = StopReason.TARGET_REACHED
    rpe: float | None = None
    sides: int = 1

    @property
    def outcome(self) -> SingleOutcome:
        """How it turned out: a success was measured at nine tenths of its count or more, untouched and without pain.

        A lowering that the lifter gave up is a miss.
        """
        if self.stop is StopReason.PAIN:
            return SingleOutcome.PAIN
        missed = any(one is not None and not is_kept(one) for one in self.adherences)
        if missed or self.stop in (StopReason.SPOTTER_TOUCHED, StopReason.TEMPO_LOSS):
            return SingleOutcome.MISS
        if len(self.adherences) < self.sides and self.stop is StopReason.LIFTERS_CALL:
            return SingleOutcome.MISS
        if len(self.adherences) < self.sides or any(one is None for one in self.adherences):
            return SingleOutcome.NOT_MEASURED
        return SingleOutcome.SUCCESS

    @property
    def dropped(self) -> bool:
        """Whether a lowering of it was a drop: far from its time, as ``DROPPED_SHARE`` has it."""
        return any(one is not None and one < DROPPED_SHARE for one in self.adherences)

    @property
    def next_factor(self) -> float:
        """By how much the next load is heavier after this success."""
        if self.rpe is None or self.rpe > HARD_RPE or self.easy_but_short:
            return SMALL_STEP
        return EASY_STEP if self.rpe <= EASY_RPE else STEP

    @property
    def easy_but_short(self) -> bool:
        """Whether it was rated easy, and yet fell short of the whole count."""
        whole = all(one is not None and one >= WHOLE_COUNT for one in self.adherences)
        return self.rpe is not None and self.rpe <= EASY_RPE and not whole


class Why(Enum):
    """Why the next single has its load."""

    FIRST = "first"
    MORE = "more"
    AGAIN = "again"
    HALF_WAY = "halfway back"
    LAST_SUCCESS = "back to the last success"


class Ending(Enum):
    """Why the test is over; the value is said to the lifter."""

    NOTHING_FIRST = "The first single cannot be loaded with your equipment"
    SECOND_MISS = "The second miss ends the test"
    DROPPED = "It dropped, and no single before it was lowered in full: the test ends here"
    AFTER_DROP = "Lowered in full after the drop: nothing heavier today"
    ALL_DONE = f"{MOST_SINGLES} singles are enough"
    PAIN = "It hurts: the test ends here"
    NOTHING_BETWEEN = "Nothing between this load and the one that was missed can be loaded"
    NOTHING_HEAVIER = "The next load that can be loaded is too big a step"
    NOTHING_LIGHTER = "Nothing lighter can be loaded"


@dataclass(frozen=True, slots=True)
class NextSingle:
    """The next single of a test: its load, and why it has it."""

    load_kg: float
    why: Why


@dataclass(frozen=True, slots=True)
class EccentricOneRm:
    """The result of a test: the heaviest load (kg) that was lowered at this tempo, and when the test began."""

    kg: float
    tempo: Tempo
    at: datetime


@dataclass(frozen=True, slots=True)
class EccentricMiss:
    """A test in which nothing was lowered in full: the lightest load (kg) that was missed at this tempo, and when."""

    kg: float
    tempo: Tempo
    at: datetime


def is_testable(exercise: Exercise) -> bool:
    """Return whether an exercise can be tested: overload with a load, no regression."""
    return exercise.family is Family.OVERLOAD and exercise.load is not None


def first_percent(exercise: Exercise) -> int:
    """Return the load of the first single in percent of what the exercise's loads are in percent of."""
    usual = FIRST_PERCENT if exercise.load is None else exercise.load.percent
    return FIRST_PERCENT if usual >= FIRST_PERCENT else usual - SMALL_SURPLUS


def next_single(exercise: Exercise, one_rm_kg: float, singles: Sequence[Single], loads: Loading) -> NextSingle | Ending:
    """Return the single that comes after these, in their order, or why the test is over.

    ``one_rm_kg`` is the concentric 1RM, ``loads`` are those that can be loaded.
    """
    if not singles:
        wanted_kg = one_rm_kg * first_percent(exercise) / 100
        first_kg = loads.at_or_below(wanted_kg)
        if first_kg is None or first_kg < wanted_kg * LEAST_FIRST:
            return Ending.NOTHING_FIRST
        return NextSingle(first_kg, Why.FIRST)
    last, misses = singles[-1], [one for one in singles if one.outcome is SingleOutcome.MISS]
    if any(one.outcome is SingleOutcome.PAIN for one in singles):
        return Ending.PAIN
    if len(misses) >= MOST_MISSES:
        return Ending.SECOND_MISS
    if len(singles) >= MOST_SINGLES:
        return Ending.ALL_DONE
    match last.outcome:
        case SingleOutcome.NOT_MEASURED:
            return NextSingle(last.load_kg, Why.AGAIN)
        case SingleOutcome.MISS if last.dropped:
            success_kg = heaviest_success(singles)
            return Ending.DROPPED if success_kg is None else NextSingle(success_kg, Why.LAST_SUCCESS)
        case SingleOutcome.MISS:
            return _half_way(last.load_kg, heaviest_success(singles), _floor_kg(exercise, one_rm_kg), loads)
    if any(one.dropped for one in misses):
        return Ending.AFTER_DROP
    return _heavier(last, misses[0].load_kg if misses else None, loads)


def result_that_counts(results: Sequence[EccentricOneRm], lower_s: int, now: datetime) -> EccentricOneRm | None:
    """Return the newest result that loads of this lowering may be taken of, ``None`` where there is none.

    ``results`` are oldest first. One of another lowering is not converted, and an old one does not count.
    """
    fit = (one for one in reversed(results) if one.tempo.eccentric == lower_s and now - one.at <= RESULT_LASTS)
    return next(fit, None)


def parse_eccentric_percent(text: str) -> float | None:
    """Read ``85% ecc``, a load in percent of the eccentric 1RM; ``None`` for any other text.

    Raises ``NegcoachError`` for more than the whole of it, or too little.
    """
    found = _PERCENT.fullmatch(text.strip())
    if found is None:
        return None
    percent = float(found[1].replace(",", "."))
    if not LEAST_USED <= percent <= 100:
        raise NegcoachError(f"A load is from {LEAST_USED} to 100 % of the eccentric 1RM, not {percent:g} %.")
    return percent


def eccentric_load(
    exercise: Exercise, percent: float, lower_s: int, results: Sequence[EccentricOneRm], now: datetime, loads: Loading
) -> float:
    """Return so many percent of the eccentric 1RM at this lowering, in kg, rounded down to what can be loaded.

    ``results`` are of this exercise, oldest first. Raises ``NegcoachError`` that says why there is none to take it of:
    one of another lowering is not converted.
    """
    if not is_testable(exercise):
        raise NegcoachError(f"{exercise.name} has no eccentric 1RM: only overload with a load has one.")
    result = result_that_counts(results, lower_s, now)
    if result is not None:
        return round_down(result.kg * percent / 100, loads)
    if not results:
        raise NegcoachError(
            f"The eccentric 1RM of {exercise.name} is not known: test it first, or give the load in kg."
        )
    newest = results[-1]
    if newest.tempo.eccentric != lower_s:
        tested = f"was tested lowering {newest.tempo.eccentric} s"
        raise NegcoachError(f"Your eccentric 1RM {tested}: it says nothing about {lower_s} s, and is not converted.")
    weeks = (now - newest.at) // timedelta(weeks=1)
    raise NegcoachError(f"Your eccentric 1RM was tested {weeks} weeks ago: test it again, a result counts for 12.")


def heaviest_success(singles: Sequence[Single]) -> float | None:
    """Return the heaviest load (kg) that was lowered in full, ``None`` where none was."""
    return max((one.load_kg for one in singles if one.outcome is SingleOutcome.SUCCESS), default=None)


def lightest_miss(singles: Sequence[Single]) -> float | None:
    """Return the lightest load (kg) that was missed, ``None`` where none was."""
    return min((one.load_kg for one in singles if one.outcome is SingleOutcome.MISS), default=None)


def _floor_kg(exercise: Exercise, one_rm_kg: float) -> float:
    """Return what the first single goes halfway back to when it is missed: as far below it as it is above the 1RM."""
    return one_rm_kg * (first_percent(exercise) - SMALL_SURPLUS) / 100


def _half_way(missed_kg: float, success_kg: float | None, floor_kg: float, loads: Loading) -> NextSingle | Ending:
    lower_kg = floor_kg if success_kg is None else success_kg
    half_kg = loads.at_or_below((lower_kg + missed_kg) / 2)
    if half_kg is not None and half_kg >= missed_kg - SAME_LOAD_KG:
        half_kg = _below(missed_kg, loads)
    if success_kg is not None and (half_kg is None or half_kg <= success_kg + SAME_LOAD_KG):
        half_kg = loads.at_or_above(success_kg + 2 * SAME_LOAD_KG)  # the only one between, if there is one
        if half_kg is None or half_kg >= missed_kg - SAME_LOAD_KG:
            return Ending.NOTHING_BETWEEN
    return Ending.NOTHING_LIGHTER if half_kg is None else NextSingle(half_kg, Why.HALF_WAY)


def _heavier(last: Single, missed_kg: float | None, loads: Loading) -> NextSingle | Ending:
    heavier_kg = round_down(last.load_kg * last.next_factor, loads)
    if heavier_kg <= last.load_kg + SAME_LOAD_KG:
        heavier_kg = loads.step_up(last.load_kg)
    if missed_kg is not None and heavier_kg >= missed_kg - SAME_LOAD_KG:
        heavier_kg = _below(missed_kg, loads) or 0.0
        if heavier_kg <= last.load_kg + SAME_LOAD_KG:
            return Ending.NOTHING_BETWEEN
    most_kg = last.load_kg * GREATEST_STEP + SAME_LOAD_KG
    if not last.load_kg + SAME_LOAD_KG < heavier_kg <= most_kg:
        return Ending.NOTHING_HEAVIER
    return NextSingle(heavier_kg, Why.MORE)


def _below(load_kg: float, loads: Loading) -> float | None:
    """Return the heaviest load that can be loaded and is lighter than this one."""
    return loads.at_or_below(load_kg - 2 * SAME_LOAD_KG)
