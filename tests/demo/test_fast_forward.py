"""A score that is fast-forwarded is the same score, still while it runs ahead, and heard again afterwards."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from negcoach.demo.fast_forward import FastForwardPlayer
from negcoach.training.score.timeline import Cue
from tests.screens.coaching.stage import HeardPlayer
from tests.services import Clock

CUES = (Cue(1_000, "count-1"), Cue(60_000, "set-done"))


@pytest.fixture
def heard(clock: Clock) -> HeardPlayer:
    return HeardPlayer(clock)


def playing(heard: HeardPlayer, clock: Clock, cues: Sequence[Cue] = CUES) -> FastForwardPlayer:
    player = FastForwardPlayer(heard, clock.monotonic_ns)
    player.load(cues)
    player.start()
    return player


def test_it_runs_at_the_multiple_in_silence_and_then_goes_on_from_there(heard: HeardPlayer, clock: Clock) -> None:
    player = playing(heard, clock)
    clock.advance(2_000)
    player.forward(6)
    assert not heard.running
    clock.advance(1_000)
    assert player.position() == 8_000
    player.at_own_speed()
    clock.advance(1_000)
    assert player.position() == 9_000
    assert heard.running
    assert heard.cues == CUES


def test_it_is_heard_again_as_long_before_the_end_as_asked(heard: HeardPlayer, clock: Clock) -> None:
    player = playing(heard, clock)
    player.forward(20, 4_000)
    clock.advance(10_000)
    assert player.position() == 56_000
    assert player.speed == 1
    clock.advance(500)
    assert player.position() == 56_500
    assert heard.running


def test_what_a_key_changes_meanwhile_is_what_is_heard_then(heard: HeardPlayer, clock: Clock) -> None:
    player = playing(heard, clock)
    player.forward(6)
    clock.advance(1_000)
    changed = (Cue(7_000, "lift"), Cue(30_000, "set-done"))
    player.replace(changed)
    assert player.speed == 6
    player.at_own_speed()
    assert heard.cues == changed


def test_a_new_score_begins_at_its_own_speed_and_one_that_stands_is_not_forwarded(
    heard: HeardPlayer, clock: Clock
) -> None:
    player = playing(heard, clock)
    player.forward(6)
    clock.advance(1_000)
    assert player.stop() == 6_000
    clock.advance(1_000)
    assert player.position() == 6_000
    player.load(CUES)
    player.forward(6)
    clock.advance(1_000)
    assert player.position() == 0
    assert player.speed == 1
