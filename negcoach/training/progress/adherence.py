"""Adherence: how much of its prescribed time a measured lowering took, and when that counts as the tempo kept."""

from __future__ import annotations

KEPT_PERCENT = 90
"""A measured lowering of at least this part of its time kept the tempo (source: our own synthesis).

It is whole per cents, so that the database can ask the same in whole milliseconds.
"""

SHORT_PERCENT = 80
"""A measured lowering under this part of its time was too fast, not only a little (source: TRAINING.md)."""


def adherence_of(measured_ms: int, target_ms: int) -> float | None:
    """Return measured / prescribed lowering time, ``None`` when nothing was prescribed or measured."""
    return measured_ms / target_ms if target_ms else None


def is_kept(adherence: float) -> bool:
    """Return whether a lowering, or the mean of several, kept the tempo."""
    return adherence >= KEPT_PERCENT / 100


def is_short(adherence: float) -> bool:
    """Return whether a lowering, or the mean of several, was too fast, not only a little."""
    return adherence < SHORT_PERCENT / 100
