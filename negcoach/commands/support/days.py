"""A day as it is typed for an option."""

from __future__ import annotations

import re
from datetime import date

from negcoach.errors import NegcoachError
from negcoach.texts import clean, quoted


def parse_day(text: str) -> date:
    """Return the day of a text such as 2026-01-31. Raises ``NegcoachError``."""
    typed = text.strip()
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed):
            return date.fromisoformat(typed)
    except ValueError:
        pass  # 2026-02-30: refused like any other
    raise NegcoachError(f"A day is written like 2026-01-31, not {quoted(clean(typed))}.")
