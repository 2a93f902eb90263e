"""What a session is to be."""

from __future__ import annotations

from dataclasses import dataclass

from negcoach.training.prescription import Prescription


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """The sets to be done, and who is there.

    ``spotters`` are those present, ``one_rm_kg`` the concentric 1RM the load was chosen by. ``first_set`` and
    ``session_id`` go on with a session that was cut off.
    """

    prescription: Prescription
    spotters: int
    one_rm_kg: float | None
    first_set: int = 1
    session_id: str | None = None
