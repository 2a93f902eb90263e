"""What the tests of the screens share: real services on a folder of the test's own, with a clock that stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from textual.app import App
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from negcoach.audio.engines.silent import SilentPlayer
from negcoach.config import Settings
from negcoach.library import shipped_exercises
from negcoach.screens.services import Services
from negcoach.store.database import open_database
from negcoach.store.plan import SetPlan
from negcoach.training.terms import StopReason

NOW = datetime(2026, 7, 25, 14, 21, tzinfo=timezone(timedelta(hours=2)))
"""When the tests take place."""

SIZES = [(80, 24), (120, 40), (200, 50)]
"""The terminal sizes that every screen is tried at."""


@dataclass
class Clock:
    """Wall time and monotonic nanoseconds that move only when told to."""

    wall: datetime = NOW
    ns: int = 1_000_000_000

    def now(self) -> datetime:
        """Return the wall time."""
        return self.wall

    def monotonic_ns(self) -> int:
        """Return the monotonic nanoseconds."""
        return self.ns

    def advance(self, ms: int) -> None:
        """Move both on."""
        self.wall += timedelta(milliseconds=ms)
        self.ns += ms * 1_000_000


@pytest.fixture
def clock() -> Clock:
    """A clock that stands."""
    return Clock()


@pytest.fixture
def services(tmp_path: Path, clock: Clock) -> Iterator[Services]:
    """Real services: an empty database in the test's folder, no sound, the standing clock."""
    database = open_database(tmp_path / "data", now=clock.now())
    yield Services(
        library=shipped_exercises(),
        settings=Settings(),
        config_path=tmp_path / "config" / "config.toml",
        database=database,
        open_player=lambda: SilentPlayer(clock.monotonic_ns),
        now=clock.now,
        clock=clock.monotonic_ns,
    )
    database.close()


@dataclass
class Stage:
    """Where the tiny app keeps what it was told."""

    messages: list[Message] = field(default_factory=list)
    results: list[object] = field(default_factory=list)


class StageApp(App[None]):
    """The smallest app that a screen can be tried in; it keeps messages of screens and their results."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, screen: Callable[[], Screen[object]] | None = None) -> None:
        super().__init__()
        self.stage = Stage()
        self._first = screen

    def on_mount(self) -> None:
        """Show the screen that is tried."""
        if self._first is not None:
            self.push_screen(self._first(), self.stage.results.append)

    def on_exercises_screen_chosen(self, message: Message) -> None:
        """Keep what was chosen."""
        self.stage.messages.append(message)


def rows_of(app: App[None]) -> list[str]:
    """Return what the screen shows, row by row."""
    return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]


async def settle(pilot: Pilot[None]) -> None:
    """Wait until the screen shows the same twice: a new text can need a new layout."""
    before: list[str] = []
    while (now := rows_of(pilot.app)) != before:
        before = now
        await pilot.pause()


def text_of(widget: Static) -> str:
    """Return what a text shows."""
    return str(widget.content)


@pytest.fixture
def perform(services: Services) -> Callable[..., None]:
    """Return a function that keeps a session of one exercise, some days ago."""

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
    ) -> None:
        exercise = services.exercise(slug)
        assert exercise is not None
        journal, at = services.journal, services.now() - timedelta(days=days_ago)
        session = journal.begin_session(at)
        for number in range(1, sets + 1):
            plan = SetPlan(
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
            for rep in range(1, reps + 1):
                measured = None if adherence is None else int(5000 * adherence)
                journal.keep_rep(
                    set_id, ordinal=rep, number=rep, side=None, target_ms=5000, measured_ms=measured, now=at
                )
            journal.end_set(set_id, stop, at)
        journal.end_session(session, at)

    return keep
