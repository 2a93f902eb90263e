"""Without sound the clock alone keeps the time."""

from __future__ import annotations

from negcoach.audio.engines.silent import SilentPlayer
from negcoach.audio.player import Player, open_player
from negcoach.training.score.timeline import Cue


class Clock:
    def __init__(self) -> None:
        self.ms = 5_000

    def __call__(self) -> int:
        return self.ms * 1_000_000


def test_the_position_follows_the_clock_while_it_runs_and_stands_while_not() -> None:
    clock = Clock()
    player: Player = SilentPlayer(clock)
    player.load([Cue(0, "lift")], at_ms=700)
    clock.ms += 50
    assert player.position() == 700
    player.start()
    clock.ms += 1234
    assert player.position() == player.earliest() == 1934
    assert player.stop() == 1934
    clock.ms += 999
    assert player.position() == 1934
    player.start()
    clock.ms += 1
    assert player.position() == 1935


def test_a_second_start_changes_nothing() -> None:
    clock = Clock()
    player = SilentPlayer(clock)
    player.start()
    clock.ms += 100
    player.start()
    assert player.position() == 100


def test_it_takes_every_command_and_has_nothing_to_say() -> None:
    player = open_player("silent")
    player.load([Cue(0, "lift")])
    player.replace([])
    player.set_volume(50)
    player.mute(True)
    player.use_pack("tones")
    assert player.engine == "silent"
    assert player.notice() is None
    player.close()
