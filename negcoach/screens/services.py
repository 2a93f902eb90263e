"""What the screens work with: wired together once, by the command line, and handed down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from negcoach.audio.player import Player
from negcoach.config import Settings
from negcoach.store.database import Database
from negcoach.store.journal import Journal
from negcoach.store.lifter import Lifter
from negcoach.training.exercise import Exercise


@dataclass(slots=True)
class Services:
    """The real things behind the screens; tests hand in their own clock, player and folder.

    ``now`` gives the wall time with its offset, only ever stamped on what is kept; ``clock`` the monotonic
    nanoseconds. ``settings`` is replaced when the settings screen saves. ``config_path`` is where it saves.
    ``alone`` is whether no other negcoach was at work on this data folder when this one began.
    """

    library: tuple[Exercise, ...]
    settings: Settings
    config_path: Path
    database: Database
    journal: Journal
    lifter: Lifter
    player: Player
    now: Callable[[], datetime]
    clock: Callable[[], int]
    alone: bool = True

    def exercise(self, slug: str) -> Exercise | None:
        """Return the exercise of this slug, ``None`` when the library no longer has it."""
        return next((exercise for exercise in self.library if exercise.slug == slug), None)
