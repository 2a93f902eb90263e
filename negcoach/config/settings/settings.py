"""The settings: declared once with their meaning, read from ``config.toml`` and written back with its comments."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, TypeVar, cast

from negcoach.config.files.toml_files import layout_error, line_of, location, parse, read_text, toml_value
from negcoach.config.settings.keys import KEYS, NO_OWN_KEYS, OwnKeys, entries, own_keys_from, own_keys_values
from negcoach.config.settings.own_sounds import NO_OWN, is_pack_name, own_sounds_folder
from negcoach.config.settings.pack_names import SOUND_PACKS
from negcoach.config.settings.theme_names import DEFAULT_THEME, THEMES
from negcoach.errors import NegcoachError
from negcoach.texts import joined, nearest
from negcoach.training.exercise.limits import (
    LONGEST_LEAD_IN_MS,
    SHORTEST_LEAD_IN_MS,
    STOP_DOUBLE_PERCENT,
    STOP_SINGLE_PERCENT,
)
from negcoach.training.exercise.table_reader import kind_of, unknown_choice, unknown_key
from negcoach.training.progress.recovery import SAME_VISIT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from negcoach.config.files.toml_edit import ValueChange
    from negcoach.training.equipment.equipment import Equipment
    from negcoach.training.exercise.exercise import Exercise
    from negcoach.training.score.stop_rules import StopRules

_Text = TypeVar("_Text", bound=str)

Value = str | int | bool
"""The value of a setting."""

SECTIONS = {"sound": "What you hear.", "screen": "What you see.", "coach": "How the coach works."}
"""The sections of the settings in the file in their order, each with the comment that heads it."""

EQUIPMENT = "equipment"
"""The section of the equipment, which ``negcoach.config.settings.equipment`` reads."""

_HEADINGS = {
    **SECTIONS,
    EQUIPMENT: "What you train with, so that every load is one that you can load.",
    KEYS: "Your own keys; an action that is left out keeps its usual ones.",
}

_WIDEST = 120
"""The longest line of a new file."""

_LEAD_IN_S = (SHORTEST_LEAD_IN_MS // 1000, LONGEST_LEAD_IN_MS // 1000)


@dataclass(frozen=True, slots=True)
class Setting:
    """The declaration of a setting: its place in the file, its label and help, and its allowed values.

    A number has ``low`` and ``high``, a choice has ``choices``, and a switch has neither. A folder is a name: which
    there are stands in no declaration (see ``negcoach.config.settings.own_sounds``).
    """

    key: str
    section: str
    label: str
    help: str
    default: Value
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    unit: str = ""
    is_folder: bool = False

    @property
    def kind(self) -> Literal["choice", "number", "switch", "folder"]:
        """The kind of control to edit it with."""
        if self.choices:
            return "choice"
        if self.is_folder:
            return "folder"
        return "switch" if isinstance(self.default, bool) else "number"

    @property
    def allowed(self) -> str:
        """The allowed values, in words."""
        if self.choices:
            return joined([toml_value(choice) for choice in self.choices], "or")
        if self.kind == "switch":
            return "true or false"
        if self.kind == "folder":
            return f'"{NO_OWN}" or the name of a folder in sounds, beside this file'
        return f"a whole number from {self.low} to {self.high}"

    def check(self, value: object) -> Value:
        """Return the value if this setting allows it; else raise ``NegcoachError`` with the allowed values."""
        if self.kind == "switch":
            fits = isinstance(value, bool)
        elif self.kind == "number":
            fits = isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high
        elif self.kind == "folder":
            fits = isinstance(value, str) and is_pack_name(value)
        else:
            fits = isinstance(value, str) and value in self.choices
        if fits:
            return cast(Value, value)
        near = nearest(value, self.choices) if isinstance(value, str) else ""
        meant = f' Did you mean "{near}"?' if near else ""
        raise NegcoachError(f"{self.key} must be {self.allowed}, not {kind_of(value)}.{meant}")

    def read(self, text: str) -> Value:
        """Return the value typed for this setting; raise ``NegcoachError`` with the allowed values."""
        if self.kind == "folder":
            return self.check(text.strip())  # upper case and lower case are two folders
        typed = text.strip().lower()
        if self.kind == "switch" and typed in ("true", "false"):
            return typed == "true"
        if self.kind == "number" and typed.isascii() and typed.lstrip("+-").isdigit() and len(typed) < 10:
            with contextlib.suppress(ValueError):  # more than one sign
                return self.check(int(typed))
        return self.check(typed)


def _choice(section: str, label: str, choices: tuple[str, ...], default: _Text, about: str) -> _Text:
    return field(default=default, metadata={"section": section, "label": label, "help": about, "choices": choices})


def _number(section: str, label: str, span: tuple[int, int], unit: str, default: int, about: str) -> int:
    span_of = {"low": span[0], "high": span[1], "unit": unit}
    return field(default=default, metadata={"section": section, "label": label, "help": about, **span_of})


def _switch(section: str, label: str, default: bool, about: str) -> bool:
    return field(default=default, metadata={"section": section, "label": label, "help": about})


def _folder(section: str, label: str, about: str) -> str:
    return field(default=NO_OWN, metadata={"section": section, "label": label, "help": about, "is_folder": True})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their defaults; ``SETTINGS`` describes each. Raises ``NegcoachError`` for a wrong value.

    ``own_equipment`` is what the lifter trains with, ``None`` where nothing is given; ``own_keys`` are the keys that
    they have changed.
    """

    volume: int = _number(
        "sound", "Volume", (0, 100), "%", 80, "How loud the cues are, on top of your system's own volume."
    )
    muted: bool = _switch(
        "sound", "Muted", False, "Start muted, except for calls for help; a key also mutes and unmutes."
    )
    sound_pack: str = _choice(
        "sound",
        "Sound pack",
        SOUND_PACKS,
        "voice",
        "What the cues are: a tick and a spoken word, or tones alone.",
    )
    own_sounds: str = _folder(
        "sound", "Own sounds", "Your own recordings, in place of the pack's: WAV files in a folder of sounds."
    )
    spoken_verdicts: bool = _switch(
        "sound",
        "Spoken verdicts",
        False,
        "After a measured lowering say good, slower or too fast, but never over a call.",
    )
    engine: str = _choice(
        "sound",
        "Sound engine",
        ("auto", "miniaudio", "simpleaudio", "silent"),
        "auto",
        "What plays the sound. auto takes the first that works; silent coaches by sight alone.",
    )
    sound_offset_ms: int = _number(
        "sound",
        "Sound offset",
        (-500, 1000),
        "ms",
        0,
        "How late your loudspeaker is: the screen waits for it. Bluetooth is often 150 to 300.",
    )
    flash: bool = _switch("screen", "Flash", True, "Flash the screen when the phase changes.")
    motion: bool = _switch(
        "screen",
        "Motion",
        True,
        "Move bar and figures smoothly. Off: the bar steps with the count, and nothing flashes.",
    )
    theme: str = _choice(
        "screen",
        "Theme",
        THEMES,
        DEFAULT_THEME,
        "The colours of every screen; terminal writes in your terminal's own.",
    )
    colours: str = _choice(
        "screen",
        "Colours",
        ("auto", "full", "16", "none"),
        "auto",
        "auto asks the terminal; 16 uses the terminal's own colours; none is black and white.",
    )
    unit: Literal["kg", "lb"] = _choice(
        "screen",
        "Unit",
        ("kg", "lb"),
        "kg",
        "What loads are typed and shown in. Equipment keeps its own; an exercise, that of its last typed load.",
    )
    week_starts: str = _choice(
        "screen",
        "Week starts on",
        ("auto", "monday", "sunday", "saturday"),
        "auto",
        "The first day of a week, in calendar and streaks. auto asks the system for your country's.",
    )
    lead_in_first_s: int = _number(
        "coach",
        "Lead-in, first set",
        _LEAD_IN_S,
        "s",
        10,
        "Time to take the weight before the first rep of the first set.",
    )
    lead_in_s: int = _number(
        "coach",
        "Lead-in, other sets",
        _LEAD_IN_S,
        "s",
        5,
        "Time to take the weight before the first rep of the other sets.",
    )
    debounce_ms: int = _number(
        "coach",
        "Key debounce",
        (100, 1000),
        "ms",
        250,
        "Presses of the same key closer together than this count as one; a clicker can send twenty.",
    )
    stop_single_percent: int = _number(
        "coach",
        "Stop if 1 rep below",
        (0, 100),
        "%",
        STOP_SINGLE_PERCENT,
        "Stop the set when one measured lowering lasts less than this share of its time. 0: never.",
    )
    stop_double_percent: int = _number(
        "coach",
        "Stop if 2 reps below",
        (0, 100),
        "%",
        STOP_DOUBLE_PERCENT,
        "Stop the set when two measured lowerings in a row last less than this share of their time. 0: never.",
    )
    gamepad: bool = _switch(
        "coach", "Gamepad", False, "Any of its buttons is the next thing, as on a clicker; Keys can change that."
    )
    midi: bool = _switch(
        "coach", "MIDI", False, "Any key or pedal is the next thing, as on a clicker; Keys can change that."
    )
    session_gap_h: int = _number(
        "coach",
        "Session ends after",
        (1, 12),
        "h",
        SAME_VISIT // timedelta(hours=1),
        "A session in which nothing was done for this long is over; it ended at its last rep.",
    )
    keep_awake: bool = _switch(
        "coach", "Keep awake", True, "Keep the computer's screen from sleeping during a session."
    )

    own_equipment: Equipment | None = None
    own_keys: OwnKeys = NO_OWN_KEYS

    def __post_init__(self) -> None:
        """Raise ``NegcoachError`` for a value that is not allowed."""
        for setting in SETTINGS:
            setting.check(getattr(self, setting.key))

    def own_sounds_folder(self, config_path: Path) -> Path | None:
        """The folder of the lifter's own sounds beside ``config_path``, there or not; ``None`` where none are set."""
        return own_sounds_folder(config_path.parent, self.own_sounds)

    @property
    def devices(self) -> tuple[str, ...]:
        """The kinds of devices, beside the keyboard, whose presses count."""
        return tuple(kind for kind in ("gamepad", "midi") if getattr(self, kind))

    @property
    def first_weekday(self) -> int:
        """The day a week begins on, 0 for Monday to 6 for Sunday."""
        if self.week_starts == "auto":
            from negcoach.config.settings.week import first_weekday_here  # it loads Babel

            return first_weekday_here()
        return {"monday": 0, "saturday": 5, "sunday": 6}[self.week_starts]

    @property
    def equipment(self) -> Equipment:
        """What the lifter trains with; with nothing given, loads come in the steps of common plates."""
        from negcoach.training.equipment.equipment import NO_EQUIPMENT  # the light commands do without

        return self.own_equipment or NO_EQUIPMENT

    @property
    def stop_rules(self) -> StopRules:
        """The rules by which lost tempo stops a set; the screens mark lowerings as too fast by them."""
        from negcoach.training.score.stop_rules import StopRules

        return StopRules(self.stop_single_percent, self.stop_double_percent)


