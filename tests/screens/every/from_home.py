"""The places that keys lead to from the home screen, with a history of everything."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

from textual.pilot import Pilot

from negcoach.app import NegcoachApp
from negcoach.config.settings.settings import SETTINGS
from negcoach.services import Services
from negcoach.store.editing.body import Body
from negcoach.store.queries.sessions.history import sessions
from negcoach.training.progress.soreness import Question
from negcoach.training.terms import StopReason
from negcoach.transfer.importer import ImportAnswers, Importer
from negcoach.transfer.sources import open_source
from tests.screens.conftest import started
from tests.screens.every.walks import Kit, Look, Size, Way, name_of, press, settle_all
from tests.screens.plans.conftest import SOME, write_plans
from tests.screens.programmes.conftest import half_way
from tests.services import HEALTHY, Clock
from tests.store.histories import add_lifted

SETTING_KEYS = [setting.key for setting in SETTINGS]
_TRANSFER = Path(__file__).parents[2] / "transfer"
_NOON = 1_784_030_400
"""A noon of 2026."""

JOURNEY: dict[str, tuple[str, tuple[str, ...]]] = {
    "home": ("ExercisesScreen", ()),
    "home, searching": ("ExercisesScreen", (*"pull",)),
    "home, its card": ("ExercisesScreen", ("tab",)),
    "palette": ("Palette", ("ctrl+p",)),
    "help": ("HelpScreen", ("f1",)),
    "tour": ("TourScreen", ("f5",)),
    "settings": ("SettingsScreen", ("ctrl+s", "down", "down", "down")),
    "settings, typing": ("SettingsScreen", ("ctrl+s", "9", "9", "9")),
    "theme": ("ThemeScreen", ("ctrl+s", *["down"] * SETTING_KEYS.index("theme"), "enter")),
    "sound packs": ("PackScreen", ("ctrl+s", *["down"] * SETTING_KEYS.index("sound_pack"), "enter", "down")),
    "equipment": ("EquipmentScreen", ("ctrl+s", "e")),
    "keys": ("KeysScreen", ("ctrl+s", "k")),
    "keys, learning": ("LearnScreen", ("ctrl+s", "k", "enter")),
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
    "calendar, a day of two": ("DayScreen", ("f3", "3", *["up"] * 5, "enter")),
    "body": ("BodyScreen", ("f3", "4")),
    "body, filtered": ("BodyScreen", ("f3", "4", "f")),
    "body, a weight": ("EntryScreen", ("f3", "4", "w")),
    "body, a doubtful weight": ("BodyWeightScreen", ("f3", "4", "w", *"184", "enter")),
    "body, a 1RM": ("EntryScreen", ("f3", "4", "m")),
    "body, soreness": ("SorenessScreen", ("f3", "4", "s", "5", "3")),
    "bin": ("BinScreen", ("f3", "d", "5")),
    "bin, edits": ("BinScreen", ("f3", "d", "5", "tab")),
    "bin, purging": ("TypedConfirmScreen", ("f3", "d", "5", "p")),
    "import": ("ImportScreen", ("f3", "i")),
    "import, asking": ("ImportScreen", ("f3", "i", "enter")),
    "import, an exercise": ("MappingScreen", ("f3", "i", "enter", "enter")),
    "import, a column": ("ColumnScreen", ("f3", "i", "down", "enter", "c")),
    "import, differences": ("DifferencesScreen", ("f3", "i", "down", "down", "enter", "k", "o", "enter")),
    "import, done": ("ImportScreen", ("f3", "i", "enter", "k", "i")),
    "plans": ("PlansScreen", ("f6",)),
    "plan": ("PlanScreen", ("f6", "e")),
    "plan, an exercise": ("FieldsScreen", ("f6", "e", "enter")),
    "plan, deleting": ("ConfirmScreen", ("f6", "d")),
    "programmes": ("ProgrammesScreen", ("f7",)),
    "programmes, another": ("ProgrammesScreen", ("f7", "down", "down")),
    "form": ("PrescriptionScreen", ("enter",)),
    "form, wrong": ("PrescriptionScreen", ("enter", "shift+tab", *"100", "tab", *"130", "tab", *"99")),
    "form, a doubtful 1RM": ("OneRmScreen", ("enter", "shift+tab", *"1000", "enter")),
    "test": ("GuidedTestScreen", ("f8",)),
}
"""The screens, and the keys that lead there from the home screen."""

_DELETE = "d"
"""The key of a deed that each place begins with anew: so that several things lie in the bin."""

_STARTS = ("home", "settings", "keys", "sessions", "comparison", "session, adding a set", "calendar", "body, a 1RM")
_STARTS += ("import", "plans", "form")
"""The places at which a part of the journey begins: the parts can be walked side by side."""

BEFORE_A_SET: dict[str, tuple[str, tuple[str, ...]]] = {
    "spotters": ("SpottersScreen", ("enter", "shift+tab", *"100", "tab", *"105", "enter")),
    "not-today": ("ReadinessScreen", ("enter", "enter")),
    "light": ("ReadinessScreen", ("enter", "f2", "enter")),
    "about": ("ExperienceScreen", ("enter", *"40")),
    "health": ("HealthScreen", ("enter", *"40", "down", *"24", "enter")),
    "alternative": ("AlternativeScreen", ("enter", *"40", "down", *"3", "enter", "right", "enter")),
    "form-filled": ("PrescriptionScreen", ("enter", "shift+tab", *"100", "tab", *"105")),
}
"""The screens between home and the coach, as a lifter with little history sees them, and the keys that lead there."""

_RATINGS = {"not-today": 6, "light": 4}
"""How sore the chest is at a place."""

_UNKNOWN = {"about", "health", "alternative"}
"""The places of a lifter of whom nothing is known."""


def train(kit: Kit) -> None:
    """Give the lifter some weeks of everything that can be shown, and files to import."""
    services, perform = kit.services, kit.perform
    services.database.connection.execute("PRAGMA synchronous = OFF")
    services.lifter.store_health_answers(HEALTHY, services.now())
    half_way(services, perform)
    for days in (30, 16, 9, 4.8):  # no two sessions at the same moment: which of them comes first would be chance
        perform("bench-press", days_ago=days, load_kg=105.0, adherence=0.6 + days / 100)
        perform("nordic-curl", days_ago=days - 0.05, sets=2, stop=StopReason.TEMPO_LOSS)
    body = Body(services.database)
    for day in range(38, -1, -2):  # as they were said: what is said now is the newest
        at = services.now() - timedelta(days=day, hours=6)
        body.add_weight(84 - day / 60, at, at)
        body.answer({Question("chest"): day % 7, Question("biceps"): (day + 3) % 7}, at)
    muscles = {muscle for exercise in services.library for muscle in exercise.muscles}
    body.answer({Question(muscle): 1 for muscle in sorted(muscles)}, services.now())
    for days in (60, 20):
        body.add_one_rm(
            "bench-press", "Bench press", 100 - days / 10, services.now() - timedelta(days=days), services.now()
        )
    with services.database.read() as connection:
        newest = sessions(connection, 1)[0]
    add_lifted(services.database, newest.id, "lifted", newest.started_at)
    write_plans(services, SOME)
    _export(services)


def _export(services: Services) -> None:
    """Put exports of other programs beside the settings; of one an older version is imported already."""
    folder = Path("Downloads")
    folder.mkdir()
    before, after = (
        (_TRANSFER / "cases" / name).read_text("utf-8").replace("2024-03", "2026-06")
        for name in ("03_rename_a.csv", "04_corrected_b.csv")
    )
    (folder / "corrected.csv").write_text(before, "utf-8")
    importer = Importer(open_source(folder / "corrected.csv"), services.library)
    importer.run(services.database, services.now(), ImportAnswers(unit="kg"))
    (folder / "corrected.csv").write_text(after.replace("Push", "Push day"), "utf-8")
    (folder / "odd.csv").write_text("Date,Exercise Name,Set Order,Lifted (kg),Reps\n2026-03-04,Squat,1,70.5,5\n")
    shutil.copyfile(_TRANSFER / "apps" / "files" / "strong-old.csv", folder / "strong-old.csv")
    for at, name in enumerate(("corrected.csv", "odd.csv", "strong-old.csv")):
        os.utime(folder / name, (_NOON + at * 86_400,) * 2)


async def _go_home(pilot: Pilot[None], clock: Clock) -> None:
    """Leave every screen, and what was typed on the first one."""
    while len(pilot.app.screen_stack) > 1:
        await press(pilot, clock, "escape")
    await press(pilot, clock, "escape", "escape")


async def _journey(places: tuple[str, ...], kit: Kit, size: Size, look: Look) -> None:
    """Go to each place from the one before, where its keys go on from there, and else from the home screen."""
    train(kit)
    app = NegcoachApp(kit.services)
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        pressed: tuple[str, ...] = ()
        for place in places:
            screen, keys = JOURNEY[place]
            if keys[: len(pressed)] != pressed or _DELETE in keys:
                await _go_home(pilot, kit.clock)
                pressed = ()
            await press(pilot, kit.clock, *keys[len(pressed) :])
            assert name_of(app) == screen, place
            await look(place, app, pilot)
            pressed = keys
        await _go_home(pilot, kit.clock)


async def _before_a_set(place: str, kit: Kit, size: Size, look: Look) -> None:
    services = kit.services
    kit.perform("bench-press", days_ago=5, load_kg=105)
    if place not in _UNKNOWN:
        services.lifter.store_health_answers(HEALTHY, services.now())
    if place in _RATINGS:
        services.lifter.set_one_rm("bench-press", 100, services.now())
        Body(services.database).answer({Question("chest"): _RATINGS[place]}, services.now())
    app = NegcoachApp(services)
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        screen, keys = BEFORE_A_SET[place]
        await press(pilot, kit.clock, *keys)
        assert name_of(app) == screen, place
        await settle_all(pilot)
        await look(place, app, pilot)


def _parts() -> Iterator[tuple[str, ...]]:
    part: list[str] = []
    for place in JOURNEY:
        if place in _STARTS and part:
            yield tuple(part)
            part = []
        part.append(place)
    yield tuple(part)


FROM_HOME = {
    part[0]: Way(partial(_journey, part), {place: JOURNEY[place][0] for place in part}) for part in _parts()
} | {place: Way(partial(_before_a_set, place), {place: BEFORE_A_SET[place][0]}) for place in BEFORE_A_SET}
