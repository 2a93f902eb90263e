"""When a screen is drawn: once everything that a key has set off is handled, in one frame; also one that opens.

Memory is tidied between frames: a search through all objects takes 20 ms, which would be felt in the answer to a key.
"""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Iterator

from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.timer import Timer

FRAME_S = 1 / 60
"""The least time between the beginnings of two frames, as Textual has it."""

HELD_S = 0.1
"""How long the first frame of a screen that opens is held back at most (our own choice): longer would feel slow."""

LAYOUTS_AFTER = 3
"""How many layouts of a screen that changes all the time are waited for when that time is up (our own choice)."""

LOOK_AGAIN_S = 0.002
"""How long a screen that opens sleeps between two looks whether a thread has read what it shows (our own choice)."""

MOST_YIELDS = 100
"""How often other tasks run before a frame at most (our own choice): it does not wait for what takes long."""

REST_S = 0.5
"""How long nothing was drawn when memory is tidied (our own choice): longer than from one typed letter to the next."""

DUE_AFTER = 10
"""After how many searches of younger objects the oldest are searched at rest: Python's own measure."""

OLDEST_AFTER = 100
"""After how many they are searched in the middle of drawing, if there was no rest (our own choice).

After Python's own 10, a search falls into an answer every few seconds of typing.
"""


def tidy_between_frames() -> None:
    """Let Python search the oldest objects for garbage when nothing is drawn, and rarely otherwise."""
    youngest, middle, _ = gc.get_threshold()
    gc.set_threshold(youngest, middle, OLDEST_AFTER)


class FrameTimer(Timer):
    """The timer that draws a screen, in place of Textual's own.

    Textual draws as soon as the screen itself has nothing left to do, while its widgets still handle the same key. The
    rest of the answer then comes in a second and a third frame, each of them up to two ticks of a 60 Hz clock later.
    """

    def __init__(self, screen: Screen[object]) -> None:
        """Draw ``screen`` whenever the timer is resumed."""
        super().__init__(screen, FRAME_S, name="screen_update", callback=screen._on_timer_update, pause=True)
        self._screen = screen
        self._held_until_s = 0.0
        self._pause_s = 0.0  # before the next look at a screen that is held back
        self._layouts_left = 0  # that are waited for although the time is up

    @property
    def holds_back(self) -> bool:
        """Whether nothing is drawn yet, because the screen still opens: it ends by itself, whatever happens."""
        return time.monotonic() < self._held_until_s

    @property
    def opens(self) -> bool:
        """Whether the first frame of a screen that opens is still to come, also after ``HELD_S``."""
        return self.holds_back or self._layouts_left > 0

    def hold_back(self) -> None:
        """Lay out without pauses, and draw nothing until ``let_go``, or until both limits have gone by."""
        self._held_until_s = time.monotonic() + HELD_S
        self._layouts_left = LAYOUTS_AFTER
        self.resume()

    def waits(self) -> bool:
        """Return whether what has been laid out now is not to be drawn, as the screen still opens.

        The first layout may tell that another is needed, as where a scroll bar takes its columns. On a slow machine it
        alone takes longer than ``HELD_S``, and the text would be seen to break anew.
        """
        if self.holds_back:
            return True
        self._layouts_left -= 1
        return self._layouts_left >= 0

    def look_again(self, *, for_thread: bool) -> None:
        """Look again at a screen that is held back: at once, or after a sleep in which a thread can read."""
        self._pause_s = LOOK_AGAIN_S if for_thread else 0.0
        self.resume()

    def let_go(self) -> None:
        """Draw from now on."""
        self._held_until_s, self._layouts_left = 0.0, 0

    async def _run(self) -> None:
        """Wait until the screen asks for a frame, and draw it."""
        frames, drawn_s = 0, 0.0
        while True:
            await self._asked()
            await asyncio.sleep(self._pause_s if self.holds_back else max(0.0, drawn_s + FRAME_S - time.monotonic()))
            await self._until_handled()
            if self._active.is_set():  # a new layout was not drawn meanwhile
                frames, drawn_s = frames + 1, time.monotonic()
                await self._tick(next_timer=drawn_s, count=frames)

    async def _asked(self) -> None:
        """Wait until the screen asks for a frame; tidy memory if that takes a while and it is due."""
        if self._active.is_set():
            return
        try:
            async with asyncio.timeout(REST_S):
                await self._active.wait()
        except TimeoutError:
            if gc.get_count()[2] >= DUE_AFTER:
                gc.collect()
            await self._active.wait()

    async def _until_handled(self) -> None:
        """Wait until the app, the screen and its widgets have handled the messages that they have."""
        for _ in range(MOST_YIELDS):
            if not any(pump.message_queue_size for pump in self._pumps()):
                return
            await asyncio.sleep(0)

    def _pumps(self) -> Iterator[MessagePump]:
        yield self._screen.app
        yield from self._screen.walk_children(with_self=True)
