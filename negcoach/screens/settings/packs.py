"""The list of sound packs, or of own sounds: each can be heard before it is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.types import CSSPathType
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from negcoach.screens.shared.form.dialog_keys import DialogKeys
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.screens.shared.styles import DIALOG
from negcoach.widgets.bindings import bound
from negcoach.widgets.lists.option_lists import PagedList, moves
from negcoach.widgets.sizes import TINY_BELOW

_NAME, _NAME_TINY = 13, 11
"""The cells of a name with the gap behind it, and those where the terminal is tiny."""


class PackList(PagedList, inherit_bindings=False):
    """The packs, each with what it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *moves("packs", "pack"),
        Binding("enter,space", "select", "choose", id="packs.choose", tooltip="Keep these sounds"),
    ]


class PackScreen(OpenScreen, ModalScreen[str | None]):
    """The choice of sounds; the result is their name, ``None`` where those before are kept."""

    CSS_PATH: ClassVar[CSSPathType | None] = [DIALOG, "packs.tcss"]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012  # as Screen declares it
    CLOSES_BESIDE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("packs.hear", "hear", "hear it", "Hear 3, 2, 1, lift"),
        Binding("escape,q", "back", "cancel", id="packs.back", tooltip="Keep the old sounds"),
    ]

    def __init__(
        self,
        title: str,
        packs: Sequence[tuple[str, str]],
        chosen: str,
        use: Callable[[str], None],
        hear: Callable[[], None],
    ) -> None:
        """Offer the packs, each with what it is, the one that is ``chosen`` first.

        ``use`` has the player take the sounds of one, ``hear`` play the test sound.
        """
        super().__init__()
        self._title, self._packs, self._chosen = title, packs, chosen
        self._use, self._hear = use, hear
        self._brief = False

    def compose(self) -> ComposeResult:
        """Yield the list and its keys."""
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="title")
            self._brief = self._is_tiny
            yield PackList(*self._options(), compact=True)
            keys = [(keymap_of(self).short("settings.test"), "hear it"), ("enter", "keep it"), ("esc", "cancel")]
            yield DialogKeys(keys)

    def on_mount(self) -> None:
        """Highlight the sounds that are in use."""
        packs = self.query_one(PackList)
        packs.highlighted = packs.get_option_index(self._chosen)
        packs.focus()

    def on_resize(self) -> None:
        """Say what the packs are in the words that there is room for now."""
        if self._brief == self._is_tiny:
            return
        self._brief, packs = self._is_tiny, self.query_one(PackList)
        with packs.prevent(OptionList.OptionHighlighted):
            highlighted = packs.highlighted
            packs.set_options(self._options())
            packs.highlighted = highlighted

    @on(OptionList.OptionHighlighted)
    def _take(self, event: OptionList.OptionHighlighted) -> None:
        """Take the sounds at once, since reading them may take a moment; they are heard with ``t``."""
        if event.option_id is not None:
            self._use(event.option_id)

    @on(OptionList.OptionSelected)
    def _keep(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    @property
    def _is_tiny(self) -> bool:
        return self.app.size.width < TINY_BELOW

    def _options(self) -> list[Option]:
        """Return the packs; a brief line says only what the other packs are not."""
        lines = (
            (name.ljust(_NAME_TINY), about.rpartition(", ")[-1].removeprefix("in "))
            if self._brief
            else (name.ljust(_NAME), about)
            for name, about in self._packs
        )
        names = (name for name, _ in self._packs)
        return [
            Option(Content.assemble(line, (about, "$foreground-muted")), id=name)
            for name, (line, about) in zip(names, lines, strict=True)
        ]

    def action_hear(self) -> None:
        """Play the test sound with the highlighted sounds."""
        self._hear()

    def action_back(self) -> None:
        """Take the sounds that there were."""
        self._use(self._chosen)
        self.dismiss(None)
