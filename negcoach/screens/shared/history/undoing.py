"""Undo and redo on the screens: at once, or behind a notice where the edit is as large as an import."""

from __future__ import annotations

from collections.abc import Callable

from textual.dom import DOMNode

from negcoach.errors import NegcoachError
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.screens.shared.working import OnDone, OnFailed, WorkingScreen
from negcoach.services import Services

TYPE_CHECKING = False  # typing takes its time to load
if TYPE_CHECKING:
    from negcoach.store.editing.edit_log import Edit

LARGE = 1500
"""The number of rows from which on an edit would block the screen, for about a tenth of a second."""


def can_be_undone(what: str, node: DOMNode) -> str:
    """Return what was edited as a notice that names the lifter's key for undo: "Deleted. Press u to undo it."."""
    return f"{what}. Press {keymap_of(node).name('views.undo')} to undo it."


def undo_or_redo(
    services: Services,
    show: Callable[[WorkingScreen], object],
    done: OnDone,
    failed: OnFailed,
    *,
    redone: bool = False,
    edit: Edit | None = None,
) -> None:
    """Undo or redo an edit, the next one unless ``edit`` is another; ``show`` pushes the notice of a large one.

    Where another program has purged ``edit``, and made one of the same number, that one is left as it is. ``done`` is
    called with a line that says what was undone, ``failed`` with the error if nothing was.
    """
    # Imported late: it would take a tenth of the time in which the history opens.
    from negcoach.store.editing.edit_log import next_edit
    from negcoach.store.editing.editor import Editor

    editor, edit_id = Editor(services.database), edit.id if edit else None

    def work() -> str:
        if redone:
            return editor.redo(services.now(), edit_id).done_text
        return editor.undo(services.now(), edit_id).done_text

    try:
        with services.database.read() as connection:
            what, rows = next_edit(connection, redone=redone, edit_id=edit_id)
        if edit is not None and what not in ("", edit.what):
            raise NegcoachError("That edit is gone: what it changed was purged meanwhile.")
        if rows > LARGE:
            show(WorkingScreen(f"{'Redoing' if redone else 'Undoing'} {what}", lambda _: work(), done, failed))
            return
        line = work()
    except NegcoachError as error:
        failed(error)
    else:
        done(line)
