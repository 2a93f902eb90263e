"""The table of the actions is true: its places are the screens that there are, with all the keys that act there."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from negcoach.app import NegcoachApp
from negcoach.keys.actions import ACTIONS, EVERYWHERE, PARTS, PLACES, STAYS, Place, bound_keys
from negcoach.keys.names import types_text
from negcoach.screens.choosing.exercises import ExerciseList
from negcoach.screens.choosing.prescription import FormInput
from negcoach.screens.choosing.search import SearchBox

WIDGETS = {"on the list of exercises": (ExerciseList, SearchBox), "on the form": (FormInput,)}


def bindings_of(kind: type[DOMNode]) -> list[Binding]:
    """Return the bindings of a screen or widget that negcoach has given it, those of its base classes too."""
    return [binding for _, binding in kind._merge_bindings() if binding.id is not None]


@pytest.fixture(scope="module")
def kinds() -> list[type[DOMNode]]:
    """Every screen and widget that has bindings of its own."""
    for package in ("screens", "widgets"):
        folder = importlib.import_module(f"negcoach.{package}")
        for module in pkgutil.walk_packages(folder.__path__, f"negcoach.{package}."):
            importlib.import_module(module.name)

    def below(kind: type[DOMNode]) -> Iterator[type[DOMNode]]:
        for sub in kind.__subclasses__():
            yield sub
            yield from below(sub)

    found = dict.fromkeys(below(DOMNode))
    return [
        kind
        for kind in found
        if kind.__module__.startswith(("negcoach.screens", "negcoach.widgets")) and bindings_of(kind)
    ]


def test_each_binding_of_the_table_is_there_with_its_usual_keys(kinds: list[type[DOMNode]]) -> None:
    keys: dict[str, set[str]] = {}
    for kind in (*kinds, NegcoachApp):
        own: dict[str, list[str]] = {}
        for binding in bindings_of(kind):
            own.setdefault(binding.id or "", []).append(binding.key)
        for name, found in own.items():
            if name in PARTS:
                keys.setdefault(name, set()).add(",".join(sorted(found)))
    assert keys == {name: {",".join(sorted(bound_keys(name).split(",")))} for name in PARTS}


def test_no_binding_is_at_two_places() -> None:
    assert len(PARTS) == sum(len(place.bindings) for place in (*PLACES, EVERYWHERE))
    assert {action for parts in PARTS.values() for action in parts if "." in action} == set(ACTIONS)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_a_place_has_every_key_that_acts_there(kinds: list[type[DOMNode]], place: Place) -> None:
    here = [kind for kind in kinds if {one.id for one in bindings_of(kind)} & place.bindings.keys()]
    assert here
    for kind in (*here, *WIDGETS.get(place.name, ())):
        for binding in bindings_of(kind):
            if binding.id not in PARTS:
                assert binding.key in {*place.fixed, *STAYS}, (kind, binding)
            else:
                assert binding.id in {*place.bindings, *EVERYWHERE.bindings}, (kind, binding)


def test_no_key_that_acts_everywhere_can_be_one_of_any_screen(kinds: list[type[DOMNode]]) -> None:
    for kind in kinds:
        for binding in bindings_of(kind):
            if binding.id not in PARTS and not types_text(binding.key):
                assert binding.key in {*EVERYWHERE.fixed, *STAYS, *bound_keys("app.history").split(",")}, (
                    kind,
                    binding,
                )
