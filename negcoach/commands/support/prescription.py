"""The exercise and the prescription that the options of a command describe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from negcoach.commands.support.options import Options, integer, parse_option
from negcoach.config.settings import Settings
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.limits import MOST_SPOTTERS
from negcoach.training.exercise.prescription import PARSERS, Prescription, default_prescription
from negcoach.training.exercise.search import find
from negcoach.training.units import TypedLoad, parse_added_load, parse_load, parse_typed_load


def chosen_exercise(options: Options, library: Sequence[Exercise]) -> Exercise:
    """Return the exercise that was named, in one word or several. Raises ``NegcoachError``."""
    return find(library, " ".join(options.exercise))


def prescription(options: Options, exercise: Exercise, settings: Settings) -> Prescription:
    """Return the prescription of the options, with the exercise's defaults, and the lead-in of the settings.

    Raises ``NegcoachError`` that names the option.
    """
    usual = default_prescription(
        exercise, lead_in_ms=settings.lead_in_first_s * 1000, next_lead_in_ms=settings.lead_in_s * 1000
    )
    parse = parse_added_load if exercise.bodyweight else parse_load
    load = parse_option(
        "--load",
        options.load,
        lambda text: parse_typed_load(text, settings.unit, parse),
        TypedLoad(usual.load_kg, settings.unit),
    )
    given = _given_values(options)
    if "lead_in_ms" in given:
        given["next_lead_in_ms"] = min(given["lead_in_ms"], usual.next_lead_in_ms)
    return replace(usual, load_kg=load.kg, load_unit=load.unit, **given)


def left_out(options: Options) -> frozenset[str]:
    """Return the fields of the prescription that no option gives."""
    given = {name for name in PARSERS if getattr(options, name.removesuffix("_ms"), None) is not None}
    given |= {"load_kg"} if options.load is not None else set()
    given |= {"next_lead_in_ms"} if "lead_in_ms" in given else set()
    return frozenset({"load_kg", "next_lead_in_ms", *PARSERS} - given)


def spotters(options: Options) -> int | None:
    """Return how many people spot, ``None`` when it was not given. Raises ``NegcoachError``."""
    return parse_option("--spotters", options.spotters, integer(0, MOST_SPOTTERS), None)


def option_of(name: str) -> str:
    """Return the option for a field of the prescription: ``--lead-in`` for ``lead_in_ms``."""
    return f"--{name.removesuffix('_ms').replace('_', '-')}"


def _given_values(options: Options) -> dict[str, Any]:
    """Return the values of the options that were given, by the field of the prescription."""
    values = {}
    for name, parse in PARSERS.items():
        text = getattr(options, name.removesuffix("_ms"), None)
        if text is not None:
            values[name] = parse_option(option_of(name), text, parse, None)
    return values