SETTINGS: tuple[Setting, ...] = tuple(
    Setting(key=declared.name, default=cast(Value, declared.default), **declared.metadata)
    for declared in fields(Settings)
    if declared.metadata
)
"""Every setting in the file's order, for the settings screen, the help and the file's comments."""


def load_settings(path: Path) -> Settings:
    """Return the settings of a ``config.toml``; a missing setting, or no file, means the default.

    Raises ``NegcoachError`` with file and line when the file cannot be read or holds an unknown or wrong setting.
    """
    text = read_text(path)
    return Settings() if text is None else _settings(path, text)


def save_settings(path: Path, settings: Settings) -> Settings:
    """Write the settings that differ from those in the file, leave every other character as it is, and read them again.

    A missing file is created, with every setting and a comment on each. The file is replaced in one step, so it is
    never half written. The wrong lines of ``settings.own_keys`` stay in it; what is returned has one of them where
    the change has put it right. Raises ``NegcoachError`` when it cannot be read or written.
    """
    from negcoach.config.files.copies import replace_file
    from negcoach.config.files.toml_edit import ValueChange, with_changes, without_keys, without_section

    text = read_text(path)
    if text is None:
        text = _new_file(settings)
        sections = [*_equipment_changes({}, settings)[0], *_keys_changes({}, settings)[0]]
        replace_file(path, with_changes(path, text, sections, _HEADINGS))
        return settings
    tables = parse(path, text)
    changes = [
        ValueChange(setting.section, setting.key, value, setting.help)
        for setting in SETTINGS
        if (value := getattr(settings, setting.key)) != _value_in_file(tables, setting)
    ]
    of_equipment, removed = _equipment_changes(tables, settings)
    of_keys, usual = _keys_changes(tables, settings)
    if not (changes or of_equipment or removed or of_keys or usual):
        return settings
    changed = text
    if usual:  # first: what is written in another way is written anew
        rest = settings.own_keys.keymap.own or settings.own_keys.wrong
        changed = without_keys(path, text, KEYS, usual) if rest else without_section(path, text, KEYS, _HEADINGS[KEYS])
    changed = with_changes(path, changed, [*changes, *of_equipment, *of_keys], _HEADINGS)
    changed = without_keys(path, changed, EQUIPMENT, [(key,) for key in removed])
    saved = _settings(path, changed)
    _require_keys(path, saved.own_keys, settings.own_keys)
    if replace(saved, own_keys=settings.own_keys) != settings:
        raise layout_error(path)
    replace_file(path, changed)
    return saved


