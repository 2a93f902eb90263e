"""The command palette."""

from __future__ import annotations

from textual.command import CommandInput, CommandList, CommandPalette

from negcoach.screens.palette.commands import Commands
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.screens.shared.reading_cursor import ChoosesWhileTyping


class Palette(OpenScreen, ChoosesWhileTyping, CommandPalette):
    """Textual's command palette, whose list is left alone where there is no room for it: its page keys fail there."""

    DEFAULT_CSS = """
    Palette.-low #--results CommandList { max-height: 40vh; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012  # as Screen declares it
    MAY_BE_COVERED = False

    def __init__(self) -> None:
        """Find our own commands."""
        super().__init__([Commands], placeholder="An exercise, a plan or a command …")

    def _action_command_list(self, action: str) -> None:
        commands = self.query_one(CommandList)
        if commands.scrollable_content_region:
            super()._action_command_list(action)
            self.stand_on(commands, self.query_one(CommandInput))
