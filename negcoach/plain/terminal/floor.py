"""Who of two lifters has the terminal and the sound: the other one waits between two sets, or between two exercises."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from negcoach.plain.terminal.speech import sentence
from negcoach.plain.terminal.terminal import LineTerminal
from negcoach.services import Services
from negcoach.texts import clean


class Floor:
    """The place at the terminal, which the first of one or two lifters has; only who has it says or hears anything."""

    def __init__(self, terminal: LineTerminal, lifters: Sequence[Services]) -> None:
        self._terminal = terminal
        self._lifters = tuple(lifters)
        self._given = [asyncio.Event() for _ in lifters]
        self._given[0].set()
        self._left = set[int]()
        self.holder = 0
        """Which lifter has it (from 0)."""

    @property
    def is_shared(self) -> bool:
        """Whether there are two lifters."""
        return len(self._lifters) > 1

    async def lead(self, number: int, leading: Callable[[], Awaitable[None]]) -> None:
        """Lead a lifter from when they have the floor for the first time, until they leave."""
        await self._given[number].wait()
        with self._terminal.lines():
            await leading()
        self._left.add(number)

    async def swap(self) -> None:
        """Give the floor to the other lifter, and wait until it is given back; not to one who has left."""
        own = self.holder
        if 1 - own in self._left:
            self._terminal.say(sentence(clean(f"{self._lifters[1 - own].lifter_name} has left")))
            return
        with self._terminal.lent():
            self.give(1 - own)
            await self._given[own].wait()

    def give(self, number: int) -> None:
        """Give the floor to a lifter, with the settings and the sound as they are now, and say who has it."""
        before, after = self._lifters[self.holder], self._lifters[number]
        after.share(before)
        self._given[self.holder].clear()
        self.holder = number
        self._terminal.say(sentence(clean(after.lifter_name)))
        self._given[number].set()
