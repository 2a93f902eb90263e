"""Whether the terminal is there, and whether this program may use it now: job control and hang-ups."""

from __future__ import annotations

import os
import select
import sys


def in_foreground() -> bool:
    """Return whether this program may use the terminal on standard input: after the shell's ``bg`` it may not."""
    stdin = sys.__stdin__
    if sys.platform == "win32" or stdin is None or stdin.closed:
        return True
    try:
        return os.tcgetpgrp(stdin.fileno()) == os.getpgrp()
    except OSError:  # the terminal is gone, which ``terminal_gone`` is for
        return True


def terminal_gone() -> bool:
    """Return whether the terminal on standard input was hung up: nothing will ever be typed again."""
    stdin = sys.__stdin__
    if sys.platform == "win32" or stdin is None or stdin.closed or not hasattr(select, "poll"):
        return False
    poll = select.poll()
    poll.register(stdin.fileno(), select.POLLIN)
    return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in poll.poll(0))
