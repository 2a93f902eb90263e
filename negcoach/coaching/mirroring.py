"""Showing mirrors what is shown or said here: only while there are mirrors, and without waiting for any."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from contextvars import copy_context
from typing import TYPE_CHECKING

from negcoach.broadcast.publisher import Publisher
from negcoach.services import do_nothing

if TYPE_CHECKING:
    from negcoach.broadcast.message import Now, Shown
    from negcoach.services import Services

LOOK_S = 1 / 4
"""How often mirrors are told where the program is: by a set's and a rest's own frames, and else by the clock."""


class Mirroring:
    """The publishers of a program, one for the data folder of each lifter, and when they are told something.

    A lifter whose data folder another program uses too has no mirrors here: that one has them.
    """

    def __init__(self, shown: Callable[[], tuple[Shown, Now] | None], lifters: Iterable[Services]) -> None:
        """Take mirrors from now on, in the running event loop; ``shown`` returns what is shown now, if anything is."""
        self._shown = shown
        self._loop = asyncio.get_running_loop()
        self._lifters = tuple(lifters)
        self._mirrored = 0  # the publishers that have mirrors
        self._next: asyncio.TimerHandle | None = None
        self._context = copy_context()  # the app's, in which its widgets find it
        self._publishers = [Publisher(one.database.path.parent, self._on_mirrors) for one in self._lifters if one.alone]

    def close(self) -> None:
        """Let all mirrors go."""
        self._stop()
        for one in self._publishers:
            one.close()

    def look(self) -> None:
        """Publish what is shown now.

        It runs in the frames of a set: whatever fails here ends the mirrors, and not the set.
        """
        try:
            found = self._shown()
        except Exception:  # noqa: BLE001 - see above
            self.close()
            return
        if found is not None:
            for one in self._publishers:
                one.publish(*found)

    def _on_mirrors(self, any_mirrors: bool) -> None:
        """Begin or cease to publish; a publisher's thread calls this."""
        with suppress(RuntimeError):  # the program has ended
            self._loop.call_soon_threadsafe(self._count, 1 if any_mirrors else -1, context=self._context)

    def _count(self, more: int) -> None:
        self._mirrored += more
        if not self._mirrored:
            self._stop()
            return
        for one in self._lifters:
            one.on_drawn = self.look
        self._look_again()

    def _look_again(self) -> None:
        """Publish what is shown now, and again soon."""
        if self._next is not None:
            self._next.cancel()
        self._next = self._loop.call_later(LOOK_S, self._look_again)
        self.look()

    def _stop(self) -> None:
        if self._next is not None:
            self._next.cancel()
            self._next = None
        for one in self._lifters:
            one.on_drawn = do_nothing
