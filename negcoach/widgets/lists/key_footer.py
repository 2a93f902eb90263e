"""The screen's keys in its last line."""

from __future__ import annotations

from textual.binding import Binding
from textual.widgets import Footer


class KeyFooter(Footer):
    """Textual's footer, rebuilt only when its keys change, without holding on to the widgets of the old ones.

    Textual mounts a widget for each key, and rebuilds all of them whenever the focus may have moved: four times when a
    screen opens. It keeps the old ones in memory until the screen is closed (Textualize/textual#6666).
    """

    def __init__(self) -> None:
        """Show the keys of the screen that it is mounted on."""
        super().__init__()
        self._keys: list[tuple[Binding, bool, str]] = []

    async def recompose(self) -> None:
        """Rebuild the keys if they have changed."""
        if not self.is_attached:
            return
        palette = self.app.COMMAND_PALETTE_BINDING
        keys = [
            (binding, enabled, tooltip)
            for key, (_, binding, enabled, tooltip) in self.screen.active_bindings.items()
            if binding.show or key == palette
        ]
        if keys != self._keys:
            self._keys = keys
            await super().recompose()
            self.mutate_reactive(Footer.compact)  # drops watchers that were removed, which hold the old keys
