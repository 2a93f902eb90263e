"""A gamepad that SDL itself makes, read by the program's own process of gamepads, and played by a test.

Run as ``python -m tests.presses.virtual_pad PIPE [LOG]``: the lines ``in``, ``out``, ``down 3``, ``up 3`` and ``hat 1``
that come through the named pipe plug it in and out, press and let go of its buttons, and move its cross. When a button
goes down, that time (monotonic ns) is added to the log.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from time import monotonic_ns as now_ns

import sdl2

from negcoach.presses import pad_process


def play(pipe: Path, log: Path = Path(os.devnull)) -> None:
    """Do what the lines say."""
    joystick = None
    with pipe.open(encoding="ascii") as lines, log.open("a", buffering=1, encoding="ascii") as downs:
        for line in lines:
            word, _, number = line.strip().partition(" ")
            if word == "in":
                index = sdl2.SDL_JoystickAttachVirtual(sdl2.SDL_JOYSTICK_TYPE_GAMECONTROLLER, 2, 12, 1)
                joystick = sdl2.SDL_JoystickOpen(index)
            elif word == "out":
                sdl2.SDL_JoystickDetachVirtual(0)
            elif word == "hat":
                sdl2.SDL_JoystickSetVirtualHat(joystick, 0, int(number))
            else:
                sdl2.SDL_JoystickSetVirtualButton(joystick, int(number), int(word == "down"))
                if word == "down":
                    print(now_ns(), file=downs)


def main() -> None:
    """Read pads as the program does, this one among them."""
    sdl2.SDL_SetHint(b"SDL_JOYSTICK_ALLOW_BACKGROUND_EVENTS", b"1")
    sdl2.SDL_Init(sdl2.SDL_INIT_JOYSTICK)
    threading.Thread(target=play, args=[*map(Path, sys.argv[1:])], daemon=True).start()
    pad_process.main()


if __name__ == "__main__":
    main()
