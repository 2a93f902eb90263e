"""Recent training: a lifter's recent sets of an exercise and the advice from them, read from the store."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from negcoach.errors import NegcoachError
from negcoach.services import Services
from negcoach.store.editing.body import Body
from negcoach.store.plan import prescription_of
from negcoach.store.queries.lifter import LastPerformed, RecentSet
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription, default_prescription
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.progress.advice import PastSession, PastSet, Suggestion, suggest
from negcoach.training.progress.recovery import STILL_SORE, LastTraining, recovery_warnings, soreness_warnings
from negcoach.training.terms import StopReason

RECENT_SESSIONS = 16
"""Sessions of an exercise that advice is made from: a ramp-in of four weeks at four sessions a week."""


@dataclass(frozen=True, slots=True)
class RecentTraining:
    """The recent sessions of an exercise, and the advice and warnings from them.

    ``base`` is what was prescribed last (else the catalogue's default), ``past`` its recent sessions, newest first,
    ``last`` how it went last time, ``warnings`` what may still be sore, ``sore`` what the lifter rated as sore, which
    is a stronger warning.
    """

    base: Prescription
    past: tuple[PastSession, ...]
    last: LastPerformed | None
    one_rm_kg: float | None
    suggestion: Suggestion
    warnings: tuple[str, ...]
    sore: tuple[str, ...] = ()


def read_recent_training(services: Services, exercise: Exercise) -> RecentTraining:
    """Return the recent training of one exercise; raises ``NegcoachError`` when the database cannot be read."""
    lifter, now = services.lifter, services.now()
    recent = lifter.recent(exercise.slug, RECENT_SESSIONS)
    past = tuple(PastSession(sets[0].started_at, tuple(map(_past_set, sets))) for sets in recent)
    base = _last_prescription(services, exercise, recent)
    one_rm_kg = None if exercise.load is None else lifter.one_rm(exercise.slug)
    trained = lifter.last_trained(other.slug for other in services.library)
    return RecentTraining(
        base=base,
        past=past,
        last=lifter.last_performed(exercise.slug),
        one_rm_kg=one_rm_kg,
        suggestion=suggest(base, past, one_rm_kg=one_rm_kg, now=now, unit=services.settings.unit),
        warnings=recovery_warnings(
            exercise,
            [LastTraining(other, trained[other.slug]) for other in services.library if other.slug in trained],
            now,
        ),
        sore=soreness_warnings(
            exercise, Body(services.database).newest_ratings(exercise.muscles, now - STILL_SORE), now
        ),
    )


def empty_recent_training(services: Services, exercise: Exercise) -> RecentTraining:
    """Return the default of an exercise, as for a first time, to be shown while the database cannot be read."""
    base = catalogue_default(services, exercise)
    advice = suggest(base, (), one_rm_kg=None, now=services.now(), unit=services.settings.unit)
    return RecentTraining(base, (), None, None, advice, ())


def catalogue_default(services: Services, exercise: Exercise) -> Prescription:
    """Return the catalogue's prescription, with the lead-ins of the settings."""
    settings = services.settings
    return default_prescription(
        exercise, lead_in_ms=settings.lead_in_first_s * 1000, next_lead_in_ms=settings.lead_in_s * 1000
    )


def _past_set(record: RecentSet) -> PastSet:
    plan = record.plan
    planned = None if plan.reps is None else plan.reps * (2 if plan.unilateral else 1)
    return PastSet(
        load_kg=record.load_kg,
        lower_s=_lower_s(plan.tempo),
        complete=planned is None or record.reps >= planned,
        adherences=tuple(measured_ms / target_ms for measured_ms, target_ms in record.measured if target_ms),
        tempo_lost=record.stop_reason is StopReason.TEMPO_LOSS,
        pain=record.stop_reason is StopReason.PAIN,
    )


@lru_cache(maxsize=64)
def _lower_s(tempo: str) -> int:
    """Return the seconds of a tempo's lowering, cached: years of sets have few tempos, and many of them are read."""
    return Tempo.parse(tempo).eccentric


def _last_prescription(services: Services, exercise: Exercise, recent: list[list[RecentSet]]) -> Prescription:
    """Return the last prescription, with the lead-in of its first set; the other lead-ins follow the settings."""
    default = catalogue_default(services, exercise)
    if not recent:
        return default
    plan, first = recent[0][-1].plan, recent[0][0].plan
    if first.set_number == 1:
        default = replace(default, lead_in_ms=first.lead_in_ms)
    plan = replace(plan, lead_in_ms=default.lead_in_ms, next_lead_in_ms=default.next_lead_in_ms)
    try:
        return prescription_of(plan, exercise)
    except NegcoachError:  # out of range today: the plan may come from an import
        return default
