"""The settings screen: each change is checked and saved at once, and the comments in the file are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar, cast

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from negcoach.audio.player import Engine, Player, open_player
from negcoach.audio.sound_check import TEST_CUES, TEST_MS
from negcoach.audio.sounds.sounds import PACKS
from negcoach.coaching.advice.recent_training import exercises_in_another_unit
from negcoach.config.settings.keys import KEYS
from negcoach.config.settings.own_sounds import NO_OWN, own_sound_packs
from negcoach.config.settings.settings import (
    EQUIPMENT,
    SECTIONS,
    SETTINGS,
    Setting,
    Settings,
    Value,
)
from negcoach.errors import NegcoachError
from negcoach.screens.settings.changes import save_changes
from negcoach.screens.settings.setting_rows import (
    equipment_heading,
    equipment_help,
    equipment_line,
    keys_heading,
    keys_help,
    keys_line,
    section_line,
    setting_details,
    setting_line,
    step_value,
)
from negcoach.screens.settings.theme import ThemeScreen
from negcoach.screens.shared.colours import show_colours
from negcoach.screens.shared.form.inputs import CleanInput
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.screens.shared.motion import apply_motion
from negcoach.screens.shared.notices import notify_error
from negcoach.services import Services
from negcoach.texts import clean, counted
from negcoach.training.equipment.equipment import Equipment
from negcoach.training.exercise.exercise import offered
from negcoach.widgets.bindings import bound
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.lists.option_lists import HeadedList, moves
from negcoach.widgets.themes.themes import show_theme

_TALL_ROWS = 39
"""From this height in rows on, each setting has its help below it."""

_SIDES, _TALL_SIDES = 3, 7
"""The columns beside the list and its scroll bar, and where each setting has its help below it."""

DEVICES_S = 1.0
"""How often it is looked which devices there are."""


def open_configured_player(services: Services) -> Player:
    """Open a player with the engine, sounds, volume and offset of the settings."""
    settings = services.settings
    return open_player(
        cast(Engine, settings.engine),
        settings.sound_pack,
        settings.volume,
        settings.sound_offset_ms,
        own=settings.own_sounds_folder(services.config_path),
    )


class SettingList(HeadedList, inherit_bindings=False):
    """The list of settings under their sections; the sections cannot be highlighted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *moves("settings", "setting"),
        Binding("enter,space", "select", "change", id="settings.change", tooltip="The next choice, or type a number"),
    ]


