"""The process that reads gamepads, with SDL: every button, and the cross, of every pad that is plugged in."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from negcoach.presses.child_end import ChildEnd

POLL_S = 0.002
"""How often the pads are looked at: a press is known at most so much late."""
LOOK_S = 0.25
"""How often it is looked whether there is a pad, while there is none."""
SETTLE_NS = 300_000_000
"""What is down when a pad is found was not pressed now; SDL reports it as if it were (our own choice)."""

_CROSS = {1: "up", 2: "right", 4: "down", 8: "left"}
_HINTS = (
    b"SDL_JOYSTICK_ALLOW_BACKGROUND_EVENTS",  # no window of ours has the focus
    b"SDL_JOYSTICK_THREAD",  # on Windows there is no window at all
    b"SDL_NO_SIGNAL_HANDLERS",
)


@dataclass(slots=True)
class _Pad:
    joystick: Any
    name: str
    found_ns: int
    hats: dict[int, int] = field(default_factory=dict)


class Pads:
    """The pads that SDL knows; ``sdl`` is its module, which has been initialised for joysticks."""

    def __init__(self, sdl: Any) -> None:
        self._sdl = sdl
        self._event = sdl.SDL_Event()
        self._pads: dict[int, _Pad] = {}

    @property
    def names(self) -> list[str]:
        """The names of the pads that are open."""
        return [pad.name for pad in self._pads.values()]

    def pressed(self) -> Iterator[str]:
        """Yield what went down since the last look, and open and close what was plugged in and out."""
        sdl, event = self._sdl, self._event
        while sdl.SDL_PollEvent(ctypes.byref(event)):
            if event.type == sdl.SDL_JOYDEVICEADDED:
                self._open(event.jdevice.which)
            elif event.type == sdl.SDL_JOYDEVICEREMOVED:
                pad = self._pads.pop(event.jdevice.which, None)
                if pad is not None:
                    sdl.SDL_JoystickClose(pad.joystick)
            elif event.type == sdl.SDL_JOYBUTTONDOWN:
                if self._is_settled(event.jbutton.which):
                    yield f"pad:{event.jbutton.button}"
            elif event.type == sdl.SDL_JOYHATMOTION:
                yield from self._crossed(event.jhat.which, event.jhat.hat, event.jhat.value)

    def _open(self, index: int) -> None:
        joystick = self._sdl.SDL_JoystickOpen(index)
        if joystick:
            name = (self._sdl.SDL_JoystickName(joystick) or b"").decode("utf-8", "replace")
            self._pads[self._sdl.SDL_JoystickInstanceID(joystick)] = _Pad(joystick, name, time.monotonic_ns())

    def _is_settled(self, which: int) -> bool:
        pad = self._pads.get(which)
        return pad is not None and time.monotonic_ns() - pad.found_ns >= SETTLE_NS

    def _crossed(self, which: int, hat: int, value: int) -> Iterator[str]:
        pad = self._pads.get(which)
        if pad is None:
            return
        before, pad.hats[hat] = pad.hats.get(hat, 0), value
        if self._is_settled(which):
            yield from (f"pad:{name}" for bit, name in _CROSS.items() if value & bit & ~before)


def main() -> None:
    """Read gamepads until the program ends."""
    end = ChildEnd()
    try:
        import sdl2
    except ImportError:
        end.missing()
        return
    for hint in _HINTS:
        sdl2.SDL_SetHint(hint, b"1")
    if sdl2.SDL_Init(sdl2.SDL_INIT_JOYSTICK):
        end.trouble("gamepads cannot be read on this computer")
        time.sleep(5)
        return
    pads = Pads(sdl2)
    while True:
        for name in pads.pressed():
            end.press(name, time.monotonic_ns())
        end.devices(pads.names)
        time.sleep(POLL_S if pads.names else LOOK_S)
