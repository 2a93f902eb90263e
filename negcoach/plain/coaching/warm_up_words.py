"""What a set of a warm-up is, in a line."""

from __future__ import annotations

from negcoach.coaching.session.warm_up import WarmUpInTurn
from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.coaching.words.set_words import as_work_text, load_in_words, reps_text
from negcoach.plain.terminal.speech import sentence
from negcoach.texts import clean
from negcoach.training.equipment.load_note import plates_text
from negcoach.training.units import Unit


def warm_up_text(in_turn: WarmUpInTurn, place: int, work: SetsToDo, unit: Unit) -> str:
    """Return ``Warm-up 2 of 3: 3 reps, 70 kg.`` for the set at a place, with its plates where they are known.

    The exercise is named where it is an easier one than that of the ``work``; a set that is done as the work says so.
    """
    prescription, bar = in_turn.alternating[place].prescription, in_turn.bar(place)
    name = prescription.exercise.name
    easier = "" if name == work.prescription.exercise.name else f"{name}, "
    plates = "" if bar is None else f", {plates_text(bar)}"
    load = load_in_words(prescription, unit)
    as_work = f", {as_work_text(prescription, work.spotters)}" if in_turn.is_as_work(place) else ""
    return sentence(clean(f"{in_turn.name(place)}: {easier}{reps_text(prescription)}, {load}{plates}{as_work}"))
