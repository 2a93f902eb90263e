"""The settings: every one with its meaning, checked, saved at once, applied at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from textual.message import Message
from textual.widgets import Input, OptionList, Static

from negcoach.audio.engines.silent import SilentPlayer
from negcoach.audio.player import Player
from negcoach.audio.sound_check import TEST_CUES
from negcoach.audio.sounds.sounds import NAMES
from negcoach.config.settings.settings import SETTINGS, Setting, Settings, Value, load_settings
from negcoach.presses.press import Emit
from negcoach.presses.presses import Presses
from negcoach.screens.settings.packs import PackList, PackScreen
from negcoach.screens.settings.setting_rows import equipment_line, keys_line, setting_line, step_value, value_text
from negcoach.screens.settings.settings import SettingsScreen
from negcoach.services import Services
from negcoach.training.equipment.equipment import Equipment
from negcoach.training.equipment.equipment_text import parse_implement
from negcoach.training.score.timeline import Cue
from tests.screens.conftest import SIZES, WAIT_S, StageApp, rows_of, settle
from tests.services import Clock

BY_KEY = {setting.key: setting for setting in SETTINGS}


class Recorder(SilentPlayer):
    """A silent player that says what it was told."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock.monotonic_ns)
        self.told: list[tuple[str, object]] = []

    def set_volume(self, percent: int) -> None:
        self.told.append(("volume", percent))

    def mute(self, muted: bool) -> None:
        self.told.append(("mute", muted))

    def use_pack(self, pack: str, own: Path | None = None) -> None:
        self.told.append(("pack", (pack, own)))

    def load(self, cues: object, at_ms: int = 0, rescue: object = ()) -> None:
        self.told.append(("load", tuple(cues)))  # type: ignore[call-overload]
        super().load((), at_ms)

    def start(self) -> None:
        self.told.append(("start", None))
        super().start()

    def stop(self) -> int:
        self.told.append(("stop", None))
        return super().stop()

    def close(self) -> None:
        self.told.append(("close", None))


class SettingsApp(StageApp):
    """A stage that keeps what the settings screen posts."""

    def on_settings_screen_changed(self, message: Message) -> None:
        self.stage.messages.append(message)


