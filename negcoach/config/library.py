"""The library: the exercises that come with negcoach and the lifter's own, read from their files."""

from __future__ import annotations

from pathlib import Path

from negcoach.config.toml_files import Place, at, line_of, parse, read_text
from negcoach.errors import NegcoachError
from negcoach.training.exercise.catalogue import exercises_from
from negcoach.training.exercise.catalogue_data import TABLES
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.table_reader import CatalogueError

OWN_FILE = "exercises.toml"
"""The name of the lifter's own exercises in the config folder."""

EXAMPLE_EXERCISES = """\
# Your own exercises. A name and a family are all that an exercise needs.
# family: "overload" (above what you can lift: spotter, gate, load in % of 1RM) or "regression" (bodyweight).

[[exercise]]
name = "Negative inverted row"
family = "regression"

[[exercise]]
name = "Slow bench pull"
family = "overload"
tempo = "5-1-A-1"            # lowering - stretched pause - lift - pause at the top; A: somebody else lifts
starts_with = "lift"         # or "lowering"
lift_seconds = 3             # how long a lift that is not counted takes
sets = 3
reps = 5
rest_seconds = 150
muscles = ["back", "biceps"]
summary = "Your spotter brings the bar to the bench; you let it down slowly."
lifter_steps = ["Lie face down on the bench.", "Let the bar down through all five counts."]
spotter_steps = ["Bring the bar up on SPOTTER LIFT.", "Let go at the top."]
safety = ["Stop at shoulder pain."]
load = { percent = 105, cap_percent = 115 }
spotters = { at_least = 1 }
words = { lift = "SPOTTER LIFT", lift_sound = "lift", bottom = "arms straight", finish = "put the bar down" }
"""
"""An ``exercises.toml`` to start from, as the documentation shows it."""


def load_library(config_folder: Path) -> tuple[Exercise, ...]:
    """Return the shipped exercises, then the lifter's own from ``exercises.toml`` in the config folder.

    A folder or file that is not there means no own exercises. Raises ``NegcoachError`` that names the file
    and the line when the file cannot be used.
    """
    shipped = shipped_exercises()
    return shipped + _own_exercises(config_folder / OWN_FILE, shipped)


def shipped_exercises() -> tuple[Exercise, ...]:
    """Return the exercises that come with negcoach."""
    return exercises_from(TABLES, own=False)


def _own_exercises(path: Path, shipped: tuple[Exercise, ...]) -> tuple[Exercise, ...]:
    text = read_text(path)
    if text is None:
        return ()
    tables = parse(path, text)
    try:
        own = exercises_from(tables, own=True)
        _refuse_shipped_slugs(own, shipped)
    except CatalogueError as error:
        raise NegcoachError(f"{at(path, line_of(text, _place(error)))}: {error}") from None
    return own


def _refuse_shipped_slugs(own: tuple[Exercise, ...], shipped: tuple[Exercise, ...]) -> None:
    """An own exercise under a shipped slug would change what past sets and the command line mean by it."""
    taken = {exercise.slug for exercise in shipped}
    for index, exercise in enumerate(own):
        if exercise.slug in taken:
            raise CatalogueError(
                f'slug: "{exercise.slug}" comes with negcoach. Choose another name or slug.', index, "slug"
            )


def _place(error: CatalogueError) -> Place:
    names = tuple(name for name in error.key.split(".") if name)
    return names if error.index is None else ("exercise", error.index, *names)
