"""The presses for a screen: which of them count, and what is said of the others."""

from __future__ import annotations

from negcoach.coaching.keys.debounce import Debounce
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.services import Services


class ScreenPresses:
    """The debouncing of the presses for one screen, each by what was pressed; one that does not count is refused."""

    def __init__(self, screen: FreshKeys, services: Services) -> None:
        self._screen = screen
        self._debounce = Debounce(services.settings.debounce_ms, services.clock, lambda: screen.press_source)

    def accepts(self, action: str, *, frees: bool = False) -> bool:
        """Return whether the press for ``action`` that is acted on now counts; one that ``frees`` the lifter does."""
        counts = self._debounce.accepts(action, frees=frees)
        if not counts:
            self._screen.refuse_press()
        return counts

    def reset(self) -> None:
        """Forget every press: another key was pressed since, so that the next one is no repeat."""
        self._debounce.reset()
