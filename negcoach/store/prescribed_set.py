"""What was prescribed for a set, as it is stored, and the one table of its fields.

Its columns in ``sets``, its fields in JSON and CSV, and the mapping between it and a ``Prescription`` all follow from
``PRESCRIBED_FIELDS``. For a new field of the prescription, add it to ``Prescription`` and to ``PrescribedSet``, both
times with a default; at the end of ``PRESCRIBED_FIELDS``, with the next version of the export as its ``since``; and to
the table, by a migration (``negcoach.store.database.schema``).
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from negcoach.errors import NegcoachError
from negcoach.texts import clean, name_text
from negcoach.training.exercise.limits import tempo_counts
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.exercise.way import STRAIGHT, Way
from negcoach.training.terms import Knee, SetPurpose, Side, StartsWith

# typing takes its time to load, and so do prescriptions, which reading the history can do without
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from negcoach.training.exercise.exercise import Exercise
    from negcoach.training.exercise.prescription import Prescription
    from negcoach.training.units import Unit


class FieldKind(Enum):
    """The kind of value that a field has; it determines the values of its column and their form in an export."""

    NAME = "a text that is not empty"
    TEXT = "a text"
    TEMPO = "a tempo, as text"
    WAY = "the way a set is done, as text"
    COUNT = "a whole number from 1"
    NUMBER = "a whole number from 0"
    DURATION = "milliseconds; seconds in CSV"
    LOAD = "kilograms, below 0 for the help of an assisted exercise"
    WEIGHT = "kilograms, 0 or more"
    UNIT = "the unit that a load was typed in, kg or lb"
    FLAG = "a bool, stored as 0 or 1; yes or no in CSV"
    STARTS_WITH = "a StartsWith, stored by its value"
    PURPOSE = "a SetPurpose, stored by its value"
    SIDE = "a Side, stored by its value"
    KNEE = "a Knee, stored by its value"


@dataclass(frozen=True, slots=True)
class PrescribedField:
    """A field of a prescribed set.

    ``name`` is its attribute in ``PrescribedSet``, ``column`` its column in ``sets`` and its key in JSON, ``heading``
    its column in CSV. The value of an ``optional`` field may be ``None``. ``since`` is the first version of the export
    that has the field; an older file means the default of ``PrescribedSet``.
    """

    name: str
    column: str
    kind: FieldKind
    heading: str
    optional: bool = False
    since: int = 1


PRESCRIBED_FIELDS = (
    PrescribedField("exercise", "exercise", FieldKind.NAME, "exercise_id"),
    PrescribedField("exercise_name", "exercise_name", FieldKind.TEXT, "exercise"),
    PrescribedField("set_number", "set_number", FieldKind.COUNT, "set"),
    PrescribedField("sets", "planned_sets", FieldKind.COUNT, "planned_sets"),
    PrescribedField("reps", "planned_reps", FieldKind.COUNT, "planned_reps", optional=True),
    PrescribedField("load_kg", "planned_load_kg", FieldKind.LOAD, "planned_load_kg"),
    PrescribedField("tempo", "tempo", FieldKind.TEMPO, "tempo"),
    PrescribedField("rest_ms", "rest_ms", FieldKind.DURATION, "rest_s"),
    PrescribedField("lead_in_ms", "lead_in_ms", FieldKind.DURATION, "lead_in_s"),
    PrescribedField("next_lead_in_ms", "next_lead_in_ms", FieldKind.DURATION, "next_lead_in_s"),
    PrescribedField("lift_ms", "lift_ms", FieldKind.DURATION, "lift_s", optional=True),
    PrescribedField("starts_with", "starts_with", FieldKind.STARTS_WITH, "starts_with"),
    PrescribedField("unilateral", "unilateral", FieldKind.FLAG, "one_sided"),
    PrescribedField("bodyweight", "bodyweight", FieldKind.FLAG, "bodyweight"),
    PrescribedField("spotters", "spotters", FieldKind.NUMBER, "spotters"),
    PrescribedField("one_rm_kg", "one_rm_kg", FieldKind.WEIGHT, "one_rm_kg", optional=True),
    PrescribedField("load_unit", "planned_load_unit", FieldKind.UNIT, "planned_load_unit", optional=True, since=2),
    PrescribedField("purpose", "purpose", FieldKind.PURPOSE, "purpose", since=4),
    PrescribedField("only_side", "planned_side", FieldKind.SIDE, "planned_side", optional=True, since=5),
    PrescribedField("knee", "knee", FieldKind.KNEE, "knee", optional=True, since=5),
    PrescribedField("fewer", "planned_fewer", FieldKind.NUMBER, "planned_fewer", since=5),
    PrescribedField("way", "way", FieldKind.WAY, "set_type", since=6),
)
"""All fields of a prescribed set, in the order of JSON."""


def _names(*kinds: FieldKind) -> tuple[str, ...]:
    return tuple(field.name for field in PRESCRIBED_FIELDS if field.kind in kinds)


_TEXTS = _names(FieldKind.NAME, FieldKind.TEXT)
_COUNTS = _names(FieldKind.COUNT)
_NOT_NEGATIVE = _names(FieldKind.NUMBER, FieldKind.DURATION)


@dataclass(frozen=True, slots=True)
class PrescribedSet:
    """The prescription of one set.

    ``exercise`` is the slug, ``set_number`` counts from 1 among ``sets``. ``reps`` is per side for a ``unilateral``
    exercise, ``None`` to fatigue. ``load_kg`` is what is added to the body for a ``bodyweight`` exercise, 0.0 for
    nothing added, below it the help of a band or machine. ``load_unit`` is the unit it was typed in, ``None`` where
    that is not known. ``lead_in_ms`` comes before the first set, ``next_lead_in_ms`` before each later one. ``lift_ms``
    is ``None`` when the lift waits for the key. ``one_rm_kg`` is the concentric 1RM that the load was chosen by,
    ``None`` where unknown, ``purpose`` what the set is for. ``only_side`` is the one side that is trained of a
    ``unilateral`` exercise (``None``: both), ``knee`` how the knee is held, where that is said. ``reps`` are those of
    this set; each has ``fewer`` less than the one before it. Raises ``NegcoachError`` for a value out of range.
    """

    exercise: str
    exercise_name: str
    set_number: int
    sets: int
    reps: int | None
    tempo: str
    load_kg: float
    rest_ms: int
    lead_in_ms: int
    lift_ms: int | None
    starts_with: StartsWith = StartsWith.LOWERING
    unilateral: bool = False
    spotters: int = 0
    one_rm_kg: float | None = None
    bodyweight: bool = False
    next_lead_in_ms: int = 5000
    load_unit: Unit | None = None
    purpose: SetPurpose = SetPurpose.WORK
    only_side: Side | None = None
    knee: Knee | None = None
    fewer: int = 0
    way: str = str(STRAIGHT)

    def __post_init__(self) -> None:
        """Clean the texts, shorten a name that no screen shows whole, and refuse what could not be read back."""
        for name in _TEXTS:
            object.__setattr__(self, name, clean(getattr(self, name)))
        object.__setattr__(self, "exercise_name", name_text(self.exercise_name))
        object.__setattr__(self, "load_kg", require_load_kg(self.load_kg, bodyweight=self.bodyweight))
        if self.one_rm_kg is not None:
            object.__setattr__(self, "one_rm_kg", require_kg(self.one_rm_kg, "1RM"))
        Tempo.parse(self.tempo)
        Way.parse(self.way)
        if not self.exercise:
            raise NegcoachError("A set needs the name of its exercise.")
        if self._has_below(1, _COUNTS):
            raise NegcoachError("Sets and reps are whole numbers from 1.")
        if self._has_below(0, _NOT_NEGATIVE):
            raise NegcoachError("Rest, lead-in, lift and spotters are not negative.")

    @property
    def sides(self) -> int:
        """How many sides are trained, one after the other; 1 for an exercise that is not one-sided."""
        return 2 if self.unilateral and self.only_side is None else 1

    @property
    def open_lowering(self) -> bool:
        """Whether its lowering lasts as long as the lifter can: in the test of the longest one, of the body alone."""
        return self.purpose is SetPurpose.TEST and self.bodyweight

    @property
    def counts_tempo(self) -> bool:
        """Whether its lowerings count in a share of target time (``negcoach.training.progress.adherence``)."""
        return not self.open_lowering and tempo_counts(
            self.exercise, first_reps(self.reps, self.fewer, self.set_number)
        )

    def _has_below(self, low: int, names: tuple[str, ...]) -> bool:
        values: list[int] = [value for name in names if (value := getattr(self, name)) is not None]
        return min(values) < low


def require_load_kg(kg: float, *, bodyweight: bool) -> float:
    """Return a set's load as a float; raise ``NegcoachError`` for one below 0 where there is no body to be helped."""
    return float(kg) if bodyweight and math.isfinite(kg) else require_kg(kg, "load")


