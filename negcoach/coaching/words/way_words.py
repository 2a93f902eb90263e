"""The way of a set in words: what it is, in a line, and who does what in it, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.formatting import load_text, seconds_text, way_done_text
from negcoach.texts import counted
from negcoach.training.equipment.equipment import BarLoad, Equipment, LoadedBar, side_text, stripped
from negcoach.training.equipment.plates import change_between
from negcoach.training.equipment.releasers import bar_kg, hooks_text
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.way import Way, WayKind
from negcoach.training.score.rescue import put_down_call
from negcoach.training.units import Unit, format_load

if TYPE_CHECKING:  # the forms have these words, too, and need no session
    from negcoach.coaching.session.running_session import SessionSet

MOST_PARTS = 5
"""A cluster with this many rests or more is not written part by part."""


def way_in_words(prescription: Prescription) -> str:
    """Return ``2 + 2 + 1, 25 s between`` for a cluster, ``2 at a time, 25 s between`` for an open one.

    For a drop set it is ``the last with no rest, 10 % less``, for an accentuated one ``lift 70 % alone, hooks carry the
    rest``, with forced reps ``the last 2 helped up``; "" for straight sets.
    """
    way, reps = prescription.way, prescription.reps
    if way.kind is WayKind.DROP:
        return f"the last with no rest, {way.percent} % less" if drops_at(prescription) else ""
    if way.kind is WayKind.ACCENTUATED:
        return f"lift {way.percent} % alone, hooks carry the rest"
    if way.kind is WayKind.FORCED:
        return f"the last {way.reps} helped up" if reps is not None else ""
    if way.kind is WayKind.STRAIGHT or (reps is not None and not way.rests_in(reps)):
        return ""
    between = f"{seconds_text(way.rest_ms)} between"
    if reps is None or way.rests_in(reps) >= MOST_PARTS:
        return f"{way.reps} at a time, {between}"
    parts = [min(way.reps, reps - done) for done in range(0, reps, way.reps)]
    return f"{' + '.join(map(str, parts))}, {between}"


def drops_at(prescription: Prescription) -> int:
    """Return the number of the set that follows at once with less load, 0 where none does.

    An open set ends in lost tempo, and then none follows.
    """
    sets = prescription.sets
    return sets if prescription.reps is not None and prescription.way.is_drop(sets, sets) else 0


def load_done_in_words(one: SessionSet, sets: Sequence[SessionSet], unit: Unit) -> str:
    """Return the load of one of the ``sets`` of an exercise as it was done; of a drop, ``drop 10 %: 105 → 90 kg``."""
    prescribed, outcome = one.prescribed, one.outcome
    way, unit = Way.parse(prescribed.way), prescribed.load_unit or unit
    before_kg = [each.outcome.load_kg for each in sets if each.outcome.number == outcome.number - 1]
    if before_kg and way.is_drop(outcome.number, prescribed.sets) and outcome.load_kg < before_kg[-1]:
        return way_done_text(way, outcome.load_kg, before_kg[-1], unit)
    return load_text(outcome.load_kg, unit, bodyweight=prescribed.bodyweight)


def way_steps(
    sets: SetsToDo, number: int, equipment: Equipment, unit: Unit, loaded: LoadedBar | None = None
) -> tuple[str, ...]:
    """Return who does what in a set (counted from 1), in the order in which it is done; empty for a straight set.

    A step is a few words, at most 38 cells as a rule: the narrowest screen that coaches shows each in a row of its own.
    ``loaded`` is the bar as it was loaded last; ``unit`` is that of a load whose own is not known.
    """
    prescription = sets.set_prescription(number)
    match prescription.way.kind:
        case WayKind.CLUSTER:
            return _cluster_steps(prescription)
        case WayKind.DROP:
            return _drop_steps(sets, equipment, unit, loaded)
        case WayKind.ACCENTUATED:
            return _accentuated_steps(prescription, sets.one_rm_kg, equipment, unit)
        case WayKind.FORCED:
            return _forced_steps(prescription)
        case _:
            return ()


def load_off(
    heavier: Prescription, load_kg: float, equipment: Equipment, unit: Unit, bar: LoadedBar | None
) -> tuple[str, ...]:
    """Return what is taken off down to a load: ``15 kg off``, and ``5 + 2.5 from each end`` where the plates are known.

    ``bar`` is the bar before it; of a bar with unknown plates the second is ``7.5 kg from each end``. A machine's stack
    has no ends.
    """
    exercise, unit = heavier.exercise, heavier.load_unit or unit
    less_kg = heavier.load_kg - load_kg
    total = f"{format_load(less_kg, unit)} off"
    left = None if bar is None else stripped(bar, load_kg, load_kg)
    if bar is not None and left is not None:
        plates = side_text(change_between(bar.side, left.side).off)
        return (total, f"{plates} from {'the belt' if bar.single else 'each end'}")
    has_ends = isinstance(equipment.implement_of(exercise), BarLoad)
    return (total, f"{format_load(less_kg / 2, unit)} from each end") if has_ends else (total,)


def _cluster_steps(prescription: Prescription) -> tuple[str, ...]:
    way, exercise = prescription.way, prescription.exercise
    if prescription.reps is not None and not way.rests_in(prescription.reps):
        return ()
    if prescription.unloads:
        return ("every rep: rack it, the plates on again",)
    part = "every rep" if way.reps == 1 else f"every {way.reps} reps"
    word = put_down_call(exercise).word.lower()
    again = ("then the spotter hands it over again",) if exercise.spotters.at_least else ()
    return (f"{part}: {word}, rest {seconds_text(way.rest_ms)}", *again)


def _drop_steps(sets: SetsToDo, equipment: Equipment, unit: Unit, loaded: LoadedBar | None) -> tuple[str, ...]:
    prescription = sets.prescription
    last, bar = drops_at(prescription), sets.bar(loaded, equipment)
    lighter = sets.with_drop(equipment.loads_for(prescription, unit), bar)
    if not last or sets.dropped or not lighter.dropped:
        return ()
    total, *each = load_off(prescription, lighter.prescription.load_kg, equipment, unit, bar)
    return (f"after set {last - 1}: {total}", *each, f"then set {last} straight after, no rest")


def _accentuated_steps(
    prescription: Prescription, one_rm_kg: float | None, equipment: Equipment, unit: Unit
) -> tuple[str, ...]:
    loads = equipment.loads_for(prescription, unit)
    hooks = hooks_text(prescription, one_rm_kg, loads)
    alone = f"lift {format_load(bar_kg(prescription, one_rm_kg, loads), loads.unit)} alone"
    if not hooks:
        return ("no hooks needed", alone)
    return (f"hang hooks: {hooks}", f"set to come off at the {prescription.exercise.words.bottom}", f"then {alone}")


def _forced_steps(prescription: Prescription) -> tuple[str, ...]:
    reps = prescription.reps
    if reps is None:
        return ()
    alone = reps - prescription.way.reps
    if alone <= 0:
        return (f"the spotter helps all {counted(reps, 'rep')} up" if reps > 1 else "the spotter helps the rep up",)
    helped = f"the spotter helps {prescription.way.reps} up"
    return (f"{counted(alone, 'rep')} alone, {helped}", f"hands on is called before rep {alone + 1}")
