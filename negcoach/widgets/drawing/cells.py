"""Text cut or padded to a width in terminal cells, of which a character takes none, one or two."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size


def shortened_to_cells(text: str, room: int) -> str:
    """Return ``text``, or as much of it as fits into ``room`` cells with an ellipsis for the rest ("" for no room)."""
    if cell_len(text) <= room:
        return text
    return set_cell_size(text, room - 1).rstrip() + "…" if room > 0 else ""


def fitted(text: str, room: int, *, right: bool = False) -> str:
    """Return ``text`` in exactly ``room`` cells: cut, or padded with spaces, on the left to align it right."""
    text = shortened_to_cells(text, room)
    filling = " " * (room - cell_len(text))
    return filling + text if right else text + filling
