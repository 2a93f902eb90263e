"""The pain of a set, 0 to 10, as one line."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.content import Content
from textual.reactive import reactive

from negcoach.training.progress.pain import ACCEPTABLE, CALM, FINE, WORST
from negcoach.training.terms import Side
from negcoach.widgets.charts.rpe_scale import RpeScale
from negcoach.widgets.lists.option_lists import MARK, selected_line


def _words(level: int) -> str:
    if level == 0:
        return "none"
    if level <= CALM:
        return "mild"
    if level <= FINE:
        return "fine"
    return "acceptable, no more load" if level <= ACCEPTABLE else "too much: less next time"


class PainScale(RpeScale):
    """Shows the eleven levels of pain, of a side where it has one, with ``value`` marked."""

    LABEL: ClassVar[str] = "pain"
    NUMBERS: ClassVar[range] = range(WORST + 1)
    WORDS: ClassVar[dict[int | None, str]] = {
        None: "press 0 to 10",
        **{level: _words(level) for level in range(WORST + 1)},
    }

    asked: reactive[bool | None] = reactive(None)
    """Whether the keys are for this one of two, ``None`` where it stands alone."""

    def __init__(self, side: Side | None = None, switch_key: str = "") -> None:
        """Show the pain of a side; ``switch_key`` takes the keys for it, where another one is asked."""
        super().__init__()
        self._side, self._switch_key = side, switch_key

    def watch_asked(self) -> None:
        """Have a class by which a low screen hides the one that is not asked."""
        self.set_class(self.asked is False, "-other")

    @property
    def label(self) -> str:
        """The name of the scale, and of its side, both sides in the same columns."""
        if self._side is None:
            return self.LABEL
        if self.asked is None:
            return f"{self.LABEL} {self._side.value}"
        return f"{MARK if self.asked else ' '}{self.LABEL} {self._side.value:5}"

    def render(self) -> Content:
        """Return the line, on the ground of what is selected if the keys are for this one of two."""
        line = super().render()
        return selected_line(line, self.size.width) if self.asked else line

    def on_click(self, event: events.Click) -> None:
        """Press the digits of the number that is clicked, where the keys are for this side."""
        if self.asked is not False:
            super().on_click(event)

    def digits_of(self, number: int) -> str:
        """Return the digits that say a pain: 1 and 0 are the 10."""
        return str(number)

    @property
    def words(self) -> str:
        """The word for the level that is marked, or what to press for one."""
        return (
            f"press {self._switch_key} for this side" if self.asked is False and self.value is None else super().words
        )
