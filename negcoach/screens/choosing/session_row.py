"""The row of the session that is under way, on the home screen."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.texts import clean, counted


class RunningSessionRow(Static):
    """One row above the keys: how long the session has been going on, its exercises, and how many sets were done."""

    DEFAULT_CSS = """
    RunningSessionRow {
        dock: bottom; height: 1; margin: 0 0 1 0; padding: 0 1; background: $secondary-muted; color: $text-secondary;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id, markup=False)
        self.display = False

    def show(self, length_ms: int, sets: int, exercise_names: Sequence[str], next_name: str) -> None:
        """Show the session's length, how many sets and which exercises it has, and what its plan has next.

        A name may come more than once. The row is hidden where there is no set.
        """
        self.display = bool(sets)
        names = ", ".join(dict.fromkeys(clean(name) for name in exercise_names))
        key = keymap_of(self).name("exercises.plans")
        coming = f" · next {clean(next_name)} ({key})" if next_name else ""
        text = f"  {length_ms // 60_000} min · {counted(sets, 'set')}{coming} · {names}"
        self.update(Content.assemble(("SESSION", "bold"), text))
