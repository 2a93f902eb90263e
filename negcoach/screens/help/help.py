"""The help: what the keys of a screen do, over that screen."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from negcoach.keys.actions import bound_keys
from negcoach.screens.help.key_rows import acting_bindings, key_groups, key_table
from negcoach.screens.help.scrolled import ScrolledScreen
from negcoach.screens.shared.open_screen import OpenScreen
from negcoach.screens.shared.rebinding import keymap_of

REFRESH_S = 0.25
"""How often it is shown anew what must not be missed on the screen below."""


class HelpScreen(ScrolledScreen):
    """The help over a screen. The keys that open it close it, too."""

    HEADING = "What the keys do here"
    MAY_BE_COVERED = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(bound_keys("help.close"), "close", "close", id="help.close", tooltip="Back to where you were"),
    ]

    def __init__(self, below: OpenScreen) -> None:
        """Explain the keys that act on the screen ``below`` now."""
        super().__init__()
        self._below = below
        self._groups = key_groups(acting_bindings(below), below.KEYS_WITHOUT_BINDING, keymap_of(below))

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
