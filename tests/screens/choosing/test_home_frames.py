"""The home screen at its start: nothing of its first frame moves when the card comes, which comes in one frame."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from textual.app import App
from textual.screen import Screen

from negcoach.app import NegcoachApp
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.demo.app import DemoApp
from negcoach.demo.run import first_sets
from negcoach.demo.sample_history import fill
from negcoach.errors import NegcoachError
from negcoach.screens.choosing.exercises import ExerciseList, ExercisesScreen
from negcoach.screens.choosing.newcomer_row import NewcomerRow
from negcoach.screens.choosing.programme_row import ProgrammeRow
from negcoach.screens.choosing.session_row import RunningSessionRow
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.services import Services
from negcoach.terminal import frames
from tests.screens.conftest import StageApp, rows_of, settle
from tests.screens.programmes.conftest import begun
from tests.services import HEALTHY, Clock, prescribed

SIZES = [(40, 12), (80, 24), (120, 40)]

_THUMB = str.maketrans("▁▂▃▄▅▆▇", " " * 7)
"""The end of a scroll bar's thumb, which Textual draws a frame later."""


def nobody_trained(services: Services, perform: Callable[..., None]) -> None:
    """Leave the lifter new here."""


def something_due(services: Services, perform: Callable[..., None]) -> None:
    """Follow a programme that has another exercise today than the one that was trained last."""
    services.lifter.store_health_answers(HEALTHY, services.now())
    begun(services, "first-dip", days_ago=0)
    perform("bench-press", days_ago=3)


def cut_off(services: Services, perform: Callable[..., None]) -> None:
    """Leave a session open, as a program does that was killed."""
    end_session = services.journal.end_session
    try:
        services.journal.end_session = lambda *_: None  # type: ignore[method-assign]
        perform("bench-press", days_ago=0.01)
    finally:
        services.journal.end_session = end_session  # type: ignore[method-assign]


ROWS: dict[str, tuple[Callable[..., None], type]] = {
    "newcomer": (nobody_trained, NewcomerRow),
    "programme": (something_due, ProgrammeRow),
    "session": (cut_off, RunningSessionRow),
}


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return the rows of each frame of the home screen, in their order."""
    found: list[list[str]] = []
    display = App._display

    def paint(app: App[Any], shown: Screen[Any], renderable: Any) -> None:
        display(app, shown, renderable)
        if renderable is not None and isinstance(app.screen, ExercisesScreen) and not app._batch_count:
            rows = [row.translate(_THUMB) for row in rows_of(app)]
            if not found or rows != found[-1]:
                found.append(rows)

    monkeypatch.setattr(App, "_display", paint)
    return found


@pytest.mark.usefixtures("still_cursor")
@pytest.mark.parametrize("size", SIZES, ids=[f"{width}x{height}" for width, height in SIZES])
@pytest.mark.parametrize("kind", ROWS)
async def test_the_card_comes_in_one_frame_and_moves_nothing(
    services: Services,
    perform: Callable[..., None],
    painted: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    size: tuple[int, int],
) -> None:
    monkeypatch.setattr(frames, "HELD_S", 0.0)  # as on a machine where a layout takes longer
    prepare, row = ROWS[kind]
    prepare(services, perform)
    app = StageApp(lambda: ExercisesScreen(services, may_offer_tour=True))
    async with app.run_test(size=size) as pilot:
        while not app.screen.query("#name"):
            await pilot.pause()
        await settle(pilot)
        shown = app.screen.query_one(row)
        assert shown.display
        assert painted[0][shown.region.y].strip()
        card = app.screen.query_one("#card").region
        for frame in painted:
            for number, (before, settled) in enumerate(zip(frame, painted[-1], strict=True)):
                if number not in range(card.y, card.bottom):
                    assert before == settled
                else:
                    assert before[: card.x] == settled[: card.x]
        cards = {tuple(row[card.x :] for row in frame[card.y : card.bottom]) for frame in painted}
        assert len(cards) <= 2  # none, and the whole one


@pytest.mark.parametrize("way", ["coach", "demo"])
async def test_home_is_not_seen_before_the_set_that_was_asked_for(
    services: Services, painted: list[list[str]], monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(frames, "HELD_S", 0.0)  # as on a machine where a layout takes longer
    if way == "coach":
        app = NegcoachApp(services, CoachRequest(prescribed(services, "negative-push-up"), None))
    else:
        fill(services)
        app = DemoApp(services, first_sets(services))
    async with app.run_test(size=(80, 24)) as pilot:
        while not isinstance(app.screen, CoachScreen):
            await pilot.pause()
        await settle(pilot)
        assert not painted
        app.screen.dismiss(None)
        while not painted:
            await pilot.pause()


async def test_home_is_seen_where_nothing_can_be_started(
    services: Services, painted: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unfinished() -> None:
        raise NegcoachError("The database is locked.")

    monkeypatch.setattr(services.journal, "unfinished", unfinished)
    app = NegcoachApp(services, CoachRequest(prescribed(services, "negative-push-up"), None))
    async with app.run_test(size=(80, 24)) as pilot:
        while not painted:
            await pilot.pause()
        await settle(pilot)
        assert isinstance(app.screen, ExercisesScreen)
        assert any("Negative push-up" in row for row in painted[-1])


async def test_the_first_frame_highlights_what_a_programme_has_today(
    services: Services, perform: Callable[..., None]
) -> None:
    something_due(services, perform)
    app = StageApp(lambda: ExercisesScreen(services))
    async with app.run_test() as pilot:
        home = app.screen
        while not home.query(ExerciseList):
            await pilot.pause()
        assert home.query_one(ExerciseList).highlighted_slug == "negative-dip"


async def test_a_session_cannot_be_ended_before_it_goes_on(services: Services, perform: Callable[..., None]) -> None:
    cut_off(services, perform)
    asked: list[object] = []

    class Asked(StageApp):
        def on_exercises_screen_finish_asked(self, message: object) -> None:
            asked.append(message)

    app = Asked(lambda: ExercisesScreen(services))
    async with app.run_test() as pilot:
        await settle(pilot)
        home = app.screen
        assert isinstance(home, ExercisesScreen)
        home.action_finish()
        await settle(pilot)
        assert not asked
        home.show_session(60_000, ("Bench press",), "", can_reopen=False)
        home.action_finish()
        await settle(pilot)
        assert len(asked) == 1


async def test_a_session_is_no_time_old_where_the_clock_was_set_back_since(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    cut_off(services, perform)
    clock.wall -= timedelta(hours=2)
    app = StageApp(lambda: ExercisesScreen(services))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert [" ".join(row.split()) for row in rows_of(app) if "SESSION" in row] == [
            "SESSION 0 min · 3 sets · Bench press"
        ]
