"""Why a set ended follows the reps that are corrected in the history, and so does what is advised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from negcoach.store.database.database import Database
from negcoach.store.editing.editor import Editor
from negcoach.store.journal import Journal
from negcoach.store.queries.sessions.history import SessionRecord, session
from negcoach.training.score.stop_rules import NEVER_STOPS, StopRules
from negcoach.training.terms import SetPurpose, Side, StopReason
from tests.store.histories import LATER
from tests.store.samples import BENCH, HEEL_DROP, NOW, keep
from tests.store.whole import whole_store

Reps = tuple[tuple[Side | None, int | None], ...]


@pytest.fixture
def a_set(database: Database, journal: Journal) -> Callable[..., tuple[str, Callable[[], SessionRecord]]]:
    """A set with these times of its reps of five seconds, and its session as the store has it."""

    def made(*reps: tuple[Side | None, int | None], stop: StopReason, **planned: object) -> tuple[str, object]:
        plan = replace(BENCH, **{"reps": 3, **planned})
        session_id = journal.begin_session(NOW)
        set_id = journal.begin_set(session_id, plan, NOW)
        for ordinal, (side, measured_ms) in enumerate(reps, 1):
            keep(journal, set_id, ordinal, measured_ms=measured_ms, side=side)
        journal.end_set(set_id, stop, NOW)
        journal.end_session(session_id, NOW)

        def stored() -> SessionRecord:
            with database.read() as connection:
                found = session(connection, session_id)
            assert found is not None
            return found

        return set_id, stored

    return made  # type: ignore[return-value]


def tempo_losses(database: Database) -> int:
    with database.read() as connection:
        found: int = connection.execute("SELECT tempo_losses FROM sessions").fetchone()[0]
    return found


def test_a_lost_tempo_goes_and_comes_with_the_rep_that_lost_it(database: Database, a_set: Callable) -> None:
    set_id, stored = a_set((None, 4900), (None, 5000), (None, 1000), stop=StopReason.TEMPO_LOSS)
    editor, before = Editor(database), whole_store(database)
    assert (stored().sets[0].stop_reason, tempo_losses(database)) == (StopReason.TEMPO_LOSS, 1)

    editor.change_rep(set_id, 3, 4900, LATER)
    assert (stored().sets[0].stop_reason, tempo_losses(database)) == (StopReason.TARGET_REACHED, 0)
    editor.change_rep(set_id, 3, 1500, LATER)
    assert (stored().sets[0].stop_reason, tempo_losses(database)) == (StopReason.TEMPO_LOSS, 1)
    editor.delete_rep(set_id, 3, LATER)
    assert (stored().sets[0].stop_reason, tempo_losses(database)) == (StopReason.LIFTERS_CALL, 0)

    for _ in range(3):
        editor.undo(LATER)
    assert whole_store(database) == before


def test_a_rep_that_had_nothing_to_do_with_it_changes_nothing(database: Database, a_set: Callable) -> None:
    set_id, stored = a_set((None, 4900), (None, 5000), (None, 1000), stop=StopReason.TEMPO_LOSS)
    Editor(database).change_rep(set_id, 1, 3000, LATER)
    Editor(database).delete_rep(set_id, 1, LATER)
    assert stored().sets[0].stop_reason is StopReason.TEMPO_LOSS


@pytest.mark.parametrize("stop", [StopReason.PAIN, StopReason.SPOTTER_TOUCHED])
def test_pain_and_a_touched_bar_stay(database: Database, a_set: Callable, stop: StopReason) -> None:
    set_id, stored = a_set((None, 4900), (None, 1000), stop=stop)
    Editor(database).delete_rep(set_id, 2, LATER)
    assert stored().sets[0].stop_reason is stop


def test_the_lifters_own_rules_judge_the_corrected_reps(database: Database, a_set: Callable) -> None:
    set_id, stored = a_set((None, 4900), (None, 1000), stop=StopReason.TEMPO_LOSS)
    Editor(database, rules=StopRules(90, 90)).change_rep(set_id, 2, 4000, LATER)
    assert stored().sets[0].stop_reason is StopReason.TEMPO_LOSS
    Editor(database, rules=NEVER_STOPS).change_rep(set_id, 2, 1000, LATER)
    assert stored().sets[0].stop_reason is StopReason.LIFTERS_CALL


def test_a_side_that_still_lost_its_tempo_keeps_the_set_lost(database: Database, a_set: Callable) -> None:
    reps: Reps = ((Side.LEFT, 1000), (Side.RIGHT, 1000))
    heel = {name: getattr(HEEL_DROP, name) for name in ("exercise", "exercise_name", "unilateral", "bodyweight")}
    set_id, stored = a_set(*reps, stop=StopReason.TEMPO_LOSS, **heel)
    Editor(database).change_rep(set_id, 1, 5000, LATER)
    assert stored().sets[0].stop_reason is StopReason.TEMPO_LOSS
    Editor(database).change_rep(set_id, 2, 5000, LATER)
    assert stored().sets[0].stop_reason is StopReason.LIFTERS_CALL


def test_where_the_tempo_does_not_count_no_correction_loses_it(database: Database, a_set: Callable) -> None:
    body = {"purpose": SetPurpose.TEST, "exercise": "negative-push-up", "exercise_name": "Push-up", "bodyweight": True}
    set_id, stored = a_set((None, 9000), stop=StopReason.TARGET_REACHED, **{**body, "reps": 1, "load_kg": 0.0})
    Editor(database).change_rep(set_id, 1, 900, LATER)
    assert stored().sets[0].stop_reason is StopReason.TARGET_REACHED


def test_a_set_under_way_has_not_ended_by_a_correction(database: Database, journal: Journal) -> None:
    going_on = journal.begin_session(NOW)
    set_id = journal.begin_set(going_on, BENCH, NOW)
    for ordinal in (1, 2):
        keep(journal, set_id, ordinal, measured_ms=4900)
    Editor(database).change_rep(set_id, 2, 1000, LATER)
    with database.read() as connection:
        found = session(connection, going_on)
    assert found is not None and found.sets[0].stop_reason is None
