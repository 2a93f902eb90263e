"""The keys that move in a list of options."""

from __future__ import annotations

from textual.binding import Binding


def moves(
    of: str, thing: str, *, letters: bool = False, first: str = "", last: str = ""
) -> tuple[Binding, Binding, Binding, Binding, Binding, Binding]:
    """Return the bindings of the arrows, Home, End and the page keys, with ids that begin with ``of``.

    Their tooltips name a ``thing`` of the list; ``first`` and ``last`` name its ends where they have another name. With
    ``letters`` k and j move too: not where letters are typed.
    """
    up, down = ("up,k", "down,j") if letters else ("up", "down")
    return (
        Binding(up, "cursor_up", "Up", id=f"{of}.up", show=False, tooltip=f"The {thing} above"),
        Binding(down, "cursor_down", "Down", id=f"{of}.down", show=False, tooltip=f"The {thing} below"),
        Binding("home", "first", "First", id=f"{of}.first", show=False, tooltip=first or f"The first {thing}"),
        Binding("end", "last", "Last", id=f"{of}.last", show=False, tooltip=last or f"The last {thing}"),
        Binding("pageup", "page_up", "Page up", id=f"{of}.page-up", show=False, tooltip="A page up"),
        Binding("pagedown", "page_down", "Page down", id=f"{of}.page-down", show=False, tooltip="A page down"),
    )
