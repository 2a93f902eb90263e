"""Equipment as people write it: ``20 kg``, ``25 x 2, 20, 15 kg``, ``dumbbell 2, 4, ... 30 kg``, ``stack 5 + 5 kg``."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from negcoach.errors import NegcoachError
from negcoach.texts import clean, quoted
from negcoach.training.equipment.equipment import (
    BarLoad,
    BeltLoad,
    Dumbbells,
    Implement,
    Stack,
    Weight,
    are_dumbbells_for_two_hands,
    plate_text,
)
from negcoach.training.equipment.plates import PER_UNIT, Plates, kg_of
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.units import MOST_KG, Unit

MOST_PAIRS = 20
"""The most pairs of one weight of plates: no bar holds more (our own choice)."""

MOST_KINDS = 16
"""The most different plates (our own choice)."""

MOST_SUMS = 10_000
"""The most sums that the plates of an end may make: more take seconds to search (our own choice)."""

MOST_DUMBBELLS = 100
"""The most different dumbbells (our own choice)."""

BAR_EXAMPLE = "20 kg"
PLATES_EXAMPLE = "25 x 2, 20, 15, 10, 5, 2.5, 1.25 kg"
IMPLEMENT_EXAMPLES = '"bar", "bar 7.5 kg", "dumbbell 2, 4, ... 30 kg", "stack 5 + 5 to 100 kg" or "belt"'
"""What is right, for messages and hints."""

NOT_DUMBBELLS = (
    'Dumbbells are for one hand: two would be twice the load. Write "bar", "bar 7.5 kg" or "stack 5 + 5 kg".'
)
"""What is said to dumbbells for an exercise of both hands."""

_NUMBER = r"[0-9]{1,4}(?:\.[0-9]{1,2})?"
_UNIT = re.compile(r"(kg|lb)s?\Z", re.IGNORECASE)
_PLATE = re.compile(rf"({_NUMBER})(?:\s*[x×*]\s*([0-9]{{1,3}}))?", re.IGNORECASE)
_STACK = re.compile(rf"({_NUMBER})\s*\+\s*({_NUMBER})(?:\s*(?:to|-|–|,?\s*\.\.\.|…)\s*({_NUMBER}))?", re.IGNORECASE)


def parse_weight(text: str, unit: Unit | None = None) -> Weight:
    """Return the weight of a bar from ``20 kg``; a number alone is in ``unit``.

    Raises ``NegcoachError`` when it is no weight, or has no unit where none is given.
    """
    number, unit = _split_unit(text, unit, BAR_EXAMPLE)
    if not re.fullmatch(_NUMBER, number):
        raise NegcoachError(f"{quoted(clean(text))} is not a weight. Write it like {BAR_EXAMPLE}.")
    return Weight(_hundredths(number, unit), unit)


def parse_plates(text: str, unit: Unit | None = None) -> Plates:
    """Return the plates from ``25 x 2, 20, 15 kg``: each weight with its pairs, one pair where no number is given.

    Raises ``NegcoachError`` as ``parse_weight`` does, and for plates that are not listed from the heaviest down.
    """
    listed, unit = _split_unit(text, unit, PLATES_EXAMPLE)
    pairs: list[tuple[int, int]] = []
    for part in listed.split(","):
        found = _PLATE.fullmatch(part.strip())
        if not found:
            raise NegcoachError(f"{quoted(clean(part.strip()))} is not a plate. Write the pairs like {PLATES_EXAMPLE}.")
        weight, count = _hundredths(found[1], unit), int(found[2] or 1)
        if not 1 <= count <= MOST_PAIRS:
            raise NegcoachError(f"There are 1 to {MOST_PAIRS} pairs of a plate, not {count}.")
        if pairs and weight >= pairs[-1][0]:
            before = plate_text(pairs[-1][0])
            raise NegcoachError(f"{found[1]} after {before}: list them from the heaviest down, decimals as 2.5.")
        pairs.append((weight, count))
    if len(pairs) > MOST_KINDS:
        raise NegcoachError(f"There are at most {MOST_KINDS} different plates.")
    if _sums_at_most(pairs) > MOST_SUMS:
        raise NegcoachError("These plates make too many loads: round their weights, such as 20.41 to 20.5.")
    return Plates(unit, tuple(pairs))


def _sums_at_most(pairs: list[tuple[int, int]]) -> int:
    """Return how many sums the plates of an end can make at most."""
    step = math.gcd(*(weight for weight, _ in pairs))
    total = sum(weight * count for weight, count in pairs)
    return min(total // step + 1, math.prod(count + 1 for _, count in pairs))


def parse_implement(text: str, unit: Unit | None = None) -> Implement:
    """Return what an exercise is loaded with: ``bar``, ``bar 7.5 kg``, ``dumbbell 2, 4, ... 30 kg``, a stack or a belt.

    Raises ``NegcoachError`` that says what would be right.
    """
    kind, _, rest = text.strip().partition(" ")
    match kind.lower().rstrip(":"):
        case "bar":
            return BarLoad(parse_weight(rest, unit)) if rest.strip() else BarLoad()
        case "belt" if not rest.strip():
            return BeltLoad()
        case "dumbbell" | "dumbbells":
            return _dumbbells(rest, unit)
        case "stack":
            return _stack(rest, unit)
    raise NegcoachError(f"{quoted(clean(text))} is not known. Write {IMPLEMENT_EXAMPLES}.")


def parse_implement_of(exercise: Exercise, text: str, unit: Unit | None = None) -> Implement:
    """Return what an exercise is loaded with; raises ``NegcoachError`` also for dumbbells in both hands."""
    implement = parse_implement(text, unit)
    if are_dumbbells_for_two_hands(implement, exercise):
        raise NegcoachError(NOT_DUMBBELLS)
    return implement


def _dumbbells(text: str, unit: Unit | None) -> Dumbbells:
    example = "dumbbell 2, 4, ... 30 kg"
    listed, unit = _split_unit(text, unit, example)
    weights: list[int] = []
    goes_on = False
    for part in _parts(listed):
        if part in ("...", "…"):
            if goes_on or len(weights) < 2:
                raise NegcoachError(f"Dots follow two weights, from which the step is seen. Write it like {example}.")
            goes_on = True
            continue
        if not re.fullmatch(_NUMBER, part):
            raise NegcoachError(f"{quoted(clean(part))} is not a weight. Write it like {example}.")
        weight = _hundredths(part, unit)
        if weights and weight <= weights[-1]:
            raise NegcoachError(f"{part} after {plate_text(weights[-1])}: list them from the lightest up.")
        if goes_on:
            weights += range(2 * weights[-1] - weights[-2], weight, weights[-1] - weights[-2])
            goes_on = False
        weights.append(weight)
        if len(weights) > MOST_DUMBBELLS:
            raise NegcoachError(f"There are at most {MOST_DUMBBELLS} dumbbells.")
    if goes_on or not weights:
        raise NegcoachError(f"The heaviest dumbbell is missing. Write it like {example}.")
    return Dumbbells(tuple(weights), unit)


def _parts(listed: str) -> Iterator[str]:
    """Yield the weights and dots of a list; the dots need no comma."""
    for part in listed.replace("...", ",...,").replace("…", ",…,").split(","):
        if part.strip():
            yield part.strip()


def _stack(text: str, unit: Unit | None) -> Stack:
    example = "stack 5 + 5 to 100 kg"
    listed, unit = _split_unit(text, unit, example)
    found = _STACK.fullmatch(listed.strip())
    if not found:
        raise NegcoachError(f"A stack is its first weight and the step, like {example}.")
    first, step, last = (_hundredths(one, unit) if one else 0 for one in found.groups())
    if last and last < first:
        raise NegcoachError(f"The heaviest load, {found[3]}, is lighter than the first, {found[1]}.")
    return Stack(first, step, last, unit)


def _split_unit(text: str, unit: Unit | None, example: str) -> tuple[str, Unit]:
    """Return a text without its unit, and the unit."""
    text = text.strip()
    found = _UNIT.search(text)
    if found is not None:
        return text[: found.start()].rstrip(), "lb" if found[1].lower() == "lb" else "kg"
    if unit is None:
        raise NegcoachError(f"{quoted(clean(text))} has no unit. Write it like {example}, or with lb.")
    return text, unit


def _hundredths(number: str, unit: Unit) -> int:
    """Return a number, as ``_NUMBER`` has it, in hundredths."""
    whole, _, decimals = number.partition(".")
    hundredths = int(whole) * PER_UNIT + int(decimals.ljust(2, "0") or 0)
    if not 0 < kg_of(hundredths, unit) <= MOST_KG:
        raise NegcoachError(f"A weight is more than 0 and at most {MOST_KG} kg, not {number}.")
    return hundredths


def weight_text(weight: Weight) -> str:
    """Return ``20 kg``; ``parse_weight`` reads it back."""
    return f"{plate_text(weight.hundredths)} {weight.unit}"


def plates_text(plates: Plates) -> str:
    """Return ``25 x 2, 20, 15 kg``; ``parse_plates`` reads it back."""
    listed = (f"{plate_text(weight)}{f' x {pairs}' if pairs > 1 else ''}" for weight, pairs in plates.pairs)
    return f"{', '.join(listed)} {plates.unit}"


def implement_text(implement: Implement) -> str:
    """Return ``dumbbell 2, 4, ... 30 kg`` and the like; ``parse_implement`` reads it back."""
    match implement:
        case BarLoad(bar):
            return f"bar {weight_text(bar)}" if bar else "bar"
        case BeltLoad():
            return "belt"
        case Stack(first, step, last, unit):
            end = f" to {plate_text(last)}" if last else ""
            return f"stack {plate_text(first)} + {plate_text(step)}{end} {unit}"
        case Dumbbells(weights, unit):
            listed = ", ".join(_shortened(weights)).replace("..., ", "... ")
            return f"dumbbell {listed} {unit}"


def _shortened(weights: tuple[int, ...]) -> Iterator[str]:
    """Yield weights, with dots for four or more in equal steps."""
    start = 0
    while start < len(weights):
        end = start + 1
        while end + 1 < len(weights) and weights[end + 1] - weights[end] == weights[start + 1] - weights[start]:
            end += 1
        if end - start >= 3 and end < len(weights):
            yield from (plate_text(weights[start]), plate_text(weights[start + 1]), "...", plate_text(weights[end]))
            start = end + 1
        else:
            yield plate_text(weights[start])
            start += 1
