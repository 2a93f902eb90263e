"""The list of themes: the highlighted one is shown meanwhile."""

from __future__ import annotations

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

from negcoach.config.settings.theme_names import THEMES
from negcoach.screens.shared.form.dialog_keys import DialogKeys
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.screens.shared.styles import DIALOG
from negcoach.widgets.lists.option_lists import PagedList, moves
from negcoach.widgets.themes.themes import show_theme


class ThemeList(PagedList, inherit_bindings=False):
    """The names of the themes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *moves("theme", "theme", letters=True),
        Binding("enter,space", "select", "choose", id="theme.choose", tooltip="Keep this theme"),
    ]


class ThemeScreen(OpenScreen, ModalScreen[str | None]):
    """The choice of a theme; the result is its name, ``None`` where the one before is kept."""

    CSS_PATH: ClassVar[CSSPathType | None] = [DIALOG, "theme.tcss"]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012  # as Screen declares it
    CLOSES_BESIDE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", "back", id="theme.back", tooltip="Keep the old theme")
    ]

    def __init__(self) -> None:
        """Begin with the theme that the app shows."""
        super().__init__()
        self._before = ""

    def compose(self) -> ComposeResult:
        """Yield the list and its keys."""
        with Vertical(classes="dialog"):
            yield Static("Theme", classes="title")
            yield ThemeList(*(Option(Content(name), id=name) for name in THEMES), compact=True)
            yield DialogKeys([("enter", "keep it"), ("esc", "back")])

    def on_mount(self) -> None:
        """Highlight the theme that is shown."""
        self._before = self.app.theme
        themes = self.query_one(ThemeList)
        themes.highlighted = themes.get_option_index(self._before)
        themes.focus()

    @on(OptionList.OptionHighlighted)
    def _preview(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id is not None and event.option_id != self.app.theme:
            show_theme(self.app, event.option_id)

    @on(OptionList.OptionSelected)
    def _keep(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_back(self) -> None:
        """Show the theme that there was."""
        if self.app.theme != self._before:
            show_theme(self.app, self._before)
        self.dismiss(None)