class SettingsScreen(OpenScreen, Screen[None]):
    """The screen with every setting (``SETTINGS``); a change is saved and takes effect at once."""

    CSS_PATH = "settings.tcss"
    KEYS_WITHOUT_BINDING = (("0–9", "Type the number of the marked setting"),)
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-slim"), (64, "-roomy")]  # noqa: RUF012  # Textual's
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-short"), (_TALL_ROWS, "-tall"), (48, "-taller")]  # noqa: RUF012  # Textual's
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,minus", "step(-1)", "less", id="settings.less", tooltip="The choice before, or a smaller number"),
        Binding("right,plus", "step(1)", "more", id="settings.more", tooltip="The next choice, or a larger number"),
        bound("settings.default", "default", "default"),
        bound("settings.equipment", "equipment", "equipment", show=False),
        bound("settings.keys", "keys", "keys", show=False),
        bound("settings.test", "test", "test sound"),
        Binding("escape", "back", "back", id="settings.back", tooltip="Go back to where you were"),
        bound("settings.close", "back", "back", "Close the settings", show=False),
    ]

    class Changed(Message):
        """A setting was changed and saved; the services hold the new settings already."""

        def __init__(self, settings: Settings) -> None:
            super().__init__()
            self.settings = settings
            """All settings as they are now."""

    def __init__(
        self, services: Services, open_player_for: Callable[[Services], Player] = open_configured_player
    ) -> None:
        """Change the settings of ``services``; ``open_player_for`` opens a player when engine or offset change."""
        super().__init__()
        self._services = services
        self._open_player_for = open_player_for
        self._options_in_use = _player_options(services.settings)
        self._settings = {setting.key: setting for setting in listed_settings(services)}
        self._test_timer: Timer | None = None
        self._found: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Lay out the title, the list of settings, and below it the help of one and the number's field."""
        with Horizontal(id="title"):
            yield Static(Content.styled("Settings", "bold $text-accent"), id="name")
            yield Static(Content(f"saved in {clean(str(self._services.config_path))}"), id="place")
        yield SettingList(id="settings", compact=True)
        with Vertical(id="about"):
            yield Static("", id="meaning")
            with Horizontal(id="field"):
                yield Static("", id="label", markup=False)
                yield CleanInput(id="number", compact=True, max_length=8, select_on_focus=False)
                yield Static("", id="says", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Fill the list and highlight the first setting."""
        self._fill_list()
        settings = self.query_one(SettingList)
        settings.highlighted = settings.get_option_index(SETTINGS[0].key)
        self.set_focus(settings)
        self._show_details()
        self.set_interval(DEVICES_S, self._show_devices)

    def on_resize(self, event: events.Resize) -> None:
        """Show the help below each line only where there is room for all of it."""
        self.call_after_refresh(self._refill_list)

    def on_unmount(self) -> None:
        """Stop a test sound that still plays."""
        self._end_test()

    def action_step(self, by: int) -> None:
        """Change the highlighted setting by a step."""
        setting = self._highlighted
        if setting is None:
            return
        self._change(setting, step_value(setting, self._value(setting), by))

    def action_choose(self, choice: str) -> None:
        """Choose what was clicked of the highlighted setting."""
        setting = self._highlighted
        if setting is not None:
            self._change(setting, choice == "on" if setting.kind == "switch" else choice)

    def action_set_number(self, number: int) -> None:
        """Set the highlighted setting to the number whose place on its bar was clicked."""
        if self._highlighted is not None:
            self._change(self._highlighted, number)

    def action_default(self) -> None:
        """Restore the default."""
        if self._highlighted is not None:
            self._change(self._highlighted, self._highlighted.default)

    def action_equipment(self) -> None:
        """Show the equipment, to change it."""
        from negcoach.screens.settings.equipment import EquipmentScreen  # few change it

        services = self._services
        settings, named = services.settings, services.settings.equipment.implements
        form = EquipmentScreen(settings.equipment, offered(services.library, named), settings.unit)
        self.app.push_screen(form, self._save_equipment)

    def action_keys(self) -> None:
        """Show the keys of each action, to change them."""
        from negcoach.screens.settings.keys import KeysScreen  # few change them

        self.app.push_screen(KeysScreen(self._services), lambda _: self._refill_list())

    def _save_equipment(self, equipment: Equipment | None) -> None:
        if equipment is not None and equipment != self._services.settings.equipment:
            self._save(own_equipment=equipment or None)

    def _save_theme(self, theme: str | None) -> None:
        if theme is not None:
            self._save(theme=theme)

    def _list_packs(self, setting: Setting) -> None:
        """List the sounds to choose from; those that are highlighted can be heard before they are kept."""
        from negcoach.screens.settings.packs import PackScreen  # few change it

        services, settings = self._services, self._services.settings

        def use(name: str) -> None:
            chosen = replace(settings, **{setting.key: name})  # type: ignore[arg-type]  # both are names
            services.player.use_pack(chosen.sound_pack, chosen.own_sounds_folder(services.config_path))

        def keep(name: str | None) -> None:
            if name is not None:
                self._change(setting, name)

        packs = [(name, PACKS.get(name, "")) for name in setting.choices]
        self.app.push_screen(PackScreen(setting.label, packs, str(self._value(setting)), use, self.action_test), keep)

    def action_test(self) -> None:
        """Play the test sound from its beginning."""
        self._end_test()
        self._reopen_player()
        player = self._services.player
        player.load(TEST_CUES)
        player.start()
        self._test_timer = self.set_timer(TEST_MS / 1000, self._finish_test)
        if self._services.settings.muted:
            self._warn("The sound is muted: turn Muted off to hear it.")

    def action_back(self) -> None:
        """Leave the field, or the settings."""
        if self.has_class("-typing"):
            self._stop_typing()
            return
        self._end_test()
        self._reopen_player()
        self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a number is typed, allow no action but to leave the field: the keys are its digits."""
        return action == "back" or not self.has_class("-typing")

    @on(OptionList.OptionHighlighted, "#settings")
    def _on_highlighted(self) -> None:
        self._stop_typing()
        self._show_details()

    @on(OptionList.OptionSelected, "#settings")
    def _select(self) -> None:
        if self._highlighted is None:
            leads_to = self.action_keys if self._highlighted_id == KEYS else self.action_equipment
            leads_to()
        elif self._highlighted.key == "theme":
            self.app.push_screen(ThemeScreen(), self._save_theme)
        elif self._highlighted.key in ("sound_pack", "own_sounds"):
            self._list_packs(self._highlighted)
        elif self._highlighted.kind == "number":
            self._start_typing(self._highlighted, str(self._value(self._highlighted)))
            self.query_one("#number", Input).select_all()
        else:
            self.action_step(1)

    @on(events.Key)
    def _type_digit(self, event: events.Key) -> None:
        """Open the field for a number with its first digit."""
        digit = event.character if event.character and event.character in "0123456789" else None
        highlighted = self._highlighted
        if digit and highlighted is not None and highlighted.kind == "number" and not self.has_class("-typing"):
            event.stop()
            self._start_typing(highlighted, digit)

    @on(Input.Changed, "#number")
    def _check_typed(self, event: Input.Changed) -> None:
        if self._highlighted is None or not self.has_class("-typing"):
            return
        note = self.query_one("#says", Static)
        try:
            self._highlighted.read(event.value)
        except NegcoachError as error:
            note.update(Content(str(error)))
            note.add_class("wrong")
        else:
            note.update("Press Enter to save it")
            note.remove_class("wrong")

    @on(Input.Submitted, "#number")
    def _save_typed(self, event: Input.Submitted) -> None:
        event.stop()
        setting = self._highlighted
        try:
            value = None if setting is None else setting.read(event.value)
        except NegcoachError:
            return  # the reason is shown beside the field
        self._stop_typing()
        if setting is not None and value is not None:
            self._change(setting, value)

    @property
    def _highlighted(self) -> Setting | None:
        """The setting that is highlighted, ``None`` for equipment and keys, which have screens of their own."""
        shown = self._highlighted_id
        return self._settings.get(shown) if shown else SETTINGS[0]

    @property
    def _highlighted_id(self) -> str:
        option = self.query_one(SettingList).highlighted_option
        return "" if option is None else option.id or ""

    @property
    def _tall(self) -> bool:
        """Whether every help text has room below its line."""
        return self.size.height >= _TALL_ROWS

    def _value(self, setting: Setting) -> Value:
        return cast(Value, getattr(self._services.settings, setting.key))

    def _change(self, setting: Setting, value: Value) -> None:
        """Save a setting, unless it is as it was."""
        if value != self._value(setting):
            self._save(**{setting.key: value})

    def _save(self, **changes: Any) -> None:
        """Save changes, and apply all that the file holds then."""
        services = self._services
        try:
            save_changes(services, **changes)
        except (NegcoachError, OSError) as error:
            notify_error(self, error)
            return
        changed = services.settings
        if "theme" in changes:
            show_theme(self.app, changed.theme)
        if "colours" in changes:
            show_colours(self.app, changed.colours)
        services.player.set_volume(changed.volume)
        services.player.mute(changed.muted)
        services.player.use_pack(changed.sound_pack, changed.own_sounds_folder(services.config_path))
        apply_motion(self.app, changed)
        services.presses.use(changed.devices)
        self._refill_list()
        self.post_message(self.Changed(changed))

    def _fill_list(self) -> None:
        """Fill the list with the settings."""
        self._found = self._devices_found()
        unit = {"unit": self._loads_in_another_unit()}
        tall = self._tall
        settings = self.query_one(SettingList)
        laid_out = settings.scrollable_content_region.width  # before that, as the style sheet will have it
        width = (laid_out or self.app.size.width - (_TALL_SIDES if tall else _SIDES)) - 2
        help_width = width if tall else 0
        options: list[Option] = []
        for section in SECTIONS:
            options.append(Option(section_line(section, space_above=tall and bool(options)), disabled=True))
            for setting in self._settings.values():
                if setting.section == section:
                    prompt = setting_line(
                        setting, self._value(setting), help_width, (unit | self._found).get(setting.key, ""), width
                    )
                    options.append(Option(prompt, id=setting.key))
        options.append(Option(equipment_heading(space_above=tall), disabled=True))
        options.append(Option(equipment_line(self._services.settings.equipment, width), id=EQUIPMENT))
        options.append(Option(keys_heading(space_above=tall), disabled=True))
        options.append(Option(keys_line(self._services.keymap, width), id=KEYS))
        settings.clear_options()
        settings.add_options(options)

    def _devices_found(self) -> dict[str, str]:
        """Return what there is of each kind of device that is switched on, by its setting."""
        return {source.name: source.state for source in self._services.presses.sources}

    def _loads_in_another_unit(self) -> str:
        """Return how many exercises keep a unit of their own, "" where none does or nobody knows."""
        try:
            count = len(exercises_in_another_unit(self._services))
        except NegcoachError:
            return ""
        other = "kg" if self._services.settings.unit == "lb" else "lb"
        return f"{counted(count, 'exercise')} stay{'s' if count == 1 else ''} in {other}" if count else ""

    def _show_devices(self) -> None:
        """Show what was plugged in or out meanwhile."""
        if self._devices_found() != self._found:
            self._refill_list()

    def _refill_list(self) -> None:
        """Fill the list again, with the same setting highlighted."""
        settings = self.query_one(SettingList)
        highlighted = settings.highlighted
        with settings.prevent(OptionList.OptionHighlighted):  # nothing else is: what is typed goes on
            self._fill_list()
            settings.highlighted = highlighted
        self._show_details()

    def _show_details(self) -> None:
        highlighted = self._highlighted
        if highlighted is None:
            details = (keys_help if self._highlighted_id == KEYS else equipment_help)(keymap_of(self))
        else:
            brief = self.has_class("-slim") and not self._tall
            details = setting_details(highlighted, with_help=not self._tall, brief=brief)
        self.query_one("#meaning", Static).update(details)
        self.call_after_refresh(self.query_one(SettingList).scroll_to_highlight)  # a longer text leaves it fewer rows

    def _start_typing(self, setting: Setting, text: str) -> None:
        self.add_class("-typing")
        self.query_one("#label", Static).update(Content(f"{setting.label}, {setting.unit}"))
        self.query_one("#says", Static).update("Press Enter to save it")
        number = self.query_one("#number", Input)
        number.value = text
        number.focus()
        number.cursor_position = len(text)
        self.refresh_bindings()

    def _stop_typing(self) -> None:
        if self.has_class("-typing"):
            self.remove_class("-typing")
            self.query_one(SettingList).focus()
            self.refresh_bindings()

    def _finish_test(self) -> None:
        """End the test, and warn when it could not be heard."""
        self._end_test()
        player = self._services.player
        line = player.notice()
        if line or player.engine == "silent":
            self._warn(line or 'There is no sound now: the engine is silent. "negcoach doctor" says why.')

    def _end_test(self) -> None:
        if self._test_timer is not None:
            self._test_timer.stop()
            self._test_timer = None
            self._services.player.stop()

    def _reopen_player(self) -> None:
        """Open another player if the engine or the offset has changed."""
        wanted = _player_options(self._services.settings)
        if wanted == self._options_in_use:
            return
        self._options_in_use = wanted
        old, self._services.player = self._services.player, self._open_player_for(self._services)
        self._services.player.mute(self._services.settings.muted)
        self._close(old)

    @work(thread=True)
    def _close(self, player: Player) -> None:
        """Close a player; a sound server that hangs may take a second."""
        player.close()

    def _warn(self, line: str) -> None:
        self.notify(line, severity="warning", timeout=8, markup=False)


def listed_settings(services: Services) -> tuple[Setting, ...]:
    """Return the settings as they can be chosen here: a folder is one of those there, or the one that is set."""
    named = services.settings.own_sounds
    there = own_sound_packs(services.config_path.parent)
    choices = (NO_OWN, *there, *(name for name in [named] if name not in (NO_OWN, *there)))
    return tuple(replace(setting, choices=choices) if setting.is_folder else setting for setting in SETTINGS)


def _player_options(settings: Settings) -> tuple[str, int]:
    """Return the settings that a player takes only when it is opened."""
    return settings.engine, settings.sound_offset_ms
