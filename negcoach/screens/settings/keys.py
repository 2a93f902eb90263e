"""The screen with the keys of each action, and the dialog in which a key is given to one by pressing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from negcoach.keys.actions import ACTIONS, GROUPS, KeyAction, bound_keys
from negcoach.keys.keymap import USUAL, Keymap, KeymapError, key_for, name_written
from negcoach.keys.names import key_name
from negcoach.screens.settings.changes import save_keys
from negcoach.screens.shared.form.dialog_keys import DialogKeys
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.screens.shared.notices import notify_error
from negcoach.screens.shared.styles import DIALOG
from negcoach.services import Services
from negcoach.texts import clean, shortened
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.lists.option_lists import HeadedList, moves

_MOST_KEYS = 28
"""The most cells for the keys before what they do; in few columns they get two fifths."""
_GAP = 2


class ActionList(HeadedList, inherit_bindings=False):
    """The list of actions under their headings."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *moves("keys", "action", letters=True),
        Binding("enter,space", "select", "change", id="keys.change", tooltip="Press the key to give it"),
    ]


class KeysScreen(OpenScreen, Screen[None]):
    """The actions with their keys, in the groups of the help; a change is saved and takes effect at once."""

    CSS_PATH = "keys.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012  # as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            bound_keys("keys.usual"), "usual", "usual keys", id="keys.usual", tooltip="Give it its usual keys again"
        ),
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
        yield ActionList(id="actions", compact=True)
        with Vertical(id="about"):
            yield Static("", id="meaning", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Fill the list and highlight the first action."""
        self._fill_list(0)
        actions = self.query_one(ActionList)
        actions.action_first()
        self.set_focus(actions)
        self._show_details()

    def on_resize(self) -> None:
        """Fit the lines into the new width."""
        self.call_after_refresh(self._refill_list)

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

    @on(OptionList.OptionHighlighted, "#actions")
    def _show_details(self) -> None:
        action, own = self._highlighted, self._services.settings.own_keys
        usual = f"{action.id} in [{KEYS}]; usual: {USUAL.names(action.id)}"
        lines = [f"! {clean(own.fault)}"] if own.fault else []
        self.query_one("#meaning", Static).update(Content("\n").join([*map(Content, lines), Content(usual)]))

    @on(OptionList.OptionSelected, "#actions")
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
            return str(error)
        except (NegcoachError, OSError) as error:
            notify_error(self, error)
            return "It could not be saved."
        self._refill_list()
        self.app.refresh_bindings()
        return ""

    @property
    def _keymap(self) -> Keymap:
        return self._services.keymap

    @property
    def _highlighted(self) -> KeyAction:
        option = self.query_one(ActionList).highlighted_option
        return ACTIONS[option.id] if option is not None and option.id else GROUPS[0].actions[0]

    def _refill_list(self) -> None:
        actions = self.query_one(ActionList)
        highlighted = actions.highlighted
        self._fill_list(actions.scrollable_content_region.width)
        actions.highlighted = highlighted
        self._show_details()

    def _fill_list(self, width: int) -> None:
        keys_width = min(_MOST_KEYS, (width or self.app.size.width) * 2 // 5)
        options: list[Option] = []
        for group in GROUPS:
            above = "\n" if options and self.has_class("-high") else ""
            heading = Content.assemble(above, (group.heading.upper(), "bold $text-accent"))
            options.append(Option(heading, disabled=True))
            options += [Option(self._line(action, keys_width), id=action.id) for action in group.actions]
        actions = self.query_one(ActionList)
        with actions.prevent(OptionList.OptionHighlighted):
            actions.set_options(options)

    def _line(self, action: KeyAction, keys_width: int) -> Content:
        """Return an action with its keys before it; those that were changed have a sign after them."""
        changed = action.id in self._keymap.own
        keys = " ".join(key_name(key) for key in self._keymap.keys(action.id))
        shown = shortened(keys, keys_width - _GAP)
        room = " " * (keys_width - cell_len(shown) - 1)
        return Content.assemble((shown, "bold"), room, ("•" if changed else " ", "$text-accent"), f" {action.text}")


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
