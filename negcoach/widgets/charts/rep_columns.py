"""The reps of a set as bars, in several columns where one would be too high."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import reactive

from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import Rep
from negcoach.widgets.charts.rep_bars import RepBars
from negcoach.widgets.drawing.colour_schemes import ColourMode

MAX_COLUMNS = 6
MIN_WIDTH = 24
"""Cells that a rep's number and figures need."""
GAP = 2


class RepColumns(Horizontal):
    """Shows ``reps`` in as few columns as keep them within ``max_rows``, as far as the width allows."""

    DEFAULT_CSS = f"""
    RepColumns {{ width: 1fr; height: auto; }}
    RepColumns RepBars {{ margin-left: {GAP}; }}
    RepColumns RepBars:first-of-type {{ margin-left: 0; }}
    """

    reps: reactive[tuple[Rep, ...]] = reactive(())
    """The reps, in the order they were lowered."""

    rules: reactive[StopRules] = reactive(StopRules())
    """The rules by which a lowering is marked as too fast."""

    max_rows: reactive[int] = reactive(6)
    """The maximum height of the columns."""

    colour_mode: reactive[ColourMode] = reactive(ColourMode.FULL)
    """How many colours may be used; see ``CoachFace.colour_mode``."""

    def __init__(
        self,
        *reps: Rep,
        rules: StopRules,
        id: str | None = None,  # noqa: A002 - Textual's name for it
        classes: str | None = None,
    ) -> None:
        """Begin with these."""
        super().__init__(id=id, classes=classes)
        self.set_reactive(RepColumns.reps, reps)
        self.set_reactive(RepColumns.rules, rules)

    def compose(self) -> ComposeResult:
        """Yield the maximum number of columns."""
        for _ in range(MAX_COLUMNS):
            yield RepBars(rules=self.rules)

    def on_mount(self) -> None:
        """Fill the columns."""
        self._fill()

    def on_resize(self) -> None:
        """Fill the columns that the new width has room for."""
        self._fill()

    def watch_reps(self) -> None:
        """Show the new reps."""
        self._fill()

    def watch_max_rows(self) -> None:
        """Show them in other columns."""
        self._fill()

    def watch_rules(self) -> None:
        """Mark them by other rules."""
        for bars in self.query(RepBars):
            bars.rules = self.rules

    def watch_colour_mode(self) -> None:
        """Show them in other colours."""
        for bars in self.query(RepBars):
            bars.colour_mode = self.colour_mode

    def _fill(self) -> None:
        columns = columns_for(len(self.reps), self.size.width, self.max_rows)
        rows = -(-len(self.reps) // columns)
        width = (self.size.width - GAP * (columns - 1)) // columns
        for index, bars in enumerate(self.query(RepBars)):
            bars.display = index < columns
            bars.most_width = max(0, width) or None  # of all alike: their bars are to one scale
            bars.beside = self.reps
            bars.reps = self.reps[index * rows : (index + 1) * rows] if index < columns else ()


def columns_for(reps: int, width: int, max_rows: int) -> int:
    """Return the number of columns for this many reps, in ``width`` cells."""
    fit = max(1, (width + GAP) // (MIN_WIDTH + GAP))
    wanted = -(-reps // max(1, max_rows))
    columns = max(1, min(fit, wanted, MAX_COLUMNS))
    rows = max(1, -(-reps // columns))
    return max(1, -(-reps // rows))  # none stays empty


def rows_for(reps: int, width: int, max_rows: int) -> int:
    """Return the number of rows for this many reps."""
    return max(1, -(-reps // columns_for(reps, width, max_rows)))
