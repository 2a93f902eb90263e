"""The lines of the settings screen: each setting with its value among the values it may have."""

from __future__ import annotations

import textwrap
from dataclasses import replace

from textual.content import Content

from negcoach.config.settings.keys import KEYS
from negcoach.config.settings.settings import EQUIPMENT, SECTIONS, SETTINGS, Setting, Value
from negcoach.keys.keymap import Keymap
from negcoach.texts import counted, shortened
from negcoach.training.equipment.equipment import Equipment
from negcoach.training.equipment.equipment_text import weight_text
from negcoach.widgets.clickable import clickable

_LABEL, _LABEL_NARROW = 22, 21
"""Cells of a setting's name with the gap behind it, and those in a narrow list."""
_NARROW_BELOW = 40
"""The cells of its width below which the list is narrow: that of a tiny terminal, or of one hardly wider."""
_NUMBER = 9
"""Cells of a number with the gap behind it."""
_LEAST_BAR = 8
"""The least cells in which a bar says more than its number."""
_GAP = 3
_LEAST_FOUND = 12
"""The least cells in which it makes sense to say what was found."""
_BAR = 20
_CONTROL = 56
"""Cells of a setting's value, with the gap behind it, where its help stands beside it."""
_BESIDE_FROM = _LABEL + _CONTROL + max(len(setting.help) for setting in SETTINGS)
"""Cells of width from which on it does: those that the longest help needs to be whole."""

_MOST_CHOICES = 6
"""Of more choices than this only the chosen one is shown."""

STEPS = {"%": 5, "ms": 10, "s": 1, "h": 1}
"""By how much one key press changes a number, by its unit."""


def equipment_help(keymap: Keymap) -> Content:
    """Return what the line of the equipment leads to."""
    key = keymap.name("settings.equipment")
    return Content(
        f"Press Enter or {key} to list your bar, plates, dumbbells and stacks: every advised load can then be loaded."
    )


def keys_help(keymap: Keymap) -> Content:
    """Return what the line of the keys leads to."""
    key = keymap.name("settings.keys")
    return Content(
        f"Press Enter or {key} to see the keys of each action, and to give it others: "
        "a pedal is learned by pressing it."
    )


def section_line(section: str, *, space_above: bool) -> Content:
    """Return the heading of a section; ``space_above`` leaves an empty line above it."""
    return _heading(section, SECTIONS[section], space_above)


def equipment_heading(*, space_above: bool) -> Content:
    """Return the heading above the line of the equipment."""
    return _heading(EQUIPMENT, "What you train with.", space_above)


def keys_heading(*, space_above: bool) -> Content:
    """Return the heading above the line of the keys."""
    return _heading(KEYS, "What you press.", space_above)


def keys_line(keymap: Keymap, width: int) -> Content:
    """Return the line of the keys in a list of so much ``width``, with how many actions have others than usual."""
    changed = len(keymap.own)
    text = f"{counted(changed, 'action')} changed" if changed else "the usual ones"
    return Content.assemble("Keys".ljust(_label(width)), (text, "bold" if changed else "$foreground-muted"))


def _heading(section: str, about: str, space_above: bool) -> Content:
    return Content.assemble("\n" if space_above else "", (section.upper(), "bold $text-accent"), f"  {about}")


def equipment_line(equipment: Equipment, width: int) -> Content:
    """Return the line of the equipment in a list of so much ``width``, with what is given of it."""
    plates, implements = equipment.plates, equipment.implements
    parts = [
        "" if equipment.bar is None else f"{weight_text(equipment.bar)} bar",
        "" if plates is None else counted(sum(pairs for _, pairs in plates.pairs), "pair of plates", "pairs of plates"),
        counted(len(implements), "exercise") if implements else "",
    ]
    given = " · ".join(filter(None, parts))
    return Content.assemble(
        "Bar, plates, stacks".ljust(_label(width)), (given or "not set", "bold" if given else "$foreground-muted")
    )


def setting_line(setting: Setting, value: Value, help_width: int = 0, found: str = "", width: int = 80) -> Content:
    """Return a setting's line; with a ``help_width`` in cells, its help follows beside it, or below it.

    ``found`` is what there is of what it switches on, as far as the line has room in its ``width``.
    """
    label, beside = _label(width), help_width >= _BESIDE_FROM
    control = _control(setting, value, width - label)
    room = (_CONTROL if beside else width - label) - control.cell_length - _GAP
    found = f"{'':<{_GAP}}{shortened(found, room)}" if found and room >= _LEAST_FOUND else ""
    if beside:
        gap = " " * max(_GAP, _CONTROL - control.cell_length - len(found))
        parts = (control, (found, "$foreground-muted"), gap, (setting.help, "$foreground-muted"))
        return Content.assemble(setting.label.ljust(label), *parts)
    help_lines = textwrap.wrap(setting.help, max(30, help_width - label)) if help_width else []
    return Content.assemble(
        setting.label.ljust(label),
        control,
        (found, "$foreground-muted"),
        *((f"\n{' ' * label}{line}", "$foreground-muted") for line in help_lines),
    )


