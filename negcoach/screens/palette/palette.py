"""The command palette."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.command import Command, CommandInput, CommandList, CommandPalette, SearchIcon
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.css.styles import RulesMap
from textual.errors import NoWidget
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import LoadingIndicator, Static

from negcoach.screens.palette.commands import Commands
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.screens.shared.reading_cursor import ChoosesWhileTyping
from negcoach.widgets.lists.option_lists import MarkedList
from negcoach.widgets.sizes import TINY_BELOW

_NAME_WIDTH = 24
"""The column of the names: only those of exercises, plans and programmes can be longer."""


class CommandLine(Visual):
    """A command in one line: its name, and where there is room for both what it does."""

    def __init__(self, name: Content, about: str) -> None:
        """Show a ``name``, with its letters that were typed underlined, and what the command does."""
        self._name = name
        self._about = about

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width in which nothing is cut."""
        return max(self._name.cell_length, _NAME_WIDTH) + 2 + cell_len(self._about)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the one line."""
        return 1

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Return the line."""
        line = self._name
        if width >= TINY_BELOW - 2:
            faint = Content(self._about).stylize("not bold $text-muted")
            line = line.pad_right(max(0, _NAME_WIDTH - line.cell_length)).append("  ").append(faint)
        return line.truncate(width, ellipsis=True).render_strips(width, height, style, options)


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
    """Textual's command palette with a command in each line, as wide as they need.

    Where a line may have no room for what its command does, the last row says it of the chosen one. The list is left
    alone where there is no room for it: its page keys fail there.
    """

    DEFAULT_CSS = """
    Palette {
        & > Vertical { width: 100%; height: auto; max-height: 100%; margin: 2 0 1 0; }
        & > Vertical, & > Vertical:dark { background: $surface; }
        &.-wide > Vertical { max-width: 100; }
        CommandList { max-height: 1fr; border-top: none; border-bottom: none; scrollbar-size-vertical: 1; }
        #--input { dock: top; }
        LoadingIndicator { display: none; }
        #meaning { display: none; dock: bottom; height: 1; padding: 0 1; }
        #meaning { color: $foreground-muted; background: $surface; }
        &.-low {
            & > Vertical { margin: 0 0 1 0; height: 1fr; }
            #--input { border: none; background: $boost; }
            SearchIcon { margin-top: 0; }
            CommandInput, CommandInput:focus { border: none; height: 1; }
        }
        &.-tiny #meaning { height: 2; }
        &.-tiny #meaning, &.-narrow #meaning { display: block; visibility: visible; }
    }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (TINY_BELOW, "-narrow"), (106, "-wide")]  # noqa: RUF012  # as Screen declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012
    MAY_BE_COVERED = False

    def __init__(self) -> None:
        """Find our own commands."""
        super().__init__([Commands], placeholder="Exercise, plan, programme or command …")

    def compose(self) -> ComposeResult:
        """Lay out what Textual's palette has, with our list."""
        with Vertical(id="--container"):
            with Horizontal(id="--input"):
                yield SearchIcon()
                yield CommandInput(placeholder=self._placeholder, select_on_focus=False)
            yield MarkedCommands()
            yield Static(id="meaning", markup=False)
            yield LoadingIndicator()

    def _refresh_command_list(self, command_list: CommandList, commands: list[Command], clear_current: bool) -> None:
        """Show commands, each in a line."""
        for command in commands:
            if not isinstance(command.prompt, CommandLine):
                command._set_prompt(CommandLine(_name_of(command), command.hit.help or ""))
        super()._refresh_command_list(command_list, commands, clear_current)

    def on_mount(self) -> None:
        """Say what the chosen command does, and of none nothing: a search without a match chooses none."""
        self.watch(self.query_one(CommandList), "highlighted", self._say_meaning)

    def _on_click(self, event: events.Click) -> None:  # type: ignore[override]  # as CommandPalette has it
        """Take no click where nothing lies, as right after the terminal became smaller: Textual would raise that."""
        try:
            self.get_widget_at(event.screen_x, event.screen_y)
        except NoWidget:
            event.prevent_default()

    def _say_meaning(self) -> None:
        command = self.query_one(CommandList).highlighted_option
        self.query_one("#meaning", Static).update((command.hit.help or "") if isinstance(command, Command) else "")

    def _action_command_list(self, action: str) -> None:
        commands = self.query_one(CommandList)
        if commands.scrollable_content_region:
            super()._action_command_list(action)
            self.stand_on(commands, self.query_one(CommandInput))


def _name_of(command: Command) -> Content:
    name = command.hit.prompt
    return name if isinstance(name, Content) else Content(str(name))
