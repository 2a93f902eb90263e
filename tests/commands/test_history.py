"""``negcoach history``."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from negcoach.store.database.database import open_database
from negcoach.store.database.stamps import new_id, stamp
from negcoach.store.database.totals import update_totals
from tests.commands.places import NOON, CommandLine, keep_session


def keep_imported(data: Path, now: datetime, *, load_kg: float = 90.0, into_newest: bool = False) -> None:
    """Two lifted sets as an import leaves them, in a session of their own or in the newest."""
    with closing(open_database(data, now=now)) as database, database.write() as connection:
        at, ms = stamp(now)
        session = new_id(now)
        if into_newest:
            session = connection.execute("SELECT id FROM sessions ORDER BY started_ms DESC").fetchone()[0]
        else:
            connection.execute(
                "INSERT INTO sessions (id, started_at, started_ms, ended_at, title, rpe, changed_ms) "
                "VALUES (?, ?, ?, ?, 'Legs', 7, ?)",
                (session, at, ms, at, ms),
            )
        for number, (kind, kg, reps) in enumerate((("warm-up", load_kg - 40, 8), ("normal", load_kg, 5)), 1):
            at, ms = stamp(now + timedelta(minutes=3 * (number - 1)))
            connection.execute(
                "INSERT INTO concentric_sets (id, session_id, exercise, exercise_name, muscles, set_number, kind, "
                "load_kg, reps, started_at, started_ms, changed_ms) "
                "VALUES (?, ?, 'squat', 'Squat (Barbell)', ?, ?, ?, ?, ?, ?, ?, ?)",
                (new_id(now), session, "quadriceps\nglutes", number, kind, kg, reps, at, ms, ms),
            )
        update_totals(connection, session)


def test_json_holds_every_rep(negcoach: CommandLine) -> None:
    keep_session(negcoach.data, note="felt good")
    (session,) = json.loads(negcoach("history", "--json", "--config", str(negcoach.config)).out)
    assert list(session) == ["id", "started_at", "ended_at", "note", "rpe", "sets", "title", "concentric_sets"]
    assert session["started_at"].startswith("2026-11-22T12:00:00")
    assert session["started_at"].endswith("+01:00")
    assert (session["note"], session["rpe"]) == ("felt good", 8)
    (performed,) = session["sets"]
    assert (performed["exercise"], performed["load_kg"], performed["tempo"]) == ("bench-press", 105.0, "5-1-A-1")
    of_set = ["exercise", "load_kg", "tempo", "stop_reason", "rpe", "reps"]
    pain = ["pain", "pain_left", "pain_right"]
    mornings = [f"next_morning_{column}" for column in pain]
    assert list(performed) == [*of_set, *pain, *mornings, "knee", "records", "load_unit"]
    assert performed["stop_reason"] == "tempo-loss"
    assert [(rep["number"], rep["target_ms"], rep["measured_ms"]) for rep in performed["reps"]] == [
        (1, 5000, None),
        (2, 5000, 2500),
    ]


def test_the_newest_session_is_first_and_the_limit_keeps_it(negcoach: CommandLine) -> None:
    for days in (0, 2, 1):
        keep_session(negcoach.data, NOON + timedelta(days=days), note=str(days))
    everything = json.loads(negcoach("history", "--json", "--config", str(negcoach.config)).out)
    assert [session["note"] for session in everything] == ["2", "1", "0"]
    some = json.loads(negcoach("history", "--json", "--limit", "2", "--config", str(negcoach.config)).out)
    assert [session["note"] for session in some] == ["2", "1"]


def test_the_list_tells_a_session_in_a_line(negcoach: CommandLine) -> None:
    keep_session(negcoach.data)
    done = negcoach("history", "--config", str(negcoach.config))
    line = done.out.splitlines()[1]
    assert " ".join(line.split()) == "2026-11-22 12:00 Bench press 1 2 105 kg 0:08 50 % 8 tempo lost in 1 set"


def test_loads_are_told_in_the_lifters_unit(negcoach: CommandLine) -> None:
    keep_session(negcoach.data)
    negcoach.write_config('[screen]\nunit = "lb"\n')
    assert "231.49 lb" in negcoach("history", "--config", str(negcoach.config)).out


def test_imported_sets_are_told_as_lifted(negcoach: CommandLine) -> None:
    keep_imported(negcoach.data, NOON + timedelta(days=1))
    line = " ".join(negcoach("history", "--config", str(negcoach.config)).out.splitlines()[1].split())
    assert line == "2026-11-23 12:00 Squat (Barbell) – – – – – 7 lifted: 1 set, 5 reps, up to 90 kg"


def test_a_session_can_hold_both(negcoach: CommandLine) -> None:
    keep_session(negcoach.data)
    keep_imported(negcoach.data, NOON, into_newest=True)
    said = negcoach("history", "--config", str(negcoach.config)).out
    line = " ".join(said.splitlines()[1].split())
    assert line.endswith("1 2 Bench press 105 kg 0:08 50 % 8 tempo lost in 1 set, lifted: 1 set, 5 reps, up to 90 kg")
    assert "lifted: sets that were imported" in said


def test_the_help_of_an_assisted_exercise_is_no_load(negcoach: CommandLine) -> None:
    keep_imported(negcoach.data, NOON, load_kg=-20.0)
    said = negcoach("history", "--config", str(negcoach.config)).out
    assert said.splitlines()[1].endswith("lifted: 1 set, 5 reps")


def test_json_holds_every_imported_set(negcoach: CommandLine) -> None:
    keep_imported(negcoach.data, NOON)
    (session,) = json.loads(negcoach("history", "--json", "--config", str(negcoach.config)).out)
    assert (session["title"], session["sets"]) == ("Legs", [])
    first, second = session["concentric_sets"]
    assert (first["kind"], second["kind"]) == ("warm-up", "normal")
    assert second == {
        "exercise": "squat",
        "exercise_name": "Squat (Barbell)",
        "muscles": ["quadriceps", "glutes"],
        "kind": "normal",
        "load_kg": 90.0,
        "reps": 5,
        "rpe": None,
        "note": "",
        "started_at": "2026-11-22T12:03:00.000+01:00",
        "load_unit": None,
    }


def test_a_record_is_marked(negcoach: CommandLine) -> None:
    keep_session(negcoach.data)
    keep_session(negcoach.data, NOON + timedelta(days=2))
    with closing(sqlite3.connect(negcoach.data / "negcoach.db")) as connection, connection:
        connection.execute("UPDATE sets SET record = 1 WHERE started_ms = (SELECT max(started_ms) FROM sets)")
        connection.execute("UPDATE sessions SET record_count = 1 WHERE id = (SELECT max(id) FROM sessions)")
    newest, oldest = negcoach("history", "--config", str(negcoach.config)).out.splitlines()[1:3]
    assert newest.endswith("1 record, tempo lost in 1 set")
    assert "record" not in oldest
    listed = json.loads(negcoach("history", "--json", "--config", str(negcoach.config)).out)
    assert [session["sets"][0]["records"] for session in listed] == [["heaviest"], []]


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_it_is_listed_without_loading_a_screen(negcoach: CommandLine, arguments: list[str]) -> None:
    keep_imported(negcoach.data, NOON)
    done = negcoach("history", *arguments, "--config", str(negcoach.config), PYTHONPROFILEIMPORTTIME="1")
    assert done.status == 0
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.err.splitlines()}
    assert "negcoach" in loaded
    assert not loaded & {"textual", "rich"}


@pytest.mark.parametrize(
    ("json_too", "says"), [([], 'No sessions yet. "negcoach" begins the first.\n'), (["--json"], "[]\n")]
)
def test_without_sessions_nothing_is_made(negcoach: CommandLine, json_too: list[str], says: str) -> None:
    done = negcoach("history", *json_too, "--config", str(negcoach.config))
    assert (done.status, done.out, done.err) == (0, says, "")
    assert not negcoach.data.exists()


@pytest.mark.parametrize("below", ["", "deeper", "deeper/still"])
def test_a_file_in_place_of_the_folder_is_told(negcoach: CommandLine, below: str) -> None:
    file = negcoach.folder / "file"
    file.write_text("mine")
    done = negcoach("history", "--data-dir", str(file / below), "--config", str(negcoach.config))
    assert (done.status, done.out) == (2, "")
    assert done.err == f"negcoach: {file} is not a folder. Choose another with --data-dir.\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_in_place_of_the_folder_is_told(negcoach: CommandLine) -> None:
    pipe = negcoach.folder / "pipe"
    os.mkfifo(pipe)
    done = negcoach("history", "--data-dir", str(pipe), "--config", str(negcoach.config))
    assert (done.status, done.out) == (2, "")
    assert done.err == f"negcoach: {pipe} is not a folder. Choose another with --data-dir.\n"


@pytest.mark.parametrize(
    "column", ["tempo = '5-1-Q-1'", "planned_sets = -1", "starts_with = 'middle'", "started_at = 'noon'"]
)
def test_a_row_with_a_value_that_makes_no_sense_is_named_and_left_out(negcoach: CommandLine, column: str) -> None:
    keep_session(negcoach.data)
    file = negcoach.data / "negcoach.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(f"UPDATE sets SET {column}")
    done = negcoach("history", "--json", "--config", str(negcoach.config))
    assert done.status == 0
    assert done.err.startswith("negcoach: The set of Bench press on ")
    assert f": {column.split()[0]} must be " in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5", ""])
def test_a_limit_is_a_whole_number(negcoach: CommandLine, limit: str) -> None:
    done = negcoach("history", f"--limit={limit}", "--config", str(negcoach.config))
    assert done.status == 2
    assert done.err.startswith("negcoach: --limit: A whole number from 1")


def test_a_file_that_is_no_database_is_left_alone(negcoach: CommandLine) -> None:
    negcoach.data.mkdir()
    file = negcoach.data / "negcoach.db"
    file.write_text("my diary, page one\n" * 20)
    done = negcoach("history", "--config", str(negcoach.config))
    assert done.status == 2
    assert done.err.count("\n") == 1
    assert file.read_text().startswith("my diary")


def test_text_of_files_does_not_reach_the_terminal_as_control_characters(negcoach: CommandLine) -> None:
    keep_session(negcoach.data, name="Bench \x1b]0;x\x07press")
    done = negcoach("history", "--config", str(negcoach.config))
    assert "Bench press" in done.out
    assert "\x1b" not in done.out
