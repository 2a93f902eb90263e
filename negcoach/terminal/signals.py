"""The signals of the system: those that end the program, stop it, and let it go on."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from functools import partial

from negcoach.terminal.presence import in_foreground

BACKGROUND_S = 0.1
"""How long the program runs on after ``bg`` before it is stopped again: a shell's ``kill`` needs time to arrive."""


class SignalHandlers:
    """Handles the signals that end the program, so that the terminal is left as it was, and those that stop it.

    ``leave`` ends the program with an exit status, ``is_leaving`` is whether it ends already, ``pause`` pauses a set,
    if one is under way, and ``woken`` is called, between any two steps, when the program goes on after it was stopped.
    """

    def __init__(
        self,
        leave: Callable[[int], None],
        is_leaving: Callable[[], bool],
        pause: Callable[[], object],
        woken: Callable[[], object] = lambda: None,
    ) -> None:
        self._leave, self._is_leaving, self._pause, self._woken = leave, is_leaving, pause, woken
        self._stopped = False

    def install(self) -> None:
        """Handle them from now on, after Textual has installed its own; nothing where a system has no such signals."""
        if not hasattr(signal, "SIGHUP"):
            return
        loop = asyncio.get_running_loop()
        # An interrupt too: asyncio's own would end the app while a screen is only half laid out.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.ended_by, number)
        loop.add_signal_handler(signal.SIGTSTP, self._stopped_by, signal.getsignal(signal.SIGTSTP))
        # A terminal that hangs up sends SIGCONT too, and Textual would start its threads a second time.
        signal.signal(signal.SIGCONT, partial(self._continued_by, signal.getsignal(signal.SIGCONT)))

    def ended_by(self, number: signal.Signals) -> None:
        """End the program as by this signal."""
        # In the shell's background Textual's last output to the terminal would stop the program for good.
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        self._leave(128 + number)

    def _stopped_by(self, textual_handler: object) -> None:
        """Pause the set before this process is stopped: the sound is played by another, which would go on."""
        self._pause()
        self._stopped = True
        if callable(textual_handler):
            textual_handler(signal.SIGTSTP, None)

    def _continued_by(self, textual_handler: object, number: int, frame: object) -> None:
        """Let Textual take the terminal back, if the program was stopped and is in the foreground again.

        One that was stopped by SIGSTOP has kept it.
        """
        if not self._stopped:
            self._woken()
            return
        if not in_foreground():
            # The shell's ``bg``, or its ``kill``, which continues a stopped program so that it can end: let it.
            loop = asyncio.get_running_loop()
            loop.call_soon_threadsafe(loop.call_later, BACKGROUND_S, self._stop_again)
            return
        self._stopped = False
        if callable(textual_handler):
            textual_handler(number, frame)
        self._woken()

    def _stop_again(self) -> None:
        """Stop again in the background, where nothing could be shown."""
        if self._stopped and not self._is_leaving() and not in_foreground():
            os.kill(os.getpid(), signal.SIGSTOP)
