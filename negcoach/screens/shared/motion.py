"""Whether anything moves on the screens: by the lifter's setting, and by Textual's own (``TEXTUAL_ANIMATIONS``)."""

from __future__ import annotations

from typing import Any

from textual import constants
from textual.app import App

from negcoach.config.settings.settings import Settings


def apply_motion(app: App[Any], settings: Settings) -> None:
    """Let an app move things, or stand still, as the settings say; it never moves more than its environment allows."""
    app.animation_level = constants.TEXTUAL_ANIMATIONS if settings.motion else "none"


def is_still(app: App[Any]) -> bool:
    """Return whether nothing is to move: a bar and a flash then wait for the next count and the next phase."""
    return app.animation_level == "none"
