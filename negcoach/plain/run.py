"""Running negcoach in lines of text: from its first line to its exit status, whatever ends it."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import threading
from collections.abc import Callable, Sequence
from functools import partial
from types import FrameType

from negcoach.coaching.checkup import beside_a_session, check_database
from negcoach.coaching.keep_awake import WakeLock
from negcoach.coaching.mirroring import Mirroring
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.set_runner import CALL_S
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.coaching.start.presenter import telling_errors
from negcoach.coaching.start.resume_session import resume_or_start
from negcoach.config.files.copies import damages, keep_copies
from negcoach.errors import NegcoachError
from negcoach.plain.coaching.leading import SetLead
from negcoach.plain.menu import Menu
from negcoach.plain.presenter import LinePresenter
from negcoach.plain.terminal.floor import Floor
from negcoach.plain.terminal.terminal import InputEndedError, LineTerminal
from negcoach.presses.press import Press
from negcoach.services import Services
from negcoach.store.database.backups import backup_if_due
from negcoach.store.queries.sessions.history import session_rows
from negcoach.terminal.signals import SignalHandlers, stop_as_by_key
from negcoach.training.plan.plan import Plan

OK = 0
HUNG_UP = 128 + 1  # SIGHUP, as shells report it
INTERRUPTED = 128 + 2
_CHECK_AGAIN_S = 60.0
"""When the database is checked again after a write came between."""
_LOOKS = 20
"""How often the set is looked at while its last call is heard."""


def run_plain(lifters: Sequence[Services], start: CoachRequest | Plan | None, write: Callable[[str], None]) -> int:
    """Coach what is asked for, or let it be chosen, in lines; return the exit status.

    What is asked for is the first one's of one or two ``lifters``, who swap between sets. ``write`` writes a line.
    """
    return asyncio.run(_Run(lifters, write).run(start))


class _Run:
    def __init__(self, lifters: Sequence[Services], write: Callable[[str], None]) -> None:
        self._lifters = tuple(lifters)
        self._services = self._lifters[0]
        self._terminal = LineTerminal(self._services.clock, self._services.settings.debounce_ms, write)
        self._floor = Floor(self._terminal, self._lifters)
        sessions = [RunningSession(one) for one in self._lifters]
        self._presenters = [LinePresenter(self._terminal, session, self._floor) for session in sessions]
        self._task: asyncio.Task[object] | None = None
        self._ended_by: int | None = None
        self._ended = threading.Event()

    async def run(self, start: CoachRequest | Plan | None) -> int:
        self._task = asyncio.current_task()
        wake_lock = WakeLock()
        if self._services.settings.keep_awake:
            wake_lock.acquire()
        self._services.player  # noqa: B018  # opened long before the first set needs it
        gc.freeze()  # as the app does: the command line turned it off while it starts
        gc.enable()
        self._terminal.open()
        self._take_presses()
        self._handle_signals()
        mirroring = Mirroring(lambda: self._presenters[self._floor.holder].mirrored(), self._lifters)
        try:
            await self._lead_all(start)
        except InputEndedError:
            return self._ended_by or HUNG_UP
        except asyncio.CancelledError:
            return self._ended_by or INTERRUPTED
        finally:
            self._ended.set()
            await self._free_lifter()
            for presenter in self._presenters:
                presenter.session.store_pending()
            mirroring.close()
            wake_lock.release()
            self._terminal.close()
            self._back_up()
        return OK

    def _take_presses(self) -> None:
        """Take what is pressed elsewhere than on the keyboard, if that is switched on."""
        services, loop = self._services, asyncio.get_running_loop()

        def take(press: Press) -> None:
            key = services.keymap.acts_as(press.name)
            hand_over = partial(self._terminal.press, key, press, frees=services.keymap.frees(key))
            with contextlib.suppress(RuntimeError):  # the program has ended
                loop.call_soon_threadsafe(hand_over)

        services.presses.listen(take)
        services.presses.use(services.settings.devices)

    async def _lead_all(self, start: CoachRequest | Plan | None) -> None:
        """Lead one lifter, or two in turn, until they leave; who has sets under way is led on when the other leaves."""
        self._tell_what_was_found()
        for one in self._lifters:
            threading.Thread(target=self._check_database, args=(one,), name="plain-checkup", daemon=True).start()
        tasks = [
            asyncio.create_task(self._floor.lead(number, partial(self._lead, presenter, None if number else start)))
            for number, presenter in enumerate(self._presenters)
        ]
        left = set(tasks)
        try:
            while left:
                done, left = await asyncio.wait(left, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
                other = 1 - self._floor.holder
                if not left or not self._presenters[other].session.under_way:
                    return
                self._floor.give(other)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _lead(self, presenter: LinePresenter, start: CoachRequest | Plan | None) -> None:
        """Lead a lifter from what was interrupted, or is asked for, to where they leave."""
        session, services, unfinished = presenter.session, presenter.session.services, None
        try:
            unfinished = services.journal.unfinished() if services.alone else None
        except NegcoachError as error:
            presenter.tell_error(error)
        if unfinished is not None or start is not None:
            await resume_or_start(presenter, session, unfinished, start)
        menu = Menu(self._terminal, presenter, session, self._floor)
        if unfinished is None and start is None and services.alone:
            with telling_errors(presenter):
                await menu.ask_how_sore()
        if start is None or session.performed or self._floor.is_shared:
            await menu.choose()

    async def _free_lifter(self) -> None:
        """Call for help where the lifter may have the load, and let that be heard; else be silent."""
        lead = self._leading
        runner = lead.runner
        if runner is not None and runner.started:
            lead.suspend()
            with contextlib.suppress(asyncio.CancelledError):
                for _ in range(_LOOKS):
                    await asyncio.sleep(CALL_S / _LOOKS)
                    lead.tell()
            runner.record()
            if runner.is_lifter_under_load:
                return  # the sound goes on with that call
        self._services.player.stop()

    @property
    def _leading(self) -> SetLead:
        """What leads the set of whoever has the floor."""
        return self._presenters[self._floor.holder].lead

    def _handle_signals(self) -> None:
        if hasattr(signal, "SIGTSTP"):
            signal.signal(signal.SIGTSTP, self._stop)
            signal.signal(signal.SIGCONT, self._continue)
        SignalHandlers(
            self._leave,
            lambda: self._ended_by is not None,
            lambda: self._leading.suspend(),
            self._drop_what_was_typed,
            lambda whole: self._terminal.keep_modes(),
        ).install()

    def _leave(self, status: int) -> None:
        if self._ended_by is None and self._task is not None:
            self._ended_by = status
            self._task.cancel()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """Stop the program as Ctrl+Z does, with the terminal as it was."""
        self._terminal.restore()
        stop_as_by_key()

    def _continue(self, number: int, frame: FrameType | None) -> None:
        """Take the terminal again."""
        self._terminal.take_back()
        self._terminal.say("negcoach goes on.")

    def _drop_what_was_typed(self) -> None:
        """Let nothing that was typed while the program was stopped begin or count anything."""
        self._terminal.await_fresh_keys(self._leading.always_act)

    def _tell_what_was_found(self) -> None:
        """Say what was repaired on opening the database, which files are cut off, and which keys are wrong."""
        for one in self._lifters:
            if one.database.notice:
                self._terminal.say(one.database.notice)
                one.database.notice_told()
        for damage in damages(self._services.config_path):
            self._terminal.say(str(damage))
        if self._services.settings.own_keys.fault:
            self._terminal.say(self._services.settings.own_keys.fault)

    def _check_database(self, services: Services) -> None:
        """Say what is wrong in the database, and which rows are left out of it; it runs in a thread of its own.

        It lets each write pass, and begins again later.
        """

        def tell(rows: tuple[str, ...]) -> None:
            for sentence in rows:
                self._terminal.say(sentence)

        while True:
            try:
                fault = check_database(services, tell)
            except NegcoachError as error:
                fault = error
            except InterruptedError:
                if self._ended.wait(_CHECK_AGAIN_S):
                    return
                continue
            if fault is not None and not services.database.is_closing:
                self._terminal.say(f"Error: {fault}")
            return

    def _back_up(self) -> None:
        """Copy the settings, and back the database up once a week; an empty one is not worth a copy."""
        with contextlib.suppress(NegcoachError, InterruptedError), beside_a_session(self._services):
            # The doctor says what went wrong.
            keep_copies(self._services.config_path)
        for one in self._lifters:
            with contextlib.suppress(NegcoachError, InterruptedError), beside_a_session(one):
                with one.database.read() as connection:
                    if not session_rows(connection, 1):
                        continue
                backup_if_due(one.database.path.parent, now=one.now())
