"""The list of the exercises of a plan, or of what is left of one, each with what the plan fixes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.visual import VisualType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from negcoach.formatting import plan_item_text
from negcoach.services import Services
from negcoach.texts import clean
from negcoach.training.plan.plan import PlanItem
from negcoach.widgets.lists.noted_line import NotedLine

NARROW = 64
"""The columns below which an exercise has a second line for what the plan fixes."""


class ItemList(OptionList, inherit_bindings=False):
    """The list of exercises; two that alternate are bracketed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "cursor_up", "Up", id="items.up", show=False, tooltip="The exercise above"),
        Binding("down,j", "cursor_down", "Down", id="items.down", show=False, tooltip="The exercise below"),
        Binding("home", "first", "First", id="items.first", show=False, tooltip="The first exercise"),
        Binding("end", "last", "Last", id="items.last", show=False, tooltip="The last exercise"),
        Binding("pageup", "page_up", "Page up", id="items.page-up", show=False, tooltip="A page up"),
        Binding("pagedown", "page_down", "Page down", id="items.page-down", show=False, tooltip="A page down"),
    ]

    def __init__(self, services: Services, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, compact=True)
        self._services = services
        self._items: Sequence[PlanItem] = ()

    def show(self, items: Sequence[PlanItem], marked: int | None) -> None:
        """Show the items, and mark the one at a place, from 0, or none; without a message."""
        self._items = items
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(Option(line) for line in item_lines(self._services, items, self.size.width < NARROW))
            self.highlighted = None if marked is None or not items else min(max(marked, 0), len(items) - 1)

    def on_resize(self) -> None:
        """Show the items in the new width."""
        self.show(self._items, self.highlighted)


def item_lines(services: Services, items: Sequence[PlanItem], narrow: bool) -> Iterator[VisualType]:
    """Yield a line for each exercise of a plan, two where there is little room."""
    for index, item in enumerate(items):
        exercise = services.exercise(item.exercise)
        name = clean(item.exercise if exercise is None else exercise.name)
        text = plan_item_text(item, bodyweight=exercise is not None and exercise.bodyweight)
        if exercise is None:
            text = "not among the exercises"
        second = index > 0 and items[index - 1].superset
        bracket = "┌" if item.superset else "└" if second else " "
        first = f" {index + 1:>2} {bracket} {name}"
        if narrow:
            yield Content.assemble(first, "\n", (f"    {'│' if item.superset else ' '} {text}", "$foreground-muted"))
        else:
            yield NotedLine(first, text)
