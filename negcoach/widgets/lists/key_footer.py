"""The screen's keys in its last line: Textual's footer to look at, drawn as one line instead of a widget a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.reactive import reactive
from textual.screen import Screen
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

_PALETTE_BORDER = "▏"


@dataclass(frozen=True, slots=True)
class FooterKey:
    """A key as it is shown, what it does, which key to press for it, and whether it does so now."""

    shown: str
    description: str
    key: str
    tooltip: str = ""
    enabled: bool = True

    @property
    def width(self) -> int:
        """Cells: both texts, one before the key, one behind it, and one behind what it does."""
        return cell_len(self.shown) + cell_len(self.description) + (3 if self.description else 0)


class KeyFooter(Widget):
    """Shows the keys of the screen as they are now; a click on one presses it.

    The command palette's key stays at the right; keys that there is no room for are cut off before it. Textual's own
    footer mounts a widget for each key, and all of them anew whenever the focus moves, which takes longer than all
    else that a screen draws.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "key-footer--key",
        "key-footer--description",
        "key-footer--hover",
        "key-footer--border",
    }
    DEFAULT_CSS = """
    KeyFooter {
        dock: bottom;
        height: 1;
        color: $footer-foreground;
        background: $footer-background;
        .key-footer--key {
            color: $footer-key-foreground;
            background: $footer-key-background;
            text-style: bold;
        }
        .key-footer--description {
            color: $footer-description-foreground;
            background: $footer-description-background;
        }
        .key-footer--border { color: $foreground 20%; }
        .key-footer--hover { color: $footer-key-foreground; background: $block-hover-background; }
    }
    """

    _hovered: reactive[FooterKey | None] = reactive(None)

    def __init__(self) -> None:
        """Show the keys of the screen that it is mounted on."""
        super().__init__()
        self._keys: tuple[FooterKey, ...] = ()
        self._palette: FooterKey | None = None

    def on_mount(self) -> None:
        """Follow what the keys do."""
        self.screen.bindings_updated_signal.subscribe(self, self._look)

    def on_unmount(self) -> None:
        """Follow it no longer."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def render_line(self, y: int) -> Strip:
        """Return the line, with what the keys do now: there may be news of them that have not come yet."""
        self._read()
        ground = self.visual_style
        palette = self._palette
        room = self.size.width - (palette.width if palette else 0)
        segments = [segment for key in self._keys for segment in self._segments(key, ground)]
        line = Strip(segments).adjust_cell_length(max(0, room), ground.rich_style)
        if palette is not None:
            border = (ground + self.get_visual_style("key-footer--border", partial=True)).rich_style
            line = Strip([*line, Segment(_PALETTE_BORDER, border), *self._segments(palette, ground, ahead="")])
        return line.adjust_cell_length(self.size.width, ground.rich_style)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show which key a click would press, and what it does."""
        self._hovered = self._key_at(event.x)
        self.tooltip = self._hovered.tooltip or None if self._hovered else None

    def on_leave(self) -> None:
        """Show none."""
        self._hovered = None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press the key that is clicked."""
        key = self._key_at(event.x)
        if key is None:
            return
        if key.enabled:
            self.app.simulate_key(key.key)
        else:
            self.app.bell()

    def _look(self, screen: Screen[object]) -> None:
        """Draw the line anew, if the keys do something else now."""
        if self.is_attached and screen is self.screen and self.app.app_focus and self._read():
            self.refresh()

    def _read(self) -> bool:
        """Read what the keys do now; return whether that is something else than before."""
        before = self._keys, self._palette
        bindings = self.screen.active_bindings
        keys: dict[str, FooterKey] = {}
        for _, binding, enabled, tooltip in bindings.values():
            if binding.show and binding.action not in keys:
                keys[binding.action] = self._key(binding, tooltip, enabled=enabled)
        self._keys = tuple(keys.values())
        self._palette = None
        found = bindings.get(self.app.COMMAND_PALETTE_BINDING)
        if found is not None and self.app.ENABLE_COMMAND_PALETTE:
            _, binding, enabled, tooltip = found
            self._palette = self._key(binding, tooltip or binding.description, enabled=enabled)
        return before != (self._keys, self._palette)

    def _key(self, binding: Binding, tooltip: str, *, enabled: bool) -> FooterKey:
        return FooterKey(self.app.get_key_display(binding), binding.description, binding.key, tooltip, enabled)

    def _key_at(self, x: int) -> FooterKey | None:
        palette = self._palette
        if palette is not None and x >= self.size.width - palette.width:
            return palette
        for key in self._keys:
            if x < key.width:
                return key
            x -= key.width
        return None

    def _segments(self, key: FooterKey, ground: Style, *, ahead: str = " ") -> list[Segment]:
        if key == self._hovered:
            ground += self.get_visual_style("key-footer--hover", partial=True)
        if not key.enabled:
            ground += Style(dim=True)
        bold = (ground + self.get_visual_style("key-footer--key", partial=True)).rich_style
        plain = (ground + self.get_visual_style("key-footer--description", partial=True)).rich_style
        if not key.description:
            return [Segment(key.shown, bold)]
        return [Segment(f"{ahead}{key.shown} ", bold), Segment(f"{key.description} ", plain)]
