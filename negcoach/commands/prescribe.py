"""From the options of a set to its prescription."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from negcoach.commands.grammar import Options
from negcoach.config import Settings
from negcoach.errors import NegcoachError
from negcoach.training.catalogue import find
from negcoach.training.exercise import Exercise
from negcoach.training.prescription import (
    Prescription,
    default_prescription,
    parse_lead_in,
    parse_lift,
    parse_reps,
    parse_rest,
    parse_sets,
)
from negcoach.training.tempo import Tempo
from negcoach.training.units import parse_load

MOST_SPOTTERS = 9

_Value = TypeVar("_Value")


def chosen_exercise(options: Options, library: Sequence[Exercise]) -> Exercise:
    """Return the exercise that was named, in one word or several. Raises ``NegcoachError``."""
    return find(library, " ".join(options.exercise))


def prescription(options: Options, exercise: Exercise, settings: Settings) -> Prescription:
    """Return what the options prescribe; what they leave out is the exercise's, the lead-in the settings'.

    Raises ``NegcoachError`` that names the option.
    """
    usual = default_prescription(
        exercise, lead_in_ms=settings.lead_in_first_s * 1000, next_lead_in_ms=settings.lead_in_s * 1000
    )
    lead_in_ms = read("--lead-in", options.lead_in, parse_lead_in, usual.lead_in_ms)
    shortened = options.lead_in is not None and lead_in_ms < usual.next_lead_in_ms
    return replace(
        usual,
        load_kg=read("--load", options.load, lambda text: parse_load(text, settings.unit), usual.load_kg),
        sets=read("--sets", options.sets, parse_sets, usual.sets),
        reps=read("--reps", options.reps, parse_reps, usual.reps),
        tempo=read("--tempo", options.tempo, Tempo.parse, usual.tempo),
        rest_ms=read("--rest", options.rest, parse_rest, usual.rest_ms),
        lead_in_ms=lead_in_ms,
        next_lead_in_ms=lead_in_ms if shortened else usual.next_lead_in_ms,
        lift_ms=read("--lift", options.lift, parse_lift, usual.lift_ms),
    )


def spotters(options: Options) -> int | None:
    """Return how many people spot, ``None`` when it was not said. Raises ``NegcoachError``."""
    return read("--spotters", options.spotters, whole(0, MOST_SPOTTERS), None)


def whole(least: int, most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers in a range; it raises ``NegcoachError``."""

    def number(text: str) -> int:
        typed = text.strip()
        if typed.isascii() and typed.isdigit() and len(typed) < 10 and least <= int(typed) <= most:
            return int(typed)
        raise NegcoachError(f"A whole number from {least} to {most}, not {_quoted(typed)}.")

    return number


def read(option: str, text: str | None, parse: Callable[[str], _Value], default: _Value) -> _Value:
    """Return the value of an option, the default where it was not given. Raises ``NegcoachError`` that names it."""
    if text is None:
        return default
    try:
        return parse(text)
    except NegcoachError as error:
        raise NegcoachError(f"{option}: {error}") from None


def _quoted(text: str) -> str:
    return f'"{text if len(text) <= 40 else text[:39] + "…"}"'
