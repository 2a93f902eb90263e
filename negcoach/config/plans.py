"""The lifter's plans: read from their file, looked up by name, and written back with its comments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from negcoach.config.files.copies import replace_file
from negcoach.config.files.toml_files import PLANS_FILE, layout_error, line_of, location, parse, read_text
from negcoach.config.library import load_library, shipped_exercises
from negcoach.config.plan_text import with_new_plan, with_plan, without_plan
from negcoach.errors import NegcoachError
from negcoach.files import taking_turns
from negcoach.texts import clean, joined, quoted
from negcoach.training.exercise.catalogue import slugs_by_name
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.table_reader import PathError
from negcoach.training.plan.plan import Plan, same_name, unknown_exercise
from negcoach.training.plan.plan_table import plans_from

_MOST_LISTED = 6
"""The most plans that a message names."""


def load_plans(config_folder: Path) -> tuple[Plan, ...]:
    """Return the plans of ``plans.toml`` in the config folder, none where there is no file.

    Their exercises may be unknown (see ``require_exercises``). Raises ``NegcoachError`` with the file and the line when
    the file cannot be used.
    """
    path = config_folder / PLANS_FILE
    return _plans(path, read_text(path) or "")


def find_plan(config_folder: Path, name: str) -> Plan:
    """Return the plan of a name; case does not count. Raises ``NegcoachError`` that lists the plans there are."""
    plans = load_plans(config_folder)
    index = _index_of(plans, name)
    if index is not None:
        return plans[index]
    if not plans:
        way = "open a past session, and press p or your own key for it"
        raise NegcoachError(f"There are no plans yet. Make one in the app: {way}.")
    names = [quoted(plan.name) for plan in plans[:_MOST_LISTED]]
    more = [f"{len(plans) - _MOST_LISTED} more"] if len(plans) > _MOST_LISTED else []
    there = f"There {'is' if len(plans) == 1 else 'are'} {joined(names + more)}."
    raise NegcoachError(f"No plan {quoted(clean(name))}. {there}")


def require_exercises(config_folder: Path, plan: Plan, library: Sequence[Exercise]) -> None:
    """Raise ``NegcoachError`` with file and line where a stored plan has an exercise that the library does not have."""
    unknown = unknown_exercise(plan, [exercise.slug for exercise in library])
    if unknown is None:
        return
    path = config_folder / PLANS_FILE
    text = read_text(path) or ""
    index = _index_of(_plans(path, text), plan.name)
    line = 0 if index is None else line_of(text, ("plan", index, "exercises", unknown[0]))
    raise NegcoachError(f"{location(path, line)}: exercise: {unknown[1]}")


def save_plan(config_folder: Path, plan: Plan, replaced: str = "") -> None:
    """Write a plan in the place of the one of the name ``replaced``, without one behind the others; comments stay.

    Raises ``NegcoachError`` when another plan has its name, or the file cannot be changed.
    """
    with taking_turns(config_folder):
        path = config_folder / PLANS_FILE
        text, plans = _read(path)
        index = _index_of(plans, replaced) if replaced else None
        other = _index_of(plans, plan.name)
        if other not in (None, index):
            raise NegcoachError(f"There is already a plan {quoted(plan.name)}. Choose another name.")
        if index is None:
            _write(path, (*plans, plan), lambda: with_new_plan(text, plan))
            return
        changed = (*plans[:index], plan, *plans[index + 1 :])
        _write(path, changed, lambda: with_plan(text, index, plans[index], plan))


def delete_plan(config_folder: Path, name: str) -> None:
    """Delete the plan of a name, if there is one; raises ``NegcoachError`` when the file cannot be changed."""
    with taking_turns(config_folder):
        path = config_folder / PLANS_FILE
        text, plans = _read(path)
        index = _index_of(plans, name)
        if index is not None:
            _write(path, (*plans[:index], *plans[index + 1 :]), lambda: without_plan(text, index))


def _read(path: Path) -> tuple[str, tuple[Plan, ...]]:
    """Return the text of the file, with ``\\n`` as its line ends, and its plans."""
    text = (read_text(path) or "").replace("\r\n", "\n")
    return text, _plans(path, text)


def _plans(path: Path, text: str) -> tuple[Plan, ...]:
    try:
        plans = plans_from(parse(path, text))
    except PathError as error:
        raise NegcoachError(f"{location(path, line_of(text, error.path))}: {error}") from None
    try:
        library = load_library(path.parent)
    except NegcoachError:  # whoever needs the own exercises says so
        library = shipped_exercises()
    return tuple(_with_slugs(plan, slugs_by_name(library)) for plan in plans)


def _with_slugs(plan: Plan, slugs: Mapping[str, str]) -> Plan:
    """Return a plan with the slugs of exercises in the place of their names."""
    return replace(
        plan, items=tuple(replace(one, exercise=slugs.get(one.exercise, one.exercise)) for one in plan.items)
    )


def _index_of(plans: Sequence[Plan], name: str) -> int | None:
    return next((index for index, plan in enumerate(plans) if same_name(plan.name, name)), None)


def _write(path: Path, plans: tuple[Plan, ...], changed: Callable[[], str]) -> None:
    """Write a changed text, once it is certain that exactly these plans are read from it."""
    try:
        text = changed()
        written: tuple[Plan, ...] | None = _plans(path, text)
    except (NegcoachError, ValueError):
        text, written = "", None
    if plans != written:
        raise layout_error(path)
    end = "\r\n" if "\r\n" in (read_text(path) or "") else "\n"
    replace_file(path, text.replace("\n", end))
