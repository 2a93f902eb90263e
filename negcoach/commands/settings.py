"""``negcoach settings``: what the settings are, and changing one."""

from __future__ import annotations

from dataclasses import replace

from negcoach.commands.support import output
from negcoach.commands.support.options import Options
from negcoach.commands.support.paths import config_path
from negcoach.config.settings import SECTIONS, SETTINGS, Setting, Settings, Value, load_settings, save_settings
from negcoach.errors import NegcoachError
from negcoach.texts import shortened


def run(options: Options) -> int:
    """List the settings, say one, or change one to a value."""
    path = config_path(options)
    settings = load_settings(path)
    if not options.setting:
        _list(settings)
        return 0
    name, *value = options.setting
    setting = _found(name)
    if value:
        changed = {setting.key: _read(setting, " ".join(value))}
        settings = replace(settings, **changed)  # type: ignore[arg-type]  # it was read as this setting's value
        save_settings(path, settings)
    output.write_line(_line(setting, getattr(settings, setting.key)))
    return 0


def _list(settings: Settings) -> None:
    for section, about in SECTIONS.items():
        output.write_line(f"{section}: {about}")
        for setting in SETTINGS:
            if setting.section == section:
                output.write_line(f"  {_line(setting, getattr(settings, setting.key))}")


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
    typed = text.strip().lower()
    if setting.kind == "switch":
        typed = {"on": "true", "off": "false"}.get(typed, typed)
    return setting.read(typed.removesuffix(setting.unit).rstrip() if setting.unit else typed)


def _found(name: str) -> Setting:
    typed = name.lower().replace("-", "_")
    for setting in SETTINGS:
        if setting.key == typed:
            return setting
    near = [setting.key for setting in SETTINGS if typed and typed in setting.key]
    meant = f" Did you mean {near[0]}?" if len(near) == 1 else ' "negcoach settings" lists them.'
    raise NegcoachError(f"There is no setting {shortened(name)}.{meant}")
