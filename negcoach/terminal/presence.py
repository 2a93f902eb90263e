"""Which terminal it is, whether it is there, and whether this program may use it now: job control and hang-ups."""

from __future__ import annotations

import os
import re
import select
import selectors
import sys
from typing import Any

TerminalSelector = selectors.PollSelector if sys.platform == "linux" else selectors.SelectSelector
"""What waits for a terminal: select() takes no descriptor from 1024 on, and macOS has terminals for it alone."""


def in_foreground() -> bool:
    """Return whether this program may use the terminal on standard input: after the shell's ``bg`` it may not.

    Where nobody can tell, it may: a key that is not read frees nobody.
    """
    stdin = sys.__stdin__
    if sys.platform == "win32" or stdin is None or stdin.closed:
        return True
    try:
        # 0 is a group that cannot be seen from here, of another container say.
        return os.tcgetpgrp(stdin.fileno()) in (os.getpgrp(), 0)
    except OSError:  # the terminal is gone, which ``terminal_gone`` is for
        return True


def what_keys_need(modes: list[Any]) -> list[Any]:
    """Return what of a terminal's modes keys depend on: not that the system still holds input (macOS)."""
    import termios  # Windows has none

    return [*modes[:3], modes[3] & ~getattr(termios, "PENDIN", 0), modes[6][termios.VMIN]]


def terminal_gone() -> bool:
    """Return whether the terminal on standard input was hung up: nothing will ever be typed again."""
    stdin = sys.__stdin__
    if sys.platform == "win32" or stdin is None or stdin.closed or not hasattr(select, "poll"):
        return False
    poll = select.poll()
    poll.register(stdin.fileno(), select.POLLIN)
    return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in poll.poll(0))


def in_gnu_screen() -> bool:
    """Return whether the terminal is one of GNU screen's, on this machine or on the one that this one is used from.

    ``STY`` travels neither with ssh nor with sudo, while ``TERM`` does: ``screen``, ``screen-256color`` or
    ``screen.xterm-256color``. An old tmux names itself so too, and is told by ``TMUX`` on this machine only: from
    another one it counts as GNU screen.
    """
    term = os.environ.get("TERM", "")
    return "STY" in os.environ or ("TMUX" not in os.environ and re.split("[.-]", term)[0] == "screen")
