"""What moves on the screens can be stilled, by a setting and by the environment."""

from __future__ import annotations

from dataclasses import replace

from negcoach.app import NegcoachApp
from negcoach.screens.settings.settings import SettingsScreen
from negcoach.screens.shared.motion import is_still
from negcoach.services import Services
from tests.screens.conftest import settle


async def test_the_setting_stills_the_app_at_once_and_at_the_next_start(services: Services) -> None:
    app = NegcoachApp(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert not is_still(app)
        app.action_settings()
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, SettingsScreen)
        screen._save(motion=False)
        assert is_still(app)
        screen._save(motion=True)
        assert not is_still(app)
    services.settings = replace(services.settings, motion=False)
    assert is_still(NegcoachApp(services))
