"""``negcoach doctor --sound`` with a real sound server: what it plays, and what it does when the server hangs."""

from __future__ import annotations

import json

import pytest

from negcoach.audio.sound_check import TEST_CUES
from negcoach.audio.sounds.sounds import FRAME_RATE, load_pack
from tests.commands.places import CommandLine, Result
from tests.soundserver import SoundServer, find_cues, needs_server

pytestmark = [pytest.mark.sound, needs_server]


def doctor(negcoach: CommandLine, server: SoundServer) -> Result:
    negcoach.write_config("[sound]\nvolume = 100\n")
    return negcoach("doctor", "--sound", "--json", "--config", str(negcoach.config), **server.env)


def statuses(result: Result) -> dict[str, str]:
    return {finding["check"]: finding["status"] for finding in json.loads(result.out)}


def test_the_test_sound_is_really_heard(negcoach: CommandLine) -> None:
    with SoundServer() as server, server.record() as recording:
        result = doctor(negcoach, server)
    assert result.status == 0
    assert statuses(result)["sound device"] == "ok"
    assert statuses(result)["test sound"] == "ok"
    heard = find_cues(recording.samples, load_pack("voice"))
    assert [sound for _, sound in heard] == [cue.sound for cue in TEST_CUES]
    first = heard[0][0]
    for (index, _), cue in zip(heard, TEST_CUES, strict=True):
        assert abs((index - first) * 1000 / FRAME_RATE - (cue.at_ms - TEST_CUES[0].at_ms)) <= 1


def test_a_server_that_hangs_is_a_warning(negcoach: CommandLine) -> None:
    with SoundServer() as server:
        server.freeze()
        result = doctor(negcoach, server)
    assert (result.status, result.err) == (0, "")
    assert statuses(result)["sound device"] == "warning"
    assert statuses(result)["test sound"] == "warning"
