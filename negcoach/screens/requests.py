"""What the command line asks the app for."""

from __future__ import annotations

from dataclasses import dataclass

from negcoach.training.prescription import Prescription


@dataclass(frozen=True, slots=True)
class CoachRequest:
    """Go straight to the coach screen with this prescription.

    ``spotters`` is how many people are there to spot, ``None`` when the lifter did not say: the gate then asks.
    """

    prescription: Prescription
    spotters: int | None
