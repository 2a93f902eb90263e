"""The choice that takes the place of overload for a lifter who may not do it, from their own loads."""

from __future__ import annotations

from dataclasses import replace

from negcoach.coaching.recent_training import catalogue_default, read_recent_training
from negcoach.coaching.session_plan import Choice
from negcoach.services import Services
from negcoach.training.advice.loads import load_at
from negcoach.training.exercise.alternative import alternative_of
from negcoach.training.exercise.exercise import Exercise


def alternative_choice(services: Services, exercise: Exercise) -> Choice | None:
    """Return what is done in place of an exercise, ``None`` where nothing is known.

    Another exercise as it is advised; or the tempo version, with a load of 0 where no 1RM is known to take it of.
    Raises ``NegcoachError`` when the database cannot be read.
    """
    alternative = alternative_of(exercise, services.library)
    if alternative is None:
        return None
    if alternative.load is None:
        return Choice(read_recent_training(services, alternative).advice.prescription, None)
    return tempo_choice(services, alternative)


def tempo_choice(services: Services, alone: Exercise) -> Choice:
    """Return the choice of an exercise's tempo version: its own sets and reps, at its part of the 1RM."""
    plan, one_rm_kg = catalogue_default(services, alone), services.lifter.one_rm(alone.slug)
    if alone.load is None or one_rm_kg is None:
        return Choice(plan, one_rm_kg)
    load_kg = load_at(alone, alone.load.percent, one_rm_kg, services.settings.unit)
    return Choice(replace(plan, load_kg=load_kg), one_rm_kg)
