"""GymBook's format: one row per set with its time of day; cells have numbers with words, in the phone's language.

Sets, warm-up and cool-down sets share a column named after all three, and so do reps and times, and loads and
distances: these columns are found by the strokes in their names.
"""

from __future__ import annotations

from collections.abc import Sequence

from negcoach.store.queries.sessions.history import ConcentricKind
from negcoach.training.units import Unit
from negcoach.transfer import app_names
from negcoach.transfer.apps.columns import Columns, HeaderColumn, TableRow, normalise, quantity, split_unit, unit_of
from negcoach.transfer.apps.dates import with_time_of_day
from negcoach.transfer.apps.entries import NoteRow, Reason, SessionFacts, SetRow
from negcoach.transfer.apps.format import DateReader, Format, reps_of

_YES = ("yes", "ja", "si", "oui", "sim", "true", "1", "x")

_WARM_UP = ("warm", "aufwarm", "riscald", "echauff", "calent", "aquec", "opwarm")
"""The beginnings, or other parts, of the words for a warm-up set."""

_REPS = ("rep", "wdh", "wiederhol", "ripet", "herhal")
"""The beginnings of the words for repetitions; a number with another word is a time."""

_LOADS = ("weight", "gewicht", "poids", "peso")


def _read(row: TableRow, date: DateReader) -> SetRow | NoteRow | Reason:
    day = date(row.text("date"))
    if day is None:
        return Reason.DATE
    exercise = row.text("exercise")
    if not exercise:
        return Reason.NO_EXERCISE
    at = with_time_of_day(row.text("time"), day)
    session = SessionFacts(day.at.date().isoformat(), row.text("title"), at)
    reps = _reps(row)
    load = _load(row.text("load"))
    if normalise(row.text("skipped")) in _YES:
        return SetRow(session, exercise, at, skip=Reason.SKIPPED)
    if isinstance(reps, Reason) or load is None:
        return SetRow(session, exercise, at, skip=reps if isinstance(reps, Reason) else Reason.LOAD)
    warm_up = any(part in normalise(row.text("kind")) for part in _WARM_UP)
    return SetRow(
        session,
        exercise,
        at,
        category=row.text("muscles") or row.text("category"),
        kind=ConcentricKind.WARM_UP if warm_up else ConcentricKind.NORMAL,
        load=load[0],
        unit=load[1],
        reps=reps,
        note=row.lines("note"),
    )


def _reps(row: TableRow) -> int | Reason:
    text = row.text("reps")
    found = quantity(text)
    if found is None:
        return reps_of(None, timed=bool(text))
    count, word = found
    if word and not word.startswith(_REPS):
        return Reason.TIMED
    return reps_of(count, timed=False)


def _load(text: str) -> tuple[float, Unit | None] | None:
    """Return a load with its unit, ``None`` for a distance; an empty cell means bodyweight alone."""
    found = quantity(text) if text else (0.0, "")
    if found is None:
        return None
    value, word = found
    unit = unit_of(word)
    return (value, unit) if unit or not word else None


def _find(header: Sequence[str]) -> Columns:
    """Return the columns that are named after more than one thing, and that of the muscles."""
    found: dict[str, tuple[HeaderColumn, ...]] = {}
    for index, name in enumerate(header):
        words, unit = split_unit(name)
        parts = [part.strip() for part in words.split("/")]
        if len(parts) == 3:
            found["kind"] = (HeaderColumn(index, None),)
        elif len(parts) == 2 and parts[0].startswith(_REPS):
            found["reps"] = (HeaderColumn(index, None),)
        elif len(parts) == 2 and parts[0].startswith(_LOADS):
            found["load"] = (HeaderColumn(index, unit),)
        elif words.startswith(("muscle", "muskel", "gruppi muscolari", "groupes musculaires", "grupos musculares")):
            found.setdefault("muscles", (HeaderColumn(index, None),))
    return found


GYMBOOK = Format(
    app=app_names.GYMBOOK,
    columns={
        "date": "Date | Datum | Fecha | Data",
        "title": (
            "Workout | Program | Routine | Training | Programm | Programma | Allenamento | Programme | "
            "Entraînement | Séance | Entrenamiento | Programa | Rutina | Treino"
        ),
        "time": "Time | Zeit | Uhrzeit | Orario | Ora | Heure | Hora | Tijd",
        "exercise": "Exercise | Übung | Exercice | Ejercicio | Esercizio | Exercício | Oefening",
        "category": "Region | Area | Zone | Bereich | Körperbereich | Zona | Región | Região | Área",
        "note": "Notes | Note | Notizen | Notiz | Appunti | Notas | Notities",
        "skipped": (
            "Skipped | Ausgelassen | Übersprungen | Saltato | Ignoré | Sauté | Passé | Omitido | Saltado | "
            "Ignorado | Pulado | Overgeslagen"
        ),
    },
    needs=frozenset({"date", "exercise", "reps", "load", "skipped"}),
    read=_read,
    find=_find,
)
