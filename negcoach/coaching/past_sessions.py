"""Stored sessions of an exercise, as advice knows them."""

from __future__ import annotations

from functools import lru_cache

from negcoach.store.queries.lifter import RecentSet
from negcoach.training.advice.exposure import PastSession, PastSet
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.progress.adherence import adherence_of
from negcoach.training.terms import SetPurpose


def past_session(sets: list[RecentSet]) -> PastSession:
    """Return the sets of one session, of one exercise and in their order, as a session."""
    return PastSession(sets[0].started_at, tuple(map(_past_set, sets)), sets[0].session_rpe)


@lru_cache(maxsize=64)
def stored_tempo(tempo: str) -> Tempo:
    """Return a stored tempo, cached: years of sets have few tempos, and many of them are read."""
    return Tempo.parse(tempo)


def _past_set(record: RecentSet) -> PastSet:
    sides = tuple(side for _, _, side in record.reps if side is not None)
    return PastSet(
        load_kg=record.load_kg,
        tempo=stored_tempo(record.tempo),
        adherences=tuple(
            None if measured_ms is None else adherence_of(measured_ms, target_ms)
            for measured_ms, target_ms, _ in record.reps
        ),
        planned_reps=record.planned_reps,
        planned_sets=record.planned_sets,
        stop=record.stop_reason,
        rpe=record.rpe,
        sides=sides if len(sides) == len(record.reps) else (),
        one_rm_kg=record.one_rm_kg,
        tested=record.purpose is SetPurpose.TEST,
    )
