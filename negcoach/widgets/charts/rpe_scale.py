"""The effort of a set on the CR10 scale, as one line."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

RPE_WORDS = {
    None: "press 1 to 9, 0 for 10",
    1: "very easy",
    2: "easy",
    3: "moderate",
    4: "somewhat hard",
    5: "hard",
    6: "hard, 4 reps left",
    7: "very hard, 3 reps left",
    8: "2 reps left",
    9: "1 rep left",
    10: "nothing left",
}
"""A description of each effort on the CR10 scale; from 6 on in reps in reserve."""

_SPACED_FROM = 48
"""From this width on, each effort has a space on both sides."""


class RpeScale(Widget):
    """Shows the ten efforts with ``value`` marked."""

    DEFAULT_CSS = """
    RpeScale { height: 1; width: 1fr; }
    """

    value: reactive[int | None] = reactive(None)
    """The effort, 1 to 10, ``None`` while it is not rated."""

    def render(self) -> RenderResult:
        """Return the line."""
        space = " " if self.size.width >= _SPACED_FROM else ""
        marks = []
        for rpe in range(1, 11):
            style = "bold reverse" if rpe == self.value else "dim" if self.value else ""
            marks += [(f"{space}{rpe}{space}", style), ("" if space else " ", "")]
        line = Content.assemble(("effort ", "bold"), *marks)
        words = f"  {RPE_WORDS[self.value]}"
        return line + words if line.cell_length + len(words) <= self.size.width else line
