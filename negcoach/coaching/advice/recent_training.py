"""Recent training: the facts about a lifter that advice on an exercise is made from, read from the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from negcoach.coaching.advice.programmes import course_that_leads, courses_of_exercise
from negcoach.errors import NegcoachError
from negcoach.services import Services
from negcoach.store.database.checks.row_names import row_name
from negcoach.store.database.set_aside import exercise_of, set_aside_rows
from negcoach.store.editing.body import Body
from negcoach.store.prescribed_set import first_reps
from negcoach.store.queries.eccentric_tests import eccentric_misses, eccentric_tests, longest_lowerings
from negcoach.store.queries.lifter import LastPerformed, RecentSet
from negcoach.store.queries.tries import tries_of
from negcoach.training.advice.advice import Advice, advise, unhurried
from negcoach.training.advice.exposure import SAME_EXPOSURE, PastSession, PastSet, exposures_of
from negcoach.training.advice.facts import (
    Facts,
    KnownOneRm,
    PainfulSet,
    Training,
    UnreadableKind,
    UnreadableRow,
    UnsavedSet,
)
from negcoach.training.advice.progression.overload import DELOAD_SORE_WITHIN
from negcoach.training.advice.ramp import AWAY, is_light, least_working_kg, status_after
from negcoach.training.advice.readiness.muscles import muscles_of, shared_muscles
from negcoach.training.advice.readiness.table import ONE_RM_LASTS
from negcoach.training.exercise.easier_rung import EASIER
from negcoach.training.exercise.exercise import Exercise, Family
from negcoach.training.exercise.prescription import Prescription, default_prescription
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.exercise.way import Way
from negcoach.training.plan.eccentric_test import EccentricOneRm, is_testable
from negcoach.training.plan.full_rep import FULL_REPS
from negcoach.training.plan.longest_lowering import has_lowering_test
from negcoach.training.progress.adherence import adherence_of
from negcoach.training.progress.recovery import STILL_SORE, is_daily
from negcoach.training.progress.soreness import STRONG, WINDOWS
from negcoach.training.terms import SetPurpose
from negcoach.training.units import Unit

RECENT_SESSIONS = 32
"""Sessions of an exercise that advice is made from: eight weeks at four sessions a week, so that the weeks of loading
before a deload week are among them, or sixteen days of heel drops twice a day."""

TRAINED_WITHIN = timedelta(days=7)
"""How far back the training of other exercises is read: a soreness rating counts for three days, and is judged by what
was trained in the four days before it."""

_LATE_HOURS = max(WINDOWS)
"""The last question about soreness after a session."""


@dataclass(frozen=True, slots=True)
class RecentTraining:
    """The recent training of an exercise, and the advice from it.

    ``base`` is what advice takes over from the last prescription (else the catalogue's default), ``as_last_time`` that
    prescription as it was, ``facts`` what advice is made from, ``last`` how it went last time. ``refused`` says, one
    line each, what of the last prescription is out of range today and was replaced. ``easier`` is the exercise
    that is the rung below it.
    """

    base: Prescription
    as_last_time: Prescription
    facts: Facts
    last: LastPerformed | None
    advice: Advice
    refused: tuple[str, ...] = ()
    easier: Exercise | None = None

    @property
    def one_rm_kg(self) -> float | None:
        """The concentric 1RM, ``None`` where it is not known."""
        return None if self.facts.one_rm is None else self.facts.one_rm.kg

    @property
    def unit(self) -> Unit:
        """The unit in which its loads are advised, and recalled beside the advice.

        That is the one of the lifter's equipment for the exercise, else the one in which its load was typed last, else
        that of the settings: a weight of 24 kg stays one where the lifter usually thinks in pounds.
        """
        return self.facts.unit

    def of_sides(self, chosen: Prescription) -> RecentTraining:
        """Return it for the sides that are chosen to be trained: of a tendon's protocol each is judged by its own pain.

        Of other exercises the advice says itself where one side alone is trained.
        """
        only = chosen.only_side
        if not is_daily(self.base.exercise) or only is self.base.only_side:
            return self
        base, as_last_time = replace(self.base, only_side=only), replace(self.as_last_time, only_side=only)
        return replace(self, base=base, as_last_time=as_last_time, advice=advise(base, self.facts))


def read_recent_training(services: Services, exercise: Exercise, *, under_way: bool = False) -> RecentTraining:
    """Return the recent training of one exercise; raises ``NegcoachError`` when the database cannot be read.

    ``under_way`` is whether sets of its session are done and others are still to come: a programme then asks for what
    it asked for when that was begun.
    """
    lifter, now = services.lifter, services.session_now()
    recent = lifter.recent(exercise.slug, RECENT_SESSIONS)
    last, refused = _last_prescription(services, exercise, recent)
    own_loads = services.settings.equipment.own_loads(exercise)
    if own_loads is not None:
        last = replace(last, load_unit=own_loads.unit)
    if exercise.unilateral:
        last = replace(last, only_side=lifter.only_side(exercise.slug))
    base = unhurried(last, catalogue_default(services, exercise))
    courses = courses_of_exercise(services, exercise, under_way=under_way)
    facts = Facts(
        now=now,
        unit=base.load_unit or services.settings.unit,
        sessions=_past_sessions(services, exercise, recent, now),
        has_more=len(recent) == RECENT_SESSIONS,
        trained=tuple(recent_trainings(services, now)),
        painful=tuple(_painful(services, exercise, now)),
        ratings=Body(services.database).newest_ratings(muscles_of(exercise), now - STILL_SORE, now),
        sore_at_72h=Body(services.database).sore_times(
            muscles_of(exercise), now - DELOAD_SORE_WITHIN, rating=STRONG, hours=_LATE_HOURS
        ),
        health=lifter.health_answers(),
        body_kg=lifter.body_kg(),
        weaker_side=lifter.weaker_side(exercise.slug) if exercise.unilateral else None,
        own_loads=own_loads,
        course=course_that_leads(courses, exercise),
        eased_at=frozenset[datetime]().union(*(one.eased_at for one in courses)),
        tapered_at=frozenset[datetime]().union(*(one.tapered_at for one in courses)),
    )
    facts = replace(facts, unreadable=tuple(_unreadable(services, exercise, now)))
    facts = replace(facts, unsaved=tuple(_unsaved(services, exercise)))
    if is_testable(exercise):
        facts = replace(facts, eccentric_one_rms=read_eccentric_one_rms(services, exercise))
        with services.database.read() as connection:
            facts = replace(facts, eccentric_misses=eccentric_misses(connection, exercise.slug))
    if has_lowering_test(exercise):
        with services.database.read() as connection:
            found = longest_lowerings(connection, exercise.slug)
        facts = replace(facts, longest_lowerings=tuple(one.result for one in found))
    if exercise.slug in FULL_REPS:
        with services.database.read() as connection:
            facts = replace(facts, tries=tries_of(connection, exercise.slug))
        facts = replace(facts, lifted_reps=lifter.most_lifted_reps(exercise.slug))
    rung = EASIER.get(exercise.slug)
    easier = services.exercise(rung.exercise) if rung is not None and rung.exercise else None
    if easier is not None:
        below = lifter.recent(easier.slug, RECENT_SESSIONS)
        facts = replace(facts, easier=exposures_of(past_session(sets, easier) for sets in below))
    if exercise.load is not None:
        facts = _with_one_rm(services, exercise, facts)
    advice = advise(base, facts)
    side = advice.prescription.first_side
    base, last = replace(base, first_side=side), replace(last, first_side=side)
    return RecentTraining(base, last, facts, lifter.last_performed(exercise.slug), advice, refused, easier)


def exercises_in_another_unit(services: Services) -> list[Exercise]:
    """Return the exercises whose loads are not in the unit of the settings; raises ``NegcoachError``.

    Those are the ones that ``read_recent_training`` gives a unit of their own: that of the equipment, else that in
    which the last load was typed.
    """
    settings = services.settings
    other: Unit = "kg" if settings.unit == "lb" else "lb"
    own = [(one, settings.equipment.own_loads(one)) for one in services.library if not one.retired]
    typed = services.lifter.last_typed_in(other, (one.slug for one, loads in own if loads is None))
    return [one for one, loads in own if (one.slug in typed if loads is None else loads.unit == other)]


def read_eccentric_one_rms(services: Services, exercise: Exercise) -> tuple[EccentricOneRm, ...]:
    """Return the results of an exercise's tests, oldest first; raises ``NegcoachError``."""
    with services.database.read() as connection:
        return tuple(one.result for one in eccentric_tests(connection, exercise.slug))


def empty_recent_training(services: Services, exercise: Exercise) -> RecentTraining:
    """Return the default of an exercise, as for a first time, to be shown while the database cannot be read."""
    base = catalogue_default(services, exercise)
    facts = Facts(now=services.now(), unit=services.settings.unit)
    return RecentTraining(base, base, facts, None, advise(base, facts))


def catalogue_default(services: Services, exercise: Exercise) -> Prescription:
    """Return the catalogue's prescription, with the lead-ins of the settings; its load is in their unit."""
    settings = services.settings
    return default_prescription(
        exercise, lead_in_ms=settings.lead_in_first_s * 1000, next_lead_in_ms=settings.lead_in_s * 1000
    )


def _with_one_rm(services: Services, exercise: Exercise, facts: Facts) -> Facts:
    """Return the facts with the 1RM, or an estimate of it, and the first working load since it is known."""
    lifter, known = services.lifter, services.lifter.newest_one_rm(exercise.slug)
    newest_kg = max((past.load_kg for session in facts.sessions[:1] for past in session.sets), default=0.0)
    one_rm_kg, since, _ = known or (None, None, None)
    least_kg = least_working_kg(exercise, one_rm_kg, newest_kg)
    return replace(
        facts,
        one_rm=None if known is None else KnownOneRm(*known),
        estimated_one_rm_kg=lifter.estimated_one_rm(exercise.slug, facts.now - ONE_RM_LASTS) if known is None else None,
        first_load_kg=lifter.first_load(exercise.slug, since, least_kg) if newest_kg else None,
    )


def recent_trainings(services: Services, now: datetime) -> Iterator[Training]:
    """Yield what trained any muscle in the last week, lowered or lifted heavy; raises ``NegcoachError``."""
    library = {exercise.slug: exercise for exercise in services.library}
    for one in services.lifter.trained_since(now - TRAINED_WITHIN):
        exercise = library.get(one.exercise)
        muscles = one.muscles or (exercise.muscles if exercise and not exercise.daily else ())
        name = one.name or (exercise.name if exercise else one.exercise)
        heavy = one.lifted or (exercise is not None and exercise.family is Family.OVERLOAD)
        light = not one.lifted and exercise is not None and _was_light(services, exercise, one.load_kg, now)
        yield Training(one.exercise, name, muscles, one.at, heavy, one.sets, one.lifted, light)


def _was_light(services: Services, exercise: Exercise, load_kg: float | None, now: datetime) -> bool:
    """Return whether a session of an exercise with this top load (kg) was light; not where its 1RM is not known.

    A 1RM that was entered later or is mistyped makes no light session of one at the load that the lifter works with.
    """
    if load_kg is None or exercise.load is None or exercise.family is not Family.OVERLOAD:
        return False
    known = services.lifter.newest_one_rm(exercise.slug)
    if known is None or not is_light(exercise, load_kg, known[0]):
        return False
    return is_light(exercise, load_kg, known[0], _working_kg(services, exercise, KnownOneRm(*known), now))


def _working_kg(services: Services, exercise: Exercise, one_rm: KnownOneRm, now: datetime) -> float | None:
    """Return the load (kg) that a lifter works with in an exercise, ``None`` before the end of the first ramp-in."""
    recent = services.lifter.recent(exercise.slug, RECENT_SESSIONS)
    sessions = _past_sessions(services, exercise, recent, now)
    own_loads = services.settings.equipment.own_loads(exercise)
    unit = services.settings.unit if own_loads is None else own_loads.unit
    has_more = len(recent) == RECENT_SESSIONS
    facts = Facts(now=now, unit=unit, sessions=sessions, has_more=has_more, one_rm=one_rm, own_loads=own_loads)
    return status_after(exercise, [one for one in exposures_of(sessions) if one.load_kg > 0], facts).working_kg


def _past_sessions(
    services: Services, exercise: Exercise, recent: list[list[RecentSet]], now: datetime
) -> tuple[PastSession, ...]:
    """Return the sessions of the exercise, newest first.

    A set that hurt today counts as one that hurt although it was deleted: only taking the pain back says otherwise.
    """
    deleted = [[one] for one in services.lifter.deleted_painful_sets(exercise.slug, now - SAME_EXPOSURE)]
    found = (past_session(sets, exercise) for sets in (*recent, *deleted))
    return tuple(sorted(found, key=lambda one: one.started_at, reverse=True) if deleted else found)


def _painful(services: Services, exercise: Exercise, now: datetime) -> Iterator[PainfulSet]:
    """Yield the sets of other exercises that hurt; of one that the library no longer has, the muscles are not known.

    Those of the last two weeks count, and older ones until their exercise is done again. What was deleted today counts,
    as in ``_past_sessions``.
    """
    library = {one.slug: one for one in services.library}
    painful = services.lifter.painful_since(
        now - AWAY, other_than=exercise.slug, of=library, deleted_since=now - SAME_EXPOSURE
    )
    for slug, at in painful:
        if slug in library:
            yield PainfulSet(library[slug].name, library[slug].muscles, at)


def _unreadable(services: Services, exercise: Exercise, now: datetime) -> Iterator[UnreadableRow]:
    """Yield the rows that cannot be read and matter to an exercise: its own, and those about its muscles."""
    library, muscles = {one.slug: one for one in services.library}, set(muscles_of(exercise))
    with services.database.read() as connection:
        found = [(row, exercise_of(connection, row)) for row in set_aside_rows(connection)]
    one_rm_of = (*services.one_rm_slugs(exercise.slug), "")
    for row, slug in found:
        own, other = slug in (exercise.slug, ""), library.get(slug or "")
        trained = {row.values.get("muscle"), *(other.muscles if other else ())}
        shared = "" in trained or not muscles.isdisjoint(trained)
        if own and row.table == "sets":
            kind = UnreadableKind.SET
        elif slug in one_rm_of and row.table == "one_rms":
            kind = UnreadableKind.ONE_RM
        elif row.table != "one_rms" and (own or shared):
            kind = UnreadableKind.MUSCLES
        else:
            continue
        at = datetime.fromtimestamp(row.at_ms / 1000, now.tzinfo)
        if row.is_deleted and now - at >= SAME_EXPOSURE:
            continue  # as a set that hurt and was deleted
        yield UnreadableRow(row_name(row.table, row.values, None if other is None else other.name), at, kind)


def _unsaved(services: Services, exercise: Exercise) -> Iterator[UnsavedSet]:
    """Yield the sets of an exercise or its muscles that are not stored; of what the library no longer has, all."""
    for one in services.unsaved():
        other = services.exercise(one.slug)
        if one.slug == exercise.slug or other is None or shared_muscles(exercise, other.muscles):
            yield one


def _last_prescription(
    services: Services, exercise: Exercise, recent: list[list[RecentSet]]
) -> tuple[Prescription, tuple[str, ...]]:
    """Return the last prescription, with the load that was performed and the lead-in of its first set.

    The other lead-ins follow the settings. What no prescription has today - the last one may come from an import - is
    the default's, and only that; the lines returned with it say so.
    """
    default = catalogue_default(services, exercise)
    newest = next((work for sets in recent if (work := [one for one in sets if one.purpose is SetPurpose.WORK])), None)
    if newest is None:
        return default, ()
    first, last = newest[0], newest[-1]
    dropped = len(newest) > 1 and Way.parse(last.way).is_drop(last.set_number, last.planned_sets)
    load_kg = newest[-2].load_kg if dropped else last.load_kg
    found = replace(
        default, tempo=stored_tempo(last.tempo), load_kg=load_kg, load_unit=last.load_unit if load_kg else None
    )
    of_last_time: dict[str, Any] = {
        "way": Way.parse(last.way),
        "sets": last.planned_sets,
        "reps": first_reps(last.planned_reps, last.fewer, last.set_number),
        "fewer": last.fewer,
        "rest_ms": last.rest_ms,
        "lift_ms": last.lift_ms,
    }
    if first.set_number == 1:
        of_last_time["lead_in_ms"] = first.lead_in_ms
    refused = []
    for name, value in of_last_time.items():
        try:
            found = replace(found, **{name: value})
        except NegcoachError as error:
            refused.append(f"{error} It was used last time; the usual is used instead.")
    return found, tuple(refused)


def past_session(sets: list[RecentSet], exercise: Exercise) -> PastSession:
    """Return the sets of one session of an exercise, in their order, as a session."""
    return PastSession(sets[0].started_at, tuple(_past_set(one, exercise) for one in sets), sets[0].session_rpe)


@lru_cache(maxsize=64)
def stored_tempo(tempo: str) -> Tempo:
    """Return a stored tempo, cached: years of sets have few tempos, and many of them are read."""
    return Tempo.parse(tempo)


def _past_set(record: RecentSet, exercise: Exercise) -> PastSet:
    """Return a set as advice takes it; a lowering as long as the lifter can is a rep of the exercise's own count."""
    sides = tuple(side for _, _, side in record.reps if side is not None)
    way = Way.parse(record.way)
    tested = record.purpose is SetPurpose.TEST
    open_lowering = tested and exercise.bodyweight
    own_ms = exercise.tempo.eccentric * 1000
    return PastSet(
        load_kg=record.load_kg,
        tempo=exercise.tempo if open_lowering else stored_tempo(record.tempo),
        adherences=tuple(
            None if measured_ms is None else adherence_of(measured_ms, own_ms if open_lowering else target_ms)
            for measured_ms, target_ms, _ in record.reps
        ),
        planned_reps=record.planned_reps,
        planned_sets=record.planned_sets,
        dropped=way.is_drop(record.set_number, record.planned_sets),
        rests_inside=way.has_rests(record.planned_reps),
        held=not open_lowering
        and not exercise.counts_tempo_of(first_reps(record.planned_reps, record.fewer, record.set_number)),
        helped_up=any(way.is_forced(rep, record.planned_reps) for rep in range(1, len(record.reps) + 1)),
        stop=record.stop_reason,
        rpe=record.rpe,
        sides=sides if len(sides) == len(record.reps) else (),
        one_rm_kg=record.one_rm_kg,
        tested=tested,
        pain_levels=record.pain,
        next_morning=record.next_morning,
        only_side=record.only_side,
    )
