"""A whole session that was forgotten is asked for and added."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from textual.pilot import Pilot
from textual.widgets import Input

from negcoach.coaching.keys.key_runs import HELD_MS
from negcoach.screens.history.bin import BinScreen
from negcoach.screens.history.session.add import AddScreen, ask_for_session, manual_set_from
from negcoach.services import Services
from negcoach.store.editing.editor import Editor
from negcoach.store.editing.manual_sets import ManualSet
from negcoach.store.queries.sessions.history import sessions
from negcoach.training.exercise.tempo import Tempo
from tests.screens.conftest import StageApp, rows_of, settle
from tests.services import NOW, Clock


async def test_a_forgotten_session_is_added_at_its_day(services: Services) -> None:
    app = StageApp(lambda: BinScreen(services))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        view = app.screen
        assert isinstance(view, BinScreen)
        ask_for_session(view)
        await pilot.pause()
        form = app.screen
        assert isinstance(form, AddScreen)
        for name, text in (("exercise", "nordic"), ("sets", "2"), ("reps", "5"), ("rpe", "8")):
            form.query_one(f"#{name}", Input).value = text
        await pilot.pause()
        await settle(pilot)
        assert any("Fri 24 Jul 2026" in row for row in rows_of(app))
        await pilot.press("enter")
        await pilot.pause()
        with services.database.read() as connection:
            (added,) = sessions(connection)
        assert added.started_at == NOW - timedelta(days=1)
        assert [(one.prescribed.exercise, one.load_kg, len(one.reps), one.rpe) for one in added.sets] == [
            ("nordic-curl", 0.0, 5, 8.0)
        ] * 2
        await settle(pilot)
        assert any("+  session of 24 Jul 2026, Nordic" in row for row in rows_of(app))


@asynccontextmanager
async def filled_in(services: Services, exercise: str, load: str) -> AsyncIterator[Pilot[None]]:
    """Open the form of a forgotten session with four reps of an exercise typed in."""
    app = StageApp(lambda: BinScreen(services))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        view = app.screen
        assert isinstance(view, BinScreen)
        ask_for_session(view)
        await settle(pilot)
        form = app.screen
        assert isinstance(form, AddScreen)
        for name, text in (("exercise", exercise), ("reps", "4"), ("load", load), ("tempo", "5-0-A-0")):
            form.query_one(f"#{name}", Input).value = text
        await settle(pilot)
        yield pilot


def loads(services: Services) -> list[float]:
    """Return the load of the first set of each session, newest first."""
    with services.database.read() as connection:
        return [one.sets[0].load_kg for one in sessions(connection)]


async def test_a_forgotten_load_that_may_be_a_slip_is_asked_about_once(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=3, load_kg=35)
    async with filled_in(services, "bench-press", "350") as pilot:
        for entered, ms, stored in ((1, 0, [35]), (2, 0, [35]), (3, HELD_MS, [350, 35])):
            clock.advance(ms)
            await pilot.press("enter")
            await settle(pilot)
            assert loads(services) == stored, entered


async def test_of_what_is_added_to_the_body_nothing_is_asked(services: Services, perform: Callable[..., None]) -> None:
    perform("negative-chin-up", days_ago=3, load_kg=5.0)
    async with filled_in(services, "negative-chin-up", "12.5") as pilot:
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, BinScreen)
        assert loads(services) == [12.5, 5]


async def test_a_set_like_another_has_its_tempo_until_another_exercise_is_named(services: Services) -> None:
    begin = datetime(2026, 7, 23, 18, tzinfo=NOW.tzinfo)
    slow = ManualSet(services.library[0], Tempo.parse("8-0-A-0"), 80.0, 4)
    Editor(services.database).add_session(begin, slow, NOW)
    with services.database.read() as connection:
        (stored,) = sessions(connection)
    library = (replace(services.library[0], name="Renamed since"), *services.library[1:])
    app = StageApp(lambda: AddScreen("A forgotten set", manual_set_from, library, "kg", like=stored.sets[0]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        form = app.screen
        assert isinstance(form, AddScreen)
        assert (form.form.text_of("exercise"), form.form.text_of("tempo")) == ("Renamed since", "8-0-A-0")
        form.query_one("#exercise", Input).value = library[1].name
        await pilot.pause()
        assert form.form.text_of("tempo") == str(library[1].tempo)


async def test_what_lacks_is_said_and_esc_adds_nothing(services: Services) -> None:
    app = StageApp(lambda: BinScreen(services))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        view = app.screen
        assert isinstance(view, BinScreen)
        ask_for_session(view)
        await pilot.pause()
        await settle(pilot)
        assert not any("✕" in row or "fatigue" in row for row in rows_of(app))
        await pilot.press("enter")
        await settle(pilot)
        assert app.focused is app.screen.query_one("#exercise")
        assert any("✕ Type a part of its name" in row for row in rows_of(app))
        await pilot.press("escape")
        assert app.screen is view
        with services.database.read() as connection:
            assert sessions(connection) == []
