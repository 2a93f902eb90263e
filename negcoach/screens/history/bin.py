"""The view of the bin: deleted sessions and sets, to restore or to purge, and the edits, to undo or to redo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.types import CSSPathType
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from negcoach.errors import NegcoachError
from negcoach.formatting import day_text, load_cell, padded_day_text, time_ago_text
from negcoach.keys.keymap import Keymap
from negcoach.screens.shared.form.confirm import TypedConfirmScreen
from negcoach.screens.shared.history.history_view import HistoryView, View
from negcoach.screens.shared.history.undoing import undo_or_redo
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.screens.shared.notices import notify_error
from negcoach.screens.shared.styles import VIEWS
from negcoach.services import Services
from negcoach.store.editing.bin import BinItem, PurgeResult, bin_items, purge, purge_all
from negcoach.store.editing.edit_log import Edit, EditKind, edits
from negcoach.store.editing.editor import Editor
from negcoach.texts import counted
from negcoach.training.units import Unit
from negcoach.widgets.bindings import bound
from negcoach.widgets.drawing.cells import fitted
from negcoach.widgets.lists.fitted_line import FittedLine
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.lists.option_lists import PagedList, moves

PURGE_WORD = "purge"
"""The word that must be typed to confirm a purge."""

MOST_EDITS = 500
"""The most edits that are listed; older ones appear once some of these are undone."""

_SIGNS = {EditKind.CHANGE: "~", EditKind.ADD: "+", EditKind.DELETE: "−", EditKind.IMPORT: "⇩"}

_WITH_DELETED = 64
"""The columns of a line of the bin from which it says when a thing was deleted."""

_TITLE_AND_GAPS = 3
"""Rows of a list's part that are not its lines, at most: its title, and gaps."""

_PURGE_WARNING = (
    "It is deleted for good, with its reps, and this cannot be undone. Older backups still have it until newer ones "
    "replace them."
)


