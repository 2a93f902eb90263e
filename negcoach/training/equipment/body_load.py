"""The load of a bodyweight exercise: what can be added to the body, and what can help it."""

from __future__ import annotations

from negcoach.errors import NegcoachError
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.safety import SAME_LOAD_KG
from negcoach.training.progress.recovery import is_daily
from negcoach.training.units import Unit, format_load

MOST_HELP_KG = 150.0
"""The most help where the body weight is not known: assisting machines give no more (our own choice)."""

MOST_ADDED_KG = 200.0
"""The most that can be added to the body at all; the cap of an exercise stays below it (our own choice)."""

NOTHING_ADDED = frozenset({"wrist-twist"})
"""Protocols whose resistance is that of a rubber bar: no load is added."""


def require_load(exercise: Exercise, load_kg: float, body_kg: float | None, unit: Unit = "kg") -> None:
    """Raise ``NegcoachError`` for a load that a bodyweight exercise cannot have, and say what it can.

    Help (a load below 0) carries a part of the body, and so less than all of it: ``body_kg``, ``None`` where it is not
    known. A tendon's protocol has none.
    """
    if not exercise.bodyweight:
        return
    if exercise.slug in NOTHING_ADDED and load_kg:
        raise NegcoachError(f"{exercise.name}: the rubber bar is its load. Leave it at 0.")
    if load_kg < 0 and is_daily(exercise):
        raise NegcoachError(f"{exercise.name}: help has no weight here. Hold on to something, and leave it at 0.")
    if body_kg is not None and load_kg <= SAME_LOAD_KG - body_kg:
        help_text, body = format_load(-load_kg, unit), format_load(body_kg, unit)
        raise NegcoachError(f"{help_text} of help is all of your {body}: it carries a part of you, such as -20.")
    if load_kg < -MOST_HELP_KG:
        most = format_load(MOST_HELP_KG, unit)
        raise NegcoachError(f"Help of {format_load(-load_kg, unit)} is more than a person weighs: at most -{most}.")
    if load_kg > MOST_ADDED_KG:
        most = format_load(MOST_ADDED_KG, unit)
        raise NegcoachError(f"{format_load(load_kg, unit)} is too much to add to the body: at most {most}.")
