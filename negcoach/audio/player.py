"""What a player does, and choosing one.

A player performs a score: it sounds the cues and says which position of the score is being *heard*. All
positions are integer milliseconds of the score's sound track.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, Protocol

from negcoach.audio.clock import now_ns
from negcoach.audio.engines.silent import SilentPlayer
from negcoach.audio.supervised_player import GuardedPlayer, Watchdog
from negcoach.training.score.timeline import Cue

Engine = Literal["auto", "miniaudio", "simpleaudio", "silent"]
"""The setting: ``auto`` takes miniaudio, else simpleaudio where it is installed, else goes on silently."""


class Player(Protocol):
    """The clock and the voice of a set. No method waits for the sound device, and none raises for its sake.

    A key turns the score like this: ask :meth:`earliest`, put the new cue there, and hand the whole list of
    cues to :meth:`replace`; the cue's first sample is then heard exactly at its position.
    """

    @property
    def engine(self) -> str:
        """What is really in use now: ``miniaudio``, ``simpleaudio`` or ``silent``."""

    def load(self, cues: Sequence[Cue], at_ms: int = 0) -> None:
        """Take a new score, standing still at ``at_ms``."""

    def start(self) -> None:
        """Run from the present position."""

    def replace(self, cues: Sequence[Cue]) -> None:
        """Take the same score again, turned by a key: the whole list of its cues.

        A cue is known by its position and sound. What was already begun is not begun again; one that is being
        heard and is no longer in the list, or now has an ``until_ms``, is cut with a short fade; one whose
        position has just been passed begins at once: late is better than lost.
        """

    def stop(self) -> int:
        """Be silent at once and stand still; returns the position that was being heard (ms)."""

    def position(self) -> int:
        """The position being heard (ms): stands while stopped, never goes back while running."""

    def earliest(self) -> int:
        """The first position (ms) at which a sound that is sent now can still begin exactly."""

    def volume(self, percent: int) -> None:
        """Set the loudness, 0 to 100 per cent."""

    def mute(self, muted: bool) -> None:
        """Make the cues silent, or heard again; the time runs on."""

    def use_pack(self, pack: str) -> None:
        """Take the sounds of another pack (one of ``sounds.PACKS``)."""

    def notice(self) -> str | None:
        """One line about sound lost or regained, once; then ``None`` until there is something new."""

    def close(self) -> None:
        """End it; the player is not used afterwards."""


def open_player(
    engine: Engine = "auto",
    pack: str = "voice",
    volume: int = 100,
    offset_ms: int = 0,
    clock: Callable[[], int] = now_ns,
) -> Player:
    """Open a player; returns at once, whatever the state of the sound server.

    ``offset_ms`` is by how much the loudspeaker is late (Bluetooth); ``volume`` is in per cent.
    """
    if engine == "silent":
        return SilentPlayer(clock)
    player = GuardedPlayer(engine, pack, volume, offset_ms, clock)
    Watchdog(player).start()
    return player
