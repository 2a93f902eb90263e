"""What MIDI says was pressed, and which devices are open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from negcoach.presses.midi_process import Ports, Switches

Receive = Callable[[Sequence[int]], None]


@pytest.mark.parametrize(
    ("messages", "pressed"),
    [
        ([(0x90, 60, 100)], ["midi:60"]),
        ([(0x9F, 36, 1)], ["midi:36"]),  # any channel, however softly
        ([(0x90, 60, 0)], []),  # let go, as many keyboards say it
        ([(0x80, 60, 64)], []),
        ([(0xB0, 64, 127), (0xB0, 64, 127), (0xB0, 64, 0), (0xB0, 64, 127)], ["midi:cc64", "midi:cc64"]),
        ([(0xB0, 1, value) for value in range(0, 128, 8)], []),  # a wheel that is turned
        ([(0xB0, 64, 0)], []),
        ([(0xE0, 0, 127), (0xF8,), (0xC0, 5), ()], []),  # bends, clocks, programs
    ],
)
def test_keys_that_go_down_and_switches_that_jump_are_presses(
    messages: Sequence[Sequence[int]], pressed: list[str]
) -> None:
    switches = Switches()
    assert [name for message in messages if (name := switches.press_of(message))] == pressed


class Port:
    """A port that notes whether it is open."""

    def __init__(self, receive: Receive) -> None:
        self.receive = receive
        self.is_open = True

    def close_port(self) -> None:
        self.is_open = False


class End:
    """Notes what the program is told."""

    def __init__(self) -> None:
        self.found: list[list[str]] = []
        self.pressed: list[str] = []

    def devices(self, names: Sequence[str]) -> None:
        self.found.append(list(names))

    def press(self, name: str, at_ns: int) -> None:
        self.pressed.append(name)


def test_devices_are_opened_as_they_come_and_closed_as_they_go() -> None:
    end, opened = End(), dict[str, Port]()
    taken = {"Taken"}

    def open_port(name: str, receive: Receive) -> Port:
        if name in taken:
            raise RuntimeError("Another program has it.")
        opened[name] = Port(receive)
        return opened[name]

    ports = Ports(open_port, end)  # type: ignore[arg-type]
    ports.follow(["Piano", "Taken"])
    assert end.found == [["Piano"]]
    taken.clear()
    ports.follow(["Piano", "Taken"])
    assert end.found[-1] == ["Piano", "Taken"]
    piano = opened["Piano"]
    ports.follow(["Taken"])
    assert (end.found[-1], piano.is_open, opened["Taken"].is_open) == (["Taken"], False, True)
    opened["Taken"].receive((0x90, 60, 1))
    ports.follow(["Piano", "Taken"])
    assert opened["Piano"] is not piano
    opened["Piano"].receive((0xB0, 64, 127))
    assert end.pressed == ["midi:60", "midi:cc64"]
