"""The screen's keys in its last line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.geometry import Size
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

_AROUND_KEY = 3
"""Cells that Textual adds to a key and its description: one before, one between and one after them."""

_HELP = frozenset({"app.help", "mirror.about"})
"""The ids of the bindings that show all keys."""


class _Key(FooterKey):
    """A key that can become another one."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)
    """The size of the text, here without Textual's second layout and frame of the screen when it changes."""

    def __init__(self, active: ActiveBinding, display: str, classes: str = "") -> None:
        """Show an active binding, of which the key is written as ``display``.

        The key of the palette has ``classes``, and is without the padding of the others, as in Textual's footer.
        """
        binding = active.binding
        super().__init__(
            binding.key, display, binding.description, binding.action, not active.enabled, active.tooltip, classes
        )
        if not classes:
            self.set_reactive(_Key.compact, False)

    def become(self, active: ActiveBinding, display: str) -> None:
        """Show another binding."""
        binding = active.binding
        if (self.key_display, self.description) != (display, binding.description):
            self.key_display, self.description = display, binding.description
            self.refresh(layout=True)
        if self.tooltip != active.tooltip:
            self.tooltip = active.tooltip or None
        self.key, self.action, self._disabled = binding.key, binding.action, not active.enabled
        self.set_class(self._disabled, "-disabled")
        self.display = True


class KeyFooter(Footer):
    """Textual's footer, which keeps the widgets of its keys and shows only keys that fit whole.

    Where not all of them fit, the last one is that of the help, which says "more": no key is missing without a sign.

    Textual mounts a widget for each key, and rebuilds all of them whenever the focus may have moved: four times when a
    screen opens. That takes longer than to draw the rest of the screen, and the old widgets stay in memory until it is
    closed (Textualize/textual#6666). Here they show other keys when the keys change.
    """

    def __init__(self) -> None:
        """Show the keys of the screen that it is mounted on."""
        super().__init__()
        self._keys: list[_Key] = []
        self._palette_width = 0  # kept below a dialog, where the key stays on the screen

    def compose(self) -> ComposeResult:
        """Yield the present keys."""
        self._keys = [_Key(active, self.app.get_key_display(active.binding)) for active in self._fitting()]
        yield from self._keys
        palette = self._palette()
        if palette is not None:
            yield _Key(palette, self.app.get_key_display(palette.binding), "-command-palette")

    async def recompose(self) -> None:
        """Show the present keys in the widgets of the old ones."""
        if not self._screen_is_open:
            return
        new: list[_Key] = []
        for active, widget in zip_longest(self._fitting(), self._keys):
            if active is None:
                widget.display = False
                continue
            display = self.app.get_key_display(active.binding)
            if widget is None:
                new.append(_Key(active, display))
            else:
                widget.become(active, display)
        if new:
            self._keys += new
            await self.mount_all(new)

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Show the present keys, in the same frame as what changed them.

        Below a dialog they stay as they are: there the app allows neither help nor palette, and without their keys
        nothing would say that others are missing.
        """
        if self._screen_is_open and screen is self.screen is self.app.screen and self.app.app_focus:
            self.call_next(self.recompose)

    async def on_resize(self, event: events.Resize) -> None:
        """Show the keys for which there is room now."""
        await self.recompose()

    @property
    def _screen_is_open(self) -> bool:
        """Whether the screen can be asked for its keys: one that was closed may have lost what it answers by."""
        return self.is_attached and self.screen in self.app.screen_stack

    def _fitting(self) -> Iterator[ActiveBinding]:
        """Yield the keys for which there is room, with the help as the sign that there are more."""
        palette = self._palette()
        if palette is not None:
            self._palette_width = self._width(palette)
        room = self.app.size.width - self._palette_width
        keys: dict[str, ActiveBinding] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.show:
                keys.setdefault(active.binding.action, active)
        shown = list(keys.values())
        all_fit = sum(map(self._width, shown)) <= room
        more = None if all_fit else next((active for active in shown if active.binding.id in _HELP), None)
        if more is not None:
            shown.remove(more)
            more = more._replace(binding=replace(more.binding, description="more"))
            room -= self._width(more)
        for active in shown:
            room -= self._width(active)
            if room < 0:
                break
            yield active
        if more is not None:
            yield more

    def _palette(self) -> ActiveBinding | None:
        """Return the key of the command palette, which is shown at the right; ``None`` where there is no palette."""
        if not self.app.ENABLE_COMMAND_PALETTE:
            return None
        return self.screen.active_bindings.get(self.app.COMMAND_PALETTE_BINDING)

    def _width(self, active: ActiveBinding) -> int:
        display = self.app.get_key_display(active.binding)
        return cell_len(display) + cell_len(active.binding.description) + _AROUND_KEY
