"""Small builders, so that a case reads like its sentence: ``advise(bench(), kept(105, days_ago=3))``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from negcoach.config.library import shipped_exercises
from negcoach.training.advice.advice import Advice
from negcoach.training.advice.advice import advise as advise_on
from negcoach.training.advice.exposure import Exposure, PastSession, PastSet
from negcoach.training.advice.facts import Facts, KnownOneRm, PainfulSet, Training
from negcoach.training.advice.finding import Level
from negcoach.training.exercise.exercise import Exercise, Family
from negcoach.training.exercise.prescription import Prescription, default_prescription
from negcoach.training.exercise.safety import HealthAnswers
from negcoach.training.exercise.way import STRAIGHT, Way
from negcoach.training.progress.pain import PainLevels
from negcoach.training.progress.soreness import Rating
from negcoach.training.rule import Rule
from negcoach.training.terms import Side, StopReason
from negcoach.training.units import Unit

NOW = datetime(2026, 7, 25, 18, 0, tzinfo=UTC)
EXERCISES = {exercise.slug: exercise for exercise in shipped_exercises()}


def exercise(slug: str) -> Exercise:
    """Return a shipped exercise."""
    return EXERCISES[slug]


def default(slug: str) -> Prescription:
    """Return its default prescription."""
    return default_prescription(EXERCISES[slug], lead_in_ms=10_000, next_lead_in_ms=5_000)


def session(
    slug: str,
    load_kg: float = 0.0,
    *,
    days_ago: float,
    adherence: float | Sequence[float | None] | None = 0.97,
    sets: int | None = None,
    of_sets: int | None = None,
    reps: int | None = None,
    of_reps: int | None = None,
    to_fatigue: bool = False,
    lower_s: int | None = None,
    stop: StopReason = StopReason.TARGET_REACHED,
    rpe: float | None = None,
    session_rpe: float | None = None,
    side: Side | None = None,
    hurt: int | tuple[int | None, int | None] | None = None,
    next_morning: int | tuple[int | None, int | None] | None = None,
    now: datetime = NOW,
) -> PastSession:
    """Return a session: ``sets`` of ``of_sets`` done, ``reps`` of ``of_reps``; ``stop`` ended its last set.

    ``adherence`` is of every rep, or of the reps of a set one by one. ``hurt`` is the pain of each set, as a
    whole or as left and right.
    """
    what = EXERCISES[slug]
    of_sets = of_sets or what.sets
    of_reps = of_reps or what.reps
    sides = 2 if what.unilateral else 1
    reps = of_reps * (1 if side else sides) if reps is None else reps
    tempo = what.tempo if lower_s is None else replace(what.tempo, eccentric=lower_s)
    each = (adherence,) * reps if adherence is None or isinstance(adherence, float) else tuple(adherence)
    done = sets or of_sets
    made = [
        PastSet(
            load_kg=load_kg,
            tempo=tempo,
            adherences=each,
            planned_reps=None if to_fatigue else of_reps,
            planned_sets=of_sets,
            held=not what.counts_tempo_of(None if to_fatigue else of_reps),
            stop=stop if number == done - 1 else StopReason.TARGET_REACHED,
            rpe=rpe,
            sides=_sides(what, side, reps),
            pain_levels=_levels(hurt),
            next_morning=_levels(next_morning if number == done - 1 else None),
        )
        for number in range(done)
    ]
    return PastSession(now - timedelta(days=days_ago), tuple(made), session_rpe)


def _levels(pain: int | tuple[int | None, int | None] | None) -> PainLevels:
    return PainLevels(None, *pain) if isinstance(pain, tuple) else PainLevels(pain)


def _sides(what: Exercise, side: Side | None, reps: int) -> tuple[Side, ...]:
    if side is not None:
        return (side,) * reps
    half = reps // 2
    return (Side.LEFT,) * half + (Side.RIGHT,) * (reps - half) if what.unilateral else ()


def advise(
    slug: str,
    *sessions: PastSession,
    one_rm_kg: float | None = None,
    tested_days_ago: float = 21,
    unit: Unit = "kg",
    sore: dict[str, tuple[int, float]] | None = None,
    trained: Sequence[Training] = (),
    painful: Sequence[PainfulSet] = (),
    base: Prescription | None = None,
    estimated_one_rm_kg: float | None = None,
    first_load_kg: float | None = None,
    sore_at_72h: Sequence[float] = (),
    health: HealthAnswers | None = None,
    body_kg: float | None = None,
    has_more: bool = False,
    now: datetime = NOW,
    way: Way = STRAIGHT,
    easier: tuple[Exposure, ...] = (),
    lifted_reps: int = 0,
) -> Advice:
    """Return the advice after these sessions; ``sore`` has rating and hours ago by muscle."""
    known = facts(
        slug,
        *sessions,
        one_rm_kg=one_rm_kg,
        tested_days_ago=tested_days_ago,
        unit=unit,
        sore=sore,
        trained=trained,
        painful=painful,
        estimated_one_rm_kg=estimated_one_rm_kg,
        first_load_kg=first_load_kg,
        sore_at_72h=sore_at_72h,
        health=health,
        body_kg=body_kg,
        has_more=has_more,
        now=now,
        easier=easier,
        lifted_reps=lifted_reps,
    )
    return advise_on(base or default(slug), replace(known, way=way))


def facts(
    slug: str,
    *sessions: PastSession,
    one_rm_kg: float | None = None,
    tested_days_ago: float = 21,
    unit: Unit = "kg",
    sore: dict[str, tuple[int, float]] | None = None,
    trained: Sequence[Training] = (),
    painful: Sequence[PainfulSet] = (),
    estimated_one_rm_kg: float | None = None,
    first_load_kg: float | None = None,
    sore_at_72h: Sequence[float] = (),
    health: HealthAnswers | None = None,
    body_kg: float | None = None,
    has_more: bool = False,
    now: datetime = NOW,
    easier: tuple[Exposure, ...] = (),
    lifted_reps: int = 0,
) -> Facts:
    """Return the facts that ``advise`` advises from."""
    newest_first = tuple(sorted(sessions, key=lambda one: one.started_at, reverse=True))
    return Facts(
        now=now,
        unit=unit,
        sessions=newest_first,
        has_more=has_more,
        one_rm=None if one_rm_kg is None else KnownOneRm(one_rm_kg, now - timedelta(days=tested_days_ago)),
        estimated_one_rm_kg=estimated_one_rm_kg,
        first_load_kg=first_load_kg,
        trained=(*trained, *(training(slug, one) for one in newest_first if now - one.started_at < timedelta(days=7))),
        painful=tuple(painful),
        ratings=tuple(
            Rating(muscle, rating, now - timedelta(hours=hours)) for muscle, (rating, hours) in (sore or {}).items()
        ),
        sore_at_72h=tuple(now - timedelta(days=days) for days in sore_at_72h),
        health=health or health_answers(),
        body_kg=body_kg,
        easier=easier,
        lifted_reps=lifted_reps,
    )


def health_answers(
    *, clear: bool = True, age: int = 30, lifting_months: int = 24, days_ago: int = 30, now: datetime = NOW
) -> HealthAnswers:
    """Return answers to the health screen."""
    return HealthAnswers((now - timedelta(days=days_ago)).date(), clear, age, lifting_months)


def training(slug: str, past: PastSession) -> Training:
    """Return a session as what it trained, at work."""
    what = EXERCISES[slug]
    return Training(slug, what.name, what.muscles, past.started_at, what.family is Family.OVERLOAD, len(past.sets))


def trained(slug: str, *, hours_ago: float, sets: int = 3, light: bool = False, now: datetime = NOW) -> Training:
    """Return the training of another exercise."""
    what = EXERCISES[slug]
    at = now - timedelta(hours=hours_ago)
    return Training(slug, what.name, what.muscles, at, what.family is Family.OVERLOAD, sets, light=light)


def lifted(name: str, *muscles: str, hours_ago: float, sets: int = 3, now: datetime = NOW) -> Training:
    """Return heavy lifted sets from an import."""
    return Training(name, name, muscles, now - timedelta(hours=hours_ago), True, sets, lifted=True)


def hurt(slug: str, *, days_ago: float, now: datetime = NOW) -> PainfulSet:
    """Return a set of another exercise that ended in pain."""
    what = EXERCISES[slug]
    return PainfulSet(what.name, what.muscles, now - timedelta(days=days_ago))


def demand(advice: Advice, rule: Rule | None = None) -> Level:
    """Return what the advised set asks of the lifter, by one rule or by all."""
    levels = [level for found, level in advice.demands_for(advice.prescription) if rule in (None, found.rule)]
    return max(levels, default=Level.NOTE)


def amount(advice: Advice) -> tuple[int, int | None, float]:
    """Return the sets, reps and load that the advice starts."""
    plan = advice.prescription
    return plan.sets, plan.reps, round(plan.load_kg, 3)
