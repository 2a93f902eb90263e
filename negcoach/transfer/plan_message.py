"""A plan as a text to send to somebody, in a message or a mail, and read again from it.

```
Push day
1. Bench press: 3 sets of 5 · 5-1-A-1 · 100 kg · rest 3:00 · drop 10 %
2a. Negative dip: bodyweight + 5 kg
2b. Nordic curl: as advised
```

Exercises have their names, so that a text can be read by somebody without negcoach; 2a and 2b alternate. What is not
fixed is as advised. Rests are in whole seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from negcoach.errors import NegcoachError
from negcoach.formatting import plan_item_text
from negcoach.texts import clean, quoted
from negcoach.training.exercise.catalogue import slug_of
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import parse_reps, parse_rest, parse_sets
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.exercise.way import Way, WayKind
from negcoach.training.plan.plan import FATIGUE, Plan, PlanItem, blocks_of
from negcoach.training.units import TypedLoad, parse_added_load, parse_typed_load

_EXAMPLE = '"1. Bench press: 3 sets of 5 · 100 kg · rest 3:00"'

_ITEM = re.compile(r"(\d{1,2})([ab]?)[.)]\s+(.+)")
_SETS = re.compile(r"(?:(\d{1,3}) )?sets?(?: (?:of (\d{1,4})|(to fatigue)))?")
_LOAD = re.compile(r"(bodyweight(?: ?\+ ?|, )?)?([0-9][0-9., ]*(?:kg|lb)s?)?( of help)?", re.IGNORECASE)

_WAYS = {kind.value for kind in WayKind}

_LONGEST = 20_000
"""The longest text that is read, in characters: a plan of twenty exercises has two thousand."""


def plan_message(plan: Plan, library: Mapping[str, Exercise]) -> str:
    """Return a plan as a text of several lines; ``library`` has the exercises by slug."""
    return "\n".join([plan.name, *_item_lines(plan, library)]) + "\n"


def plan_of_message(text: str, library: Mapping[str, Exercise]) -> Plan:
    """Return the plan of a text that ``plan_message`` gave; an exercise that is not in ``library`` keeps its slug.

    Empty lines, and marks of a quotation in front of a line, do not count. Raises ``NegcoachError`` that names the line
    which cannot be read.
    """
    if len(text) > _LONGEST:
        raise NegcoachError(f"That is too long for a plan: more than {_LONGEST:,} characters.")
    lines = [(number, clean(line).lstrip("> ").strip()) for number, line in enumerate(text.splitlines(), start=1)]
    lines = [(number, line) for number, line in lines if line]
    if not lines:
        raise NegcoachError("There is no plan in it. Its first line is a name, each other one an exercise.")
    (_, name), *rest = lines
    if not rest:
        raise NegcoachError(f"There is no exercise below the name {quoted(name)}. Write one like {_EXAMPLE}.")
    slugs = {_key(exercise.name): exercise.slug for exercise in library.values()}
    slugs.update({_key(slug): slug for slug in library})
    items: list[PlanItem] = []
    for number, line in rest:
        try:
            item, letter = _item(line, slugs)
        except NegcoachError as error:
            raise NegcoachError(f"Line {number}: {error}") from None
        if (letter == "b") is not bool(items and items[-1].superset):
            raise NegcoachError(f"Line {number}: two exercises that alternate are 1a and 1b, one below the other.")
        items.append(item)
    return Plan(name, tuple(items))


def _item_lines(plan: Plan, library: Mapping[str, Exercise]) -> Iterator[str]:
    for number, block in enumerate(blocks_of(plan.items), start=1):
        for letter, item in zip("ab" if len(block) > 1 else ("",), block, strict=True):
            exercise = library.get(item.exercise)
            name = item.exercise if exercise is None else exercise.name
            text = plan_item_text(item, bodyweight=exercise is not None and exercise.bodyweight)
            yield f"{number}{letter}. {name}: {text}"


def _item(line: str, slugs: Mapping[str, str]) -> tuple[PlanItem, str]:
    """Return the exercise of a line, and the letter behind its number."""
    found = _ITEM.fullmatch(line)
    if found is None:
        raise NegcoachError(f"{quoted(line)} is not an exercise of a plan. Write it like {_EXAMPLE}.")
    letter, said = found[2], found[3]
    name, colon, values = said.rpartition(": ")
    if not colon:
        name, values = said.rstrip(":"), ""
    slug = slugs.get(_key(name)) or slug_of(name)
    if not slug:
        raise NegcoachError(f"{quoted(name)} is not the name of an exercise.")
    item = PlanItem(slug, superset=letter == "a")
    for value in filter(None, (part.strip() for part in re.split("[·•|;]", values))):
        item = _with_value(item, value)
    return item, letter


def _with_value(item: PlanItem, value: str) -> PlanItem:
    """Return the item with one more value fixed; raises ``NegcoachError`` for one that cannot be read."""
    lower = value.casefold()
    if lower == "as advised":
        return item
    if found := _SETS.fullmatch(lower):
        sets = None if found[1] is None else parse_sets(found[1])
        reps = FATIGUE if found[3] else None if found[2] is None else parse_reps(found[2])
        return replace(item, sets=sets, reps=reps)
    if lower.startswith("rest "):
        return replace(item, rest_ms=parse_rest(value[5:]))
    if lower.split()[0] in _WAYS:
        return replace(item, way=Way.parse(value))
    found = _LOAD.fullmatch(value)
    if found and (found[1] or found[2]):
        typed = parse_typed_load(found[2] or "0 kg", "kg", parse_added_load)
        return replace(item, load=TypedLoad(-typed.kg, typed.unit) if found[3] else typed)
    try:
        if re.fullmatch("[0-9.,]+", value):
            raise NegcoachError("It has no unit.")  # 100 would be a tempo too: no load may be taken for one
        return replace(item, tempo=Tempo.parse(value))
    except NegcoachError:
        raise NegcoachError(
            f"{quoted(value)} is none of sets and reps, a tempo, a load with its unit, a rest or a set type. "
            f"Write them like {_EXAMPLE}."
        ) from None


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
