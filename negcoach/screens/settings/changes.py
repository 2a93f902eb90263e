"""Saving changed settings into their file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from negcoach.config.settings.settings import Settings, load_settings, save_settings
from negcoach.files import taking_turns
from negcoach.services import Services


def save_changes(services: Services, **changes: Any) -> None:
    """Save changes into the file, which may have been edited meanwhile; ``services`` then hold all that it holds.

    Raises ``NegcoachError`` or ``OSError`` where it cannot be read or written; then nothing is changed.
    """
    with taking_turns(services.config_path.parent):
        services.settings = save_settings(services.config_path, replace(_stored(services), **changes))


def save_keys(services: Services, action: str, written: Mapping[str, str]) -> None:
    """Save other keys of an action, each with the name that it was pressed by; raises what ``save_changes`` does.

    Raises ``KeymapError`` where the action cannot have one of them.
    """
    with taking_turns(services.config_path.parent):
        settings = _stored(services)
        own_keys = settings.own_keys.with_keys(action, written)
        services.settings = save_settings(services.config_path, replace(settings, own_keys=own_keys))


def _stored(services: Services) -> Settings:
    """Return the settings as the file has them now."""
    return load_settings(services.config_path) if services.config_path.exists() else services.settings
