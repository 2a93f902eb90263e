"""Any histories, brought together in any order: always the same, and never what a machine could not have."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from negcoach.store.database.record_flags import update_record_flags
from negcoach.store.database.totals import update_totals
from tests.transfer.machines import DELETED, JOIN, KEYS, History, Known, State, bring, connect, histories, make, state
from tests.transfer.samples import an_id

SESSION = ("sessions", (an_id(1),))
SECOND = ("sessions", (an_id(2),))
SECOND_SET = ("sets", (an_id(103),))
SECOND_REP = ("reps", (an_id(103), 1))
SET = ("sets", (an_id(101),))
REP = ("reps", (an_id(101), 1))
SORENESS = ("soreness", (an_id(501),))


def _merged(folder: Path, machines: Sequence[History], order: Sequence[int]) -> Path:
    """Bring histories into the first of them, one after the other."""
    path = folder / f"{'-'.join(map(str, order))}.db"
    make(path, machines[order[0]])
    for number in order[1:]:
        other = folder / f"{number}.db"
        make(other, machines[number])
        bring(path, other)
    return path


def _all_ways(machines: Sequence[History]) -> State:
    """Bring the machines together in every order, and in pairs first; return what comes of it, always the same."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [_merged(folder, machines, order) for order in permutations(range(len(machines)))]
        if len(machines) == 3:
            for first, second, third in permutations(range(3)):
                pair = _merged(folder, machines, (second, third))
                path = folder / f"{first}-then-{second}-{third}.db"
                make(path, machines[first])
                bring(path, pair)
                paths.append(path)
        found = [state(path) for path in paths]
        assert all(one == found[0] for one in found[1:])
        for path in paths[1:]:
            bring(paths[0], path)
        assert state(paths[0]) == found[0]
        _require_sound(paths[0])
        return found[0]


def _require_sound(path: Path) -> None:
    """Totals and marks are those that would be computed anew; nothing lives in a deleted session; no link is broken."""
    before = state(path)
    with connect(path) as connection:
        update_totals(connection, an_id(1), an_id(2))
        update_record_flags(connection, "bench-press")
        assert not connection.execute("PRAGMA foreign_key_check").fetchall()
        for table in ("sets", "concentric_sets"):
            query = f"SELECT 1 FROM {table} JOIN sessions ON sessions.id = session_id "
            assert not connection.execute(
                query + f"WHERE {table}.deleted_at IS NULL AND sessions.deleted_at IS NOT NULL"
            ).fetchall()
    connection.close()
    assert state(path) == before


@given(st.lists(histories(), min_size=2, max_size=3))
@settings(max_examples=50, deadline=None)
def test_histories_come_together_alike_in_any_order(machines: list[History]) -> None:
    _all_ways(machines)


def _keys(found: State, table: str) -> set[object]:
    return {row[0] for row in found[table]}


def test_a_row_that_was_changed_after_another_machine_removed_it_stays() -> None:
    found = _all_ways([{SESSION: Known(1), SET: Known(1)}, {SESSION: Known(3, gone=True), SET: Known(3, gone=True)},
                       {SESSION: Known(4), SET: Known(2)}])  # fmt: skip
    assert _keys(found, "sessions") == {an_id(1)}
    assert not found["sets"]


def test_a_row_that_was_changed_when_another_machine_removed_it_is_gone() -> None:
    found = _all_ways([{SESSION: Known(2)}, {SESSION: Known(2, gone=True)}])
    assert not found["sessions"]
    assert [row[2] for row in found["removed_rows"]] == [2]


def test_a_set_whose_session_was_removed_elsewhere_is_not_shown_and_comes_back_with_the_session() -> None:
    with_set = {SESSION: Known(1), SET: Known(3), REP: Known(3)}
    removed = {SESSION: Known(2, gone=True)}
    found = _all_ways([with_set, removed])
    assert not (found["sessions"] or found["sets"] or found["reps"])
    found = _all_ways([with_set, removed, {SESSION: Known(4, form=1)}])
    assert _keys(found, "sets") == {an_id(101)}
    assert _keys(found, "reps") == {an_id(101)}


def test_a_set_that_was_added_to_a_session_deleted_elsewhere_goes_into_the_bin_with_it() -> None:
    living = {SESSION: Known(1), SET: Known(3), REP: Known(3)}
    deleted = {SESSION: Known(2, in_bin=True)}
    assert DELETED in _all_ways([living, deleted])["sets"][0]
    assert DELETED not in _all_ways([living, deleted, {SESSION: Known(4)}])["sets"][0]


def test_a_set_that_was_added_to_a_session_joined_elsewhere_follows_it() -> None:
    """Also where the joined session was purged meanwhile, and unless the one it was joined into is gone."""
    both = {SESSION: Known(1), SECOND: Known(1)}
    added = {**both, SECOND_SET: Known(4), SECOND_REP: Known(4)}
    for second in (Known(2, in_bin=True), Known(2, gone=True)):
        found = _all_ways([added, {**both, SECOND: second, JOIN: Known(2)}])
        assert [row[1] for row in found["sets"]] == [an_id(1)]
        assert _keys(found, "reps") == {an_id(103)}
    gone = {SESSION: Known(3, gone=True)}
    found = _all_ways([added, {**both, JOIN: Known(2)}, gone])
    assert [row[1] for row in found["sets"]] == [an_id(2)]


def test_a_session_that_was_edited_elsewhere_after_it_was_joined_stays_joined_until_that_is_undone() -> None:
    edited = {SESSION: Known(1), SECOND: Known(4, form=1)}
    joined = {SESSION: Known(1), SECOND: Known(2, in_bin=True), JOIN: Known(2)}
    live = {row[0]: DELETED not in row for row in _all_ways([edited, joined])["sessions"]}
    assert live == {an_id(1): True, an_id(2): False}
    found = _all_ways([edited, joined, {SESSION: Known(1), SECOND: Known(3), JOIN: Known(3, form=1)}])
    assert {row[0]: DELETED not in row for row in found["sessions"]} == {an_id(1): True, an_id(2): True}


def test_how_sore_somebody_was_outlives_the_session() -> None:
    found = _all_ways([{SESSION: Known(1), SORENESS: Known(3)}, {SESSION: Known(2, gone=True)}])
    assert [row[:2] for row in found["soreness"]] == [(an_id(501), None)]
    found = _all_ways([{SESSION: Known(1), SORENESS: Known(3)}, {SESSION: Known(2, gone=True)}, {SESSION: Known(4)}])
    assert [row[:2] for row in found["soreness"]] == [(an_id(501), an_id(1))]


def test_of_two_forms_of_the_same_age_every_machine_takes_the_same() -> None:
    above = {one: Known(1) for one in (SESSION, SECOND, SET, SECOND_SET)}
    for key in KEYS.keys() - {JOIN}:
        _all_ways([{**above, key: Known(2, form=0)}, {**above, key: Known(2, form=1)}])


def test_what_is_in_no_other_history_is_as_it_was(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "a.db", tmp_path / "b.db"
    make(ours, {SESSION: Known(1), SET: Known(1), REP: Known(1)})
    make(theirs, {})
    shutil.copy(ours, tmp_path / "before.db")
    bring(ours, theirs)
    assert state(ours) == state(tmp_path / "before.db")
