"""Renaming an own exercise: in the lifter's file, and in the sets of the history that have the old name."""

from __future__ import annotations

from negcoach.config.library import load_library
from negcoach.config.renaming import renamed_own
from negcoach.errors import NegcoachError
from negcoach.screens.shared.form.fields import Field, FieldsScreen, Values
from negcoach.screens.shared.history.history_view import HistoryView
from negcoach.store.editing.editor import Editor
from negcoach.texts import clean
from negcoach.training.exercise.catalogue import LONGEST_NAME
from negcoach.training.exercise.exercise import Exercise


def ask_for_name(view: HistoryView, exercise: Exercise) -> None:
    """Ask for another name of an own exercise, rename it, and let ``view`` read again."""

    field = Field(
        *("name", "Name", clean(exercise.name), _read_name),
        hint="its history stays with it",
        longest=LONGEST_NAME,
    )
    form: FieldsScreen[Values] = FieldsScreen(f"Rename {clean(exercise.name)}", [field])
    form.kept_by(lambda typed: _rename(view, exercise, typed["name"]))
    view.app.push_screen(form, lambda _: view.read_again())


def _rename(view: HistoryView, exercise: Exercise, name: str) -> None:
    services = view.services
    folder = services.config_path.parent
    editor = Editor(services.database, services.settings.unit)
    in_file = renamed_own(folder, exercise.slug, name)
    editor.rename_exercise(exercise.slug, exercise.name, name, services.now(), in_file)
    services.library = load_library(folder)
    view.notify(f"Renamed {exercise.name} to {name}.", markup=False)


def _read_name(text: str) -> str:
    name = clean(text).strip()
    if not name:
        raise NegcoachError("Type a name.")
    return name
