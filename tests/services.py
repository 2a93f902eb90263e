"""Real services on a folder of the test's own, with a clock that stands, for tests of the coaching and the screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from itertools import product
from pathlib import Path
from threading import Event, Thread

import pytest

from negcoach.audio.engines.silent import SilentPlayer
from negcoach.config.library import shipped_exercises
from negcoach.config.settings.settings import Settings
from negcoach.services import Services
from negcoach.store.database.database import Database, open_database
from negcoach.store.prescribed_set import PrescribedSet
from negcoach.training.exercise.prescription import Prescription, default_prescription
from negcoach.training.exercise.safety import HealthAnswers
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.terms import Side, StopReason
from tests.store.samples import open_new

NOW = datetime(2026, 7, 25, 14, 21, tzinfo=timezone(timedelta(hours=2)))
"""When the tests take place."""

LEAD_IN_MS = 10_000
NEXT_LEAD_IN_MS = 5_000
PATIENT_S = 60.0
"""How long a session waits for the disk in tests (seconds): here it is never the disk that is slow."""
LIFT_MS = 3_000


@dataclass
class Clock:
    """Wall time, and nanoseconds without and with the time asleep, that move only when told to."""

    wall: datetime = NOW
    ns: int = 1_000_000_000
    asleep_ns: int = 0

    def now(self) -> datetime:
        """Return the wall time."""
        return self.wall

    def monotonic_ns(self) -> int:
        """Return the monotonic nanoseconds."""
        return self.ns

    def elapsed_ns(self) -> int:
        """Return the nanoseconds that also go on while the computer sleeps."""
        return self.ns + self.asleep_ns

    def advance(self, ms: int) -> None:
        """Move all on."""
        self.wall += timedelta(milliseconds=ms)
        self.ns += ms * 1_000_000


def stand_still(clock: Clock, ms: int, *, asleep: bool) -> None:
    """Let time pass without the program: asleep the monotonic clock stands too, frozen it goes on."""
    clock.wall += timedelta(milliseconds=ms)
    if asleep:
        clock.asleep_ns += ms * 1_000_000
    else:
        clock.ns += ms * 1_000_000


HEALTHY = HealthAnswers(NOW.date(), clear=True, age=40, lifting_months=24)
"""The answers to the health screen of a lifter who may do overload."""


@pytest.fixture
def clock() -> Clock:
    """A clock that stands."""
    return Clock()


@pytest.fixture
def services(tmp_path: Path, clock: Clock) -> Iterator[Services]:
    """Real services: an empty database in the test's folder, no sound, the standing clock."""
    database = open_new(tmp_path / "data")
    yield Services(
        library=shipped_exercises(),
        settings=Settings(),
        config_path=tmp_path / "config" / "config.toml",
        database=database,
        open_player=lambda: SilentPlayer(clock.monotonic_ns),
        now=clock.now,
        clock=clock.monotonic_ns,
        elapsed=clock.elapsed_ns,
        patience_s=PATIENT_S,
    )
    database.close()


@pytest.fixture
def perform(services: Services) -> Callable[..., None]:
    """Return a function that keeps a session of one exercise, some days ago, its reps on these ``sides`` in turn."""

    def keep(
        slug: str,
        *,
        days_ago: float,
        load_kg: float = 0.0,
        sets: int = 3,
        reps: int = 4,
        tempo: str | None = None,
        adherence: float | None = 0.97,
        stop: StopReason = StopReason.TARGET_REACHED,
        sides: Sequence[Side | None] = (None,),
    ) -> None:
        exercise = services.exercise(slug)
        assert exercise is not None
        journal, at = services.journal, services.now() - timedelta(days=days_ago)
        session = journal.begin_session(at)
        for number in range(1, sets + 1):
            plan = PrescribedSet(
                exercise=slug,
                exercise_name=exercise.name,
                set_number=number,
                sets=sets,
                reps=reps,
                tempo=tempo or str(exercise.tempo),
                load_kg=load_kg,
                rest_ms=exercise.rest_ms,
                lead_in_ms=12_000 if number == 1 else 6_000,
                lift_ms=exercise.lift_ms,
                unilateral=exercise.unilateral,
                bodyweight=exercise.bodyweight,
            )
            set_id = journal.begin_set(session, plan, at)
            measured = None if adherence is None else int(5000 * adherence)
            for ordinal, (side, rep) in enumerate(product(sides, range(1, reps + 1)), 1):
                journal.store_rep(
                    set_id, ordinal=ordinal, number=rep, side=side, target_ms=5000, measured_ms=measured, now=at
                )
            journal.end_set(set_id, stop, at)
        journal.end_session(session, at)

    return keep


def prescribed(
    services: Services,
    slug: str = "bench-press",
    *,
    tempo: str = "5-0-A-0",
    sets: int = 2,
    reps: int | None = 2,
    rest_ms: int = 60_000,
    lift_ms: int | None = LIFT_MS,
) -> Prescription:
    """Return a short prescription."""
    exercise = services.exercise(slug)
    assert exercise is not None
    return replace(
        default_prescription(exercise, lead_in_ms=LEAD_IN_MS, next_lead_in_ms=NEXT_LEAD_IN_MS),
        tempo=Tempo.parse(tempo),
        load_kg=105.0 if exercise.load else 0.0,
        sets=sets,
        reps=reps,
        rest_ms=rest_ms,
        lift_ms=lift_ms,
    )


@contextmanager
def without_answer(database: Database) -> Iterator[None]:
    """Hold up whatever is written to a database, or read, as a disk does that does not answer."""
    held, answers = Event(), Event()

    def hold() -> None:
        with database.write():
            held.set()
            assert answers.wait(PATIENT_S), "the test itself waits for it"

    thread = Thread(target=hold)
    thread.start()
    try:
        assert held.wait(PATIENT_S)
        yield
    finally:
        answers.set()
        thread.join()


def second_lifter(first: Services, clock: Clock, folder: Path) -> Services:
    """Return the services of ben, who shares player and clock with the first lifter, anna."""
    first.lifter_name = "anna"
    return Services(
        library=first.library,
        settings=first.settings,
        config_path=first.config_path,
        database=open_database(folder / "ben", now=clock.now()),
        open_player=lambda: first.player,
        now=clock.now,
        clock=clock.monotonic_ns,
        elapsed=clock.elapsed_ns,
        lifter_name="ben",
        patience_s=PATIENT_S,
    )
