"""The plan of a session: the lifter's choice, the command line's request, and the sets to do."""

from __future__ import annotations

from dataclasses import dataclass, replace

from negcoach.training.exercise.prescription import Prescription


@dataclass(frozen=True, slots=True)
class Choice:
    """The prescription that the lifter chose; ``one_rm_kg`` is the exercise's concentric 1RM, where it is known."""

    prescription: Prescription
    one_rm_kg: float | None


@dataclass(frozen=True, slots=True)
class CoachRequest:
    """A prescription that the command line asks to coach at once.

    ``spotters`` is how many people are there to spot, ``None`` when not given: the safety checks then ask.
    """

    prescription: Prescription
    spotters: int | None


@dataclass(frozen=True, slots=True)
class InterruptedSet:
    """A set to be resumed: its id in the store, how many reps it has, and the highest ordinal of its lowerings."""

    set_id: str
    reps: int
    ordinal: int


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """The sets to do, and how many spotters are there.

    ``spotters`` are those present, ``one_rm_kg`` the concentric 1RM the load was chosen by. A session that is resumed
    has its ``session_id``, begins at ``first_set``, and has that set in ``interrupted`` if some of its reps are done.
    """

    prescription: Prescription
    spotters: int
    one_rm_kg: float | None
    first_set: int = 1
    session_id: str | None = None
    interrupted: InterruptedSet | None = None

    def set_prescription(self, number: int) -> Prescription:
        """Return the prescription of a set; of the interrupted one, only of the missing reps."""
        interrupted = self.interrupted_set(number)
        if interrupted is None or self.prescription.reps is None:
            return self.prescription
        return replace(self.prescription, reps=self.prescription.reps - interrupted.reps)

    def interrupted_set(self, number: int) -> InterruptedSet | None:
        """Return the part of a set that was done before, ``None`` when it was not interrupted."""
        return self.interrupted if number == self.first_set else None
