"""The mirror: an app of one screen that shows what the program in another terminal shows."""

from __future__ import annotations

import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.screen import Screen

from negcoach.config.settings.settings import Settings
from negcoach.mirror.feed import messages
from negcoach.mirror.screen import MirrorScreen
from negcoach.screens.shared.keys.fresh_keys import FreshKeysApp
from negcoach.screens.shared.motion import apply_motion
from negcoach.terminal.driver import TerminalGone, limit_stated_size, take_back, with_direct_writes, with_nonblocking_io
from negcoach.terminal.signals import SignalHandlers
from negcoach.texts import clean


class MirrorApp(FreshKeysApp):
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
        limit_stated_size()
        super().__init__(clock, theme or settings.theme, settings.colours)
        self._data_folder = data_folder
        self._settings = settings
        apply_motion(self, settings)
        self._signals = SignalHandlers(self._leave, lambda: False, lambda: None, take_back=partial(take_back, self))

    def get_driver_class(self) -> type[Driver]:
        """Return a driver with direct writes, which neither input nor output can hold up or end."""
        return with_direct_writes(with_nonblocking_io(super().get_driver_class()))

    def _print_error_renderables(self) -> None:
        """Write no traceback on the terminal: ``cli`` reports and logs the error."""
        self._exit_renderables.clear()

    def get_default_screen(self) -> Screen[None]:
        """Return the mirror's only screen."""
        folder = self._data_folder
        return MirrorScreen(messages(folder), clean(str(folder)), self._settings, self.clock)

    def on_load(self) -> None:
        """Handle the signals that end the program: now the terminal is taken."""
        self._signals.install_ending()

    def on_mount(self) -> None:
        """Handle the signals that end or stop the program."""
        self._signals.install()

    def on_terminal_gone(self, _: TerminalGone) -> None:
        """Leave when the terminal is gone, even where SIGHUP is ignored."""
        self._signals.ended_by(signal.SIGHUP)

    async def action_quit(self) -> None:
        """Close the mirror."""
        self.exit()

    def _leave(self, return_code: int) -> None:
        self.exit(return_code=return_code)
