"""The signals of the system: those that end the program, stop it, and let it go on."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from functools import partial

from negcoach.terminal.presence import in_foreground

BACKGROUND_S = 0.1
"""How long the program runs on after ``bg`` before it is stopped again: a shell's ``kill`` needs time to arrive."""

LOOK_AGAIN_S = (0.1, 0.3)
"""When it is looked again, each time since the last look, whether the terminal is as it was: a shell may change its
modes before it lets a program go on, or right after that (our own choice)."""

LOOK_S = 0.5
"""How often it is looked else (our own choice): a job in the background, or anybody on another terminal, may change
them at any time, and then no key acts."""

ENDING = ("SIGINT", "SIGTERM", "SIGHUP")
"""The signals that end a program, as a rule."""

ENDING_TOO = (
    *("SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGVTALRM", "SIGPROF", "SIGXCPU", "SIGIO", "SIGPWR", "SIGSTKFLT"),
)
"""Those that end a program that does not expect them; SIGXCPU says that it has used more processor than it may."""

LOOK_IN_BACKGROUND_S = 0.3
"""How often it is looked whether a program that goes on in the shell's background is in the foreground again."""


def stop_as_by_key() -> None:
    """Stop this program as Ctrl+Z does, and let it go on once it is in the foreground again.

    Where no shell could let it go on, as where it is the terminal's own program, the system does not stop it, as
    SIGSTOP would do for good, and it goes on at once.
    """
    before = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    signal.pthread_kill(threading.get_ident(), signal.SIGTSTP)
    signal.signal(signal.SIGTSTP, before)
    if in_foreground():
        signal.raise_signal(signal.SIGCONT)


class SignalHandlers:
    """Handles the signals that end the program, so that the terminal is left as it was, and those that stop it.

    A handler that somebody else has put in the place of the system's for one of ``ENDING_TOO`` stays.

    ``leave`` ends the program with an exit status, ``is_leaving`` is whether it ends already, ``pause`` pauses a set,
    if one is under way, and ``woken`` is called, between any two steps, when the program goes on after it was stopped.
    ``take_back`` then sets the terminal's modes again: those that are not as they were, or ``True``: all. It returns
    whether keys did not come here as they should.
    """

    def __init__(
        self,
        leave: Callable[[int], None],
        is_leaving: Callable[[], bool],
        pause: Callable[[], object],
        woken: Callable[[], object] = lambda: None,
        take_back: Callable[[bool], bool] = lambda whole: False,
    ) -> None:
        self._leave, self._is_leaving, self._pause, self._woken = leave, is_leaving, pause, woken
        self._take_back = take_back
        self._stopped = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._next_look: asyncio.Handle | None = None

    def install_ending(self) -> None:
        """Handle those that end the program from now on: before the terminal is taken, which is to be given back."""
        if not hasattr(signal, "SIGHUP"):
            return
        # Who started the program may have held some back: nothing would end it, nor tell it of a new size.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signal.valid_signals())
        loop = asyncio.get_running_loop()
        # An interrupt too: asyncio's own would end the app while a screen is only half laid out.
        for name in (*ENDING, *ENDING_TOO):
            number = getattr(signal, name, None)
            if number is not None and (name in ENDING or signal.getsignal(number) is signal.SIG_DFL):
                loop.add_signal_handler(number, self.ended_by, number)

    def install(self) -> None:
        """Handle them from now on, after Textual has installed its own; nothing where a system has no such signals."""
        if not hasattr(signal, "SIGHUP"):
            return
        self.install_ending()
        loop = self._loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTSTP, self._stopped_by, signal.getsignal(signal.SIGTSTP))
        # A terminal that hangs up sends SIGCONT too, and Textual would start its threads a second time.
        signal.signal(signal.SIGCONT, partial(self._continued_by, signal.getsignal(signal.SIGCONT)))
        self._look_later(LOOK_S, len(LOOK_AGAIN_S))

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
        """Take the terminal back, once the program is in the foreground again.

        Textual does so where it was told of the stop. SIGSTOP tells nobody: then the shell gives the program a terminal
        in the shell's own modes, in which no key comes before Enter, and perhaps with pieces of other programs on it.
        """
        loop = self._loop
        if loop is None or not loop.is_running():  # the program has ended: the terminal is the shell's again
            return
        if not self._stopped:
            loop.call_soon_threadsafe(self._look, 0)  # whatever fails here: after a stop no look is planned else
            self._woken()
            return
        if not in_foreground():
            # The shell's ``bg``, or its ``kill``, which continues a stopped program so that it can end: let it.
            loop.call_soon_threadsafe(loop.call_later, BACKGROUND_S, self._stop_again)
            return
        self._stopped = False
        loop.call_soon_threadsafe(self._look, 0)  # Textual draws no more than what changes
        if callable(textual_handler):
            textual_handler(number, frame)
        self._woken()

    def _look(self, number: int) -> None:
        """Take the terminal back if it is not as it was, and look again; the first time (0) take all of it back."""
        if self._next_look is not None:
            self._next_look.cancel()
            self._next_look = None
        if self._stopped or self._is_leaving():
            return
        if not in_foreground():
            self._look_later(LOOK_IN_BACKGROUND_S, number)
            return
        # Planned before anything that may fail: else nobody would look again, and no key act.
        self._look_later(LOOK_AGAIN_S[number] if number < len(LOOK_AGAIN_S) else LOOK_S, number + 1)
        if self._take_back(number == 0):
            self._woken()  # what waited for Enter comes now

    def _look_later(self, wait_s: float, number: int) -> None:
        self._next_look = asyncio.get_running_loop().call_later(wait_s, self._look, number)

    def _stop_again(self) -> None:
        """Stop again in the background, where nothing could be shown; go on if ``fg`` has come meanwhile.

        A shell that does not know of this second stop sends no SIGCONT with it.
        """
        if not self._stopped or self._is_leaving():
            return
        if in_foreground():
            signal.raise_signal(signal.SIGCONT)
        else:
            os.kill(os.getpid(), signal.SIGSTOP)
