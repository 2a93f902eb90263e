"""One session of the history, and its edits, without a screen."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from negcoach.store.database.database import open_database
from negcoach.store.journal import Journal
from negcoach.training.progress.pain import PainLevels
from negcoach.training.terms import Attempt, SetPurpose, StopReason
from tests.commands.places import NOON, CommandLine, keep_session
from tests.store.samples import BENCH
from tests.store.samples import keep as keep_rep


def keep(negcoach: CommandLine) -> None:
    """Keep two sessions."""
    keep_session(negcoach.data, NOON)
    keep_session(negcoach.data, NOON + timedelta(days=3))


def test_a_session_is_shown_deleted_and_brought_back(negcoach: CommandLine) -> None:
    keep(negcoach)
    shown = negcoach("history", "show", "2")
    assert (shown.status, shown.err) == (0, "")
    assert shown.out.startswith(f"Session of {NOON:%Y-%m-%d}")
    assert "set 1:" in shown.out
    assert negcoach("history", "show").out != shown.out

    deleted = negcoach("history", "delete", "2")
    assert deleted.out.startswith(f"Deleted: the session of {NOON:%Y-%m-%d}")
    assert negcoach("history", "show", "2").status == 2
    assert negcoach("history", "undo").out.startswith("Undone: ")
    assert negcoach("history", "show", "2").out == shown.out
    assert negcoach("history", "redo").out.startswith("Redone: ")
    assert negcoach("history", "show", "2").status == 2


def test_a_full_rep_that_was_tried_is_said_as_such_and_is_no_set(negcoach: CommandLine) -> None:
    with closing(open_database(negcoach.data, now=NOON)) as database:
        journal = Journal(database)
        session_id = journal.begin_session(NOON)
        dip = replace(BENCH, exercise="negative-dip", exercise_name="Negative dip", bodyweight=True, load_kg=0.0)
        journal.store_try(session_id, replace(dip, purpose=SetPurpose.TRY), Attempt.YES, NOON)
        work = journal.begin_set(session_id, dip, NOON + timedelta(minutes=3))
        keep_rep(journal, work, 1, NOON + timedelta(minutes=3, seconds=10))
        journal.end_set(work, StopReason.TARGET_REACHED, NOON + timedelta(minutes=4))
        journal.end_session(session_id, NOON + timedelta(minutes=5))
    shown = negcoach("history", "show").out
    assert shown.splitlines()[0].endswith(": 1 set")
    assert "  full dip tried, fresh: yes\n" in shown
    assert "0 reps" not in shown


def test_how_much_a_set_hurt_is_said_where_it_is_known(negcoach: CommandLine) -> None:
    with closing(open_database(negcoach.data, now=NOON)) as database:
        journal = Journal(database)
        session_id = journal.begin_session(NOON)
        sets = [journal.begin_set(session_id, BENCH, NOON + timedelta(minutes=minute)) for minute in (0, 3)]
        for minute, set_id in enumerate(sets):
            keep_rep(journal, set_id, 1, NOON + timedelta(minutes=minute))
            journal.end_set(set_id, StopReason.TARGET_REACHED, NOON + timedelta(minutes=minute, seconds=30))
        journal.rate_pain(sets[1], PainLevels(left=3, right=0), NOON + timedelta(minutes=4))
        journal.end_session(session_id, NOON + timedelta(minutes=5))
    first, second = (line for line in negcoach("history", "show").out.splitlines() if "set 1:" in line)
    assert "pain" not in first.lower()
    assert "pain left 3, right 0 of 10" in second


@pytest.mark.parametrize(
    "words",
    ["history", "history show", "body", "exercises", "exercises show heel-drop", "plans", "programme", "report -o -"],
)
def test_no_text_of_a_command_has_the_inside_of_a_value(negcoach: CommandLine, words: str) -> None:
    keep(negcoach)
    done = negcoach(*words.split())
    assert not re.search(r"\w\(\w+=|\bNone\b|<\w+\.\w+|object at 0x", done.out + done.err), done.out


def test_what_is_wrong_is_one_line(negcoach: CommandLine) -> None:
    keep(negcoach)
    for words, says in (
        (("show", "0"), "A whole number from 1"),
        (("show", "9"), "There is no such session"),
        (("delete", "x"), "A whole number from 1"),
        (("undo",), "There is nothing to undo"),
        (("undo", "2"), "history undo takes no 2"),
        (("list", "2"), "history list takes no 2"),
        (("sho",), 'No action "sho". Did you mean show?'),
    ):
        done = negcoach("history", *words)
        assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
        assert says in done.err


def test_in_lines_of_text_each_session_is_a_sentence_with_its_number(
    negcoach: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(negcoach)
    monkeypatch.setenv("TERM", "xterm")  # which --plain changes
    first, second = negcoach("history", "--plain").out.splitlines()
    assert first.startswith("1. ") and second.startswith(f"2. {NOON:%Y-%m-%d}")
    assert "Bench press, 1 set, 2 reps, top load 105" in second and second.endswith(".")
