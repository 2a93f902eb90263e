"""A player that sounds, for the tests with real sound."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from negcoach.audio.player import Engine, Player, open_player
from tests.soundserver import wait_until


@contextmanager
def sounding(engine: Engine = "auto", volume: int = 100) -> Iterator[Player]:
    """Open a player, and wait until it has sound."""
    player = open_player(engine, volume=volume)
    try:
        wait_until(lambda: player.engine != "silent", 20, f"no sound: {player.notice()}")
        yield player
    finally:
        player.close()


def reach(player: Player, ms: int) -> None:
    """Wait until a position is being heard."""
    wait_until(lambda: player.position() >= ms, 60, f"the position does not reach {ms} ms")


def child_of(player: Player) -> int:
    """The process id of the player's child: the only one that this process has started with this module."""
    children = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    pids = [int(pid) for path in children for pid in path.read_text().split()]
    return next(pid for pid in pids if b"negcoach.audio.device_process" in Path(f"/proc/{pid}/cmdline").read_bytes())
