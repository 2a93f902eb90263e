"""A large write and a session know of each other, also before anything of the session is stored: real processes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from negcoach.coaching.session.session_recorder import SessionRecorder
from negcoach.services import Services
from negcoach.store.database.database import SHORT_BUSY_MS, open_database
from negcoach.store.database.files import DATABASE_NAME
from negcoach.store.journal import Journal
from negcoach.store.prescribed_set import prescribed_set_of
from negcoach.store.queries.sessions.history import sessions
from negcoach.training.score.score import EndedRep
from negcoach.training.score.timeline import Rep
from negcoach.training.terms import StopReason
from tests.commands.conftest import negcoach
from tests.commands.places import CommandLine
from tests.services import PATIENT_S, Clock, prescribed

ROOT = Path(__file__).parents[3]

COACHING = """
import asyncio, sys
from pathlib import Path
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.start.start_session import coach_sets
from negcoach.demo.run import services_in
from negcoach.config.settings.settings import Settings

class Presenter:
    async def coach(self, session, alternating):
        # In the warm-up, or before the first key of the first set: nothing is stored.
        print("coaching", flush=True)
        print(sys.stdin.readline() and "gone on", flush=True)

session = RunningSession(services_in(Path(sys.argv[1]), Settings()))
asyncio.run(coach_sets(Presenter(), session, ()))
print("left", flush=True)
sys.stdin.readline()
"""

WRITING = """
import sys
from datetime import datetime
from pathlib import Path
from negcoach.store.database.database import open_database

now = datetime.now().astimezone()
with open_database(Path(sys.argv[1]), now=now).write_much(now) as connection:
    print("writing", flush=True)
    sys.stdin.readline()
print("written", flush=True)
"""

__all__ = ["negcoach"]  # the fixture

Program = subprocess.Popen[str]


@contextmanager
def another(program: str, folder: Path, says: str) -> Iterator[Program]:
    """Another program at work on the folder, once it has said that it is."""
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
    ) as process:
        try:
            assert answer(process) == says
            yield process
        finally:
            process.kill()


def answer(process: Program, *, to: str = "") -> str:
    """Return the next line that a program says, after what it is told."""
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(to)
    process.stdin.flush()
    return process.stdout.readline().strip()


@pytest.fixture
def large_file(negcoach: CommandLine) -> str:
    """A file of Strong with so many rows that its import is a large write."""
    header = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Notes,RPE\n"
    days = (
        f"20{year:02}-{month:02}-{day:02}" for year in range(10, 22) for month in range(1, 13) for day in range(1, 29)
    )
    rows = (
        f'{day} 10:00:00,Legs,1h,Squat (Barbell),{number},{60 + number},5,"",\n'
        for day in days
        for number in range(1, 7)
    )
    path = negcoach.folder / "strong.csv"
    path.write_text(header + "".join(rows), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("end", ["killed", "left"])
def test_a_session_of_which_nothing_is_stored_is_seen_by_an_import_until_it_is_over(
    negcoach: CommandLine, large_file: str, end: str
) -> None:
    with another(COACHING, negcoach.data, "coaching") as process:
        before = (negcoach.data / DATABASE_NAME).read_bytes()
        done = negcoach("import", large_file, "--yes", "--unit", "kg")
        assert (done.status, done.out) == (2, "")
        assert "A session is under way" in done.err
        assert (negcoach.data / DATABASE_NAME).read_bytes() == before
        if end == "killed":
            process.kill()
            process.wait()
        else:
            assert answer(process, to="\n") == "gone on"
            assert answer(process) == "left"
        done = negcoach("import", large_file, "--yes", "--unit", "kg")
        assert (done.status, done.err) == (0, "")
        assert "Imported" in done.out


def test_a_small_import_comes_in_beside_it(negcoach: CommandLine, large_file: str) -> None:
    path = Path(large_file)
    path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[:100]), encoding="utf-8")
    with another(COACHING, negcoach.data, "coaching"):
        done = negcoach("import", large_file, "--yes", "--unit", "kg")
    assert (done.status, done.err) == (0, "")


def test_reps_of_a_set_that_begins_while_much_is_written_are_kept_and_stored_then(
    tmp_path: Path, services: Services, clock: Clock
) -> None:
    folder = tmp_path / "data"
    database = open_database(folder, now=clock.now(), write_busy_ms=SHORT_BUSY_MS)
    recorder = SessionRecorder(Journal(database), clock.now, clock.monotonic_ns, patience_s=PATIENT_S)
    with another(WRITING, folder, "writing") as process:
        recorder.prepare_set(prescribed_set_of(prescribed(services), 1, spotters=1, one_rm_kg=None))
        recorder.begin_set()
        reps: list[EndedRep] = []
        for ordinal in range(1, 6):
            clock.advance(5_000)
            reps.append(EndedRep(Rep(ordinal, ordinal, None, 5_000, 5_000, ended_ms=5_000 * ordinal), None))
            recorder.record(tuple(reps), 5_000 * ordinal)
        recorder.end_set(StopReason.LIFTERS_CALL)
        assert recorder.is_behind
        assert recorder.trouble is not None and "Another program is using the database" in recorder.trouble
        assert answer(process, to="\n") == "written"
        clock.advance(1_000)
        recorder.retry()
    assert (recorder.is_behind, recorder.trouble) == (False, None)
    with database.read() as connection:
        (stored,) = sessions(connection)
    (done,) = stored.sets
    assert [rep.ordinal for rep in done.reps] == [1, 2, 3, 4, 5]
    assert done.stop_reason is StopReason.LIFTERS_CALL
    assert (clock.now() - done.reps[0].completed_at).total_seconds() == 21, "when it was done, not when it was stored"
    database.close()
