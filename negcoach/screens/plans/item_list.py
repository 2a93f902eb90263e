"""The list of the exercises of a plan, or of what is left of one, as they are today, and its screen."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from negcoach.coaching.plan_today import ItemToday, PlansToday
from negcoach.screens.plans.figure_row import ROWS, FigureRow
from negcoach.screens.plans.item_block import item_blocks, rows_of_blocks, total_text
from negcoach.screens.plans.trained_weeks import WIDEST, TrainedWeeks, share_rows
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.services import Services
from negcoach.texts import clean
from negcoach.training.plan.plan import PlanItem
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.lists.option_lists import PagedList, moves

Answer = TypeVar("Answer")
"""What such a screen answers; ``None`` on the way back."""

_LOW_BELOW = 16
"""The rows of a terminal in fewer of which no row below the title is empty."""
_ROWS_AROUND, _ROWS_AROUND_LOW = 3, 2
"""Rows of such a screen that are no exercises: its title with the row below that, and the keys."""
_BESIDE_TITLE, _SIDES = 2, 4
"""The columns beside the title, and beside the exercises."""


class ItemList(PagedList, inherit_bindings=False):
    """The list of exercises; two that alternate are bracketed."""

    BINDINGS: ClassVar[list[BindingType]] = [*moves("items", "exercise", letters=True)]

    def __init__(self, services: Services, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, compact=True)
        self._services = services

    def show(self, today: Sequence[ItemToday], highlighted: int | None, *, rows: int, edited: bool = False) -> None:
        """Show the exercises in so many ``rows`` if they have room there, without a message.

        The one at the index ``highlighted`` is highlighted, or none. ``edited`` is whether their plan is edited.
        """
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(Option(block) for block in item_blocks(self._services, today, rows, edited=edited))
            self.highlighted = None if highlighted is None or not today else min(max(highlighted, 0), len(today) - 1)


class ItemsScreen(FreshKeys, Screen[Answer]):
    """A screen with such a list, and a title above it. Override ``show_items``, and bind ``back``."""

    CSS_PATH = "plans.tcss"
    AUTO_FOCUS = "ItemList"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (_LOW_BELOW, "-high")]  # noqa: RUF012  # as Screen declares it

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._today = PlansToday(services)

    def compose(self) -> ComposeResult:
        """Yield the title, the exercises and the keys."""
        yield Static(id="title")
        yield ItemList(self._services, id="items")
        yield TrainedWeeks()
        yield FigureRow()
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show the exercises."""
        self.show_items(0)

    def on_resize(self) -> None:
        """Show as many lines of each exercise as there is room for now."""
        self.show_items(self._highlighted)

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

    def _show(self, name: str, says: str, items: Sequence[PlanItem], highlighted: int, *, edited: bool = False) -> None:
        """Show exercises under a title: ``says`` is what they are; where it has no room, only how long they take."""
        width, height = self.app.size
        today = self._today.of(items)
        total = total_text(today) if items else ""
        title, *shorter = (
            Content.assemble((clean(name), "bold $text-accent"), "  ", (about, "$foreground-muted"))
            for about in ((f"{says} · {total}", total) if total else (says,))
        )
        has_room = title.cell_length <= width - _BESIDE_TITLE or not shorter
        self.query_one("#title", Static).update(title if has_room else shorter[0])
        around = _ROWS_AROUND_LOW if height < _LOW_BELOW else _ROWS_AROUND
        rows, trained = share_rows(self._services, today, width, height - around, each=4 if edited else 3)
        taken = rows_of_blocks(self._services, today, min(WIDEST, width) - _SIDES, edited=edited)
        if self.query_one(FigureRow).show(today, width, rows - taken):
            rows -= ROWS
        self.query_one(ItemList).show(today, highlighted, rows=rows, edited=edited)
        self.query_one(TrainedWeeks).show(trained)
        self.refresh_bindings()
