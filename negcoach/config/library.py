"""The exercise library: the exercises that come with negcoach, and the lifter's own from their file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from negcoach.config.files.toml_files import OWN_FILE, line_of, location, parse, read_text
from negcoach.errors import NegcoachError
from negcoach.training.exercise import catalogue
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.table_reader import KeyPath, TableError, unknown_choice


def load_library(config_folder: Path) -> tuple[Exercise, ...]:
    """Return the shipped exercises, then the lifter's own from ``exercises.toml`` in the config folder.

    A missing folder or file means no own exercises. Raises ``NegcoachError`` with the file and the line when the file
    cannot be used.
    """
    shipped = shipped_exercises()
    path = config_folder / OWN_FILE
    text = read_text(path)
    return shipped if text is None else shipped + own_exercises(path, text, shipped)


@cache
def shipped_exercises() -> tuple[Exercise, ...]:
    """Return the exercises that come with negcoach; they are read once."""
    import tomllib

    text = Path(catalogue.__file__).with_name("catalogue.toml").read_text("utf-8")
    return catalogue.exercises_from(tomllib.loads(text), own=False)


def own_exercises(path: Path, text: str, shipped: tuple[Exercise, ...]) -> tuple[Exercise, ...]:
    """Return the exercises in the text of the lifter's file; ``path`` is named by the ``NegcoachError`` of a fault."""
    tables = parse(path, text)
    try:
        own = catalogue.exercises_from(tables, own=True)
        _refuse_shipped_slugs(own, shipped)
        _refuse_unknown_slugs(own, shipped)
    except TableError as error:
        raise NegcoachError(f"{location(path, line_of(text, _key_path(error)))}: {error}") from None
    return own


def _refuse_shipped_slugs(own: tuple[Exercise, ...], shipped: tuple[Exercise, ...]) -> None:
    """Raise ``TableError`` for an own exercise with a shipped slug: past sets mean the shipped one by it."""
    taken = {exercise.slug for exercise in shipped}
    for index, exercise in enumerate(own):
        if exercise.slug in taken:
            raise TableError(
                f'slug: "{exercise.slug}" comes with negcoach. Choose another name or slug.', index, "slug"
            )


def _refuse_unknown_slugs(own: tuple[Exercise, ...], shipped: tuple[Exercise, ...]) -> None:
    """Raise ``TableError`` for an own exercise whose alternative, machine or figure does not exist."""
    with_figure = {exercise.slug for exercise in shipped}
    slugs = with_figure | {exercise.slug for exercise in own}
    for index, exercise in enumerate(own):
        alternative = exercise.alternative.exercise if exercise.alternative else ""
        for key, slug, known in (
            ("alternative.exercise", alternative, slugs),
            ("machine", exercise.machine, slugs),
            ("figure", exercise.figure, with_figure),
        ):
            if slug and slug not in known:
                raise TableError(f"{key}: {unknown_choice(slug, sorted(known))}", index, key)


def _key_path(error: TableError) -> KeyPath:
    names = tuple(name for name in error.key.split(".") if name)
    return names if error.index is None else ("exercise", error.index, *names)
