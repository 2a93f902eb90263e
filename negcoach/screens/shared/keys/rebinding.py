"""The lifter's own keys on the screens: bindings with the keys that the keymap gives them.

Textual's own keymap would do this once for each press of a key. It drops other bindings that share a changed key, and
gives keys back that a field types.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from textual.app import App
from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode

from negcoach.keys.keymap import USUAL, Keymap


class KeymapApp(App[None]):
    """An app whose keys can be changed; with the usual ones, where it does not say otherwise."""

    @property
    def keymap(self) -> Keymap:
        """The keys of each action."""
        return USUAL


def keymap_of(node: DOMNode) -> Keymap:
    """Return the keymap of the app that a screen or widget is in."""
    app = node.app
    return app.keymap if isinstance(app, KeymapApp) else USUAL


def rebind(nodes: Iterable[DOMNode], keymap: Keymap) -> None:
    """Give the bindings of screens and widgets the keys of a keymap, where they have others."""
    for node in nodes:
        declared, used = vars(node).get("_declared_bindings", (node._bindings, USUAL))
        if used is not keymap:
            vars(node)["_declared_bindings"] = declared, keymap
            node._bindings = _rebound(declared, keymap)


def _rebound(declared: BindingsMap, keymap: Keymap) -> BindingsMap:
    bindings: dict[str, list[Binding]] = {}
    done = set[str]()
    for key, binding in declared:
        keys = None if binding.id is None else keymap.of_binding(binding.id)
        if keys is None:
            bindings.setdefault(key, []).append(binding)
        elif binding.id not in done:
            done.add(binding.id or "")
            for own in keys:
                bindings.setdefault(own, []).append(replace(binding, key=own, key_display=None))
    return BindingsMap.from_keys(bindings)