def value_text(setting: Setting, value: Value) -> str:
    """Return a value as people read it: "80 %", "on", "voice"."""
    if setting.kind == "switch":
        return "on" if value else "off"
    return f"{value} {setting.unit}".strip()


def setting_details(setting: Setting, *, with_help: bool, brief: bool = False) -> Content:
    """Return the help of a setting, its allowed values, its default and its place in the file.

    A ``brief`` one leaves out the allowed values and the place.
    """
    if brief:
        default = f"default {value_text(setting, setting.default)}"
        return Content.assemble(f"{setting.help}\n", (default, "$foreground-muted"))
    values = "on or off (true or false in the file)" if setting.kind == "switch" else setting.allowed
    if setting.is_folder:
        values = replace(setting, choices=()).allowed  # which there are is to be seen above
    elif len(setting.choices) > _MOST_CHOICES:
        values = f"one of {len(setting.choices)}"
    unit = f" {setting.unit}" if setting.kind == "number" else ""
    return Content.assemble(
        f"{setting.help}\n" if with_help else "",
        (
            f"{values}{unit}; default {value_text(setting, setting.default)}; {setting.key} in [{setting.section}]",
            "$foreground-muted",
        ),
    )


def step_value(setting: Setting, value: Value, by: int) -> Value:
    """Return the value a step up or down: choices wrap around, a switch toggles, a number stops at its bounds."""
    if setting.kind == "switch":
        return not value
    if setting.kind == "choice":
        return setting.choices[(setting.choices.index(str(value)) + by) % len(setting.choices)]
    step = STEPS.get(setting.unit, 1)
    # A typed number goes to the nearest step: from 83 to 85 or 80.
    below = int(value) // step * step
    target = below + step if by > 0 else (below if below < int(value) else below - step)
    return max(setting.low, min(setting.high, target))


def _bar_cell(setting: Setting, at: int, cells: int, *, is_filled: bool) -> Content:
    """Return a cell of a number's bar; a click on it sets the number that it stands for, to a whole step."""
    step = STEPS.get(setting.unit, 1)
    number = round((setting.low + (setting.high - setting.low) * at / (cells - 1)) / step) * step
    number = max(setting.low, min(setting.high, number))
    sign, style = ("━", "$text-accent") if is_filled else ("─", "$foreground-muted")
    return clickable(sign, style, f"screen.set_number({number})")


def _label(width: int) -> int:
    """Return how many cells of a line of so much ``width`` are those of the name."""
    return _LABEL_NARROW if width < _NARROW_BELOW else _LABEL


def _control(setting: Setting, value: Value, room: int) -> Content:
    """Return the value among those there are; where they do not all fit into the ``room``, the value alone."""
    if setting.kind == "number":
        bar = min(_BAR, room - _NUMBER)
        filled = round(bar * (int(value) - setting.low) / (setting.high - setting.low))
        return Content.assemble(
            (f"{value_text(setting, value):<{_NUMBER}}", "bold"),
            *(_bar_cell(setting, at, bar, is_filled=at < filled) for at in range(bar if bar >= _LEAST_BAR else 0)),
        )
    choices = ("off", "on") if setting.kind == "switch" else setting.choices
    chosen = value_text(setting, value)
    if len(choices) <= _MOST_CHOICES:
        all_of_them = Content("   ").join(
            clickable(
                f"{'●' if choice == chosen else '○'} {choice}",
                "bold" if choice == chosen else "$foreground-muted",
                f"screen.choose('{choice}')",
            )
            for choice in choices
        )
        if all_of_them.cell_length <= room or len(choices) == 1:
            return all_of_them
    one = Content.assemble(
        clickable("◂ ", "", "screen.step(-1)"), (chosen, "bold"), clickable(" ▸", "", "screen.step(1)")
    )
    if len(choices) <= _MOST_CHOICES:
        return one
    place = f"{choices.index(chosen) + 1} of {len(choices)}, enter lists them"
    listed = one.cell_length + _GAP + len(place) <= room
    return Content.assemble(one, " " * _GAP, (place, "$foreground-muted")) if listed else one
