"""The dialog that adds sets which were not recorded, to a session or as a session of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from negcoach.errors import NegcoachError
from negcoach.screens.history.session.load_slips import LoadSlips, last_load_kg
from negcoach.screens.shared.form.field_values import (
    find_exercise,
    parse_lowerings,
    parse_when,
    when_hint,
)
from negcoach.screens.shared.form.fields import Field, FieldsScreen, Values
from negcoach.screens.shared.history.history_view import HistoryView
from negcoach.screens.shared.history.undoing import can_be_undone
from negcoach.store.editing.editor import Editor
from negcoach.store.editing.manual_sets import ManualSet
from negcoach.store.queries.sessions.history import SetRecord
from negcoach.texts import clean
from negcoach.training.effort import parse_effort
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import parse_reps, parse_sets
from negcoach.training.exercise.search import closest
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.units import TypedLoad, Unit, format_load, parse_added_load, parse_typed_load

_LONGEST_TEXT = 400
"""The most characters of a field, enough for the lowering times of a hundred reps."""

_Result = TypeVar("_Result")


class AddScreen(FieldsScreen[_Result]):
    """The form for sets to add."""

    def __init__(
        self,
        title: str,
        make: Callable[[Values], _Result],
        library: Sequence[Exercise],
        unit: Unit,
        *,
        like: SetRecord | None = None,
        now: datetime | None = None,
    ) -> None:
        """Ask for what ``make`` takes, prefilled from the set ``like``; with ``now`` also for the day."""
        known = next((one for one in library if like and one.slug == like.prescribed.exercise), None)
        self._library = tuple(library)
        self._exercise = known
        self._tempo = "" if known is None or like is None else like.prescribed.tempo
        fields = self._fields_for(like if known else None, unit, now)
        super().__init__(title, fields, make=make, blamed="times_ms", verb="add")

    def changed(self, name: str) -> None:
        """Set the tempo of another exercise that is typed, unless the tempo was edited."""
        if name == "exercise" and self.form.text_of("tempo") == self._tempo:
            found = closest(self._library, self.form.text_of("exercise"))
            if found is not None and found is not self._exercise:
                self._exercise = found
                self._tempo = str(found.tempo)
                self.form.put("tempo", self._tempo)

    def _fields_for(self, like: SetRecord | None, unit: Unit, now: datetime | None) -> list[Field]:
        reps = "" if like is None else str(like.prescribed.reps or len(like.reps))
        unit = unit if like is None else like.load_unit or unit
        fields = [
            Field(
                *("exercise", "Exercise", "" if self._exercise is None else clean(self._exercise.name)),
                *(partial(find_exercise, library=self._library), lambda values: values["exercise"].name),
                longest=_LONGEST_TEXT,
            ),
            Field("sets", "Sets", "1", parse_sets, "all alike"),
            Field("reps", "Reps", reps, _reps, "a side, where there are two"),
            Field(
                *("load", "Load", "" if like is None else format_load(like.load_kg, unit)),
                partial(parse_typed_load, default_unit=unit, parse=parse_added_load),
                f"{unit}; empty: bodyweight; -20: help",
            ),
            Field(
                *("tempo", "Tempo", self._tempo, Tempo.parse, "lower-hold-lift-hold"),
                empty="lower-hold-lift-hold, such as 5-1-A-1; A is an assisted lift",
            ),
            Field(
                "times_ms",
                "Lowered in",
                "",
                parse_lowerings,
                "seconds a rep: 4.8 5 - 5.1",
                longest=_LONGEST_TEXT,
            ),
            Field("rpe", "Effort", "", parse_effort, "1 very easy to 10 nothing left"),
        ]
        if now is not None:
            fields.insert(
                0,
                Field("at", "When", "yesterday", partial(parse_when, now=now), lambda values: when_hint(values["at"])),
            )
        return fields


def ask_for_session(view: HistoryView) -> None:
    """Ask for a session that was not recorded, add it, and let ``view`` read again."""
    services = view.services
    editor = Editor(services.database, services.settings.unit)

    def keep(typed: tuple[datetime, ManualSet]) -> None:
        forgotten = typed[1]
        exercise = forgotten.exercise
        slips.check(exercise, forgotten.load_kg, last_load_kg(services, exercise.slug), unit)
        what = editor.add_session(*typed, services.now())
        view.notify(can_be_undone(what, view), markup=False)

    unit, now, slips = services.settings.unit, services.now(), LoadSlips(services.clock)
    form = AddScreen("A forgotten session", _typed_session, services.library, unit, now=now)
    view.app.push_screen(form.kept_by(keep), lambda _: view.read_again())


def manual_set_from(values: Values) -> ManualSet:
    """Return the typed sets; raises ``NegcoachError`` for values that contradict each other."""
    load: TypedLoad = values["load"]
    rest = {name: value for name, value in values.items() if name not in ("at", "load")}
    return ManualSet(**rest, load_kg=load.kg, load_unit=load.unit)


def _typed_session(values: Values) -> tuple[datetime, ManualSet]:
    return values["at"], manual_set_from(values)


def _reps(text: str) -> int:
    reps = parse_reps(text) if text.strip() else None
    if reps is None:
        raise NegcoachError("Type the number of reps.")
    return reps
