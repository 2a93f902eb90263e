"""The notice of an error, the same on every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from negcoach.texts import clean

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

ERROR_S = 15
"""How long an error is shown (seconds): long enough for a lifter who comes back from the bar; our own choice."""


def notify_error(on: App[Any] | Screen[Any], error: Exception | str) -> None:
    """Show an error over a screen, or over whichever screen an app shows; nothing in it is markup."""
    on.notify(clean(str(error)), severity="error", timeout=ERROR_S, markup=False)