class BinList(PagedList, inherit_bindings=False):
    """The list of deleted things, or of edits; what its keys do is up to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "select", "choose", id="bin.choose", show=False, tooltip="Bring back, undo, or redo"),
        *moves("bin", "line", letters=True, first="The newest", last="The oldest"),
    ]


class BinScreen(HistoryView):
    """The view of the bin: the deleted things, and below them the edits."""

    VIEW = View.BIN
    AUTO_FOCUS = "BinList"
    CSS_PATH: ClassVar[CSSPathType | None] = [VIEWS, "bin.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("bin.back", "bring_back", "bring back", "Bring back what is highlighted (also Enter)"),
        bound("bin.purge", "purge", "purge", "Delete what is highlighted for good; asks first"),
        bound("bin.purge-all", "purge_all", "purge all", "Empty the bin for good; asks first"),
        bound("bin.revert", "revert", "undo it", "Undo the highlighted edit, or redo it (also Enter)"),
        Binding("tab", "other", "other list", id="bin.other", tooltip="Go from the bin to the edits, and back"),
    ]

    def __init__(self, services: Services) -> None:
        """Show the bin of ``services``."""
        super().__init__(services)
        self._binned: list[BinItem] = []
        self._edits: list[Edit] = []
        self._editor = Editor(services.database, services.settings.unit)

    def compose(self) -> ComposeResult:
        """Lay out the title and the two lists, each under its title."""
        yield from self.title_bar()
        with Horizontal(id="body"):
            with Vertical(id="bin-part", classes="part"):
                yield Static("", id="bin-name", classes="name")
                yield BinList(id="bin", compact=True)
                yield Static(_nothing_in_bin(keymap_of(self)), id="bin-empty", classes="empty")
            with Vertical(id="edits-part", classes="part"):
                yield Static("", id="edits-name", classes="name")
                yield BinList(id="edits", compact=True)
                yield Static(_no_edits(keymap_of(self)), id="edits-empty", classes="empty")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Read both lists and focus the bin, or the edits where only they have entries."""
        self.read_again()
        self._list("bin" if self._binned or not self._edits else "edits").focus()

    def on_resize(self, event: events.Resize) -> None:
        """Share the new height between the lists."""
        self.call_after_refresh(self._share_height)

    def read_again(self) -> None:
        """Read the bin and the edits."""
        try:
            with self.services.database.read() as connection:
                self._binned, self._edits = bin_items(connection), edits(connection, MOST_EDITS)
        except NegcoachError as error:
            self._binned, self._edits = [], []
            notify_error(self, error)
        self._fill()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the actions of the list that has the focus."""
        if not self.is_mounted:
            return True
        in_edits = self._list("edits").has_focus
        if action in ("bring_back", "purge"):
            return bool(self._binned) and not in_edits
        if action == "purge_all":
            return bool(self._binned)
        if action == "revert":
            return bool(self._edits) and in_edits
        return True

    def action_other(self) -> None:
        """Go to the other list."""
        self._list("bin" if self._list("edits").has_focus else "edits").focus()

    def action_bring_back(self) -> None:
        """Restore the highlighted session or set."""
        at = self._list("bin").highlighted
        if at is None or at >= len(self._binned):
            return
        item, now = self._binned[at], self.services.now()
        bring_back = self._editor.bring_back_session if item.set_number is None else self._editor.bring_back_set
        self._carry_out(lambda: bring_back(item.id, now))

    def action_revert(self) -> None:
        """Undo the highlighted edit, or redo it."""
        at = self._list("edits").highlighted
        if at is None or at >= len(self._edits):
            return
        edit = self._edits[at]
        undo_or_redo(
            self.services,
            self.app.push_screen,
            self._notify_change,
            self._notify_failure,
            redone=edit.undone,
            edit=edit,
        )

    def action_purge(self) -> None:
        """Ask for confirmation, and remove the highlighted session or set for good."""
        at = self._list("bin").highlighted
        if at is None or at >= len(self._binned):
            return
        item = self._binned[at]
        question = f"Purge {item_name(item)}?"
        self._confirm(question, lambda: purge(self.services.database, [item.id], self.services.now()))

    def action_purge_all(self) -> None:
        """Ask for confirmation, and remove everything in the bin for good."""
        asked = tuple(self._binned)
        count = len(asked)
        what = "the one thing in the bin" if count == 1 else f"all {count} things in the bin"
        self._confirm(f"Purge {what}?", lambda: purge_all(self.services.database, self.services.now(), asked=asked))

    @on(OptionList.OptionSelected, "#bin")
    def _bin_chosen(self) -> None:
        self.action_bring_back()

    @on(OptionList.OptionSelected, "#edits")
    def _edit_chosen(self) -> None:
        self.action_revert()

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _focus_moved(self) -> None:
        self.refresh_bindings()

    def _confirm(self, question: str, remove: Callable[[], PurgeResult]) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                self._carry_out(lambda: purged_text(remove()))

        self.app.push_screen(TypedConfirmScreen(question, _PURGE_WARNING, PURGE_WORD), answered)

    def _carry_out(self, work: Callable[[], str]) -> None:
        """Carry out ``work``, notify what it did or why it failed, and read again."""
        try:
            self.notify(work(), markup=False)
        except NegcoachError as error:
            notify_error(self, error)
        self.read_again()

    def _notify_failure(self, error: NegcoachError) -> None:
        notify_error(self, error)
        self.read_again()

    def _list(self, name: str) -> BinList:
        return self.query_one(f"#{name}", BinList)

    def _fill(self) -> None:
        """Fill both lists, keeping the highlighted lines."""
        self.set_class(not (self._binned or self._edits), "-nothing")
        now, unit = self.services.now(), self.services.settings.unit
        years = any(item.started_at.year != now.year for item in self._binned)
        written: dict[str, list[Callable[[int], Content]]] = {
            "bin": [partial(bin_line, item, now=now, unit=unit, years=years) for item in self._binned],
            "edits": [partial(edit_line, edit, now=now) for edit in self._edits],
        }
        for name, lines in written.items():
            shown = self._list(name)
            at = shown.highlighted or 0
            shown.clear_options()
            shown.add_options([Option(FittedLine(line)) for line in lines])
            shown.highlighted = min(at, len(lines) - 1) if lines else None
            self.query_one(f"#{name}-part").set_class(not lines, "-empty")
        self._share_height()
        self.query_one("#bin-name", Static).update(_list_title("IN THE BIN", len(self._binned)))
        self.query_one("#edits-name", Static).update(_list_title("EDITS, NEWEST FIRST", len(self._edits)))
        self.set_status(f"{keymap_of(self).name('views.undo')}: undo last edit" if self._edits else "")
        self.refresh_bindings()
        self.regain_focus()

    def _share_height(self) -> None:
        """Leave the bin, above the edits, all rows that these do not need; half of them if these need more."""
        rows = self.query_one("#body").size.height
        edits = len(self._edits) + _TITLE_AND_GAPS if self._edits else _TITLE_AND_GAPS + 4
        self.query_one("#bin-part").styles.max_height = max(rows // 2, rows - edits)


def bin_line(item: BinItem, width: int, now: datetime, unit: Unit, *, years: bool = False) -> Content:
    """Return a line of the bin: day, kind, name and amount of a session or set, and when it was deleted.

    The days have their ``years`` where some are of another one. In a narrow ``width`` the kind and the amount are
    shorter, and when it was deleted is left out.
    """
    day = padded_day_text(item.started_at, year=years)
    is_narrow = width < _WITH_DELETED
    if item.set_number is None:
        kind, amount = "session", counted(item.sets, "set")
        if not is_narrow:
            amount += f", {counted(item.reps, 'rep', commas=False)}"
    else:
        kind, amount = f"set {item.set_number}", f"{load_cell(item.load_kg, item.load_unit or unit)} × {item.reps}"
    name = item.name or "no exercise"
    if is_narrow:
        return _columns(f"{day}  " if item.set_number is None else f"{day}  {kind}  ", name, amount, width)
    deleted = f"deleted {time_ago_text(item.deleted_at, now)}"
    return _columns(f"{day}  {kind:<7}  ", name, f"{amount}   {deleted:<17}", width)


def edit_line(edit: Edit, width: int, now: datetime) -> Content:
    """Return a line of the edits: sign, description and time; an undone edit is struck through and labelled."""
    when = f"{'undone    ' if edit.undone else ''}{time_ago_text(edit.made_at, now):>9}"
    head = f"{'↶' if edit.undone else _SIGNS[edit.kind]}  "
    return _columns(head, edit.what, when, width, "strike $foreground-muted" if edit.undone else "")


def item_name(item: BinItem) -> str:
    """Return how a question names a session or set: "set 2, Bench press, 23 Jul 2026"."""
    day = day_text(item.started_at)
    if item.set_number is None:
        return f"the session of {day} ({item.name})" if item.name else f"the session of {day}"
    return f"set {item.set_number}, {item.name}, {day}"


def purged_text(purged: PurgeResult) -> str:
    """Return how many sessions and sets were purged, and how many edits can no longer be undone."""
    parts = [
        counted(count, word, commas=False)
        for count, word in ((purged.sessions, "session"), (purged.sets, "set"))
        if count
    ]
    text = f"Purged: {' and '.join(parts) or 'nothing'}."
    if purged.edits:
        text += f" {counted(purged.edits, 'edit', commas=False)} can no longer be undone."
    return text


def _columns(head: str, text: str, tail: str, width: int, style: str = "bold") -> Content:
    """Return a line of three parts, of which the middle one, ``text``, is fitted into the rest of the width."""
    room = max(6, width - cell_len(head) - cell_len(tail) - 2)
    return Content.assemble((head, "$foreground-muted"), (fitted(text, room), style), "  ", (tail, "$foreground-muted"))


def _list_title(title: str, count: int) -> Content:
    return Content.assemble((title, "bold $text-accent"), (f"   {count}" if count else "", "$foreground-muted"))


def _nothing_in_bin(keymap: Keymap) -> Content:
    delete, back = keymap.name("session.delete"), keymap.name("bin.back")
    return Content.assemble(
        ("The bin is empty", "bold"), f"\nWhat you delete with {delete} goes here, and comes back with {back}."
    )


def _no_edits(keymap: Keymap) -> Content:
    edit, add, delete = (keymap.name(f"session.{what}") for what in ("edit", "add", "delete"))
    return Content.assemble(
        ("Nothing was edited", "bold"),
        f"\nOpen a session: {edit} edits, {add} adds a forgotten set, {delete} deletes.\n"
        "Every edit is listed here, and can be undone.",
    )
