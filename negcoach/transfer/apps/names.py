"""Matching another program's exercises to ours, and to the muscles that they train, by their names.

A name matches only as a whole, with its words in any order: ``Calf Press on Leg Press`` is no leg press. Nothing is
guessed: an exercise without a match becomes the lifter's own, and its muscles may stay unknown.
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
from negcoach.transfer.apps.columns import normalise

_LONGEST_NAME = 200

_SPELLINGS = {
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
"""Words that programs write in one word or two, or misspell, and the spelling that is compared."""


def _folded(words: str) -> tuple[str, ...]:
    """Return words in the form in which those of a name are compared."""
    return tuple(normalise(word) for word in words.split())


_EQUIPMENT_WORDS = frozenset(
    (
        *("barbell", "dumbbell", "machine", "cable", "smith", "band", "kettlebell", "weighted", "plate", "suspension"),
        *("trx", "ez", "bar", "assisted", "body", "weight"),
        *_folded("sztanga hantle maszyna wyciąg штанга гантели тренажер блок halter dambıl makine kablo skivstång"),
        *_folded("hantel hantlar maskin kabel vægtstang håndvægte maskine vektstang manualer"),
        *_folded("バーベル ダンベル マシン ケーブル 바벨 덤벨 머신 케이블 杠铃 哑铃 器械 绳索 槓鈴 啞鈴 機械 繩索"),
    )
)
"""Words for equipment: they change the load of an exercise, but not its muscles."""

_ASSISTED_WORDS = frozenset(
    (
        *("assisted", "assistee", "assiste", "assistida", "assistido", "assistita", "assistito", "asistida"),
        *("asistido", "unterstutzt", "geassisteerd"),
        *_folded(
            "wspomagane гравитрон destekli assisterad assisterade assisteret assistert アシスト 어시스트 辅助 輔助"
        ),
    )
)
"""Words which mean that the load is help, and so counts below zero."""


class MatchKind(Enum):
    """How the match of an exercise came about: chosen by the lifter, known by its name, or made the lifter's own."""

    CHOSEN = "chosen"
    KNOWN = "known"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class ExerciseMatch:
    """The exercise that an exercise of a file is matched to.

    ``exercise`` is its slug, ``name`` its name in the library, or in the file for one of the lifter's own; ``muscles``
    are of ``MUSCLES``, empty where unknown. ``assisted`` is whether its load is help.
    """

    exercise: str
    name: str
    muscles: tuple[str, ...]
    assisted: bool
    kind: MatchKind


class ExerciseMatcher:
    """Matches the exercises of a file to those of a library."""

    def __init__(self, library: Sequence[Exercise], chosen: Mapping[str, str] | None = None) -> None:
        """Match the exercises of ``chosen`` (name in the file: slug) as chosen, the others by the table of names.

        The slug "" makes an exercise the lifter's own, whatever the table has.
        """
        self._library = {exercise.slug: exercise for exercise in library}
        self._named = {words_of(exercise.name): exercise for exercise in library if exercise.own}
        self._chosen = {name.casefold(): slug for name, slug in (chosen or {}).items()}

    def match(self, name: str, category: str = "") -> ExerciseMatch:
        """Return the match of an exercise of the file; ``category`` is the file's word for its muscles."""
        words = words_of(name)
        assisted = not _ASSISTED_WORDS.isdisjoint(words)
        choice = self._chosen.get(name.casefold())
        chosen = self._library.get(choice or "")
        if chosen is not None:
            return _match_of(chosen, assisted, MatchKind.CHOSEN)
        known = self._named.get(words) or self._library.get(_table().exercises.get(words, ""))
        if known is not None and choice != "":
            return _match_of(known, assisted, MatchKind.KNOWN)
        return ExerciseMatch(self._slug_for_own(name), name, muscles_by_name(name, category), assisted, MatchKind.OWN)

    def _slug_for_own(self, name: str) -> str:
        slug = slug_of(name) or "exercise-" + "-".join(f"{ord(letter):x}" for letter in name[:12])
        slug = slug[:_LONGEST_NAME]
        return f"{slug}-lifted" if slug in self._library else slug


@lru_cache(maxsize=8192)
def canon_of(name: str) -> object:
    """Return the same value for all names that the table has of one exercise, else one for the words of the name."""
    words = words_of(name)
    return _table().exercises.get(words, words)


def muscles_by_name(name: str, category: str = "") -> tuple[str, ...]:
    """Return the muscles that an exercise trains, by its name or else its category; none if unknown."""
    table, words = _table(), words_of(name)
    bare = tuple(word for word in words if word not in _EQUIPMENT_WORDS)
    for wanted in (words, bare):
        if wanted in table.muscles:
            return table.muscles[wanted]
    found = [table.categories.get(normalise(part), ()) for part in re.split("[,;/]", category)]
    return tuple(dict.fromkeys(muscle for muscles in found for muscle in muscles))


@lru_cache(maxsize=8192)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in the form that is compared: sorted, without case, punctuation and plurals."""
    words = normalise(name[:_LONGEST_NAME]).replace("/", " ").replace("#", " ").split()
    singular = [_SPELLINGS.get(word) or _SPELLINGS.get(_singular(word)) or _singular(word) for word in words]
    return tuple(sorted(" ".join(singular).split()))


def _singular(word: str) -> str:
    for end, stem in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("calves", "calf")):
        if word.endswith(end) and len(word) > 4:
            return word[: -len(end)] + stem
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _match_of(exercise: Exercise, assisted: bool, kind: MatchKind) -> ExerciseMatch:
    return ExerciseMatch(exercise.slug, exercise.name, exercise.muscles, assisted, kind)


@dataclass(frozen=True, slots=True)
class _NameTable:
    """The contents of the files of names, by the words of the names."""

    exercises: Mapping[tuple[str, ...], str]
    muscles: Mapping[tuple[str, ...], tuple[str, ...]]
    categories: Mapping[str, tuple[str, ...]]


_FILES = ("names.toml", "more_names.toml")


@cache
def _table() -> _NameTable:
    texts = (resources.files("negcoach.transfer.apps").joinpath(name).read_text("utf-8") for name in _FILES)
    first, more = (tomllib.loads(text) for text in texts)
    return _NameTable(
        exercises={
            words_of(name): slug
            for table in (more, first)
            for slug, names in table["exercises"].items()
            for name in names
        },
        muscles={
            words_of(name): tuple(group["of"])
            for table in (more, first)
            for group in table["muscles"]
            for name in group["names"]
        },
        categories={normalise(name): tuple(group["of"]) for group in first["category"] for name in group["names"]},
    )
