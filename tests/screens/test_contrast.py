"""Every text on every screen is legible in every theme that can be chosen."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from textual.app import App
from textual.pilot import Pilot

from negcoach.app import NegcoachApp
from negcoach.config.settings import theme_names
from negcoach.config.settings.settings import SETTINGS
from negcoach.services import Services
from negcoach.store.editing.body import Body
from negcoach.training.progress.soreness import Question
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import StopReason
from negcoach.widgets.themes.contrast import ENHANCED, TEXT
from negcoach.widgets.themes.themes import HIGH_CONTRAST, TERMINAL, show_theme
from tests.screens.choosing.test_choosing_pictures import RATINGS, STEPS, UNKNOWN
from tests.screens.coaching.rest.test_next_bar import GYM
from tests.screens.coaching.stage import on_the_bench, three_reps
from tests.screens.conftest import settle, started, until_drawn
from tests.screens.contrast import coloured, faint_pairs
from tests.screens.plans.conftest import SOME, write_plans
from tests.screens.programmes.conftest import half_way
from tests.services import HEALTHY, Clock, prescribed
from tests.store.histories import add_lifted

SIZES = [(80, 24), (120, 40)]
NAMES = [f"{width}x{height}" for width, height in SIZES]

THEMES = (
    theme_names.THEMES if os.environ.get("NEGCOACH_TEST_ALL_THEMES") else ("dark", "light", HIGH_CONTRAST, TERMINAL)
)
"""Our own themes or, where it is asked for, all: that takes five times as long. What each is made of is tried in
``tests/widgets/themes``."""

TO_THEME = [setting.key for setting in SETTINGS].index("theme")
"""The lines from the first setting to the theme."""

JOURNEY: dict[str, tuple[str, tuple[str, ...]]] = {
    "home": ("ExercisesScreen", ()),
    "home, searching": ("ExercisesScreen", (*"pull",)),
    "home, its card": ("ExercisesScreen", ("tab",)),
    "palette": ("Palette", ("ctrl+p",)),
    "theme": ("ThemeScreen", ("ctrl+s", *["down"] * TO_THEME, "enter")),
    "help": ("HelpScreen", ("f1",)),
    "tour": ("TourScreen", ("f5",)),
    "settings": ("SettingsScreen", ("ctrl+s", "down", "down", "down")),
    "settings, typing": ("SettingsScreen", ("ctrl+s", "9", "9", "9")),
    "equipment": ("EquipmentScreen", ("ctrl+s", "e")),
    "sessions": ("HistoryScreen", ("f3",)),
    "sessions, filtering": ("HistoryScreen", ("f3", "slash", *"bench")),
    "sessions, mistyped": ("HistoryScreen", ("f3", "slash", *"since:x")),
    "sessions, none found": ("HistoryScreen", ("f3", "slash", *"zzz")),
    "sessions, deleting": ("HistoryScreen", ("f3", "d")),
    "sessions, adding": ("AddScreen", ("f3", "a")),
    "visits": ("VisitsScreen", ("f3", "J")),
    "comparison": ("CompareScreen", ("f3", "c", "down", "c")),
    "session": ("SessionScreen", ("f3", "enter")),
    "session, a set": ("SessionScreen", ("f3", "enter", "down", "down")),
    "session, editing": ("FieldsScreen", ("f3", "enter", "e")),
    "session, editing a rep": ("FieldsScreen", ("f3", "enter", "down", "down", "e")),
    "session, adding a set": ("AddScreen", ("f3", "enter", "a")),
    "session, moving a set": ("RegroupScreen", ("f3", "enter", "down", "m")),
    "exercise": ("TrendsScreen", ("f3", "2")),
    "exercise, records": ("TrendsScreen", ("f3", "2", "tab")),
    "exercise, searching": ("TrendsScreen", ("f3", "2", "slash", "b")),
    "calendar": ("CalendarScreen", ("f3", "3")),
    "calendar, another day": ("CalendarScreen", ("f3", "3", "left", "up")),
    "body": ("BodyScreen", ("f3", "4")),
    "body, its log": ("BodyScreen", ("f3", "4", "tab")),
    "body, a weight": ("EntryScreen", ("f3", "4", "w")),
    "body, a 1RM": ("EntryScreen", ("f3", "4", "m")),
    "body, soreness": ("SorenessScreen", ("f3", "4", "s", "5", "3")),
    "bin": ("BinScreen", ("f3", "d", "5")),
    "bin, edits": ("BinScreen", ("f3", "d", "5", "tab")),
    "import": ("ImportScreen", ("f3", "i")),
    "plans": ("PlansScreen", ("f6",)),
    "plan": ("PlanScreen", ("f6", "e")),
    "plan, an exercise": ("FieldsScreen", ("f6", "e", "enter")),
    "plan, deleting": ("ConfirmScreen", ("f6", "d")),
    "programmes": ("ProgrammesScreen", ("f7",)),
    "programmes, another": ("ProgrammesScreen", ("f7", "down", "down")),
    "form": ("PrescriptionScreen", ("enter",)),
    "form, wrong": ("PrescriptionScreen", ("enter", "shift+tab", *"100", "tab", *"130", "tab", *"99")),
    "test": ("GuidedTestScreen", ("f8",)),
}
"""The screens, and the keys that lead there from the home screen."""

PARTS = [tuple(JOURNEY)[start : start + 6] for start in range(0, len(JOURNEY), 6)]
"""The journey in parts that can be made side by side."""


@pytest.fixture(autouse=True)
def in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def trained(services: Services, perform: Callable[..., None]) -> Services:
    """A lifter with some weeks of everything that can be shown."""
    services.database.connection.execute("PRAGMA synchronous = OFF")
    services.settings = replace(services.settings, colours="full")
    services.lifter.store_health_answers(HEALTHY, services.now())
    half_way(services, perform)
    for days in (30, 16, 9, 5):
        perform("bench-press", days_ago=days, load_kg=105.0, adherence=0.6 + days / 100)
        perform("nordic-curl", days_ago=days - 0.05, sets=2, stop=StopReason.TEMPO_LOSS)
    body = Body(services.database)
    for day in range(0, 40, 2):
        at = services.now() - timedelta(days=day, hours=6)
        body.add_weight(84 - day / 60, at, at)
        body.answer({Question("chest"): day % 7, Question("biceps"): (day + 3) % 7}, at)
    muscles = {muscle for exercise in services.library for muscle in exercise.muscles}
    body.answer({Question(muscle): 1 for muscle in muscles}, services.now())
    for days in (60, 20):
        body.add_one_rm(
            "bench-press", "Bench press", 100 - days / 10, services.now() - timedelta(days=days), services.now()
        )
    with services.database.read() as connection:
        from negcoach.store.queries.sessions.history import sessions

        session_id = sessions(connection, 1)[0].id
    add_lifted(services.database, session_id, "lifted")
    write_plans(services, SOME)
    return services


async def check(app: App[None], pilot: Pilot[None], themes: tuple[str, ...]) -> list[str]:
    """Return what is faint on the screen in each theme, and go back to the one that was shown."""
    shown, found = app.theme, []
    with app.batch_update():  # nothing is painted in between: that takes as long again
        for theme in themes:
            show_theme(app, theme)
            for _ in range(3):  # from the app to its signal, from there to each screen, and to what they change
                await pilot.pause()
            if theme == TERMINAL:
                found += [f"{theme}: {line}" for line in coloured(app)]
            else:
                least = ENHANCED if theme == HIGH_CONTRAST else TEXT
                found += [f"{theme}: {pair}" for pair in faint_pairs(app, least)]
        show_theme(app, shown)
    await pilot.pause()
    return found


async def press(pilot: Pilot[None], clock: Clock, *keys: str) -> None:
    """Press keys, each once the screen is drawn."""
    for key in keys:
        clock.advance(1_000)
        await until_drawn(pilot.app)
        await pilot.press(key)
        await settle(pilot)


async def go_home(pilot: Pilot[None], clock: Clock) -> None:
    """Leave every screen, and what was typed on the first one."""
    while len(pilot.app.screen_stack) > 1:
        await press(pilot, clock, "escape")
    await press(pilot, clock, "escape", "escape")


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
@pytest.mark.parametrize("places", PARTS, ids=lambda places: f"{places[0]} to {places[-1]}")
async def test_every_text_is_legible(
    trained: Services, clock: Clock, places: tuple[str, ...], size: tuple[int, int]
) -> None:
    app = NegcoachApp(trained)
    found = []
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        for place in places:
            screen, keys = JOURNEY[place]
            await press(pilot, clock, *keys)
            assert type(app.screen).__name__ == screen, place
            found += [f"{place}, {faint}" for faint in await check(app, pilot, THEMES)]
            await go_home(pilot, clock)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
async def test_every_text_of_a_session_is_legible(services: Services, clock: Clock, size: tuple[int, int]) -> None:
    services.settings = replace(services.settings, own_equipment=GYM, colours="full", flash=False)
    found: list[str] = []

    async def look(place: str) -> None:
        await settle(bench.pilot)
        found.extend(f"{place}, {faint}" for faint in await check(bench.app, bench.pilot, THEMES))

    async with on_the_bench(services, clock, prescribed(services, reps=4, sets=3), size=size) as bench:
        await look("ready")
        await bench.press("space")
        for phase in (Phase.LEAD_IN, Phase.LOWER, Phase.LIFT):
            await bench.until(phase)
            await look(phase.value)
        await bench.press("p")
        await look("paused")
        await bench.at(2_000)  # no key goes on while the helper is called
        await bench.press("q")
        await look("leaving")
    async with on_the_bench(services, clock, prescribed(services, reps=4, sets=3), size=size) as bench:
        await three_reps(bench)
        await look("rest")
        await bench.press("8")
        await look("rest, rated")
        await bench.at(200_000)
        await look("rest, over")
        await bench.press("q")
        await look("rest, leaving")
        await bench.press("y")
        await look("summary")
        bench.app.notify("Not heard", title="Sound", severity="error")
        bench.app.notify("Not heard", severity="warning")
        bench.app.notify("Saved")
        await look("notices")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
@pytest.mark.parametrize("shown", [shown for shown in STEPS if STEPS[shown]])
async def test_every_text_before_a_set_is_legible(
    services: Services, clock: Clock, shown: str, size: tuple[int, int]
) -> None:
    if shown not in UNKNOWN:
        services.lifter.store_health_answers(HEALTHY, services.now())
    if shown in RATINGS:
        services.lifter.set_one_rm("bench-press", 100, services.now())
        Body(services.database).answer({Question("chest"): RATINGS[shown]}, services.now())
    app = NegcoachApp(services)
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        await press(pilot, clock, *STEPS[shown])
        found = await check(app, pilot, THEMES)
    assert not found, "\n".join(found)
