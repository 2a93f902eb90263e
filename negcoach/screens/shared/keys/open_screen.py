"""Screens that act only while they are open: what wakes after a pause finds the screen whole, or does nothing.

Textual hands messages, timers and callbacks also to a screen that is being left, or that was left before its widgets
were mounted; whatever then looks for a widget ends the program. Every screen of ours is an ``OpenScreen``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.binding import BindingsMap
from textual.content import Content
from textual.dom import DOMNode
from textual.geometry import Offset, Size
from textual.message import Message
from textual.messages import CloseMessages, Prune
from textual.screen import ModalScreen, Screen
from textual.scrollbar import ScrollBar
from textual.widget import Widget
from textual.widgets import Static

from negcoach.keys.names import key_named_at
from negcoach.screens.shared.keys.rebinding import keymap_of, rebind
from negcoach.screens.shared.notice_place import place_notices, show_notices
from negcoach.terminal.frames import FrameTimer
from negcoach.widgets.clickable import clicked_action
from negcoach.widgets.lists.footer_cover import FooterCover
from negcoach.widgets.scroll_bar import SpacedBar

if TYPE_CHECKING:
    from negcoach.broadcast.message import Now, Shown
    from negcoach.screens.shared.keys.phone_button import Button

    _Screen = Screen[Any]
else:
    _Screen = object  # a second base class that is a screen would hide the styles of the first

_ALWAYS = (Prune, CloseMessages, events.Unmount, events.ScreenSuspend, events.Callback)
"""The messages that take a screen down, and callbacks: their caller may be waiting for them."""

ScrollBar.renderer = SpacedBar  # on every screen

FAILED = 1
"""The status that Textual gives an app that failed; one that is told to end has another."""

OPENING = "opening"
"""The group of the workers whose finds belong to the first frame of a screen: it waits for them while it is held."""


class OpenScreen(_Screen):
    """A screen that handles nothing once it is closed or the app ends, but what takes it down.

    Its workers are cancelled before its widgets go. What a thread found out comes back as a message or with
    ``call_if_open``: ``App.call_from_thread`` would act on a screen that may be gone. An ``async`` worker asks
    ``is_still_open`` after each of its pauses.
    """

    MAY_BE_COVERED: ClassVar[bool] = True
    """Whether help and command palette may open over it: not over one that closes by itself when its work is done."""

    CLOSES_BESIDE: ClassVar[bool] = False
    """Whether a click beside the dialog is Esc: only where that loses nothing that was typed or rated."""

    LEARNS_KEYS: ClassVar[bool] = False
    """Whether any press is for this screen itself, which gives it a meaning."""

    KEYS_WITHOUT_BINDING: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Keys that act here without a binding, as they are named in the help, each with what it does."""

    OPENS_WHOLE: ClassVar[bool] = True
    """Whether it is drawn only once it is laid out, in one frame: not where somebody is, or will be, under a weight."""

    IN_SET: ClassVar[bool] = False
    """Whether it leads a set or a rest: only the calls are heard there, and over it."""

    _owes_frame = False  # something of it was laid out and not drawn

    @property
    def notice_when_covered(self) -> str:
        """What must not be missed here while the help covers this screen, "" for nothing."""
        return ""

    def mirrored(self) -> tuple[Shown, Now] | None:
        """Return what mirrors show of this screen now; ``None``: what is below it, and that something covers that."""
        return None

    def phone_button(self) -> Button | None:
        """Return what the button of a phone means on this screen now; ``None``: nothing."""
        return None

    @property
    def is_still_open(self) -> bool:
        """Whether this screen is shown, or covered by another, in an app that goes on."""
        return self.is_attached and self.app.is_running and self in self.app.screen_stack

    def dismiss(self, result: object = None) -> AwaitComplete:
        """Close this screen, if it is the one on top: the second press of a burst finds it closed already.

        Textual would close the one on top in its place, and whoever waits for its answer would wait for ever.
        """
        return super().dismiss(result) if self.is_active else AwaitComplete()

    @property
    def _binding_chain(self) -> list[tuple[DOMNode, BindingsMap]]:
        """The bindings that a key is looked for in, from the focused widget up to the app, with the lifter's keys."""
        focused = self.focused
        rebind((self, self.app) if focused is None else focused.ancestors_with_self, keymap_of(self))
        return super()._binding_chain

    @cached_property
    def _once_drawn(self) -> list[Callable[..., object]]:
        """What waits for the first frame of a screen that opens."""
        return []

    @cached_property
    def _update_timer(self) -> FrameTimer:
        """The timer that Textual draws this screen with, here one that draws the answer to a key in one frame."""
        timer = FrameTimer(self)
        timer._start()
        self._timers.add(timer)
        return timer

    @cached_property
    def _once_on_top(self) -> list[Callable[[], object]]:
        """What waits until no other screen covers this one."""
        return []

    def call_after_refresh(self, callback: Callable[..., object], *args: object, **kwargs: object) -> bool:
        """Schedule a callback for the time after the next refresh, if this screen is still open then."""
        return super().call_after_refresh(self._while_open, partial(callback, *args, **kwargs))

    def call_once_drawn(self, callback: Callable[..., object]) -> None:
        """Schedule a callback for the time after the next frame that is drawn, if this screen is still open then."""
        if self._owes_frame or self._update_timer.opens:
            self._once_drawn.append(callback)
        else:
            self.call_after_refresh(callback)

    def call_on_top(self, callback: Callable[[], object]) -> None:
        """Call a function at once, or where another screen covers this one, as soon as that is gone.

        So closes what closes by itself: Ctrl+Q may have asked something over it.
        """
        if self.is_active:
            callback()
        else:
            self._once_on_top.append(callback)

    def call_if_open(self, callback: Callable[..., object], *args: object) -> None:
        """Call a function when this screen has handled its messages, if it is still open; from any thread."""
        self.call_later(self._while_open, partial(callback, *args))

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """Return the widget at a place of this screen, and the place in its content, where a text can be selected.

        Textual finds one that was removed until all is laid out again, and a click on it would end the program.
        """
        widget, offset = super().get_widget_and_offset_at(x, y)
        return (widget, offset) if widget is None or widget.is_attached else (None, None)

    async def on_click(self, event: events.Click) -> None:
        """Press the key that is clicked in a line of keys, or whose meaning is; do what other words say that are.

        A click beside a dialog may close it.
        """
        action = clicked_action(event)
        if action is not None:
            await self.run_action(action)
            return
        line = event.widget
        if (line is self or isinstance(line, FooterCover)) and self.CLOSES_BESIDE:
            self.app.simulate_key("escape")
            return
        shown = line.render() if isinstance(line, Static) and line.has_class("keys") else None
        if line is not None and isinstance(shown, Content):
            at = event.get_content_offset(line)
            key = None if at is None else _key_at(shown.wrap(line.content_size.width), at)
            if key is not None:
                self.app.simulate_key(key)

    async def _on_message(self, message: Message) -> None:
        """Handle a message while this screen is open, and always what takes it down.

        Textual hands each message to this method, also those that come before the event loop of the screen: a screen
        that was closed while its widgets were mounted is never told that it is mounted.
        """
        if isinstance(message, Prune):
            self.workers.cancel_node(self)
        if isinstance(message, events.Compose):
            self._take_size_classes()
            if isinstance(self, ModalScreen):
                self.styles.layers = f"{FooterCover.LAYER} default"
                self.compose_add_child(FooterCover(self.app.size.width))
        if isinstance(message, events.Compose | events.ScreenResume) and self.is_still_open and self._may_open_whole():
            self._update_timer.hold_back()
        if isinstance(message, events.Resize):
            if self._is_covered:
                return  # it is told of its size once it is seen again
            for cover in self.query_children(FooterCover):
                cover.fit(message.size.width)
        if isinstance(message, _ALWAYS) or self.is_still_open:
            app_has_failed = isinstance(message, events.Unmount) and self.app.return_code == FAILED
            with suppress(Exception) if app_has_failed else nullcontext():  # a second error would hang it
                await super()._on_message(message)
        if isinstance(message, events.ScreenSuspend | events.ScreenResume):
            show_notices(self, shown=isinstance(message, events.ScreenResume))
        if isinstance(message, events.ScreenResume):
            while self._once_on_top and self.is_active:
                self._once_on_top.pop(0)()

    @property
    def is_outside_set(self) -> bool:
        """Whether neither this screen leads a set or a rest, nor any below it: before a set it is so."""
        return not any(screen.IN_SET for screen in self._stack)

    def _may_open_whole(self) -> bool:
        """Return whether this screen may wait to be drawn: never one of a set or before one, nor over such."""
        return not self.app.is_inline and all(screen.OPENS_WHOLE for screen in self._stack)

    @property
    def _stack(self) -> Iterator[OpenScreen]:
        """The screens that are open, this one and those below it."""
        return (screen for screen in self.app.screen_stack if isinstance(screen, OpenScreen))

    def _screen_resized(self, size: Size) -> None:
        """Lay this screen out for a new size; where another one covers it, that is done once it is seen again."""
        if not self._is_covered:
            super()._screen_resized(size)

    @property
    def _is_covered(self) -> bool:
        """Whether nothing is seen of this screen for the one on top."""
        return any(top is not self and top.styles.background.a == 1 for top in self.app.screen_stack[-1:])

    def _compositor_refresh(self) -> None:
        """Draw what has changed, but nothing of a screen that still opens."""
        if self._is_on_top and self._update_timer.waits():
            self._owes_frame = True
            self._update_timer.resume()
            return
        if self._is_on_top and place_notices(self):
            return  # they are drawn once they are laid out there
        super()._compositor_refresh()
        if self._is_on_top and not self.app._batch_count:
            self._owes_frame = False
            for callback in self._once_drawn:
                self.call_after_refresh(callback)
            self._once_drawn.clear()

    def _on_timer_update(self) -> None:
        """Lay out and draw what has changed; a screen that opens is drawn when nothing of it changes any more."""
        if self._owes_frame and self._is_on_top:
            unsettled = self._layout_required or self._scroll_required or self._recompose_required or self._callbacks
            if not (unsettled or self._reads_for_opening()):
                self._update_timer.let_go()
            self._repaint_required = not self._update_timer.holds_back or self._repaint_required
        super()._on_timer_update()
        if self._owes_frame and self._is_on_top:
            self._update_timer.look_again(for_thread=self._reads_for_opening())

    def _reads_for_opening(self) -> bool:
        """Return whether something is being read, in a thread, that the first frame shows."""
        return any(one.node is self and one.group == OPENING and not one.is_finished for one in self.workers)

    @property
    def _is_on_top(self) -> bool:
        return self.is_current and self.app.screen is self

    def _take_size_classes(self) -> None:
        """Take the classes of the terminal's size, so that the first frame is laid out by them.

        Textual gives them only after it, and would lay out and draw everything a second time.
        """
        size = self.app.size
        for cells, classes in ((size.width, self.HORIZONTAL_BREAKPOINTS), (size.height, self.VERTICAL_BREAKPOINTS)):
            fitting = [name for least, name in sorted(classes or ()) if cells >= least]
            for name in fitting[-1:]:
                self.add_class(name)

    def _while_open(self, callback: Callable[[], object]) -> object:
        return callback() if self.is_still_open else None


def _key_at(lines: list[Content], at: Offset) -> str | None:
    """Return the key named at a place of a line of keys, where names are bold, or before it."""
    if not 0 <= at.y < len(lines):
        return None
    line = lines[at.y]
    names = [span for span in line.spans if span.style == "bold" and span.start <= at.x]
    if not names or at.x >= line.cell_length:
        return None
    name = max(names, key=lambda span: span.start)
    return key_named_at(line.plain[name.start : name.end].rstrip(), at.x - name.start)
