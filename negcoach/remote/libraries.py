"""The libraries that the phone needs, which the extra ``remote`` installs."""

from __future__ import annotations

from importlib.util import find_spec

PHONE = "phone"
"""What the phone is called among the checks of the doctor, and among what is pressed."""

LIBRARIES = ("websockets", "segno")
"""What serves the page, and what makes the QR code."""


def missing_libraries() -> tuple[str, ...]:
    """Return which of them are not installed."""
    return tuple(name for name in LIBRARIES if find_spec(name) is None)
