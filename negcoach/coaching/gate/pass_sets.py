"""Passing the safety gate again in the middle of an exercise: with one more set, or after pain."""

from __future__ import annotations

from dataclasses import replace

from negcoach.coaching.gate.asker import Asker
from negcoach.coaching.gate.gate import pass_gate
from negcoach.coaching.sets_to_do import Choice, Following, SetsToDo
from negcoach.services import Services
from negcoach.training.exercise.safety import needs_spotter


def chosen_again(services: Services, sets: SetsToDo) -> Choice:
    """Return sets as they are chosen again, with the words of the exercise as the library has them.

    By the 1RM of now another call than that of their first sets can fit the load: a light bar that is one no more is
    unloaded.
    """
    prescription, exercise = sets.prescription, sets.prescription.exercise
    usual = services.exercise(exercise.slug)
    if usual is not None and not exercise.alone:  # its tempo version has words of its own
        prescription = replace(prescription, exercise=replace(exercise, words=usual.words))
    return Choice(prescription, sets.one_rm_kg)


async def pass_sets(asker: Asker, services: Services, sets: SetsToDo, done: int) -> SetsToDo | Following | None:
    """Return the sets as the gate lets them pass, or the exercise that the lifter took in their place.

    ``done`` of them are done. ``None`` when the lifter went back. Raises ``NegcoachError`` when the database
    cannot be used.
    """
    asked = chosen_again(services, sets)
    alone = not needs_spotter(sets.prescription)  # its pins were confirmed before the first set
    passed = await pass_gate(asker, services, asked, spotters=sets.spotters or None, done=done, in_place=alone)
    if passed is None:
        return None
    allowed = passed.choice.prescription
    if allowed.exercise.slug != sets.prescription.exercise.slug or passed.choice.lacks_load:
        return Following(allowed.exercise)
    return sets.as_passed(passed.choice, passed.spotters)