@pytest.fixture(autouse=True)
def in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are the same whatever the terminal that the tests run in."""
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def player(services: Services, clock: Clock) -> Recorder:
    services.player = player = Recorder(clock)
    return player


def stage(services: Services, opened: Player | None = None) -> SettingsApp:
    return SettingsApp(lambda: SettingsScreen(services, lambda settings: opened or services.player))


def choose(app: SettingsApp, key: str) -> None:
    settings = app.screen.query_one("#settings", OptionList)
    settings.highlighted = settings.get_option_index(key)


def saved(services: Services) -> Settings:
    return load_settings(services.config_path)


@pytest.mark.parametrize("size", [*SIZES, (40, 12)])
async def test_every_setting_stands_there_with_its_value_and_meaning(services: Services, size: tuple[int, int]) -> None:
    app = stage(services)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        settings = app.screen.query_one("#settings", OptionList)
        for setting in SETTINGS:
            choose(app, setting.key)
            await pilot.pause()
            shown = " ".join(str(settings.get_option(setting.key).prompt).split())
            meaning = " ".join(str(app.screen.query_one("#meaning", Static).content).split())
            assert shown.startswith(setting.label)
            assert setting.help in shown + meaning
            assert "default" in meaning


@pytest.mark.parametrize(
    ("key", "press", "value"),
    [
        ("engine", "right", "miniaudio"),
        ("engine", "left", "silent"),
        ("sound_pack", "right", "british"),
        ("sound_pack", "left", "tones"),
        ("volume", "right", 85),
        ("volume", "left", 75),
        ("muted", "space", True),
        ("flash", "left", False),
        ("unit", "right", "lb"),
        ("sound_offset_ms", "left", -10),
        ("lead_in_s", "right", 6),
    ],
)
async def test_a_key_changes_saves_and_applies_a_setting(
    services: Services, player: Recorder, key: str, press: str, value: Value
) -> None:
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        choose(app, key)
        await pilot.press(press)
        await pilot.pause()
        assert getattr(services.settings, key) == value
        assert saved(services) == services.settings
        (message,) = app.stage.messages
        assert isinstance(message, SettingsScreen.Changed)
        assert message.settings == services.settings


async def test_a_click_on_the_bar_of_a_number_sets_it(services: Services) -> None:
    app = StageApp(lambda: SettingsScreen(services))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        row = next(place for place, line in enumerate(rows_of(app)) if "Volume" in line)
        line = rows_of(app)[row]
        bar = range(line.index("━"), line.rindex("─") + 1)
        for place, percent in ((bar[-1], 100), (bar[0], 0), (bar[len(bar) // 2], 55)):
            await pilot.click(offset=(place, row))
            await settle(pilot)
            assert services.settings.volume == percent


async def test_a_click_on_a_choice_chooses_it_also_where_it_is_chosen_already(
    services: Services, player: Recorder
) -> None:
    app = stage(services)

    async def click(choice: str) -> None:
        row = next(number for number, row in enumerate(rows_of(app)) if "Muted" in row)
        await pilot.click(offset=(rows_of(app)[row].index(choice) + 1, row))
        await settle(pilot)

    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        choose(app, "muted")
        await settle(pilot)
        for choice, muted in (("off", False), ("on", True), ("on", True), ("off", False)):
            await click(f" {choice}")
            assert services.settings.muted is muted


async def test_the_unit_says_how_many_exercises_stay_in_the_other_one(services: Services, player: Recorder) -> None:
    services.settings = Settings(own_equipment=Equipment(implements={"leg-press": parse_implement("stack 5 + 5 kg")}))
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        settings = app.screen.query_one("#settings", OptionList)
        assert "stay" not in str(settings.get_option("unit").prompt)
        choose(app, "unit")
        await pilot.press("right")
        assert "1 exercise stays in kg" in str(settings.get_option("unit").prompt)


async def test_the_player_hears_of_volume_mute_and_pack_at_once(services: Services, player: Recorder) -> None:
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        choose(app, "volume")
        await pilot.press("right")
        assert player.told[:3] == [("volume", 85), ("mute", False), ("pack", ("voice", None))]


async def test_a_number_can_be_typed_and_is_checked_as_it_is_typed(services: Services, player: Recorder) -> None:
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        choose(app, "volume")
        await pilot.press("1", "7", "7")
        await pilot.pause()
        assert app.screen.query_one("#number", Input).value == "177"
        assert "from 0 to 100" in str(app.screen.query_one("#says", Static).content)
        await pilot.press("enter")
        assert services.settings.volume == 80
        await pilot.press("backspace", "enter")
        await pilot.pause()
        assert services.settings.volume == 17
        assert saved(services).volume == 17


async def test_page_up_at_the_first_section_keeps_the_mark(services: Services, player: Recorder) -> None:
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "pageup", "pageup")
        marked = app.screen.query_one("#settings", OptionList).highlighted_option
        assert marked is not None and marked.id == SETTINGS[0].key


async def test_enter_types_over_the_number_that_is_there(services: Services, player: Recorder) -> None:
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        choose(app, "sound_offset_ms")
        await pilot.press("enter", *"-120", "enter")
        await pilot.pause()
        assert services.settings.sound_offset_ms == -120


async def test_escape_leaves_the_field_first_and_then_the_screen(services: Services, player: Recorder) -> None:
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        choose(app, "volume")
        await pilot.press("5", "escape")
        await pilot.pause()
        assert isinstance(app.screen, SettingsScreen)
        assert services.settings.volume == 80
        await pilot.press("escape")
        await pilot.pause()
        assert app.stage.results == [None]


async def test_d_puts_the_default_back(services: Services, player: Recorder) -> None:
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        choose(app, "unit")
        await pilot.press("right", "d")
        await pilot.pause()
        assert saved(services).unit == "kg"


async def test_comments_and_what_was_edited_meanwhile_stay(services: Services, player: Recorder) -> None:
    path = services.config_path
    path.parent.mkdir()
    path.write_text("# my own words\n[sound]\nvolume = 30 # quiet gym\n")
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        path.write_text(path.read_text() + '\n[screen]\nunit = "lb"\n')
        choose(app, "flash")
        await pilot.press("space")
        await pilot.pause()
    assert "# my own words" in path.read_text()
    assert "volume = 30 # quiet gym" in path.read_text()
    assert (saved(services).flash, saved(services).unit) == (False, "lb")


@pytest.mark.parametrize("broken", ["folder", "toml"])
async def test_a_file_that_cannot_be_written_is_one_line_and_changes_nothing(
    services: Services, player: Recorder, broken: str
) -> None:
    path = services.config_path
    if broken == "folder":
        path.parent.write_text("in the way")
    else:
        path.parent.mkdir()
        path.write_text("what is this")
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("right")
        await pilot.pause()
        (said,) = app._notifications
        assert "\n" not in said.message
        assert str(path.parent) in said.message
    assert services.settings == Settings()
    assert app.stage.messages == []


async def test_t_plays_the_test_sound_and_leaving_ends_it(services: Services, player: Recorder) -> None:
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("t")
        assert player.told == [("load", TEST_CUES), ("start", None)]
        await pilot.press("escape")
        await pilot.pause()
        assert player.told[2:] == [("stop", None)]


async def test_a_muted_test_sound_says_why_nothing_is_heard(services: Services, player: Recorder) -> None:
    services.settings = Settings(muted=True)
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("t")
        await pilot.pause()
        (said,) = app._notifications
        assert "muted" in said.message


async def test_another_engine_is_opened_before_it_is_needed(services: Services, player: Recorder, clock: Clock) -> None:
    other = Recorder(clock)
    app = stage(services, other)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        choose(app, "engine")
        await pilot.press("left", "escape")
        async with asyncio.timeout(WAIT_S):
            while ("close", None) not in player.told:  # in a thread, which the screen that closes does not wait for
                await pilot.pause()
    assert services.player is other


async def test_leaving_without_a_change_keeps_the_player(services: Services, player: Recorder, clock: Clock) -> None:
    app = stage(services, Recorder(clock))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        choose(app, "volume")
        await pilot.press("right", "escape")
        await pilot.pause()
    assert services.player is player


async def test_the_settings_fit_a_small_terminal_and_a_new_size(services: Services) -> None:
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        choose(app, "unit")
        await pilot.resize_terminal(120, 50)
        await pilot.pause()
        await pilot.pause()
        settings = app.screen.query_one("#settings", OptionList)
        assert settings.highlighted_option is not None
        assert settings.highlighted_option.id == "unit"
        assert BY_KEY["flash"].help in str(settings.get_option("flash").prompt)


async def test_what_is_being_typed_outlives_a_new_size(services: Services) -> None:
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        choose(app, "volume")
        await pilot.pause()
        await pilot.press("4")
        await pilot.resize_terminal(120, 50)
        await settle(pilot)
        await pilot.press("2", "enter")
        await pilot.pause()
    assert services.settings.volume == 42


@pytest.mark.parametrize(
    "setting", [setting for setting in SETTINGS if not setting.is_folder], ids=lambda setting: setting.key
)
def test_a_step_gives_a_value_that_may_be(setting: Setting) -> None:
    value = setting.default
    seen = set()
    for by in (1,) * 300 + (-1,) * 600:
        value = setting.check(step_value(setting, value, by))
        seen.add(value)
    if setting.kind == "number":
        assert {setting.low, setting.high} <= seen
    elif setting.kind == "choice":
        assert seen == set(setting.choices)
    else:
        assert seen == {True, False}


def values_of(setting: Setting) -> tuple[Value, ...]:
    """Return each value that a setting may have; of a number its bounds and its default."""
    if setting.kind == "switch":
        return (False, True)
    return setting.choices or (setting.low, setting.default, setting.high)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_each_value_is_shown_in_a_list_of_any_width(setting: Setting) -> None:
    if setting.is_folder:
        setting = replace(setting, choices=("none", "drums"))  # as the screen does with those that are there
    for value, width in product(values_of(setting), range(1, 200)):
        assert value_text(setting, value) in str(setting_line(setting, value, width=width))


@pytest.mark.parametrize("width", [35, 80])
def test_a_gap_parts_each_name_from_its_value(services: Services, width: int) -> None:
    lines = [str(setting_line(setting, setting.default, width=width)) for setting in SETTINGS if not setting.is_folder]
    lines += [str(equipment_line(services.settings.equipment, width)), str(keys_line(services.keymap, width))]
    names = [*(setting.label for setting in SETTINGS if not setting.is_folder), "Bar, plates, stacks", "Keys"]
    assert [line[: len(name) + 1] for name, line in zip(names, lines, strict=True)] == [f"{name} " for name in names]


async def test_the_settings_open_in_a_terminal_as_narrow_as_a_phone(services: Services) -> None:
    app = stage(services)
    async with app.run_test(size=(30, 12)) as pilot:
        await settle(pilot)
        choose(app, "muted")
        await pilot.press("right")
        await settle(pilot)
        muted = app.screen.query_one("#settings", OptionList).get_option("muted").prompt
        assert " ".join(str(muted).split()) == "Muted ◂ on ▸"
    assert saved(services).muted


async def test_own_sounds_are_chosen_among_the_folders_that_are_there(services: Services, player: Recorder) -> None:
    sounds = services.config_path.parent / "sounds"
    (sounds / "mypack").mkdir(parents=True)
    services.settings = replace(services.settings, own_sounds="gone")
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        choose(app, "own_sounds")
        await pilot.pause()
        shown = str(app.screen.query_one("#settings", OptionList).get_option("own_sounds").prompt)
        assert shown.split() == ["Own", "sounds", "○", "none", "○", "mypack", "●", "gone"]
        meaning = str(app.screen.query_one("#meaning", Static).content)
        assert "beside this file" in meaning
        await pilot.press("left")
        await pilot.pause()
        assert saved(services).own_sounds == "mypack"
        assert player.told[-1] == ("pack", ("voice", sounds / "mypack"))
        await pilot.press("left")
        await pilot.pause()
        assert saved(services).own_sounds == "none"
        assert player.told[-1] == ("pack", ("voice", None))


async def test_packs_are_listed_heard_and_kept(services: Services, player: Recorder) -> None:
    app = stage(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        choose(app, "sound_pack")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, PackScreen)
        await pilot.press("down", "down")
        await pilot.pause()
        assert player.told[-1] == ("pack", ("german", None))
        await pilot.press("t")
        await pilot.pause()
        assert player.told[-2:] == [("load", TEST_CUES), ("start", None)]
        await pilot.press("escape")
        await pilot.pause()
        assert player.told[-1] == ("pack", ("voice", None))
        assert services.settings.sound_pack == "voice" and not services.config_path.exists()
        await pilot.press("enter", "down", "enter")
        await pilot.pause()
        assert saved(services).sound_pack == "british"
        assert player.told[-1] == ("pack", ("british", None))


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_the_list_of_packs_says_what_each_is(services: Services, player: Recorder, size: tuple[int, int]) -> None:
    app = stage(services)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        choose(app, "sound_pack")
        await pilot.press("enter")
        await pilot.pause()
        packs = app.screen.query_one(PackList)
        shown = [str(packs.get_option_at_index(index).prompt).split() for index in range(packs.option_count)]
        assert [words[0] for words in shown] == list(BY_KEY["sound_pack"].choices)
        assert all(len(words) > 1 for words in shown)
        assert ("words" in shown[-1], "Brazilian" in shown[6]) == (True, True)
        assert packs.virtual_size.height == packs.option_count  # none has a second row


def test_a_typed_number_finds_back_to_the_steps() -> None:
    volume = BY_KEY["volume"]
    assert step_value(volume, 83, 1) == 85
    assert step_value(volume, 83, -1) == 80
    assert step_value(BY_KEY["sound_offset_ms"], -5, -1) == -10


@pytest.mark.parametrize("width", [80, 120, 165, 170, 178, 179, 186, 250])
def test_the_meaning_is_whole_below_or_beside_the_value(width: int) -> None:
    for setting in SETTINGS:
        lines = str(setting_line(setting, setting.default, width, width=width)).splitlines()
        assert max(map(len, lines)) <= width
        assert (len(lines) == 1) == (width >= 179)


def test_the_test_sound_is_part_of_every_pack() -> None:
    assert all(isinstance(cue, Cue) and cue.sound in NAMES for cue in TEST_CUES)


@pytest.mark.parametrize("size", SIZES)
def test_the_settings_look_as_they_should(
    services: Services, size: tuple[int, int], snap_compare: Callable[..., bool]
) -> None:
    services.config_path = Path("config.toml")
    assert snap_compare(stage(services), press=["down", "down"], terminal_size=size)


class Pad:
    """A gamepad that is plugged in and out."""

    name, state, is_ready = "gamepad", "no gamepad found", False

    def start(self, emit: Emit) -> None:
        """Nothing is pressed."""

    def stop(self) -> None:
        """Nothing is read."""


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)], ids=str)
async def test_a_gamepad_that_is_switched_on_is_looked_for_and_named(services: Services, size: tuple[int, int]) -> None:
    pad = Pad()
    services.presses = Presses({"gamepad": lambda: pad})
    app = stage(services)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        choose(app, "gamepad")
        await pilot.press("right")
        await settle(pilot)
        assert saved(services).gamepad
        assert services.presses.sources == (pad,)
        row = next(row for row in rows_of(app) if "Gamepad" in row)
        assert ("no gamepad found" in row) == (size[0] > 40)
        pad.state = "A pad with a name that is longer than any line of any terminal is wide, be it as wide as this one"
        assert isinstance(app.screen, SettingsScreen)
        app.screen._show_devices()
        await settle(pilot)
        rows = rows_of(app)
        row = next(row for row in rows if "Gamepad" in row)
        assert ("A pad with" in row) == (size[0] > 40)
        await pilot.press("left")
        await settle(pilot)
        assert services.presses.sources == ()
        assert "A pad" not in " ".join(rows_of(app))
