"""The header of a rest: what was done, of whom."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from negcoach.widgets.drawing.cells import shortened_to_cells

_LEAST_NAME = 8
"""The least cells in which the name of an exercise still tells which one it is; before fewer, the lifter's is cut."""
_GAP = "  "


class RestHeader(Static):
    """The exercise in capitals and its set, behind the lifter where two take turns.

    Where they have no room, the exercise's name is cut first, then the lifter's, and never the set.
    """

    def __init__(self) -> None:
        super().__init__(id="header", markup=False)
        self._lifter_name = self._exercise_name = self._label = ""

    def show(self, done: Sequence[str]) -> None:
        """Show what was done: of which lifter, where two take turns, then the exercise and the set."""
        *lifter, name, self._label = done
        self._lifter_name, self._exercise_name = "".join(lifter), name.upper()
        self.update(self._with(self._lifter_name, self._exercise_name))

    def render(self) -> Content:
        """Return as much as there is room for."""
        lifter, name = self._lifter_name, self._exercise_name
        room = self.content_size.width - cell_len(_GAP + self._label)
        if lifter:
            of_lifter = room - len(_GAP) - min(cell_len(name), _LEAST_NAME)
            lifter = shortened_to_cells(lifter, max(1, of_lifter))
            room -= cell_len(lifter + _GAP)
        return self._with(lifter, shortened_to_cells(name, max(1, room)))

    def _with(self, lifter: str, name: str) -> Content:
        return Content.assemble(lifter and lifter + _GAP, (name, "bold"), _GAP, self._label)
