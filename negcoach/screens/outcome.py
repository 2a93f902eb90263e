"""What came of a set, for the rest and the summary."""

from __future__ import annotations

from dataclasses import dataclass, replace

from negcoach.training.adherence import adherence_of, is_kept, is_short
from negcoach.training.terms import Side, StopReason
from negcoach.training.timeline import Rep


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


def adherence_text(adherence: float | None) -> str:
    """Return "tempo kept 98 %" or "not measured"."""
    return "not measured" if adherence is None else f"tempo kept {round(adherence * 100)} %"


def tempo_words(reps: tuple[Rep, ...]) -> str:
    """Return what went well and what was lost: "Rep 2 came down too fast; rep 1 kept the tempo; 2 not measured."."""
    measured = [(rep, rep.adherence) for rep in reps if rep.adherence is not None]
    if not measured:
        return "No lowering was measured: press the key when you are down, and each is." if reps else ""
    said = [
        f"{_names(some)} {words}"
        for some, words in (
            ([rep for rep, kept in measured if is_short(kept)], "came down too fast"),
            ([rep for rep, kept in measured if not (is_short(kept) or is_kept(kept))], "a little fast"),
            ([rep for rep, kept in measured if is_kept(kept)], "kept the tempo"),
        )
        if some
    ]
    if len(reps) > len(measured):
        said.append(f"{len(reps) - len(measured)} not measured")
    line = "; ".join(said)
    return f"{line[0].upper()}{line[1:]}."


def _names(reps: list[Rep]) -> str:
    """Return "rep 2", "reps 2, 3 and 5", or how many where that would be long."""
    if len(reps) > 3:
        return f"{len(reps)} reps"
    names = [{Side.LEFT: "L", Side.RIGHT: "R", None: ""}[rep.side] + str(rep.number) for rep in reps]
    return f"rep {names[0]}" if len(names) == 1 else f"reps {', '.join(names[:-1])} and {names[-1]}"
