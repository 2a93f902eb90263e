"""``negcoach history``."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from tests.commands.places import NOON, CommandLine, keep_session


def test_json_holds_every_rep(negcoach: CommandLine) -> None:
    keep_session(negcoach.data, note="felt good")
    (session,) = json.loads(negcoach("history", "--json", "--config", str(negcoach.config)).out)
    assert list(session) == ["id", "started_at", "ended_at", "note", "rpe", "sets"]
    assert session["started_at"].startswith("2026-11-22T12:00:00")
    assert session["started_at"].endswith("+01:00")
    assert (session["note"], session["rpe"]) == ("felt good", 8)
    (performed,) = session["sets"]
    assert (performed["exercise"], performed["load_kg"], performed["tempo"]) == ("bench-press", 105.0, "5-1-A-1")
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
def test_a_stored_value_that_makes_no_sense_is_told_with_its_database(negcoach: CommandLine, column: str) -> None:
    keep_session(negcoach.data)
    file = negcoach.data / "negcoach.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(f"UPDATE sets SET {column}")
    done = negcoach("history", "--json", "--config", str(negcoach.config))
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"negcoach: The database {file} holds a value that negcoach does not write (")
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
