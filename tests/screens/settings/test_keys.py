"""The screen of the keys: a key is given by pressing it, is saved at once, and acts at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from negcoach.app import NegcoachApp
from negcoach.config.settings.keys import OwnKeys
from negcoach.config.settings.settings import load_settings
from negcoach.keys.actions import ACTIONS, GROUPS
from negcoach.keys.keymap import USUAL, Keymap
from negcoach.presses.press import Press
from negcoach.screens.choosing.exercises import ExercisesScreen
from negcoach.screens.history.sessions import HistoryScreen
from negcoach.screens.settings.keys import ActionList, KeysScreen, LearnScreen
from negcoach.screens.settings.settings import SettingsScreen
from negcoach.screens.shared.keys.fresh_keys import DevicePress
from negcoach.services import Services
from tests.screens.coaching.stage import NAMES, WITH_TINY, Bench, on_the_bench
from tests.screens.conftest import SIZES, StageApp, rows_of, settle, text_of
from tests.services import Clock

SIZE_NAMES = [f"{width}x{height}" for width, height in SIZES]


def shown(bench: Bench) -> str:
    return " ".join(" ".join(rows_of(bench.app)).split())


def highlight(bench: Bench, action: str) -> None:
    for actions in bench.app.screen.query(ActionList):
        if any(option.id == action for option in actions.options):
            actions.highlighted = actions.get_option_index(action)
            actions.focus()


async def learn(bench: Bench, action: str) -> LearnScreen:
    """Open the keys from the settings, and the dialog for an action."""
    if not isinstance(bench.app.screen, KeysScreen):
        await bench.press("ctrl+s", "k")
    assert isinstance(bench.app.screen, KeysScreen)
    highlight(bench, action)
    await bench.press("enter")
    screen = bench.app.screen
    assert isinstance(screen, LearnScreen)
    return screen


def note(screen: LearnScreen) -> str:
    return text_of(screen.query_one("#note", Static))


async def test_a_key_is_learned_by_pressing_it(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        screen = await learn(bench, "coach.next")
        await bench.press("f13")
        assert note(screen) == "✓ F13 is its key now."
        assert "F13, Space, Enter, PageDown, → or ↓" in shown(bench)
        assert load_settings(services.config_path).own_keys.keymap.keys("coach.next")[0] == "f13"
        await bench.press("space", "right", "down")
        assert note(screen) == "✓ ↓ is no longer its key."
        assert services.keymap.own == {"coach.next": ("f13", "enter", "pagedown")}
        await bench.press("pagedown")
        assert note(screen) == "PageDown always stays its key."
        await bench.press("backspace")
        assert note(screen) == "✓ It has its usual keys."
        assert services.keymap == USUAL
        await bench.press("escape")
        assert isinstance(bench.app.screen, KeysScreen)


async def test_a_key_of_the_next_thing_is_said_to_go_on_through_pages_too(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, app=NegcoachApp(services)) as bench:
        await learn(bench, "coach.next")
        await bench.press("f12", "escape")
        highlight(bench, "page.on")
        await settle(bench.pilot)
        meaning = text_of(bench.app.screen.query_one("#meaning", Static))
        assert meaning == "On through a page, then to the next one; as does F12, of coach.next"


@pytest.mark.parametrize("key", ["f9", "question_mark", "f1", "ctrl+p", "tab", "escape", "q"])
async def test_no_key_does_what_it_does_elsewhere_while_it_is_learned(
    services: Services, clock: Clock, key: str
) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        screen = await learn(bench, "coach.next")
        await bench.press(key)
        if key == "escape":
            assert isinstance(app.screen, KeysScreen)
        else:
            assert app.screen is screen
            assert note(screen).startswith("✕ It cannot have ")
        assert services.keymap == USUAL
        assert not services.config_path.exists()


async def test_a_clash_names_the_other_action(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        screen = await learn(bench, "coach.next")
        await bench.press("f9")
        assert note(screen) == '✕ It cannot have F9: in the set it is "Mute all but calls for help, and unmute".'


async def test_what_frees_the_lifter_is_never_left_without_a_key(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        screen = await learn(bench, "coach.pain")
        await bench.press("f13", "x", "f8")
        assert note(screen).startswith("✕ It must keep a plain key of the keyboard")
        assert services.keymap.keys("coach.pain") == ("f13", "f8")
        await bench.press("f13", "f8")
        assert note(screen) == "✕ F8 is its only key. Press another one first."


@pytest.mark.parametrize(("key", "why"), [("ctrl+i", "to many terminals it is Tab"), ("left_shift", "it has no name")])
async def test_a_key_that_would_be_lost_at_the_next_start_is_not_learned(
    services: Services, clock: Clock, key: str, why: str
) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        screen = await learn(bench, "coach.pain")
        await bench.press("shift+up")
        assert note(screen) == "✓ Shift+↑ is its key now."
        await bench.press(key)
        assert why in note(screen)
    read = load_settings(services.config_path).own_keys
    assert (read.fault, read.keymap.keys("coach.pain")) == ("", ("shift+up", "x", "f8"))


async def test_the_button_of_a_gamepad_is_learned_as_itself(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        screen = await learn(bench, "coach.pain")
        clock.advance(1_000)
        app.post_message(DevicePress(Press("pad:1", clock.monotonic_ns())))
        await settle(bench.pilot)
        assert note(screen) == "✓ gamepad 1 is its key now."
        assert '"coach.pain" = ["pad:1", "x", "F8"]' in services.config_path.read_text(encoding="utf-8")


async def test_a_capital_is_learned_as_itself_where_it_is_a_usual_key(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        screen = await learn(bench, "views.redo")
        await bench.press("U")
        assert note(screen) == "✓ U is no longer its key."
        await bench.press("U", "Z")
        assert note(screen) == "✓ Z (here the same as z) is its key now."
        assert services.keymap.keys("views.redo") == ("z", "U", "ctrl+y")


async def test_a_changed_key_acts_at_once_and_is_shown(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app, size=(120, 40)) as bench:
        await learn(bench, "app.history")
        await bench.press("f12", "ctrl+r", "f3", "h", "escape", "escape", "escape")
        assert isinstance(app.screen, ExercisesScreen)
        assert "f12 history" in shown(bench)
        await bench.press("f3")
        assert isinstance(app.screen, ExercisesScreen)
        await bench.press("f12")
        assert isinstance(app.screen, HistoryScreen)
        await bench.press("f12")
        assert isinstance(app.screen, ExercisesScreen)


async def test_the_list_has_every_action_with_its_keys(services: Services, clock: Clock) -> None:
    services.settings = replace(services.settings, own_keys=OwnKeys(Keymap({"coach.mute": ("m",)})))
    app = StageApp(lambda: KeysScreen(services))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        actions = app.screen.query_one(ActionList)
        listed = [option.id for option in actions.options if option.id]
        assert listed == list(ACTIONS)
        text = "\n".join(str(option.prompt) for option in actions.options)
        assert all(group.heading.upper() in text for group in GROUPS)
        assert re.search(r"\nm +• ", text)
        assert "\nSpace Enter PageDown → ↓" in text


LONGEST = sorted(ACTIONS, key=lambda action: len(ACTIONS[action].text))[-6:]


@pytest.mark.parametrize("size", WITH_TINY, ids=NAMES)
async def test_what_a_key_does_is_said_whole_below_the_list(
    services: Services, clock: Clock, size: tuple[int, int]
) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app, size=size) as bench:
        await bench.press("ctrl+s", "k")
        about = app.screen.query_one("#about")
        for action in ("coach.end-set", *LONGEST):
            highlight(bench, action)
            await settle(bench.pilot)
            rows = rows_of(app)[about.region.y : about.region.bottom]
            assert " ".join(" ".join(rows).split()).startswith(f"{ACTIONS[action].text} {action} in [keys]; usual: ")
            assert about.max_scroll_y == 0


async def test_a_large_terminal_has_two_columns_of_whole_sentences_and_the_arrows_lead_through_both(
    services: Services, clock: Clock
) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app, size=(200, 50)) as bench:
        await bench.press("ctrl+s", "k")
        left, right = app.screen.query(ActionList)
        assert [option.id for one in (left, right) for option in one.options if option.id] == list(ACTIONS)
        assert not any("…" in row for row in rows_of(app)[1:])

        def marked() -> list[str | None]:
            """Return the marked action of each column that has one, the one with the keys first."""
            lists = sorted((left, right), key=lambda one: not one.has_focus)
            return [one.highlighted_option.id for one in lists if one.highlighted_option is not None]

        ids = list(ACTIONS)
        first_right = next(option.id for option in right.options if option.id)
        assert first_right is not None
        await bench.press("end")
        assert marked() == [ids[ids.index(first_right) - 1]]
        await bench.press("down")
        assert marked() == [first_right]
        await bench.press("up", "down")
        assert marked() == [first_right]
        await bench.press("end", "down")
        assert marked() == [ids[0]]
        await bench.press("right")
        (beside,) = marked()
        assert beside in [option.id for option in right.options]
        assert app.screen.query_one("#meaning", Static).content == ACTIONS[str(beside)].text
        await bench.press("tab")
        assert marked() == [ids[0]]
        await bench.press("right", "home", "enter")
        assert isinstance(app.screen, LearnScreen)
        await bench.press("f12", "escape")
        assert services.keymap.keys(first_right)[0] == "f12"
        await bench.pilot.resize_terminal(80, 24)
        await settle(bench.pilot)
        assert marked() == [first_right] and left.has_focus


async def test_the_usual_keys_come_back_from_the_list(services: Services, clock: Clock) -> None:
    services.settings = replace(services.settings, own_keys=OwnKeys(Keymap({"coach.mute": ("m",)})))
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press("ctrl+s", "end")
        assert "1 action changed" in shown(bench)
        await bench.press("enter")
        highlight(bench, "coach.mute")
        await bench.press("d")
        assert services.keymap == USUAL
        await bench.press("escape")
        assert isinstance(app.screen, SettingsScreen)
        assert "the usual ones" in shown(bench)


async def test_wrong_keys_in_the_file_are_said_at_the_start_and_on_the_screen(services: Services, clock: Clock) -> None:
    services.config_path.parent.mkdir(parents=True)
    services.config_path.write_text('[keys]\n"coach.next" = "F9"\n', encoding="utf-8")
    services.settings = load_settings(services.config_path)
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app, size=(120, 40)) as bench:
        assert any("line 2: coach.next cannot have F9" in str(one.message) for one in app._notifications)
        await bench.press("ctrl+s", "k")
        assert "line 2: coach.next cannot have F9" in shown(bench)


async def test_a_change_leaves_a_wrong_line_of_another_action_in_the_file(services: Services, clock: Clock) -> None:
    services.config_path.parent.mkdir(parents=True)
    services.config_path.write_text('[keys]\n"coach.next" = "F9"\n', encoding="utf-8")
    services.settings = load_settings(services.config_path)
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app, size=(120, 40)) as bench:
        screen = await learn(bench, "coach.switch")
        await bench.press("b")
        assert note(screen).startswith('✕ It cannot have b (here the same as .): in the set it is "Mute all but calls')
        await bench.press("f12")
        assert note(screen) == "✓ F12 is its key now."
        await bench.press("escape")
        assert "coach.next cannot have F9" in shown(bench)
        assert '"coach.next" = "F9"' in services.config_path.read_text(encoding="utf-8")
        highlight(bench, "coach.next")
        await bench.press("d")
        assert "coach.next cannot have F9" not in shown(bench)
    assert load_settings(services.config_path).own_keys == OwnKeys(Keymap({"coach.switch": ("f12", "s")}))
    assert "F9" not in services.config_path.read_text(encoding="utf-8")


@pytest.mark.parametrize("size", SIZES, ids=SIZE_NAMES)
def test_the_keys_look_as_they_should(
    snap_compare: Callable[..., bool], services: Services, size: tuple[int, int]
) -> None:
    services.settings = replace(services.settings, own_keys=OwnKeys(Keymap({"coach.next": ("f13", "space")})))

    services.config_path = Path("/home/kim/.config/negcoach/config.toml")

    async def lead(pilot: Pilot[None]) -> None:
        await settle(pilot)

    assert snap_compare(StageApp(lambda: KeysScreen(services)), terminal_size=size, run_before=lead)


@pytest.mark.parametrize("size", SIZES, ids=SIZE_NAMES)
def test_a_clash_looks_as_it_should(
    snap_compare: Callable[..., bool], services: Services, size: tuple[int, int]
) -> None:
    services.config_path = Path("/home/kim/.config/negcoach/config.toml")

    async def lead(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.press("enter", "f9")
        await settle(pilot)

    assert snap_compare(StageApp(lambda: KeysScreen(services)), terminal_size=size, run_before=lead)


async def test_a_key_that_cannot_be_saved_is_not_said_to_be_learned(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        screen = await learn(bench, "coach.pain")
        services.config_path.parent.mkdir(parents=True, exist_ok=True)
        services.config_path.write_text("[coach")
        clock.advance(1_000)
        app.post_message(DevicePress(Press("pad:4", clock.ns)))
        await settle(bench.pilot)
        assert note(screen) == "✕ It could not be saved."
        assert services.keymap == USUAL
        assert services.config_path.read_text() == "[coach"
