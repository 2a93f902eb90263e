"""Strong's format: one row per set, with rows for rest timers and notes among them.

The old format has no unit, or a column for it; version 6 numbers sessions and has units in the names of columns.
"""

from __future__ import annotations

import re
from functools import lru_cache

from negcoach.transfer import app_names
from negcoach.transfer.apps.columns import TableRow, normalise, number, unit_of
from negcoach.transfer.apps.dates import WallTime
from negcoach.transfer.apps.entries import NoteRow, Reason, SessionFacts, SetRow
from negcoach.transfer.apps.format import DateReader, Format, kind_of, rpe_of, set_row, was_lowered

_LONGEST_S = 24 * 3600
"""A longer session is a timer that somebody forgot to stop."""

_PART = re.compile(r"(?<!\d)(\d{1,6})\s*(h|m|s)")  # bounded: a cell of digits alone must not take quadratic time
_CLOCK = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})")

_REST = frozenset(
    ("rest timer", "pausentimer", "ruhezeit", "temporizador de descanso", "minuteur de repos", "timer di recupero")
)
_NOTE = frozenset(("note", "notiz", "nota", "workout note"))


def _read(row: TableRow, date: DateReader) -> SetRow | NoteRow | Reason:
    order, exercise = normalise(row.text("order")), row.text("exercise")
    if order in _REST or normalise(exercise) in _REST:
        return Reason.REST
    start = date(row.text("date"))
    if start is None:
        return Reason.DATE
    session = _session(start, row.text("title"), row.text("duration"), row.lines("session_note"))
    if order in _NOTE:
        return NoteRow(session, exercise, row.lines("note"))
    if not exercise:
        return Reason.NO_EXERCISE
    note = row.lines("note")
    if was_lowered(note):
        return SetRow(session, exercise, start, skip=Reason.LOWERED)
    return set_row(
        row,
        session,
        exercise,
        start,
        timed=bool(row.number("distance") or row.number("seconds")),
        unit=unit_of(row.text("unit")),
        kind=kind_of(order),
        rpe=rpe_of(row.number("rpe")),
        note=note,
    )


@lru_cache(maxsize=16)
def _session(start: WallTime, title: str, duration: str, note: str) -> SessionFacts:
    """Return the facts that all rows of a session repeat: the same value for all of them."""
    return SessionFacts(start.text, title, start, end=start.later(_seconds(duration)), note=note)


def _seconds(text: str) -> float:
    """Return the seconds of a duration: ``1h 5m``, ``62m``, ``01:05:00``, or seconds; 0 for an impossible one."""
    if found := _CLOCK.fullmatch(text):
        hours, minutes, rest = map(int, found.groups())
        seconds = float(hours * 3600 + minutes * 60 + rest)
    elif parts := _PART.findall(text.casefold()):
        seconds = float(sum(int(count) * {"h": 3600, "m": 60, "s": 1}[unit] for count, unit in parts))
    else:
        seconds = number(text) or 0.0
    return seconds if 0 < seconds <= _LONGEST_S else 0.0


STRONG = Format(
    app=app_names.STRONG,
    columns={
        "date": "Date | Datum | Fecha | Data",
        "title": (
            "Workout Name | Trainingsname | Name des Trainings | Workout-Name | Nom de l'entraînement | "
            "Nom de la séance | Nombre del entrenamiento | Nombre de entrenamiento | Nome dell'allenamento | "
            "Nome allenamento | Nome do treino | Naam training | Naam workout"
        ),
        "duration": (
            "Duration | Duration (sec) | Workout Duration | Workout-Dauer | Dauer | Dauer (Sek.) | Durée | "
            "Durée (sec) | Duración | Duración (seg) | Durata | Durata (sec) | Duração | Duração (seg) | "
            "Duur | Duur (sec)"
        ),
        "exercise": (
            "Exercise Name | Übungsname | Name der Übung | Nom de l'exercice | Nombre del ejercicio | "
            "Nombre de ejercicio | Nome dell'esercizio | Nome esercizio | Nome do exercício | Naam oefening"
        ),
        "order": (
            "Set Order | Reihenfolge festlegen | Satzreihenfolge | Satz-Reihenfolge | Reihenfolge der Sätze | "
            "Satznummer | Ordre de la série | Ordre des séries | Orden de la serie | Orden de series | "
            "Ordine della serie | "
            "Ordine serie | Ordem da série | Ordem das séries | Setvolgorde | Set volgorde"
        ),
        "load": "Weight | Gewicht | Poids | Peso",
        "unit": (
            "Weight Unit | Gewichtseinheit | Unité de poids | Unidad de peso | Unità di peso | Unidade de peso | "
            "Gewichtseenheid"
        ),
        "reps": (
            "Reps | Rep. | Wiederholungen | Wiederh. | Wdh | Répétitions | Repeticiones | Ripetizioni | Repetições | "
            "Herhalingen"
        ),
        "rpe": "RPE",
        "distance": (
            "km | mi | Distance | Distance (meters) | Distance (km) | Distance (miles) | Entfernung | Distanz | "
            "Distanz (Meter) | Distancia | Distanza | Distância | Afstand"
        ),
        "seconds": "Seconds | Sekunden | Secondes | Segundos | Secondi | Seconden",
        "note": "Notes | Notizen | Notas | Note | Notities",
        "session_note": (
            "Workout Notes | Workout-Notizen | Trainingsnotizen | Notes d'entraînement | Notes de la séance | "
            "Notas del entrenamiento | Note dell'allenamento | Notas do treino | Trainingsnotities"
        ),
    },
    needs=frozenset({"date", "exercise", "order", "reps"}),
    read=_read,
    of_session=frozenset({"date", "title", "duration", "session_note"}),
)
