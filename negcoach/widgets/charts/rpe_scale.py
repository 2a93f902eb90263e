"""The effort of a set on the CR10 scale, as one line."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

RPE_WORDS: dict[int | None, str] = {
    None: "press 1 to 9, 0 for 10",
    1: "very easy",
    2: "easy",
    3: "moderate",
    4: "somewhat hard",
    5: "hard",
    6: "4 reps left",
    7: "3 reps left",
    8: "2 reps left",
    9: "1 rep left",
    10: "nothing left",
}
"""A description of each effort of a set on the CR10 scale; from 6 on in reps in reserve."""

SESSION_WORDS = RPE_WORDS | {6: "hard", 7: "very hard", 8: "very hard", 9: "very hard"}
"""The same of a whole session, of which no reps are left (source: Foster's session RPE)."""

_SPACED_FROM = 48
"""From this width on, each effort has a space on both sides."""


class RpeScale(Widget):
    """Shows the ten efforts with ``value`` marked."""

    LABEL: ClassVar[str] = "effort"
    NUMBERS: ClassVar[range] = range(1, 11)
    WORDS: ClassVar[dict[int | None, str]] = RPE_WORDS

    DEFAULT_CSS = """
    RpeScale, PainScale { height: 1; width: 1fr; }
    """

    value: reactive[int | None] = reactive(None)
    """The number that is marked, ``None`` while none is."""

    @property
    def label(self) -> str:
        """The name of the scale."""
        return self.LABEL

    @property
    def words(self) -> str:
        """The words for what is marked."""
        return self.WORDS[self.value]

    def on_click(self, event: events.Click) -> None:
        """Press the digits of the number that is clicked."""
        number = self._number_at(event.x)
        if number is not None:
            for digit in self.digits_of(number):
                self.app.simulate_key(digit)

    def digits_of(self, number: int) -> str:
        """Return the digits that say a number: the 0 is the 10."""
        return str(number % 10)

    def _number_at(self, x: int) -> int | None:
        space = 1 if self.size.width >= _SPACED_FROM else 0
        left = cell_len(self.label) + 1
        for number in self.NUMBERS:
            right = left + len(str(number)) + 2 * space
            if left <= x < right:
                return number
            left = right + (0 if space else 1)
        return None

    def render(self) -> Content:
        """Return the line."""
        space = " " if self.size.width >= _SPACED_FROM else ""
        marks = []
        for number in self.NUMBERS:
            style = "bold reverse" if number == self.value else ""
            marks += [(f"{space}{number}{space}", style), ("" if space else " ", "")]
        line = Content.assemble((f"{self.label} ", "bold"), *marks)
        words = f"  {self.words}"
        return line + words if line.cell_length + len(words) <= self.size.width else line
