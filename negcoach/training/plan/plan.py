"""A plan: exercises to do one after another in a session, stored by name, with what the lifter fixed of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal

from negcoach.errors import NegcoachError
from negcoach.texts import clean
from negcoach.training.exercise.table_reader import no_such_exercise
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.exercise.way import Way, WayKind
from negcoach.training.units import TypedLoad

MOST_ITEMS = 20
"""The most exercises of a plan: no session has more (our own choice)."""

LONGEST_NAME = 60
"""The longest name of a plan, in characters: it fits into the title of a screen (our own choice)."""

FATIGUE: Literal["fatigue"] = "fatigue"
"""The reps of an open set."""


@dataclass(frozen=True, slots=True)
class PlanItem:
    """An exercise of a plan, by its slug, and what the lifter fixed of its prescription: the rest is as advised.

    Each value is ``None`` where it is as advised. ``load`` is what is added to the body for a bodyweight exercise, or
    its help below 0. A ``superset`` alternates with the exercise after it, set by set, and the rest comes after both.
    """

    exercise: str
    sets: int | None = None
    reps: int | Literal["fatigue"] | None = None
    tempo: Tempo | None = None
    load: TypedLoad | None = None
    rest_ms: int | None = None
    superset: bool = False
    way: Way | None = None

    @property
    def fixed(self) -> dict[str, Any]:
        """What the lifter fixed, by field of ``Prescription``; the reps of an open set are ``None`` there."""
        values = {
            "sets": self.sets,
            "reps": self.reps,
            "tempo": self.tempo,
            "load_kg": None if self.load is None else self.load.kg,
            "load_unit": None if self.load is None else self.load.unit,
            "rest_ms": self.rest_ms,
            "way": self.way,
        }
        fixed: dict[str, Any] = {name: value for name, value in values.items() if value is not None}
        if self.reps == FATIGUE:
            fixed["reps"] = None
        return fixed


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan: its name, and its exercises in their order, of which two can alternate; valid once made.

    Raises ``NegcoachError`` for what no plan can be.
    """

    name: str
    items: tuple[PlanItem, ...]

    def __post_init__(self) -> None:
        """Clean the name, and refuse items that no session can follow."""
        object.__setattr__(self, "name", plan_name(self.name))
        if not self.items:
            raise NegcoachError("A plan has at least one exercise.")
        if len(self.items) > MOST_ITEMS:
            raise NegcoachError(f"A plan has at most {MOST_ITEMS} exercises, not {len(self.items)}.")
        wrong = wrong_superset(self.items)
        if wrong is not None:
            raise NegcoachError(wrong[1])

    @property
    def exercises(self) -> tuple[str, ...]:
        """The slugs of its exercises, each once."""
        return tuple(dict.fromkeys(item.exercise for item in self.items))


def plan_name(text: str) -> str:
    """Return a name on one line, cleaned; raises ``NegcoachError`` when it is empty or too long."""
    name = " ".join(clean(text).split())
    if not name:
        raise NegcoachError("The name is empty. Call the plan something, such as Push day.")
    if len(name) > LONGEST_NAME:
        raise NegcoachError(f"The name is {len(name)} characters long. Write at most {LONGEST_NAME}.")
    return name


def same_name(one: str, other: str) -> bool:
    """Return whether two names are the same to the lifter: case and the space around words do not count."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def wrong_superset(items: Sequence[PlanItem]) -> tuple[int, str] | None:
    """Return which item, from 0, is a superset that cannot be, and why; ``None`` where all can."""
    for index, item in enumerate(items):
        if item.superset and index + 1 == len(items):
            return index, "A superset alternates with the exercise after it, and the last one has none."
        if item.superset and index and items[index - 1].superset:
            return index, "Only two exercises alternate: the one before it is a superset already."
        if item.superset and any(one.way and one.way.kind is WayKind.DROP for one in items[index : index + 2]):
            return index, "A superset cannot have a drop set: take out one or the other."
    return None


def without_wrong_supersets(items: Iterable[PlanItem]) -> tuple[PlanItem, ...]:
    """Return the items with every superset undone that cannot be, as after one of a pair was taken away."""
    mended = list(items)
    while (wrong := wrong_superset(mended)) is not None:
        mended[wrong[0]] = replace(mended[wrong[0]], superset=False)
    return tuple(mended)


def unknown_exercise(plan: Plan, known: Collection[str]) -> tuple[int, str] | None:
    """Return the first item, from 0, whose exercise is not a ``known`` slug, and a line that says so."""
    for index, item in enumerate(plan.items):
        if item.exercise not in known:
            return index, no_such_exercise(item.exercise, known, "Take another one, or take it out of the plan.")
    return None


def blocks_of(items: Sequence[PlanItem]) -> list[tuple[PlanItem, ...]]:
    """Return the items, those that alternate together."""
    blocks: list[tuple[PlanItem, ...]] = []
    for index, item in enumerate(items):
        if index and items[index - 1].superset:
            blocks[-1] = (*blocks[-1], item)
        else:
            blocks.append((item,))
    return blocks


def moved(items: Sequence[PlanItem], index: int, by: int) -> tuple[PlanItem, ...]:
    """Return the items with the one at an index moved ``by`` exercises later (below 0: earlier).

    Two that alternate go together, and nothing comes between two. An index out of range moves nothing.
    """
    blocks = blocks_of(items)
    of_item = [number for number, block in enumerate(blocks) for _ in block]
    if 0 <= index < len(of_item):
        block = blocks.pop(of_item[index])
        blocks.insert(max(of_item[index] + by, 0), block)
    return tuple(item for block in blocks for item in block)


@dataclass(frozen=True, slots=True)
class SourceSet:
    """A set of a past session: the slug of its exercise, how many sets were planned of it, and the rest after it."""

    exercise: str
    sets: int
    rest_ms: int


def plan_of_session(name: str, done: Sequence[SourceSet]) -> Plan:
    """Return a plan of the exercises of a past session, whose sets are in the order in which they were done.

    Its sets and rests are fixed as they were. Load, tempo and reps are as advised: they are what grows, and a light
    session that happened to be copied must not stay light. Two exercises that alternated are a superset. Raises
    ``NegcoachError`` where there is no set.
    """
    if not done:
        raise NegcoachError("Nothing was lowered in this session, so there is nothing to plan.")
    last = {one.exercise: one for one in done}
    first_of_two = {one for one, _ in alternating([one.exercise for one in done])}
    return Plan(
        name,
        tuple(
            PlanItem(slug, one.sets, rest_ms=one.rest_ms, superset=slug in first_of_two) for slug, one in last.items()
        ),
    )


def alternating(done: Sequence[str]) -> list[tuple[str, str]]:
    """Return the exercises (slugs) that alternated in pairs, from the one of each set in the order of the sets.

    Two did where the second set of the one came after the first of the other, which began next.
    """
    pairs: list[tuple[str, str]] = []
    for one, other in pairwise(dict.fromkeys(done)):
        start = done.index(one)
        free = not pairs or one != pairs[-1][1]
        if free and list(done[start + 1 : start + 3]) == [other, one]:
            pairs.append((one, other))
    return pairs
