"""What the gate lets a set pass by: it passes again once that has changed, as by a rating in the history."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from negcoach.coaching.alternative import advice_on
from negcoach.coaching.recent_training import read_recent_training
from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.errors import NegcoachError
from negcoach.services import Services
from negcoach.training.advice.finding import Level
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import CountedOneRm, HealthAnswers


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands against a set (the rules by their names, and what each asks), the 1RM that counts, and the health."""

    demands: frozenset[tuple[str, Level]]
    one_rm: CountedOneRm
    health: HealthAnswers | None


def read_standing(services: Services, prescription: Prescription, one_rm_kg: float | None, done: int = 0) -> Standing:
    """Return what a set, of which ``done`` are done, passes the gate by now.

    Raises ``NegcoachError`` when the database cannot be used.
    """
    advice = advice_on(read_recent_training(services, prescription.exercise), one_rm_kg)
    demands = advice.demands_for(prescription, done)
    return Standing(
        frozenset((finding.rule.name, level) for finding, level in demands),
        advice.one_rm,
        services.lifter.health_answers(),
    )


def standing_of(services: Services, sets: SetsToDo, number: int) -> Standing | None:
    """Return the same for the sets to do from a number on, ``None`` where that cannot be read."""
    with contextlib.suppress(NegcoachError):  # it is said where it is needed
        return read_standing(services, sets.prescription, sets.one_rm_kg, number - 1)
    return None
