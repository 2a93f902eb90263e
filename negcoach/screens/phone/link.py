"""The phone as a clicker: what its button means on the screen that is shown, and its presses as keys of that screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from functools import partial

from textual.app import App
from textual.screen import Screen

from negcoach.keys.press_names import REMOTE
from negcoach.presses.press import Emit, Press
from negcoach.remote.libraries import PHONE
from negcoach.remote.messages import Alive, Failed, Message, Name, Pressed, Serving, Silent
from negcoach.remote.phone import Phone
from negcoach.screens.shared.keys.fresh_keys import DevicePress
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.screens.shared.keys.phone_button import NOTHING, Button

LOOK_S = 1 / 20
"""How often the phone is told what has changed, while there is one."""

ANSWER_S = 0.3
"""A press that has not acted by then was dropped: the screen could not be read yet, or was left."""

SwitchOn = Callable[[Callable[[Message], None]], Phone]
"""Serves the page, and calls what it is given with what is said to the app."""

_BINDINGS: dict[Name, frozenset[str]] = {
    "next": frozenset({"coach.next", "rest.next"}),
    "end": frozenset({"coach.end-set"}),
    "pain": frozenset({"coach.pain", "leave.pain", "no-rep.pain"}),
}
"""The bindings that each press acts as."""


class PhoneLink:
    """The phone of a running app, from when it is switched on. Raises ``OSError``.

    Among what is pressed elsewhere than on the keyboard it is a source that hands its presses over by itself: it has
    more than one button, and each press is of what the phone showed then.
    """

    name = PHONE

    def __init__(self, app: App[None], clock: Callable[[], int], switch_on: SwitchOn) -> None:
        """Switch the phone on; it is called in the running event loop. ``clock`` gives monotonic nanoseconds."""
        self._app = app
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._context = copy_context()  # the app's, in which its widgets find it
        self._next: asyncio.TimerHandle | None = None
        self._button = NOTHING
        self._number = 0
        self.serving: Serving | None = None
        """Where the page is and how the phone is, ``None`` before that is known."""
        self.silent = False
        """Whether what serves the page hangs: no press arrives until it goes on."""
        self.failed = ""
        """Why there is no page any more, "" while there is."""
        self._phone = switch_on(self._on_said)

    @property
    def state(self) -> str:
        """How the phone is, in one line."""
        serving = self.serving
        if self.failed:
            return self.failed
        if self.silent:
            return "its page does not answer"
        if serving is None:
            return "its page is being opened"
        return "connected" if serving.connected else "gone" if serving.paired else "none is paired"

    @property
    def is_ready(self) -> bool:
        """Whether a press would arrive."""
        return self.serving is not None and self.serving.connected and not self.silent

    def start(self, emit: Emit) -> None:
        """Do nothing: the phone has been on from the beginning, and acts by itself."""

    def renew_code(self) -> None:
        """Make a new code, and let go the phone that there is."""
        self._phone.renew_code()

    def stop(self) -> None:
        """Let the phone go, and serve no page any more."""
        if self._next is not None:
            self._next.cancel()
            self._next = None
        self._phone.close()

    def _on_said(self, said: Message) -> None:
        """Take what the server says; a thread of its own calls this."""
        with suppress(RuntimeError):  # the app has ended
            self._loop.call_soon_threadsafe(self._take, said, context=self._context)

    def _take(self, said: Message) -> None:
        """Act on what the server says; whatever fails here ends the phone, and not the set."""
        if not self._app.is_running or self.failed:
            return
        try:
            match said:
                case Serving():
                    self._take_state(said)
                case Pressed():
                    self._press(said)
                case Silent() | Alive():
                    self.silent = isinstance(said, Silent)
                case Failed():
                    self._fail(said.why)
        except Exception:  # noqa: BLE001 - see above
            self._fail("The phone cannot be used any more.")

    def _take_state(self, serving: Serving) -> None:
        self.serving = serving
        if self._next is None:
            self._look()

    def _fail(self, why: str) -> None:
        self.failed, self.serving, self.silent = why, None, False
        self._phone.close()

    def _look(self) -> None:
        """Tell the phone what its button means now, and again soon."""
        self._next = None
        if not self._app.is_running or self.failed:
            return
        self._next = self._loop.call_later(LOOK_S, self._look)
        try:
            if self.is_ready:
                self._show(_button_of(self._app.screen))
        except Exception:  # noqa: BLE001 - whatever fails here ends the phone, and not the set
            self._fail("The phone cannot be used any more.")

    def _show(self, button: Button) -> None:
        if (button.act, button.of) != (self._button.act, self._button.of):
            self._number += 1
        self._button = button
        self._phone.show(button.face(self._number))

    def _press(self, press: Pressed) -> None:
        """Have a press act as a key, and tell the phone whether it did.

        It does not where it was made for something else than what the button means now, or comes too late. What ends a
        set does so however late it comes: a network that hangs must not keep a lifter under the load.
        """
        self._show(_button_of(self._app.screen))
        pressed = Press(REMOTE, press.at_ns)
        meant = self._button.hurts if press.name == "pain" else self._button.ends
        if press.name == "next":
            is_fresh = press.face == self._number and not pressed.is_too_late(self._clock())
            meant = is_fresh and bool(self._button.act)
        key = self._key_of(press.name)
        if key is None or not meant:
            self._phone.answer(press, taken=False)
            return
        dropped = self._loop.call_later(ANSWER_S, partial(self._phone.answer, press, taken=False))

        def acted(taken: bool) -> None:
            if not dropped.cancelled():
                dropped.cancel()
                self._phone.answer(press, taken=taken)

        self._app.post_message(DevicePress(pressed, key, acted))

    def _key_of(self, name: Name) -> str | None:
        """Return a key that does on this screen what was pressed; they can be changed."""
        for key, active in self._app.screen.active_bindings.items():
            if active.binding.id in _BINDINGS[name] and active.enabled:
                return key
        return None


def _button_of(screen: Screen[object]) -> Button:
    found = screen.phone_button() if isinstance(screen, OpenScreen) and screen.is_mounted else None
    return NOTHING if found is None else found
