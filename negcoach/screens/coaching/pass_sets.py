"""Passing the safety gate again in the middle of an exercise: with one more set, or after pain."""

from __future__ import annotations

from dataclasses import replace

from textual.app import App

from negcoach.coaching.sets_to_do import Choice, Following, SetsToDo
from negcoach.errors import NegcoachError
from negcoach.screens.shared.notices import notify_error
from negcoach.services import Services
from negcoach.training.exercise.safety import needs_spotter


async def pass_sets(app: App[None], services: Services, sets: SetsToDo, done: int) -> SetsToDo | Following | None:
    """Return the sets as the gate lets them pass, or the exercise that the lifter took in their place.

    ``done`` of them are done. ``None`` when the lifter went back, or when the database cannot be used, which it
    notifies. Call it from a worker.
    """
    from negcoach.screens.choosing.gate.gate import pass_gate  # most sessions do without

    asked = Choice(sets.prescription, sets.one_rm_kg)
    alone = not needs_spotter(sets.prescription)  # its pins were confirmed before the first set
    try:
        passed = await pass_gate(app, services, asked, spotters=sets.spotters or None, done=done, in_place=alone)
    except NegcoachError as error:
        notify_error(app, error)
        return None
    if passed is None:
        return None
    allowed = passed.choice.prescription
    if allowed.exercise.slug != sets.prescription.exercise.slug:
        return Following(allowed.exercise)
    return replace(sets, prescription=allowed, spotters=passed.spotters)
