"""The list of the exercises of a plan, or of what is left of one, each with what the plan fixes, and its screen."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.visual import VisualType
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from negcoach.formatting import plan_item_text
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.services import Services
from negcoach.texts import clean
from negcoach.training.plan.plan import PlanItem
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.lists.noted_line import NotedLine
from negcoach.widgets.lists.option_lists import PagedList, moves

Answer = TypeVar("Answer")
"""What such a screen answers; ``None`` on the way back."""

NARROW = 64
"""The columns below which an exercise has a second line for what the plan fixes."""


class ItemList(PagedList, inherit_bindings=False):
    """The list of exercises; two that alternate are bracketed."""

    BINDINGS: ClassVar[list[BindingType]] = [*moves("items", "exercise", letters=True)]

    def __init__(self, services: Services, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, compact=True)
        self._services = services
        self._items: Sequence[PlanItem] = ()

    def show(self, items: Sequence[PlanItem], highlighted: int | None) -> None:
        """Show the items, and highlight the one at an index, or none; without a message."""
        self._items = items
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(Option(line) for line in item_lines(self._services, items, self.size.width < NARROW))
            self.highlighted = None if highlighted is None or not items else min(max(highlighted, 0), len(items) - 1)

    def on_resize(self) -> None:
        """Show the items in the new width."""
        self.show(self._items, self.highlighted)


class ItemsScreen(FreshKeys, Screen[Answer]):
    """A screen with such a list, and a title above it. Override ``show_items``, and bind ``back``."""

    CSS_PATH = "plans.tcss"
    AUTO_FOCUS = "ItemList"

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services

    def compose(self) -> ComposeResult:
        """Yield the title, the exercises and the keys."""
        yield Static(id="title")
        yield ItemList(self._services, id="items")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show the exercises."""
        self.show_items(0)

    @abstractmethod
    def show_items(self, highlighted: int) -> None:
        """Show the title and the exercises, and highlight the one at this index."""

    def action_back(self) -> None:
        """Go back to where the lifter was."""
        self.dismiss(None)

    @property
    def _highlighted(self) -> int:
        """The index of the highlighted exercise."""
        return self.query_one(ItemList).highlighted or 0

    def _show(self, name: str, says: str, items: Sequence[PlanItem], highlighted: int) -> None:
        title = Content.assemble((clean(name), "bold $text-accent"), "  ", (says, "$foreground-muted"))
        self.query_one("#title", Static).update(title)
        self.query_one(ItemList).show(items, highlighted)
        self.refresh_bindings()


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
