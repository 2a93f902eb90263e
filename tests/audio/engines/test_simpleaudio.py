"""The simpleaudio engine, as far as it goes: whole buffers, and the clock for a position."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

import pytest

from negcoach.audio.player import Player, open_player
from negcoach.audio.sounds.sounds import load_pack
from negcoach.training.score.timeline import Cue
from tests.soundserver import SoundServer, find_cues, needs_server, wait_until

installed = pytest.mark.skipif(
    importlib.util.find_spec("simpleaudio") is None,
    reason="simpleaudio is not installed (the extra negcoach[simpleaudio])",
)
COUNTS = [Cue(500 + 1000 * i, f"count-{5 - i}") for i in range(5)]


@pytest.fixture
def player(server: SoundServer) -> Iterator[Player]:
    player = open_player("simpleaudio")
    wait_until(lambda: player.engine == "simpleaudio", 20, f"no sound: {player.notice()}")
    yield player
    player.close()


def reach(player: Player, ms: int) -> None:
    wait_until(lambda: player.position() >= ms, 60, f"the position does not reach {ms} ms")


@installed
@pytest.mark.sound
@needs_server
def test_the_cues_of_a_buffer_are_exact(server: SoundServer, player: Player) -> None:
    with server.record() as recording:
        player.load(COUNTS)
        player.start()
        reach(player, 5200)
        player.stop()
    heard = find_cues(recording.samples, load_pack("voice"))
    assert [name for _, name in heard] == [cue.sound for cue in COUNTS]
    first = heard[0][0]
    assert [index - first for index, _ in heard] == [48 * (cue.at_ms - 500) for cue in COUNTS]


@installed
@pytest.mark.sound
@needs_server
def test_a_changed_score_is_heard_once_and_nearly_in_its_place(server: SoundServer, player: Player) -> None:
    with server.record() as recording:
        player.load(COUNTS)
        player.start()
        reach(player, 3000)
        at = player.earliest()
        player.replace([*COUNTS[:3], Cue(at, "lift"), Cue(at + 1000, "count-5")])
        reach(player, at + 1800)
    heard = find_cues(recording.samples, load_pack("voice"))
    assert [name for _, name in heard] == ["count-5", "count-4", "count-3", "lift", "count-5"]
    assert abs((heard[3][0] - heard[0][0]) / 48 - (at - 500)) <= 50


@installed
@pytest.mark.sound
@needs_server
def test_a_killed_server_is_noticed_and_the_time_runs_on(server: SoundServer, player: Player) -> None:
    player.load(COUNTS)
    player.start()
    reach(player, 1000)
    server.kill()
    wait_until(lambda: player.engine == "silent", 20, "the loss is not noticed")
    assert player.notice() == "Sound lost: the count goes on by sight."
    reach(player, player.position() + 300)


@pytest.mark.skipif(importlib.util.find_spec("simpleaudio") is not None, reason="simpleaudio is installed")
def test_without_the_library_one_line_says_so_and_the_time_runs() -> None:
    player = open_player("simpleaudio")
    lines: list[str] = []

    def said() -> bool:
        line = player.notice()
        lines.extend([line] if line else [])
        return bool(lines)

    try:
        wait_until(said, 20, "nothing is said")
        assert lines == ["No sound, the count goes on by sight: simpleaudio is not installed."]
        player.start()
        reach(player, 50)
    finally:
        player.close()
