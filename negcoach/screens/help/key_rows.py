"""What the keys of a screen do, read from its bindings as they are now: in groups, and as a table in some columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from rich.cells import cell_len
from textual.app import App
from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from negcoach.keys.keymap import USUAL, Keymap
from negcoach.keys.names import key_name
from negcoach.screens.shared.keys.key_groups import EVERYWHERE, HERE, IN_ORDER, MOVING, TYPING
from negcoach.texts import joined

_MODIFIERS = frozenset({"ctrl", "shift", "alt"})

_MOVES = frozenset({"up", "down", "left", "right", "home", "end", "pageup", "pagedown", "tab"})

_VERTICAL = frozenset({"scroll_up", "scroll_down", "scroll_home", "scroll_end", "page_up", "page_down"})
_HORIZONTAL = frozenset({"scroll_left", "scroll_right", "page_left", "page_right"})
"""Textual's actions that scroll a widget."""

_SCROLLING = {
    "scroll_up": "A line up",
    "scroll_down": "A line down",
    "scroll_home": "To the top",
    "scroll_end": "To the bottom",
    "page_up": "A page up",
    "page_down": "A page down",
    "scroll_left": "A column to the left",
    "scroll_right": "A column to the right",
    "page_left": "A page to the left",
    "page_right": "A page to the right",
}
"""What they do, in our words: Textual calls them "Scroll Up"."""

_LEAST_RANGE = 3
"""How many digits in a row are written as a range."""

BESIDE_FROM = 52
"""The columns from which an explanation stands beside its keys; in fewer it stands below them."""
_MOST_KEYS = 26
_GAP = 2


@dataclass(frozen=True, slots=True)
class KeyRow:
    """The names of the keys that do the same, and what they do."""

    keys: tuple[str, ...]
    text: str
    brief: str = ""
    """The same in few words, which may stand beside the keys where the text has no room there."""


@dataclass(frozen=True, slots=True)
class HelpGroup:
    """The keys of one purpose, the most important first."""

    title: str
    rows: tuple[KeyRow, ...]


@dataclass(slots=True)
class _Action:
    """An action while its bindings are gathered: the one that explains it, and all of its keys."""

    lead: ActiveBinding
    keys: list[str] = field(default_factory=list)

    def add(self, one: ActiveBinding) -> None:
        """Add a binding. One that the footer shows explains the action better than one that it does not."""
        if one.binding.show and not self.lead.binding.show:
            self.lead = one
            self.keys.insert(0, one.binding.key)
        else:
            self.keys.append(one.binding.key)

    @property
    def text(self) -> str:
        binding = self.lead.binding
        own = _SCROLLING.get(binding.action, "") if binding.id is None else ""
        return own or binding.tooltip or binding.description


def acting_bindings(screen: Screen[Any]) -> Iterator[ActiveBinding]:
    """Yield the bindings that act on a screen now.

    Textual passes a key by that would scroll a widget which does not scroll, as an arrow in a field on one line; its
    list of active bindings has it all the same, in the place of what the screen does then.
    """
    for key, one in screen.active_bindings.items():
        if _has_effect(one):
            yield one
        else:
            for binding in screen._bindings.key_to_bindings.get(key, ()):
                yield ActiveBinding(screen, binding, True, binding.tooltip)


def _has_effect(one: ActiveBinding) -> bool:
    """Return whether a binding does something: any but one of Textual's that scrolls a widget which does not scroll."""
    node, binding = one.node, one.binding
    if binding.id is not None or not isinstance(node, Widget):
        return True
    if binding.action in _VERTICAL:
        return node.allow_vertical_scroll
    return binding.action not in _HORIZONTAL or node.allow_horizontal_scroll


def key_groups(
    active: Iterable[ActiveBinding], unbound: Sequence[tuple[str, str]] = (), keymap: Keymap = USUAL
) -> tuple[HelpGroup, ...]:
    """Return what the active bindings of a screen do.

    Keys of the same action are one row, and so are those of which an action of the same name is explained alike: the
    digits of an effort. ``unbound`` are keys that the screen takes without a binding, each with what it does. The keys
    of a row come in the order that the ``keymap`` has them in.
    """
    actions: dict[tuple[str, str], _Action] = {}
    for one in _as_declared(active, keymap):
        if _is_listed(one):
            actions.setdefault(_action_of(one), _Action(one)).add(one)
    groups: dict[Binding.Group, dict[tuple[str, str], list[str]]] = {group: {} for group in IN_ORDER}
    for (target, action), found in sorted(actions.items(), key=lambda item: not item[1].lead.binding.show):
        same = f"{target}.{action.partition('(')[0]}", found.text
        groups[_group_of(found.lead)].setdefault(same, []).extend(found.keys)
    result = []
    for group, rows in groups.items():
        listed = [KeyRow(_names(keys), text) for (_, text), keys in rows.items()]
        if group is HERE:
            listed += [KeyRow((keys,), text) for keys, text in unbound]
        if listed:
            result.append(HelpGroup(group.description, tuple(listed)))
    return tuple(result)