def require_kg(kg: float, what: str) -> float:
    """Return ``kg`` as a float; raise ``NegcoachError`` unless it is 0 or more and finite."""
    if not (math.isfinite(kg) and kg >= 0):
        raise NegcoachError(f"A {what} is a number of kilograms, 0 or more, not {kg}.")
    return float(kg)


def prescribed_set_of(
    prescription: Prescription,
    set_number: int,
    *,
    spotters: int,
    one_rm_kg: float | None,
    purpose: SetPurpose = SetPurpose.WORK,
) -> PrescribedSet:
    """Return a set of the prescription as it is stored, with who is there to spot and the 1RM that is known."""
    exercise = prescription.exercise
    return PrescribedSet(
        exercise=exercise.slug,
        exercise_name=exercise.name,
        set_number=set_number,
        tempo=str(prescription.tempo),
        way=str(prescription.way),
        starts_with=exercise.starts_with,
        unilateral=exercise.unilateral,
        bodyweight=exercise.bodyweight,
        spotters=spotters,
        one_rm_kg=one_rm_kg,
        purpose=purpose,
        knee=exercise.knee(set_number, prescription.sets),
        reps=prescription.reps_of(set_number),
        **{name: getattr(prescription, name) for name in _prescribed(type(prescription)) if name != "reps"},
    )


