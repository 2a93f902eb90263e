"""Between two sets of a session: what may be done then, and what may not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from textual.screen import Screen


class BetweenSets:
    """A screen between two sets: here the other lifter may take over."""


def refuses_to_delete(screen: Screen[Any], ended_at: datetime | None) -> bool:
    """Return whether a session may not be deleted now, and say so: its next rep would bring half of it back.

    That is a session which has not ended, in one of its rests.
    """
    refused = ended_at is None and any(isinstance(below, BetweenSets) for below in screen.app.screen_stack)
    if refused:
        screen.notify("This session is under way. Finish it first, then delete it.", severity="warning", markup=False)
    return refused
