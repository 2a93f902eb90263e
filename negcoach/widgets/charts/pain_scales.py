"""The pain of each side that is asked for, a line each; keys mark a level on one of them at a time."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from negcoach.training.progress.pain import NOT_SAID, PainLevels
from negcoach.training.terms import Side
from negcoach.widgets.charts.pain_scale import PainScale


class PainScales(Vertical):
    """A line for each of the sides, or one of no side apart; ``side`` is the one that keys are for."""

    DEFAULT_CSS = """
    PainScales { height: auto; width: 1fr; }
    """

    def __init__(
        self, sides: Sequence[Side | None], switch_key: str, *, first: Side | None = None, classes: str = ""
    ) -> None:
        """Ask for ``sides``, at least one, beginning with ``first`` where it is one of them.

        ``switch_key`` goes from one to the other.
        """
        super().__init__(classes=classes)
        self._scales = {side: PainScale(side, switch_key) for side in sides}
        self.side: Side | None = first if first in self._scales else next(iter(self._scales))

    def compose(self) -> ComposeResult:
        """Yield the lines."""
        yield from self._scales.values()
        self._mark()

    @property
    def other(self) -> Side | None:
        """The side that ``switch`` goes to, ``None`` where there is one alone."""
        return next((side for side in self._scales if side is not self.side), None)

    @property
    def levels(self) -> PainLevels:
        """What is marked."""
        levels = NOT_SAID
        for side, scale in self._scales.items():
            levels = levels.rated(side, scale.value)
        return levels

    @levels.setter
    def levels(self, levels: PainLevels) -> None:
        for side, scale in self._scales.items():
            scale.value = levels.of(side)

    def go_to(self, side: Side | None) -> None:
        """Take the keys for a side, if it is one of them."""
        if side in self._scales:
            self.side = side
            self._mark()

    def _mark(self) -> None:
        for side, scale in self._scales.items():
            scale.asked = None if len(self._scales) == 1 else side is self.side
