"""The mirror: an app of one screen that shows what the program in another terminal shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from negcoach.config.settings.settings import Settings
from negcoach.mirror.feed import messages
from negcoach.mirror.screen import MirrorScreen
from negcoach.screens.shared.keys.fresh_keys import FreshKeysApp
from negcoach.screens.shared.motion import apply_motion
from negcoach.terminal.app import TerminalApp
from negcoach.texts import clean


class MirrorApp(FreshKeysApp, TerminalApp):
    """Follows the program that uses a data folder. It opens neither the database nor the sound."""

    TITLE = "negcoach mirror"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = "screen.tcss"  # that of its screen, which Textual does not read for the first one
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q,ctrl+c", "quit", "close", id="mirror.quit", show=False, tooltip="Close this mirror"),
    ]

    def __init__(
        self, data_folder: Path, settings: Settings, clock: Callable[[], int], theme: str | None = None
    ) -> None:
        """Follow with a monotonic ``clock`` (nanoseconds), in the colours of ``settings``, or in another ``theme``."""
        super().__init__(clock, theme or settings.theme, settings.colours)
        self._data_folder = data_folder
        self._settings = settings
        apply_motion(self, settings)

    def get_default_screen(self) -> Screen[None]:
        """Return the mirror's only screen."""
        folder = self._data_folder
        return MirrorScreen(messages(folder), clean(str(folder)), self._settings, self.clock)

    async def action_quit(self) -> None:
        """Close the mirror."""
        self.exit()
