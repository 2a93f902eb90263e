"""Text as a voice reads it well: no sign that is skipped, or read by its name, stands for a word."""

from __future__ import annotations

import re

from negcoach.formatting import nearest_second
from negcoach.texts import counted

_SIGNS = {
    " · ": ", ",
    " × ": " times ",
    "×": " times ",
    " → ": " to ",
    "~": "about ",
    "–": "-",
    "—": ", ",
    "−": "minus ",
    "…": "...",
    "≤": "at most ",
    "≥": "at least ",
}
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))
_CALL = re.compile(r"\b[A-Z]{2,}(?: [A-Z]{2,})+\b")
"""A call inside a sentence: some voices read words in capitals letter by letter."""


def spoken(text: str) -> str:
    """Return a text with words in the place of signs, and without calls in capitals."""
    return _CALL.sub(lambda found: found[0].lower(), _SIGN.sub(lambda found: _SIGNS[found[0]], text))


def sentence(text: str) -> str:
    """Return ``Spotter lift.`` of ``SPOTTER LIFT``: capitals are read letter by letter."""
    text = text.strip()
    text = text.lower() if text.isupper() else text
    text = f"{text[:1].upper()}{text[1:]}"
    return text if not text or text[-1] in ".!?:" else f"{text}."


def took(ms: int) -> str:
    """Return ``12 minutes 3 seconds``, to the nearest second: how long something took that is over."""
    return duration(nearest_second(ms) * 1000)


def duration(ms: int) -> str:
    """Return ``3 minutes``, ``1 minute 30 seconds`` or ``10 seconds``, rounded up to a second: how long is left."""
    minutes, seconds = divmod(max(0, -(-ms // 1000)), 60)
    parts = [counted(minutes, "minute")] if minutes else []
    return " ".join([*parts, counted(seconds, "second")] if seconds or not minutes else parts)
