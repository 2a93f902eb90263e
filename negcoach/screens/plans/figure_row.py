"""The figures of a plan's exercises beside each other, where a plan leaves room for them."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from negcoach.coaching.plan_today import ItemToday
from negcoach.config.figures import figure_of
from negcoach.screens.plans.trained_weeks import WIDEST
from negcoach.texts import clean
from negcoach.widgets.drawing.figure_view import FigureView

ROWS = 15
"""The rows that it takes: a figure's, its name's, and a gap above and between."""

_MOST, _NARROWEST = 4, 30
"""How many figures there are at most, and the columns of one at least."""


class FigureRow(Horizontal):
    """The start and the end of the lowering of a plan's first exercises, each over its name."""

    DEFAULT_CSS = f"""
    FigureRow {{ height: {ROWS}; max-width: {WIDEST}; padding: 1 2 0 3; }}
    FigureRow Vertical {{ width: 1fr; margin: 0 2 0 0; }}
    FigureRow FigureView {{ height: 1fr; }}
    FigureRow Static {{ height: 1; margin: 1 0 0 0; color: $foreground-muted; text-align: center; }}
    FigureRow Static {{ text-wrap: nowrap; text-overflow: ellipsis; }}
    """

    def compose(self) -> ComposeResult:
        """Yield the places of the figures."""
        for _ in range(_MOST):
            with Vertical():
                yield FigureView()
                yield Static("", markup=False)

    def show(self, today: Sequence[ItemToday], width: int, rows: int) -> bool:
        """Show the figures that fit into ``width`` columns if they fit into ``rows``, and return whether they do."""
        known = {one.exercise.slug: one.exercise for one in today if one.exercise is not None}
        found = [(figure_of(one.figure_slug), clean(one.name)) for one in known.values()]
        shown = [one for one in found if one[0] is not None][: min(_MOST, width // _NARROWEST)]
        self.display = bool(shown) and rows >= ROWS
        for index, place in enumerate(self.query(Vertical)):
            place.display = index < len(shown)
            figure, name = shown[index] if index < len(shown) else (None, "")
            place.query_one(FigureView).show(figure)
            place.query_one(Static).update(name)
        return self.display
