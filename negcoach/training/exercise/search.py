"""The search for an exercise: how well a typed text fits one, and which one is meant by it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from enum import IntEnum
from itertools import chain, pairwise

from negcoach.errors import NegcoachError
from negcoach.texts import clean, folded, joined, quoted
from negcoach.training.exercise.exercise import Exercise, offered

_MIN_SIMILARITY = 0.75
"""The lowest similarity (0 to 1) of two words to take one for a typing error of the other; bnech and bench have 0.8."""

_SIMILARITY_MARGIN = 0.05
"""How much less similar than the best match another may be to be suggested with it."""

_MOST_NAMED = 3
"""The most exercises that are named in a question what was meant."""

_MOST_CHARACTERS = 200
"""The most characters of a text that are looked at."""

_PRESS_UPS = re.compile(r"\bpress[ -]?ups?(?![^\W_])")
"""The British name of the push-up: as two words it would fit a leg press of two up and one down."""

_PLAIN_WORDS = ("negative", "eccentric")
"""The words of a slug that say only what every exercise here is."""

_VARIANT_WORDS = ("reverse", "tempo")
"""The first words of slugs that stand for another exercise than the rest of them alone: "nordic" is no reverse one."""


class Fit(IntEnum):
    """How a typed text fits an exercise, best first."""

    NAMED = 1
    """It is the slug or the name; case, accents, hyphens and the order of words do not matter."""
    WORDS = 2
    """It is some words of its names, or another name that it has: who owns one of that name means that."""
    PARTS = 3
    """It is parts of their words, also written without the hyphen (``pullup``)."""
    ABOUT = 4
    """It is parts of the names, or of other details of the exercise."""


class SeveralFitError(NegcoachError):
    """A text fits more than one exercise: those that were ``found``."""

    def __init__(self, message: str, found: Sequence[Exercise]) -> None:
        super().__init__(message)
        self.found = tuple(found)


def fit_of(text: str, names: Sequence[str], *about: str) -> Fit | None:
    """Return how ``text`` fits an exercise, ``None`` where it does not.

    ``names`` are its slug, its name, then others that it has or had; ``about`` is other details of it.
    """
    text, *names = map(_with_push_ups, (text[:_MOST_CHARACTERS], *names))
    words, words_of_names = _words(text), [_words(name) for name in names]
    if words:
        if sorted(words) in map(sorted, words_of_names[:2]):
            return Fit.NAMED
        if set(words) <= set(chain.from_iterable(words_of_names)):
            return Fit.WORDS
        if all(any(word in "".join(name) for name in words_of_names) for word in words):
            return Fit.PARTS
    everything = folded(" ".join((*names, *about)))
    return Fit.ABOUT if all(part in everything for part in folded(text).split()) else None


def search(exercises: Sequence[Exercise], text: str) -> list[Exercise]:
    """Return the exercises that ``text`` fits in any way, in their order; ``about`` them is searched too."""
    return [one for one in exercises if fit_of(text, one.names, *one.about) is not None]


def closest(exercises: Sequence[Exercise], text: str) -> Exercise | None:
    """Return the exercise that a name typed only in part fits best, ``None`` where it fits none.

    Of those that fit as well, one whose name begins with ``text`` comes first, then the first of ``exercises``. A
    retired one must be named in full.
    """
    start = folded(text.strip())

    def fit(exercise: Exercise) -> Fit:
        return fit_of(text, exercise.names) or Fit.ABOUT

    named = [one for one in exercises if fit(one) < (Fit.WORDS if one.retired else Fit.ABOUT)]
    return min(named, key=lambda one: (fit(one), not folded(one.name).startswith(start)), default=None)


def find(exercises: Sequence[Exercise], text: str) -> Exercise:
    """Return the exercise a lifter means by ``text``: one of its names, or a part that fits only one.

    Case, accents, hyphens and the order of words do not matter. A retired one must be named in full. Raises
    ``SeveralFitError`` that lists what fits, or ``NegcoachError`` that suggests the closest name.
    """
    named = quoted(clean(text).strip())
    words = _words(text)
    if not words:
        raise NegcoachError("Name an exercise, such as bench-press. negcoach exercises lists them.")
    for fit in (Fit.NAMED, Fit.WORDS, Fit.PARTS):
        found = [exercise for exercise in exercises if fit_of(text, exercise.names) is fit]
        if fit is Fit.NAMED:
            exercises = offered(exercises)
        if len(found) > 1:
            found = [one for one in found if not _is_variant(one, words)] or found
        if len(found) > 1:
            found = _plain(found, text) or found
        if len(found) == 1:
            return found[0]
        if found and not (fit is Fit.PARTS and _most_similar_slug(exercises, words)):
            raise SeveralFitError(f"{named} fits {len(found)} exercises: {_listed(found)}. Write one of these.", found)
    near = _most_similar_slug(exercises, words) or _similar_slugs(exercises, words)
    near = near or joined([one.slug for one in search(exercises, text)][:_MOST_NAMED], "or")
    if near:
        raise NegcoachError(f"No exercise {named}. Did you mean {near}?")
    raise NegcoachError(f"No exercise {named}. negcoach exercises lists them.")


def _plain(found: Sequence[Exercise], text: str) -> list[Exercise]:
    """Return the exercises that are the plain negative of a movement: of push-ups the one that is no variant."""
    movement = "".join(_words(_with_push_ups(text)))
    return [one for one in found if movement == "".join(word for word in _words(one.slug) if word not in _PLAIN_WORDS)]


def _is_variant(exercise: Exercise, words: tuple[str, ...]) -> bool:
    """Return whether it is a variant that was not asked for by its first word."""
    first = _words(exercise.slug)[0]
    return first in _VARIANT_WORDS and not any(first.startswith(word) for word in words)


def _with_push_ups(text: str) -> str:
    """Return a folded text in which press-ups are push-ups."""
    return _PRESS_UPS.sub("push-up", folded(text))


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", folded(text[:_MOST_CHARACTERS])))


def _most_similar_slug(exercises: Sequence[Exercise], words: tuple[str, ...]) -> str:
    """Return the slug of the exercise whose whole name is most similar ("" where none is)."""
    names = {folded(name): exercise.slug for exercise in exercises for name in exercise.names}
    near = difflib.get_close_matches("-".join(words), names, n=1, cutoff=_MIN_SIMILARITY)
    return names[near[0]] if near else ""


def _similar_slugs(exercises: Sequence[Exercise], words: tuple[str, ...]) -> str:
    """Return up to three slugs that have a word similar to each one typed ("" where none has)."""
    similarities = {exercise.slug: min(_similarity(exercise, word) for word in words) for exercise in exercises}
    best = max(similarities.values(), default=0.0)
    near = [
        slug
        for slug, similarity in similarities.items()
        if similarity >= max(_MIN_SIMILARITY, best - _SIMILARITY_MARGIN)
    ][:_MOST_NAMED]
    return joined(near, "or")


def _similarity(exercise: Exercise, word: str) -> float:
    """Return how similar (0 to 1) a word is to one of the exercise's, or to two in a row, as in "pullups"."""
    named = [_words(name) for name in exercise.names]
    parts = {part for name in named for part in (*name, *map("".join, pairwise(name)))}
    return max((difflib.SequenceMatcher(None, part, word).ratio() for part in parts), default=0.0)


def _listed(exercises: Sequence[Exercise]) -> str:
    slugs = [exercise.slug for exercise in exercises[:6]]
    return ", ".join(slugs) + (f" and {len(exercises) - 6} more" if len(exercises) > 6 else "")