def require_known_exercises(path: Path, settings: Settings, library: Mapping[str, Exercise]) -> None:
    """Raise ``NegcoachError`` with file and line where the equipment is of an exercise that the library lacks.

    So it does for dumbbells in both hands. ``library`` has the exercises by their slug.
    """
    from negcoach.training.equipment.equipment import are_dumbbells_for_two_hands
    from negcoach.training.equipment.equipment_text import NOT_DUMBBELLS

    for slug, implement in settings.equipment.implements.items():
        exercise = library.get(slug)
        if exercise is not None and not are_dumbbells_for_two_hands(implement, exercise):
            continue
        why = unknown_choice(slug, sorted(library)) if exercise is None else f"{slug}: {NOT_DUMBBELLS}"
        raise NegcoachError(f"{location(path, line_of(read_text(path) or '', (EQUIPMENT, slug)))}: {why}")


def _equipment_changes(tables: dict[str, object], settings: Settings) -> tuple[list[ValueChange], list[str]]:
    """Return the values of the equipment that differ from those in the file, and the keys that it has no more."""
    from negcoach.config.files.toml_edit import ValueChange

    found = tables.get(EQUIPMENT)
    stored = found if isinstance(found, dict) else {}
    if settings.own_equipment is None and not stored:
        return [], []
    from negcoach.config.settings.equipment import ABOUT, equipment_values

    values = equipment_values(settings.equipment)
    changes = [
        ValueChange(EQUIPMENT, key, value, ABOUT.get(key, ""))
        for key, value in values.items()
        if stored.get(key) != value
    ]
    return changes, [key for key in stored if key not in values]


