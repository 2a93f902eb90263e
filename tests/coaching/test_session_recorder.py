"""Keeping a session in a store that now and then cannot be written."""

from __future__ import annotations

import pytest

from negcoach.coaching.session_recorder import SessionRecorder
from negcoach.errors import NegcoachError
from negcoach.services import Services
from negcoach.store.journal import Journal
from negcoach.store.plan import plan_of
from negcoach.store.queries.history import sessions
from negcoach.training.score.score import EndedRep
from negcoach.training.score.timeline import Rep
from negcoach.training.terms import StopReason
from tests.services import Clock, prescribed


class Picky(Journal):
    """A journal that refuses some sets."""

    refused: frozenset[str] = frozenset()

    def keep_rep(self, set_id: str, **more: object) -> None:
        if set_id in self.refused:
            raise NegcoachError("That set is not in the database any more.")
        super().keep_rep(set_id, **more)  # type: ignore[arg-type]


def kept(*ordinals: int, taken_back: int = 0) -> tuple[EndedRep, ...]:
    """Return reps of 5 s, not measured."""
    return tuple(
        EndedRep(Rep(one, one, None, 5000, None, 1000 * one), 99_000 if one == taken_back else None) for one in ordinals
    )


def stored(services: Services) -> list[tuple[int, int]]:
    with services.database.read() as connection:
        records = list(sessions(connection))
    return [(one.plan.set_number, len(one.reps)) for record in records for one in record.sets]


@pytest.fixture
def journal(services: Services) -> Picky:
    return Picky(services.database)


@pytest.fixture
def recorder(services: Services, journal: Picky) -> SessionRecorder:
    recorder = SessionRecorder(journal, services.now)
    recorder.plan_set(plan_of(prescribed(services), 1, spotters=1, one_rm_kg=None))
    return recorder


def test_a_session_without_a_rep_leaves_nothing(services: Services, recorder: SessionRecorder) -> None:
    recorder.keep((), 0)
    recorder.end_set(StopReason.LIFTERS_CALL)
    recorder.rate_set(5)
    recorder.end_session()
    recorder.annotate("nothing", 3)
    assert recorder.session_id is None
    assert stored(services) == []


def test_one_set_that_cannot_be_written_does_not_hold_up_the_next(
    services: Services, journal: Picky, recorder: SessionRecorder
) -> None:
    recorder.keep(kept(1), 0)
    with services.database.read() as connection:
        journal.refused = frozenset(one.id for record in sessions(connection) for one in record.sets)
    with pytest.raises(NegcoachError, match="not in the database"):
        recorder.keep(kept(1, 2), 0)
    recorder.plan_set(plan_of(prescribed(services), 2, spotters=1, one_rm_kg=None))
    with pytest.raises(NegcoachError, match="not in the database"):
        recorder.keep(kept(1), 0)
    assert stored(services) == [(1, 1), (2, 1)]
    journal.refused = frozenset()
    recorder.retry()
    assert stored(services) == [(1, 2), (2, 1)]


def test_a_rep_written_late_has_the_time_of_its_end(
    services: Services, journal: Picky, recorder: SessionRecorder, clock: Clock
) -> None:
    recorder.keep(kept(1), 0)
    with services.database.read() as connection:
        journal.refused = frozenset(one.id for record in sessions(connection) for one in record.sets)
    clock.advance(8_000)
    ended = clock.now()
    clock.advance(500)
    with pytest.raises(NegcoachError):
        recorder.keep(kept(1, 2), 2_500)
    clock.advance(60_000)
    journal.refused = frozenset()
    recorder.retry()
    with services.database.read() as connection:
        (record,) = sessions(connection)
    assert record.sets[0].reps[1].completed_at == ended


def test_a_rep_taken_back_before_it_could_be_written_is_not_kept(
    services: Services, journal: Picky, recorder: SessionRecorder
) -> None:
    recorder.keep(kept(1), 0)
    with services.database.read() as connection:
        journal.refused = frozenset(one.id for record in sessions(connection) for one in record.sets)
    with pytest.raises(NegcoachError):
        recorder.keep(kept(1, 2), 0)
    with pytest.raises(NegcoachError):
        recorder.keep(kept(1, 2, taken_back=2), 0)
    journal.refused = frozenset()
    recorder.retry()
    assert stored(services) == [(1, 1)]
