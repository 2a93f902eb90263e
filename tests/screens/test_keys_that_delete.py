"""No key that goes on on one screen deletes or gives up something on another."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import negcoach.screens
import negcoach.widgets
from negcoach.keys.actions import ACTIONS, Role
from negcoach.keys.keymap import USUAL, KeymapError
from negcoach.keys.layouts import command_key

GIVES_UP = re.compile(r"delete|remove|purge|restart|renew|stop|switch_off|usual|end$|end_on|leave$|finish|quit")
"""What the action of a binding is called that deletes, ends or undoes what somebody chose."""


def _classes(parent: type[DOMNode]) -> Iterator[type[DOMNode]]:
    for child in parent.__subclasses__():
        yield child
        yield from _classes(child)


def keys_that_give_up() -> dict[str, str]:
    """Return the keys of such bindings of all screens and widgets, each with the id of one."""
    for package in (negcoach.screens, negcoach.widgets):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    return {
        command_key(key): binding.id or ""
        for one in _classes(DOMNode)
        if one.__module__.startswith("negcoach.")
        for binding in vars(one).get("BINDINGS", ())
        if isinstance(binding, Binding) and GIVES_UP.match(binding.action.removeprefix("app."))
        for key in binding.key.split(",")
    }


def test_no_key_that_deletes_or_gives_up_can_be_given_to_what_goes_on() -> None:
    keys = keys_that_give_up()
    assert {"d", "delete", "r", "o", "n", "p", "s", "q", "x", "f4", "f8"} <= keys.keys()
    going_on = [action.id for action in ACTIONS.values() if action.role is Role.NEXT]
    for action in going_on:
        for key in keys:
            with pytest.raises(KeymapError):
                USUAL.with_keys(action, (key, *ACTIONS[action].keys))
