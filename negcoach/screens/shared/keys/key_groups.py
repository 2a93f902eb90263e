"""The groups under which the help lists keys, the most important first.

A binding with a ``group`` is listed under that one; where the help puts the others, ``help/key_rows.py`` says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from textual.binding import Binding

BEFORE_SET = Binding.Group("Before the set")
IN_SET = Binding.Group("In the set")
LAST_SET = Binding.Group("The set that was done")
NEXT = Binding.Group("What comes next")
REST = Binding.Group("The rest")
SOUND = Binding.Group("Sound")
HERE = Binding.Group("On this screen")
MOVING = Binding.Group("Moving around")
EVERYWHERE = Binding.Group("Everywhere outside a set")
TYPING = Binding.Group("While typing")

IN_ORDER = (BEFORE_SET, IN_SET, LAST_SET, NEXT, REST, SOUND, HERE, MOVING, EVERYWHERE, TYPING)


def grouped(group: Binding.Group, *bindings: Binding) -> Iterator[Binding]:
    """Yield bindings as those of a group."""
    for binding in bindings:
        yield replace(binding, group=group)
