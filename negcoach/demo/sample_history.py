"""The sample history of the demo: five weeks of a made-up lifter, written by the real store as if they had happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter
from random import Random

from negcoach.config.programmes import shipped_programmes
from negcoach.services import Services
from negcoach.store.editing.body import Body
from negcoach.store.editing.programmes import ProgrammeRuns
from negcoach.store.prescribed_set import prescribed_set_of
from negcoach.training.equipment.loading import round_down
from negcoach.training.exercise.prescription import Prescription, default_prescription
from negcoach.training.exercise.safety import HealthAnswers
from negcoach.training.terms import OneRmKind, StopReason
from negcoach.training.units import rounded_in

BENCH, PULL_UP, NORDIC = "bench-press", "negative-pull-up", "nordic-curl"

ONE_RM = {"kg": 100.0, "lb": 225 * 0.45359237}
"""The 1RM of the bench press (kg), a round number in each unit."""

PROGRAMME = "bench-overload-8"
BEGUN_DAYS_AGO = 33
"""The programme that the bench press follows, and since when."""

WEIGHED_EVERY_DAYS = 4
HEAVIEST_KG, LIGHTEST_KG = 82.4, 81.1
"""How often the lifter steps on the scales, and from where to where the weight goes."""


@dataclass(frozen=True, slots=True)
class SampleExercise:
    """An exercise of a made-up session.

    ``percent`` of the 1RM is the load, 0 for the body alone. A lowering is prescribed to take ``lower_s`` seconds. The
    lifter rates each set with ``rpe``.
    """

    slug: str
    sets: int
    reps: int
    percent: float = 0.0
    lower_s: int = 5
    rpe: float = 7.0


@dataclass(frozen=True, slots=True)
class SampleSession:
    """A made-up session, so many days before today."""

    days_ago: int
    exercises: tuple[SampleExercise, ...]
    rpe: float = 6.0
    note: str = ""


def _bench(days_ago: int, sets: int, reps: int, percent: float, rpe: float, note: str = "") -> SampleSession:
    return SampleSession(days_ago, (SampleExercise(BENCH, sets, reps, percent, rpe=rpe),), rpe - 1, note)


def _bodyweight(days_ago: int, lower_s: int, nordics: int, note: str = "") -> SampleSession:
    exercises = (SampleExercise(PULL_UP, 3, 4, lower_s=lower_s), SampleExercise(NORDIC, 2, nordics))
    return SampleSession(days_ago, exercises, note=note)


SESSIONS = (
    _bench(33, 2, 10, 40, 4, "First day: light, to halve the soreness."),
    _bodyweight(31, 5, 5),
    _bench(29, 2, 6, 70, 5),
    _bodyweight(27, 5, 5),
    _bench(26, 3, 4, 85, 6),
    _bodyweight(24, 5, 5),
    _bench(22, 3, 4, 85, 6),
    _bodyweight(20, 6, 5),
    _bench(19, 3, 4, 95, 7),
    _bodyweight(17, 6, 6, "Slept badly."),
    _bench(15, 3, 4, 95, 7),
    _bodyweight(13, 6, 6),
    _bench(12, 3, 4, 105, 8, "More than I can press, and it came down in five seconds."),
    _bodyweight(10, 7, 6),
    _bench(8, 3, 4, 105, 8),
    _bodyweight(6, 7, 6),
    _bench(4, 3, 4, 107.5, 8, "A record."),
)
"""The sessions, oldest first: the bench press follows its programme, pull-ups and Nordics come between."""


def fill(services: Services) -> None:
    """Write the sample history into the database of the services, which is empty. Raises ``NegcoachError``."""
    services.database.connection.execute("PRAGMA synchronous = OFF")  # nothing in it outlives the demo
    now, random = services.now(), Random(7)
    start = now - timedelta(days=BEGUN_DAYS_AGO, hours=12)
    answers = HealthAnswers(start.date(), clear=True, age=34, lifting_months=48)
    services.lifter.store_health_answers(answers, start)
    services.lifter.set_one_rm(BENCH, ONE_RM[services.settings.unit], start, kind=OneRmKind.TESTED)
    programme = next(one for one in shipped_programmes() if one.slug == PROGRAMME)
    ProgrammeRuns(services.database).begin(PROGRAMME, programme.name, start)
    muscles = {exercise.slug: exercise.muscles for exercise in services.library}
    rate = partial(_rate_soreness, services, muscles)
    acts: list[tuple[datetime, Callable[[datetime, Random], None]]] = [(now, rate)]
    for session in SESSIONS:
        at = _evening(now, session.days_ago)
        acts.append((at, partial(_perform, services, session)))
        acts.append((min(now, at + timedelta(hours=46)), rate))
    for days_ago in range(BEGUN_DAYS_AGO, 0, -WEIGHED_EVERY_DAYS):
        acts.append((now - timedelta(days=days_ago), partial(_weigh, services, days_ago)))
    for at, act in sorted(acts, key=itemgetter(0)):  # edits are listed, and undone, as they were written
        act(at, random)


def _evening(now: datetime, days_ago: int) -> datetime:
    return now.replace(hour=18, minute=5 + days_ago % 7, second=0, microsecond=0) - timedelta(days=days_ago)


def _perform(services: Services, session: SampleSession, at: datetime, random: Random) -> None:
    """Store a session as the coach does, rep after rep."""
    journal = services.journal
    session_id = journal.begin_session(at)
    for sample in session.exercises:
        prescription = _prescription(services, sample)
        spotters = prescription.exercise.spotters.at_least
        one_rm_kg = ONE_RM[services.settings.unit] if sample.percent else None
        for number in range(1, sample.sets + 1):
            prescribed = prescribed_set_of(prescription, number, spotters=spotters, one_rm_kg=one_rm_kg)
            set_id = journal.begin_set(session_id, prescribed, at)
            at += timedelta(milliseconds=prescription.lead_in_ms)
            for rep in range(1, sample.reps + 1):
                at += timedelta(seconds=sample.lower_s + 4)
                target_ms = prescription.lower_ms
                measured_ms = round(target_ms * _share_kept(sample, number, rep, random))
                journal.store_rep(
                    set_id, ordinal=rep, number=rep, side=None, target_ms=target_ms, measured_ms=measured_ms, now=at
                )
            journal.end_set(set_id, StopReason.TARGET_REACHED, at)
            journal.rate_set(set_id, min(9.0, sample.rpe + (number == sample.sets)), at)
            at += timedelta(milliseconds=prescription.rest_ms)
    journal.annotate_session(session_id, session.note, session.rpe, at)
    journal.end_session(session_id, at)


def _prescription(services: Services, sample: SampleExercise) -> Prescription:
    exercise = next(one for one in services.library if one.slug == sample.slug)
    usual = default_prescription(exercise, lead_in_ms=10_000, next_lead_in_ms=5_000)
    unit = services.settings.unit
    tempo = replace(usual.tempo, eccentric=sample.lower_s)
    planned = replace(usual, sets=sample.sets, reps=sample.reps, tempo=tempo)
    if not sample.percent:
        return planned
    load_kg = round_down(ONE_RM[unit] * sample.percent / 100, services.settings.equipment.loads_for(planned, unit))
    return replace(planned, load_kg=load_kg)


def _share_kept(sample: SampleExercise, number: int, rep: int, random: Random) -> float:
    """Return which share of its time a lowering took: a little less late in the last set, as one tires."""
    tired = 0.07 if number == sample.sets and rep == sample.reps and sample.rpe >= 7 else 0.0
    return random.uniform(0.95, 1.02) - tired


def _rate_soreness(services: Services, muscles: Mapping[str, tuple[str, ...]], at: datetime, random: Random) -> None:
    """Rate the muscles whose soreness is asked then, the last days low, so that today's set is advised in full."""
    body, recent = Body(services.database), services.now() - at < timedelta(days=4)
    questions = body.questions(muscles, at)
    if questions:
        body.answer({question: random.randint(0, 1 if recent else 3) for question in questions}, at)


def _weigh(services: Services, days_ago: int, at: datetime, random: Random) -> None:
    share = days_ago / BEGUN_DAYS_AGO
    kg = LIGHTEST_KG + (HEAVIEST_KG - LIGHTEST_KG) * share + random.uniform(-0.2, 0.2)
    unit = services.settings.unit
    Body(services.database, unit).add_weight(rounded_in(unit, kg, 1), at, at)
