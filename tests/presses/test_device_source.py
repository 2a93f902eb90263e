"""A process that reads devices may say anything, end, or never start: the program goes on, and says so in a line."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from negcoach.presses.device_source import DeviceSource
from negcoach.presses.press import Press
from tests.presses.test_pad import wait_until

WAITS = "sys.stdout.flush(); sys.stdin.read()"
"""What the process does when it has said all."""


class Said:
    """A source whose process runs some Python, and the presses that it handed over."""

    def __init__(self, program: str) -> None:
        self.presses: list[Press] = []
        self.source = DeviceSource("midi", [sys.executable, "-c", textwrap.dedent(program) + WAITS])
        self.source.start(self.presses.append)


@pytest.fixture
def started() -> Iterator[list[Said]]:
    """The sources of a test, which are stopped after it."""
    said: list[Said] = []
    yield said
    for one in said:
        one.source.stop()


def test_only_what_is_a_press_counts(started: list[Said]) -> None:
    said = Said(
        r"""
        import sys
        print('{"devices": ["\\u001b[31mPiano [/] ' + 'x' * 99 + '", ""]}')
        print('no JSON')
        print('[1]')
        print('{"press": "escape", "at_ns": 1}')
        print('{"press": "midi:60", "at_ns": "1"}')
        print('{"press": "midi:60", "at_ns": 5}')
        """
    )
    started.append(said)
    wait_until(lambda: bool(said.presses))
    assert said.presses == [Press("midi:60", 5)]
    assert "\x1b" not in said.source.state
    assert said.source.state.endswith(" and MIDI device")
    assert len(said.source.state) < 70


def test_a_process_that_ends_is_started_again(started: list[Said], tmp_path: Path) -> None:
    once = tmp_path / "once"
    said = Said(
        f"""
        import os, sys
        print('{{"devices": ["Piano"]}}', flush=True)
        if not os.path.exists({str(once)!r}):
            os.mkdir({str(once)!r})
            os.abort()
        print('{{"press": "midi:60", "at_ns": 5}}')
        """
    )
    started.append(said)
    wait_until(lambda: bool(said.presses))
    assert once.exists()
    assert said.source.state == "Piano"


def test_without_its_library_nothing_is_started_again(started: list[Said], tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    said = Said(f"open({str(runs)!r}, 'a').write('x'); print('{{\"missing\": true}}'); raise SystemExit\n")
    started.append(said)
    wait_until(lambda: said.source.is_missing)
    assert (said.source.state, said.source.is_ready, said.source.has_looked) == (
        "its library is not installed",
        False,
        True,
    )
    assert runs.read_text() == "x"


def test_a_program_that_cannot_be_started_is_a_line(started: list[Said]) -> None:
    said = Said("")
    said.source.stop()
    said.source = DeviceSource("gamepad", ["/nowhere/at/all"])
    started.append(said)
    said.source.start(said.presses.append)
    wait_until(lambda: said.source.state == "it cannot be read now")


def test_the_process_ends_when_the_program_does() -> None:
    source = DeviceSource("midi")
    source.start(lambda press: None)
    wait_until(lambda: source.has_looked)
    child = source._child
    if child is not None and child.stdin is not None:
        child.stdin.close()
        wait_until(lambda: child.poll() is not None)
        assert child.returncode == 0
    source.stop()


def test_of_a_flood_and_of_what_a_library_prints_little_is_handed_over(started: list[Said]) -> None:
    said = Said(
        """
        import sys
        from negcoach.presses.child_end import ChildEnd
        end = ChildEnd()
        for at_ms in range(1_000):
            print('{"press": "pad:9", "at_ns": 1}', flush=True)
            end.press("pad:0", at_ms * 1_000_000)
        end.press("pad:1", 0)
        """
    )
    started.append(said)
    wait_until(lambda: bool(said.presses) and said.presses[-1].name == "pad:1")
    assert [press.at_ns for press in said.presses[:-1]] == [at_ms * 1_000_000 for at_ms in range(0, 1_000, 20)]
    assert {press.name for press in said.presses} == {"pad:0", "pad:1"}
