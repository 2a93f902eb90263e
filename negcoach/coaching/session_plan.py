"""What a session is to be: what the lifter chose, what the command line asked for, and the sets it comes to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from negcoach.training.exercise.prescription import Prescription


@dataclass(frozen=True, slots=True)
class Choice:
    """What the lifter is going to do; ``one_rm_kg`` is the concentric 1RM that goes with it, where it is known."""

    prescription: Prescription
    one_rm_kg: float | None


@dataclass(frozen=True, slots=True)
class CoachRequest:
    """Go straight to the coach screen with this prescription.

    ``spotters`` is how many people are there to spot, ``None`` when the lifter did not say: the gate then asks.
    """

    prescription: Prescription
    spotters: int | None


@dataclass(frozen=True, slots=True)
class BegunSet:
    """A set that was cut off and is gone on with: its id, how many reps it kept, and its highest ordinal."""

    set_id: str
    reps: int
    ordinal: int


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """The sets to be done, and who is there.

    ``spotters`` are those present, ``one_rm_kg`` the concentric 1RM the load was chosen by. ``first_set`` and
    ``session_id`` go on with a session that was cut off, ``begun`` with the first of those sets.
    """

    prescription: Prescription
    spotters: int
    one_rm_kg: float | None
    first_set: int = 1
    session_id: str | None = None
    begun: BegunSet | None = None

    def set_prescription(self, number: int) -> Prescription:
        """Return what is still to be done in a set: of one that was cut off, only the reps that it lacks."""
        begun = self.begun_set(number)
        if begun is None or self.prescription.reps is None:
            return self.prescription
        return replace(self.prescription, reps=self.prescription.reps - begun.reps)

    def begun_set(self, number: int) -> BegunSet | None:
        """Return what a set had when it was cut off, ``None`` when it was not."""
        return self.begun if number == self.first_set else None
