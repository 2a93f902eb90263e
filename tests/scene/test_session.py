"""A whole session in a real terminal with a real sound server, driven by keys."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.audio.sounds.sounds import FRAME_RATE, FRAMES_PER_MS, load_pack
from negcoach.config.library import shipped_exercises
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.search import find
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.score.set_run import SetRun
from tests.scene.terminal import Home, Terminal, needs_tmux
from tests.soundserver import SoundServer, busy_processes, find_cues, needs_server

pytestmark = [pytest.mark.scene, pytest.mark.sound, needs_tmux, needs_server]

ARGUMENTS = (
    "coach",
    "negative-push-up",
    *("--tempo", "2-0-A-1", "--sets", "2", "--reps", "3", "--lift", "2", "--rest", "6", "--lead-in", "3"),
)

LATEST_CALL_MS = 30
"""The call of a key may begin so late on a busy machine; what follows it keeps its place."""


def prescribed() -> Prescription:
    """Return what ARGUMENTS prescribe."""
    return Prescription(
        exercise=find(shipped_exercises(), "negative-push-up"),
        tempo=Tempo.parse("2-0-A-1"),
        load_kg=0.0,
        sets=2,
        reps=3,
        rest_ms=6_000,
        lead_in_ms=3_000,
        next_lead_in_ms=3_000,
        lift_ms=2_000,
    )


def test_a_session_of_two_sets_is_heard_cue_by_cue_and_recorded_rep_by_rep(home: Home, server: SoundServer) -> None:
    with server.record() as recording, Terminal(home, env=server.env) as terminal:
        terminal.start(*ARGUMENTS)
        terminal.get_ready()
        terminal.press("Space")
        terminal.wait_for("LOWER 1")  # the last second of the first lowering
        terminal.press("Space")
        terminal.wait_for("effort", 30)
        terminal.press("8")
        terminal.wait_for("2 reps left")
        terminal.wait_for("That was the last set", 60)
        terminal.press("Space")
        terminal.wait_for("SESSION DONE")
        terminal.press("7")
        terminal.press("Enter")
        terminal.press("went", "Space", "well", "Space", "[b]")
        terminal.press("Enter")
        terminal.wait_for("Bench press")
        terminal.press("C-q")
        assert terminal.wait_for_end() == 0
    check_rows(home)
    check_cues(home, find_cues(recording.samples, load_pack("voice"), volume=80))


def check_rows(home: Home) -> None:
    (session,) = home.history()
    assert session["ended_at"]
    assert (session["note"], session["rpe"]) == ("went well [b]", 7)
    first, second = session["sets"]
    assert first["exercise"] == second["exercise"] == "negative-push-up"
    assert [rep["number"] for rep in first["reps"]] == [rep["number"] for rep in second["reps"]] == [1, 2, 3]
    assert (first["rpe"], first["stop_reason"], first["tempo"]) == (8, "target-reached", "2-0-A-1")
    assert 1_200 < first["reps"][0]["measured_ms"] < 2_600
    assert [rep["measured_ms"] for rep in second["reps"]] == [None, None, None]
    assert all(rep["target_ms"] == 2_000 for rep in first["reps"] + second["reps"])


def check_cues(home: Home, heard: list[tuple[int, str]]) -> None:
    """Every cue of both sets and of the rest, once and in its place."""
    run = SetRun(prescribed(), 3_000)
    (session,) = home.history()
    measured_ms = session["sets"][0]["reps"][0]["measured_ms"]
    names = [name for _, name in heard]
    score = [cue.sound for cue in run.score().cues]
    rest = ["count-3", "count-2", "count-1", "rest-over"]
    assert names == [*score, *rest, *score]
    first, second = heard[: len(score)], heard[-len(score) :]
    # The second set had no key: it is the score itself, to the sample.
    zero = second[0][0]
    late = [abs(index - zero - cue.at_ms * 48) / 48 for (index, _), cue in zip(second, run.score().cues, strict=True)]
    assert max(late) <= 1.0, late
    # In the first the lift was called when the key went down, and the rest of the score moved with it.
    lowered = next(index for index, name in first if name == "count-2")
    lifted = next(index for index, name in first if name == "reset")
    called_ms = (lifted - lowered) / FRAME_RATE * 1000
    if measured_ms < 2_000:
        assert -1 <= called_ms - measured_ms <= 80
    after = [index - lifted for index, _ in first if index >= lifted]
    undisturbed = [index - zero for index, _ in second][-len(after) :]
    late = [score - heard for heard, score in zip(after, (at - undisturbed[0] for at in undisturbed), strict=True)]
    assert max(late[1:]) - min(late[1:]) <= 48
    assert -48 <= late[1] <= LATEST_CALL_MS * FRAMES_PER_MS


@pytest.mark.parametrize("busy", [0, 4])
def test_every_cue_of_ten_reps_is_heard_within_a_millisecond_of_the_score(
    home: Home, server: SoundServer, busy: int
) -> None:
    chosen = replace(prescribed(), tempo=Tempo.parse("1-0-A-1"), reps=10, sets=1, lift_ms=1_000)
    score = SetRun(chosen, chosen.lead_in_ms).score()
    with server.record() as recording, Terminal(home, env=server.env) as terminal:
        options = ("--tempo", "1-0-A-1", "--sets", "1", "--reps", "10", "--lift", "1", "--lead-in", "3")
        terminal.start("coach", "negative-push-up", *options)
        terminal.get_ready()
        terminal.wait_for("voice 80 %")
        with busy_processes(busy):
            terminal.press("Space")
            terminal.wait_for("That was the last set", 60)
    heard = find_cues(recording.samples, load_pack("voice"), volume=80)
    assert [name for _, name in heard] == [cue.sound for cue in score.cues]
    zero = heard[0][0] - score.cues[0].at_ms * FRAMES_PER_MS
    late = [abs(index - zero - cue.at_ms * FRAMES_PER_MS) for (index, _), cue in zip(heard, score.cues, strict=True)]
    assert max(late) <= FRAMES_PER_MS
