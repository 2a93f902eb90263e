"""What came of a set, for the rest and the summary."""

from __future__ import annotations

from dataclasses import dataclass, replace

from negcoach.training.progress.adherence import adherence_of
from negcoach.training.score.timeline import Rep
from negcoach.training.terms import StopReason


@dataclass(frozen=True, slots=True)
class SetOutcome:
    """The reps that count, why the set ended, and its effort (CR10, ``None`` until rated)."""

    number: int
    reps: tuple[Rep, ...]
    stop: StopReason
    rpe: int | None = None

    @property
    def tension_ms(self) -> int:
        """Time under tension: measured lowerings as measured, the others as prescribed."""
        return sum(rep.target_ms if rep.measured_ms is None else rep.measured_ms for rep in self.reps)

    @property
    def adherence(self) -> float | None:
        """Measured / prescribed lowering time of the measured reps, ``None`` when none was measured."""
        measured = [rep for rep in self.reps if rep.measured_ms is not None]
        return adherence_of(sum(rep.measured_ms or 0 for rep in measured), sum(rep.target_ms for rep in measured))

    def rated(self, rpe: int | None) -> SetOutcome:
        """Return the same outcome with this effort."""
        return replace(self, rpe=rpe)
