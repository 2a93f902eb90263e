"""Fresh keys: no press that was meant for one screen acts on the next, and a command's key works in any layout.

``FreshKeys`` is a mixin for screens on which a stray key could begin, end or confirm something; ``FreshKeysApp`` is the
base class of an app with such screens. Nothing else is needed in a screen: a press that is not fresh never reaches it,
and while no text is typed, letters and digits come as those of the QWERTY keyboard.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.terminal_theme import TerminalTheme
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input

from negcoach.coaching.keys.key_runs import HELD_MS, MIN_VISIBLE_MS, KeyRuns
from negcoach.keys.layouts import CONTROL, command_key, shows_azerty
from negcoach.keys.press_names import REMOTE
from negcoach.screens.shared.colours import show_colours
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.screens.shared.keys.rebinding import KeymapApp, keymap_of
from negcoach.screens.shared.notice_place import NOTICES_CSS
from negcoach.terminal.driver import LARGEST_SIZE, CaughtUp, catch_up
from negcoach.terminal.keys import KeyBehindEscape
from negcoach.widgets.themes.themes import set_filters, show_theme

if TYPE_CHECKING:
    from negcoach.presses.press import Press


TOUCH_MS = 250
"""Touches of a phone closer together than this may be one (our own choice): a finger that rests there sends no more."""

ESCAPE = "escape"
ALT = "alt+"

FOCUS_CLICK_MS = 500
"""How soon after the window got the focus a click is the one that gave it (our own choice)."""


class DevicePress(events.Key):
    """A press of something that is no key, at the time when it went down: bindings know it by its name, as a key."""

    def __init__(
        self, press: Press, acts_as: str | None = None, on_acted: Callable[[bool], object] = lambda taken: None
    ) -> None:
        """Press something; ``acts_as`` is the key that it acts as, where that is known already.

        ``on_acted`` is called when it was fresh, and its binding was run, with whether it was taken: whether what the
        screen leads has not refused it.
        """
        super().__init__(acts_as or press.name, None)
        self.is_named = acts_as is not None
        self.on_acted = on_acted
        self.press = press
        self.refused = False


DevicePress.handler_name = events.Key.handler_name  # Textual calls the handlers of a message by the name of its class


class FreshKeys(OpenScreen):
    """A screen that gets only keys that were pressed for it: after it could be read, and not held down since before."""

    _readable_from_ns: int | None = None
    _drawn_s = 0.0  # by the clock of Textual's messages
    _unchanged: frozenset[str] = frozenset()  # keys that mean what they meant before the newest change,
    _before: tuple[int | None, float] = (None, 0.0)  # and from when on they counted

    def on_screen_resume(self) -> None:
        """Take keys once this screen is drawn: when it opens, and when one on top of it closes."""
        self.await_fresh_keys()

    def on_screen_suspend(self) -> None:
        """Take no keys until this screen is shown again."""
        self._readable_from_ns, self._before, self._unchanged = None, (None, 0.0), frozenset()

    def await_fresh_keys(self, *, unchanged: frozenset[str] = frozenset()) -> None:
        """Take only keys that are pressed after what is new is drawn; call it when a key changes its meaning.

        Keys that mean the same as before can be ``unchanged``: they are not waited for.
        """
        app = self.app
        if not isinstance(app, FreshKeysApp) or self._readable_from_ns is None or app.clock() < self._readable_from_ns:
            unchanged &= self._unchanged  # nobody could read what was there before this: one change with that
        else:
            self._before = self._readable_from_ns, self._drawn_s
        self._unchanged, self._readable_from_ns = unchanged, None
        self.call_once_drawn(self._count_from_now)

    def meant_for_it(self, press: events.Key, began_ns: int) -> bool:
        """Return whether a press, of a key that is pressed since ``began_ns``, was meant for what this screen shows.

        A press that waited in the queue until this screen was drawn was not, unless it ``frees`` a lifter.
        """
        if press.key in self.frees:
            return True
        now = self._readable_from_ns, self._drawn_s
        readable_ns, drawn_s = self._before if press.key in self._unchanged else now
        return readable_ns is not None and began_ns >= readable_ns and press.time >= drawn_s

    @property
    def press_source(self) -> str:
        """The name of what is pressed where the press that is acted on now is none of the keyboard, else ""."""
        return self.app.press_source if isinstance(self.app, FreshKeysApp) else ""

    def refuse_press(self) -> None:
        """Have it said, where the press that is acted on now came from, that it did nothing."""
        if isinstance(self.app, FreshKeysApp):
            self.app.refuse_press()

    def drop_held_keys(self) -> None:
        """Let no key that is held down now act on the screen below this one, which closes, until it is let go."""
        if isinstance(self.app, FreshKeysApp):
            self.app.drop_held_keys()

    @property
    def always_act(self) -> frozenset[str]:
        """The keys that are safe whatever has happened: they act even if nobody could see what they would act on."""
        return keymap_of(self).ends_set

    @property
    def frees(self) -> frozenset[str]:
        """The keys that free a lifter of the load now: they act at once, however often and since when they are pressed.

        Whoever presses one again and again from before this screen could be read means it all the more.
        """
        return frozenset()

    def key_here(self, key: str) -> str:
        """Return the key that a pressed one is on this screen, where that is another one than elsewhere."""
        return key

    def _count_from_now(self) -> None:
        app = self.app
        if isinstance(app, FreshKeysApp) and self.is_active:
            self._drawn_s = Message().time
            self._readable_from_ns = app.clock() + MIN_VISIBLE_MS * 1_000_000


class FreshKeysApp(KeymapApp):
    """An app that drops a press before a screen with ``FreshKeys`` sees it, unless it was meant for that screen.

    ``clock`` gives monotonic nanoseconds; ``theme`` is the name of the theme to begin with, ``colours`` the setting.
    """

    DEFAULT_CSS = NOTICES_CSS

    def __init__(self, clock: Callable[[], int], theme: str = "dark", colours: str = "auto") -> None:
        super().__init__()
        show_theme(self, theme)
        show_colours(self, colours)
        self.clock = clock
        self._key_runs = KeyRuns()
        self.azerty = False
        """Whether a key was pressed that only the digit row of AZERTY has: the key of its 6 sends a minus."""
        self.dropped_ns: dict[str, int] = {}
        """When a press of each key was last dropped: what it asked for may matter to what comes next."""
        self._stale_until_ns = -1  # on any screen; see drop_held_keys
        self._stale_typed_s = -math.inf  # by the clock of Textual's messages; see drop_what_was_typed
        self._focused_ns: int | None = None
        self._acting: DevicePress | None = None  # whose binding is run now

    @property
    def size(self) -> Size:
        """The size of the terminal, no larger than is drawn: until it is known from the driver Textual asks Rich."""
        size = super().size
        return Size(*map(min, size, LARGEST_SIZE))

    def _refresh_truecolor_filter(self, theme: TerminalTheme) -> None:
        """Take our own filters with a new theme: those of Textual have colours of their own."""
        set_filters(self)

    def watch_app_focus(self, before: bool, has_focus: bool) -> None:
        """Remember when this window got the focus: the click that gave it was for nothing else."""
        if has_focus and not before:
            self._focused_ns = self.clock()

    def simulate_key(self, key: str) -> None:
        """Press a key because its name is clicked, unless that click only brought the window to the front."""
        if self._focused_ns is None or self.clock() - self._focused_ns >= FOCUS_CLICK_MS * 1_000_000:
            pressed = events.Key(key, None)
            pressed.set_sender(self)  # as the driver's: one that a screen sends goes no further up than to that screen
            self.post_message(pressed)

    @property
    def quiet_ms(self) -> int:
        """The pause that tells a new press from one that is held down."""
        return HELD_MS

    @property
    def late_ms(self) -> int:
        """How long ago the press that is acted on now went down, where that is known; 0 for a key."""
        pressed = self._acting
        return 0 if pressed is None else max(0, self.clock() - pressed.press.at_ns) // 1_000_000

    @property
    def press_source(self) -> str:
        """The name of what is pressed where the press that is acted on now is none of the keyboard, else ""."""
        return "" if self._acting is None else self._acting.press.name

    def refuse_press(self) -> None:
        """Have it said, where the press that is acted on now came from, that it did nothing."""
        if self._acting is not None:
            self._acting.refused = True

    def drop_held_keys(self) -> None:
        """Let no key that is held down now act on any screen until it is let go: it was meant for one that closes."""
        self._stale_until_ns = self.clock()

    def drop_what_was_typed(self) -> None:
        """Let no key or click that was made until now, while the program was stopped, act on a screen with fresh keys.

        Nobody could see what it would act on. What ends or pauses a set acts all the same. Only the terminal knows what
        was typed by now: until it has handed that over, everything is taken for it. The handler of a signal may call
        this.
        """
        if catch_up(self):
            self._stale_typed_s = math.inf

    def on_caught_up(self, message: CaughtUp) -> None:
        """Take keys again: all that was typed while the program was stopped has been handed over."""
        self._stale_typed_s = message.time
        if self.screen_stack and isinstance(self.screen, FreshKeys):  # an app that ends has none
            self.screen.await_fresh_keys(unchanged=self.screen.always_act)

    async def on_event(self, event: events.Event) -> None:
        """Handle an event, unless it is a press that is not fresh; where keys are commands, in any layout."""
        if isinstance(event, events.MouseEvent) and self._is_stale(event):
            return
        if isinstance(event, events.Key) and not event.is_forwarded:
            if isinstance(event, DevicePress):
                self._name_press(event)
                if event.press.is_too_late(self.clock()) and not self.keymap.frees(event.key):
                    return
            else:
                event = self._as_command(event)
                if self._is_stale(event) and not self._always_acts(event.key):
                    self._record_press(event)  # what repeats from now on is no new press
                    self.dropped_ns[event.key] = self.clock()
                    return
            if not self._record_press(event):
                self.dropped_ns[event.key] = self.clock()
                return
            if isinstance(event, DevicePress):  # Textual takes any key for a sign that this window has the focus
                if not await self._check_bindings(event.key, priority=True):
                    (self.focused or self.screen)._forward_event(event)
                return
        await super().on_event(event)

    async def _on_key(self, event: events.Key) -> None:
        """Drop a press that comes back from the widgets after the one before it has changed what the screen shows.

        Presses of a burst are handed on together, while the screen is still the old one; the new one may not even be
        mounted yet.
        """
        screen = self.screen
        stale = isinstance(screen, FreshKeys) and not screen.meant_for_it(event, self.clock())
        if stale or not screen.is_mounted:
            self.dropped_ns[event.key] = self.clock()
            self._ring_too_early(screen)
            event.prevent_default()
        elif isinstance(event, DevicePress):
            event.prevent_default()
            self._acting = event
            try:
                await super()._on_key(event)
            finally:
                self._acting = None
            event.on_acted(not event.refused)

    def _name_press(self, event: DevicePress) -> None:
        """Have a press act as a clicker's, unless it was given a meaning, which then is its only one."""
        learns = isinstance(self.screen, OpenScreen) and self.screen.LEARNS_KEYS
        if not (event.is_named or learns):
            event.key = self.keymap.acts_as(event.key)

    def _is_stale(self, event: events.InputEvent) -> bool:
        """Return whether a key or click may have been made while the program was stopped, where that matters."""
        return event.time <= self._stale_typed_s and isinstance(self.screen, FreshKeys)

    def _always_acts(self, key: str) -> bool:
        screen = self.screen
        return isinstance(screen, FreshKeys) and key in screen.always_act

    def _as_command(self, event: events.Key) -> events.Key:
        """Return the press of the key that this one acts as; what is typed into a field, or learned, stays as it is."""
        screen = self.screen
        given = event.key.startswith(ALT) and self.keymap.gives_in_set(event.key)
        may_be_escape = isinstance(event, KeyBehindEscape) and not given
        if may_be_escape and isinstance(screen, FreshKeys) and ESCAPE in screen.frees:
            return _as_key(ESCAPE, event)  # of the two that it may be: whoever pressed Escape is freed
        commands = isinstance(screen, FreshKeys) and not (screen.LEARNS_KEYS or isinstance(screen.focused, Input))
        if not commands and not event.key.startswith(CONTROL):
            return event
        self.azerty = self.azerty or shows_azerty(event.key)
        key = command_key(event.key)
        if isinstance(screen, FreshKeys):
            key = screen.key_here(key)
        return event if key == event.key else _as_key(key, event)

    def _record_press(self, event: events.Key) -> bool:
        """Take a press, and return whether the screen is to see it."""
        at_ns, pressed, quiet_ms = self.clock(), event.key, self.quiet_ms
        if isinstance(event, DevicePress):  # it may bounce for ever: it holds down no key but its own
            at_ns, pressed = min(at_ns, event.press.at_ns), f"{event.press.name} {event.key}"
            quiet_ms = TOUCH_MS if event.press.name == REMOTE else quiet_ms
        began_ns = self._key_runs.began_ns(pressed, at_ns, quiet_ms)
        screen = self.screen
        frees = isinstance(screen, FreshKeys) and event.key in screen.frees
        if began_ns <= self._stale_until_ns and not frees:
            return False
        meant = not isinstance(screen, FreshKeys) or screen.meant_for_it(event, began_ns)
        if not meant and began_ns == at_ns:  # not one that is held down
            self._ring_too_early(screen)
        return meant

    def _ring_too_early(self, screen: Screen[object]) -> None:
        """Ring where a press did nothing because the screen could not be read yet: it is to be made again.

        Not in a set or a rest, nor over one, where only the calls are heard.
        """
        if isinstance(screen, OpenScreen) and screen.is_outside_set:
            self.bell()


def _as_key(key: str, event: events.Key) -> events.Key:
    """Return the press of another key at the same time."""
    acted = events.Key(key, None)
    acted.time = event.time
    return acted
