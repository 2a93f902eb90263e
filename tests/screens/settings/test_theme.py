"""Choosing a theme: each is shown while it is highlighted, and kept or not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import OptionList

from negcoach.app import NegcoachApp
from negcoach.config.settings.settings import load_settings, save_settings
from negcoach.screens.settings.settings import SettingsScreen
from negcoach.screens.settings.theme import ThemeScreen
from negcoach.services import Services
from tests.screens.conftest import StageApp, settle, started


def on_settings(services: Services) -> StageApp:
    return StageApp(lambda: SettingsScreen(services, lambda settings: services.player))


async def test_the_list_shows_each_theme_and_keeps_the_chosen_one(services: Services) -> None:
    app = on_settings(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        settings = app.screen.query_one("#settings", OptionList)
        settings.highlighted = settings.get_option_index("theme")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, ThemeScreen)
        await pilot.press("down")
        await settle(pilot)
        assert app.theme == "light" and services.settings.theme == "dark"
        await pilot.press("escape")
        await settle(pilot)
        assert app.theme == "dark" and not services.config_path.exists()
        await pilot.press("enter", "down", "down", "enter")
        await settle(pilot)
    assert app.theme == services.settings.theme == load_settings(services.config_path).theme == "high-contrast"


async def test_a_step_in_the_settings_is_seen_at_once(services: Services) -> None:
    app = on_settings(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        settings = app.screen.query_one("#settings", OptionList)
        settings.highlighted = settings.get_option_index("theme")
        await pilot.press("right")
        await settle(pilot)
        assert app.theme == load_settings(services.config_path).theme == "light"
        await pilot.press("d")
        await settle(pilot)
        assert app.theme == load_settings(services.config_path).theme == "dark"


async def test_the_palette_leads_to_the_themes_and_the_app_begins_with_the_kept_one(services: Services) -> None:
    app = NegcoachApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        assert "Theme" in [command.title for command in app.get_system_commands(app.screen)]
        app.action_theme()
        await settle(pilot)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert load_settings(services.config_path).theme == "light"
    assert NegcoachApp(services).theme == "light"
    assert NegcoachApp(services, theme="nord").theme == "nord"


async def test_in_a_session_nothing_but_the_theme_is_taken_from_the_file(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = NegcoachApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        save_settings(services.config_path, replace(services.settings, stop_single_percent=0))  # from another terminal
        rules = services.settings.stop_rules
        monkeypatch.setattr(NegcoachApp, "_in_session", True)
        app.action_theme()
        await settle(pilot)
        await pilot.press("down", "enter")
        await settle(pilot)
    assert services.settings.stop_rules == rules
    assert services.settings.theme == load_settings(services.config_path).theme == "light"
    assert load_settings(services.config_path).stop_single_percent == 0


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (30, 5)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_list_fits(services: Services, size: tuple[int, int]) -> None:
    app = StageApp(ThemeScreen)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("pagedown", "end", "home", "down")
        await settle(pilot)
        assert app.theme == "light"
        listed = app.screen.query_one(OptionList).region
        assert listed.right <= size[0]
