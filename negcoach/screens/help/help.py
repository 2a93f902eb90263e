"""The help: what the keys of a screen do, over that screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from negcoach.keys.keymap import CLICKER_KEY
from negcoach.keys.names import key_name
from negcoach.screens.help.key_rows import acting_bindings, key_groups, key_table
from negcoach.screens.help.scrolled import ScrolledScreen
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.widgets.bindings import bound

AS_CLICKER = f"Any button without a meaning of its own acts as {key_name(CLICKER_KEY)}"
"""What a device beside the keyboard does."""

REFRESH_S = 0.25
"""How often it is shown anew what must not be missed on the screen below."""


class HelpScreen(ScrolledScreen):
    """The help over a screen. The keys that open it close it, too."""

    HEADING = "What the keys do here"
    MAY_BE_COVERED = False
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("help.close", "close", "close", "Back to where you were"),
    ]

    def __init__(self, below: OpenScreen, devices: Sequence[str] = ()) -> None:
        """Explain the keys that act on the screen ``below`` now; ``devices`` can be pressed beside the keyboard."""
        super().__init__()
        self._below = below
        acting = tuple(acting_bindings(below))
        pressed = devices if any(one.binding.key == CLICKER_KEY for one in acting) else ()
        unbound = (*below.KEYS_WITHOUT_BINDING, *((f"{name[:1].upper()}{name[1:]}", AS_CLICKER) for name in pressed))
        self._groups = key_groups(acting, unbound, keymap_of(below))

    def on_mount(self) -> None:
        """Keep showing what must not be missed on the screen below."""
        super().on_mount()
        self.set_interval(REFRESH_S, self.show_notice)

    def lines(self, width: int) -> Content:
        """Return the keys in groups."""
        return key_table(self._groups, width)

    @property
    def notice(self) -> Content:
        """What must not be missed on the screen below."""
        return Content.styled(self._below.notice_when_covered, "$text-warning")
