"""The places that need a lifter, a phone or a piece of work of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from threading import Event
from typing import cast

from textual.screen import Screen

from negcoach.app import NegcoachApp
from negcoach.coaching.gate.full_rep import ask_full_rep
from negcoach.coaching.gate.gate import ask_first
from negcoach.coaching.gate.readiness import WORD
from negcoach.coaching.session.agenda import Agenda
from negcoach.coaching.session.running_session import RunningSession
from negcoach.config.plans import load_plans
from negcoach.screens.choosing.gate.screen_asker import ScreenAsker
from negcoach.screens.coaching.quit import QuitScreen
from negcoach.screens.help.doctor import DoctorScreen
from negcoach.screens.importing.import_dialogs import WritingScreen
from negcoach.screens.plans.agenda import AgendaScreen
from negcoach.screens.shared.working import OnProgress, WorkingScreen
from negcoach.training.terms import Side
from negcoach.transfer.importer import CancelledError, ImportAnswers, Importer
from negcoach.transfer.preview import Preview
from tests.screens.conftest import WAIT_S, StageApp, hold, rows_of, settle, started
from tests.screens.every.walks import Kit, Look, Size, Way, name_of, press, settle_all
from tests.screens.help.test_doctor import FINDINGS
from tests.screens.phone.test_phone_screen import PairingApp, say
from tests.screens.plans.conftest import SOME, write_plans
from tests.screens.test_ways_to_a_set import Lifter

Begin = Callable[[Lifter], NegcoachApp]
Show = Callable[[Lifter, NegcoachApp], object]


def _unfinished(lifter: Lifter) -> NegcoachApp:
    lifter.is_known()
    return lifter.app("cut off", load_kg=105.0)


def _sore(lifter: Lifter) -> NegcoachApp:
    lifter.is_known()
    lifter.perform("bench-press", days_ago=10 / 24, load_kg=105)
    return lifter.app("command line")


def _over_cap(lifter: Lifter) -> NegcoachApp:
    lifter.is_known()
    lifter.perform("bench-press", days_ago=5, load_kg=115)
    return lifter.app("command line", load_kg=125.0)


def _doubted(lifter: Lifter) -> NegcoachApp:
    lifter.is_known(one_rm_kg=None)
    return lifter.app("command line", load_kg=400.0)


def _next_morning(lifter: Lifter, app: NegcoachApp) -> object:
    lifter.perform("heel-drop", days_ago=1, load_kg=10.0, sets=2, sides=tuple(Side))
    asker = ScreenAsker(app, lifter.services)
    return app.run_worker(ask_first(asker, lifter.services, lifter.exercise("heel-drop")))


def _full_rep(lifter: Lifter, app: NegcoachApp) -> object:
    for days_ago in (9, 6, 3):
        lifter.perform("negative-pull-up", days_ago=days_ago, reps=5, tempo="8-0-A-1", adherence=1.6)
    asker, session = ScreenAsker(app, lifter.services), RunningSession(lifter.services)
    return app.run_worker(ask_full_rep(asker, session, lifter.exercise("negative-pull-up")))


def _agenda(lifter: Lifter, app: NegcoachApp) -> object:
    write_plans(lifter.services, SOME)
    plan = load_plans(lifter.services.config_path.parent)[0]
    return app.push_screen(AgendaScreen(lifter.services, Agenda.of(plan), lambda changed: None, between=True))


def _quit(lifter: Lifter, app: NegcoachApp) -> object:
    return app.push_screen(QuitScreen(["Bench press", "Bench press", "Nordic hamstring curl"], 3))


def _doctor(lifter: Lifter, app: NegcoachApp) -> object:
    return app.push_screen(DoctorScreen(lambda: iter(FINDINGS)))


FROM_THE_START: dict[str, tuple[str, Begin, tuple[str, ...]]] = {
    "unfinished": ("UnfinishedScreen", _unfinished, ()),
    "sore before a set": ("SorenessBeforeSetScreen", _sore, ("4",)),
    "over the cap": ("CapScreen", _over_cap, ("enter", *"12")),
    "a doubtful load": ("DoubtedLoadScreen", _doubted, (*WORD, "enter")),
}
"""The screen at each place that an app leads to by itself, and the keys that are pressed on the way."""

SHOWN: dict[str, tuple[str, Show]] = {
    "next morning": ("NextMorningScreen", _next_morning),
    "full rep": ("FullRepScreen", _full_rep),
    "left of a plan": ("AgendaScreen", _agenda),
    "quitting": ("QuitScreen", _quit),
    "doctor": ("DoctorScreen", _doctor),
}
"""The screens that are shown on the home screen of a lifter who is known."""


async def _from_the_start(place: str, kit: Kit, size: Size, look: Look) -> None:
    screen, begin, keys = FROM_THE_START[place]
    app = begin(Lifter(kit.services, kit.clock, kit.perform))
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        await press(pilot, kit.clock, *keys)
        assert name_of(app) == screen, place
        await look(place, app, pilot)


async def _shown(place: str, kit: Kit, size: Size, look: Look) -> None:
    screen, show = SHOWN[place]
    lifter = Lifter(kit.services, kit.clock, kit.perform)
    lifter.is_known()
    app = NegcoachApp(kit.services)
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        show(lifter, app)
        async with asyncio.timeout(WAIT_S):
            while name_of(app) != screen:
                await pilot.pause()
        await settle_all(pilot)
        await look(place, app, pilot)


async def _phone(kit: Kit, size: Size, look: Look) -> None:
    app = PairingApp(kit.services)
    app.own_keymap = kit.services.keymap
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for state in ("waiting", "connected"):
            await say(pilot, app, state)
            await look(f"phone, {state}", app, pilot)


async def _working(kit: Kit, size: Size, look: Look) -> None:
    may_end = Event()

    def work(on_progress: OnProgress) -> str:
        """Say that half is done, and wait: of other shares Textual draws half a cell more before the first layout."""
        on_progress(600, 1_200)
        may_end.wait(WAIT_S)
        return ""

    class HeldImporter(Importer):
        """An importer that is at work as long as it is looked at."""

        def __init__(self) -> None:
            """Read no file."""

        def run(self, *arguments: object) -> Preview:
            work(cast("OnProgress", arguments[-1]))
            raise CancelledError

    def say_nothing(on_progress: OnProgress) -> str:
        """Wait."""
        may_end.wait(WAIT_S)
        return ""

    shown: dict[str, tuple[Screen[object], str]] = {
        "writing": (WritingScreen(kit.services, HeldImporter(), ImportAnswers()), "50%"),  # type: ignore[dict-item]
        "working": (WorkingScreen("Writing the export", work, lambda text: None, lambda error: None), "50%"),  # type: ignore[dict-item]
        "working, not counted": (
            WorkingScreen("Writing the export", say_nothing, lambda text: None, lambda error: None),  # type: ignore[dict-item]
            "half a minute",
        ),
    }
    for place, (screen, sign) in shown.items():
        may_end.clear()
        app = StageApp(partial(lambda screen: screen, screen))
        async with app.run_test(size=size) as pilot:
            async with asyncio.timeout(WAIT_S):
                while sign not in "".join(rows_of(app)):
                    await pilot.pause(0.01)
            hold(app)
            await look(place, app, pilot)
            may_end.set()


ALONE = {
    place: Way(partial(_from_the_start, place), {place: screen}) for place, (screen, _, _) in FROM_THE_START.items()
}
ALONE |= {one: Way(partial(_shown, one), {one: screen}) for one, (screen, _) in SHOWN.items()}
ALONE |= {
    "phone": Way(_phone, {"phone, waiting": "PhoneScreen", "phone, connected": "PhoneScreen"}),
    "working": Way(
        _working,
        {"writing": "WritingScreen", "working": "WorkingScreen", "working, not counted": "WorkingScreen"},
    ),
}
