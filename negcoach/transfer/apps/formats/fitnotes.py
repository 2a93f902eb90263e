"""FitNotes' format: one row per set, with its day only; the rows of one day make one session.

On Android there is a column for the unit (in older versions it is in the name), on iOS a column for each unit.
"""

from __future__ import annotations

from negcoach.transfer import app_names
from negcoach.transfer.apps.columns import TableRow, unit_of
from negcoach.transfer.apps.entries import NoteRow, Reason, SessionFacts, SetRow
from negcoach.transfer.apps.format import DateReader, Format, kind_of, set_row


def _read(row: TableRow, date: DateReader) -> SetRow | NoteRow | Reason:
    start = date(row.text("date"))
    if start is None:
        return Reason.DATE
    exercise = row.text("exercise")
    if not exercise:
        return Reason.NO_EXERCISE
    session = SessionFacts(start.text, "", start)
    timed = row.text("time") not in ("", "0:00:00", "00:00:00", "0:00", "0") or bool(row.number("distance"))
    return set_row(
        row,
        session,
        exercise,
        start,
        timed=timed,
        unit=unit_of(row.text("unit")),
        category=row.text("category"),
        kind=kind_of(row.text("kind")),
        note=row.lines("note"),
    )


FITNOTES = Format(
    app=app_names.FITNOTES,
    columns={
        "date": "Date | Datum | Fecha | Data",
        "exercise": "Exercise | Übung | Exercice | Ejercicio | Esercizio | Exercício | Oefening",
        "category": "Category | Kategorie | Catégorie | Categoría | Categoria | Categorie",
        "load": "Weight | Gewicht | Poids | Peso",
        "unit": (
            "Weight Unit | Gewichtseinheit | Unité de poids | Unidad de peso | Unità di peso | Unidade de peso | "
            "Gewichtseenheid"
        ),
        "reps": "Reps | Wiederholungen | Répétitions | Repeticiones | Ripetizioni | Repetições | Herhalingen",
        "distance": "Distance | Distanz | Distancia | Distanza | Distância | Afstand",
        "time": "Time | Zeit | Temps | Tiempo | Tempo | Tijd",
        "note": (
            "Comment | Notes | Kommentar | Notizen | Commentaire | Comentario | Notas | Commento | Note | "
            "Comentário | Opmerking"
        ),
        "kind": "Set Type",
    },
    needs=frozenset({"date", "exercise", "category", "reps"}),
    read=_read,
    unquoted=("exercise", "category", "note"),
)
