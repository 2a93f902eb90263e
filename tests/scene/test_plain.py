"""A set for somebody who only hears: the real program on a terminal that cannot draw, with its sound recorded."""

from __future__ import annotations

import signal
import time
from itertools import pairwise

import pytest

from negcoach.audio.sounds.sounds import FRAMES_PER_MS, load_pack
from tests.scene.terminal import PACE_S, Home, Wire, wait_until
from tests.scene.test_rescue import EXERCISE
from tests.soundserver import SoundServer, find_cues, needs_server

pytestmark = [pytest.mark.scene]

DUMB = {"TERM": "dumb"}
SETS = ("--sets", "1", "--reps", "2", "--tempo", "3-0-A-0", "--lift", "2", "--lead-in", "5")
VOLUME = 80


class Ear:
    """What somebody hears of a program's lines; each answer comes at a person's pace."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._from = 0

    def wait_for(self, text: str, seconds: float = 30) -> None:
        """Wait until a text was said after the last answer."""
        wait_until(lambda: text in self.text[self._from :], seconds, lambda: f"{text!r} was never said:\n{self.text}")

    def answer(self, heard: str, keys: str) -> None:
        """Wait until a text was said, and press keys."""
        self.wait_for(heard)
        time.sleep(PACE_S)
        self._from = len(self.text)
        self._wire.press(keys)

    @property
    def text(self) -> str:
        """All that was written."""
        return b"".join(piece for _, piece in self._wire.written).decode()

    @property
    def lines(self) -> list[str]:
        """The lines of it."""
        return self.text.replace("\r", "").split("\n")


def is_plain(text: str) -> bool:
    """Whether there is no control character in a text but the ends of its lines."""
    return all(character >= " " or character in "\r\n" for character in text)


@pytest.mark.sound
@needs_server
def test_a_set_is_led_in_lines_and_sound_from_the_first_line_to_the_summary(home: Home, server: SoundServer) -> None:
    with server.record() as recording, Wire(home, env={**DUMB, **server.env}) as wire:
        wire.start("coach", "negative-push-up", *SETS)
        ear = Ear(wire)
        before = wire.modes_before
        ear.answer("Space begins", " ")
        ear.wait_for("Rep 1 of 2. Lower.")
        ear.wait_for("Rep 2 of 2. Lower.")
        ear.answer("1 of 1: 2 of 2 reps", "8")
        ear.answer("Effort 8 of 10.", " ")
        ear.answer("the whole session?", "7\n")
        ear.answer("A note?", "went well\n")
        ear.wait_for("Saved.")
        assert wire.wait_for_end() == 0
        assert wire.modes() == before
    assert is_plain(ear.text)
    (kept,) = home.history()
    assert (kept["rpe"], kept["note"], kept["sets"][0]["rpe"], len(kept["sets"][0]["reps"])) == (7, "went well", 8, 2)
    heard = find_cues(recording.samples, load_pack("voice"), volume=VOLUME)
    counts = [at for at, name in heard if name.startswith("count-")]
    assert [name for _, name in heard if name.startswith("count-")] == ["count-3", "count-2", "count-1"] * 2
    first_rep = counts[:3]
    assert [later - one for one, later in pairwise(first_rep)] == [1000 * FRAMES_PER_MS] * 2


@pytest.mark.sound
@needs_server
@pytest.mark.parametrize("ends", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "ended"])
def test_nobody_is_left_under_the_bar_when_the_program_ends(
    home: Home, server: SoundServer, ends: signal.Signals
) -> None:
    home.configure("# nothing yet\n")
    (home.folder / "config" / "exercises.toml").write_text(EXERCISE, encoding="utf-8")
    with server.record() as recording, Wire(home, env={**DUMB, **server.env}) as wire:
        wire.start("coach", "spotted-press", *SETS)
        ear = Ear(wire)
        ear.answer("Enter goes on", "\n")
        ear.answer("Space begins", " ")
        ear.wait_for("Spotter, hands on.")
        ear.wait_for("Rep 1 of 2. Lower.")
        time.sleep(1.2)
        ended = recording.index_at(time.monotonic_ns())
        wire.signal(ends)
        time.sleep(3)
        assert not wire.runs
    heard = find_cues(recording.samples, load_pack("voice"), volume=VOLUME)
    calls = [name for at, name in heard if at > ended - FRAMES_PER_MS * 100 and not name.startswith("count")]
    assert calls[:1] == ["take-it"]
    if ends is signal.SIGTERM:
        assert ear.lines[-2].startswith("Spotter take it. Then rack it. Paused.")


def test_what_was_cut_off_goes_on_at_the_next_start_and_no_signal_leaves_a_raw_terminal(home: Home) -> None:
    with Wire(home, env=DUMB) as wire:
        wire.start("--engine", "silent", "coach", "negative-push-up", *SETS, "--reps", "3")
        ear = Ear(wire)
        ear.answer("Space begins", " ")
        ear.wait_for("Rep 2 of 3. Lower.")
        wire.signal(signal.SIGKILL)
        wire.wait_for_end()
        assert is_plain(ear.text)
    assert len(home.reps()) == 1
    with Wire(home, env=DUMB) as wire:
        wire.start("--engine", "silent")
        ear, before = Ear(wire), wire.modes_before
        ear.wait_for("1 set with 1 rep.")
        ear.answer("go on with it", "\n")
        ear.answer("Space begins", " ")
        ear.wait_for("Rep 2 of 2. Lower.")
        wire.signal(signal.SIGTERM)
        assert wire.wait_for_end() == 128 + signal.SIGTERM
        assert wire.modes() == before
        assert ear.lines[-2].startswith("Knees down. Then sit back. Paused.")
        assert is_plain(ear.text)
    assert len(home.reps()) == 2


def test_a_terminal_that_hangs_up_ends_the_set_and_keeps_its_reps(home: Home) -> None:
    with Wire(home, env=DUMB) as wire:
        wire.start("--engine", "silent", "coach", "negative-push-up", *SETS)
        ear = Ear(wire)
        ear.answer("Space begins", " ")
        ear.wait_for("Rep 2 of 2. Lower.")
        wire.hang_up()
        assert wire.wait_for_end() in (-signal.SIGHUP, 128 + signal.SIGHUP)
    assert len(home.reps()) == 1


def test_an_exercise_is_chosen_by_its_number_and_left_again(home: Home) -> None:
    with Wire(home, env={"TERM": "xterm"}) as wire:
        wire.start("--engine", "silent", "--plain")
        ear = Ear(wire)
        ear.answer("Which exercise?", "l\n")
        ear.wait_for("1. Bench press.")
        ear.answer("Which exercise?", "21\n")
        ear.answer("Enter starts this.", "\n")
        ear.answer("Space begins", "q")
        ear.answer("Which exercise?", "q\n")
        assert wire.wait_for_end() == 0
        assert is_plain(ear.text)
    assert home.history() == []


def test_two_lifters_swap_and_each_has_the_terminal_as_they_need_it(home: Home) -> None:
    with Wire(home, env=DUMB) as wire:
        options = ("--engine", "silent", "--lead-in", "5", "--sets", "2", "--reps", "1", "--tempo", "3-0-A-0")
        wire.start("coach", "negative-dip", *options, "--partner-data-dir", str(home.folder / "ben"))
        ear = Ear(wire)
        ear.answer("Space begins", " ")
        ear.answer("Set 1 of 2:", "l")  # a key
        ear.answer("Ben, which exercise?", "swap\n")  # a line
        ear.answer("waits for you after the rest.", "8")  # a key again
        ear.answer("Effort 8 of 10.", "l")
        ear.answer("Ben, which exercise?", "q\n")
        ear.answer("Set 1 of 2:", "q")  # whose session is under way is led on
        ear.answer("End the session?", "y")
        ear.answer("the whole session?", "7\n")
        ear.answer("A note?", "with ben\n")
        ear.answer("Data, which exercise?", "q\n")
        assert wire.wait_for_end() == 0
        assert is_plain(ear.text)
    (kept,) = home.history()
    assert (kept["note"], kept["sets"][0]["rpe"], len(kept["sets"])) == ("with ben", 8, 1)


@pytest.mark.parametrize("encoding", ["ascii", "iso8859-1"])
def test_where_the_locale_has_nothing_to_draw_with_a_set_is_led_in_lines(home: Home, encoding: str) -> None:
    with Wire(home, env={"PYTHONIOENCODING": encoding}) as wire:
        wire.start("--engine", "silent", "coach", "negative-push-up", *SETS)
        ear = Ear(wire)
        ear.wait_for(f"{encoding}, the encoding of this locale, has no characters to draw with")
        ear.answer("Space begins", " ")
        ear.wait_for("Get ready")
        assert is_plain(ear.text)
