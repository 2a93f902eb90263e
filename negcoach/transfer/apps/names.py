"""Which exercise of ours an exercise of another program is, and which muscles it trains: told by its whole name.

A name fits only as a whole, by its words in any order: ``Calf Press on Leg Press`` is no leg press. What a name does
not say for certain stays unsaid: the exercise is then the lifter's own, and its muscles are not known.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from importlib import resources

from negcoach.training.exercise.catalogue import slug_of
from negcoach.training.exercise.exercise import Exercise
from negcoach.transfer.apps.columns import plain

_LONGEST_NAME = 200

_TOGETHER = {
    "pushup": "push up",
    "pullup": "pull up",
    "chinup": "chin up",
    "situp": "sit up",
    "stepup": "step up",
    "pulldown": "pull down",
    "pushdown": "push down",
    "pressdown": "push down",
    "skullcrusher": "skull crusher",
    "deadlift": "dead lift",
    "kickback": "kick back",
    "crossover": "cross over",
    "pullover": "pull over",
    "bodyweight": "body weight",
    "dumbell": "dumbbell",
    "bb": "barbell",
    "db": "dumbbell",
    "ups": "up",
    "onearm": "one arm",
    "abdominal": "ab",
    "flye": "fly",
    "flyes": "fly",
    "flies": "fly",
}
"""Words that are written together or apart, or wrongly, by one program or another."""

_EQUIPMENT = frozenset(
    (
        *("barbell", "dumbbell", "machine", "cable", "smith", "band", "kettlebell", "weighted", "plate", "suspension"),
        *("trx", "ez", "bar", "assisted", "body", "weight"),
    )
)
"""Words that say what it is done with: they make another load of it, but not other muscles."""

_ASSISTED = frozenset(
    (
        *("assisted", "assistee", "assiste", "assistida", "assistido", "assistita", "assistito", "asistida"),
        *("asistido", "unterstutzt", "geassisteerd"),
    )
)
"""A word that says that the load is help: it counts below zero."""


class How(Enum):
    """How an exercise of a file came to what it is taken for."""

    CHOSEN = "chosen"
    KNOWN = "known"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Mapped:
    """What an exercise of a file is taken for.

    ``exercise`` is the slug, ``name`` its name in the library, or the file's for one of the lifter's own; ``muscles``
    are of ``MUSCLES``, none where not known. ``assisted``: its load is help.
    """

    exercise: str
    name: str
    muscles: tuple[str, ...]
    assisted: bool
    how: How


class Naming:
    """Takes the exercises of a file for those of a library."""

    def __init__(self, library: Sequence[Exercise], chosen: Mapping[str, str] | None = None) -> None:
        """Take the exercises named by ``chosen`` (name in the file: slug) for those; the others by the table.

        The slug "" makes an exercise the lifter's own, whatever the table says.
        """
        self._library = {exercise.slug: exercise for exercise in library}
        self._named = {words_of(exercise.name): exercise for exercise in library if exercise.own}
        self._chosen = {name.casefold(): slug for name, slug in (chosen or {}).items()}

    def mapped(self, name: str, category: str = "") -> Mapped:
        """Return what an exercise of the file is taken for; ``category`` is the file's word for its muscles."""
        words = words_of(name)
        assisted = not _ASSISTED.isdisjoint(words)
        choice = self._chosen.get(name.casefold())
        chosen = self._library.get(choice or "")
        if chosen is not None:
            return _taken_for(chosen, assisted, How.CHOSEN)
        known = self._named.get(words) or self._library.get(_table().exercises.get(words, ""))
        if known is not None and choice != "":
            return _taken_for(known, assisted, How.KNOWN)
        return Mapped(self._own_slug(name), name, muscles_of(name, category), assisted, How.OWN)

    def _own_slug(self, name: str) -> str:
        slug = slug_of(name) or "exercise-" + "-".join(f"{ord(letter):x}" for letter in name[:12])
        slug = slug[:_LONGEST_NAME]
        return f"{slug}-lifted" if slug in self._library else slug


def muscles_of(name: str, category: str = "") -> tuple[str, ...]:
    """Return the muscles that an exercise trains, by its name, else by the file's word for them; none if unknown."""
    table, words = _table(), words_of(name)
    bare = tuple(word for word in words if word not in _EQUIPMENT)
    for wanted in (words, bare):
        if wanted in table.muscles:
            return table.muscles[wanted]
    found = [table.categories.get(plain(part), ()) for part in re.split("[,;/]", category)]
    return tuple(dict.fromkeys(muscle for muscles in found for muscle in muscles))


@lru_cache(maxsize=8192)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name, sorted: case, punctuation, plurals and order make no other exercise of it."""
    words = plain(name[:_LONGEST_NAME]).replace("/", " ").replace("#", " ").split()
    singular = [_TOGETHER.get(word) or _TOGETHER.get(_singular(word)) or _singular(word) for word in words]
    return tuple(sorted(" ".join(singular).split()))


def _singular(word: str) -> str:
    for end, stem in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("calves", "calf")):
        if word.endswith(end) and len(word) > 4:
            return word[: -len(end)] + stem
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _taken_for(exercise: Exercise, assisted: bool, how: How) -> Mapped:
    return Mapped(exercise.slug, exercise.name, exercise.muscles, assisted, how)


@dataclass(frozen=True, slots=True)
class _NameTable:
    """``names.toml``, by the words of the names."""

    exercises: Mapping[tuple[str, ...], str]
    muscles: Mapping[tuple[str, ...], tuple[str, ...]]
    categories: Mapping[str, tuple[str, ...]]


@cache
def _table() -> _NameTable:
    text = resources.files("negcoach.transfer.apps").joinpath("names.toml").read_text("utf-8")
    tables = tomllib.loads(text)
    return _NameTable(
        exercises={words_of(name): slug for slug, names in tables["exercises"].items() for name in names},
        muscles={words_of(name): tuple(group["of"]) for group in tables["muscles"] for name in group["names"]},
        categories={plain(name): tuple(group["of"]) for group in tables["category"] for name in group["names"]},
    )
