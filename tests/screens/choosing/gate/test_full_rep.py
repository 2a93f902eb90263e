"""At the end of a ladder one key says how a full rep went; a yes is a record, and nobody has to try."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual import work

from negcoach.coaching.advice.recent_training import read_recent_training
from negcoach.coaching.gate.full_rep import ask_full_rep
from negcoach.coaching.session.running_session import RunningSession
from negcoach.screens.choosing.gate.full_rep_screen import FullRepScreen
from negcoach.screens.choosing.gate.screen_asker import ScreenAsker
from negcoach.screens.history.exercise.record_rows import record_rows
from negcoach.services import Services
from negcoach.store.queries.sessions.history import sessions
from negcoach.store.queries.trends import exercise_trend
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.terms import Attempt, SetPurpose
from tests.screens.conftest import StageApp, rows_of, settle


class TryApp(StageApp):
    """Asks for the full rep that an exercise has today, and keeps whether it went on."""

    def __init__(self, session: RunningSession, exercise: Exercise) -> None:
        super().__init__()
        self._session, self._exercise = session, exercise

    def on_mount(self) -> None:
        self.ask()

    @work
    async def ask(self) -> None:
        self.stage.results.append(
            await ask_full_rep(ScreenAsker(self, self._session.services), self._session, self._exercise)
        )


def pull_up(services: Services) -> Exercise:
    exercise = services.exercise("negative-pull-up")
    assert exercise is not None
    return exercise


@pytest.mark.parametrize(
    ("key", "attempt", "goes_on"),
    [
        ("y", Attempt.YES, True),
        ("a", Attempt.ALMOST, True),
        ("n", Attempt.NO, True),
        ("enter", None, True),
        ("escape", None, False),
    ],
)
async def test_one_key_answers_and_a_yes_leads_to_full_reps(
    services: Services, perform: Callable[..., None], key: str, attempt: Attempt | None, goes_on: bool
) -> None:
    for days_ago in (9, 6, 3):
        perform("negative-pull-up", days_ago=days_ago, reps=5, tempo="8-0-A-1", adherence=1.6)
    session, exercise = RunningSession(services), pull_up(services)
    app = TryApp(session, exercise)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.screen, FullRepScreen)
        assert "Try one full pull-up, fresh" in "\n".join(rows_of(app))
        assert "until your chin is over the bar." in " ".join(" ".join(rows_of(app)).split())
        await pilot.press(key)
        await settle(pilot)
        assert app.stage.results == [goes_on]
    with services.database.read() as connection:
        tried = [one for record in sessions(connection) for one in record.sets if one.attempt is not None]
        rows = [row.name for row in record_rows(exercise_trend(connection, exercise.slug), "kg")]
    assert [(one.attempt, one.prescribed.purpose, one.reps) for one in tried] == (
        [(attempt, SetPurpose.TRY, ())] if attempt else []
    )
    assert ("First full pull-up" in rows) is (attempt is Attempt.YES)
    advice = read_recent_training(services, exercise).advice
    planned = advice.prescription
    assert (planned.sets, planned.reps) == ((2, 3) if attempt is Attempt.YES else (3, 5))
    session.end()
    assert services.journal.unfinished() is None


async def test_it_is_not_asked_before_the_ladder_ends(services: Services, perform: Callable[..., None]) -> None:
    perform("negative-pull-up", days_ago=3, reps=5, tempo="8-0-A-1", adherence=1.6)
    app = TryApp(RunningSession(services), pull_up(services))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert app.stage.results == [True]
