"""The services that the screens work with: created once, by the command line, and passed down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the home screen is on the screen before most of these are needed
    from datetime import datetime
    from pathlib import Path

    from negcoach.audio.player import Player
    from negcoach.config.settings.settings import Settings
    from negcoach.keys.keymap import Keymap
    from negcoach.presses.presses import Presses
    from negcoach.store.database.database import Database
    from negcoach.store.journal import Journal
    from negcoach.store.queries.lifter import Lifter
    from negcoach.training.advice.facts import UnsavedSet
    from negcoach.training.exercise.exercise import Exercise


PATIENCE_S = 0.1
"""How long the disk is waited for at a time in a set (seconds), which may delay a key as long; our own choice.

Most writes take some 10 ms; those of a slow SD card some 100, and of a disk that spins up first some seconds.
"""


def do_nothing() -> None:
    """Do nothing."""


class Services:
    """The screens' dependencies: clocks, player, settings and database; tests pass in their own.

    ``now`` returns the wall time with its offset, used only for timestamps of stored data; ``session_now`` that of the
    session that is running, which no step of the wall clock moves. ``clock`` returns monotonic nanoseconds, and
    ``elapsed`` those that go on while the computer sleeps, where ``clock`` may stand still (the same clock where none
    is given). ``settings`` is replaced when the settings screen saves, to ``config_path``. ``alone`` is whether no
    other negcoach used this data folder when this one started. The player is opened on first use. ``lifter_name`` is
    shown where two lifters swap, "" for the only one. ``patience_s`` is how long a set waits for the disk at a time
    (seconds).
    """

    def __init__(
        self,
        *,
        library: tuple[Exercise, ...],
        settings: Settings,
        config_path: Path,
        database: Database,
        open_player: Callable[[], Player],
        now: Callable[[], datetime],
        clock: Callable[[], int],
        elapsed: Callable[[], int] | None = None,
        alone: bool = True,
        lifter_name: str = "",
        patience_s: float = PATIENCE_S,
    ) -> None:
        self.library = library
        self.settings = settings
        self.config_path = config_path
        self.database = database
        self.now = self.session_now = now
        self.unsaved: Callable[[], Sequence[UnsavedSet]] = tuple
        """What the session that is running, and those before it, could not store yet."""
        self.clock = clock
        self.elapsed = elapsed or clock
        self.alone = alone
        self.lifter_name = lifter_name
        self.patience_s = patience_s
        self._open_player = open_player
        self.on_drawn: Callable[[], None] = do_nothing
        """Called when a set or a rest was drawn; the app has it tell mirrors, while there are any."""

    @cached_property
    def player(self) -> Player:
        """The player, which keeps time and sounds the cues; the settings screen may replace it."""
        return self._open_player()

    @cached_property
    def presses(self) -> Presses:
        """What is pressed elsewhere than on the keyboard; nothing is read before the app switches it on."""
        from negcoach.presses.presses import Presses

        return Presses()

    @cached_property
    def journal(self) -> Journal:
        """The journal, which stores a session as it happens."""
        from negcoach.store.journal import Journal

        return Journal(self.database)

    @cached_property
    def lifter(self) -> Lifter:
        """The stored facts about the lifter."""
        from negcoach.store.queries.lifter import Lifter

        return Lifter(self.database, self.one_rm_slugs)

    @property
    def keymap(self) -> Keymap:
        """The keys of each action, as the lifter has them."""
        return self.settings.own_keys.keymap

    def exercise(self, slug: str) -> Exercise | None:
        """Return the exercise of this slug, ``None`` when the library no longer has it."""
        return next((exercise for exercise in self.library if exercise.slug == slug), None)

    def one_rm_slugs(self, slug: str) -> tuple[str, ...]:
        """Return the slugs of the exercises that share the 1RM of an exercise (a slug), first the one whose it is."""
        from negcoach.training.exercise.exercise import one_rm_slugs

        return one_rm_slugs(slug, self.library)

    def one_rm_owner(self, slug: str) -> tuple[str, str]:
        """Return the slug and the name of the exercise whose 1RM that of an exercise (a slug) is."""
        own = self.one_rm_slugs(slug)[0]
        exercise = self.exercise(own)
        return own, own if exercise is None else exercise.name

    def share(self, other: Services) -> None:
        """Take over settings, player and presses of the other lifter's services, which may have been replaced."""
        self.settings = other.settings
        if "player" in vars(other):
            self.player = other.player
        self.presses = other.presses

    def close(self) -> None:
        """Close the player, if one was opened, and what is pressed; who opened the database closes it."""
        if "presses" in vars(self):
            self.presses.close()
        if "player" in vars(self):
            self.player.close()
