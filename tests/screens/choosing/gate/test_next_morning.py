"""On the morning after a tendon was trained digits say how much it hurts; nobody has to say it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from negcoach.coaching.advice.recent_training import read_recent_training
from negcoach.screens.choosing.gate.next_morning_screen import NextMorningScreen
from negcoach.services import Services
from negcoach.store.queries.sessions.history import sessions
from negcoach.training.progress.pain import levels_text
from negcoach.training.terms import Side
from tests.screens.choosing.gate.first_app import FirstApp
from tests.screens.conftest import rows_of, settle


def mornings(services: Services) -> list[str]:
    with services.database.read() as connection:
        return [levels_text(one.next_morning) for record in sessions(connection) for one in record.sets]


@pytest.mark.parametrize(
    ("keys", "kept", "passes"),
    [
        ("6 enter", "left 6", True),
        ("1 0 enter", "left 10", True),
        ("8 tab tab backspace enter", "left 9", True),
        ("2 s 6 enter", "left 2, right 6", True),
        ("1 s 0 s 6 enter", "left 6, right 0", True),
        ("shift+tab 6 enter", "right 6", True),
        ("enter", "", True),
        ("7 7 enter", "left 7", True),
        ("6 s 1 backspace backspace enter", "left 6", True),
        ("0 backspace enter", "", True),
        ("escape", "", False),
    ],
)
async def test_what_is_typed_answers_enter_alone_leaves_it_out(
    services: Services, perform: Callable[..., None], keys: str, kept: str, passes: bool
) -> None:
    perform("heel-drop", days_ago=1, load_kg=10.0, sets=2, sides=tuple(Side))
    heel_drop = services.exercise("heel-drop")
    assert heel_drop is not None
    app = FirstApp(services, heel_drop)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.screen, NextMorningScreen)
        assert "How much does it hurt this morning?" in "\n".join(rows_of(app))
        await pilot.press(*keys.split())
        await settle(pilot)
        assert app.stage.results == [heel_drop if passes else None]
    assert mornings(services) == ["", kept]
    less = read_recent_training(services, heel_drop).advice.prescription
    assert (less.sets, less.load_kg) == ((5, 5.0) if kept else (6, 10.0))


async def test_only_the_side_that_was_trained_is_asked(services: Services, perform: Callable[..., None]) -> None:
    perform("heel-drop", days_ago=1, sides=[Side.RIGHT])
    heel_drop = services.exercise("heel-drop")
    assert heel_drop is not None
    app = FirstApp(services, heel_drop)
    async with app.run_test() as pilot:
        await settle(pilot)
        shown = "\n".join(rows_of(app))
        assert "pain right" in shown and "left" not in shown and "other side" not in shown
        await pilot.press("4", "s", "enter")
        await settle(pilot)
    assert mornings(services) == ["", "", "right 4"]


@pytest.mark.parametrize("days_ago", [(0.1, 1), (2,), ()])
async def test_it_is_asked_once_and_only_on_the_morning_after(
    services: Services, perform: Callable[..., None], days_ago: tuple[float, ...]
) -> None:
    for ago in days_ago:
        perform("heel-drop", days_ago=ago)
    heel_drop = services.exercise("heel-drop")
    assert heel_drop is not None
    app = FirstApp(services, heel_drop)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert app.stage.results == [heel_drop]
