"""What is said of a session that was cut off before it goes on."""

from __future__ import annotations

from dataclasses import replace

from negcoach.coaching.start.resume import resumed_next_set, resumed_sets
from negcoach.coaching.start.unfinished import UnfinishedQuestion
from negcoach.services import Services
from negcoach.store.prescribed_set import prescribed_set_of
from negcoach.training.plan.eccentric_test import MOST_SINGLES
from negcoach.training.progress.pain import PainLevels
from negcoach.training.terms import SetPurpose, Side, StopReason
from tests.services import Clock, clock, prescribed, services

__all__ = ["clock", "services"]  # the fixtures


def test_a_set_that_hurt_a_tendon_too_much_is_not_said_to_have_lost_its_tempo(services: Services, clock: Clock) -> None:
    plan, journal, at = prescribed(services, "heel-drop", sets=3, reps=1), services.journal, clock.now()
    session_id = journal.begin_session(at)
    stored = prescribed_set_of(replace(plan, load_kg=10.0), 1, spotters=0, one_rm_kg=None)
    set_id = journal.begin_set(session_id, stored, at)
    for ordinal, side in enumerate(Side, 1):
        journal.store_rep(set_id, ordinal=ordinal, number=1, side=side, target_ms=3000, measured_ms=3000, now=at)
    journal.rate_pain(set_id, PainLevels(left=1, right=7), at)
    journal.end_set(set_id, StopReason.TARGET_REACHED, at)
    unfinished = journal.unfinished()
    assert unfinished is not None
    offer = resumed_next_set(unfinished, services)
    question = UnfinishedQuestion(unfinished, plan, offer, "kg", over=False)
    assert question.state == ("enough", "The last set hurt too much: enough for today.")


def test_nothing_is_left_of_a_test_after_the_last_single_though_one_was_deleted(
    services: Services, clock: Clock
) -> None:
    plan, journal = prescribed(services, "bench-press", sets=MOST_SINGLES, reps=1), services.journal
    session_id = journal.begin_session(clock.now())

    def left_after(number: int) -> bool:
        stored = prescribed_set_of(plan, number, spotters=2, one_rm_kg=100.0, purpose=SetPurpose.TEST)
        set_id = journal.begin_set(session_id, stored, clock.now())
        journal.store_rep(set_id, ordinal=1, number=1, side=None, target_ms=5000, measured_ms=5000, now=clock.now())
        journal.end_set(set_id, StopReason.TARGET_REACHED, clock.now())
        clock.advance(1_000)
        unfinished = journal.unfinished()
        assert unfinished is not None
        return resumed_sets(unfinished, services) is not None

    assert left_after(MOST_SINGLES - 1)
    assert not left_after(MOST_SINGLES)
