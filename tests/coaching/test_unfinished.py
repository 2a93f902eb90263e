"""What is said of a session that was cut off before it goes on."""

from __future__ import annotations

from dataclasses import replace

from negcoach.coaching.start.resume import resumed_next_set
from negcoach.coaching.start.unfinished import UnfinishedQuestion
from negcoach.services import Services
from negcoach.store.prescribed_set import prescribed_set_of
from negcoach.training.progress.pain import PainLevels
from negcoach.training.terms import Side, StopReason
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
