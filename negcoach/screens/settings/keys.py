"""The screen with the keys of each action, and the dialog in which a key is given to one by pressing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.types import CSSPathType
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from negcoach.config.settings.keys import KEYS
from negcoach.errors import NegcoachError
from negcoach.keys.actions import ACTIONS, GROUPS, KeyAction, KeyGroup
from negcoach.keys.keymap import USUAL, Keymap, KeymapError, key_for, name_written
from negcoach.keys.names import key_name
from negcoach.screens.settings.changes import save_keys
from negcoach.screens.shared.form.dialog_keys import DialogKeys
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.screens.shared.notices import notify_error
from negcoach.screens.shared.styles import DIALOG
from negcoach.services import Services
from negcoach.texts import clean, joined, shortened
from negcoach.widgets.bindings import bound
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.lists.option_lists import HeadedList, moves

_MOST_KEYS = 28
"""The most cells for the keys before what they do; in few columns they get two fifths."""
_GAP = 2

TWO_COLUMNS = 160
"""From so many columns of the terminal on there are two lists beside each other, each with room for whole sentences."""


class ActionList(HeadedList, inherit_bindings=False):
    """A list of actions under their headings. The arrows lead on into the one ``beside`` it, where there is one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *moves("keys", "action", letters=True, first="The first action of the column", last="The last of the column"),
        Binding(
            "left,right,tab,shift+tab",
            "other_column",
            "Other column",
            id="keys.other-column",
            show=False,
            tooltip="The other column",
        ),
        Binding("enter,space", "select", "change", id="keys.change", tooltip="Press the key to give it"),
    ]

    beside: ActionList | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the arrows to the sides and Tab to others where there is no other column."""
        return action != "other_column" or self.beside is not None

    def action_cursor_up(self) -> None:
        """Move up; from the first action to the last one of the other column."""
        if self.beside is None or self.highlighted != self._first:
            super().action_cursor_up()
        else:
            self.beside.focus().action_last()

    def action_cursor_down(self) -> None:
        """Move down; from the last action to the first one of the other column."""
        if self.beside is None or self.highlighted != self.option_count - 1:
            super().action_cursor_down()
        else:
            self.beside.focus().action_first()

    def action_other_column(self) -> None:
        """Highlight what stands beside the highlighted action."""
        if self.beside is not None:
            lines = [option for option, _ in self._lines]
            row = 0 if self.highlighted is None else lines.index(self.highlighted) - self.scroll_offset.y
            self.beside.focus().highlight_row(row)

    def highlight_row(self, row: int) -> None:
        """Highlight the action that is shown in a row, or the next one below it; else the last."""
        below = [option for option, _ in self._lines[self.scroll_offset.y + max(0, row) :]]
        actions = [option for option in below if not self.get_option_at_index(option).disabled]
        self.highlighted = actions[0] if actions else self.option_count - 1

    async def _on_click(self, event: events.Click) -> None:
        """Leave the keys where they are after a click on a heading: nothing is highlighted beside it."""
        await super()._on_click(event)
        if self.highlighted is None and self.beside is not None:
            self.beside.focus()

    @property
    def _first(self) -> int | None:
        return next((index for index, option in enumerate(self.options) if not option.disabled), None)


class KeysScreen(OpenScreen, Screen[None]):
    """The actions with their keys, in the groups of the help; a change is saved and takes effect at once."""

    CSS_PATH = "keys.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (TWO_COLUMNS, "-wide")]  # noqa: RUF012  # as Screen declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012  # as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("keys.usual", "usual", "usual keys", "Give it its usual keys again"),
        Binding("escape,q", "back", "back", id="keys.back", tooltip="Go back to where you were"),
    ]

    def __init__(self, services: Services) -> None:
        """Change the keys in the settings of ``services``."""
        super().__init__()
        self._services = services

    def compose(self) -> ComposeResult:
        """Lay out the title, the actions, and what is to be known of the highlighted one."""
        with Horizontal(id="title"):
            yield Static(Content.styled("Keys", "bold $text-accent"), id="name")
            yield Static(Content(f"saved in {clean(str(self._services.config_path))}"), id="place")
        with Horizontal(id="columns"):
            yield ActionList(id="actions", compact=True)
            yield ActionList(id="more", compact=True)
        with Vertical(id="about"):
            yield Static("", id="meaning", markup=False)
            yield Static("", id="name-in-file", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Fill the lists and highlight the first action."""
        self._fill_lists(GROUPS[0].actions[0])
        self.query_one("#actions", ActionList).action_first()
        self._show_details()

    def on_resize(self) -> None:
        """Fit the lines into the new width."""
        self.call_after_refresh(self._refill_lists)

    def action_usual(self) -> None:
        """Give the highlighted action its usual keys again."""
        action = self._highlighted
        own = self._services.settings.own_keys
        if action.id in own.keymap.own or any(wrong.action == action.id for wrong in own.wrong):
            error = self._give(action.id, {})
            if error:
                self.notify(error, severity="warning", markup=False)

    def action_back(self) -> None:
        """Go back to where it was opened."""
        self.dismiss(None)

    @on(OptionList.OptionHighlighted)
    def _keep_one(self, event: OptionList.OptionHighlighted) -> None:
        """Highlight an action in one list alone, and say what it does."""
        if event.option_list.highlighted is None:  # it was taken away meanwhile
            return
        for each in self.query(ActionList):
            if each is not event.option_list:
                each.highlighted = None
        self._show_details()

    def _show_details(self) -> None:
        action, own = self._highlighted, self._services.settings.own_keys
        fault = f"! {clean(own.fault)}\n" if own.fault else ""
        also = [key for key in self._keymap.of_binding(action.id) or () if key not in self._keymap.keys(action.id)]
        next_ones = [key_name(key) for key in also if self._keymap.has("coach.next", key)]
        goes_on = f"; as does {joined(next_ones)}, of {ACTIONS['coach.next'].id}" if next_ones else ""
        self.query_one("#meaning", Static).update(Content(f"{fault}{action.text}{goes_on}"))
        named = f"{action.id} in [{KEYS}]; usual: {USUAL.names(action.id)}"
        self.query_one("#name-in-file", Static).update(Content(named))

    @on(OptionList.OptionSelected)
    def _learn(self) -> None:
        action = self._highlighted
        self.app.push_screen(LearnScreen(action, lambda: self._keymap, self._give))

    def _give(self, action: str, keys: Mapping[str, str]) -> str:
        """Give keys to an action, each with the name that it was pressed by, and save them; the usual ones for none.

        Return what is wrong, "" for nothing.
        """
        try:
            save_keys(self._services, action, keys)
        except KeymapError as error:
            return error.in_words
        except (NegcoachError, OSError) as error:
            notify_error(self, error)
            return "It could not be saved."
        self._refill_lists()
        self.app.refresh_bindings()
        return ""

    @property
    def _keymap(self) -> Keymap:
        return self._services.keymap

    @property
    def _highlighted(self) -> KeyAction:
        found = [one.highlighted_option for one in self.query(ActionList) if one.highlighted_option is not None]
        return ACTIONS[found[0].id] if found and found[0].id else GROUPS[0].actions[0]

    def _refill_lists(self) -> None:
        self._fill_lists(self._highlighted)
        self._show_details()

    def _fill_lists(self, highlighted: KeyAction) -> None:
        """Fill the lists with the actions, one of which is highlighted."""
        lists = list(self.query(ActionList))
        wide = self.has_class("-wide")
        for each, beside, groups in zip(lists, reversed(lists), _columns(wide=wide), strict=True):
            each.beside = beside if wide else None
            width = each.scrollable_content_region.width or self.app.size.width // (2 if wide else 1)
            with self.prevent(OptionList.OptionHighlighted):
                each.set_options(self._options(groups, width))
                has_it = any(highlighted in group.actions for group in groups)
                each.highlighted = each.get_option_index(highlighted.id) if has_it else None
            if has_it:
                self.set_focus(each)

    def _options(self, groups: Sequence[KeyGroup], width: int) -> list[Option]:
        keys_width = min(_MOST_KEYS, width * 2 // 5)
        options: list[Option] = []
        for group in groups:
            above = "\n" if options and self.has_class("-high") else ""
            heading = Content.assemble(above, (group.heading.upper(), "bold $text-accent"))
            options.append(Option(heading, disabled=True))
            options += [Option(self._line(action, keys_width), id=action.id) for action in group.actions]
        return options

    def _line(self, action: KeyAction, keys_width: int) -> Content:
        """Return an action with its keys before it; those that were changed have a sign after them."""
        changed = action.id in self._keymap.own
        keys = " ".join(key_name(key) for key in self._keymap.keys(action.id))
        shown = shortened(keys, keys_width - _GAP)
        room = " " * (keys_width - cell_len(shown) - 1)
        return Content.assemble((shown, "bold"), room, ("•" if changed else " ", "$text-accent"), f" {action.text}")


def _columns(*, wide: bool) -> tuple[Sequence[KeyGroup], Sequence[KeyGroup]]:
    """Return the groups of both lists: of about the same length where it is ``wide``, else all in the first."""
    lines = [len(group.actions) + 2 for group in GROUPS]
    cuts = range(1, len(GROUPS))
    cut = min(cuts, key=lambda at: max(sum(lines[:at]), sum(lines[at:]))) if wide else len(GROUPS)
    return GROUPS[:cut], GROUPS[cut:]


class LearnScreen(FreshKeys, ModalScreen[None]):
    """The dialog in which any key, pedal, clicker or button is given to an action by pressing it.

    A key that the action has already is taken from it. Nothing that is pressed here does what it does elsewhere.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = [DIALOG, "keys.tcss"]
    MAY_BE_COVERED = False
    LEARNS_KEYS = True
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012  # as Screen declares it
    KEYS_WITHOUT_BINDING = (("Any other key", "Give it to the action, or take it away"),)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "done", id="learn.close", tooltip="Back to the list"),
        Binding("backspace", "usual", "usual keys", id="learn.usual", tooltip="Give it its usual keys again"),
    ]

    def __init__(
        self, action: KeyAction, keymap: Callable[[], Keymap], give: Callable[[str, Mapping[str, str]], str]
    ) -> None:
        """Learn keys for an action; ``keymap`` returns the keys as they are, ``give`` what is wrong with new ones.

        It is given the keys with their names.
        """
        super().__init__()
        self._action = action
        self._keymap = keymap
        self._give = give

    def compose(self) -> ComposeResult:
        """Yield the action, its keys, what to do and what came of it."""
        with Vertical(classes="dialog"):
            yield Static(Content("Press the key now"), classes="title")
            yield Static(Content(self._action.text), id="what")
            yield Static("", id="has", markup=False)
            yield Static("A pedal, a clicker or a button is a key, too.", id="note", markup=False)
            yield DialogKeys([("esc", "done"), ("backspace", "usual keys")])

    def on_mount(self) -> None:
        """Show the keys that it has."""
        self._show("")

    def on_key(self, event: events.Key) -> None:
        """Give the pressed key to the action, or take it away."""
        if event.key in ("escape", "backspace"):
            return
        event.stop()
        event.prevent_default()
        key, keys = key_for(self._action.id, event.key), self._keymap().keys(self._action.id)
        name, named = name_written(key, event.key), {one: key_name(one) for one in keys if one != key}
        if key not in keys:
            self._say(self._give(self._action.id, {key: name, **named}), f"✓ {name} is its key now.")
        elif len(keys) > 1:
            error = self._give(self._action.id, named)
            stays = key in self._keymap().keys(self._action.id)
            self._say(error, f"{name} always stays its key." if stays else f"✓ {name} is no longer its key.")
        else:
            self._say(f"{name} is its only key. Press another one first.", "")

    def action_usual(self) -> None:
        """Give it the usual keys again."""
        self._say(self._give(self._action.id, {}), "✓ It has its usual keys.")

    def action_close(self) -> None:
        """Go back to the list."""
        self.dismiss(None)

    def _say(self, error: str, done: str) -> None:
        self._show(f"✕ {error}" if error else done)
        self.query_one("#note").set_class(bool(error), "wrong")

    def _show(self, note: str) -> None:
        self.query_one("#has", Static).update(self._keymap().names(self._action.id))
        if note:
            self.query_one("#note", Static).update(note)