def prescription_of(prescribed: PrescribedSet, exercise: Exercise) -> Prescription:
    """Return the prescription that a set was stored of; ``exercise`` is the one that it names.

    Raises ``NegcoachError`` for a number that no prescription has today: the set may come from an import.
    """
    from negcoach.training.exercise.prescription import Prescription

    return Prescription(
        exercise=exercise,
        tempo=Tempo.parse(prescribed.tempo),
        way=Way.parse(prescribed.way),
        reps=first_reps(prescribed.reps, prescribed.fewer, prescribed.set_number),
        **{name: getattr(prescribed, name) for name in _prescribed(Prescription) if name != "reps"},
    )


def first_reps_in(row: Mapping[str, Any] | sqlite3.Row) -> int | None:
    """Return the planned reps of the first set of which a row of ``sets`` is one, ``None`` to fatigue."""
    return first_reps(row["planned_reps"], row["planned_fewer"], row["set_number"])


def is_open_in(row: Mapping[str, Any] | sqlite3.Row) -> bool:
    """Return whether the lowerings of a row of ``sets`` last as long as the lifter can (``open_lowering``)."""
    return row["purpose"] == SetPurpose.TEST.value and bool(row["bodyweight"])


def is_held_in(row: Mapping[str, Any] | sqlite3.Row) -> bool:
    """Return whether the reps of a row of ``sets`` are held: their tempo does not count yet.

    The lowerings of a test of the longest one are neither: they have no count.
    """
    return not is_open_in(row) and not tempo_counts(row["exercise"], first_reps_in(row))


def first_reps(reps: int | None, fewer: int, number: int) -> int | None:
    """Return the reps of the first set, from those of a later one (``number``, from 1) of a prescription that falls."""
    return None if reps is None else reps + fewer * (number - 1)


def _prescribed(prescription: type[Prescription]) -> tuple[str, ...]:
    """Return the fields that a ``Prescription`` has by the same name, with the same values."""
    return tuple(
        field.name
        for field in PRESCRIBED_FIELDS
        if field.name in prescription.__dataclass_fields__ and field.name not in ("exercise", "tempo", "way")
    )


def row_from_prescribed(prescribed: PrescribedSet) -> dict[str, object]:
    """Return the columns of ``sets`` that hold what was prescribed, with the values stored for it."""
    return {field.column: _stored(getattr(prescribed, field.name)) for field in PRESCRIBED_FIELDS}


def stored_default(field: PrescribedField) -> object:
    """Return the default of a field as its column holds it."""
    return _stored(PrescribedSet.__dataclass_fields__[field.name].default)


def prescribed_from_row(row: sqlite3.Row) -> PrescribedSet:
    """Return what was prescribed, of a row of ``sets`` that has at least the columns of ``PRESCRIBED_FIELDS``.

    Raises ``ValueError`` for values that no prescribed set has: they were not typed but read, so ``Database.read``
    is to say where from.
    """
    try:
        return PrescribedSet(
            **{name: row[column] if read is None else read(row[column]) for name, column, read in _FROM_ROW}
        )
    except NegcoachError as error:
        raise ValueError(str(error).rstrip(".")) from error


def _stored(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    return int(value) if isinstance(value, bool) else value


def _side(value: str | None) -> Side | None:
    return None if value is None else Side(value)


def _knee(value: str | None) -> Knee | None:
    return None if value is None else Knee(value)


_READERS: dict[FieldKind, Callable[[Any], Any]] = {
    FieldKind.FLAG: bool,
    FieldKind.STARTS_WITH: StartsWith,
    FieldKind.PURPOSE: SetPurpose,
    FieldKind.SIDE: _side,
    FieldKind.KNEE: _knee,
}

_FROM_ROW = tuple((field.name, field.column, _READERS.get(field.kind)) for field in PRESCRIBED_FIELDS)
