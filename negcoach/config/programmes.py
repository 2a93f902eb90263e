"""The programmes: those that come with negcoach, and the lifter's own from their file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from negcoach.config.files.toml_files import PROGRAMMES_FILE, line_of, location, parse, read_text
from negcoach.errors import NegcoachError
from negcoach.texts import clean, nearest, quoted
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.table_reader import PathError
from negcoach.training.plan import programme_table
from negcoach.training.plan.programme import Programme
from negcoach.training.plan.programme_table import programmes_from


def load_programmes(config_folder: Path, library: Sequence[Exercise]) -> tuple[Programme, ...]:
    """Return the shipped programmes, then the lifter's own from ``programmes.toml`` in the config folder.

    Raises ``NegcoachError`` with the file and the line when the file cannot be used: also where a week asks for what
    its exercise, of the ``library``, cannot do.
    """
    path = config_folder / PROGRAMMES_FILE
    text = read_text(path)
    return shipped_programmes() + (() if text is None else own_programmes(path, text, library))


@cache
def shipped_programmes() -> tuple[Programme, ...]:
    """Return the programmes that come with negcoach."""
    import tomllib

    text = Path(programme_table.__file__).with_name("programmes.toml").read_text("utf-8")
    return programmes_from(tomllib.loads(text), own=False)


def own_programmes(path: Path, text: str, library: Sequence[Exercise]) -> tuple[Programme, ...]:
    """Return the programmes in the text of the lifter's file; ``path`` is named by the ``NegcoachError`` of a fault."""
    try:
        return programmes_from(parse(path, text), own=True, library=library, others=shipped_programmes())
    except PathError as error:
        raise NegcoachError(f"{location(path, line_of(text, error.path))}: {error}") from None


def find_programme(programmes: Sequence[Programme], name: str) -> Programme:
    """Return the programme of a slug, a name or a part of a slug; case does not count. Raises ``NegcoachError``."""
    typed = " ".join(clean(name).casefold().split())
    for one in programmes:
        if typed in (one.slug, one.name.casefold()):
            return one
    parts = [one for one in programmes if typed and typed in one.slug]
    if len(parts) == 1:
        return parts[0]
    near = nearest(typed, [one.slug for one in programmes])
    right = f"Did you mean {near}?" if near else "negcoach programme list shows them."
    raise NegcoachError(f"No programme {quoted(clean(name))}. {right}")
