"""How much sound is handed over before it is heard: what negcoach asks a device for, and what it was given."""

from __future__ import annotations

from dataclasses import dataclass

BLOCK_MS = 300
"""The block that a device is asked to take at once.

PulseAudio asks for the next one 60 ms after a block has begun to be heard, so at least 240 ms are always queued: for so
long the whole machine may stand still. A longer block would bear more, but then a lost device is noticed later.
"""

BLOCKS = 2
"""How many blocks: a third is never filled (PulseAudio)."""


@dataclass(frozen=True, slots=True)
class Queue:
    """What a device takes: ``block_ms`` at once, and ``ms`` at most before they are heard."""

    block_ms: int
    ms: int

    @property
    def percent(self) -> int:
        """Return its share of what is asked for."""
        return min(100, 100 * self.ms // (BLOCKS * BLOCK_MS))
