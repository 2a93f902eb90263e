"""The figure on the card: it performs a few reps at their tempo, lights up what is done, and can be stilled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

import pytest
from textual import constants
from textual.pilot import Pilot
from textual.widgets import Static

from negcoach.audio.clock import NS_PER_MS
from negcoach.config.figures import figure_of
from negcoach.config.library import load_library
from negcoach.screens.choosing.card import ExerciseCard
from negcoach.screens.choosing.exercises import ExercisesScreen
from negcoach.screens.choosing.performing_figure import REPS, PerformingFigure
from negcoach.services import Services
from negcoach.training.exercise.prescription import default_prescription
from negcoach.widgets.drawing.dots import ends_cells, figure_cells
from tests.config.test_library import write
from tests.screens.conftest import WAIT_S, StageApp, rows_of, settle
from tests.services import Clock

WIDE, HOME = (200, 50), (120, 40)


def app_of(services: Services) -> StageApp:
    return StageApp(lambda: ExercisesScreen(services))


async def whole(pilot: Pilot[None]) -> PerformingFigure:
    """Wait until all of the screen is there, and return the figure that is shown."""
    async with asyncio.timeout(WAIT_S):
        while not pilot.app.screen.query("#name"):
            await pilot.pause()
    await settle(pilot)
    return next(view for view in pilot.app.screen.query(PerformingFigure) if view.display)


def picture(view: PerformingFigure) -> str:
    """Return what a figure shows, as text."""
    return "\n".join(view.render_line(y).text for y in range(view.size.height))


def drawn(cells: list[list[object]]) -> str:
    return "\n".join("".join(" " if cell is None else cell.char for cell in row) for row in cells)  # type: ignore[attr-defined]


async def until(pilot: Pilot[None], is_so: Callable[[], bool]) -> None:
    """Wait until something is so: the figure looks at the clock some ten times a second."""
    async with asyncio.timeout(WAIT_S):
        while not is_so():
            await pilot.pause(0.01)


async def until_at(pilot: Pilot[None], clock: Clock, ms: int, is_so: Callable[[], bool]) -> None:
    """Wait until something is so at a time of the first rep: one begins anew where another place has room for it."""

    def is_so_then() -> bool:
        began_ns = next(view for view in pilot.app.screen.query(PerformingFigure) if view.display)._began_ns
        if began_ns is not None:
            clock.ns = began_ns + ms * NS_PER_MS
        return is_so()

    await until(pilot, is_so_then)


def steps(app: StageApp) -> str:
    """Return the steps that are lit up."""
    return "\n".join(row for row in rows_of(app) if "►" in row)


@pytest.mark.parametrize("size", [HOME, WIDE])
async def test_it_performs_the_rep_at_its_tempo(services: Services, clock: Clock, size: tuple[int, int]) -> None:
    app = app_of(services)
    async with app.run_test(size=size) as pilot:
        await whole(pilot)

        def performs(lowered: float, lifting: bool) -> bool:
            # Which of the two places has room for it, and how much, can change once more after the screen stood still.
            view = next(view for view in app.screen.query(PerformingFigure) if view.display)
            assert view.figure is not None and view.figure.slug == "bench-press"
            return picture(view) == drawn(figure_cells(view.figure, lowered, *view.size, lifting=lifting))

        for ms, lowered, lifting in ((0, 0.0, False), (2_500, 0.5, False), (6_500, 0.5, True), (8_500, 0.0, False)):
            await until_at(pilot, clock, ms, partial(performs, lowered, lifting))


async def test_it_stands_still_after_a_few_reps(services: Services, clock: Clock) -> None:
    app = app_of(services)
    async with app.run_test(size=WIDE) as pilot:
        view = await whole(pilot)
        assert view.figure is not None
        clock.advance(9_000 * REPS - 1)
        await until(pilot, lambda: picture(view) != drawn(ends_cells(view.figure, *view.size)))  # type: ignore[arg-type]
        clock.advance(1)
        await until(pilot, lambda: picture(view) == drawn(ends_cells(view.figure, *view.size)))  # type: ignore[arg-type]
        await until(pilot, lambda: steps(app) == "")


async def test_the_steps_light_up_as_they_come(services: Services, clock: Clock) -> None:
    app = app_of(services)
    async with app.run_test(size=WIDE) as pilot:
        await whole(pilot)
        lowering = partial(until_at, pilot, clock, 0)
        await lowering(lambda: "► Lower it evenly" in steps(app) and "► Follow it down" in steps(app))
        lifting = partial(until_at, pilot, clock, 5_100)
        await lifting(lambda: "push too, as hard" in steps(app) and "lift with your legs" in steps(app))
        assert "Lower it evenly" not in steps(app)
        await until_at(pilot, clock, 8_100, lambda: steps(app) == "")  # the hold at the top has no step of its own


async def test_another_exercise_is_performed_from_its_start(services: Services, clock: Clock) -> None:
    app = app_of(services)
    async with app.run_test(size=WIDE) as pilot:
        view = await whole(pilot)
        clock.advance(2_500)
        await pilot.press("down")
        await settle(pilot)
        assert view.figure is not None and view.figure.slug == "machine-bench-press"
        assert picture(view) == drawn(figure_cells(view.figure, 0.0, *view.size))


async def test_it_stands_still_where_animations_are_off(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "TEXTUAL_ANIMATIONS", "none")
    app = app_of(services)
    async with app.run_test(size=WIDE) as pilot:
        view = await whole(pilot)
        assert view.figure is not None
        for _ in range(3):
            assert picture(view) == drawn(ends_cells(view.figure, *view.size))
            clock.advance(2_500)
            await pilot.pause(0.1)
        assert steps(app) == ""


async def test_it_looks_for_no_screen_once_the_app_closes(services: Services, clock: Clock) -> None:
    app = app_of(services)
    async with app.run_test(size=HOME) as pilot:
        view = await whole(pilot)
        assert view.figure is not None
        exercise = services.library[0]
        screens = app._screen_stack
        shown = list(screens)
        screens.clear()  # as Textual does when it closes, while what is on the screen is still being taken down
        view.perform(
            view.figure, default_prescription(exercise, lead_in_ms=5_000, next_lead_in_ms=3_000), clock.monotonic_ns
        )
        screens.extend(shown)


async def test_in_a_low_card_it_stands_below_the_advice_and_begins_once_it_is_seen(
    services: Services, clock: Clock
) -> None:
    app = app_of(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await whole(pilot)
        card = app.screen.query_one(ExerciseCard)
        (view,) = (view for view in app.screen.query(PerformingFigure) if view.display)
        news = app.screen.query_one("#news")
        assert view.region.y > news.region.bottom - 2  # nothing of the advice gives way to it
        clock.advance(60_000)
        await pilot.pause(0.2)
        card.scroll_to(y=view.virtual_region.y, animate=False, immediate=True)
        await until(pilot, lambda: view._began_ns is not None)
        assert view.figure is not None
        clock.advance(2_500)
        await until(pilot, lambda: picture(view) == drawn(figure_cells(view.figure, 0.5, *view.size)))  # type: ignore[arg-type]


async def test_without_a_card_there_is_no_figure(services: Services) -> None:
    app = app_of(services)
    async with app.run_test(size=(40, 12)) as pilot:
        async with asyncio.timeout(WAIT_S):
            while not app.screen.query("#name"):
                await pilot.pause()
        await settle(pilot)
        assert not any(view.is_on_screen for view in app.screen.query(PerformingFigure))


async def test_an_own_exercise_takes_over_the_figure_of_another(services: Services) -> None:
    folder = services.config_path.parent
    folder.mkdir(parents=True, exist_ok=True)
    write(folder, '[[exercise]]\nname = "Axle row"\nfamily = "overload"\nfigure = "tempo-row"\n')
    services.library = load_library(folder)
    app = app_of(services)
    async with app.run_test(size=WIDE) as pilot:
        view = await whole(pilot)
        await pilot.press(*"axle")
        await settle(pilot)
        assert view.display
        assert view.figure == figure_of("tempo-row")


async def test_of_another_ones_figure_no_steps_are_counted_but_those_that_say_their_phase_light_up(
    services: Services, clock: Clock
) -> None:
    folder = services.config_path.parent
    folder.mkdir(parents=True, exist_ok=True)
    text = '[[exercise]]\nname = "Axle press"\nfamily = "overload"\nfigure = "bench-press"\nlifter_steps = '
    write(folder, text + '["Lie down.", "Lower the axle.", "On SPOTTER LIFT, push.", "Rest.", "Smile."]\n')
    services.library = load_library(folder)
    app = app_of(services)
    async with app.run_test(size=WIDE) as pilot:
        await whole(pilot)
        await pilot.press(*"axle")
        await settle(pilot)
        await until(pilot, lambda: "► Lower the axle" in steps(app))
        clock.advance(5_500)
        await until(pilot, lambda: "► On SPOTTER LIFT, push" in steps(app))
        assert "Lower the axle" not in steps(app) and "Smile" not in steps(app)


async def test_an_exercise_without_a_figure_has_a_card_all_the_same(services: Services) -> None:
    folder = services.config_path.parent
    folder.mkdir(parents=True, exist_ok=True)
    write(folder, '[[exercise]]\nname = "Axle hold"\nfamily = "overload"\n')
    services.library = load_library(folder)
    assert figure_of(services.library[-1].slug) is None
    app = app_of(services)
    async with app.run_test(size=WIDE) as pilot:
        view = await whole(pilot)
        await pilot.press(*"axle")
        await settle(pilot)
        assert "Axle hold" in str(app.screen.query_one("#name", Static).content)
        assert not view.display
        await pilot.press("escape")
        await settle(pilot)
        assert view.display or view.figure is not None
