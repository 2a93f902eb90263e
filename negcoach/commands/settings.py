"""``negcoach settings``: what the settings are, and changing one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from negcoach.commands.support import output
from negcoach.commands.support.options import Options
from negcoach.commands.support.paths import config_path
from negcoach.config.settings.keys import KEYS, OwnKeys
from negcoach.config.settings.own_sounds import NO_OWN, SOUNDS_FOLDER, own_sound_packs
from negcoach.config.settings.settings import SECTIONS, SETTINGS, Setting, Settings, Value, load_settings, save_settings
from negcoach.errors import NegcoachError
from negcoach.files import taking_turns
from negcoach.keys.actions import ACTIONS
from negcoach.keys.keymap import USUAL, Keymap, key_for, names_written, require_action
from negcoach.keys.names import key_name, known_key
from negcoach.texts import clean, nearest, shortened


def run(options: Options) -> int:
    """List the settings and keys, say one, or change one to a value."""
    path = config_path(options)
    settings = load_settings(path)
    if not options.setting:
        _list(settings)
        return 0
    name, *value = options.setting
    if "." in name:
        _keys(path, settings, name, value)
        return 0
    setting = _found(name)
    if value:
        changed = {setting.key: _read(setting, " ".join(value))}
        if setting.is_folder:
            _require_folder(path, str(changed[setting.key]))
        with taking_turns(path.parent):
            settings = replace(load_settings(path), **changed)  # type: ignore[arg-type]  # it was read as its value
            save_settings(path, settings)
        output.write_line(f"{setting.key} is now {_text(setting, getattr(settings, setting.key))}. {_saved(path)}")
        return 0
    output.write_line(_line(setting, getattr(settings, setting.key)))
    return 0


def _require_folder(path: Path, name: str) -> None:
    """Refuse the name of a folder of sounds that is not there: nothing of it could be heard."""
    there = own_sound_packs(path.parent)
    if name not in there and name.lower() != NO_OWN:
        folder = clean(str(path.parent / SOUNDS_FOLDER))
        others = f"There are: {', '.join(there)}." if there else f'There is none yet; "{NO_OWN}" does without.'
        raise NegcoachError(f"There is no folder {shortened(name)} in {folder}. {others}")


def _keys(path: Path, settings: Settings, action: str, keys: Sequence[str]) -> None:
    """Say the keys of an action, or give it others: names of keys, or ``usual``."""
    require_action(action)
    own = settings.own_keys
    if not keys:
        _tell_wrong(own)
        output.write_line(_keys_line(own.keymap, action))
        return
    written = {} if keys == ["usual"] else names_written(action, keys)
    with taking_turns(path.parent):
        settings = load_settings(path)
        wanted = settings.own_keys.with_keys(action, written)
        own = save_settings(path, replace(settings, own_keys=wanted)).own_keys
    output.write_line(f"{action} is now {own.keymap.names(action)}. {_one_key(action, keys)}{_saved(path)}")
    for other in own.keymap.own:
        if other not in wanted.keymap.own:
            output.write_line(f"Its line in the file is in order again: {_keys_line(own.keymap, other)}")
    _tell_wrong(own)


def _tell_wrong(own: OwnKeys) -> None:
    """Say each line of the file that is wrong, and so not in use; it stays there."""
    for wrong in own.wrong:
        output.write_line(str(wrong))


def _one_key(action: str, written: Sequence[str]) -> str:
    """Return which of the keys are another one for an action: a capital its small letter, ``b`` the full stop."""
    known = {text: known_key(text) or "" for text in written}
    same = {text: key_name(key_for(action, key)) for text, key in known.items() if key and key_for(action, key) != key}
    return "".join(f"{text} and {name} are one key here. " for text, name in same.items())


def _saved(path: Path) -> str:
    return f"Saved in {clean(str(path))}."


def _keys_line(keymap: Keymap, action: str) -> str:
    usual = "" if action not in keymap.own else f" (usual: {USUAL.names(action)})"
    return f"{action} {keymap.names(action)}: {ACTIONS[action].text}{usual}"


def _list(settings: Settings) -> None:
    for section, about in SECTIONS.items():
        output.write_line(f"{section}: {about}")
        for setting in SETTINGS:
            if setting.section == section:
                output.write_line(f"  {_line(setting, getattr(settings, setting.key))}")
    output.write_line(f"{KEYS}: What you press.")
    own = settings.own_keys
    for wrong in own.wrong:
        output.write_line(f"  {wrong}")
    for action in ACTIONS:
        output.write_line(f"  {_keys_line(own.keymap, action)}")


def _line(setting: Setting, value: Value) -> str:
    allowed = "on or off" if setting.kind == "switch" else setting.allowed.replace('"', "")
    default = "" if value == setting.default else f"; default {_text(setting, setting.default)}"
    return f"{setting.key} {_text(setting, value)}: {setting.help} ({allowed}{default})"


def _text(setting: Setting, value: Value) -> str:
    if setting.kind == "switch":
        return "on" if value else "off"
    return f"{value} {setting.unit}".rstrip()


def _read(setting: Setting, text: str) -> Value:
    """Read a value; a switch is on or off too."""
    if setting.kind == "switch":
        typed = text.strip().lower()
        return setting.read({"on": "true", "off": "false"}.get(typed, typed))
    return setting.read(text.strip().lower().removesuffix(setting.unit).rstrip() if setting.unit else text)


def _found(name: str) -> Setting:
    typed = name.lower().replace("-", "_")
    for setting in SETTINGS:
        if setting.key == typed:
            return setting
    parts = [setting.key for setting in SETTINGS if typed and typed in setting.key]
    near = "" if len(parts) > 1 else parts[0] if parts else nearest(typed, [setting.key for setting in SETTINGS])
    meant = f" Did you mean {near}?" if near else ' "negcoach settings" lists them.'
    raise NegcoachError(f"There is no setting {shortened(name)}.{meant}")
