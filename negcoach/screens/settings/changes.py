"""Saving changed settings into their file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from negcoach.config.settings.settings import load_settings, save_settings
from negcoach.services import Services


def save_changes(services: Services, **changes: Any) -> None:
    """Save changes into the file, which may have been edited meanwhile; ``services`` then hold all that it holds.

    Raises ``NegcoachError`` or ``OSError`` where it cannot be read or written; then nothing is changed.
    """
    path = services.config_path
    stored = load_settings(path) if path.exists() else services.settings
    changed = replace(stored, **changes)
    save_settings(path, changed)
    services.settings = changed
