"""Measured lowerings of several reps together, as a share of their time or as how long each took."""

from __future__ import annotations

from dataclasses import dataclass

from negcoach.training.progress.adherence import adherence_of


@dataclass(frozen=True, slots=True)
class Measured:
    """Measured lowerings: how many reps, how long they took in all, and how long they were to take."""

    reps: int = 0
    measured_ms: int = 0
    target_ms: int = 0

    def __add__(self, other: Measured) -> Measured:
        """Return both together: each rep weighs as much, in whichever session it was."""
        return Measured(self.reps + other.reps, self.measured_ms + other.measured_ms, self.target_ms + other.target_ms)

    @property
    def adherence(self) -> float | None:
        """Measured / prescribed lowering time, ``None`` where nothing was measured."""
        return adherence_of(self.measured_ms, self.target_ms)

    @property
    def mean_s(self) -> float | None:
        """How long one took on the average (s), ``None`` where nothing was measured."""
        return self.measured_ms / self.reps / 1000 if self.reps else None


NOT_MEASURED = Measured()
"""Where nothing was measured."""
