"""What the lifter did lately, from the store, in the values that advice is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from negcoach.errors import NegcoachError
from negcoach.screens.services import Services
from negcoach.store.history import SessionRecord, SetRecord, sessions
from negcoach.store.lifter import LastPerformed, Lifter
from negcoach.store.plan import SetPlan
from negcoach.training.advice import PastSession, PastSet, Suggestion, suggest
from negcoach.training.exercise import Exercise
from negcoach.training.prescription import Prescription, default_prescription
from negcoach.training.recovery import Trained, recovery_warnings
from negcoach.training.tempo import Tempo
from negcoach.training.timeline import StopReason

RECENT_SESSIONS = 60
"""Sessions that are looked through for an exercise's last two: months of training, read in a moment."""


@dataclass(frozen=True, slots=True)
class Lately:
    """An exercise as the lifter did it lately.

    ``base`` is what was prescribed last (else the catalogue's default), ``past`` its recent sessions, newest first,
    ``last`` how it went last time, ``warnings`` what may still be sore.
    """

    base: Prescription
    past: tuple[PastSession, ...]
    last: LastPerformed | None
    one_rm_kg: float | None
    suggestion: Suggestion
    warnings: tuple[str, ...]


def recent_sessions(services: Services) -> tuple[SessionRecord, ...]:
    """Return the newest sessions, newest first; raises ``NegcoachError``."""
    with services.database.read() as connection:
        return tuple(sessions(connection, RECENT_SESSIONS))


def lately(services: Services, exercise: Exercise, recent: Sequence[SessionRecord]) -> Lately:
    """Return what is known of one exercise; raises ``NegcoachError`` when the database cannot be used."""
    lifter, now = services.lifter, services.now()
    records = _of_exercise(exercise, recent)
    past = tuple(PastSession(sets[0].started_at, tuple(map(_past_set, sets))) for sets in records)
    base = _base(services, exercise, records, lifter)
    one_rm_kg = None if exercise.load is None else lifter.one_rm(exercise.slug)
    trained = lifter.last_trained(other.slug for other in services.library)
    return Lately(
        base=base,
        past=past,
        last=lifter.last_performed(exercise.slug),
        one_rm_kg=one_rm_kg,
        suggestion=suggest(base, past, one_rm_kg=one_rm_kg, now=now, unit=services.settings.unit),
        warnings=recovery_warnings(
            exercise,
            [Trained(other, trained[other.slug]) for other in services.library if other.slug in trained],
            now,
        ),
    )


def nothing_known(services: Services, exercise: Exercise) -> Lately:
    """Return what there is to say of an exercise while the database cannot be used."""
    base = catalogue_default(services, exercise)
    advice = suggest(base, (), one_rm_kg=None, now=services.now(), unit=services.settings.unit)
    return Lately(base, (), None, None, advice, ())


def catalogue_default(services: Services, exercise: Exercise) -> Prescription:
    """Return what the catalogue prescribes, with the lead-ins of the settings."""
    settings = services.settings
    return default_prescription(
        exercise, lead_in_ms=settings.lead_in_first_s * 1000, next_lead_in_ms=settings.lead_in_s * 1000
    )


def _of_exercise(exercise: Exercise, recent: Sequence[SessionRecord]) -> list[list[SetRecord]]:
    """The sets of each session that has the exercise, without those in which nothing was lowered."""
    found = ([s for s in record.sets if s.plan.exercise == exercise.slug and s.reps] for record in recent)
    return [sets for sets in found if sets]


def _past_set(record: SetRecord) -> PastSet:
    plan = record.plan
    planned = None if plan.reps is None else plan.reps * (2 if plan.unilateral else 1)
    measured = [(rep.measured_ms, rep.target_ms) for rep in record.reps if rep.measured_ms is not None]
    return PastSet(
        load_kg=record.load_kg,
        lower_s=Tempo.parse(plan.tempo).eccentric,
        complete=planned is None or len(record.reps) >= planned,
        adherences=tuple(measured_ms / target_ms for measured_ms, target_ms in measured if target_ms),
        tempo_lost=record.stop_reason is StopReason.TEMPO_LOSS,
        pain=record.stop_reason is StopReason.PAIN,
    )


def _base(services: Services, exercise: Exercise, records: list[list[SetRecord]], lifter: Lifter) -> Prescription:
    default = catalogue_default(services, exercise)
    if records:
        plan, first = records[0][-1].plan, records[0][0].plan
        lead_in_ms = first.lead_in_ms if first.set_number == 1 else default.lead_in_ms
        return _as_planned(replace(default, lead_in_ms=lead_in_ms), plan)
    last = lifter.last_plan(exercise.slug)
    return default if last is None else _as_planned(default, last)


def _as_planned(default: Prescription, plan: SetPlan) -> Prescription:
    """What was prescribed then; a plan that is out of range today (the file came from elsewhere) gives the default."""
    try:
        return replace(
            default,
            tempo=Tempo.parse(plan.tempo),
            load_kg=plan.load_kg,
            sets=plan.sets,
            reps=plan.reps,
            rest_ms=plan.rest_ms,
            lift_ms=plan.lift_ms,
        )
    except NegcoachError:
        return default
