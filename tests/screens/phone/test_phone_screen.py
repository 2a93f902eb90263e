"""The screen that pairs a phone: its pictures, the QR code in every theme, and its keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

pytest.importorskip("segno")

from negcoach.app import PHONE_NOT_INSTALLED, NegcoachApp
from negcoach.config.settings.theme_names import THEMES
from negcoach.remote.messages import Failed, Silent
from negcoach.remote.qr_code import qr_squares
from negcoach.screens.choosing.exercises import ExercisesScreen
from negcoach.screens.phone.link import PhoneLink
from negcoach.screens.phone.phone_screen import PhoneScreen
from negcoach.services import Services
from negcoach.widgets.themes.contrast import ENHANCED, TEXT
from negcoach.widgets.themes.themes import HIGH_CONTRAST, TERMINAL, show_theme
from tests.screens.coaching.stage import on_the_bench
from tests.screens.conftest import StageApp, rows_of, settle
from tests.screens.contrast import coloured, faint_pairs
from tests.screens.phone.fake import FakePhone
from tests.services import Clock

SIZES = [(40, 12), (80, 24), (120, 40), (200, 50)]


class PairingApp(StageApp):
    """An app with this screen alone, its phone a fake one."""

    def __init__(self, services: Services) -> None:
        super().__init__(self._open)
        self.services = services
        self.off = False
        self.phone: FakePhone | None = None

    def _open(self) -> PhoneScreen:
        def switch_on(say: Callable[..., None]) -> FakePhone:
            self.phone = FakePhone(say)
            return self.phone

        self.link = PhoneLink(self, self.services.clock, switch_on)  # type: ignore[arg-type]
        return PhoneScreen(self.link, self._switch_off)

    def _switch_off(self) -> None:
        self.off = True


async def say(pilot: Pilot[None], app: PairingApp, state: str) -> None:
    """Have the phone be as a state says, and look at it."""
    assert app.phone is not None
    if state == "failed":
        app.phone.say(Failed("The page for the phone cannot be served: Address in use."))
    elif state == "silent":
        app.phone.state(connected=True)
        app.phone.say(Silent())
    elif state != "starting":
        app.phone.state(connected=state == "connected", paired=state != "waiting")
    await pilot.pause()
    screen = app.screen
    assert isinstance(screen, PhoneScreen)
    screen._look()
    await settle(pilot)


@pytest.mark.parametrize("theme", THEMES)
async def test_the_code_is_dark_on_light_in_every_theme_and_holds_each_square(services: Services, theme: str) -> None:
    app = PairingApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        show_theme(app, theme)
        await settle(pilot)
        await say(pilot, app, "waiting")
        code = app.screen.query_one("#code", Static)
        region = code.region
        squares = [list(row) for row in qr_squares("http://192.168.1.20:8642/#482913")]
        seen: list[list[bool]] = []
        for y in range(region.y, region.bottom):
            top: list[bool] = []
            bottom: list[bool] = []
            strip = app.screen._compositor.render_strips()[y].crop(region.x, region.right)
            for segment in strip:
                style = segment.style
                assert style is not None
                back = _lightness(style.bgcolor)
                for char in segment.text:
                    fore = _lightness(style.color) if char != " " else back
                    top.append((fore if char in "▀█" else back) < 0.3)
                    bottom.append((fore if char in "▄█" else back) < 0.3)
                    assert {fore > 0.7 or fore < 0.3, back > 0.7 or back < 0.3} == {True}
            seen += [top, bottom]
        assert seen[: len(squares)] == squares
        assert not any(any(row) for row in seen[len(squares) :])


@pytest.mark.parametrize("state", ["waiting", "connected", "lost", "silent", "failed"])
@pytest.mark.parametrize("theme", ["dark", "light", HIGH_CONTRAST, TERMINAL])
async def test_its_texts_are_legible(services: Services, theme: str, state: str) -> None:
    app = PairingApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        show_theme(app, theme)
        await settle(pilot)
        await say(pilot, app, state)
        if theme == TERMINAL:
            app.screen.query_one("#code").display = False  # it has colours in every theme
            await settle(pilot)
            assert list(coloured(app)) == []
        else:
            assert list(faint_pairs(app, ENHANCED if theme == HIGH_CONTRAST else TEXT)) == []


def _lightness(colour: object) -> float:
    assert colour is not None
    red, green, blue = colour.get_truecolor()  # type: ignore[attr-defined]
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("starting", "Starting"),
        ("waiting", "No phone yet."),
        ("connected", "Connected: it is the clicker."),
        ("lost", "The phone is not there."),
        ("silent", "does not answer"),
        ("failed", "cannot be served"),
    ],
)
async def test_it_says_how_the_phone_is(services: Services, state: str, shown: str) -> None:
    app = PairingApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await say(pilot, app, state)
        rows = "\n".join(rows_of(app))
        assert shown in rows
        assert ("482 913" in rows) is (state in ("waiting", "lost"))


async def test_its_keys_make_a_new_code_and_switch_the_phone_off(services: Services) -> None:
    app = PairingApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await say(pilot, app, "waiting")
        assert app.phone is not None
        screen = app.screen
        assert isinstance(screen, PhoneScreen)
        screen.action_renew()
        assert app.phone.renewed
        screen.action_switch_off()
        assert app.off


async def test_the_palette_opens_it_and_says_where_libraries_are_missing(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[FakePhone] = []

    def open_phone(_: str, say: Callable[..., None]) -> FakePhone:
        made.append(FakePhone(say))
        return made[-1]

    monkeypatch.setattr("negcoach.remote.phone.Phone", open_phone)
    monkeypatch.setattr("negcoach.remote.local_address.local_address", lambda: "192.168.1.20")
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        assert not made, "it is off until it is switched on"
        app.action_phone()
        await bench.pilot.pause()
        assert isinstance(app.screen, PhoneScreen)
        made[0].state(connected=False, paired=False)
        await bench.press("escape")
        assert isinstance(app.screen, ExercisesScreen)
        app.action_phone()
        await bench.pilot.pause()
        assert len(made) == 1, "it is still on"
        await bench.press("o")
        assert made[0].closed
        assert isinstance(app.screen, ExercisesScreen)
        monkeypatch.setattr("negcoach.remote.libraries.missing_libraries", lambda: ("websockets",))
        app.action_phone()
        await bench.pilot.pause()
        assert [note.message for note in app._notifications] == [PHONE_NOT_INSTALLED]
        assert isinstance(app.screen, ExercisesScreen)


async def test_leaving_the_app_lets_the_phone_go(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[FakePhone] = []

    def open_phone(address: str, say: Callable[..., None]) -> FakePhone:
        assert address == "192.168.1.20"
        made.append(FakePhone(say))
        return made[-1]

    monkeypatch.setattr("negcoach.remote.phone.Phone", open_phone)
    app = NegcoachApp(services, phone_address="192.168.1.20")
    async with on_the_bench(services, clock, app=app) as bench:
        assert isinstance(app.screen, PhoneScreen)
        await bench.press("escape")
        assert isinstance(app.screen, ExercisesScreen)
        assert not made[0].closed
    assert made[0].closed
