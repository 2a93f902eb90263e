"""The base class of an app that takes the terminal, and gives it back as it was, however the app ends."""

from __future__ import annotations

import asyncio
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.driver import Driver

from negcoach.terminal.driver import TerminalGone, limit_stated_size, take_back, with_direct_writes, with_nonblocking_io
from negcoach.terminal.signals import SignalHandlers

if TYPE_CHECKING:
    from rich.console import RenderableType

LONGEST_END_S = 5.0
"""How long the screens may take to close (our own choice), beside the call that frees the lifter: then the terminal is
given back without that. A step that keeps the event loop to itself is not cut short: the time is looked at after it."""

THREADS_S = 0.3
"""How long the threads that still work get to end, once the app is left (our own choice)."""

_THREAD_NAME = "negcoach-work"


class TerminalApp(App[None]):
    """An app that is ended by signals and by a terminal that is gone, in ``LONGEST_END_S``, and writes no traceback.

    What else is to be done when it is ended, stopped and continued is up to subclasses.
    """

    def __init__(self) -> None:
        """Take no larger terminal than is drawn."""
        limit_stated_size()
        super().__init__()
        self._own_loop: asyncio.AbstractEventLoop | None = None  # until the app is to end
        self._given_up: set[asyncio.Task[Any]] | None = None  # kept: what of them is thrown away would say so
        self._signals = SignalHandlers(
            self.leave, lambda: self.is_leaving, self.pause_before_stop, self.go_on_after_stop, partial(take_back, self)
        )

    @property
    def is_leaving(self) -> bool:
        """Whether the app is to end already; a hook for subclasses."""
        return False

    def leave(self, return_code: int = 0) -> None:
        """End the app with an exit status; subclasses may finish something first."""
        self.exit(return_code=return_code)

    def pause_before_stop(self) -> None:
        """Pause what must not go on while the program is stopped, as by Ctrl+Z; a hook for subclasses."""

    def go_on_after_stop(self) -> None:
        """Take no key that was typed meanwhile; a hook for subclasses, called between any two steps."""

    def store_pending(self) -> None:
        """Store what is not stored yet, where the end of the app has not come to it; a hook for subclasses."""

    def stop_threads(self) -> None:
        """Have what works in threads of its own end; a hook for subclasses."""

    def run_until_left(self) -> None:
        """Run the app until it is left.

        A thread that checks twenty years of training, or imports as many, may need seconds to end. It is told to stop
        and waited for a moment only: what it writes is whole or not there, as after a power cut.
        """
        runner = asyncio.Runner()
        loop = self._own_loop = runner.get_loop()
        loop.set_default_executor(executor := ThreadPoolExecutor(thread_name_prefix=_THREAD_NAME))
        try:
            runner.run(self._run_and_cancel_tasks())
        except RuntimeError:
            if self._given_up is None:
                raise
            self._end_by_hand()
        finally:
            signal.set_wakeup_fd(-1)  # a signal while it closes would complain of the pipe that it has closed already
            loop.close()  # the runner itself would wait for every thread
            self.stop_threads()
            executor.shutdown(wait=False, cancel_futures=True)
            end = monotonic() + THREADS_S
            for thread in threading.enumerate():
                if thread.name.startswith(_THREAD_NAME):
                    thread.join(max(0.0, end - monotonic()))

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """End the app; within ``LONGEST_END_S``."""
        self._end_soon()
        super().exit(result, return_code, message)

    def get_driver_class(self) -> type[Driver]:
        """Return Textual's driver with direct writes, which neither input nor output can hold up or end."""
        return with_direct_writes(with_nonblocking_io(super().get_driver_class()))

    def on_load(self) -> None:
        """Handle the signals that end the program: now the terminal is taken."""
        self._signals.install_ending()

    def on_mount(self) -> None:
        """Handle the signals that end or stop the program."""
        self._signals.install()

    def on_terminal_gone(self, _: TerminalGone) -> None:
        """Leave when the terminal is gone, even where SIGHUP is ignored."""
        self._signals.ended_by(signal.SIGHUP)

    def _handle_exception(self, error: Exception) -> None:
        """End the app with an error; within ``LONGEST_END_S``."""
        self._end_soon()
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Begin to close, without Textual's picture of the error: ``cli`` reports and logs the error itself.

        That picture has the value of every variable on the way to the error, which with years of training takes over a
        minute, in which no call is made and no key or signal acts. Nor does it ring: an error that comes again at the
        end would ring in the shell.
        """
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """Write no traceback, with what the lifter typed in it, on the terminal: ``cli`` reports and logs the error."""
        self._exit_renderables.clear()

    def _end_soon(self) -> None:
        """Give the end of the app so much time: a part of it that fails may leave the rest waiting for ever."""
        loop, self._own_loop = self._own_loop, None
        if loop is not None:
            loop.call_later(LONGEST_END_S, self._give_up, loop)

    def _give_up(self, loop: asyncio.AbstractEventLoop) -> None:
        """Leave the app as it is, with all that it still waits for."""
        self._given_up = asyncio.all_tasks(loop)
        loop.stop()

    def _end_by_hand(self) -> None:
        """Do what the app's end has not come to: store what is pending, and give the terminal back."""
        driver = self._driver
        steps = [self.store_pending]
        if driver is not None:
            steps += [driver.stop_application_mode, driver.close]
        for step in steps:
            with suppress(Exception):  # the error that is told is the first one
                step()

    async def _run_and_cancel_tasks(self) -> None:
        """Run the app; of its tasks none is left."""
        try:
            await self.run_async()
        finally:
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