def key_table(groups: Sequence[HelpGroup], width: int) -> Content:
    """Return the groups in so many columns, each explanation beside its keys, in few columns below them.

    Where all of them can be said in so few words that they have room beside their keys, they are.
    """
    longest = max((cell_len(_keys_text(row)) for group in groups for row in group.rows), default=0)
    keys_width = min(longest, _MOST_KEYS, width * 2 // 5)
    beside = width >= BESIDE_FROM
    if not beside and all(_fits_briefly(row, longest, width) for group in groups for row in group.rows):
        groups = [replace(group, rows=tuple(KeyRow(row.keys, row.brief) for row in group.rows)) for group in groups]
        keys_width, beside = longest, True
    lines: list[Content] = []
    for group in groups:
        if lines:
            lines.append(Content(""))
        lines.append(Content.styled(group.title, "bold $text-accent"))
        for row in group.rows:
            lines += _rows_beside(row, keys_width, width) if beside else _rows_below(row, width)
    return Content("\n").join(lines)


def _fits_briefly(row: KeyRow, keys_width: int, width: int) -> bool:
    return bool(row.brief) and keys_width + _GAP + cell_len(row.brief) <= width


def _rows_beside(row: KeyRow, keys_width: int, width: int) -> Iterator[Content]:
    keys = textwrap.wrap(_keys_text(row), keys_width)
    for key, text in zip_longest(keys, textwrap.wrap(row.text, width - keys_width - _GAP), fillvalue=""):
        yield Content.assemble((key, "bold"), " " * (keys_width + _GAP - cell_len(key)), text)


def _rows_below(row: KeyRow, width: int) -> Iterator[Content]:
    for line in textwrap.wrap(_keys_text(row), width):
        yield Content.styled(line, "bold")
    for line in textwrap.wrap(row.text, width - _GAP):
        yield Content(" " * _GAP + line)


def _keys_text(row: KeyRow) -> str:
    return joined(row.keys, "or")


def _as_declared(active: Iterable[ActiveBinding], keymap: Keymap) -> list[ActiveBinding]:
    """Return bindings in the order in which their classes declare them, those of a base class first.

    Textual puts a key that a base class of its own has, such as Tab, before all others.
    """
    bindings = list(active)
    places: dict[DOMNode, dict[tuple[str | None, str], int]] = {}
    for one in bindings:
        if one.node not in places:
            places[one.node] = {found: place for place, found in enumerate(_declared(type(one.node), keymap))}
    nodes = {node: place for place, node in enumerate(places)}

    def place(one: ActiveBinding) -> tuple[int, int]:
        declared = places[one.node]
        return nodes[one.node], declared.get((one.binding.id, one.binding.key), len(declared))

    return sorted(bindings, key=place)


def _declared(kind: type[DOMNode], keymap: Keymap) -> Iterator[tuple[str | None, str]]:
    """Yield the id and each key of the bindings that a class and its bases declare."""
    for base in reversed(kind.__mro__):
        if base is not Screen:
            for binding in Binding.make_bindings(base.__dict__.get("BINDINGS", ())):
                own = None if binding.id is None else keymap.of_binding(binding.id)
                for key in own or (binding.key,):
                    yield binding.id, key


def _is_listed(one: ActiveBinding) -> bool:
    """Return whether a binding is for the lifter: not one that Textual gives every screen, nor a macOS key."""
    binding = one.binding
    modifiers, _ = binding.parse_key()
    textuals = binding.id is None and isinstance(one.node, Screen)
    return not (binding.system or textuals or set(modifiers) - _MODIFIERS)


def _action_of(one: ActiveBinding) -> tuple[str, str]:
    """Return whose action a binding calls, and the action: ``screen.back`` of a field is the screen's ``back``."""
    namespace, dot, action = one.binding.action.partition(".")
    if dot and namespace in ("app", "screen"):
        return namespace, action
    own = "app" if isinstance(one.node, App) else "screen" if isinstance(one.node, Screen) else "widget"
    return own, one.binding.action


def _group_of(one: ActiveBinding) -> Binding.Group:
    binding, node = one.binding, one.node
    if binding.group is not None:
        return binding.group
    if isinstance(node, App):
        return EVERYWHERE
    if binding.id is None and node.check_consume_key("a", "a"):
        return TYPING
    _, key = binding.parse_key()
    return MOVING if key in _MOVES and not binding.show else HERE


def _names(keys: Sequence[str]) -> tuple[str, ...]:
    """Return the names of keys, digits in a row as a range."""
    names: list[str] = []
    digits: list[str] = []
    for key in (*dict.fromkeys(keys), ""):
        if digits and not (key.isdigit() and int(key) == int(digits[-1]) + 1):
            names += [f"{digits[0]}–{digits[-1]}"] if len(digits) >= _LEAST_RANGE else digits
            digits = []
        if key.isdigit():
            digits.append(key)
        elif key:
            names.append(key_name(key))
    return tuple(names)
