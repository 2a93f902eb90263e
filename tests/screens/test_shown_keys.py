"""Every key that a screen names acts there, and is the lifter's own: with a keymap in which each action has another."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from string import ascii_lowercase

import pytest
from textual.app import App
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Static

import negcoach.screens
from negcoach.config.settings.keys import OwnKeys
from negcoach.keys.actions import ACTIONS, PARTS
from negcoach.keys.keymap import Keymap
from negcoach.keys.names import known_key
from negcoach.widgets.lists.key_line import KeyLine
from tests.screens.conftest import rows_of
from tests.screens.every.walks import Kit, kit
from tests.screens.every.ways import WALKS

__all__ = ["kit"]  # the fixture

RARE = [f"{held}+f{number}" for held, number in product(("alt", "ctrl", "ctrl+alt", "ctrl+shift"), range(1, 13))]
RARE += [f"f{number}" for number in range(13, 25)]
RARE += [f"alt+{letter}" for letter in ascii_lowercase] + [f"ctrl+alt+{letter}" for letter in "abdefgknopqrstuvwxyz"]
RARE += [f"{held}+f{number}" for held, number in product(("alt+shift", "ctrl+alt+shift"), range(1, 13))]
OWN = {action.id: (key, *action.keys) for action, key in zip(ACTIONS.values(), RARE, strict=False)}
"""For each action a key that no screen has by itself, named first; the usual ones act too, and lead the way."""

LISTS = {"HelpScreen", "KeysScreen", "LearnScreen", "DoctorScreen"}
"""The screens that list all keys, the one over such a list, and one that says by which fixed keys it is scrolled."""
STAYS = ("Ctrl+D", "Ctrl+Q")
ELSEWHERE = {"ctrl+j", *Keymap(OWN).keys("app.help")}
"""What acts in another field of a form, and in an app that is more than a stage."""
_USUAL = re.compile(r"(?<![+\w])(Space|F[1-9]|Ctrl\+[A-Z]|PageDown|PageUp|Tab)\b")
_PRESSED = re.compile(
    r"[Pp]ress (?:Enter or )?([b-zB-Z]|a(?! number| key))\b"
    r"|(?<![+\w])([a-zA-Z])(?= (?:undoes|edits|adds|deletes|plays|filters)\b)|comes back with ([a-z])\b"
)
SIZE = (200, 50)
SCREENS = Path(next(iter(negcoach.screens.__path__)))


def named(app: App[None]) -> Iterator[tuple[str, ...]]:
    """Yield the names of each entry in the lines of keys of the screen."""
    for line in app.screen.query(KeyLine):
        for name, _ in line.keys:
            yield tuple(name.split())
    for line in app.screen.query(".keys").results(Static):
        if isinstance(content := line.content, Content):
            for span in content.spans:
                if span.style == "bold":
                    yield tuple(content.plain[span.start : span.end].split())


def wrong_keys(app: App[None]) -> list[str]:
    """Return each key that is named on the screen and does not act there, or is not the lifter's own."""
    active, found = app.screen.active_bindings, []
    for names in named(app):
        keys = [key for name in names if (key := known_key(name)) is not None and key not in ELSEWHERE]
        found += [f"{key} does nothing" for key in keys if key not in active]
        if keys and keys[0] in active:
            parts = PARTS.get(active[keys[0]].binding.id or "", ())
            others = {key for part in parts for key in (OWN[part][1:] if "." in part else ())}
            if keys[0] in others and keys[0] not in ("enter", "escape"):
                found.append(f"{names[0]} is the usual key")
    if type(app.screen).__name__ in LISTS:
        return found
    for row in rows_of(app):
        found += [f"{name} in {row.strip()!r}" for name in _USUAL.findall(row) if name not in STAYS]
        for letter in map("".join, _PRESSED.findall(row)):
            if letter not in active or active[letter].binding.id in PARTS:
                found.append(f"{letter} in {row.strip()!r}")
    return found


@pytest.mark.usefixtures("still_cursor")  # the walk waits for the words of what is at work, which moves otherwise
@pytest.mark.parametrize("first", WALKS)
async def test_every_key_that_is_named_acts(kit: Kit, first: str) -> None:
    kit.services.settings = replace(kit.services.settings, own_keys=OwnKeys(Keymap(OWN)))
    found: list[str] = []

    async def look(place: str, app: App[None], pilot: Pilot[None], draw: Callable[[], object] | None = None) -> None:
        found.extend(f"{place}: {wrong}" for wrong in wrong_keys(app))

    await WALKS[first].walk(kit, SIZE, look)
    assert not found, "\n".join(found)


def test_each_action_has_a_key_of_its_own_here() -> None:
    assert len(OWN) == len(ACTIONS) == len({keys[0] for keys in OWN.values()})
    assert all(known_key(keys[0]) == keys[0] for keys in OWN.values())


NAMED_IN_TEXT = re.compile(
    r"(?<![+\w'])[b-hj-zB-HJ-Z](?= (?:undoes|edits|adds|deletes|plays|filters|shows|opens|goes|in the history)\b)"
    r"|\b[Pp]ress (?:[b-zB-Z]\b|[][+=/-](?=\W))"
)


def test_no_text_of_a_screen_names_a_key_that_can_be_changed() -> None:
    found = []
    for path in sorted(SCREENS.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = {id(node.body[0].value) for node in ast.walk(tree) if _has_docstring(node)}  # type: ignore[attr-defined]
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
                found += [f"{path.name}: {node.value}"] if NAMED_IN_TEXT.search(node.value) else []
    assert found == []


def _has_docstring(node: ast.AST) -> bool:
    body = getattr(node, "body", None)
    return isinstance(body, list) and bool(body) and isinstance(body[0], ast.Expr)
