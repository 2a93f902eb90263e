"""The form for a body weight or a 1RM."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import ClassVar

from textual.types import CSSPathType

from negcoach.errors import NegcoachError
from negcoach.screens.shared.form.dialog_keys import Pairs
from negcoach.screens.shared.form.field_values import parse_when, units_hint
from negcoach.screens.shared.form.fields import Field, FieldsScreen, Values
from negcoach.screens.shared.styles import DIALOG, FIELDS
from negcoach.texts import date_time_text
from negcoach.training.units import TypedLoad, Unit, format_load, parse_typed_load


@dataclass(frozen=True, slots=True)
class EntryValues:
    """The values of the form; ``exercise`` is the slug of a 1RM's exercise, "" for a body weight."""

    load: TypedLoad
    at: datetime
    exercise: str = ""


class EntryScreen(FieldsScreen[EntryValues]):
    """The form for a load and its day, for a 1RM also its exercise; its result is ``None`` if cancelled."""

    CSS_PATH: ClassVar[CSSPathType | None] = [DIALOG, FIELDS, "body.tcss"]

    def __init__(
        self,
        title: str,
        now: datetime,
        unit: Unit,
        most_kg: float,
        *,
        before: EntryValues | None = None,
        exercises: Sequence[tuple[str, str]] = (),
        exercise: str = "",
    ) -> None:
        """Ask under ``title``; ``before`` holds the values of an entry that is edited.

        ``exercises`` are the (slug, name) pairs to choose from, ``exercise`` is the slug to begin with.
        """
        load, hint = "" if before is None else format_load(before.load.kg, before.load.unit), units_hint(unit)
        when = "now" if before is None else date_time_text(before.at)
        read_load, read_when = partial(_read_load, unit, most_kg), partial(parse_when, now=now)
        fields = [
            Field("load", "1RM" if exercises else "Weight", load, read_load, hint, before and before.load, empty=hint),
            Field("when", "When", when, read_when, "a day, as 2026-03-12, or yesterday", before and before.at),
        ]
        if exercises:
            fields.insert(0, Field("exercise", "Exercise", exercise, str, choices=exercises))
        super().__init__(title, fields, make=_entry_values, error_mark="")

    def keys(self) -> Pairs:
        """Return the keys and what they do."""
        chooser = [("←→", "exercise")] if self.form.fields[0].choices else []
        return [("enter", "save"), ("↑↓", "field"), *chooser, ("esc", "cancel")]


def _entry_values(values: Values) -> EntryValues:
    return EntryValues(values["load"], values["when"], values.get("exercise", ""))


def _read_load(unit: Unit, most_kg: float, text: str) -> TypedLoad:
    load = parse_typed_load(text, unit)
    if not 0 < load.kg <= most_kg:
        raise NegcoachError(f"It must be more than 0 and at most {format_load(most_kg, unit)}.")
    return load
