"""How a programme that was begun is stored: its pauses as text, one a line, each as ISO 8601 writes an interval."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from negcoach.store.database.stamps import iso, moment_of

Pause = tuple[datetime, datetime | None]
"""A pause from its start to its end, ``None`` for one that lasts."""


def pauses_of(text: str) -> tuple[Pause, ...]:
    """Read pauses (``start/end``, one a line; ``start/`` lasts); raises ``ValueError``."""
    pauses = []
    for line in text.splitlines():
        start, slash, end = line.partition("/")
        if not slash:
            raise ValueError(line)
        pauses.append((moment_of(start), moment_of(end) if end else None))
    return tuple(pauses)


def pauses_text(pauses: Sequence[Pause]) -> str:
    """Return pauses as they are stored."""
    return "\n".join(f"{iso(start)}/{'' if end is None else iso(end)}" for start, end in pauses)
