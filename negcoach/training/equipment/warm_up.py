"""The warm-up before overload, of the load that the session begins with, and the plates of both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

from negcoach.training.equipment.equipment import NO_EQUIPMENT, Equipment, LoadedBar, is_free_bar, plates_after
from negcoach.training.equipment.loading import round_down
from negcoach.training.equipment.plates import WantedSums, kg_of, warm_up_sides
from negcoach.training.equipment.releasers import bar_kg
from negcoach.training.equipment.unloading import unloaded_bar
from negcoach.training.exercise.easier_rung import EASIER
from negcoach.training.exercise.exercise import Exercise, LiftShape
from negcoach.training.exercise.limits import SHORTEST_S
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import SAME_LOAD_KG
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.exercise.way import STRAIGHT
from negcoach.training.rule import Mark, Rule
from negcoach.training.units import Unit

WARM_UP = Rule(
    "warm-up",
    Mark.TEXTBOOK | Mark.OWN,
    "light sets first: textbook; their loads, reps and rests: negcoach's own choice",
)

_BAR_REPS = 8
"""The reps with the bar alone, where its weight is known (our own choice)."""

_FREE_BAR = ((50, 5), (70, 3), (85, 2))
_MACHINE = ((50, 6), (75, 3))
"""Percent and reps, lifted and lowered alone: the steps towards a free bar's load, and towards a machine's (our own
choice)."""

_USUAL_BAR_KG = 20.0
"""A free bar that is not known has this weight: no set before a heavier load is below it (that of most gyms' bars)."""

_SINGLE_PERCENT = 95
"""Before a load above the 1RM, the last step: one rep as the work is done, with the spotter, at 95 to 100 % of the 1RM
(our own choice)."""

_MOST_SHORT = 10
"""So many percent of the 1RM may a set fall short where plates are only added: with more the next jump is too great
(our own choice)."""

_EASY = Tempo(2, 0, 1, 0)
"""The tempo of a warm-up: normal, with a lift that is counted."""

_BODY_REPS = 5
"""The reps of the easier rung before a session of the body alone (textbook knowledge; the number is our own choice)."""

_RESTS_MS = (60_000, 90_000, 120_000, 180_000)
"""The rests after the bar alone, after a load up to half, up to three quarters, and a heavier one (our own choice)."""


@dataclass(frozen=True, slots=True)
class WarmUpSet:
    """A set before the first overload set; ``loaded`` are its plates, where they are known.

    ``percent`` is its share of the 1RM that the session is of, 0 for the bar. ``as_work`` is whether it is done as
    the work is: at its tempo, with the spotter. ``exercise`` is the easier one that it is of, before a bodyweight
    exercise.
    """

    percent: int
    reps: int
    load_kg: float
    loaded: LoadedBar | None = None
    as_work: bool = False
    exercise: Exercise | None = None

    @property
    def rest_ms(self) -> int:
        """The rest after it."""
        return _RESTS_MS[sum(self.percent > most for most in (0, 50, 75))]

    def prescription(self, prescription: Prescription) -> Prescription:
        """Return how it is coached before the work that is prescribed: as the work, else lifted and lowered alone.

        One of the body is lowered in as little time as is no drop.
        """
        if self.exercise is not None:
            return replace(
                prescription,
                exercise=self.exercise,
                sets=1,
                reps=self.reps,
                fewer=0,
                tempo=replace(self.exercise.tempo, eccentric=SHORTEST_S),
                load_kg=self.load_kg,
                rest_ms=self.rest_ms,
                lift_ms=self.exercise.lift_ms,
                way=STRAIGHT,
            )
        exercise = prescription.exercise
        if not self.as_work and not exercise.unilateral:
            words = replace(
                exercise.words, lift="LIFT", lift_sound="lift", lift_note="lift it yourself", lift_shape=LiftShape.UP
            )
            exercise = replace(exercise, words=words, spotters=replace(exercise.spotters, at_least=0))
        return replace(
            prescription,
            exercise=exercise,
            sets=1,
            reps=self.reps,
            tempo=prescription.tempo if self.as_work else _EASY,
            load_kg=self.load_kg,
            rest_ms=self.rest_ms,
            way=STRAIGHT,
        )


def warm_up(
    prescription: Prescription, one_rm_kg: float | None, unit: Unit, equipment: Equipment = NO_EQUIPMENT
) -> tuple[WarmUpSet, ...]:
    """Return the sets before a session, rounded down to what can be loaded.

    With a free bar they are 50 % x 5, 70 % x 3, 85 % x 2, after the bar alone where its weight is known; on a machine
    50 % x 6 and 75 % x 3. Above the 1RM one rep as the work is done comes last. The percentages are of the 1RM that the
    session's load stands for, and never of more than the lifter's own: before an easy session they are lighter, and
    where no 1RM is known there are some all the same. None without a load. From each set to the next, and to the
    session's load, plates are only added, unless a set would then fall far short of its share. A set below the bar
    alone, or below the lightest weight there is, is left out, and so is one with the load of the set before it.
    """
    wanted, work = _wanted_sets(prescription, one_rm_kg), _fewest_plates(prescription, equipment)
    if work is not None:
        return _with_plates(wanted, work)[0]
    loads, own = equipment.loads_for(prescription, unit), equipment.own_loads(prescription.exercise)
    if own is not None:
        wanted = tuple(one for one in wanted if own.at_or_below(one.load_kg) is not None)
    usual_bar = own is None and is_free_bar(prescription.exercise) and prescription.load_kg >= _USUAL_BAR_KG
    least_kg = _USUAL_BAR_KG - SAME_LOAD_KG if usual_bar else SAME_LOAD_KG
    found: list[WarmUpSet] = []
    for one in wanted:
        load_kg = round_down(one.load_kg, loads)
        if load_kg >= least_kg and not (found and found[-1].load_kg > load_kg - SAME_LOAD_KG):
            found.append(_with_load(one, load_kg))
    return tuple(found)


def body_warm_up(prescription: Prescription, below: Exercise | None) -> tuple[WarmUpSet, ...]:
    """Return the set before a session of the body: of the exercise ``below``, else of the same one, done more easily.

    None where the easier rung is not known, and before the daily sets of a tendon's protocol.
    """
    exercise = prescription.exercise
    rung = EASIER.get(exercise.slug)
    if rung is None or exercise.unilateral or not exercise.bodyweight:
        return ()
    if below is None:
        below = replace(exercise, name=f"{exercise.name}, {rung.way}")
    return (WarmUpSet(0, _BODY_REPS, 0.0, exercise=below),)


def bar_for(prescription: Prescription, one_rm_kg: float | None, equipment: Equipment) -> LoadedBar | None:
    """Return the bar as the first set of a session has it, after its warm-up; ``None`` where its plates are not known.

    So it has no more plates than must be, but where the warm-up leaves others on it. Where plates come off at each rep,
    as few as can be go on what stays after its last set. In an accentuated set hooks carry a part of the load, and the
    bar the rest.
    """
    loads = equipment.loads_for(prescription, "kg")
    prescription = replace(prescription, load_kg=bar_kg(prescription, one_rm_kg, loads))
    work = _fewest_plates(prescription, equipment)
    if work is None:
        return None
    sets, last = _with_plates(_wanted_sets(prescription, one_rm_kg), work)
    left = unloaded_by(sets[-1], prescription, one_rm_kg) if sets else None
    return last if left is None else plates_after(left, last.load_kg) or last


def unloaded_by(one: WarmUpSet, prescription: Prescription, one_rm_kg: float | None) -> LoadedBar | None:
    """Return the bar as a set of the warm-up leaves it where plates come off in it; ``None`` where none do."""
    return None if one.loaded is None else unloaded_bar(one.prescription(prescription), one_rm_kg, one.loaded)


def _fewest_plates(prescription: Prescription, equipment: Equipment) -> LoadedBar | None:
    return equipment.bar_with(prescription.exercise, prescription.load_kg) if prescription.load_kg > 0 else None


def _wanted_sets(prescription: Prescription, one_rm_kg: float | None) -> tuple[WarmUpSet, ...]:
    """Return the sets with the loads that the rule gives."""
    rule = prescription.exercise.load
    if rule is None or not prescription.load_kg:
        return ()
    of_kg = prescription.load_kg * 100 / rule.percent
    of_kg = of_kg if one_rm_kg is None else min(of_kg, one_rm_kg)
    steps = _FREE_BAR if is_free_bar(prescription.exercise) else _MACHINE
    sets = [WarmUpSet(percent, reps, of_kg * percent / 100) for percent, reps in steps]
    if prescription.load_kg > (of_kg if one_rm_kg is None else one_rm_kg) + SAME_LOAD_KG:
        sets.append(WarmUpSet(_SINGLE_PERCENT, 1, of_kg * _SINGLE_PERCENT / 100, as_work=True))
    return tuple(one for one in sets if one.load_kg < prescription.load_kg - SAME_LOAD_KG)


def _with_load(wanted: WarmUpSet, load_kg: float) -> WarmUpSet:
    """Return a set with the load that can be made of the one that is wanted."""
    return replace(wanted, load_kg=load_kg, percent=round(wanted.percent * load_kg / wanted.load_kg))


def _with_plates(wanted: tuple[WarmUpSet, ...], work: LoadedBar) -> tuple[tuple[WarmUpSet, ...], LoadedBar]:
    """Return the sets as plates, and the bar for the work after them.

    Plates come off only where a set would else fall short by more than ``_MOST_SHORT`` of the 1RM. The rep that is
    done as the work is has a load from its own up to the 1RM, and is left out where the plates make none of these.
    """
    unit_kg = kg_of(1, work.plates.unit) * 2
    above = [one for one in wanted if one.load_kg >= work.bar_kg - SAME_LOAD_KG]
    steps = []
    for one in above:
        most_kg = one.load_kg * 100 / _SINGLE_PERCENT if one.as_work else one.load_kg
        least_kg = one.load_kg if one.as_work else one.load_kg * (1 - _MOST_SHORT / one.percent)
        most = int((most_kg - work.bar_kg + SAME_LOAD_KG) / unit_kg)
        least = ceil((least_kg - work.bar_kg - SAME_LOAD_KG) / unit_kg)
        steps.append(WantedSums(most, max(0, least), or_less=not one.as_work))
    chosen, side = warm_up_sides(work.plates, sum(work.side), tuple(steps))
    last = replace(work, side=side)
    alone = [] if work.single or not above else [(WarmUpSet(0, _BAR_REPS, work.bar_kg), replace(work, side=()))]
    found = list(alone)
    for one, plates in zip(above, chosen, strict=True):
        if plates is not None and plates != (found[-1][1].side if found else None) and plates != side:
            bar = replace(work, side=plates)
            found.append((_with_load(one, bar.load_kg), bar))
    return tuple(replace(one, load_kg=bar.load_kg, loaded=bar) for one, bar in found), last
