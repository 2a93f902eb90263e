"""The row of the home screen that offers the tour and the demo, at the first start alone."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from negcoach.screens.shared.keys.rebinding import keymap_of


class NewcomerRow(Widget):
    """One row above the keys: which key shows the tour, from which the demo begins."""

    DEFAULT_CSS = """
    NewcomerRow {
        dock: bottom; height: 1; margin: 0 0 1 0; padding: 0 1; background: $secondary-muted; color: $text-secondary;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    """

    async def on_click(self) -> None:
        """Show the tour, as the key does."""
        await self.run_action("app.tour")

    def render(self) -> Content:
        """Return as much as there is room for."""
        about = "a six-line tour, and a set that runs by itself" if self.size.width >= 70 else "a tour and a demo"
        return Content.assemble(
            ("New here?", "bold"), "  ", (keymap_of(self).name("exercises.tour"), "bold"), f": {about}"
        )