def _keys_changes(tables: dict[str, object], settings: Settings) -> tuple[list[ValueChange], list[tuple[str, ...]]]:
    """Return the keys that differ from those in the file, and the paths of the entries that it has no more.

    The file keeps a line that is wrong until keys are given to its action, and how every other one is written.
    """
    from negcoach.config.files.toml_edit import ValueChange

    found = tables.get(KEYS, {})
    in_file, own = own_keys_from(found, lambda *_: ""), settings.own_keys
    before, after = in_file.keymap.own, own.keymap.own
    changed = {action for action in (*before, *after) if before.get(action) != after.get(action)}
    changed |= {one.action for one in in_file.wrong} - {one.action for one in own.wrong}
    values = own_keys_values(own)
    gone = [path for action, path, _ in entries(found) if action in changed and (path[1:] or action not in values)]
    return [ValueChange(KEYS, action, values[action], "") for action in values if action in changed], gone


def _require_keys(path: Path, saved: OwnKeys, wanted: OwnKeys) -> None:
    """Raise ``NegcoachError`` where the file would not give an action the keys that are wanted for it.

    A wrong line that stays may stand against them. It may also be right by the change, and then has what it says.
    """
    were_wrong = {one.action for one in wanted.wrong}
    for action in dict.fromkeys((*wanted.keymap.own, *saved.keymap.own)):
        if action not in were_wrong and saved.keymap.keys(action) != wanted.keymap.keys(action):
            refused = next((one.why for one in saved.wrong if one.action == action), "")
            if not refused:
                raise layout_error(path)
            raise NegcoachError(f"{refused} First put right what is wrong in the file: {wanted.fault}")


