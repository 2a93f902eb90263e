"""A gamepad made by SDL, read in a process of its own: what is pressed arrives, once, with its time."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic_ns as now_ns

import pytest

from negcoach.presses.device_source import DeviceSource
from negcoach.presses.press import Press

pytest.importorskip("sdl2", reason="the extra gamepad is not installed")

WAIT_S = 30.0


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end_s = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < end_s
        time.sleep(0.005)


class PlayedPad:
    """A virtual gamepad, the source that reads it, and the presses that it handed over."""

    def __init__(self, folder: Path) -> None:
        pipe = folder / "pad"
        os.mkfifo(pipe)
        self.source = DeviceSource("gamepad", [sys.executable, "-m", "tests.presses.virtual_pad", str(pipe)])
        self.presses: list[Press] = []
        self.source.start(self.presses.append)
        self._pipe = pipe.open("w", buffering=1, encoding="ascii")  # waits for the process

    def do(self, *lines: str) -> None:
        """Plug in or out, press or let go."""
        for line in lines:
            print(line, file=self._pipe)

    def plug_in(self) -> None:
        """Plug the pad in, and wait until it is taken for settled: a button that is tapped meanwhile does nothing."""
        self.do("in")
        wait_until(lambda: self.source.is_ready)
        while not self.presses:
            self.tap(11)
            time.sleep(0.05)
        self.presses.clear()

    def tap(self, button: int) -> None:
        """Press a button and let it go; SDL sees it at its next look, so each takes its time."""
        self.do(f"down {button}")
        time.sleep(0.03)
        self.do(f"up {button}")
        time.sleep(0.03)

    def named(self) -> list[str]:
        """What was pressed."""
        return [press.name for press in self.presses if press.name != "pad:11"]


@pytest.fixture
def pad(tmp_path: Path) -> Iterator[PlayedPad]:
    """A pad that is not plugged in yet."""
    played = PlayedPad(tmp_path)
    yield played
    played.source.stop()


def test_a_button_and_the_cross_arrive_once_each_with_the_time_they_went_down(pad: PlayedPad) -> None:
    wait_until(lambda: pad.source.has_looked)
    assert (pad.source.state, pad.source.is_ready) == ("no gamepad found", False)
    pad.plug_in()
    assert pad.source.state == "Virtual Controller"
    before_ns = now_ns()
    pad.do("down 3")
    wait_until(lambda: bool(pad.named()))
    after_ns = now_ns()
    time.sleep(0.2)  # held
    pad.do("up 3", "hat 1")
    wait_until(lambda: len(pad.named()) > 1)
    assert pad.named() == ["pad:3", "pad:up"]
    (first, _) = (press for press in pad.presses if press.name != "pad:11")
    assert before_ns <= first.at_ns <= after_ns


def test_a_button_that_is_down_when_the_pad_is_found_was_not_pressed(pad: PlayedPad) -> None:
    pad.do("in", "down 5")
    wait_until(lambda: pad.source.is_ready)
    while not pad.presses:
        pad.tap(11)
    assert pad.named() == []
    pad.do("up 5")
    time.sleep(0.05)
    pad.do("down 5")
    wait_until(lambda: pad.named() == ["pad:5"])


def test_a_pad_that_is_unplugged_is_there_again_when_it_comes_back(pad: PlayedPad) -> None:
    pad.plug_in()
    pad.do("out")
    wait_until(lambda: not pad.source.is_ready)
    assert pad.source.state == "no gamepad found"
    pad.plug_in()
    pad.do("down 2")
    wait_until(lambda: pad.named() == ["pad:2"])


def test_nothing_arrives_after_the_source_was_stopped(pad: PlayedPad) -> None:
    pad.plug_in()
    child = pad.source._child
    assert child is not None
    pad.source.stop()
    wait_until(lambda: child.poll() is not None)
    assert (pad.presses, pad.source.is_ready) == ([], False)
