"""What a dialog has over the keys of the screen below it."""

from __future__ import annotations

from typing import ClassVar

from textual.widget import Widget

from negcoach.widgets.sizes import TINY_BELOW


class FooterCover(Widget):
    """An empty row over the last one of a narrow terminal.

    There a dialog is as wide as the screen, and the keys in the row below it would seem to be its own: they do
    something else in it, or are typed into its field. Where it is narrower, they lie dimmed beside it.
    """

    LAYER: ClassVar[str] = "covered"
    """The layer, below that of the dialog: it takes no room from it."""

    DEFAULT_CSS = f"""
    FooterCover {{ layer: {LAYER}; dock: bottom; height: 1; width: 100%; background: $background; }}
    """

    def __init__(self, columns: int) -> None:
        """Cover the keys where the terminal has few ``columns``."""
        super().__init__()
        self.fit(columns)

    def render(self) -> str:
        """Return nothing."""
        return ""

    def fit(self, columns: int) -> None:
        """Cover the keys, or show them, in a terminal of so many columns."""
        self.display = columns < TINY_BELOW
