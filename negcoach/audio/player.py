"""The player's interface, and opening one.

A player plays a score: it sounds the cues and returns the position of the score that is being *heard*. All positions
are integer milliseconds of the score's sound track.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, Protocol

from negcoach.audio.clock import now_ns
from negcoach.audio.engines.silent import SilentPlayer
from negcoach.audio.queue import Queue
from negcoach.audio.supervised_player import SupervisedPlayer, Watchdog
from negcoach.training.score.timeline import Cue, RescueCall

Engine = Literal["auto", "miniaudio", "simpleaudio", "silent"]
"""The sound engine: ``auto`` takes miniaudio, or simpleaudio where only that is installed, or goes on silently."""


class Player(Protocol):
    """Plays the cues of a set and keeps its time. No method waits for the sound device, or raises when it fails.

    To change the score on a key: ask :meth:`earliest`, put the new cue there, and pass the full list of cues to
    :meth:`replace`. The cue's first sample is then heard exactly at its position.
    """

    @property
    def engine(self) -> str:
        """The engine in use now: ``miniaudio``, ``simpleaudio`` or ``silent``."""

    @property
    def queue(self) -> Queue | None:
        """What the sound device has taken so far; ``None`` before it has played, without one, and for whole buffers."""

    def load(self, cues: Sequence[Cue], at_ms: int = 0, rescue: Sequence[RescueCall] = ()) -> None:
        """Take a new score, stopped at ``at_ms``.

        ``rescue`` is what is to be heard if the program dies, or closes the player, while the lifter has the load.
        """

    def start(self) -> None:
        """Run from the present position."""

    def replace(self, cues: Sequence[Cue], rescue: Sequence[RescueCall] = ()) -> None:
        """Take the full list of cues, and of rescue calls, of the same score, changed by a key.

        A cue is identified by its position and sound. One that has started is not restarted. One that is being heard
        and is no longer in the list, or now has an ``until_ms``, is cut with a short fade. One whose position has just
        been passed begins at once: late is better than never.
        """

    def stop(self) -> int:
        """Be silent at once and stop; return the position that was being heard (ms)."""

    def position(self) -> int:
        """The position being heard (ms): fixed while stopped, never going back while running."""

    def earliest(self) -> int:
        """The first position (ms) at which a sound that is sent now can still begin exactly."""

    def heard_ns(self) -> int | None:
        """The time (monotonic ns) until which the sound is known to be heard; ``None`` while nothing is."""

    def set_volume(self, percent: int) -> None:
        """Set the loudness, 0 to 100 percent."""

    def mute(self, muted: bool) -> None:
        """Make the cues silent but for those that free the lifter (``aloud``), or heard again; the time runs on."""

    def use_pack(self, pack: str, own: Path | None = None) -> None:
        """Use the sounds of another pack (one of ``sounds.PACKS``), and the lifter's own in the folder ``own``."""

    def notice(self) -> str | None:
        """Return one line about sound lost or regained, once; ``None`` until there is something new."""

    def close(self) -> None:
        """Close the player, which must not be used afterwards."""


def open_player(
    engine: Engine = "auto",
    pack: str = "voice",
    volume: int = 100,
    offset_ms: int = 0,
    clock: Callable[[], int] = now_ns,
    own: Path | None = None,
) -> Player:
    """Open a player; returns at once, whatever the state of the sound server.

    ``offset_ms`` is the loudspeaker's delay (Bluetooth); ``volume`` is in percent. Sounds of the lifter's own, in the
    folder ``own``, take the place of the pack's (see ``own_sounds``).
    """
    if engine == "silent":
        return SilentPlayer(clock)
    player = SupervisedPlayer(engine, pack, volume, offset_ms, clock, own=own)
    Watchdog(player).start()
    return player
