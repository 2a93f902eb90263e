"""What the gate lets a set pass by: it passes again once that has changed, as by a rating in the history."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

from negcoach.coaching.advice.alternative import advice_on
from negcoach.coaching.advice.recent_training import read_recent_training
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
    recent = read_recent_training(services, prescription.exercise, under_way=done > 0).of_sides(prescription)
    advice = advice_on(recent, one_rm_kg)
    demands = advice.demands_for(prescription, done)
    return Standing(
        frozenset((finding.rule.name, level) for finding, level in demands),
        advice.one_rm,
        services.lifter.health_answers(),
    )


class Standings:
    """What the exercises that alternate had passed the gate by when another screen covered theirs.

    ``alternating`` are their sets; the owner of the list may change it.
    """

    def __init__(self, services: Services, alternating: Sequence[SetsToDo]) -> None:
        self._services = services
        self._alternating = alternating
        self._kept: dict[str, tuple[SetsToDo, int, Standing]] = {}

    def remember(self, coming: SetsToDo, number: int) -> None:
        """Remember it of the sets that come next, from a number on, and of all others, unless that was done before."""
        for sets in (coming, *self._alternating):
            slug = sets.prescription.exercise.slug
            if slug not in self._kept and (standing := _standing_of(self._services, sets, number)) is not None:
                self._kept[slug] = sets, number, standing

    def have_changed(self, sets: SetsToDo) -> bool:
        """Return whether an exercise would pass by something else now; no for one that was not remembered."""
        kept = self._kept.get(sets.prescription.exercise.slug)
        return kept is not None and _standing_of(self._services, *kept[:2]) != kept[2]

    def forget(self, sets: SetsToDo) -> None:
        """Forget an exercise: its set begins, or has passed the gate again."""
        self._kept.pop(sets.prescription.exercise.slug, None)


def _standing_of(services: Services, sets: SetsToDo, number: int) -> Standing | None:
    """Return what the sets from a number on pass the gate by now, ``None`` where that cannot be read."""
    with contextlib.suppress(NegcoachError):  # it is said where it is needed
        return read_standing(services, sets.prescription, sets.one_rm_kg, number - 1)
    return None
