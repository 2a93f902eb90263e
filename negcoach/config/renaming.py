"""Renaming an own exercise in ``exercises.toml``: its slug stays, by which the history knows it."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from negcoach.config.files.copies import replace_file
from negcoach.config.files.toml_files import OWN_FILE, clean_path, layout_error, line_of, parse, read_text
from negcoach.config.library import load_library, own_exercises
from negcoach.errors import NegcoachError
from negcoach.texts import clean
from negcoach.training.exercise.exercise import Exercise


def rename_own(config_folder: Path, slug: str, name: str) -> tuple[Exercise, ...]:
    """Give the own exercise with this slug another name in the lifter's file, and return the library.

    The rest of the file stays as it is; where the slug was made of the old name, it is written out. Raises
    ``NegcoachError`` for a name that cannot be one or that another exercise has, where the file cannot be changed, and
    where the exercise is no longer in it.
    """
    path, name = config_folder / OWN_FILE, clean(name).strip()
    library = load_library(config_folder)
    shipped = tuple(exercise for exercise in library if not exercise.own)
    for exercise in library:
        if exercise.slug != slug and exercise.name.casefold() == name.casefold():
            raise NegcoachError(f"There is already an exercise called {exercise.name}. Choose another name.")
    text = read_text(path)
    own = () if text is None else own_exercises(path, text, shipped)
    index = next((place for place, exercise in enumerate(own) if exercise.slug == slug), None)
    if text is None or index is None:
        raise NegcoachError(f"{clean_path(path)} does not have this exercise any more.")
    changed = _renamed(path, text, index, slug, name)
    renamed = own_exercises(path, changed, shipped)
    if [(one.slug, one.name) for one in renamed] != [(one.slug, name if one.slug == slug else one.name) for one in own]:
        raise layout_error(path)
    replace_file(path, changed)
    return load_library(config_folder)


@contextmanager
def renamed_own(config_folder: Path, slug: str, name: str) -> Iterator[None]:
    """Do as ``rename_own`` does; where the block raises, the lifter's file is put back as it was."""
    path = config_folder / OWN_FILE
    before = read_text(path)
    rename_own(config_folder, slug, name)
    try:
        yield
    except BaseException:
        replace_file(path, before or "")
        raise


def _renamed(path: Path, text: str, index: int, slug: str, name: str) -> str:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        table = cast(MutableMapping[str, Any], cast(Any, document["exercise"])[index])
        table["name"] = name
        changed = document.as_string()
    except (TOMLKitError, LookupError, TypeError, RecursionError):
        raise layout_error(path) from None
    if "slug" in cast(Any, parse(path, changed)["exercise"])[index]:
        return changed
    # Below the name: tomlkit would put it behind the tables that belong to the exercise.
    lines = changed.split("\n")
    line = line_of(changed, ("exercise", index, "name"))
    if not lines[line - 1].lstrip().startswith(("name", '"name"', "'name'")):
        raise layout_error(path)
    lines.insert(line, f'slug = "{slug}"' + ("\r" if lines[line - 1].endswith("\r") else ""))
    return "\n".join(lines)
