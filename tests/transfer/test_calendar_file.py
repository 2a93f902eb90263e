"""The iCalendar file: an event a session, as RFC 5545 has it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negcoach.store.database.database import open_database
from negcoach.training.units import Unit
from negcoach.transfer import calendar_file
from negcoach.transfer.native import json_format
from tests.store.samples import NOW
from tests.transfer.samples import (
    a_concentric_set,
    a_document,
    a_full_document,
    a_rep,
    a_session,
    a_set,
    an_id,
    make_database,
)


def written(folder: Path, document: dict[str, Any], unit: Unit = "kg") -> str:
    make_database(folder, json_format.rows_of(document))
    with closing(open_database(folder, now=NOW)) as database, database.read() as connection:
        return "".join(calendar_file.lines(connection, unit))


def events_of(text: str) -> list[dict[str, str]]:
    """The properties of each event: its lines unfolded, its texts as they were before."""
    events: list[dict[str, str]] = []
    for line in text.replace("\r\n ", "").split("\r\n"):
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events:
            name, _, value = line.partition(":")
            value = value.replace("\\\\", "\0").replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
            events[-1].setdefault(name, value.replace("\0", "\\"))
    return events


def test_an_event_has_the_sessions_id_its_times_in_utc_and_what_was_done(tmp_path: Path) -> None:
    text = written(tmp_path, a_full_document())
    first, second, third = events_of(text)
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:") and text.endswith("END:VCALENDAR\r\n")
    assert [event["UID"] for event in (first, second, third)] == [an_id(number) for number in (1, 2, 3)]
    assert (first["DTSTART"], first["DTEND"]) == ("20261122T090000Z", "20261122T100000Z")
    assert first["DTSTAMP"] == first["LAST-MODIFIED"] == "20261122T092857Z"
    assert (first["SUMMARY"], second["SUMMARY"], third["SUMMARY"]) == ("Monday", "Overhead Press (Barbell)", "Training")
    assert first["DESCRIPTION"].splitlines() == [
        "Bench press: 1 × 3, 107.5 kg, tempo 5-1-A-1",
        "Eccentric heel drop: 1 × 1, bodyweight, 20 kg of help, tempo 3-0-A-0",
        "Session RPE 8",
        'Felt "good",',
        "слегка 😀; =1+1",
    ]
    assert second["DESCRIPTION"].startswith("Overhead Press (Barbell): 2 × 8,")


def test_a_session_that_was_never_ended_ends_with_its_last_set_or_has_no_end(tmp_path: Path) -> None:
    sets = [a_set(101, ended_at=None, reps=[a_rep(1)]), a_set(102, started_at="2026-11-22T10:09:00.000+01:00")]
    document = a_document(sessions=[a_session(1, ended_at=None, sets=sets), a_session(2, "2026-11-24", ended_at=None)])
    with_sets, empty = events_of(written(tmp_path, document))
    assert with_sets["DTEND"] == "20261122T090500Z"
    assert "DTEND" not in empty


def test_loads_are_in_the_unit_asked_for_and_many_exercises_are_counted(tmp_path: Path) -> None:
    lifted = [
        a_concentric_set(200 + number, exercise=name.lower(), exercise_name=name, set_number=number, load_kg=100.0)
        for number, name in enumerate(("Squat", "Row", "Curl", "Dip"), start=1)
    ]
    (event,) = events_of(written(tmp_path, a_document(sessions=[a_session(1, concentric_sets=lifted)]), "lb"))
    assert event["SUMMARY"] == "Squat, Row and 2 more"
    assert "Squat: 1 × 8, 220.46 lb, lifted" in event["DESCRIPTION"]


@settings(max_examples=15)
@given(note=st.text(st.characters(exclude_categories=("Cs",)), max_size=200))
def test_no_line_is_longer_than_75_octets_and_every_text_survives(
    note: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = json_format.rows_of(a_document(sessions=[a_session(1, note=note, rpe=None)]))
    stored = rows["sessions"][0]["note"]
    folder = tmp_path_factory.mktemp("calendar")
    make_database(folder, rows)
    with closing(open_database(folder, now=NOW)) as database, database.read() as connection:
        text = "".join(calendar_file.lines(connection, "kg"))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert events_of(text)[0].get("DESCRIPTION", "") == stored
