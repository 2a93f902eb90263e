"""The exercise and the prescription that the options of a command describe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from negcoach.commands.support.options import Options, parse_option, whole_number
from negcoach.config.settings import Settings
from negcoach.training.exercise.catalogue import find
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.limits import MOST_SPOTTERS
from negcoach.training.exercise.prescription import (
    Prescription,
    default_prescription,
    parse_lead_in,
    parse_lift,
    parse_reps,
    parse_rest,
    parse_sets,
)
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.units import parse_load


def chosen_exercise(options: Options, library: Sequence[Exercise]) -> Exercise:
    """Return the exercise that was named, in one word or several. Raises ``NegcoachError``."""
    return find(library, " ".join(options.exercise))


def prescription(options: Options, exercise: Exercise, settings: Settings) -> Prescription:
    """Return the prescription of the options; what they leave out is the exercise's, the lead-in the settings'.

    Raises ``NegcoachError`` that names the option.
    """
    usual = default_prescription(
        exercise, lead_in_ms=settings.lead_in_first_s * 1000, next_lead_in_ms=settings.lead_in_s * 1000
    )
    lead_in_ms = parse_option("--lead-in", options.lead_in, parse_lead_in, usual.lead_in_ms)
    shortened = options.lead_in is not None and lead_in_ms < usual.next_lead_in_ms
    return replace(
        usual,
        load_kg=parse_option("--load", options.load, lambda text: parse_load(text, settings.unit), usual.load_kg),
        sets=parse_option("--sets", options.sets, parse_sets, usual.sets),
        reps=parse_option("--reps", options.reps, parse_reps, usual.reps),
        tempo=parse_option("--tempo", options.tempo, Tempo.parse, usual.tempo),
        rest_ms=parse_option("--rest", options.rest, parse_rest, usual.rest_ms),
        lead_in_ms=lead_in_ms,
        next_lead_in_ms=lead_in_ms if shortened else usual.next_lead_in_ms,
        lift_ms=parse_option("--lift", options.lift, parse_lift, usual.lift_ms),
    )


def spotters(options: Options) -> int | None:
    """Return how many people spot, ``None`` when it was not said. Raises ``NegcoachError``."""
    return parse_option("--spotters", options.spotters, whole_number(0, MOST_SPOTTERS), None)
