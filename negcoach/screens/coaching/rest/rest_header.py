"""The header of a rest: what was done, of whom."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from negcoach.widgets.drawing.cells import shortened_to_cells


class RestHeader(Static):
    """The exercise in capitals and its set; where both have no room, the name is cut, and never the set."""

    def __init__(self) -> None:
        super().__init__(id="header", markup=False)
        self._exercise_name, self._done = "", ("", "")

    def show(self, done: Sequence[str]) -> None:
        """Show what was done: of which lifter, where two take turns, then the exercise and the set."""
        *lifter, name, label = done
        self._exercise_name, self._done = name.upper(), ("".join(f"{one}  " for one in lifter), f"  {label}")
        self.update(self._with(self._exercise_name))

    def render(self) -> Content:
        """Return as much as there is room for."""
        before, behind = self._done
        room = self.content_size.width - len(before) - len(behind)
        return self._with(shortened_to_cells(self._exercise_name, max(1, room)))

    def _with(self, name: str) -> Content:
        before, behind = self._done
        return Content.assemble(before, (name, "bold"), behind)
