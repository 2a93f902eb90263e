"""What the doctor says of gamepads and MIDI devices."""

from __future__ import annotations

import sys

import pytest

from negcoach.commands.doctor.press_checks import check_presses
from negcoach.extras import install_text
from negcoach.findings import Status
from negcoach.presses.device_source import DeviceSource
from negcoach.presses.press import Emit
from tests.commands.places import CommandLine


class Phone:
    """A source of its own that runs already."""

    name, state, is_ready = "phone", "paired", True

    def start(self, emit: Emit) -> None:
        raise AssertionError("it runs already")

    def stop(self) -> None:
        raise AssertionError("it goes on")


def saying(line: str, *, goes_on: bool = True) -> DeviceSource:
    """Return a source whose process says this."""
    end = "sys.stdin.read()" if goes_on else ""
    return DeviceSource("midi", [sys.executable, "-c", f"import sys; print({line!r}, flush=True); {end}"])


@pytest.mark.parametrize(
    ("line", "status", "detail", "advice"),
    [
        ('{"devices": ["Piano", "Pedal"]}', Status.OK, "Piano and Pedal", ""),
        ('{"devices": []}', Status.WARNING, "no MIDI device found", "Plug it into the computer"),
        ('{"trouble": "there is no MIDI"}', Status.WARNING, "there is no MIDI", "Plug it in"),
        ('{"missing": true}', Status.WARNING, "its library is not installed", install_text("midi")),
    ],
)
def test_each_kind_that_is_on_has_a_line(line: str, status: Status, detail: str, advice: str) -> None:
    (found,) = check_presses(["midi"], make=lambda kind: saying(line, goes_on="missing" not in line))
    assert (found.check, found.status, found.detail) == ("midi", status, detail)
    assert advice in found.advice


def test_what_runs_in_the_app_is_not_opened_again() -> None:
    (phone,) = check_presses([], running=[Phone()])
    assert (phone.check, phone.status, phone.detail) == ("phone", Status.OK, "paired")


def test_the_command_says_what_is_switched_on(negcoach: CommandLine) -> None:
    negcoach.config.parent.mkdir(exist_ok=True)
    negcoach.config.write_text("[coach]\ngamepad = true\n")
    done = negcoach("doctor", "--engine", "silent", "--config", str(negcoach.config))
    assert "gamepad" in done.out
    assert done.status == 0