def _settings(path: Path, text: str) -> Settings:
    values: dict[str, Value] = {}
    tables = parse(path, text)
    equipment, own_keys = None, NO_OWN_KEYS
    for name, table in tables.items():
        if name == KEYS:
            own_keys = own_keys_from(table, lambda *keys: location(path, line_of(text, (KEYS, *keys))))
            continue
        if name == EQUIPMENT:
            from negcoach.config.settings.equipment import equipment_from  # most lifters give none

            equipment = equipment_from(table, lambda *keys: location(path, line_of(text, (EQUIPMENT, *keys)))) or None
            continue
        known = {setting.key: setting for setting in SETTINGS if setting.section == name}
        if not known:
            raise NegcoachError(f"{location(path, line_of(text, (name,)))}: {_no_section(name)}")
        if not isinstance(table, dict):
            raise NegcoachError(f"{location(path, line_of(text, (name,)))}: {name} is a section. Write [{name}].")
        for key, value in table.items():
            where = location(path, line_of(text, (name, key)))
            if key not in known:
                raise NegcoachError(f"{where}: {_no_key(key, name, tuple(known))}")
            try:
                values[key] = known[key].check(value)
            except NegcoachError as error:
                raise NegcoachError(f"{where}: {error}") from None
    return Settings(
        **values,  # type: ignore[arg-type]  # each was checked against its declaration
        own_equipment=equipment,
        own_keys=own_keys,
    )


def _no_section(name: str) -> str:
    for setting in SETTINGS:
        if setting.key == name:
            return f"{name} belongs in the section [{setting.section}]."
    return unknown_key(name, (*SECTIONS, EQUIPMENT, KEYS))


def _no_key(key: str, section: str, known: tuple[str, ...]) -> str:
    for setting in SETTINGS:
        if setting.key == key:
            return f"{key} belongs in the section [{setting.section}], not [{section}]."
    return unknown_key(key, known)


def _value_in_file(tables: dict[str, object], setting: Setting) -> object:
    """Return the value of a setting in the file, valid or not; its default if it is not there."""
    table = tables.get(setting.section)
    return table.get(setting.key, setting.default) if isinstance(table, dict) else setting.default


def _new_file(settings: Settings) -> str:
    from textwrap import wrap  # few files are made

    blocks = ["# The settings of negcoach. A line that is left out means the default.\n"]
    for section, about in SECTIONS.items():
        blocks.append(f"\n# {about}\n[{section}]\n")
        for setting in SETTINGS:
            if setting.section == section:
                value = toml_value(getattr(settings, setting.key))
                lines = wrap(_default_line(setting), _WIDEST - 2, break_on_hyphens=False)
                comment = "\n".join(f"# {line}" for line in lines)
                blocks.append(f"\n# {setting.help}\n{comment}\n{setting.key} = {value}\n")
    return "".join(blocks)


def _default_line(setting: Setting) -> str:
    allowed = setting.allowed[0].upper() + setting.allowed[1:]
    return f"{allowed}; default {toml_value(setting.default)}."
