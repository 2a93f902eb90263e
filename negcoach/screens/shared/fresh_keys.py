"""Fresh keys: no press that was meant for one screen acts on the next.

``FreshKeys`` is a mixin for screens on which a stray key could begin, end or confirm something; ``FreshKeysApp`` is the
base class of an app with such screens. Nothing else is needed in a screen: a press that is not fresh never reaches it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App
from textual.message import Message
from textual.screen import Screen

from negcoach.coaching.key_runs import HELD_MS, STAND_MS, KeyRuns

if TYPE_CHECKING:
    _Screen = Screen[Any]
else:
    _Screen = object  # a second base class that is a screen would hide the styles of the first


class FreshKeys(_Screen):
    """A screen that gets only keys that were pressed for it: after it could be read, and not held down since before."""

    _readable_from_ns: int | None = None

    def on_screen_resume(self) -> None:
        """Take keys once this screen is drawn: when it opens, and when one on top of it closes."""
        self.await_fresh_keys()

    def on_screen_suspend(self) -> None:
        """Take no keys until this screen is shown again."""
        self._readable_from_ns = None

    def await_fresh_keys(self) -> None:
        """Take only keys that are pressed after what is new is drawn; call it when a key changes its meaning."""
        self._readable_from_ns = None
        self.call_after_refresh(self._count_from_now)

    def meant_for_it(self, began_ns: int) -> bool:
        """Return whether a key that is pressed since ``began_ns`` was meant for what this screen shows."""
        readable_ns = self._readable_from_ns
        return readable_ns is not None and began_ns >= readable_ns

    def _count_from_now(self) -> None:
        app = self.app
        if isinstance(app, FreshKeysApp) and app.screen is self:
            self._readable_from_ns = app.clock() + STAND_MS * 1_000_000


class FreshKeysApp(App[None]):
    """An app that drops a press before a screen with ``FreshKeys`` sees it, unless it was meant for that screen.

    ``clock`` gives monotonic nanoseconds.
    """

    def __init__(self, clock: Callable[[], int]) -> None:
        super().__init__()
        self.clock = clock
        self._key_runs = KeyRuns()

    @property
    def quiet_ms(self) -> int:
        """The pause that tells a new press from one that is held down."""
        return HELD_MS

    async def on_event(self, event: events.Event) -> None:
        """Handle an event, unless it is a press that is not fresh."""
        if isinstance(event, events.Key) and not event.is_forwarded and not self._is_fresh(event):
            return
        await super().on_event(event)

    def _is_fresh(self, event: events.Key) -> bool:
        """Take a press, which may have waited in the queue while a screen was built."""
        age_s = max(0.0, Message().time - event.time)
        began_ns = self._key_runs.began_ns(event.key, self.clock() - int(age_s * 1e9), self.quiet_ms)
        return not isinstance(self.screen, FreshKeys) or self.screen.meant_for_it(began_ns)
