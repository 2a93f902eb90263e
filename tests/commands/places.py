"""A command line with folders of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from negcoach.store.database.database import open_database
from negcoach.store.journal import Journal
from negcoach.store.prescribed_set import PrescribedSet
from negcoach.training.terms import StopReason
from tests.commands.loaded_program import MOST_INPUT, loaded_program

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=timezone(timedelta(hours=1)))


@dataclass(frozen=True, slots=True)
class Result:
    """What a run of the program left."""

    status: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class CommandLine:
    """Runs the program in processes of their own, away from the user's own folders."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def config(self) -> Path:
        return self.folder / "config" / "config.toml"

    def __call__(self, *arguments: str, stdin: str = "", **environment: str) -> Result:
        """Run a command, loaded before; it starts as from a shell where something of its environment is asked for."""
        given = stdin.encode()
        if environment or len(given) > MOST_INPUT:
            return self.from_shell(*arguments, stdin=stdin, **environment)
        status, out, err = loaded_program().run(arguments, given, self.environment(), self.folder, timeout_s=120)
        return Result(status, out.decode(), err.decode())

    def from_shell(self, *arguments: str, stdin: str = "", **environment: str) -> Result:
        """Run a command that loads by itself what it needs."""
        done = subprocess.run(
            [sys.executable, "-m", "negcoach", *arguments],
            input=stdin.encode(),
            capture_output=True,
            cwd=self.folder,
            env=self.environment(**environment),
            timeout=120,
            check=False,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    def environment(self, **more: str) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith(("NEGCOACH", "LC_", "LANG"))},
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.folder / "home"),
            "XDG_CONFIG_HOME": str(self.folder / "home" / "config"),
            "XDG_DATA_HOME": str(self.folder / "home" / "data"),
            "NEGCOACH_DATA_DIR": str(self.data),
            **more,
        }

    def write_config(self, text: str) -> None:
        self.config.parent.mkdir(exist_ok=True)
        self.config.write_text(text)


def keep_session(data: Path, now: datetime = NOON, *, name: str = "Bench press", note: str = "") -> None:
    """A session of one set of two reps, the second lost its tempo."""
    database = open_database(data, now=now)
    journal = Journal(database)
    session = journal.begin_session(now)
    plan = PrescribedSet(
        exercise="bench-press",
        exercise_name=name,
        set_number=1,
        sets=3,
        reps=4,
        tempo="5-1-A-1",
        load_kg=105.0,
        rest_ms=180_000,
        lead_in_ms=10_000,
        lift_ms=3_000,
        spotters=1,
    )
    performed = journal.begin_set(session, plan, now)
    for ordinal, measured_ms in ((1, None), (2, 2_500)):
        journal.store_rep(
            performed,
            ordinal=ordinal,
            number=ordinal,
            side=None,
            target_ms=5_000,
            measured_ms=measured_ms,
            now=now + timedelta(seconds=10 * ordinal),
        )
    journal.end_set(performed, StopReason.TEMPO_LOSS, now + timedelta(seconds=30))
    journal.annotate_session(session, note, 8, now + timedelta(seconds=40))
    journal.end_session(session, now + timedelta(seconds=41))
    database.close()
