"""The command palette."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.command import CommandInput, CommandList, CommandPalette, SearchIcon
from textual.containers import Horizontal, Vertical
from textual.widgets import LoadingIndicator

from negcoach.screens.palette.commands import Commands
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.screens.shared.reading_cursor import ChoosesWhileTyping
from negcoach.widgets.lists.option_lists import MarkedList


class MarkedCommands(CommandList, MarkedList):
    """Textual's list of commands, in which what is selected looks as in the app's own lists."""

    DEFAULT_CSS = """
    MarkedCommands > .option-list--option { padding: 0 1; }
    MarkedCommands > .option-list--option-highlighted {
        color: $block-cursor-foreground;
        background: $block-cursor-background;
        text-style: $block-cursor-text-style;
    }
    """


class Palette(OpenScreen, ChoosesWhileTyping, CommandPalette):
    """Textual's command palette, whose list is left alone where there is no room for it: its page keys fail there."""

    DEFAULT_CSS = """
    Palette LoadingIndicator { color: $text-primary; }
    Palette.-low #--results CommandList { max-height: 40vh; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012  # as Screen declares it
    MAY_BE_COVERED = False

    def __init__(self) -> None:
        """Find our own commands."""
        super().__init__([Commands], placeholder="An exercise, a plan or a command …")

    def compose(self) -> ComposeResult:
        """Lay out what Textual's palette has, with our list."""
        with Vertical(id="--container"):
            with Horizontal(id="--input"):
                yield SearchIcon()
                yield CommandInput(placeholder=self._placeholder, select_on_focus=False)
            with Vertical(id="--results"):
                yield MarkedCommands()
                yield LoadingIndicator()

    def _action_command_list(self, action: str) -> None:
        commands = self.query_one(CommandList)
        if commands.scrollable_content_region:
            super()._action_command_list(action)
            self.stand_on(commands, self.query_one(CommandInput))
