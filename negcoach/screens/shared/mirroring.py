"""What mirrors are shown of an app's screens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.app import App
from textual.screen import ModalScreen, Screen

from negcoach.coaching.mirroring import Mirroring
from negcoach.screens.shared.keys.open_screen import OpenScreen

if TYPE_CHECKING:
    from negcoach.broadcast.message import Now, Shown
    from negcoach.services import Services

CHOOSES = "The next exercise is being chosen at the laptop."
ASKS = "A question is being answered at the laptop."
ELSEWHERE = "Another screen is open at the laptop."


def mirroring_of(app: App[None], lifters: Iterable[Services]) -> Mirroring:
    """Show mirrors what an app shows, from now on; it is called in the running event loop."""
    return Mirroring(lambda: _mirrored(app.screen_stack) if app.is_running else None, lifters)


def _mirrored(screens: list[Screen[object]]) -> tuple[Shown, Now] | None:
    """Return what mirrors show of a stack of screens: the topmost that has something for them.

    That an exercise is being chosen says nothing beside what is done over it, which stands in its place.
    """
    from negcoach.broadcast.message import WordsShown  # without mirrors nobody asks

    for screen in reversed(screens):
        found = screen.mirrored() if isinstance(screen, OpenScreen) and screen.is_mounted else None
        if found is not None:
            shown, now = found
            if screen is screens[-1]:
                return found
            covering = _covering(screens[-1])
            if shown == WordsShown("", (CHOOSES,)):
                return WordsShown("", (covering,)), now
            return shown, replace(now, covered=covering)
    return None


def _covering(top: Screen[object]) -> str:
    from negcoach.screens.shared.form.page import PageScreen  # without mirrors nobody asks

    return ASKS if isinstance(top, ModalScreen | PageScreen) else ELSEWHERE
